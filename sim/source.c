/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "sim/source.h"
#include "sim/parse.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

void source_init(struct source *source)
{
	source->fd = -1;
	source->spool = NULL;
	source_open_text(source, "", 0);
}

void source_open_text(struct source *source, const char *text, size_t length)
{
	source_close(source);
	source->text = text;
	source->length = length;
	source->at = 0;
	source->ended = true;
}

void source_close(struct source *source)
{
	if (source->spool)
		fclose(source->spool);
	else if (source->fd > STDIN_FILENO)
		close(source->fd);
	source->spool = NULL;
	source->fd = -1;
}

/* Reads on until the buffer is full or the file ends.  0, or an errno. */
static int fill(struct source *source)
{
	while (source->length < SOURCE_BUFFER_SIZE) {
		ssize_t got = read(source->fd, source->buffer + source->length,
		                   SOURCE_BUFFER_SIZE - source->length);

		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return errno;
		if (got == 0) {
			source->ended = true;
			return 0;
		}
		source->length += (size_t)got;
	}
	return 0;
}

static int refill(struct source *source)
{
	source->text = source->buffer;
	source->at = 0;
	source->length = 0;
	source->ended = false;
	return fill(source);
}

/* Copies the rest of the file behind what the buffer holds to SPOOL. */
static int copy_rest(struct source *source, FILE *spool)
{
	for (;;) {
		int err;

		if (fwrite(source->buffer, 1, source->length, spool) <
		    source->length)
			return errno;
		if (source->ended)
			break;
		err = refill(source);
		if (err)
			return err;
	}
	return fflush(spool) == 0 ? 0 : errno;
}

/* What cannot be read twice goes to a file that can. */
static int spool(struct source *source)
{
	FILE *file = tmpfile();
	int err;

	if (!file)
		return errno;
	err = copy_rest(source, file);
	source_close(source);
	source->spool = file;
	source->fd = fileno(file);
	return err ? err : source_rewind(source);
}

static bool can_be_read_twice(int fd)
{
	struct stat status;

	return fd != STDIN_FILENO && fstat(fd, &status) == 0 &&
	       S_ISREG(status.st_mode);
}

/* The file is open: gets the front of it, or all. */
static int begin(struct source *source)
{
	int err = refill(source);

	if (err)
		return err;
	if (source->ended) {
		source_close(source);
		return 0;
	}
	return can_be_read_twice(source->fd) ? 0 : spool(source);
}

int source_open(struct source *source, const char *path)
{
	int err;

	source_close(source);
	if (strcmp(path, "-") == 0)
		source->fd = STDIN_FILENO;
	else
		source->fd = open(path, O_RDONLY | O_CLOEXEC);
	if (source->fd < 0)
		return errno;

	err = begin(source);
	if (err)
		source_open_text(source, "", 0);
	return err;
}

int source_rewind(struct source *source)
{
	if (source->fd < 0) {
		source->at = 0;
		return 0;
	}
	if (lseek(source->fd, 0, SEEK_SET) < 0)
		return errno;
	return refill(source);
}

/* Makes room behind the unfinished line at ->at, and reads on. */
static int read_on(struct source *source)
{
	size_t kept = source->length - source->at;

	/* Nobody wants to know how a line goes on that is too long. */
	if (kept > LINE_LENGTH_MAX + 1)
		kept = LINE_LENGTH_MAX + 1;
	memmove(source->buffer, source->buffer + source->at, kept);
	source->at = 0;
	source->length = kept;
	return fill(source);
}

enum source_status source_line(struct source *source, struct span *line,
                               int *err)
{
	for (;;) {
		const char *start = source->text + source->at;
		size_t rest = source->length - source->at;
		const char *newline = memchr(start, '\n', rest);

		line->text = start;
		if (newline) {
			line->length = (size_t)(newline - start);
			source->at += line->length + 1;
			return SOURCE_LINE;
		}
		if (source->ended) {
			line->length = rest;
			source->at = source->length;
			return rest > 0 ? SOURCE_LINE : SOURCE_END;
		}
		*err = read_on(source);
		if (*err)
			return SOURCE_FAILED;
	}
}
