/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The language: lines that are right, lines that are wrong, and values. */
#include "sim/format.h"
#include "sim/grammar.h"
#include "sim/number.h"
#include "sim/parse.h"
#include "tests/names.h"

#include <check.h>
#include <stdio.h>
#include <string.h>

Suite *parse_suite(void);

enum {
	LINE_TEXT_MAX = 2048,
	ERRORS_MAX = 4
};

#define COUNT(table) (int)(sizeof(table) / sizeof((table)[0]))

struct errors {
	unsigned int count;
	struct parse_error error[ERRORS_MAX];
};

static void collect(void *context, const struct parse_error *error)
{
	struct errors *errors = context;

	ck_assert_uint_lt(errors->count, ERRORS_MAX);
	errors->error[errors->count++] = *error;
}

static enum parse_result parse(const char *text, struct command *command,
                               struct errors *errors)
{
	errors->count = 0;
	return parse_line(text, strlen(text), &test_names, command, collect,
	                  errors);
}

static void parse_good(const char *text, struct command *command)
{
	struct errors errors;
	enum parse_result result = parse(text, command, &errors);

	ck_assert_msg(result == PARSE_COMMAND, "%s: %s", text,
	              errors.count > 0 ? errors.error[0].text : "blank");
	ck_assert_uint_eq(errors.count, 0);
}

/* ---- lines that are right -------------------------------------------------
 */

/* A line, and how it is written back; NULL: as it stands. */
/* clang-format off */
static const struct {
	const char *text;
	const char *canonical;
} good[] = {
	{ "machine", NULL },
	{ "machine platform=powernv8 page=64K ram=64M groups=16", NULL },
	{ "machine page=4K ram=64T memlock=unlimited ipc_lock=no", NULL },
	{ "machine memlock=0 largest_block=16M eeh=no endian=big", NULL },
	{ "machine endian=little beyond_table=alias gate=open tce32=1G", NULL },
	{ "machine pgsizes=0x11000 windows=0 host_driver=yes", NULL },
	{ "machine table_group=no lacks=unset_window", NULL },
	{ "machine tce32.g1=1G groups=2 tce32=2G lacks.g0=create_table", NULL },
	{ "only linux-6.12 v9,strict", "only linux-6.12,v9,strict" },
	{ "only linux-6.11.. ..linux-4.20 linux-4.12..linux-6.3",
	  "only linux-6.11..,..linux-4.20,linux-4.12..linux-6.3" },

	{ "container c0", NULL },
	{ "  container\tc1000000\tas=p1  # with a comment",
	  "container c1000000 as=p1" },
	{ "container c0#comment", "container c0" },
	{ "group g15 as=p0", NULL },
	{ "attach g0 c0", NULL },
	{ "attach g0 g1 arg=null as=p1", NULL },
	{ "attach g0 d0", NULL },
	{ "detach g0", NULL },
	{ "status g0 argsz=4 flags=0x10 arg=edge:7", NULL },
	{ "device d3 g0 name=0000:00:00.0 arg=unmapped as=p1", NULL },
	{ "close c0", NULL },
	{ "close g0", NULL },
	{ "close d0 as=p1", NULL },
	{ "api_version c0", NULL },
	{ "check_extension c0 type=type1v2", NULL },
	{ "check_extension c0 type=9", NULL },
	{ "set_iommu c0 type=7", "set_iommu c0 type=spapr_tce_v2" },
	{ "get_info c0 arg=readonly", NULL },
	{ "enable c0", NULL },
	{ "disable c0", NULL },
	{ "register c0 vaddr=m0 size=1M", NULL },
	{ "register c0 vaddr=m0+64K size=0 argsz=0xffffffff flags=1",
	  "register c0 vaddr=m0+64K size=0 argsz=4294967295 flags=0x1" },
	{ "unregister c0 vaddr=m1-4K size=4096",
	  "unregister c0 vaddr=m1-4K size=4K" },
	{ "create c0 page_shift=16 window_size=16G levels=2", NULL },
	{ "create c0 levels=0xffffffff page_shift=0x40 window_size=1<<40+1",
	  "create c0 levels=4294967295 page_shift=64 "
	  "window_size=1099511627777" },
	{ "remove c0 start_addr=1<<59",
	  "remove c0 start_addr=0x800000000000000" },
	{ "map c0 iova=0 vaddr=0x1234 size=64K", NULL },
	{ "map c0 iova=0 vaddr=m0 size=64K flags=rw", NULL },
	{ "map c0 iova=0 vaddr=m0 size=64K flags=0",
	  "map c0 iova=0 vaddr=m0 size=64K flags=none" },
	{ "map c0 iova=0 vaddr=m0 size=64K flags=4",
	  "map c0 iova=0 vaddr=m0 size=64K flags=0x4" },
	{ "unmap c0 iova=0x1001 size=0xfffffffffffff000", NULL },
	{ "eeh_op c0 op=8 err_type=1 err_func=2 err_addr=0x1000 err_mask=0xff",
	  NULL },
	{ "ioctl d0 nr=0x20003b7f argsz=8 flags=0x1 arg=null as=p2", NULL },

	{ "memory m0 size=1M align=1M page=2M prot=r at=m1+2M folio=2M "
	  "skew=64K as=p1", NULL },
	{ "memory m0 size=4K at=0x900000000", NULL },
	{ "unmap_memory m0", NULL },
	{ "fill m0 byte=0xa5", NULL },
	{ "fill m0 byte=0 size=4K as=p1", NULL },
	{ "peek m0", NULL },
	{ "peek m0 size=8K as=p1", NULL },
	{ "= 0 data=0x5a", NULL },
	{ "= 0 data=0x5a*4K,0*8K", NULL },
	{ "= fault why=pgsize data=0*4K pages=ok*2,pgsize", NULL },
	{ "= ok pages=ok", NULL },
	{ "dma g0 write iova=0 byte=0x5a", NULL },
	{ "process p1", NULL },
	{ "fork p0 p1", NULL },
	{ "exit p1", NULL },
	{ "memlock p0 size=unlimited ipc_lock=yes", NULL },
	{ "memlock p0 size=64K", NULL },
	{ "fault set_window", NULL },
	{ "fault page_alloc nth=2 group=g1 error=-EIO", NULL },
	{ "fault page_alloc error=-44", NULL },
	{ "dma g0 read iova=0", NULL },
	{ "dma g0 write iova=0x800000000000000 size=4K", NULL },
	{ "show", NULL },
	{ "show of=tve", NULL },

	{ "= 0", NULL },
	{ "= 0x10", "= 16" },
	{ "= -EINVAL", NULL },
	{ "= -44", NULL },
	{ "= -4095", NULL },
	{ "= @v9,powernv8,pseries,linux-6.11.. -EINVAL why=pgsize", NULL },
	{ "= 0 why=none hazard=none locked_vm=8M", NULL },
	{ "= 0 hazard=kernel_warn,leaked_charge",
	  "= 0 hazard=leaked_charge,kernel_warn" },
	{ "= 0 start_addr=1<<59", "= 0 start_addr=0x800000000000000" },
	{ "= 0 start_addr=untouched flags=untouched", NULL },
	{ "= 0 flags=0x1 dma32_window_start=0 dma32_window_size=2G "
	  "pgsizes=0x11000 max_dynamic_windows_supported=2 levels=5", NULL },
	{ "= ok at=m0+4K hazard=none", NULL },
	{ "= fault why=no_free_slot", NULL },
	{ "= nothing", NULL },
	{ "= @strict nothing", NULL },
	{ "= process p0 locked_vm=8M", NULL },
	{ "= memory m0 pins=1024 dirty=0", NULL },
	{ "= region m0 size=4M used=1 mapped=2 page_shift=22", NULL },
	{ "= region m0+64K process=p1", NULL },
	{ "= region 0x1000", NULL },
	{ "= container c0 type=spapr_tce_v2 enabled=yes pending=no "
	  "groups=g1,g0", NULL },
	{ "= container c0 type=none groups=none", NULL },
	{ "= window c0 slot=0 start_addr=0 page_shift=12 levels=1 "
	  "level_shift=22 entries=524288 allocated=8M refs=3 blocks=2", NULL },
	{ "= @linux-7.2 tve g0 slot=0 kind=window levels=1 page_shift=12 "
	  "level_bytes=4M", NULL },
	{ "= tce c0 slot=0 index=0x10 count=16 at=m0+4K perm=rw view=m0+4K",
	  NULL },
};
/* clang-format on */

