/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "model/dma.h"

#include "model/buffer.h"
#include "model/data.h"
#include "model/phb.h"
#include "model/tree.h"

/* Where the bytes from an address on lead. */
struct reach {
	enum why why;
	uint32_t level; /* where the walk ended */
	uint64_t hpa;
	uint64_t size; /* bytes of which all this is true */
};

/* ---- the walk ------------------------------------------------------------ */

uint64_t dma_index_mask(const struct table *table)
{
	uint64_t capacity = shape_capacity(&table->shape);

	return capacity == UINT64_MAX ? UINT64_MAX : capacity - 1;
}

enum why dma_permission(uint64_t tce, bool write)
{
	if (write)
		return tce & TCE_WRITE ? WHY_NONE : WHY_DMA_NO_WRITE;
	return tce & TCE_READ ? WHY_NONE : WHY_DMA_NO_READ;
}

static enum why walk(struct tcesim_machine *m, const struct group *group,
                     const struct table *table, uint64_t index,
                     struct step *step)
{
	*step = tree_first_step(m, table, index);
	for (;;) {
		EMIT4(m, WALK, group->index, step->depth, step->index,
		      step->entry);
		if (!step->entry)
			return step->depth ? WHY_DMA_NO_LEVEL : WHY_DMA_NO_TCE;
		if (!step->depth)
			return WHY_NONE;
		tree_next_step(m, table, index, step);
	}
}

/* Does the platform's PHB keep TCEs of its own? */
static bool has_cache(const struct tcesim_machine *m)
{
	return m->config.platform <= TCESIM_POWERNV10;
}

/* The TCE for an index: what the PHB has cached goes before what is true. */
static enum why find_tce(struct tcesim_machine *m, struct group *group,
                         unsigned int slot, uint64_t index, struct step *step)
{
	const struct table *table = table_at(m, group->tve[slot].table);
	uint64_t cached = phb_cached(m, group, slot, index);
	enum why why = walk(m, group, table, index, step);

	if (cached && cached != step->entry) {
		hazard(m, HAZARD_STALE_TRANSLATION);
		*step = (struct step){ .entry = cached };
		return WHY_NONE;
	}
	if (!cached && !why && has_cache(m))
		phb_cache(m, group, slot, index, step->entry);
	return why;
}

static struct reach through_window(struct tcesim_machine *m,
                                   struct group *group, unsigned int slot,
                                   uint64_t offset, bool write)
{
	const struct tve *tve = &group->tve[slot];
	uint64_t mask = dma_index_mask(table_at(m, tve->table));
	uint64_t page = UINT64_C(1) << tve->page_shift;
	uint64_t index = offset >> tve->page_shift;
	struct reach reach = { .size = page - (offset & (page - 1)) };
	struct step step;

	if (index > mask && !m->config.alias_beyond_table)
		return (struct reach){ .why = WHY_DMA_BEYOND,
			               .size = UINT64_MAX };
	reach.why = find_tce(m, group, slot, index & mask, &step);
	reach.level = step.depth;
	if (!reach.why)
		reach.why = dma_permission(step.entry, write);
	if (!reach.why)
		reach.hpa = (step.entry & ~(page - 1)) | (offset & (page - 1));
	return reach;
}

enum why dma_without_window(const struct tcesim_machine *m,
                            const struct tve *tve, uint64_t offset)
{
	if (tve->kind == TCESIM_TVE_BYPASS)
		return offset < m->config.ram ? WHY_NONE : WHY_DMA_BEYOND;
	/* The host has mapped nothing in its window. */
	return tve->kind == TCESIM_TVE_HOST ? WHY_DMA_NO_TCE : WHY_DMA_NO_TVE;
}

static struct reach without_window(struct tcesim_machine *m,
                                   const struct tve *tve, uint64_t offset)
{
	struct reach reach = { .why = dma_without_window(m, tve, offset),
		               .size = UINT64_MAX };

	if (tve->kind == TCESIM_TVE_WINDOW)
		hazard(m, HAZARD_USE_AFTER_FREE);
	if (!reach.why) {
		reach.hpa = offset;
		reach.size = m->config.ram - offset;
	}
	return reach;
}

