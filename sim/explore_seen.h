/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * explore_seen.h - a set of 64-bit keys that only grows.
 */
#ifndef SIM_EXPLORE_SEEN_H
#define SIM_EXPLORE_SEEN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* All zero: empty. */
struct seen {
	uint64_t *key; /* 0: free */
	size_t count;
	size_t mask; /* slots - 1 */
	bool zero;   /* the key 0 is in the set */
};

/* False: KEY was there before. */
bool seen_add(struct seen *seen, uint64_t key);
void seen_clear(struct seen *seen);
void seen_release(struct seen *seen);
size_t seen_bytes(const struct seen *seen);

/* What is at AT will be read soon. */
static inline void expect_read(const void *at)
{
#ifdef __GNUC__
	__builtin_prefetch(at);
#else
	(void)at;
#endif
}

static inline void seen_expect(const struct seen *seen, uint64_t key)
{
	if (seen->key)
		expect_read(&seen->key[key & seen->mask]);
}

static inline bool seen_has(const struct seen *seen, uint64_t key)
{
	size_t at = key & seen->mask;

	for (; seen->key && seen->key[at]; at = (at + 1) & seen->mask)
		if (seen->key[at] == key)
			return true;
	return !key && seen->zero;
}

#endif
