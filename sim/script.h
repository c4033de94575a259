/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * script.h - a scenario in memory, as lines that can be taken out, added and
 * changed.
 *
 * Lines keep the order of the file: `machine` and `only`, steps, `=` lines.
 * Comments and blank lines are not kept.
 */
#ifndef SIM_SCRIPT_H
#define SIM_SCRIPT_H

#include "sim/command.h"
#include "sim/reader.h"
#include "sim/words.h"

#include <stdbool.h>
#include <stddef.h>

struct script_line {
	char *text;
	enum verb verb;
	unsigned int number; /* in the file it came from; 0: in none */
};

/* All zero: no lines. */
struct script {
	struct script_line *line;
	size_t lines, room;
};

void script_release(struct script *script);
/* Forgets the lines behind the first COUNT. */
void script_cut(struct script *script, size_t count);
void script_copy(struct script *to, const struct script *from);

/* Adds one line, which must parse.  NUMBER is for messages. */
void script_add(struct script *script, const struct vocabulary *vocabulary,
                const char *text, unsigned int number);
void script_remove(struct script *script, size_t index);
/* Puts TEXT where line INDEX was; its verb stays. */
void script_replace(struct script *script, size_t index, const char *text);

size_t script_steps(const struct script *script);
/* The whole as a file; the caller frees it. */
char *script_text(const struct script *script, size_t *length);

/* Line INDEX as a command. */
void script_command(const struct script *script, size_t index,
                    const struct vocabulary *vocabulary,
                    struct command *command);

/*
 * Takes in all of TEXT, which READER finds well-formed; else what SCRIPT held
 * stays, and errors go to REPORT.
 */
enum reader_status script_read_text(struct script *script,
                                    struct reader *reader,
                                    const struct vocabulary *vocabulary,
                                    const char *name, struct span text,
                                    reader_error *report, void *context,
                                    struct scenario *scenario);
/* The same for a file; "-" is standard input. */
enum reader_status script_read(struct script *script, struct reader *reader,
                               const struct vocabulary *vocabulary,
                               const char *path, reader_error *report,
                               void *context, struct scenario *scenario);

/* True when SCRIPT is well-formed as it stands; then *SCENARIO counts. */
bool script_is_valid(const struct script *script, struct reader *reader,
                     struct scenario *scenario);
/* Removes what stands in the way of that, line by line. */
void script_repair(struct script *script, struct reader *reader,
                   struct scenario *scenario);

#endif
