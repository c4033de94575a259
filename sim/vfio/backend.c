/* SPDX-License-Identifier: GPL-2.0-or-later */
#define _GNU_SOURCE
#include "sim/vfio/backend.h"

#include "sim/vfio/private.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

enum backend_status vfio_say(struct backend *b, enum backend_status status,
                             const char *format, ...)
{
	va_list list;

	va_start(list, format);
	vsnprintf(b->message, sizeof(b->message), format, list);
	va_end(list);
	return status;
}

/* ---- calls -------------------------------------------------------------- */

static void read_log(struct backend_vfio *v)
{
	if (v->options.log)
		kernel_log_read(v->options.log);
}

/* What the kernel's log says cannot be told as hazards: it knows of some and
 * not of others.  It is there for whoever made the log. */
void vfio_reply(struct backend_vfio *v, int64_t ret, struct reply *reply)
{
	*reply = (struct reply){ .ret = ret };
	read_log(v);
}

struct worker *vfio_worker(struct backend_vfio *v, unsigned int p)
{
	return p < v->workers && v->worker[p].pid ? &v->worker[p] : NULL;
}

enum backend_status vfio_failed(struct backend *b, enum worker_status status)
{
	vfio_self(b)->damaged = true;
	if (status == WORKER_SILENT)
		return vfio_say(b, BACKEND_BROKEN,
		                "no answer within %u seconds",
		                vfio_self(b)->options.timeout_seconds);
	read_log(vfio_self(b));
	return vfio_say(b, BACKEND_BROKEN, "the kernel ended the process: %s",
	                vfio_self(b)->options.log
	                        ? vfio_self(b)->options.log->line
	                        : "");
}

enum backend_status vfio_call(struct backend *b, unsigned int p,
                              const struct wire_request *request,
                              struct wire_answer *answer)
{
	struct worker *worker = vfio_worker(vfio_self(b), p);
	enum worker_status status;

	if (!worker)
		return vfio_say(b, BACKEND_BROKEN, "there is no process p%u",
		                p);
	status = worker_call(worker, request, answer);
	if (status != WORKER_OK)
		return vfio_failed(b, status);
	if (answer->declined)
		return vfio_say(b, BACKEND_DECLINED,
		                "an argument block cannot lie like that");
	return BACKEND_OK;
}

/* A call that answers a number only. */
enum backend_status vfio_simple(struct backend *b, unsigned int p,
                                const struct wire_request *request,
                                struct reply *reply)
{
	struct wire_answer answer;
	enum backend_status status = vfio_call(b, p, request, &answer);

	if (status == BACKEND_OK)
		vfio_reply(vfio_self(b), answer.ret, reply);
	return status;
}

/* ---- the whole ---- */

static enum backend_status check(struct backend *b)
{
	(void)b;
	return BACKEND_OK;
}

static void free_vfio(struct backend *b)
{
	struct backend_vfio *v = vfio_self(b);

	/* p0 is the last: so it is too when it is this process. */
	for (unsigned int i = 1; i <= v->workers; i++)
		worker_stop(&v->worker[i % v->workers]);
	worker_stop(&v->pristine);
	tve_trace_close(&v->trace);
	memory_map_release(&v->map);
	vfio_files_release(&v->files);
	free(v->worker);
	free(v->buffer);
	free(v);
}

/* clang-format off */
static const struct backend_ops ops = {
	.name           = "vfio",
	.peek           = vfio_op_peek,
	.process        = vfio_op_process,
	.fork           = vfio_op_fork_process,
	.exit           = vfio_op_exit_process,
	.limit          = vfio_op_limit,
	.memory         = vfio_op_memory,
	.unmap_memory   = vfio_op_unmap_memory,
	.fill           = vfio_op_fill,
	.open_container = vfio_op_open_container,
	.open_group     = vfio_op_open_group,
	.close_file     = vfio_op_close_file,
	.ioctl          = vfio_op_file_ioctl,
	.device_name    = vfio_op_device_name,
	.dma            = vfio_op_dma,
	.fault          = vfio_op_fault,
	.locked_vm      = vfio_op_locked_vm,
	.show           = vfio_op_show,
	.check          = check,
	.free           = free_vfio,
};
/* clang-format on */

struct backend *backend_vfio_new(const struct machine_spec *spec,
                                 const struct vfio_options *options)
{
	struct backend_vfio *v = calloc(1, sizeof(*v));
	struct reply reply;

	if (!v)
		return NULL;
	v->base.ops = &ops;
	v->options = *options;
	v->spec = *spec;
	vfio_files_init(&v->files);
	if (v->options.no_tables)
		v->trace.fd = -1;
	else
		tve_trace_open(&v->trace, v->options.host);
	if (vfio_op_process(&v->base, 0, &reply) == BACKEND_OK &&
	    reply.ret == 0)
		return &v->base;
	free_vfio(&v->base);
	return NULL;
}

bool backend_vfio_damaged(const struct backend *b)
{
	return ((const struct backend_vfio *)(const void *)b)->damaged;
}
