/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * source.h - the lines of a file or of a text, as often as they are wanted,
 * in memory that does not grow with the file.
 */
#ifndef SIM_SOURCE_H
#define SIM_SOURCE_H

#include "sim/words.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

enum {
	SOURCE_BUFFER_SIZE = 65536
};

struct source {
	int fd;      /* -1: all of it is in ->text */
	FILE *spool; /* what fd belongs to, if not to us */
	const char *text;
	size_t at;     /* of the next line, in ->text */
	size_t length; /* of what ->text holds now */
	bool ended;    /* nothing comes after it */
	char buffer[SOURCE_BUFFER_SIZE];
};

enum source_status {
	SOURCE_LINE,
	SOURCE_END,
	SOURCE_FAILED, /* *err is the errno */
};

void source_init(struct source *source);

/* Opens PATH, or standard input for "-".  0, or an errno. */
int source_open(struct source *source, const char *path);

/* TEXT is not copied. */
void source_open_text(struct source *source, const char *text, size_t length);

void source_close(struct source *source);

/* Back to the first line.  0, or an errno. */
int source_rewind(struct source *source);

/*
 * The next line without its newline, valid until the next call.  Of a line
 * that does not fit into the buffer only the length is wrong: it is cut to
 * something that is still longer than any line may be.
 */
enum source_status source_line(struct source *source, struct span *line,
                               int *err);

#endif
