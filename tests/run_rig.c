/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "tests/run_rig.h"

#include "tests/lines.h"

#include <check.h>
#include <string.h>

void run_rig_init(struct run_rig *r)
{
	memset(r, 0, sizeof(*r));
	fake_backend_init(&r->fake);
	machine_spec_init(&r->machine, NULL);
	r->machine.memlock = 65536;
	ck_assert(runner_start(&r->runner, &r->fake.base, &r->machine));
}

void run_rig_release(struct run_rig *r)
{
	runner_release(&r->runner);
	answer_release(&r->answer);
}

enum backend_status run_step(struct run_rig *r, const char *line)
{
	r->fake.log[0] = '\0';
	lines_parse_good(line, &r->command);
	return runner_step(&r->runner, &r->command, &r->answer);
}

void run_step_calls(struct run_rig *r, const char *line, const char *log)
{
	ck_assert_msg(run_step(r, line) == BACKEND_OK, "%s: %s", line,
	              r->fake.base.message);
	ck_assert_str_eq(r->fake.log, log);
	ck_assert_int_eq(r->answer.reply.ret, 0);
}
