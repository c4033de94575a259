/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * fingerprint.h - which kernel has played these stories.
 *
 * Every kernel that the model can be is held against the stories; the one
 * with the fewest steps that do not fit is changed, one trait at a time, as
 * long as that makes them fewer.
 */
#ifndef SIM_FINGERPRINT_H
#define SIM_FINGERPRINT_H

#include "sim/follow.h"
#include "sim/kernels.h"
#include "sim/trace_in.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
	FINGERPRINT_VALUES_MAX = 8
};

struct fingerprint_guess {
	struct kernel kernel;
	uint64_t misfits; /* steps that do not fit */
};

struct fingerprint_trait {
	unsigned int value;                /* of the kernel that was found */
	unsigned int values;               /* that the trait has */
	bool open[FINGERPRINT_VALUES_MAX]; /* this value would fit as well */
	bool told;                         /* no other value would */
};

/* All zero but for the vocabulary. */
struct fingerprint {
	const struct vocabulary *vocabulary;
	struct trace_story *story;
	size_t stories, room;
	uint64_t steps;

	struct fingerprint_guess *guess; /* best first */
	unsigned int guesses;
	struct fingerprint_guess found; /* the best, changed to fit better */
	struct fingerprint_trait trait[TCESIM_TRAITS_MAX];

	struct follower follower;
	uint64_t misfits; /* of the run at hand */
};

/* Takes what STORY holds; it is all zero then. */
void fingerprint_add(struct fingerprint *fingerprint,
                     struct trace_story *story);
/* From all stories added. */
void fingerprint_find(struct fingerprint *fingerprint);
void fingerprint_release(struct fingerprint *fingerprint);

#endif
