/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The program as a whole: what it takes, what it lists, what it refuses. */
#include "model/tcesim.h"
#include "sim/cli.h"
#include "sim/options.h"
#include "tests/count.h"
#include "tests/tool_rig.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>

Suite *cli_suite(void);

/* ---- the program ------------------------------------------------------ */

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
	tool_rig_put(&r, "a.scn", "container c0\n");
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

/* ---- lists ------------------------------------------------------------ */

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

/* ---- options ---------------------------------------------------------- */

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

Suite *cli_suite(void)
{
	Suite *suite = suite_create("cli");
	TCase *tcase = tcase_create("cli");

	tcase_add_test(tcase, help_and_version);
	tcase_add_test(tcase, every_command_has_help);
	tcase_add_loop_test(tcase, what_is_unusable_is_said, 0,
	                    COUNT(unusable));
	tcase_add_test(tcase, output_that_cannot_be_written);
	tcase_add_test(tcase, lists_are_whole);
	tcase_add_test(tcase, one_entry);
	tcase_add_test(tcase, options_in_any_order);
	suite_add_tcase(suite, tcase);
	return suite;
}
