/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * pseries.c - guests and partitions: windows through RTAS, tables in the
 * hypervisor (arch/powerpc/platforms/pseries/iommu.c).
 *
 * The default window (slot 0 at bus 0) goes when VFIO takes the PE and comes
 * back by ibm,reset-pe-dma-windows; any other window is a dynamic one, and the
 * firmware chooses its address.  One failed RTAS call puts the PE on a list:
 * every later create is refused until the system boots again.
 */
#include "model/group.h"
#include "model/platform.h"

static const uint64_t ddw_start = UINT64_C(1) << 59;

/* One level, nothing rounded up, and no view; more levels are a number so
 * large that accounting refuses, or that create_table refuses later. */
static uint64_t table_size(struct tcesim_machine *m,
                           const struct window_request *request)
{
	uint32_t shift = (request->page_shift - 3) & 127;
	uint64_t size = shift < 64 ? request->window_size >> shift : 0;

	if (request->levels > 1)
		return UINT32_MAX;
	if (!shape_may_wrap(m) && shape_entries_shift(request) > 63)
		size = 0;
	if (!size)
		refuse(m, WHY_NO_SHAPE, -EINVAL);
	return size;
}

static int fail_for_good(struct group *group, int err)
{
	group->ddw_failed = true;
	return err;
}

static bool has_dynamic_window(const struct tcesim_machine *m,
                               const struct group *group)
{
	for (unsigned int slot = 0; slot < WINDOW_SLOTS; slot++) {
		const struct table *table = table_at(m, group->tables[slot]);

		if (table && table_start_addr(table) == ddw_start)
			return true;
	}
	return false;
}

/*
 * The query answers how many pages the largest block has.  That is compared
 * with 1 << log2(window_size) - page_shift, in builds for ppc64 by shifting
 * the answer down by the low seven bits of the difference.  2^32 pages are let
 * through (6.12.107), and so is taken to be what 64 bits can say.
 */
static bool has_block(struct tcesim_machine *m,
                      const struct window_request *request)
{
	uint32_t shift = shape_entries_shift(request);

	if (shift > 63 && shape_may_wrap(m))
		hazard(m, HAZARD_SHIFT_BEYOND_63);
	return (shift & 127) <= 63;
}

/* QEMU counts a table's pages in 32 bits. */
static bool is_uncountable(const struct window_request *request)
{
	return (shape_entries_shift(request) & 127) > 31;
}

/* What the firmware can be asked for: see also the query's page sizes. */
static int create_dynamic(struct tcesim_machine *m, struct group *group,
                          const struct window_request *request)
{
	int err = edge(m, SITE_RTAS_QUERY, (int)group->index);

	if (err)
		return fail_for_good(group, err);
	if (!has_block(m, request))
		return refuse(m, WHY_DDW_BLOCKS, -EINVAL);
	if (edge(m, SITE_RTAS_CREATE, (int)group->index))
		return fail_for_good(group, -ENODEV);
	if (request->page_shift > 63 || is_uncountable(request) ||
	    has_dynamic_window(m, group))
		return fail_for_good(group, refuse(m, WHY_DDW_FAILED, -ENODEV));
	return 0;
}

static int restore_default(struct tcesim_machine *m, struct group *group)
{
	int err;

	if (has_dynamic_window(m, group))
		return refuse(m, WHY_NO_DEFAULT_AGAIN, -EPERM);
	err = edge(m, SITE_RTAS_RESET, (int)group->index);
	return err ? fail_for_good(group, err) : 0;
}

/* Does the request fit the default window, as far as the kernel looks? */
static bool is_default(const struct tcesim_machine *m,
                       const struct group *group, unsigned int slot,
                       const struct window_request *request)
{
	return !slot && request->page_shift == 12 &&
	       request->window_size <= group_config(m, group)->tce32_size;
}

static int check_request(struct tcesim_machine *m, const struct group *group,
                         const struct window_request *request)
{
	uint64_t size = request->window_size;

	if (!size || (size & (size - 1)))
		return refuse(m, WHY_NOT_POW2, -EINVAL);
	if (request->levels > 1)
		return refuse(m, WHY_LEVELS, -EINVAL);
	if (group->ddw_failed)
		return refuse(m, WHY_DDW_FAILED, -ENODEV);
	if (edge(m, SITE_KM_TABLE, (int)group->index))
		return -ENODEV;
	return 0;
}

