/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * hash.c - each thing of a state becomes a number, and each part is the sum of
 * its things': what is added to a part does not depend on what else there is.
 * Counts stand in their parts as multiples, so that the same increase adds the
 * same to each.
 */
#include "model/hash.h"

#include "model/data.h"
#include "model/vfio.h"

enum thing {
	THING_PROCESS = 1,
	THING_FILE,
	THING_BUFFER,
	THING_REGION,
	THING_PREREG,
	THING_CONTAINER,
	THING_DRIVER,
	THING_BINDING,
	THING_PENDING,
	THING_WINDOW,
	THING_LINKED,
	THING_LEVEL,
	THING_TCE,
	THING_GROUP,
	THING_PE,
	THING_CACHED,
	THING_DEVICE,
	THING_FAULT
};

static uint64_t stir(uint64_t chain, uint64_t word)
{
	chain = (chain ^ word) * UINT64_C(0x9e3779b97f4a7c15);
	return chain << 29 | chain >> 35;
}

/* Every bit of a chain in every bit of what it becomes. */
static uint64_t settle(uint64_t chain)
{
	chain = (chain ^ chain >> 32) * UINT64_C(0xd6e8feb86659fd93);
	chain = (chain ^ chain >> 32) * UINT64_C(0xd6e8feb86659fd93);
	return chain ^ chain >> 32;
}

static uint64_t pair(uint32_t high, uint32_t low)
{
	return (uint64_t)high << 32 | low;
}

/* A thing, and whose it is: the place of its owner, and a number there. */
static uint64_t begin(enum thing thing, uint32_t owner, uint32_t number)
{
	return stir((uint64_t)thing << 56, pair(owner, number));
}

static void add(struct tcesim_parts *parts, enum tcesim_part part,
                uint64_t chain)
{
	parts->word[part] += settle(chain);
}

static void add_count(struct tcesim_parts *parts, enum tcesim_part part,
                      uint64_t chain, uint64_t count)
{
	parts->word[part] += (settle(chain) | 1) * count;
}

static uint32_t flags(bool a, bool b, bool c)
{
	return (a ? 1u : 0u) | (b ? 2u : 0u) | (c ? 4u : 0u);
}

/* ---- places in lists: 1, 2, ...; 0: nothing ------------------------------ */

static uint32_t place_of_buffer(const struct tcesim_machine *m, ref buffer)
{
	uint32_t place = 1;

	for (ref at = m->state->buffers; at != buffer;
	     at = buffer_at(m, at)->next) {
		assert(at); /* pages of a region keep their buffer */
		place++;
	}
	return place;
}

static uint32_t place_of_process(const struct tcesim_machine *m, ref process)
{
	return process ? process_at(m, process)->id + 1 : 0;
}

static uint32_t place_of_container(const struct tcesim_machine *m,
                                   ref container)
{
	uint32_t place = 1;
	ref at = m->state->containers;

	for (; at; at = vfio_container_at(m, at)->next) {
		if (at == container)
			return place;
		place++;
	}
	return 0;
}

/* ---- tables -------------------------------------------------------------- */

/* A tree on the way through it. */
struct walk {
	struct tcesim_machine *m;
	struct tcesim_parts *parts;
	enum tcesim_part levels, tces;
	uint64_t level, tce; /* chains begun for one of each */
	bool view;           /* words are user addresses */
	uint32_t level_bits;
};

static uint64_t stir_tce(struct tcesim_machine *m, uint64_t chain, uint64_t tce)
{
	uint64_t perm = tce & TCE_PERM, hpa = tce & ~(uint64_t)TCE_PERM;
	uint64_t offset = hpa;
	const struct buffer *holder = buffer_of_hpa(m, hpa, &offset);
	const struct buffer *b = buffer_at(m, m->state->buffers);
	uint32_t place = 1;

	for (; b && b != holder; b = buffer_at(m, b->next))
		place++;
	return stir(stir(chain, pair(b ? place : 0, (uint32_t)perm)), offset);
}

