/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * window.c - what a user space driver does on its way to DMA.
 *
 *     window
 *
 * Takes the first device of vfio-pci, replaces the default window by one over
 * all that it may map, registers and maps memory at its own address, maps
 * another buffer, takes all back and leaves.  An ordinary program: it knows
 * of nothing but <linux/vfio.h>.
 */
#define _GNU_SOURCE
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/vfio.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <unistd.h>

#define DRIVER "/sys/bus/pci/drivers/vfio-pci"

enum {
	PATH_BYTES = 512,
	WINDOW_SHIFT = 33, /* 8G */
	HEAP_SIZE = 1 << 20,
	USER_SIZE = 4 << 16
};

static void must(int ret, const char *what)
{
	if (ret >= 0)
		return;
	perror(what);
	exit(EXIT_FAILURE);
}

/* The device whose address is the lowest. */
static void find_device(char device[PATH_BYTES])
{
	DIR *folder = opendir(DRIVER);
	struct dirent *entry;

	device[0] = '\0';
	while (folder && (entry = readdir(folder))) {
		if (!strchr(entry->d_name, ':'))
			continue;
		if (!device[0] || strcmp(entry->d_name, device) < 0)
			strcpy(device, entry->d_name);
	}
	if (folder)
		closedir(folder);
	must(device[0] ? 0 : -1, "no device");
}

static int open_group(const char *device)
{
	char link[2 * PATH_BYTES], target[PATH_BYTES], path[PATH_BYTES];
	ssize_t length;

	snprintf(link, sizeof(link), DRIVER "/%s/iommu_group", device);
	length = readlink(link, target, sizeof(target) - 1);
	must((int)length, link);
	target[length] = '\0';
	snprintf(path, sizeof(path), "/dev/vfio/%.32s",
	         strrchr(target, '/') + 1);
	return open(path, O_RDWR);
}

static int set_up(int container, int group)
{
	struct vfio_group_status status = { .argsz = sizeof(status) };

	must(ioctl(container, VFIO_GET_API_VERSION), "api version");
	must(ioctl(container, VFIO_CHECK_EXTENSION, VFIO_TYPE1_IOMMU),
	     "extension");
	must(ioctl(container, VFIO_CHECK_EXTENSION, VFIO_SPAPR_TCE_v2_IOMMU),
	     "extension");
	must(ioctl(group, VFIO_GROUP_GET_STATUS, &status), "status");
	must(ioctl(group, VFIO_GROUP_SET_CONTAINER, &container),
	     "set container");
	if (!ioctl(container, VFIO_SET_IOMMU, VFIO_TYPE1_IOMMU))
		return -1; /* not on this platform */
	return ioctl(container, VFIO_SET_IOMMU, VFIO_SPAPR_TCE_v2_IOMMU);
}

/* More levels where one cannot be had. */
static void make_window(int container)
{
	struct vfio_iommu_spapr_tce_info info = { .argsz = sizeof(info) };
	struct vfio_iommu_spapr_tce_remove old = { .argsz = sizeof(old) };
	struct vfio_iommu_spapr_tce_create window = {
		.argsz = sizeof(window),
		.page_shift =
			(uint32_t)__builtin_ctz((unsigned int)getpagesize()),
		.window_size = UINT64_C(1) << WINDOW_SHIFT,
	};
	int ret = -1;

	must(ioctl(container, VFIO_IOMMU_SPAPR_TCE_GET_INFO, &info), "info");
	old.start_addr = info.dma32_window_start;
	must(ioctl(container, VFIO_IOMMU_SPAPR_TCE_REMOVE, &old), "remove");
	while (ret && window.levels++ < info.ddw.levels)
		ret = ioctl(container, VFIO_IOMMU_SPAPR_TCE_CREATE, &window);
	must(ret, "create");
	printf("a window of %d levels at %#llx\n", (int)window.levels,
	       (unsigned long long)window.start_addr);
}

static void map(int container, void *memory, uint64_t size, uint64_t iova)
{
	struct vfio_iommu_spapr_register_memory region = {
		.argsz = sizeof(region),
		.vaddr = (uintptr_t)memory,
		.size = size,
	};
	struct vfio_iommu_type1_dma_map mapping = {
		.argsz = sizeof(mapping),
		.flags = VFIO_DMA_MAP_FLAG_READ | VFIO_DMA_MAP_FLAG_WRITE,
		.vaddr = (uintptr_t)memory,
		.iova = iova,
		.size = size,
	};

	must(ioctl(container, VFIO_IOMMU_SPAPR_REGISTER_MEMORY, &region),
	     "register");
	must(ioctl(container, VFIO_IOMMU_MAP_DMA, &mapping), "map");
}

static void unmap(int container, void *memory, uint64_t size, uint64_t iova)
{
	struct vfio_iommu_spapr_register_memory region = {
		.argsz = sizeof(region),
		.vaddr = (uintptr_t)memory,
		.size = size,
	};
	struct vfio_iommu_type1_dma_unmap mapping = {
		.argsz = sizeof(mapping),
		.iova = iova,
		.size = size,
	};

	must(ioctl(container, VFIO_IOMMU_UNMAP_DMA, &mapping), "unmap");
	must(ioctl(container, VFIO_IOMMU_SPAPR_UNREGISTER_MEMORY, &region),
	     "unregister");
}

static void *allocate(size_t size)
{
	void *memory = mmap(NULL, size, PROT_READ | PROT_WRITE,
	                    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	must(memory == MAP_FAILED ? -1 : 0, "mmap");
	return memset(memory, 1, size);
}

/* A driver would go on to use its device. */
static int open_device(int group, const char *name)
{
	struct vfio_device_info info = { .argsz = sizeof(info) };
	int device = ioctl(group, VFIO_GROUP_GET_DEVICE_FD, name);

	must(device, "device");
	must(ioctl(device, VFIO_DEVICE_GET_INFO, &info), "device info");
	for (uint32_t i = 0; i < info.num_regions; i++) {
		struct vfio_region_info region = { .argsz = sizeof(region),
			                           .index = i };

		ioctl(device, VFIO_DEVICE_GET_REGION_INFO, &region);
	}
	return device;
}

int main(void)
{
	char name[PATH_BYTES];
	int container, group, device;
	void *heap, *user;

	find_device(name);
	container = open("/dev/vfio/vfio", O_RDWR);
	must(container, "/dev/vfio/vfio");
	group = open_group(name);
	must(group, "group");
	must(set_up(container, group), "set iommu");
	make_window(container);
	heap = allocate(HEAP_SIZE);
	map(container, heap, HEAP_SIZE, 0);
	device = open_device(group, name);
	user = allocate(USER_SIZE);
	/* The last page is kept back. */
	map(container, user, USER_SIZE - (uint64_t)getpagesize(), 1 << 30);
	unmap(container, user, USER_SIZE - (uint64_t)getpagesize(), 1 << 30);
	munmap(user, USER_SIZE);
	close(device);
	close(group);
	/* The container stays open to the end, and so does the heap. */
	puts("done");
	return EXIT_SUCCESS;
}
