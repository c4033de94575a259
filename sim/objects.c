/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "sim/objects.h"

#include <stdlib.h>
#include <string.h>

enum {
	ROOM_FIRST = 4
};

/* BLOCK with room for NEEDED entries of SIZE bytes; NULL: no memory. */
static void *with_room(void *block, size_t *room, size_t needed, size_t size)
{
	size_t more = *room ? *room : ROOM_FIRST;
	void *grown;

	if (needed <= *room)
		return block;
	while (more < needed)
		more *= 2;
	grown = realloc(block, more * size);
	if (grown)
		*room = more;
	return grown;
}

static void release_process(struct object_process *process)
{
	free(process->container.fd);
	free(process->group.fd);
	free(process->device.fd);
}

/* Entries behind ->processes hold room that later processes take over. */
void objects_release(struct objects *objects)
{
	for (size_t i = 0; i < objects->process_room; i++)
		release_process(&objects->process[i]);
	free(objects->process);
	free(objects->memory);
	*objects = (struct objects){ 0 };
}

void objects_clear(struct objects *objects)
{
	objects->processes = 0;
	objects->memories = 0;
}

/* ---- processes -------------------------------------------------------- */

struct object_process *objects_add_process(struct objects *objects,
                                           unsigned int name)
{
	size_t old = objects->process_room;
	struct object_process *process =
		with_room(objects->process, &objects->process_room,
	                  objects->processes + 1, sizeof(*process));

	if (!process)
		return NULL;
	objects->process = process;
	if (objects->process_room > old)
		memset(process + old, 0,
		       (objects->process_room - old) * sizeof(*process));
	process += objects->processes++;
	process->name = name;
	process->alive = true;
	process->container.count = 0;
	process->group.count = 0;
	process->device.count = 0;
	return process;
}

struct object_process *objects_process(const struct objects *objects,
                                       unsigned int name)
{
	for (size_t i = objects->processes; i-- > 0;) {
		struct object_process *process = &objects->process[i];

		if (process->alive && process->name == name)
			return process;
	}
	return NULL;
}

static bool copy_files(struct file_list *to, const struct file_list *from)
{
	int *fd = with_room(to->fd, &to->room, from->count, sizeof(*fd));

	if (!from->count)
		return true;
	if (!fd)
		return false;
	to->fd = fd;
	memcpy(to->fd, from->fd, from->count * sizeof(*fd));
	to->count = from->count;
	return true;
}

struct object_process *objects_fork(struct objects *objects, unsigned int name,
                                    unsigned int child)
{
	struct object_process *copy = objects_add_process(objects, child);
	const struct object_process *parent = objects_process(objects, name);

	if (!copy || !parent)
		return NULL;
	copy->memlock = parent->memlock;
	copy->ipc_lock = parent->ipc_lock;
	if (!copy_files(&copy->container, &parent->container) ||
	    !copy_files(&copy->group, &parent->group) ||
	    !copy_files(&copy->device, &parent->device))
		return NULL;
	return copy;
}

/* ---- files ------------------------------------------------------------ */

static struct file_list *list_of(struct object_process *process, char letter)
{
	switch (letter) {
	case 'c':
		return &process->container;
	case 'g':
		return &process->group;
	default:
		return &process->device;
	}
}

int objects_fd(struct object_process *process, const struct object *file)
{
	const struct file_list *list = list_of(process, file->letter);

	return file->number < list->count ? list->fd[file->number] : -1;
}

bool objects_set_fd(struct object_process *process, const struct object *file,
                    int fd)
{
	struct file_list *list = list_of(process, file->letter);
	size_t needed = (size_t)file->number + 1;
	int *grown = with_room(list->fd, &list->room, needed, sizeof(*grown));

	if (!grown)
		return false;
	list->fd = grown;
	while (list->count < needed)
		list->fd[list->count++] = -1;
	list->fd[file->number] = fd;
	return true;
}

/* ---- memory ----------------------------------------------------------- */

struct object_memory objects_memory(const struct objects *objects,
                                    unsigned int name)
{
	if (name >= objects->memories)
		return (struct object_memory){ 0 };
	return objects->memory[name];
}

bool objects_set_memory(struct objects *objects, unsigned int name,
                        struct object_memory memory)
{
	size_t needed = (size_t)name + 1;
	struct object_memory *grown = with_room(
		objects->memory, &objects->memory_room, needed, sizeof(*grown));

	if (!grown)
		return false;
	objects->memory = grown;
	while (objects->memories < needed)
		grown[objects->memories++] = (struct object_memory){ 0 };
	grown[name] = memory;
	return true;
}

uint64_t objects_address(const struct objects *objects,
                         const struct value *address)
{
	uint64_t base = 0;

	if (address->memory >= 0)
		base = objects_memory(objects, (unsigned int)address->memory)
		               .vaddr;
	return base + address->number;
}
