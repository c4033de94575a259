/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A host without memory: names, machines, answers, records, replays. */
#include "sim/answer.h"
#include "sim/backend_model.h"
#include "sim/model_names.h"
#include "sim/model_vocabulary.h"
#include "sim/record.h"
#include "sim/replay.h"
#include "tests/fake_backend.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

Suite *memory_suite(void);

/* ---- a host without memory -------------------------------------------- */

#ifndef __SANITIZE_ADDRESS__

/* What is left of the heap, taken: a list through the blocks themselves. */
struct hunger {
	struct rlimit old;
	void *taken;
};

static void take(struct hunger *hunger, size_t size)
{
	void **block;

	while ((block = malloc(size))) {
		*block = hunger->taken;
		hunger->taken = block;
	}
}

/*
 * From here on the heap does not grow, and nothing is free in it: not even an
 * assertion can be made until feed().
 */
static void starve(struct hunger *hunger)
{
	struct rlimit least;

	hunger->taken = NULL;
	ck_assert_int_eq(getrlimit(RLIMIT_DATA, &hunger->old), 0);
	least = hunger->old;
	least.rlim_cur = 4096;
	setrlimit(RLIMIT_DATA, &least);
	for (size_t size = 1 << 26; size > 2048; size /= 2)
		take(hunger, size);
	for (size_t size = 2048; size; size -= 16)
		take(hunger, size);
}

static void feed(struct hunger *hunger)
{
	setrlimit(RLIMIT_DATA, &hunger->old);
	while (hunger->taken) {
		void **block = hunger->taken;

		hunger->taken = *block;
		free(block);
	}
}

/* Memory of a machine: it is there when the host's is not. */
enum {
	LARDER = 1 << 23,
	STEP = 16
};

struct larder {
	size_t used;
	struct hunger *starve_at_first; /* or NULL */
	_Alignas(STEP) unsigned char at[LARDER];
};

static struct larder larder;

/* A block has its size in front of it, and is never used again. */
static void *from_larder(void *context, void *block, size_t size)
{
	struct larder *l = context;
	unsigned char *made = l->at + l->used + STEP;
	size_t old = 0;

	if (l->starve_at_first) {
		starve(l->starve_at_first);
		l->starve_at_first = NULL;
	}
	if (!size || size > LARDER - STEP - l->used - STEP)
		return NULL;
	memcpy(made - STEP, &size, sizeof(size));
	if (block) {
		memcpy(&old, (unsigned char *)block - STEP, sizeof(old));
		memcpy(made, block, old < size ? old : size);
	}
	l->used += STEP + (size + STEP - 1) / STEP * STEP;
	return made;
}

static struct backend *model(struct hunger *starve_at_first,
                             enum tcesim_status *status)
{
	struct tcesim_config config;

	larder.used = 0;
	larder.starve_at_first = starve_at_first;
	tcesim_config_init(&config);
	config.resize = from_larder;
	config.resize_context = &larder;
	return backend_model_new(&config, tcesim_profile_named("linux-6.12"),
	                         CHECK_NEVER, status);
}

/* ---- the names of the model's objects --------------------------------- */

typedef enum backend_status make(struct backend *b, unsigned int number);

static enum backend_status make_process(struct backend *b, unsigned int number)
{
	struct reply reply;

	return b->ops->process(b, number, &reply);
}

static enum backend_status make_child(struct backend *b, unsigned int number)
{
	struct reply reply;

	return b->ops->fork(b, 0, number, &reply);
}

static enum backend_status make_memory(struct backend *b, unsigned int number)
{
	const struct memory_request request = { .size = 4096 };
	struct reply reply;
	uint64_t vaddr;

	return b->ops->memory(b, 0, number, &request, &vaddr, &reply);
}

static enum backend_status make_container(struct backend *b,
                                          unsigned int number)
{
	struct reply reply;

	return b->ops->open_container(b, 0, number, &reply);
}

/* One by one, after two buffers, until there is no name any more. */
static void names_run_out(make *one)
{
	enum tcesim_status new_status;
	struct backend *b = model(NULL, &new_status);
	enum backend_status status;
	struct hunger hunger;

	ck_assert_ptr_nonnull(b);
	status = make_memory(b, 1);
	if (!status)
		status = make_memory(b, 2);
	starve(&hunger);
	for (unsigned int i = 3; !status && i < 100; i++)
		status = one(b, i);
	feed(&hunger);
	ck_assert_int_eq(status, BACKEND_BROKEN);
	ck_assert_str_eq(b->message, "out of memory for names");
	b->ops->free(b);
}

START_TEST(no_memory_for_names)
{
	names_run_out(make_process);
	names_run_out(make_child);
	names_run_out(make_memory);
	names_run_out(make_container);
}
END_TEST

