/* SPDX-License-Identifier: GPL-2.0-or-later */
/* dma_rig.h - a container with a group, and room for windows. */
#ifndef TESTS_DMA_RIG_H
#define TESTS_DMA_RIG_H

#include "model/tcesim.h"

/* ck_assert() tells its parent at each call: too slow for millions. */
#define HOLDS(condition)                                              \
	do {                                                          \
		if (!(condition))                                     \
			ck_abort_msg("it is not so: %s", #condition); \
	} while (0)

struct dma_rig {
	struct tcesim_machine *machine;
	const struct tcesim_profile *profile;
	int container, group;
};

/* The default window is gone. */
void dma_rig_init(struct dma_rig *r, const char *profile,
                  const struct tcesim_config *config);
void dma_rig_release(struct dma_rig *r);

/* What the ioctls of process 0 answer. */
int64_t dma_call(struct dma_rig *r, int fd, uint32_t request, void *block,
                 size_t size, uint64_t value);
int64_t dma_create(struct dma_rig *r, unsigned int page_shift,
                   unsigned int window_shift, unsigned int levels,
                   uint64_t *start_addr);
int64_t dma_map(struct dma_rig *r, uint64_t iova, uint64_t vaddr, uint64_t size,
                uint32_t flags);
int64_t dma_unmap(struct dma_rig *r, uint64_t iova, uint64_t size);

/* The vaddr of a new buffer, registered. */
uint64_t dma_memory(struct dma_rig *r, uint64_t size, uint64_t page_size);

bool is_reason(unsigned int why, const char *name);

#endif
