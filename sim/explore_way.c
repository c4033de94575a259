/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "sim/explore_way.h"

#include "sim/explore_machine.h"
#include "sim/room.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

/* Memory never runs out (room.h), and what is asked for can be done. */
static void must(enum tcesim_status status)
{
	assert(status == TCESIM_OK);
	(void)status;
}

bool explore_make(struct tcesim_machine *machine, const struct bound *bound,
                  const struct bound_calls *calls, struct explore_step step,
                  struct tcesim_answer *answer, unsigned int *passages)
{
	const struct bound_call *call = &calls->call[step.call];
	struct tcesim_fault fault = { .group = TCESIM_ANY_GROUP };

	if (step.site != EXPLORE_NO_SITE) {
		fault.site = bound->site[step.site];
		fault.nth = step.nth;
		must(tcesim_fault(machine, &fault));
	}
	if (!bound_make_call(machine, calls, call, answer))
		return false;
	for (unsigned int i = 0; passages && i < bound->sites; i++)
		passages[i] = tcesim_passages(machine, bound->site[i]);
	bound_end_call(machine, calls, call);
	return true;
}

/* Room for one more, with no snapshot yet. */
static void grow_stops(struct explore_way *w)
{
	size_t before = w->room_for_stops;

	w->stop = room_for(w->stop, &w->room_for_stops, w->stops + 1u,
	                   sizeof(*w->stop));
	memset(w->stop + before, 0,
	       (w->room_for_stops - before) * sizeof(*w->stop));
}

/* The machine stands at STATE, one call behind the last stop. */
static void add_stop(struct explore_way *w, uint32_t state)
{
	struct explore_stop *stop;

	grow_stops(w);
	stop = &w->stop[w->stops++];
	stop->state = state;
	must(stop->snapshot ? tcesim_snapshot_again(w->machine, stop->snapshot)
	                    : tcesim_snapshot(w->machine, &stop->snapshot));
}

/* Go back to the last stop that is on the way to STATE. */
static void go_back(struct explore_way *w, uint32_t state)
{
	const struct explore_state *all = w->explore->state;

	while (w->stops && w->stop[w->stops - 1].state != state) {
		/* A state has a larger number than its predecessor. */
		if (w->stop[w->stops - 1].state > state)
			w->stops--;
		else
			state = all[state].before;
	}
	if (w->stops)
		must(tcesim_restore(w->machine,
		                    w->stop[w->stops - 1].snapshot));
}

/* The first state that is behind the last stop, on the way to STATE. */
static uint32_t next_stop(const struct explore_way *w, uint32_t state)
{
	uint32_t last = w->stop[w->stops - 1].state;

	while (w->explore->state[state].before != last)
		state = w->explore->state[state].before;
	return state;
}

void way_go(struct explore_way *w, uint32_t state)
{
	struct tcesim_answer answer;

	go_back(w, state);
	if (!w->stops)
		add_stop(w, 0); /* a new machine stands there */
	while (w->stop[w->stops - 1].state != state) {
		uint32_t next = next_stop(w, state);

		explore_make(w->machine, w->explore->options.bound, w->calls,
		             w->explore->state[next].step, &answer, NULL);
		add_stop(w, next);
	}
}

const struct tcesim_snapshot *way_here(const struct explore_way *w)
{
	return w->stop[w->stops - 1].snapshot;
}

void way_release(struct explore_way *w)
{
	for (size_t i = 0; i < w->room_for_stops; i++)
		tcesim_snapshot_free(w->stop[i].snapshot);
	free(w->stop);
}

size_t way_bytes(const struct explore_way *w)
{
	return w->room_for_stops * sizeof(*w->stop);
}
