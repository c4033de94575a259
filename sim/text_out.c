/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "sim/text_out.h"

#include "sim/format.h"

#include <inttypes.h>
#include <string.h>

enum {
	STEP_TEXT_MAX = 1200
};

static struct text_out *self(struct report *report)
{
	return (struct text_out *)(void *)report;
}

static const char *red(const struct text_out *text)
{
	return text->colour ? "\033[31m" : "";
}

static const char *plain(const struct text_out *text)
{
	return text->colour ? "\033[0m" : "";
}

static void print_step(const struct text_out *text, const char *before,
                       const struct command *command)
{
	char step[STEP_TEXT_MAX];

	command_format(command, text->vocabulary, step, sizeof(step));
	fprintf(text->out, "%s%s\n", before, step);
}

static void print_state(const struct text_out *text, const char *before,
                        const struct answer *answer)
{
	char line[ANSWER_TEXT_MAX];

	for (size_t i = 0; i < answer->lines; i++) {
		show_line_format(&answer->line[i], NULL, line, sizeof(line));
		fprintf(text->out, "%s%s\n", before, line);
	}
	if (!answer->lines)
		fprintf(text->out, "%snothing\n", before);
}

/* ---- the trace -------------------------------------------------------- */

static void story_begins(struct report *report, const struct story *story)
{
	if (self(report)->trace)
		fprintf(self(report)->out, "# %s %s\n", story->file,
		        story->profile);
}

static void step_begins(struct report *report, const struct story *story,
                        const struct command *command)
{
	(void)story;
	if (self(report)->trace)
		print_step(self(report), "> ", command);
}

void text_out_event(void *context, const struct tcesim_event *event)
{
	FILE *out = ((struct text_out *)context)->out;

	fprintf(out, "    %s", event->name);
	for (int i = 0; i < TCESIM_EVENT_FIELDS && event->field[i]; i++) {
		if (event->word[i])
			fprintf(out, " %s=%s", event->field[i], event->word[i]);
		else
			fprintf(out, " %s=%" PRIu64, event->field[i],
			        event->value[i]);
	}
	fprintf(out, "\n");
}

static void print_answer(const struct text_out *text,
                         const struct answer *answer)
{
	char line[ANSWER_TEXT_MAX];

	if (answer->verb == VERB_SHOW) {
		print_state(text, "< ", answer);
		return;
	}
	answer_format(answer, NULL, text->vocabulary, line, sizeof(line));
	fprintf(text->out, "< %s\n", line);
}

/* ---- what is wrong ---------------------------------------------------- */

static void print_head(const struct text_out *text,
                       const struct finished_step *step)
{
	fprintf(text->out, "%s:%u: %s: ", step->story->file,
	        step->command->line, step->story->profile);
}

static void print_mismatch(const struct text_out *text,
                           const struct mismatch *mismatch)
{
	fprintf(text->out, "    expected: %s",
	        mismatch->expected[0] ? mismatch->expected : "nothing");
	if (mismatch->line)
		fprintf(text->out, " [line %u]", mismatch->line);
	fprintf(text->out, "\n    answered: %s\n",
	        mismatch->answered[0] ? mismatch->answered : "nothing");
	fprintf(text->out, "    differs: %s\n", mismatch->keys);
}

/* Which check refused, and which function of the kernel makes it. */
static void print_why(const struct text_out *text, const struct reply *reply)
{
	const struct tcesim_reason *reason;

	if (!reply->why || !strcmp(reply->why, "none"))
		return;
	fprintf(text->out, "    why: %s", reply->why);
	if (reply->because)
		fprintf(text->out, ": %s", reply->because);
	for (unsigned int i = 0; (reason = tcesim_reason(i)); i++)
		if (!strcmp(reason->name, reply->why) && reason->where[0])
			fprintf(text->out, " [%s]", reason->where);
	fprintf(text->out, "\n");
}

static void print_block(const struct text_out *text,
                        const struct finished_step *step)
{
	const struct verdict *verdict = step->verdict;

	print_head(text, step);
	fprintf(text->out, "%sdifferent%s\n", red(text), plain(text));
	print_step(text, "    step: ", step->command);
	for (unsigned int i = 0; i < verdict->mismatches; i++) {
		if (i == MISMATCHES_MAX) {
			fprintf(text->out, "    and %u more\n",
			        verdict->mismatches - i);
			break;
		}
		print_mismatch(text, &verdict->mismatch[i]);
	}
	print_why(text, &step->answer->reply);
}

static void print_hazards(const struct text_out *text,
                          const struct finished_step *step)
{
	char names[512];

	format_hazards(step->verdict->unnamed, text->vocabulary, names,
	               sizeof(names));
	print_head(text, step);
	fprintf(text->out, "hazard %s\n", names);
}

static void step_ends(struct report *report, const struct finished_step *step)
{
	struct text_out *text = self(report);
	bool asked = step->command->verb == VERB_SHOW && !step->verdict->lines;

	if (text->trace)
		print_answer(text, step->answer);
	else if (asked) {
		print_head(text, step);
		fprintf(text->out, "show\n");
		print_state(text, "    ", step->answer);
	}
	if (step->result == VERDICT_DIFFERENT)
		print_block(text, step);
	if (text->hazards && step->verdict->unnamed)
		print_hazards(text, step);
}

static void dump(struct report *report, const struct story *story,
                 const struct answer *state)
{
	fprintf(self(report)->out, "%s: %s: the state at the end\n",
	        story->file, story->profile);
	print_state(self(report), "    ", state);
}

/* ---- the end ---------------------------------------------------------- */

static void stopped(struct report *report, const struct stopped_step *step)
{
	const struct text_out *text = self(report);
	bool broken = step->stop == STOP_BROKEN;
	FILE *out = broken ? text->err : text->out;

	fprintf(out, "%s:", step->story->file);
	if (step->command)
		fprintf(out, "%u:", step->command->line);
	fprintf(out, " %s: %s: %s\n", step->story->profile,
	        broken ? "internal error" : "skipped", step->message);
}

static void summary(struct report *report, const struct tally *tally)
{
	FILE *out = self(report)->out;

	fprintf(out, "%" PRIu64 " passed, %" PRIu64 " failed", tally->passed,
	        tally->failed);
	if (tally->skipped)
		fprintf(out, ", %" PRIu64 " skipped", tally->skipped);
	fprintf(out, "\n");
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

void text_out_init(struct text_out *text, FILE *out, FILE *err,
                   const struct vocabulary *vocabulary)
{
	*text = (struct text_out){ .report = { .ops = &ops },
		                   .out = out,
		                   .err = err,
		                   .vocabulary = vocabulary };
}
