/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * host.h - the IOMMU groups that this machine lends to scenarios.
 */
#ifndef SIM_VFIO_HOST_H
#define SIM_VFIO_HOST_H

#include <stddef.h>

enum {
	HOST_GROUPS_MAX = 16,
	PCI_NAME_MAX = 32,
	PLATFORM_NAME_MAX = 16
};

/* g0, g1, ... are group[0], group[1], ... */
struct host_group {
	unsigned int id;           /* of /dev/vfio/ID */
	char device[PCI_NAME_MAX]; /* "0001:01:00.0" */
	/* powernv: its host bridge, and its number there. */
	unsigned int domain, endpoint;
};

struct host {
	char platform[PLATFORM_NAME_MAX]; /* "powernv9", "pseries" */
	unsigned int groups;
	struct host_group group[HOST_GROUPS_MAX];
};

/* The groups are those of devices bound to vfio-pci, in order of their PCI
 * addresses. */
void host_find(struct host *host);

/* Bytes of memory that are free now; 0: unknown. */
size_t host_free_memory(void);

#endif
