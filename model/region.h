/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * region.h - memory that user space has registered for DMA.
 *
 * A region is a list item of its address space (mm), shared by all containers
 * of that mm.  Its pages are pinned at registration, and MAP uses the physical
 * pages of that moment whatever becomes of the addresses.
 *
 *   used    registrations that are not taken back
 *   mapped  1 + the TCEs that point into it; 0: being destroyed
 */
#ifndef MODEL_REGION_H
#define MODEL_REGION_H

#include "model/buffer.h"

/* Adjoining pages of a region that are adjoining pages of one buffer. */
struct segment {
	ref next;
	ref buffer;
	uint64_t vaddr; /* of the first page, when it was registered */
	uint64_t pages;
};
DEFINE_AT(segment)

struct region {
	ref next, self, process;
	uint64_t vaddr;
	uint64_t pages; /* of the host */
	uint64_t used, mapped;
	uint64_t seen;       /* for check.c: TCEs found in tables */
	int64_t lost;        /* of `mapped`: counts whose TCE is gone */
	uint32_t page_shift; /* the largest IOMMU page it allows */
	ref segments;
};
DEFINE_AT(region)

#define for_each_region(region, m, process)                         \
	for ((region) = region_at(m, (process)->regions); (region); \
	     (region) = region_at(m, (region)->next))

/* Containers own regions; in older kernels the mm does. */
bool region_owned_by_container(const struct tcesim_machine *m);

/* The region with exactly these bounds. */
struct region *region_exact(const struct tcesim_machine *m,
                            const struct process *mm, uint64_t vaddr,
                            uint64_t pages);
/* The first region that holds all of [vaddr, vaddr + size), or NULL. */
struct region *region_holding(const struct tcesim_machine *m,
                              const struct process *mm, uint64_t vaddr,
                              uint64_t size);

/*
 * Register a new range: charge, pin, list.  0, an error, or (a short pin in
 * some kernels) the positive number of pages that were pinned before one
 * failed; unless it is 0, nothing has changed.
 */
int64_t region_new(struct tcesim_machine *m, struct process *mm, uint64_t vaddr,
                   uint64_t pages, struct region **region);
/*
 * One registration less.  The last one destroys the region, or, when TCEs
 * point into it, is put back: -EBUSY.
 */
int region_put(struct tcesim_machine *m, struct region *region);
/* The mm may be at its end: deal with what is still registered. */
void region_mm_ends(struct tcesim_machine *m, struct process *mm);

/*
 * The physical address for an IOMMU page at VADDR: -EINVAL when the region
 * does not allow pages of that size; *folio_shift is what the memory there is
 * made of.
 */
int region_hpa(struct tcesim_machine *m, const struct region *region,
               uint64_t vaddr, unsigned int page_shift, uint64_t *hpa,
               unsigned int *folio_shift);

/* One TCE more, one less (never below "no TCE"). */
void region_mapped(struct region *region);
void region_unmapped(struct region *region);
/* For the books of check.c: a count that no TCE will ever take back. */
void region_lost(struct region *region);

#endif
