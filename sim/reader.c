/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "sim/reader.h"
#include "sim/parse.h"
#include "sim/rules.h"
#include "sim/source.h"
#include "sim/text.h"

#include <stdlib.h>
#include <string.h>

enum {
	REPORT_TEXT_MAX = 4096 + 1024
};

struct reader {
	const struct vocabulary *vocabulary;
	struct source source;
	struct span text;  /* of the line handed out last */
	unsigned int line; /* its number */
	uint64_t steps;    /* as the first pass has counted them */
	uint64_t answers;
	uint64_t steps_left; /* in this pass */
	uint64_t answers_left;
	bool stale; /* could not be rewound */

	/* The first pass. */
	struct command command;
	struct rules rules;
	const char *name;
	reader_error *report;
	void *context;
	bool failed;
};

struct reader *reader_new(const struct vocabulary *vocabulary)
{
	struct reader *reader = calloc(1, sizeof(*reader));

	if (!reader)
		return NULL;
	reader->vocabulary = vocabulary;
	source_init(&reader->source);
	return reader;
}

void reader_free(struct reader *reader)
{
	if (!reader)
		return;
	source_close(&reader->source);
	free(reader);
}

/* A parse_report: tells the caller, with the place in front. */
static void report_error(void *context, const struct parse_error *error)
{
	struct reader *reader = context;
	char at[REPORT_TEXT_MAX];
	struct text text;

	text_init(&text, at, sizeof(at));
	text_add(&text, reader->name);
	text_add(&text, ":");
	text_add_decimal(&text, reader->line);
	text_add(&text, ":");
	text_add_decimal(&text, error->column);
	text_add(&text, ": ");
	text_add(&text, error->text);
	reader->failed = true;
	reader->report(reader->context, at);
}

static enum reader_status report_unreadable(struct reader *reader, int err)
{
	char at[REPORT_TEXT_MAX];
	struct text text;

	text_init(&text, at, sizeof(at));
	text_add(&text, reader->name);
	text_add(&text, ": ");
	text_add(&text, strerror(err));
	reader->report(reader->context, at);
	return READER_UNREADABLE;
}

static void check_line(struct reader *reader)
{
	struct command *command = &reader->command;

	command->line = reader->line;
	switch (parse_line(reader->text.text, reader->text.length,
	                   reader->vocabulary, command, report_error, reader)) {
	case PARSE_BLANK:
		return;
	case PARSE_ERROR:
		rules_skip(&reader->rules, command);
		return;
	case PARSE_COMMAND:
		break;
	}
	if (verb_is_step(command->verb))
		reader->steps++;
	if (command->verb == VERB_EXPECT)
		reader->answers++;
	rules_check(&reader->rules, command);
}

/* The first pass over a source that has been opened. */
static enum reader_status check_all(struct reader *reader,
                                    struct scenario *scenario)
{
	enum source_status status;
	int err;

	rules_begin(&reader->rules, report_error, reader);
	while ((status = source_line(&reader->source, &reader->text, &err)) ==
	       SOURCE_LINE) {
		reader->line++;
		check_line(reader);
	}
	if (status == SOURCE_FAILED)
		return report_unreadable(reader, err);
	if (reader->failed)
		return READER_ILL_FORMED;

	scenario->machine = reader->rules.machine;
	scenario->machine_line = reader->rules.machine_line;
	scenario->only = reader->rules.only;
	scenario->lines = reader->line;
	scenario->steps = reader->steps;
	scenario->answers = reader->answers;
	reader_rewind(reader);
	return READER_OK;
}

static void begin(struct reader *reader, const char *name, reader_error *report,
                  void *context)
{
	reader->name = name;
	reader->report = report;
	reader->context = context;
	reader->failed = false;
	reader->stale = true;
	reader->line = 0;
	reader->steps = 0;
	reader->answers = 0;
}

enum reader_status reader_open(struct reader *reader, const char *path,
                               reader_error *report, void *context,
                               struct scenario *scenario)
{
	int err;

	begin(reader, path, report, context);
	err = source_open(&reader->source, path);
	if (err)
		return report_unreadable(reader, err);
	return check_all(reader, scenario);
}

enum reader_status reader_open_text(struct reader *reader, const char *name,
                                    const char *text, size_t length,
                                    reader_error *report, void *context,
                                    struct scenario *scenario)
{
	begin(reader, name, report, context);
	source_open_text(&reader->source, text, length);
	return check_all(reader, scenario);
}

void reader_rewind(struct reader *reader)
{
	reader->line = 0;
	reader->steps_left = reader->steps;
	reader->answers_left = reader->answers;
	reader->stale = source_rewind(&reader->source) != 0;
}

/* A parse_report for lines that had no errors in the first pass. */
static void ignore_error(void *context, const struct parse_error *error)
{
	(void)context;
	(void)error;
}

/* Takes COMMAND off what is left; false when that is less than nothing. */
static bool count_down(struct reader *reader, const struct command *command)
{
	uint64_t *left = command->verb == VERB_EXPECT ? &reader->answers_left
	                                              : &reader->steps_left;

	if (*left == 0)
		return false;
	(*left)--;
	return true;
}

static enum reader_next next_end(const struct reader *reader)
{
	return reader->steps_left == 0 && reader->answers_left == 0
	               ? READER_END
	               : READER_CHANGED;
}

enum reader_next reader_next(struct reader *reader, struct command *command)
{
	enum source_status status;
	int err;

	if (reader->stale)
		return READER_CHANGED;
	while ((status = source_line(&reader->source, &reader->text, &err)) ==
	       SOURCE_LINE) {
		enum parse_result result;

		command->line = ++reader->line;
		result = parse_line(reader->text.text, reader->text.length,
		                    reader->vocabulary, command, ignore_error,
		                    NULL);
		if (result == PARSE_ERROR)
			return READER_CHANGED;
		if (result == PARSE_BLANK || command->verb == VERB_MACHINE ||
		    command->verb == VERB_ONLY)
			continue;
		return count_down(reader, command) ? READER_COMMAND
		                                   : READER_CHANGED;
	}
	return status == SOURCE_END ? next_end(reader) : READER_CHANGED;
}

struct span reader_text(const struct reader *reader)
{
	return reader->text;
}
