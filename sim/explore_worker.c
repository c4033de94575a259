/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "sim/explore_worker.h"

#include <stdlib.h>
#include <string.h>

/* ---- room ---------------------------------------------------------------- */

/* Room for one more of SIZE bytes at *LIST. */
static bool make_room(void **list, size_t *room, size_t count, size_t size)
{
	size_t more = *room ? *room * 2 : 64;
	void *larger;

	if (count < *room)
		return true;
	larger = realloc(*list, more * size);
	if (!larger)
		return false;
	*list = larger;
	*room = more;
	return true;
}

static void check(struct explore_worker *w, enum tcesim_status status)
{
	if (status != TCESIM_OK)
		w->failed = true;
}

bool worker_init(struct explore_worker *w, const struct explore *explore,
                 enum tcesim_status *status)
{
	const struct explore_options *options = &explore->options;

	*w = (struct explore_worker){ .explore = explore };
	*status = bound_machine(options->bound, options->profile,
	                        options->vocabulary, &w->calls, &w->machine);
	return *status == TCESIM_OK;
}

void worker_release(struct explore_worker *w)
{
	for (unsigned int i = 0; i < w->room_for_stops; i++)
		tcesim_snapshot_free(w->stop[i].snapshot);
	free(w->stop);
	free(w->candidate);
	free(w->chunk);
	seen_release(&w->fresh);
	tcesim_free(w->machine);
	w->machine = NULL;
}

void worker_begin(struct explore_worker *w)
{
	seen_clear(&w->fresh);
	w->candidates = 0;
	w->chunks = 0;
}

size_t worker_bytes(const struct explore_worker *w)
{
	return seen_bytes(&w->fresh) +
	       w->room_for_candidates * sizeof(*w->candidate) +
	       w->room_for_chunks * sizeof(*w->chunk) +
	       w->room_for_stops * sizeof(*w->stop);
}

/* ---- going to a state ---------------------------------------------------- */

enum tcesim_status worker_make(struct tcesim_machine *machine,
                               const struct bound *bound,
                               const struct bound_calls *calls,
                               struct explore_step step,
                               struct tcesim_answer *answer)
{
	struct tcesim_fault fault = { .group = TCESIM_ANY_GROUP };
	enum tcesim_status status;

	if (step.site != EXPLORE_NO_SITE) {
		fault.site = bound->site[step.site];
		fault.nth = step.nth;
		status = tcesim_fault(machine, &fault);
		if (status != TCESIM_OK)
			return status;
	}
	return bound_make_call(machine, calls, &calls->call[step.call], answer);
}

static bool grow_stops(struct explore_worker *w)
{
	unsigned int more = w->room_for_stops ? w->room_for_stops * 2 : 16;
	struct explore_stop *larger = realloc(w->stop, more * sizeof(*larger));

	if (!larger)
		return false;
	memset(larger + w->room_for_stops, 0,
	       (more - w->room_for_stops) * sizeof(*larger));
	w->stop = larger;
	w->room_for_stops = more;
	return true;
}

/* The machine stands at STATE, one call behind the last stop. */
static void add_stop(struct explore_worker *w, uint32_t state)
{
	struct explore_stop *stop;

	if (w->stops == w->room_for_stops && !grow_stops(w)) {
		w->failed = true;
		return;
	}
	stop = &w->stop[w->stops++];
	stop->state = state;
	check(w, stop->snapshot
	                 ? tcesim_snapshot_again(w->machine, stop->snapshot)
	                 : tcesim_snapshot(w->machine, &stop->snapshot));
}

/* Go back to the last stop that is on the way to STATE. */
static void go_back(struct explore_worker *w, uint32_t state)
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
		check(w, tcesim_restore(w->machine,
		                        w->stop[w->stops - 1].snapshot));
}

/* The first state that is behind the last stop, on the way to STATE. */
static uint32_t next_stop(const struct explore_worker *w, uint32_t state)
{
	uint32_t last = w->stop[w->stops - 1].state;

	while (w->explore->state[state].before != last)
		state = w->explore->state[state].before;
	return state;
}

static void go_to(struct explore_worker *w, uint32_t state)
{
	struct tcesim_answer answer;

	go_back(w, state);
	if (!w->stops)
		add_stop(w, 0); /* a new machine stands there */
	while (!w->failed && w->stop[w->stops - 1].state != state) {
		uint32_t next = next_stop(w, state);

		check(w, worker_make(w->machine, w->explore->options.bound,
		                     &w->calls, w->explore->state[next].step,
		                     &answer));
		add_stop(w, next);
	}
}

/* ---- findings ------------------------------------------------------------ */

static void found(struct explore_worker *w, unsigned int finding,
                  struct explore_step step, bool in_state)
{
	struct explore_finding *f = &w->counts.finding[finding];

	if (!f->count++)
		*f = (struct explore_finding){ 1, w->here, w->order, step,
			                       in_state };
}

static void found_bits(struct explore_worker *w, unsigned int first,
                       uint32_t bits, struct explore_step step)
{
	for (unsigned int i = 0; bits >> i; i++)
		if (bits >> i & 1)
			found(w, first + i, step, false);
}

static uint32_t parts_changed(const struct tcesim_parts *a,
                              const struct tcesim_parts *b)
{
	uint32_t changed = 0;

	for (unsigned int i = 0; i < TCESIM_PARTS; i++)
		if (a->word[i] != b->word[i])
			changed |= UINT32_C(1) << i;
	return changed;
}

