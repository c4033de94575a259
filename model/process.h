/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * process.h - a process and its address space, with its books of locked
 * memory.
 *
 * The address space (mm) outlives the process for as long as a container of
 * the driver is bound to it.
 */
#ifndef MODEL_PROCESS_H
#define MODEL_PROCESS_H

#include "model/machine.h"
#include "model/sparse.h"

enum {
	FIRST_FD = 3
};

struct process {
	ref next, self;
	uint32_t id;
	bool alive;
	bool ipc_lock;       /* CAP_IPC_LOCK */
	uint64_t memlock;    /* RLIMIT_MEMLOCK, bytes */
	uint64_t locked_vm;  /* pages, modulo 2^64 */
	uint64_t leaked;     /* of these: what nobody will give back */
	uint64_t next_vaddr; /* where the next buffer may begin */
	struct sparse file;  /* by descriptor: refs of files */
	ref regions;         /* registered memory, newest first */
	uint32_t bound;      /* containers that hold the mm */
};
DEFINE_AT(process)

/* NULL when there is none, or it has ended. */
struct process *process_numbered(const struct tcesim_machine *m,
                                 unsigned int number);
struct process *process_new(struct tcesim_machine *m);

/*
 * Add PAGES to locked_vm of MM; the limit and the capability of the task that
 * calls count.  -ENOMEM, and nothing has changed, when it passes the limit.
 */
int process_lock(struct tcesim_machine *m, struct process *mm, uint64_t pages);
void process_unlock(struct tcesim_machine *m, struct process *mm,
                    uint64_t pages);

/* For the books of check.c: PAGES of locked_vm (modulo 2^64) are lost. */
void process_leak(struct process *mm, uint64_t pages);

/* A container binds the mm, or lets it go, which may be its end. */
void process_hold(struct process *mm);
void process_drop(struct tcesim_machine *m, struct process *mm);

#endif
