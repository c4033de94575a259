/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * grammar.h - the language as tables: verbs, keys and their words.
 *
 * The parser, its messages, `tcesim verbs` and the check of docs/scenario.md
 * derive from these tables; nothing about a verb or key is said twice.
 */
#ifndef SIM_GRAMMAR_H
#define SIM_GRAMMAR_H

#include "sim/command.h"
#include "sim/words.h"

#include <stddef.h>
#include <stdint.h>

enum {
	VERB_KEYS_MAX = 18
};

/* Keys end with KEY_COUNT. */
typedef unsigned char key_list[VERB_KEYS_MAX];

struct verb_row {
	const char *name;
	/* One letter each: c g d m p: a name; C: a name this line makes (M, P,
	 * D likewise); f: any file; s: a fault site; r: read or write. */
	const char *objects;
	key_list needs;
	key_list allows;
	key_list answers; /* keys of its `=` line, besides why= and so on */
	const char *help; /* one sentence */
};

enum key_type {
	TYPE_NUMBER,  /* min to max */
	TYPE_POWER,   /* a power of two */
	TYPE_PAGE,    /* 4K or 64K */
	TYPE_ADDRESS, /* a number, or a buffer and an offset */
	TYPE_CHOICE,  /* one of ->words; the index is ->choice */
	TYPE_NAMED,   /* a number, or one of ->words, which are numbers */
	TYPE_OBJECT,  /* a name of the letter ->letter */
	TYPE_GROUPS,  /* g1,g0 or none */
	TYPE_ERROR,   /* -EIO */
	TYPE_WHY,
	TYPE_HAZARDS,
	TYPE_ARG,  /* null, unmapped, readonly, edge:N */
	TYPE_TEXT, /* any word */
	TYPE_RUNS, /* 0x5a*4K,0*4K or ok*2,dma_no_tce */
};

/* How a number is written back. */
enum key_style {
	STYLE_DECIMAL,
	STYLE_HEX,
	STYLE_SIZE, /* 64K, 3G */
};

struct named_number {
	const char *name;
	uint64_t number;
};

struct key_row {
	const char *name;
	enum key_type type;
	enum key_style style;
	uint64_t min, max;
	char letter;
	const struct word_list *words;    /* of TYPE_CHOICE */
	const struct named_number *named; /* of TYPE_NAMED; ends with NULL */
	const char *form; /* for people: "N", "SIZE", "yes|no" */
};

const struct verb_row *verb_row(enum verb verb);
const struct key_row *key_row(enum key key);

/* The verb called WORD, or VERB_COUNT. */
enum verb verb_named(struct span word);

/* The keys of a line of `show`. */
const unsigned char *show_keys(enum show_kind kind);
const struct word_list *show_kinds(void);
/* 'p', 'm', 'c', 'g': what a line of KIND is named by; 0: an address. */
char show_letter(enum show_kind kind);

/* Keys that the `=` line of every step but show may have. */
const unsigned char *answer_keys(void);

/* All output fields that some step may have. */
const unsigned char *output_keys(void);
/* Keys that tell of a transfer which was not ok. */
const unsigned char *fault_keys(void);

bool key_in(const unsigned char *list, enum key key);
/* True for the keys that may be said of one group of the machine. */
bool key_of_group(enum key key);

/* "create cN page_shift=N window_size=SIZE levels=N [argsz=N] ..."; as
 * snprintf. */
size_t verb_usage(enum verb verb, char *text, size_t size);

#endif
