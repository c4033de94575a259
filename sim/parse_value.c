/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "sim/parse_value.h"
#include "sim/format.h"
#include "sim/grammar.h"
#include "sim/text.h"

#include <string.h>

enum {
	NUMBER_TEXT_MAX = 24
};

/* ---- messages ----------------------------------------------------------- */

bool say_parts(struct parse_error *error, const char *const parts[])
{
	struct text text;

	error->column = 0;
	text_init(&text, error->text, sizeof(error->text));
	for (; *parts; parts++)
		text_add(&text, *parts);
	return false;
}

bool say_wrong(struct parse_error *error, struct span word, const char *is,
               const char *right)
{
	char shown[WORD_SHOWN_MAX];

	return SAY(error, "'", word_shown(word, shown), "' ", is, "; ", right);
}

bool say_near(struct parse_error *error, struct span word, const char *is,
              const char *near, const char *right)
{
	char shown[WORD_SHOWN_MAX];

	if (!near)
		return say_wrong(error, word, is, right);
	return SAY(error, "'", word_shown(word, shown), "' ", is,
	           "; did you mean '", near, "'?");
}

/* 'WORD' IS; KEY is FORM */
static bool say_form(struct parse_error *error, struct span word,
                     const char *is, const struct key_row *row)
{
	char shown[WORD_SHOWN_MAX];

	return SAY(error, "'", word_shown(word, shown), "' ", is, "; ",
	           row->name, " is ", row->form);
}

/* ---- numbers and addresses ---------------------------------------------- */

static bool say_number(struct parse_error *error, struct span word,
                       enum number_result result)
{
	if (result == NUMBER_LARGE)
		return say_wrong(error, word, "is beyond 64 bits",
		                 "the largest number is 0xffffffffffffffff");
	if (result == NUMBER_SHIFT)
		return say_wrong(error, word, "shifts too far",
		                 "the B of A<<B is at most 63");
	return say_wrong(error, word, "is no number",
	                 "a number is 4096, 0x1000, 4K, 1<<12 or a sum of "
	                 "these");
}

static void number_text(const struct key_row *row, uint64_t number,
                        char text[NUMBER_TEXT_MAX])
{
	struct text out;

	if (row->style == STYLE_SIZE) {
		format_size(number, text, NUMBER_TEXT_MAX);
		return;
	}
	text_init(&out, text, NUMBER_TEXT_MAX);
	if (row->style == STYLE_HEX)
		text_add_hex(&out, number);
	else
		text_add_decimal(&out, number);
}

static bool say_range(struct parse_error *error, struct span word,
                      const struct key_row *row)
{
	char shown[WORD_SHOWN_MAX];
	char min[NUMBER_TEXT_MAX];
	char max[NUMBER_TEXT_MAX];

	word_shown(word, shown);
	number_text(row, row->min, min);
	number_text(row, row->max, max);
	if (row->max == UINT64_MAX)
		return SAY(error, "'", shown, "' is out of range; ", row->name,
		           " is at least ", min);
	return SAY(error, "'", shown, "' is out of range; ", row->name, " is ",
	           min, " to ", max);
}

static bool parse_number(const struct key_row *row, struct span text,
                         struct value *value, struct parse_error *error)
{
	enum number_result result = number_parse(text, &value->number);

	if (result != NUMBER_OK)
		return say_number(error, text, result);
	if (value->number < row->min || value->number > row->max)
		return say_range(error, text, row);
	return true;
}

static bool parse_power(const struct key_row *row, struct span text,
                        struct value *value, struct parse_error *error)
{
	if (!parse_number(row, text, value, error))
		return false;
	if ((value->number & (value->number - 1)) != 0)
		return say_wrong(error, text, "is no power of two",
		                 "4K, 64K and 2M are");
	return true;
}

static bool parse_page(const struct key_row *row, struct span text,
                       struct value *value, struct parse_error *error)
{
	if (!parse_number(row, text, value, error))
		return false;
	if (value->number != 4096 && value->number != 65536)
		return say_form(error, text, "is no page size of a host", row);
	return true;
}

static bool parse_address(struct span text, struct value *value,
                          struct parse_error *error)
{
	struct address address;
	enum number_result result = address_parse(text, &address);

	if (result == NUMBER_BAD)
		return say_wrong(error, text, "is no address",
		                 "an address is m0, m0+64K, 0x1000 or 1<<59");
	if (result == NUMBER_LARGE)
		return say_wrong(error, text, "is too large",
		                 "numbers have 64 bits, names end at "
		                 "m1000000");
	if (result == NUMBER_SHIFT)
		return say_number(error, text, result);
	value->memory = address.memory;
	value->number = address.offset;
	return true;
}

/* ---- words --------------------------------------------------------------- */

static bool parse_choice(const struct key_row *row, struct span text,
                         struct value *value, struct parse_error *error)
{
	int found = word_find(row->words, text);
	char shown[WORD_SHOWN_MAX];
	const char *near;

	if (found != WORD_NOT_FOUND) {
		value->choice = (unsigned int)found;
		value->number = value->choice;
		value->word = row->words->word[found];
		return true;
	}
	near = word_near(row->words, text);
	if (!near)
		return say_form(error, text, "is not a word for it", row);
	return SAY(error, "'", word_shown(text, shown),
	           "' is not a word for it; did you mean '", near, "'?");
}

