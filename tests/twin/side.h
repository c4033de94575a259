/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * side.h - one of two models in one program.
 *
 * side.c is linked with one model each time, as TWIN_SIDE, and nothing but
 * that name is seen of the result: tools/mutation/twins.py.
 */
#ifndef TESTS_TWIN_SIDE_H
#define TESTS_TWIN_SIDE_H

#include "sim/player.h"

#include <stdbool.h>
#include <stdint.h>

struct tcesim_snapshot;

/* Backends are those that ->maker makes. */
struct twin_side {
	struct player_maker maker;
	/* A copy of the machine; into KEPT if there is one already. */
	struct tcesim_snapshot *(*keep)(struct backend *b,
	                                struct tcesim_snapshot *kept);
	void (*go_back)(struct backend *b, const struct tcesim_snapshot *kept);
	/* Whether all invariants hold. */
	bool (*holds)(struct backend *b);
	/* Equal states have equal hashes. */
	uint64_t (*hash)(struct backend *b);
};

extern const struct twin_side twin_true, twin_mutant;

#endif
