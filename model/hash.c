/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "model/hash.h"

#include "model/data.h"
#include "model/vfio.h"

/* One chain of words for each part: the processor follows several at once. */
struct digest {
	uint64_t part[TCESIM_PARTS];
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
	return chain ^ chain >> 32;
}

static void mix(struct digest *d, enum tcesim_part part, uint64_t word)
{
	d->part[part] = stir(d->part[part], word);
}

static uint64_t pair(uint32_t high, uint32_t low)
{
	return (uint64_t)high << 32 | low;
}

static uint32_t flags(bool a, bool b, bool c)
{
	return (a ? 1u : 0u) | (b ? 2u : 0u) | (c ? 4u : 0u);
}

/* ---- places in lists: 1, 2, ...; 0: nothing ------------------------------ */

static uint32_t place_of_buffer(const struct tcesim_machine *m, ref buffer)
{
	uint32_t place = 1;

	for (ref at = m->state->buffers; at; at = buffer_at(m, at)->next) {
		if (at == buffer)
			return place;
		place++;
	}
	return 0;
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
	struct digest *d;
	enum tree_kind kind;
	uint32_t level_bits;
};

static void mix_tce(const struct walk *w, uint64_t tce)
{
	uint64_t perm = tce & TCE_PERM, hpa = tce & ~(uint64_t)TCE_PERM;
	uint64_t offset = hpa;
	const struct buffer *holder = buffer_of_hpa(w->m, hpa, &offset);
	const struct buffer *b = buffer_at(w->m, w->m->state->buffers);
	uint32_t place = 1;

	for (; b && b != holder; b = buffer_at(w->m, b->next))
		place++;
	mix(w->d, TCESIM_PART_TCES, pair(b ? place : 0, (uint32_t)perm));
	mix(w->d, TCESIM_PART_TCES, offset);
}

static void mix_entries(const struct walk *w, const struct sparse *sparse,
                        uint64_t base)
{
	uint64_t n = 0, word;

	for (; sparse_next(&w->m->arena, sparse, &n, &word); n++) {
		mix(w->d, TCESIM_PART_TCES, base + n);
		if (w->kind == TREE_VIEW)
			mix(w->d, TCESIM_PART_TCES, word);
		else
			mix_tce(w, word);
	}
}

/* BASE is the index of the first entry below OBJECT. */
static void mix_level(const struct walk *w, ref object, uint32_t depth,
                      uint64_t base)
{
	const struct level *level = level_at(w->m, object);
	uint32_t shift = depth * w->level_bits;
	uint64_t n = 0, word;

	if (!depth) {
		mix_entries(w, &level->word, base);
		return;
	}
	for (; sparse_next(&w->m->arena, &level->word, &n, &word); n++) {
		mix(w->d, TCESIM_PART_LEVELS, n);
		mix_level(w, (ref)word, depth - 1,
		          base + (shift < 64 ? n << shift : 0));
	}
	mix(w->d, TCESIM_PART_LEVELS, UINT64_MAX);
}

static void mix_tree(struct tcesim_machine *m, struct digest *d,
                     enum tree_kind kind, const struct tree *tree)
{
	const struct walk walk = { m, d, kind, tree->level_shift - 3 };

	if (tree->top)
		mix_level(&walk, tree->top, tree->levels - 1, 0);
	mix_entries(&walk, &tree->beyond, 0);
	mix(d, TCESIM_PART_TCES, UINT64_MAX);
}

static void mix_table(struct tcesim_machine *m, struct digest *d,
                      const struct table *table)
{
	mix(d, TCESIM_PART_WINDOWS, table != NULL);
	if (!table)
		return;
	mix(d, TCESIM_PART_WINDOWS,
	    pair(table->shape.page_shift << 8 | table->shape.levels,
	         table->shape.level_shift));
	mix(d, TCESIM_PART_WINDOWS, table->shape.entries);
	mix(d, TCESIM_PART_WINDOWS, table->allocated);
	mix(d, TCESIM_PART_HARDWARE, table->linked);
	mix_tree(m, d, TREE_HW, &table->tree[TREE_HW]);
	mix_tree(m, d, TREE_VIEW, &table->tree[TREE_VIEW]);
}

/* ---- memory -------------------------------------------------------------- */

