/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "model/uapi.h"
#include "sim/backend_model.h"
#include "sim/cli.h"
#include "sim/model_vocabulary.h"
#include "tests/tool_rig.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

Suite *backend_suite(void);

/* ---- stories on the model, told to the program ------------------------- */

/* `run TEXT` with OPTION (or NULL) on linux-6.12. */
static int run(struct tool_rig *r, const char *text, const char *option)
{
	char line[64];

	tool_rig_put(r, "a.scn", text);
	snprintf(line, sizeof(line), "run --profile linux-6.12 %s @/a.scn",
	         option ? option : "");
	return tool_rig_run(r, line);
}

static void passes(const char *text)
{
	struct tool_rig r;
	int status;

	tool_rig_init(&r);
	status = run(&r, text, NULL);
	ck_assert_msg(status == EXIT_AS_EXPECTED, "%s%s", r.out, r.err);
	tool_rig_release(&r);
}

#define V2                    \
	"container c0\n= 0\n" \
	"attach g0 c0\n= 0\n" \
	"set_iommu c0 type=spapr_tce_v2\n= 0\n"

START_TEST(all_kinds_of_lines)
{
	passes("machine groups=2\n"
	       "container c3\n= 0\n"
	       "container c1\n= 0\n"
	       "attach g0 c1\n= 0\n"
	       "set_iommu c1 type=spapr_tce_v2\n= 0\n"
	       "attach g1 c1\n= 0\n"
	       "memory m7 size=4M\n= 0\n"
	       "register c1 vaddr=m7 size=4M\n= 0 locked_vm=4M\n"
	       "map c1 iova=0x10000 vaddr=m7+4K size=8K\n= 0\n"
	       "map c1 iova=0x20000 vaddr=m7 size=4K flags=r\n= 0\n"
	       "show of=process\n= process p0 locked_vm=12M\n"
	       "show of=memory\n= memory m7 pins=1024 dirty=0\n"
	       "show of=region\n"
	       "= region m7 size=4M used=1 mapped=4 page_shift=12\n"
	       "show of=container\n"
	       "= container c3 type=none groups=none\n"
	       "= container c1 type=spapr_tce_v2 enabled=yes pending=no "
	       "groups=g1,g0\n"
	       "show of=window\n"
	       "= window c1 slot=0 start_addr=0 page_shift=12 levels=1 "
	       "entries=524288 allocated=8M\n"
	       "show of=tve\n"
	       "= tve g0 slot=0 kind=window levels=1 page_shift=12\n"
	       "= tve g0 slot=1 kind=none\n"
	       "= tve g1 slot=0 kind=window\n"
	       "= tve g1 slot=1 kind=none\n"
	       "show of=tce\n"
	       "= tce c1 slot=0 index=0x10 count=2 at=m7+4K perm=rw "
	       "view=m7+4K\n"
	       "= tce c1 slot=0 index=0x20 count=1 at=m7 perm=r view=m7\n"
	       "dma g1 read iova=0x10000\n= ok at=m7+4K\n"
	       "dma g1 write iova=0\n= fault\n");
}
END_TEST

START_TEST(the_host_keeps_what_is_not_attached)
{
	passes("container c0\n= 0\n"
	       "attach g0 c0\n= 0\n"
	       "set_iommu c0 type=spapr_tce\n= 0\n"
	       "enable c0\n= 0\n"
	       "show of=container\n= container c0 type=spapr_tce "
	       "enabled=yes\n"
	       "detach g0\n= 0\n"
	       "show of=tve\n"
	       "= tve g0 slot=0 kind=host\n"
	       "= tve g0 slot=1 kind=bypass\n");
}
END_TEST

START_TEST(names_in_other_processes)
{
	passes(V2 "memory m0 size=4M\n= 0\n"
	          "memory m1 size=64K\n= 0\n"
	          "process p2\n= 0\n"
	          "memory m2 size=4M as=p2\n= 0\n"
	          "fork p0 p1\n= 0\n"
	          "register c0 vaddr=m0 size=4M as=p1\n= 0 locked_vm=4M\n"
	          "map c0 iova=0 vaddr=m0+4K size=4K as=p1\n= 0\n"
	          "show of=region\n"
	          "= region m0 size=4M process=p1\n"
	          "show of=tce\n= tce c0 at=m0+4K view=m0+4K\n"
	          "unmap_memory m1 as=p1\n= 0\n"
	          "unmap_memory m1\n= 0\n"
	          "unmap_memory m2 as=p2\n= 0\n"
	          "memlock p2 size=64K ipc_lock=no\n= 0\n"
	          "exit p2\n= 0\n"
	          "fill m0 byte=1\n= 0\n"
	          "fill m0 byte=1 size=5M\n= -EFAULT\n"
	          "close c0 as=p1\n= 0\n");
}
END_TEST

