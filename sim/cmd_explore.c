/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "sim/cmd_explore.h"

#include "sim/explore.h"
#include "sim/explore_graph.h"
#include "sim/explore_report.h"
#include "sim/model_vocabulary.h"
#include "sim/number.h"
#include "sim/options.h"

#include <errno.h>
#include <inttypes.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

struct request {
	const struct cli *cli;
	struct bound bound;
	struct explore_options options;
	struct model_vocabulary names;
	struct kernels kernels;
	const char *folder; /* or NULL */
	bool answers;
	bool graph;
	enum graph_format format;
};

/* ---- options ------------------------------------------------------------- */

enum {
	OPTION_HELP,
	OPTION_PROFILE,
	OPTION_GROUPS,
	OPTION_WINDOWS,
	OPTION_REGIONS,
	OPTION_PAGES,
	OPTION_WRITE,
	OPTION_MEMLOCK,
	OPTION_FAULTS,
	OPTION_DEPTH,
	OPTION_MEMORY,
	OPTION_JOBS,
	OPTION_ANSWERS,
	OPTION_PLAIN,
	OPTION_GRAPH,
	OPTION_FOLDER,
	OPTION_COUNT
};

/* clang-format off */
static const struct option_row rows[] = {
	[OPTION_HELP]    = { "--help",    false },
	[OPTION_PROFILE] = { "--profile", true  },
	[OPTION_GROUPS]  = { "--groups",  true  },
	[OPTION_WINDOWS] = { "--windows", true  },
	[OPTION_REGIONS] = { "--regions", true  },
	[OPTION_PAGES]   = { "--pages",   true  },
	[OPTION_WRITE]   = { "--write",   false },
	[OPTION_MEMLOCK] = { "--memlock", true  },
	[OPTION_FAULTS]  = { "--faults",  true  },
	[OPTION_DEPTH]   = { "--depth",   true  },
	[OPTION_MEMORY]  = { "--memory",  true  },
	[OPTION_JOBS]    = { "--jobs",    true  },
	[OPTION_ANSWERS] = { "--answers", false },
	[OPTION_PLAIN]   = { "--plain",   false },
	[OPTION_GRAPH]   = { "--graph",   true  },
	[OPTION_FOLDER]  = { "-o",        true  },
	[OPTION_COUNT]   = { NULL,        false },
};
/* clang-format on */

static bool bad(const struct request *r, const char *what, const char *which)
{
	fprintf(r->cli->err, "tcesim explore: %s %s\n", what, which);
	return false;
}

/* A number from FIRST to LAST. */
static bool get_number(const struct request *r, const struct options *options,
                       int row, uint64_t first, uint64_t last, uint64_t *number)
{
	if (number_parse(span_of(options->value), number) == NUMBER_OK &&
	    *number >= first && *number <= last)
		return true;
	fprintf(r->cli->err,
	        "tcesim explore: %s is %" PRIu64 " to %" PRIu64 ", not %s\n",
	        rows[row].name, first, last, options->value);
	return false;
}

static bool get_small(const struct request *r, const struct options *options,
                      int row, unsigned int last, unsigned int *number)
{
	uint64_t first = row == OPTION_GROUPS || row == OPTION_JOBS, value;

	if (!get_number(r, options, row, first, last, &value))
		return false;
	*number = (unsigned int)value;
	return true;
}

static bool set_memlock(struct request *r, const struct options *options)
{
	if (!strcmp(options->value, "unlimited")) {
		r->bound.memlock = UINT64_MAX;
		return true;
	}
	return get_number(r, options, OPTION_MEMLOCK, 0, UINT64_MAX,
	                  &r->bound.memlock);
}

static bool set_profile(struct request *r, const char *name)
{
	struct profile_error error;

	if (!kernels_parse(&r->kernels, name, &r->names.vocabulary, &error))
		return bad(r, "--profile:", error.text);
	r->options.kernel = r->kernels.kernel;
	return r->kernels.count == 1 ||
	       bad(r, "--profile takes one, not", name);
}

