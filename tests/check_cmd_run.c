/* SPDX-License-Identifier: GPL-2.0-or-later */
/* `tcesim run`: which files and profiles, and what is told of them. */
#include "model/tcesim.h"
#include "sim/cli.h"
#include "sim/files.h"
#include "tests/tool_rig.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

Suite *cmd_run_suite(void);

static const char good[] = "container c0\n= 0\napi_version c0\n= 0\n";
static const char wrong[] = "container c0\napi_version c0\n= -EINVAL\n";

static unsigned int profiles(void)
{
	unsigned int count = 0;

	while (tcesim_profile(count))
		count++;
	return count;
}

START_TEST(a_good_scenario_passes)
{
	struct tool_rig r;
	char summary[64];

	tool_rig_init(&r);
	tool_rig_put(&r, "a.scn", good);
	ck_assert_int_eq(tool_rig_run(&r, "run @/a.scn"), EXIT_AS_EXPECTED);
	snprintf(summary, sizeof(summary), "%u passed, 0 failed\n", profiles());
	ck_assert_str_eq(r.out, summary);
	ck_assert_str_eq(r.err, "");
	ck_assert_int_eq(tool_rig_run(&r, "run --profile all -- @/a.scn"), 0);
	ck_assert_str_eq(r.out, summary);
	ck_assert_int_eq(tool_rig_run(&r, "run --profile=v9,strict @/a.scn"),
	                 0);
	ck_assert_str_eq(r.out, "2 passed, 0 failed\n");
	tool_rig_release(&r);
}
END_TEST

START_TEST(a_difference_is_told)
{
	struct tool_rig r;
	char text[512];

	tool_rig_init(&r);
	tool_rig_put(&r, "b.scn", wrong);
	ck_assert_int_eq(tool_rig_run(&r, "run --profile linux-6.12 @"),
	                 EXIT_DIFFERENT);
	snprintf(text, sizeof(text),
	         "%s/b.scn:2: linux-6.12: different\n"
	         "    step: api_version c0\n"
	         "    expected: -EINVAL [line 3]\n"
	         "    answered: 0\n"
	         "    differs: result\n"
	         "0 passed, 1 failed\n",
	         r.folder);
	ck_assert_str_eq(r.out, text);
	r.colour = true;
	tool_rig_run(&r, "run --profile linux-6.12 @");
	ck_assert(has(r.out, "\033[31mdifferent\033[0m"));
	tool_rig_release(&r);
}
END_TEST

/* The default answer to a request that no file knows. */
static const char refused[] = "container c0\nioctl c0 nr=1\n= 0 why=none\n";

START_TEST(a_refusal_is_explained)
{
	struct tool_rig r;

	tool_rig_init(&r);
	tool_rig_put(&r, "c.scn", refused);
	ck_assert_int_eq(tool_rig_run(&r, "run --profile linux-6.12 @"),
	                 EXIT_DIFFERENT);
	ck_assert(has(r.out, "    differs: result"));
	ck_assert(has(r.out, "    why: "));
	ck_assert(has(r.out, "]\n0 passed"));
	tool_rig_release(&r);
}
END_TEST

START_TEST(profiles_that_a_file_excludes)
{
	struct tool_rig r;

	tool_rig_init(&r);
	tool_rig_put(&r, "a.scn", "only v9\ncontainer c0\n= 0\n");
	ck_assert_int_eq(tool_rig_run(&r, "run @"), EXIT_AS_EXPECTED);
	ck_assert_str_eq(r.out, "1 passed, 0 failed\n");
	ck_assert_int_eq(tool_rig_run(&r, "run --profile v9,strict @"),
	                 EXIT_AS_EXPECTED);
	ck_assert_str_eq(r.out, "1 passed, 0 failed, 1 skipped\n");
	ck_assert_int_eq(tool_rig_run(&r, "run --profile strict @"),
	                 EXIT_ALL_SKIPPED);
	ck_assert_str_eq(r.out, "0 passed, 0 failed, 1 skipped\n");
	tool_rig_release(&r);
}
END_TEST

START_TEST(an_ill_formed_file_is_not_run)
{
	struct tool_rig r;
	char text[256];

	tool_rig_init(&r);
	tool_rig_put(&r, "a.scn", good);
	tool_rig_put(&r, "b.scn", "container c0\nnonsense\nbad\n");
	tool_rig_put(&r, "c.scn", "create c0\n");
	ck_assert_int_eq(tool_rig_run(&r, "run --profile v9 @"), EXIT_UNUSABLE);
	ck_assert_str_eq(r.out, "1 passed, 0 failed\n");
	snprintf(text, sizeof(text), "%s/b.scn:2:1: ", r.folder);
	ck_assert(has(r.err, text));
	snprintf(text, sizeof(text), "%s/b.scn:3:1: ", r.folder);
	ck_assert(has(r.err, text));
	snprintf(text, sizeof(text), "%s/c.scn:1:", r.folder);
	ck_assert(has(r.err, text));
	tool_rig_release(&r);
}
END_TEST

