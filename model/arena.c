/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "model/arena.h"

#include <assert.h>
#include <string.h>

static const uint32_t chunk_size = UINT32_C(1) << ARENA_CHUNK_SHIFT;

/* The kind of an object: it takes 16 << kind bytes. */
static unsigned int kind_of(size_t size)
{
	unsigned int kind = 0;

	assert(size && size <= chunk_size);
	while (((size_t)1 << (kind + ARENA_UNIT_SHIFT)) < size)
		kind++;
	return kind;
}

static int grow(struct arena *arena)
{
	size_t list = (arena->chunks + 1) * sizeof(*arena->chunk);
	unsigned char **chunk;

	chunk = arena->resize(arena->context, arena->chunk, list);
	if (!chunk)
		return 0;
	arena->chunk = chunk;
	chunk[arena->chunks] = arena->resize(arena->context, NULL, chunk_size);
	if (!chunk[arena->chunks])
		return 0;
	/* Unit 0 of chunk 0 is never an object: its number says "nothing". */
	arena->used = arena->chunks ? 0 : 1 << ARENA_UNIT_SHIFT;
	arena->chunks++;
	return 1;
}

/* The rest of the last chunk goes to the free lists, largest pieces last. */
static void retire_rest(struct arena *arena)
{
	while (arena->chunks && arena->used < chunk_size) {
		uint32_t size = arena->used & (~arena->used + 1);
		uint32_t at = ((arena->chunks - 1) << ARENA_CHUNK_SHIFT) +
		              arena->used;

		arena_free(arena, at >> ARENA_UNIT_SHIFT, size);
		arena->used += size;
	}
}

static ref carve(struct arena *arena, uint32_t bytes)
{
	uint64_t at;

	while (!arena->chunks || chunk_size - arena->used < bytes) {
		retire_rest(arena);
		if (!grow(arena))
			longjmp(*arena->out, 1);
	}
	at = ((uint64_t)(arena->chunks - 1) << ARENA_CHUNK_SHIFT) + arena->used;
	arena->used += bytes;
	return (ref)(at >> ARENA_UNIT_SHIFT);
}

ref arena_alloc(struct arena *arena, size_t size)
{
	unsigned int kind = kind_of(size);
	uint32_t bytes = UINT32_C(1) << (kind + ARENA_UNIT_SHIFT);
	ref object = arena->free[kind];

	if (object)
		memcpy(&arena->free[kind], arena_at(arena, object),
		       sizeof(ref));
	else
		object = carve(arena, bytes);
	memset(arena_at(arena, object), 0, bytes);
	return object;
}

void arena_free(struct arena *arena, ref object, size_t size)
{
	unsigned int kind = kind_of(size);
	uint32_t bytes = UINT32_C(1) << (kind + ARENA_UNIT_SHIFT);

	assert(object);
	/*
	 * The object carved last is given back: what snapshots copy shrinks.
	 * It is in the last chunk; one that ends where that begins is not.
	 */
	if (arena->used >= bytes &&
	    (uint64_t)object << ARENA_UNIT_SHIFT ==
	            ((uint64_t)(arena->chunks - 1) << ARENA_CHUNK_SHIFT) +
	                    arena->used - bytes) {
		arena->used -= bytes;
		return;
	}
	memcpy(arena_at(arena, object), &arena->free[kind], sizeof(ref));
	arena->free[kind] = object;
}

void arena_release(struct arena *arena)
{
	for (uint32_t i = 0; i < arena->chunks; i++)
		arena->resize(arena->context, arena->chunk[i], 0);
	if (arena->chunk)
		arena->resize(arena->context, arena->chunk, 0);
	arena->chunk = NULL;
	arena->chunks = 0;
}

int arena_copy(struct arena *to, const struct arena *from)
{
	while (to->chunks > from->chunks)
		to->resize(to->context, to->chunk[--to->chunks], 0);
	while (to->chunks < from->chunks)
		if (!grow(to))
			return 0;
	to->used = from->used;
	memcpy(to->free, from->free, sizeof(to->free));
	for (uint32_t i = 0; i < from->chunks; i++)
		memcpy(to->chunk[i], from->chunk[i],
		       i + 1 < from->chunks ? chunk_size : from->used);
	return 1;
}

int arena_same(const struct arena *a, const struct arena *b)
{
	if (a->chunks != b->chunks || a->used != b->used ||
	    memcmp(a->free, b->free, sizeof(a->free)))
		return 0;
	for (uint32_t i = 0; i < a->chunks; i++)
		if (memcmp(a->chunk[i], b->chunk[i],
		           i + 1 < a->chunks ? chunk_size : a->used))
			return 0;
	return 1;
}
