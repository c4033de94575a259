/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "sim/explore_seen.h"

#include "sim/room.h"

#include <stdlib.h>
#include <string.h>

enum {
	SLOTS_MIN = 1024
};

/* KEY, which is not 0 and not there, into a table with room. */
static void put(struct seen *seen, uint64_t key)
{
	size_t at = key & seen->mask;

	while (seen->key[at])
		at = (at + 1) & seen->mask;
	seen->key[at] = key;
}

static void grow(struct seen *seen)
{
	size_t slots = seen->key ? (seen->mask + 1) * 2 : SLOTS_MIN;
	struct seen larger = *seen;

	larger.key = room_zeroed(slots * sizeof(*larger.key));
	larger.mask = slots - 1;
	for (size_t i = 0; seen->key && i <= seen->mask; i++)
		if (seen->key[i])
			put(&larger, seen->key[i]);
	free(seen->key);
	*seen = larger;
}

bool seen_add(struct seen *seen, uint64_t key)
{
	if (seen_has(seen, key))
		return false;
	if (!key)
		return seen->zero = true;
	if (!seen->key || seen->count + 1 > (seen->mask + 1) / 4 * 3)
		grow(seen);
	put(seen, key);
	seen->count++;
	return true;
}

void seen_clear(struct seen *seen)
{
	if (seen->count)
		memset(seen->key, 0, (seen->mask + 1) * sizeof(*seen->key));
	seen->count = 0;
	seen->zero = false;
}

void seen_release(struct seen *seen)
{
	free(seen->key);
	*seen = (struct seen){ 0 };
}

size_t seen_bytes(const struct seen *seen)
{
	return seen->key ? (seen->mask + 1) * sizeof(*seen->key) : 0;
}
