/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "model/tcesim.h"
#include "sim/cli.h"
#include "sim/files.h"
#include "sim/json.h"
#include "sim/options.h"
#include "tests/tool_rig.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

Suite *cli_suite(void);

/* ---- the program in this process --------------------------------------- */

static const char good[] = "container c0\n= 0\napi_version c0\n= 0\n";
static const char wrong[] = "container c0\napi_version c0\n= -EINVAL\n";

/* ---- the program ------------------------------------------------------- */

START_TEST(help_and_version)
{
	struct tool_rig r;

	tool_rig_init(&r);
	ck_assert_int_eq(tool_rig_run(&r, ""), EXIT_UNUSABLE);
	ck_assert(has(r.err, "usage: tcesim COMMAND"));
	ck_assert_str_eq(r.out, "");
	ck_assert_int_eq(tool_rig_run(&r, "--help"), EXIT_AS_EXPECTED);
	ck_assert(has(r.out, "usage: tcesim COMMAND"));
	ck_assert(has(r.out, "  run "));
	ck_assert_int_eq(tool_rig_run(&r, "help"), EXIT_AS_EXPECTED);
	ck_assert_int_eq(tool_rig_run(&r, "--version"), EXIT_AS_EXPECTED);
	ck_assert_str_eq(r.out, "tcesim " TCESIM_VERSION "\n");
	tool_rig_release(&r);
}
END_TEST

static const char *const command_names[] = { "run",        "profiles",
	                                     "verbs",      "reasons",
	                                     "faults",     "hazards",
	                                     "invariants", NULL };

START_TEST(every_command_has_help)
{
	struct tool_rig r;
	char line[64];

	tool_rig_init(&r);
	for (int i = 0; command_names[i]; i++) {
		snprintf(line, sizeof(line), "%s --help", command_names[i]);
		ck_assert_int_eq(tool_rig_run(&r, line), EXIT_AS_EXPECTED);
		snprintf(line, sizeof(line), "usage: tcesim %s ",
		         command_names[i]);
		ck_assert(has(r.out, line));
		snprintf(line, sizeof(line), "%s --nonsense", command_names[i]);
		ck_assert_int_eq(tool_rig_run(&r, line), EXIT_UNUSABLE);
	}
	tool_rig_release(&r);
}
END_TEST

/* What is unusable, and what is said. */
static const struct {
	const char *line;
	const char *said;
} unusable[] = {
	{ "rum", "unknown command rum; did you mean run?" },
	{ "--versoin", "unknown option --versoin\n" },
	{ "explain", "unknown command explain\n" },
	{ "run", "no PATH is given" },
	{ "run --prefile v9 @", "--prefile; did you mean --profile?" },
	{ "run --qwertyuiop=1 @", "unknown option --qwertyuiop\n" },
	{ "run @/a.scn --profile", "option --profile needs a value" },
	{ "run @/a.scn --trace=yes", "option --trace takes no value" },
	{ "run @/a.scn --format xml", "text or json, not xml" },
	{ "run @/a.scn --hazards=yes", "error or report, not yes" },
	{ "run @/a.scn --profile linux-7.3", "linux-7.2" },
	{ "run @/a.scn --profile linux-6.2..linux-6.5", "no known profile" },
	{ "run @/a.scn --record", "--record needs --profile" },
	{ "run @/a.scn --record --profile v9,strict", "with one profile" },
	{ "run --record --profile v9 -", "standard input" },
	{ "run @/empty", "no scenario (*.scn) is in" },
	{ "run @/none.scn", "none.scn" },
	{ "reasons argsy", "there is no argsy; did you mean argsz?" },
	{ "reasons qwertyuiop", "there is no qwertyuiop\n" },
	{ "reasons argsz flags", "one name at most" },
	{ "reasons --format csv", "unknown format csv" },
};

START_TEST(what_is_unusable_is_said)
{
	struct tool_rig r;

	tool_rig_init(&r);
	tool_rig_put(&r, "a.scn", good);
	tool_rig_put_folder(&r, "empty");
	ck_assert_msg(tool_rig_run(&r, unusable[_i].line) == EXIT_UNUSABLE,
	              "%s", unusable[_i].line);
	ck_assert_msg(has(r.err, unusable[_i].said), "%s", r.err);
	tool_rig_release(&r);
}
END_TEST

START_TEST(output_that_cannot_be_written)
{
	char *words[] = { (char[]){ "tcesim" }, (char[]){ "reasons" }, NULL };
	struct cli cli = { .out = fopen("/dev/full", "w") };
	char *text = NULL;
	size_t size;

	ck_assert_ptr_nonnull(cli.out);
	cli.err = open_memstream(&text, &size);
	ck_assert_int_eq(cli_main(2, words, &cli), EXIT_UNUSABLE);
	fclose(cli.err);
	fclose(cli.out);
	ck_assert(has(text, "cannot write"));
	free(text);
}
END_TEST

/* ---- lists ------------------------------------------------------------- */

