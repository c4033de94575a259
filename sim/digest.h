/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * digest.h - answers in few bytes, so that two sides that each play a story
 * can tell whether they were answered alike.
 *
 * Everything goes in that a kernel can tell and that has to be the same:
 * results, output fields and which of them were not written, locked_vm, lines
 * of `show` without what only the model knows.  A digest goes on from step to
 * step: the first mark that differs belongs to the first answer that differs.
 */
#ifndef SIM_DIGEST_H
#define SIM_DIGEST_H

#include "sim/answer.h"

#include <stdint.h>

enum {
	DIGEST_MARK = 4 /* hexadecimal digits of a step */
};

/* All zero before the first step. */
struct digest {
	uint64_t state;
};

/* Takes in ANSWER; writes its mark and a '\0' behind it. */
void digest_add(struct digest *digest, const struct answer *answer,
                char mark[DIGEST_MARK + 1]);

#endif
