/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * fake_run.h - `tcesim run` on a fake backend.  What makes a backend for it
 * has no context: there is one for all.
 */
#ifndef TESTS_FAKE_RUN_H
#define TESTS_FAKE_RUN_H

#include "sim/cmd_run.h"
#include "tests/fake_backend.h"

struct fake_run {
	struct fake_backend fake;
	enum tcesim_status no_machine; /* why there is none, or TCESIM_OK */
	enum backend_status last_word; /* when all is done */
	/* Happens when the backend is made; may be NULL. */
	void (*when_made)(void *context);
	void *context;
};

/* The one, with nothing wrong. */
struct fake_run *fake_run_init(void);
int fake_run_command(int argc, char **argv, const struct cli *cli);

#endif
