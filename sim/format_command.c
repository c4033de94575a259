/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A whole command as a line of text. */
#include "sim/format.h"
#include "sim/grammar.h"
#include "sim/text.h"

enum {
	VALUE_TEXT_MAX = 1024
};

static void add_release(struct text *text, uint32_t release)
{
	if (release == RELEASE_NONE)
		return;
	text_add(text, "linux-");
	text_add_decimal(text, release >> 16);
	text_add(text, ".");
	text_add_decimal(text, release & UINT16_MAX);
}

static void add_profiles(struct text *text, const struct profile_set *set)
{
	for (unsigned int i = 0; i < set->count; i++) {
		const struct profile_item *item = &set->item[i];

		if (i > 0)
			text_add(text, ",");
		if (item->kind != PROFILE_RANGE) {
			text_add(text, item->name);
			continue;
		}
		add_release(text, item->first);
		text_add(text, "..");
		add_release(text, item->last);
	}
}

size_t format_profiles(const struct profile_set *set, char *at, size_t size)
{
	struct text text;

	text_init(&text, at, size);
	add_profiles(&text, set);
	return text.length;
}

static void add_object(struct text *text, const struct object *object)
{
	text_add_char(text, object->letter);
	text_add_decimal(text, object->number);
}

/* The objects of a step, and the words that stand among them. */
static void add_objects(struct text *text, const struct command *command)
{
	for (unsigned int i = 0; i < command->objects; i++) {
		text_add(text, " ");
		add_object(text, &command->object[i]);
	}
	if (command->verb == VERB_FAULT) {
		text_add(text, " ");
		text_add(text, command->site);
	}
	if (command->verb == VERB_DMA)
		text_add(text, command->write ? " write" : " read");
}

static void add_show(struct text *text, const struct result *result)
{
	char address[VALUE_TEXT_MAX];

	text_add(text, show_kinds()->word[result->show]);
	text_add(text, " ");
	if (show_letter(result->show)) {
		add_object(text, &result->object);
		return;
	}
	format_address(&result->address, address, sizeof(address));
	text_add(text, address);
}

static void add_result(struct text *text, const struct result *result,
                       const struct vocabulary *vocabulary)
{
	char number[VALUE_TEXT_MAX];

	switch (result->kind) {
	case RESULT_NUMBER:
		format_result(result->number, vocabulary, number,
		              sizeof(number));
		text_add(text, number);
		return;
	case RESULT_OK:
		text_add(text, "ok");
		return;
	case RESULT_FAULT:
		text_add(text, "fault");
		return;
	case RESULT_NOTHING:
		text_add(text, "nothing");
		return;
	case RESULT_SHOW:
		break;
	}
	add_show(text, result);
}

static void add_arg(struct text *text, const struct command *command,
                    const struct arg *arg, const struct vocabulary *vocabulary)
{
	char value[VALUE_TEXT_MAX];

	text_add(text, " ");
	text_add(text, key_row(arg->key)->name);
	if (arg->group != ALL_GROUPS) {
		text_add(text, ".g");
		text_add_decimal(text, (uint64_t)arg->group);
	}
	text_add(text, "=");
	if (arg->key == KEY_NAME || arg->key == KEY_DATA ||
	    arg->key == KEY_PAGES) {
		text_add(text, arg->key == KEY_NAME   ? command->name
		               : arg->key == KEY_DATA ? command->data
		                                      : command->pages);
		return;
	}
	format_value(arg->key, &arg->value, vocabulary, value, sizeof(value));
	text_add(text, value);
}

size_t command_format(const struct command *command,
                      const struct vocabulary *vocabulary, char *at,
                      size_t size)
{
	struct text text;

	text_init(&text, at, size);
	text_add(&text, verb_row(command->verb)->name);
	add_objects(&text, command);
	if (command->set.count > 0) {
		text_add(&text, command->verb == VERB_EXPECT ? " @" : " ");
		add_profiles(&text, &command->set);
	}
	if (command->verb == VERB_EXPECT) {
		text_add(&text, " ");
		add_result(&text, &command->result, vocabulary);
	}
	for (unsigned int i = 0; i < command->args; i++)
		add_arg(&text, command, &command->arg[i], vocabulary);
	return text.length;
}
