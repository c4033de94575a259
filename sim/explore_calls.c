/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "sim/explore_calls.h"

#include "sim/explore_law.h"
#include "sim/format.h"

#include <assert.h>
#include <string.h>

enum {
	PAGE = 4096,
	NOWHERE = 16 * PAGE, /* no buffer is so low */
	MISALIGNED = 16
};

/* ---- lines --------------------------------------------------------------- */

/* A call and the line that it is in a scenario, made side by side. */
struct maker {
	const struct bound *bound;
	const struct kernel *kernel;
	const struct vocabulary *vocabulary;
	struct bound_calls *calls;
	struct bound_call call;
	struct command command;
};

static void begin(struct maker *maker, enum verb verb, uint32_t request)
{
	maker->call = (struct bound_call){ .verb = verb, .request = request };
	maker->command = (struct command){
		.verb = verb,
		.objects = 1,
		.object = { { 'c', 0, 0 } },
	};
}

static void add_value(struct maker *maker, enum key key, int memory,
                      uint64_t number)
{
	struct command *command = &maker->command;

	command->arg[command->args++] = (struct arg){
		.key = key,
		.group = ALL_GROUPS,
		.value = { .number = number, .memory = memory },
	};
}

static void add_number(struct maker *maker, enum key key, uint64_t number)
{
	add_value(maker, key, NO_MEMORY_NAMED, number);
}

/* A page of m0: its address for the call. */
static uint64_t add_vaddr(struct maker *maker, unsigned int page)
{
	add_value(maker, KEY_VADDR, 0, (uint64_t)page * PAGE);
	return maker->calls->vaddr + (uint64_t)page * PAGE;
}

static void finish(struct maker *maker, size_t size)
{
	struct bound_calls *calls = maker->calls;

	maker->call.size = size;
	command_format(&maker->command, maker->vocabulary, maker->call.text,
	               sizeof(maker->call.text));
	assert(calls->count < BOUND_CALLS_MAX);
	calls->call[calls->count++] = maker->call;
}

/* ---- the calls ----------------------------------------------------------- */

static void add_attach(struct maker *maker, unsigned int group)
{
	begin(maker, VERB_ATTACH, UAPI_GROUP_SET_CONTAINER);
	maker->command.objects = 2;
	maker->command.object[0] = (struct object){ 'g', group, 0 };
	maker->command.object[1] = (struct object){ 'c', 0, 0 };
	maker->call.file = group + 1;
	maker->call.block.fd = maker->calls->fd[0];
	finish(maker, sizeof(maker->call.block.fd));
}

static void add_detach(struct maker *maker, unsigned int group)
{
	begin(maker, VERB_DETACH, UAPI_GROUP_UNSET_CONTAINER);
	maker->command.object[0] = (struct object){ 'g', group, 0 };
	maker->call.file = group + 1;
	finish(maker, 0);
}

/* FILE 0: the container; n + 1: group n. */
static void add_file(struct maker *maker, enum verb verb, unsigned int file)
{
	begin(maker, verb, 0);
	if (file)
		maker->command.object[0] = (struct object){ 'g', file - 1, 0 };
	maker->call.file = file;
	finish(maker, 0);
}

static void add_set_iommu(struct maker *maker)
{
	begin(maker, VERB_SET_IOMMU, UAPI_SET_IOMMU);
	add_number(maker, KEY_TYPE, UAPI_SPAPR_TCE_V2);
	maker->call.value = UAPI_SPAPR_TCE_V2;
	finish(maker, 0);
}

/* MEMORY: of m0, or NO_MEMORY_NAMED. */
static void add_region(struct maker *maker, enum verb verb, int memory,
                       uint64_t offset)
{
	struct uapi_memory *block = &maker->call.block.memory;

	begin(maker, verb,
	      verb == VERB_REGISTER ? UAPI_REGISTER_MEMORY
	                            : UAPI_UNREGISTER_MEMORY);
	block->argsz = sizeof(*block);
	block->vaddr = offset + (memory == 0 ? maker->calls->vaddr : 0);
	block->size = PAGE;
	add_value(maker, KEY_VADDR, memory, offset);
	add_number(maker, KEY_SIZE, PAGE);
	finish(maker, sizeof(*block));
}

static void add_create(struct maker *maker, const struct bound_window *window)
{
	struct uapi_create *block = &maker->call.block.create;

	begin(maker, VERB_CREATE, UAPI_TCE_CREATE);
	block->argsz = sizeof(*block);
	block->page_shift = window->page_shift;
	block->window_size = window->window_size;
	block->levels = window->levels;
	add_number(maker, KEY_PAGE_SHIFT, window->page_shift);
	add_number(maker, KEY_WINDOW_SIZE, window->window_size);
	add_number(maker, KEY_LEVELS, window->levels);
	finish(maker, sizeof(*block));
}

