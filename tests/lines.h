/* SPDX-License-Identifier: GPL-2.0-or-later */
/* lines.h - lines of the language, parsed with the words of tests/names.h. */
#ifndef TESTS_LINES_H
#define TESTS_LINES_H

#include "sim/parse.h"

enum {
	LINE_ERRORS_MAX = 4
};

struct line_errors {
	unsigned int count;
	struct parse_error error[LINE_ERRORS_MAX];
};

enum parse_result lines_parse(const char *text, struct command *command,
                              struct line_errors *errors);
/* The same for a line that must be right. */
void lines_parse_good(const char *text, struct command *command);
/* Keeps what a parser says; CONTEXT is a struct line_errors. */
void lines_collect(void *context, const struct parse_error *error);

#endif
