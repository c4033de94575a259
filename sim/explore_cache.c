/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "sim/explore_cache.h"

#include "sim/room.h"

#include <stdlib.h>

enum {
	SLOTS_MIN = 1024
};

/* Where KEY is, or belongs. */
static size_t slot_of(const struct explore_cache *cache, uint64_t key)
{
	size_t at = (size_t)key & cache->mask;

	while (cache->slot[at].block && cache->slot[at].key != key)
		at = (at + 1) & cache->mask;
	return at;
}

struct explore_block *cache_find(const struct explore_cache *cache,
                                 uint64_t key)
{
	return cache->slot ? cache->slot[slot_of(cache, key)].block : NULL;
}

void cache_expect(const struct explore_cache *cache, uint64_t key)
{
	if (cache->slot)
		expect_read(&cache->slot[key & cache->mask]);
}

static void grow(struct explore_cache *cache)
{
	size_t slots = cache->slot ? (cache->mask + 1) * 2 : SLOTS_MIN;
	struct explore_cache larger = *cache;

	larger.slot = room_zeroed(slots * sizeof(*larger.slot));
	larger.mask = slots - 1;
	for (size_t i = 0; cache->slot && i <= cache->mask; i++)
		if (cache->slot[i].block)
			larger.slot[slot_of(&larger, cache->slot[i].key)] =
				cache->slot[i];
	free(cache->slot);
	*cache = larger;
}

struct explore_block *cache_add(struct explore_cache *cache,
                                const struct explore_block *block)
{
	struct explore_block *copy = block_copy(block);

	if (!cache->slot || cache->count > cache->mask / 2)
		grow(cache);
	cache->slot[slot_of(cache, block->key)] =
		(struct cache_slot){ block->key, copy };
	cache->count++;
	cache->bytes += block_bytes(copy);
	return copy;
}

void cache_settle(const struct explore_cache *cache,
                  struct explore_counts *counts)
{
	for (size_t i = 0; cache->slot && i <= cache->mask; i++)
		if (cache->slot[i].block)
			block_settle(cache->slot[i].block, counts);
}

void cache_release(struct explore_cache *cache)
{
	for (size_t i = 0; cache->slot && i <= cache->mask; i++)
		free(cache->slot[i].block);
	free(cache->slot);
	*cache = (struct explore_cache){ 0 };
}

size_t cache_bytes(const struct explore_cache *cache)
{
	return cache->bytes +
	       (cache->slot ? (cache->mask + 1) * sizeof(*cache->slot) : 0);
}
