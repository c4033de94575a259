/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the runner keeps from step to step: names, locked memory, failures. */
#include "sim/blocks.h"
#include "sim/run.h"
#include "tests/count.h"
#include "tests/fake_backend.h"
#include "tests/run_rig.h"

#include <check.h>
#include <stdio.h>

Suite *run_suite(void);

/* Descriptors are not answers; a failed open names nothing. */
START_TEST(names_follow_what_happened)
{
	struct run_rig r;

	run_rig_init(&r);
	run_step_calls(&r, "container c0", "open_container p0 c0\n");
	fake_backend_reply(&r.fake, -16);
	run_step(&r, "group g0");
	ck_assert_int_eq(r.answer.reply.ret, -16);
	fake_backend_reply(&r.fake, -16);
	run_step(&r, "attach g0 c0");
	ck_assert_str_eq(r.fake.log, "open_group p0 g0\n");
	ck_assert_int_eq(r.answer.reply.ret, -16);
	fake_backend_reply(&r.fake, -16);
	run_step(&r, "status g0");
	ck_assert_str_eq(r.fake.log, "open_group p0 g0\n");
	fake_backend_reply(&r.fake, -16);
	run_step(&r, "device d0 g0");
	ck_assert_str_eq(r.fake.log, "open_group p0 g0\n");
	fake_backend_reply(&r.fake, -9);
	run_step(&r, "close c0");
	run_step_calls(&r, "enable c0", "ioctl p0 fd=10 nr=0x73 value=0\n");
	run_rig_release(&r);
}
END_TEST

START_TEST(what_failed_is_not_there)
{
	struct run_rig r;

	run_rig_init(&r);
	fake_backend_reply(&r.fake, -12);
	run_step(&r, "memory m0 size=4K");
	ck_assert_int_eq(r.answer.reply.ret, -12);
	run_step_calls(&r, "fill m0 byte=1 size=1", "fill p0 0 0x1 1\n");
	fake_backend_reply(&r.fake, -12);
	run_step(&r, "process p1");
	ck_assert_int_eq(r.answer.reply.ret, -12);
	fake_backend_reply(&r.fake, -12);
	run_step(&r, "fork p0 p1");
	ck_assert_int_eq(r.answer.reply.ret, -12);
	ck_assert_int_eq(run_step(&r, "enable c0 as=p1"), BACKEND_BROKEN);
	ck_assert_int_eq(run_step(&r, "memlock p1 size=1"), BACKEND_BROKEN);
	run_rig_release(&r);
}
END_TEST

START_TEST(an_exit_that_fails_ends_nothing)
{
	struct run_rig r;

	run_rig_init(&r);
	run_step_calls(&r, "process p1", "process p1\n");
	fake_backend_reply(&r.fake, -1);
	run_step(&r, "exit p1");
	run_step_calls(&r, "enable c0 as=p1",
	               "ioctl p1 fd=-1 nr=0x73 value=0\n");
	run_step_calls(&r, "exit p1", "exit p1\n");
	ck_assert_int_eq(run_step(&r, "enable c0 as=p1"), BACKEND_BROKEN);
	run_step_calls(&r, "exit p1", "exit p1\n");
	r.fake.locked_vm = 4096;
	run_step_calls(&r, "exit p0", "exit p0\n");
	ck_assert(!r.answer.locked_vm_known);
	run_step_calls(&r, "process p2", "process p2\n");
	run_step_calls(&r, "exit p2", "exit p2\n");
	run_rig_release(&r);
}
END_TEST

START_TEST(locked_vm_is_asked_after_each_step)
{
	struct run_rig r;

	run_rig_init(&r);
	r.fake.locked_vm = 8192;
	run_step_calls(&r, "container c0", "open_container p0 c0\n");
	ck_assert(r.answer.locked_vm_known);
	ck_assert_uint_eq(r.answer.locked_vm, 8192);
	r.fake.locked_vm_status = BACKEND_DECLINED;
	run_step_calls(&r, "enable c0", "ioctl p0 fd=10 nr=0x73 value=0\n");
	ck_assert(!r.answer.locked_vm_known);
	r.fake.locked_vm_status = BACKEND_BROKEN;
	ck_assert_int_eq(run_step(&r, "enable c0"), BACKEND_BROKEN);
	run_rig_release(&r);
}
END_TEST

/* One of each kind of step, for what a backend will not or cannot do. */
static const char *const all_kinds[] = {
	"container c0",
	"group g0",
	"attach g0 c0",
	"detach g0",
	"device d0 g0",
	"close c0",
	"enable c0",
	"memory m0 size=4K",
	"unmap_memory m0",
	"fill m0 byte=1",
	"process p1",
	"fork p0 p1",
	"exit p0",
	"memlock p0 size=1",
	"fault page_alloc",
	"dma g0 read iova=0",
	"show",
};

