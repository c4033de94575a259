/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "sim/explore_worker.h"
#include "sim/model_vocabulary.h"
#include "sim/room.h"
#include "sim/tool.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

Suite *explore_parts_suite(void);

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
	struct kernel kernel;
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
	s->bound.pages = 2;
	tool_default(&s->kernel, "linux-6.12");
	s->explore.options = (struct explore_options){
		.bound = &s->bound,
		.kernel = &s->kernel,
		.vocabulary = &s->names.vocabulary,
		.jobs = 1,
	};
	law_init(&s->explore.law, &s->kernel);
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
	{ VERB_MAP, PART(FILES) | PART(CONTAINERS) },
	{ VERB_CLOSE, PART(GROUPS) },
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
	struct kernel kernel;
	struct law law;

	tool_default(&kernel, "strict");
	law_init(&law, &kernel);
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

Suite *explore_parts_suite(void)
{
	Suite *suite = suite_create("explore_parts");
	TCase *tcase = tcase_create("explore_parts");

	tcase_set_timeout(tcase, 120);
	tcase_add_test(tcase, set_holds_zero_like_any_key);
	tcase_add_test(tcase, blocks_that_differ_are_not_the_same);
	tcase_add_test(tcase, dependencies_are_declared);
	tcase_add_loop_test(tcase, dependency_that_is_not_declared_is_found_out,
	                    0, sizeof(hidden) / sizeof(hidden[0]));
	tcase_add_test(tcase, law_names_what_it_finds);
	suite_add_tcase(suite, tcase);
	return suite;
}
