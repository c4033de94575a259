/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * container.h - the sPAPR TCE driver's container: what SET_IOMMU makes of a
 * VFIO container and its groups.
 *
 * Lives from SET_IOMMU to the detach of the last group; closing the
 * container's file does not end it.  "The head" is the group attached last:
 * its properties speak for all.
 *
 *   pending   the default window is owed: the first MAP, UNMAP or CREATE makes
 *             it, REMOVE of address 0 forgets it
 *   enabled   MAP and UNMAP are allowed: v1 ENABLE until DISABLE, v2 from the
 *             first REGISTER on
 */
#ifndef MODEL_CONTAINER_H
#define MODEL_CONTAINER_H

#include "model/group.h"
#include "model/region.h"

/* A region that the container has registered. */
struct prereg {
	ref next;
	ref region;
};
DEFINE_AT(prereg)

struct container {
	ref self;
	bool v2, enabled, pending;
	uint64_t locked_pages; /* charged by ENABLE */
	ref mm; /* the address space it belongs to; 0: none yet */
	ref tables[WINDOW_SLOTS];
	ref groups;  /* newest first */
	ref preregs; /* newest first */
};
DEFINE_AT(container)

/* From the head on. */
#define for_each_group(group, m, c)                       \
	for ((group) = group_at(m, (c)->groups); (group); \
	     (group) = group_at(m, (group)->attached_next))

/* Is a group's window taken from the host at SET_CONTAINER already? */
bool container_owns_from_set(const struct tcesim_machine *m);

/* TYPE is what SET_IOMMU was given. */
int container_open(struct tcesim_machine *m, uint64_t type,
                   struct container **container);
int container_attach(struct tcesim_machine *m, struct container *c,
                     struct group *group);
void container_detach(struct tcesim_machine *m, struct container *c,
                      struct group *group);
/* All groups have been detached. */
void container_release(struct tcesim_machine *m, struct container *c);

/* The address space whose books count: the container's, or the caller's. */
struct process *container_mm(const struct tcesim_machine *m,
                             const struct container *c);
/* Bind the caller's address space, unless one is bound.  True: it was now. */
bool container_bind(struct tcesim_machine *m, struct container *c);
/* Will it be bound to an address space, and is not yet? */
bool container_unbound(const struct tcesim_machine *m,
                       const struct container *c);
/* Let it go again, if nothing is charged to it. */
void container_unbind(struct tcesim_machine *m, struct container *c);

/* ENABLE and DISABLE of v1. */
int container_enable(struct tcesim_machine *m, struct container *c);
int container_disable(struct tcesim_machine *m, struct container *c);

#endif
