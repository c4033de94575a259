/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * shape.h - the arithmetic of TCE tables.
 *
 * A table is a tree of equal levels.  With 64K IOMMU pages, two levels and a
 * window of 64 GiB on a host with 4K pages (level_shift 13: 2^10 entries):
 *
 *      59            36 35      26 25      16 15             0
 *     +----------------+----------+----------+----------------+
 *     |  must be zero  |  top     |  leaf    |  page offset   |
 *     +----------------+----------+----------+----------------+
 *
 * The kernel computes in 32 and 64 bits and shifts by whatever comes out;
 * what that does on ppc64 is computed here, with defined C.
 */
#ifndef MODEL_SHAPE_H
#define MODEL_SHAPE_H

#include "model/machine.h"

enum {
	TABLE_LEVELS_MAX = 5
};

struct shape {
	uint32_t page_shift;
	uint32_t levels;
	uint32_t level_shift; /* log2 of the bytes of one level */
	uint64_t entries;     /* TCEs in the window (it_size) */
};

/* What CREATE is asked for. */
struct window_request {
	uint32_t page_shift;
	uint64_t window_size;
	uint32_t levels;
};

/* log2 of the entries of a window, modulo 2^32. */
uint32_t shape_entries_shift(const struct window_request *request);
/* Is a window smaller than its page let by, the logarithm below zero? */
bool shape_may_wrap(const struct tcesim_machine *m);

/* 1 << n as ppc64 computes it: by the low seven bits of n. */
uint64_t shape_shift(uint64_t n);

/* Is the view of user addresses one flat array, with a charge of its own?
 * And is that made by the first MAP only? */
bool shape_view_is_flat(const struct tcesim_machine *m);
bool shape_view_is_late(const struct tcesim_machine *m);

/*
 * Bytes to charge for a table (get_table_size), or 0 with the reason refused.
 */
uint64_t shape_table_size(struct tcesim_machine *m,
                          const struct window_request *request);

/* What create_table makes of the same numbers: -EINVAL when too wide. */
int shape_init(struct tcesim_machine *m, struct shape *shape,
               const struct window_request *request);

/* Entries of one level; entries that the whole tree can hold. */
static inline uint64_t shape_level_entries(const struct shape *shape)
{
	return UINT64_C(1) << (shape->level_shift - 3);
}
uint64_t shape_capacity(const struct shape *shape);

/* The most levels that any table of the host can have. */
uint32_t shape_possible_levels(const struct tcesim_machine *m);

#endif
