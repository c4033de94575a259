/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "sim/fuzz.h"

#include "sim/room.h"

#include <stdlib.h>

/* ---- the corpus ------------------------------------------------------- */

static void keep(struct fuzz *fuzz)
{
	fuzz->corpus = room_for(fuzz->corpus, &fuzz->room, fuzz->cases + 1,
	                        sizeof(*fuzz->corpus));
	fuzz->corpus[fuzz->cases] = (struct script){ 0 };
	script_copy(&fuzz->corpus[fuzz->cases], &fuzz->composer.script);
	fuzz->cases++;
}

/* ---- a case ----------------------------------------------------------- */

/* A step, and what is new about it. */
static enum compose_result take_step(struct fuzz *fuzz, const char *line,
                                     unsigned int *news)
{
	struct composer *c = &fuzz->composer;
	struct world before, after;
	enum compose_result result;

	world_look(&before, &c->player);
	result = line ? compose_line(c, line) : compose_step(c);
	if (result != COMPOSE_STEP)
		return result;
	fuzz->played++;
	world_look(&after, &c->player);
	*news += coverage_step(&fuzz->coverage, fuzz->vocabulary, &c->command,
	                       &c->player.answer, &before, &after);
	return result;
}

static bool begin_anew(struct fuzz *fuzz)
{
	struct composer *c = &fuzz->composer;

	return compose_begin(c, fuzz->machine
	                                ? fuzz->machine
	                                : generator_machine(&c->generator));
}

/* The beginning of an older case, changed. */
static enum compose_result begin_again(struct fuzz *fuzz, unsigned int *news)
{
	struct composer *c = &fuzz->composer;
	struct script script = { .line = NULL };
	enum compose_result result = COMPOSE_STEP;
	const struct script *from =
		&fuzz->corpus[random_below(&fuzz->random, fuzz->cases)];
	bool has_machine = from->line[0].verb == VERB_MACHINE;

	script_copy(&script, from);
	script_cut(&script,
	           1 + (size_t)random_below(&fuzz->random, script.lines));
	fuzz_mutate(fuzz, &script);
	compose_begin(c, has_machine ? from->line[0].text : "");
	for (size_t i = has_machine;
	     i < script.lines && result != COMPOSE_BROKEN;) {
		result = take_step(fuzz, script.line[i].text, news);
		if (result != COMPOSE_DROPPED) {
			i++;
			continue;
		}
		/* It may have made a name for those behind it. */
		script_remove(&script, i);
		script_repair(&script, fuzz->reader, &fuzz->scenario);
	}
	script_release(&script);
	return result;
}

static enum compose_result begin(struct fuzz *fuzz, unsigned int *news)
{
	if (fuzz->cases && !random_hit(&fuzz->random, 1, 3))
		return begin_again(fuzz, news);
	while (!begin_anew(fuzz))
		;
	return COMPOSE_STEP;
}

enum fuzz_result fuzz_case(struct fuzz *fuzz, uint64_t number)
{
	const struct generate_manner manner = { .safe = false };
	struct composer *c = &fuzz->composer;
	enum compose_result result;
	const uint64_t before = fuzz->coverage.count -
	                        fuzz->coverage.transitions;
	unsigned int news = 0;

	c->vocabulary = fuzz->vocabulary;
	c->player.maker = fuzz->maker;
	fuzz->player.maker = fuzz->maker;
	random_init(&fuzz->random, fuzz->seed, 2 * number + 1);
	generator_begin(&c->generator, &manner, fuzz->vocabulary, fuzz->seed,
	                2 * number);
	result = begin(fuzz, &news);
	for (uint64_t i = 0; i < fuzz->steps && result != COMPOSE_BROKEN; i++)
		result = take_step(fuzz, NULL, &news);
	if (result == COMPOSE_BROKEN)
		return FUZZ_FAILED;
	if (!c->script.lines)
		return FUZZ_OLD;
	if (fuzz->coverage.count - fuzz->coverage.transitions > before)
		news += fuzz_flip_traits(fuzz);
	if (news)
		keep(fuzz);
	return news ? FUZZ_NEW : FUZZ_OLD;
}

void fuzz_release(struct fuzz *fuzz)
{
	while (fuzz->cases)
		script_release(&fuzz->corpus[--fuzz->cases]);
	free(fuzz->corpus);
	coverage_release(&fuzz->coverage);
	compose_release(&fuzz->composer);
	player_release(&fuzz->player);
	free(fuzz->shown);
}
