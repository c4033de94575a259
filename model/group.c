/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "model/group.h"

#include "model/platform.h"

struct group *group_numbered(const struct tcesim_machine *m, unsigned int n)
{
	return n < m->config.groups ? group_at(m, m->state->group[n]) : NULL;
}

const struct tcesim_group_config *group_config(const struct tcesim_machine *m,
                                               const struct group *group)
{
	return &m->config.group[group->index];
}

/* NULL: the platform has one window, which the driver borrows. */
static const struct table_group_ops *ops_of(const struct tcesim_machine *m)
{
	static const struct table_group_ops *const pseries[] = {
		[PSERIES_NONE] = NULL,
		[PSERIES_V1] = NULL,
		[PSERIES_BORROWED] = &borrowed_ops,
		[PSERIES_DDW] = &pseries_ops,
	};

	switch (m->config.platform) {
	case TCESIM_IODA1:
		return NULL;
	case TCESIM_PSERIES:
		return pseries[group_pseries(m)];
	case TCESIM_POWERNV8:
	case TCESIM_POWERNV9:
	case TCESIM_POWERNV10:
		break;
	}
	return &ioda2_ops;
}

uint8_t group_pseries(const struct tcesim_machine *m)
{
	return trait(m, PSERIES);
}

bool group_has_ops(const struct tcesim_machine *m)
{
	return ops_of(m) != NULL;
}

/* ---- what the platform says ------------------------------------------------
 */

uint32_t group_windows(const struct tcesim_machine *m,
                       const struct group *group)
{
	const struct table_group_ops *ops = ops_of(m);

	return ops && ops != &borrowed_ops ? group_config(m, group)->windows
	                                   : 0;
}

uint32_t group_levels(const struct tcesim_machine *m)
{
	return m->config.platform == TCESIM_PSERIES ? 1 : TABLE_LEVELS_MAX;
}

/*
 * ibm,supported-tce-sizes of skiboot 5.10 and later; before 4.17 the kernel
 * did not ask (pnv_pci_ioda2_setup_dma_pe()).  On pSeries: 4K, and what
 * ibm,query-pe-dma-window tells of (here as QEMU answers).
 */
uint64_t group_pgsizes(const struct tcesim_machine *m,
                       const struct group *group)
{
	const uint64_t fixed = 0x01011000, phb3 = 0x11011000, phb4 = 0x40211000,
		       pseries = 0x01211000;

	if (!group_has_ops(m))
		return 0;
	if (group_config(m, group)->pgsizes)
		return group_config(m, group)->pgsizes;
	if (m->config.platform == TCESIM_PSERIES)
		return pseries;
	if (trait(m, PGSIZES) == PGSIZES_FIXED)
		return fixed;
	return m->config.platform == TCESIM_POWERNV8 ? phb3 : phb4;
}

bool group_has(const struct tcesim_machine *m, const struct group *group,
               enum tcesim_op op)
{
	return group_has_ops(m) && group_config(m, group)->lacks != op;
}

bool groups_compatible(const struct tcesim_machine *m, const struct group *a,
                       const struct group *b)
{
	if (trait(m, COMPATIBLE) == COMPATIBLE_OPS)
		return group_config(m, a)->lacks == group_config(m, b)->lacks;
	return group_has(m, a, TCESIM_OP_CREATE_TABLE) ==
	       group_has(m, b, TCESIM_OP_CREATE_TABLE);
}

/* ---- the callbacks, behind their edges
 * ---------------------------------------- */

uint64_t group_table_size(struct tcesim_machine *m,
                          const struct window_request *request)
{
	return ops_of(m)->table_size(m, request);
}

int group_create_table(struct tcesim_machine *m, struct group *group,
                       unsigned int slot, const struct window_request *request,
                       uint64_t charge, struct table **table)
{
	int err = edge(m, SITE_CREATE_TABLE, (int)group->index);

	if (err)
		return err;
	return ops_of(m)->create_table(m, group, slot, request, charge, table);
}

int group_set_window(struct tcesim_machine *m, struct group *group,
                     unsigned int slot, struct table *table)
{
	int err = edge(m, SITE_SET_WINDOW, (int)group->index);

	assert(table);
	if (err)
		return err;
	return ops_of(m)->set_window(m, group, slot, table);
}

void group_unset_window(struct tcesim_machine *m, struct group *group,
                        unsigned int slot)
{
	ops_of(m)->unset_window(m, group, slot);
}

int group_take_ownership(struct tcesim_machine *m, struct group *group)
{
	EMIT1(m, TAKE, group->index);
	return ops_of(m)->take_ownership(m, group);
}

void group_release_ownership(struct tcesim_machine *m, struct group *group)
{
	enum why before = m->why;

	EMIT1(m, RELEASE, group->index);
	ops_of(m)->release_ownership(m, group);
	forgive(m, before);
}

/* ---- tables and groups know each other
 * ------------------------------------------- */

struct tve group_tve(const struct table *table)
{
	return (struct tve){
		.kind = TCESIM_TVE_WINDOW,
		.levels = (uint8_t)table->shape.levels,
		.page_shift = (uint8_t)table->shape.page_shift,
		.level_shift = (uint8_t)table->shape.level_shift,
		.table = table->self,
	};
}

void group_link(struct group *group, unsigned int slot, struct table *table)
{
	if (!table) {
		group->host_table = true;
		return;
	}
	table->linked |= UINT32_C(1) << group->index;
	table_get(table);
	group->tables[slot] = table->self;
}

void group_unlink(struct tcesim_machine *m, struct group *group,
                  unsigned int slot)
{
	struct table *table = table_at(m, group->tables[slot]);

	if (table) {
		table->linked &= ~(UINT32_C(1) << group->index);
		group->tables[slot] = 0;
		table_put(m, table);
	}
	if (!slot)
		group->host_table = false;
}

/* The host's own windows, as it sets them when it starts. */
static void give_host_windows(struct group *group, bool bypass)
{
	group->host_table = true;
	group->tve[0].kind = TCESIM_TVE_HOST;
	group->bypass = bypass;
	group->tve[1].kind = bypass ? TCESIM_TVE_BYPASS : TCESIM_TVE_NONE;
}

void groups_init(struct tcesim_machine *m)
{
	for (unsigned int n = 0; n < m->config.groups; n++) {
		ref object = ALLOC(m, group);
		struct group *group = group_at(m, object);

		m->state->group[n] = object;
		group->self = object;
		group->index = n;
		if (!group_config(m, group)->no_table_group)
			give_host_windows(group, ops_of(m) == &ioda2_ops);
	}
}
