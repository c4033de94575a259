/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "sim/explore_worker.h"
#include "sim/model_vocabulary.h"
#include "sim/room.h"
#include "tests/tool_rig.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

Suite *explore_suite(void);

/* The output of `tcesim LINE`, which must exit with STATUS.  To be freed. */
static char *output_of(const char *line, int status)
{
	struct tool_rig r;
	char *out;

	tool_rig_init(&r);
	ck_assert_int_eq(tool_rig_run(&r, line), status);
	out = strdup(r.out);
	tool_rig_release(&r);
	return out;
}

static void same_output(const char *a, const char *b, int status)
{
	char *first = output_of(a, status), *second = output_of(b, status);

	ck_assert_str_eq(first, second);
	free(first);
	free(second);
}

/* ---- what is found ---------------------------------------------------------
 */

/* The numbers are SPIN's, from tools/spin/machine.pml. */
START_TEST(strict_has_the_states_that_spin_counts)
{
	char *out = output_of("explore --profile strict --answers", 0);

	ck_assert(has(out, "\nstates     5050, all there are"));
	ck_assert(has(out, "\ntransitions 558032, "));
	ck_assert(has(out, "\nended      0\n"));
	ck_assert(has(out, "\nanswer detach 0 15136\n"));
	ck_assert(has(out, "\nanswer set_iommu -EINVAL 5044\n"));
	ck_assert(!has(out, "VIOLATED"));
	free(out);
}
END_TEST

START_TEST(kernel_has_the_states_that_spin_counts)
{
	char *out = output_of("explore", 0);

	ck_assert(has(out, "\nstates     134690, all there are"));
	ck_assert(has(out, "\ntransitions 15442192, "));
	ck_assert(has(out, "\nended      2537974\n"));
	free(out);
}
END_TEST

/* By the semantics: CREATE over the limit of contiguous memory, or whose table
 * cannot be had, keeps its charge; the group, the driver, and CREATE. */
START_TEST(way_to_a_leak_takes_three_calls)
{
	char *out = output_of("explore --groups 1 --regions 0 --pages 0 "
	                      "--depth 3",
	                      0);

	ck_assert(has(out, "known      leaked_charge: "));
	ck_assert(has(out, "times, after 3 calls\n"));
	ck_assert(has(out, "up to the depth asked for"));
	free(out);
}
END_TEST

START_TEST(each_finding_is_a_scenario_that_passes)
{
	struct tool_rig r;

	tool_rig_init(&r);
	ck_assert_int_eq(tool_rig_run(&r, "explore --groups 1 --memlock 24K "
	                                  "-o @/found"),
	                 0);
	ck_assert(tool_rig_has_file(&r, "found/linux-6.12-isolation_lost.scn"));
	ck_assert(tool_rig_has_file(&r,
	                            "found/linux-6.12-write_beyond_table.scn"));
	ck_assert_int_eq(tool_rig_run(&r, "run @/found"), 0);
	ck_assert_int_eq(tool_rig_run(&r, "explore --groups 1 --depth 2 "
	                                  "--memlock unlimited -o @/found"),
	                 0);
	tool_rig_release(&r);
}
END_TEST

/* A firmware that does not clear a window is no kernel's defect: no profile is
 * known for the use of freed memory that follows. */
START_TEST(what_is_not_on_the_lists_is_a_violation)
{
	struct tool_rig r;
	char *scenario;

	tool_rig_init(&r);
	ck_assert_int_eq(
		tool_rig_run(&r, "explore --profile strict --groups 1 "
	                         "--regions 0 --pages 0 --windows 16:32M:1 "
	                         "--faults opal_unmap -o @/found"),
		1);
	ck_assert(has(r.out, "VIOLATED   use_after_free: "));
	scenario = tool_rig_get(&r, "found/strict-use_after_free.scn");
	ck_assert(has(scenario, "only strict\n"));
	ck_assert(has(scenario, "fault opal_unmap nth=1\n"));
	ck_assert(has(scenario, " hazard=use_after_free\n"));
	free(scenario);
	ck_assert_int_eq(tool_rig_run(&r, "run @/found"), 0);
	tool_rig_release(&r);
}
END_TEST

/* ---- what makes no difference -------------------------------------------- */

static const char *const bounds[] = {
	"--groups 1 --regions 1",
	"--groups 2 --regions 1 --memlock 20K --profile linux-7.2",
	"--groups 1 --pages 1 --write --profile linux-5.10",
	"--groups 2 --regions 1 --profile strict --faults all",
	"--groups 3 --regions 0 --pages 0 --depth 6 --faults all",
	"--groups 1 --depth 7 --profile v9",
	"--groups 2 --depth 7 --profile linux-4.14",
	"--groups 1 --regions 4 --pages 4 --depth 6 --memlock unlimited",
};

