/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * rules.h - what a line may be after the lines above it.
 *
 *  - What a line names, a line above has made; nothing is made twice unless
 *    it was closed (unmapped, ended) in between.  p0 and the groups of the
 *    machine are there from the start.
 *  - A process that has ended makes no calls.
 *  - `machine`, once, and `only` stand before the first step.
 *  - A `=` line has a step above it, and says what such a step can answer.
 */
#ifndef SIM_RULES_H
#define SIM_RULES_H

#include "sim/command.h"
#include "sim/parse.h"

#include <stdbool.h>

enum {
	SYMBOL_KINDS = 4, /* c d m p */
	SYMBOLS_MAX = OBJECT_NUMBER_MAX + 1
};

/* One byte for each number; what was never named costs no memory. */
struct symbols {
	unsigned int used; /* numbers below it may have been named */
	unsigned char state[SYMBOLS_MAX];
};

struct rules {
	struct symbols symbols[SYMBOL_KINDS];
	struct machine_spec machine;
	unsigned int machine_line; /* 0: none yet */
	unsigned int groups;
	struct profile_set only;
	bool stepped;        /* a step has been seen */
	bool answerable;     /* a step, or what was meant as one, is above */
	enum verb step;      /* above; VERB_COUNT: it was wrong */
	const char *show_of; /* of=, or NULL */

	parse_report *report;
	void *context;
	bool failed;
};

/* RULES starts as zeros.  For each file: */
void rules_begin(struct rules *rules, parse_report *report, void *context);

/* Checks a command, and remembers it for the next ones. */
void rules_check(struct rules *rules, const struct command *command);

/* A line that the parser refused: takes from it what it can, so that the next
 * lines are not blamed for it. */
void rules_skip(struct rules *rules, const struct command *command);

#endif
