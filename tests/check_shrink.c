/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "sim/cmd_shrink.h"
#include "tests/count.h"
#include "tests/mutant.h"
#include "tests/tool_rig.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

Suite *shrink_suite(void);

/* All is right, but what it says of the last step. */
static const char wrong[] =
	"only linux-6.6..\n"
	"machine groups=2 ram=4G\n"
	"container c3\n= 0\n"
	"container c1\n= 0\n"
	"attach g1 c3\n= 0\n"
	"attach g0 c1\n= 0\n"
	"set_iommu c3 type=spapr_tce_v2\n= 0\n"
	"memory m5 size=1M align=64K\n= 0\n"
	"register c3 vaddr=m5 size=1M\n= 0\n"
	"process p2\n= 0\n"
	"remove c3 start_addr=0\n= 0\n"
	"create c3 page_shift=12 window_size=64M levels=1\n= 0 start_addr=0\n"
	"map c3 iova=0x10000 vaddr=m5+64K size=8K flags=rw\n= 0 why=none\n"
	"get_info c3\n= 0\n"
	"unmap c3 iova=0x10008 size=4K\n= -EINVAL why=unaligned\n";

START_TEST(what_a_run_shows_stays)
{
	struct tool_rig r;

	tool_rig_init(&r);
	tool_rig_put(&r, "a.scn", wrong);
	ck_assert_int_eq(tool_rig_run(&r, "shrink @/a.scn"), 0);
	ck_assert_str_eq(r.out, "container c0\n"
	                        "attach g0 c0\n"
	                        "set_iommu c0 type=spapr_tce_v2\n"
	                        "memory m0 size=4K\n"
	                        "register c0 vaddr=m0 size=4K\n"
	                        "unmap c0 iova=0x1 size=0\n"
	                        "= -EINVAL why=unaligned\n");
	ck_assert(has(r.err, "6 steps, "));
	tool_rig_put(&r, "b.scn", r.out);
	ck_assert_int_eq(tool_rig_run(&r, "shrink @/b.scn -o @/c.scn"), 0);
	ck_assert_str_eq(r.out, "");
	ck_assert(tool_rig_has_file(&r, "c.scn"));
	ck_assert_int_eq(tool_rig_run(&r, "shrink @/b.scn -o @/x/c.scn"), 2);
	ck_assert_int_eq(tool_rig_run(&r, "shrink @/b.scn -o /dev/full"), 2);
	tool_rig_release(&r);
}
END_TEST

START_TEST(nothing_to_show)
{
	struct tool_rig r;

	tool_rig_init(&r);
	tool_rig_put(&r, "a.scn", "container c0\n= 0\n");
	ck_assert_int_eq(tool_rig_run(&r, "shrink @/a.scn"), 1);
	ck_assert(has(r.err, "all is as expected"));
	ck_assert_int_eq(tool_rig_run(&r, "shrink --between=v9,strict @/a.scn"),
	                 1);
	ck_assert(has(r.err, "these kernels answer alike"));
	ck_assert_int_eq(tool_rig_run(&r, "shrink --until=false @/a.scn"), 1);
	ck_assert(has(r.err, "the command does not succeed"));
	tool_rig_put(&r, "b.scn", "machine platform=ioda1\ncontainer c0\n");
	ck_assert_int_eq(tool_rig_run(&r, "shrink --between=linux-6.6,strict "
	                                  "@/b.scn"),
	                 1);
	ck_assert_int_eq(tool_rig_run(&r, "shrink --profile=strict @/b.scn"),
	                 1);
	tool_rig_put(&r, "c.scn", "memory m0 size=1<<63\n");
	ck_assert_int_eq(tool_rig_run(&r, "shrink --between=v9,strict @/c.scn"),
	                 1);
	tool_rig_release(&r);
}
END_TEST

