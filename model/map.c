/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "model/map.h"

#include "model/phb.h"
#include "model/tree.h"
#include "model/window.h"

static uint64_t iommu_page(const struct table *table)
{
	return UINT64_C(1) << table->shape.page_shift;
}

/* ---- the view: which user address a TCE was made for --------------------- */

/* The region that holds the address kept for a TCE; NULL: none. */
static struct region *region_of(struct tcesim_machine *m, struct container *c,
                                struct table *table, uint64_t index,
                                struct entry *view)
{
	uint64_t vaddr;

	if (!table_find(m, table, TREE_VIEW, index, false, view))
		return NULL;
	vaddr = entry_get(m, table, TREE_VIEW, view);
	return vaddr ? region_holding(m, container_mm(m, c), vaddr,
	                              iommu_page(table))
	             : NULL;
}

/* tce_iommu_unuse_page_v2(): the region of the old address counts one less. */
static void unuse(struct tcesim_machine *m, struct container *c,
                  struct table *table, uint64_t index)
{
	struct entry view;
	struct region *region = region_of(m, c, table, index, &view);

	if (!region)
		return;
	region_unmapped(region);
	entry_set(m, table, TREE_VIEW, &view, 0);
}

struct region *map_region(struct tcesim_machine *m, struct container *c,
                          struct table *table, uint64_t index)
{
	struct entry view;

	return region_of(m, c, table, index, &view);
}

bool map_may_pass_end(const struct tcesim_machine *m)
{
	return trait(m, MAP_RANGE) == MAP_RANGE_FIRST;
}

void map_lose(struct tcesim_machine *m, struct container *c,
              struct table *table, uint64_t index)
{
	struct region *region = map_region(m, c, table, index);

	if (region)
		region_lost(region);
}

static void unpin_hpa(struct tcesim_machine *m, uint64_t hpa)
{
	uint64_t offset;
	struct buffer *buffer = buffer_of_hpa(m, hpa, &offset);

	assert(buffer);
	buffer_unpin_page(m, buffer, offset);
}

/* What an entry held before (nothing: 0, 0) is let go. */
static void release_old(struct tcesim_machine *m, struct container *c,
                        struct table *table, uint64_t index, uint64_t hpa,
                        unsigned int perm)
{
	if (perm && c->v2)
		unuse(m, c, table, index);
	else if (perm)
		unpin_hpa(m, hpa);
	else if (hpa && c->v2)
		map_lose(m, c, table, index); /* not told, so not released */
}

/* ---- UNMAP --------------------------------------------------------------- */

static void clear_one(struct tcesim_machine *m, struct container *c,
                      struct table *table, uint64_t index)
{
	uint64_t hpa = 0;
	unsigned int perm = 0;

	table_xchg(m, table, index, &hpa, &perm);
	release_old(m, c, table, index, hpa, perm);
}

/* Where the view has no leaf the kernel skips what the leaf would cover. */
static bool is_skipped(struct tcesim_machine *m, struct table *table,
                       uint64_t index)
{
	struct entry view;

	return table->shape.levels > 1 && table->tree[TREE_VIEW].top &&
	       !table_find(m, table, TREE_VIEW, index, false, &view);
}

/* Entries outside the table are read and cleared like any other. */
static void note_beyond(struct tcesim_machine *m, struct table *table,
                        uint64_t index, uint64_t count)
{
	if (count &&
	    table_has_leaf_beyond(m, table, TREE_HW, index + count - 1))
		hazard(m, HAZARD_READ_BEYOND_TABLE);
}

/* The loop lets nobody else run while it skips absent leaves. */
static void note_lockup(struct tcesim_machine *m, const struct table *table,
                        uint64_t count)
{
	enum {
		MANY_PROBES_SHIFT = 26
	};
	uint64_t probes = count / shape_level_entries(&table->shape);

	if (table->shape.levels > 1 && probes >> MANY_PROBES_SHIFT &&
	    trait(m, RESCHEDULE) == RESCHEDULE_NOT_IN_GAPS)
		hazard(m, HAZARD_SOFT_LOCKUP);
}

/* tce_iommu_clear(), without visiting what is not there. */
void map_clear(struct tcesim_machine *m, struct container *c,
               struct table *table, uint64_t index, uint64_t count)
{
	uint64_t at = index, tce;

	EMIT3(m, TABLE_CLEAR, table->id, index, count);
	note_beyond(m, table, index, count);
	note_lockup(m, table, count);
	for (; table_next(m, table, &at, &tce) && at - index < count; at++)
		if (!is_skipped(m, table, at))
			clear_one(m, c, table, at);
	phb_kill(m, table, index, count);
}

