/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "sim/tool.h"

#include "sim/number.h"
#include "sim/options.h"
#include "sim/parse.h"
#include "sim/room.h"
#include "sim/words.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

int tool_fail(const struct tool *tool, const char *what, const char *which)
{
	fprintf(tool->cli->err, "tcesim %s: %s %s\n", tool->self->name, what,
	        which);
	return EXIT_UNUSABLE;
}

void tool_print_error(void *context, const char *text)
{
	const struct tool *tool = context;

	fprintf(tool->cli->err, "%s\n", text);
}

/* ---- values of options ------------------------------------------------ */

static bool set_number(const struct tool *tool, const char *option,
                       const char *value, uint64_t *number)
{
	if (number_parse(span_of(value), number) == NUMBER_OK)
		return true;
	fprintf(tool->cli->err, "tcesim %s: %s takes a number, not %s\n",
	        tool->self->name, option, value);
	return false;
}

static bool set_kernels(const struct tool *tool, const char *option,
                        const char *value, struct kernels *to)
{
	struct profile_error error;

	if (kernels_parse(to, value, tool->vocabulary, &error))
		return true;
	tool_fail(tool, option, error.text);
	return false;
}

static bool set_kernel(const struct tool *tool, const char *option,
                       const char *value, struct kernel *to)
{
	struct kernels all = { .count = 0 };
	bool fine = set_kernels(tool, option, value, &all);

	if (fine && all.count == 1)
		*to = all.kernel[0];
	else if (fine)
		tool_fail(tool, option, "takes one profile");
	fine = fine && all.count == 1;
	kernels_release(&all);
	return fine;
}

void tool_default(struct kernel *kernel, const char *name)
{
	*kernel = (struct kernel){ .profile = tcesim_profile_named(name) };
	snprintf(kernel->name, sizeof(kernel->name), "%s", name);
}

static void print_parse_error(void *context, const struct parse_error *error)
{
	tool_fail(context, "--machine:", error->text);
}

static bool set_machine(struct tool *tool, const char *value,
                        struct tool_machine *to)
{
	static const char verb[] = "machine ";
	char line[LINE_LENGTH_MAX + sizeof(verb)];
	struct command command;

	/* What does not fit is too long for the language too. */
	snprintf(line, sizeof(line), "%s%s", verb, value);
	to->text = value;
	if (parse_line(line, strlen(line), tool->vocabulary, &command,
	               print_parse_error, tool) != PARSE_COMMAND)
		return false;
	machine_spec_init(&to->spec, &command);
	return true;
}

static bool set_option(struct tool *tool, const struct tool_option *option,
                       const char *value)
{
	switch (option->kind) {
	case TOOL_FLAG:
		*(bool *)option->to = true;
		return true;
	case TOOL_NUMBER:
		return set_number(tool, option->name, value, option->to);
	case TOOL_WORD:
		*(const char **)option->to = value;
		return true;
	case TOOL_KERNEL:
		return set_kernel(tool, option->name, value, option->to);
	case TOOL_KERNELS:
		return set_kernels(tool, option->name, value, option->to);
	case TOOL_MACHINE:
		break;
	}
	return set_machine(tool, value, option->to);
}

/* ---- the command line ------------------------------------------------- */

enum {
	OPTIONS_MAX = 24
};

static int parse(struct tool *tool, int argc, char **argv,
                 const struct tool_option *option)
{
	struct option_row rows[OPTIONS_MAX + 2] = { { "--help", false } };
	struct options options;
	int found;

	for (int i = 0; option[i].name; i++)
		rows[i + 1] = (struct option_row){
			option[i].name, option[i].kind != TOOL_FLAG
		};
	options_init(&options, rows, argc, argv);
	while ((found = options_next(&options, tool->cli->err)) !=
	       OPTIONS_END) {
		if (found == OPTIONS_ERROR)
			return EXIT_UNUSABLE;
		if (found == OPTIONS_OPERAND) {
			tool->operand[tool->operands++] =
				argv[options.next - 1];
			continue;
		}
		if (!found) {
			fputs(tool->self->help, tool->cli->out);
			return EXIT_AS_EXPECTED;
		}
		if (!set_option(tool, &option[found - 1], options.value))
			return EXIT_UNUSABLE;
	}
	return TOOL_READY;
}

int tool_begin(struct tool *tool, const struct cli_command *self, int argc,
               char **argv, const struct cli *cli,
               const struct tool_option *options)
{
	*tool = (struct tool){ .self = self, .cli = cli };
	tool->operand = room_zeroed((size_t)argc * sizeof(*tool->operand));
	if (model_vocabulary_init(&tool->names))
		tool->reader = reader_new(&tool->names.vocabulary);
	tool->vocabulary = &tool->names.vocabulary;
	return tool->reader ? parse(tool, argc, argv, options) : EXIT_INTERNAL;
}

void tool_end(struct tool *tool)
{
	reader_free(tool->reader);
	model_vocabulary_release(&tool->names);
	free(tool->operand);
}

/* ---- files ------------------------------------------------------------ */

FILE *tool_open(const struct tool *tool, const char *folder, const char *name)
{
	size_t size = strlen(folder) + strlen(name) + 2;
	char *path = room_zeroed(size);
	FILE *file;

	snprintf(path, size, "%s/%s", folder, name);
	mkdir(folder, 0777);
	file = fopen(path, "w");
	if (!file)
		tool_fail(tool, path, strerror(errno));
	free(path);
	return file;
}
