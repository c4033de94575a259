/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "sim/explore.h"

#include "sim/explore_worker.h"
#include "sim/room.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>

enum {
	CHUNK = 32
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
static void expand_level(struct level *level)
{
	unsigned int jobs = level->explore->options.jobs;
	struct thread *thread = room_zeroed(jobs * sizeof(*thread));

	for (unsigned int i = 0; i < jobs; i++) {
		thread[i].level = level;
		thread[i].worker = &level->worker[i];
		worker_begin(thread[i].worker);
		thread[i].started = i > 0 &&
		                    !pthread_create(&thread[i].id, NULL, work,
		                                    &thread[i]);
	}
	work(&thread[0]);
	for (unsigned int i = 0; i < jobs; i++)
		if (thread[i].started)
			pthread_join(thread[i].id, NULL);
	free(thread);
}

/* ---- what the workers found ---------------------------------------------- */

static void add_state(struct explore *e, const struct explore_candidate *c)
{
	if (!seen_add(&e->seen, c->key))
		return;
	e->state = room_for(e->state, &e->room, e->states + 1u,
	                    sizeof(*e->state));
	e->state[e->states++] = c->state;
}

static void add_chunk(struct explore *e, const struct explore_worker *w,
                      const struct explore_chunk *chunk)
{
	for (size_t i = 0; i < chunk->count; i++)
		add_state(e, &w->candidate[chunk->first + i]);
}

/* In the order of chunks, which is that of states, whoever did them.  Each
 * worker has done its chunks in order. */
static void merge(struct level *level)
{
	unsigned int jobs = level->explore->options.jobs;
	uint32_t states = level->last - level->first;
	uint32_t chunks = (states + CHUNK - 1) / CHUNK;
	size_t *done = room_zeroed(jobs * sizeof(*done));

	for (uint32_t number = 0; number < chunks; number++) {
		unsigned int i = 0;

		while (done[i] == level->worker[i].chunks ||
		       level->worker[i].chunk[done[i]].number != number)
			i++;
		add_chunk(level->explore, &level->worker[i],
		          &level->worker[i].chunk[done[i]]);
		done[i]++;
	}
	free(done);
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
	uint64_t bytes = seen_bytes(&e->seen) + e->room * sizeof(*e->state);

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
		expand_level(level);
		merge(level);
		e->expanded = level->last;
		if (e->states > e->expanded)
			e->levels++;
		note_memory(level);
	}
	return EXPLORE_EXHAUSTED;
}

/* State 0 is where a machine begins. */
static void begin(struct explore *e, const struct explore_worker *w)
{
	struct explore_candidate first = { 0, { 0, { 0, 0, 0 } } };
	struct tcesim_hash hash;

	e->calls = w->calls;
	tcesim_hash(w->machine, &hash);
	first.key = hash.word[0];
	add_state(e, &first);
}

enum explore_end explore_run(struct explore *e,
                             const struct explore_options *options)
{
	unsigned int jobs = options->jobs;
	struct explore_worker *worker = room_zeroed(jobs * sizeof(*worker));
	struct level level = { .explore = e, .worker = worker };
	enum explore_end end;

	*e = (struct explore){ .options = *options };
	law_init(&e->law, options->kernel);
	for (unsigned int i = 0; i < jobs; i++)
		worker_init(&worker[i], e);
	begin(e, &worker[0]);
	end = search(&level);
	for (unsigned int i = 0; i < jobs; i++) {
		worker_settle(&worker[i]);
		add_counts(&e->counts, &worker[i].counts);
		e->made += worker[i].made;
		worker_release(&worker[i]);
	}
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
