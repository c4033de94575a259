/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "sim/profile_set.h"
#include "sim/number.h"
#include "sim/text.h"

#include <string.h>

static const char *const platform_words[] = { "powernv8", "powernv9",
	                                      "powernv10", "pseries", "ioda1" };
static const struct word_list platforms = { platform_words, 5 };

/* v9 came before every release. */
static const char oldest[] = "v9";

static bool item_has(const struct profile_item *item, const char *name,
                     uint32_t release, const char *platform)
{
	switch (item->kind) {
	case PROFILE_NAMED:
		return strcmp(item->name, name) == 0;
	case PROFILE_PLATFORM:
		return platform && strcmp(item->name, platform) == 0;
	case PROFILE_RANGE:
		break;
	}
	if (release == 0)
		return item->first == RELEASE_NONE && strcmp(name, oldest) == 0;
	return (item->first == RELEASE_NONE || release >= item->first) &&
	       (item->last == RELEASE_NONE || release <= item->last);
}

bool profile_set_has(const struct profile_set *set, const char *name,
                     unsigned int major, unsigned int minor,
                     const char *platform)
{
	for (unsigned int i = 0; i < set->count; i++) {
		if (item_has(&set->item[i], name, RELEASE(major, minor),
		             platform))
			return true;
	}
	return set->count == 0;
}

/* What is read, and where to say what is wrong. */
struct profile_parser {
	const struct vocabulary *vocabulary;
	bool guard;
	const char *start; /* of the whole text */
	struct profile_error *error;
};

/* Fails: WRONG 'WORD'; RIGHT. */
static bool fail(const struct profile_parser *p, struct span word,
                 const char *wrong, const char *right)
{
	char shown[WORD_SHOWN_MAX];
	struct text text;

	p->error->offset = (size_t)(word.text - p->start);
	text_init(&text, p->error->text, sizeof(p->error->text));
	text_add(&text, wrong);
	text_add(&text, " '");
	text_add(&text, word_shown(word, shown));
	text_add(&text, "'; ");
	text_add(&text, right);
	return false;
}

static const char *near_profile(const struct profile_parser *p,
                                struct span word)
{
	struct nearest nearest;

	nearest_init(&nearest, word);
	for (unsigned int i = 0; i < p->vocabulary->profiles; i++)
		nearest_offer(&nearest, p->vocabulary->profile[i].name);
	for (unsigned int i = 0; p->guard && i < platforms.count; i++)
		nearest_offer(&nearest, platforms.word[i]);
	return nearest.word;
}

static bool fail_unknown(const struct profile_parser *p, struct span word)
{
	const char *near = near_profile(p, word);
	char right[96];
	struct text text;

	if (word_find(&platforms, word) != WORD_NOT_FOUND)
		return fail(p, word, "no profile but a platform",
		            "the machine line names the platform");
	if (!near)
		return fail(p, word, "unknown profile",
		            "'tcesim profiles' lists them");
	text_init(&text, right, sizeof(right));
	text_add(&text, "did you mean '");
	text_add(&text, near);
	text_add(&text, "'?");
	return fail(p, word, "unknown profile", right);
}

/* The digits at the front of *WORD, at most 16 bits; *WORD moves on. */
static bool take_digits(struct span *word, uint32_t *number)
{
	size_t length = 0;
	unsigned int n;

	while (length < word->length && word->text[length] >= '0' &&
	       word->text[length] <= '9')
		length++;
	if (name_number_parse((struct span){ word->text, length }, &n) !=
	            NUMBER_OK ||
	    n > UINT16_MAX)
		return false;
	word->text += length;
	word->length -= length;
	*number = n;
	return true;
}

/* linux-6.12 as a number; an empty word is an open end. */
static bool release_parse(struct span word, uint32_t *release)
{
	static const char prefix[] = "linux-";
	const size_t length = sizeof(prefix) - 1;
	uint32_t major, minor;

	*release = RELEASE_NONE;
	if (word.length == 0)
		return true;
	if (word.length < length || memcmp(word.text, prefix, length) != 0)
		return false;
	word.text += length;
	word.length -= length;
	if (!take_digits(&word, &major) || major == 0)
		return false;
	if (word.length == 0 || word.text[0] != '.')
		return false;
	word.text++;
	word.length--;
	if (!take_digits(&word, &minor) || word.length > 0)
		return false;
	*release = RELEASE(major, minor);
	return true;
}

/* DOTS is the offset of ".." in WORD. */
static bool range_parse(const struct profile_parser *p, struct span word,
                        size_t dots, struct profile_item *item)
{
	struct span first = { word.text, dots };
	struct span last = { word.text + dots + 2, word.length - dots - 2 };

	item->kind = PROFILE_RANGE;
	item->name = NULL;
	if (word.length == 2 || !release_parse(first, &item->first) ||
	    !release_parse(last, &item->last))
		return fail(p, word, "bad range of releases",
		            "a range is linux-4.12..linux-6.3, linux-6.11.. "
		            "or ..linux-4.20");
	if (item->first != RELEASE_NONE && item->first > item->last)
		return fail(p, word, "nothing is in the range",
		            "the earlier release comes first");
	return true;
}

/* The offset of ".." in WORD, or its length. */
static size_t find_dots(struct span word)
{
	for (size_t i = 0; i + 1 < word.length; i++) {
		if (word.text[i] == '.' && word.text[i + 1] == '.')
			return i;
	}
	return word.length;
}

static bool item_parse(const struct profile_parser *p, struct span word,
                       struct profile_item *item)
{
	size_t dots = find_dots(word);
	int platform;

	if (word.length == 0)
		return fail(p, word, "no name between the commas:",
		            "profiles are v9,linux-6.11..");
	if (dots < word.length)
		return range_parse(p, word, dots, item);

	item->kind = PROFILE_NAMED;
	item->first = RELEASE_NONE;
	item->last = RELEASE_NONE;
	for (unsigned int i = 0; i < p->vocabulary->profiles; i++) {
		item->name = p->vocabulary->profile[i].name;
		if (span_is(word, item->name))
			return true;
	}
	platform = p->guard ? word_find(&platforms, word) : WORD_NOT_FOUND;
	if (platform == WORD_NOT_FOUND)
		return fail_unknown(p, word);
	item->kind = PROFILE_PLATFORM;
	item->name = platforms.word[platform];
	return true;
}

bool profile_set_parse(struct profile_set *set, struct span text, bool guard,
                       const struct vocabulary *vocabulary,
                       struct profile_error *error)
{
	const struct profile_parser p = { vocabulary, guard, text.text, error };
	const char *end = text.text + text.length;
	const char *at = text.text;

	for (;;) {
		const char *comma = memchr(at, ',', (size_t)(end - at));
		const char *stop = comma ? comma : end;
		struct span word = { at, (size_t)(stop - at) };

		if (set->count == PROFILE_ITEMS_MAX)
			return fail(&p, word, "too many profiles from",
			            "a line has at most 24; ranges say more");
		if (!item_parse(&p, word, &set->item[set->count]))
			return false;
		set->count++;
		if (!comma)
			return true;
		at = comma + 1;
	}
}