static bool set_faults(struct request *r, const char *list)
{
	const char *unknown = bound_set_sites(&r->bound, list);

	return !unknown || bad(r, "--faults: there is no site", unknown);
}

/* What of the bound is to be otherwise stands behind --graph. */
static bool set_graph(struct request *r, const char *format)
{
	r->graph = true;
	r->format = strcmp(format, "dot") ? GRAPH_MERMAID : GRAPH_DOT;
	graph_bound_init(&r->bound);
	return r->format == GRAPH_DOT || !strcmp(format, "mermaid") ||
	       bad(r, "--graph is dot or mermaid, not", format);
}

static bool set_bound(struct request *r, const struct options *options,
                      int option)
{
	switch (option) {
	case OPTION_GROUPS:
		return get_small(r, options, option, BOUND_GROUPS_MAX,
		                 &r->bound.groups);
	case OPTION_WINDOWS:
		return bound_set_windows(&r->bound, options->value) ||
		       bad(r, "--windows is SHIFT:SIZE:LEVELS,..., not",
		           options->value);
	case OPTION_REGIONS:
		return get_small(r, options, option, BOUND_REGIONS_MAX,
		                 &r->bound.regions);
	case OPTION_PAGES:
		return get_small(r, options, option, BOUND_PAGES_MAX,
		                 &r->bound.pages);
	case OPTION_WRITE:
		return r->bound.write = true;
	case OPTION_MEMLOCK:
		return set_memlock(r, options);
	default:
		return set_faults(r, options->value);
	}
}

static bool set_option(struct request *r, const struct options *options,
                       int option)
{
	switch (option) {
	case OPTION_PROFILE:
		return set_profile(r, options->value);
	case OPTION_DEPTH:
		return get_small(r, options, option, UINT16_MAX,
		                 &r->options.depth);
	case OPTION_MEMORY:
		return get_number(r, options, option, 0, UINT64_MAX,
		                  &r->options.memory);
	case OPTION_JOBS:
		return get_small(r, options, option, 1024, &r->options.jobs);
	case OPTION_ANSWERS:
		return r->answers = true;
	case OPTION_PLAIN:
		return r->options.plain = true;
	case OPTION_GRAPH:
		return set_graph(r, options->value);
	case OPTION_FOLDER:
		r->folder = options->value;
		return true;
	case OPTIONS_OPERAND:
		return bad(r, "no operand is expected:", options->value);
	case OPTIONS_ERROR:
		return false;
	default:
		return set_bound(r, options, option);
	}
}

/* ---- the run ------------------------------------------------------------- */

