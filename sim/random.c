/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "sim/random.h"

/* A Weyl sequence whose steps are mixed: 2^64 states, each seen once. */
#define STEP UINT64_C(0x9e3779b97f4a7c15)

uint64_t random_mix(uint64_t number)
{
	number = (number ^ number >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
	number = (number ^ number >> 27) * UINT64_C(0x94d049bb133111eb);
	return number ^ number >> 31;
}

void random_init(struct random *random, uint64_t seed, uint64_t stream)
{
	random->state = random_mix(random_mix(seed + STEP) + stream);
}

uint64_t random_next(struct random *random)
{
	random->state += STEP;
	return random_mix(random->state);
}

/* The small preference for low numbers does not matter here. */
uint64_t random_below(struct random *random, uint64_t bound)
{
	return random_next(random) % bound;
}

bool random_hit(struct random *random, unsigned int hits, unsigned int out_of)
{
	return random_below(random, out_of) < hits;
}
