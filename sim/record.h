/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * record.h - answers are written into a scenario file as `=` lines.
 *
 * Lines that are right stay as they are, to the byte.  A wrong one keeps its
 * indentation, its guard, its keys and its comment.  A step that has no line
 * that fits gets one: with the profile as its guard when others stand there.
 * Nothing else in the file changes.
 *
 * A replay calls step, line, ..., line, end for each step in the file's order
 * and gathers the changes; record_write() makes them.
 */
#ifndef SIM_RECORD_H
#define SIM_RECORD_H

#include "sim/answer.h"
#include "sim/command.h"
#include "sim/verdict.h"
#include "sim/words.h"

#include <stdbool.h>
#include <stddef.h>

struct edit;

/* All zero: no changes. */
struct record {
	struct edit *edit;
	size_t edits, room;
	bool failed; /* memory ran out */

	/* of the step */
	unsigned int anchor; /* new lines go behind this one */
	unsigned int indent; /* characters, */
	char blank;          /* of this kind */
	bool guarded;        /* one of its lines has a guard */
	bool has_lines;
	bool says_nothing; /* a line of it has become `= nothing` */
};

void record_clear(struct record *record);
void record_release(struct record *record);

/* TEXT is the line of the step. */
void record_step(struct record *record, const struct command *step,
                 struct span text);
/* A `=` line; WRONG: the verdict counted it and did not like it. */
void record_line(struct record *record, const struct command *expect,
                 struct span text, const struct verdict *verdict, bool wrong);
/* After the last `=` line of the step, before verdict_end(). */
void record_end(struct record *record, const struct verdict *verdict);

/*
 * Makes the changes in PATH, at once or not at all.  False, with errno set,
 * when that cannot be done.
 */
bool record_write(const struct record *record, const char *path);

#endif