static void judge_rollback(struct explore_worker *w, struct explore_step step,
                           const struct tcesim_answer *answer,
                           const struct tcesim_parts *parts)
{
	const struct law_case the_case = {
		.verb = w->calls.call[step.call].verb,
		.answer = answer,
		.changed = parts_changed(&w->parts, parts),
	};
	uint32_t rows = law_deviations(&w->explore->law, &the_case);
	uint32_t unknown = UINT32_C(1) << LAW_UNKNOWN_BIT;

	found_bits(w, FINDING_DEVIATION, rows & ~unknown, step);
	if (rows & unknown)
		found(w, FINDING_UNKNOWN, step, false);
}

static void count(struct explore_worker *w, struct explore_step step,
                  const struct tcesim_answer *answer)
{
	struct explore_counts *c = &w->counts;
	bool failure = step.site != EXPLORE_NO_SITE;
	int64_t row = answer->ret > 0 ? 1 : answer->ret ? 1 - answer->ret : 0;

	c->transitions++;
	c->with_failure += failure;
	c->refused += answer->ret != 0;
	c->rollbacks += answer->ret != 0 && failure;
	if (row >= EXPLORE_ANSWERS)
		row = EXPLORE_ANSWERS - 1;
	c->answer[w->calls.call[step.call].verb][row]++;
	if (answer->hazards)
		found_bits(w, 0, answer->hazards, step);
}

/* ---- expanding ----------------------------------------------------------- */

static uint64_t key_of(const struct tcesim_parts *parts)
{
	return tcesim_hash_of(parts).word[0];
}

static void add_candidate(struct explore_worker *w, uint64_t key,
                          struct explore_step step)
{
	void *list = w->candidate;

	if (seen_has(&w->explore->seen, key))
		return;
	switch (seen_add(&w->fresh, key)) {
	case SEEN_BEFORE:
		return;
	case SEEN_NO_MEMORY:
		w->failed = true;
		return;
	case SEEN_NEW:
		break;
	}
	if (!make_room(&list, &w->room_for_candidates, w->candidates,
	               sizeof(*w->candidate))) {
		w->failed = true;
		return;
	}
	w->candidate = list;
	w->candidate[w->candidates++] =
		(struct explore_candidate){ key, { w->here, step } };
}

static void follow(struct explore_worker *w, struct explore_step step,
                   const struct tcesim_answer *answer)
{
	struct tcesim_parts parts;
	uint64_t key;

	check(w, tcesim_hash_parts(w->machine, &parts));
	key = key_of(&parts);
	if (key == w->key)
		return;
	if (answer->ret)
		judge_rollback(w, step, answer, &parts);
	add_candidate(w, key, step);
}

static void take(struct explore_worker *w, struct explore_step step)
{
	const struct tcesim_snapshot *here = w->stop[w->stops - 1].snapshot;
	struct tcesim_answer answer = { 0 };
	enum tcesim_status status;

	if (w->moved)
		check(w, tcesim_restore(w->machine, here));
	w->moved = false;
	status = worker_make(w->machine, w->explore->options.bound, &w->calls,
	                     step, &answer);
	if (status != TCESIM_OK) {
		check(w, status);
		return;
	}
	w->order++;
	count(w, step, &answer);
	w->moved = !tcesim_untouched(w->machine, here);
	if (answer.hazards & w->explore->law.final_hazards)
		w->counts.ended++;
	else if (w->moved)
		follow(w, step, &answer);
}

/* CALL alone, then with each failure that it has met nowhere so far. */
static void take_all(struct explore_worker *w, uint16_t call)
{
	const struct bound *bound = w->explore->options.bound;
	unsigned int passages[BOUND_SITES_MAX];

	take(w, (struct explore_step){ call, EXPLORE_NO_SITE, 0 });
	for (unsigned int i = 0; i < bound->sites; i++)
		passages[i] = tcesim_passages(w->machine, bound->site[i]);
	for (unsigned int i = 0; i < bound->sites; i++)
		for (unsigned int n = 1; n <= passages[i] && n <= UINT8_MAX;
		     n++)
			take(w, (struct explore_step){ call, (uint8_t)i,
			                               (uint8_t)n });
}

static void check_state(struct explore_worker *w)
{
	const struct explore_step none = { 0, EXPLORE_NO_SITE, 0 };
	enum tcesim_status status;
	unsigned int broken;

	status = tcesim_check(w->machine, &broken);
	if (status == TCESIM_BROKEN)
		found(w, FINDING_INVARIANT + broken, none, true);
	else
		check(w, status);
}

static void expand(struct explore_worker *w, uint32_t state)
{
	w->here = state;
	w->order = 0;
	go_to(w, state);
	if (w->failed)
		return;
	check_state(w);
	w->moved = true; /* the check has left its marks */
	check(w, tcesim_hash_parts(w->machine, &w->parts));
	w->key = key_of(&w->parts);
	for (unsigned int i = 0; i < w->calls.count && !w->failed; i++)
		take_all(w, (uint16_t)i);
}

void worker_expand(struct explore_worker *w, uint32_t number, uint32_t first,
                   uint32_t last)
{
	size_t before = w->candidates;
	void *list = w->chunk;

	for (uint32_t state = first; state < last && !w->failed; state++)
		expand(w, state);
	if (!make_room(&list, &w->room_for_chunks, w->chunks,
	               sizeof(*w->chunk))) {
		w->failed = true;
		return;
	}
	w->chunk = list;
	w->chunk[w->chunks++] = (struct explore_chunk){
		number, before, w->candidates - before
	};
}
