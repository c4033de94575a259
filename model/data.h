/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * data.h - what bytes stand somewhere: in the host's memory, in a device.
 *
 * A store is a sorted list of runs of equal bytes; what is in no run is 0.  It
 * costs what is not zero in it, by run and not by byte.  A ref of 0 is a store
 * of zeros.
 */
#ifndef MODEL_DATA_H
#define MODEL_DATA_H

#include "model/machine.h"

/* The bytes of a store that are equal to the one in question, around it. */
struct data_run {
	uint64_t start, end; /* end: the first byte behind it */
	uint8_t byte;
};

void data_set(struct tcesim_machine *m, ref *store, uint64_t at, uint64_t size,
              uint8_t byte);
/* SIZE bytes; of one store, if the ranges do not overlap. */
void data_copy(struct tcesim_machine *m, ref *to, uint64_t at, const ref *from,
               uint64_t from_at, uint64_t size);
struct data_run data_around(const struct tcesim_machine *m, ref store,
                            uint64_t at);

#endif
