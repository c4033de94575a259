/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * explore_calls.h - the calls that are made in each state of a bounded machine.
 *
 * In this order:
 *
 *     attach, detach, close  each group; what is closed is opened again
 *     set_iommu        spapr_tce_v2
 *     close, container c0, opened again when nothing is left of the last
 *     get_info, enable (which is of v1)
 *     register, unregister   each region: one page of m0; and a page where
 *                      nothing is
 *     create           each window of the bound
 *     remove           at the start of each slot, and a page behind it
 *     map, unmap       in each slot: each of the first pages, to each region;
 *                      all of them; two pages from the last page on; at a
 *                      misaligned address; without a direction
 *
 * each alone and with each failure that it meets at the sites of the bound.
 */
#ifndef SIM_EXPLORE_CALLS_H
#define SIM_EXPLORE_CALLS_H

#include "model/uapi.h"
#include "sim/command.h"
#include "sim/explore_bound.h"
#include "sim/kernels.h"
#include "sim/words.h"

#include <stddef.h>

enum {
	BOUND_CALLS_MAX = 256,
	BOUND_CLASSES_MAX = 16,
	BOUND_ALL_PARTS = (1 << TCESIM_PARTS) - 1,
	BOUND_TEXT_MAX = 120
};

union bound_block {
	int32_t fd;
	struct uapi_tce_info info;
	struct uapi_memory memory;
	struct uapi_create create;
	struct uapi_remove remove;
	struct uapi_map map;
	struct uapi_unmap unmap;
};

struct bound_call {
	enum verb verb;
	unsigned int file; /* 0: the container; n + 1: group n */
	uint32_t request;
	uint64_t value; /* of the argument, if it is a number */
	size_t size;    /* of the block; 0: none */
	union bound_block block;
	char text[BOUND_TEXT_MAX]; /* as a line of a scenario */
};

/*
 * Calls next to each other that depend on the same parts of the state, and the
 * parts: what they answer and do is the same in all states that agree in these.
 * Bit n: part n.  What calls change is among the parts, or a count, or it goes
 * altogether.
 */
struct bound_class {
	unsigned int first, count;
	uint32_t parts;
	uint32_t parts_if_owed; /* these too while a default window is owed */
	uint32_t parts_if_free; /* and these while no address space is bound */
	uint32_t cleared;       /* left alone or made 0, whatever is in them */
};

struct bound_calls {
	unsigned int count;
	struct bound_call call[BOUND_CALLS_MAX];
	unsigned int classes;
	struct bound_class class[BOUND_CLASSES_MAX];
	int fd[BOUND_GROUPS_MAX + 1]; /* of the container, of each group */
	uint64_t vaddr;               /* of m0 */
};

/* All calls and classes, to CALLS, which knows descriptors and m0. */
void bound_add_calls(const struct bound *bound, const struct kernel *kernel,
                     const struct vocabulary *vocabulary,
                     struct bound_calls *calls);

#endif
