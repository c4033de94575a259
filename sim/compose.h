/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * compose.h - a story grows step by step while a model plays it.
 */
#ifndef SIM_COMPOSE_H
#define SIM_COMPOSE_H

#include "sim/command.h"
#include "sim/generate.h"
#include "sim/player.h"
#include "sim/script.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* All zero but what the caller sets. */
struct composer {
	/* the caller's */
	const struct vocabulary *vocabulary;
	struct kernel kernel;
	uint32_t avoid; /* bit n: no step with hazard n */

	struct script script; /* the story up to now */
	struct machine_spec machine;
	struct generator generator;
	struct player player;
	struct command command; /* the step added last */
};

enum compose_result {
	COMPOSE_STEP,    /* ->command, and player.answer */
	COMPOSE_DROPPED, /* the step cannot be, or is not wanted */
	COMPOSE_BROKEN,  /* the model failed in ->command */
};

/*
 * An empty story.  MACHINE is a machine line or "".  False: the kernel does
 * not run there.
 */
bool compose_begin(struct composer *composer, const char *machine);
/* A step by the generator. */
enum compose_result compose_step(struct composer *composer);
/* A step as TEXT says. */
enum compose_result compose_line(struct composer *composer, const char *text);
void compose_release(struct composer *composer);

#endif
