/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * check.h - what holds between calls, whatever the calls were.
 *
 * Where a kernel's defect breaks its own books, the model keeps count of what
 * was lost (process.leaked, region.lost), so that the rest must still agree.
 *
 * X(id, name, sentence)
 */
#ifndef MODEL_CHECK_H
#define MODEL_CHECK_H

#include "model/machine.h"

/* clang-format off */
#define INVARIANT_LIST(X)                                                     \
	X(WINDOWS, "1_windows",                                               \
	  "a window is in its container and in every group of it, or in none")\
	X(TVES, "2_tves",                                                     \
	  "a group's slot and its TVE tell of the same table")                \
	X(REFS, "3_refs",                                                     \
	  "a table has one reference for its container and one for each group")\
	X(LOCKED_VM, "4_locked_vm",                                           \
	  "locked_vm is what windows, regions and ENABLE charged, and leaks") \
	X(PENDING, "5_pending",                                               \
	  "a default window that is owed means empty slots and a group")      \
	X(MAPPED, "6_mapped",                                                 \
	  "a region counts the TCEs that point into it, and what was lost")   \
	X(OVERLAP, "7_overlap",                                               \
	  "no two windows of a container overlap")                            \
	X(CLOSED, "8_closed",                                                 \
	  "outside a container a group has no table of VFIO")                 \
	X(INSIDE, "9_inside",                                                 \
	  "TCEs lie inside their window, unless the kernel does not look")    \
	X(USED, "10_used",                                                    \
	  "a region's registrations are the containers' elements for it")     \
	X(PINS, "11_pins",                                                    \
	  "pages are pinned by regions and by v1 TCEs, and by nothing else")  \
	X(MEMORY, "12_memory",                                                \
	  "every frame of the host is free, in a buffer, or in a table")      \
	X(FILES, "13_files",                                                  \
	  "files, groups and containers count each other rightly")
/* clang-format on */

#define INVARIANT_ENUM(id, name, sentence) INVARIANT_##id,
enum invariant {
	INVARIANT_LIST(INVARIANT_ENUM) INVARIANT_COUNT
};
#undef INVARIANT_ENUM

/* The first that does not hold; INVARIANT_COUNT: all do. */
enum invariant check_all(struct tcesim_machine *m);

#endif
