/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * files.h - the scenario files that a command line names.
 */
#ifndef SIM_FILES_H
#define SIM_FILES_H

#include <stdbool.h>
#include <stddef.h>

/* All zero: none. */
struct file_names {
	char **name;
	size_t count, room;
};

/*
 * Adds PATH: a folder stands for all *.scn in it and below it, in the order of
 * their names; anything else, "-" too, for itself.  Links to folders are not
 * followed below PATH.  False, with errno set: it cannot be read.
 */
bool files_add(struct file_names *files, const char *path);
void files_release(struct file_names *files);

#endif