/* ---- MAP, v2 ------------------------------------------------------------- */

struct page {
	struct region *region;
	uint64_t hpa;
};

/*
 * tce_iommu_prereg_ua_to_hpa() and tce_page_is_contained(): the physical page
 * for one TCE, from the region that holds all of it.
 */
static int find_page(struct tcesim_machine *m, struct container *c,
                     const struct table *table, uint64_t vaddr,
                     struct page *page)
{
	unsigned int folio_shift;
	int err;

	page->region = region_holding(m, container_mm(m, c), vaddr,
	                              iommu_page(table));
	if (!page->region)
		return refuse(m, WHY_NOT_REGISTERED, -EINVAL);
	err = region_hpa(m, page->region, vaddr, table->shape.page_shift,
	                 &page->hpa, &folio_shift);
	if (err)
		return err;
	if (folio_shift < table->shape.page_shift)
		return refuse(m, WHY_NOT_CONTAINED, -EPERM);
	if (page->hpa & (iommu_page(table) - 1)) {
		if (trait(m, BLOCK_ALIGNMENT) == BLOCK_ALIGNMENT_REFUSED)
			return refuse(m, WHY_NOT_CONTAINED, -EPERM);
		hazard(m, HAZARD_KERNEL_BUG);
	}
	return 0;
}

/* The edge in front of an exchange that installs a TCE. */
static int exchange_edge(struct tcesim_machine *m,
                         const struct map_request *request)
{
	return request->tried ? 0 : edge(m, SITE_TCE_XCHG, TCESIM_ANY_GROUP);
}

/* For the books: an address kept without a TCE counts as lost; it is about to
 * be let go. */
static void find_lost(struct tcesim_machine *m, struct container *c,
                      struct table *table, uint64_t index)
{
	struct entry entry;
	struct region *region = region_of(m, c, table, index, &entry);

	if (!region || (table_find(m, table, TREE_HW, index, false, &entry) &&
	                entry_get(m, table, TREE_HW, &entry)))
		return;
	region->lost--;
}

/* The exchange failed.  The kernel lets go of the old address, not the new. */
static int exchange_failed(struct tcesim_machine *m, struct container *c,
                           struct table *table, uint64_t index,
                           struct region *region, int err)
{
	struct entry view;

	if (trait(m, FAILED_XCHG) == FAILED_XCHG_KEEPS) {
		region_unmapped(region);
	} else {
		hazard(m, HAZARD_LEAKED_REFERENCE);
		region_lost(region);
		if (table_find(m, table, TREE_VIEW, index, false, &view) &&
		    view.beyond)
			hazard(m, HAZARD_READ_BEYOND_TABLE);
		find_lost(m, c, table, index);
		unuse(m, c, table, index);
	}
	return err;
}

/* tce_iommu_build_v2(), one turn of its loop. */
static int map_page_v2(struct tcesim_machine *m, struct container *c,
                       const struct map_request *request, uint64_t i)
{
	struct table *table = request->table;
	uint64_t index = request->index + i;
	uint64_t vaddr = request->vaddr + (i << table->shape.page_shift);
	unsigned int perm = request->perm;
	enum why before = m->why;
	struct entry view;
	struct page page;
	bool seen;
	int err;

	/* Asked for before anything is known of the address: a failed MAP
	 * leaves the level behind, and its absence is found out too late. */
	seen = table_find(m, table, TREE_VIEW, index, true, &view);
	if (!seen && trait(m, NO_VIEW_LEVEL) == NO_VIEW_LEVEL_ENOMEM)
		return refuse(m, WHY_NO_LEVEL, -ENOMEM);
	forgive(m, before);
	err = find_page(m, c, table, vaddr, &page);
	if (err)
		return err;
	region_mapped(page.region);
	err = exchange_edge(m, request);
	if (!err)
		err = table_xchg(m, table, index, &page.hpa, &perm);
	if (err)
		return exchange_failed(m, c, table, index, page.region, err);
	release_old(m, c, table, index, page.hpa, perm);
	if (seen) {
		entry_set(m, table, TREE_VIEW, &view, vaddr);
	} else {
		hazard(m, HAZARD_NULL_STORE);
		region_lost(page.region);
	}
	return 0;
}

/* ---- MAP, v1 ------------------------------------------------------------- */

