/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * phb.h - the firmware calls that set a PE's windows, and what the firmware
 * checks (skiboot: phb3_map_pe_dma_window(), phb4_map_pe_dma_window()).
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

#endif
