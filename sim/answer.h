/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * answer.h - all that a step answered, and its text.
 *
 * The text is what a `=` line says behind its guard, in the same words, so
 * that an answer can be pasted into a scenario.
 */
#ifndef SIM_ANSWER_H
#define SIM_ANSWER_H

#include "sim/backend.h"
#include "sim/command.h"
#include "sim/words.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
	ANSWER_FIELDS_MAX = 8,
	ANSWER_TEXT_MAX = 1024
};

/* An output field of an argument block. */
struct answer_field {
	enum key key;
	uint64_t value;
	bool untouched; /* the kernel did not write it */
};

struct answer {
	enum verb verb;
	struct reply reply; /* ret is 0 where a descriptor was answered */
	struct place place; /* of dma */
	struct seen seen;   /* of dma and peek */
	bool locked_vm_known;
	uint64_t locked_vm; /* bytes */
	unsigned int fields;
	struct answer_field field[ANSWER_FIELDS_MAX];
	/* show; the room is kept from step to step */
	struct show_line *line;
	size_t lines, room;
	bool lines_lost; /* memory ran out */
};

void answer_clear(struct answer *answer, enum verb verb);
void answer_release(struct answer *answer);
/* A sink for backend_ops.show; CONTEXT is a struct answer. */
void answer_add_line(void *context, const struct show_line *line);

/* The output field KEY, or NULL. */
const struct answer_field *answer_field(const struct answer *answer,
                                        enum key key);
/* The field of a line of show that is called KEY, or NULL. */
const struct show_field *show_field(const struct show_line *line, enum key key);

/*
 * The answer of any step but show.  LIKE NULL: the result, what the kernel
 * wrote, the reason of a refusal and hazards that happened.  Else the keys
 * that LIKE, a `=` line, has; and when it expects success where there was
 * failure or the other way round, both.
 */
size_t answer_format(const struct answer *answer, const struct command *like,
                     const struct vocabulary *vocabulary, char *text,
                     size_t size);

/* One field of a line of show, as it stands behind `key=`. */
size_t show_field_format(const struct show_field *field, char *text,
                         size_t size);
/* A line of show.  LIKE NULL: all of it; else the keys that LIKE has. */
size_t show_line_format(const struct show_line *line,
                        const struct command *like, char *text, size_t size);

#endif
