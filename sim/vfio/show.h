/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * show.h - what can be seen of a kernel's state: TVEs as the firmware was told
 * them, and the TCEs that stand in memory.
 */
#ifndef SIM_VFIO_SHOW_H
#define SIM_VFIO_SHOW_H

#include "sim/backend.h"
#include "sim/vfio/files.h"
#include "sim/vfio/memory_map.h"
#include "sim/vfio/tve.h"

struct vfio_show {
	const struct tve_trace *trace;
	const struct vfio_files *files;
	struct memory_map *map;
	unsigned int groups; /* of the scenario's machine */
	show_sink *sink;
	void *context;
};

void show_tves(const struct vfio_show *show);
/* False: memory cannot be read. */
bool show_tces(const struct vfio_show *show);

#endif
