/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * kernels.h - the kernels that a command line names.
 *
 *     linux-6.12                    a profile
 *     linux-6.12+unmap_range        with value 1 of a trait that has two
 *     linux-7.2-unmap_range         with value 0 of it
 *     linux-6.12+huge_shift=mapped  with this value
 *     linux-6.12.112                a release that is a profile with suffixes
 *     v9,linux-6.11..+map_range     lists, as after `only`; a suffix behind a
 *                                   range, or behind `all`, holds for each
 *
 * Guards and `only` lines go by the profile alone.
 */
#ifndef SIM_KERNELS_H
#define SIM_KERNELS_H

#include "model/tcesim.h"
#include "sim/profile_set.h"
#include "sim/words.h"

#include <stdbool.h>
#include <stdint.h>

enum {
	KERNEL_NAME_MAX = 160
};

struct kernel {
	char name[KERNEL_NAME_MAX]; /* as it was asked for */
	const struct tcesim_profile *profile;
	bool changed;                     /* has other traits than it */
	uint8_t trait[TCESIM_TRAITS_MAX]; /* as in struct tcesim_config */
};

/* All zero: none. */
struct kernels {
	struct kernel *kernel; /* in order of age, changed ones behind */
	unsigned int count;
};

/* The kernels of LIST.  False: error->text says why, and what is right. */
bool kernels_parse(struct kernels *kernels, const char *list,
                   const struct vocabulary *vocabulary,
                   struct profile_error *error);
void kernels_release(struct kernels *kernels);

/* The word for trait INDEX of KERNEL. */
const char *kernel_trait(const struct kernel *kernel, unsigned int index);

/* A release whose answers are those of a profile with suffixes. */
struct kernel_release {
	const char *name;
	const char *means;    /* "linux-6.12+unmap_range" */
	const char *sentence; /* what it has got, or not yet */
};
/* NULL past the last. */
const struct kernel_release *kernel_release(unsigned int index);

#endif