static void add_entries(const struct walk *w, const struct sparse *sparse,
                        uint64_t base)
{
	uint64_t n = 0, word;

	for (; sparse_next(&w->m->arena, sparse, &n, &word); n++) {
		uint64_t chain = stir(w->tce, base + n);

		add(w->parts, w->tces,
		    w->view ? stir(chain, word) : stir_tce(w->m, chain, word));
	}
}

/* BASE is the index of the first entry below OBJECT. */
static void add_level(const struct walk *w, ref object, uint32_t depth,
                      uint64_t base)
{
	const struct level *level = level_at(w->m, object);
	uint32_t shift = depth * w->level_bits;
	uint64_t n = 0, word;

	if (!depth) {
		add_entries(w, &level->word, base);
		return;
	}
	for (; sparse_next(&w->m->arena, &level->word, &n, &word); n++) {
		uint64_t first = base + (shift < 64 ? n << shift : 0);

		add(w->parts, w->levels, stir(stir(w->level, depth), first));
		add_level(w, (ref)word, depth - 1, first);
	}
}

static void add_tree(struct tcesim_machine *m, struct tcesim_parts *parts,
                     const struct table *table, enum tree_kind kind,
                     uint32_t owner, uint32_t slot)
{
	const struct tree *tree = &table->tree[kind];
	const uint32_t number = slot << 1 | (kind == TREE_VIEW ? 1 : 0);
	const struct walk walk = {
		.m = m,
		.parts = parts,
		.levels = TCESIM_PART_LEVELS_0 + slot,
		.tces = TCESIM_PART_TCES_0 + slot,
		.level = begin(THING_LEVEL, owner, number),
		.tce = begin(THING_TCE, owner, number),
		.view = kind == TREE_VIEW,
		.level_bits = tree->level_shift - 3,
	};

	if (tree->top)
		add_level(&walk, tree->top, tree->levels - 1, 0);
	add_entries(&walk, &tree->beyond, UINT64_C(1) << 63);
}

static void add_table(struct tcesim_machine *m, struct tcesim_parts *parts,
                      const struct table *table, uint32_t owner, uint32_t slot)
{
	const struct shape *shape = &table->shape;
	uint64_t chain = begin(THING_WINDOW, owner, slot);

	chain = stir(chain, pair(shape->page_shift << 8 | shape->levels,
	                         shape->level_shift));
	chain = stir(stir(chain, shape->entries), table->allocated);
	chain = stir(chain, table->tree[TREE_VIEW].top != 0);
	add(parts, TCESIM_PART_WINDOW_0 + slot, chain);
	add(parts, TCESIM_PART_HARDWARE,
	    stir(begin(THING_LINKED, owner, slot), table->linked));
	add_tree(m, parts, table, TREE_HW, owner, slot);
	add_tree(m, parts, table, TREE_VIEW, owner, slot);
}

/* ---- memory -------------------------------------------------------------- */

static uint64_t stir_pages(const struct tcesim_machine *m, uint64_t chain,
                           const struct sparse *sparse)
{
	uint64_t n = 0, word;

	for (; sparse_next(&m->arena, sparse, &n, &word); n++)
		chain = stir(stir(chain, n), word);
	return stir(chain, UINT64_MAX);
}

/* What stands in [start, end), counted from START. */
static uint64_t stir_data(const struct tcesim_machine *m, uint64_t chain,
                          ref store, uint64_t start, uint64_t end)
{
	struct data_run run;

	for (uint64_t at = start; store && at < end; at = run.end) {
		run = data_around(m, store, at);
		if (!run.byte)
			continue;
		if (run.end > end)
			run.end = end;
		chain = stir(stir(chain, at - start), run.end - start);
		chain = stir(chain, run.byte);
	}
	return stir(chain, UINT64_MAX);
}

