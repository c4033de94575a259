/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Lines of a scenario made simpler: fewer keys, smaller numbers, lower
 * names. */
#include "sim/shrink.h"

#include "sim/format.h"
#include "sim/grammar.h"

#include <string.h>

enum {
	LINE_TEXT_MAX = 2048
};

/* Line INDEX says COMMAND instead. */
static bool say(struct shrink *shrink, size_t index,
                const struct command *command)
{
	char text[LINE_TEXT_MAX];

	command_format(command, shrink->vocabulary, text, sizeof(text));
	script_copy(&shrink->trial, &shrink->script);
	script_replace(&shrink->trial, index, text);
	return shrink_accept(shrink);
}

/* ---- keys ------------------------------------------------------------- */

static bool leave_out_keys(struct shrink *shrink, size_t index)
{
	struct command command;
	bool any = false;

	script_command(&shrink->script, index, shrink->vocabulary, &command);
	for (unsigned int i = 0; i < command.args;) {
		struct command less = command;

		less.args--;
		memmove(&less.arg[i], &less.arg[i + 1],
		        (less.args - i) * sizeof(less.arg[0]));
		if (say(shrink, index, &less)) {
			command = less;
			any = true;
		} else {
			i++;
		}
	}
	return any;
}

/* ---- numbers ---------------------------------------------------------- */

enum {
	SIMPLER_MAX = 16
};

/* Larger than most windows: it may do without what makes a small one. */
#define LARGE (UINT64_C(1) << 32)

/* Numbers that are simpler than NUMBER, the simplest first. */
static unsigned int list_simpler(uint64_t number, uint64_t simpler[SIMPLER_MAX])
{
	static const uint64_t round[] = { 0,  1,    2,     7,       12,
		                          16, 4096, 65536, 1 << 20, 1 << 30 };
	unsigned int count = 0;
	bool is_round = false;

	for (unsigned int i = 0; i < sizeof(round) / sizeof(round[0]); i++) {
		is_round = is_round || round[i] == number;
		if (round[i] < number)
			simpler[count++] = round[i];
	}
	/* What is round stays below, so that this has an end. */
	if (!is_round && number > 1 << 20 && number != LARGE)
		simpler[count++] = LARGE;
	if (number & (number - 1))
		simpler[count++] = number & (number - 1);
	return count;
}

static bool is_number(enum key key)
{
	enum key_type type = key_row(key)->type;

	return type == TYPE_NUMBER || type == TYPE_POWER || type == TYPE_PAGE ||
	       type == TYPE_ADDRESS || type == TYPE_NAMED;
}

/* Without the buffer it needs none. */
static bool leave_out_buffer(struct shrink *shrink, size_t index,
                             struct command *command, struct value *value)
{
	const struct value with = *value;

	if (value->memory < 0)
		return false;
	value->memory = NO_MEMORY_NAMED;
	value->number = 0;
	if (say(shrink, index, command))
		return true;
	*value = with;
	return false;
}

static bool simplify_number(struct shrink *shrink, size_t index,
                            struct command *command, struct value *value)
{
	const uint64_t number = value->number;
	uint64_t simpler[SIMPLER_MAX];
	unsigned int count = list_simpler(number, simpler);

	if (leave_out_buffer(shrink, index, command, value))
		return true;
	for (unsigned int i = 0; i < count; i++) {
		value->number = simpler[i];
		if (say(shrink, index, command))
			return true;
	}
	value->number = number;
	return false;
}

/* `=` lines say what is so; to change them helps nobody. */
static bool simplify_numbers(struct shrink *shrink, size_t index)
{
	struct command command;
	bool any = false;

	script_command(&shrink->script, index, shrink->vocabulary, &command);
	for (unsigned int i = 0; i < command.args; i++)
		if (is_number(command.arg[i].key))
			any |= simplify_number(shrink, index, &command,
			                       &command.arg[i].value);
	return any;
}

/* ---- names ------------------------------------------------------------ */

enum {
	NAMES_MAX = 64
};

struct renaming {
	char letter;
	unsigned int from, to;
};

static void rename_object(const struct renaming *renaming,
                          struct object *object)
{
	if (object->letter == renaming->letter &&
	    object->number == renaming->from)
		object->number = renaming->to;
}

static void rename_value(const struct renaming *renaming, enum key key,
                         struct value *value)
{
	const struct key_row *row = key_row(key);

	if (row->type == TYPE_OBJECT && row->letter == renaming->letter &&
	    value->number == renaming->from)
		value->number = renaming->to;
	if (row->type == TYPE_ADDRESS && renaming->letter == 'm' &&
	    value->memory == (int)renaming->from)
		value->memory = (int)renaming->to;
}

