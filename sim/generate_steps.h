/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * generate_steps.h - which step comes next.  Private to the generator.
 */
#ifndef SIM_GENERATE_STEPS_H
#define SIM_GENERATE_STEPS_H

#include "sim/generate.h"

#include <stdbool.h>

/* Writes some step to the line; false: it cannot be made now. */
bool generate_any_step(struct generator *g);
/* Writes what a program would do next on its way to mapped memory. */
bool generate_sensible_step(struct generator *g);

#endif
