/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The KEY=VALUE part of a line. */
#include "sim/grammar.h"
#include "sim/line.h"
#include "sim/runs.h"

#include <string.h>

/* One key=value of a line, taken apart. */
struct pair {
	struct span key;
	struct span group; /* of key.gN=; ->text NULL without */
	struct span value;
};

static bool pair_split(struct line *line, struct span word, struct pair *pair)
{
	const char *equals = memchr(word.text, '=', word.length);
	const char *dot;

	if (!equals)
		return line_fail_word(line, word, "is too much",
		                      "what follows are KEY=VALUE");
	pair->key.text = word.text;
	pair->key.length = (size_t)(equals - word.text);
	pair->value.text = equals + 1;
	pair->value.length = word.length - pair->key.length - 1;
	pair->group = (struct span){ NULL, 0 };

	dot = memchr(pair->key.text, '.', pair->key.length);
	if (dot) {
		pair->group.text = dot + 1;
		pair->group.length = (size_t)(equals - dot - 1);
		pair->key.length = (size_t)(dot - word.text);
	}
	return true;
}

/* The key of LIST that is called NAME, or KEY_COUNT. */
static enum key key_named(const unsigned char *list, struct span name)
{
	for (; *list != KEY_COUNT; list++) {
		enum key key = (enum key) * list;

		if (span_is(name, key_row(key)->name))
			return key;
	}
	return KEY_COUNT;
}

static void offer_keys(struct nearest *nearest, const unsigned char *list)
{
	for (; *list != KEY_COUNT; list++)
		nearest_offer(nearest, key_row((enum key) * list)->name);
}

static bool fail_key(struct line *line, const struct key_rules *rules,
                     struct span name)
{
	struct nearest nearest;
	char shown[WORD_SHOWN_MAX];

	nearest_init(&nearest, name);
	offer_keys(&nearest, rules->common);
	offer_keys(&nearest, rules->own);
	word_shown(name, shown);
	line->incomplete = true;
	if (nearest.word)
		return LINE_FAIL(line, name.text, rules->name, " has no key '",
		                 shown, "'; did you mean '", nearest.word,
		                 "'?");
	return LINE_FAIL(line, name.text, rules->name, " has no key '", shown,
	                 "'; ", line_usage(line));
}

static bool parse_key_group(struct line *line, const struct pair *pair,
                            struct arg *arg)
{
	enum number_result result;
	struct object group;

	arg->group = ALL_GROUPS;
	if (!pair->group.text)
		return true;
	if (!key_of_group(arg->key) || line->command->verb != VERB_MACHINE)
		return LINE_FAIL(line, pair->group.text,
		                 key_row(arg->key)->name,
		                 " is not said of one group; "
		                 "tce32, pgsizes, windows, host_driver, "
		                 "table_group and lacks are");
	result = object_parse(pair->group, "g", &group);
	if (result != NUMBER_OK) {
		say_object(&line->error, pair->group, result, "group",
		           "a key of one group is tce32.g1=");
		return line_fail(line, pair->group.text);
	}
	if (group.number >= SCENARIO_GROUPS_MAX)
		return line_fail_word(line, pair->group,
		                      "is beyond every machine",
		                      "groups are g0 to g15");
	arg->group = (int)group.number;
	return true;
}

static bool has_arg(const struct command *command, const struct arg *arg)
{
	for (unsigned int i = 0; i < command->args; i++) {
		if (command->arg[i].key == arg->key &&
		    command->arg[i].group == arg->group)
			return true;
	}
	return false;
}

static bool parse_arg_value(struct line *line, const struct key_rules *rules,
                            const struct pair *pair, struct arg *arg)
{
	const struct key_row *row = key_row(arg->key);

	if (pair->value.length == 0)
		return LINE_FAIL(line, pair->value.text, row->name,
		                 "= has no value; ", row->name, "=", row->form);
	if (rules->untouched && !key_in(rules->common, arg->key) &&
	    span_is(pair->value, "untouched")) {
		arg->value = (struct value){ .memory = NO_MEMORY_NAMED,
			                     .untouched = true };
		return true;
	}
	if (row->type == TYPE_RUNS)
		return runs_parse(arg->key, pair->value, line->vocabulary,
		                  arg->key == KEY_DATA ? line->command->data
		                                       : line->command->pages,
		                  COMMAND_RUNS_MAX, &line->error) ||
		       line_fail(line, pair->value.text);
	if (!value_parse(arg->key, pair->value, line->vocabulary, &arg->value,
	                 &line->error))
		return line_fail(line, pair->value.text);
	if (arg->key == KEY_NAME) {
		memcpy(line->command->name, pair->value.text,
		       pair->value.length);
		line->command->name[pair->value.length] = '\0';
	}
	return true;
}

static bool parse_arg(struct line *line, const struct key_rules *rules,
                      struct span word)
{
	struct command *command = line->command;
	struct pair pair;
	struct arg arg;
	bool good;

	if (!pair_split(line, word, &pair)) {
		line->incomplete = true;
		return false;
	}
	arg.key = key_named(rules->common, pair.key);
	if (arg.key == KEY_COUNT)
		arg.key = key_named(rules->own, pair.key);
	if (arg.key == KEY_COUNT)
		return fail_key(line, rules, pair.key);
	if (!parse_key_group(line, &pair, &arg)) {
		line->incomplete = true;
		return false;
	}
	if (has_arg(command, &arg))
		return line_fail_word(line, pair.key, "is said twice",
		                      "once is enough");

	/* Kept also when its value is wrong: then it is not missing. */
	arg.column = line_column(line, pair.value.text);
	arg.value = (struct value){ .memory = NO_MEMORY_NAMED };
	good = parse_arg_value(line, rules, &pair, &arg);
	command->arg[command->args++] = arg;
	return good;
}

void line_keys(struct line *line, const struct key_rules *rules)
{
	struct span word;

	while (line_word(line, &word))
		parse_arg(line, rules, word);
}

void line_needs(struct line *line, const unsigned char *needs)
{
	/* An unknown key may be the one that was meant. */
	if (line->incomplete)
		return;
	for (; *needs != KEY_COUNT; needs++) {
		enum key key = (enum key) * needs;

		if (!command_value(line->command, key))
			LINE_FAIL(line, line->at, key_row(key)->name,
			          "= is missing; ", line_usage(line));
	}
}
