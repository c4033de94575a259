/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * world.h - what there is at one point of a story, for whoever wants to do
 * something with it next.
 *
 * It is asked of the player, and only kinds of things are known here, not
 * what calls do to them.
 */
#ifndef SIM_WORLD_H
#define SIM_WORLD_H

#include "sim/player.h"

#include <stdbool.h>
#include <stdint.h>

enum {
	WORLD_THINGS_MAX = 16 /* of a kind; more are not looked at */
};

struct world_container {
	unsigned int number;
	char type; /* '-' none, '1', '2' */
	bool enabled, pending;
	unsigned int groups; /* attached */
};

struct world_window {
	unsigned int container;
	uint64_t start_addr, entries;
	unsigned int page_shift, levels, level_shift;
};

struct world_region {
	struct place place;
	uint64_t size;
	bool mapped;
};

struct world {
	struct world_container container[WORLD_THINGS_MAX];
	struct world_window window[WORLD_THINGS_MAX];
	struct world_region region[WORLD_THINGS_MAX];
	unsigned int containers, windows, regions;
};

void world_look(struct world *world, struct player *player);
/* The container, or NULL when it is none of those looked at. */
const struct world_container *world_container(const struct world *world,
                                              unsigned int number);
/*
 * Equal for worlds that have like things: types, windows by their shapes,
 * regions by their number.  Addresses and buffers do not count.
 */
uint64_t world_hash(const struct world *world);

#endif