static void mix_pages(const struct tcesim_machine *m, struct digest *d,
                      const struct sparse *sparse)
{
	uint64_t n = 0, word;

	for (; sparse_next(&m->arena, sparse, &n, &word); n++) {
		mix(d, TCESIM_PART_MEMORY, n);
		mix(d, TCESIM_PART_MEMORY, word);
	}
	mix(d, TCESIM_PART_MEMORY, UINT64_MAX);
}

/* What stands in [start, end), counted from START. */
static void mix_data(const struct tcesim_machine *m, struct digest *d,
                     ref store, uint64_t start, uint64_t end)
{
	struct data_run run;

	for (uint64_t at = start; at < end; at = run.end) {
		run = data_around(m, store, at);
		if (!run.byte)
			continue;
		if (run.end > end)
			run.end = end;
		mix(d, TCESIM_PART_MEMORY, at - start);
		mix(d, TCESIM_PART_MEMORY, run.end - start);
		mix(d, TCESIM_PART_MEMORY, run.byte);
	}
	mix(d, TCESIM_PART_MEMORY, UINT64_MAX);
}

static void mix_buffer(const struct tcesim_machine *m, struct digest *d,
                       const struct buffer *b)
{
	mix(d, TCESIM_PART_MEMORY,
	    pair(place_of_process(m, b->process),
	         (uint32_t)b->folio_shift << 8 |
	                 flags(b->hugetlb, b->read_only, b->mapped)));
	mix(d, TCESIM_PART_MEMORY, b->vaddr);
	mix(d, TCESIM_PART_MEMORY, b->size);
	mix(d, TCESIM_PART_MEMORY, b->skew);
	mix(d, TCESIM_PART_MEMORY, b->pins);
	mix_pages(m, d, &b->pinned);
	mix_pages(m, d, &b->dirty);
	mix_data(m, d, m->state->memory, b->frame << m->config.page_shift,
	         (b->frame + buffer_frames(m, b)) << m->config.page_shift);
}

static uint64_t name_of_region(const struct tcesim_machine *m,
                               const struct region *region)
{
	const struct segment *s = segment_at(m, region->segments);
	uint64_t name = stir(region->vaddr, region->pages);

	for (; s; s = segment_at(m, s->next))
		name = stir(name, place_of_buffer(m, s->buffer));
	return name;
}

/* A set: a sum does not tell in which order its members came. */
static void mix_regions(const struct tcesim_machine *m, struct digest *d,
                        const struct process *p)
{
	uint64_t used = 0, mapped = 0;
	const struct region *region;

	for_each_region(region, m, p) {
		uint64_t name = name_of_region(m, region);

		used += settle(stir(name, region->used));
		mapped += settle(stir(name, region->mapped));
	}
	mix(d, TCESIM_PART_REGIONS, used);
	mix(d, TCESIM_PART_TCES, mapped);
}

/* ---- files, processes, groups, containers -------------------------------- */

static void mix_file(const struct tcesim_machine *m, struct digest *d,
                     uint32_t fd, const struct file *file)
{
	uint32_t place = file->kind == FILE_CONTAINER
	                         ? place_of_container(m, file->object)
	                         : group_at(m, file->object)->index;

	mix(d, TCESIM_PART_FILES, pair(fd, place));
	mix(d, TCESIM_PART_FILES, pair(file->kind, file->refs));
}

static void mix_process(const struct tcesim_machine *m, struct digest *d,
                        const struct process *p)
{
	uint64_t fd = 0, file;

	mix(d, TCESIM_PART_FILES, flags(p->alive, p->ipc_lock, false));
	mix(d, TCESIM_PART_FILES, p->memlock);
	mix(d, TCESIM_PART_LOCKED_VM, p->locked_vm);
	mix_regions(m, d, p);
	for (; sparse_next(&m->arena, &p->file, &fd, &file); fd++)
		mix_file(m, d, (uint32_t)fd, file_at(m, (ref)file));
	mix(d, TCESIM_PART_FILES, UINT64_MAX);
}

static uint64_t set_of_preregs(const struct tcesim_machine *m,
                               const struct container *c)
{
	const struct prereg *prereg = prereg_at(m, c->preregs);
	uint64_t sum = 0;

	for (; prereg; prereg = prereg_at(m, prereg->next)) {
		const struct region *region = region_at(m, prereg->region);

		sum += settle(stir(region->vaddr, region->pages));
	}
	return sum;
}

