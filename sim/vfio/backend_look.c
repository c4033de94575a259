/* SPDX-License-Identifier: GPL-2.0-or-later */
#define _GNU_SOURCE
#include "sim/vfio/private.h"

#include "sim/vfio/show.h"

#include <string.h>

/* ---- the rest ------------------------------------------------------------ */

enum backend_status vfio_op_fault(struct backend *b,
                                  const struct fault_request *request)
{
	const struct vfio_options *options = &vfio_self(b)->options;

	if (!options->inject)
		return vfio_say(b, BACKEND_DECLINED,
		                "the kernel cannot be made to fail");
	if (!options->inject(options->context, request, b->message,
	                     sizeof(b->message)))
		return BACKEND_DECLINED;
	return BACKEND_OK;
}

enum backend_status vfio_op_locked_vm(struct backend *b, unsigned int p,
                                      uint64_t *bytes)
{
	struct worker *worker = vfio_worker(vfio_self(b), p);

	if (!worker || !worker_locked_vm(worker, bytes))
		return vfio_say(b, BACKEND_DECLINED,
		                "process p%u has no locked_vm", p);
	return BACKEND_OK;
}

static void show_process(struct backend *b, unsigned int p, show_sink *sink,
                         void *context)
{
	struct show_line line = {
		.kind = "process", .object = 'p', .number = p, .fields = 1
	};
	struct show_field *field = &line.field[0];

	field->key = "locked_vm";
	field->format = SHOW_SIZE;
	if (vfio_op_locked_vm(b, p, &field->value) == BACKEND_OK)
		sink(context, &line);
}

static enum backend_status show_tables(struct backend *b, bool tces,
                                       show_sink *sink, void *context)
{
	struct backend_vfio *v = vfio_self(b);
	const struct vfio_show show = { .trace = &v->trace,
		                        .files = &v->files,
		                        .map = &v->map,
		                        .groups = v->spec.groups,
		                        .sink = sink,
		                        .context = context };

	if (v->trace.fd < 0)
		return vfio_say(b, BACKEND_DECLINED,
		                "the kernel's windows cannot be traced");
	tve_trace_read(&v->trace);
	if (!tces) {
		show_tves(&show);
		return BACKEND_OK;
	}
	if (!vfio_learn_buffers(v))
		return vfio_say(b, BACKEND_BROKEN, "out of memory");
	if (!show_tces(&show))
		return vfio_say(b, BACKEND_DECLINED, "memory cannot be read");
	return BACKEND_OK;
}

enum backend_status vfio_op_show(struct backend *b, const char *kind,
                                 show_sink *sink, void *context)
{
	if (kind && (!strcmp(kind, "tve") || !strcmp(kind, "tce")))
		return show_tables(b, !strcmp(kind, "tce"), sink, context);
	if (!kind || strcmp(kind, "process"))
		return vfio_say(b, BACKEND_DECLINED,
		                "a kernel does not show its %s",
		                kind ? kind : "whole state");
	for (unsigned int p = 0; p < vfio_self(b)->workers; p++)
		if (vfio_worker(vfio_self(b), p))
			show_process(b, p, sink, context);
	return BACKEND_OK;
}
