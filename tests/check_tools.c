/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the tools on stories stand on: memory, chance, command lines. */
#include "sim/random.h"
#include "sim/room.h"
#include "tests/count.h"
#include "tests/tool_rig.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

Suite *tools_suite(void);

/* ---- memory and chance ------------------------------------------------ */

START_TEST(room_grows_and_keeps)
{
	size_t room = 0;
	int *numbers = NULL;
	char *copy = room_copy("abcdef", 3);

	for (int i = 0; i < 100; i++) {
		numbers = room_for(numbers, &room, (size_t)i + 1,
		                   sizeof(*numbers));
		numbers[i] = i;
	}
	for (int i = 0; i < 100; i++)
		ck_assert_int_eq(numbers[i], i);
	ck_assert_str_eq(copy, "abc");
	free(copy);
	free(numbers);
}
END_TEST

#ifndef __SANITIZE_ADDRESS__
START_TEST(room_that_cannot_be_ends_the_program)
{
	pid_t child = fork();
	int status = 0;

	if (!child && freopen("/dev/null", "w", stderr))
		free(room_zeroed(SIZE_MAX / 2));
	ck_assert_int_eq(waitpid(child, &status, 0), child);
	ck_assert(WIFEXITED(status));
	ck_assert_int_eq(WEXITSTATUS(status), EXIT_INTERNAL);
}
END_TEST
#endif

START_TEST(chance_is_the_same_everywhere)
{
	struct random a, b, c;
	unsigned int seen = 0;

	random_init(&a, 7, 1);
	random_init(&b, 7, 1);
	random_init(&c, 7, 2);
	ck_assert_uint_eq(random_next(&a), random_next(&b));
	ck_assert_uint_ne(random_next(&a), random_next(&c));
	for (int i = 0; i < 1000; i++)
		seen |= 1u << random_below(&a, 10);
	ck_assert_uint_eq(seen, 0x3ff);
	ck_assert(!random_hit(&a, 0, 5));
	ck_assert(random_hit(&a, 5, 5));
}
END_TEST

/* ---- command lines ---------------------------------------------------- */

/* What is unusable, and what is said. */
static const struct {
	const char *line, *said;
} unusable[] = {
	{ "generate --seed=x", "--seed takes a number, not x" },
	{ "generate --profile=linux-6.13", "--profile" },
	{ "generate --profile=linux-6.6..", "takes one profile" },
	{ "generate --machine=page=5K", "--machine:" },
	{ "generate --nonsense", "unknown option --nonsense" },
	{ "generate --seed", "needs a value" },
	{ "generate x", "takes options only, not x" },
	{ "generate --count=2", "more than one story needs -o DIR" },
	{ "generate --avoid=nonsense", "no hazards are nonsense" },
	{ "generate --machine=platform=ioda1", "does not run linux-6.12" },
	{ "generate -o /dev/null/x", "Not a directory" },
	{ "fuzz x", "takes options only, not x" },
	{ "fuzz --profile=linux-6.13", "--profile" },
	{ "fuzz --machine=platform=ioda1", "does not run linux-6.12" },
	{ "shrink", "takes one FILE" },
	{ "shrink @/none.scn", "none.scn" },
	{ "shrink --between=v9 @/a.scn", "takes two profiles" },
	{ "check", "no TRACE is given" },
	{ "check @/none.json", "none.json" },
	{ "fingerprint", "no TRACE is given" },
	{ "fingerprint @/none.json", "none.json" },
	{ "fingerprint @/empty.json", "no step is in" },
	{ "fingerprint --choose @/none.scn", "none.scn" },
	{ "fingerprint --choose @/bad.scn", "bad.scn:1:1" },
};

START_TEST(what_is_unusable_is_told)
{
	struct tool_rig r;

	tool_rig_init(&r);
	tool_rig_put(&r, "a.scn", "container c0\n");
	tool_rig_put(&r, "bad.scn", "nonsense\n");
	tool_rig_put(&r, "empty.json", "");
	for (int i = 0; i < COUNT(unusable); i++) {
		ck_assert_msg(tool_rig_run(&r, unusable[i].line) ==
		                      EXIT_UNUSABLE,
		              "%s", unusable[i].line);
		ck_assert_msg(has(r.err, unusable[i].said), "%s: %s",
		              unusable[i].line, r.err);
	}
	tool_rig_release(&r);
}
END_TEST

START_TEST(machine_line_that_is_too_long)
{
	struct tool_rig r;
	char line[1800] = "generate --machine=";

	tool_rig_init(&r);
	while (strlen(line) < 1500)
		strcat(line, "groups=2,");
	ck_assert_int_eq(tool_rig_run(&r, line), EXIT_UNUSABLE);
	tool_rig_release(&r);
}
END_TEST

START_TEST(every_tool_has_help)
{
	static const char *const tools[] = { "generate", "fuzz", "shrink",
		                             "check", "fingerprint" };
	struct tool_rig r;
	char line[64];

	tool_rig_init(&r);
	for (int i = 0; i < COUNT(tools); i++) {
		snprintf(line, sizeof(line), "%s --help", tools[i]);
		ck_assert_int_eq(tool_rig_run(&r, line), EXIT_AS_EXPECTED);
		ck_assert(has(r.out, "usage: tcesim "));
	}
	tool_rig_release(&r);
}
END_TEST

/* Its books do not balance: such a kernel never was (docs/profiles.md). */
START_TEST(invariant_that_does_not_hold_is_an_internal_error)
{
	struct tool_rig r;

	tool_rig_init(&r);
	tool_rig_put(&r, "a.scn",
	             "container c0\nattach g0 c0\nset_iommu c0 type=7\n"
	             "memory m0 size=4M\nregister c0 vaddr=m0 size=4M\n"
	             "map c0 iova=0 vaddr=m0 size=4K\nfork p0 p1\n"
	             "close c0\nclose g0\nexit p1\n");
	ck_assert_int_eq(
		tool_rig_run(&r, "run --profile linux-6.12-mm_binding @/a.scn"),
		EXIT_INTERNAL);
	ck_assert(has(r.err, "a.scn:"));
	ck_assert(has(r.err, ": internal error: invariant 6_mapped: a region "
	                     "counts"));
	tool_rig_release(&r);
}
END_TEST

Suite *tools_suite(void)
{
	Suite *suite = suite_create("tools");
	TCase *tcase = tcase_create("tools");

	tcase_add_test(tcase, room_grows_and_keeps);
#ifndef __SANITIZE_ADDRESS__
	tcase_add_test(tcase, room_that_cannot_be_ends_the_program);
#endif
	tcase_add_test(tcase, chance_is_the_same_everywhere);
	tcase_add_test(tcase, what_is_unusable_is_told);
	tcase_add_test(tcase, machine_line_that_is_too_long);
	tcase_add_test(tcase, every_tool_has_help);
	tcase_add_test(tcase,
	               invariant_that_does_not_hold_is_an_internal_error);
	suite_add_tcase(suite, tcase);
	return suite;
}
