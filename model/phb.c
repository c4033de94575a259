/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "model/phb.h"

enum {
	OPAL_PARAMETER = -1,
	LEVEL_SHIFT_MIN = 12,
	LEVEL_SHIFT_MAX = 42
};

/* The four page sizes that a PHB knows: not always those it advertises. */
static bool knows_page(const struct tcesim_machine *m, unsigned int page_shift)
{
	const uint64_t phb3 = 0x11011000, phb4 = 0x40211000;
	uint64_t sizes = m->config.platform == TCESIM_POWERNV8 ? phb3 : phb4;

	return page_shift < 64 && sizes >> page_shift & 1;
}

int phb_map_window(struct tcesim_machine *m, struct group *group,
                   unsigned int slot, const struct tve *tve)
{
	int code = edge(m, SITE_OPAL_MAP, (int)group->index);

	if (code)
		return code;
	if (tve->kind == TCESIM_TVE_WINDOW &&
	    (!knows_page(m, tve->page_shift) ||
	     tve->level_shift < LEVEL_SHIFT_MIN ||
	     tve->level_shift > LEVEL_SHIFT_MAX))
		return refuse(m, WHY_FIRMWARE, OPAL_PARAMETER);
	group->tve[slot] = *tve;
	EMIT4(m, SET_TVE, group->index, slot, tve->levels, tve->page_shift);
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
}

void phb_set_bypass(struct tcesim_machine *m, struct group *group, bool on)
{
	EMIT2(m, BYPASS, group->index, on);
	group->tve[1] = (struct tve){ .kind = on ? TCESIM_TVE_BYPASS
		                                 : TCESIM_TVE_NONE };
}
