/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * shrink.h - the smallest scenario that still shows a property.
 *
 * Lines are left out, alone, in chunks and in pairs, with what cannot stand
 * without them; what is left is made simpler, joined and moved.  The same
 * scenario and property always lead to the same result.
 */
#ifndef SIM_SHRINK_H
#define SIM_SHRINK_H

#include "sim/property.h"
#include "sim/reader.h"
#include "sim/script.h"

#include <stdbool.h>
#include <stdint.h>

/* All zero but what the caller sets. */
struct shrink {
	/* the caller's */
	struct property *property;
	struct reader *reader;
	const struct vocabulary *vocabulary;

	struct script script; /* the smallest up to now */
	struct script trial;
	struct scenario scenario; /* that is `trial` */
	uint64_t tried;
};

/* From ->script, which is well-formed and shows the property.  */
void shrink_run(struct shrink *shrink);
void shrink_release(struct shrink *shrink);

/* ---- between the files of the shrinker --------------------------------- */

/* ->trial becomes ->script if it is well-formed and shows the property. */
bool shrink_accept(struct shrink *shrink);
/* Makes lines simpler; true when any was. */
bool shrink_values(struct shrink *shrink);
/* Puts one step in place of two; true when one is left out. */
bool shrink_steps(struct shrink *shrink);

#endif
