/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "sim/cmd_generate.h"
#include "sim/compose.h"
#include "sim/generate.h"
#include "sim/model_vocabulary.h"
#include "sim/tool.h"
#include "tests/count.h"
#include "tests/mutant.h"
#include "tests/tool_rig.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

Suite *generate_suite(void);

START_TEST(seed_tells_the_story)
{
	struct tool_rig r;
	char *first;

	tool_rig_init(&r);
	ck_assert_int_eq(tool_rig_run(&r, "generate --seed 3 --steps 25"), 0);
	ck_assert(has(r.out, "# tcesim "));
	ck_assert(has(r.out, "seed 3, story 0, linux-6.12\n"));
	first = strdup(r.out);
	ck_assert_int_eq(tool_rig_run(&r, "generate --seed 3 --steps 25"), 0);
	ck_assert_str_eq(r.out, first);
	ck_assert_int_eq(tool_rig_run(&r, "generate --seed 4 --steps 25"), 0);
	ck_assert_str_ne(r.out, first);
	free(first);
	tool_rig_release(&r);
}
END_TEST

START_TEST(story_is_the_same_however_many_there_are)
{
	struct tool_rig r;
	char *few, *many;

	tool_rig_init(&r);
	ck_assert_int_eq(tool_rig_run(&r, "generate --count 3 -o @/few"), 0);
	ck_assert_int_eq(tool_rig_run(&r, "generate --count 5 -o @/many"), 0);
	few = tool_rig_get(&r, "few/1-000002.scn");
	many = tool_rig_get(&r, "many/1-000002.scn");
	ck_assert_str_eq(few, many);
	ck_assert(!tool_rig_has_file(&r, "few/1-000003.scn"));
	ck_assert(tool_rig_has_file(&r, "many/1-000004.scn"));
	free(few);
	free(many);
	tool_rig_release(&r);
}
END_TEST

/* Well-formed, and what was recorded is what is answered. */
START_TEST(recorded_stories_pass)
{
	static const char *const profiles[] = { "linux-6.12", "linux-7.2",
		                                "strict", "linux-5.10" };
	struct tool_rig r;
	char line[128];

	tool_rig_init(&r);
	for (int i = 0; i < 4; i++) {
		snprintf(line, sizeof(line),
		         "generate --record --count 40 --seed %d --profile %s "
		         "--no-faults -o @/%d",
		         i, profiles[i], i);
		ck_assert_msg(!tool_rig_run(&r, line), "%s: %s", line, r.err);
		snprintf(line, sizeof(line), "run --profile %s @/%d",
		         profiles[i], i);
		ck_assert_msg(!tool_rig_run(&r, line), "%s: %s", line, r.out);
		ck_assert(has(r.out, "40 passed, 0 failed"));
	}
	tool_rig_release(&r);
}
END_TEST

/* Every line that is proposed is one of the language. */
START_TEST(proposals_are_well_formed)
{
	const struct generate_manner manner = { .safe = false };
	struct model_vocabulary names;
	struct composer c = { .vocabulary = &names.vocabulary };

	ck_assert(model_vocabulary_init(&names));
	tool_default(&c.kernel, "linux-6.12");
	for (uint64_t story = 0; story < 30; story++) {
		generator_begin(&c.generator, &manner, c.vocabulary, 11, story);
		while (!compose_begin(&c, generator_machine(&c.generator)))
			;
		for (int i = 0; i < 60; i++) {
			const char *line = generator_propose(&c.generator,
			                                     &c.player);
			size_t before = c.script.lines;

			script_add(&c.script, c.vocabulary, line, 0);
			ck_assert_msg(c.script.lines > before, "%s", line);
			script_cut(&c.script, before);
			compose_line(&c, line);
		}
	}
	compose_release(&c);
	model_vocabulary_release(&names);
}
END_TEST

static void learn(struct composer *c, const char *line)
{
	struct command command;
	size_t before = c->script.lines;

	script_add(&c->script, c->vocabulary, line, 0);
	script_command(&c->script, before, c->vocabulary, &command);
	script_cut(&c->script, before);
	generator_learn(&c->generator, &command);
}

