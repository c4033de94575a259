/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * register.h - REGISTER_MEMORY and UNREGISTER_MEMORY of a v2 container.
 */
#ifndef MODEL_REGISTER_H
#define MODEL_REGISTER_H

#include "model/container.h"

/* Sizes are bytes.  Positive: see region_new(). */
int64_t register_memory(struct tcesim_machine *m, struct container *c,
                        uint64_t vaddr, uint64_t size);
int unregister_memory(struct tcesim_machine *m, struct container *c,
                      uint64_t vaddr, uint64_t size);

#endif
