/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * sweep.c - every scenario, on every profile, with every fault site failing
 * at its first passage, its second, its third ... until there is none.
 *
 *     sweep [--each N] PATH...
 *
 * What the steps answer is not looked at; the invariants are, after every
 * step.  Faults that the scenario arms itself are left out.  Sites that are
 * passed thousands of times are tried at each of the first N passages (16) and
 * at growing distances from then on; with N = 0 at every passage.
 */
#include "sim/backend_model.h"
#include "sim/files.h"
#include "sim/model_vocabulary.h"
#include "sim/reader.h"
#include "sim/run.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
	SITES_MAX = 64
};

struct sweep {
	struct model_vocabulary names;
	struct reader *reader;
	struct scenario scenario;
	struct runner runner;
	struct answer answer;
	struct command command;
	const char *file;
	uint64_t each; /* 1 + so many passages are tried one by one */

	uint64_t scenarios, stories, points, declined;
	uint64_t passed[SITES_MAX]; /* points by site */
	bool broken;
};

/* One story with one fault. */
struct point {
	const struct tcesim_profile *profile;
	unsigned int site;
	uint64_t nth;
	bool struck;
};

static void see_event(void *context, const struct tcesim_event *event)
{
	struct point *point = context;

	if (!strcmp(event->name, "fault"))
		point->struck = true;
}

static void complain(struct sweep *s, const struct point *point,
                     const char *message)
{
	printf("%s:%u: %s: fault %s nth=%" PRIu64 ": %s\n", s->file,
	       s->command.line, point->profile->name,
	       tcesim_fault_site(point->site)->name, point->nth, message);
	s->broken = true;
}

/* All steps; what a step cannot do after a failure it leaves undone. */
static enum backend_status play(struct sweep *s, struct backend *backend)
{
	enum backend_status status;

	while (reader_next(s->reader, &s->command) == READER_COMMAND) {
		if (!verb_is_step(s->command.verb) ||
		    s->command.verb == VERB_FAULT)
			continue;
		status = runner_step(&s->runner, &s->command, &s->answer);
		if (status == BACKEND_DECLINED)
			s->declined++;
		else if (status != BACKEND_OK)
			return status;
	}
	return backend_model_settle(backend);
}

static enum backend_status arm_and_play(struct sweep *s, struct point *point,
                                        struct backend *backend)
{
	const struct fault_request fault = {
		.site = tcesim_fault_site(point->site)->name,
		.nth = point->nth,
		.group = -1,
	};
	enum backend_status status = backend->ops->fault(backend, &fault);

	if (status)
		return status;
	backend_model_trace(backend, see_event, point);
	reader_rewind(s->reader);
	if (!runner_start(&s->runner, backend, &s->scenario.machine))
		return BACKEND_BROKEN;
	return play(s, backend);
}

/* False when the fault has not struck: there is no such passage. */
static bool try_point(struct sweep *s, struct point *point)
{
	struct tcesim_config config;
	enum tcesim_status status;
	struct backend *backend;

	point->struck = false;
	model_config_init(&config, &s->scenario.machine);
	backend = backend_model_new(&config, point->profile, CHECK_STEPS,
	                            &status);
	if (!backend)
		return false;
	if (arm_and_play(s, point, backend))
		complain(s, point, backend->message);
	backend->ops->free(backend);
	if (!point->struck)
		return false;
	s->points++;
	s->passed[point->site]++;
	return true;
}

static void sweep_story(struct sweep *s, const struct tcesim_profile *profile)
{
	s->stories++;
	for (unsigned int i = 0; i < SITES_MAX && tcesim_fault_site(i); i++) {
		struct point point = { .profile = profile, .site = i };
		uint64_t stride = 1;

		for (point.nth = 1; try_point(s, &point); point.nth += stride) {
			if (point.nth > s->each)
				stride += 1 + stride / 2;
		}
	}
}

static void print_error(void *context, const char *text)
{
	(void)context;
	puts(text);
}

static void sweep_file(struct sweep *s, const char *file)
{
	const struct tcesim_profile *p;

	s->file = file;
	if (reader_open(s->reader, file, print_error, NULL, &s->scenario)) {
		s->broken = true;
		return;
	}
	s->scenarios++;
	for (unsigned int i = 0; (p = tcesim_profile(i)); i++) {
		if (profile_set_has(&s->scenario.only, p->name, p->major,
		                    p->minor, NULL))
			sweep_story(s, p);
	}
}

static void print_summary(const struct sweep *s)
{
	const struct tcesim_named *site;
	const char *before = "; never passed: ";

	printf("sweep: %" PRIu64 " points, in %" PRIu64 " scenarios (%" PRIu64
	       " with profiles)",
	       s->points, s->scenarios, s->stories);
	for (unsigned int i = 0; i < SITES_MAX; i++) {
		site = tcesim_fault_site(i);
		if (!site)
			break;
		if (!s->passed[i]) {
			printf("%s%s", before, site->name);
			before = ", ";
		}
	}
	printf("\n");
}

static bool prepare(struct sweep *s, struct file_names *files, int argc,
                    char **argv)
{
	s->each = 15;
	for (int i = 1; i < argc; i++) {
		if (!strcmp(argv[i], "--each") && i + 1 < argc)
			s->each = strtoull(argv[++i], NULL, 10) - 1;
		else if (!files_add(files, argv[i]))
			return false;
	}
	if (!model_vocabulary_init(&s->names))
		return false;
	s->reader = reader_new(&s->names.vocabulary);
	return s->reader;
}

int main(int argc, char **argv)
{
	static struct sweep sweep;
	struct file_names files = { .name = NULL };
	bool ready = prepare(&sweep, &files, argc, argv);

	for (size_t i = 0; ready && i < files.count; i++)
		sweep_file(&sweep, files.name[i]);
	if (ready)
		print_summary(&sweep);
	else
		perror("sweep");
	reader_free(sweep.reader);
	model_vocabulary_release(&sweep.names);
	answer_release(&sweep.answer);
	runner_release(&sweep.runner);
	files_release(&files);
	return ready && !sweep.broken ? EXIT_SUCCESS : EXIT_FAILURE;
}
