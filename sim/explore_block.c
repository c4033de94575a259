/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "sim/explore_block.h"

#include "sim/room.h"

#include <stdlib.h>
#include <string.h>

/* ---- lists --------------------------------------------------------------- */

void block_clear(struct explore_block *block)
{
	block->uses = 0;
	block->transitions = block->with_failure = block->refused = 0;
	block->rollbacks = block->ended = 0;
	block->answers = block->findings = 0;
	block->moves = block->deltas = 0;
}

void block_release(struct explore_block *block)
{
	free(block->answer);
	free(block->finding);
	free(block->move);
	free(block->delta);
	*block = (struct explore_block){ 0 };
}

/* ---- one block for all lists --------------------------------------------- */

size_t block_bytes(const struct explore_block *block)
{
	return sizeof(*block) + block->deltas * sizeof(*block->delta) +
	       block->moves * sizeof(*block->move) +
	       block->findings * sizeof(*block->finding) +
	       block->answers * sizeof(*block->answer);
}

/* COUNT things of SIZE bytes go to *AT, which moves on. */
static void *place(unsigned char **at, const void *from, size_t count,
                   size_t size)
{
	void *to = *at;

	if (count)
		memcpy(to, from, count * size);
	*at += count * size;
	return to;
}

struct explore_block *block_copy(const struct explore_block *block)
{
	struct explore_block *copy = room_zeroed(block_bytes(block));
	unsigned char *at;

	*copy = *block;
	at = (unsigned char *)(copy + 1);
	/* The strictest alignment first. */
	copy->delta = place(&at, block->delta, block->deltas,
	                    sizeof(*block->delta));
	copy->move = place(&at, block->move, block->moves,
	                   sizeof(*block->move));
	copy->finding = place(&at, block->finding, block->findings,
	                      sizeof(*block->finding));
	copy->answer = place(&at, block->answer, block->answers,
	                     sizeof(*block->answer));
	return copy;
}

/* ---- writing it ---------------------------------------------------------- */

static void count_answer(struct explore_block *block, uint8_t verb, uint8_t row)
{
	for (uint32_t i = 0; i < block->answers; i++) {
		if (block->answer[i].verb == verb &&
		    block->answer[i].row == row) {
			block->answer[i].count++;
			return;
		}
	}
	block->answer = room_for(block->answer, &block->room_for_answers,
	                         block->answers + 1u, sizeof(*block->answer));
	block->answer[block->answers++] = (struct block_answer){ 1, verb, row };
}

void block_count(struct explore_block *block, enum verb verb,
                 struct explore_step step, const struct tcesim_answer *answer)
{
	bool failure = step.site != EXPLORE_NO_SITE;
	int64_t row = answer->ret > 0 ? 1 : answer->ret ? 1 - answer->ret : 0;

	block->transitions++;
	block->with_failure += failure;
	block->refused += answer->ret != 0;
	block->rollbacks += answer->ret != 0 && failure;
	count_answer(block, (uint8_t)verb,
	             (uint8_t)(row < EXPLORE_ANSWERS ? row
	                                             : EXPLORE_ANSWERS - 1));
}

void block_found(struct explore_block *block, unsigned int finding,
                 struct explore_step step)
{
	for (uint32_t i = 0; i < block->findings; i++) {
		if (block->finding[i].finding == finding) {
			block->finding[i].count++;
			return;
		}
	}
	block->finding = room_for(block->finding, &block->room_for_findings,
	                          block->findings + 1u,
	                          sizeof(*block->finding));
	block->finding[block->findings++] =
		(struct block_finding){ 1, step, (uint8_t)finding };
}

static void add_delta(struct explore_block *block, uint32_t part,
                      uint64_t delta, bool cleared)
{
	block->delta = room_for(block->delta, &block->room_for_deltas,
	                        block->deltas + 1u, sizeof(*block->delta));
	block->delta[block->deltas++] =
		(struct block_delta){ cleared ? 0 : delta, part, cleared };
}

/* Is there a move already by what MOVE, not in the list yet, says? */
static bool moves_so(const struct explore_block *block,
                     const struct block_move *move)
{
	const struct block_delta *mine = &block->delta[move->first];

	for (uint32_t i = 0; i < block->moves; i++) {
		const struct block_move *other = &block->move[i];
		const struct block_delta *theirs = &block->delta[other->first];
		uint32_t same = 0;

		while (same < move->count && same < other->count &&
		       mine[same].part == theirs[same].part &&
		       mine[same].delta == theirs[same].delta)
			same++;
		if (same == move->count && same == other->count)
			return true;
	}
	return false;
}

