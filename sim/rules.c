/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "sim/rules.h"
#include "sim/grammar.h"
#include "sim/parse_value.h"
#include "sim/text.h"

#include <string.h>

enum symbol_state {
	NEVER_MADE,
	MADE,
	CLOSED
};

static void fail(struct rules *rules, unsigned int column,
                 struct parse_error *error)
{
	error->column = column;
	rules->failed = true;
	rules->report(rules->context, error);
}

#define FAIL(rules, at, ...)              \
	do {                              \
		struct parse_error error; \
                                          \
		SAY(&error, __VA_ARGS__); \
		fail(rules, at, &error);  \
	} while (0)

/* ---- names ----------------------------------------------------------------
 */

enum {
	NAME_TEXT_MAX = 16
};

static const char *name_text(char letter, uint64_t number,
                             char name[NAME_TEXT_MAX])
{
	struct text text;

	text_init(&text, name, NAME_TEXT_MAX);
	text_add_char(&text, letter);
	text_add_decimal(&text, number);
	return name;
}

static struct symbols *symbols_of(struct rules *rules, char letter)
{
	static const char letters[] = "cdmp";

	return &rules->symbols[strchr(letters, letter) - letters];
}

static enum symbol_state state_of(struct rules *rules, char letter,
                                  uint64_t number)
{
	return (enum symbol_state)symbols_of(rules, letter)->state[number];
}

static void set_state(struct rules *rules, char letter, unsigned int number,
                      enum symbol_state state)
{
	struct symbols *symbols = symbols_of(rules, letter);

	symbols->state[number] = (unsigned char)state;
	if (symbols->used <= number)
		symbols->used = number + 1;
}

static const char *verb_that_makes(char letter)
{
	static const char letters[] = "cdmp";
	static const char *const verbs[] = { "container", "device", "memory",
		                             "process" };

	return verbs[strchr(letters, letter) - letters];
}

static void check_group(struct rules *rules, uint64_t number,
                        unsigned int column)
{
	char name[NAME_TEXT_MAX];
	char last[NAME_TEXT_MAX];

	if (number < rules->groups)
		return;
	name_text('g', number, name);
	name_text('g', rules->groups - 1, last);
	if (rules->groups == 1)
		FAIL(rules, column, "the machine has no group ", name,
		     "; it has g0 alone, 'machine groups=N' gives more");
	else
		FAIL(rules, column, "the machine has no group ", name,
		     "; it has g0 to ", last);
}

/* The name has been made, now or before. */
static void check_made(struct rules *rules, char letter, uint64_t number,
                       unsigned int column)
{
	const char *verb;
	char name[NAME_TEXT_MAX];

	if (letter == 'g') {
		check_group(rules, number, column);
		return;
	}
	if (state_of(rules, letter, number) != NEVER_MADE)
		return;
	verb = verb_that_makes(letter);
	name_text(letter, number, name);
	FAIL(rules, column, "no line above has made ", name, "; '", verb, " ",
	     name,
	     letter == 'd'   ? " gN"
	     : letter == 'm' ? " size=SIZE"
	                     : "",
	     "' does");
}

/* The process can make calls. */
static void check_alive(struct rules *rules, uint64_t number,
                        unsigned int column)
{
	char name[NAME_TEXT_MAX];

	check_made(rules, 'p', number, column);
	if (state_of(rules, 'p', number) == CLOSED)
		FAIL(rules, column, name_text('p', number, name),
		     " has ended; another process can go on");
}

static void check_new(struct rules *rules, const struct object *object)
{
	char name[NAME_TEXT_MAX];
	const char *ends = "'close' ends it";

	if (state_of(rules, object->letter, object->number) != MADE)
		return;
	if (object->letter == 'm')
		ends = "'unmap_memory' ends it";
	if (object->letter == 'p')
		ends = "'exit' ends it";
	FAIL(rules, object->column,
	     name_text(object->letter, object->number, name),
	     " is there already; ", ends);
}

/* ---- steps ----------------------------------------------------------------
 */

