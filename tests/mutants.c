/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * mutants.c - would the scenarios notice?
 *
 *     mutants [--list] PATH...
 *
 * Every profile with every trait at each of its other values is a mutant.
 * The scenarios are replayed on it, the trait's own first (sim/trait_notes.c),
 * until one does not pass as it does on the profile: the mutant is killed.  One
 * that survives must be among the accepted ones below, and each of these must
 * survive.  A trait's own scenario must kill a mutant of that trait.
 */
#include "sim/files.h"
#include "sim/model_vocabulary.h"
#include "sim/reader.h"
#include "sim/replay.h"
#include "sim/trait_notes.h"

#include "sim/backend_model.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

/* ---- what cannot be seen ---------------------------------------------- */

/* clang-format off */
static const struct accepted {
	const char *trait;
	const char *value;    /* NULL: any */
	const char *profiles; /* as after `only` */
	const char *reason;
} accepted[] = {
	{ "v1_groups", "one", "linux-4.14..linux-6.1",
	  "v1_on_ddw=EPERM refuses these groups before" },
	{ "binds_on_failure", "yes", "..linux-4.9",
	  "mm_binding=none: nothing is bound" },
	{ "locked_vm_floor", "wraps", "strict",
	  "what was charged is given back, no less and no more" },
	{ "allocated_size", "charge", "linux-4.14",
	  "level_fill=eager: all that is charged has been made" },
	{ "huge_shift", NULL, "..linux-4.14",
	  "region_shift=none: nobody asks" },
	{ "busy_region", "orphaned", "..linux-4.9",
	  "regions_of=mm: there is no element of a container to drop" },
	{ "busy_at_close", "loops", "..linux-4.9",
	  "regions_of=mm: closing a container does not meet regions" },
	{ "busy_at_close", "loops", "strict",
	  "no region is in use when its container has been cleared" },
	{ "no_level_answer", "ENOMEM", "..linux-4.14",
	  "level_fill=eager: MAP makes no level" },
	{ "no_level_answer", "EPERM", "strict",
	  "failed_map=restores makes the levels first, and says -ENOMEM" },
	{ "failed_xchg", "loses_reference", "strict",
	  "failed_map=restores meets every failure before the exchange" },
	{ "no_view_level", "ENOMEM", "..linux-4.14",
	  "a flat view has no levels" },
	{ "reschedule", "always", "..linux-4.14",
	  "no window within memory has that many absent leaves" },
	{ "block_alignment", "refused", "linux-4.19",
	  "huge_shift=mapped: the region's shift tells such pages" },
	{ "block_alignment", "bug", "strict",
	  "huge_shift=hugetlb: the region's shift tells such pages" },
	{ NULL, NULL, NULL, NULL },
};
/* clang-format on */

enum {
	ACCEPTED = sizeof(accepted) / sizeof(accepted[0]) - 1,
	PROFILES_MAX = 16,
	WORKERS_MAX = 64,
	SURVIVED = -1
};

/* ---- the scenarios ---------------------------------------------------- */

struct story_file {
	const char *name;
	struct reader *reader;
	struct scenario scenario;
	/* With no trait changed.  Only what passes, or is skipped, counts. */
	enum replay_result result[PROFILES_MAX];
};

struct bench {
	struct model_vocabulary names;
	struct file_names paths;
	struct story_file *file;
	size_t files;
	unsigned int profiles;
	struct replay replay;
	struct report silence;
};

static void no_story(struct report *report, const struct story *story)
{
	(void)report;
	(void)story;
}

static void no_step(struct report *report, const struct story *story,
                    const struct command *command)
{
	(void)report;
	(void)story;
	(void)command;
}

static void no_end(struct report *report, const struct finished_step *step)
{
	(void)report;
	(void)step;
}

static void no_stop(struct report *report, const struct stopped_step *step)
{
	(void)report;
	(void)step;
}

