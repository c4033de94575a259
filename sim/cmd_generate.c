/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "sim/cmd_generate.h"

#include "sim/compose.h"
#include "sim/digest.h"
#include "sim/parse.h"
#include "sim/room.h"
#include "sim/tool.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

enum {
	PROPOSALS_PER_STEP = 50
};

struct generate {
	struct tool tool;
	uint64_t seed, first, count, steps;
	uint64_t tables; /* each so-manieth story looks at them; 0: none */
	struct kernel kernel;
	struct tool_machine machine;
	const char *folder, *avoid;
	bool safe, no_faults, record, digest;
	struct composer composer;
};

/* ---- one story -------------------------------------------------------- */

/* What must not be done to a kernel that is to live on. */
static const char dangerous[] =
	"write_beyond_table,read_beyond_table,null_store,null_read,"
	"runaway_kill,soft_lockup,endless_loop,kernel_bug,use_after_free";

/* False: LIST has a word that is no hazard. */
static bool add_hazards(const struct generate *g, const char *list,
                        uint32_t *hazards)
{
	const struct word_list *known = &g->tool.vocabulary->hazards;

	for (const char *at = list; *at; at += *at == ',') {
		const struct span word = { at, strcspn(at, ",") };
		int hazard = word_find(known, word);

		if (hazard == WORD_NOT_FOUND)
			return false;
		*hazards |= UINT32_C(1) << hazard;
		at += word.length;
	}
	return true;
}

static bool process_ends(struct composer *c, unsigned int process)
{
	char line[32];

	if (c->generator.process[process] != NAME_MADE)
		return true;
	snprintf(line, sizeof(line), "exit p%u", process);
	return compose_line(c, line) == COMPOSE_STEP;
}

/* Plays the end of all processes, and takes it back. */
static bool ends_well(struct composer *c)
{
	size_t lines = c->script.lines;
	bool well = true;

	for (unsigned int p = GENERATE_NAMES_MAX; well && p-- > 0;)
		well = process_ends(c, p);
	script_cut(&c->script, lines);
	return well;
}

/* The story again, but only half of it. */
static void play_half(struct composer *c)
{
	struct script half = { .line = NULL };
	bool has_machine = !verb_is_step(c->script.line[0].verb);

	script_copy(&half, &c->script);
	script_cut(&half, half.lines / 2);
	compose_begin(c, has_machine && half.lines ? half.line[0].text : "");
	for (size_t i = c->script.lines; i < half.lines; i++)
		compose_line(c, half.line[i].text);
	script_release(&half);
}

/* A machine on which the profile runs. */
static void choose_machine(struct generate *g)
{
	struct composer *c = &g->composer;
	char given[LINE_LENGTH_MAX + 16] = "";

	if (g->machine.text)
		snprintf(given, sizeof(given), "machine %s", g->machine.text);
	if (g->machine.text || g->safe)
		compose_begin(c, given);
	else
		while (!compose_begin(c, generator_machine(&c->generator)))
			;
}

/* False: the model failed in the last step. */
static bool compose_story(struct generate *g, uint64_t number)
{
	const struct generate_manner manner = { .safe = g->safe,
		                                .no_faults = g->no_faults };
	struct composer *c = &g->composer;
	uint64_t tries = g->steps * PROPOSALS_PER_STEP;

	generator_begin(&c->generator, &manner, g->tool.vocabulary, g->seed,
	                number);
	choose_machine(g);
	while (tries-- && script_steps(&c->script) < g->steps)
		if (compose_step(c) == COMPOSE_BROKEN)
			return false;
	while (c->avoid && c->script.lines && !ends_well(c))
		play_half(c);
	if (g->tables && number % g->tables == 0) {
		compose_line(c, "show of=tve");
		compose_line(c, "show of=tce");
	}
	return true;
}

/* ---- its text --------------------------------------------------------- */

