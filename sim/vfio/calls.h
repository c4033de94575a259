/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * calls.h - the system calls that a scenario's process makes.
 */
#ifndef SIM_VFIO_CALLS_H
#define SIM_VFIO_CALLS_H

#include "sim/vfio/wire.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What a process knows of its own address space. */
struct caller {
	size_t page;
	uint8_t *blocks; /* two pages for argument blocks, then nothing */
	bool open;       /* both can be read and written */
	uint64_t next;   /* address below which buffers have been placed */
};

bool caller_init(struct caller *caller);

/* Any call but WIRE_FORK and WIRE_EXIT. */
void caller_make(struct caller *caller, const struct wire_request *request,
                 struct wire_answer *answer);

#endif
