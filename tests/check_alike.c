/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which kernels answer alike: `tcesim run --matrix`. */
#include "model/tcesim.h"
#include "sim/alike.h"
#include "tests/fake_run.h"
#include "tests/tool_rig.h"

#include <check.h>

Suite *alike_suite(void);

/* A folder with SCENARIO alone. */
static void rig_init(struct tool_rig *r, const char *scenario)
{
	tool_rig_init(r);
	tool_rig_put(r, "a.scn", scenario);
}

static const char story[] = "machine gate=open\n"
			    "container c0\n"
			    "attach g0 c0\n"
			    "= -EPERM\n"
			    "set_iommu c0 type=spapr_tce_v2\n"
			    "show of=container\n"
			    "show of=tce\n"
			    "show of=tve\n"
			    "memory m0 size=64K\n"
			    "register c0 vaddr=m0 size=64K\n"
			    "map c0 iova=0x10 vaddr=m0 size=4K\n";

START_TEST(steps_are_told_with_who_answers_how)
{
	struct tool_rig r;
	char *text;

	rig_init(&r, story);
	ck_assert_int_eq(tool_rig_run(&r, "run --matrix @"), EXIT_DIFFERENT);
	text = r.out;
	/* d9c728949ddc, 4.10: the default window is made, and charged, later */
	ck_assert(has(text, ":5: set_iommu c0 type=spapr_tce_v2\n"
	                    "    ..linux-4.9: 0 locked_vm=8M\n"
	                    "    linux-4.14..,strict: 0\n"));
	ck_assert(has(text, ":3: attach g0 c0\n"
	                    "    all: 0\n"
	                    "        (the file expects something else)\n"));
	ck_assert(has(text, ":7: show of=tce\n    all: nothing\n"));
	ck_assert(has(text, ":8: show of=tve\n"
	                    "    ..linux-4.9:\n"
	                    "        tve g0 slot=0 kind=window"));
	/* b1af23d836f8, 4.12: a misaligned iova answers 1; strict does not.
	 * The view is charged at the first MAP, from 4.19 with the table. */
	ck_assert(has(text, "    ..linux-4.9: -EINVAL why=iova_unaligned\n"
	                    "    linux-4.14: 1 why=iova_unaligned "
	                    "locked_vm=4160K\n"
	                    "    linux-4.19..: 1 why=iova_unaligned "
	                    "locked_vm=8256K\n"
	                    "    strict: -EINVAL why=iova_unaligned "
	                    "locked_vm=8256K\n"));
	ck_assert(has(text, "\n0 passed, 11 failed\n"));
	tool_rig_release(&r);
}
END_TEST

START_TEST(changed_kernels_are_told_by_name)
{
	struct tool_rig r;

	rig_init(&r, story);
	tool_rig_run(&r, "run --matrix --profile v9,linux-4.2,linux-6.12,"
	                 "linux-6.12+iova_answer=EINVAL @");
	ck_assert(has(r.out, "    ..linux-4.2: -EINVAL why=iova_unaligned\n"
	                     "    linux-6.12: 1 why=iova_unaligned "
	                     "locked_vm=8256K\n"
	                     "    linux-6.12+iova_answer=EINVAL: -EINVAL "
	                     "why=iova_unaligned locked_vm=8256K\n"));
	tool_rig_release(&r);
}
END_TEST

START_TEST(groups_in_json)
{
	struct tool_rig r;

	rig_init(&r, story);
	tool_rig_run(&r, "run --matrix --format json --profile v9,linux-7.2 @");
	ck_assert(has(r.out, "{\"v\":1,\"type\":\"matrix\",\"file\":\""));
	ck_assert(has(r.out,
	              "\"line\":5,\"step\":\"set_iommu c0 type=spapr_tce_v2"
	              "\",\"groups\":[{\"guard\":\"v9\",\"profiles\":[\"v9\""
	              "],\"answer\":[\"0 locked_vm=8M\"],\"expected\":true},"
	              "{\"guard\":\"linux-7.2\",\"profiles\":[\"linux-7.2\"]"
	              ",\"answer\":[\"0\"],\"expected\":true}]}\n"));
	ck_assert(has(r.out, "\"expected\":false}"));
	ck_assert(has(r.out, "\"type\":\"summary\",\"passed\":0"));
	tool_rig_release(&r);
}
END_TEST

/* 6.5 or 6.6 has removed IODA1. */
START_TEST(skipped_kernels_are_a_group)
{
	struct tool_rig r;

	rig_init(&r, "machine platform=ioda1 gate=open\n"
	             "container c0\n"
	             "memory m0 size=1K\n"
	             "container c1\n");
	ck_assert_int_eq(tool_rig_run(&r, "run --matrix @"), EXIT_ALL_SKIPPED);
	ck_assert(has(r.out, ": the machine\n"
	                     "    linux-6.6..,strict: skipped: "));
	ck_assert(has(r.out, ":2: container c0\n    ..linux-6.1: 0\n"));
	ck_assert(has(r.out, ":3: memory m0 size=1K\n"
	                     "    ..linux-6.1: skipped: "));
	ck_assert(!has(r.out, ":4:"));
	tool_rig_release(&r);
}
END_TEST

START_TEST(kernels_may_stop_early)
{
	struct tool_rig r;

	rig_init(&r, "only linux-6.12,strict\n"
	             "container c0\n"
	             "process p1\n");
	ck_assert_int_eq(
		tool_rig_run(&r, "run --matrix --profile strict,linux-6.12,v9 "
	                         "@"),
		EXIT_AS_EXPECTED);
	ck_assert(has(r.out, ":2: container c0\n    all: 0\n"));
	ck_assert(has(r.out, "2 passed, 0 failed, 1 skipped\n"));
	tool_rig_release(&r);
}
END_TEST

START_TEST(nothing_is_told_of_a_dump)
{
	static const struct answer state;
	struct alike alike;

	alike_init(&alike, NULL, NULL, false, NULL);
	alike.report.ops->dump(&alike.report, NULL, &state);
	ck_assert(alike_print(&alike, "a.scn"));
	alike_release(&alike);
}
END_TEST

/* A backend that breaks is told where it was told before. */
START_TEST(what_breaks_is_told)
{
	struct tool_rig r;

	rig_init(&r, "container c0\n");
	fake_run_init()->no_machine = TCESIM_NO_MEMORY;
	ck_assert_int_eq(tool_rig_call(&r, fake_run_command, "run --matrix @"),
	                 EXIT_INTERNAL);
	ck_assert(has(r.err, "v9: internal error: out of memory\n"));
	tool_rig_release(&r);
}
END_TEST

Suite *alike_suite(void)
{
	Suite *suite = suite_create("alike");
	TCase *tcase = tcase_create("alike");

	tcase_add_test(tcase, steps_are_told_with_who_answers_how);
	tcase_add_test(tcase, changed_kernels_are_told_by_name);
	tcase_add_test(tcase, groups_in_json);
	tcase_add_test(tcase, skipped_kernels_are_a_group);
	tcase_add_test(tcase, kernels_may_stop_early);
	tcase_add_test(tcase, nothing_is_told_of_a_dump);
	tcase_add_test(tcase, what_breaks_is_told);
	suite_add_tcase(suite, tcase);
	return suite;
}
