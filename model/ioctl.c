/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "model/ioctl.h"

#include "model/map.h"
#include "model/register.h"
#include "model/uapi.h"
#include "model/user.h"
#include "model/window.h"

/*
 * Copy a block in and look at what all blocks begin with.  The copy comes
 * first: a block that ends too early is -EFAULT, whatever its argsz.
 */
static int block_in(struct tcesim_machine *m, void *block,
                    const struct tcesim_argument *user, uint32_t minsz)
{
	int err = copy_in(m, block, user, minsz);

	if (err)
		return err;
	if (*(const uint32_t *)block < minsz)
		return refuse(m, WHY_ARGSZ, -EINVAL);
	return 0;
}

static int no_flags(struct tcesim_machine *m, uint32_t flags)
{
	return flags ? refuse(m, WHY_FLAGS, -EINVAL) : 0;
}

/* ---- GET_INFO ------------------------------------------------------------ */

static uint32_t levels_shown(const struct tcesim_machine *m)
{
	if (trait(m, LEVELS_SHOWN) == LEVELS_SHOWN_FIVE ||
	    group_levels(m) < TABLE_LEVELS_MAX)
		return group_levels(m);
	return shape_possible_levels(m);
}

/* ddw is told only to v2, and does not depend on the windows that exist. */
static void fill_info(const struct tcesim_machine *m, const struct container *c,
                      struct uapi_tce_info *info)
{
	const struct group *head = group_at(m, c->groups);
	const struct tcesim_group_config *config = group_config(m, head);

	*info = (struct uapi_tce_info){
		.argsz = info->argsz,
		.dma32_window_size = config->tce32_size,
	};
	if (!c->v2 || !group_windows(m, head))
		return;
	info->flags = UAPI_INFO_DDW;
	info->pgsizes = group_pgsizes(m, head);
	info->max_dynamic_windows_supported = group_windows(m, head);
	info->levels = levels_shown(m);
}

static int ioctl_get_info(struct tcesim_machine *m, struct container *c,
                          const struct tcesim_argument *user)
{
	struct uapi_tce_info info = { 0 };
	int err = block_in(m, &info, user, UAPI_INFO_MINSZ);

	if (err)
		return err;
	fill_info(m, c, &info);
	return copy_out(m, user, &info,
	                info.argsz >= UAPI_INFO_DDWSZ ? UAPI_INFO_DDWSZ
	                                              : UAPI_INFO_MINSZ);
}

/* ---- MAP and UNMAP ------------------------------------------------------- */

/* iommu_tce_check_ioba() is taken for true or false by its caller. */
static int iova_answer(const struct tcesim_machine *m)
{
	return trait(m, IOVA_ANSWER) == IOVA_ANSWER_ONE ? 1 : -EINVAL;
}

static bool unaligned(const struct table *table, uint64_t value)
{
	return value & ((UINT64_C(1) << table->shape.page_shift) - 1);
}

/* The window is known to hold the first page; does it hold them all? */
static bool passes_end(const struct table *table, uint64_t index,
                       uint64_t count)
{
	return count > table->shape.entries - index;
}

static int map_ladder(struct tcesim_machine *m, const struct table *table,
                      const struct uapi_map *arg, struct map_request *request)
{
	if (unaligned(table, arg->size | arg->vaddr))
		return refuse(m, WHY_UNALIGNED, -EINVAL);
	if (!arg->flags)
		return refuse(m, WHY_NO_DIRECTION, -EINVAL);
	if (unaligned(table, arg->iova))
		return refuse(m, WHY_IOVA_UNALIGNED, iova_answer(m));
	request->index = table_index(table, arg->iova);
	request->count = arg->size >> table->shape.page_shift;
	request->vaddr = arg->vaddr;
	if (arg->flags & UAPI_MAP_READ)
		request->perm |= TCE_READ;
	if (arg->flags & UAPI_MAP_WRITE)
		request->perm |= TCE_WRITE;
	/* Kernels look at the first page alone. */
	if (!map_may_pass_end(m) &&
	    passes_end(table, request->index, request->count))
		return refuse(m, WHY_BEYOND_WINDOW, iova_answer(m));
	return 0;
}

