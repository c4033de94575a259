/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What firmware and kernel are free to choose: addresses of windows, and the
 * order of groups. */
#include "sim/follow.h"

#include <stdio.h>
#include <string.h>

/* ---- addresses -------------------------------------------------------- */

static void translate(const struct follower *follower, struct value *value)
{
	for (unsigned int i = follower->aliases; i-- > 0;) {
		const struct alias *alias = &follower->alias[i];

		if (value->number - alias->told >= alias->size)
			continue;
		value->number += alias->model - alias->told;
		return;
	}
}

void follow_translate(const struct follower *follower, struct command *command)
{
	for (unsigned int i = 0; i < command->args; i++) {
		struct arg *arg = &command->arg[i];

		if ((arg->key == KEY_IOVA || arg->key == KEY_START_ADDR) &&
		    arg->value.memory == NO_MEMORY_NAMED)
			translate(follower, &arg->value);
	}
}

/* The firmware of a guest puts windows where it likes. */
static bool is_chosen_address(const struct follower *follower)
{
	const struct verdict *verdict = &follower->verdict;

	return follower->scenario->machine.platform == PLATFORM_PSERIES &&
	       follower->aliases < FOLLOW_ALIASES_MAX &&
	       verdict->answer->verb == VERB_CREATE &&
	       verdict->mismatches == 1 &&
	       !strcmp(verdict->mismatch[0].keys, "start_addr");
}

bool follow_accept_address(struct follower *follower, size_t line)
{
	const struct answer *answer = follower->verdict.answer;
	struct command create, told;

	if (!is_chosen_address(follower))
		return false;
	script_command(follower->script, line, follower->vocabulary, &create);
	script_command(follower->script, line + 1, follower->vocabulary, &told);
	follower->alias[follower->aliases++] = (struct alias){
		.told = command_number(&told, KEY_START_ADDR, 0),
		.model = answer_field(answer, KEY_START_ADDR)->value,
		.size = command_number(&create, KEY_WINDOW_SIZE, 0),
	};
	return true;
}

/* ---- groups ----------------------------------------------------------- */

static uint32_t groups_in(const struct value *list)
{
	uint32_t groups = 0;

	for (unsigned int i = 0; i < list->choice; i++)
		groups |= UINT32_C(1) << group_in_list(list, i);
	return groups;
}

/* "g1,g0"; "none" has no groups. */
static void parse_groups(const char *text, struct value *list)
{
	unsigned int group;

	list->number = 0;
	list->choice = 0;
	for (; text && sscanf(text, "g%u", &group) == 1;
	     text = strchr(text, ',') ? strchr(text, ',') + 1 : NULL)
		group_list_add(list, group);
}

void follow_order_groups(const struct show_line *line, struct command *expect)
{
	const struct show_field *field = show_field(line, KEY_GROUP_LIST);
	struct value model = { .memory = NO_MEMORY_NAMED };

	if (!field)
		return;
	parse_groups(field->word, &model);
	for (unsigned int i = 0; i < expect->args; i++) {
		struct value *told = &expect->arg[i].value;

		if (expect->arg[i].key == KEY_GROUP_LIST &&
		    groups_in(told) == groups_in(&model))
			*told = model;
	}
}
