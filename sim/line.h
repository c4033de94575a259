/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * line.h - a line that is being parsed: where the parser stands in it, what it
 * has found, and what was wrong.  Private to the parser.
 *
 * Functions that answer a bool have reported an error when it is false.
 */
#ifndef SIM_LINE_H
#define SIM_LINE_H

#include "sim/command.h"
#include "sim/parse.h"
#include "sim/parse_value.h"
#include "sim/words.h"

#include <stdbool.h>

enum {
	LINE_USAGE_MAX = 512
};

struct line {
	const char *start;
	const char *at; /* what is still to be read */
	const char *end;
	const struct vocabulary *vocabulary;
	struct command *command;
	parse_report *report;
	void *context;
	bool failed;     /* something has been reported */
	bool incomplete; /* a part is not understood: nothing is missing */
	struct parse_error error;
	char usage[LINE_USAGE_MAX];
};

/* The next word; false at the end of the line or at a comment. */
bool line_word(struct line *line, struct span *word);

/* The column of AT, a place in the line. */
unsigned int line_column(const struct line *line, const char *at);

/* Reports line->error, whose column is an offset from AT.  Answers false. */
bool line_fail(struct line *line, const char *at);
#define LINE_FAIL(line, at, ...) \
	(SAY(&(line)->error, __VA_ARGS__), line_fail(line, at))

/* Reports 'WORD' IS; RIGHT.  Answers false. */
bool line_fail_word(struct line *line, struct span word, const char *is,
                    const char *right);

/* Reports that something should stand where the line ends.  Says nothing
 * when the rest of the line was refused.  Answers false. */
bool line_fail_end(struct line *line, const char *is, const char *right);

/* How the verb of the line is written: for messages. */
const char *line_usage(struct line *line);

/* Which keys a line may have, and whose keys they are in a message. */
struct key_rules {
	const unsigned char *common; /* KEY_... up to KEY_COUNT */
	const unsigned char *own;
	const char *name; /* "create", "an answer" */
	bool untouched;   /* ->own may be `untouched` instead of a value */
};

/* Reads the rest of the line as KEY=VALUE. */
void line_keys(struct line *line, const struct key_rules *rules);

/* The line must have all of NEEDS. */
void line_needs(struct line *line, const unsigned char *needs);

/* Reads what stands behind `=`. */
void line_answer(struct line *line);

#endif
