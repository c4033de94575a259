/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * host.h - the memory of the host: page frames, from RAM's two ends.
 *
 * User pages come from low memory, levels of TCE tables from high memory, both
 * first fit, so that addresses depend only on the order of calls.  A frame is
 * a page of the host.
 */
#ifndef MODEL_HOST_H
#define MODEL_HOST_H

#include "model/machine.h"

/* 0 is no frame: the first 64 KiB of RAM are the kernel's. */
void host_init(struct tcesim_machine *m);

uint64_t host_frames(const struct tcesim_machine *m);
uint64_t host_frames_free(const struct tcesim_machine *m);

/* COUNT frames in a row, the first a multiple of ALIGN frames; 0: none. */
uint64_t host_take_low(struct tcesim_machine *m, uint64_t count,
                       uint64_t align);
uint64_t host_take_high(struct tcesim_machine *m, uint64_t count,
                        uint64_t align);
void host_give(struct tcesim_machine *m, uint64_t frame, uint64_t count);

/*
 * 2^SHIFT contiguous bytes for a level of a table: their address, or 0 when
 * SITE fails, the block is larger than the host can give in one piece
 * (largest_block), or memory is used up.
 */
uint64_t host_alloc_block(struct tcesim_machine *m, enum site site,
                          unsigned int shift);
void host_free_block(struct tcesim_machine *m, uint64_t address,
                     unsigned int shift);

#endif
