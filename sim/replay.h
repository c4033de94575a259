/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * replay.h - one story, from its first step to its last.
 *
 * Reads the commands, has the runner do the steps, holds the answers against
 * the `=` lines, and reports.
 */
#ifndef SIM_REPLAY_H
#define SIM_REPLAY_H

#include "sim/reader.h"
#include "sim/record.h"
#include "sim/report.h"
#include "sim/run.h"
#include "sim/verdict.h"

#include <stdbool.h>

/* All zero but what the caller sets; used for story after story. */
struct replay {
	/* the caller's */
	struct report *report;
	struct record *record; /* NULL: nothing is recorded */
	bool dump;

	/* of the story; vocabulary, hazards_are_errors and point of the
	 * verdict are the caller's */
	struct verdict verdict;
	struct runner runner;
	struct answer answer;
	struct command command[2]; /* the step, and the line that is read */
	bool different;
};

enum replay_result {
	REPLAY_PASSED,
	REPLAY_FAILED,
	REPLAY_SKIPPED,
	REPLAY_BROKEN,
	REPLAY_UNREADABLE, /* the file changed under the reader */
};

/*
 * READER stands before the first command.  When the last step has been
 * judged, LAST (if any) is asked for a final word.
 */
enum replay_result replay_story(struct replay *replay, struct reader *reader,
                                const struct machine_spec *machine,
                                struct backend *backend,
                                enum backend_status (*last)(struct backend *),
                                const struct story *story);
void replay_release(struct replay *replay);

#endif
