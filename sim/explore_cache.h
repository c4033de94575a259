/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * explore_cache.h - blocks by their keys.
 */
#ifndef SIM_EXPLORE_CACHE_H
#define SIM_EXPLORE_CACHE_H

#include "sim/explore_block.h"

/* All zero: empty. */
struct explore_cache {
	struct explore_block **slot; /* NULL: free */
	size_t count;
	size_t mask; /* slots - 1 */
	size_t bytes;
};

/* NULL: there is none. */
struct explore_block *cache_find(const struct explore_cache *cache,
                                 uint64_t key);
/* A copy of BLOCK, whose key is not there; NULL: no memory. */
struct explore_block *cache_add(struct explore_cache *cache,
                                const struct explore_block *block);
/* Settles all blocks. */
void cache_settle(const struct explore_cache *cache,
                  struct explore_counts *counts);
void cache_release(struct explore_cache *cache);
size_t cache_bytes(const struct explore_cache *cache);

#endif
