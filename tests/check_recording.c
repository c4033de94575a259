/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What real kernels have answered: stored traces, and recordings. */
#include "tests/tool_rig.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

Suite *recording_suite(void);

/* ---- traces of the guest agent ------------------------------------------ */

#define KERNEL_6_12 "tests/data/kernel-6.12-4k.json"
#define KERNEL_7_2  "tests/data/kernel-7.2-4k.json"

/* The answers of a booted kernel, and who is nearest. */
static const struct {
	const char *trace, *nearest, *defect;
} fingerprints[] = {
	{ KERNEL_6_12, "nearest linux-6.12: 0 of ",
	  "\n    unmap_range=first, not whole: " },
	{ KERNEL_7_2, "nearest linux-7.2: 0 of ",
	  "\n    short_pin=count, not EFAULT: " },
};

START_TEST(real_kernels_are_recognised)
{
	struct tool_rig r;
	char line[256];

	tool_rig_init(&r);
	snprintf(line, sizeof(line), "fingerprint %s", fingerprints[_i].trace);
	ck_assert_int_eq(tool_rig_run(&r, line), 0);
	ck_assert_msg(!strncmp(r.out, fingerprints[_i].nearest,
	                       strlen(fingerprints[_i].nearest)),
	              "%s", r.out);
	ck_assert(has(r.out, fingerprints[_i].defect));
	ck_assert(!has(r.out, "    but "));
	ck_assert(!has(r.out, "fit no kernel"));
	tool_rig_release(&r);
}
END_TEST

/* As whom a trace is read, and the first step that is not explained. */
static const struct {
	const char *options, *trace, *first;
} checks[] = {
	{ "", KERNEL_6_12, NULL },
	{ "", KERNEL_7_2, NULL },
	{ "--profile linux-7.2 ", KERNEL_6_12,
	  "scenarios/levels/entries_behind_the_window.scn:36: linux-7.2: "
	  "not explained\n"
	  "    step: unmap c0 iova=0x7ffff000 size=8K\n"
	  "    answered: 0 locked_vm=12304K\n"
	  "    acceptable: 1 locked_vm=12304K\n" },
	{ "--profile linux-6.12 ", KERNEL_7_2,
	  "scenarios/levels/entries_behind_the_window.scn:36: linux-6.12: "
	  "not explained\n"
	  "    step: unmap c0 iova=0x7ffff000 size=8K\n"
	  "    answered: 1 locked_vm=12304K\n"
	  "    acceptable: 0 locked_vm=12304K\n" },
};

START_TEST(real_kernels_are_accepted_as_themselves)
{
	const char *first = checks[_i].first;
	struct tool_rig r;
	char line[256];

	tool_rig_init(&r);
	snprintf(line, sizeof(line), "check %s%s", checks[_i].options,
	         checks[_i].trace);
	ck_assert_int_eq(tool_rig_run(&r, line), first ? 1 : 0);
	if (first)
		ck_assert_msg(!strncmp(r.out, first, strlen(first)), "%s",
		              r.out);
	else
		ck_assert_msg(has(r.out, " 0 with assumptions, 0 not "), "%s",
		              r.out);
	tool_rig_release(&r);
}
END_TEST

START_TEST(a_step_need_not_name_its_story)
{
	struct tool_rig r;

	tool_rig_init(&r);
	tool_rig_put(&r, "t.json",
	             "{\"type\":\"story\",\"file\":\"a.scn\",\"profile\":"
	             "\"linux-6.12\",\"machine\":\"machine groups=2\"}\n"
	             "{\"line\":1,\"step\":\"container c0\",\"ret\":0}\n"
	             "{\"line\":2,\"step\":\"attach g1 c0\",\"ret\":0}\n"
	             "{\"end\":true,\"status\":\"played\"}\n"
	             "{\"line\":1,\"step\":\"container c0\",\"ret\":0,"
	             "\"file\":\"b.scn\"}\n"
	             "{\"line\":2,\"step\":\"enable c0\",\"ret\":-22,"
	             "\"file\":\"c.scn\"}\n");
	ck_assert_int_eq(tool_rig_run(&r, "check @/t.json"), 2);
	ck_assert(has(r.err, "the trace names no profile"));
	ck_assert(has(r.out, "1 stories: 2 steps as the model"));
	tool_rig_release(&r);
}
END_TEST

