/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * check_snapshot.c - copies of machines, hashes, and the library's own memory
 * running out at every allocation.
 */
#include "model/tcesim.h"
#include "model/uapi.h"
#include "tests/count.h"
#include "tests/story.h"

#include <check.h>

Suite *snapshot_suite(void);

#define OK(call) ck_assert_int_eq((call), TCESIM_OK)

/* ---- copies ----------------------------------------------------------- */

/* Restores SNAPSHOT, taken at THEN, into MACHINE and goes to the end. */
static void goes_the_same_way(const struct story *then,
                              const struct tcesim_snapshot *snapshot,
                              const struct story *end,
                              struct tcesim_machine *machine,
                              struct tcesim_hash hash)
{
	struct story again = *then;

	again.machine = machine;
	OK(tcesim_restore(machine, snapshot));
	ck_assert(story_same_hash(story_hash(machine), hash));
	OK(story_run(&again, story_steps()));
	ck_assert(story_same(&again, end, 0, story_steps()));
}

START_TEST(a_snapshot_is_all_of_the_state)
{
	for (unsigned int at = 0; at <= story_steps(); at++) {
		struct story end = { .machine = story_machine(NULL) }, then;
		struct tcesim_machine *other = story_machine(NULL);
		struct tcesim_snapshot *snapshot = NULL;
		struct tcesim_hash hash, last;

		OK(story_run(&end, at));
		then = end;
		hash = story_hash(end.machine);
		OK(tcesim_snapshot(end.machine, &snapshot));
		ck_assert(story_same_hash(story_hash(end.machine), hash));
		OK(story_run(&end, story_steps()));
		last = story_hash(end.machine);

		goes_the_same_way(&then, snapshot, &end, end.machine, hash);
		ck_assert(story_same_hash(story_hash(end.machine), last));
		goes_the_same_way(&then, snapshot, &end, other, hash);
		ck_assert(story_same_hash(story_hash(other), last));
		goes_the_same_way(&then, snapshot, &end, other, hash);
		tcesim_snapshot_free(snapshot);
		tcesim_free(other);
		tcesim_free(end.machine);
	}
}
END_TEST

START_TEST(a_snapshot_outlives_its_machine)
{
	struct story story = { .machine = story_machine(NULL) };
	struct tcesim_machine *other = story_machine(NULL);
	struct tcesim_snapshot *snapshot = NULL;
	struct tcesim_hash hash;

	OK(story_run(&story, story_steps() / 2));
	hash = story_hash(story.machine);
	OK(tcesim_snapshot(story.machine, &snapshot));
	tcesim_free(story.machine);
	OK(tcesim_restore(other, snapshot));
	tcesim_snapshot_free(snapshot);
	ck_assert(story_same_hash(story_hash(other), hash));
	tcesim_free(other);
}
END_TEST

static void does_not_fit(const struct tcesim_snapshot *snapshot,
                         const struct tcesim_config *config,
                         const char *profile)
{
	struct tcesim_machine *to = NULL;

	OK(tcesim_new(config, tcesim_profile_named(profile), &to));
	ck_assert_int_eq(tcesim_restore(to, snapshot), TCESIM_BAD_ARGUMENT);
	tcesim_free(to);
}

START_TEST(a_snapshot_fits_its_own_kind_of_machine)
{
	struct tcesim_machine *from = story_machine(NULL);
	struct tcesim_snapshot *snapshot = NULL;
	struct tcesim_config same, other;

	OK(tcesim_snapshot(from, &snapshot));
	story_config(&same, NULL);
	does_not_fit(snapshot, &same, "v9");
	other = same;
	other.groups++;
	does_not_fit(snapshot, &other, story_profile()->name);
	other = same;
	other.page_shift = same.page_shift == 12 ? 16 : 12;
	does_not_fit(snapshot, &other, story_profile()->name);
	other = same;
	other.ram *= 2;
	does_not_fit(snapshot, &other, story_profile()->name);
	other = same;
	other.platform = TCESIM_POWERNV8;
	does_not_fit(snapshot, &other, story_profile()->name);
	other = same;
	other.trait[0] = 1;
	does_not_fit(snapshot, &other, story_profile()->name);
	tcesim_snapshot_free(snapshot);
	tcesim_free(from);
}
END_TEST

START_TEST(parts_make_the_hash)
{
	struct story story = { .machine = story_machine(NULL) };
	struct tcesim_parts parts;

	for (unsigned int at = 0; at <= story_steps(); at++) {
		OK(story_run(&story, at));
		OK(tcesim_hash_parts(story.machine, &parts));
		ck_assert(story_same_hash(story_hash(story.machine),
		                          tcesim_hash_of(&parts)));
	}
	tcesim_free(story.machine);
}
END_TEST

