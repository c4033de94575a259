/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * profile.h - kernels, as columns of the table of traits.
 */
#ifndef MODEL_PROFILE_H
#define MODEL_PROFILE_H

#include "model/tcesim.h"
#include "model/trait.h"

#include <stdint.h>

uint8_t profile_trait(const struct tcesim_profile *profile, enum trait trait);

#endif
