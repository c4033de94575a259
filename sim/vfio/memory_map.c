/* SPDX-License-Identifier: GPL-2.0-or-later */
#define _GNU_SOURCE
#include "sim/vfio/memory_map.h"

#include <elf.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

/* Where 64-bit Linux on POWER sees physical memory. */
#define LINEAR_MAP UINT64_C(0xc000000000000000)

/* What /proc/PID/pagemap says of a page. */
#define PAGE_PRESENT (UINT64_C(1) << 63)
#define PAGE_NUMBER  ((UINT64_C(1) << 55) - 1)

enum {
	SEGMENTS_MAX = 64,
	ENTRIES_AT_ONCE = 512
};

void memory_map_release(struct memory_map *map)
{
	free(map->page);
	*map = (struct memory_map){ 0 };
}

static void forget(struct memory_map *map, int memory)
{
	size_t kept = 0;

	for (size_t i = 0; i < map->pages; i++)
		if (map->page[i].memory != memory)
			map->page[kept++] = map->page[i];
	map->pages = kept;
}

static bool make_room(struct memory_map *map, size_t more)
{
	struct mapped_page *grown;

	if (map->pages + more <= map->room)
		return true;
	grown = realloc(map->page, (map->pages + more) * sizeof(*grown));
	if (!grown)
		return false;
	map->page = grown;
	map->room = map->pages + more;
	return true;
}

static int pagemap_open(pid_t pid)
{
	char path[32];

	snprintf(path, sizeof(path), "/proc/%d/pagemap", (int)pid);
	return open(path, O_RDONLY | O_CLOEXEC);
}

/* Physical addresses of the pages from VADDR on, 0 where there is none; how
 * many could be read, up to PAGES. */
static size_t pagemap_read(int fd, uint64_t vaddr, uint64_t *physical,
                           size_t pages)
{
	const uint64_t host_page = (uint64_t)sysconf(_SC_PAGESIZE);
	ssize_t size = pread(fd, physical, pages * 8,
	                     (off_t)(vaddr / host_page * 8));
	size_t got = size > 0 ? (size_t)size / 8 : 0;

	for (size_t i = 0; i < got; i++)
		physical[i] = physical[i] & PAGE_PRESENT
		                      ? (physical[i] & PAGE_NUMBER) * host_page
		                      : 0;
	return got;
}

uint64_t physical_of(pid_t pid, uint64_t vaddr)
{
	int fd = pagemap_open(pid);
	uint64_t physical;

	if (fd < 0 || pagemap_read(fd, vaddr, &physical, 1) != 1)
		physical = 0;
	if (fd >= 0)
		close(fd);
	return physical;
}

/* There is room for all of them. */
static void learn_pages(struct memory_map *map, int memory, uint64_t offset,
                        const uint64_t *physical, size_t pages)
{
	const uint64_t host_page = (uint64_t)sysconf(_SC_PAGESIZE);

	for (size_t i = 0; i < pages; i++) {
		if (!physical[i])
			continue;
		map->page[map->pages++] = (struct mapped_page){
			.physical = physical[i],
			.offset = offset + i * host_page,
			.order = ++map->order,
			.memory = memory,
		};
	}
}

bool memory_map_learn(struct memory_map *map, pid_t pid, unsigned int memory,
                      uint64_t vaddr, uint64_t size)
{
	const uint64_t host_page = (uint64_t)sysconf(_SC_PAGESIZE);
	uint64_t physical[ENTRIES_AT_ONCE];
	size_t pages = size / host_page, done = 0, got = 1;
	int fd;

	forget(map, (int)memory);
	if (!make_room(map, pages))
		return false;
	fd = pagemap_open(pid);
	for (; fd >= 0 && done < pages && got; done += got) {
		size_t wanted = pages - done < ENTRIES_AT_ONCE
		                        ? pages - done
		                        : ENTRIES_AT_ONCE;

		got = pagemap_read(fd, vaddr + done * host_page, physical,
		                   wanted);
		learn_pages(map, (int)memory, done * host_page, physical, got);
	}
	if (fd >= 0)
		close(fd);
	map->sorted = false;
	return true;
}

static int by_address(const void *a, const void *b)
{
	const struct mapped_page *left = a, *right = b;

	return (left->physical > right->physical) -
	       (left->physical < right->physical);
}

static int by_address_and_age(const void *a, const void *b)
{
	const struct mapped_page *left = a, *right = b;
	int order = by_address(a, b);

	return order ? order
	             : (left->order > right->order) -
	                       (left->order < right->order);
}

/* A page that was freed may be another buffer's now: the last one counts. */
static const struct mapped_page *last_of(const struct memory_map *map,
                                         const struct mapped_page *page)
{
	const struct mapped_page *end = map->page + map->pages;

	while (page && page + 1 < end && page[1].physical == page->physical)
		page++;
	return page;
}

struct place memory_map_place(struct memory_map *map, uint64_t physical)
{
	const uint64_t host_page = (uint64_t)sysconf(_SC_PAGESIZE);
	const struct mapped_page key = { .physical = physical &
		                                     ~(host_page - 1) };
	const struct mapped_page *page = NULL;

	if (!map->sorted && map->pages)
		qsort(map->page, map->pages, sizeof(map->page[0]),
		      by_address_and_age);
	map->sorted = true;
	if (map->pages)
		page = bsearch(&key, map->page, map->pages,
		               sizeof(map->page[0]), by_address);
	page = last_of(map, page);
	if (!page)
		return (struct place){ .known = true, .memory = -1 };
	return (struct place){ .known = true,
		               .memory = page->memory,
		               .offset = page->offset + physical -
		                         key.physical };
}

/* ---- physical memory ---------------------------------------------------- */

int physical_open(void)
{
	return open("/proc/kcore", O_RDONLY | O_CLOEXEC);
}

/* /proc/kcore is an ELF file whose segments are pieces of memory. */
bool physical_read(int fd, uint64_t address, void *bytes, size_t size)
{
	const uint64_t from = LINEAR_MAP + address;
	Elf64_Phdr segment[SEGMENTS_MAX];
	Elf64_Ehdr head;
	ssize_t got;

	if (pread(fd, &head, sizeof(head), 0) != (ssize_t)sizeof(head))
		return false;
	got = pread(fd, segment, sizeof(segment), (off_t)head.e_phoff);
	for (unsigned int i = 0;
	     i < head.e_phnum && (ssize_t)((i + 1) * sizeof(segment[0])) <= got;
	     i++) {
		const Elf64_Phdr *s = &segment[i];

		if (s->p_type == PT_LOAD && from >= s->p_vaddr &&
		    from + size <= s->p_vaddr + s->p_memsz)
			return pread(fd, bytes, size,
			             (off_t)(s->p_offset + from -
			                     s->p_vaddr)) == (ssize_t)size;
	}
	return false;
}
