/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * parse.h - a line of text becomes a command.
 *
 * The parser knows words, not meanings: it reads no file and asks no model.
 * What one line alone can show to be wrong is found here; what needs the lines
 * above it (an object that nobody made) is found by the reader.
 */
#ifndef SIM_PARSE_H
#define SIM_PARSE_H

#include "sim/command.h"
#include "sim/words.h"

#include <stddef.h>

enum {
	LINE_LENGTH_MAX = 1000, /* without the newline */
	PARSE_MESSAGE_MAX = 640
};

enum parse_result {
	PARSE_COMMAND,
	PARSE_BLANK, /* an empty line or a comment */
	PARSE_ERROR, /* what is wrong with the line has been reported */
};

struct parse_error {
	unsigned int column;          /* from 1, in bytes */
	char text[PARSE_MESSAGE_MAX]; /* what is wrong; what would be right */
};

typedef void parse_report(void *context, const struct parse_error *error);

/*
 * TEXT is one line of LENGTH bytes without its newline and need not end with
 * a NUL.  command->line is left alone.  On PARSE_ERROR every error that could
 * be told apart has been reported, in order of columns but for what is
 * missing, which comes last; of *command only ->verb (VERB_COUNT when it is
 * unknown) and the objects understood by then count.
 */
enum parse_result parse_line(const char *text, size_t length,
                             const struct vocabulary *vocabulary,
                             struct command *command, parse_report *report,
                             void *context);

#endif
