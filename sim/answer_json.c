/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "sim/answer_json.h"

#include "sim/format.h"
#include "sim/grammar.h"

void json_fields(struct json *json, const struct answer *answer)
{
	json_open(json, "out", '{');
	for (unsigned int i = 0; i < answer->fields; i++) {
		const struct answer_field *field = &answer->field[i];
		const char *name = key_row(field->key)->name;

		if (field->untouched)
			json_string(json, name, "untouched");
		else
			json_unsigned(json, name, field->value);
	}
	json_close(json, '}');
}

void json_place(struct json *json, const struct place *place)
{
	const struct address address = { .memory = place->memory,
		                         .offset = place->offset };
	char text[64];

	format_address(&address, text, sizeof(text));
	json_string(json, "at", text);
}
