/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * explore_block.h - what a class of calls does in a state, in large: how often
 * it answers what, what is found, and by how much which parts of the hash
 * change where it moves.
 *
 * States that agree in the parts that a class depends on have a block in
 * common: it is made in the first of them, and used in all.
 */
#ifndef SIM_EXPLORE_BLOCK_H
#define SIM_EXPLORE_BLOCK_H

#include "sim/explore.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct block_answer {
	uint32_t count;
	uint8_t verb, row; /* as in struct explore_counts */
};

struct block_finding {
	uint32_t count;
	struct explore_step first;
	uint8_t finding;
};

struct block_delta {
	uint64_t delta;
	uint32_t part;
	bool cleared; /* the part is 0 then, whatever it was */
};

/* A call after which the state is another, unless an earlier one of the block
 * leads to the same. */
struct block_move {
	struct explore_step step;
	uint16_t first, count; /* of its deltas */
};

struct explore_block {
	uint64_t key;
	uint64_t uses;
	uint32_t first_state;
	uint32_t transitions, with_failure, refused, rollbacks, ended;

	struct block_answer *answer;
	struct block_finding *finding;
	struct block_move *move;
	struct block_delta *delta;
	uint32_t answers, findings, moves, deltas;
	size_t room_for_answers, room_for_findings;
	size_t room_for_moves, room_for_deltas;
};

/* All zero is empty. */
void block_clear(struct explore_block *block);
void block_release(struct explore_block *block);
/* A copy without spare room; free() frees it. */
struct explore_block *block_copy(const struct explore_block *block);
size_t block_bytes(const struct explore_block *block);

void block_count(struct explore_block *block, enum verb verb,
                 struct explore_step step, const struct tcesim_answer *answer);
void block_found(struct explore_block *block, unsigned int finding,
                 struct explore_step step);
/* By DELTA, part by part, of which not all are 0; parts of CLEARED (bit n: part
 * n) that change become 0. */
void block_moved(struct explore_block *block, struct explore_step step,
                 const struct tcesim_parts *delta, uint32_t cleared);

/* Whether two blocks say the same. */
bool block_same(const struct explore_block *a, const struct explore_block *b);
/* All uses of BLOCK into COUNTS. */
void block_settle(const struct explore_block *block,
                  struct explore_counts *counts);

/* Sum = sum and finding, which may have come earlier. */
void explore_add_finding(struct explore_finding *sum,
                         const struct explore_finding *finding);

#endif
