/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "sim/cmd_fuzz.h"
#include "sim/coverage.h"
#include "sim/fuzz.h"
#include "tests/mutant.h"
#include "tests/tool_rig.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

Suite *fuzz_suite(void);

START_TEST(coverage_is_a_set)
{
	struct coverage coverage = { .slot = NULL };

	for (uint64_t i = 0; i < 5000; i++)
		ck_assert(coverage_add(&coverage, i * 977));
	for (uint64_t i = 0; i < 5000; i++)
		ck_assert(!coverage_add(&coverage, i * 977));
	ck_assert_uint_eq(coverage.count, 5000);
	coverage_release(&coverage);
}
END_TEST

START_TEST(seed_tells_the_cases)
{
	struct tool_rig r;
	char *first;

	tool_rig_init(&r);
	tool_rig_run(&r, "fuzz --count 60 --seed 5");
	first = strdup(r.out);
	tool_rig_run(&r, "fuzz --count 60 --seed 5");
	ck_assert_str_eq(r.out, first);
	tool_rig_run(&r, "fuzz --count 60 --seed 6");
	ck_assert_str_ne(r.out, first);
	ck_assert(has(r.out, "fuzz: 60 cases, "));
	ck_assert(has(r.out, "\nreached: "));
	ck_assert(has(r.out, "\nnot reached: "));
	free(first);
	tool_rig_release(&r);
}
END_TEST

/* The number behind WORD in TEXT. */
static long number_behind(const char *text, const char *word)
{
	const char *at = strstr(text, word);

	ck_assert_ptr_nonnull(at);
	return strtol(at + strlen(word), NULL, 10);
}

static const char *last_line(const char *text)
{
	const char *at = text + strlen(text) - 1;

	while (at > text && at[-1] != '\n')
		at--;
	return at;
}

START_TEST(more_cases_reach_more)
{
	struct tool_rig r;
	long few, many;

	tool_rig_init(&r);
	tool_rig_run(&r, "fuzz --count 5");
	few = number_behind(r.out, "reached: ");
	tool_rig_run(&r, "fuzz --count 300 --machine=platform=powernv8~groups"
	                 "=2");
	many = number_behind(r.out, "reached: ");
	ck_assert_int_gt(many, few);
	ck_assert_int_gt(many, 40);
	tool_rig_run(&r, "fuzz --count 40 --machine=platform=pseries");
	ck_assert(has(r.out, "fuzz: 40 cases, "));
	/* Some of its traits are those of a kernel that is not there. */
	tool_rig_run(&r, "fuzz --count 40 --profile linux-5.10 "
	                 "--machine=platform=ioda1");
	ck_assert(has(r.out, "fuzz: 40 cases, "));
	tool_rig_run(&r, "fuzz --count 9 --steps 0");
	ck_assert(has(r.out, "fuzz: 9 cases, 0 steps, "));
	tool_rig_release(&r);
}
END_TEST

/* The traits in which these kernels differ, and nothing else. */
START_TEST(differences_are_shrunk_and_written)
{
	struct tool_rig r;

	tool_rig_init(&r);
	tool_rig_run(&r, "fuzz --count 300 --profile=linux-7.2,linux-7.2.0 "
	                 "--corpus -o @/d");
	ck_assert(has(r.out, "linux-7.2-or-linux-7.2.0: unmap: 1 "
	                     "beyond_window; 0 none (6 steps; seed 1, "
	                     "tcesim "));
	ck_assert(!has(r.out, "-or-linux-7.2.0: map"));
	ck_assert(!has(r.out, "-or-linux-7.2.0: create"));
	ck_assert_int_eq(tool_rig_run(&r, "run --profile linux-7.2 @/d"), 0);
	ck_assert(has(r.out, " passed, 0 failed"));
	ck_assert_int_gt(strtol(last_line(r.out), NULL, 10), 20);
	ck_assert_int_eq(tool_rig_run(&r, "fuzz --count 300 --profile="
	                                  "linux-7.2,linux-7.2.0 -o /dev/null"),
	                 EXIT_UNUSABLE);
	tool_rig_release(&r);
}
END_TEST

static int fuzz_mutant(int argc, char **argv, const struct cli *cli)
{
	return cmd_fuzz_on(&mutant, argc, argv, cli);
}

/* What kills the mutant is found soon, once, and as short as can be. */
START_TEST(mutant_is_found)
{
	struct tool_rig r;
	const char *told;

	tool_rig_init(&r);
	ck_assert_int_eq(tool_rig_call(&r, fuzz_mutant,
	                               "fuzz --count 20 --seed 2 -o @/f"),
	                 EXIT_DIFFERENT);
	told = strstr(r.out, "failure: map: invariant mutant: nothing is "
	                     "mapped (5 steps; seed 2, tcesim ");
	ck_assert_ptr_nonnull(told);
	ck_assert_ptr_null(strstr(told + 1, "failure: map"));
	ck_assert_int_gt(number_behind(r.out, " new; "), 1);
	tool_rig_release(&r);
}
END_TEST

Suite *fuzz_suite(void)
{
	Suite *suite = suite_create("fuzz");
	TCase *tcase = tcase_create("fuzz");

	tcase_set_timeout(tcase, 60);
	tcase_add_test(tcase, coverage_is_a_set);
	tcase_add_test(tcase, seed_tells_the_cases);
	tcase_add_test(tcase, more_cases_reach_more);
	tcase_add_test(tcase, differences_are_shrunk_and_written);
	tcase_add_test(tcase, mutant_is_found);
	suite_add_tcase(suite, tcase);
	return suite;
}