static void add_remove(struct maker *maker, uint64_t start_addr)
{
	struct uapi_remove *block = &maker->call.block.remove;

	begin(maker, VERB_REMOVE, UAPI_TCE_REMOVE);
	block->argsz = sizeof(*block);
	block->start_addr = start_addr;
	add_number(maker, KEY_START_ADDR, start_addr);
	finish(maker, sizeof(*block));
}

static void add_map_as(struct maker *maker, uint64_t iova, unsigned int page,
                       unsigned int pages, uint32_t flags)
{
	struct uapi_map *block = &maker->call.block.map;

	begin(maker, VERB_MAP, UAPI_MAP_DMA);
	block->argsz = sizeof(*block);
	block->flags = flags;
	block->iova = iova;
	block->size = (uint64_t)pages * PAGE;
	add_number(maker, KEY_IOVA, iova);
	block->vaddr = add_vaddr(maker, page);
	add_number(maker, KEY_SIZE, block->size);
	add_number(maker, KEY_MAP_FLAGS, block->flags);
	finish(maker, sizeof(*block));
}

static void add_map(struct maker *maker, uint64_t iova, unsigned int page,
                    unsigned int pages)
{
	add_map_as(maker, iova, page, pages,
	           UAPI_MAP_READ | (maker->bound->write ? UAPI_MAP_WRITE : 0u));
}

static void add_unmap(struct maker *maker, uint64_t iova, unsigned int pages)
{
	struct uapi_unmap *block = &maker->call.block.unmap;

	begin(maker, VERB_UNMAP, UAPI_UNMAP_DMA);
	block->argsz = sizeof(*block);
	block->iova = iova;
	block->size = (uint64_t)pages * PAGE;
	add_number(maker, KEY_IOVA, iova);
	add_number(maker, KEY_SIZE, block->size);
	finish(maker, sizeof(*block));
}

/* Of pages that are in the window, alone and together. */
static void add_good_mappings(struct maker *maker, uint64_t start)
{
	const struct bound *bound = maker->bound;

	for (unsigned int page = 0; page < bound->pages; page++)
		for (unsigned int i = 0; i < bound->regions; i++)
			add_map(maker, start + (uint64_t)page * PAGE, i, 1);
	for (unsigned int page = 0; page < bound->pages; page++)
		add_unmap(maker, start + (uint64_t)page * PAGE, 1);
	if (bound->pages > 1) {
		add_map(maker, start, 0, bound->pages);
		add_unmap(maker, start, bound->pages);
	}
}

/* Beyond the end, without a direction, at a misaligned address. */
static void add_bad_mappings(struct maker *maker, uint64_t start)
{
	uint64_t last = start + maker->bound->tce32 - PAGE;

	add_map(maker, last, 0, 2);
	add_unmap(maker, last, 2);
	add_map_as(maker, start, 0, 1, 0);
	add_map(maker, start + MISALIGNED, 0, 1);
	add_unmap(maker, start + MISALIGNED, 1);
}

/* What asks and changes nothing; a call of the other version. */
static void add_questions(struct maker *maker)
{
	begin(maker, VERB_GET_INFO, UAPI_TCE_GET_INFO);
	maker->call.block.info.argsz = sizeof(maker->call.block.info);
	finish(maker, sizeof(maker->call.block.info));
	begin(maker, VERB_ENABLE, UAPI_ENABLE);
	finish(maker, 0);
}

/* ---- what they depend on ------------------------------------------------- */

#define P(part) (UINT32_C(1) << TCESIM_PART_##part)
#define WINDOWS (P(WINDOW_0) | P(WINDOW_1))
/* Is c0 open, has it a driver? */
#define C0 (P(FILES) | P(CONTAINERS))

/* The calls made since the last class. */
static struct bound_class *add_class(struct maker *maker, uint32_t parts,
                                     uint32_t parts_if_owed)
{
	struct bound_calls *calls = maker->calls;
	struct bound_class *class = &calls->class[calls->classes];
	unsigned int before = 0;

	if (calls->classes++)
		before = class[-1].first + class[-1].count;
	*class = (struct bound_class){
		.first = before,
		.count = calls->count - before,
		.parts = parts,
		.parts_if_owed = parts_if_owed,
	};
	return class;
}

static uint32_t parts_of_slot(unsigned int slot)
{
	return P(LEVELS_0) << slot | P(TCES_0) << slot;
}

/* With its last group a container loses all; in some kernels every group takes
 * the TCEs with it.  Pages become dirty by what was in the TCEs. */
