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

/* The last descriptor of a file is closed.  Answers what it kept open, or 0. */
static ref file_release(struct tcesim_machine *m, const struct file *file)
{
	struct group *group;
	ref kept = 0;

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
		kept = file->group_file;
		break;
	}
	return kept;
}

/* Answers what may have lost its last holder with it, or 0. */
static ref file_drop(struct tcesim_machine *m, ref object)
{
	struct file *file = file_at(m, object);
	ref kept;

	assert(file->refs);
	if (--file->refs)
		return 0;
	kept = file_release(m, file);
	FREE(m, file, object);
	return kept;
}

void file_put(struct tcesim_machine *m, ref object)
{
	while (object)
		object = file_drop(m, object);
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

/* The highest descriptor below END becomes *END.  False: there is none. */
static bool last_file(struct tcesim_machine *m, struct process *process,
                      uint64_t *end, uint64_t *file)
{
	uint64_t fd = 0, last = *end, found;

	while (sparse_next(&m->arena, &process->file, &fd, &found) &&
	       fd < *end) {
		last = fd++;
		*file = found;
	}
	found = *end;
	*end = last;
	return last != found;
}

/*
 * Each descriptor in turn only leaves work for the end of the task, and what
 * was left last is done first (since 4.4; before, nothing shows the order).
 * A device that goes leaves its group's file to be closed after all of that.
 */
void files_exit(struct tcesim_machine *m, struct process *process)
{
	uint64_t end = UINT64_MAX, file = 0;

	while (last_file(m, process, &end, &file))
		sparse_set(&m->arena, &process->file, end,
		           file_drop(m, (ref)file));
	for (end = 0; sparse_next(&m->arena, &process->file, &end, &file);
	     end++)
		file_put(m, (ref)file);
	sparse_release(&m->arena, &process->file);
}