START_TEST(good_line_is_written_back)
{
	const char *canonical = good[_i].canonical;
	char text[LINE_TEXT_MAX];
	struct command command;
	size_t length;

	parse_good(good[_i].text, &command);
	length = command_format(&command, &test_names, text, sizeof(text));
	ck_assert_uint_eq(length, strlen(text));
	ck_assert_str_eq(text, canonical ? canonical : good[_i].text);
}
END_TEST

static void same_value(const struct value *a, const struct value *b)
{
	ck_assert_uint_eq(a->number, b->number);
	ck_assert_int_eq(a->memory, b->memory);
	ck_assert_uint_eq(a->choice, b->choice);
	ck_assert_int_eq(a->untouched, b->untouched);
}

static void same_set(const struct profile_set *a, const struct profile_set *b)
{
	ck_assert_uint_eq(a->count, b->count);
	for (unsigned int i = 0; i < a->count; i++) {
		ck_assert_int_eq(a->item[i].kind, b->item[i].kind);
		ck_assert_ptr_eq(a->item[i].name, b->item[i].name);
		ck_assert_uint_eq(a->item[i].first, b->item[i].first);
		ck_assert_uint_eq(a->item[i].last, b->item[i].last);
	}
}

static void same_result(const struct result *a, const struct result *b)
{
	ck_assert_int_eq(a->kind, b->kind);
	ck_assert_int_eq(a->number, b->number);
	ck_assert_int_eq(a->show, b->show);
	ck_assert_int_eq(a->object.letter, b->object.letter);
	ck_assert_uint_eq(a->object.number, b->object.number);
	ck_assert_int_eq(a->address.memory, b->address.memory);
	ck_assert_uint_eq(a->address.offset, b->address.offset);
}

/* Columns may differ, nothing else. */
static void same_command(const struct command *a, const struct command *b)
{
	ck_assert_int_eq(a->verb, b->verb);
	ck_assert_uint_eq(a->objects, b->objects);
	for (unsigned int i = 0; i < a->objects; i++) {
		ck_assert_int_eq(a->object[i].letter, b->object[i].letter);
		ck_assert_uint_eq(a->object[i].number, b->object[i].number);
	}
	ck_assert_int_eq(a->write, b->write);
	ck_assert_ptr_eq(a->site, b->site);
	ck_assert_uint_eq(a->site_index, b->site_index);
	ck_assert_uint_eq(a->args, b->args);
	for (unsigned int i = 0; i < a->args; i++) {
		ck_assert_int_eq(a->arg[i].key, b->arg[i].key);
		ck_assert_int_eq(a->arg[i].group, b->arg[i].group);
		same_value(&a->arg[i].value, &b->arg[i].value);
	}
	ck_assert_str_eq(a->name, b->name);
	ck_assert_str_eq(a->data, b->data);
	ck_assert_str_eq(a->pages, b->pages);
	same_set(&a->set, &b->set);
	same_result(&a->result, &b->result);
}

START_TEST(what_is_written_back_means_the_same)
{
	char text[LINE_TEXT_MAX];
	struct command first, again;

	parse_good(good[_i].text, &first);
	command_format(&first, &test_names, text, sizeof(text));
	parse_good(text, &again);
	same_command(&first, &again);
}
END_TEST

START_TEST(every_verb_and_key_has_a_good_line)
{
	bool verbs[VERB_COUNT] = { false };
	bool keys[KEY_COUNT] = { false };

	for (int i = 0; i < COUNT(good); i++) {
		struct command command;

		parse_good(good[i].text, &command);
		verbs[command.verb] = true;
		for (unsigned int j = 0; j < command.args; j++)
			keys[command.arg[j].key] = true;
	}
	for (unsigned int i = 0; i < VERB_COUNT; i++)
		ck_assert_msg(verbs[i], "%s", verb_row((enum verb)i)->name);
	for (unsigned int i = 0; i < KEY_COUNT; i++)
		ck_assert_msg(keys[i], "%s", key_row((enum key)i)->name);
}
END_TEST

