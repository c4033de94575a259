/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * inspect.c - tcesim_visit(): what there is, kind by kind.
 */
#include "model/inspect.h"

#include "model/dma.h"
#include "model/uapi.h"
#include "model/vfio.h"

static void visit_processes(const struct tcesim_machine *m,
                            const struct tcesim_visitor *v, void *context)
{
	const struct process *p = process_at(m, m->state->processes);

	for (; p; p = process_at(m, p->next)) {
		struct tcesim_process_info info = {
			.process = p->id,
			.locked_vm = p->locked_vm << m->config.page_shift,
			.alive = p->alive,
		};

		v->process(context, &info);
	}
}

static uint64_t count_words(const struct tcesim_machine *m,
                            const struct sparse *sparse)
{
	uint64_t index = 0, word, count = 0;

	for (; sparse_next(&m->arena, sparse, &index, &word); index++)
		count++;
	return count;
}

static void visit_memory(const struct tcesim_machine *m,
                         const struct tcesim_visitor *v, void *context)
{
	const struct buffer *b = buffer_at(m, m->state->buffers);

	for (; b; b = buffer_at(m, b->next)) {
		struct tcesim_memory_info info = {
			.memory = (int)b->id,
			.process = process_at(m, b->process)->id,
			.vaddr = b->vaddr,
			.size = b->size,
			.pins = b->pins,
			.dirty = count_words(m, &b->dirty),
			.mapped = b->mapped,
		};

		v->memory(context, &info);
	}
}

/* Regions are listed newest first; shown in the order of their addresses. */
static const struct region *region_above(const struct tcesim_machine *m,
                                         const struct process *p,
                                         const struct region *last)
{
	const struct region *region, *best = NULL;

	for_each_region(region, m, p)
		if ((!last || region->vaddr > last->vaddr) &&
		    (!best || region->vaddr < best->vaddr))
			best = region;
	return best;
}

static void visit_regions(const struct tcesim_machine *m,
                          const struct tcesim_visitor *v, void *context)
{
	const struct process *p = process_at(m, m->state->processes);

	for (; p; p = process_at(m, p->next)) {
		const struct region *r = region_above(m, p, NULL);

		for (; r; r = region_above(m, p, r)) {
			struct tcesim_region_info info = {
				.process = p->id,
				.vaddr = r->vaddr,
				.size = r->pages << m->config.page_shift,
				.used = r->used,
				.mapped = r->mapped,
				.page_shift = r->page_shift,
			};

			v->region(context, &info);
		}
	}
}

static void visit_container(const struct tcesim_machine *m,
                            const struct vfio_container *container,
                            const struct tcesim_visitor *v, void *context)
{
	const struct container *driver = container_at(m, container->driver);
	const struct group *group = group_at(m, container->groups);
	struct tcesim_container_info info = { .container = container->id };

	if (driver) {
		info.type = driver->v2 ? UAPI_SPAPR_TCE_V2 : UAPI_SPAPR_TCE;
		info.enabled = driver->enabled;
		info.pending = driver->pending;
		for_each_group(group, m, driver)
			info.group[info.groups++] = group->index;
	} else {
		for (; group; group = group_at(m, group->next))
			info.group[info.groups++] = group->index;
	}
	v->container(context, &info);
}

static void visit_window(uint32_t container, unsigned int slot,
                         const struct table *table,
                         const struct tcesim_visitor *v, void *context)
{
	struct tcesim_window_info info = {
		.container = container,
		.slot = slot,
		.start_addr = table_start_addr(table),
		.page_shift = table->shape.page_shift,
		.levels = table->shape.levels,
		.level_shift = table->shape.level_shift,
		.entries = table->shape.entries,
		.allocated = table->allocated,
		.refs = table->refs,
		.blocks = table->blocks,
	};

	v->window(context, &info);
}

/* Of the table that the hardware finds there; 0: none. */
static uint64_t top_address(const struct tcesim_machine *m,
                            const struct tve *tve)
{
	const struct table *table = table_at(m, tve->table);

	if (!table || tve->stale)
		return 0;
	return level_at(m, table->tree[TREE_HW].top)->address;
}

static void visit_tve(const struct tcesim_machine *m, const struct group *group,
                      unsigned int slot, const struct tcesim_visitor *v,
                      void *context)
{
	const struct tve *tve = &group->tve[slot];
	struct tcesim_tve_info info = {
		.group = group->index,
		.slot = slot,
		.kind = (enum tcesim_tve_kind)tve->kind,
		.levels = tve->levels,
		.page_shift = tve->page_shift,
	};

	if (tve->kind == TCESIM_TVE_WINDOW)
		info.level_bytes = UINT64_C(1) << tve->level_shift;
	info.table = top_address(m, tve);
	v->tve(context, &info);
}

