/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * table.h - an iommu_table: the TCEs of one window, and the user addresses
 * that belong to them.
 *
 * Two trees of equal shape: the one that the hardware walks holds TCEs, the
 * view holds, for each TCE, the user address that was mapped last.  Levels
 * below the top are made when something is mapped under them and stay until
 * the table goes.  (Old kernels make them all at once and keep the view as one
 * flat array.)
 *
 * An index counts TCEs from the start of the window.  The kernel does not hold
 * every index against the window; what it then does is kept in mind here
 * without being done:
 *
 *     0 ........ entries ........ capacity ..........
 *     |  window   |   slack        |  beyond
 *
 * Slack is room in the tree behind the window's end.  Beyond lies foreign
 * memory: `beyond` remembers what the kernel would find there had nobody else
 * used it.
 */
#ifndef MODEL_TABLE_H
#define MODEL_TABLE_H

#include "model/shape.h"
#include "model/sparse.h"

enum {
	TCE_READ = 1,
	TCE_WRITE = 2,
	TCE_PERM = TCE_READ | TCE_WRITE
};

enum tree_kind {
	TREE_HW,
	TREE_VIEW,
	TREES
};

/* One level block.  Words are refs of levels below, or at depth 0 entries. */
struct level {
	uint64_t address; /* in host memory; 0: not one contiguous block */
	uint64_t made;    /* the how-manieth of the machine's levels */
	uint32_t depth;   /* 0: a leaf */
	struct sparse word;
};
DEFINE_AT(level)

struct tree {
	ref top;
	uint32_t levels;
	uint32_t level_shift;
	struct sparse beyond;
};

struct table {
	ref self;
	uint32_t id; /* names the table in the trace */
	uint32_t refs;
	struct shape shape;
	uint64_t offset;     /* start_addr >> page_shift */
	uint64_t allocated;  /* bytes to give back to locked_vm */
	uint64_t view_bytes; /* more of them, for a flat view */
	uint64_t blocks;     /* levels that exist in both trees */
	ref owner;           /* pSeries: the one group that can use it */
	bool fixed;          /* its memory is the platform's, and flat */
	bool remote;         /* the hypervisor's: it checks every index */
	uint32_t linked;     /* bit n: group n is on the table's list */
	struct tree tree[TREES];
};
DEFINE_AT(table)

/*
 * create_table: both top levels (a flat view comes later), and all levels
 * where the kernel is eager.  On failure nothing is left.
 */
int table_new(struct tcesim_machine *m, const struct shape *shape,
              uint64_t start_addr, uint64_t charge, struct table **table);
/* A table that the platform has, or the hypervisor makes, without a view. */
struct table *table_new_fixed(struct tcesim_machine *m, uint32_t page_shift,
                              uint64_t window_size, uint64_t start_addr,
                              uint64_t charge);
/* The flat view.  -ENOMEM: none. */
int table_add_view(struct tcesim_machine *m, struct table *table);
void table_get(struct table *table);
void table_put(struct tcesim_machine *m, struct table *table);

/* Frames of the host that its levels take; none for NULL. */
uint64_t table_frames(const struct tcesim_machine *m,
                      const struct table *table);
uint64_t table_start_addr(const struct table *table);
/* Does the window hold this bus address? */
bool table_holds(const struct table *table, uint64_t iova);
/* The index for a bus address, modulo 2^64. */
uint64_t table_index(const struct table *table, uint64_t iova);

/* Where an entry is; `beyond` entries are in no level. */
struct entry {
	ref level;
	uint64_t at;
	bool beyond;
};

/* False: a level on the way is absent, and GROW is false or growing failed. */
bool table_find(struct tcesim_machine *m, struct table *table,
                enum tree_kind kind, uint64_t index, bool grow,
                struct entry *entry);
uint64_t entry_get(const struct tcesim_machine *m, const struct table *table,
                   enum tree_kind kind, const struct entry *entry);
void entry_set(struct tcesim_machine *m, struct table *table,
               enum tree_kind kind, const struct entry *entry, uint64_t word);

/*
 * The next TCE at or after *INDEX that is not 0, beyond entries included.
 */
bool table_next(const struct tcesim_machine *m, const struct table *table,
                uint64_t *index, uint64_t *tce);
/* Indexes beyond take the paths of their low bits: is there a leaf on one of
 * these, for the indexes behind the table up to LAST? */
bool table_has_leaf_beyond(const struct tcesim_machine *m,
                           const struct table *table, enum tree_kind kind,
                           uint64_t last);

/*
 * Put HPA with permission PERM (0: clear) in an entry; both come back as they
 * were.  -ENOMEM: a level is missing and cannot be made.  A page that was
 * writable is marked dirty.
 */
int table_xchg(struct tcesim_machine *m, struct table *table, uint64_t index,
               uint64_t *hpa, unsigned int *perm);

#endif
