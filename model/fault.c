/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "model/fault.h"
#include "model/tcesim.h"

#include <assert.h>
#include <string.h>

static const int usual[SITE_COUNT] = {
#define SITE_USUAL(id, name, error, why, sentence) error,
	SITE_LIST(SITE_USUAL)
#undef SITE_USUAL
};

static const struct tcesim_named names[SITE_COUNT] = {
#define SITE_NAME(id, name, error, why, sentence) { name, sentence },
	SITE_LIST(SITE_NAME)
#undef SITE_NAME
};

const struct tcesim_named *tcesim_fault_site(unsigned int index)
{
	return index < SITE_COUNT ? &names[index] : NULL;
}

bool fault_arm(struct fault_plan *plan, enum site site, uint64_t nth, int group,
               int error)
{
	assert(nth > 0);

	if (plan->armed == FAULTS_MAX)
		return false;
	plan->fault[plan->armed++] = (struct armed_fault){
		.left = nth,
		.error = (int16_t)error,
		.group = (int16_t)group,
		.site = site,
	};
	return true;
}

/* Is a passage of SITE a passage of ARMED, its name or the name's parent? */
static bool covers(enum site armed, enum site site)
{
	size_t length;

	if (armed == site)
		return true;
	length = strlen(names[armed].name);
	return !strncmp(names[armed].name, names[site].name, length) &&
	       names[site].name[length] == '.';
}

static void disarm(struct fault_plan *plan, unsigned int which)
{
	plan->armed--;
	memmove(&plan->fault[which], &plan->fault[which + 1],
	        (plan->armed - which) * sizeof(plan->fault[0]));
	memset(&plan->fault[plan->armed], 0, sizeof(plan->fault[0]));
}

int fault_strike(struct fault_plan *plan, enum site site, int group)
{
	int error = 0;

	for (unsigned int i = 0; i < plan->armed;) {
		struct armed_fault *fault = &plan->fault[i];

		if (!covers((enum site)fault->site, site) ||
		    (fault->group >= 0 && fault->group != group) ||
		    --fault->left) {
			i++;
			continue;
		}
		if (!error)
			error = fault->error ? fault->error : usual[site];
		disarm(plan, i);
	}
	return error;
}
