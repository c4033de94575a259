/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a program sees of a kernel, and what there is in its world. */
#include "sim/player.h"
#include "sim/script.h"
#include "sim/tool.h"
#include "sim/world.h"
#include "tests/count.h"
#include "tests/script_rig.h"

#include <check.h>
#include <string.h>

Suite *world_suite(void);

static void play(struct script_rig *r, struct player *player, const char *text)
{
	struct kernel kernel;
	struct command command;

	tool_default(&kernel, "linux-6.12");
	ck_assert_int_eq(script_rig_read(r, text), READER_OK);
	ck_assert(player_start(player, &kernel, &r->scenario.machine));
	for (size_t i = 0; i < r->script.lines; i++) {
		if (!verb_is_step(r->script.line[i].verb))
			continue;
		script_command(&r->script, i, r->vocabulary, &command);
		ck_assert_int_eq(player_step(player, &command), BACKEND_OK);
	}
}

/* What a program sees of the last step. */
static const struct {
	const char *story, *seen;
} seen[] = {
	{ "container c0\napi_version c0\n", "0 locked_vm=0" },
	{ "container c0\nget_info c0\n",
	  "-EINVAL flags=untouched dma32_window_start=untouched "
	  "dma32_window_size=untouched pgsizes=untouched "
	  "max_dynamic_windows_supported=untouched levels=untouched "
	  "locked_vm=0" },
	{ "show of=region\n", "" },
	{ "process p1\nshow of=process\n",
	  "process p0 locked_vm=0\nprocess p1 locked_vm=0" },
	{ "container c0\nattach g0 c0\nset_iommu c0 type=7\n"
	  "memory m0 size=64K\nfill m0 byte=0x11\n"
	  "register c0 vaddr=m0 size=64K\nremove c0 start_addr=0\n"
	  "create c0 page_shift=12 window_size=1M levels=1\n"
	  "map c0 iova=0 vaddr=m0+4K size=4K\ndma g0 read iova=0\n",
	  "ok at=m0+4K data=0x11*4K locked_vm=72K" },
	{ "dma g0 read iova=1<<40 byte=0xa5\n", "fault data=0*4K locked_vm=0" },
};

START_TEST(behaviour_is_what_a_program_sees)
{
	struct script_rig r;
	struct player player = { .backend = NULL };
	uint64_t hash[8];
	char text[1024];

	script_rig_init(&r);
	for (int i = 0; i < COUNT(seen); i++) {
		play(&r, &player, seen[i].story);
		behaviour_format(&player.answer, r.vocabulary, text,
		                 sizeof(text));
		ck_assert_str_eq(text, seen[i].seen);
		hash[i] = behaviour_hash(&player.answer, r.vocabulary);
		for (int k = 0; k < i; k++)
			ck_assert_uint_ne(hash[i], hash[k]);
		ck_assert_uint_eq(behaviour_hash(&player.answer, r.vocabulary),
		                  hash[i]);
	}
	player_release(&player);
	script_rig_release(&r);
}
END_TEST

START_TEST(kernel_does_not_run_everywhere)
{
	struct script_rig r;
	struct player player = { .backend = NULL };
	struct kernel kernel;

	script_rig_init(&r);
	tool_default(&kernel, "linux-6.12");
	ck_assert_int_eq(script_rig_read(&r, "machine platform=ioda1"),
	                 READER_OK);
	ck_assert(!player_start(&player, &kernel, &r.scenario.machine));
	player_release(&player);
	script_rig_release(&r);
}
END_TEST

static const char two_windows[] =
	"machine groups=2\ncontainer c0\ncontainer c1\nattach g0 c0\n"
	"attach g1 c0\nset_iommu c0 type=7\nmemory m0 size=64K\n"
	"register c0 vaddr=m0 size=64K\nregister c0 vaddr=m0+64K-4K size=4K\n"
	"create c0 page_shift=16 window_size=1G levels=1\n";

START_TEST(world_is_what_there_is)
{
	struct script_rig r;
	struct player player = { .backend = NULL };
	struct world world;
	uint64_t hash;

	script_rig_init(&r);
	play(&r, &player, two_windows);
	world_look(&world, &player);
	ck_assert_uint_eq(world.containers, 2);
	ck_assert_int_eq(world.container[0].type, '2');
	ck_assert_uint_eq(world.container[0].groups, 2);
	ck_assert(world.container[0].enabled);
	ck_assert(!world.container[0].pending);
	ck_assert_int_eq(world_container(&world, 1)->type, '-');
	ck_assert_uint_eq(world_container(&world, 1)->groups, 0);
	ck_assert_ptr_null(world_container(&world, 7));
	ck_assert_uint_eq(world.windows, 2);
	ck_assert_uint_eq(world.window[1].start_addr, UINT64_C(1) << 59);
	ck_assert_uint_eq(world.window[1].entries, 16384);
	ck_assert_uint_eq(world.window[1].page_shift, 16);
	ck_assert_uint_eq(world.regions, 1);
	ck_assert_int_eq(world.region[0].place.memory, 0);
	ck_assert_uint_eq(world.region[0].size, 65536);
	ck_assert(!world.region[0].mapped);
	hash = world_hash(&world);
	world.region[0].mapped = true;
	ck_assert_uint_ne(world_hash(&world), hash);
	play(&r, &player, "container c0\nattach g0 c0\nset_iommu c0 type=2\n");
	world_look(&world, &player);
	ck_assert_int_eq(world.container[0].type, '1');
	player_release(&player);
	script_rig_release(&r);
}
END_TEST

/* More than the world can hold. */
START_TEST(crowds_are_looked_at_in_part)
{
	struct script_rig r;
	struct player player = { .backend = NULL };
	struct world world;
	char text[8192];
	size_t used = (size_t)sprintf(text, "machine groups=16\n");

	script_rig_init(&r);
	for (int i = 0; i < 20; i++)
		used += (size_t)sprintf(text + used, "container c%d\n", i);
	for (int i = 0; i < 16; i++)
		used += (size_t)sprintf(text + used,
		                        "attach g%d c%d\nset_iommu c%d "
		                        "type=7\ncreate c%d page_shift=16 "
		                        "window_size=1G levels=1\n",
		                        i, i, i, i);
	sprintf(text + used, "memory m0 size=1M\n");
	for (int i = 0; i < 20; i++)
		sprintf(text + strlen(text),
		        "register c0 vaddr=m0+%dK size=4K\n", 4 * i);
	play(&r, &player, text);
	world_look(&world, &player);
	ck_assert_uint_eq(world.containers, WORLD_THINGS_MAX);
	ck_assert_uint_eq(world.windows, WORLD_THINGS_MAX);
	ck_assert_uint_eq(world.regions, WORLD_THINGS_MAX);
	player_release(&player);
	script_rig_release(&r);
}
END_TEST

Suite *world_suite(void)
{
	Suite *suite = suite_create("world");
	TCase *tcase = tcase_create("world");

	tcase_add_test(tcase, behaviour_is_what_a_program_sees);
	tcase_add_test(tcase, kernel_does_not_run_everywhere);
	tcase_add_test(tcase, world_is_what_there_is);
	tcase_add_test(tcase, crowds_are_looked_at_in_part);
	suite_add_tcase(suite, tcase);
	return suite;
}
