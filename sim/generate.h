/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * generate.h - the next step of a story that nobody has written.
 *
 * The generator looks at what there is and proposes a line of the language:
 * often one that makes sense now, sometimes at a boundary, sometimes nonsense.
 * Every line is well-formed after the lines that it has learnt of.
 *
 *     generator_begin(&generator, ...);
 *     while the story goes on:
 *         line = generator_propose(&generator, &player);
 *         ... play it, or drop it; if played:
 *         generator_learn(&generator, &command);
 */
#ifndef SIM_GENERATE_H
#define SIM_GENERATE_H

#include "sim/command.h"
#include "sim/player.h"
#include "sim/random.h"
#include "sim/text.h"
#include "sim/words.h"
#include "sim/world.h"

#include <stdbool.h>
#include <stdint.h>

enum {
	GENERATE_LINE_MAX = 400,
	GENERATE_NAMES_MAX = 4, /* containers, devices, processes */
	GENERATE_MEMORY_MAX = 24
};

/* What a name stands for now. */
enum generate_name {
	NAME_NEVER,
	NAME_MADE,
	NAME_CLOSED
};

struct generate_manner {
	/* Only what a real kernel can do and survive, at little cost. */
	bool safe;
	bool no_faults;
};

struct generate_memory {
	enum generate_name state;
	uint64_t size;
};

struct generator {
	struct generate_manner manner;
	const struct vocabulary *vocabulary;
	struct random random;

	/* what the story has named */
	enum generate_name container[GENERATE_NAMES_MAX];
	enum generate_name device[GENERATE_NAMES_MAX];
	enum generate_name process[GENERATE_NAMES_MAX];
	struct generate_memory memory[GENERATE_MEMORY_MAX];

	/* of the step that is being made */
	struct player *player;
	struct world world;
	struct text line;
	char text[GENERATE_LINE_MAX];
};

void generator_begin(struct generator *generator,
                     const struct generate_manner *manner,
                     const struct vocabulary *vocabulary, uint64_t seed,
                     uint64_t stream);
/* Another story begins: nothing has been learnt of it. */
void generator_forget(struct generator *generator);
/* The line is the generator's until the next call. */
const char *generator_propose(struct generator *generator,
                              struct player *player);
/* COMMAND, whoever has written it, is part of the story now. */
void generator_learn(struct generator *generator,
                     const struct command *command);

/* A machine line; "" for the usual machine. */
const char *generator_machine(struct generator *generator);

#endif
