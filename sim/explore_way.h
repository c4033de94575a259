/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * explore_way.h - how a machine gets to a state: by the calls that led there.
 *
 * States that are expanded one after the other have most of their way in
 * common.  A copy of the machine is kept at each state of the last way.
 */
#ifndef SIM_EXPLORE_WAY_H
#define SIM_EXPLORE_WAY_H

#include "sim/explore.h"

#include <stddef.h>

struct explore_stop {
	uint32_t state;
	struct tcesim_snapshot *snapshot;
};

struct explore_way {
	const struct explore *explore;
	const struct bound_calls *calls;
	struct tcesim_machine *machine; /* at first, in its first state */
	struct explore_stop *stop;
	unsigned int stops;
	size_t room_for_stops;
};

void way_go(struct explore_way *way, uint32_t state);
/* The state that the machine went to last. */
const struct tcesim_snapshot *way_here(const struct explore_way *way);
void way_release(struct explore_way *way);
size_t way_bytes(const struct explore_way *way);

/* Makes STEP; the machine must be where it starts.  PASSAGES, unless NULL:
 * how often the call has passed each site of the bound.  False: it is no step
 * in this state. */
bool explore_make(struct tcesim_machine *machine, const struct bound *bound,
                  const struct bound_calls *calls, struct explore_step step,
                  struct tcesim_answer *answer, unsigned int *passages);

#endif
