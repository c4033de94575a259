/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * property.h - what a smaller scenario must still show.
 *
 * What is shown is known by a text that does not change when the story around
 * it does: the step's verb, what was expected and what was answered.
 */
#ifndef SIM_PROPERTY_H
#define SIM_PROPERTY_H

#include "sim/judge.h"
#include "sim/kernels.h"
#include "sim/script.h"

#include <stdbool.h>
#include <stddef.h>

enum property_kind {
	PROPERTY_RUN,     /* `tcesim run` finds a step different or broken */
	PROPERTY_BETWEEN, /* two kernels answer a step differently */
	PROPERTY_COMMAND, /* COMMAND FILE ends with status 0 */
};

enum {
	PROPERTY_TEXT_MAX = 4096
};

/* All zero but what the caller sets. */
struct property {
	/* the caller's */
	enum property_kind kind;
	const struct vocabulary *vocabulary;
	const struct kernel *kernel; /* of which `run` tries each; two */
	unsigned int kernels;
	const struct player_maker *maker; /* as of a player */
	const char *command;
	const char *path; /* of a file to be written for COMMAND */

	/* what the first scenario shows */
	char shown[PROPERTY_TEXT_MAX];

	struct judge judge, other; /* judge.line: where it was shown last */
	char now[PROPERTY_TEXT_MAX];
};

/* What SCRIPT shows is what must be kept.  False: it shows nothing. */
bool property_learn(struct property *property, const struct script *script,
                    const struct scenario *scenario);
/* Whether SCRIPT, which is well-formed, shows it still. */
bool property_holds(struct property *property, const struct script *script,
                    const struct scenario *scenario);
void property_release(struct property *property);

#endif
