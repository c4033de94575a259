/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "sim/blocks.h"
#include "sim/parse.h"
#include "sim/run.h"
#include "tests/fake_backend.h"
#include "tests/names.h"

#include <check.h>
#include <stdio.h>
#include <string.h>

Suite *run_suite(void);

struct rig {
	struct fake_backend fake;
	struct machine_spec machine;
	struct runner runner;
	struct command command;
	struct answer answer;
};

static void rig_init(struct rig *r)
{
	memset(r, 0, sizeof(*r));
	fake_backend_init(&r->fake);
	machine_spec_init(&r->machine, NULL);
	r->machine.memlock = 65536;
	ck_assert(runner_start(&r->runner, &r->fake.base, &r->machine));
}

static void rig_release(struct rig *r)
{
	runner_release(&r->runner);
	answer_release(&r->answer);
}

static void print_error(void *context, const struct parse_error *error)
{
	(void)context;
	fprintf(stderr, "%u: %s\n", error->column, error->text);
}

/* What LINE answers; only the calls it makes are in the log then. */
static enum backend_status step(struct rig *r, const char *line)
{
	r->fake.log[0] = '\0';
	ck_assert_int_eq(parse_line(line, strlen(line), &test_names,
	                            &r->command, print_error, NULL),
	                 PARSE_COMMAND);
	return runner_step(&r->runner, &r->command, &r->answer);
}

static void check_step(struct rig *r, const char *line, const char *log)
{
	ck_assert_msg(step(r, line) == BACKEND_OK, "%s: %s", line,
	              r->fake.base.message);
	ck_assert_str_eq(r->fake.log, log);
	ck_assert_int_eq(r->answer.reply.ret, 0);
}

