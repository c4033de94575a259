/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * fault.h - failures armed at edges, each for its Nth passage.
 */
#ifndef MODEL_FAULT_H
#define MODEL_FAULT_H

#include "model/error.h"
#include "model/site.h"

#include <stdbool.h>
#include <stdint.h>

enum {
	FAULTS_MAX = 16
};

/* Small: it is copied with every state. */
struct armed_fault {
	uint64_t left; /* passages until it strikes */
	int16_t error; /* 0: the site's usual */
	int16_t group; /* below 0: any */
	uint32_t site; /* enum site */
};

struct fault_plan {
	unsigned int armed;
	struct armed_fault fault[FAULTS_MAX];
};

/* False: too many are armed. */
bool fault_arm(struct fault_plan *plan, enum site site, uint64_t nth, int group,
               int error);
/* One passage of SITE for GROUP: 0, or the error of the fault that struck. */
int fault_strike(struct fault_plan *plan, enum site site, int group);

#endif
