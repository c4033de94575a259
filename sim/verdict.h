/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * verdict.h - a step's answer against its `=` lines.
 *
 *     verdict_begin(&verdict, &answer);
 *     for each `=` line below the step:
 *         verdict_expect(&verdict, &line);
 *     result = verdict_end(&verdict);
 *
 * The first line whose guard fits counts, and of it only what it names; below
 * show all lines that fit stand for one line of the state each, in order.
 * What the backend could not tell is not compared.
 */
#ifndef SIM_VERDICT_H
#define SIM_VERDICT_H

#include "sim/answer.h"
#include "sim/command.h"
#include "sim/words.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What guards are held against. */
struct profile_point {
	const char *name;
	unsigned int major, minor;
	const char *platform;
};

bool profile_point_in(const struct profile_point *point,
                      const struct profile_set *set);

enum {
	MISMATCHES_MAX = 8, /* that are told in full */
	MISMATCH_KEYS_MAX = 160
};

/* Text without the `=`. */
struct mismatch {
	unsigned int line;              /* of the `=` line; 0: there is none */
	char keys[MISMATCH_KEYS_MAX];   /* what differs: "result why" */
	char expected[ANSWER_TEXT_MAX]; /* "": nothing */
	char answered[ANSWER_TEXT_MAX]; /* "": nothing */
};

enum verdict_result {
	VERDICT_OK,
	VERDICT_UNCHECKED, /* no `=` line fits: anything will do */
	VERDICT_DIFFERENT,
};

struct verdict {
	/* the caller's, for all steps */
	const struct vocabulary *vocabulary;
	struct profile_point point;
	bool hazards_are_errors; /* those that no line names */

	/* of this step */
	const struct answer *answer;
	bool lines;       /* there are `=` lines */
	size_t fitting;   /* those whose guards fit */
	bool nothing;     /* one of them says `nothing` */
	uint32_t unnamed; /* hazards that happened and that no line names */
	unsigned int mismatches;
	struct mismatch mismatch[MISMATCHES_MAX];
};

/* ANSWER stays until the end. */
void verdict_begin(struct verdict *verdict, const struct answer *answer);
/* True when EXPECT, a `=` line, counts. */
bool verdict_expect(struct verdict *verdict, const struct command *expect);
enum verdict_result verdict_end(struct verdict *verdict);

/* LINE is of the kind that EXPECT, a line below show, is about. */
bool verdict_names_kind(const struct show_line *line,
                        const struct command *expect);

#endif
