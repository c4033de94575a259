/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The calls that each step makes, and what it answers then. */
#include "tests/count.h"
#include "tests/fake_backend.h"
#include "tests/run_rig.h"

#include <check.h>

Suite *calls_suite(void);

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
	struct run_rig r;

	run_rig_init(&r);
	for (int i = 0; i < COUNT(calls); i++)
		run_step_calls(&r, calls[i].line, calls[i].log);
	run_rig_release(&r);
}
END_TEST

static const struct answer_field *field(const struct run_rig *r, enum key key)
{
	const struct answer_field *found = answer_field(&r->answer, key);

	ck_assert_ptr_nonnull(found);
	return found;
}

START_TEST(what_the_kernel_wrote_is_answered)
{
	struct run_rig r;
	struct fake_reply *reply;

	run_rig_init(&r);
	reply = fake_backend_reply(&r.fake, 0);
	reply->writes = true;
	reply->out = UINT64_C(1) << 59;
	run_step(&r, "create c0 page_shift=12 window_size=4K levels=1");
	ck_assert(!field(&r, KEY_START_ADDR)->untouched);
	ck_assert_uint_eq(field(&r, KEY_START_ADDR)->value, UINT64_C(1) << 59);
	reply = fake_backend_reply(&r.fake, 0);
	reply->writes = true;
	reply->out = 0x11000;
	run_step(&r, "get_info c0");
	ck_assert_uint_eq(r.answer.fields, 6);
	ck_assert_uint_eq(field(&r, KEY_PGSIZES)->value, 0x11000);
	ck_assert_uint_eq(field(&r, KEY_FLAGS)->value, 0);
	run_rig_release(&r);
}
END_TEST

START_TEST(what_the_kernel_left_alone_is_untouched)
{
	struct run_rig r;

	run_rig_init(&r);
	fake_backend_reply(&r.fake, -22);
	run_step(&r, "create c0 page_shift=12 window_size=4K levels=1");
	ck_assert(field(&r, KEY_START_ADDR)->untouched);
	run_step(&r, "get_info c0");
	for (unsigned int i = 0; i < r.answer.fields; i++)
		ck_assert(r.answer.field[i].untouched);
	ck_assert_ptr_null(answer_field(&r.answer, KEY_START_ADDR));
	run_rig_release(&r);
}
END_TEST

/* With flags=3 the step itself has put there what it finds. */
START_TEST(a_value_that_was_sent_counts_on_success_only)
{
	struct run_rig r;

	run_rig_init(&r);
	run_step(&r, "get_info c0 flags=3");
	ck_assert(!field(&r, KEY_FLAGS)->untouched);
	fake_backend_reply(&r.fake, -22);
	run_step(&r, "get_info c0 flags=3");
	ck_assert(field(&r, KEY_FLAGS)->untouched);
	run_rig_release(&r);
}
END_TEST

Suite *calls_suite(void)
{
	Suite *suite = suite_create("calls");
	TCase *tcase = tcase_create("calls");

	tcase_add_test(tcase, each_step_makes_its_calls);
	tcase_add_test(tcase, what_the_kernel_wrote_is_answered);
	tcase_add_test(tcase, what_the_kernel_left_alone_is_untouched);
	tcase_add_test(tcase, a_value_that_was_sent_counts_on_success_only);
	suite_add_tcase(suite, tcase);
	return suite;
}