static void mix_driver(struct tcesim_machine *m, struct digest *d,
                       const struct container *c)
{
	const struct group *group;

	mix(d, TCESIM_PART_CONTAINERS, flags(c->v2, c->enabled, true));
	mix(d, TCESIM_PART_CONTAINERS, c->locked_pages);
	mix(d, TCESIM_PART_PENDING, c->pending);
	mix(d, TCESIM_PART_BINDING, place_of_process(m, c->mm));
	for_each_group(group, m, c)
		mix(d, TCESIM_PART_CONTAINERS, group->index);
	mix(d, TCESIM_PART_REGIONS, set_of_preregs(m, c));
	for (unsigned int slot = 0; slot < WINDOW_SLOTS; slot++)
		mix_table(m, d, table_at(m, c->tables[slot]));
}

static void mix_container(struct tcesim_machine *m, struct digest *d,
                          const struct vfio_container *v)
{
	const struct group *group = group_at(m, v->groups);

	mix(d, TCESIM_PART_CONTAINERS, v->refs);
	for (; group; group = group_at(m, group->next))
		mix(d, TCESIM_PART_CONTAINERS, group->index);
	mix(d, TCESIM_PART_CONTAINERS, UINT64_MAX);
	if (v->driver)
		mix_driver(m, d, container_at(m, v->driver));
}

static void mix_cached(struct tcesim_machine *m, struct digest *d,
                       const struct sparse *cached)
{
	const struct walk walk = { m, d, TREE_HW, 0 };

	mix_entries(&walk, cached, 0);
	mix(d, TCESIM_PART_TCES, UINT64_MAX);
}

static void mix_group(struct tcesim_machine *m, struct digest *d,
                      const struct group *group)
{
	uint32_t word = flags(group->host_table, group->bypass,
	                      group->ddw_failed);

	mix(d, TCESIM_PART_CONTAINERS,
	    pair(place_of_container(m, group->container),
	         group->users << 1 | (group->open ? 1 : 0)));
	for (unsigned int slot = 0; slot < WINDOW_SLOTS; slot++) {
		const struct tve *tve = &group->tve[slot];

		word = word << 8 | (uint32_t)tve->kind << 2 |
		       flags(tve->stale, group->tables[slot] != 0, false);
	}
	mix(d, TCESIM_PART_HARDWARE, word);
	mix_cached(m, d, &group->cached[0]);
	mix_cached(m, d, &group->cached[1]);
	mix_data(m, d, group->device, 0, UINT64_MAX);
}

static void mix_faults(const struct fault_plan *plan, struct digest *d)
{
	for (unsigned int i = 0; i < plan->armed; i++) {
		const struct armed_fault *fault = &plan->fault[i];

		mix(d, TCESIM_PART_FAULTS,
		    pair((uint32_t)fault->site, (uint32_t)fault->group));
		mix(d, TCESIM_PART_FAULTS, (uint32_t)fault->error);
		mix(d, TCESIM_PART_FAULTS, fault->left);
	}
}

void hash_parts(struct tcesim_machine *m, struct tcesim_parts *parts)
{
	const struct state *s = m->state;
	struct digest d;

	for (unsigned int i = 0; i < TCESIM_PARTS; i++)
		d.part[i] = i + 1;
	for (ref at = s->processes; at; at = process_at(m, at)->next)
		mix_process(m, &d, process_at(m, at));
	for (ref at = s->buffers; at; at = buffer_at(m, at)->next)
		mix_buffer(m, &d, buffer_at(m, at));
	for (ref at = s->containers; at; at = vfio_container_at(m, at)->next)
		mix_container(m, &d, vfio_container_at(m, at));
	for (unsigned int n = 0; n < m->config.groups; n++)
		mix_group(m, &d, group_numbered(m, n));
	mix_faults(&s->faults, &d);
	for (unsigned int i = 0; i < TCESIM_PARTS; i++)
		parts->word[i] = settle(d.part[i]);
}

struct tcesim_hash hash_of(const struct tcesim_parts *parts)
{
	uint64_t a = 1, b = 2;

	for (unsigned int i = 0; i < TCESIM_PARTS; i++) {
		a = stir(a, parts->word[i]);
		b = stir(b, ~parts->word[i]);
	}
	return (struct tcesim_hash){ { settle(a), settle(b) } };
}

struct tcesim_hash hash_state(struct tcesim_machine *m)
{
	struct tcesim_parts parts;

	hash_parts(m, &parts);
	return hash_of(&parts);
}
