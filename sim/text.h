/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * text.h - text that grows in a buffer of fixed size.
 *
 * What does not fit is cut off, but counted: ->length is that of the whole, as
 * snprintf() answers it.  The text always ends with a NUL if the buffer has
 * room for one.
 */
#ifndef SIM_TEXT_H
#define SIM_TEXT_H

#include "sim/words.h"

#include <stddef.h>
#include <stdint.h>

struct text {
	char *at;
	size_t size;
	size_t length;
};

void text_init(struct text *text, char *at, size_t size);
void text_add(struct text *text, const char *string);
void text_add_char(struct text *text, char c);
void text_add_span(struct text *text, struct span span);
void text_add_decimal(struct text *text, uint64_t number);
void text_add_hex(struct text *text, uint64_t number);

#endif
