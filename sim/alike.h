/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * alike.h - which kernels answer alike: a report that tells, for each step of
 * a file, the groups of kernels whose answers are the same.
 *
 *     alike_init(&alike, &text_out.report, out, false, vocabulary);
 *     for each file:
 *         replay it as each kernel, with &alike.report
 *         alike_print(&alike, file);
 *     alike_release(&alike);
 *
 * Alike are: the result, what the kernel wrote, the reason, the hazards, the
 * lines of show; locked_vm where the step has changed it; and whether the
 * file expects it.
 */
#ifndef SIM_ALIKE_H
#define SIM_ALIKE_H

#include "sim/report.h"
#include "sim/words.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

enum {
	ALIKE_PROCESSES = 16 /* whose locked_vm is watched */
};

/* Kernels that answered alike, in the order in which they were asked. */
struct alike_group {
	struct alike_group *next;
	char *answer;   /* lines, each with its newline */
	bool different; /* from what the file expects */
	const char **kernel;
	size_t kernels;
};

struct alike_step {
	unsigned int line;         /* 0: before the first step */
	char *text;                /* as the language writes it */
	struct alike_group *group; /* the first to answer so comes first */
};

struct alike {
	struct report report;
	struct report *base; /* tells the summary */
	FILE *out;
	bool json;
	const struct vocabulary *vocabulary;

	/* of the file */
	struct alike_step *step; /* in order of the lines */
	size_t steps, room;
	size_t stories; /* kernels that were asked */
	bool failed;    /* memory ran out: the file is told in part */

	/* of the story */
	size_t at; /* the step that is looked for first */
	uint64_t locked_vm[ALIKE_PROCESSES];
};

void alike_init(struct alike *alike, struct report *base, FILE *out, bool json,
                const struct vocabulary *vocabulary);
/* The steps of FILE; then there are none.  False: memory ran out. */
bool alike_print(struct alike *alike, const char *file);
void alike_release(struct alike *alike);

enum {
	ALIKE_GUARD_MAX = 1024
};

/* GROUP as a guard names it: ..linux-4.9,linux-6.12..,strict */
const char *alike_guard(const struct alike_group *group,
                        char guard[ALIKE_GUARD_MAX]);
/* One step of FILE. */
void alike_print_step(const struct alike *alike, const char *file,
                      const struct alike_step *step);

#endif