START_TEST(folders_are_searched_in_order)
{
	struct tool_rig r;
	const char *a, *b, *c;

	tool_rig_init(&r);
	tool_rig_put_folder(&r, "sub");
	tool_rig_put_folder(&r, ".hidden");
	tool_rig_put(&r, "z.scn", wrong);
	tool_rig_put(&r, "sub/b.scn", wrong);
	tool_rig_put(&r, "a.scn", wrong);
	tool_rig_put(&r, "notes.txt", "no scenario");
	tool_rig_put(&r, ".hidden/x.scn", wrong);
	ck_assert_int_eq(tool_rig_run(&r, "run --profile v9 @/"),
	                 EXIT_DIFFERENT);
	a = strstr(r.out, "/a.scn:2:");
	b = strstr(r.out, "/sub/b.scn:2:");
	c = strstr(r.out, "/z.scn:2:");
	ck_assert(a && b && c && a < b && b < c);
	ck_assert(has(r.out, "0 passed, 3 failed\n"));
	tool_rig_release(&r);
}
END_TEST

START_TEST(folders_that_cannot_be_read)
{
	struct file_names files = { 0 };
	char link[TOOL_PATH_MAX];
	struct tool_rig r;

	tool_rig_init(&r);
	tool_rig_put_folder(&r, "sub");
	tool_rig_path(&r, "sub/loop", link);
	ck_assert_int_eq(symlink("..", link), 0);
	ck_assert(files_add(&files, r.folder));
	ck_assert_uint_eq(files.count, 0);
	for (int i = 0; i < 100; i++)
		ck_assert(files_add(&files, "-"));
	ck_assert_uint_eq(files.count, 100);
	files_release(&files);
	tool_rig_path(&r, "sub", link);
	if (geteuid() != 0) {
		ck_assert_int_eq(chmod(link, 0), 0);
		ck_assert(!files_add(&files, r.folder));
		ck_assert_int_eq(tool_rig_run(&r, "run @"), EXIT_UNUSABLE);
		ck_assert_int_eq(chmod(link, 0700), 0);
	}
	tool_rig_release(&r);
}
END_TEST

START_TEST(a_trace_shows_every_step)
{
	struct tool_rig r;

	tool_rig_init(&r);
	tool_rig_put(&r, "a.scn",
	             "container c0\nattach g0 c0\nshow of=container\n");
	tool_rig_run(&r, "run --trace --profile linux-6.12 @");
	ck_assert(has(r.out, "/a.scn linux-6.12\n> container c0\n< 0\n"
	                     "> attach g0 c0\n    take_ownership group=0\n"));
	ck_assert(has(r.out, "> show of=container\n"
	                     "< container c0 type=none enabled=no pending=no "
	                     "groups=g0\n"));
	tool_rig_release(&r);
}
END_TEST

START_TEST(show_prints_what_nobody_expects)
{
	struct tool_rig r;

	tool_rig_init(&r);
	tool_rig_put(&r, "a.scn",
	             "container c0\nshow of=container\n"
	             "close c0\nshow of=container\n");
	ck_assert_int_eq(tool_rig_run(&r, "run --profile linux-6.12 @"), 0);
	ck_assert(has(r.out, "/a.scn:2: linux-6.12: show\n"
	                     "    container c0 type=none enabled=no pending=no "
	                     "groups=none\n"));
	ck_assert(has(r.out, "/a.scn:4: linux-6.12: show\n    nothing\n"));
	tool_rig_release(&r);
}
END_TEST

START_TEST(differences_of_show_are_told)
{
	struct tool_rig r;
	char text[1024] = "container c0\nshow of=container\n";

	tool_rig_init(&r);
	for (int i = 0; i < 12; i++)
		strcat(text, "= container c0 type=type1\n");
	tool_rig_put(&r, "a.scn", text);
	ck_assert_int_eq(tool_rig_run(&r, "run --profile linux-6.12 @"),
	                 EXIT_DIFFERENT);
	ck_assert(has(r.out, "    expected: container c0 type=type1 [line 3]\n"
	                     "    answered: container c0 type=none\n"
	                     "    differs: type\n"
	                     "    expected: container c0 type=type1 [line 4]\n"
	                     "    answered: nothing\n"
	                     "    differs: line\n"));
	ck_assert(has(r.out, "    and 4 more\n"));
	tool_rig_put(&r, "a.scn", "show\n= nothing\n");
	tool_rig_run(&r, "run --profile linux-6.12 @");
	ck_assert(has(r.out, "    expected: nothing\n"
	                     "    answered: process p0 locked_vm=0\n"));
	tool_rig_release(&r);
}
END_TEST

START_TEST(the_state_at_the_end)
{
	struct tool_rig r;

	tool_rig_init(&r);
	tool_rig_put(&r, "a.scn", good);
	ck_assert_int_eq(tool_rig_run(&r, "run --dump --profile v9 @"), 0);
	ck_assert(has(r.out, "/a.scn: v9: the state at the end\n"
	                     "    process p0 locked_vm=0\n"));
	ck_assert_int_eq(
		tool_rig_run(&r, "run --dump --format json --profile v9 @"), 0);
	ck_assert(has(r.out, "{\"v\":1,\"type\":\"dump\","));
	tool_rig_release(&r);
}
END_TEST

