/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * worker.h - a process of the kernel's that makes a scenario's system calls.
 *
 * Its memory keeps the rules of the scenario language: a buffer's address is
 * a multiple of its alignment and of no higher power of two, nothing is mapped
 * beside it, and low addresses are free, because the program itself lies high
 * (it is linked so).
 *
 * Where speed counts more than being safe from what the kernel does to it, the
 * one who tells it what to do may be that process.
 */
#ifndef SIM_VFIO_WORKER_H
#define SIM_VFIO_WORKER_H

#include "sim/vfio/calls.h"
#include "sim/vfio/wire.h"

#include <stdbool.h>
#include <sys/types.h>

struct worker {
	pid_t pid;             /* 0: there is none */
	int socket;            /* of the one who tells it what to do */
	int status;            /* /proc/PID/status; 0: not open */
	struct caller *caller; /* this process makes the calls itself; NULL */
};

enum worker_status {
	WORKER_OK,
	WORKER_DIED,   /* in this call; the kernel ended it */
	WORKER_SILENT, /* no answer in time: it hangs in this call */
};

/* False: errno says why.  The process has no file open but its socket. */
bool worker_start(struct worker *worker, unsigned int timeout_seconds);

/* The same, but it is this process, with the files that it has. */
bool worker_start_here(struct worker *worker);

enum worker_status worker_call(const struct worker *worker,
                               const struct wire_request *request,
                               struct wire_answer *answer);

/* WIRE_FORK; on WORKER_OK and ret 0, *child is the new process. */
enum worker_status worker_fork(const struct worker *worker,
                               unsigned int timeout_seconds,
                               struct worker *child,
                               struct wire_answer *answer);

/* VmLck in bytes, as the kernel computes it: modulo 2^64. */
bool worker_locked_vm(struct worker *worker, uint64_t *bytes);

/* The process ends, all of its files are closed and its memory is gone; but
 * this process goes on, and keeps what it has. */
void worker_stop(struct worker *worker);

#endif
