/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "sim/cmd_check.h"

#include "sim/follow.h"
#include "sim/room.h"
#include "sim/tool.h"
#include "sim/trace_in.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

enum {
	ANSWERS_SHOWN_MAX = 8
};

struct check {
	struct tool tool;
	struct kernel kernel; /* no profile: that of each story */
	struct tool_machine machine;
	char machine_line[2048];
	struct trace_in trace;
	struct trace_story story;
	struct follower follower;

	uint64_t stories, skipped, fits, assumed, unexplained, follows;
};

/* ---- a step ----------------------------------------------------------- */

static void print_place(const struct check *c, size_t line)
{
	const struct trace_story *story = &c->story;

	fprintf(c->tool.cli->out,
	        "%s:%u: %s: ", *story->file ? story->file : c->trace.name,
	        story->script.line[line].number, c->follower.kernel.name);
}

static void print_text(const struct check *c, const char *name,
                       const char *text)
{
	for (; *text; text += strspn(text, "\n")) {
		int length = (int)strcspn(text, "\n");

		fprintf(c->tool.cli->out, "    %s: %.*s\n", name, length, text);
		text += length;
	}
}

static void print_assumption(const struct check *c,
                             const struct assumption *assumption)
{
	const struct script *script = &c->story.script;
	FILE *out = c->tool.cli->out;

	print_place(c, assumption->line);
	if (assumption->kind == ASSUME_SWAP) {
		fprintf(out,
		        "accepted if the groups of this line and line %u are "
		        "in the other order\n",
		        script->line[assumption->other].number);
		return;
	}
	fprintf(out, "accepted if %s fails",
	        tcesim_fault_site(assumption->site)->name);
	if (assumption->nth > 1)
		fprintf(out, " at passage %" PRIu64, assumption->nth);
	if (assumption->error)
		fprintf(out, " with -%s",
		        tcesim_error_name(-assumption->error));
	fprintf(out, "\n");
	print_text(c, "step", script->line[assumption->line].text);
}

/* What explains the story as a whole. */
static void print_assumptions(const struct check *c)
{
	const struct hypothesis *first = &c->follower.hypothesis[0];

	for (unsigned int i = 0; i < first->assumptions; i++)
		if (first->assumption[i].kind != ASSUME_SKIP)
			print_assumption(c, &first->assumption[i]);
}

/* What the trace says, without the `=`. */
static void print_answered(const struct check *c, size_t line)
{
	const struct script *script = &c->story.script;

	for (size_t i = line + 1;
	     i < script->lines && script->line[i].verb == VERB_EXPECT &&
	     i - line <= ANSWERS_SHOWN_MAX;
	     i++)
		fprintf(c->tool.cli->out, "    answered: %s\n",
		        script->line[i].text + strlen("= "));
}

static void print_unexplained(const struct check *c, size_t line)
{
	const struct follower *follower = &c->follower;

	print_place(c, line);
	fprintf(c->tool.cli->out, "not explained\n");
	print_text(c, "step", c->story.script.line[line].text);
	print_answered(c, line);
	for (unsigned int i = 0; i < follower->acceptables; i++)
		print_text(c, "acceptable", follower->acceptable[i]);
}

static void see_step(void *context, const struct follower *follower,
                     size_t line, enum step_fate fate)
{
	struct check *c = context;

	(void)follower;
	switch (fate) {
	case STEP_FITS:
		c->fits++;
		return;
	case STEP_ASSUMED:
		c->assumed++;
		return;
	case STEP_UNEXPLAINED:
		c->unexplained++;
		print_unexplained(c, line);
		return;
	case STEP_FOLLOWS:
		break;
	}
	c->follows++;
}

/* ---- stories ---------------------------------------------------------- */

/* The kernel that was asked for, or that the story names. */
static bool choose_kernel(struct check *c)
{
	struct kernels kernels = { .count = 0 };
	struct profile_error error;
	bool found;

	c->follower.kernel = c->kernel;
	if (c->kernel.profile)
		return true;
	found = kernels_parse(&kernels, c->story.profile, c->tool.vocabulary,
	                      &error) &&
	        kernels.count == 1;
	if (found)
		c->follower.kernel = kernels.kernel[0];
	else
		fprintf(c->tool.cli->err,
		        "%s: the trace names no profile; --profile does\n",
		        c->trace.name);
	kernels_release(&kernels);
	return found;
}