/* ---- records of the tracer ---------------------------------------------- */

static const char tool[] = "python3 tools/kernel-record --tcesim none ";

/* Without python3 nothing is recorded either. */
static bool can_record(void)
{
	return !system("python3 -c 'import sys' >/dev/null 2>&1");
}

/* Runs the tool on RAW; @/NAME is what it has written. */
static void record(const struct tool_rig *r, const char *options,
                   const char *raw, const char *name)
{
	char command[1024];

	snprintf(command, sizeof(command), "%s %s --raw %s -o %s/%s", tool,
	         options, raw, r->folder, name);
	ck_assert_int_eq(system(command), 0);
}

static char *file_text(const char *path)
{
	FILE *file = fopen(path, "r");
	char *text = calloc(1, 1 << 16);

	ck_assert_msg(file, "%s", path);
	ck_assert_uint_lt(fread(text, 1, (1 << 16) - 1, file), (1 << 16) - 1);
	fclose(file);
	return text;
}

/* What a program did on a kernel, and the scenario of it. */
static const struct {
	const char *raw, *options, *scenario;
} records[] = {
	{ "tests/data/record-odd.json", "", "tests/data/record-odd.scn" },
	{ "tests/data/record-window.json",
	  "--only linux-6.12,linux-7.2 --about 'A driver in user space on its "
	  "way to DMA: tests/clients/window.c.'",
	  "scenarios/recorded/window_on_6_12.scn" },
	{ "tests/data/record-family.json",
	  "--only linux-6.12,linux-7.2 --about 'A program that forks while it "
	  "has a container: tests/clients/family.c.'",
	  "scenarios/recorded/family_on_6_12.scn" },
};

START_TEST(records_become_scenarios)
{
	char *expected, *written, line[256];
	struct tool_rig r;

	if (!can_record())
		return;
	tool_rig_init(&r);
	record(&r, records[_i].options, records[_i].raw, "r.scn");
	expected = file_text(records[_i].scenario);
	written = tool_rig_get(&r, "r.scn");
	ck_assert_str_eq(written, expected);
	snprintf(line, sizeof(line), "run %s", "@/r.scn");
	ck_assert_int_eq(tool_rig_run(&r, line), 0);
	free(expected);
	free(written);
	tool_rig_release(&r);
}
END_TEST

START_TEST(records_become_traces)
{
	struct tool_rig r;

	if (!can_record())
		return;
	tool_rig_init(&r);
	record(&r, "--trace", records[_i].raw, "r.json");
	ck_assert_int_eq(tool_rig_run(&r, "check @/r.json"), 0);
	ck_assert_msg(has(r.out, " 0 with assumptions, 0 not "), "%s", r.out);
	tool_rig_release(&r);
}
END_TEST

Suite *recording_suite(void)
{
	Suite *suite = suite_create("recording");
	TCase *traces = tcase_create("traces");
	TCase *recorded = tcase_create("records");

	tcase_add_loop_test(
		traces, real_kernels_are_recognised, 0,
		(int)(sizeof(fingerprints) / sizeof(fingerprints[0])));
	tcase_add_loop_test(traces, real_kernels_are_accepted_as_themselves, 0,
	                    (int)(sizeof(checks) / sizeof(checks[0])));
	tcase_add_test(traces, a_step_need_not_name_its_story);
	suite_add_tcase(suite, traces);
	tcase_add_loop_test(recorded, records_become_scenarios, 0,
	                    (int)(sizeof(records) / sizeof(records[0])));
	tcase_add_loop_test(recorded, records_become_traces, 0,
	                    (int)(sizeof(records) / sizeof(records[0])));
	suite_add_tcase(suite, recorded);
	return suite;
}