START_TEST(number_of_threads)
{
	char one[160], many[160];

	snprintf(one, sizeof(one), "explore --jobs 1 --answers %s", bounds[_i]);
	snprintf(many, sizeof(many), "explore --jobs 5 --answers %s",
	         bounds[_i]);
	same_output(one, many, _i == 3 || _i == 4);
}
END_TEST

START_TEST(inference)
{
	char plain[160], inferred[160];

	snprintf(plain, sizeof(plain), "explore --plain --answers %s",
	         bounds[_i]);
	snprintf(inferred, sizeof(inferred), "explore --answers %s",
	         bounds[_i]);
	same_output(plain, inferred, _i == 3 || _i == 4);
}
END_TEST

/* ---- limits and options -------------------------------------------------- */

START_TEST(memory_can_be_limited)
{
	char *out = output_of("explore --memory 64K", 1);

	ck_assert(has(out, ", as many as fit in memory"));
	free(out);
}
END_TEST

START_TEST(options_that_mean_nothing_are_told)
{
	static const struct {
		const char *line, *message;
	} wrong[] = {
		{ "explore --profil strict", "unknown option --profil" },
		{ "explore --profile linux", "there is no profile linux" },
		{ "explore --groups 0", "--groups is 1 to 4, not 0" },
		{ "explore --groups many", "--groups is 1 to 4, not many" },
		{ "explore --regions 5", "--regions is 0 to 4, not 5" },
		{ "explore --pages 5", "--pages is 0 to 4, not 5" },
		{ "explore --windows 12:2M", "--windows is SHIFT:SIZE:LEVELS" },
		{ "explore --windows 12:2M:1:1", "--windows is SHIFT:" },
		{ "explore --windows "
		  "1234567890:1234567890:1234567890123456789",
		  "--windows is SHIFT:" },
		{ "explore --windows 1:1:1,1:1:1,1:1:1,1:1:1,1:1:1,1:1:1,1:1:1,"
		  "1:1:1,1:1:1",
		  "--windows is SHIFT:" },
		{ "explore --faults pin,nowhere", "there is no site nowhere" },
		{ "explore --memlock much", "--memlock is 0 to" },
		{ "explore --graph svg", "--graph is dot or mermaid, not svg" },
		{ "explore file", "no operand is expected: file" },
	};
	struct tool_rig r;

	tool_rig_init(&r);
	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
		ck_assert_int_eq(tool_rig_run(&r, wrong[i].line), 2);
		ck_assert_msg(has(r.err, wrong[i].message), "%s: %s",
		              wrong[i].line, r.err);
	}
	ck_assert_int_eq(tool_rig_run(&r, "explore --help"), 0);
	ck_assert(has(r.out, "usage: tcesim explore"));
	tool_rig_release(&r);
}
END_TEST

START_TEST(folder_that_cannot_be_written_is_told)
{
	struct tool_rig r;

	tool_rig_init(&r);
	tool_rig_put(&r, "file", "");
	ck_assert_int_eq(tool_rig_run(&r, "explore --groups 1 --depth 3 "
	                                  "-o @/file"),
	                 2);
	ck_assert_int_eq(tool_rig_run(&r, "explore --groups 1 --depth 3 "
	                                  "-o @/no/folder"),
	                 2);
	tool_rig_release(&r);
}
END_TEST

START_TEST(faults_are_named_by_their_beginning_too)
{
	same_output("explore --groups 1 --regions 0 --pages 0 "
	            "--faults kmalloc.table,kmalloc",
	            "explore --groups 1 --regions 0 --pages 0 "
	            "--faults kmalloc.table,kmalloc,kmalloc.group",
	            0);
}
END_TEST

/* ---- pictures --------------------------------------------------------------
 */

START_TEST(picture_shows_the_life_of_windows)
{
	char *out = output_of("explore --graph mermaid", 0);

	ck_assert(has(out, "stateDiagram-v2\n"));
	ck_assert(has(out, " : default window owed\n"));
	ck_assert(has(out, " : create -EINVAL\n"));
	ck_assert(has(out, " : slot 0 2M of 4K, slot 1 32M of 64K\n"));
	free(out);
	out = output_of("explore --graph dot --profile v9", 0);
	ck_assert(has(out, "digraph windows {\n"));
	ck_assert(!has(out, "owed"));
	free(out);
}
END_TEST

START_TEST(picture_that_nobody_can_read_is_refused)
{
	struct tool_rig r;

	tool_rig_init(&r);
	/* Too many nodes; too many edges; no end in sight. */
	ck_assert_int_eq(
		tool_rig_run(&r, "explore --graph dot --windows "
	                         "12:4M:1,12:8M:1,12:16M:1,12:32M:1,12:64M:1,"
	                         "12:128M:1,12:256M:1"),
		1);
	ck_assert(has(r.err, "too large to be read"));
	ck_assert_int_eq(tool_rig_run(&r, "explore --graph dot --windows "
	                                  "12:4M:1,12:8M:1,12:16M:1,12:32M:1"),
	                 1);
	ck_assert_int_eq(tool_rig_run(&r, "explore --graph dot --depth 2"), 1);
	tool_rig_release(&r);
}
END_TEST