static int ioctl_map(struct tcesim_machine *m, struct container *c,
                     const struct tcesim_argument *user)
{
	struct map_request request = { 0 };
	struct uapi_map arg;
	unsigned int slot;
	int err;

	if (!c->enabled)
		return refuse(m, WHY_NOT_ENABLED, -EPERM);
	err = block_in(m, &arg, user, UAPI_MAP_MINSZ);
	if (err)
		return err;
	if (arg.flags & ~(uint32_t)(UAPI_MAP_READ | UAPI_MAP_WRITE))
		return refuse(m, WHY_FLAGS, -EINVAL);
	err = window_settle_default(m, c);
	if (err)
		return err;
	request.table = window_find(m, c, arg.iova, &slot);
	if (!request.table)
		return refuse(m, WHY_NO_WINDOW_AT, -ENXIO);
	err = map_ladder(m, request.table, &arg, &request);
	if (err)
		return err;
	return map_build(m, c, &request);
}

static int unmap_ladder(struct tcesim_machine *m, const struct table *table,
                        const struct uapi_unmap *arg)
{
	if (unaligned(table, arg->size))
		return refuse(m, WHY_UNALIGNED, -EINVAL);
	if (unaligned(table, arg->iova))
		return refuse(m, WHY_IOVA_UNALIGNED, iova_answer(m));
	/* Not looked at from 4.12 on, until 7.3 and the fix in 7.2.y. */
	if (trait(m, UNMAP_RANGE) == UNMAP_RANGE_WHOLE &&
	    passes_end(table, table_index(table, arg->iova),
	               arg->size >> table->shape.page_shift))
		return refuse(m, WHY_BEYOND_WINDOW, iova_answer(m));
	return 0;
}

static int ioctl_unmap(struct tcesim_machine *m, struct container *c,
                       const struct tcesim_argument *user)
{
	struct uapi_unmap arg;
	struct table *table;
	unsigned int slot;
	int err;

	if (!c->enabled)
		return refuse(m, WHY_NOT_ENABLED, -EPERM);
	err = block_in(m, &arg, user, UAPI_UNMAP_MINSZ);
	if (!err)
		err = no_flags(m, arg.flags);
	if (!err)
		err = window_settle_default(m, c);
	if (err)
		return err;
	table = window_find(m, c, arg.iova, &slot);
	if (!table)
		return refuse(m, WHY_NO_WINDOW_AT, -ENXIO);
	err = unmap_ladder(m, table, &arg);
	if (err)
		return err;
	map_clear(m, c, table, table_index(table, arg.iova),
	          arg.size >> table->shape.page_shift);
	return 0;
}

/* ---- REGISTER and UNREGISTER --------------------------------------------- */

static int64_t ioctl_register(struct tcesim_machine *m, struct container *c,
                              const struct tcesim_argument *user)
{
	struct uapi_memory arg;
	int err;

	container_bind(m, c);
	err = block_in(m, &arg, user, UAPI_MEMORY_MINSZ);
	if (!err)
		err = no_flags(m, arg.flags);
	if (err)
		return err;
	return register_memory(m, c, arg.vaddr, arg.size);
}

static int ioctl_unregister(struct tcesim_machine *m, struct container *c,
                            const struct tcesim_argument *user)
{
	struct uapi_memory arg;
	int err;

	if (container_unbound(m, c))
		return refuse(m, WHY_NO_MM, -EPERM);
	err = block_in(m, &arg, user, UAPI_MEMORY_MINSZ);
	if (!err)
		err = no_flags(m, arg.flags);
	if (err)
		return err;
	return unregister_memory(m, c, arg.vaddr, arg.size);
}

/* ---- CREATE and REMOVE --------------------------------------------------- */

/*
 * The window outlives an answer that cannot be copied out: user space is not
 * told of it, and its slot is taken.
 */
static int answer_create(struct tcesim_machine *m, struct container *c,
                         const struct tcesim_argument *user,
                         const struct uapi_create *arg)
{
	enum why before = m->why;
	int err = copy_out(m, user, arg, UAPI_CREATE_MINSZ);

	if (err && trait(m, LOST_ANSWER) == LOST_ANSWER_WINDOW_GOES) {
		enum why why = m->why;

		window_remove(m, c, arg->start_addr);
		m->why = before == WHY_NONE ? why : before;
	}
	return err;
}

