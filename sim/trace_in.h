/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * trace_in.h - a trace, story by story, as scripts whose `=` lines say what
 * was answered.
 *
 * A trace is what `tcesim run --format json` writes (docs/trace.md), or what
 * any other program writes that names its steps in the language.  What
 * nobody tells is not asked for: a step needs `step`, and `ret` or `show`.
 */
#ifndef SIM_TRACE_IN_H
#define SIM_TRACE_IN_H

#include "sim/json_in.h"
#include "sim/reader.h"
#include "sim/script.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

struct trace_story {
	char *file, *profile; /* "" where the trace does not say */
	struct script script;
	struct scenario scenario;
};

struct trace_in {
	/* the caller's */
	const struct vocabulary *vocabulary;
	struct reader *reader;
	const char *machine; /* a machine line, where the trace has none */
	reader_error *report;
	void *context;

	const char *name;
	FILE *file;
	char *line;
	size_t line_room;
	unsigned long number; /* of the line */
	bool again;           /* the line has not been used up */
	bool over;            /* the story has no more steps */
	struct json_in json;
};

enum trace_next {
	TRACE_STORY,
	TRACE_END,
	TRACE_WRONG, /* an error has been reported; no more of this trace */
};

/* "-" is standard input.  False: it cannot be read, which was reported. */
bool trace_open(struct trace_in *trace, const char *path);
/* The next story that has steps.  STORY is all zero before the first. */
enum trace_next trace_next(struct trace_in *trace, struct trace_story *story);
void trace_close(struct trace_in *trace);
void trace_story_release(struct trace_story *story);

#endif
