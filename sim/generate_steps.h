/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * generate_steps.h - the steps that the generator knows.  Private to it.
 *
 * Each writes a step to the line, or answers false when it cannot be made
 * now.
 */
#ifndef SIM_GENERATE_STEPS_H
#define SIM_GENERATE_STEPS_H

#include "sim/generate.h"

#include <stdbool.h>

enum {
	NO_NAME = -1
};

/* Writes some step. */
bool generate_any_step(struct generator *g);
/* Writes what a program would do next on its way to mapped memory. */
bool generate_sensible_step(struct generator *g);

/* ---- names ------------------------------------------------------------ */

/* 0 to BOUND - 1. */
unsigned int some_below(struct generator *g, unsigned int bound);
/* A name that may be made now, or NO_NAME. */
int some_free_name(const enum generate_name *names);
/* A name that has been made, mostly one that is there; or NO_NAME. */
int some_used_name(struct generator *g, const enum generate_name *names);
int some_process(struct generator *g);
unsigned int some_group(struct generator *g);
/* " as=pN", where there is more than one process; or nothing. */
void put_as(struct generator *g);

/* On a real kernel: not now, for the default window is large, and a v1
 * container has no other; larger still in pages of 4K. */
bool spare_default_window(struct generator *g);

/* ---- steps ------------------------------------------------------------ */

bool step_container(struct generator *g);
bool step_group(struct generator *g);
bool step_attach(struct generator *g);
bool step_detach(struct generator *g);
bool step_status(struct generator *g);
bool step_device(struct generator *g);
bool step_close(struct generator *g);
bool step_api_version(struct generator *g);
bool step_check_extension(struct generator *g);
bool step_set_iommu(struct generator *g);
bool step_get_info(struct generator *g);
bool step_enable(struct generator *g);
bool step_register(struct generator *g);
bool step_unregister(struct generator *g);
bool step_create(struct generator *g);
bool step_remove(struct generator *g);
bool step_map(struct generator *g);
bool step_unmap(struct generator *g);
bool step_eeh_op(struct generator *g);
bool step_ioctl(struct generator *g);
bool step_memory(struct generator *g);
bool step_unmap_memory(struct generator *g);
bool step_memory_again(struct generator *g);
bool step_fill(struct generator *g);
bool step_process(struct generator *g);
bool step_exit(struct generator *g);
bool step_memlock(struct generator *g);
bool step_fault(struct generator *g);
bool step_dma(struct generator *g);
bool step_peek(struct generator *g);
bool step_show(struct generator *g);

#endif
