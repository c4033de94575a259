/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "tests/tool_rig.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

Suite *explore_suite(void);

/* The output of `tcesim LINE`, which must exit with STATUS.  To be freed. */
static char *output_of(const char *line, int status)
{
	struct tool_rig r;
	char *out;

	tool_rig_init(&r);
	ck_assert_int_eq(tool_rig_run(&r, line), status);
	out = strdup(r.out);
	tool_rig_release(&r);
	return out;
}

static void same_output(const char *a, const char *b, int status)
{
	char *first = output_of(a, status), *second = output_of(b, status);

	ck_assert_str_eq(first, second);
	free(first);
	free(second);
}

/* ---- what is found ---------------------------------------------------------
 */

/* The numbers are SPIN's, from tools/spin/machine.pml with -DPAGES=2 and
 * -DLIMIT=6; of the default bound, by make spin-twin. */
START_TEST(strict_has_the_states_that_spin_counts)
{
	char *out = output_of("explore --profile strict --pages 2 "
	                      "--memlock 24K --answers",
	                      0);

	ck_assert(has(out, "\nstates     3460, all there are"));
	ck_assert(has(out, "\ntransitions 292250, "));
	ck_assert(has(out, "\nended      0\n"));
	ck_assert(has(out, "\nanswer detach 0 10352\n"));
	ck_assert(has(out, "\nanswer close 0 13826\n"));
	ck_assert(has(out, "\nanswer close -EBADF 1730\n"));
	ck_assert(has(out, "\nanswer set_iommu -EINVAL 1724\n"));
	ck_assert(!has(out, "VIOLATED"));
	free(out);
}
END_TEST

START_TEST(kernel_has_the_states_that_spin_counts)
{
	char *out = output_of("explore --pages 2 --memlock 24K --answers", 0);

	ck_assert(has(out, "profile    linux-6.12\n"));
	ck_assert(has(out, "\nstates     30628, all there are"));
	ck_assert(has(out, "\ntransitions 2617422, "));
	ck_assert(has(out, "\nended      199780\n"));
	ck_assert(has(out, "\nanswer close 0 122330\n"));
	free(out);
}
END_TEST

/* By the semantics: CREATE over the limit of contiguous memory, or whose table
 * cannot be had, keeps its charge; the group, the driver, and CREATE. */
START_TEST(way_to_a_leak_takes_three_calls)
{
	char *out = output_of("explore --groups 1 --regions 0 --pages 0 "
	                      "--depth 3",
	                      0);

	ck_assert(has(out, "known      leaked_charge: "));
	ck_assert(has(out, "times, after 3 calls\n"));
	ck_assert(has(out, "up to the depth asked for"));
	free(out);
}
END_TEST

START_TEST(each_finding_is_a_scenario_that_passes)
{
	struct tool_rig r;

	tool_rig_init(&r);
	ck_assert_int_eq(tool_rig_run(&r, "explore --groups 1 --pages 2 "
	                                  "--memlock 24K -o @/found"),
	                 0);
	ck_assert(tool_rig_has_file(&r, "found/linux-6.12-isolation_lost.scn"));
	ck_assert(tool_rig_has_file(&r,
	                            "found/linux-6.12-write_beyond_table.scn"));
	ck_assert_int_eq(tool_rig_run(&r, "run @/found"), 0);
	ck_assert_int_eq(tool_rig_run(&r, "explore --groups 1 --depth 2 "
	                                  "--memlock unlimited -o @/found"),
	                 0);
	tool_rig_release(&r);
}
END_TEST

/* A firmware that does not clear a window is no kernel's defect: no profile is
 * known for the use of freed memory that follows. */
START_TEST(what_is_not_on_the_lists_is_a_violation)
{
	struct tool_rig r;
	char *scenario;

	tool_rig_init(&r);
	ck_assert_int_eq(
		tool_rig_run(&r, "explore --profile strict --groups 1 "
	                         "--regions 0 --pages 0 --windows 16:32M:1 "
	                         "--faults opal_unmap -o @/found"),
		1);
	ck_assert(has(r.out, "VIOLATED   use_after_free: "));
	scenario = tool_rig_get(&r, "found/strict-use_after_free.scn");
	ck_assert(has(scenario, "only strict\n"));
	ck_assert(has(scenario, "fault opal_unmap nth=1\n"));
	ck_assert(has(scenario, " hazard=use_after_free\n"));
	free(scenario);
	ck_assert_int_eq(tool_rig_run(&r, "run @/found"), 0);
	tool_rig_release(&r);
}
END_TEST