static void add_buffer(const struct tcesim_machine *m,
                       struct tcesim_parts *parts, const struct buffer *b,
                       uint32_t place)
{
	uint64_t chain = begin(THING_BUFFER, place_of_process(m, b->process),
	                       place);

	chain = stir(chain, pair(b->folio_shift,
	                         flags(b->hugetlb, b->read_only, b->mapped)));
	chain = stir(stir(chain, b->vaddr), b->size);
	chain = stir(stir(chain, b->skew), b->pins);
	chain = stir_pages(m, chain, &b->pinned);
	chain = stir_pages(m, chain, &b->dirty);
	chain = stir_data(
		m, chain, m->state->memory, b->frame << m->config.page_shift,
		(b->frame + buffer_frames(m, b)) << m->config.page_shift);
	add(parts, TCESIM_PART_MEMORY, chain);
}

static void add_region(const struct tcesim_machine *m,
                       struct tcesim_parts *parts, const struct region *region)
{
	const struct segment *s = segment_at(m, region->segments);
	uint64_t chain = begin(THING_REGION,
	                       place_of_process(m, region->process), 0);

	chain = stir(stir(chain, region->vaddr), region->pages);
	for (; s; s = segment_at(m, s->next))
		chain = stir(chain, place_of_buffer(m, s->buffer));
	add(parts, TCESIM_PART_REGIONS, chain);
	add(parts, TCESIM_PART_USED, stir(chain, region->used));
	add_count(parts, TCESIM_PART_MAPPED, chain, region->mapped - 1);
}

static uint64_t stir_region_name(const struct tcesim_machine *m, uint64_t chain,
                                 ref object)
{
	const struct region *region = region_at(m, object);

	return stir(stir(chain, region->vaddr), region->pages);
}

/* ---- files, processes, groups, containers -------------------------------- */

static void add_file(const struct tcesim_machine *m, struct tcesim_parts *parts,
                     uint64_t chain, const struct file *file)
{
	uint32_t place = file->kind == FILE_CONTAINER
	                         ? place_of_container(m, file->object)
	                         : group_at(m, file->object)->index;

	add(parts, TCESIM_PART_FILES,
	    stir(stir(chain, pair(file->kind, place)), file->refs));
}

static void add_process(const struct tcesim_machine *m,
                        struct tcesim_parts *parts, const struct process *p)
{
	const struct region *region;
	uint64_t fd = 0, file, chain = begin(THING_PROCESS, p->id, 0);

	add(parts, TCESIM_PART_FILES,
	    stir(stir(chain, flags(p->alive, p->ipc_lock, false)), p->memlock));
	add_count(parts, TCESIM_PART_LOCKED_VM, chain, p->locked_vm);
	for_each_region(region, m, p)
		add_region(m, parts, region);
	for (; sparse_next(&m->arena, &p->file, &fd, &file); fd++)
		add_file(m, parts, begin(THING_FILE, p->id, (uint32_t)fd),
		         file_at(m, (ref)file));
}

static void add_driver(struct tcesim_machine *m, struct tcesim_parts *parts,
                       const struct container *c, uint32_t place)
{
	const struct prereg *prereg = prereg_at(m, c->preregs);
	uint64_t chain = begin(THING_DRIVER, place,
	                       flags(c->v2, c->enabled, false));

	add(parts, TCESIM_PART_CONTAINERS, stir(chain, c->locked_pages));
	if (c->pending)
		add(parts, TCESIM_PART_PENDING, begin(THING_PENDING, place, 0));
	if (c->mm)
		add(parts, TCESIM_PART_BINDING,
		    begin(THING_BINDING, place, place_of_process(m, c->mm)));
	for (; prereg; prereg = prereg_at(m, prereg->next))
		add(parts, TCESIM_PART_USED,
		    stir_region_name(m, begin(THING_PREREG, place, 0),
		                     prereg->region));
	for (unsigned int slot = 0; slot < WINDOW_SLOTS; slot++)
		if (c->tables[slot])
			add_table(m, parts, table_at(m, c->tables[slot]), place,
			          slot);
}

