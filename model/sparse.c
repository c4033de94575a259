/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "model/sparse.h"

#include <string.h>

enum {
	BITS = 6,
	WAYS = 1 << BITS
};

struct node {
	ref child[WAYS];
};

/* Of leaves that are as large as they can be. */
static unsigned int full_bits(const struct sparse *sparse)
{
	return sparse->wide ? SPARSE_WIDE_BITS : SPARSE_NARROW_BITS;
}

static unsigned int leaf_bits(const struct sparse *sparse)
{
	return sparse->bits;
}

static unsigned int leaf_words(const struct sparse *sparse)
{
	return 1u << leaf_bits(sparse);
}

static size_t leaf_size(const struct sparse *sparse)
{
	return leaf_words(sparse) * sizeof(uint64_t);
}

/* The bits of an index below a node, or a leaf, of this height. */
static unsigned int bits_under(const struct sparse *sparse, unsigned int height)
{
	return leaf_bits(sparse) + BITS * height;
}

/* The way that INDEX takes in a node of HEIGHT, which is at least 1. */
static unsigned int way(const struct sparse *sparse, uint64_t index,
                        unsigned int height)
{
	unsigned int shift = bits_under(sparse, height - 1);

	return (unsigned int)(index >> shift) & (WAYS - 1);
}

static unsigned int word_in_leaf(const struct sparse *sparse, uint64_t index)
{
	return (unsigned int)index & (leaf_words(sparse) - 1);
}

/* Is INDEX under a root of this height? */
static bool height_reaches(const struct sparse *sparse, uint64_t index)
{
	unsigned int bits = bits_under(sparse, sparse->height);

	return bits >= 64 || index >> bits == 0;
}

static bool reaches(const struct sparse *sparse, uint64_t index)
{
	return sparse->root && height_reaches(sparse, index);
}

static uint64_t *find_leaf(const struct arena *arena,
                           const struct sparse *sparse, uint64_t index)
{
	ref at = sparse->root;

	if (!reaches(sparse, index))
		return NULL;
	for (unsigned int height = sparse->height; height && at; height--) {
		const struct node *node = arena_at(arena, at);

		at = node->child[way(sparse, index, height)];
	}
	return arena_at(arena, at);
}

const uint64_t *sparse_leaf(const struct arena *arena,
                            const struct sparse *sparse, uint64_t index)
{
	return sparse->bits == full_bits(sparse)
	               ? find_leaf(arena, sparse, index)
	               : NULL;
}

uint64_t sparse_get(const struct arena *arena, const struct sparse *sparse,
                    uint64_t index)
{
	const uint64_t *leaf = find_leaf(arena, sparse, index);

	return leaf ? leaf[word_in_leaf(sparse, index)] : 0;
}

/* The only leaf is small: a full one takes its place. */
static void widen(struct arena *arena, struct sparse *sparse)
{
	ref small = sparse->root;
	size_t size = leaf_size(sparse);

	sparse->bits = (uint8_t)full_bits(sparse);
	sparse->root = arena_alloc(arena, leaf_size(sparse));
	memcpy(arena_at(arena, sparse->root), arena_at(arena, small), size);
	arena_free(arena, small, size);
}

/* Leaves are small while INDEX, and all before, are small numbers. */
static void choose_leaf(struct arena *arena, struct sparse *sparse,
                        uint64_t index)
{
	bool small = !(index >> SPARSE_SMALL_BITS);

	if (!sparse->root)
		sparse->bits = (uint8_t)(small ? SPARSE_SMALL_BITS
		                               : full_bits(sparse));
	else if (sparse->bits == SPARSE_SMALL_BITS && !small)
		widen(arena, sparse);
}

/* Add levels on top until INDEX is under the tree. */
static void raise_root(struct arena *arena, struct sparse *sparse,
                       uint64_t index)
{
	while (!height_reaches(sparse, index)) {
		ref top;

		sparse->height++;
		if (!sparse->root)
			continue;
		top = arena_alloc(arena, sizeof(struct node));
		((struct node *)arena_at(arena, top))->child[0] = sparse->root;
		sparse->root = top;
	}
}

static void store(struct arena *arena, struct sparse *sparse, uint64_t index,
                  uint64_t word)
{
	ref *at = &sparse->root;

	choose_leaf(arena, sparse, index);
	raise_root(arena, sparse, index);
	for (unsigned int height = sparse->height; height; height--) {
		if (!*at)
			*at = arena_alloc(arena, sizeof(struct node));
		at = &((struct node *)arena_at(arena, *at))
		              ->child[way(sparse, index, height)];
	}
	if (!*at)
		*at = arena_alloc(arena, leaf_size(sparse));
	((uint64_t *)arena_at(arena, *at))[word_in_leaf(sparse, index)] = word;
}

