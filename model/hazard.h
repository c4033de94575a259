/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * hazard.h - what a step made the kernel do that it should never do.
 *
 * The model reports these and never does the undefined thing itself; the step
 * still answers what the kernel answers when it survives.
 */
#ifndef MODEL_HAZARD_H
#define MODEL_HAZARD_H

/* clang-format off */
#define HAZARD_LIST(X)                                                        \
	X(WRITE_BEYOND_TABLE, "write_beyond_table",                           \
	  "memory behind a TCE table was overwritten")                        \
	X(READ_BEYOND_TABLE, "read_beyond_table",                             \
	  "memory behind a TCE table was taken for TCEs and cleared")         \
	X(WRITE_BEYOND_WINDOW, "write_beyond_window",                         \
	  "a TCE was set behind the window's end, where the table has room")  \
	X(SHIFT_BEYOND_63, "shift_beyond_63",                                 \
	  "a 64-bit value was shifted by 64 or more")                         \
	X(NULL_STORE, "null_store",                                           \
	  "the kernel stored through a null pointer")                         \
	X(NULL_READ, "null_read",                                             \
	  "the kernel read through a null pointer")                           \
	X(RUNAWAY_KILL, "runaway_kill",                                       \
	  "a cache kill of no pages goes on without end")                     \
	X(SOFT_LOCKUP, "soft_lockup",                                         \
	  "a loop keeps the CPU for seconds without a pause")                 \
	X(ENDLESS_LOOP, "endless_loop", "a loop has no end")                  \
	X(KERNEL_WARN, "kernel_warn", "the kernel printed a warning")         \
	X(KERNEL_BUG, "kernel_bug", "the kernel hit a BUG")                   \
	X(LEAKED_CHARGE, "leaked_charge",                                     \
	  "locked_vm keeps pages that nothing will give back")                \
	X(LEAKED_REFERENCE, "leaked_reference",                               \
	  "a region counts a TCE that does not point to it")                  \
	X(ORPHANED_REGION, "orphaned_region",                                 \
	  "registered memory stays pinned and belongs to no container")       \
	X(USE_AFTER_FREE, "use_after_free",                                   \
	  "the kernel goes on using memory that it has freed")                \
	X(STALE_TRANSLATION, "stale_translation",                             \
	  "a TCE points to a page that its address no longer has")            \
	X(ISOLATION_LOST, "isolation_lost",                                   \
	  "a device can reach all memory while user space owns it")
/* clang-format on */

#define HAZARD_ENUM(id, name, sentence) HAZARD_##id,
enum hazard {
	HAZARD_LIST(HAZARD_ENUM) HAZARD_COUNT
};
#undef HAZARD_ENUM

#endif
