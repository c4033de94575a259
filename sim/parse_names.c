/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Values that are names of the kernel's or the model's, and lists of names. */
#include "sim/parse_value.h"

#include <string.h>

enum {
	ERROR_NAME_MAX = 24,
	ERROR_NUMBER_MAX = 4095, /* what the kernel takes for an error */
};

/* ---- lists --------------------------------------------------------------- */

/* Takes what is before the next comma off *REST; false after the last. */
static bool take_item(struct span *rest, struct span *item)
{
	const char *comma;

	if (!rest->text)
		return false;
	*item = *rest;
	comma = memchr(rest->text, ',', rest->length);
	if (!comma) {
		rest->text = NULL;
		return true;
	}
	item->length = (size_t)(comma - rest->text);
	rest->length -= item->length + 1;
	rest->text = comma + 1;
	return true;
}

bool parse_groups(struct span text, struct value *value,
                  struct parse_error *error)
{
	struct span rest = text;
	struct span item;

	if (span_is(text, "none"))
		return true;
	while (take_item(&rest, &item)) {
		struct object group;
		enum number_result result = object_parse(item, "g", &group);

		if (result != NUMBER_OK) {
			say_object(error, item, result, "group",
			           "a list of groups is g1,g0 or none");
			error->column = (unsigned int)(item.text - text.text);
			return false;
		}
		if (value->choice == SCENARIO_GROUPS_MAX ||
		    group.number >= SCENARIO_GROUPS_MAX)
			return say_wrong(error, text, "has too many groups",
			                 "a machine has g0 to g15");
		group_list_add(value, group.number);
	}
	return true;
}

bool parse_hazards(struct span text, const struct vocabulary *vocabulary,
                   struct value *value, struct parse_error *error)
{
	struct span rest = text;
	struct span item;

	if (span_is(text, "none"))
		return true;
	while (take_item(&rest, &item)) {
		int found = word_find(&vocabulary->hazards, item);

		if (found == WORD_NOT_FOUND) {
			say_near(error, item, "is no hazard",
			         word_near(&vocabulary->hazards, item),
			         "'tcesim hazards' lists them");
			error->column = (unsigned int)(item.text - text.text);
			return false;
		}
		value->number |= UINT64_C(1) << found;
	}
	return true;
}

/* ---- the rest --------------------------------------------------------------
 */

bool parse_why(struct span text, const struct vocabulary *vocabulary,
               struct value *value, struct parse_error *error)
{
	int found = word_find(&vocabulary->reasons, text);

	if (found == WORD_NOT_FOUND)
		return say_near(error, text, "is no reason",
		                word_near(&vocabulary->reasons, text),
		                "'tcesim reasons' lists them");
	value->choice = (unsigned int)found;
	value->word = vocabulary->reasons.word[found];
	return true;
}

static bool error_by_number(struct span text,
                            const struct vocabulary *vocabulary,
                            int64_t *number, struct parse_error *error)
{
	struct span digits = { text.text + 1, text.length - 1 };
	const char *name;
	unsigned int n;

	if (name_number_parse(digits, &n) != NUMBER_OK || n == 0 ||
	    n > ERROR_NUMBER_MAX)
		return say_wrong(error, text, "is no error",
		                 "errors are -EINVAL, or -1 to -4095 without "
		                 "a name");
	name = vocabulary->error_name((int)n);
	if (name)
		return SAY(error, "this error has a name; write -", name);
	*number = -(int64_t)n;
	return true;
}

static const char *near_error(const struct vocabulary *vocabulary,
                              struct span word)
{
	struct nearest nearest;

	nearest_init(&nearest, word);
	for (int i = 1; i <= ERROR_NUMBER_MAX; i++) {
		const char *name = vocabulary->error_name(i);

		if (name)
			nearest_offer(&nearest, name);
	}
	return nearest.word;
}

bool error_parse(struct span text, const struct vocabulary *vocabulary,
                 int64_t *number, struct parse_error *error)
{
	struct span name = { text.text + 1, text.length - 1 };
	char copy[ERROR_NAME_MAX];
	int n = 0;

	if (text.length < 2 || text.text[0] != '-')
		return say_wrong(error, text, "is no error",
		                 "an error is -EINVAL");
	if (starts_number(name))
		return error_by_number(text, vocabulary, number, error);

	if (name.length < sizeof(copy)) {
		memcpy(copy, name.text, name.length);
		copy[name.length] = '\0';
		n = vocabulary->error_number(copy);
	}
	if (n == 0) {
		say_near(error, name, "is no error",
		         near_error(vocabulary, name), "an error is -EINVAL");
		error->column = 1;
		return false;
	}
	*number = -n;
	return true;
}