static void write_answer(const struct generate *g, FILE *out)
{
	const struct answer *answer = &g->composer.player.answer;
	char text[ANSWER_TEXT_MAX];

	if (answer->verb != VERB_SHOW) {
		answer_format(answer, NULL, g->tool.vocabulary, text,
		              sizeof(text));
		fprintf(out, "= @%s %s\n", g->kernel.profile->name, text);
		return;
	}
	for (size_t i = 0; i < answer->lines; i++) {
		show_line_format(&answer->line[i], NULL, text, sizeof(text));
		fprintf(out, "= @%s %s\n", g->kernel.profile->name, text);
	}
	if (!answer->lines)
		fprintf(out, "= @%s nothing\n", g->kernel.profile->name);
}

/* Hazards that happened, and a mark for each step, as comments. */
struct summary {
	struct digest digest;
	uint32_t hazards;
	char *marks, *end;
};

static void summary_begin(struct summary *summary, size_t steps)
{
	*summary = (struct summary){ 0 };
	summary->marks = room_zeroed(steps * DIGEST_MARK + 1);
	summary->end = summary->marks;
}

static void sum_up(struct summary *summary, const struct answer *answer)
{
	digest_add(&summary->digest, answer, summary->end);
	summary->end += DIGEST_MARK;
	summary->hazards |= answer->reply.hazards;
}

/* All processes end, p0 last, as when a kernel plays the story. */
static uint32_t hazards_of_end(struct generate *g)
{
	struct composer *c = &g->composer;
	size_t lines = c->script.lines;
	uint32_t hazards = 0;
	char line[32];

	for (unsigned int i = 1; i <= GENERATE_NAMES_MAX; i++) {
		unsigned int p = i % GENERATE_NAMES_MAX;

		if (!objects_process(&c->player.runner.objects, p))
			continue;
		snprintf(line, sizeof(line), "exit p%u", p);
		compose_line(c, line);
		hazards |= c->player.answer.reply.hazards;
	}
	script_cut(&c->script, lines);
	return hazards;
}

static void summary_end(struct generate *g, struct summary *summary, FILE *out)
{
	const struct word_list *names = &g->tool.vocabulary->hazards;

	if (g->digest) {
		summary->hazards |= hazards_of_end(g);
		fprintf(out, "# marks %s\n# hazards", summary->marks);
		for (unsigned int i = 0; i < names->count; i++)
			if (summary->hazards >> i & 1)
				fprintf(out, " %s", names->word[i]);
		fputc('\n', out);
	}
	free(summary->marks);
}

static void write_story(struct generate *g, uint64_t number, FILE *out)
{
	struct composer *c = &g->composer;
	struct command command;
	struct summary summary;

	summary_begin(&summary, script_steps(&c->script));
	fprintf(out,
	        "# tcesim %s generate, seed %" PRIu64 ", story %" PRIu64
	        ", %s\n",
	        TCESIM_VERSION, g->seed, number, g->kernel.name);
	player_start(&c->player, &c->kernel, &c->machine);
	for (size_t i = 0; i < c->script.lines; i++) {
		fprintf(out, "%s\n", c->script.line[i].text);
		if (!verb_is_step(c->script.line[i].verb))
			continue;
		script_command(&c->script, i, g->tool.vocabulary, &command);
		if (player_step(&c->player, &command) != BACKEND_OK)
			continue;
		sum_up(&summary, &c->player.answer);
		if (g->record)
			write_answer(g, out);
	}
	summary_end(g, &summary, out);
}

/* ---- all of them ------------------------------------------------------ */

static int write_one(struct generate *g, uint64_t number)
{
	bool whole = compose_story(g, number);
	FILE *out = g->tool.cli->out;
	char name[64];

	snprintf(name, sizeof(name), "%" PRIu64 "-%06" PRIu64 ".scn", g->seed,
	         number);
	if (g->folder)
		out = tool_open(&g->tool, g->folder, name);
	if (!out)
		return EXIT_UNUSABLE;
	write_story(g, number, out);
	if (g->folder && fclose(out))
		return tool_fail(&g->tool, "cannot write", name);
	if (whole)
		return EXIT_AS_EXPECTED;
	tool_fail(&g->tool, "the model failed in the last step of", name);
	return EXIT_INTERNAL;
}