/* Each step and the calls it makes.  One story. */
static const struct {
	const char *line;
	const char *log;
} calls[] = {
	{ "container c0", "open_container p0 c0\n" },
	{ "group g0", "open_group p0 g0\n" },
	{ "attach g0 c0", "ioctl p0 fd=11 nr=0x68 size=4 r=4 w=4 of=10\n" },
	{ "attach g1 c0", "open_group p0 g1\n"
	                  "ioctl p0 fd=12 nr=0x68 size=4 r=4 w=4 of=10\n" },
	{ "attach g0 g1", "ioctl p0 fd=11 nr=0x68 size=4 r=4 w=4 of=12\n" },
	{ "attach g0 d9", "ioctl p0 fd=11 nr=0x68 size=4 r=4 w=4 of=-1\n" },
	{ "attach g0 c0 arg=edge:3",
	  "ioctl p0 fd=11 nr=0x68 size=4 r=3 w=3 of=10\n" },
	{ "set_iommu c0 type=spapr_tce_v2",
	  "ioctl p0 fd=10 nr=0x66 value=7\n" },
	{ "check_extension c0 type=9", "ioctl p0 fd=10 nr=0x65 value=9\n" },
	{ "api_version c0", "ioctl p0 fd=10 nr=0x64 value=0\n" },
	{ "status g2", "open_group p0 g2\n"
	               "ioctl p0 fd=13 nr=0x67 size=8 r=8 w=8 argsz=8 "
	               "flags=0xa5a5a5a5\n" },
	{ "status g2 argsz=4 flags=0 arg=readonly",
	  "ioctl p0 fd=13 nr=0x67 size=8 r=8 w=0 argsz=4 flags=0\n" },
	{ "device d0 g0",
	  "ioctl p0 fd=11 nr=0x6a size=13 r=13 w=13 device-of-g0\n" },
	{ "device d1 g3 name=abc",
	  "open_group p0 g3\nioctl p0 fd=15 nr=0x6a size=4 r=4 w=4 abc\n" },
	{ "get_info c0", "ioctl p0 fd=10 nr=0x70 size=32 r=32 w=32 argsz=32 "
	                 "flags=0xa5a5a5a5\n" },
	{ "memory m0 size=1M align=64K",
	  "memory p0 m0 size=0x100000 align=0x10000 at=0 page=0 folio=0 "
	  "skew=0 ro=0\n" },
	{ "memory m1 size=8K at=m0+1M page=2M folio=4M skew=4K prot=r",
	  "memory p0 m1 size=0x2000 align=0 at=0x10100000 page=0x200000 "
	  "folio=0x400000 skew=0x1000 ro=1\n" },
	{ "fill m0 byte=0xa5", "fill p0 0x10000000 0x100000 165\n" },
	{ "fill m1 byte=1 size=4", "fill p0 0x11000000 0x4 1\n" },
	{ "register c0 vaddr=m0 size=1M",
	  "ioctl p0 fd=10 nr=0x75 size=24 r=24 w=24 argsz=24 flags=0 "
	  "0x10000000 0x100000\n" },
	{ "register c0 vaddr=m1-4K size=0 flags=1 argsz=0xffffffff",
	  "ioctl p0 fd=10 nr=0x75 size=24 r=24 w=24 argsz=4294967295 "
	  "flags=0x1 0x10fff000 0\n" },
	{ "create c0 page_shift=16 window_size=1G levels=2",
	  "ioctl p0 fd=10 nr=0x77 size=40 r=40 w=40 argsz=40 flags=0 16 "
	  "0x40000000 2\n" },
	{ "create c0 page_shift=16 window_size=1G levels=2 arg=null",
	  "ioctl p0 fd=10 nr=0x77 size=40 r=0 w=0 null\n" },
	{ "remove c0 start_addr=1<<59 arg=unmapped",
	  "ioctl p0 fd=10 nr=0x78 size=16 r=0 w=0 argsz=16 flags=0 "
	  "0x800000000000000\n" },
	{ "map c0 iova=4K vaddr=m0+64K size=64K",
	  "ioctl p0 fd=10 nr=0x71 size=32 r=32 w=32 argsz=32 flags=0x3 "
	  "0x10010000 0x1000 0x10000\n" },
	{ "map c0 iova=0 vaddr=0x900000000 size=4K flags=none arg=edge:64",
	  "ioctl p0 fd=10 nr=0x71 size=32 r=32 w=32 argsz=32 flags=0 "
	  "0x900000000 0 0x1000\n" },
	{ "unmap c0 iova=0 size=4K flags=5",
	  "ioctl p0 fd=10 nr=0x72 size=24 r=24 w=24 argsz=24 flags=0x5 0 "
	  "0x1000\n" },
	{ "unregister c0 vaddr=m0 size=1M",
	  "ioctl p0 fd=10 nr=0x76 size=24 r=24 w=24 argsz=24 flags=0\n" },
	{ "eeh_op c0 op=1 err_addr=8",
	  "ioctl p0 fd=10 nr=0x79 size=40 r=40 w=40 argsz=40 flags=0\n" },
	{ "ioctl c0 nr=0x20003bff",
	  "ioctl p0 fd=10 nr=0xff size=256 r=256 w=256 argsz=0 flags=0\n" },
	{ "ioctl d0 nr=0x20003bff argsz=9 flags=2",
	  "ioctl p0 fd=14 nr=0xff size=256 r=256 w=256 argsz=9 flags=0x2\n" },
	{ "enable c0", "ioctl p0 fd=10 nr=0x73 value=0\n" },
	{ "disable c0", "ioctl p0 fd=10 nr=0x74 value=0\n" },
	{ "detach g0", "ioctl p0 fd=11 nr=0x69 value=0\n" },
	{ "process p1", "process p1\n" },
	{ "container c5 as=p1", "open_container p1 c5\n" },
	{ "enable c0 as=p1", "ioctl p1 fd=-1 nr=0x73 value=0\n" },
	{ "memlock p1 ipc_lock=no", "limit p1 65536 0\n" },
	{ "memlock p1 size=unlimited", "limit p1 18446744073709551615 0\n" },
	{ "fork p1 p2", "fork p1 p2\n" },
	{ "memlock p2 size=4K", "limit p2 4096 0\n" },
	{ "enable c5 as=p2", "ioctl p2 fd=17 nr=0x73 value=0\n" },
	{ "close c5 as=p2", "close p2 fd=17\n" },
	{ "enable c5 as=p2", "ioctl p2 fd=-1 nr=0x73 value=0\n" },
	{ "enable c5 as=p1", "ioctl p1 fd=17 nr=0x73 value=0\n" },
	{ "exit p1", "exit p1\n" },
	{ "close d0", "close p0 fd=14\n" },
	{ "close g0", "close p0 fd=11\n" },
	{ "unmap_memory m0", "unmap_memory p0 m0\n" },
	{ "fault page_alloc", "fault page_alloc nth=1 group=-1 error=0\n" },
	{ "fault set_window nth=3 group=g1 error=-EIO",
	  "fault set_window nth=3 group=1 error=-5\n" },
	{ "dma g0 read iova=1<<59", "dma g0 read 0x800000000000000 0x1000\n" },
	{ "dma g1 write iova=0 size=9", "dma g1 write 0 0x9\n" },
	{ "show", "show all\n" },
	{ "show of=tve", "show tve\n" },
};

