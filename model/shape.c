/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "model/shape.h"

enum {
	TABLE_BYTES_MIN = 4096,
	ENTRY_SHIFT = 3
};

uint64_t shape_shift(uint64_t n)
{
	n &= 127;
	return n < 64 ? UINT64_C(1) << n : 0;
}

static uint8_t view(const struct tcesim_machine *m)
{
	return trait(m, VIEW_CHARGE);
}

bool shape_view_is_flat(const struct tcesim_machine *m)
{
	return view(m) != VIEW_CHARGE_DOUBLED;
}

bool shape_view_is_late(const struct tcesim_machine *m)
{
	return view(m) == VIEW_CHARGE_FIRST_MAP;
}

/* floor(log2(size)); 2^32 - 1 for 0, as ilog2() truncates it. */
static uint32_t log2_of(uint64_t size)
{
	uint32_t shift = UINT32_MAX;

	for (; size; size >>= 1)
		shift++;
	return shift;
}

static uint32_t max32(uint32_t a, uint32_t b)
{
	return a > b ? a : b;
}

static uint64_t max64(uint64_t a, uint64_t b)
{
	return a > b ? a : b;
}

uint32_t shape_entries_shift(const struct window_request *request)
{
	return log2_of(request->window_size) - request->page_shift;
}

bool shape_may_wrap(const struct tcesim_machine *m)
{
	return trait(m, SMALL_WINDOW) == SMALL_WINDOW_WRAPS;
}

/* log2 of the bytes of each level. */
static uint32_t level_shift(const struct tcesim_machine *m, uint32_t entries,
                            uint32_t levels)
{
	return max32((entries + levels - 1) / levels + ENTRY_SHIFT,
	             m->config.page_shift);
}

/* SIZE rounded up to a multiple of the power of two ALIGN; 0 if that is 0. */
static uint64_t round_up(uint64_t size, uint64_t align)
{
	return (size + align - 1) & ~(align - 1);
}

/*
 * The sum over the levels, leaves first (pnv_pci_ioda2_get_table_size()).  Old
 * kernels take an upper level for empty when the leaves fill less than one of
 * its entries, although it is there.
 */
static uint64_t sum_of_levels(const struct tcesim_machine *m, uint32_t entries,
                              uint32_t shift, uint32_t levels)
{
	uint64_t level = max64(TABLE_BYTES_MIN,
	                       shape_shift(entries + ENTRY_SHIFT));
	uint64_t block = shape_shift(shift);
	uint64_t total = 0;

	for (uint32_t i = 0; i < levels; i++) {
		total += round_up(level, block);
		level = block ? level / block : 0;
		level <<= ENTRY_SHIFT;
		level = trait(m, UPPER_LEVELS) == UPPER_LEVELS_COUNTED
		                ? max64(level, block)
		                : round_up(level, block);
	}
	return total;
}

/* The rungs that get_table_size and create_table share. */
static int check_request(struct tcesim_machine *m,
                         const struct window_request *request)
{
	uint64_t window_size = request->window_size;

	if (!request->levels || request->levels > TABLE_LEVELS_MAX)
		return refuse(m, WHY_LEVELS, -EINVAL);
	if (!window_size || (window_size & (window_size - 1)))
		return refuse(m, WHY_NOT_POW2, -EINVAL);
	if (trait(m, WINDOW_LIMIT) == WINDOW_LIMIT_MEMORY &&
	    window_size > m->config.ram)
		return refuse(m, WHY_WINDOW_OVER_RAM, -EINVAL);
	return 0;
}

/*
 * The kernel shifts by the size of the table before it looks at the request
 * at all.  True: it is refused for that, without a shift.
 */
static bool is_too_small(struct tcesim_machine *m, uint32_t entries)
{
	if (!shape_may_wrap(m))
		return entries > UINT32_MAX / 2; /* below 0 */
	if (entries + ENTRY_SHIFT > 63)
		hazard(m, HAZARD_SHIFT_BEYOND_63);
	return false;
}

uint64_t shape_table_size(struct tcesim_machine *m,
                          const struct window_request *request)
{
	uint32_t entries = shape_entries_shift(request);
	bool too_small = is_too_small(m, entries);
	uint32_t shift;
	uint64_t total;

	if (check_request(m, request))
		return 0;
	if (too_small) {
		refuse(m, WHY_NO_SHAPE, -EINVAL);
		return 0;
	}
	shift = level_shift(m, entries, request->levels);
	if (shift > 63)
		hazard(m, HAZARD_SHIFT_BEYOND_63);
	total = sum_of_levels(m, entries, shift, request->levels);
	if (!shape_view_is_flat(m))
		total *= 2; /* the view is a tree of the same size */
	if (!total)
		refuse(m, WHY_NO_SHAPE, -EINVAL);
	return total;
}

static unsigned int address_bits(const struct tcesim_machine *m)
{
	switch (trait(m, ADDRESS_BITS)) {
	case ADDRESS_BITS_BITS_60:
		return 60;
	case ADDRESS_BITS_BITS_55:
		return 55;
	default:
		return 0;
	}
}

int shape_init(struct tcesim_machine *m, struct shape *shape,
               const struct window_request *request)
{
	uint32_t entries = shape_entries_shift(request);
	uint32_t levels = request->levels;
	unsigned int bits = address_bits(m);
	uint64_t wide;

	assert(levels && levels <= TABLE_LEVELS_MAX);

	shape->page_shift = request->page_shift;
	shape->levels = levels;
	shape->level_shift = level_shift(m, entries, request->levels);
	shape->entries = shape_shift(max32(entries + ENTRY_SHIFT,
	                                   m->config.page_shift)) >>
	                 ENTRY_SHIFT;
	wide = (uint64_t)(shape->level_shift - ENTRY_SHIFT) * levels +
	       request->page_shift;
	if (bits && wide >= bits)
		return refuse(m, WHY_TOO_WIDE, -EINVAL);
	return 0;
}

uint64_t shape_capacity(const struct shape *shape)
{
	uint32_t bits = (shape->level_shift - ENTRY_SHIFT) * shape->levels;

	return bits > 63 ? UINT64_MAX : UINT64_C(1) << bits;
}

uint32_t shape_possible_levels(const struct tcesim_machine *m)
{
	enum {
		SMALLEST_PAGE_SHIFT = 12,
		BITS = 55
	};

	return (BITS - 1 - SMALLEST_PAGE_SHIFT) /
	       (m->config.page_shift - ENTRY_SHIFT);
}
