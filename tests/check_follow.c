/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Traces: how they are read, and what is made of them. */
#include "sim/json_in.h"
#include "tests/tool_rig.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

Suite *follow_suite(void);

/* ---- JSON --------------------------------------------------------------- */

static bool reads(struct json_in *json, const char *line)
{
	return json_in_read(json, line, strlen(line));
}

START_TEST(json_is_a_tree)
{
	struct json_in json = { .text = NULL };
	const struct json_node *node;

	ck_assert(reads(&json, " {\"a\": -22, \"b\":[1, \"x\", {}, []],\n"
	                       "\"c\":{\"d\":18446744073709551615}, "
	                       "\"e\":null,\"f\":1.5, \"a\":7} "));
	node = json_in_member(&json, &json.node[0], "a", JSON_INTEGER);
	ck_assert_int_eq((int64_t)node->number, -22);
	ck_assert(node->negative);
	node = json_in_member(&json, &json.node[0], "b", JSON_LIST);
	node = json_in_first(&json, node);
	ck_assert_uint_eq(node->number, 1);
	ck_assert_ptr_null(node->key);
	node = json_in_next(&json, node);
	ck_assert_str_eq(node->string, "x");
	node = json_in_next(&json, node);
	ck_assert_int_eq(node->type, JSON_OBJECT);
	ck_assert_ptr_null(json_in_first(&json, node));
	node = json_in_next(&json, node);
	ck_assert_ptr_null(json_in_next(&json, node));
	node = json_in_member(&json, &json.node[0], "c", JSON_OBJECT);
	node = json_in_member(&json, node, "d", JSON_INTEGER);
	ck_assert_uint_eq(node->number, UINT64_MAX);
	ck_assert_ptr_nonnull(
		json_in_member(&json, &json.node[0], "e", JSON_OTHER));
	ck_assert_ptr_nonnull(
		json_in_member(&json, &json.node[0], "f", JSON_OTHER));
	ck_assert_ptr_null(
		json_in_member(&json, &json.node[0], "b", JSON_STRING));
	ck_assert_ptr_null(
		json_in_member(&json, &json.node[0], "z", JSON_STRING));
	json_in_release(&json);
}
END_TEST

START_TEST(json_strings_are_unescaped)
{
	struct json_in json = { .text = NULL };

	ck_assert(reads(&json, "\"a\\\"\\\\\\/\\b\\f\\n\\r\\t\\u0041\\u00e4"
	                       "\\u20aC\""));
	ck_assert_str_eq(json.node[0].string,
	                 "a\"\\/\b\f\n\r\tA\xc3\xa4\xe2\x82\xac");
	json_in_release(&json);
}
END_TEST

START_TEST(what_is_no_json)
{
	static const char *const wrong[] = {
		"",         "  ",      "{",        "[1",       "[1,",
		"[1 2]",    "{\"a\"}", "{\"a\":}", "{1:2}",    "\"a",
		"\"\\x\"",  "\"\\",    "\"\\u12",  "\"\\u12g", "{} x",
		"{\"a\":1", "[,]",     "]",        "{\"a",
	};
	struct json_in json = { .text = NULL };
	char deep[200] = "";

	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++)
		ck_assert_msg(!reads(&json, wrong[i]), "%s", wrong[i]);
	for (int i = 0; i < 40; i++)
		strcat(deep, "[");
	ck_assert(!reads(&json, deep));
	ck_assert(!json_in_read(&json, "\"a\0b", 4));
	json_in_release(&json);
}
END_TEST

/* ---- traces ------------------------------------------------------------- */

static const char setup[] = "container c0\nattach g0 c0\nset_iommu c0 type=7\n"
			    "memory m0 size=1M\nregister c0 vaddr=m0 size=1M\n"
			    "remove c0 start_addr=0\n";

/* The trace of STORY on linux-6.12 goes to @/t.json. */
static void trace(struct tool_rig *r, const char *story)
{
	tool_rig_put(r, "t.scn", story);
	ck_assert_int_eq(tool_rig_run_to(r,
	                                 "run --format json --profile "
	                                 "linux-6.12 @/t.scn",
	                                 "t.json"),
	                 0);
}

