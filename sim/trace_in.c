/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "sim/trace_in.h"

#include "sim/answer.h"
#include "sim/format.h"
#include "sim/grammar.h"
#include "sim/parse.h"
#include "sim/room.h"
#include "sim/text.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

static void complain(const struct trace_in *trace, const char *what)
{
	char message[1024];

	snprintf(message, sizeof(message), "%s:%lu: %s", trace->name,
	         trace->number, what);
	trace->report(trace->context, message);
}

/* ---- members ---------------------------------------------------------- */

static const struct json_node *member(const struct trace_in *trace,
                                      const char *key, enum json_type type)
{
	return json_in_member(&trace->json, &trace->json.node[0], key, type);
}

static const char *word(const struct trace_in *trace, const char *key)
{
	const struct json_node *node = member(trace, key, JSON_STRING);

	return node ? node->string : "";
}

static bool is_type(const struct trace_in *trace, const char *type)
{
	return !strcmp(word(trace, "type"), type);
}

static bool is_step(const struct trace_in *trace)
{
	return *word(trace, "step");
}

/* ---- a step ----------------------------------------------------------- */

static void add_answer(struct trace_in *trace, struct script *script,
                       const char *text)
{
	char line[LINE_LENGTH_MAX + 8];

	snprintf(line, sizeof(line), "= %s", text);
	script_add(script, trace->vocabulary, line,
	           (unsigned int)trace->number);
}

/* KEY=NUMBER as the language has it, if KEY is an output field. */
static void add_number(const struct trace_in *trace, struct text *text,
                       const char *key, uint64_t number)
{
	const struct value value = { .number = number,
		                     .memory = NO_MEMORY_NAMED };
	const unsigned char *known = output_keys();
	char word[64];

	while (*known != KEY_COUNT &&
	       strcmp(key_row((enum key) * known)->name, key))
		known++;
	format_value(*known == KEY_COUNT ? KEY_COUNT_OF : (enum key) * known,
	             &value, trace->vocabulary, word, sizeof(word));
	text_add(text, word);
}

static void add_fields(const struct trace_in *trace, struct text *text)
{
	const struct json_node *out = member(trace, "out", JSON_OBJECT);
	const struct json_node *field = out ? json_in_first(&trace->json, out)
	                                    : NULL;

	for (; field; field = json_in_next(&trace->json, field)) {
		text_add(text, " ");
		text_add(text, field->key);
		text_add(text, "=");
		if (field->type == JSON_STRING)
			text_add(text, field->string);
		else
			add_number(trace, text, field->key, field->number);
	}
}

/* KEY=WORD, if the trace has it. */
static void add_word(const struct trace_in *trace, struct text *text,
                     const char *key)
{
	if (!*word(trace, key))
		return;
	text_add(text, " ");
	text_add(text, key);
	text_add(text, "=");
	text_add(text, word(trace, key));
}

static void add_result(struct trace_in *trace, struct script *script, bool dma,
                       const struct json_node *ret)
{
	const struct json_node *locked_vm = member(trace, "locked_vm",
	                                           JSON_INTEGER);
	char line[LINE_LENGTH_MAX], result[32], size[32];
	struct text text;

	text_init(&text, line, sizeof(line));
	format_result((int64_t)ret->number, trace->vocabulary, result,
	              sizeof(result));
	if (dma)
		strcpy(result, ret->negative ? "fault" : "ok");
	text_add(&text, result);
	add_fields(trace, &text);
	add_word(trace, &text, "at");
	add_word(trace, &text, "data");
	if (locked_vm) {
		text_add(&text, " locked_vm=");
		format_size(locked_vm->number, size, sizeof(size));
		text_add(&text, size);
	}
	add_answer(trace, script, line);
}

static void add_lines(struct trace_in *trace, struct script *script,
                      const struct json_node *show)
{
	const struct json_node *line = json_in_first(&trace->json, show);

	if (!line)
		add_answer(trace, script, "nothing");
	for (; line; line = json_in_next(&trace->json, line))
		if (line->type == JSON_STRING)
			add_answer(trace, script, line->string);
}

/* A step without an answer was not made. */
static bool is_answered(const struct trace_in *trace)
{
	return member(trace, "ret", JSON_INTEGER) ||
	       member(trace, "show", JSON_LIST);
}

