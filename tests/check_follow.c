/* SPDX-License-Identifier: GPL-2.0-or-later */
/* `tcesim check`: traces that are followed, and traces that are not. */
#include "tests/tool_rig.h"
#include "tests/trace_rig.h"

#include <check.h>
#include <stdio.h>

Suite *follow_suite(void);

/* ---- own traces ------------------------------------------------------- */

START_TEST(own_traces_are_accepted)
{
	struct tool_rig r;

	tool_rig_init(&r);
	trace_put(&r, TRACE_SETUP
	          "create c0 page_shift=12 window_size=1M levels=1\n"
	          "map c0 iova=0 vaddr=m0 size=64K\nfill m0 byte=0x11\n"
	          "dma g0 read iova=0\ndma g0 read iova=1<<40\npeek m0\n"
	          "show of=region\nshow\nunregister c0 vaddr=m0 size=1M\n"
	          "get_info c0\nclose c0\nshow of=window\n");
	trace_check(&r, 0, "1 stories: 18 steps as the model, 0 with");
	ck_assert_int_eq(
		tool_rig_run_to(&r, "run --format json @/t.scn", "t.json"), 0);
	trace_check(&r, 0, "11 stories: 198 steps as the model, 0 with");
	tool_rig_release(&r);
}
END_TEST

/* What was told before it is judged by itself; what is about the same
 * container and does not fit follows from it. */
START_TEST(wrong_step_is_told_without_those_that_follow)
{
	struct tool_rig r;

	tool_rig_init(&r);
	trace_put(&r, TRACE_SETUP
	          "container c1\n"
	          "create c0 page_shift=12 window_size=1M levels=1\n"
	          "map c0 iova=0 vaddr=m0 size=4K\n"
	          "map c0 iova=4K vaddr=m0 size=4K\nget_info c0\n"
	          "show of=window\nget_info c1\n");
	/* As if there were no window of that kind; and another thing. */
	trace_forge(
		&r,
		"window_size=1M levels=1\",\"verb\":\"create\",\"process\":0,"
		"\"ret\":0",
		"window_size=1M levels=1\",\"verb\":\"create\",\"process\":0,"
		"\"ret\":-22");
	trace_forge(
		&r,
		"get_info c1\",\"verb\":\"get_info\",\"process\":0,\"ret\":"
		"-22",
		"get_info c1\",\"verb\":\"get_info\",\"process\":0,\"ret\":-5");
	trace_check(&r, 1,
	            "11 steps as the model, 0 with assumptions, 2 not "
	            "explained, 0 that follow");
	ck_assert(has(r.out, "t.scn:8: linux-6.12: not explained\n"
	                     "    step: create c0 page_shift=12 window_size=1M "
	                     "levels=1\n"
	                     "    answered: -EINVAL start_addr=0 "
	                     "locked_vm=1032K\n"
	                     "    acceptable: 0 start_addr=0 locked_vm=1032K\n"
	                     "    acceptable: -ENOMEM "));
	ck_assert(has(r.out, "t.scn:13: linux-6.12: not explained\n"));
	tool_rig_release(&r);
}
END_TEST

/* The window was made, though the model says that it cannot be. */
START_TEST(steps_that_follow_are_counted)
{
	struct tool_rig r;

	tool_rig_init(&r);
	trace_put(&r, TRACE_SETUP
	          "create c0 page_shift=12 window_size=3M levels=1\n"
	          "create c0 page_shift=12 window_size=1M levels=1\n"
	          "map c0 iova=0 vaddr=m0 size=4K\nshow of=tve\n"
	          "show of=process\n");
	trace_forge(&r, "\"ret\":-22,\"error\":\"EINVAL\",\"why\":\"not_pow2\"",
	            "\"ret\":0");
	trace_forge(&r, "\"start_addr\":\"untouched\"", "\"start_addr\":0");
	trace_forge(&r, "\"start_addr\":0}", "\"start_addr\":0}");
	trace_forge(
		&r,
		"window_size=1M levels=1\",\"verb\":\"create\",\"process\":0,"
		"\"ret\":0",
		"window_size=1M levels=1\",\"verb\":\"create\",\"process\":0,"
		"\"ret\":-28");
	trace_check(&r, 1, "1 not explained, 1 that follow");
	tool_rig_release(&r);
}
END_TEST

/* A leak that the model does not know is told once. */
START_TEST(locked_vm_goes_on_from_where_it_is)
{
	struct tool_rig r;

	tool_rig_init(&r);
	trace_put(&r, TRACE_SETUP
	          "memory m1 size=64K\nregister c0 vaddr=m1 size=64K\n"
	          "unregister c0 vaddr=m1 size=64K\nshow of=process\n");
	/* 1M+64K and 1M, each with 4K more. */
	trace_forge(&r, "\"locked_vm\":1114112", "\"locked_vm\":1118208");
	trace_forge(
		&r,
		"size=64K\",\"verb\":\"unregister\",\"process\":0,\"ret\":0,"
		"\"why\":\"none\",\"hazards\":[],\"locked_vm\":1048576",
		"size=64K\",\"verb\":\"unregister\",\"process\":0,\"ret\":0,"
		"\"why\":\"none\",\"hazards\":[],\"locked_vm\":1052672");
	trace_forge(&r, "process p0 locked_vm=1M",
	            "process p0 locked_vm=1028K");
	trace_check(&r, 1,
	            "9 steps as the model, 0 with assumptions, 1 not "
	            "explained, 0 that follow");
	tool_rig_release(&r);
}
END_TEST