/* FROM becomes TO in @/t.json, once; the texts are of one length, or not. */
static void forge(struct tool_rig *r, const char *from, const char *to)
{
	char *text = tool_rig_get(r, "t.json");
	char *at = strstr(text, from);
	char *forged = calloc(1, strlen(text) + strlen(to) + 1);

	ck_assert_msg(at, "%s", from);
	memcpy(forged, text, (size_t)(at - text));
	strcat(forged, to);
	strcat(forged, at + strlen(from));
	tool_rig_put(r, "t.json", forged);
	free(forged);
	free(text);
}

static void check_says(struct tool_rig *r, int status, const char *summary)
{
	int got = tool_rig_run(r, "check @/t.json");

	ck_assert_msg(got == status, "%s%s", r->out, r->err);
	ck_assert_msg(has(r->out, summary), "%s", r->out);
}

START_TEST(own_traces_are_accepted)
{
	struct tool_rig r;
	char story[1024];

	tool_rig_init(&r);
	snprintf(story, sizeof(story),
	         "%screate c0 page_shift=12 window_size=1M levels=1\n"
	         "map c0 iova=0 vaddr=m0 size=64K\nfill m0 byte=0x11\n"
	         "dma g0 read iova=0\ndma g0 read iova=1<<40\npeek m0\n"
	         "show of=region\nshow\nunregister c0 vaddr=m0 size=1M\n"
	         "get_info c0\nclose c0\nshow of=window\n",
	         setup);
	trace(&r, story);
	check_says(&r, 0, "1 stories: 18 steps as the model, 0 with");
	ck_assert_int_eq(
		tool_rig_run_to(&r, "run --format json @/t.scn", "t.json"), 0);
	check_says(&r, 0, "11 stories: 198 steps as the model, 0 with");
	tool_rig_release(&r);
}
END_TEST

/* What was told before it is judged by itself; what is about the same
 * container and does not fit follows from it. */
