/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * words.h - words of a line, lists of names, and the name that was meant.
 *
 * A span is a piece of somebody else's text and ends without a NUL.
 */
#ifndef SIM_WORDS_H
#define SIM_WORDS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct span {
	const char *text;
	size_t length;
};

struct word_list {
	const char *const *word;
	unsigned int count;
};

struct vocabulary_profile {
	const char *name;   /* "linux-6.12" */
	unsigned int major; /* 0: no release ("v9", "strict") */
	unsigned int minor;
};

/*
 * The names that the parser does not own.  The caller takes them from the
 * model (or from a copy of its lists) and keeps them while the parser is used;
 * what the parser answers points at them.  Indexes are those of the lists.
 */
struct vocabulary {
	struct word_list reasons; /* reason 0 is "none" */
	struct word_list hazards; /* at most 32; "none" is not among them */
	struct word_list sites;   /* fault sites */
	const struct vocabulary_profile *profile;
	unsigned int profiles;
	/* "EINVAL" for 22, or NULL; 22 for "EINVAL", or 0. */
	const char *(*error_name)(int error);
	int (*error_number)(const char *name);
};

enum {
	WORD_NOT_FOUND = -1
};

bool span_is(struct span span, const char *word);
struct span span_of(const char *word);

/* The index of WORD in LIST, or WORD_NOT_FOUND. */
int word_find(const struct word_list *list, struct span word);

/* How many letters must change to turn A into B: inserted, removed, replaced,
 * or swapped with their neighbour.  Long words count as far apart. */
unsigned int word_distance(struct span a, struct span b);

/* The word of LIST that was probably meant, or NULL when none is near. */
const char *word_near(const struct word_list *list, struct span word);

/* For names in other lists: the best of the candidates offered so far. */
struct nearest {
	struct span meant;
	const char *word; /* NULL: none is near */
	unsigned int distance;
};

void nearest_init(struct nearest *nearest, struct span meant);
void nearest_offer(struct nearest *nearest, const char *word);

/*
 * WORD for a message: what is not printable ASCII as \xNN, a long word cut
 * short with "...".  Returns TEXT.
 */
enum {
	WORD_SHOWN_MAX = 64
};
const char *word_shown(struct span word, char text[WORD_SHOWN_MAX]);

#endif
