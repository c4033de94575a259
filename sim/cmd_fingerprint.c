/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "sim/cmd_fingerprint.h"

#include "sim/choose.h"
#include "sim/files.h"
#include "sim/fingerprint.h"
#include "sim/room.h"
#include "sim/tool.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

enum {
	NEAREST_SHOWN = 4
};

struct fingerprint_command {
	struct tool tool;
	struct tool_machine machine;
	char machine_line[2048];
	bool choose, all;
	struct trace_in trace;
	struct trace_story story;
	struct fingerprint fingerprint;
	struct chooser chooser;
	struct file_names files;
};

/* ---- what was found --------------------------------------------------- */

static void print_nearest(const struct fingerprint_command *c)
{
	const struct fingerprint *f = &c->fingerprint;
	FILE *out = c->tool.cli->out;

	for (unsigned int i = 0; i < f->guesses && i < NEAREST_SHOWN; i++)
		fprintf(out, "%s %s: %" PRIu64 " of %" PRIu64 " steps differ\n",
		        i ? "   then" : "nearest", f->guess[i].kernel.name,
		        f->guess[i].misfits, f->steps);
}

static const char *sentence(unsigned int trait)
{
	return tcesim_trait(trait)->sentence;
}

/* What the kernel has otherwise than the nearest one, and knows it. */
static void print_changes(const struct fingerprint_command *c)
{
	const struct fingerprint *f = &c->fingerprint;
	const struct kernel *nearest = &f->guess[0].kernel;
	FILE *out = c->tool.cli->out;

	for (unsigned int i = 0; tcesim_trait(i); i++) {
		const char *word = tcesim_trait_word(i, f->trait[i].value);

		if (strcmp(word, kernel_trait(nearest, i)) != 0)
			fprintf(out, "    but %s=%s, not %s: %s\n",
			        tcesim_trait(i)->name, word,
			        kernel_trait(nearest, i), sentence(i));
	}
	if (f->found.misfits)
		fprintf(out,
		        "%" PRIu64 " steps fit no kernel; tcesim check tells "
		        "which\n",
		        f->found.misfits);
}

static void print_told(const struct fingerprint_command *c)
{
	const struct fingerprint *f = &c->fingerprint;
	FILE *out = c->tool.cli->out;
	unsigned int told = 0, all = 0;

	for (; tcesim_trait(all); all++)
		told += f->trait[all].told;
	fprintf(out, "traits that show, %u of %u:\n", told, all);
	for (unsigned int i = 0; i < all; i++)
		if (f->trait[i].told)
			fprintf(out, "    %-20s %-14s %s\n",
			        tcesim_trait(i)->name,
			        tcesim_trait_word(i, f->trait[i].value),
			        sentence(i));
}

static void print_open(const struct fingerprint_command *c)
{
	const struct fingerprint *f = &c->fingerprint;
	FILE *out = c->tool.cli->out;

	fprintf(out, "traits that do not show:\n");
	for (unsigned int i = 0; tcesim_trait(i); i++) {
		const struct fingerprint_trait *trait = &f->trait[i];
		const char *before = " ";

		if (trait->told)
			continue;
		fprintf(out, "    %-20s", tcesim_trait(i)->name);
		for (unsigned int v = 0; v < trait->values; v++) {
			if (!trait->open[v])
				continue;
			fprintf(out, "%s%s", before, tcesim_trait_word(i, v));
			before = " or ";
		}
		fprintf(out, "\n");
	}
}

/* What shows, and is not as the contract has it. */
static void print_defects(const struct fingerprint_command *c)
{
	const struct tcesim_profile *strict = tcesim_profile_named("strict");
	const struct fingerprint *f = &c->fingerprint;
	FILE *out = c->tool.cli->out;

	fprintf(out, "not as the contract has it:\n");
	for (unsigned int i = 0; tcesim_trait(i); i++) {
		const char *word = tcesim_trait_word(i, f->trait[i].value);

		if (f->trait[i].told &&
		    strcmp(word, tcesim_trait_value(strict, i)) != 0)
			fprintf(out, "    %s=%s, not %s: %s\n",
			        tcesim_trait(i)->name, word,
			        tcesim_trait_value(strict, i), sentence(i));
	}
}

/* ---- traces ----------------------------------------------------------- */

static bool read_trace(struct fingerprint_command *c, const char *path)
{
	enum trace_next next = TRACE_END;

	if (!trace_open(&c->trace, path))
		return false;
	while ((next = trace_next(&c->trace, &c->story)) == TRACE_STORY)
		fingerprint_add(&c->fingerprint, &c->story);
	trace_close(&c->trace);
	return next == TRACE_END;
}

static int find(struct fingerprint_command *c)
{
	if (c->machine.text)
		snprintf(c->machine_line, sizeof(c->machine_line), "machine %s",
		         c->machine.text);
	c->trace.vocabulary = c->tool.vocabulary;
	c->trace.reader = c->tool.reader;
	c->trace.machine = c->machine_line;
	c->trace.report = tool_print_error;
	c->trace.context = &c->tool;
	c->fingerprint.vocabulary = c->tool.vocabulary;
	for (size_t i = 0; i < c->tool.operands; i++)
		if (!read_trace(c, c->tool.operand[i]))
			return EXIT_UNUSABLE;
	if (!c->fingerprint.steps)
		return tool_fail(&c->tool, "no step is in", c->tool.operand[0]);
	fingerprint_find(&c->fingerprint);
	print_nearest(c);
	print_changes(c);
	print_told(c);
	print_defects(c);
	print_open(c);
	return c->fingerprint.found.misfits ? EXIT_DIFFERENT : EXIT_AS_EXPECTED;
}

