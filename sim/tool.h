/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * tool.h - what the commands that work on scenarios have in common: their
 * command line, the vocabulary and a reader.
 */
#ifndef SIM_TOOL_H
#define SIM_TOOL_H

#include "model/tcesim.h"
#include "sim/cli.h"
#include "sim/command.h"
#include "sim/kernels.h"
#include "sim/model_vocabulary.h"
#include "sim/reader.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum tool_option_kind {
	TOOL_FLAG,    /* bool */
	TOOL_NUMBER,  /* uint64_t; as the language writes numbers */
	TOOL_WORD,    /* const char * */
	TOOL_KERNEL,  /* struct kernel */
	TOOL_KERNELS, /* struct kernels */
	TOOL_MACHINE, /* struct tool_machine */
};

struct tool_option {
	const char *name; /* with its dashes; NULL ends the list */
	enum tool_option_kind kind;
	void *to;
};

/* "page=64K groups=2", as behind `machine`. */
struct tool_machine {
	const char *text; /* NULL: not given */
	struct machine_spec spec;
};

struct tool {
	const struct cli_command *self;
	const struct cli *cli;
	struct model_vocabulary names;
	const struct vocabulary *vocabulary;
	struct reader *reader;
	char **operand;
	size_t operands;
};

enum {
	TOOL_READY = -1
};

/* TOOL_READY, or the status to exit with.  tool_end() in any case. */
int tool_begin(struct tool *tool, const struct cli_command *self, int argc,
               char **argv, const struct cli *cli,
               const struct tool_option *options);
void tool_end(struct tool *tool);

/* The kernel that is the profile NAME. */
void tool_default(struct kernel *kernel, const char *name);

/* Says WHAT and WHICH on the error stream.  Answers EXIT_UNUSABLE. */
int tool_fail(const struct tool *tool, const char *what, const char *which);
/* A reader_error; CONTEXT is a struct tool. */
void tool_print_error(void *context, const char *text);

/* DIR/NAME opened for writing, DIR made if need be; an error is told. */
FILE *tool_open(const struct tool *tool, const char *folder, const char *name);

#endif
