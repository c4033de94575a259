/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * blocks.h - the ioctl of a step and its argument block.
 *
 * What the step says goes into the block; what it does not say gets the right
 * value.  Members that the kernel writes are filled beforehand with a pattern
 * that no kernel can answer (no multiple of a page, no small number), so that
 * a member that it left alone can be told afterwards.
 */
#ifndef SIM_BLOCKS_H
#define SIM_BLOCKS_H

#include "sim/answer.h"
#include "sim/backend.h"
#include "sim/command.h"
#include "sim/objects.h"

#include <stdbool.h>
#include <stdint.h>

enum {
	BLOCK_BYTES_MAX = 256
};

struct block {
	uint32_t request;
	struct argument argument;
	uint64_t bytes[BLOCK_BYTES_MAX / 8];
};

/*
 * The ioctl of COMMAND.  argument.block points into *BLOCK.  False when the
 * verb is no ioctl.
 */
bool block_init(struct block *block, const struct command *command,
                const struct objects *objects);

/* For what the table of blocks cannot know: the block is BYTES, SIZE long. */
void block_set_bytes(struct block *block, const struct command *command,
                     const void *bytes, size_t size);

/* What the kernel wrote to BLOCK goes to the fields of ANSWER, whose reply
 * is there already. */
void block_read(const struct block *block, const struct command *command,
                struct answer *answer);

#endif
