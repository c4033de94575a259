/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "sim/run_options.h"

#include "sim/options.h"

#include <errno.h>
#include <string.h>

/* What all of the parsing needs. */
struct parsing {
	struct run_options *run;
	const struct vocabulary *vocabulary;
	FILE *err;
};

/* ---- one option ------------------------------------------------------- */

enum {
	OPTION_HELP,
	OPTION_PROFILE,
	OPTION_FORMAT,
	OPTION_HAZARDS,
	OPTION_TRACE,
	OPTION_RECORD,
	OPTION_DUMP,
	OPTION_MATRIX,
	OPTION_COUNT
};

/* clang-format off */
static const struct option_row rows[] = {
	[OPTION_HELP]    = { "--help",    false },
	[OPTION_PROFILE] = { "--profile", true  },
	[OPTION_FORMAT]  = { "--format",  true  },
	[OPTION_HAZARDS] = { "--hazards", true  },
	[OPTION_TRACE]   = { "--trace",   false },
	[OPTION_RECORD]  = { "--record",  false },
	[OPTION_DUMP]    = { "--dump",    false },
	[OPTION_MATRIX]  = { "--matrix",  false },
	[OPTION_COUNT]   = { NULL,        false },
};
/* clang-format on */

static bool bad(const struct parsing *parsing, const char *what,
                const char *which)
{
	fprintf(parsing->err, "tcesim run: %s %s\n", what, which);
	return false;
}

static bool set_profiles(struct parsing *parsing, const char *list)
{
	struct run_options *run = parsing->run;
	struct profile_error error;

	run->chosen = strcmp(list, "all") != 0;
	return kernels_parse(&run->kernels, list, parsing->vocabulary,
	                     &error) ||
	       bad(parsing, "--profile:", error.text);
}

static bool set_format(struct parsing *parsing, const char *format)
{
	parsing->run->json = !strcmp(format, "json");
	return parsing->run->json || !strcmp(format, "text") ||
	       bad(parsing, "--format is text or json, not", format);
}

static bool set_hazards(struct parsing *parsing, const char *what)
{
	struct run_options *run = parsing->run;

	run->hazards_error = !strcmp(what, "error");
	run->hazards_report = !strcmp(what, "report");
	return run->hazards_error || run->hazards_report ||
	       bad(parsing, "--hazards is error or report, not", what);
}

static bool add_path(struct parsing *parsing, const char *path)
{
	struct file_names *files = &parsing->run->files;
	size_t before = files->count;

	if (!files_add(files, path)) {
		fprintf(parsing->err, "%s: %s\n", path, strerror(errno));
		return false;
	}
	return files->count > before ||
	       bad(parsing, "no scenario (*.scn) is in", path);
}

static bool set_option(struct parsing *parsing, int option, const char *value)
{
	struct run_options *run = parsing->run;

	switch (option) {
	case OPTION_PROFILE:
		return set_profiles(parsing, value);
	case OPTION_FORMAT:
		return set_format(parsing, value);
	case OPTION_HAZARDS:
		return set_hazards(parsing, value);
	case OPTION_TRACE:
		return run->trace = true;
	case OPTION_RECORD:
		return run->record = true;
	case OPTION_DUMP:
		return run->dump = true;
	case OPTION_MATRIX:
		return run->matrix = true;
	case OPTIONS_OPERAND:
		return add_path(parsing, value);
	default:
		return false;
	}
}

/* ---- all of them ------------------------------------------------------ */

static bool can_record(const struct parsing *parsing)
{
	const struct run_options *run = parsing->run;

	if (run->kernels.count != 1)
		return bad(parsing, "--record needs --profile",
		           "with one profile");
	if (run->kernels.kernel->changed)
		return bad(parsing, "--record: guards cannot tell",
		           run->kernels.kernel->name);
	for (size_t i = 0; i < run->files.count; i++)
		if (!strcmp(run->files.name[i], "-"))
			return bad(parsing, "--record cannot write to",
			           "standard input");
	return true;
}

/* What only all options together show to be wrong. */
static bool makes_sense(struct parsing *parsing)
{
	const struct run_options *run = parsing->run;

	if (!run->files.count)
		return bad(parsing, "no PATH is given;",
		           "tcesim run --help tells more");
	if (!run->kernels.kernel && !set_profiles(parsing, "all"))
		return false;
	if (!run->kernels.count)
		return bad(parsing, "--profile:", "no known profile is in it");
	if (run->matrix && (run->record || run->trace || run->dump))
		return bad(parsing, "--matrix goes without",
		           "--record, --trace and --dump");
	return !run->record || can_record(parsing);
}

enum run_options_result run_options_parse(struct run_options *run, int argc,
                                          char **argv,
                                          const struct vocabulary *vocabulary,
                                          FILE *err)
{
	struct parsing parsing = { run, vocabulary, err };
	struct options options;
	int option;

	options_init(&options, rows, argc, argv);
	while ((option = options_next(&options, err)) != OPTIONS_END) {
		if (option == OPTION_HELP)
			return RUN_OPTIONS_HELP;
		if (!set_option(&parsing, option, options.value))
			return RUN_OPTIONS_BAD;
	}
	return makes_sense(&parsing) ? RUN_OPTIONS_OK : RUN_OPTIONS_BAD;
}

void run_options_release(struct run_options *run)
{
	files_release(&run->files);
	kernels_release(&run->kernels);
}
