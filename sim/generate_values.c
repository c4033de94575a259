/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "sim/generate_values.h"

#include "sim/format.h"

#include <stddef.h>

bool rarely(struct generator *g, unsigned int out_of)
{
	return random_hit(&g->random, 1, out_of);
}

uint64_t one_of(struct generator *g, const uint64_t *numbers,
                unsigned int count)
{
	return numbers[random_below(&g->random, count)];
}

/* ---- text ------------------------------------------------------------- */

void put(struct generator *g, const char *text)
{
	text_add(&g->line, text);
}

void put_name(struct generator *g, char letter, unsigned int number)
{
	text_add_char(&g->line, ' ');
	text_add_char(&g->line, letter);
	text_add_decimal(&g->line, number);
}

static void put_key(struct generator *g, const char *key)
{
	text_add_char(&g->line, ' ');
	text_add(&g->line, key);
	text_add_char(&g->line, '=');
}

void put_decimal(struct generator *g, const char *key, uint64_t number)
{
	put_key(g, key);
	text_add_decimal(&g->line, number);
}

void put_size(struct generator *g, const char *key, uint64_t bytes)
{
	char text[32];

	put_key(g, key);
	format_size(bytes, text, sizeof(text));
	put(g, text);
}

void put_address(struct generator *g, const char *key, int memory,
                 uint64_t offset)
{
	const struct address address = { memory, offset };
	char text[48];

	put_key(g, key);
	format_address(&address, text, sizeof(text));
	put(g, text);
}

void put_hex(struct generator *g, const char *key, uint64_t number)
{
	put_address(g, key, NO_MEMORY_NAMED, number);
}

/* ---- things ----------------------------------------------------------- */

uint64_t host_page(const struct generator *g)
{
	return g->player->machine.page;
}

static uint64_t below(struct generator *g, uint64_t bound)
{
	return random_below(&g->random, bound);
}

int some_memory(struct generator *g)
{
	unsigned int start = (unsigned int)below(g, GENERATE_MEMORY_MAX);
	int gone = -1;

	for (unsigned int i = 0; i < GENERATE_MEMORY_MAX; i++) {
		unsigned int m = (start + i) % GENERATE_MEMORY_MAX;

		if (g->memory[m].state == NAME_MADE)
			return (int)m;
		if (g->memory[m].state == NAME_CLOSED)
			gone = (int)m;
	}
	return gone;
}

const struct world_window *some_window(struct generator *g,
                                       unsigned int container)
{
	const struct world_window *found = NULL;
	unsigned int seen = 0;

	for (unsigned int i = 0; i < g->world.windows; i++) {
		const struct world_window *window = &g->world.window[i];

		if (window->container == container && !below(g, ++seen))
			found = window;
	}
	return found;
}

/* ---- windows ---------------------------------------------------------- */

static uint64_t some_page_shift(struct generator *g)
{
	/* A real kernel maps no page that is larger than the host's. */
	if (g->manner.safe && !rarely(g, 4))
		return host_page(g) == 4096 ? 12 : ONE_OF(g, 12, 16);
	if (!rarely(g, 8))
		return ONE_OF(g, 12, 12, 12, 16, 16, 21, 24, 28, 30);
	if (g->manner.safe || rarely(g, 2))
		return ONE_OF(g, 0, 3, 11, 13, 15, 20, 34, 62, 63);
	return ONE_OF(g, 64, 76, 127, 128, 140, 144, 149, 158, 0x80000000,
	              0x8000000c, 0xffffffff);
}

static uint64_t some_levels(struct generator *g)
{
	if (rarely(g, 16))
		return ONE_OF(g, 0, 6, 7, 64, 0x80000000, 0xffffffff);
	return ONE_OF(g, 1, 1, 1, 1, 2, 2, 2, 3, 3, 4, 5);
}

/* log2 of entries: what fills whole tables, and one more or less. */
static uint64_t some_entries(struct generator *g, uint64_t levels)
{
	uint64_t page_entries = host_page(g) == 4096 ? 9 : 13;

	/* A kernel looks at each entry, or each block of entries, of a window
	 * that goes. */
	if (g->manner.safe && levels == 1)
		return rarely(g, 12) ? ONE_OF(g, 24, 32, 40, 50) : below(g, 13);
	if (g->manner.safe)
		return below(g, page_entries + 11);
	if (levels == 1)
		return below(g, 17);
	if (rarely(g, 3))
		return page_entries * levels + below(g, 3) - 1;
	return below(g, 40);
}