static void visit_leaves(const struct tcesim_machine *m,
                         const struct group *group, unsigned int slot,
                         const struct tcesim_visitor *v, void *context)
{
	const struct tve *tve = &group->tve[slot];
	uint64_t index = 0, tce, mask;

	if (tve->kind != TCESIM_TVE_WINDOW || tve->stale)
		return;
	mask = dma_index_mask(table_at(m, tve->table));
	while (table_next(m, table_at(m, tve->table), &index, &tce) &&
	       index <= mask) {
		struct tcesim_leaf_info info = {
			.group = group->index,
			.slot = slot,
			.index = index,
			.tce = tce,
			.page = dma_page_at(m, tce & ~(uint64_t)TCE_PERM),
		};

		v->leaf(context, &info);
		index++;
	}
}

static void visit_tves(const struct tcesim_machine *m,
                       const struct tcesim_visitor *v, void *context)
{
	for (unsigned int n = 0; n < m->config.groups; n++)
		for (unsigned int slot = 0; slot < WINDOW_SLOTS; slot++) {
			const struct group *group = group_numbered(m, n);

			if (v->tve)
				visit_tve(m, group, slot, v, context);
			if (v->leaf)
				visit_leaves(m, group, slot, v, context);
		}
}

/* ---- TCEs ---------------------------------------------------------------- */

static uint64_t view_of(struct tcesim_machine *m, struct table *table,
                        uint64_t index)
{
	struct entry entry;

	if (!table_find(m, table, TREE_VIEW, index, false, &entry))
		return 0;
	return entry_get(m, table, TREE_VIEW, &entry);
}

static struct tcesim_tce_info describe(struct tcesim_machine *m,
                                       uint32_t container, unsigned int slot,
                                       struct table *table, uint64_t index,
                                       uint64_t tce)
{
	return (struct tcesim_tce_info){
		.container = container,
		.slot = slot,
		.index = index,
		.count = 1,
		.perm = (unsigned int)tce & TCE_PERM,
		.page = dma_page_at(m, tce & ~(uint64_t)TCE_PERM),
		.view = view_of(m, table, index),
	};
}

/* Does NEXT go on where RUN ends, in the table and in its buffer? */
static bool goes_on(const struct tcesim_tce_info *run,
                    const struct tcesim_tce_info *next, unsigned int shift)
{
	uint64_t behind = run->count << shift;

	return run->count && next->index == run->index + run->count &&
	       next->perm == run->perm &&
	       next->page.memory == run->page.memory &&
	       next->page.offset == run->page.offset + behind &&
	       (run->view ? next->view == run->view + behind : !next->view);
}

static void visit_table(struct tcesim_machine *m, uint32_t container,
                        unsigned int slot, struct table *table,
                        const struct tcesim_visitor *v, void *context)
{
	struct tcesim_tce_info run = { 0 };
	uint64_t index = 0, tce;

	while (table_next(m, table, &index, &tce)) {
		struct tcesim_tce_info next = describe(m, container, slot,
		                                       table, index, tce);

		if (goes_on(&run, &next, table->shape.page_shift)) {
			run.count++;
		} else {
			if (run.count)
				v->tce(context, &run);
			run = next;
		}
		index++;
	}
	if (run.count)
		v->tce(context, &run);
}

/* ---- all of it ----------------------------------------------------------- */

static void visit_tables(struct tcesim_machine *m,
                         const struct tcesim_visitor *v, void *context,
                         bool tces)
{
	const struct vfio_container *container =
		vfio_container_at(m, m->state->containers);

	for (; container; container = vfio_container_at(m, container->next)) {
		const struct container *driver =
			container_at(m, container->driver);

		for (unsigned int slot = 0; slot < WINDOW_SLOTS; slot++) {
			struct table *table =
				driver ? table_at(m, driver->tables[slot])
				       : NULL;

			if (table && tces)
				visit_table(m, container->id, slot, table, v,
				            context);
			else if (table)
				visit_window(container->id, slot, table, v,
				             context);
		}
	}
}

static void visit_containers(const struct tcesim_machine *m,
                             const struct tcesim_visitor *v, void *context)
{
	const struct vfio_container *container =
		vfio_container_at(m, m->state->containers);

	for (; container; container = vfio_container_at(m, container->next))
		visit_container(m, container, v, context);
}

void inspect(struct tcesim_machine *m, const struct tcesim_visitor *v,
             void *context)
{
	if (v->process)
		visit_processes(m, v, context);
	if (v->memory)
		visit_memory(m, v, context);
	if (v->region)
		visit_regions(m, v, context);
	if (v->container)
		visit_containers(m, v, context);
	if (v->window)
		visit_tables(m, v, context, false);
	if (v->tve || v->leaf)
		visit_tves(m, v, context);
	if (v->tce)
		visit_tables(m, v, context, true);
}
