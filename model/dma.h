/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * dma.h - what a device reaches through its PE's windows.
 *
 * A bus address, with IOMMU pages of 64K and two levels of 4K:
 *
 *      63  60 59 58        34 33      25 24      16 15             0
 *     +------+--+------------+----------+----------+----------------+
 *     |  0   |s |   beyond   |  top     |  leaf    |  page offset   |
 *     +------+--+------------+----------+----------+----------------+
 *
 * s is the slot: which of the PE's two TVEs.  That names a table, and the size
 * of its levels and pages; the entries on the way are read as they stand in
 * memory.  docs/dma.md tells where hardware, architecture and QEMU differ.
 */
#ifndef MODEL_DMA_H
#define MODEL_DMA_H

#include "model/group.h"

/* A transfer, IOMMU page by IOMMU page; -EIO if one of them was refused. */
int dma_transfer(struct tcesim_machine *m, const struct tcesim_dma *dma,
                 struct tcesim_page *page);
/* What the device has in its own memory. */
void dma_device(const struct tcesim_machine *m, const struct group *group,
                uint64_t size, tcesim_data *data, void *context);
/* The page at a physical address, by the name of its buffer. */
struct tcesim_page dma_page_at(const struct tcesim_machine *m, uint64_t hpa);

/* ---- decoding, for whoever translates -------------------------------------
 */

enum {
	DMA_SLOT_BIT = 59,
	DMA_DECODED_BITS = 60
};

static inline uint64_t dma_offset_in_slot(uint64_t iova)
{
	return iova & ((UINT64_C(1) << DMA_SLOT_BIT) - 1);
}

/* The bits of an index that a table decodes. */
uint64_t dma_index_mask(const struct table *table);
/* WHY_NONE: the TCE lets the device do it. */
enum why dma_permission(uint64_t tce, bool write);
/* What a slot that shows no window does with an offset in it. */
enum why dma_without_window(const struct tcesim_machine *m,
                            const struct tve *tve, uint64_t offset);

#endif
