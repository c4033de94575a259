/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What `tcesim run` tells, and what when its backend cannot go on. */
#include "sim/answer.h"
#include "sim/json_out.h"
#include "sim/model_names.h"
#include "tests/fake_backend.h"
#include "tests/fake_run.h"
#include "tests/tool_rig.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

Suite *out_suite(void);

/* ---- a backend that fails as a test says ------------------------------ */

/* The story TEXT, with OPTION. */
static int run(struct tool_rig *r, const char *text, const char *option)
{
	char line[64];

	tool_rig_put(r, "a.scn", text);
	snprintf(line, sizeof(line), "run --profile=v9 %s @/a.scn", option);
	return tool_rig_call(r, fake_run_command, line);
}

START_TEST(a_broken_invariant_is_named)
{
	struct fake_run *fake_run = fake_run_init();
	struct tool_rig r;

	tool_rig_init(&r);
	fake_run->last_word = BACKEND_BROKEN;
	ck_assert_int_eq(run(&r, "process p1\nexit p1\n", "--format=text"),
	                 EXIT_INTERNAL);
	ck_assert(has(r.err, ":2: v9: internal error: invariant i1: it holds"));
	ck_assert_str_eq(r.out, "0 passed, 1 failed\n");
	ck_assert_int_eq(run(&r, "process p1\nexit p1\n", "--format=json"),
	                 EXIT_INTERNAL);
	ck_assert(has(r.err, ":2: v9: internal error: invariant i1: it holds"));
	ck_assert(has(r.out, "{\"v\":1,\"type\":\"broken\",\"file\":"));
	ck_assert(has(r.out, "\"line\":2,\"message\":\"invariant i1: it"));
	tool_rig_release(&r);
}
END_TEST

START_TEST(a_broken_step_is_named)
{
	struct fake_run *fake_run = fake_run_init();
	struct tool_rig r;

	tool_rig_init(&r);
	fake_run->fake.check_status = BACKEND_BROKEN;
	ck_assert_int_eq(run(&r, "process p1\nexit p1\n", "--format=text"),
	                 EXIT_INTERNAL);
	ck_assert(has(r.err, ":1: v9: internal error: it does not hold\n"));
	run(&r, "process p1\nexit p1\n", "--format=json");
	ck_assert(has(r.out, "\"verdict\":\"broken\",\"message\":\"it does "
	                     "not hold\"}\n"));
	tool_rig_release(&r);
}
END_TEST

START_TEST(without_a_machine)
{
	struct fake_run *fake_run = fake_run_init();
	struct tool_rig r;

	tool_rig_init(&r);
	fake_run->no_machine = TCESIM_BAD_ARGUMENT;
	ck_assert_int_eq(run(&r, "process p1\n", "--format=text"),
	                 EXIT_ALL_SKIPPED);
	ck_assert(
		has(r.out, ": v9: skipped: the model cannot be this machine"));
	run(&r, "process p1\n", "--format=json");
	ck_assert(has(r.out, "{\"v\":1,\"type\":\"skipped\",\"file\":"));
	fake_run->no_machine = TCESIM_NO_MEMORY;
	ck_assert_int_eq(run(&r, "process p1\n", "--format=text"),
	                 EXIT_INTERNAL);
	ck_assert(has(r.err, ": v9: internal error: out of memory\n"));
	ck_assert_int_eq(run(&r, "process p1\n", "--format=json"),
	                 EXIT_INTERNAL);
	tool_rig_release(&r);
}
END_TEST

/* A backend that does not know why, nor what else happened. */
START_TEST(what_is_not_known_is_not_told)
{
	struct fake_run *fake_run = fake_run_init();
	struct tool_rig r;

	tool_rig_init(&r);
	fake_run->fake.locked_vm_status = BACKEND_DECLINED;
	fake_backend_reply(&fake_run->fake, -22);
	ck_assert_int_eq(run(&r, "process p1\n= 0\n", "--format=text"),
	                 EXIT_DIFFERENT);
	ck_assert(!has(r.out, "why:"));
	fake_backend_reply(&fake_run->fake, -4000);
	run(&r, "process p1\n= 0\n", "--format=json");
	ck_assert(has(r.out, "\"process\":0,\"ret\":-4000,\"error\":\"4000\","
	                     "\"verdict\":\"different\""));
	fake_backend_reply(&fake_run->fake, -22)->reply.why = "unheard_of";
	run(&r, "process p1\n= 0\n", "--format=text");
	ck_assert(has(r.out, "    why: unheard_of\n"));
	tool_rig_release(&r);
}
END_TEST

START_TEST(many_differences_in_json)
{
	struct fake_run *fake_run = fake_run_init();
	struct tool_rig r;

	tool_rig_init(&r);
	for (unsigned int i = 0; i < FAKE_LINES_MAX; i++)
		fake_backend_line(&fake_run->fake, "process", 'p', i);
	run(&r, "show\n= nothing\n", "--format=json");
	ck_assert(has(r.out, "\"answered\":\"process p7\"}]}\n"));
	tool_rig_release(&r);
}
END_TEST

START_TEST(a_broken_story_is_not_recorded)
{
	struct fake_run *fake_run = fake_run_init();
	struct tool_rig r;

	tool_rig_init(&r);
	fake_run->fake.check_status = BACKEND_BROKEN;
	ck_assert_int_eq(run(&r, "process p1\n", "--record"), EXIT_INTERNAL);
	tool_rig_check(&r, "a.scn", "process p1\n");
	tool_rig_release(&r);
}
END_TEST

