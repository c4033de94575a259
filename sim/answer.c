/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "sim/answer.h"

#include "sim/format.h"
#include "sim/grammar.h"
#include "sim/text.h"

#include <stdlib.h>
#include <string.h>

/* A writer of `key=value` pairs. */
struct writer {
	struct text text;
	const struct vocabulary *vocabulary;
};

/* ---- the answer ------------------------------------------------------- */

void answer_clear(struct answer *answer, enum verb verb)
{
	answer->verb = verb;
	answer->reply = (struct reply){ 0 };
	answer->place = (struct place){ 0 };
	answer->seen.data[0] = '\0';
	answer->seen.pages[0] = '\0';
	answer->locked_vm_known = false;
	answer->fields = 0;
	answer->lines = 0;
	answer->lines_lost = false;
}

void answer_release(struct answer *answer)
{
	free(answer->line);
	*answer = (struct answer){ 0 };
}

void answer_add_line(void *context, const struct show_line *line)
{
	struct answer *answer = context;

	if (answer->lines == answer->room) {
		size_t room = answer->room ? 2 * answer->room : 16;
		struct show_line *grown = realloc(answer->line,
		                                  room * sizeof(*grown));

		if (!grown) {
			answer->lines_lost = true;
			return;
		}
		answer->line = grown;
		answer->room = room;
	}
	answer->line[answer->lines++] = *line;
}

const struct answer_field *answer_field(const struct answer *answer,
                                        enum key key)
{
	for (unsigned int i = 0; i < answer->fields; i++)
		if (answer->field[i].key == key)
			return &answer->field[i];
	return NULL;
}

const struct show_field *show_field(const struct show_line *line, enum key key)
{
	for (unsigned int i = 0; i < line->fields; i++)
		if (!strcmp(line->field[i].key, key_row(key)->name))
			return &line->field[i];
	return NULL;
}

/* ---- pairs ------------------------------------------------------------ */

static void add_pair(struct writer *writer, const char *key, const char *value)
{
	text_add_char(&writer->text, ' ');
	text_add(&writer->text, key);
	text_add_char(&writer->text, '=');
	text_add(&writer->text, value);
}

static void add_place(struct writer *writer, const struct answer *answer)
{
	const struct address address = { .memory = answer->place.memory,
		                         .offset = answer->place.offset };
	char value[64];

	if (!answer->place.known)
		return;
	format_address(&address, value, sizeof(value));
	add_pair(writer, "at", value);
}

static void add_seen(struct writer *writer, const char *key, const char *text)
{
	if (text[0])
		add_pair(writer, key, text);
}

static void add_why(struct writer *writer, const struct answer *answer)
{
	if (answer->reply.why)
		add_pair(writer, "why", answer->reply.why);
}

static void add_hazards(struct writer *writer, const struct answer *answer)
{
	char value[512];

	if (!answer->reply.hazards_known)
		return;
	format_hazards(answer->reply.hazards, writer->vocabulary, value,
	               sizeof(value));
	add_pair(writer, "hazard", value);
}

static void add_locked_vm(struct writer *writer, const struct answer *answer)
{
	char value[32];

	if (!answer->locked_vm_known)
		return;
	format_size(answer->locked_vm, value, sizeof(value));
	add_pair(writer, "locked_vm", value);
}

static void add_field(struct writer *writer, const struct answer_field *field)
{
	const struct value value = { .number = field->value,
		                     .memory = NO_MEMORY_NAMED,
		                     .untouched = field->untouched };
	char text[64];

	format_value(field->key, &value, writer->vocabulary, text,
	             sizeof(text));
	add_pair(writer, key_row(field->key)->name, text);
}

/* ---- an answer as text ------------------------------------------------ */

static bool succeeded(const struct answer *answer)
{
	return answer->reply.ret >= 0;
}

static void add_result(struct writer *writer, const struct answer *answer)
{
	char result[32];

	if (answer->verb == VERB_DMA) {
		text_add(&writer->text, succeeded(answer) ? "ok" : "fault");
		return;
	}
	format_result(answer->reply.ret, writer->vocabulary, result,
	              sizeof(result));
	text_add(&writer->text, result);
}

/* LIKE asks for KEY; NULL: it asks for nothing. */
static bool wants(const struct command *like, enum key key)
{
	return like && command_value(like, key);
}

