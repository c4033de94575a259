/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The language: lines that are right, and how long they may be. */
#include "sim/format.h"
#include "sim/grammar.h"
#include "sim/parse.h"
#include "tests/count.h"
#include "tests/lines.h"
#include "tests/names.h"

#include <check.h>
#include <stdio.h>
#include <string.h>

Suite *parse_suite(void);

enum {
	LINE_TEXT_MAX = 2048
};

/* ---- lines that are right --------------------------------------------- */

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

	lines_parse_good(good[_i].text, &command);
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

	lines_parse_good(good[_i].text, &first);
	command_format(&first, &test_names, text, sizeof(text));
	lines_parse_good(text, &again);
	same_command(&first, &again);
}
END_TEST

START_TEST(every_verb_and_key_has_a_good_line)
{
	bool verbs[VERB_COUNT] = { false };
	bool keys[KEY_COUNT] = { false };

	for (int i = 0; i < COUNT(good); i++) {
		struct command command;

		lines_parse_good(good[i].text, &command);
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
	struct line_errors errors;

	ck_assert_int_eq(lines_parse(lines[_i], &command, &errors),
	                 PARSE_BLANK);
	ck_assert_uint_eq(errors.count, 0);
}
END_TEST

/* ---- limits ----------------------------------------------------------- */

START_TEST(line_has_a_thousand_characters)
{
	char text[LINE_LENGTH_MAX + 2];
	struct command command;
	struct line_errors errors;

	memset(text, ' ', sizeof(text));
	memcpy(text, "show", 4);
	text[LINE_LENGTH_MAX] = '\0';
	lines_parse_good(text, &command);

	text[LINE_LENGTH_MAX] = ' ';
	text[LINE_LENGTH_MAX + 1] = '\0';
	ck_assert_int_eq(lines_parse(text, &command, &errors), PARSE_ERROR);
	ck_assert_uint_eq(errors.error[0].column, LINE_LENGTH_MAX + 1);
	ck_assert_str_eq(errors.error[0].text,
	                 "the line is too long; a line has at most 1000 "
	                 "characters");
}
END_TEST

START_TEST(nul_byte_is_an_error_even_in_a_comment)
{
	struct line_errors errors = { .count = 0 };
	struct command command;

	ck_assert_int_eq(parse_line("show # \0 x", 10, &test_names, &command,
	                            lines_collect, &errors),
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
	struct line_errors errors;

	memset(text + length, 'x', COMMAND_NAME_MAX - 1);
	lines_parse_good(text, &command);
	ck_assert_uint_eq(strlen(command.name), COMMAND_NAME_MAX - 1);

	text[length + COMMAND_NAME_MAX - 1] = 'x';
	ck_assert_int_eq(lines_parse(text, &command, &errors), PARSE_ERROR);
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
	lines_parse_good(text, &command);
	ck_assert_uint_eq(command.args, 65);
}
END_TEST

Suite *parse_suite(void)
{
	Suite *suite = suite_create("parse");
	TCase *tcase = tcase_create("parse");

	tcase_add_loop_test(tcase, good_line_is_written_back, 0, COUNT(good));
	tcase_add_loop_test(tcase, what_is_written_back_means_the_same, 0,
	                    COUNT(good));
	tcase_add_test(tcase, every_verb_and_key_has_a_good_line);
	tcase_add_loop_test(tcase, blank_lines_are_blank, 0, 4);
	tcase_add_test(tcase, line_has_a_thousand_characters);
	tcase_add_test(tcase, nul_byte_is_an_error_even_in_a_comment);
	tcase_add_test(tcase, device_name_has_a_limit);
	tcase_add_test(tcase, longest_machine_has_room);
	suite_add_tcase(suite, tcase);
	return suite;
}
