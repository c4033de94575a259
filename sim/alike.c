/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "sim/alike.h"

#include "sim/format.h"

#include <stdlib.h>
#include <string.h>

enum {
	STEP_TEXT_MAX = 1200
};

static struct alike *self(struct report *report)
{
	return (struct alike *)(void *)report;
}

/* ---- what is kept ----------------------------------------------------- */

static void release_step(struct alike_step *step)
{
	struct alike_group *next;

	for (struct alike_group *group = step->group; group; group = next) {
		next = group->next;
		free(group->answer);
		free(group->kernel);
		free(group);
	}
	free(step->text);
}

static void forget(struct alike *alike)
{
	for (size_t i = 0; i < alike->steps; i++)
		release_step(&alike->step[i]);
	alike->steps = 0;
	alike->stories = 0;
	alike->at = 0;
}

/* More room for what BLOCK was, or NULL and a failure. */
static void *grow(struct alike *alike, void *block, size_t size)
{
	void *grown = realloc(block, size);

	if (!grown)
		alike->failed = true;
	return grown;
}

static void add_text(struct alike *alike, char **text, const char *more)
{
	size_t length = *text ? strlen(*text) : 0, extra = strlen(more);
	char *grown = grow(alike, *text, length + extra + 1);

	if (!grown)
		return;
	memcpy(grown + length, more, extra + 1);
	*text = grown;
}

static bool make_room(struct alike *alike)
{
	size_t room = alike->room ? 2 * alike->room : 64;
	struct alike_step *grown;

	if (alike->steps < alike->room)
		return true;
	grown = grow(alike, alike->step, room * sizeof(*grown));
	if (grown) {
		alike->step = grown;
		alike->room = room;
	}
	return grown;
}

static void insert_step(struct alike *alike, unsigned int line,
                        const struct command *command)
{
	char text[STEP_TEXT_MAX] = "the machine";
	struct alike_step *step = alike->step + alike->at;

	if (command)
		command_format(command, alike->vocabulary, text, sizeof(text));
	memmove(step + 1, step, (alike->steps - alike->at) * sizeof(*step));
	*step = (struct alike_step){ .line = line };
	alike->steps++;
	add_text(alike, &step->text, text);
}

/* Kernels go through the same lines, but one may stop before another. */
static struct alike_step *find_step(struct alike *alike,
                                    const struct command *command)
{
	unsigned int line = command ? command->line : 0;

	if (!make_room(alike))
		return NULL;
	while (alike->at < alike->steps && alike->step[alike->at].line < line)
		alike->at++;
	if (alike->at == alike->steps || alike->step[alike->at].line != line)
		insert_step(alike, line, command);
	return &alike->step[alike->at];
}

/* ---- groups ----------------------------------------------------------- */

/* The group of STEP that answered so; it takes *ANSWER over. */
static struct alike_group *find_group(struct alike *alike,
                                      struct alike_step *step, char **answer,
                                      bool different)
{
	struct alike_group **link = &step->group;

	while (*link && ((*link)->different != different ||
	                 strcmp((*link)->answer, *answer) != 0))
		link = &(*link)->next;
	if (*link)
		return *link;
	*link = grow(alike, NULL, sizeof(**link));
	if (*link) {
		**link = (struct alike_group){ .answer = *answer,
			                       .different = different };
		*answer = NULL;
	}
	return *link;
}

static void add_kernel(struct alike *alike, struct alike_group *group,
                       const char *kernel)
{
	const char **grown = grow(alike, group->kernel,
	                          (group->kernels + 1) * sizeof(*grown));

	if (!grown)
		return;
	group->kernel = grown;
	group->kernel[group->kernels++] = kernel;
}

/* Takes ANSWER over. */
static void add_answer(struct alike *alike, const struct command *command,
                       char *answer, bool different, const char *kernel)
{
	struct alike_step *step = answer ? find_step(alike, command) : NULL;
	struct alike_group *group = NULL;

	if (step)
		group = find_group(alike, step, &answer, different);
	if (group)
		add_kernel(alike, group, kernel);
	free(answer);
}

