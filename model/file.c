/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * file.c - descriptors and open files: the first half of vfio.h.
 */
#include "model/group_file.h"
#include "model/vfio.h"

ref file_find(const struct tcesim_machine *m, int fd)
{
	if (fd < 0)
		return 0;
	return (ref)sparse_get(&m->arena, &m->task->file, (uint64_t)fd);
}

/* The lowest free descriptor, as open() gives it. */
int file_install(struct tcesim_machine *m, ref file)
{
	struct sparse *files = &m->task->file;
	uint64_t fd = FIRST_FD;

	while (sparse_get(&m->arena, files, fd))
		fd++;
	sparse_set(&m->arena, files, fd, file);
	return (int)fd;
}

ref file_new(struct tcesim_machine *m, enum file_kind kind, ref object)
{
	ref object_file = ALLOC(m, file);

	*file_at(m, object_file) =
		(struct file){ .kind = kind, .refs = 1, .object = object };
	return object_file;
}

int vfio_open_container(struct tcesim_machine *m)
{
	struct state *state = m->state;
	ref object = ALLOC(m, vfio_container);
	struct vfio_container *container = vfio_container_at(m, object);

	container->self = object;
	container->id = state->next_container++;
	container->refs = 1;
	if (state->last_container)
		vfio_container_at(m, state->last_container)->next = object;
	else
		state->containers = object;
	state->last_container = object;
	return file_install(m, file_new(m, FILE_CONTAINER, object));
}

int vfio_open_group(struct tcesim_machine *m, struct group *group)
{
	if (trait(m, GROUP_GATE) == GROUP_GATE_CLOSED && !m->config.open_gate)
		return refuse(m, WHY_NO_NODE, -ENOENT);
	if (group->open)
		return refuse(m, WHY_GROUP_OPEN, -EBUSY);
	group->open = true;
	return file_install(m, file_new(m, FILE_GROUP, group->self));
}

void vfio_put_container(struct tcesim_machine *m,
                        struct vfio_container *container)
{
	struct state *state = m->state;
	ref *link = &state->containers, before = 0, object = container->self;

	assert(container->refs);
	if (--container->refs)
		return;
	assert(!container->groups && !container->driver);
	while (*link != object) {
		before = *link;
		link = &vfio_container_at(m, before)->next;
	}
	*link = container->next;
	if (state->last_container == object)
		state->last_container = before;
	FREE(m, vfio_container, object);
}

/* The last descriptor of a file is closed. */
static void file_release(struct tcesim_machine *m, const struct file *file)
{
	struct group *group;

	switch ((enum file_kind)file->kind) {
	case FILE_CONTAINER:
		vfio_put_container(m, vfio_container_at(m, file->object));
		break;
	case FILE_GROUP:
		group = group_at(m, file->object);
		group->open = false;
		if (group->container)
			group_leave(m, group);
		break;
	case FILE_DEVICE:
		group_at(m, file->object)->users--;
		file_put(m, file->group_file);
		break;
	}
}

void file_put(struct tcesim_machine *m, ref object)
{
	struct file *file = file_at(m, object);

	assert(file->refs);
	if (--file->refs)
		return;
	file_release(m, file);
	FREE(m, file, object);
}

int vfio_close(struct tcesim_machine *m, int fd)
{
	ref file = file_find(m, fd);

	if (!file)
		return refuse(m, WHY_BAD_FD, -EBADF);
	sparse_set(&m->arena, &m->task->file, (uint64_t)fd, 0);
	file_put(m, file);
	return 0;
}

void files_fork(struct tcesim_machine *m, const struct process *from,
                struct process *to)
{
	uint64_t fd = 0, file;

	for (; sparse_next(&m->arena, &from->file, &fd, &file); fd++) {
		sparse_set(&m->arena, &to->file, fd, file);
		file_at(m, (ref)file)->refs++;
	}
}

void files_exit(struct tcesim_machine *m, struct process *process)
{
	uint64_t fd = 0, file;

	for (; sparse_next(&m->arena, &process->file, &fd, &file); fd++)
		file_put(m, (ref)file);
	sparse_release(&m->arena, &process->file);
}
