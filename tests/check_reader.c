/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What may follow what in a story, and what the reader hands out. */
#include "sim/format.h"
#include "sim/reader.h"
#include "tests/count.h"
#include "tests/errors.h"
#include "tests/names.h"

#include <check.h>
#include <stdio.h>
#include <string.h>

Suite *reader_suite(void);

static enum reader_status open_text(struct reader *reader, const char *text,
                                    struct errors *errors,
                                    struct scenario *scenario)
{
	errors->text[0] = '\0';
	return reader_open_text(reader, "t", text, strlen(text), errors_collect,
	                        errors, scenario);
}

/* ---- what may follow what --------------------------------------------- */

/* A file, and its errors; "" when there are none. */
/* clang-format off */
static const struct {
	const char *text;
	const char *errors;
} files[] = {
	{ "", "" },
	{ "# nothing\n\n", "" },
	{ "container c0", "" },
	{ "only v9\nmachine groups=2\nonly strict\nattach g1 g0\n", "" },

	/* machine and only */
	{ "machine\nmachine\n",
	  "t:2:1: a second machine; a scenario runs on one\n" },
	{ "container c0\nmachine\nonly v9\n",
	  "t:2:1: machine stands below a step; the machine comes first\n"
	  "t:3:1: only stands below a step; the profiles come first\n" },
	{ "machine groups=x\ngroup g15\n",
	  "t:1:16: 'x' is no number; a number is 4096, 0x1000, 4K, 1<<12 or "
	  "a sum of these\n" },
	{ "only v9,v9,v9,v9,v9,v9,v9,v9,v9,v9,v9,v9,v9,v9,v9,v9,v9,v9,v9,v9\n"
	  "only v9,v9,v9,v9,v9\n",
	  "t:2:1: too many profiles in the lines of only; ranges say more\n" },

	/* groups */
	{ "group g1\n", "t:1:7: the machine has no group g1; it has g0 alone, "
	  "'machine groups=N' gives more\n" },
	{ "machine groups=3\ngroup g2\nclose g3\n",
	  "t:3:7: the machine has no group g3; it has g0 to g2\n" },
	{ "fault set_window group=g1\n",
	  "t:1:24: the machine has no group g1; it has g0 alone, "
	  "'machine groups=N' gives more\n" },
	{ "container c0\nshow\n= container c0 groups=g0,g1\n= tve g4\n",
	  "t:3:23: the machine has no group g1; it has g0 alone, "
	  "'machine groups=N' gives more\n"
	  "t:4:7: the machine has no group g4; it has g0 alone, "
	  "'machine groups=N' gives more\n" },

	/* names */
	{ "get_info c0\n", "t:1:10: no line above has made c0; 'container c0' "
	  "does\n" },
	{ "close d1\n", "t:1:7: no line above has made d1; 'device d1 gN' "
	  "does\n" },
	{ "fill m2 byte=0\n", "t:1:6: no line above has made m2; "
	  "'memory m2 size=SIZE' does\n" },
	{ "enable c0 as=p1\n", "t:1:8: no line above has made c0; "
	  "'container c0' does\n"
	  "t:1:14: no line above has made p1; 'process p1' does\n" },
	{ "container c0\nmap c0 iova=0 vaddr=m0+4K size=4K\n",
	  "t:2:21: no line above has made m0; 'memory m0 size=SIZE' does\n" },
	{ "dma g0 read iova=0\n= ok at=m0\n",
	  "t:2:9: no line above has made m0; 'memory m0 size=SIZE' does\n" },
	{ "show\n= process p1\n= region m0\n= region 0x1000\n"
	  "= window c0 slot=0\n",
	  "t:2:11: no line above has made p1; 'process p1' does\n"
	  "t:3:10: no line above has made m0; 'memory m0 size=SIZE' does\n"
	  "t:5:10: no line above has made c0; 'container c0' does\n" },
	{ "memory m0 size=4K\nshow\n= region m0 process=p1\n",
	  "t:3:21: no line above has made p1; 'process p1' does\n" },
	{ "memory m0 size=4K at=m0\n",
	  "t:1:22: no line above has made m0; 'memory m0 size=SIZE' does\n" },
	{ "container c0\ncontainer c0\n",
	  "t:2:11: c0 is there already; 'close' ends it\n" },
	{ "memory m0 size=4K\nmemory m0 size=4K\n",
	  "t:2:8: m0 is there already; 'unmap_memory' ends it\n" },
	{ "process p0\nfork p0 p1\nprocess p1\n",
	  "t:1:9: p0 is there already; 'exit' ends it\n"
	  "t:3:9: p1 is there already; 'exit' ends it\n" },
	{ "device d0 g0\ndevice d0 g0\n",
	  "t:2:8: d0 is there already; 'close' ends it\n" },

	/* made again, and used after its end */
	{ "container c0\nclose c0\nget_info c0\ncontainer c0\n", "" },
	{ "device d0 g0\nclose d0\nclose d0\ndevice d0 g0\nclose g0\n", "" },
	{ "memory m0 size=4K\nunmap_memory m0\nfill m0 byte=0\n"
	  "memory m0 size=4K\n", "" },
	{ "process p1\nexit p1\nprocess p1\ncontainer c0 as=p1\n", "" },
	{ "process p1\nexit p1\nexit p1\ncontainer c0 as=p1\nshow\n"
	  "= process p1\n",
	  "t:3:6: p1 has ended; another process can go on\n"
	  "t:4:17: p1 has ended; another process can go on\n" },
	{ "exit p0\ncontainer c0\n",
	  "t:2:1: p0 has ended; another process can go on\n" },
	{ "fork p1 p2\nmemlock p3\n",
	  "t:1:6: no line above has made p1; 'process p1' does\n"
	  "t:2:9: no line above has made p3; 'process p3' does\n" },

	/* answers */
	{ "= 0\nmachine\n= 0\n",
	  "t:1:1: no step stands above this line; the step comes first\n"
	  "t:3:1: no step stands above this line; the step comes first\n" },
	{ "container c0\n\n# comment\n= 0\n= -EINVAL\n", "" },
	{ "container c0\n= ok\n= nothing\n= process p0\n",
	  "t:2:3: container cannot answer that; it answers 0, a number or "
	  "-EINVAL\n"
	  "t:3:3: container cannot answer that; it answers 0, a number or "
	  "-EINVAL\n"
	  "t:4:3: container cannot answer that; it answers 0, a number or "
	  "-EINVAL\n" },
	{ "dma g0 write iova=0\n= 0\n= fault why=none\n",
	  "t:2:3: dma cannot answer that; it answers ok or fault\n" },
	{ "show of=tve\n= 0\n= ok\n= nothing\n= process p0\n",
	  "t:2:3: show answers no result; its lines are '= process p0 "
	  "KEY=VALUE ...' and such, or '= nothing'\n"
	  "t:3:3: show answers no result; its lines are '= process p0 "
	  "KEY=VALUE ...' and such, or '= nothing'\n"
	  "t:5:3: show of=tve prints no line of process; write "
	  "of=process\n" },
	{ "container c0\n= 0 start_addr=0\nget_info c0\n"
	  "= 0 levels=1 why=none start_addr=0\n",
	  "t:2:5: container answers no start_addr; it answers a number or an "
	  "error alone\n"
	  "t:4:23: get_info answers no start_addr; 'tcesim verbs' lists what "
	  "it answers\n" },

	/* one error does not make others */
	{ "container c0 x=1\nget_info c0\n",
	  "t:1:14: container has no key 'x'; container cN [as=pN]\n" },
	{ "contaner c0\n= ok\n",
	  "t:1:1: 'contaner' is no verb; did you mean 'container'?\n" },
	{ "show of=x\n= tve g0\n= process p9\n",
	  "t:1:9: 'x' is not a word for it; of is process|memory|region|"
	  "container|window|tve|tce\n" },
	{ "only v8\n= 0\n",
	  "t:1:6: unknown profile 'v8'; did you mean 'v9'?\n"
	  "t:2:1: no step stands above this line; the step comes first\n" },
	{ "container c0\n= x\n= 0 start_addr=0\nclose c0 x=1\ncontainer c0\n",
	  "t:2:3: 'x' is no result; a result is 0, a number, -EINVAL; of dma "
	  "ok or fault; of show nothing, or a kind and a name\n"
	  "t:3:5: container answers no start_addr; it answers a number or an "
	  "error alone\n"
	  "t:4:10: close has no key 'x'; close FILE [as=pN]\n" },
};
/* clang-format on */

