/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "sim/property.h"

#include "sim/format.h"
#include "sim/grammar.h"
#include "sim/room.h"
#include "sim/text.h"

#include <fcntl.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

/* ---- what a run finds ------------------------------------------------- */

/* What has been found, and whether it is what is looked for. */
struct finding {
	struct property *property;
	bool learning, found;
};

/* property->now has it. */
static bool compare(struct finding *finding)
{
	struct property *property = finding->property;

	if (finding->learning)
		strcpy(property->shown, property->now);
	finding->found = !strcmp(property->shown, property->now);
	return finding->found;
}

static bool see_step(void *context, const struct judge *judge,
                     enum verdict_result result)
{
	struct finding *finding = context;
	struct property *property = finding->property;
	const struct mismatch *first = &judge->verdict.mismatch[0];
	struct text text;

	if (result != VERDICT_DIFFERENT)
		return true;
	text_init(&text, property->now, sizeof(property->now));
	text_add(&text, verb_row(judge->step.verb)->name);
	text_add(&text, " ");
	text_add(&text, first->keys);
	text_add(&text, ": expected ");
	text_add(&text, first->expected);
	text_add(&text, "; answered ");
	text_add(&text, first->answered);
	return !compare(finding);
}

static void see_broken(struct finding *finding)
{
	struct property *property = finding->property;
	const struct judge *judge = &property->judge;
	struct text text;

	text_init(&text, property->now, sizeof(property->now));
	text_add(&text, verb_row(judge->step.verb)->name);
	text_add(&text, ": ");
	text_add(&text, judge->player.backend->message);
	compare(finding);
}

static bool runs_on(const struct scenario *scenario,
                    const struct kernel *kernel)
{
	const struct tcesim_profile *profile = kernel->profile;

	return profile_set_has(&scenario->only, profile->name, profile->major,
	                       profile->minor, NULL);
}

static bool run(struct finding *finding, const struct script *script,
                const struct scenario *scenario)
{
	struct property *property = finding->property;

	for (unsigned int i = 0; i < property->kernels && !finding->found;
	     i++) {
		if (runs_on(scenario, &property->kernel[i]) &&
		    judge_play(&property->judge, script, scenario,
		               &property->kernel[i], see_step,
		               finding) == BACKEND_BROKEN)
			see_broken(finding);
	}
	return finding->found;
}

/* ---- what two kernels answer ------------------------------------------ */

static bool look_alike(const struct answer *a, const struct answer *b,
                       const struct vocabulary *vocabulary)
{
	return behaviour_hash(a, vocabulary) == behaviour_hash(b, vocabulary);
}

static bool same_fields(const struct answer *a, const struct answer *b)
{
	bool same = a->fields == b->fields;

	for (unsigned int i = 0; same && i < a->fields; i++)
		same = a->field[i].untouched == b->field[i].untouched &&
		       (a->field[i].untouched ||
		        a->field[i].value == b->field[i].value);
	return same;
}

static void add_side(struct text *text, const struct answer *answer,
                     const struct vocabulary *vocabulary)
{
	char result[32] = "N";

	/* Counts vary; what they mean does not. */
	if (answer->reply.ret < 2)
		format_result(answer->reply.ret, vocabulary, result,
		              sizeof(result));
	text_add(text, result);
	text_add(text, " ");
	text_add(text, answer->reply.why ? answer->reply.why : "");
}

/* What differs in the answers to STEP, which do differ. */
static void tell(struct property *property, enum verb verb)
{
	const struct answer *a = &property->judge.player.answer;
	const struct answer *b = &property->other.player.answer;
	struct text text;

	text_init(&text, property->now, sizeof(property->now));
	text_add(&text, verb_row(verb)->name);
	text_add(&text, ": ");
	add_side(&text, a, property->vocabulary);
	text_add(&text, "; ");
	add_side(&text, b, property->vocabulary);
	if (!same_fields(a, b))
		text_add(&text, "; output");
	if (a->locked_vm != b->locked_vm)
		text_add(&text, "; locked_vm");
}

static bool both_start(struct property *property,
                       const struct scenario *scenario)
{
	return player_start(&property->judge.player, &property->kernel[0],
	                    &scenario->machine) &&
	       player_start(&property->other.player, &property->kernel[1],
	                    &scenario->machine);
}

/* Only the first difference counts: later ones may come of it. */
static bool between(struct finding *finding, const struct script *script,
                    const struct scenario *scenario)
{
	struct property *property = finding->property;
	struct player *a = &property->judge.player;
	struct player *b = &property->other.player;
	struct command step;

	if (!both_start(property, scenario))
		return false;
	for (size_t i = 0; i < script->lines; i++) {
		if (!verb_is_step(script->line[i].verb))
			continue;
		script_command(script, i, property->vocabulary, &step);
		if (player_step(a, &step) || player_step(b, &step))
			return false;
		if (look_alike(&a->answer, &b->answer, property->vocabulary))
			continue;
		property->judge.line = i;
		tell(property, step.verb);
		return compare(finding);
	}
	return false;
}

/* ---- what a command says ---------------------------------------------- */

extern char **environ;

/* The shell runs `COMMAND "$1"`, which may say what it likes. */
static bool command_succeeds(const struct property *property)
{
	static char shell[] = "/bin/sh", name[] = "sh", option[] = "-c";
	size_t size = strlen(property->command) + sizeof(" \"$1\"");
	char *line = room_zeroed(size);
	char *path = room_copy(property->path, strlen(property->path));
	char *const words[] = { name, option, line, name, path, NULL };
	posix_spawn_file_actions_t actions;
	int status = 1;
	pid_t child;

	snprintf(line, size, "%s \"$1\"", property->command);
	fflush(NULL);
	posix_spawn_file_actions_init(&actions);
	posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null",
	                                 O_WRONLY, 0);
	if (!posix_spawn(&child, shell, &actions, NULL, words, environ))
		waitpid(child, &status, 0);
	posix_spawn_file_actions_destroy(&actions);
	free(line);
	free(path);
	return !status;
}

static bool command(const struct property *property,
                    const struct script *script)
{
	size_t length;
	char *text = script_text(script, &length);
	FILE *file = fopen(property->path, "w");
	bool written = file && fwrite(text, 1, length, file) == length;

	free(text);
	written = file && !fclose(file) && written;
	return written && command_succeeds(property);
}

/* ---- any -------------------------------------------------------------- */

static bool ask(struct finding *finding, const struct script *script,
                const struct scenario *scenario)
{
	struct property *property = finding->property;

	property->judge.vocabulary = property->vocabulary;
	property->judge.player.maker = property->maker;
	property->other.player.maker = property->maker;
	switch (property->kind) {
	case PROPERTY_RUN:
		return run(finding, script, scenario);
	case PROPERTY_BETWEEN:
		return between(finding, script, scenario);
	case PROPERTY_COMMAND:
		break;
	}
	return command(property, script);
}

bool property_learn(struct property *property, const struct script *script,
                    const struct scenario *scenario)
{
	struct finding finding = { .property = property, .learning = true };

	return ask(&finding, script, scenario);
}

bool property_holds(struct property *property, const struct script *script,
                    const struct scenario *scenario)
{
	struct finding finding = { .property = property };

	return ask(&finding, script, scenario);
}

void property_release(struct property *property)
{
	judge_release(&property->judge);
	judge_release(&property->other);
}
