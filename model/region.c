/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "model/region.h"

enum {
	PIN_CHUNK_PAGES = 1 << 21, /* one call of pin_user_pages() */
	ANY_SHIFT = 64
};

bool region_owned_by_container(const struct tcesim_machine *m)
{
	return trait(m, REGIONS_OF) == REGIONS_OF_CONTAINER;
}

struct region *region_exact(const struct tcesim_machine *m,
                            const struct process *mm, uint64_t vaddr,
                            uint64_t pages)
{
	struct region *region;

	for_each_region(region, m, mm)
		if (region->vaddr == vaddr && region->pages == pages)
			return region;
	return NULL;
}

static uint64_t bytes(const struct tcesim_machine *m, uint64_t pages)
{
	return pages << m->config.page_shift;
}

struct region *region_holding(const struct tcesim_machine *m,
                              const struct process *mm, uint64_t vaddr,
                              uint64_t size)
{
	struct region *region;

	for_each_region(region, m, mm) {
		uint64_t end = region->vaddr + bytes(m, region->pages);

		/* vaddr + size may wrap, as in the kernel. */
		if (region->vaddr <= vaddr && vaddr + size <= end)
			return region;
	}
	return NULL;
}

static bool overlaps(const struct tcesim_machine *m, const struct process *mm,
                     uint64_t vaddr, uint64_t pages)
{
	struct region *region;

	for_each_region(region, m, mm)
		if (region->vaddr < vaddr + bytes(m, pages) &&
		    vaddr < region->vaddr + bytes(m, region->pages))
			return true;
	return false;
}

/* ---- pinning ------------------------------------------------------------ */

static void unpin(struct tcesim_machine *m, struct region *region)
{
	while (region->segments) {
		ref object = region->segments;
		struct segment *segment = segment_at(m, object);

		region->segments = segment->next;
		buffer_pin(m, buffer_at(m, segment->buffer),
		           -(int64_t)segment->pages);
		FREE(m, segment, object);
	}
}

/* Pages of BUFFER from VADDR on, but not more than PAGES. */
static uint64_t pages_from(const struct tcesim_machine *m,
                           const struct buffer *buffer, uint64_t vaddr,
                           uint64_t pages)
{
	uint64_t there = (buffer->size - (vaddr - buffer->vaddr)) >>
	                 m->config.page_shift;

	return there < pages ? there : pages;
}

static ref ref_of(const struct tcesim_machine *m, const struct buffer *buffer)
{
	ref at = m->state->buffers;

	while (buffer_at(m, at) != buffer)
		at = buffer_at(m, at)->next;
	return at;
}

/* Pin pages for writing from the start of the range; how many could be. */
static uint64_t pin(struct tcesim_machine *m, struct region *region)
{
	ref *link = &region->segments;
	uint64_t done = 0;

	while (done < region->pages) {
		uint64_t vaddr = region->vaddr + bytes(m, done);
		struct buffer *buffer = buffer_find(m, region->process, vaddr);
		struct segment *segment;
		uint64_t pages;

		if (!buffer || buffer->read_only)
			break;
		pages = pages_from(m, buffer, vaddr, region->pages - done);
		*link = ALLOC(m, segment);
		segment = segment_at(m, *link);
		segment->buffer = ref_of(m, buffer);
		segment->vaddr = vaddr;
		segment->pages = pages;
		link = &segment->next;
		buffer_pin(m, buffer, (int64_t)pages);
		done += pages;
	}
	return done;
}

/* One edge for each call of pin_user_pages(). */
static int64_t pin_edges(struct tcesim_machine *m, uint64_t pages)
{
	for (uint64_t at = 0; at < pages; at += PIN_CHUNK_PAGES) {
		int error = edge(m, SITE_PIN, TCESIM_ANY_GROUP);

		if (error)
			return error;
	}
	return 0;
}

/*
 * mm_iommu_do_alloc(), book3s64/iommu_api.c: where the first page of a chunk
 * cannot be pinned that error is returned; where a later one cannot, the
 * count of pages before it in the chunk is taken for the result.
 */
static int64_t pin_all(struct tcesim_machine *m, struct region *region)
{
	uint64_t done = pin(m, region);
	int64_t error = pin_edges(m, region->pages);

	if (error)
		return error;
	if (done == region->pages)
		return 0;
	done %= PIN_CHUNK_PAGES;
	if (!done || trait(m, SHORT_PIN) == SHORT_PIN_EFAULT)
		return refuse(m, WHY_NOT_PINNED, -EFAULT);
	return refuse(m, WHY_SHORT_PIN, (int)done);
}

/* ---- the largest IOMMU page --------------------------------------------- */

static unsigned int alignment(uint64_t value)
{
	unsigned int shift = 0;

	while (shift < 63 && !(value >> shift & 1))
		shift++;
	return shift;
}

/*
 * What a page of BUFFER is taken for, PAGE being what the page before was.
 * Until 5.0 any page counts that is mapped as one huge page; since then hugetlb
 * pages alone, but the size of the last one sticks: small pages behind it are
 * not noticed.
 */
static unsigned int shift_seen(const struct tcesim_machine *m,
                               const struct buffer *buffer, unsigned int page)
{
	switch (trait(m, HUGE_SHIFT)) {
	case HUGE_SHIFT_MAPPED:
		return buffer->skew ? m->config.page_shift
		                    : buffer->folio_shift;
	case HUGE_SHIFT_STICKY:
		return buffer->hugetlb ? buffer->folio_shift : page;
	default:
		return buffer->hugetlb ? buffer->folio_shift
		                       : m->config.page_shift;
	}
}

