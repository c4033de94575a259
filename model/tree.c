/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "model/tree.h"

#include "model/host.h"

static uint32_t level_bits(const struct tree *tree)
{
	return tree->level_shift - 3;
}

/* Indexes that the levels below (and with) one of this depth decode. */
static uint64_t part(const struct tree *tree, uint64_t index, uint32_t depth)
{
	uint32_t shift = depth * level_bits(tree);

	assert(shift < 64);
	return index >> shift & ((UINT64_C(1) << level_bits(tree)) - 1);
}

static bool is_beyond(const struct tree *tree, uint64_t index)
{
	uint32_t bits = tree->levels * level_bits(tree);

	return bits < 64 && index >> bits;
}

/* What is one flat array stands in no block of the model's memory. */
static bool is_flat(const struct tcesim_machine *m, const struct table *table,
                    enum tree_kind kind)
{
	return table->fixed || (kind == TREE_VIEW && shape_view_is_flat(m));
}

static ref level_new(struct tcesim_machine *m, struct table *table,
                     enum tree_kind kind, uint32_t depth)
{
	static const enum site site[TREES][2] = {
		[TREE_HW] = { SITE_HW_LEAF, SITE_HW_TOP },
		[TREE_VIEW] = { SITE_USER_LEAF, SITE_USER_TOP },
	};
	const struct tree *tree = &table->tree[kind];
	bool top = depth + 1 == tree->levels;
	uint64_t address;
	ref object;

	address = host_alloc_block(m, site[kind][top], tree->level_shift);
	if (!address)
		return 0;
	EMIT3(m, LEVEL_ALLOC, kind, depth, tree->level_shift);
	object = ALLOC(m, level);
	level_at(m, object)->address = address;
	level_at(m, object)->made = ++m->state->levels_made;
	level_at(m, object)->depth = depth;
	level_at(m, object)->word.wide = kind == TREE_HW;
	table->blocks++;
	return object;
}

/* As long as the window, in pages of the host, and not contiguous. */
static bool flat_init(struct tcesim_machine *m, struct table *table,
                      enum tree_kind kind)
{
	struct tree *tree = &table->tree[kind];

	if (kind == TREE_VIEW && edge(m, SITE_USER_TOP, TCESIM_ANY_GROUP))
		return false;
	*tree = (struct tree){ .levels = 1, .level_shift = 3 };
	while (shape_level_entries(
		       &(struct shape){ .level_shift = tree->level_shift }) <
	       table->shape.entries)
		tree->level_shift++;
	tree->top = ALLOC(m, level);
	level_at(m, tree->top)->word.wide = kind == TREE_HW;
	table->blocks++;
	return true;
}

bool tree_init(struct tcesim_machine *m, struct table *table,
               enum tree_kind kind)
{
	struct tree *tree = &table->tree[kind];

	if (is_flat(m, table, kind))
		return flat_init(m, table, kind);
	*tree = (struct tree){ .levels = table->shape.levels,
		               .level_shift = table->shape.level_shift };
	tree->top = level_new(m, table, kind, tree->levels - 1);
	return tree->top;
}

/* The leaf on the path of INDEX; indexes beyond take the path of their low
 * bits, as in the kernel. */
static ref find_leaf(struct tcesim_machine *m, struct table *table,
                     enum tree_kind kind, uint64_t index, bool grow)
{
	const struct tree *tree = &table->tree[kind];
	ref at = tree->top;

	for (uint32_t depth = tree->levels - 1; depth; depth--) {
		struct level *level = level_at(m, at);
		uint64_t n = part(tree, index, depth);

		at = (ref)sparse_get(&m->arena, &level->word, n);
		if (!at && grow) {
			at = level_new(m, table, kind, depth - 1);
			sparse_set(&m->arena, &level->word, n, at);
		}
		if (!at)
			return 0;
	}
	return at;
}

bool tree_fill(struct tcesim_machine *m, struct table *table,
               enum tree_kind kind)
{
	uint64_t step = UINT64_C(1) << level_bits(&table->tree[kind]);

