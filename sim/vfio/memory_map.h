/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * memory_map.h - the pages of a scenario's buffers by their physical address,
 * and physical memory as it is.
 */
#ifndef SIM_VFIO_MEMORY_MAP_H
#define SIM_VFIO_MEMORY_MAP_H

#include "sim/backend.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

/* A host page of a buffer. */
struct mapped_page {
	uint64_t physical; /* address */
	uint64_t offset;   /* in the buffer */
	int memory;        /* m-number */
	uint64_t order;    /* learnt as the so-manieth */
};

/* All zero: empty. */
struct memory_map {
	struct mapped_page *page; /* in order of addresses, once sorted */
	size_t pages, room;
	bool sorted;
	uint64_t order;
};

void memory_map_release(struct memory_map *map);

/*
 * The pages of buffer m-MEMORY as process PID has them now; what was known of
 * the buffer before is forgotten.  False: no memory.
 */
bool memory_map_learn(struct memory_map *map, pid_t pid, unsigned int memory,
                      uint64_t vaddr, uint64_t size);

/* The name of a physical address; without one, memory is -1. */
struct place memory_map_place(struct memory_map *map, uint64_t physical);

/* The host page at address VADDR of process PID, or 0. */
uint64_t physical_of(pid_t pid, uint64_t vaddr);

/* Reads physical memory.  FD is from physical_open(), or -1. */
int physical_open(void);
bool physical_read(int fd, uint64_t address, void *bytes, size_t size);

#endif
