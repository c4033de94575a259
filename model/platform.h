/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * platform.h - what a platform does for the driver: iommu_table_group_ops.
 *
 * Known to group.c alone, which puts the edges in front of the callbacks.  A
 * platform without ops has one fixed window (legacy.h).
 */
#ifndef MODEL_PLATFORM_H
#define MODEL_PLATFORM_H

#include "model/group.h"

struct table_group_ops {
	const char *name;

	/* Bytes to charge for a table; 0: refused. */
	uint64_t (*table_size)(struct tcesim_machine *m,
	                       const struct window_request *request);
	/* A table with one reference; no device sees it yet. */
	int (*create_table)(struct tcesim_machine *m, struct group *group,
	                    unsigned int slot,
	                    const struct window_request *request,
	                    uint64_t charge, struct table **table);
	/* Point a window of the PE at TABLE.  Codes of firmware come raw. */
	int (*set_window)(struct tcesim_machine *m, struct group *group,
	                  unsigned int slot, struct table *table);
	/* Teardown relies on it: it cannot fail. */
	void (*unset_window)(struct tcesim_machine *m, struct group *group,
	                     unsigned int slot);
	/* The host gives the PE up, and has it back. */
	int (*take_ownership)(struct tcesim_machine *m, struct group *group);
	void (*release_ownership)(struct tcesim_machine *m,
	                          struct group *group);
};

extern const struct table_group_ops ioda2_ops, pseries_ops, borrowed_ops;

#endif
