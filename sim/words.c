/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "sim/words.h"

#include <string.h>

enum {
	DISTANCE_LENGTH_MAX = 40, /* longer words are not compared */
	DISTANCE_FAR = 1000
};

struct span span_of(const char *word)
{
	return (struct span){ word, strlen(word) };
}

bool span_is(struct span span, const char *word)
{
	return strncmp(word, span.text, span.length) == 0 &&
	       word[span.length] == '\0';
}

int word_find(const struct word_list *list, struct span word)
{
	for (unsigned int i = 0; i < list->count; i++) {
		if (span_is(word, list->word[i]))
			return (int)i;
	}
	return WORD_NOT_FOUND;
}

static unsigned int least(unsigned int a, unsigned int b)
{
	return a < b ? a : b;
}

/* True when A[i-1..i] is B[j-1..j] with its letters swapped. */
static bool swapped(struct span a, size_t i, struct span b, size_t j)
{
	return i > 0 && j > 0 && a.text[i] == b.text[j - 1] &&
	       a.text[i - 1] == b.text[j];
}

unsigned int word_distance(struct span a, struct span b)
{
	/* cost[i][j]: of turning the first i letters of A into j of B */
	unsigned int cost[DISTANCE_LENGTH_MAX + 1][DISTANCE_LENGTH_MAX + 1];

	if (a.length > DISTANCE_LENGTH_MAX || b.length > DISTANCE_LENGTH_MAX)
		return DISTANCE_FAR;

	for (unsigned int i = 0; i <= a.length; i++)
		cost[i][0] = i;
	for (unsigned int j = 0; j <= b.length; j++)
		cost[0][j] = j;

	for (size_t i = 0; i < a.length; i++) {
		for (size_t j = 0; j < b.length; j++) {
			unsigned int same = a.text[i] == b.text[j] ? 0 : 1;
			unsigned int best = cost[i][j] + same;

			best = least(best, cost[i][j + 1] + 1);
			best = least(best, cost[i + 1][j] + 1);
			if (swapped(a, i, b, j))
				best = least(best, cost[i - 1][j - 1] + 1);
			cost[i + 1][j + 1] = best;
		}
	}
	return cost[a.length][b.length];
}

void nearest_init(struct nearest *nearest, struct span meant)
{
	nearest->meant = meant;
	nearest->word = NULL;
	/* A third of the letters may be wrong, but not a whole word. */
	nearest->distance = (unsigned int)least(
		(unsigned int)(meant.length / 3), DISTANCE_LENGTH_MAX);
	if (nearest->distance < 1)
		nearest->distance = 1;
	nearest->distance++;
}

void nearest_offer(struct nearest *nearest, const char *word)
{
	struct span offered = span_of(word);
	unsigned int distance = word_distance(nearest->meant, offered);

	if (distance >= nearest->distance || distance >= offered.length)
		return;
	nearest->distance = distance;
	nearest->word = word;
}

const char *word_near(const struct word_list *list, struct span word)
{
	struct nearest nearest;

	nearest_init(&nearest, word);
	for (unsigned int i = 0; i < list->count; i++)
		nearest_offer(&nearest, list->word[i]);
	return nearest.word;
}

/* Appends one character as a message may show it; answers its length. */
static size_t show_char(char *text, unsigned char c)
{
	static const char digits[] = "0123456789abcdef";

	if (c >= 0x20 && c < 0x7f) {
		text[0] = (char)c;
		return 1;
	}
	text[0] = '\\';
	text[1] = 'x';
	text[2] = digits[c >> 4];
	text[3] = digits[c & 15];
	return 4;
}

const char *word_shown(struct span word, char text[WORD_SHOWN_MAX])
{
	enum {
		CHAR_MAX_LENGTH = 4,
		DOTS_LENGTH = 3
	};
	size_t length = 0;

	for (size_t i = 0; i < word.length; i++) {
		if (length + CHAR_MAX_LENGTH + DOTS_LENGTH >= WORD_SHOWN_MAX) {
			memcpy(text + length, "...", DOTS_LENGTH);
			length += DOTS_LENGTH;
			break;
		}
		length += show_char(text + length, (unsigned char)word.text[i]);
	}
	text[length] = '\0';
	return text;
}
