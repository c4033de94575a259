/* SPDX-License-Identifier: GPL-2.0-or-later */
/* verdict_rig.h - an answer, held against lines. */
#ifndef TESTS_VERDICT_RIG_H
#define TESTS_VERDICT_RIG_H

#include "sim/verdict.h"

/* Hazards of tests/names.h. */
enum {
	LEAKED_CHARGE = 1,
	NULL_STORE = 2,
	KERNEL_WARN = 4
};

struct verdict_rig {
	struct verdict verdict;
	struct answer answer;
	struct command expect;
};

/* An empty answer of VERB on linux-6.12. */
void verdict_rig_init(struct verdict_rig *r, enum verb verb);

/* Holds the answer against LINES, which end with NULL. */
enum verdict_result verdict_of(struct verdict_rig *r, const char *const *lines);
enum verdict_result verdict_of_line(struct verdict_rig *r, const char *line);

#endif
