/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "sim/explore.h"

#include "sim/explore_worker.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

enum {
	CHUNK = 32,
	STATES_MIN = 4096
};

/* ---- a level ------------------------------------------------------------- */

struct level {
	struct explore *explore;
	struct explore_worker *worker;
	uint32_t first, last; /* states to expand */
	atomic_uint next;     /* chunk that nobody has begun */
};

struct thread {
	struct level *level;
	struct explore_worker *worker;
	pthread_t id;
	bool started;
};

static void *work(void *argument)
{
	const struct thread *thread = argument;
	struct level *level = thread->level;
	uint32_t states = level->last - level->first;
	unsigned int number;

	while ((number = atomic_fetch_add(&level->next, 1)) <
	       (states + CHUNK - 1) / CHUNK) {
		uint32_t first = level->first + number * CHUNK;
		uint32_t last = level->last - first > CHUNK ? first + CHUNK
		                                            : level->last;

		worker_expand(thread->worker, number, first, last);
	}
	return NULL;
}

/* Thread 0 is this one; what cannot be started is done by those that are. */
static bool expand_level(struct level *level)
{
	unsigned int jobs = level->explore->options.jobs;
	struct thread *thread = calloc(jobs, sizeof(*thread));
	bool failed = false;

	if (!thread)
		return false;
	for (unsigned int i = 0; i < jobs; i++) {
		thread[i].level = level;
		thread[i].worker = &level->worker[i];
		worker_begin(thread[i].worker);
		thread[i].started = i > 0 &&
		                    !pthread_create(&thread[i].id, NULL, work,
		                                    &thread[i]);
	}
	work(&thread[0]);
	for (unsigned int i = 0; i < jobs; i++) {
		if (thread[i].started)
			pthread_join(thread[i].id, NULL);
		failed |= level->worker[i].failed;
	}
	free(thread);
	return !failed;
}

/* ---- what the workers found ---------------------------------------------- */

static bool add_state(struct explore *e, const struct explore_state *state)
{
	if (e->states == e->room) {
		uint32_t more = e->room ? e->room * 2 : STATES_MIN;
		void *larger = realloc(e->state, more * sizeof(*e->state));

		if (!larger)
			return false;
		e->state = larger;
		e->room = more;
	}
	e->state[e->states++] = *state;
	return true;
}

static bool add_chunk(struct explore *e, const struct explore_worker *w,
                      const struct explore_chunk *chunk)
{
	for (size_t i = 0; i < chunk->count; i++) {
		const struct explore_candidate *candidate =
			&w->candidate[chunk->first + i];

		switch (seen_add(&e->seen, candidate->key)) {
		case SEEN_NEW:
			if (!add_state(e, &candidate->state))
				return false;
			break;
		case SEEN_BEFORE:
			break;
		case SEEN_NO_MEMORY:
			return false;
		}
	}
	return true;
}

/* In the order of chunks, which is that of states, whoever did them.  Each
 * worker has done its chunks in order. */
static bool merge(struct level *level)
{
	unsigned int jobs = level->explore->options.jobs;
	uint32_t states = level->last - level->first;
	uint32_t chunks = (states + CHUNK - 1) / CHUNK;
	size_t *done = calloc(jobs, sizeof(*done));
	bool fine = done != NULL;

	for (uint32_t number = 0; number < chunks && fine; number++) {
		for (unsigned int i = 0; i < jobs; i++) {
			const struct explore_worker *w = &level->worker[i];

			if (done[i] == w->chunks ||
			    w->chunk[done[i]].number != number)
				continue;
			fine = add_chunk(level->explore, w,
			                 &w->chunk[done[i]++]);
			break;
		}
	}
	free(done);
	return fine;
}