START_TEST(wrong_step_is_told_without_those_that_follow)
{
	struct tool_rig r;
	char story[1024];

	tool_rig_init(&r);
	snprintf(story, sizeof(story),
	         "%scontainer c1\n"
	         "create c0 page_shift=12 window_size=1M levels=1\n"
	         "map c0 iova=0 vaddr=m0 size=4K\n"
	         "map c0 iova=4K vaddr=m0 size=4K\nget_info c0\n"
	         "show of=window\nget_info c1\n",
	         setup);
	trace(&r, story);
	/* As if there were no window of that kind; and another thing. */
	forge(&r,
	      "window_size=1M levels=1\",\"verb\":\"create\",\"process\":0,"
	      "\"ret\":0",
	      "window_size=1M levels=1\",\"verb\":\"create\",\"process\":0,"
	      "\"ret\":-22");
	forge(&r,
	      "get_info c1\",\"verb\":\"get_info\",\"process\":0,\"ret\":"
	      "-22",
	      "get_info c1\",\"verb\":\"get_info\",\"process\":0,\"ret\":-5");
	check_says(&r, 1,
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
	char story[1024];

	tool_rig_init(&r);
	snprintf(story, sizeof(story),
	         "%screate c0 page_shift=12 window_size=3M levels=1\n"
	         "create c0 page_shift=12 window_size=1M levels=1\n"
	         "map c0 iova=0 vaddr=m0 size=4K\nshow of=tve\n"
	         "show of=process\n",
	         setup);
	trace(&r, story);
	forge(&r, "\"ret\":-22,\"error\":\"EINVAL\",\"why\":\"not_pow2\"",
	      "\"ret\":0");
	forge(&r, "\"start_addr\":\"untouched\"", "\"start_addr\":0");
	forge(&r, "\"start_addr\":0}", "\"start_addr\":0}");
	forge(&r,
	      "window_size=1M levels=1\",\"verb\":\"create\",\"process\":0,"
	      "\"ret\":0",
	      "window_size=1M levels=1\",\"verb\":\"create\",\"process\":0,"
	      "\"ret\":-28");
	check_says(&r, 1, "1 not explained, 1 that follow");
	tool_rig_release(&r);
}
END_TEST

/* A leak that the model does not know is told once. */
START_TEST(locked_vm_goes_on_from_where_it_is)
{
	struct tool_rig r;
	char story[1024];

	tool_rig_init(&r);
	snprintf(story, sizeof(story),
	         "%smemory m1 size=64K\nregister c0 vaddr=m1 size=64K\n"
	         "unregister c0 vaddr=m1 size=64K\nshow of=process\n",
	         setup);
	trace(&r, story);
	/* 1M+64K and 1M, each with 4K more. */
	forge(&r, "\"locked_vm\":1114112", "\"locked_vm\":1118208");
	forge(&r,
	      "size=64K\",\"verb\":\"unregister\",\"process\":0,\"ret\":0,"
	      "\"why\":\"none\",\"hazards\":[],\"locked_vm\":1048576",
	      "size=64K\",\"verb\":\"unregister\",\"process\":0,\"ret\":0,"
	      "\"why\":\"none\",\"hazards\":[],\"locked_vm\":1052672");
	forge(&r, "process p0 locked_vm=1M", "process p0 locked_vm=1028K");
	check_says(&r, 1,
	           "9 steps as the model, 0 with assumptions, 1 not "
	           "explained, 0 that follow");
	tool_rig_release(&r);
}
END_TEST

/* ---- what depends on the host ------------------------------------------- */

/* A story with failures, and its trace without the lines that arm them. */
static void trace_without_faults(struct tool_rig *r, const char *story)
{
	char *text, *line, *kept;

	trace(r, story);
	text = tool_rig_get(r, "t.json");
	kept = calloc(1, strlen(text) + 1);
	for (line = strtok(text, "\n"); line; line = strtok(NULL, "\n"))
		if (!strstr(line, "\"verb\":\"fault\""))
			strcat(strcat(kept, line), "\n");
	tool_rig_put(r, "t.json", kept);
	free(kept);
	free(text);
}

/* What failed, and what is found. */
static const struct {
	const char *story, *found;
} failures[] = {
	{ "fault page_alloc.hw_top\n"
	  "create c0 page_shift=12 window_size=1M levels=1\n",
	  "t.scn:8: linux-6.12: accepted if page_alloc.hw_top fails\n"
	  "    step: create c0 " },
	{ "fault opal_map error=-EBUSY\n"
	  "create c0 page_shift=12 window_size=1M levels=1\n",
	  "t.scn:8: linux-6.12: accepted if opal_map fails with -EBUSY\n" },
	{ "create c0 page_shift=12 window_size=1M levels=1\n"
	  "fault tce_xchg nth=3\nmap c0 iova=0 vaddr=m0 size=16K\n",
	  "t.scn:9: linux-6.12: accepted if tce_xchg fails\n" },
	/* Nobody is told, until it shows. */
	{ "fault kmalloc.link\n"
	  "create c0 page_shift=12 window_size=1M levels=1\n"
	  "map c0 iova=0 vaddr=m0 size=4K\nshow of=window\n",
	  "t.scn:8: linux-6.12: accepted if kmalloc.link fails\n" },
};

START_TEST(failures_of_the_host_are_found)
{
	struct tool_rig r;
	char story[1024];

	tool_rig_init(&r);
	for (size_t i = 0; i < sizeof(failures) / sizeof(failures[0]); i++) {
		snprintf(story, sizeof(story), "%s%sget_info c0\n", setup,
		         failures[i].story);
		trace_without_faults(&r, story);
		check_says(&r, 0, "1 with assumptions, 0 not explained");
		ck_assert_msg(has(r.out, failures[i].found), "%s", r.out);
	}
	tool_rig_release(&r);
}
END_TEST

/* Only the story as a whole tells which of several failures it was. */
START_TEST(later_steps_tell_between_failures)
{
	struct tool_rig r;

	tool_rig_init(&r);
	trace_without_faults(&r, "container c0\nattach g0 c0\n"
	                         "set_iommu c0 type=2\nenable c0\n"
	                         "memory m0 size=64K\nfault pin nth=3\n"
	                         "map c0 iova=0 vaddr=m0 size=64K\n"
	                         "show of=memory\n");
	check_says(&r, 0, "1 with assumptions, 0 not explained");
	ck_assert(has(r.out, "accepted if pin fails at passage 3\n"));
	tool_rig_release(&r);
}
END_TEST

static const char two_groups[] =
	"machine groups=2 tce32.g0=1G\ncontainer c0\nattach g0 c0\n"
	"attach g1 c0\nset_iommu c0 type=7\nget_info c0\nshow of=container\n";

/* Which of two groups is the first shows in what it is asked for. */
START_TEST(order_of_groups_is_free)
{
	struct tool_rig r;

	tool_rig_init(&r);
	trace(&r, two_groups);
	forge(&r, "groups=g0,g1", "groups=g1,g0");
	check_says(&r, 0, "6 steps as the model");
	forge(&r, "\"dma32_window_size\":1073741824",
	      "\"dma32_window_size\":2147483648");
	check_says(&r, 0, "1 with assumptions, 0 not explained");
	ck_assert(has(r.out, "t.scn:3: linux-6.12: accepted if the groups of "
	                     "this line and line 4 are in the other "
	                     "order\n"));
	trace(&r, two_groups);
	forge(&r, "groups=g0,g1", "groups=g1");
	check_says(&r, 1, "1 not explained");
	tool_rig_release(&r);
}
END_TEST

static const char guest[] =
	"machine platform=pseries\ncontainer c0\nattach g0 c0\n"
	"set_iommu c0 type=7\nmemory m0 size=1M\n"
	"register c0 vaddr=m0 size=1M\nmap c0 iova=0 vaddr=m0 size=4K\n"
	"create c0 page_shift=16 window_size=1G levels=1\n"
	"map c0 iova=0x800000000000000+64K vaddr=m0 size=64K\n"
	"show of=window\nremove c0 start_addr=0x800000000000000\n";

/* Replaces all of FROM. */
static void forge_all(struct tool_rig *r, const char *from, const char *to)
{
	char *text = tool_rig_get(r, "t.json");
	bool found = strstr(text, from);

	for (; found; found = strstr(text, from)) {
		forge(r, from, to);
		free(text);
		text = tool_rig_get(r, "t.json");
	}
	free(text);
}

START_TEST(firmware_puts_windows_where_it_likes)
{
	struct tool_rig r;

	tool_rig_init(&r);
	trace(&r, guest);
	ck_assert_int_eq(tool_rig_run(&r, "check @/t.json"), 0);
	forge_all(&r, "\"start_addr\":576460752303423488",
	          "\"start_addr\":1152921504606846976");
	forge_all(&r, "0x800000000010000", "0x1000000000010000");
	forge_all(&r, "0x800000000000000", "0x1000000000000000");
	check_says(&r, 0, "0 with assumptions, 0 not explained");
	tool_rig_release(&r);
}
END_TEST

/* ---- other writers ------------------------------------------------------ */

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
	trace(&r, setup);
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
	char story[1024];

	tool_rig_init(&r);
	snprintf(story, sizeof(story),
	         "%screate c0 page_shift=12 window_size=2M levels=1\n"
	         "unmap c0 iova=2M-4K size=8K\nget_info c0\n",
	         setup);
	trace(&r, story);
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
	tcase_add_test(tcase, json_is_a_tree);
	tcase_add_test(tcase, json_strings_are_unescaped);
	tcase_add_test(tcase, what_is_no_json);
	tcase_add_test(tcase, own_traces_are_accepted);
	tcase_add_test(tcase, wrong_step_is_told_without_those_that_follow);
	tcase_add_test(tcase, steps_that_follow_are_counted);
	tcase_add_test(tcase, locked_vm_goes_on_from_where_it_is);
	tcase_add_test(tcase, failures_of_the_host_are_found);
	tcase_add_test(tcase, later_steps_tell_between_failures);
	tcase_add_test(tcase, order_of_groups_is_free);
	tcase_add_test(tcase, firmware_puts_windows_where_it_likes);
	tcase_add_test(tcase, little_is_enough);
	tcase_add_test(tcase, what_is_no_trace);
	tcase_add_test(tcase, trace_comes_from_standard_input);
	tcase_add_test(tcase, other_kernels_are_refused);
	suite_add_tcase(suite, tcase);
	return suite;
}
