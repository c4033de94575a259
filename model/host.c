/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "model/host.h"

/* Free frames, in order and never adjoining. */
struct extent {
	ref next;
	uint64_t first;
	uint64_t count;
};

DEFINE_AT(extent)

static uint64_t kernel_frames(const struct tcesim_machine *m)
{
	return UINT64_C(65536) >> m->config.page_shift;
}

uint64_t host_frames(const struct tcesim_machine *m)
{
	return (m->config.ram >> m->config.page_shift) - kernel_frames(m);
}

uint64_t host_frames_free(const struct tcesim_machine *m)
{
	const struct extent *extent = extent_at(m, m->state->extents);
	uint64_t frames = 0;

	for (; extent; extent = extent_at(m, extent->next))
		frames += extent->count;
	return frames;
}

void host_init(struct tcesim_machine *m)
{
	struct extent *all;

	m->state->extents = ALLOC(m, extent);
	all = extent_at(m, m->state->extents);
	all->first = kernel_frames(m);
	all->count = host_frames(m);
}

/* Take [first, first + count) out of the extent at *LINK. */
static void cut(struct tcesim_machine *m, ref *link, uint64_t first,
                uint64_t count)
{
	struct extent *extent = extent_at(m, *link);
	uint64_t end = extent->first + extent->count;
	ref self = *link;

	extent->count = first - extent->first;
	if (first + count < end) {
		ref rest = ALLOC(m, extent);
		struct extent *tail = extent_at(m, rest);

		*tail = (struct extent){ extent->next, first + count,
			                 end - first - count };
		extent->next = rest;
	}
	if (!extent->count) {
		*link = extent->next;
		FREE(m, extent, self);
	}
}

uint64_t host_take_low(struct tcesim_machine *m, uint64_t count, uint64_t align)
{
	ref *link = &m->state->extents;

	while (*link) {
		struct extent *extent = extent_at(m, *link);
		uint64_t skip = -extent->first & (align - 1);

		if (skip <= extent->count && extent->count - skip >= count) {
			uint64_t first = extent->first + skip;

			cut(m, link, first, count);
			return first;
		}
		link = &extent->next;
	}
	return 0;
}

uint64_t host_take_high(struct tcesim_machine *m, uint64_t count,
                        uint64_t align)
{
	uint64_t first = 0;
	ref *best = NULL;

	for (ref *link = &m->state->extents; *link;) {
		struct extent *extent = extent_at(m, *link);
		uint64_t end = extent->first + extent->count;

		if (extent->count >= count &&
		    ((end - count) & ~(align - 1)) >= extent->first) {
			first = (end - count) & ~(align - 1);
			best = link;
		}
		link = &extent->next;
	}
	if (best)
		cut(m, best, first, count);
	return first;
}

void host_give(struct tcesim_machine *m, uint64_t frame, uint64_t count)
{
	ref *link = &m->state->extents, after;
	struct extent *before = NULL, *next;

	while (*link && extent_at(m, *link)->first < frame) {
		before = extent_at(m, *link);
		link = &before->next;
	}
	after = *link;
	next = extent_at(m, after);
	assert(!next || frame + count <= next->first);
	if (before && before->first + before->count == frame) {
		before->count += count;
	} else {
		*link = ALLOC(m, extent);
		before = extent_at(m, *link);
		*before = (struct extent){ after, frame, count };
	}
	if (next && before->first + before->count == next->first) {
		before->count += next->count;
		before->next = next->next;
		FREE(m, extent, after);
	}
}

uint64_t host_alloc_block(struct tcesim_machine *m, enum site site,
                          unsigned int shift)
{
	uint64_t count, frame;

	assert(shift >= m->config.page_shift);

	if (edge(m, site, TCESIM_ANY_GROUP))
		return 0;
	if (shift >= 64 || UINT64_C(1) << shift > m->config.largest_block) {
		refuse(m, WHY_NO_MEMORY, -ENOMEM);
		return 0;
	}
	count = UINT64_C(1) << (shift - m->config.page_shift);
	frame = host_take_high(m, count, count);
	if (!frame)
		refuse(m, WHY_NO_MEMORY, -ENOMEM);
	return frame << m->config.page_shift;
}

void host_free_block(struct tcesim_machine *m, uint64_t address,
                     unsigned int shift)
{
	host_give(m, address >> m->config.page_shift,
	          UINT64_C(1) << (shift - m->config.page_shift));
}
