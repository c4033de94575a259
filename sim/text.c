/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "sim/text.h"

#include <string.h>

void text_init(struct text *text, char *at, size_t size)
{
	text->at = at;
	text->size = size;
	text->length = 0;
	if (size > 0)
		at[0] = '\0';
}

void text_add_span(struct text *text, struct span span)
{
	if (text->length + 1 < text->size) {
		size_t room = text->size - 1 - text->length;
		size_t length = span.length < room ? span.length : room;

		memcpy(text->at + text->length, span.text, length);
		text->at[text->length + length] = '\0';
	}
	text->length += span.length;
}

void text_add(struct text *text, const char *string)
{
	text_add_span(text, span_of(string));
}

void text_add_char(struct text *text, char c)
{
	text_add_span(text, (struct span){ &c, 1 });
}

void text_add_decimal(struct text *text, uint64_t number)
{
	char digits[20];
	size_t first = sizeof(digits);

	do {
		digits[--first] = (char)('0' + number % 10);
		number /= 10;
	} while (number > 0);
	text_add_span(text,
	              (struct span){ digits + first, sizeof(digits) - first });
}

void text_add_hex(struct text *text, uint64_t number)
{
	char digits[16];
	size_t first = sizeof(digits);

	do {
		digits[--first] = "0123456789abcdef"[number % 16];
		number /= 16;
	} while (number > 0);
	text_add(text, "0x");
	text_add_span(text,
	              (struct span){ digits + first, sizeof(digits) - first });
}
