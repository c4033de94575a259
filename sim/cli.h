/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * cli.h - the program tcesim, without its main().
 */
#ifndef SIM_CLI_H
#define SIM_CLI_H

#include <stdbool.h>
#include <stdio.h>

enum cli_exit {
	EXIT_AS_EXPECTED = 0,
	EXIT_DIFFERENT = 1,
	EXIT_UNUSABLE = 2, /* arguments, or a file */
	EXIT_INTERNAL = 3,
	EXIT_ALL_SKIPPED = 77,
};

struct cli {
	FILE *out, *err;
	bool colour; /* on OUT */
};

struct cli_command {
	const char *name;
	const char *summary; /* one line */
	const char *help;    /* synopsis and options */
	/* ARGV[0] is the name of the command. */
	int (*run)(const struct cli_command *self, int argc, char **argv,
	           const struct cli *cli);
};

/* ARGV as main() has it. */
int cli_main(int argc, char **argv, const struct cli *cli);

#endif
