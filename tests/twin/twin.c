/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * twin.c - where do a model and a mutant of it answer differently?
 *
 *     twin differ KERNEL FILE
 *         status 0: in FILE, somewhere; status 1: nowhere
 *     twin search KERNEL SECONDS SHRUNK ORIGIN STEPS
 *         SHRUNK shows a difference; do fewer steps?  See search.c.
 */
#include "tests/twin/twin.h"

#include "sim/answer.h"

#include <setjmp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum {
	STEP_SECONDS = 5,
	STATES_MAX = 4000000
};

/* ---- a mutant may do anything ---------------------------------------------
 */

static sigjmp_buf lost; /* signals have nothing else to go by */

static void get_out(int number)
{
	siglongjmp(lost, number);
}

static void catch_signals(void)
{
	static const int number[] = { SIGABRT, SIGSEGV, SIGBUS,
		                      SIGFPE,  SIGILL,  SIGALRM };
	struct sigaction action = { .sa_handler = get_out,
		                    .sa_flags = SA_NODEFER };

	sigemptyset(&action.sa_mask);
	for (size_t i = 0; i < sizeof(number) / sizeof(number[0]); i++)
		sigaction(number[i], &action, NULL);
}

/* False: it was lost on the way, or an invariant does not hold now. */
static bool step_of_mutant(struct twin *twin, const struct command *step,
                           enum backend_status *status)
{
	bool holds;

	if (sigsetjmp(lost, 0))
		return false;
	alarm(STEP_SECONDS);
	*status = runner_step(&twin->mutant.runner, step, &twin->mutant.answer);
	holds = twin_mutant.holds(twin->mutant.backend);
	alarm(0);
	return holds;
}

/* ---- answers --------------------------------------------------------------
 */

static bool same_text(const char *a, const char *b)
{
	return a == b || (a && b && !strcmp(a, b));
}

static bool same_reply(const struct reply *a, const struct reply *b)
{
	return a->ret == b->ret && a->hazards == b->hazards &&
	       same_text(a->why, b->why);
}

static bool same_fields(const struct answer *a, const struct answer *b)
{
	for (unsigned int i = 0; i < a->fields && i < b->fields; i++)
		if (a->field[i].untouched != b->field[i].untouched ||
		    a->field[i].value != b->field[i].value)
			return false;
	return a->fields == b->fields;
}

static bool same_lines(const struct answer *a, const struct answer *b)
{
	char one[ANSWER_TEXT_MAX], two[ANSWER_TEXT_MAX];

	for (size_t i = 0; i < a->lines && i < b->lines; i++) {
		show_line_format(&a->line[i], NULL, one, sizeof(one));
		show_line_format(&b->line[i], NULL, two, sizeof(two));
		if (strcmp(one, two) != 0)
			return false;
	}
	return a->lines == b->lines;
}

static bool same_answer(const struct answer *a, const struct answer *b)
{
	return same_reply(&a->reply, &b->reply) &&
	       a->locked_vm == b->locked_vm && same_fields(a, b) &&
	       a->place.known == b->place.known &&
	       a->place.memory == b->place.memory &&
	       a->place.offset == b->place.offset &&
	       !strcmp(a->seen.data, b->seen.data) &&
	       !strcmp(a->seen.pages, b->seen.pages) && same_lines(a, b);
}

/* ---- both ------------------------------------------------------------------
 */

bool twin_init(struct twin *twin, const char *kernel)
{
	struct kernels kernels = { .count = 0 };
	struct profile_error error;

	if (!model_vocabulary_init(&twin->names))
		return false;
	twin->vocabulary = &twin->names.vocabulary;
	twin->reader = reader_new(twin->vocabulary);
	twin->model.maker = &twin_true.maker;
	twin->mutant.maker = &twin_mutant.maker;
	if (!kernels_parse(&kernels, kernel, twin->vocabulary, &error)) {
		fprintf(stderr, "twin: %s\n", error.text);
		return false;
	}
	twin->kernel = kernels.kernel[0];
	kernels_release(&kernels);
	return twin->reader != NULL;
}

void twin_release(struct twin *twin)
{
	player_release(&twin->model);
	player_release(&twin->mutant);
	reader_free(twin->reader);
	model_vocabulary_release(&twin->names);
}

static void print_error(void *context, const char *text)
{
	(void)context;
	fprintf(stderr, "%s\n", text);
}

bool twin_read(struct twin *twin, const char *file, struct script *script,
               struct scenario *scenario)
{
	return !script_read(script, twin->reader, twin->vocabulary, file,
	                    print_error, NULL, scenario);
}

bool twin_add(struct twin *twin, struct script *script, const char *text)
{
	const size_t lines = script->lines;
	struct scenario scenario;

	script_add(script, twin->vocabulary, text, 0);
	if (script_is_valid(script, twin->reader, &scenario))
		return script->lines > lines;
	script_cut(script, lines);
	return false;
}

enum twin_result twin_start(struct twin *twin,
                            const struct machine_spec *machine)
{
	bool model = player_start(&twin->model, &twin->kernel, machine);
	bool mutant = false;

	if (sigsetjmp(lost, 0))
		return TWIN_DIFFERENT;
	alarm(STEP_SECONDS);
	mutant = player_start(&twin->mutant, &twin->kernel, machine);
	alarm(0);
	if (model != mutant)
		return TWIN_DIFFERENT;
	return model ? TWIN_ALIKE : TWIN_DECLINED;
}

enum twin_result twin_step(struct twin *twin, const struct command *step)
{
	enum backend_status one, two = BACKEND_OK;

	one = runner_step(&twin->model.runner, step, &twin->model.answer);
	if (!step_of_mutant(twin, step, &two) || one != two)
		return TWIN_DIFFERENT;
	if (one)
		return TWIN_DECLINED;
	return same_answer(&twin->model.answer, &twin->mutant.answer)
	               ? TWIN_ALIKE
	               : TWIN_DIFFERENT;
}

/* ---- differ ----------------------------------------------------------------
 */

static enum twin_result play(struct twin *twin, const struct script *script,
                             const struct scenario *scenario)
{
	enum twin_result result = twin_start(twin, &scenario->machine);
	struct command step;

	for (size_t i = 0; i < script->lines && result == TWIN_ALIKE; i++) {
		if (!verb_is_step(script->line[i].verb))
			continue;
		script_command(script, i, twin->vocabulary, &step);
		result = twin_step(twin, &step);
	}
	return result;
}

static bool differ(struct twin *twin, const char *file)
{
	struct script script = { .lines = 0 };
	struct scenario scenario;
	bool different = twin_read(twin, file, &script, &scenario) &&
	                 play(twin, &script, &scenario) == TWIN_DIFFERENT;

	script_release(&script);
	return different;
}

int main(int argc, char **argv)
{
	static struct twin twin;
	struct search_limits limits = { .states = STATES_MAX };
	bool good = false;

	catch_signals();
	if (argc == 4 && !strcmp(argv[1], "differ") &&
	    twin_init(&twin, argv[2]))
		good = differ(&twin, argv[3]);
	else if (argc == 7 && !strcmp(argv[1], "search") &&
	         twin_init(&twin, argv[2])) {
		limits.seconds = (unsigned int)strtoul(argv[3], NULL, 10);
		good = twin_search(&twin, (const char *const *)&argv[4],
		                   &limits);
	}
	/* What a mutant has left behind is not worth freeing. */
	return good ? EXIT_SUCCESS : EXIT_FAILURE;
}
