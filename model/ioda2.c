/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * ioda2.c - powernv: windows that the driver makes and OPAL sets.
 */
#include "model/group.h"
#include "model/phb.h"
#include "model/platform.h"

static const uint64_t slot_start[WINDOW_SLOTS] = { 0, UINT64_C(1) << 59 };

/* pnv_pci_ioda2_create_table_userspace(). */
static int ioda2_create_table(struct tcesim_machine *m, struct group *group,
                              unsigned int slot,
                              const struct window_request *request,
                              uint64_t charge, struct table **table)
{
	struct shape shape;
	int err;

	err = edge(m, SITE_KM_TABLE, (int)group->index);
	if (err)
		return err;
	err = shape_init(m, &shape, request);
	if (err)
		return err;
	return table_new(m, &shape, slot_start[slot], charge, table);
}

static struct tve window_tve(const struct table *table)
{
	if (!table)
		return (struct tve){ .kind = TCESIM_TVE_HOST };
	return group_tve(table);
}

/* TABLE NULL: the host's own window.  pnv_pci_ioda2_set_window(). */
static int set_window(struct tcesim_machine *m, struct group *group,
                      unsigned int slot, struct table *table)
{
	struct tve tve = window_tve(table);
	int err = phb_map_window(m, group, slot, &tve);
	enum why before = m->why;

	if (err)
		return err;
	/* pnv_pci_link_table_and_group(): the kernel drops the error, and has
	 * a window that is set but not linked. */
	if (!edge(m, SITE_KM_LINK, (int)group->index)) {
		group_link(group, slot, table);
		return 0;
	}
	if (trait(m, LINK_FAILURE) == LINK_FAILURE_REPORTED) {
		phb_unmap_window(m, group, slot);
		return -ENOMEM;
	}
	forgive(m, before);
	return 0;
}

static void ioda2_unset_window(struct tcesim_machine *m, struct group *group,
                               unsigned int slot)
{
	phb_unmap_window(m, group, slot);
	group_unlink(m, group, slot);
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
static int ioda2_take_ownership(struct tcesim_machine *m, struct group *group)
{
	if (!group->host_table &&
	    trait(m, TAKE_WITHOUT_TABLE) == TAKE_WITHOUT_TABLE_EARLY_RETURN) {
		if (group->bypass)
			hazard(m, HAZARD_ISOLATION_LOST);
		return 0;
	}
	set_bypass(m, group, false);
	ioda2_unset_window(m, group, 0);
	return 0;
}

/*
 * pnv_pci_ioda2_setup_default_config(): failures are logged and nothing else.
 * Without a table there is no bypass either; with a table that could not be
 * programmed there is.
 */
static void ioda2_release_ownership(struct tcesim_machine *m,
                                    struct group *group)
{
	assert(!group->host_table); /* the kernel would leave all as it is */
	if (edge(m, SITE_HOST_WINDOW, (int)group->index))
		return;
	if (!edge(m, SITE_SET_WINDOW, (int)group->index))
		set_window(m, group, 0, NULL);
	set_bypass(m, group, true);
}

const struct table_group_ops ioda2_ops = {
	.name = "ioda2",
	.table_size = shape_table_size,
	.create_table = ioda2_create_table,
	.set_window = set_window,
	.unset_window = ioda2_unset_window,
	.take_ownership = ioda2_take_ownership,
	.release_ownership = ioda2_release_ownership,
};
