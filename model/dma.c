/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "model/dma.h"

#include "model/buffer.h"

enum {
	SLOT_BIT = 59,
	DECODED_BITS = 60
};

static uint64_t offset_in_slot(uint64_t iova)
{
	return iova & ((UINT64_C(1) << SLOT_BIT) - 1);
}

static enum why walk(struct tcesim_machine *m, struct table *table,
                     uint64_t index, bool write, uint64_t *hpa)
{
	struct entry entry;
	uint64_t tce;

	if (!table_find(m, table, TREE_HW, index, false, &entry))
		return WHY_DMA_NO_LEVEL;
	tce = entry_get(m, table, TREE_HW, &entry);
	if (!tce)
		return WHY_DMA_NO_TCE;
	if (write && !(tce & TCE_WRITE))
		return WHY_DMA_NO_WRITE;
	if (!write && !(tce & TCE_READ))
		return WHY_DMA_NO_READ;
	*hpa = tce & ~(uint64_t)TCE_PERM;
	return WHY_NONE;
}

static enum why through_window(struct tcesim_machine *m, const struct tve *tve,
                               uint64_t iova, bool write, uint64_t *hpa)
{
	struct table *table = table_at(m, tve->table);
	uint64_t page = UINT64_C(1) << tve->page_shift;
	uint64_t index = offset_in_slot(iova) >> tve->page_shift;
	uint64_t capacity = shape_capacity(&table->shape);
	enum why why;

	if (index >= capacity && !m->config.alias_beyond_table)
		return WHY_DMA_BEYOND;
	why = walk(m, table, index & (capacity - 1), write, hpa);
	*hpa += iova & (page - 1);
	return why;
}

enum why dma_translate(struct tcesim_machine *m, const struct group *group,
                       uint64_t iova, bool write, uint64_t *hpa)
{
	const struct tve *tve = &group->tve[iova >> SLOT_BIT & 1];

	*hpa = 0;
	if (iova >> DECODED_BITS)
		return WHY_DMA_ADDRESS;
	switch ((enum tcesim_tve_kind)tve->kind) {
	case TCESIM_TVE_NONE:
		return WHY_DMA_NO_TVE;
	case TCESIM_TVE_HOST: /* the host has mapped nothing in it */
		return WHY_DMA_NO_TCE;
	case TCESIM_TVE_BYPASS:
		*hpa = offset_in_slot(iova);
		return *hpa < m->config.ram ? WHY_NONE : WHY_DMA_BEYOND;
	case TCESIM_TVE_WINDOW:
		break;
	}
	if (tve->stale) {
		hazard(m, HAZARD_USE_AFTER_FREE);
		return WHY_DMA_NO_TVE;
	}
	return through_window(m, tve, iova, write, hpa);
}

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

int dma_transfer(struct tcesim_machine *m, const struct tcesim_dma *dma,
                 struct tcesim_page *page)
{
	const struct group *group = group_numbered(m, dma->group);
	const uint64_t step = 4096; /* the smallest TCE page */
	uint64_t last = dma->iova + (dma->size - 1);
	uint64_t at = dma->iova, hpa;

	for (;;) {
		enum why why = dma_translate(m, group, at, dma->write, &hpa);

		if (why)
			return refuse(m, why, -EIO);
		note_stale(m, hpa);
		if (at == dma->iova)
			*page = dma_page_at(m, hpa);
		if (last - at < step - at % step)
			return 0;
		at += step - at % step;
	}
}
