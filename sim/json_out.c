/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "sim/json_out.h"

#include "sim/answer_json.h"
#include "sim/format.h"
#include "sim/grammar.h"
#include "sim/machine_text.h"

#include <string.h>

enum {
	STEP_TEXT_MAX = 1200
};

static struct json_out *self(struct report *report)
{
	return (struct json_out *)(void *)report;
}

/* Every object begins alike. */
static struct json *begin(struct json_out *out, const char *type)
{
	struct json *json = &out->json;

	json_open(json, NULL, '{');
	json_signed(json, "v", TRACE_VERSION);
	json_string(json, "type", type);
	return json;
}

static void end(struct json *json)
{
	json_close(json, '}');
	json_end_line(json);
}

static void put_story(struct json *json, const struct story *story)
{
	json_string(json, "file", story->file);
	json_string(json, "profile", story->profile);
}

/* ---- a step ----------------------------------------------------------- */

static void story_begins(struct report *report, const struct story *story)
{
	struct json_out *out = self(report);
	struct json *json;
	char machine[STEP_TEXT_MAX];

	if (!story->machine)
		return;
	json = begin(out, "story");
	put_story(json, story);
	machine_format(story->machine, out->vocabulary, machine,
	               sizeof(machine));
	json_string(json, "machine", machine);
	end(json);
}

static void step_begins(struct report *report, const struct story *story,
                        const struct command *command)
{
	struct json_out *out = self(report);
	struct json *json = begin(out, "step");
	char step[STEP_TEXT_MAX];

	command_format(command, out->vocabulary, step, sizeof(step));
	put_story(json, story);
	json_unsigned(json, "line", command->line);
	json_string(json, "step", step);
	json_string(json, "verb", verb_row(command->verb)->name);
	json_unsigned(json, "process", command_process(command));
	if (out->trace)
		json_open(json, "trace", '[');
	out->open = true;
}

void json_out_event(void *context, const struct tcesim_event *event)
{
	struct json_out *out = context;
	struct json *json = &out->json;

	if (!out->open)
		return;
	json_open(json, NULL, '{');
	json_string(json, "event", event->name);
	for (int i = 0; i < TCESIM_EVENT_FIELDS && event->field[i]; i++) {
		if (event->word[i])
			json_string(json, event->field[i], event->word[i]);
		else
			json_unsigned(json, event->field[i], event->value[i]);
	}
	json_close(json, '}');
}

static void put_hazards(struct json *json, uint32_t hazards,
                        const struct vocabulary *vocabulary)
{
	json_open(json, "hazards", '[');
	for (unsigned int i = 0; i < vocabulary->hazards.count; i++)
		if (hazards >> i & 1)
			json_string(json, NULL, vocabulary->hazards.word[i]);
	json_close(json, ']');
}

static void put_reply(struct json_out *out, const struct answer *answer)
{
	const struct reply *reply = &answer->reply;
	struct json *json = &out->json;
	char result[32];

	json_signed(json, "ret", reply->ret);
	format_result(reply->ret, out->vocabulary, result, sizeof(result));
	if (reply->ret < 0)
		json_string(json, "error", result + 1);
	if (reply->why)
		json_string(json, "why", reply->why);
	if (reply->hazards_known)
		put_hazards(json, reply->hazards, out->vocabulary);
	if (answer->fields)
		json_fields(json, answer);
	if (answer->place.known)
		json_place(json, &answer->place);
	if (answer->seen.data[0])
		json_string(json, "data", answer->seen.data);
	if (answer->seen.pages[0])
		json_string(json, "pages", answer->seen.pages);
	if (answer->locked_vm_known)
		json_unsigned(json, "locked_vm", answer->locked_vm);
}

static void put_state(struct json *json, const struct answer *state)
{
	char line[ANSWER_TEXT_MAX];

	json_open(json, "show", '[');
	for (size_t i = 0; i < state->lines; i++) {
		show_line_format(&state->line[i], NULL, line, sizeof(line));
		json_string(json, NULL, line);
	}
	json_close(json, ']');
}

/* ---- the verdict ------------------------------------------------------ */

static const char *result_name(enum verdict_result result)
{
	switch (result) {
	case VERDICT_OK:
		return "ok";
	case VERDICT_UNCHECKED:
		return "unchecked";
	case VERDICT_DIFFERENT:
		break;
	}
	return "different";
}

static void put_keys(struct json *json, const char *keys)
{
	char key[MISMATCH_KEYS_MAX];

	json_open(json, "keys", '[');
	while (*keys) {
		size_t length = strcspn(keys, " ");

		memcpy(key, keys, length);
		key[length] = '\0';
		json_string(json, NULL, key);
		keys += length;
		keys += *keys == ' ';
	}
	json_close(json, ']');
}

static void put_mismatches(struct json *json, const struct verdict *verdict)
{
	json_open(json, "differences", '[');
	for (unsigned int i = 0; i < verdict->mismatches && i < MISMATCHES_MAX;
	     i++) {
		const struct mismatch *one = &verdict->mismatch[i];

		json_open(json, NULL, '{');
		if (one->line)
			json_unsigned(json, "line", one->line);
		put_keys(json, one->keys);
		json_string(json, "expected",
		            one->expected[0] ? one->expected : NULL);
		json_string(json, "answered",
		            one->answered[0] ? one->answered : NULL);
		json_close(json, '}');
	}
	json_close(json, ']');
}

static void close_trace(struct json_out *out)
{
	if (out->open && out->trace)
		json_close(&out->json, ']');
	out->open = false;
}

static void step_ends(struct report *report, const struct finished_step *step)
{
	struct json_out *out = self(report);
	struct json *json = &out->json;

	close_trace(out);
	put_reply(out, step->answer);
	if (step->command->verb == VERB_SHOW)
		put_state(json, step->answer);
	json_string(json, "verdict", result_name(step->result));
	if (step->result == VERDICT_DIFFERENT)
		put_mismatches(json, step->verdict);
	end(json);
}

/* ---- the end ---------------------------------------------------------- */

static void stopped(struct report *report, const struct stopped_step *step)
{
	struct json_out *out = self(report);
	struct json *json = &out->json;
	bool broken = step->stop == STOP_BROKEN;

	if (out->open) {
		close_trace(out);
		json_string(json, "verdict", broken ? "broken" : "skipped");
	} else {
		begin(out, broken ? "broken" : "skipped");
		put_story(json, step->story);
		if (step->command)
			json_unsigned(json, "line", step->command->line);
	}
	json_string(json, "message", step->message);
	end(json);
	if (broken)
		fprintf(out->err, "%s:%u: %s: internal error: %s\n",
		        step->story->file,
		        step->command ? step->command->line : 0,
		        step->story->profile, step->message);
}

static void dump(struct report *report, const struct story *story,
                 const struct answer *state)
{
	struct json *json = begin(self(report), "dump");

	put_story(json, story);
	put_state(json, state);
	end(json);
}

static void summary(struct report *report, const struct tally *tally)
{
	struct json *json = begin(self(report), "summary");

	json_unsigned(json, "passed", tally->passed);
	json_unsigned(json, "failed", tally->failed);
	json_unsigned(json, "skipped", tally->skipped);
	end(json);
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

void json_out_init(struct json_out *json, FILE *out, FILE *err,
                   const struct vocabulary *vocabulary)
{
	*json = (struct json_out){ .report = { .ops = &ops },
		                   .json = { .out = out },
		                   .err = err,
		                   .vocabulary = vocabulary };
}
