/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * sparse.h - an array of 2^64 words that costs what is not zero in it.
 *
 * A radix tree of 64-way nodes in the arena.  Its shape depends on the words
 * alone: storing 0 takes back what the word had cost.  All zero is empty.
 */
#ifndef MODEL_SPARSE_H
#define MODEL_SPARSE_H

#include "model/arena.h"

#include <stdbool.h>

struct sparse {
	ref root;
	uint32_t height; /* levels of nodes above the leaves */
};

uint64_t sparse_get(const struct arena *arena, const struct sparse *sparse,
                    uint64_t index);
void sparse_set(struct arena *arena, struct sparse *sparse, uint64_t index,
                uint64_t word);
/* The first word that is not 0 at or after *INDEX; false: there is none. */
bool sparse_next(const struct arena *arena, const struct sparse *sparse,
                 uint64_t *index, uint64_t *word);
void sparse_release(struct arena *arena, struct sparse *sparse);

#endif
