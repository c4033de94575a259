/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * arena.h - where everything lives that a machine can change or lose.
 *
 * Objects are named by a ref, a 32-bit number, and refer to each other only
 * so: a copy of the bytes is a copy of the machine, whatever address it is
 * put at.  Chunks never move: a pointer that arena_at() gave is good until
 * its object is freed.  Numbers depend only on the order of calls.
 *
 * arena_alloc() cannot fail in the eyes of its caller: when the library's own
 * memory runs out it leaves, by longjmp, to the front door, and no modelled
 * answer can be mistaken for it.
 */
#ifndef MODEL_ARENA_H
#define MODEL_ARENA_H

#include <setjmp.h>
#include <stddef.h>
#include <stdint.h>

typedef uint32_t ref; /* 0: nothing */

enum {
	ARENA_UNIT_SHIFT = 4,   /* objects are multiples of 16 bytes */
	ARENA_CHUNK_SHIFT = 16, /* and at most 64 KiB */
	ARENA_CLASSES = ARENA_CHUNK_SHIFT - ARENA_UNIT_SHIFT + 1
};

struct arena {
	unsigned char **chunk;
	uint32_t chunks;
	uint32_t used;           /* bytes handed out of the last chunk */
	ref free[ARENA_CLASSES]; /* freed objects of 16 << n bytes */
	void *(*resize)(void *context, void *block, size_t size);
	void *context;
	jmp_buf *out; /* where to go when memory runs out */
};

void arena_release(struct arena *arena);

/* Zeroed, 1 to 64 KiB. */
ref arena_alloc(struct arena *arena, size_t size);
void arena_free(struct arena *arena, ref object, size_t size);

/* Make TO, which may hold anything, hold what FROM holds.  False: no memory,
 * and TO holds nothing of use. */
int arena_copy(struct arena *to, const struct arena *from);
/* Do both hold the same bytes? */
int arena_same(const struct arena *a, const struct arena *b);

static inline void *arena_at(const struct arena *arena, ref object)
{
	enum {
		UNITS_SHIFT = ARENA_CHUNK_SHIFT - ARENA_UNIT_SHIFT
	};
	uint32_t unit = object & ((1u << UNITS_SHIFT) - 1);

	if (!object)
		return NULL;
	return arena->chunk[object >> UNITS_SHIFT] +
	       ((size_t)unit << ARENA_UNIT_SHIFT);
}

#endif