START_TEST(blank_lines_are_blank)
{
	static const char *const lines[] = { "", "   ", "\t# text", "#" };
	struct command command;
	struct errors errors;

	ck_assert_int_eq(parse(lines[_i], &command, &errors), PARSE_BLANK);
	ck_assert_uint_eq(errors.count, 0);
}
END_TEST

/* ---- lines that are wrong --------------------------------------------------
 */

#define NUMBERS   "a number is 4096, 0x1000, 4K, 1<<12 or a sum of these"
#define ADDRESSES "an address is m0, m0+64K, 0x1000 or 1<<59"
#define RESULTS                                                          \
	"a result is 0, a number, -EINVAL; of dma ok or fault; of show " \
	"nothing, or a kind and a name"
#define MAP                                                            \
	"map cN iova=ADDR vaddr=ADDR size=SIZE [flags=none|r|w|rw|N] " \
	"[argsz=N] [arg=null|unmapped|readonly|edge:N] [as=pN]"

/* clang-format off */
static const struct {
	const char *text;
	unsigned int column;
	const char *message;
} bad[] = {
	/* verbs */
	{ "creat c0", 1, "'creat' is no verb; did you mean 'create'?" },
	{ "  zzzzzz c0", 3, "'zzzzzz' is no verb; 'tcesim verbs' lists them" },
	{ "=0", 1, "'=0' is no verb; a space stands behind '='" },
	{ "c\x01 c0", 2, "'\\x01' is a control character; lines are of plain "
	  "text and end with a newline alone" },
	{ "\x80\xff", 1, "'\\x80\\xff' is no verb; 'tcesim verbs' lists "
	  "them" },

	/* objects */
	{ "container", 10, "the line ends too early; container cN [as=pN]" },
	{ "container as=p1", 11, "'as=p1' comes too early; "
	  "container cN [as=pN]" },
	{ "container x0", 11, "'x0' is no container; container cN [as=pN]" },
	{ "container c", 11, "'c' is no container; container cN [as=pN]" },
	{ "container c01", 11, "'c01' is no container; container cN [as=pN]" },
	{ "container c1x", 11, "'c1x' is no container; container cN [as=pN]" },
	{ "container c1000001", 11, "'c1000001' has too large a number; names "
	  "go up to 1000000" },
	{ "container c99999999999999999999", 11, "'c99999999999999999999' has "
	  "too large a number; names go up to 1000000" },
	{ "container c0 c1", 14, "'c1' is too much; what follows are "
	  "KEY=VALUE" },
	{ "group c0", 7, "'c0' is no group; group gN [as=pN]" },
	{ "device g0 g0", 8, "'g0' is no device; device dN gN [name=WORD] "
	  "[arg=null|unmapped|readonly|edge:N] [as=pN]" },
	{ "fill c0 byte=1", 6, "'c0' is no memory; fill mN byte=N [size=SIZE] "
	  "[as=pN]" },
	{ "exit c0", 6, "'c0' is no process; exit pN" },
	{ "close m0", 7, "'m0' is no file; close FILE [as=pN]" },
	{ "fault page_aloc", 7, "'page_aloc' is no fault site; did you mean "
	  "'page_alloc'?" },
	{ "fault qqq", 7, "'qqq' is no fault site; 'tcesim faults' lists "
	  "them" },
	{ "fault", 6, "the line ends too early; fault SITE [nth=N] [group=gN] "
	  "[error=-ERROR]" },
	{ "dma g0 up iova=0", 8, "'up' is no direction; the device does read "
	  "or write" },
	{ "dma g0", 7, "the line ends too early; dma gN read|write iova=ADDR "
	  "[size=SIZE] [byte=N]" },

	/* keys */
	{ "container c0 foo=1", 14, "container has no key 'foo'; "
	  "container cN [as=pN]" },
	{ "create c0 page_shft=1", 11, "create has no key 'page_shft'; did "
	  "you mean 'page_shift'?" },
	{ "map c0 iova=0 vaddr=m0", 23, "size= is missing; " MAP },
	{ "map c0 iova=0 vaddr=m0 size=1 iova=0", 31, "'iova' is said twice; "
	  "once is enough" },
	{ "map c0 iova=0 vaddr=m0 size=", 29, "size= has no value; "
	  "size=SIZE" },
	{ "map c0 iova=0 vaddr=m0 size.g0=1", 29, "size is not said of one "
	  "group; tce32, pgsizes, windows, host_driver, table_group and lacks "
	  "are" },
	{ "machine ram.g0=1G", 13, "ram is not said of one group; tce32, "
	  "pgsizes, windows, host_driver, table_group and lacks are" },
	{ "machine windows.0=1", 17, "'0' is no group; a key of one group is "
	  "tce32.g1=" },
	{ "machine windows.g16=1", 17, "'g16' is beyond every machine; groups "
	  "are g0 to g15" },
	{ "machine windows.g1=1", 20, "the machine does not have the group of "
	  "this key; groups=N gives g0 to g(N-1)" },
	{ "machine windows=1 windows.g0=0 windows.g0=0", 32, "'windows' is "
	  "said twice; once is enough" },
	{ "machine ram=65M+1", 18, "ram is no multiple of 64K; host memory "
	  "comes in units of 64K" },
	{ "get_info c0 =1", 13, "get_info has no key ''; get_info cN "
	  "[argsz=N] [flags=N] [arg=null|unmapped|readonly|edge:N] [as=pN]" },

	/* numbers */
	{ "unmap c0 iova=0 size=4Q", 22, "'4Q' is no number; " NUMBERS },
	{ "unmap c0 iova=0 size=x", 22, "'x' is no number; " NUMBERS },
	{ "unmap c0 iova=0 size=-4K", 22, "'-4K' is no number; " NUMBERS },
	{ "unmap c0 iova=0 size=4+", 22, "'4+' is no number; " NUMBERS },
	{ "unmap c0 iova=0 size=0x", 22, "'0x' is no number; " NUMBERS },
	{ "unmap c0 iova=0 size=1<4", 22, "'1<4' is no number; " NUMBERS },
	{ "unmap c0 iova=0 size=1<<", 22, "'1<<' is no number; " NUMBERS },
	{ "unmap c0 iova=0 size=m0", 22, "'m0' is no number; " NUMBERS },
	{ "unmap c0 iova=0 size=1<<64", 22, "'1<<64' shifts too far; the B of "
	  "A<<B is at most 63" },
	{ "unmap c0 iova=0 size=1<<99999999999999999999", 22,
	  "'1<<99999999999999999999' shifts too far; the B of A<<B is at most "
	  "63" },
	{ "unmap c0 iova=0 size=18446744073709551616", 22,
	  "'18446744073709551616' is beyond 64 bits; the largest number is "
	  "0xffffffffffffffff" },
	{ "unmap c0 iova=0 size=0x10000000000000000", 22,
	  "'0x10000000000000000' is beyond 64 bits; the largest number is "
	  "0xffffffffffffffff" },
	{ "unmap c0 iova=0 size=16384P", 22, "'16384P' is beyond 64 bits; the "
	  "largest number is 0xffffffffffffffff" },
	{ "machine groups=17", 16, "'17' is out of range; groups is 1 to 16" },
	{ "machine groups=0", 16, "'0' is out of range; groups is 1 to 16" },
	{ "machine windows=3", 17, "'3' is out of range; windows is 0 to 2" },
	{ "machine ram=1M", 13, "'1M' is out of range; ram is 64M to 64T" },
	{ "machine ram=65T", 13, "'65T' is out of range; ram is 64M to 64T" },
	{ "machine page=8K", 14, "'8K' is no page size of a host; page is "
	  "4K|64K" },
	{ "machine page=x", 14, "'x' is no number; " NUMBERS },
	{ "= 0 data=256", 10, "'256' is no byte; data is 0x5a, or "
	  "0x5a*4K,0*4K" },
	{ "= 0 data=0x5a*4K,x*4K", 18, "'x' is no byte; data is 0x5a, or "
	  "0x5a*4K,0*4K" },
	{ "= 0 data=1*0", 10, "'1' has no good count; a count is *2 or *4K" },
	{ "= ok pages=ok*2,pgsiz", 17, "'pgsiz' is no result of a page; did "
	  "you mean 'pgsize'?" },
	{ "fill m0 byte=256", 14, "'256' is out of range; byte is 0x0 to "
	  "0xff" },
	{ "memory m0 size=0", 16, "'0' is out of range; size is at least 1" },
	{ "memory m0 size=1 align=3", 24, "'3' is no power of two; 4K, 64K "
	  "and 2M are" },
	{ "memory m0 size=1 align=x", 24, "'x' is no number; " NUMBERS },
	{ "fault page_alloc nth=0", 22, "'0' is out of range; nth is at least "
	  "1" },

	/* addresses */
	{ "remove c0 start_addr=z", 22, "'z' is no address; " ADDRESSES },
	{ "remove c0 start_addr=m", 22, "'m' is no address; " ADDRESSES },
	{ "remove c0 start_addr=mx", 22, "'mx' is no address; " ADDRESSES },
	{ "remove c0 start_addr=m0+", 22, "'m0+' is no address; " ADDRESSES },
	{ "remove c0 start_addr=m0*2", 22, "'m0*2' is no address; "
	  ADDRESSES },
	{ "remove c0 start_addr=4K+m0", 22, "'4K+m0' is no address; "
	  ADDRESSES },
	{ "remove c0 start_addr=m1000001", 22, "'m1000001' is too large; "
	  "numbers have 64 bits, names end at m1000000" },
	{ "remove c0 start_addr=1<<64", 22, "'1<<64' shifts too far; the B of "
	  "A<<B is at most 63" },

	/* words */
	{ "machine eeh=maybe", 13, "'maybe' is not a word for it; eeh is "
	  "yes|no" },
	{ "machine endian=biig", 16, "'biig' is not a word for it; did you "
	  "mean 'big'?" },
	{ "set_iommu c0 type=spapr_tce_v3", 19, "'spapr_tce_v3' is not a word "
	  "for it; did you mean 'spapr_tce_v2'?" },
	{ "set_iommu c0 type=none", 19, "'none' is not a word for it; type is "
	  "type1|spapr_tce|type1v2|eeh|spapr_tce_v2|noiommu|N" },
	{ "set_iommu c0 type=9x", 19, "'9x' is no number; " NUMBERS },
	{ "enable c0 as=q1", 14, "'q1' is no process; as=pN" },
	{ "enable c0 as=p1000001", 14, "'p1000001' has too large a number; "
	  "names go up to 1000000" },
	{ "fault page_alloc group=0", 24, "'0' is no group; group=gN" },
	{ "fault page_alloc error=EIO", 24, "'EIO' is no error; an error is "
	  "-EINVAL" },
	{ "fault page_alloc error=-", 24, "'-' is no error; an error is "
	  "-EINVAL" },
	{ "fault page_alloc error=-EOI", 25, "'EOI' is no error; did you mean "
	  "'EIO'?" },
	{ "fault page_alloc error=-ELONGERTHANANYERRORTHATISKNOWN", 25,
	  "'ELONGERTHANANYERRORTHATISKNOWN' is no error; an error is "
	  "-EINVAL" },
	{ "get_info c0 arg=nul", 17, "'nul' is no pointer; arg is "
	  "null|unmapped|readonly|edge:N" },
	{ "get_info c0 arg=pointer", 17, "'pointer' is no pointer; arg is "
	  "null|unmapped|readonly|edge:N" },
	{ "get_info c0 arg=edge:x", 22, "'x' is no number; " NUMBERS },

	/* profiles */
	{ "only", 5, "no profile is named; only PROFILES ..." },
	{ "only v8", 6, "unknown profile 'v8'; did you mean 'v9'?" },
	{ "only abcdef", 6, "unknown profile 'abcdef'; 'tcesim profiles' lists "
	  "them" },
	{ "only v9 strict,linux-6.13", 16, "unknown profile 'linux-6.13'; did "
	  "you mean 'linux-6.12'?" },
	{ "only powernv8", 6, "no profile but a platform 'powernv8'; the "
	  "machine line names the platform" },
	{ "only v9,", 9, "no name between the commas: ''; profiles are "
	  "v9,linux-6.11.." },
	{ "only ..", 6, "bad range of releases '..'; a range is "
	  "linux-4.12..linux-6.3, linux-6.11.. or ..linux-4.20" },
	{ "only v9..", 6, "bad range of releases 'v9..'; a range is "
	  "linux-4.12..linux-6.3, linux-6.11.. or ..linux-4.20" },
	{ "only ..release-1.2", 6, "bad range of releases '..release-1.2'; a "
	  "range is linux-4.12..linux-6.3, linux-6.11.. or ..linux-4.20" },
	{ "only linux-6..", 6, "bad range of releases 'linux-6..'; a range is "
	  "linux-4.12..linux-6.3, linux-6.11.. or ..linux-4.20" },
	{ "only linux-6x1..", 6, "bad range of releases 'linux-6x1..'; a range "
	  "is linux-4.12..linux-6.3, linux-6.11.. or ..linux-4.20" },
	{ "only linux-x.1..", 6, "bad range of releases 'linux-x.1..'; a range "
	  "is linux-4.12..linux-6.3, linux-6.11.. or ..linux-4.20" },
	{ "only linux-0.1..", 6, "bad range of releases 'linux-0.1..'; a range "
	  "is linux-4.12..linux-6.3, linux-6.11.. or ..linux-4.20" },
	{ "only linux-6.x..", 6, "bad range of releases 'linux-6.x..'; a range "
	  "is linux-4.12..linux-6.3, linux-6.11.. or ..linux-4.20" },
	{ "only linux-6.1x..", 6, "bad range of releases 'linux-6.1x..'; a "
	  "range is linux-4.12..linux-6.3, linux-6.11.. or ..linux-4.20" },
	{ "only linux-6.65536..", 6, "bad range of releases 'linux-6.65536..'; "
	  "a range is linux-4.12..linux-6.3, linux-6.11.. or ..linux-4.20" },
	{ "only linux-6.3..linux-4.12", 6, "nothing is in the range "
	  "'linux-6.3..linux-4.12'; the earlier release comes first" },
	{ "only v9,v9,v9,v9,v9,v9,v9,v9,v9,v9,v9,v9,v9,v9,v9,v9,v9,v9,v9,v9,"
	  "v9,v9,v9,v9,strict", 78, "too many profiles from 'strict'; a line "
	  "has at most 24; ranges say more" },
	{ "= @powernv7 0", 4, "unknown profile 'powernv7'; did you mean "
	  "'powernv8'?" },

	/* answers */
	{ "=", 2, "no result stands behind '='; " RESULTS },
	{ "= @v9", 6, "no result stands behind the guard; " RESULTS },
	{ "= okay", 3, "'okay' is no result; " RESULTS },
	{ "= falt", 3, "'falt' is no result; did you mean 'fault'?" },
	{ "= windw c0", 3, "'windw' is no result; did you mean 'window'?" },
	{ "= 1x", 3, "'1x' is no result; " RESULTS },
	{ "= 1<<63", 3, "'1<<63' is no result; " RESULTS },
	{ "= -22", 3, "this error has a name; write -EINVAL" },
	{ "= -0", 3, "'-0' is no error; errors are -EINVAL, or -1 to -4095 "
	  "without a name" },
	{ "= -4096", 3, "'-4096' is no error; errors are -EINVAL, or -1 to "
	  "-4095 without a name" },
	{ "= -4x", 3, "'-4x' is no error; errors are -EINVAL, or -1 to -4095 "
	  "without a name" },
	{ "= process", 10, "the line ends too early; a line of show is a kind, "
	  "a name and keys" },
	{ "= process c0", 11, "'c0' is no process; names are p0, m0, c0, g0; a "
	  "region's is its address, m0" },
	{ "= region z", 10, "'z' is no address; names are p0, m0, c0, g0; a "
	  "region's is its address, m0" },
	{ "= tce c0 pins=1", 10, "tce has no key 'pins'; = [@PROFILES] RESULT "
	  "[KEY=VALUE ...]" },
	{ "= nothing why=none", 11, "nothing has no key 'why'; = [@PROFILES] "
	  "RESULT [KEY=VALUE ...]" },
	{ "= fault at=m0", 9, "fault has no key 'at'; = [@PROFILES] RESULT "
	  "[KEY=VALUE ...]" },
	{ "= 0 start_adr=0", 5, "an answer has no key 'start_adr'; did you "
	  "mean 'start_addr'?" },
	{ "= 0 why=untouched", 9, "'untouched' is no reason; 'tcesim reasons' "
	  "lists them" },
	{ "= 0 why=pgsizes", 9, "'pgsizes' is no reason; did you mean "
	  "'pgsize'?" },
	{ "= ok at=untouched", 9, "'untouched' is no address; " ADDRESSES },
	{ "= 0 hazard=null_store,leakd_charge", 23, "'leakd_charge' is no "
	  "hazard; did you mean 'leaked_charge'?" },
	{ "= 0 hazard=", 12, "hazard= has no value; hazard=NAME,...|none" },
	{ "= 0 hazard=none,null_store", 12, "'none' is no hazard; 'tcesim "
	  "hazards' lists them" },
	{ "= container c0 groups=g0,,g1", 26, "'' is no group; a list of "
	  "groups is g1,g0 or none" },
	{ "= container c0 groups=g16", 23, "'g16' has too many groups; a "
	  "machine has g0 to g15" },
	{ "= container c0 groups=g0,g0,g0,g0,g0,g0,g0,g0,g0,g0,g0,g0,g0,g0,g0,"
	  "g0,g0", 23, "'g0,g0,g0,g0,g0,g0,g0,g0,g0,g0,g0,g0,g0,g0,g0,g0,g0' "
	  "has too many groups; a machine has g0 to g15" },
};
/* clang-format on */

