/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "sim/script.h"

#include "sim/parse.h"
#include "sim/room.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- lines ------------------------------------------------------------ */

void script_cut(struct script *script, size_t count)
{
	while (script->lines > count)
		free(script->line[--script->lines].text);
}

void script_release(struct script *script)
{
	script_cut(script, 0);
	free(script->line);
	*script = (struct script){ 0 };
}

static void add_line(struct script *script, struct span text, enum verb verb,
                     unsigned int number)
{
	script->line = room_for(script->line, &script->room, script->lines + 1,
	                        sizeof(*script->line));
	script->line[script->lines++] = (struct script_line){
		.text = room_copy(text.text, text.length),
		.verb = verb,
		.number = number,
	};
}

void script_copy(struct script *to, const struct script *from)
{
	script_cut(to, 0);
	for (size_t i = 0; i < from->lines; i++)
		add_line(to, span_of(from->line[i].text), from->line[i].verb,
		         from->line[i].number);
}

static void ignore_parse_error(void *context, const struct parse_error *error)
{
	(void)context;
	(void)error;
}

static enum parse_result parse(struct span text,
                               const struct vocabulary *vocabulary,
                               struct command *command)
{
	return parse_line(text.text, text.length, vocabulary, command,
	                  ignore_parse_error, NULL);
}

static void add(struct script *script, const struct vocabulary *vocabulary,
                struct span text, unsigned int number)
{
	struct command command;

	if (parse(text, vocabulary, &command) == PARSE_COMMAND)
		add_line(script, text, command.verb, number);
}

void script_add(struct script *script, const struct vocabulary *vocabulary,
                const char *text, unsigned int number)
{
	add(script, vocabulary, span_of(text), number);
}

void script_remove(struct script *script, size_t index)
{
	free(script->line[index].text);
	script->lines--;
	memmove(&script->line[index], &script->line[index + 1],
	        (script->lines - index) * sizeof(*script->line));
}

void script_replace(struct script *script, size_t index, const char *text)
{
	char *copy = room_copy(text, strlen(text));

	free(script->line[index].text);
	script->line[index].text = copy;
}

size_t script_steps(const struct script *script)
{
	size_t steps = 0;

	for (size_t i = 0; i < script->lines; i++)
		steps += verb_is_step(script->line[i].verb);
	return steps;
}

void script_command(const struct script *script, size_t index,
                    const struct vocabulary *vocabulary,
                    struct command *command)
{
	const struct script_line *line = &script->line[index];

	parse(span_of(line->text), vocabulary, command);
	command->line = line->number ? line->number : (unsigned int)index + 1;
}

/* ---- whole texts ------------------------------------------------------ */

char *script_text(const struct script *script, size_t *length)
{
	size_t size = 1, used = 0;
	char *text;

	for (size_t i = 0; i < script->lines; i++)
		size += strlen(script->line[i].text) + 1;
	text = room_zeroed(size);
	for (size_t i = 0; i < script->lines; i++)
		used += (size_t)sprintf(text + used, "%s\n",
		                        script->line[i].text);
	*length = used;
	return text;
}

enum reader_status script_read_text(struct script *script,
                                    struct reader *reader,
                                    const struct vocabulary *vocabulary,
                                    const char *name, struct span text,
                                    reader_error *report, void *context,
                                    struct scenario *scenario)
{
	enum reader_status status = reader_open_text(reader, name, text.text,
	                                             text.length, report,
	                                             context, scenario);
	const char *end = text.text + text.length;
	unsigned int number = 0;

	if (status)
		return status;
	script_cut(script, 0);
	for (const char *at = text.text; at < end;) {
		const char *newline = memchr(at, '\n', (size_t)(end - at));
		const char *stop = newline ? newline : end;

		add(script, vocabulary,
		    (struct span){ at, (size_t)(stop - at) }, ++number);
		at = stop + 1;
	}
	return READER_OK;
}

/* NULL: FILE cannot be read. */
static char *file_text(FILE *file, size_t *length)
{
	char *text = NULL;
	size_t room = 0, used = 0, got;

	do {
		text = room_for(text, &room, used + BUFSIZ, 1);
		got = fread(text + used, 1, room - used, file);
		used += got;
	} while (got);
	*length = used;
	if (ferror(file)) {
		free(text);
		return NULL;
	}
	return text;
}

enum reader_status script_read(struct script *script, struct reader *reader,
                               const struct vocabulary *vocabulary,
                               const char *path, reader_error *report,
                               void *context, struct scenario *scenario)
{
	bool standard = !strcmp(path, "-");
	FILE *file = standard ? stdin : fopen(path, "r");
	char *text = NULL;
	enum reader_status status;
	size_t length;

	if (file)
		text = file_text(file, &length);
	if (file && !standard)
		fclose(file);
	/* The reader knows how to say what is the matter. */
	if (!text)
		return reader_open(reader, path, report, context, scenario);
	status = script_read_text(script, reader, vocabulary, path,
	                          (struct span){ text, length }, report,
	                          context, scenario);
	free(text);
	return status;
}

/* ---- what is well-formed ---------------------------------------------- */

/* Which line is to blame: "script:LINE:COLUMN: ...". */
static const char script_name[] = "script";

static void note_line(void *context, const char *text)
{
	unsigned long *line = context;

	if (!*line)
		*line = strtoul(text + sizeof(script_name), NULL, 10);
}

/* The first line that is wrong, from 1; 0: none is. */
static unsigned long wrong_line(const struct script *script,
                                struct reader *reader,
                                struct scenario *scenario)
{
	unsigned long wrong = 0;
	size_t length;
	char *text = script_text(script, &length);

	reader_open_text(reader, script_name, text, length, note_line, &wrong,
	                 scenario);
	free(text);
	return wrong;
}

bool script_is_valid(const struct script *script, struct reader *reader,
                     struct scenario *scenario)
{
	return !wrong_line(script, reader, scenario);
}

void script_repair(struct script *script, struct reader *reader,
                   struct scenario *scenario)
{
	unsigned long wrong;

	while ((wrong = wrong_line(script, reader, scenario))) {
		bool step = verb_is_step(script->line[wrong - 1].verb);

		script_remove(script, wrong - 1);
		while (step && wrong <= script->lines &&
		       script->line[wrong - 1].verb == VERB_EXPECT)
			script_remove(script, wrong - 1);
	}
}