bool starts_number(struct span text)
{
	return text.length > 0 && text.text[0] >= '0' && text.text[0] <= '9';
}

static bool parse_named(const struct key_row *row, struct span text,
                        struct value *value, struct parse_error *error)
{
	const struct named_number *named;
	struct nearest nearest;

	if (starts_number(text))
		return parse_number(row, text, value, error);
	nearest_init(&nearest, text);
	for (named = row->named; named->name; named++) {
		if (span_is(text, named->name)) {
			value->number = named->number;
			value->word = named->name;
			return true;
		}
	}
	for (named = row->named; named->name; named++)
		nearest_offer(&nearest, named->name);
	if (!nearest.word)
		return say_form(error, text, "is not a word for it", row);
	return say_near(error, text, "is not a word for it", nearest.word,
	                NULL);
}

/* ---- objects ------------------------------------------------------------- */

const char *letter_name(char letter)
{
	static const char letters[] = "cgdmp";
	static const char *const names[] = { "container", "group", "device",
		                             "memory", "process" };

	return names[strchr(letters, letter) - letters];
}

enum number_result object_parse(struct span text, const char *letters,
                                struct object *object)
{
	struct span digits = { text.text + 1, text.length - 1 };
	enum number_result result;

	if (text.length < 2 || !strchr(letters, text.text[0]))
		return NUMBER_BAD;
	result = name_number_parse(digits, &object->number);
	if (result == NUMBER_OK)
		object->letter = text.text[0];
	return result;
}

bool say_object(struct parse_error *error, struct span word,
                enum number_result result, const char *what, const char *right)
{
	char shown[WORD_SHOWN_MAX];

	if (result == NUMBER_LARGE)
		return say_wrong(error, word, "has too large a number",
		                 "names go up to 1000000");
	return SAY(error, "'", word_shown(word, shown), "' is no ", what, "; ",
	           right);
}

static bool parse_object(const struct key_row *row, struct span text,
                         struct value *value, struct parse_error *error)
{
	const char letters[] = { row->letter, '\0' };
	struct object object;
	enum number_result result = object_parse(text, letters, &object);
	char shown[WORD_SHOWN_MAX];

	if (result == NUMBER_LARGE)
		return say_object(error, text, result, NULL, NULL);
	if (result != NUMBER_OK)
		return SAY(error, "'", word_shown(text, shown), "' is no ",
		           letter_name(row->letter), "; ", row->name, "=",
		           row->form);
	value->number = object.number;
	return true;
}

/* ---- the rest --------------------------------------------------------------
 */

static bool parse_error_value(struct span text,
                              const struct vocabulary *vocabulary,
                              struct value *value, struct parse_error *error)
{
	int64_t number;

	if (!error_parse(text, vocabulary, &number, error))
		return false;
	value->number = (uint64_t)number;
	return true;
}

static bool parse_arg(struct span text, struct value *value,
                      struct parse_error *error)
{
	static const char *const words[] = { "null", "unmapped", "readonly",
		                             "edge" };
	static const char edge[] = "edge:";
	const size_t length = sizeof(edge) - 1;
	enum number_result result;
	struct span number;

	for (unsigned int i = ARG_NULL; i < ARG_EDGE; i++) {
		if (span_is(text, words[i])) {
			value->choice = i;
			value->word = words[i];
			return true;
		}
	}
	if (text.length < length || memcmp(text.text, edge, length) != 0)
		return say_wrong(error, text, "is no pointer",
		                 "arg is null|unmapped|readonly|edge:N");

	number = (struct span){ text.text + length, text.length - length };
	result = number_parse(number, &value->number);
	if (result != NUMBER_OK) {
		say_number(error, number, result);
		error->column = (unsigned int)length;
		return false;
	}
	value->choice = ARG_EDGE;
	value->word = words[ARG_EDGE];
	return true;
}

static bool parse_text(struct span text, struct value *value,
                       struct parse_error *error)
{
	if (text.length >= COMMAND_NAME_MAX)
		return say_wrong(error, text, "is too long",
		                 "a name has at most 127 characters");
	value->word = NULL;
	return true;
}

bool value_parse(enum key key, struct span text,
                 const struct vocabulary *vocabulary, struct value *value,
                 struct parse_error *error)
{
	const struct key_row *row = key_row(key);

	*value = (struct value){ .memory = NO_MEMORY_NAMED };
	switch (row->type) {
	case TYPE_NUMBER:
		return parse_number(row, text, value, error);
	case TYPE_POWER:
		return parse_power(row, text, value, error);
	case TYPE_PAGE:
		return parse_page(row, text, value, error);
	case TYPE_ADDRESS:
		return parse_address(text, value, error);
	case TYPE_CHOICE:
		return parse_choice(row, text, value, error);
	case TYPE_NAMED:
		return parse_named(row, text, value, error);
	case TYPE_OBJECT:
		return parse_object(row, text, value, error);
	case TYPE_GROUPS:
		return parse_groups(text, value, error);
	case TYPE_ERROR:
		return parse_error_value(text, vocabulary, value, error);
	case TYPE_WHY:
		return parse_why(text, vocabulary, value, error);
	case TYPE_HAZARDS:
		return parse_hazards(text, vocabulary, value, error);
	case TYPE_ARG:
		return parse_arg(text, value, error);
	case TYPE_TEXT:
	case TYPE_RUNS:
		break;
	}
	return parse_text(text, value, error);
}
