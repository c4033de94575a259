/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "model/window.h"

#include "model/map.h"

struct table *window_find(const struct tcesim_machine *m,
                          const struct container *c, uint64_t iova,
                          unsigned int *slot)
{
	for (*slot = 0; *slot < WINDOW_SLOTS; ++*slot) {
		struct table *table = table_at(m, c->tables[*slot]);

		if (table && table_holds(table, iova))
			return table;
	}
	return NULL;
}

/* ---- the charge ---------------------------------------------------------- */

/* The kernel takes a size for signed when it makes pages of it. */
static uint64_t pages_of(const struct tcesim_machine *m, uint64_t size)
{
	uint64_t pages = size >> m->config.page_shift;

	if (size >> 63)
		pages |= ~(UINT64_MAX >> m->config.page_shift);
	return pages;
}

static uint64_t flat_view_bytes(const struct tcesim_machine *m,
                                const struct shape *shape)
{
	uint64_t page = host_page(m);

	return (shape->entries * 8 + page - 1) & ~(page - 1);
}

/* tce_iommu_userspace_view_alloc(): v2 only, with a charge of its own. */
int window_add_view(struct tcesim_machine *m, struct container *c,
                    struct table *table)
{
	uint64_t bytes = flat_view_bytes(m, &table->shape);
	int err = process_lock(m, container_mm(m, c), pages_of(m, bytes));

	if (err)
		return err;
	err = table_add_view(m, table);
	if (err) {
		process_unlock(m, container_mm(m, c), pages_of(m, bytes));
		return err;
	}
	table->view_bytes = bytes;
	return 0;
}

static int make_platform_table(struct tcesim_machine *m, struct container *c,
                               struct group *group, unsigned int slot,
                               const struct window_request *request,
                               uint64_t charge, struct table **table)
{
	int err = group_create_table(m, group, slot, request, charge, table);

	if (err || !c->v2 || (*table)->fixed || !shape_view_is_flat(m) ||
	    shape_view_is_late(m))
		return err;
	err = window_add_view(m, c, *table);
	if (err)
		table_put(m, *table);
	return err;
}

/* tce_iommu_create_table(): charge first, and see whether there is a table. */
static int table_make(struct tcesim_machine *m, struct container *c,
                      struct group *group, unsigned int slot,
                      const struct window_request *request,
                      struct table **table)
{
	uint64_t charge = group_table_size(m, request);
	int err;

	if (!charge)
		return -EINVAL;
	err = process_lock(m, container_mm(m, c), pages_of(m, charge));
	if (err)
		return err;
	err = make_platform_table(m, c, group, slot, request, charge, table);
	if (!err) {
		process_leak(container_mm(m, c),
		             pages_of(m, charge) -
		                     pages_of(m, (*table)->allocated));
		return 0;
	}
	if (trait(m, FAILED_TABLE) == FAILED_TABLE_UNCHARGED) {
		process_unlock(m, container_mm(m, c), pages_of(m, charge));
	} else if (pages_of(m, charge)) {
		hazard(m, HAZARD_LEAKED_CHARGE);
		process_leak(container_mm(m, c), pages_of(m, charge));
	}
	return err;
}

uint64_t window_charge(const struct tcesim_machine *m,
                       const struct table *table)
{
	if (!table)
		return 0;
	return pages_of(m, table->allocated) + pages_of(m, table->view_bytes);
}

void window_drop(struct tcesim_machine *m, struct container *c,
                 struct table *table)
{
	uint64_t pages = window_charge(m, table);

	table_put(m, table);
	process_unlock(m, container_mm(m, c), pages);
}

/* TCEs behind the window's end are not cleared; they go with the table. */
static void lose_tces(struct tcesim_machine *m, struct container *c,
                      struct table *table)
{
	uint64_t index = 0, tce;

	while (c->v2 && table_next(m, table, &index, &tce)) {
		map_lose(m, c, table, index);
		index++;
	}
}

void window_free(struct tcesim_machine *m, struct container *c,
                 unsigned int slot)
{
	lose_tces(m, c, table_at(m, c->tables[slot]));
	window_drop(m, c, table_at(m, c->tables[slot]));
	c->tables[slot] = 0;
}

/* ---- CREATE -------------------------------------------------------------- */

static int free_slot(const struct container *c)
{
	for (int slot = 0; slot < WINDOW_SLOTS; slot++)
		if (!c->tables[slot])
			return slot;
	return -ENOSPC;
}

/*
 * The mask is tested with 1 << page_shift.  Beyond 63 that is undefined: one
 * build takes the count modulo 128, another finds no bit.
 */