START_TEST(declined_and_broken_are_passed_on)
{
	struct run_rig r;

	run_rig_init(&r);
	fake_backend_fail(&r.fake, BACKEND_DECLINED);
	ck_assert_int_eq(run_step(&r, all_kinds[_i]), BACKEND_DECLINED);
	ck_assert_str_eq(r.fake.base.message, "as the test says");
	fake_backend_fail(&r.fake, BACKEND_BROKEN);
	ck_assert_int_eq(run_step(&r, all_kinds[_i]), BACKEND_BROKEN);
	run_rig_release(&r);
}
END_TEST

START_TEST(a_device_without_a_name_is_declined)
{
	struct run_rig r;

	run_rig_init(&r);
	r.fake.name_status = BACKEND_DECLINED;
	ck_assert_int_eq(run_step(&r, "device d0 g0"), BACKEND_DECLINED);
	ck_assert_int_eq(run_step(&r, "device d0 g0 name=x"), BACKEND_OK);
	fake_backend_fail(&r.fake, BACKEND_DECLINED);
	ck_assert_int_eq(run_step(&r, "device d1 g0"), BACKEND_DECLINED);
	run_rig_release(&r);
}
END_TEST

START_TEST(a_check_that_fails_breaks_the_step)
{
	struct run_rig r;

	run_rig_init(&r);
	r.fake.check_status = BACKEND_BROKEN;
	ck_assert_int_eq(run_step(&r, "container c0"), BACKEND_BROKEN);
	ck_assert_str_eq(r.fake.base.message, "it does not hold");
	run_rig_release(&r);
}
END_TEST

START_TEST(a_story_begins_anew)
{
	struct run_rig r;

	run_rig_init(&r);
	run_step_calls(&r, "container c0", "open_container p0 c0\n");
	run_step_calls(&r, "fork p0 p1", "fork p0 p1\n");
	run_step_calls(&r, "memory m0 size=4K",
	               "memory p0 m0 size=0x1000 align=0 at=0 page=0 folio=0 "
	               "skew=0 ro=0\n");
	ck_assert(runner_start(&r.runner, &r.fake.base, &r.machine));
	run_step_calls(&r, "enable c0", "ioctl p0 fd=-1 nr=0x73 value=0\n");
	run_step_calls(&r, "fill m0 byte=1 size=1", "fill p0 0 0x1 1\n");
	run_step_calls(&r, "process p1", "process p1\n");
	run_step_calls(&r, "enable c0 as=p1",
	               "ioctl p1 fd=-1 nr=0x73 value=0\n");
	run_rig_release(&r);
}
END_TEST

START_TEST(many_names)
{
	struct run_rig r;
	char line[64], log[64];

	run_rig_init(&r);
	for (int i = 1; i <= 40; i++) {
		snprintf(line, sizeof(line), "process p%d", i);
		snprintf(log, sizeof(log), "process p%d\n", i);
		run_step_calls(&r, line, log);
		snprintf(line, sizeof(line), "container c%d as=p%d", 7 * i, i);
		snprintf(log, sizeof(log), "open_container p%d c%d\n", i,
		         7 * i);
		run_step_calls(&r, line, log);
	}
	run_step_calls(&r, "enable c70 as=p10",
	               "ioctl p10 fd=19 nr=0x73 value=0\n");
	run_step_calls(&r, "enable c63 as=p10",
	               "ioctl p10 fd=-1 nr=0x73 value=0\n");
	run_rig_release(&r);
}
END_TEST

START_TEST(the_state_is_kept)
{
	struct run_rig r;

	run_rig_init(&r);
	for (unsigned int i = 0; i < FAKE_LINES_MAX; i++)
		fake_backend_line(&r.fake, "process", 'p', i);
	run_step_calls(&r, "show", "show all\n");
	ck_assert_uint_eq(r.answer.lines, FAKE_LINES_MAX);
	ck_assert_uint_eq(r.answer.line[5].number, 5);
	ck_assert_int_eq(runner_show(&r.runner, &r.answer), BACKEND_OK);
	ck_assert_uint_eq(r.answer.lines, FAKE_LINES_MAX);
	run_rig_release(&r);
}
END_TEST

START_TEST(other_verbs_are_no_ioctl)
{
	const struct command command = { .verb = VERB_SHOW };
	struct block block;

	ck_assert(!block_init(&block, &command, NULL));
}
END_TEST

Suite *run_suite(void)
{
	Suite *suite = suite_create("run");
	TCase *tcase = tcase_create("run");

	tcase_add_test(tcase, names_follow_what_happened);
	tcase_add_test(tcase, what_failed_is_not_there);
	tcase_add_test(tcase, an_exit_that_fails_ends_nothing);
	tcase_add_test(tcase, locked_vm_is_asked_after_each_step);
	tcase_add_loop_test(tcase, declined_and_broken_are_passed_on, 0,
	                    COUNT(all_kinds));
	tcase_add_test(tcase, a_device_without_a_name_is_declined);
	tcase_add_test(tcase, a_check_that_fails_breaks_the_step);
	tcase_add_test(tcase, a_story_begins_anew);
	tcase_add_test(tcase, many_names);
	tcase_add_test(tcase, the_state_is_kept);
	tcase_add_test(tcase, other_verbs_are_no_ioctl);
	suite_add_tcase(suite, tcase);
	return suite;
}
