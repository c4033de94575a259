/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "sim/explore_worker.h"

#include "sim/explore_machine.h"
#include "sim/room.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

/* ---- life ---------------------------------------------------------------- */

/* Memory never runs out (room.h), and the machine is one. */
static void must(enum tcesim_status status)
{
	assert(status == TCESIM_OK);
	(void)status;
}

void worker_init(struct explore_worker *w, const struct explore *explore)
{
	const struct explore_options *options = &explore->options;

	*w = (struct explore_worker){ .explore = explore };
	w->machine = bound_machine(options->bound, options->kernel,
	                           options->vocabulary, &w->calls);
	w->way = (struct explore_way){ .explore = explore,
		                       .calls = &w->calls,
		                       .machine = w->machine };
}

void worker_settle(struct explore_worker *w)
{
	cache_settle(&w->cache, &w->counts);
}

void worker_release(struct explore_worker *w)
{
	block_release(&w->block);
	cache_release(&w->cache);
	way_release(&w->way);
	free(w->candidate);
	free(w->chunk);
	seen_release(&w->fresh);
	tcesim_free(w->machine);
	w->machine = NULL;
}

void worker_begin(struct explore_worker *w)
{
	seen_clear(&w->fresh);
	w->candidates = 0;
	w->chunks = 0;
}

size_t worker_bytes(const struct explore_worker *w)
{
	return seen_bytes(&w->fresh) + cache_bytes(&w->cache) +
	       w->room_for_candidates * sizeof(*w->candidate) +
	       w->room_for_chunks * sizeof(*w->chunk) + way_bytes(&w->way);
}

/* ---- making calls -------------------------------------------------------- */

/* By how much the machine's state differs from the one that is expanded. */
static uint32_t look(struct explore_worker *w, struct tcesim_parts *delta)
{
	uint32_t changed = 0;

	must(tcesim_hash_parts(w->machine, delta));
	for (unsigned int i = 0; i < TCESIM_PARTS; i++) {
		delta->word[i] -= w->parts.word[i];
		if (delta->word[i])
			changed |= UINT32_C(1) << i;
	}
	return changed;
}

static void found_bits(struct explore_worker *w, unsigned int first,
                       uint32_t bits, struct explore_step step)
{
	for (unsigned int i = 0; bits >> i; i++)
		if (bits >> i & 1)
			block_found(&w->block, first + i, step);
}

static void judge_rollback(struct explore_worker *w, struct explore_step step,
                           const struct tcesim_answer *answer, uint32_t changed)
{
	const struct bound_call *call = &w->calls.call[step.call];
	const struct law_case the_case = {
		.verb = call->verb,
		.answer = answer,
		.changed = changed,
		.machine = w->machine,
		.group = call->file - 1,
	};
	uint32_t rows = law_deviations(&w->explore->law, &the_case);
	uint32_t unknown = UINT32_C(1) << LAW_UNKNOWN_BIT;

	found_bits(w, FINDING_DEVIATION, rows & ~unknown, step);
	if (rows & unknown)
		block_found(&w->block, FINDING_UNKNOWN, step);
}

/* What a class of calls depends on here. */
static uint32_t parts_of(const struct explore_worker *w,
                         const struct bound_class *class)
{
	return class->parts |
	       (w->parts.word[TCESIM_PART_PENDING] ? class->parts_if_owed : 0);
}

/* Is each change one that the class declares? */
static bool is_declared(const struct explore_worker *w,
                        const struct bound_class *class,
                        const struct tcesim_parts *delta, uint32_t changed)
{
	const uint32_t counts = UINT32_C(1) << TCESIM_PART_LOCKED_VM |
	                        UINT32_C(1) << TCESIM_PART_MAPPED;

	for (unsigned int i = 0; i < TCESIM_PARTS; i++)
		if (changed >> i & class->cleared >> i & 1 &&
		    w->parts.word[i] + delta->word[i])
			return false;
	return !(changed & ~(parts_of(w, class) | class->cleared | counts));
}

static void follow(struct explore_worker *w, const struct bound_class *class,
                   struct explore_step step, const struct tcesim_answer *answer)
{
	struct tcesim_parts delta;
	uint32_t changed = look(w, &delta);