static bool check_story(struct check *c)
{
	if (!choose_kernel(c))
		return false;
	c->stories++;
	if (follow_story(&c->follower, &c->story.script, &c->story.scenario,
	                 see_step, c)) {
		print_assumptions(c);
	} else {
		c->skipped++;
		fprintf(c->tool.cli->out, "%s: %s: not on this machine\n",
		        *c->story.file ? c->story.file : c->trace.name,
		        c->follower.kernel.name);
	}
	return true;
}

static int check_trace(struct check *c, const char *path)
{
	enum trace_next next = TRACE_END;
	bool fine = trace_open(&c->trace, path);

	while (fine && (next = trace_next(&c->trace, &c->story)) == TRACE_STORY)
		fine = check_story(c);
	trace_close(&c->trace);
	return fine && next == TRACE_END ? EXIT_AS_EXPECTED : EXIT_UNUSABLE;
}

static int conclude(const struct check *c, int status)
{
	fprintf(c->tool.cli->out,
	        "%" PRIu64 " stories: %" PRIu64 " steps as the model, %" PRIu64
	        " with assumptions, %" PRIu64 " not explained, %" PRIu64
	        " that follow from these",
	        c->stories, c->fits, c->assumed, c->unexplained, c->follows);
	if (c->skipped)
		fprintf(c->tool.cli->out, "; %" PRIu64 " skipped", c->skipped);
	fprintf(c->tool.cli->out, "\n");
	if (status)
		return status;
	if (c->unexplained)
		return EXIT_DIFFERENT;
	return c->skipped && c->skipped == c->stories ? EXIT_ALL_SKIPPED
	                                              : EXIT_AS_EXPECTED;
}

static int run_all(struct check *c)
{
	int status = EXIT_AS_EXPECTED;

	if (!c->tool.operands)
		return tool_fail(&c->tool, "no TRACE is given;",
		                 "tcesim check --help tells more");
	if (c->machine.text)
		snprintf(c->machine_line, sizeof(c->machine_line), "machine %s",
		         c->machine.text);
	c->trace.vocabulary = c->tool.vocabulary;
	c->trace.reader = c->tool.reader;
	c->trace.machine = c->machine_line;
	c->trace.report = tool_print_error;
	c->trace.context = &c->tool;
	c->follower.vocabulary = c->tool.vocabulary;
	for (size_t i = 0; i < c->tool.operands; i++)
		if (check_trace(c, c->tool.operand[i]))
			status = EXIT_UNUSABLE;
	return conclude(c, status);
}

static int run_check(const struct cli_command *self, int argc, char **argv,
                     const struct cli *cli)
{
	struct check *c = room_zeroed(sizeof(*c));
	const struct tool_option options[] = {
		{ "--profile", TOOL_KERNEL, &c->kernel },
		{ "--machine", TOOL_MACHINE, &c->machine },
		{ NULL, TOOL_FLAG, NULL },
	};
	int status;

	status = tool_begin(&c->tool, self, argc, argv, cli, options);
	if (status == TOOL_READY)
		status = run_all(c);
	follow_release(&c->follower);
	trace_story_release(&c->story);
	tool_end(&c->tool);
	free(c);
	return status;
}

const struct cli_command cmd_check = {
	.name = "check",
	.summary = "say whether a trace can be that of a kernel",
	.help = "usage: tcesim check [OPTION]... TRACE...\n"
		"\n"
		"Follows a trace (JSON lines, as tcesim run --format json\n"
		"writes them) with the model, and accepts each step or says\n"
		"what would have been acceptable.  Failures of memory and\n"
		"firmware, the order of groups and addresses that firmware\n"
		"chooses are tried out.\n"
		"\n"
		"  --profile NAME  as a trace of this kernel; without it, of\n"
		"                  the one that the trace names\n"
		"  --machine LINE  on this machine, where the trace names none\n",
	.run = run_check,
};
