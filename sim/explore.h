/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * explore.h - every state of a bounded machine, nearest first.
 *
 * States are told apart by the machine's hash.  Level by level, each state is
 * expanded: every call of the bound is made in it, alone and with each failure
 * that it meets.  What is found does not depend on how many threads do it: a
 * state's predecessor is the first of those that lead to it, in the order of
 * states and calls, and states are numbered in that order.
 *
 * What a class of calls does is the same in all states that agree in the parts
 * of the state that it depends on: it is made in the first of them and inferred
 * in the others, of which a sample is made all the same and compared.  Every
 * state is come to by calls, and must then be the one that was inferred.
 *
 * A state is stored as its key and the step from its predecessor; a machine
 * gets there again by making the calls.
 */
#ifndef SIM_EXPLORE_H
#define SIM_EXPLORE_H

#include "sim/explore_calls.h"
#include "sim/explore_law.h"
#include "sim/explore_seen.h"

#include <stdbool.h>
#include <stdint.h>

enum {
	EXPLORE_NO_SITE = 0xff,
	EXPLORE_ANSWERS = 160
};

/* A call of the bound, and the failure armed for it. */
struct explore_step {
	uint16_t call;
	uint8_t site; /* index in bound->site; EXPLORE_NO_SITE: none */
	uint8_t nth;
};

struct explore_state {
	uint32_t before; /* of state 0: itself */
	struct explore_step step;
};

/* What was found how often, and first of all where. */
struct explore_finding {
	uint64_t count;
	uint32_t state;
	struct explore_step step; /* made in it */
	bool in_state;            /* the state shows it, not the step */
};

struct explore_counts {
	uint64_t transitions;
	uint64_t with_failure; /* of these: a failure struck */
	uint64_t refused;      /* of these: the call failed */
	uint64_t rollbacks;    /* of these: with a failure */
	uint64_t ended;        /* of these: nothing is known of what follows */
	/* By verb and answer: 0, above 0, or 1 - error. */
	uint64_t answer[VERB_COUNT][EXPLORE_ANSWERS];
	struct explore_finding finding[FINDINGS];
};

struct explore_options {
	const struct bound *bound;
	const struct kernel *kernel;
	const struct vocabulary *vocabulary;
	unsigned int jobs;
	unsigned int depth; /* 0: no limit */
	bool plain;         /* make every call in every state */
	uint64_t memory;    /* bytes to stop at */
};

enum explore_end {
	EXPLORE_EXHAUSTED,
	EXPLORE_DEPTH, /* states at the depth limit were not expanded */
	EXPLORE_MEMORY /* the limit of memory was reached */
};

struct explore {
	struct explore_options options;
	struct law law;
	struct bound_calls calls;

	struct explore_state *state;
	uint32_t states;
	size_t room;
	uint32_t expanded;
	unsigned int levels; /* calls to the farthest state */
	struct seen seen;
	struct explore_counts counts;
	uint64_t peak; /* bytes */
	uint64_t made; /* transitions that were made, not inferred */
};

enum explore_end explore_run(struct explore *explore,
                             const struct explore_options *options);
void explore_release(struct explore *explore);

/* Calls from the first state to STATE; they go to STEPS, which has room. */
unsigned int explore_path(const struct explore *explore, uint32_t state,
                          struct explore_step *steps);
unsigned int explore_distance(const struct explore *explore, uint32_t state);

#endif