/* Names run out, processes end; there is always something left to do. */
START_TEST(crowded_worlds_go_on)
{
	static const char *const lines[] = {
		"device d0 g0", "device d1 g0", "device d2 g0",
		"device d3 g0", "process p1",   "process p2",
		"process p3",   "exit p0",      "memory m50 size=4K",
		"exit p1",      "exit p2",      "exit p3",
	};
	const struct generate_manner manner = { .safe = false };
	struct model_vocabulary names;
	struct composer c = { .vocabulary = &names.vocabulary };
	char line[64];

	ck_assert(model_vocabulary_init(&names));
	tool_default(&c.kernel, "linux-6.12");
	generator_begin(&c.generator, &manner, c.vocabulary, 1, 1);
	ck_assert(compose_begin(&c, "machine groups=16"));
	ck_assert_int_eq(compose_line(&c, "nonsense"), COMPOSE_DROPPED);
	/* More than the generator looks at; c0 comes last. */
	for (int i = 20; i >= 0; i--) {
		snprintf(line, sizeof(line), "container c%d", i);
		ck_assert_int_eq(compose_line(&c, line), COMPOSE_STEP);
	}
	for (int i = 0; i < 24; i++) {
		snprintf(line, sizeof(line), "memory m%d size=4K", i);
		learn(&c, line);
	}
	for (int i = 0; i < COUNT(lines); i++) {
		learn(&c, lines[i]);
		for (int k = 0; k < 300; k++)
			ck_assert_str_ne(
				generator_propose(&c.generator, &c.player), "");
	}
	compose_release(&c);
	model_vocabulary_release(&names);
}
END_TEST

START_TEST(disk_is_full)
{
	struct tool_rig r;
	char path[TOOL_PATH_MAX];

	tool_rig_init(&r);
	tool_rig_path(&r, "1-000000.scn", path);
	ck_assert_int_eq(symlink("/dev/full", path), 0);
	ck_assert_int_eq(tool_rig_run(&r, "generate -o @"), EXIT_UNUSABLE);
	ck_assert(has(r.err, "cannot write 1-000000.scn"));
	tool_rig_release(&r);
}
END_TEST

static const char *const dangers[] = {
	"write_beyond_table", "read_beyond_table", "null_store",
	"null_read",          "runaway_kill",      "soft_lockup",
	"endless_loop",       "kernel_bug",        "use_after_free",
};

START_TEST(safe_stories_do_no_harm)
{
	static const char *const machines[] = { "platform=powernv8~groups=2",
		                                "page=64K~groups=3" };
	struct tool_rig r;
	char line[128];

	tool_rig_init(&r);
	for (int i = 0; i < 2; i++) {
		snprintf(line, sizeof(line),
		         "generate --safe --count 60 --steps 60 --seed %d "
		         "--machine=%s -o @/%d",
		         i, machines[i], i);
		ck_assert_int_eq(tool_rig_run(&r, line), 0);
		snprintf(line, sizeof(line),
		         "run --format json --profile linux-6.12 @/%d", i);
		ck_assert_int_eq(tool_rig_run(&r, line), 0);
		for (int k = 0; k < COUNT(dangers); k++)
			ck_assert(!has(r.out, dangers[k]));
		ck_assert(!has(r.out, "\"verb\":\"fault\""));
		ck_assert(!has(r.out, "\"verb\":\"dma\""));
		ck_assert(!has(r.out, "page_shift=64"));
		ck_assert(!has(r.out, "page_shift=140"));
	}
	tool_rig_release(&r);
}
END_TEST

/* What happens at the end of all processes counts too. */
START_TEST(safe_stories_end_well)
{
	struct tool_rig r;
	char name[32], *text;

	tool_rig_init(&r);
	ck_assert_int_eq(tool_rig_run(&r, "generate --count 200 --steps 30 "
	                                  "--no-faults --avoid "
	                                  "kernel_warn,leaked_charge "
	                                  "-o @/a"),
	                 0);
	for (int i = 0; i < 200; i++) {
		snprintf(name, sizeof(name), "a/1-%06d.scn", i);
		text = tool_rig_get(&r, name);
		tool_rig_put(&r, "end.scn", text);
		free(text);
		ck_assert_int_eq(tool_rig_run(&r, "run --format json --profile "
		                                  "linux-6.12 @/end.scn"),
		                 0);
		ck_assert(!has(r.out, "kernel_warn"));
		ck_assert(!has(r.out, "leaked_charge"));
	}
	tool_rig_release(&r);
}
END_TEST