static struct reach reach_from(struct tcesim_machine *m, struct group *group,
                               uint64_t iova, bool write)
{
	const uint64_t slot_size = UINT64_C(1) << DMA_SLOT_BIT;
	unsigned int slot = iova >> DMA_SLOT_BIT & 1;
	uint64_t offset = dma_offset_in_slot(iova);
	const struct tve *tve = &group->tve[slot];
	struct reach reach;

	if (iova >> DMA_DECODED_BITS)
		return (struct reach){ .why = WHY_DMA_ADDRESS, .size = -iova };
	if (tve->kind == TCESIM_TVE_WINDOW && !tve->stale)
		reach = through_window(m, group, slot, offset, write);
	else
		reach = without_window(m, tve, offset);
	if (reach.size > slot_size - offset)
		reach.size = slot_size - offset;
	return reach;
}

/* ---- a transfer ---------------------------------------------------------- */

struct tcesim_page dma_page_at(const struct tcesim_machine *m, uint64_t hpa)
{
	uint64_t offset;
	const struct buffer *buffer = buffer_of_hpa(m, hpa, &offset);

	if (!buffer)
		return (struct tcesim_page){ -1, hpa };
	return (struct tcesim_page){ (int)buffer->id, offset };
}

/* The page is pinned, but the process has it no more. */
static void note_stale(struct tcesim_machine *m, uint64_t hpa)
{
	uint64_t offset;
	const struct buffer *buffer = buffer_of_hpa(m, hpa, &offset);

	if (buffer && !buffer->mapped)
		hazard(m, HAZARD_STALE_TRANSLATION);
}

/* A read that is refused gives zeros, a write is dropped. */
static void move(struct tcesim_machine *m, struct group *group, bool write,
                 uint64_t at, const struct reach *reach)
{
	if (!reach->why)
		note_stale(m, reach->hpa);
	if (write && !reach->why)
		data_copy(m, &m->state->memory, reach->hpa, &group->device, at,
		          reach->size);
	else if (!write && !reach->why)
		data_copy(m, &group->device, at, &m->state->memory, reach->hpa,
		          reach->size);
	else if (!write)
		data_set(m, &group->device, at, reach->size, 0);
}

static void tell(struct tcesim_machine *m, const struct tcesim_dma *dma,
                 uint64_t at, const struct reach *reach)
{
	struct tcesim_dma_part part = { .iova = dma->iova + at,
		                        .size = reach->size,
		                        .why = reach->why,
		                        .level = reach->level,
		                        .page = { .memory = -1 } };

	EMIT4(m, DMA, dma->group, part.iova, part.size, part.why);
	if (!dma->part)
		return;
	if (!reach->why)
		part.page = dma_page_at(m, reach->hpa);
	dma->part(dma->context, &part);
}

int dma_transfer(struct tcesim_machine *m, const struct tcesim_dma *dma,
                 struct tcesim_page *page)
{
	struct group *group = group_numbered(m, dma->group);
	enum why first = WHY_NONE;
	struct reach reach;

	if (dma->fill)
		data_set(m, &group->device, 0, dma->size, dma->byte);
	for (uint64_t at = 0; at < dma->size; at += reach.size) {
		reach = reach_from(m, group, dma->iova + at, dma->write);
		if (reach.size > dma->size - at)
			reach.size = dma->size - at;
		move(m, group, dma->write, at, &reach);
		tell(m, dma, at, &reach);
		if (!at && !reach.why)
			*page = dma_page_at(m, reach.hpa);
		if (!first)
			first = reach.why;
	}
	return first ? refuse(m, first, -EIO) : 0;
}

void dma_device(const struct tcesim_machine *m, const struct group *group,
                uint64_t size, tcesim_data *data, void *context)
{
	uint64_t at = 0;

	while (at < size) {
		struct data_run run = data_around(m, group->device, at);

		if (run.end > size)
			run.end = size;
		data(context, run.end - at, run.byte);
		at = run.end;
	}
}
