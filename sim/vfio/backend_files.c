/* SPDX-License-Identifier: GPL-2.0-or-later */
#define _GNU_SOURCE
#include "sim/vfio/private.h"

#include "model/uapi.h"

#include <stdio.h>
#include <string.h>

/* ---- files ------------------------------------------------------------- */

static enum backend_status open_file(struct backend *b, unsigned int p,
                                     const char *path, char letter,
                                     unsigned int number, struct reply *reply)
{
	struct wire_request request = { .call = WIRE_OPEN };
	struct vfio_file file = { .process = p,
		                  .letter = letter,
		                  .number = (int)number };
	enum backend_status status;

	snprintf(request.path, sizeof(request.path), "%s", path);
	status = vfio_simple(b, p, &request, reply);
	if (status != BACKEND_OK || reply->ret < 0)
		return status;
	file.fd = (int)reply->ret;
	if (!vfio_files_add(&vfio_self(b)->files, &file))
		return vfio_say(b, BACKEND_BROKEN, "out of memory");
	return BACKEND_OK;
}

enum backend_status vfio_op_open_container(struct backend *b, unsigned int p,
                                           unsigned int c, struct reply *reply)
{
	return open_file(b, p, "/dev/vfio/vfio", 'c', c, reply);
}

enum backend_status vfio_op_open_group(struct backend *b, unsigned int p,
                                       unsigned int g, struct reply *reply)
{
	char path[WIRE_PATH_MAX];

	if (g >= vfio_self(b)->options.host->groups)
		return vfio_say(b, BACKEND_DECLINED,
		                "there is no group g%u here", g);
	snprintf(path, sizeof(path), "/dev/vfio/%u",
	         vfio_self(b)->options.host->group[g].id);
	return open_file(b, p, path, 'g', g, reply);
}

enum backend_status vfio_op_close_file(struct backend *b, unsigned int p,
                                       int fd, struct reply *reply)
{
	const struct wire_request request = { .call = WIRE_CLOSE, .fd = fd };

	vfio_files_remove(&vfio_self(b)->files, p, fd);
	return vfio_simple(b, p, &request, reply);
}

/* A container that the kernel has accepted is named in the block. */
static void note_attachment(struct backend_vfio *v, unsigned int p, int fd,
                            const struct argument *argument)
{
	int container;

	if (argument->size < sizeof(container))
		return;
	memcpy(&container, argument->block, sizeof(container));
	vfio_files_attach(&v->files, p, fd, container);
}

enum backend_status vfio_op_file_ioctl(struct backend *b, unsigned int p,
                                       int fd, uint32_t number,
                                       const struct argument *argument,
                                       struct reply *reply)
{
	struct wire_request request = {
		.call = WIRE_IOCTL,
		.fd = fd,
		.request = number,
		.by_value = !argument->block,
		.value = argument->value,
		.block_size = (uint32_t)argument->size,
		.readable = (uint32_t)argument->readable,
		.writable = (uint32_t)argument->writable,
	};
	struct wire_answer answer;
	enum backend_status status;

	if (argument->size > sizeof(request.block))
		return vfio_say(b, BACKEND_DECLINED,
		                "an argument block of %zu bytes",
		                argument->size);
	if (argument->block)
		memcpy(request.block, argument->block, argument->size);
	status = vfio_call(b, p, &request, &answer);
	if (status != BACKEND_OK)
		return status;
	if (argument->block)
		memcpy(argument->block, answer.block, argument->size);
	if (number == UAPI_GROUP_SET_CONTAINER && answer.ret == 0)
		note_attachment(vfio_self(b), p, fd, argument);
	vfio_reply(vfio_self(b), answer.ret, reply);
	return BACKEND_OK;
}

enum backend_status vfio_op_device_name(struct backend *b, unsigned int g,
                                        char *name, size_t size)
{
	if (g >= vfio_self(b)->options.host->groups)
		return vfio_say(b, BACKEND_DECLINED,
		                "there is no group g%u here", g);
	snprintf(name, size, "%s", vfio_self(b)->options.host->group[g].device);
	return BACKEND_OK;
}