static double seconds(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

/* To ERR: what is on OUT is the same whenever it is run. */
static void tell_speed(const struct request *r, const struct explore *e,
                       double time)
{
	double transitions = (double)e->counts.transitions;
	double cpu = (double)clock() / CLOCKS_PER_SEC;

	fprintf(r->cli->err,
	        "speed      %u threads, %.2f s: %.0f states/s, "
	        "%.0f transitions/s\n",
	        r->options.jobs, time, e->states / time, transitions / time);
	fprintf(r->cli->err, "cpu        %.2f s: %.0f transitions/s\n", cpu,
	        cpu > 0 ? transitions / cpu : 0);
	fprintf(r->cli->err,
	        "inferred   %.1f %% of the transitions; %" PRIu64
	        " KiB of memory at most\n",
	        e->made ? 100 - 100 * (double)e->made / transitions : 0,
	        e->peak >> 10);
}

static int write_scenarios(const struct request *r, const struct explore *e)
{
	if (!r->folder)
		return EXIT_AS_EXPECTED;
	if ((mkdir(r->folder, 0777) && errno != EEXIST) ||
	    !explore_scenarios(e, r->folder)) {
		bad(r, r->folder, strerror(errno));
		return EXIT_UNUSABLE;
	}
	return EXIT_AS_EXPECTED;
}

static int draw(const struct request *r)
{
	struct explore explore;
	enum explore_end end = explore_run(&explore, &r->options);
	bool fine = end == EXPLORE_EXHAUSTED &&
	            explore_graph(&explore, r->format, r->cli->out);

	explore_release(&explore);
	if (!fine)
		bad(r, "the picture would be", "too large to be read");
	return fine ? EXIT_AS_EXPECTED : EXIT_DIFFERENT;
}

static int explore(const struct request *r)
{
	double start = seconds();
	struct explore explore;
	enum explore_end end = explore_run(&explore, &r->options);
	bool fine = explore_report(&explore, end, r->cli->out);
	int status;

	tell_speed(r, &explore, seconds() - start);
	if (r->answers)
		explore_report_answers(&explore, r->cli->out);
	status = write_scenarios(r, &explore);
	if (status == EXIT_AS_EXPECTED && (!fine || end == EXPLORE_MEMORY))
		status = EXIT_DIFFERENT;
	explore_release(&explore);
	return status;
}

/* False: no memory. */
static bool init(struct request *r, const struct cli *cli)
{
	long processors = sysconf(_SC_NPROCESSORS_ONLN);

	*r = (struct request){ .cli = cli };
	bound_init(&r->bound);
	r->options = (struct explore_options){
		.bound = &r->bound,
		.vocabulary = &r->names.vocabulary,
		.jobs = processors > 0 ? (unsigned int)processors : 1,
		.memory = UINT64_C(2) << 30,
	};
	return model_vocabulary_init(&r->names) && set_profile(r, "linux-6.12");
}

static int run_options(struct request *r, const struct cli_command *self,
                       int argc, char **argv)
{
	struct options options;
	int option;

	options_init(&options, rows, argc, argv);
	while ((option = options_next(&options, r->cli->err)) != OPTIONS_END) {
		if (option == OPTION_HELP) {
			fputs(self->help, r->cli->out);
			return EXIT_AS_EXPECTED;
		}
		if (!set_option(r, &options, option))
			return EXIT_UNUSABLE;
	}
	return r->graph ? draw(r) : explore(r);
}

static int run(const struct cli_command *self, int argc, char **argv,
               const struct cli *cli)
{
	struct request request;
	int status = EXIT_INTERNAL;

	if (init(&request, cli))
		status = run_options(&request, self, argc, argv);
	kernels_release(&request.kernels);
	model_vocabulary_release(&request.names);
	return status;
}

const struct cli_command cmd_explore = {
	.name = "explore",
	.summary = "visit every state of a small machine",
	.help = "usage: tcesim explore [OPTION]...\n"
		"\n"
		"Makes every call in every state of a small machine, alone and\n"
		"with each failure, nearest states first.  Checks invariants,\n"
		"the rollback law and hazards.\n"
		"\n"
		"  --profile NAME    linux-6.12 without it\n"
		"  --groups N        groups, 1 to 4 (2)\n"
		"  --windows LIST    SHIFT:SIZE:LEVELS,... for CREATE\n"
		"  --regions N       pages to register, to 4 (2)\n"
		"  --pages N         pages mapped in a window, to 4 (3)\n"
		"  --write           map for write too\n"
		"  --memlock SIZE    RLIMIT_MEMLOCK, or unlimited (40K)\n"
		"  --faults LIST     sites that fail, or all, or none\n"
		"  --depth N         at most N calls; 0: no limit (0)\n"
		"  --memory SIZE     stop at SIZE bytes (2G)\n"
		"  --jobs N          threads\n"
		"  --plain           make every call in every state; infer none\n"
		"  --answers         count the answers of each verb\n"
		"  --graph FORMAT    draw the life of windows instead: dot or\n"
		"                    mermaid; of one group without failures, unless\n"
		"                    options behind it say otherwise\n"
		"  -o DIR            write the shortest scenario to each finding\n",
	.run = run,
};
