/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * tree.h - the levels of one of a table's two trees.
 */
#ifndef MODEL_TREE_H
#define MODEL_TREE_H

#include "model/table.h"

/* The top level.  False: no memory (refused), and nothing is left. */
bool tree_init(struct tcesim_machine *m, struct table *table,
               enum tree_kind kind);
/* Every level that the window needs, depth first. */
bool tree_fill(struct tcesim_machine *m, struct table *table,
               enum tree_kind kind);
void tree_release(struct tcesim_machine *m, struct table *table,
                  enum tree_kind kind);
/* Take back the lower levels that are among those made after the machine had
 * made SINCE, and in which nothing is set. */
void tree_prune(struct tcesim_machine *m, struct table *table,
                enum tree_kind kind, uint64_t since);

/* One entry on the way to a TCE, as the hardware reads it. */
struct step {
	ref level;
	uint32_t depth; /* 0: the entry is the TCE */
	uint64_t index; /* of the entry, in its level */
	uint64_t entry; /* 0: nothing is there */
};

/* The top of the tree that the hardware walks, for an INDEX that it covers. */
struct step tree_first_step(const struct tcesim_machine *m,
                            const struct table *table, uint64_t index);
/* The next level down; the entry of *STEP is not 0, its depth neither. */
void tree_next_step(const struct tcesim_machine *m, const struct table *table,
                    uint64_t index, struct step *step);

/*
 * The TCEs around INDEX, which the tree covers: 2^SPARSE_WIDE_BITS of them, in
 * order.  NULL: none of them is set, or too few for that (tree_tce() tells);
 * *DEPTH is then where the walk ended.  Good until the table changes.
 */
const uint64_t *tree_leaf(const struct tcesim_machine *m,
                          const struct table *table, uint64_t index,
                          uint32_t *depth);
/* One TCE, for an INDEX that the tree covers; 0 where a level is absent. */
uint64_t tree_tce(struct tcesim_machine *m, struct table *table,
                  uint64_t index);

#endif
