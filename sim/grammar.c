/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "sim/grammar.h"
#include "sim/text.h"

#include <string.h>

#define K(name) KEY_##name
#define END     KEY_COUNT
#define NO_KEYS     \
	{           \
		END \
	}
/* Of every argument block, and of every call. */
#define BLOCK K(ARGSZ), K(FLAGS), K(ARG), K(AS)
#define AS_ONLY            \
	{                  \
		K(AS), END \
	}

/* clang-format off */
static const struct verb_row verbs[VERB_COUNT] = {
	[VERB_MACHINE] = { "machine", "", NO_KEYS,
		{ K(PLATFORM), K(MACHINE_PAGE), K(RAM), K(GROUPS), K(MEMLOCK),
		  K(IPC_LOCK), K(LARGEST_BLOCK), K(EEH), K(ENDIAN),
		  K(GATE), K(BEYOND_TABLE), K(TCE32), K(PGSIZES), K(WINDOWS),
		  K(HOST_DRIVER), K(TABLE_GROUP), K(LACKS), END },
		NO_KEYS, "what the story runs on" },
	[VERB_ONLY] = { "only", "", NO_KEYS, NO_KEYS, NO_KEYS,
		"the profiles that the story is about" },
	[VERB_EXPECT] = { "=", "", NO_KEYS, NO_KEYS, NO_KEYS,
		"what the step above must answer" },

	[VERB_CONTAINER] = { "container", "C", NO_KEYS, AS_ONLY, NO_KEYS,
		"open /dev/vfio/vfio" },
	[VERB_GROUP] = { "group", "g", NO_KEYS, AS_ONLY, NO_KEYS,
		"open /dev/vfio/N" },
	[VERB_ATTACH] = { "attach", "gf", NO_KEYS,
		{ K(ARG), K(AS), END }, NO_KEYS,
		"open the group if need be, then VFIO_GROUP_SET_CONTAINER" },
	[VERB_DETACH] = { "detach", "g", NO_KEYS, AS_ONLY, NO_KEYS,
		"VFIO_GROUP_UNSET_CONTAINER" },
	[VERB_STATUS] = { "status", "g", NO_KEYS, { BLOCK, END },
		{ K(FLAGS), END }, "VFIO_GROUP_GET_STATUS" },
	[VERB_DEVICE] = { "device", "Dg", NO_KEYS,
		{ K(NAME), K(ARG), K(AS), END }, NO_KEYS,
		"VFIO_GROUP_GET_DEVICE_FD" },
	[VERB_CLOSE] = { "close", "f", NO_KEYS, AS_ONLY, NO_KEYS, "close" },
	[VERB_API_VERSION] = { "api_version", "c", NO_KEYS, AS_ONLY, NO_KEYS,
		"VFIO_GET_API_VERSION" },
	[VERB_CHECK_EXTENSION] = { "check_extension", "c", { K(TYPE), END },
		AS_ONLY, NO_KEYS, "VFIO_CHECK_EXTENSION" },
	[VERB_SET_IOMMU] = { "set_iommu", "c", { K(TYPE), END },
		AS_ONLY, NO_KEYS, "VFIO_SET_IOMMU" },
	[VERB_GET_INFO] = { "get_info", "c", NO_KEYS, { BLOCK, END },
		{ K(FLAGS), K(DMA32_WINDOW_START), K(DMA32_WINDOW_SIZE),
		  K(PGSIZES), K(MAX_DYNAMIC_WINDOWS_SUPPORTED), K(LEVELS),
		  END },
		"VFIO_IOMMU_SPAPR_TCE_GET_INFO" },
	[VERB_ENABLE] = { "enable", "c", NO_KEYS, AS_ONLY, NO_KEYS,
		"VFIO_IOMMU_ENABLE" },
	[VERB_DISABLE] = { "disable", "c", NO_KEYS, AS_ONLY, NO_KEYS,
		"VFIO_IOMMU_DISABLE" },
	[VERB_REGISTER] = { "register", "c", { K(VADDR), K(SIZE), END },
		{ BLOCK, END }, NO_KEYS,
		"VFIO_IOMMU_SPAPR_REGISTER_MEMORY" },
	[VERB_UNREGISTER] = { "unregister", "c", { K(VADDR), K(SIZE), END },
		{ BLOCK, END }, NO_KEYS,
		"VFIO_IOMMU_SPAPR_UNREGISTER_MEMORY" },
	[VERB_CREATE] = { "create", "c",
		{ K(PAGE_SHIFT), K(WINDOW_SIZE), K(LEVELS), END },
		{ BLOCK, END }, { K(START_ADDR), END },
		"VFIO_IOMMU_SPAPR_TCE_CREATE" },
	[VERB_REMOVE] = { "remove", "c", { K(START_ADDR), END },
		{ BLOCK, END }, NO_KEYS, "VFIO_IOMMU_SPAPR_TCE_REMOVE" },
	[VERB_MAP] = { "map", "c", { K(IOVA), K(VADDR), K(SIZE), END },
		{ K(MAP_FLAGS), K(ARGSZ), K(ARG), K(AS), END }, NO_KEYS,
		"VFIO_IOMMU_MAP_DMA; flags=rw if not said" },
	[VERB_UNMAP] = { "unmap", "c", { K(IOVA), K(SIZE), END },
		{ BLOCK, END }, NO_KEYS, "VFIO_IOMMU_UNMAP_DMA" },
	[VERB_EEH_OP] = { "eeh_op", "c", { K(OP), END },
		{ K(ERR_TYPE), K(ERR_FUNC), K(ERR_ADDR), K(ERR_MASK), BLOCK,
		  END }, NO_KEYS, "VFIO_EEH_PE_OP" },
	[VERB_IOCTL] = { "ioctl", "f", { K(NR), END }, { BLOCK, END },
		NO_KEYS, "any request, with an argument of zeros" },

	[VERB_MEMORY] = { "memory", "M", { K(LENGTH), END },
		{ K(ALIGN), K(PAGE), K(PROT), K(AT), K(FOLIO), K(SKEW), K(AS),
		  END }, NO_KEYS, "mmap, touched" },
	[VERB_UNMAP_MEMORY] = { "unmap_memory", "m", NO_KEYS, AS_ONLY,
		NO_KEYS, "munmap" },
	[VERB_FILL] = { "fill", "m", { K(BYTE), END }, { K(LENGTH), K(AS),
		  END }, NO_KEYS, "the process writes to the buffer" },
	[VERB_PEEK] = { "peek", "m", NO_KEYS, { K(LENGTH), K(AS), END },
		{ K(DATA), END }, "the process reads the buffer" },
	[VERB_PROCESS] = { "process", "P", NO_KEYS, NO_KEYS, NO_KEYS,
		"a further process" },
	[VERB_FORK] = { "fork", "pP", NO_KEYS, NO_KEYS, NO_KEYS,
		"a copy of a process" },
	[VERB_EXIT] = { "exit", "p", NO_KEYS, NO_KEYS, NO_KEYS,
		"the process ends" },
	[VERB_MEMLOCK] = { "memlock", "p", NO_KEYS,
		{ K(LIMIT), K(IPC_LOCK), END }, NO_KEYS,
		"changes RLIMIT_MEMLOCK or CAP_IPC_LOCK" },
	[VERB_FAULT] = { "fault", "s", NO_KEYS,
		{ K(NTH), K(GROUP), K(ERROR), END }, NO_KEYS,
		"arms one failure of the host" },
	[VERB_DMA] = { "dma", "gr", { K(IOVA), END },
		{ K(LENGTH), K(BYTE), END },
		{ K(AT), K(DATA), K(PAGES), END }, "the device reads or writes memory" },
	[VERB_SHOW] = { "show", "", NO_KEYS, { K(OF), END }, NO_KEYS,
		"prints the state, one line for each thing" },
};

