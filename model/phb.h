/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * phb.h - a PCI host bridge: the firmware calls that set a PE's windows, what
 * the firmware checks (skiboot: phb3_map_pe_dma_window() and
 * phb4_map_pe_dma_window()), and the TCEs that the bridge has cached.
 *
 * The cache is as large as it can be: it loses nothing but by a kill, so that
 * a kill that is missing is seen.  It keeps valid TCEs alone.
 */
#ifndef MODEL_PHB_H
#define MODEL_PHB_H

#include "model/group.h"

/* 0, or an OPAL code, which the driver hands on as if it were an errno. */
int phb_map_window(struct tcesim_machine *m, struct group *group,
                   unsigned int slot, const struct tve *tve);
/* The kernel logs a failure and goes on; the TVE then stays as it was. */
void phb_unmap_window(struct tcesim_machine *m, struct group *group,
                      unsigned int slot);
void phb_set_bypass(struct tcesim_machine *m, struct group *group, bool on);

/*
 * The driver's kill of COUNT entries, on the PHBs of all groups on the table's
 * list: page by page by MMIO on PHB3; one firmware call elsewhere, which drops
 * all that the PE has cached.
 */
void phb_kill(struct tcesim_machine *m, const struct table *table,
              uint64_t index, uint64_t count);

/* The TCE cached for an IOMMU page, counted from the slot's start; 0: none. */
uint64_t phb_cached(const struct tcesim_machine *m, const struct group *group,
                    unsigned int slot, uint64_t page);
void phb_cache(struct tcesim_machine *m, struct group *group, unsigned int slot,
               uint64_t page, uint64_t tce);

#endif