START_TEST(bad_line_is_explained)
{
	struct command command;
	struct errors errors;

	ck_assert_int_eq(parse(bad[_i].text, &command, &errors), PARSE_ERROR);
	ck_assert_uint_eq(errors.count, 1);
	ck_assert_str_eq(errors.error[0].text, bad[_i].message);
	ck_assert_uint_eq(errors.error[0].column, bad[_i].column);
}
END_TEST

START_TEST(every_error_of_a_line_is_told)
{
	struct command command;
	struct errors errors;

	ck_assert_int_eq(parse("map c0 iova=q size=w as=x", &command, &errors),
	                 PARSE_ERROR);
	ck_assert_uint_eq(errors.count, 4);
	ck_assert_uint_eq(errors.error[0].column, 13);
	ck_assert_uint_eq(errors.error[1].column, 20);
	ck_assert_uint_eq(errors.error[2].column, 25);
	ck_assert_str_eq(errors.error[3].text, "vaddr= is missing; " MAP);
	ck_assert_uint_eq(errors.error[3].column, 26);
}
END_TEST

START_TEST(nothing_is_missing_behind_a_control_character)
{
	static const char *const lines[] = {
		"container \r",       "create c0\r", "= \r", "= @v9\r",
		"= process \x7f\x01", "only v9\r",   "\r",
	};
	struct command command;
	struct errors errors;

	ck_assert_int_eq(parse(lines[_i], &command, &errors), PARSE_ERROR);
	ck_assert_uint_ge(errors.count, 1);
	ck_assert_ptr_nonnull(strstr(errors.error[0].text, "control"));
	ck_assert_ptr_null(
		strstr(errors.error[errors.count - 1].text, "missing"));
	ck_assert_ptr_null(
		strstr(errors.error[errors.count - 1].text, "too early"));
}
END_TEST