/* spapr_tce_create_table().  The view is one array; that it may be missing is
 * found out by the first MAP. */
static int pseries_create_table(struct tcesim_machine *m, struct group *group,
                                unsigned int slot,
                                const struct window_request *request,
                                uint64_t charge, struct table **table)
{
	bool whole = is_default(m, group, slot, request);
	enum why before;
	int err = check_request(m, group, request);

	if (err)
		return err;
	if (!whole && !slot && has_dynamic_window(m, group))
		return refuse(m, WHY_NO_DEFAULT_AGAIN, -EPERM);
	err = whole ? restore_default(m, group)
	            : create_dynamic(m, group, request);
	if (err)
		return err;
	*table = table_new_fixed(m, request->page_shift, request->window_size,
	                         whole ? 0 : ddw_start, charge);
	(*table)->remote = true;
	if (!(*table)->shape.entries) /* vzalloc() is asked for nothing */
		hazard(m, HAZARD_KERNEL_WARN);
	before = m->why;
	table_add_view(m, *table);
	forgive(m, before);
	(*table)->owner = group->self;
	return 0;
}

/* The hypervisor ties a table to one PE: no group can use another's. */
static int pseries_set_window(struct tcesim_machine *m, struct group *group,
                              unsigned int slot, struct table *table)
{
	if (table->owner != group->self)
		return refuse(m, WHY_OTHERS_TABLE, -EPERM);
	group->tve[slot] = group_tve(table);
	EMIT4(m, SET_TVE, group->index, slot, 1, table->shape.page_shift);
	group_link(group, slot, table);
	return 0;
}

static void pseries_unset_window(struct tcesim_machine *m, struct group *group,
                                 unsigned int slot)
{
	enum why before = m->why;

	if (!group->tables[slot]) /* never set: nothing to remove */
		return;
	if (edge(m, SITE_RTAS_REMOVE, (int)group->index))
		group->ddw_failed = true;
	forgive(m, before);
	EMIT2(m, CLEAR_TVE, group->index, slot);
	group->tve[slot] = (struct tve){ .kind = TCESIM_TVE_NONE };
	group_unlink(m, group, slot);
}

static int pseries_take_ownership(struct tcesim_machine *m, struct group *group)
{
	EMIT2(m, CLEAR_TVE, group->index, 0);
	group->host_table = false;
	group->tve[0] = (struct tve){ .kind = TCESIM_TVE_NONE };
	return 0;
}

static void pseries_release_ownership(struct tcesim_machine *m,
                                      struct group *group)
{
	(void)m;
	group->host_table = true;
	group->tve[0] = (struct tve){ .kind = TCESIM_TVE_HOST };
}

const struct table_group_ops pseries_ops = {
	.name = "pseries",
	.table_size = table_size,
	.create_table = pseries_create_table,
	.set_window = pseries_set_window,
	.unset_window = pseries_unset_window,
	.take_ownership = pseries_take_ownership,
	.release_ownership = pseries_release_ownership,
};

/* ---- 6.4 to 6.10: the host's window, borrowed
 * ------------------------------------ */

/*
 * The kernel refuses a second slot (-EPERM) and any other shape (-EINVAL).
 * Nobody can ask for them: v2 is refused, and v1 asks for the default alone.
 */
static int borrowed_create_table(struct tcesim_machine *m, struct group *group,
                                 unsigned int slot,
                                 const struct window_request *request,
                                 uint64_t charge, struct table **table)
{
	assert(is_default(m, group, slot, request));
	*table = table_new_fixed(m, request->page_shift, request->window_size,
	                         0, charge);
	(*table)->remote = true;
	(*table)->owner = group->self;
	return 0;
}

/* The window is there all the time. */
static void borrowed_unset_window(struct tcesim_machine *m, struct group *group,
                                  unsigned int slot)
{
	if (!group->tables[slot])
		return;
	group->tve[slot] = (struct tve){ .kind = TCESIM_TVE_HOST };
	group_unlink(m, group, slot);
}

static int borrowed_take_ownership(struct tcesim_machine *m,
                                   struct group *group)
{
	(void)m;
	group->host_table = false;
	return 0;
}

const struct table_group_ops borrowed_ops = {
	.name = "borrowed",
	.table_size = table_size,
	.create_table = borrowed_create_table,
	.set_window = pseries_set_window,
	.unset_window = borrowed_unset_window,
	.take_ownership = borrowed_take_ownership,
	.release_ownership = pseries_release_ownership,
};
