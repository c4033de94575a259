/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "sim/vfio/files.h"

#include <stdlib.h>

void vfio_files_init(struct vfio_files *files)
{
	*files = (struct vfio_files){ 0 };
	for (int g = 0; g < HOST_GROUPS_MAX; g++)
		files->container[g].opened = NO_FILE;
}

void vfio_files_release(struct vfio_files *files)
{
	free(files->file);
	vfio_files_init(files);
}

bool vfio_files_add(struct vfio_files *files, const struct vfio_file *file)
{
	struct vfio_file *grown;
	size_t room = files->room ? 2 * files->room : 16;

	if (files->files == files->room) {
		grown = realloc(files->file, room * sizeof(*grown));
		if (!grown)
			return false;
		files->file = grown;
		files->room = room;
	}
	files->file[files->files] = *file;
	files->file[files->files++].opened = files->opened++;
	return true;
}

static struct vfio_file *find(const struct vfio_files *files,
                              unsigned int process, int fd)
{
	for (size_t i = 0; i < files->files; i++)
		if (files->file[i].process == process &&
		    files->file[i].fd == fd)
			return &files->file[i];
	return NULL;
}

void vfio_files_remove(struct vfio_files *files, unsigned int process, int fd)
{
	struct vfio_file *file = find(files, process, fd);

	if (file)
		*file = files->file[--files->files];
}

bool vfio_files_fork(struct vfio_files *files, unsigned int process,
                     unsigned int child)
{
	size_t count = files->files;

	for (size_t i = 0; i < count; i++) {
		struct vfio_file copy = files->file[i];

		if (copy.process != process)
			continue;
		copy.process = child;
		if (!vfio_files_add(files, &copy))
			return false;
		files->file[files->files - 1].opened = copy.opened;
	}
	return true;
}

int vfio_files_number(const struct vfio_files *files, unsigned int process,
                      int fd, char letter)
{
	const struct vfio_file *file = find(files, process, fd);

	return file && file->letter == letter ? file->number : NO_FILE;
}

void vfio_files_attach(struct vfio_files *files, unsigned int process,
                       int group_fd, int container_fd)
{
	int group = vfio_files_number(files, process, group_fd, 'g');
	const struct vfio_file *container = find(files, process, container_fd);

	if (group >= 0 && group < HOST_GROUPS_MAX && container &&
	    container->letter == 'c')
		files->container[group] = (struct vfio_container){
			container->opened, container->number
		};
}
