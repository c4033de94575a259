/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "sim/options.h"

#include "sim/words.h"

#include <string.h>

void options_init(struct options *options, const struct option_row *rows,
                  int argc, char **argv)
{
	*options = (struct options){
		.rows = rows,
		.argc = argc,
		.argv = argv,
		.next = 1,
	};
}

static int find(const struct options *options, struct span name)
{
	for (int i = 0; options->rows[i].name; i++)
		if (span_is(name, options->rows[i].name))
			return i;
	return OPTIONS_ERROR;
}

static int unknown(const struct options *options, struct span name, FILE *err)
{
	struct nearest nearest;

	nearest_init(&nearest, name);
	for (int i = 0; options->rows[i].name; i++)
		nearest_offer(&nearest, options->rows[i].name);
	fprintf(err, "tcesim %s: unknown option %.*s", options->argv[0],
	        (int)name.length, name.text);
	if (nearest.word)
		fprintf(err, "; did you mean %s?", nearest.word);
	fprintf(err, "\n");
	return OPTIONS_ERROR;
}

static int fail(const struct options *options, const char *what, int row,
                FILE *err)
{
	fprintf(err, "tcesim %s: option %s %s\n", options->argv[0],
	        options->rows[row].name, what);
	return OPTIONS_ERROR;
}

static int option(struct options *options, const char *word, FILE *err)
{
	const char *equals = strchr(word, '=');
	const struct span name = { word, equals ? (size_t)(equals - word)
		                                : strlen(word) };
	int row = find(options, name);

	if (row < 0)
		return unknown(options, name, err);
	if (equals && !options->rows[row].takes_value)
		return fail(options, "takes no value", row, err);
	options->value = equals ? equals + 1 : NULL;
	if (options->rows[row].takes_value && !equals) {
		if (options->next == options->argc)
			return fail(options, "needs a value", row, err);
		options->value = options->argv[options->next++];
	}
	return row;
}

int options_next(struct options *options, FILE *err)
{
	const char *word;

	if (options->next == options->argc)
		return OPTIONS_END;
	word = options->argv[options->next++];
	if (!options->only_operands && !strcmp(word, "--")) {
		options->only_operands = true;
		return options_next(options, err);
	}
	if (!options->only_operands && word[0] == '-' && word[1])
		return option(options, word, err);
	options->value = word;
	return OPTIONS_OPERAND;
}
