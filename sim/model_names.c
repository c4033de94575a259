/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "sim/model_names.h"

#include <limits.h>
#include <stdlib.h>

enum {
	ROOM_FIRST = 8
};

static size_t more(size_t room, size_t needed)
{
	if (!room)
		room = ROOM_FIRST;
	while (room < needed)
		room *= 2;
	return room;
}

/* Entry INDEX exists and is NAME; new ones before it are 0. */
static bool list_set(struct name_list *list, size_t index, unsigned int name)
{
	if (index >= list->room) {
		size_t room = more(list->room, index + 1);
		unsigned int *grown = realloc(list->name,
		                              room * sizeof(*grown));

		if (!grown)
			return false;
		list->name = grown;
		list->room = room;
	}
	while (list->count <= index)
		list->name[list->count++] = 0;
	list->name[index] = name;
	return true;
}

void model_names_release(struct model_names *names)
{
	free(names->process.name);
	free(names->container.name);
	free(names->memory.name);
	free(names->range);
}

bool model_names_add_process(struct model_names *names, unsigned int name,
                             unsigned int number)
{
	return list_set(&names->process, number, name);
}

bool model_names_add_container(struct model_names *names, unsigned int name)
{
	return list_set(&names->container, names->container.count, name);
}

static bool add_range(struct model_names *names, const struct name_range *range)
{
	if (names->ranges == names->room) {
		size_t room = more(names->room, names->ranges + 1);
		struct name_range *grown = realloc(names->range,
		                                   room * sizeof(*grown));

		if (!grown)
			return false;
		names->range = grown;
		names->room = room;
	}
	names->range[names->ranges++] = *range;
	return true;
}

bool model_names_add_memory(struct model_names *names, unsigned int number,
                            const struct name_range *range)
{
	return list_set(&names->memory, number, range->name) &&
	       add_range(names, range);
}

bool model_names_fork(struct model_names *names, unsigned int parent,
                      unsigned int child)
{
	size_t count = names->ranges;

	for (size_t i = 0; i < count; i++) {
		struct name_range copy = names->range[i];

		if (copy.process != parent)
			continue;
		copy.process = child;
		if (!add_range(names, &copy))
			return false;
	}
	return true;
}

/* ---- asking ----------------------------------------------------------- */

unsigned int model_names_process(const struct model_names *names,
                                 unsigned int name)
{
	/* The newest: a name may be given again after an exit. */
	for (size_t i = names->process.count; i-- > 0;)
		if (names->process.name[i] == name)
			return (unsigned int)i;
	return UINT_MAX;
}

unsigned int model_names_process_name(const struct model_names *names,
                                      unsigned int number)
{
	return names->process.name[number];
}

unsigned int model_names_container_name(const struct model_names *names,
                                        unsigned int number)
{
	return names->container.name[number];
}

uint64_t model_names_vaddr(const struct model_names *names,
                           unsigned int process, unsigned int name)
{
	for (size_t i = names->ranges; i-- > 0;) {
		const struct name_range *range = &names->range[i];

		if (range->process == process && range->name == name)
			return range->vaddr;
	}
	return 0;
}

struct place model_names_place(const struct model_names *names,
                               const struct tcesim_page *page)
{
	struct place place = { .known = true,
		               .memory = -1,
		               .offset = page->offset };

	if (page->memory >= 0)
		place.memory = (int)names->memory.name[page->memory];
	return place;
}

struct place model_names_address(const struct model_names *names,
                                 unsigned int process, uint64_t vaddr)
{
	for (size_t i = names->ranges; i-- > 0;) {
		const struct name_range *range = &names->range[i];

		if (range->process == process &&
		    vaddr - range->vaddr < range->size)
			return (struct place){ .known = true,
				               .memory = (int)range->name,
				               .offset = vaddr - range->vaddr };
	}
	return (struct place){ .known = true, .memory = -1, .offset = vaddr };
}

struct place model_names_view(const struct model_names *names,
                              const struct tcesim_page *page, uint64_t vaddr)
{
	int memory = model_names_place(names, page).memory;
	const struct name_range *first = NULL;

	for (size_t i = names->ranges; i-- > 0;) {
		const struct name_range *range = &names->range[i];

		if (vaddr - range->vaddr >= range->size)
			continue;
		if (!first || (int)range->name == memory)
			first = range;
		if ((int)range->name == memory)
			break;
	}
	if (!first)
		return (struct place){ true, -1, vaddr };
	return (struct place){ true, (int)first->name, vaddr - first->vaddr };
}
