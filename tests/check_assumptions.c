/* SPDX-License-Identifier: GPL-2.0-or-later */
/* `tcesim check` where a step depends on the host. */
#include "tests/count.h"
#include "tests/tool_rig.h"
#include "tests/trace_rig.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

Suite *assumptions_suite(void);

/* A story with failures, and its trace without the lines that arm them. */
static void trace_without_faults(struct tool_rig *r, const char *story)
{
	char *text, *line, *kept;

	trace_put(r, story);
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
	for (int i = 0; i < COUNT(failures); i++) {
		snprintf(story, sizeof(story), "%s%sget_info c0\n", TRACE_SETUP,
		         failures[i].story);
		trace_without_faults(&r, story);
		trace_check(&r, 0, "1 with assumptions, 0 not explained");
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
	trace_check(&r, 0, "1 with assumptions, 0 not explained");
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
	trace_put(&r, two_groups);
	trace_forge(&r, "groups=g0,g1", "groups=g1,g0");
	trace_check(&r, 0, "6 steps as the model");
	trace_forge(&r, "\"dma32_window_size\":1073741824",
	            "\"dma32_window_size\":2147483648");
	trace_check(&r, 0, "1 with assumptions, 0 not explained");
	ck_assert(has(r.out, "t.scn:3: linux-6.12: accepted if the groups of "
	                     "this line and line 4 are in the other "
	                     "order\n"));
	trace_put(&r, two_groups);
	trace_forge(&r, "groups=g0,g1", "groups=g1");
	trace_check(&r, 1, "1 not explained");
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
		trace_forge(r, from, to);
		free(text);
		text = tool_rig_get(r, "t.json");
	}
	free(text);
}

START_TEST(firmware_puts_windows_where_it_likes)
{
	struct tool_rig r;

	tool_rig_init(&r);
	trace_put(&r, guest);
	ck_assert_int_eq(tool_rig_run(&r, "check @/t.json"), 0);
	forge_all(&r, "\"start_addr\":576460752303423488",
	          "\"start_addr\":1152921504606846976");
	forge_all(&r, "0x800000000010000", "0x1000000000010000");
	forge_all(&r, "0x800000000000000", "0x1000000000000000");
	trace_check(&r, 0, "0 with assumptions, 0 not explained");
	tool_rig_release(&r);
}
END_TEST

Suite *assumptions_suite(void)
{
	Suite *suite = suite_create("assumptions");
	TCase *tcase = tcase_create("assumptions");

	tcase_set_timeout(tcase, 60);
	tcase_add_test(tcase, failures_of_the_host_are_found);
	tcase_add_test(tcase, later_steps_tell_between_failures);
	tcase_add_test(tcase, order_of_groups_is_free);
	tcase_add_test(tcase, firmware_puts_windows_where_it_likes);
	suite_add_tcase(suite, tcase);
	return suite;
}