	if (!changed)
		return;
	if (!is_declared(w, class, &delta, changed))
		block_found(&w->block, FINDING_UNDECLARED, step);
	if (answer->ret)
		judge_rollback(w, step, answer, changed);
	block_moved(&w->block, step, &delta, class->cleared);
}

/* False: there is no such step here. */
static bool take(struct explore_worker *w, const struct bound_class *class,
                 struct explore_step step, unsigned int *passages)
{
	const struct tcesim_snapshot *here = way_here(&w->way);
	struct tcesim_answer answer;
	bool made;

	if (w->moved)
		must(tcesim_restore(w->machine, here));
	made = explore_make(w->machine, w->explore->options.bound, &w->calls,
	                    step, &answer, passages);
	w->moved = !tcesim_untouched(w->machine, here);
	if (!made)
		return false;
	block_count(&w->block, w->calls.call[step.call].verb, step, &answer);
	found_bits(w, 0, answer.hazards, step);
	if (answer.hazards & w->explore->law.final_hazards)
		w->block.ended++;
	else if (w->moved)
		follow(w, class, step, &answer);
	return true;
}

/* CALL alone, then with each failure that it has met. */
static void take_all(struct explore_worker *w, const struct bound_class *class,
                     uint16_t call)
{
	const struct bound *bound = w->explore->options.bound;
	unsigned int passages[BOUND_SITES_MAX];

	if (!take(w, class, (struct explore_step){ call, EXPLORE_NO_SITE, 0 },
	          passages))
		return;
	for (unsigned int i = 0; i < bound->sites; i++)
		for (unsigned int n = 1; n <= passages[i] && n <= UINT8_MAX;
		     n++)
			take(w, class,
			     (struct explore_step){ call, (uint8_t)i,
			                            (uint8_t)n },
			     NULL);
}

static void make_block(struct explore_worker *w,
                       const struct bound_class *class, uint64_t key)
{
	block_clear(&w->block);
	w->block.key = key;
	w->block.first_state = w->here;
	for (unsigned int i = 0; i < class->count; i++)
		take_all(w, class, (uint16_t)(class->first + i));
	w->made += w->block.transitions;
}

/* ---- using what was made ------------------------------------------------- */

static void add_candidate(struct explore_worker *w,
                          const struct explore_candidate *candidate)
{
	if (seen_has(&w->explore->seen, candidate->key) ||
	    !seen_add(&w->fresh, candidate->key))
		return;
	w->candidate = room_for(w->candidate, &w->room_for_candidates,
	                        w->candidates + 1, sizeof(*w->candidate));
	w->candidate[w->candidates++] = *candidate;
}

/* The states that are led to are looked up all together: by then they have
 * come into the processor's cache. */
static void look_up_targets(struct explore_worker *w)
{
	for (uint32_t i = 0; i < w->targets; i++)
		add_candidate(w, &w->target[i]);
	w->targets = 0;
}

static void add_target(struct explore_worker *w, uint64_t key,
                       struct explore_step step)
{
	if (w->targets == WORKER_TARGETS_MAX)
		look_up_targets(w);
	seen_expect(&w->explore->seen, key);
	w->target[w->targets++] =
		(struct explore_candidate){ key, { w->here, step } };
}

static void use_block(struct explore_worker *w, struct explore_block *block)
{
	block->uses++;
	for (uint32_t i = 0; i < block->moves; i++) {
		const struct block_move *move = &block->move[i];
		const struct block_delta *delta = &block->delta[move->first];
		uint64_t key = w->key;

		for (uint32_t n = 0; n < move->count; n++) {
			uint32_t part = delta[n].part;
			uint64_t word = delta[n].delta;

			if (!delta[n].cleared)
				word += w->parts.word[part];
			key += tcesim_hash_share((enum tcesim_part)part, word) -
			       w->share.word[part];
		}
		add_target(w, key, move->step);
	}
}

