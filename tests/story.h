/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * story.h - a sequence of calls through the front door that makes one of
 * everything a machine can hold: for tests that ask not what is answered but
 * whether the same is answered again.
 */
#ifndef TESTS_STORY_H
#define TESTS_STORY_H

#include "model/tcesim.h"

enum {
	STORY_ANSWERS = 64
};

/* All but `machine` is plain data: a copy of it is the story so far. */
struct story {
	struct tcesim_machine *machine;
	unsigned int next; /* step */
	int container, group[2], device;
	uint64_t small, huge, copy;
	unsigned int child, other;
	struct tcesim_answer answer[STORY_ANSWERS]; /* by step */
	uint64_t locked_vm[STORY_ANSWERS];          /* of process 0, after it */
};

/* Where a library gets its memory from: counts blocks; refuses call number
 * `fail` (from 1) and, if `for_good`, all later ones. */
struct story_heap {
	unsigned long calls, fail, blocks;
	bool for_good;
};
void *story_resize(void *heap, void *block, size_t size);

/* Two groups; HEAP may be NULL. */
void story_config(struct tcesim_config *config, struct story_heap *heap);
const struct tcesim_profile *story_profile(void);
/* A machine of both. */
struct tcesim_machine *story_machine(struct story_heap *heap);

struct tcesim_hash story_hash(struct tcesim_machine *machine);
bool story_same_hash(struct tcesim_hash a, struct tcesim_hash b);

unsigned int story_steps(void);
/* The next step; asks for no particular answer. */
enum tcesim_status story_step(struct story *story);
/* Steps on until UNTIL, or until a step answers another status. */
enum tcesim_status story_run(struct story *story, unsigned int until);
/* Whether A and B answered the same in the steps FROM to UNTIL. */
bool story_same(const struct story *a, const struct story *b, unsigned int from,
                unsigned int until);
/* Fails the test unless the main steps answered success. */
void story_succeeded(const struct story *story);

#endif
