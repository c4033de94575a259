/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * parse_value.h - the words of a line that stand for something: values of
 * keys, names of objects, results.  Private to the parser.
 *
 * What fails fills *error with the message; its column is the offset in TEXT,
 * from 0, which the caller turns into the column of the line.
 */
#ifndef SIM_PARSE_VALUE_H
#define SIM_PARSE_VALUE_H

#include "sim/command.h"
#include "sim/number.h"
#include "sim/parse.h"
#include "sim/words.h"

#include <stdbool.h>
#include <stdint.h>

/* PARTS, up to NULL, make the message.  Answers false. */
bool say_parts(struct parse_error *error, const char *const parts[]);
#define SAY(error, ...) \
	say_parts(error, (const char *const[]){ __VA_ARGS__, NULL })

/* 'WORD' IS; RIGHT.  Answers false. */
bool say_wrong(struct parse_error *error, struct span word, const char *is,
               const char *right);

/* 'WORD' IS; did you mean 'NEAR'?  Or, without NEAR, as say_wrong(). */
bool say_near(struct parse_error *error, struct span word, const char *is,
              const char *near, const char *right);

bool value_parse(enum key key, struct span text,
                 const struct vocabulary *vocabulary, struct value *value,
                 struct parse_error *error);

/* A name, whose letter is one of LETTERS.  object->column is left alone. */
enum number_result object_parse(struct span text, const char *letters,
                                struct object *object);

/* Why object_parse() answered RESULT: 'x' is no WHAT; RIGHT. */
bool say_object(struct parse_error *error, struct span word,
                enum number_result result, const char *what, const char *right);

/* The values of groups=, hazard= and why=.  *value starts as zeros. */
bool parse_groups(struct span text, struct value *value,
                  struct parse_error *error);
bool parse_hazards(struct span text, const struct vocabulary *vocabulary,
                   struct value *value, struct parse_error *error);
bool parse_why(struct span text, const struct vocabulary *vocabulary,
               struct value *value, struct parse_error *error);

/* True when TEXT begins with a digit. */
bool starts_number(struct span text);

/* -EINVAL or -44. */
bool error_parse(struct span text, const struct vocabulary *vocabulary,
                 int64_t *number, struct parse_error *error);

/* "container" for 'c'. */
const char *letter_name(char letter);

#endif