START_TEST(each_step_makes_its_calls)
{
	struct rig r;

	rig_init(&r);
	for (size_t i = 0; i < sizeof(calls) / sizeof(calls[0]); i++)
		check_step(&r, calls[i].line, calls[i].log);
	rig_release(&r);
}
END_TEST

static const struct answer_field *field(const struct rig *r, enum key key)
{
	const struct answer_field *found = answer_field(&r->answer, key);

	ck_assert_ptr_nonnull(found);
	return found;
}

START_TEST(what_the_kernel_wrote_is_answered)
{
	struct rig r;
	struct fake_reply *reply;

	rig_init(&r);
	reply = fake_backend_reply(&r.fake, 0);
	reply->writes = true;
	reply->out = UINT64_C(1) << 59;
	step(&r, "create c0 page_shift=12 window_size=4K levels=1");
	ck_assert(!field(&r, KEY_START_ADDR)->untouched);
	ck_assert_uint_eq(field(&r, KEY_START_ADDR)->value, UINT64_C(1) << 59);
	reply = fake_backend_reply(&r.fake, 0);
	reply->writes = true;
	reply->out = 0x11000;
	step(&r, "get_info c0");
	ck_assert_uint_eq(r.answer.fields, 6);
	ck_assert_uint_eq(field(&r, KEY_PGSIZES)->value, 0x11000);
	ck_assert_uint_eq(field(&r, KEY_FLAGS)->value, 0);
	rig_release(&r);
}
END_TEST

START_TEST(what_the_kernel_left_alone_is_untouched)
{
	struct rig r;

	rig_init(&r);
	fake_backend_reply(&r.fake, -22);
	step(&r, "create c0 page_shift=12 window_size=4K levels=1");
	ck_assert(field(&r, KEY_START_ADDR)->untouched);
	step(&r, "get_info c0");
	for (unsigned int i = 0; i < r.answer.fields; i++)
		ck_assert(r.answer.field[i].untouched);
	ck_assert_ptr_null(answer_field(&r.answer, KEY_START_ADDR));
	rig_release(&r);
}
END_TEST

/* With flags=3 the step itself has put there what it finds. */
START_TEST(a_value_that_was_sent_counts_on_success_only)
{
	struct rig r;

	rig_init(&r);
	step(&r, "get_info c0 flags=3");
	ck_assert(!field(&r, KEY_FLAGS)->untouched);
	fake_backend_reply(&r.fake, -22);
	step(&r, "get_info c0 flags=3");
	ck_assert(field(&r, KEY_FLAGS)->untouched);
	rig_release(&r);
}
END_TEST

