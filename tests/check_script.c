/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Stories as tools change them, and machines as they write them. */
#include "sim/machine_text.h"
#include "sim/script.h"
#include "tests/count.h"
#include "tests/script_rig.h"
#include "tests/tool_rig.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

Suite *script_suite(void);

/* ---- scripts ---------------------------------------------------------- */

static void check_text(const struct script_rig *r, const char *expected)
{
	size_t length;
	char *text = script_text(&r->script, &length);

	ck_assert_str_eq(text, expected);
	ck_assert_uint_eq(length, strlen(expected));
	free(text);
}

START_TEST(script_is_a_file_without_remarks)
{
	struct script_rig r;
	struct command command;

	script_rig_init(&r);
	ck_assert_int_eq(script_rig_read(&r, "# hello\nmachine groups=2\n\n"
	                                     "container c0\n= 0\nattach g0 c0"),
	                 READER_OK);
	check_text(&r, "machine groups=2\ncontainer c0\n= 0\nattach g0 c0\n");
	ck_assert_uint_eq(script_steps(&r.script), 2);
	ck_assert_uint_eq(r.scenario.machine.groups, 2);
	ck_assert_uint_eq(r.script.line[1].number, 4);
	script_command(&r.script, 1, r.vocabulary, &command);
	ck_assert_int_eq(command.verb, VERB_CONTAINER);
	ck_assert_uint_eq(command.line, 4);
	ck_assert_int_eq(script_rig_read(&r, "nonsense\n"), READER_ILL_FORMED);
	ck_assert_int_eq(r.errors, 1);
	script_rig_release(&r);
}
END_TEST

START_TEST(lines_come_and_go)
{
	struct script_rig r;
	struct script copy = { .line = NULL };
	struct command command;

	script_rig_init(&r);
	script_add(&r.script, r.vocabulary, "container c0", 0);
	script_add(&r.script, r.vocabulary, "what is this", 0);
	script_add(&r.script, r.vocabulary, "attach g0 c0", 0);
	script_add(&r.script, r.vocabulary, "api_version c0", 0);
	script_copy(&copy, &r.script);
	script_remove(&r.script, 0);
	script_replace(&r.script, 0, "detach g0");
	check_text(&r, "detach g0\napi_version c0\n");
	script_command(&r.script, 1, r.vocabulary, &command);
	ck_assert_uint_eq(command.line, 2);
	ck_assert_uint_eq(copy.lines, 3);
	script_cut(&copy, 1);
	ck_assert_uint_eq(copy.lines, 1);
	script_release(&copy);
	script_rig_release(&r);
}
END_TEST

START_TEST(repair_removes_what_cannot_stand)
{
	struct script_rig r;

	script_rig_init(&r);
	script_add(&r.script, r.vocabulary, "attach g0 c0", 0);
	script_add(&r.script, r.vocabulary, "= 0", 0);
	script_add(&r.script, r.vocabulary, "container c1", 0);
	script_add(&r.script, r.vocabulary, "= 0", 0);
	script_add(&r.script, r.vocabulary, "close c0", 0);
	ck_assert(!script_is_valid(&r.script, r.reader, &r.scenario));
	script_repair(&r.script, r.reader, &r.scenario);
	check_text(&r, "container c1\n= 0\n");
	ck_assert(script_is_valid(&r.script, r.reader, &r.scenario));
	script_rig_release(&r);
}
END_TEST

START_TEST(files_are_read_whole)
{
	struct script_rig r;
	struct tool_rig files;
	char path[TOOL_PATH_MAX];

	script_rig_init(&r);
	tool_rig_init(&files);
	tool_rig_put(&files, "a.scn", "container c0\n");
	tool_rig_path(&files, "a.scn", path);
	ck_assert_int_eq(script_read(&r.script, r.reader, r.vocabulary, path,
	                             script_rig_error, &r, &r.scenario),
	                 READER_OK);
	check_text(&r, "container c0\n");
	ck_assert_int_eq(script_read(&r.script, r.reader, r.vocabulary,
	                             files.folder, script_rig_error, &r,
	                             &r.scenario),
	                 READER_UNREADABLE);
	ck_assert_int_eq(r.errors, 1);
	ck_assert_ptr_nonnull(freopen(path, "r", stdin));
	ck_assert_int_eq(script_read(&r.script, r.reader, r.vocabulary, "-",
	                             script_rig_error, &r, &r.scenario),
	                 READER_OK);
	ck_assert_uint_eq(r.script.lines, 1);
	tool_rig_release(&files);
	script_rig_release(&r);
}
END_TEST

/* ---- machines as text ------------------------------------------------- */

/* What is written for each machine line. */
static const struct {
	const char *asked, *written;
} machines[] = {
	{ "machine", "machine platform=powernv9 page=4K groups=1" },
	{ "machine groups=3 tce32=1G",
	  "machine platform=powernv9 page=4K groups=3 tce32=1G" },
	{ "machine groups=2 windows.g1=1 pgsizes.g0=0x11000",
	  "machine platform=powernv9 page=4K groups=2 pgsizes.g0=0x11000 "
	  "windows.g1=1" },
	{ "machine page=64K host_driver=yes table_group=no lacks=set_window",
	  "machine platform=powernv9 page=64K groups=1 host_driver=yes "
	  "table_group=no lacks=set_window" },
	{ "machine platform=pseries endian=big eeh=no",
	  "machine platform=pseries page=4K groups=1 eeh=no endian=big" },
	{ "machine ram=1G memlock=16M ipc_lock=no largest_block=1M gate=open "
	  "beyond_table=alias",
	  "machine platform=powernv9 page=4K ram=1G groups=1 memlock=16M "
	  "ipc_lock=no largest_block=1M gate=open beyond_table=alias" },
};

START_TEST(machine_is_written_as_it_was_asked_for)
{
	struct script_rig r;
	char text[1024];

	script_rig_init(&r);
	for (int i = 0; i < COUNT(machines); i++) {
		ck_assert_int_eq(script_rig_read(&r, machines[i].asked),
		                 READER_OK);
		machine_format(&r.scenario.machine, r.vocabulary, text,
		               sizeof(text));
		ck_assert_str_eq(text, machines[i].written);
	}
	script_rig_release(&r);
}
END_TEST

Suite *script_suite(void)
{
	Suite *suite = suite_create("script");
	TCase *tcase = tcase_create("script");

	tcase_add_test(tcase, script_is_a_file_without_remarks);
	tcase_add_test(tcase, lines_come_and_go);
	tcase_add_test(tcase, repair_removes_what_cannot_stand);
	tcase_add_test(tcase, files_are_read_whole);
	tcase_add_test(tcase, machine_is_written_as_it_was_asked_for);
	suite_add_tcase(suite, tcase);
	return suite;
}
