/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * explore_worker.h - one thread's machine, and what it finds on a level.
 */
#ifndef SIM_EXPLORE_WORKER_H
#define SIM_EXPLORE_WORKER_H

#include "sim/explore_cache.h"
#include "sim/explore_way.h"

/* A state that was not known before this level. */
struct explore_candidate {
	uint64_t key;
	struct explore_state state;
};

/* The candidates of one chunk of states. */
struct explore_chunk {
	uint32_t number;
	size_t first, count;
};

enum {
	WORKER_TARGETS_MAX = 8
};

struct explore_worker {
	const struct explore *explore;
	struct bound_calls calls; /* its machine's; equal in all */
	struct tcesim_machine *machine;

	struct explore_way way;

	uint32_t here;             /* the state that is expanded */
	struct tcesim_parts parts; /* of it */
	struct tcesim_parts share; /* what each adds to the key */
	uint32_t empty;            /* bit n: part n is 0 */
	uint64_t key;
	bool moved; /* the machine is no longer in it */

	struct explore_block block; /* what is made now */
	struct explore_cache cache;
	uint64_t made; /* transitions */

	/* Where the calls made so far in this state lead to. */
	struct explore_candidate target[WORKER_TARGETS_MAX];
	uint32_t targets;

	struct seen fresh; /* keys of the candidates */
	struct explore_candidate *candidate;
	size_t candidates, room_for_candidates;
	struct explore_chunk *chunk;
	size_t chunks, room_for_chunks;
	struct explore_counts counts; /* without what the cache has */
};

void worker_init(struct explore_worker *worker, const struct explore *explore);
/* Once, at the end: the counts become those of all that it has seen. */
void worker_settle(struct explore_worker *worker);
void worker_release(struct explore_worker *worker);

/* Before a level; its explore is only read until the level is done. */
void worker_begin(struct explore_worker *worker);
/* Expand the states [first, last), as chunk NUMBER. */
void worker_expand(struct explore_worker *worker, uint32_t number,
                   uint32_t first, uint32_t last);

size_t worker_bytes(const struct explore_worker *worker);

#endif
