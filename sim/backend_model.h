/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * backend_model.h - the backend that answers from the model.
 *
 * It knows the objects of a scenario by their names and the objects of the
 * front door by their numbers, and nothing about what a call means.
 */
#ifndef SIM_BACKEND_MODEL_H
#define SIM_BACKEND_MODEL_H

#include "model/tcesim.h"
#include "sim/backend.h"

#include <stdbool.h>

/* How often the invariants are checked. */
enum backend_model_checks {
	/* After every step of a small machine.  A check costs as much as the
	 * machine is large, so large ones are checked at intervals that keep
	 * the cost of all checks in proportion to the steps. */
	CHECK_STEPS,
	CHECK_NEVER,
};

/*
 * A machine of CONFIG under PROFILE.  NULL when memory ran out or when the
 * front door does not accept CONFIG: *STATUS tells.
 */
struct backend *backend_model_new(const struct tcesim_config *config,
                                  const struct tcesim_profile *profile,
                                  enum backend_model_checks checks,
                                  enum tcesim_status *status);

/* What the model does goes to TRACE from now on. */
void backend_model_trace(struct backend *b, tcesim_trace *trace, void *context);

/*
 * The check that is still owed for the last steps.  To be called when the
 * story is over; BACKEND_BROKEN when an invariant does not hold.
 */
enum backend_status backend_model_settle(struct backend *b);

#endif