/* An address that no buffer has is a number. */
START_TEST(addresses_without_a_name)
{
	struct tool_rig r;

	tool_rig_init(&r);
	ck_assert_int_eq(run(&r,
	                     "memory m0 size=4M\n"
	                     "memory m0 size=8M # again\n",
	                     NULL),
	                 EXIT_UNUSABLE);
	passes(V2 "memory m0 size=4M\n= 0\n"
	          "unmap_memory m0\n= 0\n"
	          "memory m1 size=4M at=m0\n= 0\n"
	          "register c0 vaddr=m1 size=4M\n= 0\n"
	          "show of=region\n= region m1 size=4M\n");
	tool_rig_release(&r);
}
END_TEST

START_TEST(faults_strike)
{
	passes(V2 "fault set_window nth=1 error=-EIO\n= 0\n"
	          "remove c0 start_addr=0\n= 0\n"
	          "create c0 page_shift=16 window_size=1G levels=1\n= -EIO\n"
	          "fault set_window group=g0\n= 0\n");
}
END_TEST

START_TEST(the_device_of_a_group)
{
	passes("machine groups=16\n"
	       "container c0\n= 0\n"
	       "attach g10 c0\n= 0\n"
	       "set_iommu c0 type=spapr_tce_v2\n= 0\n"
	       "device d0 g10\n= 0\n"
	       "device d1 g10 name=0001:00:00.0\n= -ENODEV\n"
	       "close d0\n= 0\n"
	       "close d0\n= -EBADF\n");
}
END_TEST

START_TEST(what_does_not_fit_the_machine_is_skipped)
{
	struct tool_rig r;

	tool_rig_init(&r);
	ck_assert_int_eq(run(&r, "container c0\nmemory m0 size=3K\n", NULL),
	                 EXIT_ALL_SKIPPED);
	ck_assert(has(r.out, ":2: linux-6.12: skipped: a size, "
	                     "address or alignment does not "
	                     "fit the machine\n"
	                     "0 passed, 0 failed, 1 skipped\n"));
	run(&r, "memory m0 size=3K\n", "--format=json");
	ck_assert(has(r.out, "\"verdict\":\"skipped\","
	                     "\"message\":\"a size"));
	tool_rig_release(&r);
}
END_TEST

/* A v2 window whose table cannot be made leaks its charge on 6.12. */
START_TEST(hazards_are_told_when_asked_for)
{
	static const char text[] = V2
		"fault page_alloc\n= 0\n"
		"create c0 page_shift=16 window_size=1G levels=1\n"
		"= -ENOMEM\n";
	struct tool_rig r;

	tool_rig_init(&r);
	ck_assert_int_eq(run(&r, text, NULL), EXIT_AS_EXPECTED);
	ck_assert_int_eq(run(&r, text, "--hazards=report"), EXIT_AS_EXPECTED);
	ck_assert(has(r.out, ":9: linux-6.12: hazard leaked_charge\n"));
	ck_assert_int_eq(run(&r, text, "--hazards=error"), EXIT_DIFFERENT);
	ck_assert(has(r.out, "    differs: hazard\n"));
	run(&r, text, "--format=json");
	ck_assert(has(r.out, "\"error\":\"ENOMEM\",\"why\":"));
	ck_assert(has(r.out, "\"hazards\":[\"leaked_charge\"]"));
	tool_rig_release(&r);
}
END_TEST

START_TEST(json_of_answers)
{
	static const char text[] = V2
		"create c0 page_shift=16 window_size=1G levels=1\n"
		"memory m0 size=64K\nregister c0 vaddr=m0 size=64K\n"
		"map c0 iova=0 vaddr=m0 size=64K\n"
		"dma g0 read iova=0x1000\n";
	struct tool_rig r;

	tool_rig_init(&r);
	ck_assert_int_eq(run(&r, text, "--format=json"), EXIT_AS_EXPECTED);
	ck_assert(has(r.out, "\"out\":{\"start_addr\":576460752303423488}"));
	ck_assert(has(r.out, "\"at\":\"m0+4K\""));
	ck_assert_int_eq(run(&r, text, "--trace"), EXIT_AS_EXPECTED);
	ck_assert(has(r.out, "< ok at=m0+4K data=0*4K\n"));
	tool_rig_release(&r);
}
END_TEST

START_TEST(machines_differ)
{
	passes("machine platform=powernv8 page=64K endian=big windows=1 "
	       "lacks=create_table\n"
	       "container c0\n= 0\n");
	passes("machine platform=powernv10 lacks=set_window\n"
	       "container c0\n= 0\n");
	passes("machine lacks=unset_window table_group=no\ncontainer c0\n= 0\n");
	passes("machine lacks=get_table_size\ncontainer c0\n= 0\n");
	passes("machine host_driver.g1=yes groups=2\n"
	       "status g0\n= 0 flags=1\n"
	       "status g1\n= 0 flags=0\n");
}
END_TEST

/* ---- the backend itself -------------------------------------------------- */

static struct backend *model(struct tcesim_config *config)
{
	enum tcesim_status status;
	struct backend *b =
		backend_model_new(config, tcesim_profile_named("linux-6.12"),
	                          CHECK_STEPS, &status);

	ck_assert_ptr_nonnull(b);
	return b;
}

