/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * legacy.h - platforms without callbacks: the driver borrows the one window
 * that the host has (tce_iommu_take_ownership(), kernels to 6.3).
 */
#ifndef MODEL_LEGACY_H
#define MODEL_LEGACY_H

#include "model/container.h"

/* The host's table becomes the container's slot 0. */
int legacy_attach(struct tcesim_machine *m, struct container *c,
                  struct group *group);
/* Cleared, it goes back to the host. */
void legacy_detach(struct tcesim_machine *m, struct container *c,
                   struct group *group);

#endif
