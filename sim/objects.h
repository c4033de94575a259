/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * objects.h - what the names of a scenario stand for while it runs.
 *
 * A file's name means a file descriptor, and one of its own in every process;
 * a buffer's name means an address.  A name that a process has no file for is
 * descriptor -1, as a program that has closed it would pass.
 */
#ifndef SIM_OBJECTS_H
#define SIM_OBJECTS_H

#include "sim/command.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Descriptors by the numbers of their names. */
struct file_list {
	int *fd;
	size_t count, room;
};

struct object_process {
	unsigned int name;
	bool alive;
	struct file_list container, group, device;
	uint64_t memlock; /* UINT64_MAX: unlimited */
	bool ipc_lock;
};

struct object_memory {
	uint64_t vaddr, size;
};

/* All zero: nothing has a name. */
struct objects {
	struct object_process *process;
	size_t processes, process_room;
	struct object_memory *memory; /* by name */
	size_t memories, memory_room;
};

void objects_release(struct objects *objects);
/* Forgets all names and keeps the room. */
void objects_clear(struct objects *objects);

/* A process without files; NULL: no memory. */
struct object_process *objects_add_process(struct objects *objects,
                                           unsigned int name);
/* CHILD has the files and the limits of NAME; NULL: no memory. */
struct object_process *objects_fork(struct objects *objects, unsigned int name,
                                    unsigned int child);
/* The process of that name that lives, or NULL. */
struct object_process *objects_process(const struct objects *objects,
                                       unsigned int name);

/* The descriptor of FILE, or -1. */
int objects_fd(struct object_process *process, const struct object *file);
/* False: no memory. */
bool objects_set_fd(struct object_process *process, const struct object *file,
                    int fd);

/* Size and address of buffer NAME; both 0 when it could not be made. */
struct object_memory objects_memory(const struct objects *objects,
                                    unsigned int name);
bool objects_set_memory(struct objects *objects, unsigned int name,
                        struct object_memory memory);

/* The number that ADDRESS means: modulo 2^64. */
uint64_t objects_address(const struct objects *objects,
                         const struct value *address);

#endif