/*
 * tce_iommu_build(): the wish to write is taken from the low bits of an
 * address that has none, so every page is pinned for write.
 */
static int pin_page(struct tcesim_machine *m, const struct map_request *request,
                    uint64_t vaddr, struct buffer **buffer)
{
	int err = request->tried ? 0 : edge(m, SITE_PIN, TCESIM_ANY_GROUP);
	bool write = request->perm & TCE_WRITE;

	if (err)
		return err;
	if (trait(m, V1_PIN) == V1_PIN_FOR_WRITE)
		write = true;
	*buffer = buffer_find(m, m->task->self, vaddr);
	if (!*buffer || (write && (*buffer)->read_only))
		return refuse(m, WHY_NOT_PINNED, -EFAULT);
	buffer_pin_page(m, *buffer, vaddr - (*buffer)->vaddr);
	return 0;
}

static int map_page_v1(struct tcesim_machine *m, struct container *c,
                       const struct map_request *request, uint64_t i)
{
	struct table *table = request->table;
	uint64_t vaddr = request->vaddr + (i << table->shape.page_shift);
	unsigned int perm = request->perm;
	struct buffer *buffer;
	uint64_t hpa;
	int err;

	err = pin_page(m, request, vaddr, &buffer);
	if (err)
		return err;
	hpa = buffer_hpa(m, buffer, vaddr);
	err = exchange_edge(m, request);
	if (!err)
		err = table_xchg(m, table, request->index + i, &hpa, &perm);
	if (err) {
		buffer_unpin_page(m, buffer, vaddr - buffer->vaddr);
		return err;
	}
	release_old(m, c, table, request->index + i, hpa, perm);
	return 0;
}

/* ---- MAP that changes nothing when it fails ------------------------------ */

/* Levels made after SINCE go, unless something is set under them. */
static void prune(struct tcesim_machine *m, struct table *table, uint64_t since)
{
	tree_prune(m, table, TREE_HW, since);
	tree_prune(m, table, TREE_VIEW, since);
}

/* Can page I be mapped?  Makes the levels that it needs. */
static int try_page(struct tcesim_machine *m, struct container *c,
                    const struct map_request *request, uint64_t i)
{
	struct table *table = request->table;
	uint64_t vaddr = request->vaddr + (i << table->shape.page_shift);
	uint64_t index = request->index + i;
	struct entry entry;
	struct buffer *buffer;
	struct page page;
	int err;

	if (c->v2)
		err = find_page(m, c, table, vaddr, &page);
	else
		err = pin_page(m, request, vaddr, &buffer);
	if (!err && !c->v2)
		buffer_unpin_page(m, buffer, vaddr - buffer->vaddr);
	if (!err)
		err = exchange_edge(m, request);
	if (err)
		return err;
	if ((table->tree[TREE_VIEW].top &&
	     !table_find(m, table, TREE_VIEW, index, true, &entry)) ||
	    !table_find(m, table, TREE_HW, index, true, &entry))
		return refuse(m, WHY_NO_LEVEL, -ENOMEM);
	return 0;
}

static int try_all(struct tcesim_machine *m, struct container *c,
                   const struct map_request *request)
{
	uint64_t before = m->state->levels_made;

	for (uint64_t i = 0; i < request->count; i++) {
		int err = try_page(m, c, request, i);

		if (err) {
			prune(m, request->table, before);
			return err;
		}
	}
	return 0;
}

/* tce_iommu_userspace_view_alloc(), 4.10 to 4.18: at the first MAP. */
static int add_late_view(struct tcesim_machine *m, struct container *c,
                         struct table *table)
{
	if (!c->v2 || !shape_view_is_late(m) || table->tree[TREE_VIEW].top)
		return 0;
	return window_add_view(m, c, table);
}

int map_build(struct tcesim_machine *m, struct container *c,
              const struct map_request *asked)
{
	struct map_request request = *asked;
	int err = 0;
	uint64_t i;

	if (trait(m, FAILED_MAP) == FAILED_MAP_RESTORES) {
		err = try_all(m, c, &request);
		if (err)
			return err;
		request.tried = true;
	}
	err = add_late_view(m, c, request.table);
	if (err)
		return err;
	for (i = 0; i < request.count && !err; i++)
		err = c->v2 ? map_page_v2(m, c, &request, i)
		            : map_page_v1(m, c, &request, i);
	if (err)
		map_clear(m, c, request.table, request.index, i - 1);
	else
		phb_kill(m, request.table, request.index, request.count);
	return err;
}
