/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * inspect.h - looking at a machine from outside.
 */
#ifndef MODEL_INSPECT_H
#define MODEL_INSPECT_H

#include "model/machine.h"

/* Kind by kind, each in order of its numbers; see tcesim_visit(). */
void inspect(struct tcesim_machine *m, const struct tcesim_visitor *visitor,
             void *context);

#endif