static uint64_t some_window_size(struct generator *g, uint64_t page_shift,
                                 uint64_t levels)
{
	uint64_t shift = page_shift % 64 + some_entries(g, levels);
	uint64_t size = UINT64_C(1) << (shift < 63 ? shift : 63);

	if (!rarely(g, g->manner.safe ? 30 : 10))
		return size;
	return ONE_OF(g, 0, 1, size - 1, size + 1, size - host_page(g),
	              3 * (size / 2), size / 8, UINT64_MAX, UINT64_C(1) << 63);
}

void put_shape(struct generator *g)
{
	uint64_t page_shift = some_page_shift(g);
	uint64_t levels = some_levels(g);

	put_decimal(g, "page_shift", page_shift);
	put_size(g, "window_size", some_window_size(g, page_shift, levels));
	put_decimal(g, "levels", levels);
}

void put_start_addr(struct generator *g, unsigned int container)
{
	const struct world_window *window = some_window(g, container);
	uint64_t start = window ? window->start_addr : 0;
	uint64_t size = window ? window->entries << (window->page_shift & 63)
	                       : host_page(g);

	if (rarely(g, 5))
		start = ONE_OF(g, 1, start + 1, start + size - 1, start + size,
		               start - 1, UINT64_C(1) << 59, UINT64_MAX);
	put_hex(g, "start_addr", start);
}

/* ---- registered memory ------------------------------------------------ */

static uint64_t memory_size(const struct generator *g, int memory)
{
	return memory < 0 ? 1 << 20 : g->memory[memory].size;
}

static bool is_registered(const struct generator *g, int memory)
{
	bool found = false;

	for (unsigned int i = 0; i < g->world.regions; i++)
		found |= g->world.region[i].place.memory == memory;
	return found;
}

/* Often one that is not yet. */
static int some_memory_to_register(struct generator *g)
{
	int memory = some_memory(g);

	for (int i = 0; g->manner.safe && i < 4; i++)
		if (memory < 0 || g->memory[memory].state != NAME_MADE ||
		    is_registered(g, memory))
			memory = some_memory(g);
	return memory;
}

void put_range(struct generator *g)
{
	int memory = some_memory_to_register(g);
	uint64_t page = host_page(g);
	uint64_t size = memory_size(g, memory);
	uint64_t offset = 0;

	if (rarely(g, g->manner.safe ? 8 : 4)) {
		offset = ONE_OF(g, page, size / 2, size - page, 1, 0 - page,
		                size, 0x100000);
		size = ONE_OF(g, page, 2 * page, size - page, size + page,
		              size / 2, 0, page / 2, UINT64_MAX - page + 1);
	}
	put_address(g, "vaddr", memory, offset);
	put_size(g, "size", size);
}

static const struct world_region *some_region(struct generator *g)
{
	if (!g->world.regions)
		return NULL;
	return &g->world.region[below(g, g->world.regions)];
}

void put_region(struct generator *g)
{
	const struct world_region *region = some_region(g);

	if (!region || region->place.memory < 0 || rarely(g, 5)) {
		put_range(g);
		return;
	}
	put_address(g, "vaddr", region->place.memory, region->place.offset);
	put_size(g, "size", region->size);
}

/* ---- mappings --------------------------------------------------------- */

/* Where to map, and in steps of what. */
struct target {
	uint64_t start, entries;
	unsigned int page_shift, level_shift;
};

/* Without a window: what the default window would be. */
static struct target some_target(struct generator *g, unsigned int container)
{
	const struct world_window *window = some_window(g, container);

	if (!window)
		return (struct target){ .entries = 1 << 19,
			                .page_shift = 12,
			                .level_shift = 12 };
	return (struct target){ .start = window->start_addr,
		                .entries = window->entries,
		                .page_shift = window->page_shift & 63,
		                .level_shift = window->level_shift & 31 };
}