START_TEST(line_has_a_thousand_characters)
{
	char text[LINE_LENGTH_MAX + 2];
	struct command command;
	struct errors errors;

	memset(text, ' ', sizeof(text));
	memcpy(text, "show", 4);
	text[LINE_LENGTH_MAX] = '\0';
	parse_good(text, &command);

	text[LINE_LENGTH_MAX] = ' ';
	text[LINE_LENGTH_MAX + 1] = '\0';
	ck_assert_int_eq(parse(text, &command, &errors), PARSE_ERROR);
	ck_assert_uint_eq(errors.error[0].column, LINE_LENGTH_MAX + 1);
	ck_assert_str_eq(errors.error[0].text,
	                 "the line is too long; a line has at most 1000 "
	                 "characters");
}
END_TEST

START_TEST(nul_byte_is_an_error_even_in_a_comment)
{
	struct errors errors = { .count = 0 };
	struct command command;

	ck_assert_int_eq(parse_line("show # \0 x", 10, &test_names, &command,
	                            collect, &errors),
	                 PARSE_ERROR);
	ck_assert_uint_eq(errors.error[0].column, 8);
	ck_assert_str_eq(errors.error[0].text,
	                 "a NUL byte; a scenario is plain text");
}
END_TEST

START_TEST(device_name_has_a_limit)
{
	char text[256] = "device d0 g0 name=";
	const size_t length = strlen(text);
	struct command command;
	struct errors errors;

	memset(text + length, 'x', COMMAND_NAME_MAX - 1);
	parse_good(text, &command);
	ck_assert_uint_eq(strlen(command.name), COMMAND_NAME_MAX - 1);

	text[length + COMMAND_NAME_MAX - 1] = 'x';
	ck_assert_int_eq(parse(text, &command, &errors), PARSE_ERROR);
	ck_assert_str_eq(strstr(errors.error[0].text, "...'"),
	                 "...' is too long; a name has at most 127 "
	                 "characters");
}
END_TEST

