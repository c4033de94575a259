/* SPDX-License-Identifier: GPL-2.0-or-later */
#define _GNU_SOURCE
#include "sim/vfio/show.h"

#include "sim/show_line.h"

#include <endian.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Bits of a TCE. */
#define TCE_READ  UINT64_C(1)
#define TCE_WRITE UINT64_C(2)
#define TCE_PAGE  (~UINT64_C(0xfff))

/* ---- TVEs ------------------------------------------------------------- */

static const char *kind_of(const struct vfio_show *show, unsigned int group,
                           const struct tve *tve)
{
	if (!tve->set)
		return "none";
	if (tve->bypass)
		return "bypass";
	return tve_of_host(show->trace, group) ? "host" : "window";
}

static void show_tve(const struct vfio_show *show, unsigned int group,
                     unsigned int slot)
{
	const struct tve *tve = &show->trace->tve[group][slot];
	struct show_line line = { .kind = "tve",
		                  .object = 'g',
		                  .number = group };
	const char *kind = kind_of(show, group, tve);

	show_line_add(&line, "slot", SHOW_NUMBER, slot);
	show_line_add_word(&line, "kind", kind);
	if (!strcmp(kind, "window")) {
		show_line_add(&line, "levels", SHOW_NUMBER, tve->levels);
		show_line_add(&line, "page_shift", SHOW_NUMBER,
		              tve->page_shift);
		show_line_add(&line, "level_bytes", SHOW_SIZE,
		              tve->level_bytes);
	}
	show->sink(show->context, &line);
}

void show_tves(const struct vfio_show *show)
{
	for (unsigned int group = 0; group < show->groups; group++)
		for (unsigned int slot = 0; slot < TVE_SLOTS; slot++)
			show_tve(show, group, slot);
}

/* ---- TCEs -----------------------------------------------------------------
 */

/* Entries over adjoining pages, gathered as the table is walked. */
struct walk {
	const struct vfio_show *show;
	const struct tve *tve;
	unsigned int container, slot;
	int memory; /* physical */
	uint64_t index, count;
	struct place place;
	uint64_t perm;
};

static void tell_run(struct walk *walk)
{
	static const char *const names[] = { "none", "r", "w", "rw" };
	struct show_line line = { .kind = "tce",
		                  .object = 'c',
		                  .number = walk->container };

	if (!walk->count)
		return;
	show_line_add(&line, "slot", SHOW_NUMBER, walk->slot);
	show_line_add(&line, "index", SHOW_HEX, walk->index);
	show_line_add(&line, "count", SHOW_NUMBER, walk->count);
	show_line_add(&line, "at", SHOW_PLACE, 0)->place = walk->place;
	show_line_add_word(&line, "perm", names[walk->perm]);
	show_line_add(&line, "view", SHOW_UNKNOWN, 0);
	walk->show->sink(walk->show->context, &line);
	walk->count = 0;
}

static bool adjoins(const struct walk *walk, uint64_t index,
                    const struct place *place, uint64_t perm)
{
	return walk->count && index == walk->index + walk->count &&
	       perm == walk->perm && place->memory == walk->place.memory &&
	       place->offset == walk->place.offset +
	                                (walk->count << walk->tve->page_shift);
}

static void take_entry(struct walk *walk, uint64_t index, uint64_t tce)
{
	struct place place = memory_map_place(walk->show->map, tce & TCE_PAGE);
	uint64_t perm = tce & (TCE_READ | TCE_WRITE);

	if (!adjoins(walk, index, &place, perm)) {
		tell_run(walk);
		walk->index = index;
		walk->place = place;
		walk->perm = perm;
	}
	walk->count++;
}

/* The block at address BLOCK, whose first entry has number FIRST on its
 * level; LEVELS is how many there are from here down. */
static bool walk_block(struct walk *walk, uint64_t block, unsigned int levels,
                       uint64_t first)
{
	const uint64_t entries = walk->tve->level_bytes / 8;
	uint64_t *entry = malloc(walk->tve->level_bytes);
	bool good = entry && physical_read(walk->memory, block, entry,
	                                   walk->tve->level_bytes);

	for (uint64_t i = 0; good && i < entries; i++) {
		uint64_t tce = be64toh(entry[i]);

		if (!tce)
			continue;
		if (levels == 1)
			take_entry(walk, first + i, tce);
		else
			good = walk_block(walk, tce & ~(TCE_READ | TCE_WRITE),
			                  levels - 1, (first + i) * entries);
	}
	free(entry);
	return good;
}

/* A group that has the windows of the container that was OPENED then; or as
 * many as there are groups. */
static unsigned int group_of(const struct vfio_show *show, int opened)
{
	unsigned int g = 0;

	while (g < show->groups &&
	       (show->files->container[g].opened != opened ||
	        tve_of_host(show->trace, g)))
		g++;
	return g;
}

static bool show_windows(struct walk *walk, unsigned int group)
{
	const struct tve *window = walk->show->trace->tve[group];
	bool good = true;

	walk->container =
		(unsigned int)walk->show->files->container[group].number;
	for (walk->slot = 0; walk->slot < TVE_SLOTS; walk->slot++) {
		walk->tve = &window[walk->slot];
		/* Set before anyone looked, and kept. */
		if (walk->tve->set && !walk->tve->table)
			good = false;
		else if (walk->tve->set)
			good &= walk_block(walk, walk->tve->table,
			                   walk->tve->levels, 0);
		tell_run(walk);
	}
	return good;
}

bool show_tces(const struct vfio_show *show)
{
	struct walk walk = { .show = show, .memory = physical_open() };
	bool good = walk.memory >= 0;

	for (int c = 0; good && c < show->files->opened; c++) {
		unsigned int group = group_of(show, c);

		if (group < show->groups)
			good = show_windows(&walk, group);
	}
	if (walk.memory >= 0)
		close(walk.memory);
	return good;
}