static uint64_t some_index(struct generator *g, const struct target *target)
{
	uint64_t leaf = UINT64_C(1) << target->level_shift;
	uint64_t last = target->entries - 1;

	if (rarely(g, 3))
		return ONE_OF(g, last, last - 1, last - 2, leaf - 1, leaf,
		              2 * leaf - 1, target->entries / 2,
		              target->entries);
	return ONE_OF(g, 0, 0, 0, 1, 2, 3, 16, 17, 511);
}

static uint64_t put_iova(struct generator *g, const struct target *target)
{
	uint64_t iova = target->start +
	                (some_index(g, target) << target->page_shift);

	if (rarely(g, 20))
		iova = ONE_OF(g, iova + 16, iova + 4096, iova - 1,
		              UINT64_C(1) << 59, UINT64_C(1) << 31,
		              UINT64_MAX - 4095);
	put_hex(g, "iova", iova);
	return iova;
}

static uint64_t some_length(struct generator *g, const struct target *target)
{
	uint64_t page = UINT64_C(1) << target->page_shift;

	if (rarely(g, 16))
		return ONE_OF(g, 0, 1, page / 2, page + page / 2, 4096, 65536,
		              3 * page, UINT64_C(1) << 32);
	return page * ONE_OF(g, 1, 1, 1, 1, 2, 2, 3, 4, 16, 32);
}

static void put_vaddr(struct generator *g, const struct target *target)
{
	const struct world_region *region = some_region(g);
	uint64_t page = UINT64_C(1) << target->page_shift;
	int memory = some_memory(g);
	uint64_t size = memory_size(g, memory);
	uint64_t base = 0;

	if (region && region->place.memory >= 0 && !rarely(g, 8)) {
		memory = region->place.memory;
		base = region->place.offset;
		size = region->size;
	}
	if (rarely(g, 3))
		base += ONE_OF(g, page, 2 * page, size - page, size / 2, size,
		               page / 2, 4096, 1);
	put_address(g, "vaddr", memory, base);
}

/* Pages of a region into entries of a window. */
static bool put_fitting(struct generator *g, const struct target *target)
{
	const struct world_region *region = some_region(g);
	uint64_t page = UINT64_C(1) << target->page_shift;
	uint64_t there, from, index, count;

	if (!region || region->place.memory < 0 || region->size < page)
		return false;
	there = region->size / page;
	from = rarely(g, 2) ? 0 : below(g, there);
	index = some_index(g, target);
	if (index >= target->entries)
		index = 0;
	count = ONE_OF(g, 1, 1, 1, 2, 3, 4, 16);
	if (count > there - from)
		count = there - from;
	if (count > target->entries - index)
		count = target->entries - index;
	put_hex(g, "iova", target->start + (index << target->page_shift));
	put_address(g, "vaddr", region->place.memory,
	            region->place.offset + from * page);
	put_size(g, "size", count * page);
	return true;
}

static void put_permissions(struct generator *g)
{
	if (rarely(g, 3))
		put_hex(g, "flags", ONE_OF(g, 1, 1, 1, 2, 2, 2, 3, 3, 3, 0, 7));
}

void put_mapping(struct generator *g, unsigned int container)
{
	const struct target target = some_target(g, container);

	if (g->manner.safe && !rarely(g, 4) && put_fitting(g, &target)) {
		put_permissions(g);
		return;
	}
	put_iova(g, &target);
	put_vaddr(g, &target);
	put_size(g, "size", some_length(g, &target));
	put_permissions(g);
}

void put_unmapping(struct generator *g, unsigned int container)
{
	const struct target target = some_target(g, container);
	uint64_t size = some_length(g, &target);

	put_iova(g, &target);
	if (rarely(g, 8) && target.entries <= 1 << 16)
		size = target.entries << target.page_shift;
	put_size(g, "size", size);
}

void put_transfer(struct generator *g)
{
	unsigned int container = 0;
	struct target target;

	if (g->world.windows)
		container =
			g->world.window[below(g, g->world.windows)].container;
	target = some_target(g, container);
	put_iova(g, &target);
	if (rarely(g, 2))
		put_size(g, "size", ONE_OF(g, 1, 4096, 4097, 65536, 1 << 17));
}
