/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * tool_rig.h - the program in this process, and a folder for its files.
 */
#ifndef TESTS_TOOL_RIG_H
#define TESTS_TOOL_RIG_H

#include "sim/cli.h"

#include <stdbool.h>
#include <stddef.h>

enum {
	TOOL_PATH_MAX = 192
};

struct tool_rig {
	char folder[64];
	char *out, *err; /* of the last run */
	bool colour;     /* of the runs that follow */
};

void tool_rig_init(struct tool_rig *rig);
void tool_rig_release(struct tool_rig *rig);

/*
 * Runs `tcesim LINE`: words with blanks between; @ is the folder, and ~ in a
 * word a blank.  Answers the exit status.
 */
int tool_rig_run(struct tool_rig *rig, const char *line);
/* The same for another command than those of the program. */
int tool_rig_call(struct tool_rig *rig,
                  int (*command)(int argc, char **argv, const struct cli *cli),
                  const char *line);
/* The same as tool_rig_run(), with its output as @/NAME. */
int tool_rig_run_to(struct tool_rig *rig, const char *line, const char *name);

void tool_rig_put(struct tool_rig *rig, const char *name, const char *text);
void tool_rig_put_folder(struct tool_rig *rig, const char *name);
/* Whether @/NAME is there. */
bool tool_rig_has_file(struct tool_rig *rig, const char *name);
/* The caller frees it. */
char *tool_rig_get(struct tool_rig *rig, const char *name);
/* @/NAME holds TEXT, and no more. */
void tool_rig_check(struct tool_rig *rig, const char *name, const char *text);
/* PATH has room for TOOL_PATH_MAX. */
void tool_rig_path(const struct tool_rig *rig, const char *name, char *path);

/* Whether PART is in TEXT. */
bool has(const char *text, const char *part);
/* How often. */
unsigned int times(const char *text, const char *part);

#endif
