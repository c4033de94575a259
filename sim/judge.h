/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * judge.h - a script in memory is played, and each step held against its `=`
 * lines.
 */
#ifndef SIM_JUDGE_H
#define SIM_JUDGE_H

#include "sim/kernels.h"
#include "sim/player.h"
#include "sim/script.h"
#include "sim/verdict.h"

#include <stdbool.h>
#include <stddef.h>

/* All zero but for the vocabulary. */
struct judge {
	const struct vocabulary *vocabulary;
	struct player player;
	struct verdict verdict; /* of the last step */
	struct command step;    /* which is this one */
	size_t line;            /* of the script */
};

/* What guards are held against when KERNEL runs on MACHINE. */
struct profile_point kernel_point(const struct kernel *kernel,
                                  const struct machine_spec *machine);

/* False: no more steps. */
typedef bool judge_sink(void *context, const struct judge *judge,
                        enum verdict_result result);

/*
 * Plays SCRIPT, which is well-formed and is SCENARIO, and tells SINK of each
 * step that was played.  Anything but BACKEND_OK: step ->step was not, or
 * (->step.verb is VERB_COUNT) there is no such machine.
 */
enum backend_status judge_play(struct judge *judge, const struct script *script,
                               const struct scenario *scenario,
                               const struct kernel *kernel, judge_sink *sink,
                               void *context);
void judge_release(struct judge *judge);

#endif
