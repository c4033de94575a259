/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "tests/trace_rig.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

void trace_put(struct tool_rig *r, const char *story)
{
	tool_rig_put(r, "t.scn", story);
	ck_assert_int_eq(tool_rig_run_to(r,
	                                 "run --format json --profile "
	                                 "linux-6.12 @/t.scn",
	                                 "t.json"),
	                 0);
}

void trace_forge(struct tool_rig *r, const char *from, const char *to)
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

void trace_check(struct tool_rig *r, int status, const char *summary)
{
	int got = tool_rig_run(r, "check @/t.json");

	ck_assert_msg(got == status, "%s%s", r->out, r->err);
	ck_assert_msg(has(r->out, summary), "%s", r->out);
}
