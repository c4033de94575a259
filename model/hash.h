/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * hash.h - a digest of a machine's state.
 *
 * Of what calls can tell apart: not of the numbers that things to come will
 * bear, nor of where in memory tables and pages happen to stand, nor of the
 * order in which regions were registered.  Pages are named by the place of
 * their buffer in the list of buffers, and containers and files by their
 * places too.
 */
#ifndef MODEL_HASH_H
#define MODEL_HASH_H

#include "model/machine.h"

void hash_parts(struct tcesim_machine *m, struct tcesim_parts *parts);
/* See tcesim_hash_share() and tcesim_hash_of(). */
uint64_t hash_share(enum tcesim_part part, uint64_t word);
struct tcesim_hash hash_of(const struct tcesim_parts *parts);
struct tcesim_hash hash_state(struct tcesim_machine *m);

#endif