static void rename_in(const struct renaming *renaming, struct command *command)
{
	struct result *result = &command->result;

	for (unsigned int i = 0; i < command->objects; i++)
		rename_object(renaming, &command->object[i]);
	for (unsigned int i = 0; i < command->args; i++)
		rename_value(renaming, command->arg[i].key,
		             &command->arg[i].value);
	rename_object(renaming, &result->object);
	if (renaming->letter == 'm' &&
	    result->address.memory == (int)renaming->from)
		result->address.memory = (int)renaming->to;
}

static bool try_name(struct shrink *shrink, const struct renaming *renaming)
{
	char text[LINE_TEXT_MAX];
	struct command command;
	bool changed = false;

	script_copy(&shrink->trial, &shrink->script);
	for (size_t i = 0; i < shrink->trial.lines; i++) {
		script_command(&shrink->trial, i, shrink->vocabulary, &command);
		rename_in(renaming, &command);
		command_format(&command, shrink->vocabulary, text,
		               sizeof(text));
		changed = changed || strcmp(text, shrink->trial.line[i].text);
		script_replace(&shrink->trial, i, text);
	}
	return changed && shrink_accept(shrink);
}

/* Whether a line uses the name; lines of show do not count. */
static bool uses(const struct command *command, char letter,
                 unsigned int number)
{
	for (unsigned int i = 0; i < command->objects; i++)
		if (command->object[i].letter == letter &&
		    command->object[i].number == number)
			return true;
	return letter == 'p' && !number;
}

static void find_names(struct shrink *shrink, char letter, bool used[NAMES_MAX])
{
	struct command command;

	for (size_t i = 0; i < shrink->script.lines; i++) {
		script_command(&shrink->script, i, shrink->vocabulary,
		               &command);
		for (unsigned int n = 0; n < NAMES_MAX; n++)
			used[n] = used[n] || uses(&command, letter, n);
	}
}

/* The highest name takes the lowest that nobody has. */
static bool lower_names(struct shrink *shrink, char letter)
{
	struct renaming renaming = { .letter = letter };
	bool used[NAMES_MAX] = { false };

	find_names(shrink, letter, used);
	for (unsigned int n = NAMES_MAX; n-- > 1;) {
		while (renaming.to < n && used[renaming.to])
			renaming.to++;
		renaming.from = n;
		if (used[n] && renaming.to < n && try_name(shrink, &renaming))
			return true;
	}
	return false;
}

/* ---- processes -------------------------------------------------------- */

static bool makes_process(const struct command *command, unsigned int process)
{
	if (command->verb == VERB_PROCESS)
		return command->object[0].number == process;
	return command->verb == VERB_FORK &&
	       command->object[1].number == process;
}

/* Takes as=pPROCESS out of COMMAND; false when it has none. */
static bool forget_process(struct command *command, unsigned int process)
{
	for (unsigned int i = 0; i < command->args; i++) {
		const struct arg *arg = &command->arg[i];

		if (arg->key != KEY_AS || arg->value.number != process)
			continue;
		command->args--;
		memmove(&command->arg[i], &command->arg[i + 1],
		        (command->args - i) * sizeof(command->arg[0]));
		return true;
	}
	return false;
}

/* p0 does what PROCESS did. */
static bool leave_out_process(struct shrink *shrink, unsigned int process)
{
	char text[LINE_TEXT_MAX];
	struct command command;
	bool made = false;

	script_copy(&shrink->trial, &shrink->script);
	for (size_t i = shrink->trial.lines; i-- > 0;) {
		script_command(&shrink->trial, i, shrink->vocabulary, &command);
		if (makes_process(&command, process)) {
			script_remove(&shrink->trial, i);
			made = true;
		} else if (forget_process(&command, process)) {
			command_format(&command, shrink->vocabulary, text,
			               sizeof(text));
			script_replace(&shrink->trial, i, text);
		}
	}
	if (!made)
		return false;
	script_repair(&shrink->trial, shrink->reader, &shrink->scenario);
	return shrink_accept(shrink);
}

/* ---- all of it -------------------------------------------------------- */

bool shrink_values(struct shrink *shrink)
{
	bool any = false;

	for (size_t i = 0; i < shrink->script.lines; i++) {
		any |= leave_out_keys(shrink, i);
		if (shrink->script.line[i].verb != VERB_EXPECT)
			any |= simplify_numbers(shrink, i);
	}
	for (unsigned int process = 1; process < NAMES_MAX; process++)
		any |= leave_out_process(shrink, process);
	for (const char *letter = "cgdmp"; *letter; letter++)
		while (lower_names(shrink, *letter))
			any = true;
	return any;
}
