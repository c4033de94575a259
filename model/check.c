/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "model/check.h"

#include "model/host.h"
#include "model/map.h"
#include "model/vfio.h"
#include "model/window.h"

static const struct tcesim_named invariants[INVARIANT_COUNT] = {
#define INVARIANT_ROW(id, name, sentence) { name, sentence },
	INVARIANT_LIST(INVARIANT_ROW)
#undef INVARIANT_ROW
};

const struct tcesim_named *tcesim_invariant(unsigned int index)
{
	return index < INVARIANT_COUNT ? &invariants[index] : NULL;
}

#define for_each_driver(v, c, m)                                      \
	for ((v) = vfio_container_at(m, (m)->state->containers); (v); \
	     (v) = vfio_container_at(m, (v)->next))                   \
		if (((c) = container_at(m, (v)->driver)))

#define for_each_process(p, m)                                \
	for ((p) = process_at(m, (m)->state->processes); (p); \
	     (p) = process_at(m, (p)->next))

/* ---- windows ------------------------------------------------------------- */

/* A window that could not be linked is in the TVE alone, in some kernels. */
static bool is_unlinked(const struct table *table, const struct group *group)
{
	return !(table->linked >> group->index & 1);
}

static bool group_has_windows(const struct tcesim_machine *m,
                              const struct container *c,
                              const struct group *group)
{
	for (unsigned int slot = 0; slot < WINDOW_SLOTS; slot++) {
		const struct table *table = table_at(m, c->tables[slot]);

		if (group->tables[slot] == c->tables[slot])
			continue;
		if (!group->tables[slot] && is_unlinked(table, group))
			continue;
		return false;
	}
	return true;
}

static bool check_windows(const struct tcesim_machine *m)
{
	const struct vfio_container *v;
	const struct container *c;
	const struct group *group;

	for_each_driver(v, c, m)
		for_each_group(group, m, c)
			if (!group_has_windows(m, c, group))
				return false;
	return true;
}

static bool tve_fits(const struct tcesim_machine *m, const struct group *group,
                     unsigned int slot)
{
	const struct tve *tve = &group->tve[slot];
	const struct table *table = table_at(m, group->tables[slot]);

	if (tve->kind != TCESIM_TVE_WINDOW || tve->stale)
		return !table;
	if (!table) /* unlinked */
		return true;
	return tve->table == group->tables[slot] &&
	       tve->levels == table->shape.levels &&
	       tve->page_shift == table->shape.page_shift &&
	       tve->level_shift == table->shape.level_shift;
}

static bool check_tves(const struct tcesim_machine *m)
{
	for (unsigned int n = 0; n < m->config.groups; n++)
		for (unsigned int slot = 0; slot < WINDOW_SLOTS; slot++)
			if (!tve_fits(m, group_numbered(m, n), slot))
				return false;
	return true;
}

static unsigned int bits_in(uint32_t word)
{
	unsigned int bits = 0;

	for (; word; word &= word - 1)
		bits++;
	return bits;
}

static bool check_refs(const struct tcesim_machine *m)
{
	const struct vfio_container *v;
	const struct container *c;

	for_each_driver(v, c, m) {
		for (unsigned int slot = 0; slot < WINDOW_SLOTS; slot++) {
			const struct table *t = table_at(m, c->tables[slot]);

			if (t && t->refs != 1 + bits_in(t->linked))
				return false;
		}
	}
	return true;
}

static bool check_pending(const struct tcesim_machine *m)
{
	const struct vfio_container *v;
	const struct container *c;

	for_each_driver(v, c, m)
		if (c->pending && (c->tables[0] || c->tables[1] || !c->groups))
			return false;
	return true;
}

static bool check_overlap(const struct tcesim_machine *m)
{
	const struct vfio_container *v;
	const struct container *c;

	for_each_driver(v, c, m) {
		const struct table *low = table_at(m, c->tables[0]);
		const struct table *high = table_at(m, c->tables[1]);

		if (low && high && table_holds(low, table_start_addr(high)))
			return false;
	}
	return true;
}

static bool check_closed(const struct tcesim_machine *m)
{
	for (unsigned int n = 0; n < m->config.groups; n++) {
		const struct group *group = group_numbered(m, n);

		if (!group->container && (group->tables[0] || group->tables[1]))
			return false;
	}
	return true;
}

/* ---- the books of an address space --------------------------------------- */

static uint64_t container_charge(const struct tcesim_machine *m,
                                 const struct container *c)
{
	uint64_t pages = c->locked_pages;

	for (unsigned int slot = 0; slot < WINDOW_SLOTS; slot++)
		pages += window_charge(m, table_at(m, c->tables[slot]));
	return pages;
}

/*
 * Kernels that bind no address space charge whoever calls: then the sum over
 * containers can be held against one process only.
 */
static bool check_locked_vm(const struct tcesim_machine *m)
{
	const struct vfio_container *v;
	const struct container *c;
	const struct process *p;
	const struct region *region;
	bool alone = m->state->next_process == 1;

	for_each_process(p, m) {
		uint64_t pages = p->leaked;
		bool known = alone;

		for_each_driver(v, c, m) {
			if (c->mm)
				known = true;
			if (c->mm == p->self || (!c->mm && alone))
				pages += container_charge(m, c);
		}
		for_each_region(region, m, p)
			pages += region->pages;
		if (known && pages != p->locked_vm)
			return false;
	}
	return true;
}

static uint64_t elements_for(const struct tcesim_machine *m, ref region)
{
	const struct vfio_container *v;
	const struct container *c;
	uint64_t count = 0;

	for_each_driver(v, c, m) {
		const struct prereg *prereg = prereg_at(m, c->preregs);

		for (; prereg; prereg = prereg_at(m, prereg->next))
			count += prereg->region == region;
	}
	return count;
}

