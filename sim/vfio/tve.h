/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * tve.h - what the kernel has told the firmware about the windows of a group.
 *
 * On powernv every window of a partitionable endpoint (a TVE) is set by a call
 * of the firmware.  A probe on that call, in tracefs, records them; so there
 * is nothing to read about windows that were set before it was made.
 */
#ifndef SIM_VFIO_TVE_H
#define SIM_VFIO_TVE_H

#include "sim/vfio/host.h"

#include <stdbool.h>
#include <stdint.h>

enum {
	TVE_SLOTS = 2,
	TVE_TEXT_MAX = 1 << 16
};

struct tve {
	bool set, bypass;    /* bypass: all of memory, untranslated */
	unsigned int levels; /* of the table */
	unsigned int page_shift;
	uint64_t table;       /* physical address */
	uint64_t level_bytes; /* of each level's blocks */
};

struct tve_trace {
	const struct host *host;
	int fd; /* -1: there is no trace */
	struct tve tve[HOST_GROUPS_MAX][TVE_SLOTS];
};

/* Makes the probes, for as long as the kernel runs.  False: it cannot. */
bool tve_probe(void);

/* Every group is the host's at this moment.  False: there are no probes. */
bool tve_trace_open(struct tve_trace *trace, const struct host *host);
void tve_trace_close(struct tve_trace *trace);

/* Brings ->tve up to now. */
void tve_trace_read(struct tve_trace *trace);

/* True while the host has GROUP, not VFIO. */
bool tve_of_host(const struct tve_trace *trace, unsigned int group);

#endif
