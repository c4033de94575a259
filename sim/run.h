/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * run.h - steps of a scenario become calls of a backend, and its replies
 * become answers.
 *
 * The runner knows names, processes and argument blocks.  It does not know
 * what any call means, nor who answers it.
 *
 *     runner_start(&runner, backend, &spec);
 *     while there is a step:
 *         runner_step(&runner, &command, &answer);
 *     runner_release(&runner);
 */
#ifndef SIM_RUN_H
#define SIM_RUN_H

#include "sim/answer.h"
#include "sim/backend.h"
#include "sim/command.h"
#include "sim/objects.h"

/* All zero before the first start; may be started again and again. */
struct runner {
	struct backend *backend; /* the caller's */
	const struct machine_spec *machine;
	struct objects objects;
};

/* The story begins: there is process p0.  False: no memory. */
bool runner_start(struct runner *runner, struct backend *backend,
                  const struct machine_spec *machine);
void runner_release(struct runner *runner);

/*
 * One step.  *ANSWER counts on BACKEND_OK only; else ->message of the backend
 * says why there is none.  ANSWER was cleared to zero before its first use.
 */
enum backend_status runner_step(struct runner *runner,
                                const struct command *command,
                                struct answer *answer);

/* The whole state, as `show` without `of=` answers it. */
enum backend_status runner_show(struct runner *runner, struct answer *answer);

#endif
