/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * generate_values.h - values worth trying.  Private to the generator.
 *
 * The functions that put something write it at the end of the line.
 */
#ifndef SIM_GENERATE_VALUES_H
#define SIM_GENERATE_VALUES_H

#include "sim/generate.h"

#include <stdbool.h>
#include <stdint.h>

/* True in one of OUT_OF cases. */
bool rarely(struct generator *g, unsigned int out_of);
/* One of COUNT numbers. */
uint64_t one_of(struct generator *g, const uint64_t *numbers,
                unsigned int count);
#define ONE_OF(g, ...)                               \
	one_of(g, (const uint64_t[]){ __VA_ARGS__ }, \
	       sizeof((const uint64_t[]){ __VA_ARGS__ }) / sizeof(uint64_t))

void put(struct generator *g, const char *text);
void put_name(struct generator *g, char letter, unsigned int number);
/* " key=" and a number. */
void put_decimal(struct generator *g, const char *key, uint64_t number);
void put_size(struct generator *g, const char *key, uint64_t bytes);
void put_hex(struct generator *g, const char *key, uint64_t number);
void put_address(struct generator *g, const char *key, int memory,
                 uint64_t offset);

/* Host page size. */
uint64_t host_page(const struct generator *g);

/* A buffer that is there, or that was: -1 when there never was one. */
int some_memory(struct generator *g);
/* Any window of CONTAINER, or NULL. */
const struct world_window *some_window(struct generator *g,
                                       unsigned int container);

/* page_shift=, window_size= and levels= of CREATE. */
void put_shape(struct generator *g);
/* vaddr= and size= of REGISTER. */
void put_range(struct generator *g);
/* vaddr= and size= of UNREGISTER: mostly a region that is there. */
void put_region(struct generator *g);
/* start_addr= of REMOVE from CONTAINER. */
void put_start_addr(struct generator *g, unsigned int container);
/* iova= vaddr= size= flags= of MAP. */
void put_mapping(struct generator *g, unsigned int container);
/* iova= size= of UNMAP. */
void put_unmapping(struct generator *g, unsigned int container);
/* iova= size= of a transfer. */
void put_transfer(struct generator *g);

#endif