START_TEST(json_has_an_object_for_each_step)
{
	struct tool_rig r;

	tool_rig_init(&r);
	tool_rig_put(&r, "a.scn", good);
	ck_assert_int_eq(tool_rig_run(&r, "run --format json --profile v9 @"),
	                 0);
	ck_assert_uint_eq(times(r.out, "\n"), 4);
	ck_assert(has(r.out,
	              "\"profile\":\"v9\",\"line\":1,\"step\":\"container c0\","
	              "\"verb\":\"container\",\"process\":0,\"ret\":0,"
	              "\"why\":\"none\",\"hazards\":[],\"locked_vm\":0,"
	              "\"verdict\":\"ok\"}\n"));
	ck_assert(has(r.out, "{\"v\":1,\"type\":\"summary\",\"passed\":1,"
	                     "\"failed\":0,\"skipped\":0}\n"));
	tool_rig_put(&r, "a.scn", wrong);
	ck_assert_int_eq(tool_rig_run(&r, "run --format json --profile v9 @"),
	                 1);
	ck_assert(has(r.out, "\"verdict\":\"unchecked\"}\n"));
	ck_assert(has(r.out,
	              "\"verdict\":\"different\",\"differences\":[{\"line\":3,"
	              "\"keys\":[\"result\"],\"expected\":\"-EINVAL\","
	              "\"answered\":\"0\"}]}\n"));
	tool_rig_release(&r);
}
END_TEST

START_TEST(json_of_other_steps)
{
	struct tool_rig r;

	tool_rig_init(&r);
	tool_rig_put(&r, "a.scn",
	             "container c0\nget_info c0\nattach g0 c0\n"
	             "show of=container\n= nothing\n"
	             "dma g0 read iova=0\n");
	ck_assert_int_eq(
		tool_rig_run(
			&r, "run --trace --format json --profile linux-6.12 @"),
		1);
	ck_assert(has(r.out, "\"error\":\""));
	ck_assert(has(r.out, "\"out\":{\"flags\":\"untouched\""));
	ck_assert(has(r.out, "\"trace\":[{\"event\":\"take_ownership\","
	                     "\"group\":0}"));
	ck_assert(has(r.out, "\"show\":[\"container c0 type=none enabled=no "
	                     "pending=no groups=g0\"]"));
	ck_assert(has(r.out, "\"expected\":null,\"answered\":\"container"));
	tool_rig_release(&r);
}
END_TEST

START_TEST(answers_are_recorded)
{
	struct tool_rig r;
	char command[128];

	tool_rig_init(&r);
	tool_rig_put(&r, "b.scn", wrong);
	ck_assert_int_eq(tool_rig_run(&r,
	                              "run --record --profile linux-6.12 @"),
	                 EXIT_AS_EXPECTED);
	tool_rig_check(&r, "b.scn", "container c0\n= 0\napi_version c0\n= 0\n");
	ck_assert_int_eq(tool_rig_run(&r, "run --profile linux-6.12 @"),
	                 EXIT_AS_EXPECTED);
	tool_rig_put(&r, "b.scn", "only v9\ncontainer c0\n");
	ck_assert_int_eq(tool_rig_run(&r,
	                              "run --record --profile linux-6.12 @"),
	                 EXIT_ALL_SKIPPED);
	tool_rig_check(&r, "b.scn", "only v9\ncontainer c0\n");
	if (geteuid() != 0) {
		tool_rig_put(&r, "b.scn", wrong);
		snprintf(command, sizeof(command), "chmod a-w %s", r.folder);
		ck_assert_int_eq(system(command), 0);
		ck_assert_int_eq(tool_rig_run(&r,
		                              "run --record --profile v9 @"),
		                 EXIT_UNUSABLE);
		ck_assert(has(r.err, "cannot be written"));
		snprintf(command, sizeof(command), "chmod u+w %s", r.folder);
		ck_assert_int_eq(system(command), 0);
	}
	tool_rig_release(&r);
}
END_TEST

Suite *cmd_run_suite(void)
{
	Suite *suite = suite_create("cmd_run");
	TCase *tcase = tcase_create("cmd_run");

	tcase_add_test(tcase, a_good_scenario_passes);
	tcase_add_test(tcase, a_difference_is_told);
	tcase_add_test(tcase, a_refusal_is_explained);
	tcase_add_test(tcase, profiles_that_a_file_excludes);
	tcase_add_test(tcase, an_ill_formed_file_is_not_run);
	tcase_add_test(tcase, folders_are_searched_in_order);
	tcase_add_test(tcase, folders_that_cannot_be_read);
	tcase_add_test(tcase, a_trace_shows_every_step);
	tcase_add_test(tcase, show_prints_what_nobody_expects);
	tcase_add_test(tcase, differences_of_show_are_told);
	tcase_add_test(tcase, the_state_at_the_end);
	tcase_add_test(tcase, json_has_an_object_for_each_step);
	tcase_add_test(tcase, json_of_other_steps);
	tcase_add_test(tcase, answers_are_recorded);
	suite_add_tcase(suite, tcase);
	return suite;
}