/* unmap_range: an UNMAP beyond the end is refused, and reads nothing there. */
START_TEST(kernel_may_have_suffixes)
{
	struct tool_rig r;
	char *scenario;

	tool_rig_init(&r);
	ck_assert_int_eq(tool_rig_run(&r, "explore --groups 1 --depth 4 "
	                                  "--profile linux-6.12"),
	                 0);
	ck_assert(has(r.out, "known      read_beyond_table: "));
	ck_assert_int_eq(tool_rig_run(&r, "explore --groups 1 --depth 4 "
	                                  "--profile linux-6.12+unmap_range "
	                                  "-o @/found"),
	                 0);
	ck_assert(has(r.out, "profile    linux-6.12+unmap_range\n"));
	ck_assert(!has(r.out, "read_beyond_table"));
	scenario = tool_rig_get(
		&r, "found/linux-6.12+unmap_range-leaked_charge.scn");
	ck_assert(has(scenario, "# Replay: tcesim run --profile "
	                        "linux-6.12+unmap_range\nonly linux-6.12\n"));
	free(scenario);
	ck_assert_int_eq(tool_rig_run(&r,
	                              "run --profile linux-6.12+unmap_range "
	                              "@/found"),
	                 0);
	ck_assert_int_eq(tool_rig_run(&r, "explore --depth 2 "
	                                  "--profile linux-6.12.112"),
	                 0);
	ck_assert(has(r.out, "profile    linux-6.12.112\n"));
	tool_rig_release(&r);
}
END_TEST

/* ---- what makes no difference -------------------------------------------- */

static const char *const bounds[] = {
	"--groups 1 --regions 1 --pages 2 --memlock 24K",
	"--groups 2 --regions 1 --pages 1 --memlock 20K --profile linux-7.2",
	"--groups 1 --pages 1 --write --depth 7 --profile linux-5.10",
	"--groups 2 --regions 1 --depth 6 --profile strict --faults all",
	"--groups 3 --regions 0 --pages 0 --depth 4 --faults all",
	"--groups 1 --pages 2 --depth 6 --profile v9",
	"--groups 2 --pages 2 --depth 5 --profile linux-4.14",
	"--groups 1 --regions 4 --pages 4 --depth 6 --memlock unlimited",
};

START_TEST(number_of_threads)
{
	char one[160], many[160];

	snprintf(one, sizeof(one), "explore --jobs 1 --answers %s", bounds[_i]);
	snprintf(many, sizeof(many), "explore --jobs 5 --answers %s",
	         bounds[_i]);
	same_output(one, many, _i == 3 || _i == 4);
}
END_TEST

START_TEST(inference)
{
	char plain[160], inferred[160];

	snprintf(plain, sizeof(plain), "explore --plain --answers %s",
	         bounds[_i]);
	snprintf(inferred, sizeof(inferred), "explore --answers %s",
	         bounds[_i]);
	same_output(plain, inferred, _i == 3 || _i == 4);
}
END_TEST

/* ---- limits and options -------------------------------------------------- */

START_TEST(memory_can_be_limited)
{
	char *out = output_of("explore --memory 64K", 1);

	ck_assert(has(out, ", as many as fit in memory"));
	free(out);
}
END_TEST

START_TEST(options_that_mean_nothing_are_told)
{
	static const struct {
		const char *line, *message;
	} wrong[] = {
		{ "explore --profil strict", "unknown option --profil" },
		{ "explore --profile linux", "--profile: " },
		{ "explore --profile v9,strict", "takes one, not v9,strict" },
		{ "explore --groups 0", "--groups is 1 to 4, not 0" },
		{ "explore --groups many", "--groups is 1 to 4, not many" },
		{ "explore --regions 5", "--regions is 0 to 4, not 5" },
		{ "explore --pages 5", "--pages is 0 to 4, not 5" },
		{ "explore --windows 12:2M", "--windows is SHIFT:SIZE:LEVELS" },
		{ "explore --windows 12:2M:1:1", "--windows is SHIFT:" },
		{ "explore --windows "
		  "1234567890:1234567890:1234567890123456789",
		  "--windows is SHIFT:" },
		{ "explore --windows 1:1:1,1:1:1,1:1:1,1:1:1,1:1:1,1:1:1,1:1:1,"
		  "1:1:1,1:1:1",
		  "--windows is SHIFT:" },
		{ "explore --faults pin,nowhere", "there is no site nowhere" },
		{ "explore --memlock much", "--memlock is 0 to" },
		{ "explore --graph svg", "--graph is dot or mermaid, not svg" },
		{ "explore file", "no operand is expected: file" },
	};
	struct tool_rig r;

	tool_rig_init(&r);
	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
		ck_assert_int_eq(tool_rig_run(&r, wrong[i].line), 2);
		ck_assert_msg(has(r.err, wrong[i].message), "%s: %s",
		              wrong[i].line, r.err);
	}
	ck_assert_int_eq(tool_rig_run(&r, "explore --help"), 0);
	ck_assert(has(r.out, "usage: tcesim explore"));
	tool_rig_release(&r);
}
END_TEST

