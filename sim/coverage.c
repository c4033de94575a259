/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "sim/coverage.h"

#include "sim/random.h"
#include "sim/room.h"

#include <stdlib.h>

enum {
	SLOTS_FIRST = 1024
};

/* ---- the set ---------------------------------------------------------- */

static size_t find(const struct coverage *coverage, uint64_t feature)
{
	size_t at = (size_t)random_mix(feature) & (coverage->room - 1);

	while (coverage->slot[at] && coverage->slot[at] != feature)
		at = (at + 1) & (coverage->room - 1);
	return at;
}

static void grow(struct coverage *coverage)
{
	uint64_t *old = coverage->slot;
	size_t room = coverage->room;

	coverage->room = room ? 2 * room : SLOTS_FIRST;
	coverage->slot = room_zeroed(coverage->room * sizeof(*coverage->slot));
	for (size_t i = 0; i < room; i++)
		if (old[i])
			coverage->slot[find(coverage, old[i])] = old[i];
	free(old);
}

bool coverage_add(struct coverage *coverage, uint64_t feature)
{
	size_t at;

	feature += !feature;
	if (2 * coverage->count >= coverage->room)
		grow(coverage);
	at = find(coverage, feature);
	if (coverage->slot[at])
		return false;
	coverage->slot[at] = feature;
	coverage->count++;
	return true;
}

void coverage_release(struct coverage *coverage)
{
	free(coverage->slot);
	*coverage = (struct coverage){ 0 };
}

/* ---- what a step did -------------------------------------------------- */

enum feature {
	FEATURE_REASON,
	FEATURE_RESULT,
	FEATURE_HAZARD,
	FEATURE_TRANSITION,
};

static bool reached(struct coverage *coverage, enum feature kind, uint64_t a,
                    uint64_t b)
{
	uint64_t feature = random_mix(random_mix((uint64_t)kind + 1) ^ a);

	return coverage_add(coverage, random_mix(feature ^ random_mix(b)));
}

static unsigned int reason_of(struct coverage *coverage,
                              const struct vocabulary *vocabulary,
                              const struct answer *answer)
{
	const char *why = answer->reply.why ? answer->reply.why : "none";
	int found = word_find(&vocabulary->reasons, span_of(why));

	if (found >= 0 && found < COVERAGE_REASONS_MAX)
		coverage->reason[found] = true;
	return (unsigned int)found;
}

static unsigned int hazards_of(struct coverage *coverage, enum verb verb,
                               uint32_t hazards)
{
	unsigned int count = 0;

	coverage->hazards |= hazards;
	for (unsigned int i = 0; i < 32; i++)
		if (hazards >> i & 1)
			count += reached(coverage, FEATURE_HAZARD, verb, i);
	return count;
}

unsigned int
coverage_step(struct coverage *coverage, const struct vocabulary *vocabulary,
              const struct command *command, const struct answer *answer,
              const struct world *before, const struct world *after)
{
	unsigned int reason = reason_of(coverage, vocabulary, answer);
	uint64_t what = (uint64_t)command->verb << 16 | reason;
	uint64_t change = random_mix(world_hash(before)) ^ world_hash(after);
	unsigned int count = 0;
	bool moved;

	count += reached(coverage, FEATURE_REASON, what, 0);
	count += reached(coverage, FEATURE_RESULT, command->verb,
	                 answer->reply.ret < 1 ? (uint64_t)answer->reply.ret
	                                       : 1);
	count += hazards_of(coverage, command->verb, answer->reply.hazards);
	moved = reached(coverage, FEATURE_TRANSITION, what, change);
	coverage->transitions += moved;
	return count + moved;
}
