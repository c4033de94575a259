/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "model/table.h"

#include "model/buffer.h"
#include "model/tree.h"

uint64_t table_start_addr(const struct table *table)
{
	return table->offset << table->shape.page_shift;
}

uint64_t table_frames(const struct tcesim_machine *m, const struct table *table)
{
	uint64_t blocks;

	if (!table || table->fixed)
		return 0;
	blocks = table->blocks;
	if (shape_view_is_flat(m) && table->tree[TREE_VIEW].top)
		blocks--; /* it stands in no block */
	return blocks << (table->shape.level_shift - m->config.page_shift);
}

uint64_t table_index(const struct table *table, uint64_t iova)
{
	return (iova >> table->shape.page_shift) - table->offset;
}

bool table_holds(const struct table *table, uint64_t iova)
{
	return table_index(table, iova) < table->shape.entries;
}

int table_add_view(struct tcesim_machine *m, struct table *table)
{
	return tree_init(m, table, TREE_VIEW) ? 0 : -ENOMEM;
}

/*
 * What is given back when the table goes.  4.2 warns where that is not what
 * was charged (tce_iommu_create_table()); 4.19, with lower levels made on
 * demand, gives back the top level alone.
 */
static void set_allocated(struct tcesim_machine *m, struct table *table,
                          uint64_t charge)
{
	switch (trait(m, ALLOCATED_SIZE)) {
	case ALLOCATED_SIZE_LEVELS:
		table->allocated = table->blocks << table->shape.level_shift;
		if (table->allocated != charge)
			hazard(m, HAZARD_KERNEL_WARN);
		break;
	case ALLOCATED_SIZE_TOP:
		table->allocated = UINT64_C(1) << table->shape.level_shift;
		break;
	default:
		table->allocated = charge;
		break;
	}
}

static bool fill_levels(struct tcesim_machine *m, struct table *table)
{
	return trait(m, LEVEL_FILL) == LEVEL_FILL_DEMAND ||
	       tree_fill(m, table, TREE_HW);
}

/* The kernel's order: hardware first. */
static bool make_trees(struct tcesim_machine *m, struct table *table)
{
	return tree_init(m, table, TREE_HW) && fill_levels(m, table) &&
	       (shape_view_is_flat(m) || tree_init(m, table, TREE_VIEW));
}

static void table_free(struct tcesim_machine *m, struct table *table)
{
	tree_release(m, table, TREE_VIEW);
	tree_release(m, table, TREE_HW);
	FREE(m, table, table->self);
}

static struct table *table_alloc(struct tcesim_machine *m,
                                 const struct shape *shape, uint64_t start_addr)
{
	ref object = ALLOC(m, table);
	struct table *table = table_at(m, object);

	table->self = object;
	table->id = m->state->tables_made++;
	table->refs = 1;
	table->shape = *shape;
	/* No table of larger pages outlives the allocation of its levels. */
	if (shape->page_shift < 64)
		table->offset = start_addr >> shape->page_shift;
	EMIT4(m, TABLE_NEW, table->id, shape->levels, shape->level_shift,
	      shape->entries);
	return table;
}

int table_new(struct tcesim_machine *m, const struct shape *shape,
              uint64_t start_addr, uint64_t charge, struct table **out)
{
	struct table *table = table_alloc(m, shape, start_addr);

	if (!make_trees(m, table)) {
		table_free(m, table);
		return -ENOMEM;
	}
	set_allocated(m, table, charge);
	*out = table;
	return 0;
}

struct table *table_new_fixed(struct tcesim_machine *m, uint32_t page_shift,
                              uint64_t window_size, uint64_t start_addr,
                              uint64_t charge)
{
	struct shape shape = { .page_shift = page_shift,
		               .levels = 1,
		               .level_shift = 3,
		               .entries = window_size >> page_shift };
	struct table *table;

	while (shape_level_entries(&shape) < shape.entries)
		shape.level_shift++;
	table = table_alloc(m, &shape, start_addr);
	table->fixed = true;
	table->allocated = charge;
	tree_init(m, table, TREE_HW);
	return table;
}

void table_get(struct table *table)
{
	table->refs++;
}

/* TCEs that are still set go with the table: nobody releases their pages. */
static void forget_tces(struct tcesim_machine *m, const struct table *table)
{
	uint64_t index = 0, tce;

	while (table_next(m, table, &index, &tce)) {
		m->state->tces--;
		index++;
	}
}

void table_put(struct tcesim_machine *m, struct table *table)
{
	assert(table->refs);

	if (--table->refs)
		return;
	EMIT1(m, TABLE_FREE, table->id);
	forget_tces(m, table);
	table_free(m, table);
}

/*
 * iommu_tce_xchg_no_kill() and pnv_tce_xchg().  Kernels before 4.8 decode the
 * old permission from the entry as it lies in memory: on a little-endian host
 * they never see one.
 */
static unsigned int old_permission(const struct tcesim_machine *m, uint64_t tce)
{
	if (trait(m, OLD_TCE) == OLD_TCE_BIG_ENDIAN_ONLY &&
	    !m->config.big_endian)
		return 0;
	return (unsigned int)tce & TCE_PERM;
}

/* Only powernv lets the device read what it may write. */
static uint64_t make_tce(const struct tcesim_machine *m,
                         const struct table *table, uint64_t hpa,
                         unsigned int perm)
{
	if ((perm & TCE_WRITE) && !table->remote &&
	    trait(m, WRITE_READS) == WRITE_READS_YES)
		perm |= TCE_READ;
	return perm ? hpa | perm : 0;
}

/* An entry outside the window is about to be written. */
static void note_range(struct tcesim_machine *m, const struct table *table,
                       const struct entry *entry, uint64_t index, bool set)
{
	if (entry->beyond)
		hazard(m, set ? HAZARD_WRITE_BEYOND_TABLE
		              : HAZARD_READ_BEYOND_TABLE);
	else if (set && index >= table->shape.entries)
		hazard(m, HAZARD_WRITE_BEYOND_WINDOW);
}

/* The hypervisor holds every index against its table. */
static int refuse_beyond(struct tcesim_machine *m, const struct entry *entry)
{
	enum {
		H_PARAMETER = -4
	};

	if (entry->beyond)
		return refuse(m, WHY_HYPERVISOR, H_PARAMETER);
	return 0;
}

static int no_level(struct tcesim_machine *m)
{
	return refuse(m, WHY_NO_LEVEL,
	              trait(m, NO_LEVEL_ANSWER) == NO_LEVEL_ANSWER_ENOMEM
	                      ? -ENOMEM
	                      : -EPERM);
}

int table_xchg(struct tcesim_machine *m, struct table *table, uint64_t index,
               uint64_t *hpa, unsigned int *perm)
{
	bool set = *perm;
	struct entry entry;
	uint64_t old, tce;

	if (!table_find(m, table, TREE_HW, index, set, &entry)) {
		*hpa = 0;
		return set ? no_level(m) : 0;
	}
	if (table->remote && refuse_beyond(m, &entry))
		return -EINTR;
	note_range(m, table, &entry, index, set);
	old = entry_get(m, table, TREE_HW, &entry);
	tce = make_tce(m, table, *hpa, *perm);
	entry_set(m, table, TREE_HW, &entry, tce);
	m->state->tces += (tce != 0) - (uint64_t)(old != 0);
	EMIT3(m, TCE, table->id, index, *perm);
	*hpa = old & ~(uint64_t)TCE_PERM;
	*perm = old_permission(m, old);
	if (*perm & TCE_WRITE)
		buffer_dirty(m, *hpa);
	return 0;
}
