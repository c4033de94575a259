/* SPDX-License-Identifier: GPL-2.0-or-later */
#define _GNU_SOURCE
#include "sim/vfio/private.h"

#include "sim/runs.h"

#include <errno.h>
#include <inttypes.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/uio.h>

/* ---- pages of buffers -----------------------------------------------------
 */

/* A page may outlive its buffer, and keeps its name. */
bool vfio_learn_buffer(struct backend_vfio *v, unsigned int m)
{
	const struct buffer *buffer = &v->buffer[m];
	const struct worker *worker = vfio_worker(v, buffer->process);

	return v->options.no_tables || !worker || !buffer->size ||
	       memory_map_learn(&v->map, worker->pid, m, buffer->vaddr,
	                        buffer->size);
}

bool vfio_learn_buffers(struct backend_vfio *v)
{
	for (unsigned int m = 0; m < v->buffers; m++)
		if (!vfio_learn_buffer(v, m))
			return false;
	return true;
}

enum {
	/* A buffer takes no more than one part in this many of the free
	 * memory. */
	MEMORY_SHARE = 2,
	/* ... and what is smaller nobody asks about. */
	MEMORY_SMALL = 32 << 20,
	PEEK_CHUNK = 4096
};

/* ---- memory ----------------------------------------------------------------
 */

static bool room_for_buffer(struct backend_vfio *v, unsigned int m)
{
	struct buffer *grown;

	if (m < v->buffers)
		return true;
	grown = realloc(v->buffer, (m + 1) * sizeof(*grown));
	if (!grown)
		return false;
	memset(grown + v->buffers, 0, (m + 1 - v->buffers) * sizeof(*grown));
	v->buffer = grown;
	v->buffers = m + 1;
	return true;
}

/* What this host cannot give. */
static enum backend_status refuse_memory(struct backend *b,
                                         const struct memory_request *request)
{
	if (request->folio_size || request->skew)
		return vfio_say(b, BACKEND_DECLINED,
		                "folios cannot be placed here");
	if (request->size > MEMORY_SMALL &&
	    request->size > host_free_memory() / MEMORY_SHARE)
		return vfio_say(b, BACKEND_DECLINED,
		                "a buffer of %" PRIu64
		                " bytes is too large here",
		                request->size);
	return BACKEND_OK;
}

static struct wire_memory memory_of(const struct backend_vfio *v,
                                    const struct memory_request *request)
{
	uint64_t page = request->page_size ? request->page_size : v->spec.page;

	return (struct wire_memory){
		.size = request->size,
		.align = request->align > page ? request->align : page,
		.at = request->at,
		.huge_page = page > v->spec.page ? page : 0,
		.read_only = request->read_only,
	};
}

enum backend_status vfio_op_memory(struct backend *b, unsigned int p,
                                   unsigned int m,
                                   const struct memory_request *request,
                                   uint64_t *vaddr, struct reply *reply)
{
	struct backend_vfio *v = vfio_self(b);
	struct wire_request wire = { .call = WIRE_MMAP,
		                     .memory = memory_of(v, request) };
	struct wire_answer answer;
	enum backend_status status = refuse_memory(b, request);

	if (status == BACKEND_OK)
		status = vfio_call(b, p, &wire, &answer);
	if (status != BACKEND_OK)
		return status;
	if (answer.ret < 0 && wire.memory.huge_page)
		return vfio_say(b, BACKEND_DECLINED,
		                "no huge pages of %" PRIu64 " bytes here",
		                wire.memory.huge_page);
	if (!room_for_buffer(v, m))
		return vfio_say(b, BACKEND_BROKEN, "out of memory");
	if (answer.ret == 0)
		v->buffer[m] = (struct buffer){ p, answer.vaddr, request->size,
			                        vfio_owner(p) };
	*vaddr = answer.vaddr;
	vfio_reply(v, answer.ret, reply);
	return BACKEND_OK;
}

enum backend_status vfio_op_unmap_memory(struct backend *b, unsigned int p,
                                         unsigned int m, struct reply *reply)
{
	struct backend_vfio *v = vfio_self(b);
	struct wire_request request = { .call = WIRE_MUNMAP };

	if (m >= v->buffers)
		return vfio_say(b, BACKEND_BROKEN, "there is no memory m%u", m);
	if (!(v->buffer[m].owners & vfio_owner(p))) {
		vfio_reply(v, -EINVAL, reply);
		return BACKEND_OK;
	}
	request.vaddr = v->buffer[m].vaddr;
	request.size = v->buffer[m].size;
	if (!vfio_learn_buffer(v, m))
		return vfio_say(b, BACKEND_BROKEN, "out of memory");
	v->buffer[m].owners &= ~vfio_owner(p);
	if (v->buffer[m].process == p)
		v->buffer[m].process = UINT_MAX;
	return vfio_simple(b, p, &request, reply);
}

enum backend_status vfio_op_fill(struct backend *b, unsigned int p,
                                 uint64_t vaddr, uint64_t size, uint8_t byte,
                                 struct reply *reply)
{
	const struct wire_request request = {
		.call = WIRE_FILL, .vaddr = vaddr, .size = size, .byte = byte
	};

	return vfio_simple(b, p, &request, reply);
}

/* Reads what the process may read; false where it may not. */
static bool peek_chunk(pid_t pid, uint64_t vaddr, uint8_t *bytes, size_t size)
{
	const struct iovec here = { .iov_base = bytes, .iov_len = size };
	const struct iovec there = { .iov_base = (void *)(uintptr_t)vaddr,
		                     .iov_len = size };

	return process_vm_readv(pid, &here, 1, &there, 1, 0) == (ssize_t)size;
}

enum backend_status vfio_op_peek(struct backend *b, unsigned int p,
                                 uint64_t vaddr, uint64_t size,
                                 struct seen *seen, struct reply *reply)
{
	const struct worker *worker = vfio_worker(vfio_self(b), p);
	uint8_t bytes[PEEK_CHUNK];
	int64_t ret = 0;
	struct runs data;

	if (!worker)
		return vfio_say(b, BACKEND_BROKEN, "there is no process p%u",
		                p);
	runs_init(&data, true, seen->data, sizeof(seen->data));
	for (uint64_t done = 0; done < size && !ret;) {
		size_t part = size - done < PEEK_CHUNK ? (size_t)(size - done)
		                                       : PEEK_CHUNK;

		if (!peek_chunk(worker->pid, vaddr + done, bytes, part))
			ret = -EFAULT;
		for (size_t i = 0; i < part && !ret; i++)
			runs_add_byte(&data, bytes[i], 1);
		done += part;
	}
	runs_end(&data);
	vfio_reply(vfio_self(b), ret, reply);
	return BACKEND_OK;
}