START_TEST(folder_that_cannot_be_written_is_told)
{
	struct tool_rig r;

	tool_rig_init(&r);
	tool_rig_put(&r, "file", "");
	ck_assert_int_eq(tool_rig_run(&r, "explore --groups 1 --depth 3 "
	                                  "-o @/file"),
	                 2);
	ck_assert_int_eq(tool_rig_run(&r, "explore --groups 1 --depth 3 "
	                                  "-o @/no/folder"),
	                 2);
	tool_rig_release(&r);
}
END_TEST

START_TEST(faults_are_named_by_their_beginning_too)
{
	same_output("explore --groups 1 --regions 0 --pages 0 "
	            "--faults kmalloc.table,kmalloc",
	            "explore --groups 1 --regions 0 --pages 0 "
	            "--faults kmalloc.table,kmalloc,kmalloc.group",
	            0);
}
END_TEST

/* ---- pictures --------------------------------------------------------------
 */

START_TEST(picture_shows_the_life_of_windows)
{
	char *out = output_of("explore --graph mermaid", 0);

	ck_assert(has(out, "stateDiagram-v2\n"));
	ck_assert(has(out, " : default window owed\n"));
	ck_assert(has(out, " : create -EINVAL\n"));
	ck_assert(has(out, " : slot 0 2M of 4K, slot 1 32M of 64K\n"));
	free(out);
	out = output_of("explore --graph dot --profile v9", 0);
	ck_assert(has(out, "digraph windows {\n"));
	ck_assert(!has(out, "owed"));
	free(out);
}
END_TEST

START_TEST(picture_that_nobody_can_read_is_refused)
{
	struct tool_rig r;

	tool_rig_init(&r);
	/* Too many nodes; too many edges; no end in sight. */
	ck_assert_int_eq(
		tool_rig_run(&r, "explore --graph dot --windows "
	                         "12:4M:1,12:8M:1,12:16M:1,12:32M:1,12:64M:1,"
	                         "12:128M:1,12:256M:1"),
		1);
	ck_assert(has(r.err, "too large to be read"));
	ck_assert_int_eq(tool_rig_run(&r, "explore --graph dot --windows "
	                                  "12:4M:1,12:8M:1,12:16M:1,12:32M:1"),
	                 1);
	ck_assert_int_eq(tool_rig_run(&r, "explore --graph dot --depth 2"), 1);
	tool_rig_release(&r);
}
END_TEST

Suite *explore_suite(void)
{
	Suite *suite = suite_create("explore");
	TCase *tcase = tcase_create("explore");
	const int all = sizeof(bounds) / sizeof(bounds[0]);

	tcase_set_timeout(tcase, 120);
	tcase_add_test(tcase, strict_has_the_states_that_spin_counts);
	tcase_add_test(tcase, kernel_has_the_states_that_spin_counts);
	tcase_add_test(tcase, way_to_a_leak_takes_three_calls);
	tcase_add_test(tcase, each_finding_is_a_scenario_that_passes);
	tcase_add_test(tcase, what_is_not_on_the_lists_is_a_violation);
	tcase_add_test(tcase, kernel_may_have_suffixes);
	tcase_add_loop_test(tcase, number_of_threads, 0, all);
	tcase_add_loop_test(tcase, inference, 0, all);
	tcase_add_test(tcase, memory_can_be_limited);
	tcase_add_test(tcase, options_that_mean_nothing_are_told);
	tcase_add_test(tcase, folder_that_cannot_be_written_is_told);
	tcase_add_test(tcase, faults_are_named_by_their_beginning_too);
	tcase_add_test(tcase, picture_shows_the_life_of_windows);
	tcase_add_test(tcase, picture_that_nobody_can_read_is_refused);
	suite_add_tcase(suite, tcase);
	return suite;
}