static void add_detach_class(struct maker *maker)
{
	const uint32_t cleared = P(LEVELS_0) | P(LEVELS_1) | P(TCES_0) |
	                         P(TCES_1) | P(MAPPED);
	struct bound_class *class = add_class(maker, BOUND_ALL_PARTS, 0);

	if (maker->bound->write)
		return;
	class->cleared = cleared;
	class->parts &= ~(cleared | P(LOCKED_VM));
}

static void add_groups(struct maker *maker)
{
	/* Of old kernels these make the default window. */
	const uint32_t parts = C0 | P(GROUPS) | P(PENDING) | P(HARDWARE) |
	                       WINDOWS | P(LOCKED_VM) | P(BINDING);

	for (unsigned int i = 0; i < maker->bound->groups; i++)
		add_attach(maker, i);
	add_class(maker, parts, 0);
	for (unsigned int i = 0; i < maker->bound->groups; i++)
		add_detach(maker, i);
	for (unsigned int i = 0; i < maker->bound->groups; i++)
		add_file(maker, VERB_CLOSE, i + 1);
	add_detach_class(maker);
	add_set_iommu(maker);
	add_class(maker, parts, 0);
}

/* A container that is closed goes when it has no group. */
static void add_files(struct maker *maker)
{
	add_file(maker, VERB_CLOSE, 0);
	add_file(maker, VERB_CONTAINER, 0);
	add_class(maker, C0 | P(GROUPS), 0);
}

static void add_regions(struct maker *maker)
{
	const struct bound *bound = maker->bound;

	for (unsigned int i = 0; i < bound->regions; i++)
		add_region(maker, VERB_REGISTER, 0, (uint64_t)i * PAGE);
	if (bound->regions)
		add_region(maker, VERB_REGISTER, NO_MEMORY_NAMED, NOWHERE);
	add_class(maker,
	          C0 | P(BINDING) | P(PENDING) | WINDOWS | P(REGIONS) |
	                  P(USED) | P(LOCKED_VM) | P(MEMORY),
	          0);
	for (unsigned int i = 0; i < bound->regions; i++)
		add_region(maker, VERB_UNREGISTER, 0, (uint64_t)i * PAGE);
	if (bound->regions)
		add_region(maker, VERB_UNREGISTER, NO_MEMORY_NAMED, NOWHERE);
	add_class(maker,
	          C0 | P(BINDING) | P(REGIONS) | P(USED) | P(MAPPED) |
	                  P(MEMORY),
	          0);
}

static void add_windows(struct maker *maker)
{
	const struct bound *bound = maker->bound;
	const uint32_t parts = C0 | P(GROUPS) | P(BINDING) | P(PENDING) |
	                       WINDOWS | P(HARDWARE);
	uint32_t written = bound->write ? P(MEMORY) : 0;
	struct bound_class *class;

	for (unsigned int i = 0; i < bound->windows; i++)
		add_create(maker, &bound->window[i]);
	class = add_class(maker, parts | P(LOCKED_VM), 0);
	class->parts_if_free = P(USED);
	if (law_holds(maker->kernel, "level_fill", "eager"))
		class->parts |= P(LEVELS_0) | P(LEVELS_1);
	for (unsigned int slot = 0; slot < 2; slot++) {
		add_remove(maker, (uint64_t)slot << 59);
		add_remove(maker, ((uint64_t)slot << 59) + PAGE);
		class = add_class(maker, parts | parts_of_slot(slot) | written,
		                  0);
		class->parts_if_free = P(USED);
	}
}

static void add_mappings(struct maker *maker)
{
	uint32_t parts = C0 | P(BINDING) | P(PENDING) | WINDOWS | P(REGIONS);

	if (maker->bound->write)
		parts |= P(MEMORY);
	if (law_holds(maker->kernel, "view_charge", "first_map"))
		parts |= P(LOCKED_VM);
	for (unsigned int slot = 0; slot < 2; slot++) {
		if (maker->bound->pages) {
			add_good_mappings(maker, (uint64_t)slot << 59);
			add_bad_mappings(maker, (uint64_t)slot << 59);
		}
		add_class(maker, parts | parts_of_slot(slot),
		          P(GROUPS) | P(LOCKED_VM) | P(HARDWARE));
	}
}

void bound_add_calls(const struct bound *bound, const struct kernel *kernel,
                     const struct vocabulary *vocabulary,
                     struct bound_calls *calls)
{
	struct maker maker = { .bound = bound,
		               .kernel = kernel,
		               .vocabulary = vocabulary,
		               .calls = calls };

	add_groups(&maker);
	add_files(&maker);
	add_questions(&maker);
	add_class(&maker, C0 | P(GROUPS) | P(BINDING), 0);
	add_regions(&maker);
	add_windows(&maker);
	add_mappings(&maker);
}