void block_moved(struct explore_block *block, struct explore_step step,
                 const struct tcesim_parts *delta, uint32_t cleared)
{
	struct block_move move = { .step = step,
		                   .first = (uint16_t)block->deltas };

	for (uint32_t part = 0; part < TCESIM_PARTS; part++)
		if (delta->word[part])
			add_delta(block, part, delta->word[part],
			          cleared >> part & 1);
	move.count = (uint16_t)(block->deltas - move.first);
	if (moves_so(block, &move)) {
		block->deltas = move.first;
		return;
	}
	block->move = room_for(block->move, &block->room_for_moves,
	                       block->moves + 1u, sizeof(*block->move));
	block->move[block->moves++] = move;
}

/* ---- reading it ---------------------------------------------------------- */

static bool same_step(struct explore_step a, struct explore_step b)
{
	return a.call == b.call && a.site == b.site && a.nth == b.nth;
}

static bool same_moves(const struct explore_block *a,
                       const struct explore_block *b)
{
	if (a->moves != b->moves || a->deltas != b->deltas)
		return false;
	for (uint32_t i = 0; i < a->moves; i++)
		if (!same_step(a->move[i].step, b->move[i].step) ||
		    a->move[i].count != b->move[i].count)
			return false;
	for (uint32_t i = 0; i < a->deltas; i++)
		if (a->delta[i].part != b->delta[i].part ||
		    a->delta[i].delta != b->delta[i].delta)
			return false;
	return true;
}

static bool same_counts(const struct explore_block *a,
                        const struct explore_block *b)
{
	if (a->transitions != b->transitions || a->refused != b->refused ||
	    a->with_failure != b->with_failure || a->ended != b->ended ||
	    a->answers != b->answers || a->findings != b->findings)
		return false;
	for (uint32_t i = 0; i < a->answers; i++)
		if (a->answer[i].verb != b->answer[i].verb ||
		    a->answer[i].row != b->answer[i].row ||
		    a->answer[i].count != b->answer[i].count)
			return false;
	for (uint32_t i = 0; i < a->findings; i++)
		if (a->finding[i].finding != b->finding[i].finding ||
		    a->finding[i].count != b->finding[i].count ||
		    !same_step(a->finding[i].first, b->finding[i].first))
			return false;
	return true;
}

bool block_same(const struct explore_block *a, const struct explore_block *b)
{
	return same_counts(a, b) && same_moves(a, b);
}

/* Calls in the order in which they are made. */
static uint32_t order_of(struct explore_step step)
{
	uint32_t site = step.site == EXPLORE_NO_SITE ? 0 : step.site + 1u;

	return (uint32_t)step.call << 16 | site << 8 | step.nth;
}

static bool is_earlier(const struct explore_finding *a,
                       const struct explore_finding *b)
{
	return a->state != b->state ? a->state < b->state
	                            : order_of(a->step) < order_of(b->step);
}

void explore_add_finding(struct explore_finding *sum,
                         const struct explore_finding *finding)
{
	uint64_t count = sum->count + finding->count;

	if (finding->count && (!sum->count || is_earlier(finding, sum)))
		*sum = *finding;
	sum->count = count;
}

void block_settle(const struct explore_block *block,
                  struct explore_counts *counts)
{
	counts->transitions += block->uses * block->transitions;
	counts->with_failure += block->uses * block->with_failure;
	counts->refused += block->uses * block->refused;
	counts->rollbacks += block->uses * block->rollbacks;
	counts->ended += block->uses * block->ended;
	for (uint32_t i = 0; i < block->answers; i++) {
		const struct block_answer *answer = &block->answer[i];

		counts->answer[answer->verb][answer->row] += block->uses *
		                                             answer->count;
	}
	for (uint32_t i = 0; i < block->findings; i++) {
		const struct block_finding *f = &block->finding[i];
		const struct explore_finding all = {
			.count = block->uses * f->count,
			.state = block->first_state,
			.step = f->first,
		};

		explore_add_finding(&counts->finding[f->finding], &all);
	}
}