static const struct report_ops silent = { .story_begins = no_story,
	                                  .step_begins = no_step,
	                                  .step_ends = no_end,
	                                  .stopped = no_stop };

static void print_error(void *context, const char *text)
{
	(void)context;
	puts(text);
}

static bool open_files(struct bench *b)
{
	b->file = calloc(b->paths.count, sizeof(*b->file));
	if (!b->file)
		return false;
	for (; b->files < b->paths.count; b->files++) {
		struct story_file *file = &b->file[b->files];

		file->name = b->paths.name[b->files];
		file->reader = reader_new(&b->names.vocabulary);
		if (!file->reader ||
		    reader_open(file->reader, file->name, print_error, NULL,
		                &file->scenario))
			return false;
	}
	return true;
}

/* A profile, and one trait of it CHANGED to VALUE. */
struct mutant {
	unsigned int profile, trait, value;
	bool changed;
};

static enum replay_result play(struct bench *b, struct story_file *file,
                               const struct mutant *mutant)
{
	const struct tcesim_profile *profile = tcesim_profile(mutant->profile);
	const struct machine_spec *machine = &file->scenario.machine;
	const struct story story = { .file = file->name,
		                     .profile = profile->name };
	struct tcesim_config config;
	enum tcesim_status status;
	enum replay_result result;
	struct backend *backend;

	model_config_init(&config, machine);
	if (mutant->changed)
		config.trait[mutant->trait] = (uint8_t)(mutant->value + 1);
	b->replay.verdict.point =
		(struct profile_point){ profile->name, profile->major,
		                        profile->minor,
		                        platform_name(machine->platform) };
	backend = backend_model_new(&config, profile, CHECK_NEVER, &status);
	if (!backend)
		return REPLAY_SKIPPED;
	reader_rewind(file->reader);
	result = replay_story(&b->replay, file->reader, machine, backend, NULL,
	                      &story);
	backend->ops->free(backend);
	return result;
}

static bool wants(const struct story_file *file, unsigned int index)
{
	const struct tcesim_profile *profile = tcesim_profile(index);

	return profile_set_has(&file->scenario.only, profile->name,
	                       profile->major, profile->minor, NULL);
}

static bool counts(enum replay_result result)
{
	return result == REPLAY_PASSED || result == REPLAY_SKIPPED;
}

/* What fails as it is proves nothing; it is told, though. */
static bool play_unchanged(struct bench *b)
{
	bool good = true;

	for (size_t i = 0; i < b->files; i++)
		for (unsigned int p = 0; p < b->profiles; p++) {
			const struct mutant none = { .profile = p };
			enum replay_result result = REPLAY_FAILED;

			if (wants(&b->file[i], p))
				result = play(b, &b->file[i], &none);
			b->file[i].result[p] = result;
			if (counts(result) || !wants(&b->file[i], p))
				continue;
			good = false;
			printf("%s: %s: fails as it is\n", b->file[i].name,
			       tcesim_profile(p)->name);
		}
	return good;
}

/* ---- the mutants ------------------------------------------------------ */

/* What a worker tells of a mutant. */
struct outcome {
	struct mutant mutant;
	long killer; /* a file, or SURVIVED */
	bool own;    /* it is the trait's own scenario */
};

static bool kills(struct bench *b, size_t file, const struct mutant *mutant)
{
	enum replay_result result = b->file[file].result[mutant->profile];

	return counts(result) && play(b, &b->file[file], mutant) != result;
}

static bool is_own(const struct bench *b, size_t file, unsigned int trait)
{
	const struct trait_note *note = trait_note(trait);
	const char *name = b->file[file].name;
	size_t length = strlen(name), tail = strlen(note->scenario);

	return length > tail && !strcmp(name + length - tail, note->scenario) &&
	       name[length - tail - 1] == '/';
}

static struct outcome try_mutant(struct bench *b, const struct mutant *mutant)
{
	struct outcome outcome = { *mutant, SURVIVED, false };

