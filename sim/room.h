/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * room.h - memory for the tools that make, change and follow scenarios.
 *
 * These hold what they work on in memory and have nothing to save when there
 * is no more: the program then says so and ends as after an internal error.
 */
#ifndef SIM_ROOM_H
#define SIM_ROOM_H

#include <stddef.h>

/* ENTRIES with room for at least NEEDED of SIZE bytes each. */
void *room_for(void *entries, size_t *room, size_t needed, size_t size);
/* One block of SIZE zero bytes. */
void *room_zeroed(size_t size);
/* For the front door's `resize`: like realloc, but it never fails. */
void *room_resize(void *context, void *block, size_t size);
/* A copy of LENGTH bytes with a NUL behind them. */
char *room_copy(const char *text, size_t length);

#endif
