/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * parser.c - any bytes as a scenario: the reader must say what is wrong with
 * them, or hand out commands that mean the same when they are written back.
 */
#include "sim/format.h"
#include "sim/model_vocabulary.h"
#include "sim/parse.h"
#include "sim/reader.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum {
	TEXT_MAX = 4096
};

static void ignore(void *context, const char *text)
{
	(void)context;
	(void)text;
}

static void ignore_error(void *context, const struct parse_error *error)
{
	(void)context;
	(void)error;
}

/* What is written is read as the same, and written the same again. */
static void write_back(const struct command *command,
                       const struct vocabulary *vocabulary)
{
	char first[TEXT_MAX], second[TEXT_MAX];
	struct command again;
	size_t length = command_format(command, vocabulary, first,
	                               sizeof(first));

	/* A short number may have a longer form. */
	if (length > LINE_LENGTH_MAX)
		return;
	if (parse_line(first, length, vocabulary, &again, ignore_error, NULL) !=
	    PARSE_COMMAND) {
		fprintf(stderr, "not read: %s\n", first);
		abort();
	}
	command_format(&again, vocabulary, second, sizeof(second));
	if (strcmp(first, second)) {
		fprintf(stderr, "first: %s\nthen:  %s\n", first, second);
		abort();
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct model_vocabulary names;
	static struct reader *reader;
	struct scenario scenario;
	struct command command;

	if (!reader && model_vocabulary_init(&names))
		reader = reader_new(&names.vocabulary);
	if (!reader || reader_open_text(reader, "fuzz", (const char *)data,
	                                size, ignore, NULL, &scenario))
		return 0;
	while (reader_next(reader, &command) == READER_COMMAND)
		write_back(&command, &names.vocabulary);
	return 0;
}
