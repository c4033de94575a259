/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The table of keys, and the words that their values may be. */
#include "sim/grammar.h"

#define LIST(words)                                       \
	{                                                 \
		words, sizeof(words) / sizeof((words)[0]) \
	}

static const char *const platform_words[] = { "powernv8", "powernv9",
	                                      "powernv10", "pseries", "ioda1" };
static const char *const gate_words[] = { "closed", "open" };
static const char *const yes_no_words[] = { "no", "yes" };
static const char *const endian_words[] = { "little", "big" };
static const char *const beyond_words[] = { "fault", "alias" };
static const char *const lacks_words[] = { "none", "get_table_size",
	                                   "create_table", "set_window",
	                                   "unset_window" };
static const char *const prot_words[] = { "r" };
static const char *const tve_words[] = { "none", "window", "host", "bypass" };

static const char *const show_words[] = { "process",   "memory", "region",
	                                  "container", "window", "tve",
	                                  "tce" };

static const struct word_list platforms = LIST(platform_words);
static const struct word_list yes_no = LIST(yes_no_words);
static const struct word_list gates = LIST(gate_words);
static const struct word_list endians = LIST(endian_words);
static const struct word_list beyonds = LIST(beyond_words);
static const struct word_list lacks = LIST(lacks_words);
static const struct word_list prots = LIST(prot_words);
static const struct word_list tves = LIST(tve_words);
static const struct word_list kinds = LIST(show_words);

/* The numbers are those of the kernel's interface. */
static const struct named_number limits[] = {
	{ "unlimited", UINT64_MAX },
	{ NULL, 0 },
};
static const struct named_number drivers[] = {
	{ "none", 0 },    { "type1", 1 }, { "spapr_tce", 2 },
	{ "type1v2", 3 }, { "eeh", 5 },   { "spapr_tce_v2", 7 },
	{ "noiommu", 8 }, { NULL, 0 },
};
/* SET_IOMMU has no "none". */
#define TYPES (drivers + 1)
static const struct named_number permissions[] = {
	{ "none", 0 }, { "r", 1 }, { "w", 2 }, { "rw", 3 }, { NULL, 0 },
};

/* clang-format off */
#define U32   UINT32_MAX
#define U64   UINT64_MAX
#define MIB   (UINT64_C(1) << 20)
#define PLAIN TYPE_NUMBER, STYLE_DECIMAL
#define MASK  TYPE_NUMBER, STYLE_HEX
#define BYTES TYPE_NUMBER, STYLE_SIZE

/* The members from ->letter on, and rows whose numbers have no range. */
#define REST(form)             0, NULL, NULL, form
#define ADDRESS                TYPE_ADDRESS, STYLE_HEX, 0, U64, REST("ADDR")
#define WORDS(list, form)      TYPE_CHOICE, STYLE_DECIMAL, 0, 0, 0, &list, \
                               NULL, form
#define YES_NO                 WORDS(yes_no, "yes|no")
#define NAMED(style, max, list, form) \
                               TYPE_NAMED, style, 0, max, 0, NULL, list, form
#define OBJECT(letter, form)   TYPE_OBJECT, STYLE_DECIMAL, 0, 0, letter, \
                               NULL, NULL, form
#define SPECIAL(type, form)    type, STYLE_DECIMAL, 0, 0, REST(form)

