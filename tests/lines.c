/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "tests/lines.h"

#include "tests/names.h"

#include <check.h>
#include <string.h>

void lines_collect(void *context, const struct parse_error *error)
{
	struct line_errors *errors = context;

	ck_assert_uint_lt(errors->count, LINE_ERRORS_MAX);
	errors->error[errors->count++] = *error;
}

enum parse_result lines_parse(const char *text, struct command *command,
                              struct line_errors *errors)
{
	errors->count = 0;
	return parse_line(text, strlen(text), &test_names, command,
	                  lines_collect, errors);
}

void lines_parse_good(const char *text, struct command *command)
{
	struct line_errors errors;
	enum parse_result result = lines_parse(text, command, &errors);

	ck_assert_msg(result == PARSE_COMMAND, "%s: %s", text,
	              errors.count > 0 ? errors.error[0].text : "blank");
	ck_assert_uint_eq(errors.count, 0);
}