	for (int others = 0; others <= 1; others++)
		for (size_t i = 0; i < b->files; i++) {
			bool own = is_own(b, i, mutant->trait);

			if (own == others || !kills(b, i, mutant))
				continue;
			outcome.killer = (long)i;
			outcome.own = own;
			return outcome;
		}
	return outcome;
}

/* The next mutant after *MUTANT; false behind the last. */
static bool next_mutant(const struct bench *b, struct mutant *mutant)
{
	const struct tcesim_profile *profile;
	const char *word;

	for (;;) {
		profile = tcesim_profile(mutant->profile);
		mutant->value++;
		word = tcesim_trait_word(mutant->trait, mutant->value);
		if (!word) {
			mutant->value = 0;
			mutant->trait++;
			word = tcesim_trait_word(mutant->trait, 0);
		}
		if (!word) {
			mutant->trait = 0;
			if (++mutant->profile == b->profiles)
				return false;
			profile = tcesim_profile(mutant->profile);
			word = tcesim_trait_word(0, 0);
		}
		if (strcmp(word, tcesim_trait_value(profile, mutant->trait)))
			return true;
	}
}

/* Every COUNTth mutant, from number WORKER on, to FD. */
static void work(struct bench *b, unsigned int worker, unsigned int count,
                 int fd)
{
	struct mutant mutant = { .value = (unsigned int)-1, .changed = true };

	for (unsigned int n = 0; next_mutant(b, &mutant); n++) {
		struct outcome outcome;

		if (n % count != worker)
			continue;
		outcome = try_mutant(b, &mutant);
		if (write(fd, &outcome, sizeof(outcome)) != sizeof(outcome))
			_exit(EXIT_FAILURE);
	}
}

static unsigned int processors(void)
{
	long count = sysconf(_SC_NPROCESSORS_ONLN);

	if (count < 1)
		return 1;
	return count > WORKERS_MAX ? WORKERS_MAX : (unsigned int)count;
}

/* The reading end of what all workers write, or -1. */
static int start_workers(struct bench *b)
{
	unsigned int count = processors();
	int ends[2];

	fflush(stdout);
	if (pipe(ends))
		return -1;
	for (unsigned int worker = 0; worker < count; worker++) {
		pid_t child = fork();

		if (child < 0)
			return -1;
		if (child > 0)
			continue;
		close(ends[0]);
		work(b, worker, count, ends[1]);
		_exit(EXIT_SUCCESS);
	}
	close(ends[1]);
	return ends[0];
}

static bool all_workers_ended_well(void)
{
	bool good = true;
	int status;

	while (wait(&status) > 0)
		good = good && !status;
	return good;
}

/* ---- the judgement ---------------------------------------------------- */

struct judgement {
	bool bad, list;
	unsigned int killed, survived;
	bool used[ACCEPTED + 1];
	bool own[TCESIM_TRAITS_MAX]; /* the trait's own scenario has killed */
};

static bool is_accepted(const struct bench *b, const struct accepted *row,
                        const struct mutant *mutant)
{
	const struct tcesim_profile *profile = tcesim_profile(mutant->profile);
	struct profile_set set = { .count = 0 };
	struct profile_error error;

	if (strcmp(row->trait, tcesim_trait(mutant->trait)->name) != 0)
		return false;
	if (row->value &&
	    strcmp(row->value,
	           tcesim_trait_word(mutant->trait, mutant->value)) != 0)
		return false;
	if (!profile_set_parse(
		    &set, (struct span){ row->profiles, strlen(row->profiles) },
		    false, &b->names.vocabulary, &error)) {
		printf("mutants: %s\n", error.text);
		return false;
	}
	return profile_set_has(&set, profile->name, profile->major,
	                       profile->minor, NULL);
}

static const struct accepted *acceptance(const struct bench *b,
                                         const struct mutant *mutant)
{
	for (unsigned int i = 0; i < ACCEPTED; i++)
		if (is_accepted(b, &accepted[i], mutant))
			return &accepted[i];
	return NULL;
}

