/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * check_invariants.c - each invariant is seen to fail on a machine that was
 * broken by hand, and the one that is broken is the one that is named.
 */
#include "model/check.h"
#include "model/host.h"
#include "model/vfio.h"
#include "tests/count.h"
#include "tests/story.h"

#include <check.h>

Suite *invariants_suite(void);

/* The story up to here: two groups, both windows, TCEs, two regions. */
enum {
	ALL_IS_THERE = 18
};

static struct vfio_container *vfio_of(struct tcesim_machine *m)
{
	return vfio_container_at(m, m->state->containers);
}

static struct container *driver_of(struct tcesim_machine *m)
{
	return container_at(m, vfio_of(m)->driver);
}

static struct table *table_of(struct tcesim_machine *m, unsigned int slot)
{
	return table_at(m, driver_of(m)->tables[slot]);
}

static struct region *region_of(struct tcesim_machine *m)
{
	return region_at(m, process_at(m, m->state->processes)->regions);
}

/* ---- ways to break a machine --------------------------------------------- */

static void group_lost_its_window(struct tcesim_machine *m)
{
	group_numbered(m, 0)->tables[1] = 0;
}

static void group_has_another_table(struct tcesim_machine *m)
{
	group_numbered(m, 0)->tables[1] = group_numbered(m, 0)->tables[0];
}

static void tve_is_gone(struct tcesim_machine *m)
{
	group_numbered(m, 1)->tve[0].kind = TCESIM_TVE_NONE;
}

static void tve_tells_other_levels(struct tcesim_machine *m)
{
	group_numbered(m, 1)->tve[0].levels++;
}

static void tve_tells_another_page(struct tcesim_machine *m)
{
	group_numbered(m, 1)->tve[1].page_shift--;
}

static void tve_tells_another_block(struct tcesim_machine *m)
{
	group_numbered(m, 1)->tve[1].level_shift++;
}

static void tve_points_elsewhere(struct tcesim_machine *m)
{
	group_numbered(m, 1)->tve[1].table = group_numbered(m, 1)->tables[0];
}

static void table_has_one_more_reference(struct tcesim_machine *m)
{
	table_of(m, 0)->refs++;
}

static void a_page_was_charged_twice(struct tcesim_machine *m)
{
	process_at(m, m->state->processes)->locked_vm++;
}

static void default_is_owed_with_windows(struct tcesim_machine *m)
{
	driver_of(m)->pending = true;
}

static void region_counts_one_more(struct tcesim_machine *m)
{
	region_of(m)->mapped++;
}

static void tces_were_miscounted(struct tcesim_machine *m)
{
	m->state->tces++;
}

static void windows_overlap(struct tcesim_machine *m)
{
	table_of(m, 1)->offset = 0;
}

static void free_group_has_a_window(struct tcesim_machine *m)
{
	struct group *group = group_numbered(m, 0);

	vfio_of(m)->groups = group_numbered(m, 1)->self;
	group_numbered(m, 1)->next = 0;
	driver_of(m)->groups = group_numbered(m, 1)->self;
	group_numbered(m, 1)->attached_next = 0;
	group->container = 0;
}

static void tces_stand_behind_the_end(struct tcesim_machine *m)
{
	table_of(m, 0)->shape.entries = 0;
	m->trait[TRAIT_MAP_RANGE] = MAP_RANGE_WHOLE;
}

static void nobody_registered_the_region(struct tcesim_machine *m)
{
	region_of(m)->used = 0;
}

static void two_containers_hold_one_registration(struct tcesim_machine *m)
{
	struct prereg *first = prereg_at(m, driver_of(m)->preregs);

	prereg_at(m, first->next)->region = first->region;
}

static void a_page_is_pinned_for_nothing(struct tcesim_machine *m)
{
	buffer_at(m, m->state->buffers)->pins++;
}

