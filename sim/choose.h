/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * choose.h - few scenarios that tell apart what many do: each profile from
 * each other one, and each profile from itself with another value of a trait.
 */
#ifndef SIM_CHOOSE_H
#define SIM_CHOOSE_H

#include "model/tcesim.h"
#include "sim/player.h"
#include "sim/reader.h"
#include "sim/script.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
	CHOOSE_PROFILES_MAX = 16,
	CHOOSE_WORDS = 132 /* of 64 bits: what can be told apart */
};

/* What a scenario asks of whoever plays it. */
enum choose_class {
	CHOOSE_PLAIN,     /* calls, and a kernel */
	CHOOSE_LOOKS,     /* looks at DMA or at the state, too */
	CHOOSE_FAULTS,    /* something must fail */
	CHOOSE_DANGEROUS, /* a kernel that may be broken by it */
	CHOOSE_CLASSES
};

/* What is told apart; which bit means what is choose.c's. */
struct choose_set {
	uint64_t word[CHOOSE_WORDS];
};

struct choose_file {
	char *name;
	enum choose_class class;
	struct choose_set tells; /* by what every kernel shows */
	struct choose_set looks; /* by anything */
	bool chosen;
};

/* All zero but what the caller sets. */
struct chooser {
	/* the caller's */
	const struct vocabulary *vocabulary;
	struct reader *reader;

	struct choose_file *file;
	size_t files, room;
	struct choose_set told; /* by the chosen ones */

	struct script script;
	struct scenario scenario;
	struct player player;
	uint64_t *shown[CHOOSE_PROFILES_MAX]; /* by line, what each shows */
	size_t shown_room[CHOOSE_PROFILES_MAX];
	bool plays[CHOOSE_PROFILES_MAX];
};

/* False: PATH is no scenario, which was reported. */
bool chooser_add(struct chooser *chooser, const char *path,
                 reader_error *report, void *context);
/* Marks the files that tell all apart that can be told, simple ones first. */
void chooser_choose(struct chooser *chooser);
/* Marks all files. */
void chooser_take_all(struct chooser *chooser);
void chooser_release(struct chooser *chooser);

/* Of what is told: pairs of profiles, and other values of traits, each for
 * every profile. */
unsigned int chooser_pairs(const struct chooser *chooser);
unsigned int chooser_flips(const struct chooser *chooser);
/* Whether profiles A and B, A older, are told apart. */
bool chooser_pair(const struct chooser *chooser, unsigned int a,
                  unsigned int b);
/* The profiles that are told from themselves with VALUE of TRAIT. */
unsigned int chooser_flips_of(const struct chooser *chooser, unsigned int trait,
                              unsigned int value);

#endif