START_TEST(a_machine_that_cannot_be)
{
	struct tcesim_config config;
	enum tcesim_status status;

	tcesim_config_init(&config);
	config.page_shift = 13;
	ck_assert_ptr_null(backend_model_new(
		&config, tcesim_profile_named("v9"), CHECK_STEPS, &status));
	ck_assert_int_eq(status, TCESIM_BAD_ARGUMENT);
}
END_TEST

/* Hands out memory until told to stop. */
static void *stingy(void *context, void *block, size_t size)
{
	const bool *empty = context;

	if (!size) {
		free(block);
		return NULL;
	}
	return *empty ? NULL : realloc(block, size);
}

START_TEST(memory_that_runs_out_is_an_internal_error)
{
	struct tcesim_config config;
	bool empty = false;
	struct reply reply;
	struct backend *b;
	enum backend_status status = BACKEND_OK;

	tcesim_config_init(&config);
	config.resize = stingy;
	config.resize_context = &empty;
	b = model(&config);
	empty = true;
	for (unsigned int i = 1; !status && i < 100000; i++)
		status = b->ops->process(b, i, &reply);
	ck_assert_int_eq(status, BACKEND_BROKEN);
	ck_assert_str_eq(b->message, "out of memory");
	b->ops->free(b);
}
END_TEST

START_TEST(unknown_fault_sites_are_declined)
{
	const struct fault_request request = { .site = "nowhere",
		                               .nth = 1,
		                               .group = -1 };
	struct tcesim_config config;
	struct backend *b;

	tcesim_config_init(&config);
	b = model(&config);
	ck_assert_int_eq(b->ops->fault(b, &request), BACKEND_DECLINED);
	b->ops->free(b);
}
END_TEST

START_TEST(what_no_process_can_do_is_declined)
{
	struct tcesim_config config;
	struct reply reply;
	struct backend *b;

	tcesim_config_init(&config);
	b = model(&config);
	ck_assert_int_eq(b->ops->open_container(b, 9, 0, &reply),
	                 BACKEND_DECLINED);
	ck_assert_int_eq(b->ops->fork(b, 9, 10, &reply), BACKEND_DECLINED);
	b->ops->free(b);
}
END_TEST

START_TEST(checks_can_be_left_out)
{
	struct tcesim_config config;
	enum tcesim_status status;
	struct backend *b;

	tcesim_config_init(&config);
	b = backend_model_new(&config, tcesim_profile_named("v9"), CHECK_NEVER,
	                      &status);
	ck_assert_ptr_nonnull(b);
	ck_assert_int_eq(b->ops->check(b), BACKEND_OK);
	ck_assert_int_eq(backend_model_settle(b), BACKEND_OK);
	b->ops->free(b);
}
END_TEST

/* 20,000 mappings of one page each: the cost of checks must not show. */
START_TEST(large_machines_are_checked_at_intervals)
{
	char text[512] = V2 "memory m0 size=512M\n= 0\n"
			    "register c0 vaddr=m0 size=512M\n= 0\n"
			    "map c0 iova=0 vaddr=m0 size=512M\n= 0\n";

	for (int i = 0; i < 8; i++)
		strcat(text, "unmap c0 iova=0 size=4K\n= 0\n");
	passes(text);
}
END_TEST

START_TEST(the_vocabulary_is_the_models)
{
	struct model_vocabulary names;

	ck_assert(model_vocabulary_init(&names));
	ck_assert_str_eq(names.vocabulary.reasons.word[0], "none");
	ck_assert_ptr_null(tcesim_hazard(names.vocabulary.hazards.count));
	ck_assert_ptr_nonnull(
		tcesim_hazard(names.vocabulary.hazards.count - 1));
	ck_assert_str_eq(names.vocabulary.profile[0].name, "v9");
	ck_assert_str_eq(names.vocabulary.error_name(22), "EINVAL");
	ck_assert_int_eq(names.vocabulary.error_number("EIO"), 5);
	model_vocabulary_release(&names);
}
END_TEST

Suite *backend_suite(void)
{
	Suite *suite = suite_create("backend");
	TCase *tcase = tcase_create("backend");

	tcase_add_test(tcase, all_kinds_of_lines);
	tcase_add_test(tcase, the_host_keeps_what_is_not_attached);
	tcase_add_test(tcase, names_in_other_processes);
	tcase_add_test(tcase, addresses_without_a_name);
	tcase_add_test(tcase, faults_strike);
	tcase_add_test(tcase, the_device_of_a_group);
	tcase_add_test(tcase, what_does_not_fit_the_machine_is_skipped);
	tcase_add_test(tcase, hazards_are_told_when_asked_for);
	tcase_add_test(tcase, json_of_answers);
	tcase_add_test(tcase, machines_differ);
	tcase_add_test(tcase, a_machine_that_cannot_be);
	tcase_add_test(tcase, memory_that_runs_out_is_an_internal_error);
	tcase_add_test(tcase, unknown_fault_sites_are_declined);
	tcase_add_test(tcase, what_no_process_can_do_is_declined);
	tcase_add_test(tcase, checks_can_be_left_out);
	tcase_add_test(tcase, large_machines_are_checked_at_intervals);
	tcase_add_test(tcase, the_vocabulary_is_the_models);
	suite_add_tcase(suite, tcase);
	return suite;
}
