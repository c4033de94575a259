/* SPDX-License-Identifier: GPL-2.0-or-later */
/* run_rig.h - a runner on a fake backend. */
#ifndef TESTS_RUN_RIG_H
#define TESTS_RUN_RIG_H

#include "sim/run.h"
#include "tests/fake_backend.h"

struct run_rig {
	struct fake_backend fake;
	struct machine_spec machine;
	struct runner runner;
	struct command command;
	struct answer answer;
};

void run_rig_init(struct run_rig *r);
void run_rig_release(struct run_rig *r);

/* What LINE answers; only the calls it makes are in the log then. */
enum backend_status run_step(struct run_rig *r, const char *line);
/* LINE makes the calls of LOG, and all is well. */
void run_step_calls(struct run_rig *r, const char *line, const char *log);

#endif
