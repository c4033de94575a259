/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * check_corners.c - what no scenario can ask for: ends of lists, processes
 * that have ended, memory that runs out in fork, calls on a machine whose own
 * memory ran out.
 */
#include "model/arena.h"
#include "model/tcesim.h"
#include "tests/story.h"

#include <check.h>
#include <string.h>

Suite *corners_suite(void);

#define OK(call) ck_assert_int_eq((call), TCESIM_OK)

static unsigned int site_named(const char *name)
{
	unsigned int site = 0;

	while (strcmp(tcesim_fault_site(site)->name, name) != 0)
		site++;
	return site;
}

START_TEST(lists_end)
{
	ck_assert_ptr_null(tcesim_profile_named("linux-2.4"));
	ck_assert_ptr_null(tcesim_trait(10000));
	ck_assert_ptr_null(tcesim_trait_word(10000, 0));
	ck_assert_ptr_null(tcesim_trait_word(0, 100));
	ck_assert_ptr_null(tcesim_trait_value(story_profile(), 10000));
	ck_assert_ptr_null(tcesim_reason(10000));
	ck_assert_ptr_null(tcesim_hazard(10000));
	ck_assert_ptr_null(tcesim_fault_site(10000));
	ck_assert_ptr_null(tcesim_invariant(10000));
}
END_TEST

START_TEST(traits_of_a_configuration_are_checked)
{
	struct tcesim_machine *machine = NULL;
	struct tcesim_config config;

	story_config(&config, NULL);
	config.trait[0] = 200;
	ck_assert_int_eq(tcesim_new(&config, story_profile(), &machine),
	                 TCESIM_BAD_ARGUMENT);
	ck_assert_ptr_null(machine);
}
END_TEST

START_TEST(no_more_faults_than_there_is_room_for)
{
	struct tcesim_machine *m = story_machine(NULL);
	struct tcesim_fault fault = { site_named("pin"), 1000, TCESIM_ANY_GROUP,
		                      0 };

	while (tcesim_faults_armed(m) < 16)
		OK(tcesim_fault(m, &fault));
	ck_assert_int_eq(tcesim_fault(m, &fault), TCESIM_BAD_ARGUMENT);
	ck_assert_uint_eq(tcesim_faults_armed(m), 16);
	tcesim_free(m);
}
END_TEST

START_TEST(passages_are_counted_for_each_call)
{
	struct tcesim_machine *m = story_machine(NULL);
	struct story story = { .machine = m };
	unsigned int set_window = site_named("set_window");

	OK(story_run(&story, story_steps()));
	ck_assert_uint_eq(tcesim_passages(m, 10000), 0);
	ck_assert_uint_ge(tcesim_passages(m, set_window), 1);
	tcesim_free(m);
}
END_TEST

/* Calls that belong to no process are made as any that lives. */
/* A device's own calls are no business of the IOMMU driver. */
START_TEST(a_device_has_no_calls)
{
	struct story story = { .machine = story_machine(NULL) };
	struct tcesim_argument argument = { .value = 0 };
	struct tcesim_answer answer;

	OK(story_run(&story, 12));
	OK(tcesim_ioctl(story.machine, 0, story.device, 0x20003b99, &argument,
	                &answer));
	ck_assert_int_eq(answer.ret, -25);
	tcesim_free(story.machine);
}
END_TEST

START_TEST(the_first_process_may_end)
{
	struct tcesim_machine *m = story_machine(NULL);
	struct tcesim_dma dma = { .group = 0, .iova = 0, .size = 1 };
	struct tcesim_answer answer;
	struct tcesim_page page;

	OK(tcesim_process(m, &answer));
	ck_assert_int_eq(answer.ret, 1);
	OK(tcesim_exit(m, 0, &answer));
	OK(tcesim_process(m, &answer));
	ck_assert_int_eq(answer.ret, 2);
	OK(tcesim_dma(m, &dma, &page, &answer));
	ck_assert_int_eq(answer.ret, -5);
	ck_assert_int_eq(tcesim_exit(m, 0, &answer), TCESIM_BAD_ARGUMENT);
	OK(tcesim_exit(m, 1, &answer));
	OK(tcesim_exit(m, 2, &answer));
	ck_assert_int_eq(tcesim_process(m, &answer), TCESIM_BAD_ARGUMENT);
	tcesim_free(m);
}
END_TEST

START_TEST(fork_wants_memory_for_a_copy)
{
	struct tcesim_mapping mapping = { .size = UINT64_C(40) << 20 };
	struct tcesim_machine *m;
	struct tcesim_config config;
	struct tcesim_answer answer;
	unsigned int memory, broken;
	uint64_t vaddr;

	story_config(&config, NULL);
	config.ram = UINT64_C(64) << 20;
	OK(tcesim_new(&config, story_profile(), &m));
	OK(tcesim_mmap(m, 0, &mapping, &vaddr, &memory, &answer));
	ck_assert_int_eq(answer.ret, 0);
	OK(tcesim_fork(m, 0, &answer));
	ck_assert_int_eq(answer.ret, -12);
	ck_assert_str_eq(tcesim_reason(answer.why)->name, "mmap");
	OK(tcesim_check(m, &broken));
	tcesim_free(m);
}
END_TEST