static const key_list of_show[SHOW_KIND_COUNT] = {
	[SHOW_KIND_PROCESS] = { K(LOCKED_VM), END },
	[SHOW_KIND_MEMORY] = { K(PINS), K(DIRTY), END },
	[SHOW_KIND_REGION] = { K(SIZE), K(USED), K(MAPPED), K(PAGE_SHIFT),
		K(PROCESS), END },
	[SHOW_KIND_CONTAINER] = { K(DRIVER), K(ENABLED), K(PENDING),
		K(GROUP_LIST), END },
	[SHOW_KIND_WINDOW] = { K(SLOT), K(START_ADDR), K(PAGE_SHIFT),
		K(LEVELS), K(LEVEL_SHIFT), K(ENTRIES), K(ALLOCATED), K(REFS),
		K(BLOCKS), END },
	[SHOW_KIND_TVE] = { K(SLOT), K(KIND), K(LEVELS), K(PAGE_SHIFT),
		K(LEVEL_BYTES), END },
	[SHOW_KIND_TCE] = { K(SLOT), K(INDEX), K(COUNT_OF), K(AT), K(PERM),
		K(VIEW), END },
};
/* clang-format on */

static const key_list of_answers = { K(WHY), K(HAZARD), K(LOCKED_VM), END };
static const key_list of_outputs = {
	K(START_ADDR),
	K(FLAGS),
	K(DMA32_WINDOW_START),
	K(DMA32_WINDOW_SIZE),
	K(PGSIZES),
	K(MAX_DYNAMIC_WINDOWS_SUPPORTED),
	K(LEVELS),
	K(DATA),
	END,
};
static const key_list of_faults = { K(DATA), K(PAGES), END };