/* Two kernels, and the shortest story for what is between them. */
static const struct {
	const char *kernels, *story, *shortest;
} between[] = {
	/* The output differs. */
	{ "linux-7.2,strict",
	  "container c0\nattach g0 c0\nset_iommu c0 type=7\napi_version c0\n"
	  "get_info c0\n",
	  "container c0\nattach g0 c0\nset_iommu c0 type=7\nget_info c0\n" },
	/* Only locked_vm differs. */
	{ "linux-7.2,strict",
	  "container c0\nattach g0 c0\nset_iommu c0 type=7\n"
	  "remove c0 start_addr=0\n"
	  "create c0 page_shift=12 window_size=1<<30 levels=5 as=p0\n",
	  "container c0\nattach g0 c0\nset_iommu c0 type=7\n"
	  "create c0 page_shift=12 window_size=4K levels=5\n" },
	/* What is answered differs. */
	{ "linux-6.12,linux-7.2",
	  "container c0\nattach g0 c0\nset_iommu c0 type=7\n"
	  "memory m0 size=1M\nregister c0 vaddr=m0 size=1M\nget_info c0\n"
	  "map c0 iova=0 vaddr=m0 size=64K\nunmap c0 iova=2G-4K size=8K\n",
	  "container c0\nattach g0 c0\nset_iommu c0 type=7\n"
	  "memory m0 size=4K\nregister c0 vaddr=m0 size=4K\n"
	  "unmap c0 iova=2G-4K size=8K\n" },
};

START_TEST(what_is_between_two_kernels_stays)
{
	struct tool_rig r;
	char line[128];

	tool_rig_init(&r);
	for (int i = 0; i < COUNT(between); i++) {
		tool_rig_put(&r, "a.scn", between[i].story);
		snprintf(line, sizeof(line), "shrink --between=%s @/a.scn",
		         between[i].kernels);
		ck_assert_int_eq(tool_rig_run(&r, line), 0);
		ck_assert_str_eq(r.out, between[i].shortest);
	}
	tool_rig_release(&r);
}
END_TEST

START_TEST(what_a_command_wants_stays)
{
	struct tool_rig r;

	tool_rig_init(&r);
	tool_rig_put(&r, "a.scn", wrong);
	ck_assert_int_eq(tool_rig_run(&r, "shrink --until=grep~-q~remove "
	                                  "@/a.scn"),
	                 0);
	ck_assert_str_eq(r.out, "container c0\nremove c0 start_addr=0\n");
	ck_assert_int_eq(setenv("TMPDIR", "/dev/null", 1), 0);
	ck_assert_int_eq(tool_rig_run(&r, "shrink --until=true @/a.scn"), 2);
	unsetenv("TMPDIR");
	tool_rig_release(&r);
}
END_TEST

static int shrink_mutant(int argc, char **argv, const struct cli *cli)
{
	return cmd_shrink_on(&mutant, argc, argv, cli);
}

/* The text of WRONG makes the mutant fail, after much that does not matter. */
START_TEST(mutant_is_shrunk_to_its_shortest_story)
{
	struct tool_rig r;

	tool_rig_init(&r);
	tool_rig_put(&r, "a.scn", wrong);
	ck_assert_int_eq(tool_rig_call(&r, shrink_mutant, "shrink @/a.scn"), 0);
	ck_assert_msg(has(r.err, "5 steps, "), "%s%s", r.out, r.err);
	ck_assert_int_eq(MUTANT_STEPS, 5);
	ck_assert_str_eq(r.out, "container c0\n"
	                        "attach g0 c0\n"
	                        "set_iommu c0 type=spapr_tce_v2\n"
	                        "create c0 page_shift=12 window_size=4K "
	                        "levels=1\n"
	                        "map c0 iova=0 vaddr=0 size=0\n");
	tool_rig_release(&r);
}
END_TEST

/* One REGISTER and the UNREGISTER can go only together: v9 counts them. */
START_TEST(pairs_go_together)
{
	struct tool_rig r;

	tool_rig_init(&r);
	tool_rig_put(&r, "a.scn",
	             "only v9\nmachine groups=2\n"
	             "container c2\nattach g1 c2\nset_iommu c2 type=7\n"
	             "memory m4 size=64K\nmemory m5 size=4K at=m4+64K\n"
	             "register c2 vaddr=m4 size=68K\n"
	             "register c2 vaddr=m4 size=68K\n"
	             "register c2 vaddr=m4 size=68K\n"
	             "unregister c2 vaddr=m4 size=68K\n"
	             "show of=region\n= region m4 size=68K used=9\n");
	ck_assert_int_eq(tool_rig_run(&r, "shrink @/a.scn"), 0);
	ck_assert_msg(has(r.err, "7 steps") || has(r.err, "8 steps"), "%s",
	              r.out);
	ck_assert(!has(r.out, "unregister"));
	tool_rig_release(&r);
}
END_TEST

