/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * explore_law.h - what a call may do, under a profile.
 *
 * Rollback: a call that failed leaves the state as it was.  Kernels deviate;
 * the deviations that are known stand in a list, each with the trait that a
 * profile has when it deviates so.  Hazards likewise: a kernel without the
 * defect must never meet its hazard.
 */
#ifndef SIM_EXPLORE_LAW_H
#define SIM_EXPLORE_LAW_H

#include "model/tcesim.h"
#include "sim/command.h"
#include "sim/kernels.h"

#include <stdbool.h>
#include <stdint.h>

/* What can be found.  First the hazards, by their bits. */
enum {
	LAW_ROWS_MAX = 16,
	FINDING_DEVIATION = 32,  /* known deviations, by row */
	FINDING_UNKNOWN = 48,    /* the state changed otherwise */
	FINDING_INVARIANT = 49,  /* invariants, by number */
	FINDING_UNDECLARED = 81, /* a class depends on more than it says */
	FINDINGS
};

struct law {
	uint32_t known_hazards; /* of the profile */
	uint32_t final_hazards; /* what the kernel is after these is unknown */
	uint32_t deviations;    /* bit n: row n is the profile's */
	uint32_t hazards[LAW_ROWS_MAX]; /* of rows: only with these */
	unsigned int why[LAW_ROWS_MAX]; /* of rows: only for this reason */
};

void law_init(struct law *law, const struct kernel *kernel);
/* Has KERNEL trait NAME at VALUE? */
bool law_holds(const struct kernel *kernel, const char *name,
               const char *value);

/* A call that failed, and what it changed. */
struct law_case {
	enum verb verb;
	const struct tcesim_answer *answer;
	uint32_t changed;               /* bit n: part n */
	struct tcesim_machine *machine; /* after the call */
	unsigned int group;             /* of which it was a call */
};

/* Bit n: it deviates as row n says; LAW_UNKNOWN: otherwise too. */
enum {
	LAW_UNKNOWN_BIT = 31
};
uint32_t law_deviations(const struct law *law, const struct law_case *the_case);

struct law_text {
	const char *name; /* of a file too */
	const char *sentence;
	bool known; /* no violation */
};
void law_finding(const struct law *law, unsigned int finding,
                 struct law_text *text);

#endif
