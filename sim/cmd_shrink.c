/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "sim/cmd_shrink.h"

#include "sim/room.h"
#include "sim/shrink.h"
#include "sim/tool.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct shrink_command {
	struct tool tool;
	const char *until, *out;
	struct kernels kernels, between;
	struct property property;
	struct shrink shrink;
	char path[64]; /* where COMMAND finds the scenario */
};

static int write_result(const struct shrink_command *s)
{
	FILE *out = s->out ? fopen(s->out, "w") : s->tool.cli->out;
	size_t length;
	char *text;

	if (!out)
		return tool_fail(&s->tool, s->out, strerror(errno));
	text = script_text(&s->shrink.script, &length);
	fwrite(text, 1, length, out);
	free(text);
	if (s->out && fclose(out))
		return tool_fail(&s->tool, s->out, strerror(errno));
	fprintf(s->tool.cli->err,
	        "tcesim shrink: %zu steps, %" PRIu64 " tried\n",
	        script_steps(&s->shrink.script), s->shrink.tried);
	return EXIT_AS_EXPECTED;
}

static int shrink_file(struct shrink_command *s)
{
	struct shrink *shrink = &s->shrink;
	const char *file = s->tool.operand[0];

	if (script_read(&shrink->script, s->tool.reader, s->tool.vocabulary,
	                file, tool_print_error, &s->tool, &shrink->scenario))
		return EXIT_UNUSABLE;
	if (!property_learn(&s->property, &shrink->script, &shrink->scenario)) {
		fprintf(s->tool.cli->err, "tcesim shrink: %s: %s\n", file,
		        s->until           ? "the command does not succeed"
		        : s->between.count ? "these kernels answer alike"
		                           : "all is as expected");
		return EXIT_DIFFERENT;
	}
	shrink_run(shrink);
	return write_result(s);
}

/* COMMAND gets the scenario in a file of its own. */
static int shrink_until(struct shrink_command *s)
{
	const char *folder = getenv("TMPDIR");
	int status, fd;

	snprintf(s->path, sizeof(s->path), "%s/tcesim-shrink-XXXXXX",
	         folder && strlen(folder) < sizeof(s->path) / 2 ? folder
	                                                        : "/tmp");
	fd = mkstemp(s->path);
	if (fd < 0)
		return tool_fail(&s->tool, s->path, strerror(errno));
	close(fd);
	s->property.kind = PROPERTY_COMMAND;
	s->property.command = s->until;
	s->property.path = s->path;
	status = shrink_file(s);
	unlink(s->path);
	return status;
}

static int run_all(struct shrink_command *s)
{
	struct property *property = &s->property;
	struct profile_error error;

	if (s->tool.operands != 1)
		return tool_fail(&s->tool, "takes one FILE;",
		                 "tcesim shrink --help tells more");
	if (s->between.count && s->between.count != 2)
		return tool_fail(&s->tool, "--between:", "takes two profiles");
	if (!s->kernels.count)
		kernels_parse(&s->kernels, "all", s->tool.vocabulary, &error);
	property->vocabulary = s->tool.vocabulary;
	property->kernel = s->kernels.kernel;
	property->kernels = s->kernels.count;
	s->shrink.property = property;
	s->shrink.reader = s->tool.reader;
	s->shrink.vocabulary = s->tool.vocabulary;
	if (s->until)
		return shrink_until(s);
	if (s->between.count) {
		property->kind = PROPERTY_BETWEEN;
		property->kernel = s->between.kernel;
	}
	return shrink_file(s);
}

int cmd_shrink_on(const struct player_maker *maker, int argc, char **argv,
                  const struct cli *cli)
{
	struct shrink_command *s = room_zeroed(sizeof(*s));
	const struct tool_option options[] = {
		{ "--until", TOOL_WORD, &s->until },
		{ "--between", TOOL_KERNELS, &s->between },
		{ "--profile", TOOL_KERNELS, &s->kernels },
		{ "-o", TOOL_WORD, &s->out },
		{ NULL, TOOL_FLAG, NULL },
	};
	int status;

	s->property.maker = maker;
	status = tool_begin(&s->tool, &cmd_shrink, argc, argv, cli, options);
	if (status == TOOL_READY)
		status = run_all(s);
	shrink_release(&s->shrink);
	property_release(&s->property);
	kernels_release(&s->kernels);
	kernels_release(&s->between);
	tool_end(&s->tool);
	free(s);
	return status;
}

static int run_shrink(const struct cli_command *self, int argc, char **argv,
                      const struct cli *cli)
{
	(void)self;
	return cmd_shrink_on(NULL, argc, argv, cli);
}

const struct cli_command cmd_shrink = {
	.name = "shrink",
	.summary = "find the smallest scenario that shows the same",
	.help = "usage: tcesim shrink [OPTION]... FILE\n"
		"\n"
		"Leaves out of a scenario what it can do without, and prints\n"
		"the rest.  What must stay is the first difference (or internal\n"
		"error) that tcesim run finds: the step, what it should have\n"
		"answered and what it answered.\n"
		"\n"
		"  --profile LIST   ... on these profiles (all)\n"
		"  --between A,B    what must stay is the first step that these\n"
		"                   two profiles answer differently\n"
		"  --until COMMAND  what must stay is that COMMAND FILE ends\n"
		"                   with status 0\n"
		"  -o FILE          write it to FILE, not to standard output\n",
	.run = run_shrink,
};