/* Neighbours of word AT first: ranges are cleared from end to end. */
static bool leaf_empty(const struct sparse *sparse, const uint64_t *leaf,
                       unsigned int at)
{
	unsigned int words = leaf_words(sparse);

	for (unsigned int i = 1; i < words; i++)
		if (leaf[(at + i) & (words - 1)])
			return false;
	return true;
}

static bool node_empty(const struct node *node)
{
	for (unsigned int i = 0; i < WAYS; i++)
		if (node->child[i])
			return false;
	return true;
}

static bool erase_in_leaf(struct arena *arena, const struct sparse *sparse,
                          ref at, uint64_t index)
{
	uint64_t *leaf = arena_at(arena, at);
	unsigned int word = word_in_leaf(sparse, index);

	leaf[word] = 0;
	if (!leaf_empty(sparse, leaf, word))
		return false;
	arena_free(arena, at, leaf_size(sparse));
	return true;
}

/* Zero the word under AT; free what became empty.  True: AT is free now. */
static bool erase(struct arena *arena, const struct sparse *sparse, ref at,
                  unsigned int height, uint64_t index)
{
	struct node *node = arena_at(arena, at);
	ref *child;

	if (!height)
		return erase_in_leaf(arena, sparse, at, index);
	child = &node->child[way(sparse, index, height)];
	if (!*child || !erase(arena, sparse, *child, height - 1, index))
		return false;
	*child = 0;
	if (!node_empty(node))
		return false;
	arena_free(arena, at, sizeof(*node));
	return true;
}

/* Take off the top while all that is left is in its first way. */
static void lower_root(struct arena *arena, struct sparse *sparse)
{
	while (sparse->height) {
		struct node *top = arena_at(arena, sparse->root);
		ref first = top->child[0];

		top->child[0] = 0;
		if (!first || !node_empty(top)) {
			top->child[0] = first;
			return;
		}
		arena_free(arena, sparse->root, sizeof(*top));
		sparse->root = first;
		sparse->height--;
	}
}

static void make_empty(struct sparse *sparse)
{
	sparse->root = 0;
	sparse->height = 0;
}

void sparse_set(struct arena *arena, struct sparse *sparse, uint64_t index,
                uint64_t word)
{
	if (word) {
		store(arena, sparse, index, word);
	} else if (reaches(sparse, index)) {
		if (erase(arena, sparse, sparse->root, sparse->height, index))
			make_empty(sparse);
		else
			lower_root(arena, sparse);
	}
}

static bool next_in_leaf(const struct sparse *sparse, const uint64_t *leaf,
                         uint64_t *index, uint64_t *word)
{
	unsigned int words = leaf_words(sparse);

	for (unsigned int i = word_in_leaf(sparse, *index); i < words; i++) {
		if (!leaf[i])
			continue;
		*index = (*index & ~(uint64_t)(words - 1)) | i;
		*word = leaf[i];
		return true;
	}
	return false;
}

static bool next_under(const struct arena *arena, const struct sparse *sparse,
                       ref at, unsigned int height, uint64_t *index,
                       uint64_t *word)
{
	const struct node *node = arena_at(arena, at);
	unsigned int first;
	uint64_t step;

	if (!height)
		return next_in_leaf(sparse, arena_at(arena, at), index, word);
	step = UINT64_C(1) << bits_under(sparse, height - 1);
	first = way(sparse, *index, height);
	for (unsigned int i = first; i < WAYS; i++) {
		if (i != first) /* begin at the first index below way i */
			*index = (*index & ~(step - 1)) + step;
		if (node->child[i] && next_under(arena, sparse, node->child[i],
		                                 height - 1, index, word))
			return true;
	}
	return false;
}

bool sparse_next(const struct arena *arena, const struct sparse *sparse,
                 uint64_t *index, uint64_t *word)
{
	if (!reaches(sparse, *index))
		return false;
	return next_under(arena, sparse, sparse->root, sparse->height, index,
	                  word);
}

static void release_under(struct arena *arena, const struct sparse *sparse,
                          ref at, unsigned int height)
{
	if (!height) {
		arena_free(arena, at, leaf_size(sparse));
		return;
	}
	for (unsigned int i = 0; i < WAYS; i++) {
		ref child = ((struct node *)arena_at(arena, at))->child[i];

		if (child)
			release_under(arena, sparse, child, height - 1);
	}
	arena_free(arena, at, sizeof(struct node));
}

void sparse_release(struct arena *arena, struct sparse *sparse)
{
	if (sparse->root)
		release_under(arena, sparse, sparse->root, sparse->height);
	make_empty(sparse);
}
