/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "sim/digest.h"

#include <stdio.h>
#include <string.h>

/* One round of a well-known mixer (splitmix64's). */
static void add(struct digest *digest, uint64_t number)
{
	uint64_t mixed = digest->state + number + UINT64_C(0x9e3779b97f4a7c15);

	mixed = (mixed ^ (mixed >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
	mixed = (mixed ^ (mixed >> 27)) * UINT64_C(0x94d049bb133111eb);
	digest->state = mixed ^ (mixed >> 31);
}

static void add_word(struct digest *digest, const char *word)
{
	for (; *word; word++)
		add(digest, (unsigned char)*word);
	add(digest, 0);
}

/* Memory of no buffer has an address that is of one machine only. */
static void add_place(struct digest *digest, const struct place *place)
{
	bool named = place->known && place->memory >= 0;

	add(digest, named);
	if (!named)
		return;
	add(digest, (uint64_t)place->memory);
	add(digest, place->offset);
}

/* The view is in the kernel's memory where nobody finds it. */
static bool is_told(const struct show_field *field)
{
	return field->format != SHOW_UNKNOWN && strcmp(field->key, "view") != 0;
}

static void add_shown(struct digest *digest, const struct show_field *field)
{
	add_word(digest, field->key);
	if (field->format == SHOW_WORD)
		add_word(digest, field->word);
	else if (field->format == SHOW_PLACE || field->format == SHOW_ADDRESS)
		add_place(digest, &field->place);
	else
		add(digest, field->value);
}

static void add_line(struct digest *digest, const struct show_line *line)
{
	add_word(digest, line->kind);
	add(digest, (uint64_t)(unsigned char)line->object);
	add(digest, line->number);
	for (unsigned int i = 0; i < line->fields; i++)
		if (is_told(&line->field[i]))
			add_shown(digest, &line->field[i]);
}

static void add_result(struct digest *digest, const struct answer *answer)
{
	add(digest, (uint64_t)answer->reply.ret);
	for (unsigned int i = 0; i < answer->fields; i++) {
		const struct answer_field *field = &answer->field[i];

		add(digest, (uint64_t)field->key);
		add(digest, field->untouched);
		add(digest, field->untouched ? 0 : field->value);
	}
	add_word(digest, answer->seen.data);
	add(digest, answer->locked_vm_known);
	add(digest, answer->locked_vm_known ? answer->locked_vm : 0);
}

void digest_add(struct digest *digest, const struct answer *answer,
                char mark[DIGEST_MARK + 1])
{
	add(digest, (uint64_t)answer->verb);
	if (answer->verb == VERB_SHOW)
		add(digest, answer->lines);
	else
		add_result(digest, answer);
	for (size_t i = 0; i < answer->lines; i++)
		add_line(digest, &answer->line[i]);
	snprintf(mark, DIGEST_MARK + 1, "%04x",
	         (unsigned int)(digest->state >> 48));
}
