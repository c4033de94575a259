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
/* Take back the lower levels in which nothing is set. */
void tree_prune(struct tcesim_machine *m, struct table *table,
                enum tree_kind kind);

#endif