static struct tcesim_hash hash_after(struct tcesim_machine *m, uint64_t size,
                                     uint8_t byte)
{
	const struct tcesim_dma dma = {
		.write = true, .size = size, .fill = true, .byte = byte
	};
	struct tcesim_answer answer;
	struct tcesim_page page;

	OK(tcesim_dma(m, &dma, &page, &answer));
	return story_hash(m);
}

/* What nobody has looked at yet decides what is seen later. */
START_TEST(a_hash_knows_what_a_device_holds)
{
	struct tcesim_machine *m = story_machine(NULL);
	struct tcesim_hash twos = hash_after(m, 64, 2);

	ck_assert(!story_same_hash(twos, hash_after(m, 64, 1)));
	ck_assert(story_same_hash(twos, hash_after(m, 64, 2)));
	ck_assert(!story_same_hash(twos, hash_after(m, 32, 0)));
	tcesim_free(m);
}
END_TEST

/* The same byte goes on behind a buffer's end, in somebody else's frame. */
START_TEST(a_hash_ends_where_a_buffer_ends)
{
	struct tcesim_machine *m = story_machine(NULL);
	const struct tcesim_mapping mapping = { .size = 8192 };
	struct tcesim_answer answer;
	struct tcesim_hash one, both;
	uint64_t vaddr[2];
	unsigned int memory;

	for (int i = 0; i < 2; i++) {
		OK(tcesim_mmap(m, 0, &mapping, &vaddr[i], &memory, &answer));
		ck_assert_int_eq(answer.ret, 0);
	}
	OK(tcesim_fill(m, 0, vaddr[0], 8192, 7, &answer));
	one = story_hash(m);
	OK(tcesim_fill(m, 0, vaddr[1], 8192, 7, &answer));
	both = story_hash(m);
	ck_assert(!story_same_hash(one, both));
	OK(tcesim_fill(m, 0, vaddr[1], 8192, 0, &answer));
	ck_assert(story_same_hash(one, story_hash(m)));
	tcesim_free(m);
}
END_TEST

START_TEST(a_hash_tells_states_apart)
{
	static struct tcesim_hash hash[STORY_ANSWERS];
	struct story story = { .machine = story_machine(NULL) };

	/* Up to the first step that changes nothing. */
	for (unsigned int step = 0; step < 7; step++) {
		hash[step] = story_hash(story.machine);
		for (unsigned int i = 0; i < step; i++)
			ck_assert(!story_same_hash(hash[i], hash[step]));
		OK(story_step(&story));
	}
	tcesim_free(story.machine);
}
END_TEST

static int64_t memory_call(struct story *story, uint32_t request)
{
	struct uapi_memory block = { .argsz = sizeof(block),
		                     .vaddr = story->small,
		                     .size = 64 * 1024 };
	struct tcesim_argument argument = { 0, &block, sizeof(block),
		                            sizeof(block) };
	struct tcesim_answer answer;

	OK(tcesim_ioctl(story->machine, 0, story->container, request, &argument,
	                &answer));
	return answer.ret;
}

START_TEST(a_hash_forgets_the_way)
{
	struct story story = { .machine = story_machine(NULL) };
	struct tcesim_hash before, between;

	OK(story_run(&story, 12));
	/* The first registration binds the container to its process. */
	ck_assert_int_eq(memory_call(&story, UAPI_REGISTER_MEMORY), 0);
	ck_assert_int_eq(memory_call(&story, UAPI_UNREGISTER_MEMORY), 0);
	before = story_hash(story.machine);
	ck_assert_int_eq(memory_call(&story, UAPI_REGISTER_MEMORY), 0);
	between = story_hash(story.machine);
	ck_assert_int_eq(memory_call(&story, UAPI_UNREGISTER_MEMORY), 0);
	ck_assert(!story_same_hash(before, between));
	ck_assert(story_same_hash(before, story_hash(story.machine)));

	OK(tcesim_limit(story.machine, 0, 4096, false));
	ck_assert(!story_same_hash(before, story_hash(story.machine)));
	OK(tcesim_limit(story.machine, 0, UINT64_MAX, true));
	ck_assert(story_same_hash(before, story_hash(story.machine)));
	tcesim_free(story.machine);
}
END_TEST

/* ---- memory runs out -------------------------------------------------- */

static void ignore_window(void *context, const struct tcesim_window_info *info)
{
	(void)context;
	(void)info;
}