/* ---- other writers ---------------------------------------------------- */

START_TEST(little_is_enough)
{
	struct tool_rig r;

	tool_rig_init(&r);
	tool_rig_put(&r, "t.json",
	             "{\"agent\":1}\n"
	             "{\"line\":1,\"step\":\"container c0\",\"ret\":0}\n"
	             "{\"line\":2,\"step\":\"show of=region\",\"declined\":"
	             "\"no\"}\n"
	             "{\"line\":3,\"step\":\"attach g0 c0\",\"ret\":0}\n"
	             "{\"line\":4,\"step\":\"memory m0 size=4K\",\"declined\":"
	             "\"no\"}\n"
	             "{\"line\":5,\"step\":\"api_version c0\",\"ret\":-5}\n"
	             "{\"end\":true}\n"
	             "{\"step\":\"show of=region\",\"show\":[]}\n"
	             "{\"step\":\"show of=process\",\"show\":[7,\"process p0 "
	             "locked_vm=0\"]}\n"
	             "{\"end\":true}\n"
	             "{\"line\":7,\"step\":\"container c0\",\"ret\":0}\n"
	             "{\"line\":3,\"step\":\"container c0\",\"ret\":0}\n");
	ck_assert_int_eq(tool_rig_run(&r, "check @/t.json"), EXIT_UNUSABLE);
	ck_assert(has(r.err, "the trace names no profile; --profile does"));
	ck_assert_int_eq(tool_rig_run(&r, "check --profile linux-6.12 "
	                                  "--machine=groups=3 @/t.json"),
	                 0);
	ck_assert(has(r.out, "4 stories: 6 steps as the model"));
	ck_assert_int_eq(tool_rig_run(&r, "check --profile linux-6.12 "
	                                  "--machine=platform=ioda1 @/t.json"),
	                 EXIT_ALL_SKIPPED);
	ck_assert(has(r.out, "t.json: linux-6.12: not on this machine"));
	ck_assert(has(r.out, "; 4 skipped"));
	tool_rig_release(&r);
}
END_TEST

START_TEST(what_is_no_trace)
{
	static const struct {
		const char *text, *said;
	} wrong[] = {
		{ "hello\n", ":1: this is no JSON object" },
		{ "[]\n", ":1: this is no JSON object" },
		{ "{}\n{\"step\":\"jump c0\",\"ret\":0}\n",
		  ":2: this is no step of the language" },
		{ "{\"step\":\"container c0\",\"ret\":0}\nx\n",
		  ":2: this is no JSON object" },
		{ "{\"step\":\"close c0\",\"ret\":0}\n", "made c0" },
		{ "{\"step\":\"container c0\",\"ret\":0,\"out\":{\"size\":1}}\n",
		  "" },
	};
	struct tool_rig r;

	tool_rig_init(&r);
	for (size_t i = 0; i < 5; i++) {
		tool_rig_put(&r, "t.json", wrong[i].text);
		ck_assert_int_eq(tool_rig_run(&r, "check --profile linux-6.12 "
		                                  "@/t.json"),
		                 EXIT_UNUSABLE);
		ck_assert_msg(has(r.err, wrong[i].said), "%s", r.err);
	}
	/* What cannot be an answer is not compared. */
	tool_rig_put(&r, "t.json", wrong[5].text);
	ck_assert_int_eq(
		tool_rig_run(&r, "check --profile linux-6.12 @/t.json"), 0);
	tool_rig_release(&r);
}
END_TEST

START_TEST(trace_comes_from_standard_input)
{
	struct tool_rig r;
	char path[TOOL_PATH_MAX];

	tool_rig_init(&r);
	trace_put(&r, TRACE_SETUP);
	tool_rig_path(&r, "t.json", path);
	ck_assert_ptr_nonnull(freopen(path, "r", stdin));
	ck_assert_int_eq(tool_rig_run(&r, "check -"), 0);
	ck_assert(has(r.out, "1 stories: 6 steps as the model"));
	tool_rig_release(&r);
}
END_TEST

/* As another kernel: where this one is different. */
START_TEST(other_kernels_are_refused)
{
	struct tool_rig r;

	tool_rig_init(&r);
	trace_put(&r, TRACE_SETUP
	          "create c0 page_shift=12 window_size=2M levels=1\n"
	          "unmap c0 iova=2M-4K size=8K\nget_info c0\n");
	ck_assert_int_eq(tool_rig_run(&r, "check --profile linux-7.2 "
	                                  "@/t.json"),
	                 1);
	ck_assert(has(r.out, "    answered: 0 locked_vm="));
	ck_assert(has(r.out, "    acceptable: 1 locked_vm="));
	ck_assert(
		has(r.out, "8 steps as the model, 0 with assumptions, 1 not"));
	tool_rig_release(&r);
}
END_TEST

Suite *follow_suite(void)
{
	Suite *suite = suite_create("follow");
	TCase *tcase = tcase_create("follow");

	tcase_set_timeout(tcase, 60);
	tcase_add_test(tcase, own_traces_are_accepted);
	tcase_add_test(tcase, wrong_step_is_told_without_those_that_follow);
	tcase_add_test(tcase, steps_that_follow_are_counted);
	tcase_add_test(tcase, locked_vm_goes_on_from_where_it_is);
	tcase_add_test(tcase, little_is_enough);
	tcase_add_test(tcase, what_is_no_trace);
	tcase_add_test(tcase, trace_comes_from_standard_input);
	tcase_add_test(tcase, other_kernels_are_refused);
	suite_add_tcase(suite, tcase);
	return suite;
}