static bool add_step(struct trace_in *trace, struct script *script)
{
	const struct json_node *show = member(trace, "show", JSON_LIST);
	const struct json_node *line = member(trace, "line", JSON_INTEGER);
	size_t before = script->lines;
	enum verb verb;

	script_add(script, trace->vocabulary, word(trace, "step"),
	           line ? (unsigned int)line->number : 0);
	if (script->lines == before) {
		complain(trace, "this is no step of the language");
		return false;
	}
	verb = script->line[before].verb;
	if (!is_answered(trace)) {
		/* Whoever could not look can go on; else it ends here. */
		script_cut(script, before);
		trace->over = verb != VERB_SHOW && verb != VERB_DMA;
	} else if (show) {
		add_lines(trace, script, show);
	} else {
		add_result(trace, script, verb == VERB_DMA,
		           member(trace, "ret", JSON_INTEGER));
	}
	return true;
}

/* ---- a story ---------------------------------------------------------- */

/* The next line that is an object. */
static enum trace_next next_object(struct trace_in *trace)
{
	ssize_t length;

	if (trace->again) {
		trace->again = false;
		return TRACE_STORY;
	}
	length = getline(&trace->line, &trace->line_room, trace->file);
	if (length < 0)
		return TRACE_END;
	trace->number++;
	if (json_in_read(&trace->json, trace->line, (size_t)length) &&
	    trace->json.node[0].type == JSON_OBJECT)
		return TRACE_STORY;
	complain(trace, "this is no JSON object");
	return TRACE_WRONG;
}

static void set_word(char **to, const char *text)
{
	free(*to);
	*to = room_copy(text, strlen(text));
}

/* The object at hand is the first of a story. */
static void begin_story(struct trace_in *trace, struct trace_story *story)
{
	const char *machine = word(trace, "machine");

	script_cut(&story->script, 0);
	set_word(&story->file, word(trace, "file"));
	set_word(&story->profile, word(trace, "profile"));
	script_add(&story->script, trace->vocabulary,
	           *machine ? machine : trace->machine, 0);
	trace->over = false;
}

static size_t last_number(const struct script *script)
{
	for (size_t i = script->lines; i-- > 0;)
		if (verb_is_step(script->line[i].verb))
			return script->line[i].number;
	return 0;
}

/* What the object at hand says of its story, which it need not, is not TOLD. */
static bool differs(const struct trace_in *trace, const char *key,
                    const char *told)
{
	return *word(trace, key) && strcmp(word(trace, key), told) != 0;
}

/* The object at hand is of another story, or ends this one. */
static bool ends(const struct trace_in *trace, const struct trace_story *story)
{
	const struct json_node *line = member(trace, "line", JSON_INTEGER);

	if (!is_step(trace))
		return true;
	return differs(trace, "file", story->file) ||
	       differs(trace, "profile", story->profile) ||
	       (line && line->number <= last_number(&story->script));
}

/* Up to the first object of a story. */
static enum trace_next find_story(struct trace_in *trace)
{
	enum trace_next next;

	do
		next = next_object(trace);
	while (next == TRACE_STORY && !is_step(trace) &&
	       !is_type(trace, "story"));
	return next;
}

static enum trace_next read_story(struct trace_in *trace,
                                  struct trace_story *story)
{
	enum trace_next next = find_story(trace);

	if (next != TRACE_STORY)
		return next;
	begin_story(trace, story);
	trace->again = is_step(trace);
	while ((next = next_object(trace)) == TRACE_STORY) {
		if (ends(trace, story)) {
			trace->again = true;
			break;
		}
		if (!trace->over && !add_step(trace, &story->script))
			return TRACE_WRONG;
	}
	return next == TRACE_WRONG ? next : TRACE_STORY;
}

static void report_script(void *context, const char *text)
{
	complain(context, text);
}

enum trace_next trace_next(struct trace_in *trace, struct trace_story *story)
{
	enum trace_next next;
	enum reader_status status;
	size_t length;
	char *text;

	do {
		next = read_story(trace, story);
		if (next != TRACE_STORY)
			return next;
	} while (!script_steps(&story->script));
	text = script_text(&story->script, &length);
	status = reader_open_text(trace->reader, "story", text, length,
	                          report_script, trace, &story->scenario);
	free(text);
	return status ? TRACE_WRONG : TRACE_STORY;
}

/* ---- files ------------------------------------------------------------ */

bool trace_open(struct trace_in *trace, const char *path)
{
	trace->name = path;
	trace->number = 0;
	trace->again = false;
	trace->file = !strcmp(path, "-") ? stdin : fopen(path, "r");
	if (!trace->file)
		complain(trace, strerror(errno));
	return trace->file;
}

void trace_close(struct trace_in *trace)
{
	if (trace->file && trace->file != stdin)
		fclose(trace->file);
	trace->file = NULL;
	free(trace->line);
	trace->line = NULL;
	trace->line_room = 0;
	json_in_release(&trace->json);
}

void trace_story_release(struct trace_story *story)
{
	script_release(&story->script);
	free(story->file);
	free(story->profile);
	*story = (struct trace_story){ 0 };
}