static void check_object(struct rules *rules, char grammar,
                         const struct object *object)
{
	if (strchr("CDMP", grammar))
		check_new(rules, object);
	else if (grammar == 'p')
		check_alive(rules, object->number, object->column);
	else
		check_made(rules, object->letter, object->number,
		           object->column);
}

static void check_arg(struct rules *rules, const struct arg *arg)
{
	const struct value *value = &arg->value;

	switch (key_row(arg->key)->type) {
	case TYPE_ADDRESS:
		if (value->memory != NO_MEMORY_NAMED)
			check_made(rules, 'm', (uint64_t)value->memory,
			           arg->column);
		break;
	case TYPE_OBJECT:
		if (arg->key == KEY_AS)
			check_alive(rules, value->number, arg->column);
		else
			check_made(rules, key_row(arg->key)->letter,
			           value->number, arg->column);
		break;
	case TYPE_GROUPS:
		for (unsigned int i = 0; i < value->choice; i++)
			check_group(rules, group_in_list(value, i),
			            arg->column);
		break;
	case TYPE_NUMBER:
	case TYPE_POWER:
	case TYPE_PAGE:
	case TYPE_CHOICE:
	case TYPE_NAMED:
	case TYPE_ERROR:
	case TYPE_WHY:
	case TYPE_HAZARDS:
	case TYPE_ARG:
	case TYPE_TEXT:
	case TYPE_RUNS:
		break;
	}
}

/* What the step makes and ends; only the objects are looked at. */
static void remember_objects(struct rules *rules, const struct command *command)
{
	const char *letters = verb_row(command->verb)->objects;
	bool ends = command->verb == VERB_CLOSE ||
	            command->verb == VERB_UNMAP_MEMORY ||
	            command->verb == VERB_EXIT;

	for (unsigned int i = 0; i < command->objects; i++) {
		const struct object *object = &command->object[i];

		if (strchr("CDMP", letters[i]))
			set_state(rules, object->letter, object->number, MADE);
		else if (ends && object->letter != 'g' &&
		         state_of(rules, object->letter, object->number) ==
		                 MADE)
			set_state(rules, object->letter, object->number,
			          CLOSED);
	}
}

static void check_step(struct rules *rules, const struct command *command)
{
	const struct verb_row *row = verb_row(command->verb);
	const struct value *of = command_value(command, KEY_OF);

	if (key_in(row->allows, KEY_AS) && !command_value(command, KEY_AS))
		check_alive(rules, 0, command->column);
	for (unsigned int i = 0; i < command->objects; i++)
		check_object(rules, row->objects[i], &command->object[i]);
	for (unsigned int i = 0; i < command->args; i++)
		check_arg(rules, &command->arg[i]);

	remember_objects(rules, command);
	rules->stepped = true;
	rules->answerable = true;
	rules->step = command->verb;
	rules->show_of = of ? of->word : NULL;
}

/* ---- answers ---------------------------------------------------------------
 */

static void check_show(struct rules *rules, const struct command *command)
{
	const struct result *result = &command->result;
	const char *kind;

	if (result->kind == RESULT_NOTHING)
		return;
	if (result->kind != RESULT_SHOW) {
		FAIL(rules, result->column,
		     "show answers no result; its lines are '= process p0 "
		     "KEY=VALUE ...' and such, or '= nothing'");
		return;
	}
	kind = show_kinds()->word[result->show];
	if (rules->show_of && strcmp(rules->show_of, kind) != 0)
		FAIL(rules, result->column, "show of=", rules->show_of,
		     " prints no line of ", kind, "; write of=", kind);
	if (show_letter(result->show))
		check_made(rules, result->object.letter, result->object.number,
		           result->object.column);
	else if (result->address.memory != NO_MEMORY_NAMED)
		check_made(rules, 'm', (uint64_t)result->address.memory,
		           result->object.column);
}

/* True when a step of VERB can have a result of that kind. */
static bool fits(enum verb verb, enum result_kind kind)
{
	if (verb == VERB_DMA)
		return kind == RESULT_OK || kind == RESULT_FAULT;
	return kind == RESULT_NUMBER;
}