START_TEST(no_memory_for_a_buffer_among_many)
{
	struct model_names names = { 0 };
	const struct name_range range = { .size = 4096 };
	struct hunger hunger;
	bool added;

	for (unsigned int i = 0; i < 8; i++)
		ck_assert(model_names_add_memory(&names, 0, &range));
	starve(&hunger);
	added = model_names_add_memory(&names, 0, &range);
	feed(&hunger);
	ck_assert(!added);
	ck_assert_uint_eq(names.ranges, 8);
	model_names_release(&names);
}
END_TEST

START_TEST(no_memory_for_a_machine)
{
	enum tcesim_status status;
	struct hunger hunger;
	struct backend *b;

	starve(&hunger);
	b = model(NULL, &status);
	feed(&hunger);
	ck_assert_ptr_null(b);
	ck_assert_int_eq(status, TCESIM_NO_MEMORY);

	/* The machine is there, the name of its process is not. */
	b = model(&hunger, &status);
	feed(&hunger);
	ck_assert_ptr_null(b);
	ck_assert_int_eq(status, TCESIM_NO_MEMORY);
}
END_TEST

START_TEST(no_memory_for_a_vocabulary)
{
	struct model_vocabulary names;
	struct hunger hunger;
	bool made;

	starve(&hunger);
	made = model_vocabulary_init(&names);
	feed(&hunger);
	ck_assert(!made);
}
END_TEST

/* ---- answers, records and replays ------------------------------------- */

START_TEST(no_memory_for_lines)
{
	const struct show_line line = { .kind = "memory", .object = 'm' };
	struct answer answer = { 0 };
	struct hunger hunger;

	starve(&hunger);
	answer_add_line(&answer, &line);
	feed(&hunger);
	ck_assert(answer.lines_lost);
	ck_assert_uint_eq(answer.lines, 0);
	answer_release(&answer);
}
END_TEST

START_TEST(no_memory_for_changes)
{
	struct model_vocabulary names;
	struct answer answer = { .verb = VERB_ENABLE };
	struct record record = { 0 };
	struct verdict verdict = { .answer = &answer };
	struct hunger hunger;

	ck_assert(model_vocabulary_init(&names));
	verdict.vocabulary = &names.vocabulary;
	starve(&hunger);
	record_end(&record, &verdict);
	feed(&hunger);
	ck_assert(record.failed);
	ck_assert_uint_eq(record.edits, 0);

	/* Now there is room for the change, and none for its text. */
	record_clear(&record);
	record_end(&record, &verdict);
	ck_assert(!record.failed);
	starve(&hunger);
	record_end(&record, &verdict);
	feed(&hunger);
	ck_assert(record.failed);
	ck_assert_uint_eq(record.edits, 1);
	record_release(&record);
	model_vocabulary_release(&names);
}
END_TEST

struct listener {
	struct report report;
	unsigned int stops;
	char message[64];
};

static void hear_stop(struct report *report, const struct stopped_step *step)
{
	struct listener *l = (struct listener *)(void *)report;

	snprintf(l->message, sizeof(l->message), "%s", step->message);
	if (!step->command && step->stop == STOP_BROKEN)
		l->stops++;
}

START_TEST(no_memory_for_a_replay)
{
	const struct report_ops ops = { .stopped = hear_stop };
	struct listener listener = { .report = { &ops } };
	static struct fake_backend fake;
	static struct replay replay;
	const struct machine_spec machine = { .groups = 1 };
	const struct story story = { .file = "f" };
	enum replay_result result;
	struct hunger hunger;

	fake_backend_init(&fake);
	memset(&replay, 0, sizeof(replay));
	replay.report = &listener.report;
	starve(&hunger);
	result = replay_story(&replay, NULL, &machine, &fake.base, NULL,
	                      &story);
	feed(&hunger);
	ck_assert_int_eq(result, REPLAY_BROKEN);
	ck_assert_uint_eq(listener.stops, 1);
	ck_assert_str_eq(listener.message, "out of memory");
	replay_release(&replay);
}
END_TEST

#endif

Suite *memory_suite(void)
{
	Suite *suite = suite_create("memory");
	TCase *tcase = tcase_create("memory");

#ifndef __SANITIZE_ADDRESS__
	tcase_add_test(tcase, no_memory_for_names);
	tcase_add_test(tcase, no_memory_for_a_buffer_among_many);
	tcase_add_test(tcase, no_memory_for_a_machine);
	tcase_add_test(tcase, no_memory_for_a_vocabulary);
	tcase_add_test(tcase, no_memory_for_lines);
	tcase_add_test(tcase, no_memory_for_changes);
	tcase_add_test(tcase, no_memory_for_a_replay);
#endif
	suite_add_tcase(suite, tcase);
	return suite;
}