/* ---- parts ------------------------------------------------------------------
 */

START_TEST(set_holds_zero_like_any_key)
{
	struct seen seen = { 0 };

	ck_assert(!seen_has(&seen, 0));
	ck_assert(!seen_has(&seen, 7));
	ck_assert(seen_add(&seen, 0));
	ck_assert(!seen_add(&seen, 0));
	for (uint64_t key = 1; key < 5000; key++)
		ck_assert(seen_add(&seen, key << 40));
	for (uint64_t key = 0; key < 5000; key++)
		ck_assert(!seen_add(&seen, key << 40));
	ck_assert(!seen_has(&seen, 5000ull << 40));
	seen_clear(&seen);
	ck_assert(!seen_has(&seen, 0));
	ck_assert(!seen_has(&seen, UINT64_C(1) << 40));
	seen_release(&seen);
}
END_TEST

static void fill_block(struct explore_block *block)
{
	const struct explore_step step = { 1, 2, 3 };
	const struct tcesim_answer answer = { .ret = -22 };
	struct tcesim_parts delta = { { 0 } };

	block_clear(block);
	block_count(block, VERB_MAP, step, &answer);
	block_found(block, 4, step);
	delta.word[TCESIM_PART_TCES_0] = 5;
	block_moved(block, step, &delta, 0);
}

START_TEST(blocks_that_differ_are_not_the_same)
{
	const struct explore_step other = { 1, 2, 4 };
	struct explore_block a = { 0 }, b = { 0 };

	fill_block(&a);
	fill_block(&b);
	ck_assert(block_same(&a, &b));
	b.ended = 1;
	ck_assert(!block_same(&a, &b));
	fill_block(&b);
	b.answer[0].row++;
	ck_assert(!block_same(&a, &b));
	fill_block(&b);
	b.finding[0].finding++;
	ck_assert(!block_same(&a, &b));
	fill_block(&b);
	b.move[0].step = other;
	ck_assert(!block_same(&a, &b));
	fill_block(&b);
	b.delta[0].delta++;
	ck_assert(!block_same(&a, &b));
	fill_block(&b);
	b.moves = 0;
	ck_assert(!block_same(&a, &b));
	block_release(&a);
	block_release(&b);
}
END_TEST

/* ---- inference that is wrong -------------------------------------------- */

/* An exploration by one worker, whose classes may be tampered with. */
struct search {
	struct model_vocabulary names;
	struct bound bound;
	struct explore explore;
	struct explore_worker worker;
};

static void add_state(struct explore *e, const struct explore_candidate *c)
{
	if (!seen_add(&e->seen, c->key))
		return;
	e->state = room_for(e->state, &e->room, e->states + 1u,
	                    sizeof(*e->state));
	e->state[e->states++] = c->state;
}

static void search_init(struct search *s)
{
	struct explore_candidate first = { 0, { 0, { 0, 0, 0 } } };
	struct tcesim_hash hash;

	memset(s, 0, sizeof(*s));
	ck_assert(model_vocabulary_init(&s->names));
	bound_init(&s->bound);
	s->explore.options = (struct explore_options){
		.bound = &s->bound,
		.profile = tcesim_profile_named("linux-6.12"),
		.vocabulary = &s->names.vocabulary,
		.jobs = 1,
	};
	law_init(&s->explore.law, s->explore.options.profile);
	worker_init(&s->worker, &s->explore);
	ck_assert_int_eq(tcesim_hash(s->worker.machine, &hash), TCESIM_OK);
	first.key = hash.word[0];
	add_state(&s->explore, &first);
}

/* True: it is noticed that the classes say too little. */
static bool search_run(struct search *s, uint32_t enough)
{
	struct explore *e = &s->explore;
	struct explore_worker *w = &s->worker;

	for (uint32_t done = 0; done < e->states && done < enough;) {
		uint32_t last = e->states;

		worker_begin(w);
		worker_expand(w, 0, done, last);
		for (size_t i = 0; i < w->candidates; i++)
			add_state(e, &w->candidate[i]);
		done = last;
	}
	worker_settle(w);
	return w->counts.finding[FINDING_UNDECLARED].count > 0;
}

static void search_release(struct search *s)
{
	worker_release(&s->worker);
	explore_release(&s->explore);
	model_vocabulary_release(&s->names);
}