/* ---- answers ---------------------------------------------------------- */

static void add_state(struct alike *alike, char **text,
                      const struct answer *answer)
{
	char line[ANSWER_TEXT_MAX];

	if (!answer->lines)
		add_text(alike, text, "nothing\n");
	for (size_t i = 0; i < answer->lines; i++) {
		show_line_format(&answer->line[i], NULL, line, sizeof(line));
		add_text(alike, text, line);
		add_text(alike, text, "\n");
	}
}

/* locked_vm is part of the answer where the step has changed it. */
static void add_locked_vm(struct alike *alike, char **text,
                          const struct finished_step *step)
{
	unsigned int process = command_process(step->command);
	uint64_t now = step->answer->locked_vm;
	char size[32];

	if (!step->answer->locked_vm_known || process >= ALIKE_PROCESSES ||
	    alike->locked_vm[process] == now)
		return;
	alike->locked_vm[process] = now;
	format_size(now, size, sizeof(size));
	add_text(alike, text, " locked_vm=");
	add_text(alike, text, size);
}

static void add_reply(struct alike *alike, char **text,
                      const struct finished_step *step)
{
	char line[ANSWER_TEXT_MAX];

	answer_format(step->answer, NULL, alike->vocabulary, line,
	              sizeof(line));
	add_text(alike, text, line);
	add_locked_vm(alike, text, step);
	add_text(alike, text, "\n");
}

/* ---- the report ------------------------------------------------------- */

static void story_begins(struct report *report, const struct story *story)
{
	struct alike *alike = self(report);

	(void)story;
	alike->at = 0;
	alike->stories++;
	memset(alike->locked_vm, 0, sizeof(alike->locked_vm));
}

static void step_begins(struct report *report, const struct story *story,
                        const struct command *command)
{
	(void)report;
	(void)story;
	(void)command;
}

static void step_ends(struct report *report, const struct finished_step *step)
{
	struct alike *alike = self(report);
	char *text = NULL;

	if (step->command->verb == VERB_SHOW)
		add_state(alike, &text, step->answer);
	else
		add_reply(alike, &text, step);
	add_answer(alike, step->command, text,
	           step->result == VERDICT_DIFFERENT, step->story->profile);
}

static void stopped(struct report *report, const struct stopped_step *step)
{
	struct alike *alike = self(report);
	char *text = NULL;

	if (step->stop == STOP_BROKEN) {
		alike->base->ops->stopped(alike->base, step);
		return;
	}
	if (!step->command) { /* nor has the story begun */
		alike->at = 0;
		alike->stories++;
	}
	add_text(alike, &text, "skipped: ");
	add_text(alike, &text, step->message);
	add_text(alike, &text, "\n");
	add_answer(alike, step->command, text, false, step->story->profile);
}

static void dump(struct report *report, const struct story *story,
                 const struct answer *state)
{
	(void)report;
	(void)story;
	(void)state;
}

static void summary(struct report *report, const struct tally *tally)
{
	struct report *base = self(report)->base;

	base->ops->summary(base, tally);
}

/* clang-format off */
static const struct report_ops ops = {
	.story_begins = story_begins,
	.step_begins  = step_begins,
	.step_ends    = step_ends,
	.stopped      = stopped,
	.dump         = dump,
	.summary      = summary,
};
/* clang-format on */

void alike_init(struct alike *alike, struct report *base, FILE *out, bool json,
                const struct vocabulary *vocabulary)
{
	*alike = (struct alike){ .report = { .ops = &ops },
		                 .base = base,
		                 .out = out,
		                 .json = json,
		                 .vocabulary = vocabulary };
}

void alike_release(struct alike *alike)
{
	forget(alike);
	free(alike->step);
	alike->step = NULL;
	alike->room = 0;
}

bool alike_print(struct alike *alike, const char *file)
{
	bool whole = !alike->failed;

	for (size_t i = 0; whole && i < alike->steps; i++)
		alike_print_step(alike, file, &alike->step[i]);
	forget(alike);
	alike->failed = false;
	return whole;
}