/* ---- which scenarios to ask ------------------------------------------- */

static const char *const class_names[CHOOSE_CLASSES] = {
	"any kernel can play these",
	"these look at DMA or at the state, too",
	"in these something must fail",
	"these may break the kernel",
};

static void print_chosen(const struct fingerprint_command *c,
                         enum choose_class class)
{
	const struct chooser *chooser = &c->chooser;
	FILE *out = c->tool.cli->out;

	fprintf(out, "# %s\n", class_names[class]);
	for (size_t i = 0; i < chooser->files; i++)
		if (chooser->file[i].chosen && chooser->file[i].class == class)
			fprintf(out, "%s\n", chooser->file[i].name);
}

static void print_untold(const struct fingerprint_command *c)
{
	FILE *out = c->tool.cli->out;

	fprintf(out, "# not told by any:");
	for (unsigned int t = 0; tcesim_trait(t); t++)
		for (unsigned int v = 0; tcesim_trait_word(t, v); v++)
			if (!chooser_flips_of(&c->chooser, t, v))
				fprintf(out, " %s=%s", tcesim_trait(t)->name,
				        tcesim_trait_word(t, v));
	fprintf(out, "\n");
}

static void print_alike(const struct fingerprint_command *c)
{
	FILE *out = c->tool.cli->out;

	fprintf(out, "# not told apart:");
	for (unsigned int b = 0; tcesim_profile(b); b++)
		for (unsigned int a = 0; a < b; a++)
			if (!chooser_pair(&c->chooser, a, b))
				fprintf(out, " %s-%s", tcesim_profile(a)->name,
				        tcesim_profile(b)->name);
	fprintf(out, "\n");
}

static bool add_files(struct fingerprint_command *c)
{
	struct chooser *chooser = &c->chooser;
	bool fine = true;

	chooser->vocabulary = c->tool.vocabulary;
	chooser->reader = c->tool.reader;
	for (size_t i = 0; fine && i < c->tool.operands; i++)
		fine = files_add(&c->files, c->tool.operand[i]) ||
		       !tool_fail(&c->tool, c->tool.operand[i],
		                  strerror(errno));
	for (size_t i = 0; fine && i < c->files.count; i++)
		fine = chooser_add(chooser, c->files.name[i], tool_print_error,
		                   &c->tool);
	return fine;
}

static int choose(struct fingerprint_command *c)
{
	if (!add_files(c))
		return EXIT_UNUSABLE;
	if (c->all)
		chooser_take_all(&c->chooser);
	else
		chooser_choose(&c->chooser);
	fprintf(c->tool.cli->out,
	        "# %u pairs of profiles and %u changes of one trait are "
	        "told\n",
	        chooser_pairs(&c->chooser), chooser_flips(&c->chooser));
	print_untold(c);
	print_alike(c);
	for (int class = CHOOSE_PLAIN; class < CHOOSE_CLASSES; class ++)
		print_chosen(c, (enum choose_class) class);
	return EXIT_AS_EXPECTED;
}

/* ---- the command ------------------------------------------------------ */

static int run_fingerprint(const struct cli_command *self, int argc,
                           char **argv, const struct cli *cli)
{
	struct fingerprint_command *c = room_zeroed(sizeof(*c));
	const struct tool_option options[] = {
		{ "--machine", TOOL_MACHINE, &c->machine },
		{ "--choose", TOOL_FLAG, &c->choose },
		{ "--all", TOOL_FLAG, &c->all },
		{ NULL, TOOL_FLAG, NULL },
	};
	int status;

	status = tool_begin(&c->tool, self, argc, argv, cli, options);
	if (status == TOOL_READY && !c->tool.operands)
		status = tool_fail(&c->tool, "no TRACE is given;",
		                   "tcesim fingerprint --help tells more");
	if (status == TOOL_READY)
		status = c->choose ? choose(c) : find(c);
	fingerprint_release(&c->fingerprint);
	chooser_release(&c->chooser);
	files_release(&c->files);
	trace_story_release(&c->story);
	trace_close(&c->trace);
	tool_end(&c->tool);
	free(c);
	return status;
}

const struct cli_command cmd_fingerprint = {
	.name = "fingerprint",
	.summary = "say which kernel is behind a trace",
	.help = "usage: tcesim fingerprint [OPTION]... TRACE...\n"
		"       tcesim fingerprint --choose PATH...\n"
		"\n"
		"Names the kernels that come nearest to the answers in all\n"
		"traces together, what is otherwise, which traits show and\n"
		"which of them are defects.\n"
		"\n"
		"  --machine LINE  on this machine, where a trace names none\n"
		"  --choose        list the few scenarios of PATH that tell as\n"
		"                  many kernels apart as all of them do\n"
		"  --all           ... list all, and count what they tell\n",
	.run = run_fingerprint,
};