/* Leave PARTS out of the classes that begin with VERB. */
static void hide(struct search *s, enum verb verb, uint32_t parts)
{
	struct bound_calls *calls = &s->worker.calls;

	for (unsigned int i = 0; i < calls->classes; i++)
		if (calls->call[calls->class[i].first].verb == verb)
			calls->class[i].parts &= ~parts;
}

#define PART(name) (UINT32_C(1) << TCESIM_PART_##name)
static const struct {
	enum verb verb;
	uint32_t parts;
} hidden[] = {
	{ VERB_MAP, PART(TCES_0) | PART(TCES_1) }, /* changed */
	{ VERB_MAP, PART(REGIONS) },               /* looked at */
	{ VERB_MAP, PART(CONTAINERS) },
	{ VERB_CREATE, PART(WINDOW_0) | PART(WINDOW_1) },
	{ VERB_CREATE, PART(LOCKED_VM) },
	{ VERB_REGISTER, PART(USED) },
	{ VERB_UNREGISTER, PART(MAPPED) },
	{ VERB_ATTACH, PART(HARDWARE) },
	{ VERB_DETACH, PART(GROUPS) },
};

START_TEST(dependency_that_is_not_declared_is_found_out)
{
	struct search *s = room_zeroed(sizeof(*s));

	search_init(s);
	hide(s, hidden[_i].verb, hidden[_i].parts);
	ck_assert(search_run(s, 15000));
	search_release(s);
	free(s);
}
END_TEST

START_TEST(dependencies_are_declared)
{
	struct search *s = room_zeroed(sizeof(*s));

	search_init(s);
	ck_assert(!search_run(s, 15000));
	search_release(s);
	free(s);
}
END_TEST

/* Every finding has a name and a sentence, and changes in parts that no row
 * allows are violations. */
START_TEST(law_names_what_it_finds)
{
	struct tcesim_answer answer = { .ret = -22 };
	struct law_case the_case = { .verb = VERB_CREATE, .answer = &answer };
	struct law_text text;
	struct law law;

	law_init(&law, tcesim_profile_named("strict"));
	law_finding(&law, FINDING_INVARIANT, &text);
	ck_assert_str_eq(text.name, tcesim_invariant(0)->name);
	ck_assert(!text.known);
	law_finding(&law, FINDING_UNKNOWN, &text);
	ck_assert_str_eq(text.name, "no_rollback");
	ck_assert(!text.known);
	law_finding(&law, FINDING_UNDECLARED, &text);
	ck_assert_str_eq(text.name, "undeclared");
	ck_assert(!text.known);
	the_case.changed = UINT32_C(1) << TCESIM_PART_TCES_0;
	ck_assert_uint_eq(law_deviations(&law, &the_case),
	                  UINT32_C(1) << LAW_UNKNOWN_BIT);
	the_case.changed = UINT32_C(1) << TCESIM_PART_PENDING |
	                   UINT32_C(1) << TCESIM_PART_WINDOW_0;
	ck_assert_uint_ne(law_deviations(&law, &the_case), 0);
	ck_assert_uint_eq(law_deviations(&law, &the_case) >> LAW_UNKNOWN_BIT,
	                  0);
}
END_TEST

Suite *explore_suite(void)
{
	Suite *suite = suite_create("explore");
	TCase *tcase = tcase_create("explore");
	const int all = sizeof(bounds) / sizeof(bounds[0]);

	tcase_set_timeout(tcase, 120);
	tcase_add_test(tcase, strict_has_the_states_that_spin_counts);
	tcase_add_test(tcase, kernel_has_the_states_that_spin_counts);
	tcase_add_test(tcase, way_to_a_leak_takes_three_calls);
	tcase_add_test(tcase, each_finding_is_a_scenario_that_passes);
	tcase_add_test(tcase, what_is_not_on_the_lists_is_a_violation);
	tcase_add_loop_test(tcase, number_of_threads, 0, all);
	tcase_add_loop_test(tcase, inference, 0, all);
	tcase_add_test(tcase, memory_can_be_limited);
	tcase_add_test(tcase, options_that_mean_nothing_are_told);
	tcase_add_test(tcase, folder_that_cannot_be_written_is_told);
	tcase_add_test(tcase, faults_are_named_by_their_beginning_too);
	tcase_add_test(tcase, picture_shows_the_life_of_windows);
	tcase_add_test(tcase, picture_that_nobody_can_read_is_refused);
	tcase_add_test(tcase, set_holds_zero_like_any_key);
	tcase_add_test(tcase, blocks_that_differ_are_not_the_same);
	tcase_add_test(tcase, dependencies_are_declared);
	tcase_add_loop_test(tcase, dependency_that_is_not_declared_is_found_out,
	                    0, sizeof(hidden) / sizeof(hidden[0]));
	tcase_add_test(tcase, law_names_what_it_finds);
	suite_add_tcase(suite, tcase);
	return suite;
}