/* Descriptors are not answers; a failed open names nothing. */
START_TEST(names_follow_what_happened)
{
	struct rig r;

	rig_init(&r);
	check_step(&r, "container c0", "open_container p0 c0\n");
	fake_backend_reply(&r.fake, -16);
	step(&r, "group g0");
	ck_assert_int_eq(r.answer.reply.ret, -16);
	fake_backend_reply(&r.fake, -16);
	step(&r, "attach g0 c0");
	ck_assert_str_eq(r.fake.log, "open_group p0 g0\n");
	ck_assert_int_eq(r.answer.reply.ret, -16);
	fake_backend_reply(&r.fake, -16);
	step(&r, "status g0");
	ck_assert_str_eq(r.fake.log, "open_group p0 g0\n");
	fake_backend_reply(&r.fake, -16);
	step(&r, "device d0 g0");
	ck_assert_str_eq(r.fake.log, "open_group p0 g0\n");
	fake_backend_reply(&r.fake, -9);
	step(&r, "close c0");
	check_step(&r, "enable c0", "ioctl p0 fd=10 nr=0x73 value=0\n");
	rig_release(&r);
}
END_TEST

START_TEST(what_failed_is_not_there)
{
	struct rig r;

	rig_init(&r);
	fake_backend_reply(&r.fake, -12);
	step(&r, "memory m0 size=4K");
	ck_assert_int_eq(r.answer.reply.ret, -12);
	check_step(&r, "fill m0 byte=1 size=1", "fill p0 0 0x1 1\n");
	fake_backend_reply(&r.fake, -12);
	step(&r, "process p1");
	ck_assert_int_eq(r.answer.reply.ret, -12);
	fake_backend_reply(&r.fake, -12);
	step(&r, "fork p0 p1");
	ck_assert_int_eq(r.answer.reply.ret, -12);
	ck_assert_int_eq(step(&r, "enable c0 as=p1"), BACKEND_BROKEN);
	ck_assert_int_eq(step(&r, "memlock p1 size=1"), BACKEND_BROKEN);
	rig_release(&r);
}
END_TEST

START_TEST(an_exit_that_fails_ends_nothing)
{
	struct rig r;

	rig_init(&r);
	check_step(&r, "process p1", "process p1\n");
	fake_backend_reply(&r.fake, -1);
	step(&r, "exit p1");
	check_step(&r, "enable c0 as=p1", "ioctl p1 fd=-1 nr=0x73 value=0\n");
	check_step(&r, "exit p1", "exit p1\n");
	ck_assert_int_eq(step(&r, "enable c0 as=p1"), BACKEND_BROKEN);
	check_step(&r, "exit p1", "exit p1\n");
	r.fake.locked_vm = 4096;
	check_step(&r, "exit p0", "exit p0\n");
	ck_assert(!r.answer.locked_vm_known);
	rig_release(&r);
}
END_TEST

START_TEST(locked_vm_is_asked_after_each_step)
{
	struct rig r;

	rig_init(&r);
	r.fake.locked_vm = 8192;
	check_step(&r, "container c0", "open_container p0 c0\n");
	ck_assert(r.answer.locked_vm_known);
	ck_assert_uint_eq(r.answer.locked_vm, 8192);
	r.fake.locked_vm_status = BACKEND_DECLINED;
	check_step(&r, "enable c0", "ioctl p0 fd=10 nr=0x73 value=0\n");
	ck_assert(!r.answer.locked_vm_known);
	r.fake.locked_vm_status = BACKEND_BROKEN;
	ck_assert_int_eq(step(&r, "enable c0"), BACKEND_BROKEN);
	rig_release(&r);
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
	struct rig r;

	rig_init(&r);
	fake_backend_fail(&r.fake, BACKEND_DECLINED);
	ck_assert_int_eq(step(&r, all_kinds[_i]), BACKEND_DECLINED);
	ck_assert_str_eq(r.fake.base.message, "as the test says");
	fake_backend_fail(&r.fake, BACKEND_BROKEN);
	ck_assert_int_eq(step(&r, all_kinds[_i]), BACKEND_BROKEN);
	rig_release(&r);
}
END_TEST

START_TEST(a_device_without_a_name_is_declined)
{
	struct rig r;

	rig_init(&r);
	r.fake.name_status = BACKEND_DECLINED;
	ck_assert_int_eq(step(&r, "device d0 g0"), BACKEND_DECLINED);
	ck_assert_int_eq(step(&r, "device d0 g0 name=x"), BACKEND_OK);
	fake_backend_fail(&r.fake, BACKEND_DECLINED);
	ck_assert_int_eq(step(&r, "device d1 g0"), BACKEND_DECLINED);
	rig_release(&r);
}
END_TEST