static const struct key_row keys[KEY_COUNT] = {
	[KEY_PLATFORM]      = { "platform", WORDS(platforms,
				"powernv8|powernv9|powernv10|pseries|ioda1") },
	[KEY_MACHINE_PAGE]  = { "page", TYPE_PAGE, STYLE_SIZE, 0, U64,
				REST("4K|64K") },
	[KEY_RAM]           = { "ram", TYPE_NUMBER, STYLE_SIZE,
				64 * MIB, MIB << 26, REST("SIZE") },
	[KEY_GROUPS]        = { "groups", PLAIN, 1, SCENARIO_GROUPS_MAX,
				REST("N") },
	[KEY_MEMLOCK]       = { "memlock", NAMED(STYLE_SIZE, U64, limits,
				"SIZE|unlimited") },
	[KEY_IPC_LOCK]      = { "ipc_lock", YES_NO },
	[KEY_LARGEST_BLOCK] = { "largest_block", BYTES, 4096, U64,
				REST("SIZE") },
	[KEY_EEH]           = { "eeh", YES_NO },
	[KEY_ENDIAN]        = { "endian", WORDS(endians, "little|big") },
	[KEY_GATE]          = { "gate", WORDS(gates, "closed|open") },
	[KEY_BEYOND_TABLE]  = { "beyond_table", WORDS(beyonds,
				"fault|alias") },
	[KEY_TCE32]         = { "tce32", BYTES, 0, U32, REST("SIZE") },
	[KEY_PGSIZES]       = { "pgsizes", MASK, 0, U64, REST("MASK") },
	[KEY_WINDOWS]       = { "windows", PLAIN, 0, 2, REST("N") },
	[KEY_HOST_DRIVER]   = { "host_driver", YES_NO },
	[KEY_TABLE_GROUP]   = { "table_group", YES_NO },
	[KEY_LACKS]         = { "lacks", WORDS(lacks, "none|get_table_size|"
				"create_table|set_window|unset_window") },

	[KEY_AS]            = { "as", OBJECT('p', "pN") },
	[KEY_ARGSZ]         = { "argsz", PLAIN, 0, U32, REST("N") },
	[KEY_FLAGS]         = { "flags", MASK, 0, U32, REST("N") },
	[KEY_ARG]           = { "arg", SPECIAL(TYPE_ARG,
				"null|unmapped|readonly|edge:N") },
	[KEY_NAME]          = { "name", SPECIAL(TYPE_TEXT, "WORD") },
	[KEY_TYPE]          = { "type", NAMED(STYLE_DECIMAL, U64, TYPES,
				"type1|spapr_tce|type1v2|eeh|spapr_tce_v2|"
				"noiommu|N") },
	[KEY_VADDR]         = { "vaddr", ADDRESS },
	[KEY_SIZE]          = { "size", BYTES, 0, U64, REST("SIZE") },
	[KEY_LENGTH]        = { "size", BYTES, 1, U64, REST("SIZE") },
	[KEY_LIMIT]         = { "size", NAMED(STYLE_SIZE, U64, limits,
				"SIZE|unlimited") },
	[KEY_PAGE_SHIFT]    = { "page_shift", PLAIN, 0, U32, REST("N") },
	[KEY_WINDOW_SIZE]   = { "window_size", BYTES, 0, U64, REST("SIZE") },
	[KEY_LEVELS]        = { "levels", PLAIN, 0, U32, REST("N") },
	[KEY_START_ADDR]    = { "start_addr", ADDRESS },
	[KEY_IOVA]          = { "iova", ADDRESS },
	[KEY_MAP_FLAGS]     = { "flags", NAMED(STYLE_HEX, U32, permissions,
				"none|r|w|rw|N") },
	[KEY_OP]            = { "op", PLAIN, 0, U32, REST("N") },
	[KEY_ERR_TYPE]      = { "err_type", PLAIN, 0, U32, REST("N") },
	[KEY_ERR_FUNC]      = { "err_func", PLAIN, 0, U32, REST("N") },
	[KEY_ERR_ADDR]      = { "err_addr", ADDRESS },
	[KEY_ERR_MASK]      = { "err_mask", MASK, 0, U64, REST("N") },
	[KEY_NR]            = { "nr", MASK, 0, U32, REST("N") },
	[KEY_ALIGN]         = { "align", TYPE_POWER, STYLE_SIZE, 1, U64,
				REST("SIZE") },
	[KEY_PAGE]          = { "page", TYPE_POWER, STYLE_SIZE, 1, U64,
				REST("SIZE") },
	[KEY_PROT]          = { "prot", WORDS(prots, "r") },
	[KEY_AT]            = { "at", ADDRESS },
	[KEY_FOLIO]         = { "folio", TYPE_POWER, STYLE_SIZE, 1, U64,
				REST("SIZE") },
	[KEY_SKEW]          = { "skew", BYTES, 0, U64, REST("SIZE") },
	[KEY_BYTE]          = { "byte", MASK, 0, UINT8_MAX, REST("N") },
	[KEY_NTH]           = { "nth", PLAIN, 1, U64, REST("N") },
	[KEY_GROUP]         = { "group", OBJECT('g', "gN") },
	[KEY_ERROR]         = { "error", SPECIAL(TYPE_ERROR, "-ERROR") },
	[KEY_OF]            = { "of", WORDS(kinds,
				"process|memory|region|container|window|tve|"
				"tce") },

	[KEY_WHY]           = { "why", SPECIAL(TYPE_WHY, "REASON") },
	[KEY_HAZARD]        = { "hazard", SPECIAL(TYPE_HAZARDS,
				"NAME,...|none") },
	[KEY_LOCKED_VM]     = { "locked_vm", BYTES, 0, U64, REST("SIZE") },
	[KEY_DATA]          = { "data", SPECIAL(TYPE_RUNS, "BYTE*SIZE,...") },
	[KEY_PAGES]         = { "pages", SPECIAL(TYPE_RUNS, "ok*N,REASON*N,...") },
	[KEY_DMA32_WINDOW_START] = { "dma32_window_start", MASK, 0, U32,
				REST("N") },
	[KEY_DMA32_WINDOW_SIZE] = { "dma32_window_size", BYTES, 0, U32,
				REST("SIZE") },
	[KEY_MAX_DYNAMIC_WINDOWS_SUPPORTED] = {
				"max_dynamic_windows_supported", PLAIN,
				0, U32, REST("N") },

	[KEY_PINS]          = { "pins", PLAIN, 0, U64, REST("N") },
	[KEY_DIRTY]         = { "dirty", PLAIN, 0, U64, REST("N") },
	[KEY_USED]          = { "used", PLAIN, 0, U64, REST("N") },
	[KEY_MAPPED]        = { "mapped", PLAIN, 0, U64, REST("N") },
	[KEY_PROCESS]       = { "process", OBJECT('p', "pN") },
	[KEY_DRIVER]        = { "type", NAMED(STYLE_DECIMAL, U64, drivers,
				"none|type1|spapr_tce|type1v2|eeh|"
				"spapr_tce_v2|noiommu|N") },
	[KEY_ENABLED]       = { "enabled", YES_NO },
	[KEY_PENDING]       = { "pending", YES_NO },
	[KEY_GROUP_LIST]    = { "groups", SPECIAL(TYPE_GROUPS, "gN,...|none")},
	[KEY_SLOT]          = { "slot", PLAIN, 0, U64, REST("N") },
	[KEY_LEVEL_SHIFT]   = { "level_shift", PLAIN, 0, U64, REST("N") },
	[KEY_ENTRIES]       = { "entries", PLAIN, 0, U64, REST("N") },
	[KEY_ALLOCATED]     = { "allocated", BYTES, 0, U64, REST("SIZE") },
	[KEY_REFS]          = { "refs", PLAIN, 0, U64, REST("N") },
	[KEY_BLOCKS]        = { "blocks", PLAIN, 0, U64, REST("N") },
	[KEY_KIND]          = { "kind", WORDS(tves,
				"none|window|host|bypass") },
	[KEY_LEVEL_BYTES]   = { "level_bytes", BYTES, 0, U64, REST("SIZE") },
	[KEY_INDEX]         = { "index", MASK, 0, U64, REST("N") },
	[KEY_COUNT_OF]      = { "count", PLAIN, 0, U64, REST("N") },
	[KEY_PERM]          = { "perm", NAMED(STYLE_DECIMAL, 3, permissions,
				"none|r|w|rw") },
	[KEY_VIEW]          = { "view", ADDRESS },
};
/* clang-format on */

const struct word_list *show_kinds(void)
{
	return &kinds;
}

const struct key_row *key_row(enum key key)
{
	return &keys[key];
}
