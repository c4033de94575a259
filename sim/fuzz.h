/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * fuzz.h - stories that lead to what no story has led to before.
 *
 * A case is a new story, or one that was new once, changed and told further.
 * Case N of a seed is the same whenever the cases before it are made too.
 */
#ifndef SIM_FUZZ_H
#define SIM_FUZZ_H

#include "sim/compose.h"
#include "sim/coverage.h"
#include "sim/kernels.h"
#include "sim/reader.h"
#include "sim/script.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* All zero but what the caller sets. */
struct fuzz {
	/* the caller's */
	const struct vocabulary *vocabulary;
	struct reader *reader;
	uint64_t seed, steps;
	const char *machine;              /* a machine line; NULL: all kinds */
	const struct player_maker *maker; /* as of a player */

	struct composer composer; /* ->kernel is the caller's; ->script is the
	                             case */
	struct coverage coverage;
	struct script *corpus;
	size_t cases, room; /* of the corpus */
	struct random random;
	struct player player;
	uint64_t *shown; /* by each line of the case */
	size_t shown_room;
	struct scenario scenario;
	uint64_t played; /* steps */
};

enum fuzz_result {
	FUZZ_OLD,    /* nothing new */
	FUZZ_NEW,    /* in the corpus now, as the last one */
	FUZZ_FAILED, /* composer.player.backend->message says how */
};

enum fuzz_result fuzz_case(struct fuzz *fuzz, uint64_t number);
void fuzz_release(struct fuzz *fuzz);

/* ---- between the files of the fuzzer ----------------------------------- */

/* The story of the composer, with other values of each trait that has not
 * made a difference yet.  Answers how many do now. */
unsigned int fuzz_flip_traits(struct fuzz *fuzz);
/* Changes some lines of SCRIPT, which stays well-formed. */
void fuzz_mutate(struct fuzz *fuzz, struct script *script);

#endif
