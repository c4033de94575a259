/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Steps that do the work of others: joined, moved, in another window. */
#include "sim/shrink.h"

#include "sim/format.h"

#include <string.h>

enum {
	LINE_TEXT_MAX = 2048,
	/* With more steps, one is not moved while another is left out. */
	MOVED_STEPS_MAX = 12
};

/* Slot 1 begins here. */
#define SLOT_1 (UINT64_C(1) << 59)

static bool is_step(const struct script *script, size_t index)
{
	return verb_is_step(script->line[index].verb);
}

/* A step and the `=` lines behind it. */
static size_t length_of(const struct script *script, size_t step)
{
	size_t end = step + 1;

	while (end < script->lines && script->line[end].verb == VERB_EXPECT)
		end++;
	return end - step;
}

static void leave_out_step(struct script *script, size_t step)
{
	for (size_t lines = length_of(script, step); lines; lines--)
		script_remove(script, step);
}

/* What is left of ->trial, after names that are missing now are mended. */
static bool accept_rest(struct shrink *shrink)
{
	script_repair(&shrink->trial, shrink->reader, &shrink->scenario);
	return script_steps(&shrink->trial) < script_steps(&shrink->script) &&
	       shrink_accept(shrink);
}

/* ---- two calls become one --------------------------------------------- */

static bool is_place(enum key key)
{
	return key == KEY_VADDR || key == KEY_IOVA;
}

static struct value *size_of(struct command *command)
{
	for (unsigned int i = 0; i < command->args; i++)
		if (command->arg[i].key == KEY_SIZE)
			return &command->arg[i].value;
	return NULL;
}

static bool same_value(const struct value *a, const struct value *b,
                       uint64_t distance)
{
	return a->memory == b->memory && a->number + distance == b->number;
}

static bool same_objects(const struct command *a, const struct command *b)
{
	for (unsigned int i = 0; i < a->objects && i < b->objects; i++)
		if (a->object[i].letter != b->object[i].letter ||
		    a->object[i].number != b->object[i].number)
			return false;
	return a->objects == b->objects;
}

/* Whether B goes on where A ends, SIZE bytes behind its beginning. */
static bool goes_on(const struct command *a, const struct command *b,
                    uint64_t size)
{
	unsigned int places = 0;

	if (a->verb != b->verb || a->args != b->args || !same_objects(a, b))
		return false;
	for (unsigned int i = 0; i < a->args; i++) {
		enum key key = a->arg[i].key;

		if (key != b->arg[i].key)
			return false;
		places += is_place(key);
		if (key != KEY_SIZE &&
		    !same_value(&a->arg[i].value, &b->arg[i].value,
		                is_place(key) ? size : 0))
			return false;
	}
	return places > 0;
}

/* FIRST is where both begin. */
static bool join(struct shrink *shrink, size_t a, size_t b,
                 const struct command *first)
{
	char text[LINE_TEXT_MAX];

	command_format(first, shrink->vocabulary, text, sizeof(text));
	script_copy(&shrink->trial, &shrink->script);
	script_replace(&shrink->trial, a, text);
	leave_out_step(&shrink->trial, b);
	return accept_rest(shrink);
}

static bool try_to_join(struct shrink *shrink, size_t a, size_t b)
{
	struct command one, two;
	struct value *one_size, *two_size;
	uint64_t size;

	script_command(&shrink->script, a, shrink->vocabulary, &one);
	script_command(&shrink->script, b, shrink->vocabulary, &two);
	one_size = size_of(&one);
	two_size = size_of(&two);
	if (!one_size || !two_size)
		return false;
	size = one_size->number + two_size->number;
	if (goes_on(&one, &two, one_size->number)) {
		one_size->number = size;
		return join(shrink, a, b, &one);
	}
	if (goes_on(&two, &one, two_size->number)) {
		two_size->number = size;
		return join(shrink, a, b, &two);
	}
	return false;
}

