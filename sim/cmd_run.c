/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "sim/cmd_run.h"

#include "sim/alike.h"
#include "sim/backend_model.h"
#include "sim/json_out.h"
#include "sim/model_vocabulary.h"
#include "sim/replay.h"
#include "sim/run_options.h"
#include "sim/text_out.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

/* One run of the command. */
struct run {
	const struct cli *cli;
	const struct run_backend *backend;
	struct model_vocabulary names;
	struct run_options options;

	struct text_out text_out;
	struct json_out json_out;
	struct alike alike;
	struct report *report;
	tcesim_trace *event;
	void *event_context;
	struct reader *reader;
	struct scenario scenario;
	struct record changes;
	struct replay replay;
	struct tally tally;
	bool unusable; /* a file could not be read */
};

/* ---- a story ---------------------------------------------------------- */

static void count(struct run *run, enum replay_result result)
{
	switch (result) {
	case REPLAY_PASSED:
		run->tally.passed++;
		break;
	case REPLAY_BROKEN:
		run->tally.broken++;
		run->tally.failed++;
		break;
	case REPLAY_UNREADABLE:
		run->unusable = true;
		run->tally.failed++;
		break;
	case REPLAY_FAILED:
		run->tally.failed++;
		break;
	case REPLAY_SKIPPED:
		run->tally.skipped++;
		break;
	}
}

/* A story that has no machine to happen on. */
static enum replay_result no_machine(struct run *run, const struct story *story,
                                     enum tcesim_status status)
{
	bool skipped = status == TCESIM_BAD_ARGUMENT ||
	               status == TCESIM_NO_PLATFORM;
	const struct stopped_step stopped = {
		.story = story,
		.stop = skipped ? STOP_SKIPPED : STOP_BROKEN,
		.message = skipped ? "the model cannot be this machine"
		                   : "out of memory",
	};

	run->report->ops->stopped(run->report, &stopped);
	return skipped ? REPLAY_SKIPPED : REPLAY_BROKEN;
}

static enum replay_result run_story(struct run *run, const char *file,
                                    const struct kernel *kernel)
{
	const struct machine_spec *machine = &run->scenario.machine;
	const struct tcesim_profile *profile = kernel->profile;
	const struct story story = { .file = file,
		                     .profile = kernel->name,
		                     .machine = machine };
	struct tcesim_config config;
	enum tcesim_status status;
	enum replay_result result;
	struct backend *backend;

	run->replay.verdict.point = (struct profile_point){
		.name = profile->name,
		.major = profile->major,
		.minor = profile->minor,
		.platform = platform_name(machine->platform),
	};
	model_config_init(&config, machine);
	memcpy(config.trait, kernel->trait, sizeof(config.trait));
	backend = run->backend->make(&config, profile, CHECK_STEPS, &status);
	if (!backend)
		return no_machine(run, &story, status);
	if (run->options.trace)
		backend_model_trace(backend, run->event, run->event_context);
	reader_rewind(run->reader);
	result = replay_story(&run->replay, run->reader, machine, backend,
	                      run->backend->settle, &story);
	backend->ops->free(backend);
	if (result == REPLAY_UNREADABLE)
		fprintf(run->cli->err, "%s: the file has changed\n", file);
	return result;
}

/* ---- a file ----------------------------------------------------------- */

static void print_error(void *context, const char *text)
{
	fprintf(((struct run *)context)->cli->err, "%s\n", text);
}

static enum replay_result write_record(struct run *run, const char *file)
{
	if (!run->changes.failed && record_write(&run->changes, file))
		return REPLAY_PASSED;
	fprintf(run->cli->err, "%s: cannot be written: %s\n", file,
	        run->changes.failed ? "out of memory" : strerror(errno));
	run->unusable = true;
	return REPLAY_FAILED;
}

/* A story that has been recorded is as it should be. */
static enum replay_result record_story(struct run *run, const char *file,
                                       const struct kernel *kernel)
{
	enum replay_result result;

	record_clear(&run->changes);
	result = run_story(run, file, kernel);
	if (result != REPLAY_PASSED && result != REPLAY_FAILED)
		return result;
	return write_record(run, file);
}

static void run_kernel(struct run *run, const char *file,
                       const struct kernel *kernel)
{
	const struct tcesim_profile *profile = kernel->profile;

	if (!profile_set_has(&run->scenario.only, profile->name, profile->major,
	                     profile->minor, NULL))
		run->tally.skipped += run->options.chosen;
	else if (run->options.record)
		count(run, record_story(run, file, kernel));
	else
		count(run, run_story(run, file, kernel));
}

