/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "sim/explore_report.h"

#include "sim/explore_machine.h"
#include "sim/explore_way.h"
#include "sim/format.h"
#include "sim/grammar.h"
#include "sim/room.h"

#include <inttypes.h>
#include <stdlib.h>

enum {
	TEXT_MAX = 1024
};

/* ---- text ---------------------------------------------------------------- */

static void report_finding(const struct explore *e, unsigned int finding,
                           FILE *out)
{
	const struct explore_finding *f = &e->counts.finding[finding];
	unsigned int calls = explore_distance(e, f->state) + !f->in_state;
	struct law_text text;

	law_finding(&e->law, finding, &text);
	fprintf(out, "%-10s %s: %" PRIu64 " times, after %u calls\n",
	        text.known ? "known" : "VIOLATED", text.name, f->count, calls);
	fprintf(out, "%-10s %s\n", "", text.sentence);
	if (!f->in_state)
		fprintf(out, "%-10s %s\n", "",
		        e->calls.call[f->step.call].text);
}

static bool report_findings(const struct explore *e, FILE *out)
{
	bool fine = true;
	struct law_text text;

	for (unsigned int i = 0; i < FINDINGS; i++) {
		if (!e->counts.finding[i].count)
			continue;
		report_finding(e, i, out);
		law_finding(&e->law, i, &text);
		fine &= text.known;
	}
	return fine;
}

static uint64_t stored_bytes(const struct explore *e)
{
	return seen_bytes(&e->seen) + e->room * sizeof(*e->state);
}

bool explore_report(const struct explore *e, enum explore_end end, FILE *out)
{
	static const char *const ends[] = {
		[EXPLORE_EXHAUSTED] = "all there are",
		[EXPLORE_DEPTH] = "up to the depth asked for",
		[EXPLORE_MEMORY] = "as many as fit in memory",
	};
	const struct explore_counts *c = &e->counts;

	fprintf(out, "profile    %s\n", e->options.kernel->name);
	fprintf(out, "bound      ");
	bound_print(e->options.bound, out);
	fprintf(out, "calls      %u\n", e->calls.count);
	fprintf(out,
	        "states     %" PRIu32 ", %s; the farthest after %u calls\n",
	        e->states, ends[end], e->levels);
	fprintf(out, "transitions %" PRIu64 ", with a failure %" PRIu64 "\n",
	        c->transitions, c->with_failure);
	fprintf(out, "rollback   %" PRIu64 " of (state, call, failure point), ",
	        c->rollbacks);
	fprintf(out, "%" PRIu64 " refusals in all\n", c->refused);
	fprintf(out, "ended      %" PRIu64 "\n", c->ended);
	if (e->states)
		fprintf(out, "memory     %.1f bytes for each state\n",
		        (double)stored_bytes(e) / e->states);
	return report_findings(e, out);
}

void explore_report_answers(const struct explore *e, FILE *out)
{
	for (unsigned int verb = 0; verb < VERB_COUNT; verb++) {
		for (int i = 0; i < EXPLORE_ANSWERS; i++) {
			uint64_t count = e->counts.answer[verb][i];
			const char *name = i > 1 ? tcesim_error_name(i - 1)
			                         : NULL;

			if (!count)
				continue;
			fprintf(out, "answer %s ",
			        verb_row((enum verb)verb)->name);
			if (name)
				fprintf(out, "-%s", name);
			else
				fprintf(out, "%d", i > 1 ? 1 - i : i);
			fprintf(out, " %" PRIu64 "\n", count);
		}
	}
}

/* ---- scenarios ----------------------------------------------------------- */

/* A machine on its way, and the lines that say so. */
struct telling {
	const struct explore *explore;
	struct tcesim_machine *machine;
	FILE *out;
};

static void print_answer(const struct telling *t,
                         const struct tcesim_answer *answer)
{
	const struct vocabulary *vocabulary = t->explore->options.vocabulary;
	char text[TEXT_MAX];

	format_result(answer->ret, vocabulary, text, sizeof(text));
	fprintf(t->out, "= %s", text);
	if (answer->ret)
		fprintf(t->out, " why=%s", tcesim_reason(answer->why)->name);
	if (answer->hazards) {
		format_hazards(answer->hazards, vocabulary, text, sizeof(text));
		fprintf(t->out, " hazard=%s", text);
	}
	fprintf(t->out, "\n");
}

static void tell_step(struct telling *t, struct explore_step step)
{
	const struct explore *e = t->explore;
	const struct bound *bound = e->options.bound;
	struct tcesim_answer answer;

	if (step.site != EXPLORE_NO_SITE)
		fprintf(t->out, "fault %s nth=%u\n",
		        tcesim_fault_site(bound->site[step.site])->name,
		        (unsigned int)step.nth);
	fprintf(t->out, "%s\n", e->calls.call[step.call].text);
	explore_make(t->machine, bound, &e->calls, step, &answer, NULL);
	print_answer(t, &answer);
}

static void tell(struct telling *t, const struct explore_finding *f)
{
	unsigned int calls = explore_distance(t->explore, f->state);
	struct explore_step *steps = room_zeroed((calls + 1) * sizeof(*steps));

	explore_path(t->explore, f->state, steps);
	steps[calls] = f->step;
	if (!f->in_state)
		calls++;
	for (unsigned int i = 0; i < calls; i++)
		tell_step(t, steps[i]);
	free(steps);
}

void explore_scenario(const struct explore *e, unsigned int finding, FILE *out)
{
	const struct explore_options *options = &e->options;
	struct telling telling = { .explore = e, .out = out };
	struct bound_calls calls;
	struct law_text text;

	telling.machine = bound_machine(options->bound, options->kernel,
	                                options->vocabulary, &calls);
	law_finding(&e->law, finding, &text);
	fprintf(out, "# %s: %s.\n# The shortest way there, within\n#   ",
	        text.name, text.sentence);
	bound_print(options->bound, out);
	if (options->kernel->changed)
		fprintf(out, "# Replay: tcesim run --profile %s\n",
		        options->kernel->name);
	fprintf(out, "only %s\n", options->kernel->profile->name);
	bound_print_machine(options->bound, out);
	tell(&telling, &e->counts.finding[finding]);
	tcesim_free(telling.machine);
}

static bool write_scenario(const struct explore *e, const char *folder,
                           unsigned int finding)
{
	char path[TEXT_MAX];
	struct law_text text;
	FILE *out;

	law_finding(&e->law, finding, &text);
	snprintf(path, sizeof(path), "%s/%s-%s.scn", folder,
	         e->options.kernel->name, text.name);
	out = fopen(path, "w");
	if (!out)
		return false;
	explore_scenario(e, finding, out);
	return !fclose(out);
}

bool explore_scenarios(const struct explore *e, const char *folder)
{
	for (unsigned int i = 0; i < FINDINGS; i++)
		if (e->counts.finding[i].count && !write_scenario(e, folder, i))
			return false;
	return true;
}
