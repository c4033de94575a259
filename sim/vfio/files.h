/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * files.h - which descriptor of which process is which file of the scenario,
 * and which container a group was attached to last.
 */
#ifndef SIM_VFIO_FILES_H
#define SIM_VFIO_FILES_H

#include "sim/vfio/host.h"

#include <stdbool.h>
#include <stddef.h>

enum {
	NO_FILE = -1
};

struct vfio_file {
	unsigned int process;
	int fd;
	char letter; /* 'c', 'g' */
	int number;  /* of its name */
	int opened;  /* as the so-manieth file of all */
};

/* Of two containers with one name, one after the other, each is another. */
struct vfio_container {
	int opened; /* NO_FILE: none yet */
	int number;
};

struct vfio_files {
	struct vfio_file *file;
	size_t files, room;
	int opened; /* so many have been */
	struct vfio_container container[HOST_GROUPS_MAX]; /* of each group */
};

void vfio_files_init(struct vfio_files *files);
void vfio_files_release(struct vfio_files *files);

/* False: no memory. */
bool vfio_files_add(struct vfio_files *files, const struct vfio_file *file);
void vfio_files_remove(struct vfio_files *files, unsigned int process, int fd);
/* CHILD has the files of PROCESS too.  False: no memory. */
bool vfio_files_fork(struct vfio_files *files, unsigned int process,
                     unsigned int child);

/* The name of a descriptor, or NO_FILE when it is no file of that LETTER. */
int vfio_files_number(const struct vfio_files *files, unsigned int process,
                      int fd, char letter);

/* The group GROUP_FD has been attached to CONTAINER_FD. */
void vfio_files_attach(struct vfio_files *files, unsigned int process,
                       int group_fd, int container_fd);

#endif
