/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * options.h - the words of a command line, one by one.
 *
 * --name, --name=value, --name value; "--" ends the options; "-" is an
 * operand.  Options and operands may come in any order.
 */
#ifndef SIM_OPTIONS_H
#define SIM_OPTIONS_H

#include <stdbool.h>
#include <stdio.h>

struct option_row {
	const char *name; /* with its dashes; NULL ends the list */
	bool takes_value;
};

struct options {
	const struct option_row *rows;
	int argc;
	char **argv;
	int next; /* the word that comes next */
	bool only_operands;
	const char *value; /* of the option, or the operand */
};

enum {
	OPTIONS_END = -1,
	OPTIONS_OPERAND = -2,
	OPTIONS_ERROR = -3, /* it has been told */
};

/* ARGV[0] is the name of the command. */
void options_init(struct options *options, const struct option_row *rows,
                  int argc, char **argv);

/* The index of the row, or one of the above.  Errors go to ERR. */
int options_next(struct options *options, FILE *err);

#endif