/* No line of 1000 characters has more keys than a command has room for. */
START_TEST(longest_machine_has_room)
{
	static const char *const keys[] = { "tce32", "pgsizes", "windows",
		                            "host_driver" };
	char text[LINE_TEXT_MAX] = "machine groups=16";
	struct command command;

	for (int k = 0; k < COUNT(keys); k++) {
		for (int g = 0; g < SCENARIO_GROUPS_MAX; g++) {
			char pair[32];

			snprintf(pair, sizeof(pair), " %s.g%d=%s", keys[k], g,
			         k == 3 ? "no" : "0");
			if (strlen(text) + strlen(pair) <= LINE_LENGTH_MAX)
				strcat(text, pair);
		}
	}
	parse_good(text, &command);
	ck_assert_uint_eq(command.args, 65);
}
END_TEST

/* ---- what commands answer ---------------------------------------------------
 */

START_TEST(command_answers_by_key)
{
	struct command command;

	parse_good("memory m7 size=1M as=p3", &command);
	ck_assert_int_eq(command.object[0].letter, 'm');
	ck_assert_uint_eq(command.object[0].number, 7);
	ck_assert_uint_eq(command.object[0].column, 8);
	ck_assert_uint_eq(command_number(&command, KEY_LENGTH, 5), 1048576);
	ck_assert_uint_eq(command_number(&command, KEY_ALIGN, 5), 5);
	ck_assert_ptr_null(command_value(&command, KEY_ALIGN));
	ck_assert_uint_eq(command_process(&command), 3);
	ck_assert(verb_is_step(command.verb));

	parse_good("fault set_window error=-EIO", &command);
	ck_assert_str_eq(command.site, "set_window");
	ck_assert_uint_eq(command.site_index, 1);
	ck_assert_uint_eq(command_number(&command, KEY_ERROR, 0), (uint64_t)-5);
	ck_assert_uint_eq(command_process(&command), 0);

	parse_good("= 0 why=pgsize hazard=kernel_warn", &command);
	ck_assert_uint_eq(command_value(&command, KEY_WHY)->choice, 1);
	ck_assert_uint_eq(command_number(&command, KEY_HAZARD, 0), 4);
	ck_assert(!verb_is_step(command.verb));
	ck_assert(!verb_is_step(VERB_COUNT));
}
END_TEST

START_TEST(machine_has_defaults)
{
	struct machine_spec spec;

	machine_spec_init(&spec, NULL);
	ck_assert_str_eq(platform_name(spec.platform), "powernv9");
	ck_assert_uint_eq(spec.page, 4096);
	ck_assert_uint_eq(spec.ram, UINT64_C(3) << 30);
	ck_assert_uint_eq(spec.groups, 1);
	ck_assert_uint_eq(spec.memlock, UINT64_MAX);
	ck_assert(spec.ipc_lock);
	ck_assert_uint_eq(spec.largest_block, 16777216);
	ck_assert(spec.eeh);
	ck_assert(!spec.big_endian);
	ck_assert(!spec.alias_beyond_table);
	ck_assert_uint_eq(spec.group[15].tce32, UINT32_C(1) << 31);
	ck_assert_uint_eq(spec.group[15].pgsizes, 0);
	ck_assert_uint_eq(spec.group[15].windows, 2);
	ck_assert(!spec.group[15].host_driver);
	ck_assert(spec.group[15].table_group);
	ck_assert_int_eq(spec.group[15].lacks, LACKS_NONE);
}
END_TEST

