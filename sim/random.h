/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * random.h - numbers that look like chance and are the same everywhere.
 */
#ifndef SIM_RANDOM_H
#define SIM_RANDOM_H

#include <stdbool.h>
#include <stdint.h>

struct random {
	uint64_t state;
};

/* Streams of one seed are independent of each other. */
void random_init(struct random *random, uint64_t seed, uint64_t stream);
uint64_t random_next(struct random *random);
/* 0 to BOUND - 1; BOUND is at least 1. */
uint64_t random_below(struct random *random, uint64_t bound);
/* True in HITS of OUT_OF cases. */
bool random_hit(struct random *random, unsigned int hits, unsigned int out_of);

/* The bits of NUMBER, well mixed: for hashes. */
uint64_t random_mix(uint64_t number);

#endif
