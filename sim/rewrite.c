/* SPDX-License-Identifier: GPL-2.0-or-later */
#define _XOPEN_SOURCE 700 /* realpath */
#include "sim/rewrite.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <unistd.h>

/* ---- the text --------------------------------------------------------- */

struct plan {
	const struct edit *edit;
	size_t edits;
	size_t next;
};

static bool has_edit(const struct plan *plan, unsigned int number)
{
	return plan->next < plan->edits &&
	       plan->edit[plan->next].line == number;
}

/* LENGTH: of LINE without its newline, which is missing if not ENDED. */
static void edit_line(struct plan *plan, unsigned int number, const char *line,
                      size_t length, bool ended, FILE *to)
{
	bool written = plan->edit[plan->next].kind == EDIT_INSERT_BEHIND;

	if (written)
		fwrite(line, 1, length, to);
	for (; has_edit(plan, number); plan->next++) {
		const struct edit *edit = &plan->edit[plan->next];

		if (edit->kind == EDIT_DELETE)
			continue;
		if (written)
			putc('\n', to);
		fputs(edit->text, to);
		written = true;
		ended |= edit->kind == EDIT_INSERT_BEHIND;
	}
	if (written && ended)
		putc('\n', to);
}

static bool copy(FILE *from, FILE *to, struct plan *plan)
{
	unsigned int number = 0;
	char *line = NULL;
	size_t room = 0;
	ssize_t got;

	while ((got = getline(&line, &room, from)) >= 0) {
		size_t length = (size_t)got;
		bool ended = length && line[length - 1] == '\n';

		if (has_edit(plan, ++number))
			edit_line(plan, number, line, length - ended, ended,
			          to);
		else
			fwrite(line, 1, length, to);
	}
	free(line);
	/* A line that found no memory is neither the end nor an error. */
	return feof(from) && !ferror(from) && !ferror(to);
}

/* ---- the files -------------------------------------------------------- */

/* Writes the new file to descriptor FD, which is closed in any case. */
static bool write_new(int fd, const char *path, struct plan *plan)
{
	FILE *from = fopen(path, "r");
	FILE *to = fdopen(fd, "w");
	struct stat old;
	bool fine;

	fine = from && to && !fstat(fileno(from), &old) &&
	       !fchmod(fd, old.st_mode & 07777) && copy(from, to, plan);
	if (from)
		fclose(from);
	if (to ? fclose(to) : close(fd))
		fine = false;
	return fine;
}

static bool replace_file(const char *path, char *temporary, struct plan *plan)
{
	int fd = mkstemp(temporary);
	int saved;

	if (fd < 0)
		return false;
	if (write_new(fd, path, plan) && !rename(temporary, path))
		return true;
	saved = errno;
	unlink(temporary);
	errno = saved;
	return false;
}

bool rewrite_file(const char *path, const struct edit *edit, size_t edits)
{
	static const char suffix[] = ".XXXXXX";
	struct plan plan = { .edit = edit, .edits = edits };
	char *real, *temporary;
	bool fine = false;

	if (!edits)
		return true;
	/* A link stays a link. */
	real = realpath(path, NULL);
	temporary = real ? malloc(strlen(real) + sizeof(suffix)) : NULL;
	if (temporary) {
		strcpy(temporary, real);
		strcat(temporary, suffix);
		fine = replace_file(real, temporary, &plan);
	}
	free(temporary);
	free(real);
	return fine;
}
