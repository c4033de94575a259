/* SPDX-License-Identifier: GPL-2.0-or-later */
#define _GNU_SOURCE
#include "sim/vfio/calls.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/capability.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#define FIRST_BUFFER (UINT64_C(1) << 45)
/* Left free before and behind each buffer. */
#define BUFFER_GAP (UINT64_C(1) << 30)

enum {
	HUGE_SHIFT = 26, /* where MAP_HUGETLB's flags keep log2 of the page */
	FILL_CHUNK = 4096
};

static void *pointer(uint64_t address)
{
	return (void *)(uintptr_t)address;
}

static int64_t result(long ret)
{
	return ret < 0 ? -errno : ret;
}

bool caller_init(struct caller *caller)
{
	void *blocks;

	caller->page = (size_t)sysconf(_SC_PAGESIZE);
	caller->next = FIRST_BUFFER;
	caller->open = false;
	blocks = mmap(NULL, 3 * caller->page, PROT_NONE,
	              MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	if (blocks == MAP_FAILED)
		return false;
	caller->blocks = blocks;
	return true;
}

/* ---- ioctl ------------------------------------------------------------- */

/*
 * Where the block begins, so that exactly `readable` and `writable` bytes of
 * it can be reached: its last reachable byte is the last of a page, and where
 * it can be written less far than read, the border is between two pages.
 * NULL: no placement does that.
 */
static uint8_t *place(const struct caller *caller,
                      const struct wire_request *request)
{
	uint8_t *border = caller->blocks + caller->page;

	if (request->writable > request->readable)
		return NULL;
	if (request->writable == 0 || request->writable == request->readable)
		return border + caller->page - request->readable;
	if (request->readable == request->block_size)
		return border - request->writable;
	return NULL;
}

static void open_blocks(struct caller *caller)
{
	if (caller->open)
		return;
	caller->open = true;
	mprotect(caller->blocks, 2 * caller->page, PROT_READ | PROT_WRITE);
}

static void protect_blocks(struct caller *caller,
                           const struct wire_request *request)
{
	if (request->writable >= request->readable)
		return;
	caller->open = false;
	mprotect(caller->blocks + caller->page, caller->page, PROT_READ);
}

static void call_ioctl(struct caller *caller,
                       const struct wire_request *request,
                       struct wire_answer *answer)
{
	uint8_t *at = place(caller, request);

	if (request->by_value) {
		answer->ret = result(ioctl(request->fd, request->request,
		                           (unsigned long)request->value));
		return;
	}
	if (!at) {
		answer->declined = true;
		return;
	}
	open_blocks(caller);
	memcpy(at, request->block, request->readable);
	protect_blocks(caller, request);
	answer->ret = result(ioctl(request->fd, request->request, at));
	open_blocks(caller);
	memcpy(answer->block, request->block, request->block_size);
	memcpy(answer->block, at, request->readable);
}

/* ---- memory ------------------------------------------------------------ */

/* The next address that is a multiple of ALIGN and of no higher power of 2. */
static uint64_t odd_multiple(uint64_t from, uint64_t align)
{
	uint64_t address = (from + align - 1) & ~(align - 1);

	return address & align ? address : address + align;
}

static uint64_t choose(struct caller *caller, const struct wire_memory *memory)
{
	uint64_t address;

	if (memory->at)
		return memory->at;
	address = odd_multiple(caller->next + BUFFER_GAP, memory->align);
	caller->next = address + memory->size;
	return address;
}

static int huge_flags(uint64_t page)
{
	int shift = 0;

	if (!page)
		return 0;
	while (page >> (shift + 1))
		shift++;
	return MAP_HUGETLB | (shift << HUGE_SHIFT);
}

/* Every page is there from the beginning.  Read-only pages could be written
 * first: they are pages of their own. */
static void call_mmap(struct caller *caller, const struct wire_request *request,
                      struct wire_answer *answer)
{
	const struct wire_memory *memory = &request->memory;
	int flags = MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED_NOREPLACE |
	            MAP_POPULATE | huge_flags(memory->huge_page);
	uint8_t *bytes = mmap(pointer(choose(caller, memory)), memory->size,
	                      PROT_READ | PROT_WRITE, flags, -1, 0);

	if (bytes == MAP_FAILED) {
		answer->ret = -errno;
		return;
	}
	answer->vaddr = (uint64_t)(uintptr_t)bytes;
	if (memory->read_only)
		mprotect(bytes, memory->size, PROT_READ);
}

/* The kernel writes, so that an address that must not be written is an error
 * and not the end of the process. */
static int64_t write_bytes(int pipe_ends[2], uint64_t vaddr, uint64_t size,
                           const uint8_t *chunk)
{
	uint64_t done = 0;

	while (done < size) {
		uint64_t part = size - done < FILL_CHUNK ? size - done
		                                         : FILL_CHUNK;

		if (write(pipe_ends[1], chunk, part) != (ssize_t)part)
			return -errno;
		if (read(pipe_ends[0], pointer(vaddr + done), part) !=
		    (ssize_t)part)
			return -EFAULT;
		done += part;
	}
	return 0;
}

static int64_t call_fill(const struct wire_request *request)
{
	uint8_t chunk[FILL_CHUNK];
	int pipe_ends[2];
	int64_t ret;

	if (pipe(pipe_ends))
		return -errno;
	memset(chunk, request->byte, sizeof(chunk));
	ret = write_bytes(pipe_ends, request->vaddr, request->size, chunk);
	close(pipe_ends[0]);
	close(pipe_ends[1]);
	return ret;
}

/* ---- limits ------------------------------------------------------------ */

/* The capability stays permitted, so that it can come back. */
static int64_t set_ipc_lock(bool wanted)
{
	struct __user_cap_header_struct header = {
		.version = _LINUX_CAPABILITY_VERSION_3
	};
	struct __user_cap_data_struct data[_LINUX_CAPABILITY_U32S_3];
	const uint32_t bit = UINT32_C(1) << CAP_IPC_LOCK;

	if (syscall(SYS_capget, &header, data))
		return -errno;
	if (wanted)
		data[0].effective |= bit;
	else
		data[0].effective &= ~bit;
	return result(syscall(SYS_capset, &header, data));
}

static int64_t call_limit(const struct wire_request *request)
{
	struct rlimit limit = { .rlim_cur = (rlim_t)request->memlock,
		                .rlim_max = RLIM_INFINITY };

	if (setrlimit(RLIMIT_MEMLOCK, &limit))
		return -errno;
	return set_ipc_lock(request->ipc_lock);
}

/* ------------------------------------------------------------------------ */

void caller_make(struct caller *caller, const struct wire_request *request,
                 struct wire_answer *answer)
{
	switch (request->call) {
	case WIRE_OPEN:
		answer->ret = result(open(request->path, O_RDWR));
		break;
	case WIRE_CLOSE:
		answer->ret = result(close(request->fd));
		break;
	case WIRE_IOCTL:
		call_ioctl(caller, request, answer);
		break;
	case WIRE_MMAP:
		call_mmap(caller, request, answer);
		break;
	case WIRE_MUNMAP:
		answer->ret =
			result(munmap(pointer(request->vaddr), request->size));
		break;
	case WIRE_FILL:
		answer->ret = call_fill(request);
		break;
	case WIRE_LIMIT:
		answer->ret = call_limit(request);
		break;
	case WIRE_FORK:
	case WIRE_EXIT:
		break;
	}
}