START_TEST(lists_are_whole)
{
	unsigned int reasons = 0, sites = 0, hazards = 0, invariants = 0;
	struct tool_rig r;

	tool_rig_init(&r);
	while (tcesim_reason(reasons))
		reasons++;
	while (tcesim_fault_site(sites))
		sites++;
	while (tcesim_hazard(hazards))
		hazards++;
	while (tcesim_invariant(invariants))
		invariants++;
	tool_rig_run(&r, "reasons");
	ck_assert_uint_eq(times(r.out, "\n"), reasons);
	tool_rig_run(&r, "faults --format=json");
	ck_assert_uint_eq(times(r.out, "\n"), sites);
	tool_rig_run(&r, "hazards");
	ck_assert_uint_eq(times(r.out, "\n"), hazards);
	tool_rig_run(&r, "invariants --format text");
	ck_assert_uint_eq(times(r.out, "\n"), invariants);
	tool_rig_run(&r, "profiles");
	ck_assert(has(r.out, "v9 "));
	ck_assert(has(r.out, "linux-6.12 "));
	ck_assert(has(r.out, "strict "));
	tool_rig_run(&r, "verbs");
	ck_assert(has(r.out, "VFIO_IOMMU_SPAPR_TCE_CREATE"));
	tool_rig_release(&r);
}
END_TEST

START_TEST(one_entry)
{
	struct tool_rig r;

	tool_rig_init(&r);
	ck_assert_int_eq(tool_rig_run(&r, "reasons argsz"), EXIT_AS_EXPECTED);
	ck_assert_uint_eq(times(r.out, "\n"), 1);
	ck_assert(has(r.out, "argsz"));
	tool_rig_run(&r, "reasons --format json argsz");
	ck_assert(has(r.out, "{\"v\":1,\"reason\":\"argsz\",\"sentence\":\""));
	ck_assert(has(r.out, "\"where\":\""));
	tool_rig_run(&r, "verbs create");
	ck_assert(has(r.out, "create cN page_shift=N window_size=SIZE"));
	tool_rig_run(&r, "verbs --format json create");
	ck_assert(has(r.out, "{\"v\":1,\"verb\":\"create\","));
	tool_rig_run(&r, "profiles linux-6.12");
	ck_assert_uint_gt(times(r.out, "\n"), 10);
	tool_rig_run(&r, "profiles --format json linux-6.12");
	ck_assert_uint_eq(times(r.out, "\n"), 1);
	ck_assert(has(r.out, "\"profile\":\"linux-6.12\""));
	ck_assert(has(r.out, "\"traits\":{\""));
	tool_rig_release(&r);
}
END_TEST

/* ---- run ---------------------------------------------------------------- */

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

/* ---- options and JSON --------------------------------------------------- */

static const struct option_row option_rows[] = { { "--flag", false },
	                                         { "--value", true },
	                                         { NULL, false } };

START_TEST(options_in_any_order)
{
	char *words[] = { (char[]){ "x" },       (char[]){ "a" },
		          (char[]){ "--value" }, (char[]){ "1" },
		          (char[]){ "-" },       (char[]){ "--value=" },
		          (char[]){ "--flag" },  (char[]){ "--" },
		          (char[]){ "--" },      (char[]){ "--flag" } };
	struct options options;

	options_init(&options, option_rows, 10, words);
	ck_assert_int_eq(options_next(&options, stderr), OPTIONS_OPERAND);
	ck_assert_str_eq(options.value, "a");
	ck_assert_int_eq(options_next(&options, stderr), 1);
	ck_assert_str_eq(options.value, "1");
	ck_assert_int_eq(options_next(&options, stderr), OPTIONS_OPERAND);
	ck_assert_str_eq(options.value, "-");
	ck_assert_int_eq(options_next(&options, stderr), 1);
	ck_assert_str_eq(options.value, "");
	ck_assert_int_eq(options_next(&options, stderr), 0);
	ck_assert_int_eq(options_next(&options, stderr), OPTIONS_OPERAND);
	ck_assert_str_eq(options.value, "--");
	ck_assert_int_eq(options_next(&options, stderr), OPTIONS_OPERAND);
	ck_assert_str_eq(options.value, "--flag");
	ck_assert_int_eq(options_next(&options, stderr), OPTIONS_END);
}
END_TEST

START_TEST(json_is_well_formed)
{
	struct json json = { 0 };
	char *text = NULL;
	size_t size;

	json.out = open_memstream(&text, &size);
	json_open(&json, NULL, '{');
	json_string(&json, "s",
	            "a\"b\\c\n\xff"
	            "d");
	json_string(&json, "n", NULL);
	json_open(&json, "l", '[');
	json_signed(&json, NULL, INT64_MIN);
	json_unsigned(&json, NULL, UINT64_MAX);
	json_bool(&json, NULL, true);
	json_bool(&json, NULL, false);
	json_close(&json, ']');
	json_open(&json, "e", '{');
	json_close(&json, '}');
	json_close(&json, '}');
	json_end_line(&json);
	fclose(json.out);
	ck_assert_str_eq(text, "{\"s\":\"a\\\"b\\\\c\\u000a\\u00ffd\","
	                       "\"n\":null,\"l\":[-9223372036854775808,"
	                       "18446744073709551615,true,false],\"e\":{}}\n");
	free(text);
}
END_TEST

Suite *cli_suite(void)
{
	Suite *suite = suite_create("cli");
	TCase *tcase = tcase_create("cli");

	tcase_add_test(tcase, help_and_version);
	tcase_add_test(tcase, every_command_has_help);
	tcase_add_loop_test(tcase, what_is_unusable_is_said, 0,
	                    sizeof(unusable) / sizeof(unusable[0]));
	tcase_add_test(tcase, output_that_cannot_be_written);
	tcase_add_test(tcase, lists_are_whole);
	tcase_add_test(tcase, one_entry);
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
	tcase_add_test(tcase, options_in_any_order);
	tcase_add_test(tcase, json_is_well_formed);
	suite_add_tcase(suite, tcase);
	return suite;
}
