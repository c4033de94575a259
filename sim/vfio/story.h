/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * story.h - a story played for its digest only, fast.
 *
 * The process that plays it is p0, and the kernel's log is not looked at
 * between two steps: whoever wants to know what happened where plays the story
 * again, step by step.
 */
#ifndef SIM_VFIO_STORY_H
#define SIM_VFIO_STORY_H

#include "sim/digest.h"
#include "sim/vfio/host.h"
#include "sim/words.h"

#include <stddef.h>

enum {
	STORY_STEPS_MAX = 4096,
	STORY_WHY_MAX = 256
};

enum story_status {
	STORY_BROKEN, /* it has not come to its end */
	STORY_PLAYED,
	STORY_DECLINED,
	STORY_ILL_FORMED,
};

/* Lies in memory that outlives the process. */
struct story_result {
	enum story_status status;
	char why[STORY_WHY_MAX];
	unsigned int steps;
	char marks[STORY_STEPS_MAX * DIGEST_MARK + 1];
};

/* In a process of its own, which should end then: its files stay open. */
void story_play(const struct host *host, const struct vocabulary *vocabulary,
                const char *text, size_t size, struct story_result *result);

#endif
