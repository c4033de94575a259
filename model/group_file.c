/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * group_file.c - groups and containers find each other: the second half of
 * vfio.h.  drivers/vfio/group.c and container.c.
 */
#include "model/group_file.h"

#include "model/uapi.h"
#include "model/user.h"

#include <string.h>

/* ---- a group enters and leaves a container ------------------------------- */

/*
 * From 6.4 on the group's DMA is claimed here, and the host's window goes.
 */
static int claim_dma(struct tcesim_machine *m, struct group *group)
{
	if (!container_owns_from_set(m))
		return 0;
	if (group_config(m, group)->host_driver)
		return refuse(m, WHY_DMA_OWNED, -EPERM);
	if (group_config(m, group)->no_table_group || !group_has_ops(m))
		return 0;
	return group_take_ownership(m, group);
}

static void release_dma(struct tcesim_machine *m, struct group *group)
{
	if (container_owns_from_set(m) &&
	    !group_config(m, group)->no_table_group && group_has_ops(m))
		group_release_ownership(m, group);
}

static int group_enter(struct tcesim_machine *m, struct group *group,
                       struct vfio_container *container)
{
	int err = claim_dma(m, group);

	if (err)
		return err;
	if (container->driver) {
		err = container_attach(m, container_at(m, container->driver),
		                       group);
		if (err) {
			release_dma(m, group);
			return err;
		}
	}
	group->next = container->groups;
	container->groups = group->self;
	group->container = container->self;
	group->users = 1;
	container->refs++;
	return 0;
}

void group_leave(struct tcesim_machine *m, struct group *group)
{
	struct vfio_container *container = vfio_container_at(m,
	                                                     group->container);
	struct container *driver = container_at(m, container->driver);
	ref *link = &container->groups;

	if (driver)
		container_detach(m, driver, group);
	release_dma(m, group);
	while (*link != group->self)
		link = &group_at(m, *link)->next;
	*link = group->next;
	group->next = 0;
	group->container = 0;
	group->users = 0;
	if (driver && !container->groups) {
		container->driver = 0;
		container_release(m, driver);
	}
	vfio_put_container(m, container);
}

/* ---- SET_IOMMU ----------------------------------------------------------- */

int vfio_check_extension(const struct tcesim_machine *m, uint64_t extension)
{
	if (extension == UAPI_EEH)
		return m->config.eeh;
	return extension == UAPI_SPAPR_TCE || extension == UAPI_SPAPR_TCE_V2;
}

/* Attach from the newest group on; on failure detach those that were. */
static int attach_all(struct tcesim_machine *m, ref first,
                      struct container *driver)
{
	struct group *group, *done;

	for (group = group_at(m, first); group;
	     group = group_at(m, group->next)) {
		int err = container_attach(m, driver, group);

		if (!err)
			continue;
		for (done = group_at(m, first); done != group;
		     done = group_at(m, done->next))
			container_detach(m, driver, done);
		return err;
	}
	return 0;
}

int vfio_set_iommu(struct tcesim_machine *m, struct vfio_container *container,
                   uint64_t type)
{
	struct container *driver;
	int err;

	if (!container->groups)
		return refuse(m, WHY_NO_GROUP, -EINVAL);
	if (container->driver)
		return refuse(m, WHY_DRIVER_SET, -EINVAL);
	if (!vfio_check_extension(m, type))
		return refuse(m, WHY_NO_BACKEND, -ENODEV);
	err = container_open(m, type, &driver);
	if (err)
		return err;
	err = attach_all(m, container->groups, driver);
	if (err) {
		container_release(m, driver);
		return err;
	}
	container->driver = driver->self;
	return 0;
}

/* ---- requests of a group ------------------------------------------------- */

static int set_container(struct tcesim_machine *m, struct group *group,
                         const struct tcesim_argument *user)
{
	const struct file *file;
	int32_t fd;
	int err = copy_in(m, &fd, user, sizeof(fd));

	if (err)
		return err;
	file = file_at(m, file_find(m, fd));
	if (!file)
		return refuse(m, WHY_BAD_FD, -EBADF);
	if (group->container)
		return refuse(m, WHY_GROUP_HAS_CONTAINER, -EINVAL);
	if (file->kind != FILE_CONTAINER)
		return refuse(m, WHY_NOT_A_CONTAINER,
		              trait(m, WRONG_FD) == WRONG_FD_EBADFD ? -EBADFD
		                                                    : -EINVAL);
	return group_enter(m, group, vfio_container_at(m, file->object));
}

static int unset_container(struct tcesim_machine *m, struct group *group)
{
	if (!group->container)
		return refuse(m, WHY_NOT_IN_CONTAINER, -EINVAL);
	if (group->users != 1)
		return refuse(m, WHY_DEVICE_OPEN, -EBUSY);
	group_leave(m, group);
	return 0;
}

/* Viable: nobody but VFIO drives the group's devices. */
static uint32_t status_flags(const struct tcesim_machine *m,
                             const struct group *group)
{
	uint32_t flags = 0;

	if (!group_config(m, group)->host_driver)
		flags |= UAPI_STATUS_VIABLE;
	if (group->container)
		flags |= UAPI_STATUS_CONTAINER_SET;
	return flags;
}

static int get_status(struct tcesim_machine *m, const struct group *group,
                      const struct tcesim_argument *user)
{
	struct uapi_group_status status;
	int err = copy_in(m, &status, user, UAPI_STATUS_MINSZ);

	if (err)
		return err;
	if (status.argsz < UAPI_STATUS_MINSZ)
		return refuse(m, WHY_ARGSZ, -EINVAL);
	status.flags = status_flags(m, group);
	return copy_out(m, user, &status, UAPI_STATUS_MINSZ);
}

/* "000N:00:00.0": each group is on a PHB, and so in a PCI domain, of its own.
 */
static bool names_device(const struct group *group,
                         const struct tcesim_argument *user)
{
	char name[] = "0000:00:00.0";
	const size_t size = sizeof(name);

	name[3] = "0123456789abcdef"[group->index];
	return user->readable >= size && !memcmp(user->block, name, size);
}

static int get_device_fd(struct tcesim_machine *m, ref file,
                         struct group *group,
                         const struct tcesim_argument *user)
{
	const struct vfio_container *container =
		vfio_container_at(m, group->container);
	ref device;
	int err = edge(m, SITE_COPY_IN, TCESIM_ANY_GROUP);

	if (err)
		return err;
	if (!user->readable)
		return refuse(m, WHY_COPY_IN, -EFAULT);
	if (!names_device(group, user))
		return refuse(m, WHY_NO_DEVICE, -ENODEV);
	if (!container || !container->driver)
		return refuse(m, WHY_DEVICE_NOT_READY, -EINVAL);
	device = file_new(m, FILE_DEVICE, group->self);
	file_at(m, device)->group_file = file;
	file_at(m, file)->refs++;
	group->users++;
	return file_install(m, device);
}

int64_t group_ioctl(struct tcesim_machine *m, ref file, unsigned int nr,
                    const struct tcesim_argument *user)
{
	struct group *group = group_at(m, file_at(m, file)->object);

	switch (UAPI_REQUEST(nr)) {
	case UAPI_GROUP_GET_STATUS:
		return get_status(m, group, user);
	case UAPI_GROUP_SET_CONTAINER:
		return set_container(m, group, user);
	case UAPI_GROUP_UNSET_CONTAINER:
		return unset_container(m, group);
	case UAPI_GROUP_GET_DEVICE_FD:
		return get_device_fd(m, file, group, user);
	default:
		return refuse(m, WHY_UNKNOWN_REQUEST, -ENOTTY);
	}
}
