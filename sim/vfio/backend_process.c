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

/* What is to become other processes must be there before p0 has done
 * anything. */
static bool begin_in_person(struct backend_vfio *v)
{
	if (!v->options.alone &&
	    !worker_start(&v->pristine, v->options.timeout_seconds))
		return false;
	return worker_start_here(&v->worker[0]);
}

static bool start_worker(struct backend_vfio *v, unsigned int p)
{
	struct wire_answer answer;

	if (!v->options.in_person)
		return worker_start(&v->worker[p], v->options.timeout_seconds);
	if (p == 0)
		return begin_in_person(v);
	return v->pristine.pid &&
	       worker_fork(&v->pristine, v->options.timeout_seconds,
	                   &v->worker[p], &answer) == WORKER_OK &&
	       answer.ret == 0;
}

/* CHILD is new: it has the buffers of P, or none. */
static void give_buffers(struct backend_vfio *v, unsigned int p,
                         unsigned int child)
{
	for (unsigned int m = 0; m < v->buffers; m++) {
		struct buffer *buffer = &v->buffer[m];

		buffer->owners &= ~vfio_owner(child);
		if (p != child && buffer->owners & vfio_owner(p))
			buffer->owners |= vfio_owner(child);
	}
}

enum backend_status vfio_op_process(struct backend *b, unsigned int p,
                                    struct reply *reply)
{
	struct backend_vfio *v = vfio_self(b);

	if (!room_for_worker(v, p) || !start_worker(v, p))
		return vfio_say(b, BACKEND_BROKEN, "no process: %s",
		                strerror(errno));
	give_buffers(v, p, p);
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
	if (answer.ret == 0)
		give_buffers(v, p, child);
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
	if (worker->caller)
		return vfio_say(b, BACKEND_DECLINED,
		                "this process tells the story");
	if (!vfio_learn_buffers(vfio_self(b)))
		return vfio_say(b, BACKEND_BROKEN, "out of memory");
	worker_stop(worker);
	vfio_reply(vfio_self(b), 0, reply);
	return BACKEND_OK;
}
