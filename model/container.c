/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "model/container.h"

#include "model/legacy.h"
#include "model/uapi.h"
#include "model/window.h"

bool container_owns_from_set(const struct tcesim_machine *m)
{
	return trait(m, OWNERSHIP) == OWNERSHIP_CONTAINER;
}

/* tce_iommu_open(): EEH is claimed as an extension, but is no IOMMU type. */
int container_open(struct tcesim_machine *m, uint64_t type,
                   struct container **container)
{
	ref object;

	if (type != UAPI_SPAPR_TCE && type != UAPI_SPAPR_TCE_V2)
		return refuse(m, WHY_NOT_A_TYPE, -EINVAL);
	if (edge(m, SITE_KM_CONTAINER, TCESIM_ANY_GROUP))
		return -ENOMEM;
	object = ALLOC(m, container);
	*container = container_at(m, object);
	(*container)->self = object;
	(*container)->v2 = type == UAPI_SPAPR_TCE_V2;
	return 0;
}

/* ---- the address space --------------------------------------------------- */

static bool binds_mm(const struct tcesim_machine *m)
{
	return trait(m, MM_BINDING) == MM_BINDING_BOUND;
}

struct process *container_mm(const struct tcesim_machine *m,
                             const struct container *c)
{
	return c->mm ? process_at(m, c->mm) : m->task;
}

bool container_unbound(const struct tcesim_machine *m,
                       const struct container *c)
{
	return binds_mm(m) && !c->mm;
}

bool container_bind(struct tcesim_machine *m, struct container *c)
{
	if (!container_unbound(m, c))
		return false;
	c->mm = m->task->self;
	process_hold(m->task);
	return true;
}

void container_unbind(struct tcesim_machine *m, struct container *c)
{
	struct process *mm = process_at(m, c->mm);

	if (!mm || c->tables[0] || c->tables[1] || c->preregs ||
	    c->locked_pages)
		return;
	c->mm = 0;
	process_drop(m, mm);
}

static uint8_t ddw_rule(const struct tcesim_machine *m)
{
	return trait(m, NO_DDW_V2);
}

/* ---- attach -------------------------------------------------------------- */

/*
 * v2 and a group without dynamic windows: once accepted, then -EPERM for want
 * of callbacks (check_version()), since 6.4 -EINVAL for want of windows.
 */
static int check_kind(struct tcesim_machine *m, const struct container *c,
                      const struct group *group)
{
	bool one = !group_has_ops(m) ||
	           (!c->v2 && trait(m, V1_GROUPS) == V1_GROUPS_ONE);

	if (group_config(m, group)->no_table_group) {
		if (trait(m, NULL_GROUP) == NULL_GROUP_OOPS)
			hazard(m, HAZARD_NULL_READ);
		return refuse(m, WHY_NO_TABLE_GROUP, -ENODEV);
	}
	if (c->v2 && !group_windows(m, group) &&
	    ddw_rule(m) == NO_DDW_V2_EINVAL)
		return refuse(m, WHY_NO_WINDOWS, -EINVAL);
	if (one && c->groups)
		return refuse(m, WHY_SECOND_GROUP, -EBUSY);
	return 0;
}

/* From 4.12 to 6.3 v1 is for platforms without callbacks, v2 for others. */
static int check_version(struct tcesim_machine *m, const struct container *c)
{
	if (c->v2 && !group_has_ops(m) && ddw_rule(m) == NO_DDW_V2_EPERM)
		return refuse(m, WHY_NO_WINDOWS, -EPERM);
	if (!c->v2 && group_has_ops(m) &&
	    trait(m, V1_ON_DDW) == V1_ON_DDW_EPERM)
		return refuse(m, WHY_V1_REFUSED, -EPERM);
	return 0;
}

/* Until 5.4 a refusal here frees the list element of the group before. */
static int check_compatible(struct tcesim_machine *m, struct container *c,
                            const struct group *group)
{
	const struct group *other;

	for_each_group(other, m, c) {
		if (groups_compatible(m, other, group))
			continue;
		if (trait(m, ATTACH_FREES) == ATTACH_FREES_CURSOR)
			hazard(m, HAZARD_USE_AFTER_FREE);
		return refuse(m, WHY_INCOMPATIBLE, -EPERM);
	}
	return 0;
}

/* Before 6.4 the driver asks here, and not at CREATE, for these callbacks. */
static int check_ops(struct tcesim_machine *m, const struct group *group)
{
	if (trait(m, OPS_AT_ATTACH) == OPS_AT_ATTACH_UNCHECKED ||
	    !group_has_ops(m))
		return 0;
	if (group_has(m, group, TCESIM_OP_CREATE_TABLE) &&
	    group_has(m, group, TCESIM_OP_SET_WINDOW))
		return 0;
	hazard(m, HAZARD_KERNEL_WARN);
	return refuse(m, WHY_MISSING_OP, -EFAULT);
}

static void unset_both(struct tcesim_machine *m, struct group *group)
{
	for (unsigned int slot = 0; slot < WINDOW_SLOTS; slot++)
		group_unset_window(m, group, slot);
}