static void add_usual(struct writer *writer, const struct answer *answer,
                      const struct command *like)
{
	const struct reply *reply = &answer->reply;

	for (unsigned int i = 0; i < answer->fields; i++)
		if (succeeded(answer) || !answer->field[i].untouched)
			add_field(writer, &answer->field[i]);
	add_place(writer, answer);
	add_seen(writer, "data", answer->seen.data);
	if (wants(like, KEY_PAGES) || strchr(answer->seen.pages, ','))
		add_seen(writer, "pages", answer->seen.pages);
	if (wants(like, KEY_WHY) || (reply->why && strcmp(reply->why, "none")))
		add_why(writer, answer);
	if (wants(like, KEY_HAZARD) || reply->hazards)
		add_hazards(writer, answer);
	if (wants(like, KEY_LOCKED_VM))
		add_locked_vm(writer, answer);
}

static void add_wanted(struct writer *writer, const struct answer *answer,
                       enum key key)
{
	const struct answer_field *field = answer_field(answer, key);

	if (key == KEY_WHY)
		add_why(writer, answer);
	else if (key == KEY_HAZARD)
		add_hazards(writer, answer);
	else if (key == KEY_LOCKED_VM)
		add_locked_vm(writer, answer);
	else if (key == KEY_AT)
		add_place(writer, answer);
	else if (key == KEY_DATA)
		add_seen(writer, "data", answer->seen.data);
	else if (key == KEY_PAGES)
		add_seen(writer, "pages", answer->seen.pages);
	else if (field)
		add_field(writer, field);
}

static bool expects_success(const struct command *like)
{
	if (like->result.kind == RESULT_NUMBER)
		return like->result.number >= 0;
	return like->result.kind == RESULT_OK;
}

size_t answer_format(const struct answer *answer, const struct command *like,
                     const struct vocabulary *vocabulary, char *text,
                     size_t size)
{
	struct writer writer = { .vocabulary = vocabulary };

	text_init(&writer.text, text, size);
	add_result(&writer, answer);
	if (!like || expects_success(like) != succeeded(answer)) {
		add_usual(&writer, answer, like);
		return writer.text.length;
	}
	for (unsigned int i = 0; i < like->args; i++)
		add_wanted(&writer, answer, like->arg[i].key);
	return writer.text.length;
}

/* ---- show ------------------------------------------------------------- */

static size_t format_place(const struct place *place, char *text, size_t size)
{
	const struct address address = { .memory = place->memory,
		                         .offset = place->offset };

	return format_address(&address, text, size);
}

size_t show_field_format(const struct show_field *field, char *text,
                         size_t size)
{
	struct text plain;

	switch (field->format) {
	case SHOW_HEX:
		return format_hex(field->value, text, size);
	case SHOW_SIZE:
		return format_size(field->value, text, size);
	case SHOW_PLACE:
	case SHOW_ADDRESS:
		return format_place(&field->place, text, size);
	case SHOW_NUMBER:
	case SHOW_WORD:
	case SHOW_UNKNOWN:
		break;
	}
	text_init(&plain, text, size);
	if (field->format == SHOW_NUMBER)
		text_add_decimal(&plain, field->value);
	else
		text_add(&plain,
		         field->format == SHOW_WORD ? field->word : "unknown");
	return plain.length;
}

static bool known_and_wanted(const struct show_field *field,
                             const struct command *like)
{
	if (field->format == SHOW_UNKNOWN)
		return false;
	for (unsigned int i = 0; like && i < like->args; i++)
		if (!strcmp(key_row(like->arg[i].key)->name, field->key))
			return true;
	return !like;
}

size_t show_line_format(const struct show_line *line,
                        const struct command *like, char *text, size_t size)
{
	struct writer writer = { 0 };
	char value[96];

	text_init(&writer.text, text, size);
	text_add(&writer.text, line->kind);
	text_add_char(&writer.text, ' ');
	if (line->object) {
		text_add_char(&writer.text, line->object);
		text_add_decimal(&writer.text, line->number);
	} else {
		format_place(&line->place, value, sizeof(value));
		text_add(&writer.text, value);
	}
	for (unsigned int i = 0; i < line->fields; i++) {
		const struct show_field *field = &line->field[i];

		if (!known_and_wanted(field, like))
			continue;
		show_field_format(field, value, sizeof(value));
		add_pair(&writer, field->key, value);
	}
	return writer.text.length;
}
