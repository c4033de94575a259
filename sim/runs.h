/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * runs.h - lists of equal things in a row: what `data=` and `pages=` say.
 *
 *     data=0x5a*4K,0*8K          bytes, each with how many of them
 *     pages=ok*2,dma_no_tce      results, each with how many IOMMU pages
 *
 * A count of 1 is left out of pages=; a lone byte without a count is data that
 * is all that byte, however much there is of it.
 */
#ifndef SIM_RUNS_H
#define SIM_RUNS_H

#include "sim/parse.h"
#include "sim/text.h"

#include <stdbool.h>
#include <stdint.h>

enum {
	RUNS_ITEM_MAX = 64
};

/* Neighbours that are equal become one item. */
struct runs {
	struct text text;
	bool sizes;               /* counts are bytes */
	char item[RUNS_ITEM_MAX]; /* "": none yet */
	uint64_t count;
};

/* What does not fit into SIZE is cut off behind the last item that does, and
 * "..." stands for it. */
void runs_init(struct runs *runs, bool sizes, char *at, size_t size);
void runs_add(struct runs *runs, const char *item, uint64_t count);
void runs_add_byte(struct runs *runs, uint8_t byte, uint64_t count);
void runs_end(struct runs *runs);

/* TEXT in the form above, of KEY_DATA or KEY_PAGES. */
bool runs_parse(enum key key, struct span text,
                const struct vocabulary *vocabulary, char *at, size_t size,
                struct parse_error *error);

/* Is ANSWERED, as runs_end() left it, what EXPECTED says? */
bool runs_fit(const char *answered, const char *expected);

#endif
