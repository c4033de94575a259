/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "model/group.h"

#include "model/phb.h"

static const uint64_t slot_start[WINDOW_SLOTS] = { 0, UINT64_C(1) << 59 };

struct group *group_numbered(const struct tcesim_machine *m, unsigned int n)
{
	return n < m->config.groups ? group_at(m, m->state->group[n]) : NULL;
}

const struct tcesim_group_config *group_config(const struct tcesim_machine *m,
                                               const struct group *group)
{
	return &m->config.group[group->index];
}

/*
 * ibm,supported-tce-sizes of skiboot 5.10 and later.  Before 4.17 the kernel
 * did not ask (pnv_pci_ioda2_setup_dma_pe()).
 */
uint64_t group_pgsizes(const struct tcesim_machine *m,
                       const struct group *group)
{
	const uint64_t fixed = 0x01011000, phb3 = 0x11011000, phb4 = 0x40211000;

	if (group_config(m, group)->pgsizes)
		return group_config(m, group)->pgsizes;
	if (trait(m, PGSIZES) == PGSIZES_FIXED)
		return fixed;
	return m->config.platform == TCESIM_POWERNV8 ? phb3 : phb4;
}

bool group_has(const struct tcesim_machine *m, const struct group *group,
               enum tcesim_op op)
{
	return group_config(m, group)->lacks != op;
}

bool groups_compatible(const struct tcesim_machine *m, const struct group *a,
                       const struct group *b)
{
	if (trait(m, COMPATIBLE) == COMPATIBLE_OPS)
		return group_config(m, a)->lacks == group_config(m, b)->lacks;
	return group_has(m, a, TCESIM_OP_CREATE_TABLE) ==
	       group_has(m, b, TCESIM_OP_CREATE_TABLE);
}

/* pnv_pci_ioda2_create_table_userspace(). */
int group_create_table(struct tcesim_machine *m, const struct group *group,
                       unsigned int slot, const struct window_request *request,
                       uint64_t charge, struct table **table)
{
	struct shape shape;
	int err;

	err = edge(m, SITE_CREATE_TABLE, (int)group->index);
	if (err)
		return err;
	err = edge(m, SITE_KM_TABLE, (int)group->index);
	if (err)
		return err;
	err = shape_init(m, &shape, request);
	if (err)
		return err;
	return table_new(m, &shape, slot_start[slot], charge, table);
}

/* pnv_pci_link_table_and_group(). */
static int link_table(struct tcesim_machine *m, struct group *group,
                      unsigned int slot, struct table *table)
{
	if (edge(m, SITE_KM_LINK, (int)group->index))
		return -ENOMEM;
	if (table) {
		table->linked |= UINT32_C(1) << group->index;
		table_get(table);
		group->tables[slot] = table->self;
	} else {
		group->host_table = true;
	}
	return 0;
}

static void unlink_table(struct tcesim_machine *m, struct group *group,
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

static struct tve window_tve(const struct table *table)
{
	if (!table)
		return (struct tve){ .kind = TCESIM_TVE_HOST };
	return (struct tve){
		.kind = TCESIM_TVE_WINDOW,
		.levels = (uint8_t)table->shape.levels,
		.page_shift = (uint8_t)table->shape.page_shift,
		.level_shift = (uint8_t)table->shape.level_shift,
		.table = table->self,
	};
}

/* TABLE NULL: the host's own window.  pnv_pci_ioda2_set_window(). */
static int set_window(struct tcesim_machine *m, struct group *group,
                      unsigned int slot, struct table *table)
{
	struct tve tve = window_tve(table);
	int err = edge(m, SITE_SET_WINDOW, (int)group->index);
	enum why before = m->why;

	if (err)
		return err;
	err = phb_map_window(m, group, slot, &tve);
	if (err)
		return err;
	/* The kernel drops the error: a window that is set but not linked. */
	if (link_table(m, group, slot, table)) {
		if (trait(m, LINK_FAILURE) == LINK_FAILURE_REPORTED) {
			phb_unmap_window(m, group, slot);
			return -ENOMEM;
		}
		forgive(m, before);
	}
	return 0;
}

int group_set_window(struct tcesim_machine *m, struct group *group,
                     unsigned int slot, struct table *table)
{
	assert(table);
	return set_window(m, group, slot, table);
}

void group_unset_window(struct tcesim_machine *m, struct group *group,
                        unsigned int slot)
{
	phb_unmap_window(m, group, slot);
	unlink_table(m, group, slot);
}

static void set_bypass(struct tcesim_machine *m, struct group *group, bool on)
{
	group->bypass = on;
	phb_set_bypass(m, group, on);
}

/*
 * pnv_ioda2_take_ownership().  Since 6.4 it does nothing when the host's table
 * is not there; the bypass may be on all the same.
 */
void group_take_ownership(struct tcesim_machine *m, struct group *group)
{
	EMIT1(m, TAKE, group->index);
	if (!group->host_table &&
	    trait(m, TAKE_WITHOUT_TABLE) == TAKE_WITHOUT_TABLE_EARLY_RETURN) {
		if (group->bypass)
			hazard(m, HAZARD_ISOLATION_LOST);
		return;
	}
	set_bypass(m, group, false);
	group_unset_window(m, group, 0);
}

/*
 * pnv_pci_ioda2_setup_default_config(): failures are logged and nothing else.
 * Without a table there is no bypass either; with a table that could not be
 * programmed there is.
 */
void group_release_ownership(struct tcesim_machine *m, struct group *group)
{
	enum why before = m->why;

	EMIT1(m, RELEASE, group->index);
	if (group->host_table)
		return;
	if (!edge(m, SITE_HOST_WINDOW, (int)group->index)) {
		set_window(m, group, 0, NULL);
		set_bypass(m, group, true);
	}
	forgive(m, before);
}

void groups_init(struct tcesim_machine *m)
{
	for (unsigned int n = 0; n < m->config.groups; n++) {
		ref object = ALLOC(m, group);
		struct group *group = group_at(m, object);

		m->state->group[n] = object;
		group->self = object;
		group->index = n;
		if (group_config(m, group)->no_table_group)
			continue;
		set_window(m, group, 0, NULL);
		set_bypass(m, group, true);
	}
}
