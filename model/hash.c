/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "model/hash.h"

#include "model/vfio.h"

struct digest {
	uint64_t a, b;
};

static uint64_t rotate(uint64_t word, unsigned int by)
{
	return word << by | word >> (64 - by);
}

/* Two lanes with constants of their own, each a multiply and a rotation. */
static void mix(struct digest *d, uint64_t word)
{
	d->a = rotate((d->a ^ word) * UINT64_C(0x9e3779b97f4a7c15), 29);
	d->b = rotate((d->b + word) * UINT64_C(0xc2b2ae3d27d4eb4f), 31) ^ d->a;
}

static void mix_flags(struct digest *d, bool a, bool b, bool c)
{
	mix(d, (a ? 1u : 0u) | (b ? 2u : 0u) | (c ? 4u : 0u));
}

/* ---- places in lists: 1, 2, ...; 0: nothing ------------------------------ */

static uint64_t place_of_buffer(const struct tcesim_machine *m, ref buffer)
{
	uint64_t place = 1;

	for (ref at = m->state->buffers; at; at = buffer_at(m, at)->next) {
		if (at == buffer)
			return place;
		place++;
	}
	return 0;
}

static uint64_t place_of_process(const struct tcesim_machine *m, ref process)
{
	return process ? process_at(m, process)->id + 1 : 0;
}

static uint64_t place_of_container(const struct tcesim_machine *m,
                                   ref container)
{
	uint64_t place = 1;
	ref at = m->state->containers;

	for (; at; at = vfio_container_at(m, at)->next) {
		if (at == container)
			return place;
		place++;
	}
	return 0;
}

/* ---- tables -------------------------------------------------------------- */

static void mix_page(struct tcesim_machine *m, struct digest *d, uint64_t hpa)
{
	uint64_t place = 1, offset = hpa;
	const struct buffer *holder = buffer_of_hpa(m, hpa, &offset);
	const struct buffer *b = buffer_at(m, m->state->buffers);

	for (; b && b != holder; b = buffer_at(m, b->next))
		place++;
	mix(d, b ? place : 0);
	mix(d, offset);
}

static void mix_word(struct tcesim_machine *m, struct digest *d,
                     enum tree_kind kind, uint64_t word)
{
	if (kind == TREE_VIEW) {
		mix(d, word);
		return;
	}
	mix(d, word & TCE_PERM);
	mix_page(m, d, word & ~(uint64_t)TCE_PERM);
}

static void mix_level(struct tcesim_machine *m, struct digest *d,
                      enum tree_kind kind, ref object, uint32_t depth)
{
	const struct level *level = level_at(m, object);
	uint64_t n = 0, word;

	for (; sparse_next(&m->arena, &level->word, &n, &word); n++) {
		mix(d, n);
		if (depth)
			mix_level(m, d, kind, (ref)word, depth - 1);
		else
			mix_word(m, d, kind, word);
	}
	mix(d, UINT64_MAX);
}

static void mix_tree(struct tcesim_machine *m, struct digest *d,
                     enum tree_kind kind, const struct tree *tree)
{
	uint64_t n = 0, word;

	if (tree->top)
		mix_level(m, d, kind, tree->top, tree->levels - 1);
	for (; sparse_next(&m->arena, &tree->beyond, &n, &word); n++) {
		mix(d, n);
		mix_word(m, d, kind, word);
	}
}

static void mix_table(struct tcesim_machine *m, struct digest *d,
                      const struct table *table)
{
	mix(d, table != NULL);
	if (!table)
		return;
	mix(d, table->shape.page_shift);
	mix(d, table->shape.levels);
	mix(d, table->shape.level_shift);
	mix(d, table->shape.entries);
	mix(d, table->allocated);
	mix(d, table->linked);
	mix_tree(m, d, TREE_HW, &table->tree[TREE_HW]);
	mix_tree(m, d, TREE_VIEW, &table->tree[TREE_VIEW]);
}

/* ---- the rest ------------------------------------------------------------ */

static void mix_sparse(const struct tcesim_machine *m, struct digest *d,
                       const struct sparse *sparse)
{
	uint64_t n = 0, word;

	for (; sparse_next(&m->arena, sparse, &n, &word); n++) {
		mix(d, n);
		mix(d, word);
	}
	mix(d, UINT64_MAX);
}

