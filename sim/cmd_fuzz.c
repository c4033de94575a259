/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "sim/cmd_fuzz.h"

#include "sim/fuzz.h"
#include "sim/parse.h"
#include "sim/property.h"
#include "sim/random.h"
#include "sim/room.h"
#include "sim/shrink.h"
#include "sim/tool.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

/* Behind a difference that is known already, so many are looked for. */
enum {
	MASKED_MAX = 16
};

struct fuzz_command {
	struct tool tool;
	uint64_t seed, count, steps;
	struct kernels kernels;
	struct tool_machine machine;
	char machine_line[LINE_LENGTH_MAX + 16];
	const char *folder;
	bool corpus;

	struct fuzz fuzz;
	struct coverage told; /* failures and differences, by their texts */
	uint64_t number;      /* of the case */
	uint64_t failures, differences;
	unsigned int files; /* of the case */
	bool unusable;
};

/* ---- what has been found ---------------------------------------------- */

/* Writes SCRIPT into DIR, if there is one. */
static void write_case(struct fuzz_command *f, const char *kind,
                       const char *remark, const struct script *script)
{
	char name[2 * KERNEL_NAME_MAX + 80];
	size_t length;
	char *text;
	FILE *out;

	if (!f->folder)
		return;
	snprintf(name, sizeof(name), "%s-%" PRIu64 "-%06" PRIu64 "-%u.scn",
	         kind, f->seed, f->number, ++f->files);
	out = tool_open(&f->tool, f->folder, name);
	if (!out) {
		f->unusable = true;
		return;
	}
	text = script_text(script, &length);
	fprintf(out, "# tcesim %s fuzz, seed %" PRIu64 ", case %" PRIu64 "\n",
	        TCESIM_VERSION, f->seed, f->number);
	fprintf(out, "# %s\n%s", remark, text);
	free(text);
	f->unusable |= fclose(out) != 0;
}

static bool is_new(struct fuzz_command *f, const char *text)
{
	uint64_t hash = 0;

	for (; *text; text++)
		hash = random_mix(hash ^ (unsigned char)*text);
	return coverage_add(&f->told, hash);
}

/* The smallest script that shows what SCRIPT, which is PROPERTY's, shows. */
static void shrink_to(struct fuzz_command *f, struct property *property,
                      const struct script *script, struct shrink *shrink)
{
	*shrink = (struct shrink){ .property = property,
		                   .reader = f->tool.reader,
		                   .vocabulary = f->tool.vocabulary };
	script_copy(&shrink->script, script);
	shrink_run(shrink);
}

static void tell(struct fuzz_command *f, const char *kind,
                 struct property *property, const struct script *script)
{
	struct shrink shrink;

	shrink_to(f, property, script, &shrink);
	fprintf(f->tool.cli->out,
	        "case %" PRIu64 ": %s: %s (%zu steps; seed %" PRIu64
	        ", tcesim %s)\n",
	        f->number, kind, property->shown, script_steps(&shrink.script),
	        f->seed, TCESIM_VERSION);
	write_case(f, kind, property->shown, &shrink.script);
	shrink_release(&shrink);
}

static void tell_failure(struct fuzz_command *f)
{
	const struct script *script = &f->fuzz.composer.script;
	struct property property = { .vocabulary = f->tool.vocabulary,
		                     .kernel = f->kernels.kernel,
		                     .kernels = 1,
		                     .maker = f->fuzz.maker };

	f->failures++;
	if (script_is_valid(script, f->tool.reader, &f->fuzz.scenario) &&
	    property_learn(&property, script, &f->fuzz.scenario) &&
	    is_new(f, property.shown))
		tell(f, "failure", &property, script);
	property_release(&property);
}

/* ---- differences ------------------------------------------------------ */

/* Without the step that is answered differently. */
static void drop_difference(struct fuzz_command *f,
                            const struct property *property,
                            struct script *script)
{
	script_remove(script, property->judge.line);
	script_repair(script, f->tool.reader, &f->fuzz.scenario);
}

