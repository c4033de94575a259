/* SPDX-License-Identifier: GPL-2.0-or-later */
#define _GNU_SOURCE
#include "sim/vfio/private.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <sys/mman.h>
#include <unistd.h>

#define PCI_DEVICES "/sys/bus/pci/devices"

enum {
	SCRATCH_PAGE = 4096,
	PCI_COMMAND = 4,
	PCI_MEMORY_AND_MASTER = 6
};

/* The device answers and may become a master, whatever VFIO made of it. */
static bool wake_device(const struct host_group *group)
{
	char path[128];
	uint16_t command;
	bool good;
	int fd;

	snprintf(path, sizeof(path), PCI_DEVICES "/%s/config", group->device);
	fd = open(path, O_RDWR | O_CLOEXEC);
	if (fd < 0)
		return false;
	good = pread(fd, &command, 2, PCI_COMMAND) == 2;
	command |= PCI_MEMORY_AND_MASTER;
	good = good && pwrite(fd, &command, 2, PCI_COMMAND) == 2;
	close(fd);
	return good;
}

/* Where the processor sees the device's first region; 0: nowhere. */
static uint64_t find_bar(const struct host_group *group)
{
	char path[128];
	uint64_t bar = 0;
	FILE *file;

	snprintf(path, sizeof(path), PCI_DEVICES "/%s/resource", group->device);
	file = fopen(path, "r");
	if (!file)
		return 0;
	if (fscanf(file, "%" SCNx64, &bar) != 1)
		bar = 0;
	fclose(file);
	return bar;
}

/* Pages of this process, which is none of the scenario's. */
static bool find_scratch(uint64_t scratch[SCRATCH_PAGES])
{
	const size_t size = (size_t)SCRATCH_PAGES * SCRATCH_PAGE;
	const size_t host_page = (size_t)sysconf(_SC_PAGESIZE);
	uint8_t *bytes = mmap(NULL, size, PROT_READ | PROT_WRITE,
	                      MAP_PRIVATE | MAP_ANONYMOUS | MAP_POPULATE, -1,
	                      0);

	if (bytes == MAP_FAILED || mlock(bytes, size))
		return false;
	for (size_t i = 0; i < SCRATCH_PAGES; i++) {
		uint64_t at = (uint64_t)(uintptr_t)bytes + i * SCRATCH_PAGE;
		uint64_t page = physical_of(getpid(), at);

		if (!page)
			return false;
		scratch[i] = page + at % host_page;
	}
	return true;
}

static enum backend_status moved_reply(struct backend_vfio *v,
                                       const struct vfio_moved *moved,
                                       struct place *place, struct reply *reply)
{
	if (!vfio_learn_buffers(v))
		return vfio_say(&v->base, BACKEND_BROKEN, "out of memory");
	if (moved->good && moved->physical)
		*place = memory_map_place(&v->map, moved->physical);
	vfio_reply(v, moved->good ? 0 : -EIO, reply);
	return BACKEND_OK;
}

static bool find_device(struct backend_vfio *v, unsigned int group,
                        struct vfio_transfer *transfer)
{
	const struct host_group *host = &v->options.host->group[group];

	if (!v->scratch[0] && !find_scratch(v->scratch))
		return false;
	for (size_t i = 0; i < SCRATCH_PAGES; i++)
		transfer->scratch[i] = v->scratch[i];
	transfer->bar = find_bar(host);
	return transfer->bar && wake_device(host);
}

enum backend_status vfio_op_dma(struct backend *b,
                                const struct dma_request *request,
                                struct place *place, struct seen *seen,
                                struct reply *reply)
{
	struct backend_vfio *v = vfio_self(b);
	struct vfio_transfer transfer = { .request = request };
	struct vfio_moved moved = { .seen = seen };

	if (!v->options.move || v->trace.fd < 0 ||
	    request->group >= v->options.host->groups)
		return vfio_say(b, BACKEND_DECLINED,
		                "the device cannot be worked here");
	if (!find_device(v, request->group, &transfer))
		return vfio_say(b, BACKEND_DECLINED, "the device is not found");
	tve_trace_read(&v->trace);
	transfer.tve = v->trace.tve[request->group];
	transfer.host = tve_of_host(&v->trace, request->group);
	if (!v->options.move(v->options.context, &transfer, &moved, b->message,
	                     sizeof(b->message)))
		return BACKEND_DECLINED;
	return moved_reply(v, &moved, place, reply);
}