START_TEST(processes_that_do_not_matter_go)
{
	struct tool_rig r;

	tool_rig_init(&r);
	tool_rig_put(&r, "a.scn",
	             "process p3\ncontainer c0 as=p3\n"
	             "api_version c0 as=p3\n= 5\n");
	ck_assert_int_eq(tool_rig_run(&r, "shrink @/a.scn"), 0);
	ck_assert_str_eq(r.out, "container c0\napi_version c0\n= 5\n");
	tool_rig_release(&r);
}
END_TEST

/* A child that has what its parent opened; only it will do. */
START_TEST(processes_that_matter_stay)
{
	struct tool_rig r;

	tool_rig_init(&r);
	tool_rig_put(&r, "a.scn",
	             "machine groups=2\nprocess p2\nexit p2\n"
	             "container c2\nattach g1 c2\nset_iommu c2 type=7\n"
	             "memory m7 size=64K\n"
	             "register c2 vaddr=m7 size=64K\nfork p0 p5\n"
	             "device d3 g1\nget_info c2 as=p5\n= 0\n");
	ck_assert_int_eq(tool_rig_run(&r, "shrink --profile=linux-6.12 "
	                                  "@/a.scn"),
	                 0);
	ck_assert_str_eq(r.out, "container c0\n"
	                        "attach g0 c0\n"
	                        "set_iommu c0 type=spapr_tce_v2\n"
	                        "register c0 vaddr=0 size=0\n"
	                        "fork p0 p1\n"
	                        "get_info c0 as=p1\n"
	                        "= 0\n");
	tool_rig_release(&r);
}
END_TEST

START_TEST(long_stories_are_not_tried_in_pairs)
{
	struct tool_rig r;
	char text[4096] = "container c0\n";

	tool_rig_init(&r);
	for (int i = 0; i < 60; i++)
		strcat(text, "api_version c0\n");
	tool_rig_put(&r, "a.scn", text);
	ck_assert_int_eq(tool_rig_run(&r, "shrink @/a.scn "
	                                  "--until=test~61~-eq~$(cat~\"$1\"|"
	                                  "wc~-l)~-a~-f"),
	                 0);
	ck_assert(has(r.err, "61 steps"));
	tool_rig_release(&r);
}
END_TEST

/* The lines, one behind the other, must match PATTERN (in which `~` is a
 * blank): what is left of STORY. */
static void shrink_to(const char *story, const char *pattern, const char *left)
{
	struct tool_rig r;
	char line[512];

	tool_rig_init(&r);
	tool_rig_put(&r, "a.scn", story);
	snprintf(line, sizeof(line),
	         "shrink @/a.scn --until=test~-n~\"$(tr~-d~'\\n'~<\"$1\"|"
	         "grep~-E~'%s')\"~-a~-f",
	         pattern);
	ck_assert_int_eq(tool_rig_run(&r, line), 0);
	ck_assert_str_eq(r.out, left);
	tool_rig_release(&r);
}

START_TEST(calls_that_go_on_are_joined)
{
	static const char joined[] = "container c0\n"
				     "memory m0 size=64K\n"
				     "register c0 vaddr=m0 size=8K\n";
	static const char pattern[] =
		"m0~size=64K.*m0~size=4K.*m0[+]4K~size=4K|"
		"m0~size=64K.*m0[+]4K~size=4K.*m0~size=4K|"
		"m0~size=64K.*m0~size=8K";

	shrink_to("container c0\nmemory m0 size=64K\n"
	          "register c0 vaddr=m0 size=4K\n= 0\n"
	          "register c0 vaddr=m0+4K size=4K\n",
	          pattern, joined);
	shrink_to("container c0\nmemory m0 size=64K\n"
	          "register c0 vaddr=m0+4K size=4K\n"
	          "register c0 vaddr=m0 size=4K\n",
	          pattern, joined);
}
END_TEST