	for (uint64_t at = 0; at < table->shape.entries; at += step)
		if (!find_leaf(m, table, kind, at, true))
			return false;
	return true;
}

static void level_free(struct tcesim_machine *m, struct table *table,
                       const struct tree *tree, ref object)
{
	struct level *level = level_at(m, object);

	if (level->address)
		host_free_block(m, level->address, tree->level_shift);
	sparse_release(&m->arena, &level->word);
	FREE(m, level, object);
	table->blocks--;
}

static void release_under(struct tcesim_machine *m, struct table *table,
                          const struct tree *tree, ref object, uint32_t depth)
{
	const struct level *level = level_at(m, object);
	uint64_t n = 0, child;

	while (depth && sparse_next(&m->arena, &level->word, &n, &child)) {
		release_under(m, table, tree, (ref)child, depth - 1);
		n++;
	}
	level_free(m, table, tree, object);
}

void tree_release(struct tcesim_machine *m, struct table *table,
                  enum tree_kind kind)
{
	struct tree *tree = &table->tree[kind];

	if (tree->top)
		release_under(m, table, tree, tree->top, tree->levels - 1);
	sparse_release(&m->arena, &tree->beyond);
	tree->top = 0;
}

/* True: OBJECT has been made after SINCE, and nothing is set under it. */
static bool prune_under(struct tcesim_machine *m, struct table *table,
                        const struct tree *tree, ref object, uint64_t since)
{
	struct level *level = level_at(m, object);
	uint64_t n = 0, child;

	while (level->depth &&
	       sparse_next(&m->arena, &level->word, &n, &child)) {
		if (prune_under(m, table, tree, (ref)child, since)) {
			level_free(m, table, tree, (ref)child);
			sparse_set(&m->arena, &level->word, n, 0);
		}
		n++;
	}
	return level->made > since && !level->word.root;
}

void tree_prune(struct tcesim_machine *m, struct table *table,
                enum tree_kind kind, uint64_t since)
{
	struct tree *tree = &table->tree[kind];

	if (tree->top)
		prune_under(m, table, tree, tree->top, since);
}

/* ---- entries ------------------------------------------------------------- */

bool table_find(struct tcesim_machine *m, struct table *table,
                enum tree_kind kind, uint64_t index, bool grow,
                struct entry *entry)
{
	const struct tree *tree = &table->tree[kind];

	if (!tree->top) /* v1 without a view */
		return false;
	entry->level = find_leaf(m, table, kind, index, grow);
	entry->beyond = is_beyond(tree, index);
	entry->at = entry->beyond ? index : part(tree, index, 0);
	return entry->level;
}

uint64_t entry_get(const struct tcesim_machine *m, const struct table *table,
                   enum tree_kind kind, const struct entry *entry)
{
	const struct level *level = level_at(m, entry->level);

	return sparse_get(&m->arena,
	                  entry->beyond ? &table->tree[kind].beyond
	                                : &level->word,
	                  entry->at);
}

void entry_set(struct tcesim_machine *m, struct table *table,
               enum tree_kind kind, const struct entry *entry, uint64_t word)
{
	struct level *level = level_at(m, entry->level);

	sparse_set(&m->arena,
	           entry->beyond ? &table->tree[kind].beyond : &level->word,
	           entry->at, word);
}

/*
 * The first entry at or after *INDEX below OBJECT; both count from the start
 * of what OBJECT covers.
 */
static bool next_under(const struct tcesim_machine *m, const struct tree *tree,
                       ref object, uint32_t depth, uint64_t *index,
                       uint64_t *word)
{
	const struct level *level = level_at(m, object);
	uint32_t shift = depth * level_bits(tree);
	uint64_t n, child, inner;

	if (!depth)
		return sparse_next(&m->arena, &level->word, index, word);
	n = *index >> shift;
	inner = *index & ((UINT64_C(1) << shift) - 1);
	for (uint64_t at = n; sparse_next(&m->arena, &level->word, &at, &child);
	     at++) {
		if (at != n)
			inner = 0;
		if (next_under(m, tree, (ref)child, depth - 1, &inner, word)) {
			*index = (at << shift) + inner;
			return true;
		}
	}
	return false;
}

