/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "sim/room.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
	ROOM_FIRST = 16,
	EXIT_NO_MEMORY = 3
};

static void *block(void *old, size_t size)
{
	void *grown = realloc(old, size);

	if (grown)
		return grown;
	fputs("tcesim: out of memory\n", stderr);
	exit(EXIT_NO_MEMORY);
}

void *room_for(void *entries, size_t *room, size_t needed, size_t size)
{
	size_t more = *room ? *room : ROOM_FIRST;

	if (needed <= *room)
		return entries;
	while (more < needed)
		more *= 2;
	entries = block(entries, more * size);
	*room = more;
	return entries;
}

void *room_zeroed(size_t size)
{
	return memset(block(NULL, size), 0, size);
}

void *room_resize(void *context, void *old, size_t size)
{
	(void)context;
	if (size)
		return block(old, size);
	free(old);
	return NULL;
}

char *room_copy(const char *text, size_t length)
{
	char *copy = block(NULL, length + 1);

	memcpy(copy, text, length);
	copy[length] = '\0';
	return copy;
}
