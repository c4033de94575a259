/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * map.h - MAP_DMA and UNMAP_DMA over the table of one window.
 */
#ifndef MODEL_MAP_H
#define MODEL_MAP_H

#include "model/container.h"

/* COUNT IOMMU pages from a user address on, to be mapped from INDEX on. */
struct map_request {
	struct table *table;
	uint64_t index;
	uint64_t count;
	uint64_t vaddr;
	unsigned int perm; /* TCE_READ, TCE_WRITE */
	bool tried;        /* known to work: no edge is passed again */
};

/*
 * 0: all is mapped.  An error: what this call had mapped is cleared again;
 * what stood there before is lost, unless the kernel keeps it.
 */
int map_build(struct tcesim_machine *m, struct container *c,
              const struct map_request *request);
/* The region that a TCE counts in; NULL: none. */
struct region *map_region(struct tcesim_machine *m, struct container *c,
                          struct table *table, uint64_t index);
/* Does MAP look at the first page of a range alone? */
bool map_may_pass_end(const struct tcesim_machine *m);
/* For the books of check.c: the TCE goes, its region still counts it. */
void map_lose(struct tcesim_machine *m, struct container *c,
              struct table *table, uint64_t index);
/* Clear COUNT entries and release what they hold; always works. */
void map_clear(struct tcesim_machine *m, struct container *c,
               struct table *table, uint64_t index, uint64_t count);

#endif