/* A key of the class, number N, and what it depends on. */
static uint64_t class_key(const struct explore_worker *w, unsigned int n)
{
	const struct bound_class *class = &w->calls.class[n];
	uint32_t parts = parts_of(w, class);
	uint64_t key = 0;

	for (unsigned int i = 0; i < TCESIM_PARTS; i++)
		key += w->share.word[i] & -(uint64_t)(parts >> i & 1);
	/* Only of what is there it is seen that it goes. */
	return key +
	       tcesim_hash_share(TCESIM_PART_FAULTS,
	                         (uint64_t)(class->cleared & w->empty) << 32 |
	                                 (n + 1));
}

/* One state in so many is a sample. */
enum {
	SAMPLE = 1024
};

/* In a sample what is inferred is made too. */
static void compare(struct explore_worker *w, const struct bound_class *class,
                    const struct explore_block *block)
{
	const struct explore_step none = { (uint16_t) class->first,
		                           EXPLORE_NO_SITE, 0 };

	make_block(w, class, block->key);
	if (block_same(block, &w->block))
		return;
	block_clear(&w->block);
	w->block.first_state = w->here;
	w->block.uses = 1;
	block_found(&w->block, FINDING_UNDECLARED, none);
	block_settle(&w->block, &w->counts);
}

static bool is_plain(const struct explore_worker *w, unsigned int n)
{
	return w->explore->options.plain ||
	       w->calls.class[n].parts == BOUND_ALL_PARTS;
}

static void expand_class(struct explore_worker *w, unsigned int n, uint64_t key)
{
	const struct bound_class *class = &w->calls.class[n];
	bool plain = is_plain(w, n);
	struct explore_block *block = plain ? NULL : cache_find(&w->cache, key);

	if (block && w->here % SAMPLE == 0)
		compare(w, class, block);
	if (!block) {
		make_block(w, class, key);
		block = plain ? &w->block : cache_add(&w->cache, &w->block);
	}
	use_block(w, block);
	if (plain)
		block_settle(block, &w->counts);
}

/* ---- states -------------------------------------------------------------- */

/* The state itself is a finding. */
static void note_state_unless(struct explore_worker *w, bool fine,
                              unsigned int finding)
{
	const struct explore_finding here = {
		!fine, w->here, { 0, 0, 0 }, true
	};

	explore_add_finding(&w->counts.finding[finding], &here);
}

static void check_state(struct explore_worker *w)
{
	unsigned int broken = 0;
	bool fine = tcesim_check(w->machine, &broken) == TCESIM_OK;

	note_state_unless(w, fine, FINDING_INVARIANT + broken);
}

static void expand(struct explore_worker *w, uint32_t state)
{
	uint64_t key[BOUND_CLASSES_MAX];

	w->here = state;
	way_go(&w->way, state);
	check_state(w);
	w->moved = true; /* the check has left its marks */
	must(tcesim_hash_parts(w->machine, &w->parts));
	w->key = 0;
	w->empty = 0;
	for (unsigned int i = 0; i < TCESIM_PARTS; i++) {
		w->empty |= (uint32_t)!w->parts.word[i] << i;
		w->share.word[i] = tcesim_hash_share((enum tcesim_part)i,
		                                     w->parts.word[i]);
		w->key += w->share.word[i];
	}
	/* Calls have led here: was it inferred where to? */
	note_state_unless(w, seen_has(&w->explore->seen, w->key),
	                  FINDING_UNDECLARED);
	for (unsigned int i = 0; i < w->calls.classes; i++) {
		key[i] = is_plain(w, i) ? 0 : class_key(w, i);
		cache_expect(&w->cache, key[i]);
	}
	for (unsigned int i = 0; i < w->calls.classes; i++)
		expand_class(w, i, key[i]);
	look_up_targets(w);
}

void worker_expand(struct explore_worker *w, uint32_t number, uint32_t first,
                   uint32_t last)
{
	size_t before = w->candidates;

	for (uint32_t state = first; state < last; state++)
		expand(w, state);
	w->chunk = room_for(w->chunk, &w->room_for_chunks, w->chunks + 1,
	                    sizeof(*w->chunk));
	w->chunk[w->chunks++] = (struct explore_chunk){
		number, before, w->candidates - before
	};
}
