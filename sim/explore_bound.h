/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * explore_bound.h - a machine small enough to see every state of.
 *
 * One process with one buffer m0 has a container c0 and all groups open.
 */
#ifndef SIM_EXPLORE_BOUND_H
#define SIM_EXPLORE_BOUND_H

#include "model/tcesim.h"
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

enum {
	BOUND_WINDOWS_MAX = 8,
	BOUND_GROUPS_MAX = 4,
	BOUND_REGIONS_MAX = 4,
	BOUND_PAGES_MAX = 4,
	BOUND_SITES_MAX = 64
};

struct bound_window {
	uint32_t page_shift;
	uint64_t window_size;
	uint32_t levels;
};

/* What a command line may change. */
struct bound {
	unsigned int groups;
	unsigned int windows;
	struct bound_window window[BOUND_WINDOWS_MAX];
	unsigned int regions;
	uint32_t tce32;     /* size of the default window */
	unsigned int pages; /* of a window that are mapped */
	bool write;         /* MAP for write too: pages become dirty */
	uint64_t memlock;   /* bytes; UINT64_MAX: unlimited */
	unsigned int sites;
	unsigned int site[BOUND_SITES_MAX]; /* indexes of fault sites */
};

void bound_init(struct bound *bound);
/* "16:4M:1,12:1G:2": page_shift, size, levels.  False: it is not that. */
bool bound_set_windows(struct bound *bound, const char *text);
/* Names with commas, "all", "none"; "kmalloc" stands for all below it.  NULL,
 * or the name that is unknown. */
const char *bound_set_sites(struct bound *bound, const char *text);

uint64_t bound_memory_size(const struct bound *bound);
void bound_config(const struct bound *bound, struct tcesim_config *config);

/* The lines of a scenario that lead to the first state. */
void bound_print_machine(const struct bound *bound, FILE *out);

/* The bound as one line of words. */
void bound_print(const struct bound *bound, FILE *out);

#endif
