/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "sim/runs.h"

#include "sim/format.h"
#include "sim/number.h"
#include "sim/parse_value.h"

#include <string.h>

/* ---- writing --------------------------------------------------------------
 */

void runs_init(struct runs *runs, bool sizes, char *at, size_t size)
{
	*runs = (struct runs){ .sizes = sizes };
	text_init(&runs->text, at, size);
}

static void put_item(struct runs *runs)
{
	char item[RUNS_ITEM_MAX + 32];
	struct text text;
	char size[32];

	text_init(&text, item, sizeof(item));
	if (runs->text.length)
		text_add(&text, ",");
	text_add(&text, runs->item);
	if (runs->sizes) {
		format_size(runs->count, size, sizeof(size));
		text_add(&text, "*");
		text_add(&text, size);
	} else if (runs->count > 1) {
		text_add(&text, "*");
		text_add_decimal(&text, runs->count);
	}
	/* Room is kept for the dots. */
	if (runs->text.length + text.length + sizeof(",...") >= runs->text.size)
		strcpy(item, ",...");
	if (runs->text.length < 4 ||
	    strcmp(runs->text.at + runs->text.length - 3, "...") != 0)
		text_add(&runs->text, item);
}

void runs_end(struct runs *runs)
{
	if (runs->count)
		put_item(runs);
	runs->count = 0;
}

void runs_add(struct runs *runs, const char *item, uint64_t count)
{
	struct text text;

	if (runs->count && strcmp(item, runs->item) != 0)
		runs_end(runs);
	text_init(&text, runs->item, sizeof(runs->item));
	text_add(&text, item);
	runs->count += count;
}

void runs_add_byte(struct runs *runs, uint8_t byte, uint64_t count)
{
	char item[8];

	format_hex(byte, item, sizeof(item));
	runs_add(runs, item, count);
}

/* ---- reading --------------------------------------------------------------
 */

static bool add_byte(struct runs *runs, struct span item, uint64_t count,
                     struct parse_error *error)
{
	uint64_t byte;

	if (number_parse(item, &byte) != NUMBER_OK || byte > UINT8_MAX)
		return say_wrong(error, item, "is no byte",
		                 "data is 0x5a, or 0x5a*4K,0*4K");
	runs_add_byte(runs, (uint8_t)byte, count);
	return true;
}

static bool add_page(struct runs *runs, struct span item, uint64_t count,
                     const struct vocabulary *vocabulary,
                     struct parse_error *error)
{
	int reason = word_find(&vocabulary->reasons, item);
	struct nearest nearest;

	if (span_is(item, "ok") || reason > 0) {
		runs_add(runs,
		         reason > 0 ? vocabulary->reasons.word[reason] : "ok",
		         count);
		return true;
	}
	nearest_init(&nearest, item);
	nearest_offer(&nearest, "ok");
	for (unsigned int i = 1; i < vocabulary->reasons.count; i++)
		nearest_offer(&nearest, vocabulary->reasons.word[i]);
	return say_near(error, item, "is no result of a page", nearest.word,
	                "pages is ok, or ok*2,dma_no_tce");
}

/* ITEM*COUNT; without a count, *COUNT stays. */
static bool split_count(struct span *item, uint64_t *count)
{
	const char *star = memchr(item->text, '*', item->length);
	struct span number;

	if (!star)
		return true;
	number.text = star + 1;
	number.length = item->length - (size_t)(number.text - item->text);
	item->length = (size_t)(star - item->text);
	return number_parse(number, count) == NUMBER_OK && *count;
}

/* One item, without its comma. */
static bool parse_item(struct runs *runs, enum key key, struct span item,
                       const struct vocabulary *vocabulary,
                       struct parse_error *error)
{
	uint64_t count = 1;

	if (!split_count(&item, &count))
		return say_wrong(error, item, "has no good count",
		                 "a count is *2 or *4K");
	if (key == KEY_DATA)
		return add_byte(runs, item, count, error);
	return add_page(runs, item, count, vocabulary, error);
}

bool runs_parse(enum key key, struct span text,
                const struct vocabulary *vocabulary, char *at, size_t size,
                struct parse_error *error)
{
	bool lone = !memchr(text.text, ',', text.length) &&
	            !memchr(text.text, '*', text.length);
	struct span item = text;
	const char *comma;
	struct runs runs;

	runs_init(&runs, key == KEY_DATA && !lone, at, size);
	do {
		comma = memchr(item.text, ',', item.length);
		if (comma)
			item.length = (size_t)(comma - item.text);
		if (!parse_item(&runs, key, item, vocabulary, error)) {
			error->column = (unsigned int)(item.text - text.text);
			return false;
		}
		item.text += item.length + 1;
		item.length = text.length;
		if (comma)
			item.length -= (size_t)(item.text - text.text);
	} while (comma);
	runs_end(&runs);
	return true;
}

bool runs_fit(const char *answered, const char *expected)
{
	size_t length = strlen(expected);

	if (!strcmp(answered, expected))
		return true;
	/* A byte without a count, and nothing but such bytes. */
	return !strchr(expected, ',') && !strchr(expected, '*') &&
	       !strchr(answered, ',') && !strncmp(answered, expected, length) &&
	       answered[length] == '*' && answered[0] >= '0' &&
	       answered[0] <= '9';
}
