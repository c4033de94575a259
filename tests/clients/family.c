/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * family.c - a program that forks while it has a container.
 *
 *     family GROUP0 GROUP1
 *
 * GROUP0 and GROUP1 are files of /dev/vfio.  The child has its parent's
 * files, is refused what belongs to the parent's memory, and makes a
 * container of its own, with less memory to lock.  The parent ends first.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <linux/vfio.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

enum {
	SIZE = 1 << 18
};

static char *memory;

/* Whatever it answers is worth a record. */
static void say(const char *what, int ret)
{
	printf("%d: %s: %d\n", (int)getpid(), what, ret);
}

static void use(int container, uint64_t iova)
{
	struct vfio_iommu_spapr_register_memory region = {
		.argsz = sizeof(region),
		.vaddr = (uintptr_t)memory,
		.size = SIZE,
	};
	struct vfio_iommu_type1_dma_map mapping = {
		.argsz = sizeof(mapping),
		.flags = VFIO_DMA_MAP_FLAG_READ,
		.vaddr = (uintptr_t)memory + SIZE / 2,
		.iova = iova,
		.size = SIZE / 2,
	};

	say("register",
	    ioctl(container, VFIO_IOMMU_SPAPR_REGISTER_MEMORY, &region));
	say("map", ioctl(container, VFIO_IOMMU_MAP_DMA, &mapping));
}

static int set_up(const char *name)
{
	struct vfio_iommu_spapr_tce_remove old = { .argsz = sizeof(old) };
	struct vfio_iommu_spapr_tce_create window = {
		.argsz = sizeof(window),
		.page_shift =
			(uint32_t)__builtin_ctz((unsigned int)getpagesize()),
		.window_size = 1 << 30,
		.levels = 1,
	};
	int container = open("/dev/vfio/vfio", O_RDWR | O_CLOEXEC);
	int group = open(name, O_RDWR | O_CLOEXEC);

	say("attach", ioctl(group, VFIO_GROUP_SET_CONTAINER, &container));
	say("set iommu",
	    ioctl(container, VFIO_SET_IOMMU, VFIO_SPAPR_TCE_v2_IOMMU));
	say("remove", ioctl(container, VFIO_IOMMU_SPAPR_TCE_REMOVE, &old));
	say("create", ioctl(container, VFIO_IOMMU_SPAPR_TCE_CREATE, &window));
	return container;
}

static int be_child(int inherited, const char *name)
{
	const struct rlimit limit = { SIZE, SIZE };
	struct vfio_iommu_spapr_tce_info info = { .argsz = sizeof(info) };
	int other = dup(inherited);

	setrlimit(RLIMIT_MEMLOCK, &limit);
	say("info", ioctl(inherited, VFIO_IOMMU_SPAPR_TCE_GET_INFO, &info));
	use(other, 0);
	close(inherited);
	use(set_up(name), 0);
	close(other);
	return EXIT_SUCCESS;
}

int main(int argc, char **argv)
{
	int container, told[2];
	pid_t child;

	if (argc != 3 || pipe(told))
		return EXIT_FAILURE;
	setvbuf(stdout, NULL, _IONBF, 0);
	memory = mmap(NULL, SIZE, PROT_READ | PROT_WRITE,
	              MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	memset(memory, 1, SIZE);
	container = set_up(argv[1]);
	use(container, 0);
	child = fork();
	if (!child) {
		char byte;

		/* Not before the parent has gone. */
		close(told[1]);
		if (read(told[0], &byte, 1) < 0)
			return EXIT_FAILURE;
		return be_child(container, argv[2]);
	}
	return child < 0 ? EXIT_FAILURE : EXIT_SUCCESS;
}
