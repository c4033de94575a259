/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * mutant.h - a model that goes wrong in one way.
 *
 * Its invariants do not hold any more once a MAP call was made after a
 * CREATE that succeeded.  No story of less than five steps does that:
 * container, attach, set_iommu, create, map.
 */
#ifndef TESTS_MUTANT_H
#define TESTS_MUTANT_H

#include "sim/player.h"

extern const struct player_maker mutant;

enum {
	MUTANT_STEPS = 5
};

#endif