static int ioctl_create(struct tcesim_machine *m, struct container *c,
                        const struct tcesim_argument *user)
{
	struct window_request request;
	struct uapi_create arg;
	int err;

	container_bind(m, c);
	err = block_in(m, &arg, user, UAPI_CREATE_MINSZ);
	if (!err)
		err = no_flags(m, arg.flags);
	if (!err)
		err = window_settle_default(m, c);
	if (err)
		return err;
	request.page_shift = arg.page_shift;
	request.window_size = arg.window_size;
	request.levels = arg.levels;
	err = window_create(m, c, &request, &arg.start_addr);
	if (err)
		return err;
	return answer_create(m, c, user, &arg);
}

static int ioctl_remove(struct tcesim_machine *m, struct container *c,
                        const struct tcesim_argument *user)
{
	struct uapi_remove arg;
	int err;

	container_bind(m, c);
	err = block_in(m, &arg, user, UAPI_REMOVE_MINSZ);
	if (!err)
		err = no_flags(m, arg.flags);
	if (err)
		return err;
	/* The default window that is owed is only forgotten. */
	if (c->pending && arg.start_addr == 0) {
		c->pending = false;
		EMIT1(m, PENDING, 0);
		return 0;
	}
	return window_remove(m, c, arg.start_addr);
}

/* ---- dispatch ------------------------------------------------------------ */

/* A request of the other container version is unknown to this one. */
static bool is_of_version(const struct container *c, uint32_t request)
{
	switch (request) {
	case UAPI_ENABLE:
	case UAPI_DISABLE:
		return !c->v2;
	case UAPI_REGISTER_MEMORY:
	case UAPI_UNREGISTER_MEMORY:
	case UAPI_TCE_CREATE:
	case UAPI_TCE_REMOVE:
		return c->v2;
	default:
		return true;
	}
}

static int64_t dispatch(struct tcesim_machine *m, struct container *c,
                        uint32_t request, const struct tcesim_argument *user)
{
	switch (request) {
	case UAPI_TCE_GET_INFO:
		return ioctl_get_info(m, c, user);
	case UAPI_MAP_DMA:
		return ioctl_map(m, c, user);
	case UAPI_UNMAP_DMA:
		return ioctl_unmap(m, c, user);
	case UAPI_ENABLE:
		return container_enable(m, c);
	case UAPI_DISABLE:
		return container_disable(m, c);
	case UAPI_REGISTER_MEMORY:
		return ioctl_register(m, c, user);
	case UAPI_UNREGISTER_MEMORY:
		return ioctl_unregister(m, c, user);
	case UAPI_TCE_CREATE:
		return ioctl_create(m, c, user);
	case UAPI_TCE_REMOVE:
		return ioctl_remove(m, c, user);
	case UAPI_EEH_PE_OP:
		return eeh_pe_op(m, c, user);
	default:
		return refuse(m, WHY_UNKNOWN_REQUEST, -ENOTTY);
	}
}

/* tce_iommu_ioctl(). */
static int64_t driver_ioctl(struct tcesim_machine *m, struct container *c,
                            uint32_t request,
                            const struct tcesim_argument *user)
{
	bool bound = c->mm;
	int64_t result;

	if (c->mm && process_at(m, c->mm) != m->task)
		return refuse(m, WHY_OTHER_MM, -EPERM);
	if (!is_of_version(c, request))
		return refuse(m, WHY_OTHER_VERSION, -ENOTTY);
	result = dispatch(m, c, request, user);
	if (result && !bound &&
	    trait(m, BINDS_ON_FAILURE) == BINDS_ON_FAILURE_NO)
		container_unbind(m, c);
	return result;
}

int64_t container_ioctl(struct tcesim_machine *m,
                        struct vfio_container *container, unsigned int nr,
                        const struct tcesim_argument *user)
{
	uint32_t request = UAPI_REQUEST(nr);

	if (request == UAPI_GET_API_VERSION)
		return 0;
	if (request == UAPI_CHECK_EXTENSION)
		return vfio_check_extension(m, user->value);
	if (request == UAPI_SET_IOMMU)
		return vfio_set_iommu(m, container, user->value);
	if (!container->driver)
		return refuse(m, WHY_NO_DRIVER, -EINVAL);
	return driver_ioctl(m, container_at(m, container->driver), request,
	                    user);
}