static const char show_letters[] = { 'p', 'm', 0, 'c', 'c', 'g', 'c' };

const struct verb_row *verb_row(enum verb verb)
{
	return &verbs[verb];
}

enum verb verb_named(struct span word)
{
	for (unsigned int i = 0; i < VERB_COUNT; i++) {
		if (verbs[i].name[0] == word.text[0] &&
		    span_is(word, verbs[i].name))
			return (enum verb)i;
	}
	return VERB_COUNT;
}

const unsigned char *show_keys(enum show_kind kind)
{
	return of_show[kind];
}

char show_letter(enum show_kind kind)
{
	return show_letters[kind];
}

const unsigned char *answer_keys(void)
{
	return of_answers;
}

const unsigned char *output_keys(void)
{
	return of_outputs;
}

const unsigned char *fault_keys(void)
{
	return of_faults;
}

bool key_in(const unsigned char *list, enum key key)
{
	for (; *list != END; list++) {
		if (*list == key)
			return true;
	}
	return false;
}

bool key_of_group(enum key key)
{
	return key >= KEY_TCE32 && key <= KEY_LACKS;
}

/* What a letter of ->objects stands for, as a person would write it. */
static const char *object_form(char letter)
{
	static const char letters[] = "CcgDdMmPpfsr";
	static const char *const forms[] = {
		"cN", "cN", "gN", "dN",   "dN",   "mN",
		"mN", "pN", "pN", "FILE", "SITE", "read|write"
	};

	return forms[strchr(letters, letter) - letters];
}

static void add_key(struct text *text, unsigned char key, bool needed)
{
	const struct key_row *row = key_row((enum key)key);

	text_add(text, needed ? " " : " [");
	text_add(text, row->name);
	text_add(text, "=");
	text_add(text, row->form);
	if (!needed)
		text_add(text, "]");
}

size_t verb_usage(enum verb verb, char *at, size_t size)
{
	const struct verb_row *row = verb_row(verb);
	struct text text;

	text_init(&text, at, size);
	text_add(&text, row->name);
	if (verb == VERB_ONLY)
		text_add(&text, " PROFILES ...");
	if (verb == VERB_EXPECT)
		text_add(&text, " [@PROFILES] RESULT [KEY=VALUE ...]");
	for (const char *letter = row->objects; *letter; letter++) {
		text_add(&text, " ");
		text_add(&text, object_form(*letter));
	}
	for (const unsigned char *key = row->needs; *key != END; key++)
		add_key(&text, *key, true);
	for (const unsigned char *key = row->allows; *key != END; key++)
		add_key(&text, *key, false);
	return text.length;
}
