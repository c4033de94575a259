/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * player.h - steps played on a model that the caller puts together.
 *
 *     player_start(&player, &kernel, &machine);
 *     while there is a step:
 *         player_step(&player, &command);
 *         ... player.answer ...
 *     player_stop(&player);
 */
#ifndef SIM_PLAYER_H
#define SIM_PLAYER_H

#include "sim/answer.h"
#include "sim/backend.h"
#include "sim/backend_model.h"
#include "sim/command.h"
#include "sim/kernels.h"
#include "sim/run.h"

#include <stdbool.h>
#include <stdint.h>

/* Who answers, if not the model: as backend_model_new() and
 * backend_model_settle(). */
struct player_maker {
	struct backend *(*make)(const struct tcesim_config *config,
	                        const struct tcesim_profile *profile,
	                        enum backend_model_checks checks,
	                        enum tcesim_status *status);
	enum backend_status (*settle)(struct backend *b);
};

/* All zero before the first start, but for what the caller sets; room is kept
 * from start to start. */
struct player {
	const struct player_maker *maker; /* the caller's; NULL: the model */
	struct machine_spec machine;
	struct backend *backend; /* NULL: stopped */
	struct runner runner;
	struct answer answer;
};

/* False: the kernel does not run on such a machine. */
bool player_start(struct player *player, const struct kernel *kernel,
                  const struct machine_spec *machine);
/*
 * One step, with all invariants checked after it.  Where it was not played,
 * the message is that of player->backend.
 */
enum backend_status player_step(struct player *player,
                                const struct command *command);
void player_stop(struct player *player);
void player_release(struct player *player);

/* What a program sees of an answer, one line for each line of show: not why
 * it is so.  As snprintf(). */
size_t behaviour_format(const struct answer *answer,
                        const struct vocabulary *vocabulary, char *text,
                        size_t size);
/* Equal for answers that look alike in this way. */
uint64_t behaviour_hash(const struct answer *answer,
                        const struct vocabulary *vocabulary);

#endif