/* Lines that begin with none of "#", "machine". */
static size_t count_steps(const char *text)
{
	size_t steps = 0;

	while (*text) {
		steps += *text != '#' && strncmp(text, "machine", 7) != 0;
		text = strchr(text, '\n') + 1;
	}
	return steps;
}

START_TEST(digests_have_a_mark_for_each_step)
{
	struct tool_rig r;
	char *text;
	const char *marks;

	tool_rig_init(&r);
	ck_assert_int_eq(tool_rig_run(&r, "generate --safe --digest --tables 2 "
	                                  "--count 6 --first 10 -o @/d"),
	                 0);
	ck_assert(!tool_rig_has_file(&r, "d/1-000009.scn"));
	ck_assert(!tool_rig_has_file(&r, "d/1-000016.scn"));
	text = tool_rig_get(&r, "d/1-000012.scn");
	ck_assert(has(text, "show of=tve\nshow of=tce\n# marks "));
	marks = strstr(text, "# marks ") + 8;
	ck_assert_uint_eq(strcspn(marks, "\n"), 4 * count_steps(text));
	ck_assert(has(marks, "\n# hazards"));
	free(text);
	text = tool_rig_get(&r, "d/1-000013.scn");
	ck_assert(!has(text, "show of=tce"));
	free(text);
	ck_assert_int_eq(tool_rig_run(&r, "run @/d"), 0);
	tool_rig_release(&r);
}
END_TEST

/* Two containers with one region, and the process ends: the driver warns. */
START_TEST(digests_know_how_it_ends)
{
	struct tool_rig r;
	char line[128];
	unsigned int found = 0;

	tool_rig_init(&r);
	for (int i = 0; i < 60; i++) {
		snprintf(line, sizeof(line),
		         "generate --safe --digest --first %d --steps 110", i);
		ck_assert_int_eq(tool_rig_run(&r, line), 0);
		found += has(strstr(r.out, "# hazards"), "orphaned_region");
		ck_assert(!has(r.out, "\nexit p0"));
	}
	ck_assert_uint_gt(found, 0);
	tool_rig_release(&r);
}
END_TEST

START_TEST(state_is_recorded_line_by_line)
{
	struct tool_rig r;
	unsigned int shown = 0, nothing = 0;
	char line[96];

	tool_rig_init(&r);
	for (int i = 0; i < 40; i++) {
		snprintf(line, sizeof(line),
		         "generate --seed %d --steps 60 --record", i);
		tool_rig_run(&r, line);
		shown += times(r.out, "\n= @linux-6.12 process p0 ");
		nothing += times(r.out, "\n= @linux-6.12 nothing");
	}
	ck_assert_uint_gt(shown, 0);
	ck_assert_uint_gt(nothing, 0);
	tool_rig_release(&r);
}
END_TEST

static int generate_mutants(int argc, char **argv, const struct cli *cli)
{
	return cmd_generate_on(&mutant, argc, argv, cli);
}

START_TEST(model_that_fails_is_told)
{
	struct tool_rig r;

	tool_rig_init(&r);
	ck_assert_int_eq(tool_rig_call(&r, generate_mutants,
	                               "generate --steps 500 --record"),
	                 EXIT_INTERNAL);
	ck_assert(has(r.err, "the model failed in the last step"));
	/* All steps but the last have their answers. */
	ck_assert(has(r.out, "\n= @linux-6.12 "));
	ck_assert_str_eq(strrchr(r.out, '\n'), "\n");
	tool_rig_release(&r);
}
END_TEST

Suite *generate_suite(void)
{
	Suite *suite = suite_create("generate");
	TCase *tcase = tcase_create("generate");

	tcase_set_timeout(tcase, 60);
	tcase_add_test(tcase, seed_tells_the_story);
	tcase_add_test(tcase, story_is_the_same_however_many_there_are);
	tcase_add_test(tcase, recorded_stories_pass);
	tcase_add_test(tcase, proposals_are_well_formed);
	tcase_add_test(tcase, crowded_worlds_go_on);
	tcase_add_test(tcase, disk_is_full);
	tcase_add_test(tcase, safe_stories_do_no_harm);
	tcase_add_test(tcase, safe_stories_end_well);
	tcase_add_test(tcase, digests_have_a_mark_for_each_step);
	tcase_add_test(tcase, digests_know_how_it_ends);
	tcase_add_test(tcase, state_is_recorded_line_by_line);
	tcase_add_test(tcase, model_that_fails_is_told);
	suite_add_tcase(suite, tcase);
	return suite;
}
