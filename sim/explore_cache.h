/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * explore_cache.h - blocks by their keys.
 */
#ifndef SIM_EXPLORE_CACHE_H
#define SIM_EXPLORE_CACHE_H

#include "sim/explore_block.h"

struct cache_slot {
	uint64_t key;
	struct explore_block *block; /* NULL: free */
};

/* All zero: empty. */
struct explore_cache {
	struct cache_slot *slot;
	size_t count;
	size_t mask; /* slots - 1 */
	size_t bytes;
};

/* KEY will be looked for soon. */
void cache_expect(const struct explore_cache *cache, uint64_t key);
/* NULL: there is none. */
struct explore_block *cache_find(const struct explore_cache *cache,
                                 uint64_t key);
/* A copy of BLOCK, whose key is not there. */
struct explore_block *cache_add(struct explore_cache *cache,
                                const struct explore_block *block);
/* Settles all blocks. */
void cache_settle(const struct explore_cache *cache,
                  struct explore_counts *counts);
void cache_release(struct explore_cache *cache);
size_t cache_bytes(const struct explore_cache *cache);

#endif