/* An orphan has one registration that is nobody's. */
static bool check_used(const struct tcesim_machine *m)
{
	const struct process *p;
	const struct region *region;

	for_each_process(p, m) {
		for_each_region(region, m, p) {
			uint64_t held = elements_for(m, region->self);

			if (!region->used || held > region->used)
				return false;
		}
	}
	return true;
}

/* ---- TCEs ---------------------------------------------------------------- */

/* Bring region->seen up to date for the TCEs of one table. */
static bool count_tces(struct tcesim_machine *m, struct container *c,
                       struct table *table, uint64_t *tces)
{
	uint64_t index = 0, tce;

	while (table && table_next(m, table, &index, &tce)) {
		struct region *region = NULL;

		if (c->v2)
			region = map_region(m, c, table, index);
		if (region)
			region->seen++;
		if (index >= table->shape.entries && !map_may_pass_end(m))
			return false;
		++*tces;
		index++;
	}
	return true;
}

static bool count_all_tces(struct tcesim_machine *m, uint64_t *tces)
{
	struct vfio_container *v;
	struct container *c;

	for_each_driver(v, c, m)
		for (unsigned int slot = 0; slot < WINDOW_SLOTS; slot++)
			if (!count_tces(m, c, table_at(m, c->tables[slot]),
			                tces))
				return false;
	return true;
}

static enum invariant check_tces(struct tcesim_machine *m)
{
	struct process *p;
	struct region *region;
	/* Where no address space is bound, whose region it is can be told of
	 * one process only. */
	bool known = region_owned_by_container(m) ||
	             m->state->next_process == 1;
	uint64_t tces = 0;
	bool fit = true;

	for_each_process(p, m)
		for_each_region(region, m, p)
			region->seen = 0;
	if (!count_all_tces(m, &tces))
		return INVARIANT_INSIDE;
	for_each_process(p, m)
		for_each_region(region, m, p)
			if (known &&
			    region->mapped - 1 !=
			            region->seen + (uint64_t)region->lost)
				fit = false;
	return fit && tces == m->state->tces ? INVARIANT_COUNT
	                                     : INVARIANT_MAPPED;
}

/* ---- pages --------------------------------------------------------------- */

static uint64_t pins_of_regions(const struct tcesim_machine *m, ref buffer)
{
	const struct process *p;
	const struct region *region;
	uint64_t pins = 0;

	for_each_process(p, m) {
		for_each_region(region, m, p) {
			const struct segment *s = segment_at(m,
			                                     region->segments);

			for (; s; s = segment_at(m, s->next))
				pins += s->buffer == buffer ? s->pages : 0;
		}
	}
	return pins;
}

static bool check_pins(const struct tcesim_machine *m)
{
	for (ref at = m->state->buffers; at; at = buffer_at(m, at)->next) {
		const struct buffer *buffer = buffer_at(m, at);
		uint64_t pins = pins_of_regions(m, at), page = 0, count;

		for (; sparse_next(&m->arena, &buffer->pinned, &page, &count);
		     page++)
			pins += count;
		if (pins != buffer->pins)
			return false;
	}
	return true;
}

static bool check_memory(const struct tcesim_machine *m)
{
	uint64_t frames = host_frames_free(m);
	const struct vfio_container *v;
	const struct container *c;

	for (ref at = m->state->buffers; at; at = buffer_at(m, at)->next)
		frames += buffer_frames(m, buffer_at(m, at));
	for_each_driver(v, c, m)
		for (unsigned int slot = 0; slot < WINDOW_SLOTS; slot++)
			frames += table_frames(m, table_at(m, c->tables[slot]));
	return frames == host_frames(m);
}

/* ---- files ----------------------------------------------------------------
 */

static bool container_counts(const struct tcesim_machine *m,
                             const struct vfio_container *v)
{
	const struct container *driver = container_at(m, v->driver);
	const struct group *group = group_at(m, v->groups);
	uint32_t groups = 0, attached = 0;

	for (; group; group = group_at(m, group->next)) {
		if (group->container != v->self || !group->users)
			return false;
		groups++;
	}
	if (driver)
		for_each_group(group, m, driver)
			attached++;
	return v->refs - groups <= 1 && v->refs &&
	       (driver ? attached == groups && groups : !attached);
}

static bool check_files(const struct tcesim_machine *m)
{
	const struct vfio_container *v =
		vfio_container_at(m, m->state->containers);

	for (; v; v = vfio_container_at(m, v->next))
		if (!container_counts(m, v))
			return false;
	for (unsigned int n = 0; n < m->config.groups; n++) {
		const struct group *group = group_numbered(m, n);

		if (group->container && !group->open)
			return false;
	}
	return true;
}

enum invariant check_all(struct tcesim_machine *m)
{
	static const struct {
		enum invariant invariant;
		bool (*holds)(const struct tcesim_machine *m);
	} checks[] = {
		{ INVARIANT_WINDOWS, check_windows },
		{ INVARIANT_TVES, check_tves },
		{ INVARIANT_REFS, check_refs },
		{ INVARIANT_LOCKED_VM, check_locked_vm },
		{ INVARIANT_PENDING, check_pending },
		{ INVARIANT_OVERLAP, check_overlap },
		{ INVARIANT_CLOSED, check_closed },
		{ INVARIANT_USED, check_used },
		{ INVARIANT_PINS, check_pins },
		{ INVARIANT_MEMORY, check_memory },
		{ INVARIANT_FILES, check_files },
	};

	for (unsigned int i = 0; i < sizeof(checks) / sizeof(checks[0]); i++)
		if (!checks[i].holds(m))
			return checks[i].invariant;
	return check_tces(m);
}