static void run_file(struct run *run, const char *file)
{
	const struct kernels *kernels = &run->options.kernels;

	if (reader_open(run->reader, file, print_error, run, &run->scenario)) {
		run->unusable = true;
		return;
	}
	for (unsigned int i = 0; i < kernels->count; i++)
		run_kernel(run, file, &kernels->kernel[i]);
	if (run->options.matrix && !alike_print(&run->alike, file)) {
		fprintf(run->cli->err, "%s: out of memory\n", file);
		run->unusable = true;
	}
}

/* ---- the run ---------------------------------------------------------- */

static void choose_report(struct run *run)
{
	const struct cli *cli = run->cli;
	const struct vocabulary *vocabulary = &run->names.vocabulary;

	text_out_init(&run->text_out, cli->out, cli->err, vocabulary);
	run->text_out.trace = run->options.trace;
	run->text_out.hazards = run->options.hazards_report;
	run->text_out.colour = cli->colour;
	json_out_init(&run->json_out, cli->out, cli->err, vocabulary);
	run->json_out.trace = run->options.trace;
	run->report = &run->text_out.report;
	run->event = text_out_event;
	run->event_context = &run->text_out;
	if (run->options.json) {
		run->report = &run->json_out.report;
		run->event = json_out_event;
		run->event_context = &run->json_out;
	}
	if (!run->options.matrix)
		return;
	alike_init(&run->alike, run->report, cli->out, run->options.json,
	           vocabulary);
	run->report = &run->alike.report;
}

static int exit_status(const struct run *run)
{
	const struct tally *tally = &run->tally;

	if (tally->broken)
		return EXIT_INTERNAL;
	if (run->unusable)
		return EXIT_UNUSABLE;
	if (tally->failed)
		return EXIT_DIFFERENT;
	if (tally->skipped && !tally->passed && !tally->failed)
		return EXIT_ALL_SKIPPED;
	return EXIT_AS_EXPECTED;
}

static int run_all(struct run *run)
{
	choose_report(run);
	run->replay.report = run->report;
	run->replay.record = run->options.record ? &run->changes : NULL;
	run->replay.dump = run->options.dump;
	run->replay.verdict.vocabulary = &run->names.vocabulary;
	run->replay.verdict.hazards_are_errors = run->options.hazards_error;
	for (size_t i = 0; i < run->options.files.count; i++)
		run_file(run, run->options.files.name[i]);
	run->report->ops->summary(run->report, &run->tally);
	return exit_status(run);
}

static int run_with(struct run *run, int argc, char **argv)
{
	int status;

	switch (run_options_parse(&run->options, argc, argv,
	                          &run->names.vocabulary, run->cli->err)) {
	case RUN_OPTIONS_OK:
		break;
	case RUN_OPTIONS_HELP:
		fputs(cmd_run.help, run->cli->out);
		return EXIT_AS_EXPECTED;
	case RUN_OPTIONS_BAD:
		return EXIT_UNUSABLE;
	}
	run->reader = reader_new(&run->names.vocabulary);
	if (!run->reader)
		return EXIT_INTERNAL;
	status = run_all(run);
	reader_free(run->reader);
	return status;
}

int cmd_run_on(const struct run_backend *backend, int argc, char **argv,
               const struct cli *cli)
{
	struct run *run = calloc(1, sizeof(*run));
	int status = EXIT_INTERNAL;

	if (!run)
		return status;
	run->cli = cli;
	run->backend = backend;
	if (model_vocabulary_init(&run->names))
		status = run_with(run, argc, argv);
	replay_release(&run->replay);
	alike_release(&run->alike);
	record_release(&run->changes);
	run_options_release(&run->options);
	model_vocabulary_release(&run->names);
	free(run);
	return status;
}

static int run_command(const struct cli_command *self, int argc, char **argv,
                       const struct cli *cli)
{
	static const struct run_backend model = { backend_model_new,
		                                  backend_model_settle };

	(void)self;
	return cmd_run_on(&model, argc, argv, cli);
}

const struct cli_command cmd_run = {
	.name = "run",
	.summary = "replay scenarios and compare the answers",
	.help = "usage: tcesim run [OPTION]... PATH...\n"
		"\n"
		"Replays scenarios.  PATH is a file, a folder (all *.scn in\n"
		"and below it), or - for standard input.\n"
		"\n"
		"  --profile LIST   on these profiles (v9,linux-6.12..), or all;\n"
		"                   without it, on all that the file allows;\n"
		"                   +trait, -trait, +trait=value behind a name\n"
		"                   change it (tcesim profiles --help)\n"
		"  --matrix         for each step, which profiles answer alike\n"
		"  --format FORMAT  text (for people) or json (JSON lines)\n"
		"  --trace          every step, and what the model does in it\n"
		"  --dump           the whole state at the end\n"
		"  --hazards=error  hazards that no line names are differences\n"
		"  --hazards=report ... are told\n"
		"  --record         write the answers into the files; needs\n"
		"                   --profile with one profile\n",
	.run = run_command,
};
