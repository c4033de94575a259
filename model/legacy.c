/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "model/legacy.h"

#include "model/window.h"

enum {
	LEGACY_PAGE_SHIFT = 12
};

/* iommu_take_ownership(). */
static int take_table(struct tcesim_machine *m, const struct group *group)
{
	if (m->config.platform == TCESIM_PSERIES &&
	    group_pseries(m) == PSERIES_NONE)
		return refuse(m, WHY_TCE_XCHG, -EINVAL);
	if (group_config(m, group)->host_driver)
		return refuse(m, WHY_HOST_MAPPINGS, -EBUSY);
	return 0;
}

/* The view is charged here by the kernels that charge it at creation. */
static int add_view(struct tcesim_machine *m, struct container *c,
                    struct table *table)
{
	if (!shape_view_is_flat(m) || shape_view_is_late(m))
		return 0;
	return window_add_view(m, c, table);
}

int legacy_attach(struct tcesim_machine *m, struct container *c,
                  struct group *group)
{
	struct table *table;
	int err;

	table = table_new_fixed(m, LEGACY_PAGE_SHIFT,
	                        group_config(m, group)->tce32_size, 0, 0);
	table->remote = m->config.platform == TCESIM_PSERIES;
	err = add_view(m, c, table);
	if (!err)
		err = take_table(m, group);
	if (err) {
		window_drop(m, c, table);
		return err;
	}
	group_link(group, 0, table);
	group->host_table = false;
	group->tve[0] = group_tve(table);
	c->tables[0] = table->self;
	return 0;
}

void legacy_detach(struct tcesim_machine *m, struct container *c,
                   struct group *group)
{
	struct table *table = table_at(m, c->tables[0]);

	window_clear(m, c, table);
	group_unlink(m, group, 0);
	window_free(m, c, 0);
	group->host_table = true;
	group->tve[0] = (struct tve){ .kind = TCESIM_TVE_HOST };
}
