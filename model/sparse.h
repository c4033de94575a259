/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * sparse.h - an array of 2^64 words that costs what is not zero in it.
 *
 * A radix tree of 64-way nodes in the arena, over leaves of 64 words, or of 512
 * where that is asked for while it is empty (`wide`: faster to read, and dearer
 * where few words stand far apart).  An array that has never had more than its
 * first few words is one small leaf.  Storing 0 takes back what the word had
 * cost.  All zero is empty.
 */
#ifndef MODEL_SPARSE_H
#define MODEL_SPARSE_H

#include "model/arena.h"

#include <stdbool.h>

struct sparse {
	ref root;
	uint8_t height; /* levels of nodes above the leaves */
	uint8_t bits;   /* of an index: those that count words in a leaf */
	bool wide;
};

/* The bits of an index that count words in a leaf. */
enum {
	SPARSE_SMALL_BITS = 3,
	SPARSE_NARROW_BITS = 6,
	SPARSE_WIDE_BITS = 9
};

uint64_t sparse_get(const struct arena *arena, const struct sparse *sparse,
                    uint64_t index);
void sparse_set(struct arena *arena, struct sparse *sparse, uint64_t index,
                uint64_t word);
/* The first word that is not 0 at or after *INDEX; false: there is none. */
bool sparse_next(const struct arena *arena, const struct sparse *sparse,
                 uint64_t *index, uint64_t *word);
/* The leaf that holds word INDEX, of 2^SPARSE_WIDE_BITS or NARROW_BITS words;
 * NULL: no such.  All its words are 0 then, or the array is one small leaf.
 * Good until the array changes. */
const uint64_t *sparse_leaf(const struct arena *arena,
                            const struct sparse *sparse, uint64_t index);
void sparse_release(struct arena *arena, struct sparse *sparse);

#endif