/* Output fields that the step does not have. */
static void check_fields(struct rules *rules, const struct command *command)
{
	const struct verb_row *row = verb_row(rules->step);

	for (unsigned int i = 0; i < command->args; i++) {
		const struct arg *arg = &command->arg[i];
		const char *name = key_row(arg->key)->name;

		if (key_in(answer_keys(), arg->key) ||
		    key_in(row->answers, arg->key))
			continue;
		FAIL(rules, arg->column - (unsigned int)strlen(name) - 1,
		     row->name, " answers no ", name,
		     row->answers[0] == KEY_COUNT
		             ? "; it answers a number or an error alone"
		             : "; 'tcesim verbs' lists what it answers");
	}
}

static void check_answer(struct rules *rules, const struct command *command)
{
	const struct result *result = &command->result;

	if (!rules->answerable) {
		FAIL(rules, command->column,
		     "no step stands above this line; the step comes first");
		return;
	}
	if (rules->step == VERB_COUNT)
		return;
	if (rules->step == VERB_SHOW) {
		check_show(rules, command);
	} else if (fits(rules->step, result->kind)) {
		check_fields(rules, command);
	} else {
		FAIL(rules, result->column, verb_row(rules->step)->name,
		     " cannot answer that; it answers ",
		     rules->step == VERB_DMA ? "ok or fault"
		                             : "0, a number or -EINVAL");
		return;
	}
	for (unsigned int i = 0; i < command->args; i++)
		check_arg(rules, &command->arg[i]);
}

/* ---- machine and only -------------------------------------------------------
 */

static void check_machine(struct rules *rules, const struct command *command)
{
	if (rules->stepped) {
		FAIL(rules, command->column,
		     "machine stands below a step; the machine comes first");
		return;
	}
	if (rules->machine_line > 0) {
		FAIL(rules, command->column,
		     "a second machine; a scenario runs on one");
		return;
	}
	machine_spec_init(&rules->machine, command);
	rules->machine_line = command->line;
	rules->groups = rules->machine.groups;
}

static void check_only(struct rules *rules, const struct command *command)
{
	const struct profile_set *set = &command->set;

	if (rules->stepped) {
		FAIL(rules, command->column,
		     "only stands below a step; the profiles come first");
		return;
	}
	for (unsigned int i = 0; i < set->count; i++) {
		if (rules->only.count == PROFILE_ITEMS_MAX) {
			FAIL(rules, command->column,
			     "too many profiles in the lines of only; ranges "
			     "say more");
			return;
		}
		rules->only.item[rules->only.count++] = set->item[i];
	}
}

/* ---- the front --------------------------------------------------------------
 */

void rules_begin(struct rules *rules, parse_report *report, void *context)
{
	for (unsigned int i = 0; i < SYMBOL_KINDS; i++) {
		struct symbols *symbols = &rules->symbols[i];

		memset(symbols->state, NEVER_MADE, symbols->used);
		symbols->used = 0;
	}
	set_state(rules, 'p', 0, MADE);
	machine_spec_init(&rules->machine, NULL);
	rules->machine_line = 0;
	rules->groups = rules->machine.groups;
	rules->only.count = 0;
	rules->stepped = false;
	rules->answerable = false;
	rules->step = VERB_COUNT;
	rules->show_of = NULL;
	rules->report = report;
	rules->context = context;
	rules->failed = false;
}

void rules_check(struct rules *rules, const struct command *command)
{
	if (command->verb == VERB_MACHINE)
		check_machine(rules, command);
	else if (command->verb == VERB_ONLY)
		check_only(rules, command);
	else if (command->verb == VERB_EXPECT)
		check_answer(rules, command);
	else
		check_step(rules, command);
}

void rules_skip(struct rules *rules, const struct command *command)
{
	if (command->verb == VERB_MACHINE) {
		/* It might have had any of them. */
		rules->groups = SCENARIO_GROUPS_MAX;
	} else if (command->verb != VERB_ONLY && command->verb != VERB_EXPECT) {
		rules->answerable = true;
		rules->step = VERB_COUNT;
	}
	if (!verb_is_step(command->verb))
		return;
	rules->stepped = true;
	remember_objects(rules, command);
}
