/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * reader.h - a scenario file, read twice: to find every error in it, and then
 * to hand out its commands.
 *
 * Memory does not grow with the file, only with the names in it: a long file
 * is streamed, a short one is kept from the first pass to the second, and
 * what cannot be read twice (standard input, a pipe) is spooled.
 *
 *     reader = reader_new(&vocabulary);
 *     for each file:
 *         if (reader_open(reader, path, print_error, NULL, &scenario) != OK)
 *             continue;
 *         for each profile that scenario.only has:
 *             reader_rewind(reader);
 *             while (reader_next(reader, &command) == READER_COMMAND)
 *                 ...
 *     reader_free(reader);
 */
#ifndef SIM_READER_H
#define SIM_READER_H

#include "sim/command.h"
#include "sim/words.h"

#include <stddef.h>
#include <stdint.h>

struct reader;

enum reader_status {
	READER_OK,
	READER_ILL_FORMED, /* every error has been reported */
	READER_UNREADABLE, /* one error has been reported: "file: why" */
};

/* What the first pass learnt. */
struct scenario {
	struct machine_spec machine;
	unsigned int machine_line; /* 0: the file has none */
	struct profile_set only;   /* empty: every profile */
	uint64_t lines;
	uint64_t steps;
	uint64_t answers; /* `=` lines */
};

/* TEXT is "file:line:column: what is wrong; what would be right". */
typedef void reader_error(void *context, const char *text);

/* NULL: no memory.  VOCABULARY must outlive the reader. */
struct reader *reader_new(const struct vocabulary *vocabulary);
void reader_free(struct reader *reader);

/*
 * Reads all of PATH ("-": standard input) and checks it.  What the reader had
 * open before is closed.  Errors come in order of the lines.  *scenario counts
 * only on READER_OK.
 */
enum reader_status reader_open(struct reader *reader, const char *path,
                               reader_error *report, void *context,
                               struct scenario *scenario);

/* The same for a text in memory, which the caller keeps; NAME is for
 * messages. */
enum reader_status reader_open_text(struct reader *reader, const char *name,
                                    const char *text, size_t length,
                                    reader_error *report, void *context,
                                    struct scenario *scenario);

enum reader_next {
	READER_COMMAND, /* a step or a `=` line, in the file's order */
	READER_END,
	READER_CHANGED, /* the file is not what it was in the first pass, or
	                   cannot be read any more */
};

/* After reader_open() and reader_rewind() the first command comes next. */
enum reader_next reader_next(struct reader *reader, struct command *command);
void reader_rewind(struct reader *reader);

/* The text of the line handed out last, until the next call. */
struct span reader_text(const struct reader *reader);

#endif