START_TEST(value_of_one_group_wins_wherever_it_stands)
{
	struct command command;
	struct machine_spec spec;

	parse_good("machine groups=2 tce32.g1=1G tce32=64M pgsizes=0x1000 "
	           "pgsizes.g1=0x10000 windows=1 windows.g0=0 "
	           "host_driver.g1=yes table_group.g1=no lacks=set_window "
	           "lacks.g0=get_table_size endian=big beyond_table=alias",
	           &command);
	machine_spec_init(&spec, &command);
	ck_assert_uint_eq(spec.group[0].tce32, 64 << 20);
	ck_assert_uint_eq(spec.group[1].tce32, 1 << 30);
	ck_assert_uint_eq(spec.group[0].pgsizes, 0x1000);
	ck_assert_uint_eq(spec.group[1].pgsizes, 0x10000);
	ck_assert_uint_eq(spec.group[0].windows, 0);
	ck_assert_uint_eq(spec.group[1].windows, 1);
	ck_assert(!spec.group[0].host_driver);
	ck_assert(spec.group[1].host_driver);
	ck_assert(spec.group[0].table_group);
	ck_assert(!spec.group[1].table_group);
	ck_assert_int_eq(spec.group[0].lacks, LACKS_GET_TABLE_SIZE);
	ck_assert_int_eq(spec.group[1].lacks, LACKS_SET_WINDOW);
	ck_assert(spec.big_endian);
	ck_assert(spec.alias_beyond_table);
}
END_TEST

/* ---- numbers ----------------------------------------------------------------
 */

/* clang-format off */
static const struct {
	const char *text;
	uint64_t number;
} numbers[] = {
	{ "0", 0 },
	{ "18446744073709551615", UINT64_MAX },
	{ "0xffffffffffffffff", UINT64_MAX },
	{ "0xABCdef", 0xabcdef },
	{ "1K", 1024 },
	{ "2M", 2097152 },
	{ "3G", UINT64_C(3221225472) },
	{ "1T", UINT64_C(1099511627776) },
	{ "16383P", UINT64_C(16383) << 50 },
	{ "0x10K", 16384 },
	{ "1<<59", UINT64_C(1) << 59 },
	{ "3<<63", UINT64_C(1) << 63 },
	{ "4K<<1", 8192 },
	{ "1<<12+1", 4097 },
	{ "1G-4K", 1073737728 },
	{ "0-4K", UINT64_C(0xfffffffffffff000) },
	{ "0xffffffffffffffff+2", 1 },
	{ "010", 10 },
};
/* clang-format on */

START_TEST(number_has_its_value)
{
	uint64_t number;

	ck_assert_int_eq(number_parse(span_of(numbers[_i].text), &number),
	                 NUMBER_OK);
	ck_assert_uint_eq(number, numbers[_i].number);
}
END_TEST

/* ---- profiles
 * ---------------------------------------------------------------- */

/* clang-format off */
static const struct {
	const char *set;
	const char *name;
	unsigned int major, minor;
	const char *platform;
	bool has;
} guards[] = {
	{ "linux-6.12",            "linux-6.12", 6, 12, NULL,       true  },
	{ "linux-6.12",            "linux-7.2",  7, 2,  NULL,       false },
	{ "linux-6.11..",          "linux-6.12", 6, 12, NULL,       true  },
	{ "linux-6.12..",          "linux-6.12", 6, 12, NULL,       true  },
	{ "linux-6.13..",          "linux-6.12", 6, 12, NULL,       false },
	{ "linux-4.2..",           "v9",         0, 0,  NULL,       false },
	{ "linux-4.2..",           "strict",     0, 0,  NULL,       false },
	{ "..linux-4.20",          "v9",         0, 0,  NULL,       true  },
	{ "..linux-4.20",          "strict",     0, 0,  NULL,       false },
	{ "..linux-4.20",          "linux-4.9",  4, 9,  NULL,       true  },
	{ "..linux-4.20",          "linux-4.20", 4, 20, NULL,       true  },
	{ "..linux-4.20",          "linux-5.0",  5, 0,  NULL,       false },
	{ "linux-4.12..linux-6.3", "linux-4.12", 4, 12, NULL,       true  },
	{ "linux-4.12..linux-6.3", "linux-6.4",  6, 4,  NULL,       false },
	{ "linux-4.12..linux-6.3", "linux-4.11", 4, 11, NULL,       false },
	{ "linux-4.12..linux-6.3", "v9",         0, 0,  NULL,       false },
	{ "v9",                    "v9",         0, 0,  NULL,       true  },
	{ "v9,strict",             "strict",     0, 0,  NULL,       true  },
	{ "powernv8",              "v9",         0, 0,  "powernv8", true  },
	{ "powernv8",              "v9",         0, 0,  "powernv9", false },
	{ "powernv8",              "v9",         0, 0,  NULL,       false },
	{ "strict,powernv8",       "v9",         0, 0,  "powernv8", true  },
};
/* clang-format on */

START_TEST(guard_fits)
{
	struct profile_set set = { .count = 0 };
	struct profile_error error;

	ck_assert(profile_set_has(&set, "v9", 0, 0, NULL));
	ck_assert(profile_set_parse(&set, span_of(guards[_i].set), true,
	                            &test_names, &error));
	ck_assert_int_eq(profile_set_has(&set, guards[_i].name,
	                                 guards[_i].major, guards[_i].minor,
	                                 guards[_i].platform),
	                 guards[_i].has);
}
END_TEST

/* ---- words
 * -------------------------------------------------------------------- */