/* What the first kernel and KERNEL answer differently in the case. */
static void compare(struct fuzz_command *f, const struct kernel *kernel)
{
	const struct kernel both[] = { f->kernels.kernel[0], *kernel };
	struct property property = { .kind = PROPERTY_BETWEEN,
		                     .vocabulary = f->tool.vocabulary,
		                     .kernel = both,
		                     .kernels = 2,
		                     .maker = f->fuzz.maker };
	struct script script = { .line = NULL };
	char kind[2 * KERNEL_NAME_MAX + 8];

	snprintf(kind, sizeof(kind), "%s-or-%s", both[0].name, both[1].name);
	script_copy(&script, &f->fuzz.composer.script);
	script_repair(&script, f->tool.reader, &f->fuzz.scenario);
	for (int i = 0; i < MASKED_MAX &&
	                property_learn(&property, &script, &f->fuzz.scenario);
	     i++) {
		char shown[PROPERTY_TEXT_MAX + sizeof(kind)];

		snprintf(shown, sizeof(shown), "%s %s", kind, property.shown);
		if (is_new(f, shown)) {
			f->differences++;
			tell(f, kind, &property, &script);
			property_learn(&property, &script, &f->fuzz.scenario);
		}
		drop_difference(f, &property, &script);
	}
	property_release(&property);
	script_release(&script);
}

/* ---- the end ---------------------------------------------------------- */

static void print_reached(const struct fuzz_command *f)
{
	const struct coverage *coverage = &f->fuzz.coverage;
	FILE *out = f->tool.cli->out;
	unsigned int reasons = 0, hazards = 0, all = 0, flips = 0, values = 0;

	for (unsigned int i = 0; tcesim_reason(i); i++, all++)
		reasons += coverage->reason[i];
	fprintf(out, "reached: %u of %u reasons, ", reasons, all);
	for (all = 0; tcesim_hazard(all); all++)
		hazards += coverage->hazards >> all & 1;
	fprintf(out, "%u of %u hazards, ", hazards, all);
	for (unsigned int i = 0; tcesim_trait(i); i++)
		for (unsigned int v = 0; tcesim_trait_word(i, v); v++) {
			flips += coverage->trait[i] >> v & 1;
			values += v > 0;
		}
	fprintf(out,
	        "%u of %u other values of traits, %" PRIu64
	        " changes of state\n",
	        flips, values, coverage->transitions);
}

static void print_unreached(const struct fuzz_command *f)
{
	const struct coverage *coverage = &f->fuzz.coverage;
	FILE *out = f->tool.cli->out;

	fprintf(out, "not reached:");
	for (unsigned int i = 0; tcesim_reason(i); i++)
		if (!coverage->reason[i])
			fprintf(out, " %s", tcesim_reason(i)->name);
	fprintf(out, ";");
	for (unsigned int i = 0; tcesim_hazard(i); i++)
		if (!(coverage->hazards >> i & 1))
			fprintf(out, " %s", tcesim_hazard(i)->name);
	fprintf(out, ";");
	for (unsigned int i = 0; tcesim_trait(i); i++)
		if (!coverage->trait[i])
			fprintf(out, " %s", tcesim_trait(i)->name);
	fprintf(out, "\n");
}

static int conclude(const struct fuzz_command *f)
{
	fprintf(f->tool.cli->out,
	        "fuzz: %" PRIu64 " cases, %" PRIu64
	        " steps, %zu of them new; %" PRIu64 " failures, %" PRIu64
	        " differences\n",
	        f->count, f->fuzz.played, f->fuzz.cases, f->failures,
	        f->differences);
	print_reached(f);
	print_unreached(f);
	if (f->unusable)
		return EXIT_UNUSABLE;
	return f->failures ? EXIT_DIFFERENT : EXIT_AS_EXPECTED;
}

/* ---- all cases -------------------------------------------------------- */