/* ---- what is not told ------------------------------------------------- */

START_TEST(pages_are_told_when_they_are_asked_for)
{
	struct answer answer = { .verb = VERB_DMA };
	struct command like = { .verb = VERB_EXPECT,
		                .result = { .kind = RESULT_OK } };
	char text[64];

	strcpy(answer.seen.pages, "ok:2");
	like.args = 1;
	like.arg[0].key = KEY_PAGES;
	answer_format(&answer, &like, NULL, text, sizeof(text));
	ck_assert_str_eq(text, "ok pages=ok:2");
	like.args = 0;
	answer_format(&answer, &like, NULL, text, sizeof(text));
	ck_assert_str_eq(text, "ok");
}
END_TEST

START_TEST(json_has_only_what_it_has_a_place_for)
{
	const struct tcesim_event event = { .name = "walk" };
	const struct story story = { .file = "f", .profile = "v9" };
	struct json_out json;
	char *out;
	size_t size;
	FILE *file = open_memstream(&out, &size);

	json_out_init(&json, file, file, NULL);
	json.report.ops->story_begins(&json.report, &story);
	json_out_event(&json, &event);
	fclose(file);
	ck_assert_str_eq(out, "");
	free(out);
}
END_TEST

START_TEST(a_dump_has_tables_and_leaves)
{
	struct tool_rig r;

	tool_rig_init(&r);
	tool_rig_put(&r, "a.scn",
	             "container c0\n= 0\nattach g0 c0\n= 0\n"
	             "set_iommu c0 type=spapr_tce_v2\n= 0\n"
	             "memory m0 size=64K\n= 0\n"
	             "register c0 vaddr=m0 size=64K\n= 0\n"
	             "map c0 iova=0x10000 vaddr=m0 size=4K\n= 0\n"
	             "map c0 iova=0x11000 vaddr=m0+8K size=4K flags=r\n= 0\n");
	ck_assert_int_eq(
		tool_rig_run(&r, "run --dump --profile linux-6.12 @/a.scn"), 0);
	ck_assert_msg(has(r.out, "tve g0 slot=0 kind=window pe=0 window=0 "
	                         "levels=1 table=0x"),
	              "%s", r.out);
	ck_assert(has(r.out, " level_bytes=4M page_shift=12 page_size=4K\n"));
	ck_assert(has(r.out, "leaf g0 slot=0 index=0x10 tce=0x"));
	ck_assert(has(r.out, "003 perm=rw at=m0\n"));
	ck_assert(has(r.out, "leaf g0 slot=0 index=0x11 tce=0x"));
	ck_assert(has(r.out, "001 perm=r at=m0+8K\n"));
	ck_assert(!has(r.out, "index=0x12"));
	tool_rig_release(&r);
}
END_TEST

/* ---- names of the model ----------------------------------------------- */

START_TEST(names_of_addresses)
{
	struct model_names names = { 0 };
	const struct name_range old = { 3, 0, 0x10000, 0x2000 };
	const struct name_range new = { 4, 0, 0x10000, 0x1000 };
	const struct tcesim_page page = { .memory = 0 };
	struct place place;

	ck_assert(model_names_add_memory(&names, 0, &old));
	ck_assert(model_names_add_memory(&names, 1, &new));
	ck_assert_uint_eq(model_names_vaddr(&names, 0, 3), 0x10000);
	ck_assert_uint_eq(model_names_vaddr(&names, 0, 9), 0);
	ck_assert_uint_eq(model_names_vaddr(&names, 1, 3), 0);
	place = model_names_address(&names, 0, 0x10000);
	ck_assert_int_eq(place.memory, 4);
	place = model_names_address(&names, 0, 0x11000);
	ck_assert_int_eq(place.memory, 3);
	ck_assert_uint_eq(place.offset, 0x1000);
	place = model_names_address(&names, 0, 0x12000);
	ck_assert_int_eq(place.memory, -1);
	/* The page's own buffer goes before a newer one. */
	place = model_names_view(&names, &page, 0x10800);
	ck_assert_int_eq(place.memory, 3);
	place = model_names_view(&names, &(struct tcesim_page){ -1, 0 },
	                         0x10800);
	ck_assert_int_eq(place.memory, 4);
	place = model_names_view(&names, &page, 0x12000);
	ck_assert_int_eq(place.memory, -1);
	ck_assert_uint_eq(place.offset, 0x12000);
	ck_assert(model_names_fork(&names, 0, 1));
	place = model_names_address(&names, 1, 0x10000);
	ck_assert_int_eq(place.memory, 4);
	model_names_release(&names);
}
END_TEST

Suite *out_suite(void)
{
	Suite *suite = suite_create("out");
	TCase *tcase = tcase_create("out");

	tcase_add_test(tcase, a_broken_invariant_is_named);
	tcase_add_test(tcase, a_broken_step_is_named);
	tcase_add_test(tcase, without_a_machine);
	tcase_add_test(tcase, what_is_not_known_is_not_told);
	tcase_add_test(tcase, many_differences_in_json);
	tcase_add_test(tcase, a_broken_story_is_not_recorded);
	tcase_add_test(tcase, pages_are_told_when_they_are_asked_for);
	tcase_add_test(tcase, json_has_only_what_it_has_a_place_for);
	tcase_add_test(tcase, a_dump_has_tables_and_leaves);
	tcase_add_test(tcase, names_of_addresses);
	suite_add_tcase(suite, tcase);
	return suite;
}
