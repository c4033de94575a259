/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "model/phb.h"

enum {
	OPAL_PARAMETER = -1,
	LEVELS_MAX = 5,
	LEVEL_SHIFT_MIN = 12,
	LEVEL_SHIFT_MAX = 42
};

/* What one generation of PHBs differs in from another. */
struct generation {
	uint64_t
		pages; /* bit n: pages of 2^n bytes; not always as advertised */
	bool kills_pages;
};

static const struct generation *generation(const struct tcesim_machine *m)
{
	static const struct generation phb3 = { 0x11011000, true };
	static const struct generation phb4 = { 0x40211000, false };

	return m->config.platform == TCESIM_POWERNV8 ? &phb3 : &phb4;
}

/* ---- windows ------------------------------------------------------------- */

static bool firmware_takes(const struct tcesim_machine *m,
                           const struct tve *tve)
{
	return tve->levels >= 1 && tve->levels <= LEVELS_MAX &&
	       tve->level_shift >= LEVEL_SHIFT_MIN &&
	       tve->level_shift <= LEVEL_SHIFT_MAX && tve->page_shift < 64 &&
	       generation(m)->pages >> tve->page_shift & 1;
}

static uint64_t drop_all(struct tcesim_machine *m, struct sparse *cached)
{
	uint64_t page = 0, tce, count = 0;

	for (; sparse_next(&m->arena, cached, &page, &tce); page++)
		count++;
	sparse_release(&m->arena, cached);
	return count;
}

/* All that is cached for the PE. */
static void kill_pe(struct tcesim_machine *m, struct group *group)
{
	for (unsigned int slot = 0; slot < WINDOW_SLOTS; slot++) {
		uint64_t count = drop_all(m, &group->cached[slot]);

		if (count)
			EMIT3(m, KILLED, group->index, slot, count);
	}
}

int phb_map_window(struct tcesim_machine *m, struct group *group,
                   unsigned int slot, const struct tve *tve)
{
	int code = edge(m, SITE_OPAL_MAP, (int)group->index);

	if (code)
		return code;
	if (tve->kind == TCESIM_TVE_WINDOW && !firmware_takes(m, tve))
		return refuse(m, WHY_FIRMWARE, OPAL_PARAMETER);
	group->tve[slot] = *tve;
	EMIT4(m, SET_TVE, group->index, slot, tve->levels, tve->page_shift);
	kill_pe(m, group);
	return 0;
}

void phb_unmap_window(struct tcesim_machine *m, struct group *group,
                      unsigned int slot)
{
	struct tve *tve = &group->tve[slot];
	enum why before = m->why;

	if (edge(m, SITE_OPAL_UNMAP, (int)group->index)) {
		forgive(m, before);
		if (tve->kind == TCESIM_TVE_WINDOW) {
			tve->stale = true;
			hazard(m, HAZARD_USE_AFTER_FREE);
		}
		return;
	}
	EMIT2(m, CLEAR_TVE, group->index, slot);
	*tve = (struct tve){ .kind = TCESIM_TVE_NONE };
	kill_pe(m, group);
}

void phb_set_bypass(struct tcesim_machine *m, struct group *group, bool on)
{
	EMIT2(m, BYPASS, group->index, on);
	group->tve[1] = (struct tve){ .kind = on ? TCESIM_TVE_BYPASS
		                                 : TCESIM_TVE_NONE };
}

/* ---- the cache ----------------------------------------------------------- */

/*
 * One store for each entry from the first to the last: "last" is the entry
 * before the first when there are none, and before entry 0 comes the largest
 * number.
 */
static void note_stores(struct tcesim_machine *m, const struct table *table,
                        uint64_t index, uint64_t count)
{
	enum {
		MANY_STORES_SHIFT = 24
	};

	if (!count && table->offset + index == 0 &&
	    trait(m, EMPTY_KILL) == EMPTY_KILL_RUNAWAY)
		hazard(m, HAZARD_RUNAWAY_KILL);
	if (count >> MANY_STORES_SHIFT)
		hazard(m, HAZARD_SOFT_LOCKUP);
}

static void kill_pages(struct tcesim_machine *m, struct group *group,
                       unsigned int slot, uint64_t first, uint64_t count)
{
	struct sparse *cached = &group->cached[slot];
	uint64_t page = first, tce, killed = 0;

	while (sparse_next(&m->arena, cached, &page, &tce) &&
	       page - first < count) {
		sparse_set(&m->arena, cached, page++, 0);
		killed++;
	}
	if (killed)
		EMIT3(m, KILLED, group->index, slot, killed);
}

void phb_kill(struct tcesim_machine *m, const struct table *table,
              uint64_t index, uint64_t count)
{
	bool pages = generation(m)->kills_pages;

	EMIT3(m, KILL, table->id, index, count);
	if (table->linked && pages)
		note_stores(m, table, index, count);
	for (unsigned int n = 0; table->linked >> n; n++) {
		struct group *group = group_at(m, m->state->group[n]);

		if (!(table->linked >> n & 1))
			continue;
		if (pages)
			kill_pages(m, group, group->tables[1] == table->self,
			           index, count);
		else
			kill_pe(m, group);
	}
}

uint64_t phb_cached(const struct tcesim_machine *m, const struct group *group,
                    unsigned int slot, uint64_t page)
{
	return sparse_get(&m->arena, &group->cached[slot], page);
}

void phb_cache(struct tcesim_machine *m, struct group *group, unsigned int slot,
               uint64_t page, uint64_t tce)
{
	EMIT4(m, CACHED, group->index, slot, page, tce);
	sparse_set(&m->arena, &group->cached[slot], page, tce);
}