static void print_outcome(const struct bench *b, const struct outcome *outcome,
                          const char *what)
{
	const struct mutant *mutant = &outcome->mutant;

	printf("%s+%s=%s: %s", tcesim_profile(mutant->profile)->name,
	       tcesim_trait(mutant->trait)->name,
	       tcesim_trait_word(mutant->trait, mutant->value), what);
	if (outcome->killer != SURVIVED)
		printf(" by %s", b->file[outcome->killer].name);
	printf("\n");
}

static void judge(const struct bench *b, struct judgement *j,
                  const struct outcome *outcome)
{
	const struct accepted *row = acceptance(b, &outcome->mutant);
	bool survived = outcome->killer == SURVIVED;

	j->killed += !survived;
	j->survived += survived;
	if (outcome->own)
		j->own[outcome->mutant.trait] = true;
	if (row)
		j->used[row - accepted] = true;
	if (survived == !!row) {
		if (j->list)
			print_outcome(b, outcome,
			              survived ? "accepted" : "killed");
		return;
	}
	j->bad = true;
	print_outcome(b, outcome,
	              survived ? "survives, unnoticed by all scenarios"
	                       : "is accepted as a survivor, but killed");
}

static void judge_tables(const struct bench *b, struct judgement *j)
{
	const struct tcesim_named *trait;

	(void)b;
	for (unsigned int i = 0; i < ACCEPTED; i++)
		if (!j->used[i]) {
			printf("%s: no mutant is accepted by this row\n",
			       accepted[i].trait);
			j->bad = true;
		}
	for (unsigned int i = 0; (trait = tcesim_trait(i)); i++)
		if (!j->own[i]) {
			printf("%s: its own scenario kills no mutant\n",
			       trait->name);
			j->bad = true;
		}
}

static bool read_outcomes(const struct bench *b, struct judgement *j, int fd)
{
	struct outcome outcome;
	ssize_t got;

	while ((got = read(fd, &outcome, sizeof(outcome))) == sizeof(outcome))
		judge(b, j, &outcome);
	close(fd);
	return got == 0;
}

static bool try_all(struct bench *b, struct judgement *j)
{
	int fd;

	j->bad = !play_unchanged(b);
	fd = start_workers(b);
	if (fd < 0 || !read_outcomes(b, j, fd) || !all_workers_ended_well()) {
		puts("mutants: a worker has failed");
		return false;
	}
	judge_tables(b, j);
	printf("mutants: %u killed, %u survive as they should\n", j->killed,
	       j->survived);
	return !j->bad;
}

/* ---- the program ------------------------------------------------------ */

static bool prepare(struct bench *b, struct judgement *j, int argc, char **argv)
{
	for (int i = 1; i < argc; i++) {
		if (!strcmp(argv[i], "--list"))
			j->list = true;
		else if (!files_add(&b->paths, argv[i]))
			return false;
	}
	b->silence.ops = &silent;
	b->replay.report = &b->silence;
	while (b->profiles < PROFILES_MAX && tcesim_profile(b->profiles))
		b->profiles++;
	if (!model_vocabulary_init(&b->names))
		return false;
	b->replay.verdict.vocabulary = &b->names.vocabulary;
	return open_files(b);
}

static void release(struct bench *b)
{
	for (size_t i = 0; i < b->files; i++)
		reader_free(b->file[i].reader);
	free(b->file);
	replay_release(&b->replay);
	model_vocabulary_release(&b->names);
	files_release(&b->paths);
}

int main(int argc, char **argv)
{
	static struct bench bench;
	struct judgement judgement = { .bad = false };
	bool good = prepare(&bench, &judgement, argc, argv);

	if (!good)
		perror("mutants");
	good = good && try_all(&bench, &judgement);
	release(&bench);
	return good ? EXIT_SUCCESS : EXIT_FAILURE;
}
