/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "model/register.h"

static bool whole_pages(const struct tcesim_machine *m, uint64_t vaddr,
                        uint64_t size)
{
	return !((vaddr | size) & (host_page(m) - 1));
}

/* The link that names the container's element for REGION; to 0 if none. */
static ref *find_element(const struct tcesim_machine *m, struct container *c,
                         const struct region *region)
{
	ref *link = &c->preregs;

	while (*link && prereg_at(m, *link)->region != region->self)
		link = &prereg_at(m, *link)->next;
	return link;
}

/* The element could not be had: the registration is taken back. */
static int take_back(struct tcesim_machine *m, struct region *region)
{
	region_put(m, region);
	return -ENOMEM;
}

static int add_element(struct tcesim_machine *m, struct container *c,
                       struct region *region)
{
	ref object;

	if (edge(m, SITE_KM_PREREG, TCESIM_ANY_GROUP))
		return take_back(m, region);
	object = ALLOC(m, prereg);
	*prereg_at(m, object) = (struct prereg){ c->preregs, region->self };
	c->preregs = object;
	return 0;
}

/* tce_iommu_register_pages(). */
int64_t register_memory(struct tcesim_machine *m, struct container *c,
                        uint64_t vaddr, uint64_t size)
{
	struct process *mm = container_mm(m, c);
	struct region *region;
	int64_t result;

	if (!whole_pages(m, vaddr, size) || vaddr + size < vaddr)
		return refuse(m, WHY_MEMORY_RANGE, -EINVAL);
	region = region_exact(m, mm, vaddr, size >> m->config.page_shift);
	if (region && region_owned_by_container(m) &&
	    *find_element(m, c, region))
		return refuse(m, WHY_REGISTERED, -EBUSY);
	if (region) {
		region->used++;
	} else {
		result = region_new(m, mm, vaddr, size >> m->config.page_shift,
		                    &region);
		if (result)
			return result;
	}
	if (region_owned_by_container(m) && add_element(m, c, region))
		return -ENOMEM;
	c->enabled = true;
	return 0;
}

/*
 * tce_iommu_unregister_pages() since 5.0: the search takes a registration of
 * its own, so the element's is never the last, and what the last one answers
 * is dropped.  A region with TCEs stays, and belongs to nobody.
 */
static int put_element(struct tcesim_machine *m, struct region *region)
{
	enum why before = m->why;
	int err;

	if (trait(m, BUSY_REGION) == BUSY_REGION_EBUSY)
		return region_put(m, region);
	err = region_put(m, region);
	forgive(m, before);
	if (err)
		hazard(m, HAZARD_ORPHANED_REGION);
	return 0;
}

static int remove_element(struct tcesim_machine *m, struct container *c,
                          struct region *region)
{
	ref *link = find_element(m, c, region), object = *link;
	int err;

	if (!object)
		return refuse(m, WHY_NOT_OURS, -ENOENT);
	err = put_element(m, region);
	if (err)
		return err;
	*link = prereg_at(m, object)->next;
	FREE(m, prereg, object);
	return 0;
}

int unregister_memory(struct tcesim_machine *m, struct container *c,
                      uint64_t vaddr, uint64_t size)
{
	struct region *region;

	if (!whole_pages(m, vaddr, size))
		return refuse(m, WHY_MEMORY_RANGE, -EINVAL);
	region = region_exact(m, container_mm(m, c), vaddr,
	                      size >> m->config.page_shift);
	if (!region)
		return refuse(m, WHY_NO_REGION, -ENOENT);
	if (!region_owned_by_container(m))
		return region_put(m, region);
	return remove_element(m, c, region);
}