START_TEST(file_has_these_errors)
{
	struct reader *reader = reader_new(&test_names);
	bool good = files[_i].errors[0] == '\0';
	struct scenario scenario;
	struct errors errors;

	ck_assert_int_eq(open_text(reader, files[_i].text, &errors, &scenario),
	                 good ? READER_OK : READER_ILL_FORMED);
	ck_assert_str_eq(errors.text, files[_i].errors);
	reader_free(reader);
}
END_TEST

START_TEST(names_of_one_file_are_unknown_in_the_next)
{
	struct reader *reader = reader_new(&test_names);
	struct scenario scenario;
	struct errors errors;

	ck_assert_int_eq(open_text(reader, "machine groups=2\ncontainer c9\n",
	                           &errors, &scenario),
	                 READER_OK);
	ck_assert_uint_eq(scenario.machine_line, 1);
	ck_assert_int_eq(open_text(reader, "close c9\ngroup g1\n", &errors,
	                           &scenario),
	                 READER_ILL_FORMED);
	ck_assert_str_eq(errors.text,
	                 "t:1:7: no line above has made c9; 'container c9' "
	                 "does\n"
	                 "t:2:7: the machine has no group g1; it has g0 "
	                 "alone, 'machine groups=N' gives more\n");
	ck_assert_int_eq(open_text(reader, "show\n", &errors, &scenario),
	                 READER_OK);
	ck_assert_uint_eq(scenario.machine_line, 0);
	ck_assert_uint_eq(scenario.machine.groups, 1);
	ck_assert_uint_eq(scenario.only.count, 0);
	reader_free(reader);
}
END_TEST