static void a_frame_is_lost(struct tcesim_machine *m)
{
	jmp_buf out;

	m->arena.out = &out;
	if (!setjmp(out))
		host_take_low(m, 1, 1);
}

static void container_counts_too_many(struct tcesim_machine *m)
{
	vfio_of(m)->refs += 2;
}

static void container_counts_too_few(struct tcesim_machine *m)
{
	vfio_of(m)->refs = 0;
}

static void group_thinks_of_no_container(struct tcesim_machine *m)
{
	group_numbered(m, 0)->container = 0xffff;
}

static void group_does_not_know_its_container(struct tcesim_machine *m)
{
	group_numbered(m, 0)->users = 0;
}

static void group_is_in_a_container_and_closed(struct tcesim_machine *m)
{
	group_numbered(m, 0)->open = false;
}

static const struct {
	void (*breaks)(struct tcesim_machine *m);
	enum invariant invariant;
} ways[] = {
	{ group_lost_its_window, INVARIANT_WINDOWS },
	{ group_has_another_table, INVARIANT_WINDOWS },
	{ tve_is_gone, INVARIANT_TVES },
	{ tve_tells_other_levels, INVARIANT_TVES },
	{ tve_tells_another_page, INVARIANT_TVES },
	{ tve_tells_another_block, INVARIANT_TVES },
	{ tve_points_elsewhere, INVARIANT_TVES },
	{ table_has_one_more_reference, INVARIANT_REFS },
	{ a_page_was_charged_twice, INVARIANT_LOCKED_VM },
	{ default_is_owed_with_windows, INVARIANT_PENDING },
	{ region_counts_one_more, INVARIANT_MAPPED },
	{ tces_were_miscounted, INVARIANT_MAPPED },
	{ windows_overlap, INVARIANT_OVERLAP },
	{ free_group_has_a_window, INVARIANT_CLOSED },
	{ tces_stand_behind_the_end, INVARIANT_INSIDE },
	{ nobody_registered_the_region, INVARIANT_USED },
	{ two_containers_hold_one_registration, INVARIANT_USED },
	{ a_page_is_pinned_for_nothing, INVARIANT_PINS },
	{ a_frame_is_lost, INVARIANT_MEMORY },
	{ container_counts_too_many, INVARIANT_FILES },
	{ container_counts_too_few, INVARIANT_FILES },
	{ group_thinks_of_no_container, INVARIANT_FILES },
	{ group_does_not_know_its_container, INVARIANT_FILES },
	{ group_is_in_a_container_and_closed, INVARIANT_FILES },
};

START_TEST(a_broken_machine_is_found)
{
	struct story story = { .machine = story_machine(NULL) };
	unsigned int broken = INVARIANT_COUNT;

	ck_assert_int_eq(story_run(&story, ALL_IS_THERE), TCESIM_OK);
	ck_assert_int_eq(tcesim_check(story.machine, &broken), TCESIM_OK);
	ways[_i].breaks(story.machine);
	ck_assert_int_eq(tcesim_check(story.machine, &broken), TCESIM_BROKEN);
	ck_assert_str_eq(tcesim_invariant(broken)->name,
	                 tcesim_invariant(ways[_i].invariant)->name);
	tcesim_free(story.machine);
}
END_TEST

/* Every invariant of the list is in the table above. */
START_TEST(none_is_left_out)
{
	for (unsigned int n = 0; tcesim_invariant(n); n++) {
		bool found = false;

		for (int i = 0; i < COUNT(ways); i++)
			if (ways[i].invariant == n)
				found = true;
		ck_assert_msg(found, "%s", tcesim_invariant(n)->name);
	}
}
END_TEST

Suite *invariants_suite(void)
{
	Suite *suite = suite_create("invariants");
	TCase *tcase = tcase_create("broken by hand");

	tcase_add_loop_test(tcase, a_broken_machine_is_found, 0, COUNT(ways));
	tcase_add_test(tcase, none_is_left_out);
	suite_add_tcase(suite, tcase);
	return suite;
}
