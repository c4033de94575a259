/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "model/process.h"

#include "model/region.h"

struct process *process_numbered(const struct tcesim_machine *m,
                                 unsigned int number)
{
	struct process *process = process_at(m, m->state->processes);

	while (process && process->id != number)
		process = process_at(m, process->next);
	return process && process->alive ? process : NULL;
}

struct process *process_new(struct tcesim_machine *m)
{
	struct state *state = m->state;
	ref object = ALLOC(m, process);
	struct process *process = process_at(m, object);

	process->self = object;
	process->id = state->next_process++;
	process->alive = true;
	process->ipc_lock = m->config.ipc_lock;
	process->memlock = m->config.memlock;
	process->next_vaddr = UINT64_C(1) << 44;
	if (state->last_process)
		process_at(m, state->last_process)->next = object;
	else
		state->processes = object;
	state->last_process = object;
	return process;
}

/*
 * account_locked_vm(), mm/util.c: the limit is that of the calling task, the
 * sum may wrap, and zero pages are always fine.
 */
int process_lock(struct tcesim_machine *m, struct process *mm, uint64_t pages)
{
	uint64_t limit = m->task->memlock >> m->config.page_shift;
	int error;

	if (!pages)
		return 0;
	error = edge(m, SITE_LOCKED_VM, TCESIM_ANY_GROUP);
	if (error)
		return error;
	if (!m->task->ipc_lock && mm->locked_vm + pages > limit)
		return refuse(m, WHY_LOCKED_VM, -ENOMEM);
	mm->locked_vm += pages;
	EMIT3(m, LOCK_PAGES, mm->id, pages, mm->locked_vm);
	return 0;
}

void process_unlock(struct tcesim_machine *m, struct process *mm,
                    uint64_t pages)
{
	if (pages > mm->locked_vm) {
		hazard(m, HAZARD_KERNEL_WARN);
		if (trait(m, LOCKED_VM_FLOOR) == LOCKED_VM_FLOOR_SATURATES) {
			process_leak(mm, pages - mm->locked_vm);
			pages = mm->locked_vm;
		}
	}
	mm->locked_vm -= pages;
	if (pages)
		EMIT3(m, UNLOCK_PAGES, mm->id, pages, mm->locked_vm);
}

void process_leak(struct process *mm, uint64_t pages)
{
	mm->leaked += pages;
}

void process_hold(struct process *mm)
{
	mm->bound++;
}

/* destroy_context(): registered memory that is left is warned about. */
void process_drop(struct tcesim_machine *m, struct process *mm)
{
	assert(mm->bound);
	mm->bound--;
	region_mm_ends(m, mm);
}
