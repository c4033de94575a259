/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * window.h - the windows of a container: CREATE, REMOVE and the default one.
 */
#ifndef MODEL_WINDOW_H
#define MODEL_WINDOW_H

#include "model/container.h"

/* The window that holds a bus address, slot 0 first; NULL: none. */
struct table *window_find(const struct tcesim_machine *m,
                          const struct container *c, uint64_t iova,
                          unsigned int *slot);

/* In all groups or in none; the lowest free slot decides the address. */
int window_create(struct tcesim_machine *m, struct container *c,
                  const struct window_request *request, uint64_t *start_addr);
/* Any address inside a window names it. */
int window_remove(struct tcesim_machine *m, struct container *c,
                  uint64_t start_addr);

/* Make the default window if it is owed. */
int window_settle_default(struct tcesim_machine *m, struct container *c);
/* The default window that old kernels make at the first attach: the table
 * only, in slot 0. */
int window_make_default(struct tcesim_machine *m, struct container *c,
                        struct group *group);

/* Clear all entries of a window, and release what they hold. */
void window_clear(struct tcesim_machine *m, struct container *c,
                  struct table *table);
/* Pages of locked_vm that a table holds; none for NULL. */
uint64_t window_charge(const struct tcesim_machine *m,
                       const struct table *table);
/* The flat view, with its charge. */
int window_add_view(struct tcesim_machine *m, struct container *c,
                    struct table *table);
/* One reference less, and the charge is given back. */
void window_drop(struct tcesim_machine *m, struct container *c,
                 struct table *table);
/* Take a table out of its slot; the charge is given back. */
void window_free(struct tcesim_machine *m, struct container *c,
                 unsigned int slot);

#endif