static bool has_pgsize(struct tcesim_machine *m, const struct group *group,
                       uint32_t page_shift)
{
	uint64_t sizes = group_pgsizes(m, group);

	if (page_shift < 64)
		return sizes >> page_shift & 1;
	switch (trait(m, WIDE_SHIFT)) {
	case WIDE_SHIFT_MODULO_128:
		hazard(m, HAZARD_SHIFT_BEYOND_63);
		return sizes & shape_shift(page_shift);
	case WIDE_SHIFT_REFUSED:
		hazard(m, HAZARD_SHIFT_BEYOND_63);
		return false;
	default:
		return false;
	}
}

static bool has_all_ops(const struct tcesim_machine *m,
                        const struct group *group)
{
	return group_has(m, group, TCESIM_OP_SET_WINDOW) &&
	       group_has(m, group, TCESIM_OP_UNSET_WINDOW) &&
	       group_has(m, group, TCESIM_OP_GET_TABLE_SIZE) &&
	       group_has(m, group, TCESIM_OP_CREATE_TABLE);
}

static void unset_everywhere(struct tcesim_machine *m,
                             const struct container *c, unsigned int slot)
{
	struct group *group;

	for_each_group(group, m, c)
		group_unset_window(m, group, slot);
}

/* In all groups, or in none: also those that never had it are unset. */
static int set_everywhere(struct tcesim_machine *m, const struct container *c,
                          unsigned int slot, struct table *table)
{
	struct group *group;

	for_each_group(group, m, c) {
		int err = group_set_window(m, group, slot, table);

		if (err) {
			unset_everywhere(m, c, slot);
			return err;
		}
	}
	return 0;
}

/* tce_iommu_create_window(). */
int window_create(struct tcesim_machine *m, struct container *c,
                  const struct window_request *request, uint64_t *start_addr)
{
	struct group *head = group_at(m, c->groups);
	struct table *table;
	int slot, err;

	assert(head);

	slot = free_slot(c);
	if (slot < 0)
		return refuse(m, WHY_NO_FREE_SLOT, -ENOSPC);
	if (!has_pgsize(m, head, request->page_shift))
		return refuse(m, WHY_PGSIZE, -EINVAL);
	if (!has_all_ops(m, head))
		return refuse(m, WHY_MISSING_OP, -EPERM);
	err = table_make(m, c, head, (unsigned int)slot, request, &table);
	if (err)
		return err;
	err = set_everywhere(m, c, (unsigned int)slot, table);
	if (err) {
		window_drop(m, c, table);
		return err;
	}
	c->tables[slot] = table->self;
	*start_addr = table_start_addr(table);
	return 0;
}

/* ---- the default window -------------------------------------------------- */

static struct window_request default_request(const struct tcesim_machine *m,
                                             const struct group *group)
{
	enum {
		DEFAULT_PAGE_SHIFT = 12
	};

	return (struct window_request){ DEFAULT_PAGE_SHIFT,
		                        group_config(m, group)->tce32_size, 1 };
}

int window_settle_default(struct tcesim_machine *m, struct container *c)
{
	struct window_request request;
	uint64_t start_addr;
	int err;

	if (!c->pending)
		return 0;
	request = default_request(m, group_at(m, c->groups));
	err = window_create(m, c, &request, &start_addr);
	if (err)
		return err; /* still owed: the next call tries again */
	c->pending = false;
	EMIT1(m, PENDING, 0);
	return 0;
}

int window_make_default(struct tcesim_machine *m, struct container *c,
                        struct group *group)
{
	struct window_request request = default_request(m, group);
	struct table *table;
	int err = table_make(m, c, group, 0, &request, &table);

	if (!err)
		c->tables[0] = table->self;
	return err;
}

/* ---- REMOVE -------------------------------------------------------------- */

void window_clear(struct tcesim_machine *m, struct container *c,
                  struct table *table)
{
	map_clear(m, c, table, 0, table->shape.entries);
}

/*
 * Kernels before 6.11 look for the callback group by group: groups before one
 * that lacks it have lost their window then.
 */
static int unset_for_remove(struct tcesim_machine *m, struct container *c,
                            unsigned int slot)
{
	struct group *group;

	for_each_group(group, m, c) {
		if (!group_has(m, group, TCESIM_OP_UNSET_WINDOW))
			return refuse(m, WHY_MISSING_OP, -EPERM);
		group_unset_window(m, group, slot);
	}
	return 0;
}

/* tce_iommu_remove_window(). */
int window_remove(struct tcesim_machine *m, struct container *c,
                  uint64_t start_addr)
{
	unsigned int slot;
	struct table *table = window_find(m, c, start_addr, &slot);
	int err;

	if (!table)
		return refuse(m, WHY_NO_SUCH_WINDOW, -EINVAL);
	if (trait(m, CLEAR_ORDER) == CLEAR_ORDER_CLEAR_FIRST) {
		window_clear(m, c, table);
		err = unset_for_remove(m, c, slot);
	} else {
		err = unset_for_remove(m, c, slot);
		if (!err)
			window_clear(m, c, table);
	}
	if (!err)
		window_free(m, c, slot);
	return err;
}
