/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * model_names.h - the names that a scenario gives to objects of the model.
 *
 * A scenario says p2, c0, m7; the front door numbers processes, containers
 * and buffers in the order of their making.  A name that is made again stands
 * for the newest object; older ones keep the name for what is said of them.  A
 * copy made by fork goes by the name of the original.
 */
#ifndef SIM_MODEL_NAMES_H
#define SIM_MODEL_NAMES_H

#include "model/tcesim.h"
#include "sim/backend.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* User addresses of a process that a name stands for. */
struct name_range {
	unsigned int name;
	unsigned int process; /* number */
	uint64_t vaddr, size;
};

/* Number -> name, in the order of making. */
struct name_list {
	unsigned int *name;
	size_t count, room;
};

/* All zero: no names. */
struct model_names {
	struct name_list process;
	struct name_list container;
	struct name_list memory;
	struct name_range *range; /* in the order of making */
	size_t ranges, room;
};

void model_names_release(struct model_names *names);

/* The adding calls answer false when memory ran out. */
bool model_names_add_process(struct model_names *names, unsigned int name,
                             unsigned int number);
bool model_names_add_container(struct model_names *names, unsigned int name);
bool model_names_add_memory(struct model_names *names, unsigned int number,
                            const struct name_range *range);
/* CHILD, a number, has all that PARENT has at the same addresses. */
bool model_names_fork(struct model_names *names, unsigned int parent,
                      unsigned int child);

/* The number of process NAME; UINT_MAX when there is none. */
unsigned int model_names_process(const struct model_names *names,
                                 unsigned int name);
/* The name of process NUMBER, which exists. */
unsigned int model_names_process_name(const struct model_names *names,
                                      unsigned int number);
unsigned int model_names_container_name(const struct model_names *names,
                                        unsigned int number);

/* Where PROCESS has buffer m-NAME; 0 when it has never had it. */
uint64_t model_names_vaddr(const struct model_names *names,
                           unsigned int process, unsigned int name);
struct place model_names_place(const struct model_names *names,
                               const struct tcesim_page *page);

/*
 * The name of user address VADDR of PROCESS: the newest buffer that has it.
 * Without one, memory is -1 and offset the address.
 */
struct place model_names_address(const struct model_names *names,
                                 unsigned int process, uint64_t vaddr);
/*
 * The name of a user address that was given for PAGE: the page's own buffer
 * if that has it, else any other.
 */
struct place model_names_view(const struct model_names *names,
                              const struct tcesim_page *page, uint64_t vaddr);

#endif