static bool join_steps(struct shrink *shrink)
{
	const struct script *script = &shrink->script;

	for (size_t a = 0; a < script->lines; a++)
		for (size_t b = a + 1; b < script->lines; b++)
			if (is_step(script, a) && is_step(script, b) &&
			    try_to_join(shrink, a, b))
				return true;
	return false;
}

/* ---- in another window ------------------------------------------------ */

static void move_address(struct arg *arg, bool up)
{
	uint64_t *number = &arg->value.number;

	if (arg->key != KEY_IOVA && arg->key != KEY_START_ADDR)
		return;
	if (up && *number < SLOT_1)
		*number += SLOT_1;
	else if (!up && *number >= SLOT_1)
		*number -= SLOT_1;
}

/* The steps from line FIRST on use the other slot. */
static void move_addresses(struct shrink *shrink, size_t first, bool up)
{
	char text[LINE_TEXT_MAX];
	struct command command;

	for (size_t i = first; i < shrink->trial.lines; i++) {
		if (!is_step(&shrink->trial, i))
			continue;
		script_command(&shrink->trial, i, shrink->vocabulary, &command);
		for (unsigned int n = 0; n < command.args; n++)
			move_address(&command.arg[n], up);
		command_format(&command, shrink->vocabulary, text,
		               sizeof(text));
		script_replace(&shrink->trial, i, text);
	}
}

/* Without a step, and so without the window that it made or took away. */
static bool leave_out_window(struct shrink *shrink, size_t step, bool up)
{
	script_copy(&shrink->trial, &shrink->script);
	leave_out_step(&shrink->trial, step);
	move_addresses(shrink, step, up);
	return accept_rest(shrink);
}

static bool leave_out_windows(struct shrink *shrink)
{
	for (size_t i = 0; i < shrink->script.lines; i++) {
		enum verb verb = shrink->script.line[i].verb;

		if (verb != VERB_CREATE && verb != VERB_REMOVE &&
		    verb != VERB_MAP && verb != VERB_UNMAP)
			continue;
		if (leave_out_window(shrink, i, true) ||
		    leave_out_window(shrink, i, false))
			return true;
	}
	return false;
}

/* ---- in another order ------------------------------------------------- */

/* Lines [from, from + count) to before line TO, which is above them. */
static void move_up(struct script *script, size_t from, size_t count, size_t to)
{
	for (; count; count--, from++, to++) {
		struct script_line line = script->line[from];

		memmove(&script->line[to + 1], &script->line[to],
		        (from - to) * sizeof(line));
		script->line[to] = line;
	}
}

/* With step FROM in front of step TO, and without step WITHOUT. */
static bool move_step(struct shrink *shrink, size_t from, size_t to,
                      size_t without)
{
	size_t count = length_of(&shrink->script, from);

	script_copy(&shrink->trial, &shrink->script);
	if (without > from) {
		leave_out_step(&shrink->trial, without);
		move_up(&shrink->trial, from, count, to);
	} else {
		move_up(&shrink->trial, from, count, to);
		leave_out_step(&shrink->trial,
		               without < to ? without : without + count);
	}
	return accept_rest(shrink);
}

static bool move_before(struct shrink *shrink, size_t from, size_t to)
{
	for (size_t i = 0; i < shrink->script.lines; i++)
		if (i != from && is_step(&shrink->script, i) &&
		    move_step(shrink, from, to, i))
			return true;
	return false;
}

static bool move_steps(struct shrink *shrink)
{
	const struct script *script = &shrink->script;

	if (script_steps(script) > MOVED_STEPS_MAX)
		return false;
	for (size_t from = 0; from < script->lines; from++)
		for (size_t to = 0; to < from; to++)
			if (is_step(script, from) && is_step(script, to) &&
			    move_before(shrink, from, to))
				return true;
	return false;
}

bool shrink_steps(struct shrink *shrink)
{
	return join_steps(shrink) || leave_out_windows(shrink) ||
	       move_steps(shrink);
}
