/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "sim/line.h"
#include "sim/grammar.h"

/* Letters of a word are everything but white space, `#` and controls. */
static bool in_word(char c)
{
	return (unsigned char)c > ' ' && c != '#';
}

static bool is_space(char c)
{
	return c == ' ' || c == '\t';
}

bool line_word(struct line *line, struct span *word)
{
	const char *at = line->at;

	while (at < line->end && is_space(*at))
		at++;
	word->text = at;
	while (at < line->end && in_word(*at))
		at++;
	word->length = (size_t)(at - word->text);
	line->at = at;

	if (at < line->end && !is_space(*at) && *at != '#') {
		line->at = line->end;
		line->incomplete = true;
		return line_fail_word(line, (struct span){ at, 1 },
		                      "is a control character",
		                      "lines are of plain text and end with "
		                      "a newline alone");
	}
	return word->length > 0;
}

unsigned int line_column(const struct line *line, const char *at)
{
	return (unsigned int)(at - line->start) + 1;
}

bool line_fail(struct line *line, const char *at)
{
	line->failed = true;
	line->error.column += line_column(line, at);
	line->report(line->context, &line->error);
	return false;
}

bool line_fail_word(struct line *line, struct span word, const char *is,
                    const char *right)
{
	say_wrong(&line->error, word, is, right);
	return line_fail(line, word.text);
}

bool line_fail_end(struct line *line, const char *is, const char *right)
{
	if (line->incomplete)
		return false;
	return LINE_FAIL(line, line->at, is, "; ", right);
}

const char *line_usage(struct line *line)
{
	verb_usage(line->command->verb, line->usage, sizeof(line->usage));
	return line->usage;
}