/* Its groups, in the core's order and in the driver's. */
static void add_container(struct tcesim_machine *m, struct tcesim_parts *parts,
                          const struct vfio_container *v, uint32_t place)
{
	const struct container *driver = container_at(m, v->driver);
	const struct group *group = group_at(m, v->groups);
	uint64_t chain = begin(THING_CONTAINER, place, v->refs);

	for (; group; group = group_at(m, group->next))
		chain = stir(chain, group->index);
	chain = stir(chain, UINT64_MAX);
	if (driver) {
		for_each_group(group, m, driver)
			chain = stir(chain, group->index);
		add_driver(m, parts, driver, place);
	}
	add(parts, TCESIM_PART_GROUPS, chain);
}

static void add_cached(struct tcesim_machine *m, struct tcesim_parts *parts,
                       const struct group *group, uint32_t slot)
{
	const struct walk walk = {
		.m = m,
		.parts = parts,
		.tces = TCESIM_PART_CACHED,
		.tce = begin(THING_CACHED, group->index, slot),
	};

	add_entries(&walk, &group->cached[slot], 0);
}

static void add_group(struct tcesim_machine *m, struct tcesim_parts *parts,
                      const struct group *group)
{
	uint32_t word = flags(group->host_table, group->bypass,
	                      group->ddw_failed);

	add(parts, TCESIM_PART_GROUPS,
	    stir(begin(THING_GROUP, place_of_container(m, group->container),
	               group->index),
	         pair(group->users, flags(group->open, false, false))));
	for (unsigned int slot = 0; slot < WINDOW_SLOTS; slot++) {
		const struct tve *tve = &group->tve[slot];

		word = word << 8 | (uint32_t)tve->kind << 2 |
		       flags(tve->stale, group->tables[slot] != 0, false);
		add_cached(m, parts, group, slot);
	}
	add(parts, TCESIM_PART_HARDWARE, begin(THING_PE, group->index, word));
	if (group->device)
		add(parts, TCESIM_PART_MEMORY,
		    stir_data(m, begin(THING_DEVICE, group->index, 0),
		              group->device, 0, UINT64_MAX));
}

static void add_fault(struct tcesim_parts *parts, uint32_t number,
                      const struct armed_fault *fault)
{
	uint64_t chain = begin(THING_FAULT, number, (uint32_t)fault->site);

	chain = stir(chain,
	             pair((uint32_t)fault->group, (uint32_t)fault->error));
	add(parts, TCESIM_PART_FAULTS, stir(chain, fault->left));
}

void hash_parts(struct tcesim_machine *m, struct tcesim_parts *parts)
{
	const struct state *s = m->state;
	uint32_t place = 0;

	*parts = (struct tcesim_parts){ { 0 } };
	for (ref at = s->processes; at; at = process_at(m, at)->next)
		add_process(m, parts, process_at(m, at));
	for (ref at = s->buffers; at; at = buffer_at(m, at)->next)
		add_buffer(m, parts, buffer_at(m, at), ++place);
	place = 0;
	for (ref at = s->containers; at; at = vfio_container_at(m, at)->next)
		add_container(m, parts, vfio_container_at(m, at), ++place);
	for (unsigned int n = 0; n < m->config.groups; n++)
		add_group(m, parts, group_numbered(m, n));
	for (unsigned int i = 0; i < s->faults.armed; i++)
		add_fault(parts, i, &s->faults.fault[i]);
}

uint64_t hash_share(enum tcesim_part part, uint64_t word)
{
	return settle(stir((uint64_t)part + 1, word));
}

struct tcesim_hash hash_of(const struct tcesim_parts *parts)
{
	uint64_t a = 0, b = 0;

	for (unsigned int i = 0; i < TCESIM_PARTS; i++) {
		a += hash_share((enum tcesim_part)i, parts->word[i]);
		b += settle(stir(stir(i, parts->word[i]), 1));
	}
	return (struct tcesim_hash){ { a, b } };
}

struct tcesim_hash hash_state(struct tcesim_machine *m)
{
	struct tcesim_parts parts;

	hash_parts(m, &parts);
	return hash_of(&parts);
}
