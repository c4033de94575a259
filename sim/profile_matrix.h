/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * profile_matrix.h - all traits of all profiles, and what is known of each
 * trait.
 */
#ifndef SIM_PROFILE_MATRIX_H
#define SIM_PROFILE_MATRIX_H

#include "model/tcesim.h"

#include <stddef.h>
#include <stdio.h>

/* "4.2" for linux-4.2, "v9" for v9. */
const char *profile_short_name(const struct tcesim_profile *profile);

/* For people, in 80 columns or so: values as numbers. */
void profile_matrix_text(FILE *out);
/* One object for each trait, each on a line. */
void profile_matrix_json(FILE *out);
/* The generated part of docs/profiles.md, which stands in docs/. */
void profile_matrix_markdown(FILE *out);

#endif