/* ---- what the reader hands out ---------------------------------------- */

static const char story[] = "# story\n"
			    "machine groups=2 # two\n"
			    "only v9 linux-6.11..\n"
			    "\n"
			    "container c0\n"
			    "= 0\n"
			    "attach g1 c0   # why\n"
			    "= @v9 0\n"
			    "= -EINVAL";

/* All commands with their lines, written back. */
static void read_all(struct reader *reader, char *text)
{
	struct command command;
	enum reader_next next;

	text[0] = '\0';
	while ((next = reader_next(reader, &command)) == READER_COMMAND) {
		size_t length = strlen(text);

		length += (size_t)snprintf(text + length,
		                           ERRORS_TEXT_MAX - length, "%u ",
		                           command.line);
		command_format(&command, &test_names, text + length,
		               ERRORS_TEXT_MAX - length);
		strcat(text, "|");
	}
	ck_assert_int_eq(next, READER_END);
}

START_TEST(commands_come_in_order_as_often_as_wanted)
{
	static const char all[] = "5 container c0|6 = 0|7 attach g1 c0|"
				  "8 = @v9 0|9 = -EINVAL|";
	struct reader *reader = reader_new(&test_names);
	struct scenario scenario;
	struct command command;
	struct errors errors;
	char text[ERRORS_TEXT_MAX];

	ck_assert_int_eq(open_text(reader, story, &errors, &scenario),
	                 READER_OK);
	ck_assert_uint_eq(scenario.machine.groups, 2);
	ck_assert_uint_eq(scenario.machine_line, 2);
	ck_assert_uint_eq(scenario.only.count, 2);
	ck_assert_uint_eq(scenario.lines, 9);
	ck_assert_uint_eq(scenario.steps, 2);
	ck_assert_uint_eq(scenario.answers, 3);

	read_all(reader, text);
	ck_assert_str_eq(text, all);
	ck_assert_int_eq(reader_next(reader, &command), READER_END);
	reader_rewind(reader);
	ck_assert_int_eq(reader_next(reader, &command), READER_COMMAND);
	reader_rewind(reader);
	read_all(reader, text);
	ck_assert_str_eq(text, all);
	reader_free(reader);
}
END_TEST

START_TEST(text_of_the_line_is_at_hand)
{
	struct reader *reader = reader_new(&test_names);
	struct scenario scenario;
	struct command command;
	struct errors errors;

	ck_assert_int_eq(open_text(reader, " show  # all\n", &errors,
	                           &scenario),
	                 READER_OK);
	ck_assert_int_eq(reader_next(reader, &command), READER_COMMAND);
	ck_assert(span_is(reader_text(reader), " show  # all"));
	reader_free(reader);
}
END_TEST

START_TEST(nothing_comes_from_a_file_that_was_refused)
{
	struct reader *reader = reader_new(&test_names);
	struct scenario scenario;
	struct command command;
	struct errors errors;

	ck_assert_int_eq(open_text(reader, "show x=1\nshow\n", &errors,
	                           &scenario),
	                 READER_ILL_FORMED);
	ck_assert_int_eq(reader_next(reader, &command), READER_CHANGED);
	reader_free(reader);
	reader_free(NULL);
}
END_TEST

Suite *reader_suite(void)
{
	Suite *suite = suite_create("reader");
	TCase *tcase = tcase_create("reader");

	tcase_add_loop_test(tcase, file_has_these_errors, 0, COUNT(files));
	tcase_add_test(tcase, names_of_one_file_are_unknown_in_the_next);
	tcase_add_test(tcase, commands_come_in_order_as_often_as_wanted);
	tcase_add_test(tcase, text_of_the_line_is_at_hand);
	tcase_add_test(tcase, nothing_comes_from_a_file_that_was_refused);
	suite_add_tcase(suite, tcase);
	return suite;
}