START_TEST(window_takes_the_other_slot)
{
	shrink_to("container c0\nremove c0 start_addr=0\n"
	          "create c0 page_shift=12 window_size=4K levels=1\n"
	          "unmap c0 iova=0 size=4K\n",
	          "remove.*create.*unmap~c0~iova=0~|create.*iova=0x8",
	          "container c0\n"
	          "create c0 page_shift=0 window_size=0 levels=0\n"
	          "unmap c0 iova=0x800000000000000 size=0\n");
	shrink_to("container c0\nremove c0 start_addr=0\n"
	          "create c0 page_shift=12 window_size=4K levels=1\n"
	          "unmap c0 iova=1<<59 size=4K\n",
	          "remove.*create.*iova=(1<|0x8)|create.*iova=0~",
	          "container c0\n"
	          "create c0 page_shift=0 window_size=0 levels=0\n"
	          "unmap c0 iova=0 size=0\n");
}
END_TEST

/* What a step must answer goes with it to the other slot. */
START_TEST(answers_stay_with_their_steps)
{
	struct tool_rig r;

	tool_rig_init(&r);
	tool_rig_put(&r, "a.scn",
	             "container c0\nattach g0 c0\nset_iommu c0 type=7\n"
	             "remove c0 start_addr=0\n"
	             "create c0 page_shift=12 window_size=2M levels=1\n"
	             "create c0 page_shift=12 window_size=2M levels=1\n"
	             "create c0 page_shift=12 window_size=2M levels=1\n= 0\n");
	ck_assert_int_eq(tool_rig_run(&r, "shrink @/a.scn"), 0);
	ck_assert(has(r.out, "levels=0\n= 0\n"));
	tool_rig_release(&r);
}
END_TEST

START_TEST(step_that_comes_earlier_saves_another)
{
	shrink_to("container c0\nenable c0\n= 0\ndisable c0\n"
	          "status g0\n",
	          "enable~c0.*disable~c0status~g0|status~g0enable~c0",
	          "container c0\nstatus g0\nenable c0\n");
}
END_TEST

/* Neighbours of one verb that differ in more than an address. */
START_TEST(calls_that_differ_are_not_joined)
{
	static const char story[] = "container c0\ncontainer c1\n"
				    "memory m0 size=64K\n"
				    "register c0 vaddr=m0 size=4K\n"
				    "register c1 vaddr=m0+4K size=4K\n"
				    "remove c0 start_addr=0\n"
				    "unmap c0 iova=0 size=4K flags=0x1\n"
				    "unmap c0 iova=0x1000 size=4K argsz=5\n";
	char told[512];

	snprintf(told, sizeof(told), "%s= 0\n", story);
	shrink_to(told,
	          "m0~size=64Kreg.*c0~vaddr=m0~size=4K"
	          "register~c1~vaddr=m0[+]4K~size=4Kremove~c0~start_addr=0"
	          "unmap~c0~iova=0~size=4K~flags=0x1"
	          "unmap~c0~iova=0x1000~size=4K~argsz=5",
	          story);
}
END_TEST

Suite *shrink_suite(void)
{
	Suite *suite = suite_create("shrink");
	TCase *tcase = tcase_create("shrink");

	tcase_set_timeout(tcase, 60);
	tcase_add_test(tcase, answers_stay_with_their_steps);
	tcase_add_test(tcase, calls_that_differ_are_not_joined);
	tcase_add_test(tcase, what_a_run_shows_stays);
	tcase_add_test(tcase, nothing_to_show);
	tcase_add_test(tcase, what_is_between_two_kernels_stays);
	tcase_add_test(tcase, what_a_command_wants_stays);
	tcase_add_test(tcase, mutant_is_shrunk_to_its_shortest_story);
	tcase_add_test(tcase, pairs_go_together);
	tcase_add_test(tcase, processes_that_do_not_matter_go);
	tcase_add_test(tcase, processes_that_matter_stay);
	tcase_add_test(tcase, long_stories_are_not_tried_in_pairs);
	tcase_add_test(tcase, calls_that_go_on_are_joined);
	tcase_add_test(tcase, window_takes_the_other_slot);
	tcase_add_test(tcase, step_that_comes_earlier_saves_another);
	suite_add_tcase(suite, tcase);
	return suite;
}
