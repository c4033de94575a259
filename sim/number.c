/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "sim/number.h"

#include <string.h>

/* What is still to be read. */
struct cursor {
	const char *at;
	const char *end;
};

static bool take(struct cursor *c, char wanted)
{
	if (c->at == c->end || *c->at != wanted)
		return false;
	c->at++;
	return true;
}

/* The value of a digit in BASE, or BASE for what is none. */
static unsigned int digit_value(char c, unsigned int base)
{
	if (c >= '0' && c <= '9')
		return (unsigned int)(c - '0');
	if (base == 16 && c >= 'a' && c <= 'f')
		return (unsigned int)(c - 'a') + 10;
	if (base == 16 && c >= 'A' && c <= 'F')
		return (unsigned int)(c - 'A') + 10;
	return base;
}

static enum number_result digits_parse(struct cursor *c, unsigned int base,
                                       uint64_t *number)
{
	const char *first = c->at;
	bool large = false;
	uint64_t n = 0;

	for (; c->at < c->end; c->at++) {
		unsigned int digit = digit_value(*c->at, base);

		if (digit == base)
			break;
		if (n > (UINT64_MAX - digit) / base)
			large = true;
		n = n * base + digit;
	}
	*number = n;
	if (c->at == first)
		return NUMBER_BAD;
	return large ? NUMBER_LARGE : NUMBER_OK;
}

/* K is 10, M 20, ...; without a suffix 0. */
static unsigned int take_suffix(struct cursor *c)
{
	static const char suffixes[] = "KMGTP";
	const char *found;

	if (c->at == c->end || *c->at == '\0')
		return 0;
	found = strchr(suffixes, *c->at);
	if (!found)
		return 0;
	c->at++;
	return (unsigned int)(found - suffixes + 1) * 10;
}

static enum number_result literal_parse(struct cursor *c, uint64_t *number)
{
	unsigned int base = 10;
	enum number_result result;
	unsigned int suffix;

	if (c->end - c->at > 2 && c->at[0] == '0' && c->at[1] == 'x') {
		c->at += 2;
		base = 16;
	}
	result = digits_parse(c, base, number);
	if (result != NUMBER_OK)
		return result;

	suffix = take_suffix(c);
	if (*number > UINT64_MAX >> suffix)
		return NUMBER_LARGE;
	*number <<= suffix;
	return NUMBER_OK;
}

static enum number_result term_parse(struct cursor *c, uint64_t *number)
{
	enum number_result result = literal_parse(c, number);
	uint64_t shift;

	if (result != NUMBER_OK || !take(c, '<'))
		return result;
	if (!take(c, '<'))
		return NUMBER_BAD;

	result = digits_parse(c, 10, &shift);
	if (result == NUMBER_BAD)
		return NUMBER_BAD;
	if (result == NUMBER_LARGE || shift > 63)
		return NUMBER_SHIFT;
	*number <<= shift;
	return NUMBER_OK;
}

/* Adds { ("+" | "-") term } to *NUMBER, up to the end. */
static enum number_result rest_parse(struct cursor *c, uint64_t *number)
{
	while (c->at < c->end) {
		enum number_result result;
		bool minus = take(c, '-');
		uint64_t term;

		if (!minus && !take(c, '+'))
			return NUMBER_BAD;
		result = term_parse(c, &term);
		if (result != NUMBER_OK)
			return result;
		*number = minus ? *number - term : *number + term;
	}
	return NUMBER_OK;
}

static struct cursor cursor_of(struct span text)
{
	return (struct cursor){ text.text, text.text + text.length };
}

enum number_result number_parse(struct span text, uint64_t *number)
{
	struct cursor c = cursor_of(text);
	enum number_result result = term_parse(&c, number);

	if (result != NUMBER_OK)
		return result;
	return rest_parse(&c, number);
}

enum number_result name_number_parse(struct span text, unsigned int *number)
{
	struct cursor c = cursor_of(text);
	enum number_result result;
	uint64_t n;

	result = digits_parse(&c, 10, &n);
	if (result == NUMBER_BAD || c.at < c.end)
		return NUMBER_BAD;
	if (text.length > 1 && text.text[0] == '0')
		return NUMBER_BAD;
	if (result == NUMBER_LARGE || n > OBJECT_NUMBER_MAX)
		return NUMBER_LARGE;
	*number = (unsigned int)n;
	return NUMBER_OK;
}

enum number_result address_parse(struct span text, struct address *address)
{
	struct cursor c = cursor_of(text);
	struct span digits;
	enum number_result result;
	unsigned int memory;

	address->memory = NO_MEMORY_NAMED;
	if (!take(&c, 'm'))
		return number_parse(text, &address->offset);

	digits.text = c.at;
	while (c.at < c.end && *c.at != '+' && *c.at != '-')
		c.at++;
	digits.length = (size_t)(c.at - digits.text);
	result = name_number_parse(digits, &memory);
	if (result != NUMBER_OK)
		return result;
	address->memory = (int)memory;
	address->offset = 0;
	return rest_parse(&c, &address->offset);
}