static void add_counts(struct explore_counts *sum,
                       const struct explore_counts *counts)
{
	sum->transitions += counts->transitions;
	sum->with_failure += counts->with_failure;
	sum->refused += counts->refused;
	sum->rollbacks += counts->rollbacks;
	sum->ended += counts->ended;
	for (unsigned int verb = 0; verb < VERB_COUNT; verb++)
		for (unsigned int i = 0; i < EXPLORE_ANSWERS; i++)
			sum->answer[verb][i] += counts->answer[verb][i];
	for (unsigned int i = 0; i < FINDINGS; i++)
		explore_add_finding(&sum->finding[i], &counts->finding[i]);
}

static void note_memory(struct level *level)
{
	struct explore *e = level->explore;
	uint64_t bytes = seen_bytes(&e->seen) +
	                 (uint64_t)e->room * sizeof(*e->state);

	for (unsigned int i = 0; i < e->options.jobs; i++)
		bytes += worker_bytes(&level->worker[i]);
	if (bytes > e->peak)
		e->peak = bytes;
}

/* ---- level by level ------------------------------------------------------ */

static enum explore_end search(struct level *level)
{
	struct explore *e = level->explore;

	while (e->expanded < e->states) {
		if (e->options.depth && e->levels == e->options.depth)
			return EXPLORE_DEPTH;
		if (e->peak > e->options.memory)
			return EXPLORE_MEMORY;
		level->first = e->expanded;
		level->last = e->states;
		atomic_store(&level->next, 0);
		if (!expand_level(level) || !merge(level))
			return EXPLORE_MEMORY;
		e->expanded = level->last;
		if (e->states > e->expanded)
			e->levels++;
		note_memory(level);
	}
	return EXPLORE_EXHAUSTED;
}

/* State 0 is where a machine begins. */
static bool begin(struct explore *e, struct explore_worker *w)
{
	const struct explore_state first = { 0 };
	struct tcesim_parts parts;

	e->calls = w->calls;
	return tcesim_hash_parts(w->machine, &parts) == TCESIM_OK &&
	       seen_add(&e->seen, tcesim_hash_of(&parts).word[0]) == SEEN_NEW &&
	       add_state(e, &first);
}

static enum explore_end run_with(struct explore *e,
                                 struct explore_worker *worker)
{
	struct level level = { .explore = e, .worker = worker };
	enum explore_end end = EXPLORE_MEMORY;
	enum tcesim_status status = TCESIM_OK;
	unsigned int made = 0;

	while (made < e->options.jobs && status == TCESIM_OK)
		worker_init(&worker[made++], e, &status);
	if (status == TCESIM_BAD_ARGUMENT || status == TCESIM_NO_PLATFORM)
		end = EXPLORE_NO_MACHINE;
	else if (status == TCESIM_OK && begin(e, &worker[0]))
		end = search(&level);
	while (made) {
		struct explore_worker *w = &worker[--made];

		worker_settle(w);
		add_counts(&e->counts, &w->counts);
		e->made += w->made;
		worker_release(w);
	}
	return end;
}

enum explore_end explore_run(struct explore *e,
                             const struct explore_options *options)
{
	struct explore_worker *worker = calloc(options->jobs, sizeof(*worker));
	enum explore_end end = EXPLORE_MEMORY;

	*e = (struct explore){ .options = *options };
	law_init(&e->law, options->profile);
	if (worker)
		end = run_with(e, worker);
	free(worker);
	return end;
}

void explore_release(struct explore *e)
{
	free(e->state);
	e->state = NULL;
	seen_release(&e->seen);
}

/* ---- paths --------------------------------------------------------------- */

unsigned int explore_distance(const struct explore *e, uint32_t state)
{
	unsigned int calls = 0;

	for (; state; state = e->state[state].before)
		calls++;
	return calls;
}

unsigned int explore_path(const struct explore *e, uint32_t state,
                          struct explore_step *steps)
{
	unsigned int calls = explore_distance(e, state);

	for (unsigned int i = calls; i; state = e->state[state].before)
		steps[--i] = e->state[state].step;
	return calls;
}
