/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * group.h - an IOMMU group: one PE behind a PHB of its own, with its
 * table_group.
 *
 * Each PE has two windows in hardware, chosen by bus address bit 59, each
 * described by a TVE:
 *
 *     slot 0   bus 0        the default window, or what VFIO puts there
 *     slot 1   bus 1 << 59  the bypass of the host, or what VFIO puts there
 *
 * `host_table`: slot 0 holds the host's own default window (for VFIO the slot
 * is taken).  The callbacks are those of a powernv IODA2 table_group; what a
 * real platform may lack is asked with group_has().
 */
#ifndef MODEL_GROUP_H
#define MODEL_GROUP_H

#include "model/table.h"

enum {
	WINDOW_SLOTS = 2
};

struct tve {
	uint8_t kind; /* enum tcesim_tve_kind */
	bool stale;   /* the firmware did not clear it: its table is gone */
	uint8_t levels, page_shift, level_shift;
	ref table;
};

struct group {
	ref self;
	uint32_t index;

	/* VFIO core */
	ref container;  /* struct vfio_container; 0: none */
	ref next;       /* in the container's list, newest first */
	uint32_t users; /* 1 in a container, and 1 for each open device */
	bool open;

	/* the driver */
	ref attached_next; /* in the driver's list, newest first */
	ref tables[WINDOW_SLOTS];

	/* the PE */
	bool host_table;
	bool bypass;
	bool ddw_failed; /* pSeries: the PE is on the list of failures */
	struct tve tve[WINDOW_SLOTS];
	/* The TCEs that the PHB has cached, by IOMMU page within the slot. */
	struct sparse cached[WINDOW_SLOTS];
	ref device; /* data.h: what its device has in its own memory */
};
DEFINE_AT(group)

/* All groups, with the host's windows set. */
void groups_init(struct tcesim_machine *m);
struct group *group_numbered(const struct tcesim_machine *m, unsigned int n);

/* What the platform says of the group. */
const struct tcesim_group_config *group_config(const struct tcesim_machine *m,
                                               const struct group *group);
uint64_t group_pgsizes(const struct tcesim_machine *m,
                       const struct group *group);
/* max_dynamic_windows_supported, and max_levels. */
uint32_t group_windows(const struct tcesim_machine *m,
                       const struct group *group);
uint32_t group_levels(const struct tcesim_machine *m);
/* Does the platform make windows, or is there one that is borrowed? */
bool group_has_ops(const struct tcesim_machine *m);
/* What the kernel can do on pSeries: PSERIES_*. */
uint8_t group_pseries(const struct tcesim_machine *m);
bool group_has(const struct tcesim_machine *m, const struct group *group,
               enum tcesim_op op);
/* May the two share tables, as far as the driver can tell? */
bool groups_compatible(const struct tcesim_machine *m, const struct group *a,
                       const struct group *b);

/* The callbacks; see platform.h.  Only with group_has_ops(). */
uint64_t group_table_size(struct tcesim_machine *m,
                          const struct window_request *request);
int group_create_table(struct tcesim_machine *m, struct group *group,
                       unsigned int slot, const struct window_request *request,
                       uint64_t charge, struct table **table);
int group_set_window(struct tcesim_machine *m, struct group *group,
                     unsigned int slot, struct table *table);
void group_unset_window(struct tcesim_machine *m, struct group *group,
                        unsigned int slot);
int group_take_ownership(struct tcesim_machine *m, struct group *group);
void group_release_ownership(struct tcesim_machine *m, struct group *group);

/* For platforms: the TVE for a table; the table's list of groups.  TABLE NULL:
 * the host's own. */
struct tve group_tve(const struct table *table);
void group_link(struct group *group, unsigned int slot, struct table *table);
void group_unlink(struct tcesim_machine *m, struct group *group,
                  unsigned int slot);

#endif
