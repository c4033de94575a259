/* SPDX-License-Identifier: GPL-2.0-or-later */
#define _GNU_SOURCE
#include "sim/vfio/private.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

/* ---- processes ----------------------------------------------------------- */

static bool room_for_worker(struct backend_vfio *v, unsigned int p)
{
	struct worker *grown;

	if (p < v->workers)
		return true;
	grown = realloc(v->worker, (p + 1) * sizeof(*grown));
	if (!grown)
		return false;
	memset(grown + v->workers, 0, (p + 1 - v->workers) * sizeof(*grown));
	v->worker = grown;
	v->workers = p + 1;
	return true;
}

enum backend_status vfio_op_limit(struct backend *b, unsigned int p,
                                  uint64_t memlock, bool ipc_lock,
                                  struct reply *reply)
{
	const struct wire_request request = { .call = WIRE_LIMIT,
		                              .memlock = memlock,
		                              .ipc_lock = ipc_lock };

	return vfio_simple(b, p, &request, reply);
}

enum backend_status vfio_op_process(struct backend *b, unsigned int p,
                                    struct reply *reply)
{
	struct backend_vfio *v = vfio_self(b);

	if (!room_for_worker(v, p) ||
	    !worker_start(&v->worker[p], v->options.timeout_seconds))
		return vfio_say(b, BACKEND_BROKEN, "no process: %s",
		                strerror(errno));
	return vfio_op_limit(b, p, v->spec.memlock, v->spec.ipc_lock, reply);
}

enum backend_status vfio_op_fork_process(struct backend *b, unsigned int p,
                                         unsigned int child,
                                         struct reply *reply)
{
	struct backend_vfio *v = vfio_self(b);
	struct wire_answer answer;
	enum worker_status status;

	if (!vfio_worker(v, p))
		return vfio_say(b, BACKEND_BROKEN, "there is no process p%u",
		                p);
	if (!room_for_worker(v, child))
		return vfio_say(b, BACKEND_BROKEN, "out of memory");
	status = worker_fork(&v->worker[p], v->options.timeout_seconds,
	                     &v->worker[child], &answer);
	if (status != WORKER_OK)
		return vfio_failed(b, status);
	if (answer.ret == 0 && !vfio_files_fork(&v->files, p, child))
		return vfio_say(b, BACKEND_BROKEN, "out of memory");
	vfio_reply(v, answer.ret, reply);
	return BACKEND_OK;
}

enum backend_status vfio_op_exit_process(struct backend *b, unsigned int p,
                                         struct reply *reply)
{
	struct worker *worker = vfio_worker(vfio_self(b), p);

	if (!worker)
		return vfio_say(b, BACKEND_BROKEN, "there is no process p%u",
		                p);
	if (!vfio_learn_buffers(vfio_self(b)))
		return vfio_say(b, BACKEND_BROKEN, "out of memory");
	worker_stop(worker);
	vfio_reply(vfio_self(b), 0, reply);
	return BACKEND_OK;
}
