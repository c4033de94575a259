/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "sim/show_line.h"

#include <stdio.h>

struct show_field *show_line_add(struct show_line *line, const char *key,
                                 enum show_format format, uint64_t value)
{
	struct show_field *field = &line->field[line->fields++];

	field->key = key;
	field->format = format;
	field->value = value;
	return field;
}

void show_line_add_word(struct show_line *line, const char *key,
                        const char *word)
{
	struct show_field *field = show_line_add(line, key, SHOW_WORD, 0);

	snprintf(field->word, sizeof(field->word), "%s", word);
}
