/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * coverage.h - what stories have reached, as a set of numbers.
 *
 * A feature is a number that stands for something that a step did: a reason,
 * a hazard, a change from one kind of world to another.
 */
#ifndef SIM_COVERAGE_H
#define SIM_COVERAGE_H

#include "sim/command.h"
#include "sim/player.h"
#include "sim/world.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
	COVERAGE_REASONS_MAX = 256
};

/* All zero: nothing has been reached. */
struct coverage {
	uint64_t *slot; /* 0: empty */
	size_t count, room;

	bool reason[COVERAGE_REASONS_MAX]; /* by index */
	uint32_t hazards;
	/* bit n: value n of the trait has made a difference */
	uint8_t trait[TCESIM_TRAITS_MAX];
	uint64_t transitions;
};

/* True when FEATURE is new. */
bool coverage_add(struct coverage *coverage, uint64_t feature);
void coverage_release(struct coverage *coverage);

/* What a step did, between two worlds.  Answers how much of it is new. */
unsigned int
coverage_step(struct coverage *coverage, const struct vocabulary *vocabulary,
              const struct command *command, const struct answer *answer,
              const struct world *before, const struct world *after);

#endif
