/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * ioctl.h - the requests of a container's file: one ladder for each.
 *
 * Every ladder checks in the kernel's order; where the argument is copied in,
 * and what was done before that, differs from request to request.
 */
#ifndef MODEL_IOCTL_H
#define MODEL_IOCTL_H

#include "model/vfio.h"

/* NR is the request without its encoding: 0 is GET_API_VERSION. */
int64_t container_ioctl(struct tcesim_machine *m,
                        struct vfio_container *container, unsigned int nr,
                        const struct tcesim_argument *user);

/* EEH_PE_OP on all groups; a positive answer is a state. */
int eeh_pe_op(struct tcesim_machine *m, const struct container *c,
              const struct tcesim_argument *user);

#endif