static void mix_region(const struct tcesim_machine *m, struct digest *d,
                       const struct region *region)
{
	const struct segment *s = segment_at(m, region->segments);

	mix(d, region->vaddr);
	mix(d, region->pages);
	mix(d, region->used);
	mix(d, region->mapped);
	for (; s; s = segment_at(m, s->next))
		mix(d, place_of_buffer(m, s->buffer));
}

static void mix_file(const struct tcesim_machine *m, struct digest *d,
                     const struct file *file)
{
	mix(d, file->kind);
	mix(d, file->refs);
	mix(d, file->kind == FILE_CONTAINER
	               ? place_of_container(m, file->object)
	               : group_at(m, file->object)->index);
}

static void mix_process(const struct tcesim_machine *m, struct digest *d,
                        const struct process *p)
{
	const struct region *region;
	uint64_t fd = 0, file;

	mix(d, p->alive);
	mix(d, p->ipc_lock);
	mix(d, p->memlock);
	mix(d, p->locked_vm);
	for_each_region(region, m, p)
		mix_region(m, d, region);
	for (; sparse_next(&m->arena, &p->file, &fd, &file); fd++) {
		mix(d, fd);
		mix_file(m, d, file_at(m, (ref)file));
	}
	mix(d, UINT64_MAX);
}

static void mix_buffer(const struct tcesim_machine *m, struct digest *d,
                       const struct buffer *b)
{
	mix(d, place_of_process(m, b->process));
	mix(d, b->folio_shift);
	mix_flags(d, b->hugetlb, b->read_only, b->mapped);
	mix(d, b->vaddr);
	mix(d, b->size);
	mix(d, b->skew);
	mix(d, b->pins);
	mix_sparse(m, d, &b->pinned);
	mix_sparse(m, d, &b->dirty);
}

static void mix_driver(struct tcesim_machine *m, struct digest *d,
                       const struct container *c)
{
	const struct group *group;
	const struct prereg *prereg = prereg_at(m, c->preregs);

	mix_flags(d, c->v2, c->enabled, c->pending);
	mix(d, c->locked_pages);
	mix(d, place_of_process(m, c->mm));
	for_each_group(group, m, c)
		mix(d, group->index);
	for (; prereg; prereg = prereg_at(m, prereg->next))
		mix(d, region_at(m, prereg->region)->vaddr);
	for (unsigned int slot = 0; slot < WINDOW_SLOTS; slot++)
		mix_table(m, d, table_at(m, c->tables[slot]));
}

static void mix_container(struct tcesim_machine *m, struct digest *d,
                          const struct vfio_container *v)
{
	const struct group *group = group_at(m, v->groups);

	mix(d, v->refs);
	for (; group; group = group_at(m, group->next))
		mix(d, group->index);
	mix(d, v->driver != 0);
	if (v->driver)
		mix_driver(m, d, container_at(m, v->driver));
}

static void mix_group(const struct tcesim_machine *m, struct digest *d,
                      const struct group *group)
{
	mix(d, place_of_container(m, group->container));
	mix(d, group->users);
	mix_flags(d, group->open, group->host_table, group->bypass);
	for (unsigned int slot = 0; slot < WINDOW_SLOTS; slot++) {
		const struct tve *tve = &group->tve[slot];

		mix(d, tve->kind);
		mix_flags(d, tve->stale, group->tables[slot] != 0, false);
	}
}

static void mix_faults(const struct fault_plan *plan, struct digest *d)
{
	for (unsigned int i = 0; i < plan->armed; i++) {
		mix(d, plan->fault[i].site);
		mix(d, (uint64_t)(int64_t)plan->fault[i].group);
		mix(d, (uint64_t)(int64_t)plan->fault[i].error);
		mix(d, plan->fault[i].left);
	}
}

struct tcesim_hash hash_state(struct tcesim_machine *m)
{
	const struct state *s = m->state;
	struct digest d = { 1, 2 };

	for (ref at = s->processes; at; at = process_at(m, at)->next)
		mix_process(m, &d, process_at(m, at));
	for (ref at = s->buffers; at; at = buffer_at(m, at)->next)
		mix_buffer(m, &d, buffer_at(m, at));
	for (ref at = s->containers; at; at = vfio_container_at(m, at)->next)
		mix_container(m, &d, vfio_container_at(m, at));
	for (unsigned int n = 0; n < m->config.groups; n++)
		mix_group(m, &d, group_numbered(m, n));
	mix_faults(&s->faults, &d);
	return (struct tcesim_hash){ { d.a, d.b } };
}