START_TEST(a_check_that_fails_breaks_the_step)
{
	struct rig r;

	rig_init(&r);
	r.fake.check_status = BACKEND_BROKEN;
	ck_assert_int_eq(step(&r, "container c0"), BACKEND_BROKEN);
	ck_assert_str_eq(r.fake.base.message, "it does not hold");
	rig_release(&r);
}
END_TEST

START_TEST(a_story_begins_anew)
{
	struct rig r;

	rig_init(&r);
	check_step(&r, "container c0", "open_container p0 c0\n");
	check_step(&r, "fork p0 p1", "fork p0 p1\n");
	check_step(&r, "memory m0 size=4K",
	           "memory p0 m0 size=0x1000 align=0 at=0 page=0 folio=0 "
	           "skew=0 ro=0\n");
	ck_assert(runner_start(&r.runner, &r.fake.base, &r.machine));
	check_step(&r, "enable c0", "ioctl p0 fd=-1 nr=0x73 value=0\n");
	check_step(&r, "fill m0 byte=1 size=1", "fill p0 0 0x1 1\n");
	check_step(&r, "process p1", "process p1\n");
	check_step(&r, "enable c0 as=p1", "ioctl p1 fd=-1 nr=0x73 value=0\n");
	rig_release(&r);
}
END_TEST

START_TEST(many_names)
{
	struct rig r;
	char line[64], log[64];

	rig_init(&r);
	for (int i = 1; i <= 40; i++) {
		snprintf(line, sizeof(line), "process p%d", i);
		snprintf(log, sizeof(log), "process p%d\n", i);
		check_step(&r, line, log);
		snprintf(line, sizeof(line), "container c%d as=p%d", 7 * i, i);
		snprintf(log, sizeof(log), "open_container p%d c%d\n", i,
		         7 * i);
		check_step(&r, line, log);
	}
	check_step(&r, "enable c70 as=p10",
	           "ioctl p10 fd=19 nr=0x73 value=0\n");
	check_step(&r, "enable c63 as=p10",
	           "ioctl p10 fd=-1 nr=0x73 value=0\n");
	rig_release(&r);
}
END_TEST

START_TEST(the_state_is_kept)
{
	struct rig r;

	rig_init(&r);
	for (unsigned int i = 0; i < FAKE_LINES_MAX; i++)
		fake_backend_line(&r.fake, "process", 'p', i);
	check_step(&r, "show", "show all\n");
	ck_assert_uint_eq(r.answer.lines, FAKE_LINES_MAX);
	ck_assert_uint_eq(r.answer.line[5].number, 5);
	ck_assert_int_eq(runner_show(&r.runner, &r.answer), BACKEND_OK);
	ck_assert_uint_eq(r.answer.lines, FAKE_LINES_MAX);
	rig_release(&r);
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
	int kinds = sizeof(all_kinds) / sizeof(all_kinds[0]);

	tcase_add_test(tcase, each_step_makes_its_calls);
	tcase_add_test(tcase, what_the_kernel_wrote_is_answered);
	tcase_add_test(tcase, what_the_kernel_left_alone_is_untouched);
	tcase_add_test(tcase, a_value_that_was_sent_counts_on_success_only);
	tcase_add_test(tcase, names_follow_what_happened);
	tcase_add_test(tcase, what_failed_is_not_there);
	tcase_add_test(tcase, an_exit_that_fails_ends_nothing);
	tcase_add_test(tcase, locked_vm_is_asked_after_each_step);
	tcase_add_loop_test(tcase, declined_and_broken_are_passed_on, 0, kinds);
	tcase_add_test(tcase, a_device_without_a_name_is_declined);
	tcase_add_test(tcase, a_check_that_fails_breaks_the_step);
	tcase_add_test(tcase, a_story_begins_anew);
	tcase_add_test(tcase, many_names);
	tcase_add_test(tcase, the_state_is_kept);
	tcase_add_test(tcase, other_verbs_are_no_ioctl);
	suite_add_tcase(suite, tcase);
	return suite;
}