bool table_next(const struct tcesim_machine *m, const struct table *table,
                uint64_t *index, uint64_t *tce)
{
	const struct tree *tree = &table->tree[TREE_HW];
	uint64_t at = *index;

	if (!is_beyond(tree, at) &&
	    next_under(m, tree, tree->top, tree->levels - 1, &at, tce)) {
		*index = at;
		return true;
	}
	return sparse_next(&m->arena, &tree->beyond, index, tce);
}

/* Is there a leaf below OBJECT for one of the indexes 0 .. last? */
static bool leaf_up_to(const struct tcesim_machine *m, const struct tree *tree,
                       ref object, uint32_t depth, uint64_t last)
{
	const struct level *level = level_at(m, object);
	uint32_t shift = depth * level_bits(tree);
	uint64_t mask = (UINT64_C(1) << shift) - 1;
	uint64_t n = 0, child;

	if (!depth)
		return true;
	for (; sparse_next(&m->arena, &level->word, &n, &child) &&
	       n <= last >> shift;
	     n++)
		if (leaf_up_to(m, tree, (ref)child, depth - 1,
		               n == last >> shift ? last & mask : mask))
			return true;
	return false;
}

bool table_has_leaf_beyond(const struct tcesim_machine *m,
                           const struct table *table, enum tree_kind kind,
                           uint64_t last)
{
	const struct tree *tree = &table->tree[kind];
	uint64_t capacity = shape_capacity(&table->shape);

	if (last < capacity)
		return false;
	last -= capacity;
	if (last >= capacity)
		last = capacity - 1;
	return leaf_up_to(m, tree, tree->top, tree->levels - 1, last);
}

/* ---- as the hardware does it --------------------------------------------- */

/* What the entry of a level is in memory: interior ones point at levels. */
static void read_entry(const struct tcesim_machine *m, const struct tree *tree,
                       uint64_t index, struct step *step)
{
	const struct level *level = level_at(m, step->level);

	step->index = part(tree, index, step->depth);
	step->entry = sparse_get(&m->arena, &level->word, step->index);
	if (step->entry && step->depth)
		step->entry = level_at(m, (ref)step->entry)->address | TCE_PERM;
}

struct step tree_first_step(const struct tcesim_machine *m,
                            const struct table *table, uint64_t index)
{
	const struct tree *tree = &table->tree[TREE_HW];
	struct step step = { .level = tree->top, .depth = tree->levels - 1 };

	read_entry(m, tree, index, &step);
	return step;
}

void tree_next_step(const struct tcesim_machine *m, const struct table *table,
                    uint64_t index, struct step *step)
{
	const struct tree *tree = &table->tree[TREE_HW];
	const struct level *level = level_at(m, step->level);

	step->level = (ref)sparse_get(&m->arena, &level->word, step->index);
	step->depth--;
	read_entry(m, tree, index, step);
}

const uint64_t *tree_leaf(const struct tcesim_machine *m,
                          const struct table *table, uint64_t index,
                          uint32_t *depth)
{
	const struct tree *tree = &table->tree[TREE_HW];
	const struct level *level = level_at(m, tree->top);
	ref next;

	for (*depth = tree->levels - 1; *depth; --*depth) {
		next = (ref)sparse_get(&m->arena, &level->word,
		                       part(tree, index, *depth));
		if (!next)
			return NULL;
		level = level_at(m, next);
	}
	return sparse_leaf(&m->arena, &level->word, part(tree, index, 0));
}

uint64_t tree_tce(struct tcesim_machine *m, struct table *table, uint64_t index)
{
	struct entry entry;

	return table_find(m, table, TREE_HW, index, false, &entry)
	               ? entry_get(m, table, TREE_HW, &entry)
	               : 0;
}
