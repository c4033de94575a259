/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "model/sparse.h"

enum {
	BITS = 6,
	WAYS = 1 << BITS
};

struct leaf {
	uint64_t word[WAYS];
};

struct node {
	ref child[WAYS];
};

static unsigned int way(uint64_t index, uint32_t height)
{
	return (unsigned int)(index >> (BITS * height)) & (WAYS - 1);
}

/* Is INDEX under a tree of this height? */
static bool reaches(const struct sparse *sparse, uint64_t index)
{
	uint32_t bits = BITS * (sparse->height + 1);

	return sparse->root && (bits >= 64 || index >> bits == 0);
}

uint64_t sparse_get(const struct arena *arena, const struct sparse *sparse,
                    uint64_t index)
{
	ref at = sparse->root;

	if (!reaches(sparse, index))
		return 0;
	for (uint32_t height = sparse->height; height && at; height--) {
		const struct node *node = arena_at(arena, at);

		at = node->child[way(index, height)];
	}
	if (!at)
		return 0;
	return ((const struct leaf *)arena_at(arena, at))->word[way(index, 0)];
}

/* Add levels on top until INDEX is under the tree. */
static void raise_root(struct arena *arena, struct sparse *sparse,
                       uint64_t index)
{
	if (!sparse->root) {
		while (sparse->height < 10 &&
		       index >> (BITS * (sparse->height + 1)))
			sparse->height++;
		return;
	}
	while (!reaches(sparse, index)) {
		ref top = arena_alloc(arena, sizeof(struct node));

		((struct node *)arena_at(arena, top))->child[0] = sparse->root;
		sparse->root = top;
		sparse->height++;
	}
}

static void store(struct arena *arena, struct sparse *sparse, uint64_t index,
                  uint64_t word)
{
	ref *at = &sparse->root;

	raise_root(arena, sparse, index);
	for (uint32_t height = sparse->height; height; height--) {
		if (!*at)
			*at = arena_alloc(arena, sizeof(struct node));
		at = &((struct node *)arena_at(arena, *at))
		              ->child[way(index, height)];
	}
	if (!*at)
		*at = arena_alloc(arena, sizeof(struct leaf));
	((struct leaf *)arena_at(arena, *at))->word[way(index, 0)] = word;
}

static bool leaf_empty(const struct leaf *leaf)
{
	for (unsigned int i = 0; i < WAYS; i++)
		if (leaf->word[i])
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

/* Zero the word under AT; free what became empty.  True: AT is free now. */
static bool erase(struct arena *arena, ref at, uint32_t height, uint64_t index)
{
	if (height) {
		struct node *node = arena_at(arena, at);
		ref *child = &node->child[way(index, height)];

		if (!*child || !erase(arena, *child, height - 1, index))
			return false;
		*child = 0;
		if (!node_empty(node))
			return false;
		arena_free(arena, at, sizeof(*node));
	} else {
		struct leaf *leaf = arena_at(arena, at);

		leaf->word[way(index, 0)] = 0;
		if (!leaf_empty(leaf))
			return false;
		arena_free(arena, at, sizeof(*leaf));
	}
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

void sparse_set(struct arena *arena, struct sparse *sparse, uint64_t index,
                uint64_t word)
{
	if (word) {
		store(arena, sparse, index, word);
	} else if (reaches(sparse, index)) {
		if (erase(arena, sparse->root, sparse->height, index))
			*sparse = (struct sparse){ 0 };
		else
			lower_root(arena, sparse);
	}
}

static bool next_in_leaf(const struct leaf *leaf, uint64_t *index,
                         uint64_t *word)
{
	for (unsigned int i = way(*index, 0); i < WAYS; i++) {
		if (!leaf->word[i])
			continue;
		*index = (*index & ~(uint64_t)(WAYS - 1)) | i;
		*word = leaf->word[i];
		return true;
	}
	return false;
}

static bool next_under(const struct arena *arena, ref at, uint32_t height,
                       uint64_t *index, uint64_t *word)
{
	const struct node *node = arena_at(arena, at);
	unsigned int first = way(*index, height);

	if (!height)
		return next_in_leaf(arena_at(arena, at), index, word);
	for (unsigned int i = first; i < WAYS; i++) {
		uint64_t step = UINT64_C(1) << (BITS * height);

		if (i != first) /* begin at the first index below way i */
			*index = (*index & ~(step - 1)) + step;
		if (node->child[i] &&
		    next_under(arena, node->child[i], height - 1, index, word))
			return true;
	}
	return false;
}

bool sparse_next(const struct arena *arena, const struct sparse *sparse,
                 uint64_t *index, uint64_t *word)
{
	if (!reaches(sparse, *index))
		return false;
	return next_under(arena, sparse->root, sparse->height, index, word);
}

static void release_under(struct arena *arena, ref at, uint32_t height)
{
	if (!height) {
		arena_free(arena, at, sizeof(struct leaf));
		return;
	}
	for (unsigned int i = 0; i < WAYS; i++) {
		ref child = ((struct node *)arena_at(arena, at))->child[i];

		if (child)
			release_under(arena, child, height - 1);
	}
	arena_free(arena, at, sizeof(struct node));
}

void sparse_release(struct arena *arena, struct sparse *sparse)
{
	if (sparse->root)
		release_under(arena, sparse->root, sparse->height);
	*sparse = (struct sparse){ 0 };
}
