/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * user.h - copies between the kernel and the argument of an ioctl.
 */
#ifndef MODEL_USER_H
#define MODEL_USER_H

#include "model/machine.h"

/* SIZE bytes from the start of the argument; -EFAULT, and *block is as it
 * was, when not all can be read. */
int copy_in(struct tcesim_machine *m, void *block,
            const struct tcesim_argument *user, size_t size);
/* -EFAULT when not all can be written; what can be, is. */
int copy_out(struct tcesim_machine *m, const struct tcesim_argument *user,
             const void *block, size_t size);

#endif
