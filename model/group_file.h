/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * group_file.h - what the two halves of the VFIO core, files and groups, ask
 * of each other.
 */
#ifndef MODEL_GROUP_FILE_H
#define MODEL_GROUP_FILE_H

#include "model/vfio.h"

ref file_new(struct tcesim_machine *m, enum file_kind kind, ref object);
int file_install(struct tcesim_machine *m, ref file);
void file_put(struct tcesim_machine *m, ref file);
void vfio_put_container(struct tcesim_machine *m,
                        struct vfio_container *container);

/* The group leaves its container; the driver goes with the last group. */
void group_leave(struct tcesim_machine *m, struct group *group);

#endif