/* Alignment of the range, but not more than the pages in it. */
static unsigned int largest_shift(const struct tcesim_machine *m,
                                  const struct region *region)
{
	unsigned int shift = alignment(region->vaddr | bytes(m, region->pages));
	unsigned int page = m->config.page_shift;
	ref at = region->segments;

	while (at) {
		const struct segment *segment = segment_at(m, at);

		page = shift_seen(m, buffer_at(m, segment->buffer), page);
		if (page < shift)
			shift = page;
		at = segment->next;
	}
	return shift;
}

/* ---- life ---------------------------------------------------------------- */

/* An allocation of no bytes. */
static int no_pages(struct tcesim_machine *m)
{
	uint8_t answer = trait(m, EMPTY_REGION);

	if (answer == EMPTY_REGION_EINVAL)
		return refuse(m, WHY_EMPTY_RANGE, -EINVAL);
	if (answer == EMPTY_REGION_WARNS)
		hazard(m, HAZARD_KERNEL_WARN);
	return refuse(m, WHY_EMPTY_RANGE, -ENOMEM);
}

/* The list of physical addresses, 8 bytes for each page. */
static int alloc_hpas(struct tcesim_machine *m, uint64_t pages)
{
	if (edge(m, SITE_KM_HPAS, TCESIM_ANY_GROUP))
		return -ENOMEM;
	if (!pages)
		return no_pages(m);
	if (pages > m->config.ram / 8)
		return refuse(m, WHY_TOO_MANY_PAGES, -ENOMEM);
	return 0;
}

static int64_t fill(struct tcesim_machine *m, struct region *region,
                    bool overlap_last)
{
	int64_t result;

	if (edge(m, SITE_KM_MEM_ITEM, TCESIM_ANY_GROUP))
		return -ENOMEM;
	result = alloc_hpas(m, region->pages);
	if (result)
		return result;
	result = pin_all(m, region);
	if (result)
		return result;
	if (overlap_last && overlaps(m, process_at(m, region->process),
	                             region->vaddr, region->pages))
		return refuse(m, WHY_OVERLAP, -EINVAL);
	region->page_shift = ANY_SHIFT;
	if (trait(m, REGION_SHIFT) == REGION_SHIFT_RECORDED)
		region->page_shift = largest_shift(m, region);
	return 0;
}

int64_t region_new(struct tcesim_machine *m, struct process *mm, uint64_t vaddr,
                   uint64_t pages, struct region **region)
{
	bool overlap_last = trait(m, OVERLAP_TEST) == OVERLAP_TEST_LAST;
	int64_t result;
	ref object;

	if (!overlap_last && overlaps(m, mm, vaddr, pages))
		return refuse(m, WHY_OVERLAP, -EINVAL);
	result = process_lock(m, mm, pages);
	if (result)
		return result;
	object = ALLOC(m, region);
	*region = region_at(m, object);
	**region = (struct region){ .self = object,
		                    .process = mm->self,
		                    .vaddr = vaddr,
		                    .pages = pages,
		                    .used = 1,
		                    .mapped = 1 };
	result = fill(m, *region, overlap_last);
	if (result) {
		unpin(m, *region);
		FREE(m, region, object);
		process_unlock(m, mm, pages);
		return result;
	}
	(*region)->next = mm->regions;
	mm->regions = object;
	return 0;
}

static void destroy(struct tcesim_machine *m, struct region *region)
{
	struct process *mm = process_at(m, region->process);
	ref *link = &mm->regions, object = region->self;
	uint64_t pages = region->pages;

	while (*link != object)
		link = &region_at(m, *link)->next;
	*link = region->next;
	unpin(m, region);
	FREE(m, region, object);
	process_unlock(m, mm, pages);
}

int region_put(struct tcesim_machine *m, struct region *region)
{
	assert(region->used);

	if (--region->used)
		return 0;
	if (region->mapped != 1) {
		region->used = 1;
		return refuse(m, WHY_REGION_BUSY, -EBUSY);
	}
	destroy(m, region);
	return 0;
}

/*
 * Kernels whose regions belong to the mm free them with it; later ones expect
 * none and warn (destroy_context(), mmu_context.c): the pages stay pinned.
 */
void region_mm_ends(struct tcesim_machine *m, struct process *mm)
{
	if (mm->alive || mm->bound || !mm->regions)
		return;
	if (region_owned_by_container(m)) {
		hazard(m, HAZARD_KERNEL_WARN);
		return;
	}
	while (mm->regions)
		destroy(m, region_at(m, mm->regions));
}

/* ---- use ----------------------------------------------------------------- */

int region_hpa(struct tcesim_machine *m, const struct region *region,
               uint64_t vaddr, unsigned int page_shift, uint64_t *hpa,
               unsigned int *folio_shift)
{
	const struct segment *segment = segment_at(m, region->segments);
	const struct buffer *buffer;

	/* An address so high that the search wrapped is caught only here. */
	if ((vaddr - region->vaddr) >> m->config.page_shift >= region->pages)
		return refuse(m, WHY_NOT_REGISTERED, -EINVAL);
	if (page_shift > region->page_shift)
		return refuse(m, WHY_REGION_PGSIZE, -EINVAL);
	while (vaddr - segment->vaddr >= bytes(m, segment->pages))
		segment = segment_at(m, segment->next);
	buffer = buffer_at(m, segment->buffer);
	*hpa = buffer_hpa(m, buffer, vaddr);
	*folio_shift = buffer->folio_shift;
	return 0;
}

void region_mapped(struct region *region)
{
	region->mapped++;
}

void region_unmapped(struct region *region)
{
	if (region->mapped > 1)
		region->mapped--;
}

void region_lost(struct region *region)
{
	region->lost++;
}