START_TEST(distance_counts_letters)
{
	static const char far[] =
		"a_word_of_more_than_forty_letters_is_not_compared";

	ck_assert_uint_eq(word_distance(span_of("map"), span_of("map")), 0);
	ck_assert_uint_eq(word_distance(span_of("map"), span_of("unmap")), 2);
	ck_assert_uint_eq(word_distance(span_of("mpa"), span_of("map")), 1);
	ck_assert_uint_eq(word_distance(span_of("mxp"), span_of("map")), 1);
	ck_assert_uint_eq(word_distance(span_of(""), span_of("map")), 3);
	ck_assert_uint_eq(word_distance(span_of(far), span_of("map")), 1000);
	ck_assert_uint_eq(word_distance(span_of("map"), span_of(far)), 1000);
}
END_TEST

START_TEST(long_word_is_cut_short_in_messages)
{
	char word[200];
	char shown[WORD_SHOWN_MAX];

	memset(word, 'x', sizeof(word));
	word_shown((struct span){ word, sizeof(word) }, shown);
	ck_assert_uint_lt(strlen(shown), WORD_SHOWN_MAX);
	ck_assert_str_eq(shown + strlen(shown) - 4, "x...");
	ck_assert_str_eq(word_shown(span_of("a\x7f"), shown), "a\\x7f");
}
END_TEST

/* ---- formatters
 * ----------------------------------------------------------------- */

START_TEST(values_have_one_form)
{
	const struct address bare = { NO_MEMORY_NAMED, 0x1000 };
	const struct address below = { 3, (uint64_t)-4096 };
	char text[64];

	format_size(0, text, sizeof(text));
	ck_assert_str_eq(text, "0");
	format_size(1536, text, sizeof(text));
	ck_assert_str_eq(text, "1536");
	format_size(1536 * 1024, text, sizeof(text));
	ck_assert_str_eq(text, "1536K");
	format_size(UINT64_C(4096) << 50, text, sizeof(text));
	ck_assert_str_eq(text, "4096P");
	format_size(UINT64_C(0) - 4096, text, sizeof(text));
	ck_assert_str_eq(text, "0xfffffffffffff000");
	format_hex(0, text, sizeof(text));
	ck_assert_str_eq(text, "0");
	format_hex(255, text, sizeof(text));
	ck_assert_str_eq(text, "0xff");
	format_address(&bare, text, sizeof(text));
	ck_assert_str_eq(text, "0x1000");
	format_address(&below, text, sizeof(text));
	ck_assert_str_eq(text, "m3-4K");
	format_result(5, &test_names, text, sizeof(text));
	ck_assert_str_eq(text, "5");
	format_result(-22, &test_names, text, sizeof(text));
	ck_assert_str_eq(text, "-EINVAL");
	format_result(INT64_MIN, &test_names, text, sizeof(text));
	ck_assert_str_eq(text, "-9223372036854775808");
	format_hazards(5, &test_names, text, sizeof(text));
	ck_assert_str_eq(text, "leaked_charge,kernel_warn");
}
END_TEST

START_TEST(what_does_not_fit_is_cut_off_but_counted)
{
	struct profile_set set = { .count = 0 };
	struct profile_error error;
	char text[5] = "####";

	ck_assert_uint_eq(format_hazards(1, &test_names, text, 5), 13);
	ck_assert_str_eq(text, "leak");
	ck_assert_uint_eq(format_hazards(1, &test_names, text, 0), 13);
	ck_assert_str_eq(text, "leak");
	ck_assert_uint_eq(format_hazards(0, &test_names, text, 1), 4);
	ck_assert_str_eq(text, "");

	ck_assert(profile_set_parse(&set, span_of("v9,linux-6.1..linux-6.2"),
	                            true, &test_names, &error));
	ck_assert_uint_eq(format_profiles(&set, text, 3), 23);
	ck_assert_str_eq(text, "v9");
}
END_TEST

START_TEST(every_verb_has_a_usage_that_fits)
{
	char text[512];

	for (unsigned int i = 0; i < VERB_COUNT; i++) {
		size_t length = verb_usage((enum verb)i, text, sizeof(text));

		ck_assert_uint_lt(length, sizeof(text));
		ck_assert_uint_eq(length, strlen(text));
		ck_assert_uint_gt(strlen(verb_row((enum verb)i)->help), 4);
	}
	verb_usage(VERB_FORK, text, sizeof(text));
	ck_assert_str_eq(text, "fork pN pN");
}
END_TEST

static TCase *lines_case(void)
{
	TCase *tcase = tcase_create("lines");

	tcase_add_loop_test(tcase, good_line_is_written_back, 0, COUNT(good));
	tcase_add_loop_test(tcase, what_is_written_back_means_the_same, 0,
	                    COUNT(good));
	tcase_add_test(tcase, every_verb_and_key_has_a_good_line);
	tcase_add_loop_test(tcase, blank_lines_are_blank, 0, 4);
	tcase_add_loop_test(tcase, bad_line_is_explained, 0, COUNT(bad));
	tcase_add_test(tcase, every_error_of_a_line_is_told);
	tcase_add_loop_test(
		tcase, nothing_is_missing_behind_a_control_character, 0, 7);
	tcase_add_test(tcase, line_has_a_thousand_characters);
	tcase_add_test(tcase, nul_byte_is_an_error_even_in_a_comment);
	tcase_add_test(tcase, device_name_has_a_limit);
	tcase_add_test(tcase, longest_machine_has_room);
	return tcase;
}

static TCase *values_case(void)
{
	TCase *tcase = tcase_create("values");

	tcase_add_test(tcase, command_answers_by_key);
	tcase_add_test(tcase, machine_has_defaults);
	tcase_add_test(tcase, value_of_one_group_wins_wherever_it_stands);
	tcase_add_loop_test(tcase, number_has_its_value, 0, COUNT(numbers));
	tcase_add_loop_test(tcase, guard_fits, 0, COUNT(guards));
	tcase_add_test(tcase, distance_counts_letters);
	tcase_add_test(tcase, long_word_is_cut_short_in_messages);
	tcase_add_test(tcase, values_have_one_form);
	tcase_add_test(tcase, what_does_not_fit_is_cut_off_but_counted);
	tcase_add_test(tcase, every_verb_has_a_usage_that_fits);
	return tcase;
}

Suite *parse_suite(void)
{
	Suite *suite = suite_create("parse");

	suite_add_tcase(suite, lines_case());
	suite_add_tcase(suite, values_case());
	return suite;
}