static void ignore_tce(void *context, const struct tcesim_tce_info *info)
{
	(void)context;
	(void)info;
}

/* Everything that may need memory; the first status that is not OK. */
static enum tcesim_status whole_life(struct story *story,
                                     struct story_heap *heap,
                                     struct tcesim_snapshot **snapshot)
{
	static const struct tcesim_visitor visitor = { .window = ignore_window,
		                                       .tce = ignore_tce };
	struct tcesim_config config;
	struct tcesim_hash hash;
	enum tcesim_status status;
	unsigned int broken;

	story_config(&config, heap);
	status = tcesim_new(&config, story_profile(), &story->machine);
	if (!status)
		status = story_run(story, story_steps() / 2);
	if (!status)
		status = tcesim_snapshot(story->machine, snapshot);
	if (!status)
		status = story_run(story, story_steps());
	if (!status)
		status = tcesim_restore(story->machine, *snapshot);
	if (!status)
		status = tcesim_hash(story->machine, &hash);
	if (!status)
		status = tcesim_check(story->machine, &broken);
	if (!status)
		status = tcesim_visit(story->machine, &visitor, NULL);
	return status;
}

/* Fails allocation after allocation until the life goes through. */
static void fails_everywhere(bool for_good)
{
	struct story_heap plenty = { .calls = 0 };
	struct story first = { .next = 0 };
	struct tcesim_snapshot *snapshot = NULL;
	unsigned long fail = 0;
	enum tcesim_status status;

	OK(whole_life(&first, &plenty, &snapshot));
	ck_assert_uint_gt(plenty.blocks, 0);
	tcesim_snapshot_free(snapshot);
	tcesim_free(first.machine);
	ck_assert_uint_eq(plenty.blocks, 0);

	do {
		struct story_heap heap = { .fail = ++fail,
			                   .for_good = for_good };
		struct story story = { .next = 0 };

		snapshot = NULL;
		status = whole_life(&story, &heap, &snapshot);
		ck_assert(status == TCESIM_OK || status == TCESIM_NO_MEMORY);
		ck_assert(story_same(&first, &story, 0, story.next));
		tcesim_snapshot_free(snapshot);
		tcesim_free(story.machine);
		ck_assert_uint_eq(heap.blocks, 0);
	} while (status != TCESIM_OK);
	ck_assert_uint_eq(fail, plenty.calls + 1);
}

START_TEST(one_allocation_fails)
{
	fails_everywhere(false);
}
END_TEST

START_TEST(all_later_allocations_fail)
{
	fails_everywhere(true);
}
END_TEST

START_TEST(a_machine_without_memory_can_be_restored)
{
	struct story end = { .machine = story_machine(NULL) };
	enum tcesim_status status;
	unsigned long fail = 0;

	OK(story_run(&end, story_steps()));
	do {
		struct story_heap heap = { .calls = 0 };
		struct story story = { .machine = story_machine(&heap) }, then;
		struct tcesim_snapshot *snapshot = NULL;
		struct tcesim_hash hash;

		OK(story_run(&story, 8));
		then = story;
		hash = story_hash(story.machine);
		OK(tcesim_snapshot(story.machine, &snapshot));
		heap.fail = heap.calls + ++fail;
		status = story_run(&story, story_steps());
		ck_assert(status == TCESIM_OK || status == TCESIM_NO_MEMORY);
		heap.fail = 0;
		goes_the_same_way(&then, snapshot, &end, story.machine, hash);
		tcesim_snapshot_free(snapshot);
		tcesim_free(story.machine);
		ck_assert_uint_eq(heap.blocks, 0);
	} while (status != TCESIM_OK);
	tcesim_free(end.machine);
}
END_TEST

Suite *snapshot_suite(void)
{
	const TTest *const tests[] = {
		a_snapshot_is_all_of_the_state,
		a_snapshot_outlives_its_machine,
		a_snapshot_fits_its_own_kind_of_machine,
		parts_make_the_hash,
		a_hash_knows_what_a_device_holds,
		a_hash_ends_where_a_buffer_ends,
		a_hash_tells_states_apart,
		a_hash_forgets_the_way,
		one_allocation_fails,
		all_later_allocations_fail,
		a_machine_without_memory_can_be_restored,
	};
	Suite *suite = suite_create("snapshot");
	TCase *tcase = tcase_create("front door");

	tcase_set_timeout(tcase, 60);
	for (int i = 0; i < COUNT(tests); i++)
		tcase_add_test(tcase, tests[i]);
	suite_add_tcase(suite, tcase);
	return suite;
}