/* The windows that are there, for a group that comes later. */
static int replay_windows(struct tcesim_machine *m, struct container *c,
                          struct group *group)
{
	for (unsigned int slot = 0; slot < WINDOW_SLOTS; slot++) {
		struct table *table = table_at(m, c->tables[slot]);
		int err;

		if (!table)
			continue;
		err = group_set_window(m, group, slot, table);
		if (err) {
			unset_both(m, group);
			return err;
		}
	}
	return 0;
}

/* The first group brings the default window, at once or as a debt. */
static int bring_default(struct tcesim_machine *m, struct container *c,
                         struct group *group)
{
	if (c->groups || c->tables[0])
		return 0;
	if (trait(m, DEFAULT_WINDOW) == DEFAULT_WINDOW_ATTACH)
		return window_make_default(m, c, group);
	c->pending = true;
	EMIT1(m, PENDING, 1);
	return 0;
}

static int give_windows(struct tcesim_machine *m, struct container *c,
                        struct group *group)
{
	bool owns_here = !container_owns_from_set(m);
	int err = 0;

	if (!group_has_ops(m))
		return legacy_attach(m, c, group);
	if (owns_here)
		err = group_take_ownership(m, group);
	if (!err)
		err = bring_default(m, c, group);
	if (!err)
		err = replay_windows(m, c, group);
	if (err && owns_here)
		group_release_ownership(m, group);
	return err;
}

/* tce_iommu_attach_group(). */
int container_attach(struct tcesim_machine *m, struct container *c,
                     struct group *group)
{
	int err = check_kind(m, c, group);

	if (!err)
		err = check_compatible(m, c, group);
	if (!err)
		err = edge(m, SITE_KM_GROUP, (int)group->index);
	if (!err)
		err = check_version(m, c);
	if (!err)
		err = check_ops(m, group);
	if (!err)
		err = give_windows(m, c, group);
	if (err)
		return err;
	group->attached_next = c->groups;
	c->groups = group->self;
	return 0;
}

/* ---- detach and release -------------------------------------------------- */

static bool clears_on_detach(const struct tcesim_machine *m)
{
	return trait(m, DETACH_CLEARS) == DETACH_CLEARS_YES;
}

/*
 * tce_iommu_detach_group().  From 6.11 on the tables are cleared although the
 * groups that stay use them.
 */
void container_detach(struct tcesim_machine *m, struct container *c,
                      struct group *group)
{
	ref *link = &c->groups;

	while (*link != group->self)
		link = &group_at(m, *link)->attached_next;
	*link = group->attached_next;
	group->attached_next = 0;
	if (!group_has_ops(m)) {
		legacy_detach(m, c, group);
		return;
	}
	for (unsigned int slot = 0; slot < WINDOW_SLOTS; slot++) {
		struct table *table = table_at(m, c->tables[slot]);

		if (!table)
			continue;
		if (clears_on_detach(m))
			window_clear(m, c, table);
		group_unset_window(m, group, slot);
	}
	if (!container_owns_from_set(m))
		group_release_ownership(m, group);
}

/* The container lets its regions go; busy ones stay, with a warning (before
 * 4.20 it tries them for ever). */
static void put_regions(struct tcesim_machine *m, struct container *c)
{
	enum why before = m->why;
	bool loops = trait(m, BUSY_AT_CLOSE) == BUSY_AT_CLOSE_LOOPS;

	while (c->preregs) {
		ref object = c->preregs;
		struct prereg *prereg = prereg_at(m, object);

		c->preregs = prereg->next;
		if (region_put(m, region_at(m, prereg->region))) {
			hazard(m, loops ? HAZARD_ENDLESS_LOOP
			                : HAZARD_KERNEL_WARN);
			hazard(m, HAZARD_ORPHANED_REGION);
		}
		FREE(m, prereg, object);
	}
	forgive(m, before);
}

/* tce_iommu_release(). */
void container_release(struct tcesim_machine *m, struct container *c)
{
	struct process *mm = process_at(m, c->mm);

	assert(!c->groups);

	for (unsigned int slot = 0; slot < WINDOW_SLOTS; slot++) {
		struct table *table = table_at(m, c->tables[slot]);

		if (!table)
			continue;
		if (!clears_on_detach(m))
			window_clear(m, c, table);
		window_free(m, c, slot);
	}
	put_regions(m, c);
	container_disable(m, c);
	FREE(m, container, c->self);
	if (mm)
		process_drop(m, mm);
}

/* ---- v1 ------------------------------------------------------------------ */

int container_enable(struct tcesim_machine *m, struct container *c)
{
	const struct group *head = group_at(m, c->groups);
	uint64_t pages = group_config(m, head)->tce32_size >>
	                 m->config.page_shift;
	int err;

	if (c->enabled)
		return refuse(m, WHY_ENABLED, -EBUSY);
	if (!group_config(m, head)->tce32_size)
		return refuse(m, WHY_NO_DEFAULT, -EPERM);
	container_bind(m, c);
	err = process_lock(m, container_mm(m, c), pages);
	if (err)
		return err;
	c->locked_pages = pages;
	c->enabled = true;
	return 0;
}

int container_disable(struct tcesim_machine *m, struct container *c)
{
	if (!c->enabled)
		return 0;
	c->enabled = false;
	process_unlock(m, container_mm(m, c), c->locked_pages);
	c->locked_pages = 0;
	return 0;
}