static int write_stories(struct generate *g)
{
	int status = EXIT_AS_EXPECTED;

	for (uint64_t i = 0; i < g->count && !status; i++)
		status = write_one(g, g->first + i);
	return status;
}

static int run_all(struct generate *g)
{
	struct composer *c = &g->composer;

	if (g->tool.operands)
		return tool_fail(&g->tool, "takes options only, not",
		                 g->tool.operand[0]);
	if (g->count != 1 && !g->folder)
		return tool_fail(&g->tool, "more than one story needs",
		                 "-o DIR");
	if (!add_hazards(g, g->avoid, &c->avoid))
		return tool_fail(&g->tool, "--avoid: no hazards are", g->avoid);
	if (g->safe)
		add_hazards(g, dangerous, &c->avoid);
	c->vocabulary = g->tool.vocabulary;
	c->kernel = g->kernel;
	if (g->machine.text)
		choose_machine(g);
	if (g->machine.text && !c->player.backend)
		return tool_fail(&g->tool, "--machine: does not run",
		                 g->kernel.name);
	return write_stories(g);
}

int cmd_generate_on(const struct player_maker *maker, int argc, char **argv,
                    const struct cli *cli)
{
	struct generate *g = room_zeroed(sizeof(*g));
	const struct tool_option options[] = {
		{ "--seed", TOOL_NUMBER, &g->seed },
		{ "--first", TOOL_NUMBER, &g->first },
		{ "--count", TOOL_NUMBER, &g->count },
		{ "--steps", TOOL_NUMBER, &g->steps },
		{ "--profile", TOOL_KERNEL, &g->kernel },
		{ "--machine", TOOL_MACHINE, &g->machine },
		{ "--safe", TOOL_FLAG, &g->safe },
		{ "--avoid", TOOL_WORD, &g->avoid },
		{ "--no-faults", TOOL_FLAG, &g->no_faults },
		{ "--record", TOOL_FLAG, &g->record },
		{ "--digest", TOOL_FLAG, &g->digest },
		{ "--tables", TOOL_NUMBER, &g->tables },
		{ "-o", TOOL_WORD, &g->folder },
		{ NULL, TOOL_FLAG, NULL },
	};
	int status;

	g->composer.player.maker = maker;
	g->seed = 1;
	g->count = 1;
	g->steps = 40;
	g->avoid = "";
	tool_default(&g->kernel, "linux-6.12");
	status = tool_begin(&g->tool, &cmd_generate, argc, argv, cli, options);
	if (status == TOOL_READY)
		status = run_all(g);
	compose_release(&g->composer);
	tool_end(&g->tool);
	free(g);
	return status;
}

static int run_generate(const struct cli_command *self, int argc, char **argv,
                        const struct cli *cli)
{
	(void)self;
	return cmd_generate_on(NULL, argc, argv, cli);
}

const struct cli_command cmd_generate = {
	.name = "generate",
	.summary = "write stories that nobody has thought of",
	.help = "usage: tcesim generate [OPTION]...\n"
		"\n"
		"Writes scenarios: sensible calls, calls at boundaries, and\n"
		"nonsense, as one seed has them on every machine.\n"
		"\n"
		"  --seed N        where chance begins (1)\n"
		"  --first N       from this one of the seed on (0)\n"
		"  --count N       so many scenarios (1)\n"
		"  --steps N       so many steps in each (40)\n"
		"  --profile NAME  the kernel that plays along (linux-6.12)\n"
		"  --machine LINE  on this machine (\"page=64K groups=2\");\n"
		"                  without it, on all kinds\n"
		"  --safe          only what a real kernel can do, survives and\n"
		"                  does soon; without --machine on the usual one\n"
		"  --avoid LIST    no step with one of these hazards\n"
		"  --no-faults     arm no failures\n"
		"  --record        with `=` lines for that kernel\n"
		"  --digest        with comments at the end: a mark for each\n"
		"                  answer, and the hazards that happened\n"
		"  --tables N      each Nth story ends with a look at tables\n"
		"  -o DIR          into DIR/SEED-NUMBER.scn; without it, to\n"
		"                  standard output\n",
	.run = run_generate,
};
