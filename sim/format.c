/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "sim/format.h"
#include "sim/grammar.h"
#include "sim/text.h"

static void add_size(struct text *text, uint64_t bytes)
{
	static const char suffixes[] = "\0KMGTP";
	unsigned int unit = 0;

	/* Nothing is that large; it is a difference that went below 0. */
	if (bytes > INT64_MAX) {
		text_add_hex(text, bytes);
		return;
	}
	while (bytes != 0 && unit < 5 && bytes % 1024 == 0) {
		bytes /= 1024;
		unit++;
	}
	text_add_decimal(text, bytes);
	if (unit > 0)
		text_add_char(text, suffixes[unit]);
}

static void add_hex(struct text *text, uint64_t number)
{
	if (number == 0)
		text_add(text, "0");
	else
		text_add_hex(text, number);
}

static void add_address(struct text *text, const struct address *address)
{
	uint64_t offset = address->offset;

	if (address->memory == NO_MEMORY_NAMED) {
		add_hex(text, offset);
		return;
	}
	text_add(text, "m");
	text_add_decimal(text, (uint64_t)address->memory);
	if (offset == 0)
		return;
	text_add(text, offset > INT64_MAX ? "-" : "+");
	add_size(text, offset > INT64_MAX ? 0 - offset : offset);
}

static void add_result(struct text *text, int64_t ret,
                       const struct vocabulary *vocabulary)
{
	uint64_t size = ret < 0 ? 0 - (uint64_t)ret : (uint64_t)ret;
	const char *name = NULL;

	if (ret < 0) {
		text_add(text, "-");
		if (size <= INT32_MAX)
			name = vocabulary->error_name((int)size);
	}
	if (name)
		text_add(text, name);
	else
		text_add_decimal(text, size);
}

static void add_hazards(struct text *text, uint32_t hazards,
                        const struct vocabulary *vocabulary)
{
	bool first = true;

	for (unsigned int i = 0; i < vocabulary->hazards.count; i++) {
		if ((hazards >> i & 1) == 0)
			continue;
		if (!first)
			text_add(text, ",");
		text_add(text, vocabulary->hazards.word[i]);
		first = false;
	}
	if (first)
		text_add(text, "none");
}

size_t format_size(uint64_t bytes, char *at, size_t size)
{
	struct text text;

	text_init(&text, at, size);
	add_size(&text, bytes);
	return text.length;
}

size_t format_hex(uint64_t number, char *at, size_t size)
{
	struct text text;

	text_init(&text, at, size);
	add_hex(&text, number);
	return text.length;
}

size_t format_address(const struct address *address, char *at, size_t size)
{
	struct text text;

	text_init(&text, at, size);
	add_address(&text, address);
	return text.length;
}

size_t format_result(int64_t ret, const struct vocabulary *vocabulary, char *at,
                     size_t size)
{
	struct text text;

	text_init(&text, at, size);
	add_result(&text, ret, vocabulary);
	return text.length;
}

size_t format_hazards(uint32_t hazards, const struct vocabulary *vocabulary,
                      char *at, size_t size)
{
	struct text text;

	text_init(&text, at, size);
	add_hazards(&text, hazards, vocabulary);
	return text.length;
}

/* ---- values ---------------------------------------------------------------
 */

static void add_number(struct text *text, const struct key_row *row,
                       uint64_t number)
{
	switch (row->style) {
	case STYLE_DECIMAL:
		text_add_decimal(text, number);
		return;
	case STYLE_HEX:
		add_hex(text, number);
		return;
	case STYLE_SIZE:
		break;
	}
	add_size(text, number);
}

static void add_named(struct text *text, const struct key_row *row,
                      uint64_t number)
{
	const struct named_number *named = row->named;

	while (named->name && named->number != number)
		named++;
	if (named->name)
		text_add(text, named->name);
	else
		add_number(text, row, number);
}

static void add_object(struct text *text, char letter, uint64_t number)
{
	text_add_char(text, letter);
	text_add_decimal(text, number);
}

static void add_groups(struct text *text, const struct value *list)
{
	for (unsigned int i = 0; i < list->choice; i++) {
		if (i > 0)
			text_add(text, ",");
		add_object(text, 'g', group_in_list(list, i));
	}
	if (list->choice == 0)
		text_add(text, "none");
}

static void add_arg(struct text *text, const struct value *value)
{
	text_add(text, value->word);
	if (value->choice != ARG_EDGE)
		return;
	text_add(text, ":");
	text_add_decimal(text, value->number);
}

static void add_value(struct text *text, enum key key,
                      const struct value *value,
                      const struct vocabulary *vocabulary)
{
	const struct address address = { value->memory, value->number };
	const struct key_row *row = key_row(key);

	if (value->untouched) {
		text_add(text, "untouched");
		return;
	}
	switch (row->type) {
	case TYPE_NUMBER:
	case TYPE_POWER:
	case TYPE_PAGE:
		add_number(text, row, value->number);
		return;
	case TYPE_ADDRESS:
		add_address(text, &address);
		return;
	case TYPE_CHOICE:
		text_add(text, row->words->word[value->choice]);
		return;
	case TYPE_NAMED:
		add_named(text, row, value->number);
		return;
	case TYPE_OBJECT:
		add_object(text, row->letter, value->number);
		return;
	case TYPE_GROUPS:
		add_groups(text, value);
		return;
	case TYPE_ERROR:
		add_result(text, (int64_t)value->number, vocabulary);
		return;
	case TYPE_HAZARDS:
		add_hazards(text, (uint32_t)value->number, vocabulary);
		return;
	case TYPE_ARG:
		add_arg(text, value);
		return;
	case TYPE_WHY:
	case TYPE_TEXT:
	case TYPE_RUNS:
		break;
	}
	text_add(text, value->word);
}

size_t format_value(enum key key, const struct value *value,
                    const struct vocabulary *vocabulary, char *at, size_t size)
{
	struct text text;

	text_init(&text, at, size);
	add_value(&text, key, value, vocabulary);
	return text.length;
}
