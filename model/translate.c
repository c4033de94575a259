/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * translate.c - tcesim_translate(): the walk of dma.c without its effects, and
 * fast.
 *
 * A walker remembers, from one call of the front door that can change the
 * machine to the next, where in the arena runs of TCEs stand: most translations
 * read one line of it and one TCE.
 */
#include "model/dma.h"
#include "model/tree.h"

#include <string.h>

enum {
	LINE_BITS = 14,
	LINES = 1 << LINE_BITS,
	RUN_BITS = SPARSE_WIDE_BITS,
	RUN_TCES = 1 << RUN_BITS,
	VIEWS = TCESIM_GROUPS_MAX * WINDOW_SLOTS,
	GENERATIONS = 1 << 11
};

/* How a TVE splits an address, and what tells its keys from others. */
struct view {
	uint64_t page_mask;
	uint64_t salt;
	unsigned int page_shift;
};

/*
 * The key has all bits of the address above those that choose one of a run (at
 * most 43: a page has 12 or more), from bit 48 on the number of the view, and
 * from bit 53 on the walker's generation.  Addresses that are refused whatever
 * the tables say are in no line.
 */
struct line {
	uint64_t key; /* all ones: none */
	const uint64_t *run;
};

struct walker {
	uint64_t generation; /* lines of others mean nothing */
	struct view view[VIEWS];
	struct line line[LINES];
};

/* Neighbours must not meet in one line; far ones should not. */
static unsigned int line_of(uint64_t key)
{
	return (unsigned int)(key ^ key >> LINE_BITS) & (LINES - 1);
}

/* ---- where care is due --------------------------------------------------- */

static void set_view(struct view *view, const struct tve *tve, uint64_t n,
                     uint64_t generation)
{
	*view = (struct view){ .page_mask = UINT64_MAX, .page_shift = 63 };
	/* The views start from different lines. */
	view->salt = generation << 53 | n << 48 | n << 5;
	if (tve->kind != TCESIM_TVE_WINDOW || tve->stale)
		return;
	view->page_mask = (UINT64_C(1) << tve->page_shift) - 1;
	view->page_shift = tve->page_shift;
}

static void forget_lines(struct walker *w)
{
	memset(w->line, 0xff, sizeof(w->line));
	w->generation = 0;
}

/* Forget all.  False: there is no memory for a walker. */
static bool refresh(struct tcesim_machine *m)
{
	struct walker *w = m->walker;

	if (!w) {
		w = m->arena.resize(m->arena.context, NULL, sizeof(*w));
		if (!w)
			return false;
		m->walker = w;
		forget_lines(w);
	} else if (++w->generation == GENERATIONS) {
		forget_lines(w);
	}
	m->walked = true;
	for (unsigned int n = 0; n < m->config.groups * WINDOW_SLOTS; n++) {
		const struct group *group = group_numbered(m, n / WINDOW_SLOTS);

		set_view(&w->view[n], &group->tve[n % WINDOW_SLOTS], n,
		         w->generation);
	}
	return true;
}

/* Through a window; what is found is remembered. */
static enum why through_window(struct tcesim_machine *m, const struct tve *tve,
                               uint64_t iova, uint64_t key, uint64_t *tce)
{
	struct table *table = table_at(m, tve->table);
	uint64_t mask = dma_index_mask(table);
	uint64_t index = dma_offset_in_slot(iova) >> tve->page_shift;
	const uint64_t *run;
	uint32_t depth;

	if (index > mask && !m->config.alias_beyond_table)
		return WHY_DMA_BEYOND;
	run = tree_leaf(m, table, index & mask, &depth);
	if (!run && depth)
		return WHY_DMA_NO_LEVEL;
	if (run)
		m->walker->line[line_of(key)] = (struct line){ key, run };
	*tce = run ? run[index & (RUN_TCES - 1)]
	           : tree_tce(m, table, index & mask);
	return *tce ? WHY_NONE : WHY_DMA_NO_TCE;
}

static void with_care(struct tcesim_machine *m, const struct tve *tve,
                      uint64_t iova, bool write, uint64_t key,
                      struct tcesim_target *target)
{
	uint64_t page = (UINT64_C(1) << tve->page_shift) - 1, tce = 0;
	enum why why = WHY_DMA_ADDRESS;

	*target = (struct tcesim_target){ 0 };
	if (!(iova >> DMA_DECODED_BITS) && tve->kind == TCESIM_TVE_WINDOW &&
	    !tve->stale) {
		why = through_window(m, tve, iova, key, &tce);
		if (!why)
			why = dma_permission(tce, write);
		target->address = (tce & ~page) | (iova & page);
	} else if (!(iova >> DMA_DECODED_BITS)) {
		target->address = dma_offset_in_slot(iova);
		why = dma_without_window(m, tve, target->address);
	}
	if (why)
		*target = (struct tcesim_target){ .why = why };
}

/* All that is not a TCE of a run that is remembered. */
static enum tcesim_status look_up(struct tcesim_machine *m, unsigned int group,
                                  uint64_t iova, bool write,
                                  struct tcesim_target *target)
{
	unsigned int slot = iova >> DMA_SLOT_BIT & 1;
	unsigned int n = group * WINDOW_SLOTS + slot;
	const struct view *view;
	uint64_t key;

	if (group >= m->config.groups)
		return TCESIM_BAD_ARGUMENT;
	if (m->exhausted)
		return TCESIM_NO_MEMORY;
	if (!m->walked && !refresh(m))
		return TCESIM_NO_MEMORY;
	view = &m->walker->view[n];
	key = iova >> view->page_shift >> RUN_BITS ^ view->salt;
	with_care(m, &group_numbered(m, group)->tve[slot], iova, write, key,
	          target);
	return TCESIM_OK;
}

/* ---- the walk ------------------------------------------------------------ */

enum tcesim_status tcesim_translate(struct tcesim_machine *m,
                                    unsigned int group, uint64_t iova,
                                    bool write, struct tcesim_target *target)
{
	const struct walker *w = m->walker;
	const struct view *view;
	const struct line *line;
	uint64_t page, key, tce;

	if (!m->walked || group >= TCESIM_GROUPS_MAX)
		return look_up(m, group, iova, write, target);
	view = &w->view[group * WINDOW_SLOTS + (iova >> DMA_SLOT_BIT & 1)];
	page = iova >> view->page_shift;
	key = page >> RUN_BITS ^ view->salt;
	line = &w->line[line_of(key)];
	if (line->key != key)
		return look_up(m, group, iova, write, target);
	tce = line->run[page & (RUN_TCES - 1)];
	if (!(tce & (write ? TCE_WRITE : TCE_READ)))
		return look_up(m, group, iova, write, target);
	target->address = tce ^ ((tce ^ iova) & view->page_mask);
	target->why = WHY_NONE;
	return TCESIM_OK;
}
