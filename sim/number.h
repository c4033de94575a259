/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * number.h - numbers and addresses of the language.
 *
 *     sum    = term { ("+" | "-") term }
 *     term   = (decimal | 0xhex) [K|M|G|T|P] [<< decimal]
 *
 * A literal with its suffix must fit in 64 bits; sums, differences and shifts
 * are modulo 2^64.
 */
#ifndef SIM_NUMBER_H
#define SIM_NUMBER_H

#include "sim/command.h"
#include "sim/words.h"

#include <stdbool.h>
#include <stdint.h>

enum number_result {
	NUMBER_OK,
	NUMBER_BAD,   /* not a number at all */
	NUMBER_LARGE, /* a literal beyond 64 bits */
	NUMBER_SHIFT, /* << beyond 63 */
};

/* All of TEXT must be the number. */
enum number_result number_parse(struct span text, uint64_t *number);

/* A number, or a buffer: m0, m0+64K, m1-4K.  NUMBER_LARGE also for a buffer
 * beyond OBJECT_NUMBER_MAX. */
enum number_result address_parse(struct span text, struct address *address);

/*
 * The decimal of a name, as in c12: no sign, no zero in front, at most
 * OBJECT_NUMBER_MAX.  TEXT is what stands behind the letter.
 */
enum number_result name_number_parse(struct span text, unsigned int *number);

#endif