/* After the library's own memory ran out a machine says so, until restored. */
START_TEST(an_exhausted_machine_says_so)
{
	struct story_heap heap = { 0 };
	struct tcesim_machine *m = story_machine(&heap);
	struct tcesim_snapshot *snapshot = NULL, *other = NULL;
	struct tcesim_mapping mapping = { .size = 4096 };
	struct tcesim_answer answer;
	struct tcesim_parts parts;
	struct tcesim_hash hash;
	unsigned int memory, broken;
	uint64_t vaddr;

	OK(tcesim_snapshot(m, &snapshot));
	heap.fail = heap.calls + 1;
	heap.for_good = true;
	while (tcesim_mmap(m, 0, &mapping, &vaddr, &memory, &answer) ==
	       TCESIM_OK)
		;
	ck_assert_int_eq(tcesim_process(m, &answer), TCESIM_NO_MEMORY);
	ck_assert_int_eq(tcesim_check(m, &broken), TCESIM_NO_MEMORY);
	ck_assert_int_eq(tcesim_hash(m, &hash), TCESIM_NO_MEMORY);
	ck_assert_int_eq(tcesim_visit(m, &(struct tcesim_visitor){ 0 }, NULL),
	                 TCESIM_NO_MEMORY);
	ck_assert_int_eq(tcesim_snapshot(m, &other), TCESIM_NO_MEMORY);
	ck_assert_int_eq(tcesim_snapshot_again(m, snapshot), TCESIM_NO_MEMORY);
	ck_assert_int_eq(tcesim_hash_parts(m, &parts), TCESIM_NO_MEMORY);
	ck_assert_int_eq(tcesim_device(m, 0, 1, NULL, NULL), TCESIM_NO_MEMORY);
	ck_assert(!tcesim_untouched(m, snapshot));
	heap.fail = 0;
	OK(tcesim_restore(m, snapshot));
	OK(tcesim_process(m, &answer));
	tcesim_snapshot_free(snapshot);
	tcesim_free(m);
}
END_TEST

/* A copy that is larger than what a new machine has needs memory of its own. */
START_TEST(restoring_wants_memory_too)
{
	struct story_heap heap = { 0 };
	struct story story = { .machine = story_machine(NULL) };
	struct tcesim_machine *m = story_machine(&heap);
	struct tcesim_mapping mapping = { .size = 4096 };
	struct tcesim_snapshot *snapshot = NULL;
	struct tcesim_answer answer;
	unsigned int memory;
	uint64_t vaddr;

	for (int i = 0; i < 4000; i++)
		OK(tcesim_mmap(story.machine, 0, &mapping, &vaddr, &memory,
		               &answer));
	OK(tcesim_snapshot(story.machine, &snapshot));
	heap.fail = heap.calls + 1;
	ck_assert_int_eq(tcesim_restore(m, snapshot), TCESIM_NO_MEMORY);
	ck_assert_int_eq(tcesim_process(m, &answer), TCESIM_NO_MEMORY);
	OK(tcesim_restore(m, snapshot));
	ck_assert(story_same_hash(story_hash(m), story_hash(story.machine)));
	tcesim_snapshot_free(snapshot);
	tcesim_free(story.machine);
	tcesim_free(m);
}
END_TEST

/* ---- the arena -------------------------------------------------------- */

/* The last chunk may be empty again when the one before it gets room. */
START_TEST(the_end_of_a_full_chunk_is_not_the_top)
{
	struct story_heap heap = { 0 };
	struct arena arena = { .resize = story_resize, .context = &heap };
	ref last = 0, next;

	while (arena.chunks < 2) {
		next = arena_alloc(&arena, 16);
		if (arena.chunks < 2)
			last = next;
	}
	arena_free(&arena, next, 16);
	ck_assert_uint_eq(arena.used, 0);
	arena_free(&arena, last, 16);
	ck_assert_uint_eq(arena.used, 0);
	ck_assert_uint_eq(arena_alloc(&arena, 16), last);
	ck_assert_uint_eq(arena_alloc(&arena, 16), next);
	arena_release(&arena);
	ck_assert_uint_eq(heap.blocks, 0);
}
END_TEST

START_TEST(a_copy_gives_back_what_it_has_too_much)
{
	struct story_heap heap = { 0 };
	struct arena small = { .resize = story_resize, .context = &heap };
	struct arena large = small;
	jmp_buf out;

	small.out = large.out = &out;
	ck_assert(!setjmp(out));
	arena_alloc(&small, 16);
	for (int i = 0; i < 4; i++)
		arena_alloc(&large, 65536);
	ck_assert_uint_ge(large.chunks, 4);
	ck_assert(arena_copy(&large, &small));
	ck_assert_uint_eq(large.chunks, small.chunks);
	arena_release(&small);
	arena_release(&large);
	ck_assert_uint_eq(heap.blocks, 0);
}
END_TEST

Suite *corners_suite(void)
{
	Suite *suite = suite_create("corners");
	TCase *tcase = tcase_create("what no scenario can ask for");

	tcase_add_test(tcase, lists_end);
	tcase_add_test(tcase, traits_of_a_configuration_are_checked);
	tcase_add_test(tcase, no_more_faults_than_there_is_room_for);
	tcase_add_test(tcase, passages_are_counted_for_each_call);
	tcase_add_test(tcase, a_device_has_no_calls);
	tcase_add_test(tcase, the_first_process_may_end);
	tcase_add_test(tcase, fork_wants_memory_for_a_copy);
	tcase_add_test(tcase, an_exhausted_machine_says_so);
	tcase_add_test(tcase, restoring_wants_memory_too);
	tcase_add_test(tcase, the_end_of_a_full_chunk_is_not_the_top);
	tcase_add_test(tcase, a_copy_gives_back_what_it_has_too_much);
	suite_add_tcase(suite, tcase);
	return suite;
}
