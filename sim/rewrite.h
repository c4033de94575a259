/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * rewrite.h - changes of single lines of a file, all or none of them.
 */
#ifndef SIM_REWRITE_H
#define SIM_REWRITE_H

#include <stdbool.h>
#include <stddef.h>

enum edit_kind {
	EDIT_REPLACE,
	EDIT_DELETE,
	EDIT_INSERT_BEHIND,
};

struct edit {
	enum edit_kind kind;
	unsigned int line; /* of the old file, from 1 */
	char *text;        /* without a newline; NULL for EDIT_DELETE */
};

/*
 * EDIT is in order of the lines; several for one line apply in their order.
 * The new file takes the old one's place when it is complete, with its mode.
 * False, with errno set: PATH is as it was.
 */
bool rewrite_file(const char *path, const struct edit *edit, size_t edits);

#endif
