/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * explore_machine.h - the machine of a bound, and how its calls are made.
 *
 * A name stands for the same descriptor in every state: g0, g1, ... are opened
 * first and opened again at once when they are closed; c0, behind them, is
 * opened again only when nothing is left of the container that was closed.
 */
#ifndef SIM_EXPLORE_MACHINE_H
#define SIM_EXPLORE_MACHINE_H

#include "sim/explore_calls.h"

#include <stdbool.h>

/* A machine of BOUND under KERNEL, in its first state, and the calls that can
 * be made of it.  It takes its memory from room.h. */
struct tcesim_machine *bound_machine(const struct bound *bound,
                                     const struct kernel *kernel,
                                     const struct vocabulary *vocabulary,
                                     struct bound_calls *calls);

/* False: the call is not one of the bound in this state, and nothing has
 * happened. */
bool bound_make_call(struct tcesim_machine *machine,
                     const struct bound_calls *calls,
                     const struct bound_call *call,
                     struct tcesim_answer *answer);
/* Once it is known what the call has passed: a group's file is opened anew. */
void bound_end_call(struct tcesim_machine *machine,
                    const struct bound_calls *calls,
                    const struct bound_call *call);

#endif
