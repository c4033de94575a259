/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * vfio.h - the VFIO core above the driver: open files, containers, groups.
 *
 * A container lives while its file is open or a group is in it.  Its driver's
 * half (container.h) comes with SET_IOMMU and goes with the last group.
 * Files can be closed in any order; an open device keeps its group's file.
 */
#ifndef MODEL_VFIO_H
#define MODEL_VFIO_H

#include "model/container.h"

enum file_kind {
	FILE_CONTAINER = 1,
	FILE_GROUP,
	FILE_DEVICE
};

/* What descriptors of several processes may share. */
struct file {
	uint32_t kind;  /* enum file_kind */
	uint32_t refs;  /* descriptors, and devices of a group */
	ref object;     /* struct vfio_container, or struct group */
	ref group_file; /* of a device: the file it keeps open */
};
DEFINE_AT(file)

struct vfio_container {
	ref next, self;
	uint32_t id;   /* in order of opening */
	uint32_t refs; /* 1 for the open file, 1 for each group */
	ref groups;    /* newest first */
	ref driver;    /* struct container; 0: no driver */
};
DEFINE_AT(vfio_container)

/* The open file behind a descriptor of the calling process; 0: none. */
ref file_find(const struct tcesim_machine *m, int fd);

/* Each answers a descriptor of the calling process, or an error. */
int vfio_open_container(struct tcesim_machine *m);
int vfio_open_group(struct tcesim_machine *m, struct group *group);
int vfio_close(struct tcesim_machine *m, int fd);

/* fork and exit: a second name for every open file; no names any more. */
void files_fork(struct tcesim_machine *m, const struct process *from,
                struct process *to);
void files_exit(struct tcesim_machine *m, struct process *process);

/* The requests of a group's file. */
int64_t group_ioctl(struct tcesim_machine *m, ref file, unsigned int nr,
                    const struct tcesim_argument *user);
/* The requests of a container's file that the core itself answers: SET_IOMMU
 * and CHECK_EXTENSION. */
int vfio_set_iommu(struct tcesim_machine *m, struct vfio_container *container,
                   uint64_t type);
int vfio_check_extension(const struct tcesim_machine *m, uint64_t extension);

#endif