static void make_case(struct fuzz_command *f)
{
	enum fuzz_result result = fuzz_case(&f->fuzz, f->number);

	f->files = 0;
	if (result == FUZZ_FAILED) {
		tell_failure(f);
		return;
	}
	if (result == FUZZ_NEW && f->corpus)
		write_case(f, "corpus", "reached something new",
		           &f->fuzz.composer.script);
	for (unsigned int i = 1; i < f->kernels.count; i++)
		compare(f, &f->kernels.kernel[i]);
}

/* The machine that was asked for, and whether the kernel runs there. */
static bool set_machine(struct fuzz_command *f)
{
	if (!f->machine.text)
		return true;
	snprintf(f->machine_line, sizeof(f->machine_line), "machine %s",
	         f->machine.text);
	f->fuzz.machine = f->machine_line;
	f->fuzz.composer.vocabulary = f->tool.vocabulary;
	return compose_begin(&f->fuzz.composer, f->machine_line);
}

static int run_all(struct fuzz_command *f)
{
	struct profile_error error;

	if (f->tool.operands)
		return tool_fail(&f->tool, "takes options only, not",
		                 f->tool.operand[0]);
	if (!f->kernels.count)
		kernels_parse(&f->kernels, "linux-6.12", f->tool.vocabulary,
		              &error);
	f->fuzz.vocabulary = f->tool.vocabulary;
	f->fuzz.reader = f->tool.reader;
	f->fuzz.seed = f->seed;
	f->fuzz.steps = f->steps;
	f->fuzz.composer.kernel = f->kernels.kernel[0];
	if (!set_machine(f))
		return tool_fail(&f->tool, "--machine: does not run",
		                 f->kernels.kernel[0].name);
	for (f->number = 0; f->number < f->count && !f->unusable; f->number++)
		make_case(f);
	return conclude(f);
}

int cmd_fuzz_on(const struct player_maker *maker, int argc, char **argv,
                const struct cli *cli)
{
	struct fuzz_command *f = room_zeroed(sizeof(*f));
	const struct tool_option options[] = {
		{ "--seed", TOOL_NUMBER, &f->seed },
		{ "--count", TOOL_NUMBER, &f->count },
		{ "--steps", TOOL_NUMBER, &f->steps },
		{ "--profile", TOOL_KERNELS, &f->kernels },
		{ "--machine", TOOL_MACHINE, &f->machine },
		{ "--corpus", TOOL_FLAG, &f->corpus },
		{ "-o", TOOL_WORD, &f->folder },
		{ NULL, TOOL_FLAG, NULL },
	};
	int status;

	f->fuzz.maker = maker;
	f->seed = 1;
	f->count = 1000;
	f->steps = 30;
	status = tool_begin(&f->tool, &cmd_fuzz, argc, argv, cli, options);
	if (status == TOOL_READY)
		status = run_all(f);
	fuzz_release(&f->fuzz);
	coverage_release(&f->told);
	kernels_release(&f->kernels);
	tool_end(&f->tool);
	free(f);
	return status;
}

static int run_fuzz(const struct cli_command *self, int argc, char **argv,
                    const struct cli *cli)
{
	(void)self;
	return cmd_fuzz_on(NULL, argc, argv, cli);
}

const struct cli_command cmd_fuzz = {
	.name = "fuzz",
	.summary = "look for what breaks, or differs, where nobody looked",
	.help = "usage: tcesim fuzz [OPTION]...\n"
		"\n"
		"Makes stories, changes those that reached something new and\n"
		"tells them further, and checks all invariants after every\n"
		"step.  What fails is shrunk.\n"
		"\n"
		"  --seed N        where chance begins (1)\n"
		"  --count N       so many cases (1000)\n"
		"  --steps N       so many new steps in each (30)\n"
		"  --profile LIST  on the first of these kernels (linux-6.12);\n"
		"                  tells where the others answer otherwise\n"
		"  --machine LINE  on this machine, not on all kinds\n"
		"  --corpus        also write the cases that reached something\n"
		"                  new\n"
		"  -o DIR          write what was found into DIR\n",
	.run = run_fuzz,
};
