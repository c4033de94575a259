/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "sim/cli.h"

#include "model/tcesim.h"
#include "sim/cmd_check.h"
#include "sim/cmd_explore.h"
#include "sim/cmd_fingerprint.h"
#include "sim/cmd_fuzz.h"
#include "sim/cmd_generate.h"
#include "sim/cmd_list.h"
#include "sim/cmd_profiles.h"
#include "sim/cmd_run.h"
#include "sim/cmd_shrink.h"
#include "sim/words.h"

#include <string.h>

static const struct cli_command *const commands[] = {
	&cmd_run,    &cmd_explore, &cmd_profiles,    &cmd_reasons,  &cmd_verbs,
	&cmd_faults, &cmd_hazards, &cmd_invariants,  &cmd_generate, &cmd_shrink,
	&cmd_fuzz,   &cmd_check,   &cmd_fingerprint,
};

enum {
	COMMANDS = sizeof(commands) / sizeof(commands[0])
};

static int help(FILE *out)
{
	fputs("usage: tcesim COMMAND [OPTION]... [ARGUMENT]...\n"
	      "\n"
	      "A deterministic model of the Linux VFIO sPAPR TCE IOMMU driver\n"
	      "with Dynamic DMA Windows.\n"
	      "\n",
	      out);
	for (int i = 0; i < COMMANDS; i++)
		fprintf(out, "  %-11s %s\n", commands[i]->name,
		        commands[i]->summary);
	fputs("\n"
	      "tcesim COMMAND --help tells about a command; tcesim --version\n"
	      "prints the version.\n"
	      "\n"
	      "Exit status: 0 all as expected; 1 something was not; 2 unusable\n"
	      "arguments or files; 3 internal error; 77 all was skipped.\n",
	      out);
	return EXIT_AS_EXPECTED;
}

static int unknown(const char *name, FILE *err)
{
	struct nearest nearest;

	nearest_init(&nearest, span_of(name));
	for (int i = 0; i < COMMANDS; i++)
		nearest_offer(&nearest, commands[i]->name);
	fprintf(err, "tcesim: unknown %s %s",
	        name[0] == '-' ? "option" : "command", name);
	if (nearest.word)
		fprintf(err, "; did you mean %s?", nearest.word);
	fprintf(err, "\n");
	return EXIT_UNUSABLE;
}

static int dispatch(int argc, char **argv, const struct cli *cli)
{
	if (argc < 2) {
		help(cli->err);
		return EXIT_UNUSABLE;
	}
	if (!strcmp(argv[1], "--help") || !strcmp(argv[1], "help"))
		return help(cli->out);
	if (!strcmp(argv[1], "--version")) {
		fprintf(cli->out, "tcesim %s\n", TCESIM_VERSION);
		return EXIT_AS_EXPECTED;
	}
	for (int i = 0; i < COMMANDS; i++)
		if (!strcmp(argv[1], commands[i]->name))
			return commands[i]->run(commands[i], argc - 1, argv + 1,
			                        cli);
	return unknown(argv[1], cli->err);
}

int cli_main(int argc, char **argv, const struct cli *cli)
{
	int status = dispatch(argc, argv, cli);

	if (fflush(cli->out) || ferror(cli->out)) {
		fprintf(cli->err, "tcesim: cannot write the output\n");
		return EXIT_UNUSABLE;
	}
	return status;
}
