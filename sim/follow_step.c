/* SPDX-License-Identifier: GPL-2.0-or-later */
/* One step of a story on one hypothesis. */
#include "sim/follow.h"

#include "sim/backend_model.h"

#include <string.h>

/* ---- what the story says ---------------------------------------------- */

static void shift_locked_vm(const struct follower *follower,
                            struct command *expect, unsigned int process)
{
	for (unsigned int i = 0; i < expect->args; i++)
		if (expect->arg[i].key == KEY_LOCKED_VM &&
		    process < FOLLOW_PROCESSES_MAX)
			expect->arg[i].value.number -=
				(uint64_t)follower->offset[process];
}

/* A `=` line, as it would be for the model. */
static void adjust(const struct follower *follower, const struct answer *answer,
                   unsigned int process, size_t number, struct command *expect)
{
	bool show = expect->result.kind == RESULT_SHOW;

	if (show && expect->result.show == SHOW_KIND_PROCESS)
		process = expect->result.object.number;
	shift_locked_vm(follower, expect, process);
	follow_translate(follower, expect);
	if (show && number < answer->lines)
		follow_order_groups(&answer->line[number], expect);
}

static bool only_locked_vm(const struct verdict *verdict)
{
	for (unsigned int i = 0; i < verdict->mismatches; i++)
		if (i == MISMATCHES_MAX ||
		    strcmp(verdict->mismatch[i].keys, "locked_vm") != 0)
			return false;
	return true;
}

static enum fit compare(struct follower *follower,
                        const struct hypothesis *hypothesis, size_t line,
                        unsigned int process)
{
	const struct script *script = follower->script;
	const struct answer *answer = &hypothesis->player.answer;
	struct verdict *verdict = &follower->verdict;
	struct command expect;

	verdict_begin(verdict, answer);
	for (size_t i = line + 1;
	     i < script->lines && script->line[i].verb == VERB_EXPECT; i++) {
		script_command(script, i, follower->vocabulary, &expect);
		adjust(follower, answer, process, i - line - 1, &expect);
		verdict_expect(verdict, &expect);
	}
	if (verdict_end(verdict) != VERDICT_DIFFERENT)
		return FIT_YES;
	return only_locked_vm(verdict) ? FIT_BUT_LOCKED_VM : FIT_NO;
}

/* ---- what the hypothesis says ----------------------------------------- */

/* The line that is played in LINE's place. */
static size_t line_played(const struct hypothesis *hypothesis, size_t line)
{
	for (unsigned int i = 0; i < hypothesis->assumptions; i++) {
		const struct assumption *a = &hypothesis->assumption[i];

		if (a->kind == ASSUME_SWAP && a->line == line)
			return a->other;
		if (a->kind == ASSUME_SWAP && a->other == line)
			return a->line;
	}
	return line;
}

static bool is_skipped(const struct hypothesis *hypothesis, size_t line)
{
	for (unsigned int i = 0; i < hypothesis->assumptions; i++)
		if (hypothesis->assumption[i].kind == ASSUME_SKIP &&
		    hypothesis->assumption[i].line == line)
			return true;
	return false;
}

static void see_event(void *context, const struct tcesim_event *event)
{
	unsigned int *struck = context;

	*struck += !strcmp(event->name, "fault");
}

/* Failures assumed in LINE; answers how many. */
static unsigned int arm(struct hypothesis *hypothesis, size_t line)
{
	struct backend *b = hypothesis->player.backend;
	unsigned int armed = 0;

	for (unsigned int i = 0; i < hypothesis->assumptions; i++) {
		const struct assumption *a = &hypothesis->assumption[i];
		const struct fault_request request = {
			.site = tcesim_fault_site(a->site)->name,
			.nth = a->nth,
			.group = -1,
			.error = a->error,
		};

		if (a->kind != ASSUME_FAULT || a->line != line)
			continue;
		b->ops->fault(b, &request);
		armed++;
	}
	return armed;
}

enum fit follow_step(struct follower *follower, struct hypothesis *hypothesis,
                     size_t line)
{
	struct backend *b = hypothesis->player.backend;
	unsigned int armed, struck = 0;
	enum backend_status status;
	struct command command;

	if (is_skipped(hypothesis, line))
		return FIT_YES;
	script_command(follower->script, line_played(hypothesis, line),
	               follower->vocabulary, &command);
	follow_translate(follower, &command);
	armed = arm(hypothesis, line);
	backend_model_trace(b, see_event, &struck);
	status = player_step(&hypothesis->player, &command);
	backend_model_trace(b, NULL, NULL);
	/* What was assumed must have happened; what the story itself has
	 * armed may strike too. */
	if (status || struck < armed)
		return FIT_UNPLAYED;
	return compare(follower, hypothesis, line, command_process(&command));
}

void follow_note_acceptable(struct follower *follower,
                            const struct hypothesis *hypothesis)
{
	char text[ANSWER_TEXT_MAX];

	behaviour_format(&hypothesis->player.answer, follower->vocabulary, text,
	                 ANSWER_TEXT_MAX);
	for (unsigned int i = 0; i < follower->acceptables; i++)
		if (!strcmp(follower->acceptable[i], text))
			return;
	if (follower->acceptables < FOLLOW_ACCEPTABLE_MAX)
		strcpy(follower->acceptable[follower->acceptables++], text);
}
