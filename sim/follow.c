/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "sim/follow.h"

#include "sim/judge.h"

#include <string.h>

enum {
	/* Steps that the search for one explanation may play. */
	TRIES_MAX = 200000
};

/* ---- hypotheses ------------------------------------------------------- */

static void swap_hypotheses(struct hypothesis *a, struct hypothesis *b)
{
	struct hypothesis other = *a;

	*a = *b;
	*b = other;
	/* The runner of a player knows where its machine is. */
	a->player.runner.machine = &a->player.machine;
	b->player.runner.machine = &b->player.machine;
}

static void take_found(struct follower *follower)
{
	for (unsigned int i = 0; i < follower->founds; i++)
		swap_hypotheses(&follower->hypothesis[i], &follower->found[i]);
	follower->hypotheses = follower->founds;
}

/* Keeps those whose fit is WANTED, if there are any. */
static bool keep(struct follower *follower, const enum fit fit[],
                 enum fit wanted)
{
	unsigned int kept = 0;

	for (unsigned int i = 0; i < follower->hypotheses; i++)
		if (fit[i] == wanted)
			swap_hypotheses(&follower->hypothesis[kept++],
			                &follower->hypothesis[i]);
	if (kept)
		follower->hypotheses = kept;
	return kept;
}

/* ---- a step that nothing explains ------------------------------------- */

/* FROM once more, with LINE left out.  Where nothing more can be held, the
 * last thing that was is forgotten. */
static void add_without(struct follower *follower,
                        const struct hypothesis *from, size_t line)
{
	struct hypothesis *to = &follower->found[follower->founds++];
	bool full = from->assumptions == FOLLOW_ASSUMPTIONS_MAX;

	memcpy(to->assumption, from->assumption, sizeof(to->assumption));
	to->assumptions = from->assumptions + !full;
	to->assumption[to->assumptions - 1] =
		(struct assumption){ .kind = ASSUME_SKIP, .line = line };
	player_start(&to->player, &follower->kernel,
	             &follower->scenario->machine);
	for (size_t i = 0; i < line; i++)
		if (verb_is_step(follower->script->line[i].verb))
			follow_step(follower, to, i);
}

/* As the model has it, or not at all. */
static void guess(struct follower *follower, size_t line)
{
	unsigned int half = FOLLOW_HYPOTHESES_MAX / 2;

	if (follower->hypotheses > half)
		follower->hypotheses = half;
	follower->founds = 0;
	for (unsigned int i = 0; i < follower->hypotheses; i++)
		add_without(follower, &follower->hypothesis[i], line);
	for (unsigned int i = 0; i < follower->founds; i++)
		swap_hypotheses(&follower->hypothesis[follower->hypotheses + i],
		                &follower->found[i]);
	follower->hypotheses += follower->founds;
}

static bool *taint_of(struct follower *follower, const struct object *object)
{
	if (object->letter != 'c' || object->number >= FOLLOW_CONTAINERS_MAX)
		return NULL;
	return &follower->tainted[object->number];
}

static void taint(struct follower *follower, const struct command *command)
{
	follower->shaken = true;
	for (unsigned int i = 0; i < command->objects; i++) {
		bool *tainted = taint_of(follower, &command->object[i]);

		if (tainted)
			*tainted = true;
	}
}

/* Whether COMMAND is about something of which too little is known.  What is
 * about no container at all is about all of them. */
static bool is_tainted(struct follower *follower, const struct command *command)
{
	bool about = false;

	for (unsigned int i = 0; i < command->objects; i++) {
		const bool *tainted = taint_of(follower, &command->object[i]);

		about = about || tainted;
		if (tainted && *tainted)
			return true;
	}
	return follower->shaken && !about;
}

/* From here on locked_vm is as the story has it. */
static void adopt_locked_vm(struct follower *follower,
                            const struct command *command, size_t line)
{
	const struct answer *answer = &follower->hypothesis[0].player.answer;
	const struct script *script = follower->script;
	unsigned int process = command_process(command);
	struct command expect = { .verb = VERB_COUNT };
	const struct value *told;

	if (line + 1 < script->lines)
		script_command(script, line + 1, follower->vocabulary, &expect);
	told = command_value(&expect, KEY_LOCKED_VM);
	if (told && answer->locked_vm_known && process < FOLLOW_PROCESSES_MAX)
		follower->offset[process] =
			(int64_t)(told->number - answer->locked_vm);
}

/* ---- a step ----------------------------------------------------------- */

static enum step_fate unexplained(struct follower *follower, size_t line,
                                  const enum fit fit[])
{
	struct command command;
	enum step_fate fate;

	script_command(follower->script, line, follower->vocabulary, &command);
	if (keep(follower, fit, FIT_BUT_LOCKED_VM)) {
		adopt_locked_vm(follower, &command, line);
		return follower->shaken ? STEP_FOLLOWS : STEP_UNEXPLAINED;
	}
	fate = is_tainted(follower, &command) ? STEP_FOLLOWS : STEP_UNEXPLAINED;
	taint(follower, &command);
	adopt_locked_vm(follower, &command, line);
	guess(follower, line);
	return fate;
}

static enum fit play(struct follower *follower, struct hypothesis *hypothesis,
                     size_t line)
{
	enum fit fit = follow_step(follower, hypothesis, line);

	if (fit == FIT_NO && !follower->as_is &&
	    follow_accept_address(follower, line))
		return FIT_YES;
	if (fit == FIT_NO || fit == FIT_BUT_LOCKED_VM)
		follow_note_acceptable(follower, hypothesis);
	return fit;
}

static enum step_fate follow_line(struct follower *follower, size_t line)
{
	enum fit fit[FOLLOW_HYPOTHESES_MAX];

	follower->acceptables = 0;
	follower->tries = TRIES_MAX;
	for (unsigned int i = 0; i < follower->hypotheses; i++)
		fit[i] = play(follower, &follower->hypothesis[i], line);
	if (keep(follower, fit, FIT_YES))
		return STEP_FITS;
	if (follower->as_is || follower->shaken ||
	    !follow_search(follower, line))
		return unexplained(follower, line, fit);
	take_found(follower);
	return STEP_ASSUMED;
}

/* ---- a story ---------------------------------------------------------- */

static bool begin(struct follower *follower, const struct script *script,
                  const struct scenario *scenario)
{
	struct hypothesis *first = &follower->hypothesis[0];

	follower->script = script;
	follower->scenario = scenario;
	follower->hypotheses = 1;
	follower->shaken = false;
	follower->aliases = 0;
	memset(follower->tainted, 0, sizeof(follower->tainted));
	memset(follower->offset, 0, sizeof(follower->offset));
	follower->verdict = (struct verdict){
		.vocabulary = follower->vocabulary,
		.point = kernel_point(&follower->kernel, &scenario->machine),
	};
	first->assumptions = 0;
	return player_start(&first->player, &follower->kernel,
	                    &scenario->machine);
}

bool follow_story(struct follower *follower, const struct script *script,
                  const struct scenario *scenario, follow_sink *sink,
                  void *context)
{
	if (!begin(follower, script, scenario))
		return false;
	for (size_t i = 0; i < script->lines; i++) {
		if (!verb_is_step(script->line[i].verb))
			continue;
		sink(context, follower, i, follow_line(follower, i));
	}
	return true;
}

void follow_release(struct follower *follower)
{
	for (unsigned int i = 0; i < FOLLOW_HYPOTHESES_MAX; i++) {
		player_release(&follower->hypothesis[i].player);
		player_release(&follower->found[i].player);
	}
}
