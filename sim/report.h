/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * report.h - what a replay tells, and to whom.
 *
 * text_out and json_out embed struct report.  Calls come in this order:
 *
 *     for each story (a scenario under a profile):
 *         story_begins
 *         for each step: step_begins, step_ends
 *         or, at a step that cannot be finished: stopped, and no more of it
 *     summary
 */
#ifndef SIM_REPORT_H
#define SIM_REPORT_H

#include "sim/answer.h"
#include "sim/command.h"
#include "sim/verdict.h"

#include <stdint.h>

struct story {
	const char *file;
	const char *profile;
	const struct machine_spec *machine; /* NULL: not told */
};

/* A step that was finished. */
struct finished_step {
	const struct story *story;
	const struct command *command;
	const struct answer *answer;
	const struct verdict *verdict;
	enum verdict_result result;
};

enum stop {
	STOP_SKIPPED, /* the backend cannot do this */
	STOP_BROKEN,  /* an internal error */
};

struct stopped_step {
	const struct story *story;
	const struct command *command; /* NULL: before the first */
	enum stop stop;
	const char *message;
};

/* Counted in stories. */
struct tally {
	uint64_t passed, failed, skipped;
	uint64_t broken; /* of the failed ones */
};

struct report;

struct report_ops {
	void (*story_begins)(struct report *report, const struct story *story);
	void (*step_begins)(struct report *report, const struct story *story,
	                    const struct command *command);
	void (*step_ends)(struct report *report,
	                  const struct finished_step *step);
	void (*stopped)(struct report *report, const struct stopped_step *step);
	/* The whole state at the end of a story, as `show` answers it. */
	void (*dump)(struct report *report, const struct story *story,
	             const struct answer *state);
	void (*summary)(struct report *report, const struct tally *tally);
};

struct report {
	const struct report_ops *ops;
};

#endif
