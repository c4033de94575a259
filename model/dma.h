/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * dma.h - what a device reaches through its PE's windows.
 */
#ifndef MODEL_DMA_H
#define MODEL_DMA_H

#include "model/group.h"

/* The physical address behind a bus address; the reason when there is none. */
enum why dma_translate(struct tcesim_machine *m, const struct group *group,
                       uint64_t iova, bool write, uint64_t *hpa);
/* A transfer, TCE page by TCE page; -EIO at the first that is refused. */
int dma_transfer(struct tcesim_machine *m, const struct tcesim_dma *dma,
                 struct tcesim_page *page);
/* The page at a physical address, by the name of its buffer. */
struct tcesim_page dma_page_at(const struct tcesim_machine *m, uint64_t hpa);

#endif
