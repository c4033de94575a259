/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "sim/explore_machine.h"

#include <assert.h>
#include <string.h>

/* The library fails only for want of memory, or for what is not a machine. */
static void must(enum tcesim_status status)
{
	assert(status == TCESIM_OK);
	(void)status;
}

/* ---- the first state ----------------------------------------------------- */

static int open_group(struct tcesim_machine *machine, unsigned int group)
{
	struct tcesim_answer answer = { 0 };

	must(tcesim_open_group(machine, 0, group, &answer));
	return (int)answer.ret;
}

static int open_container(struct tcesim_machine *machine)
{
	struct tcesim_answer answer = { 0 };

	must(tcesim_open_container(machine, 0, &answer));
	return (int)answer.ret;
}

struct tcesim_machine *bound_machine(const struct bound *bound,
                                     const struct kernel *kernel,
                                     const struct vocabulary *vocabulary,
                                     struct bound_calls *calls)
{
	const struct tcesim_mapping mapping = { .size = bound_memory_size(
							bound) };
	struct tcesim_machine *machine = NULL;
	struct tcesim_answer answer = { 0 };
	struct tcesim_config config;
	unsigned int memory;

	*calls = (struct bound_calls){ 0 };
	bound_config(bound, &config);
	memcpy(config.trait, kernel->trait, sizeof(config.trait));
	must(tcesim_new(&config, kernel->profile, &machine));
	for (unsigned int i = 0; i < bound->groups; i++)
		calls->fd[i + 1] = open_group(machine, i);
	calls->fd[0] = open_container(machine);
	must(tcesim_mmap(machine, 0, &mapping, &calls->vaddr, &memory,
	                 &answer));
	bound_add_calls(bound, kernel, vocabulary, calls);
	return machine;
}

/* ---- calls --------------------------------------------------------------- */

static void count_container(void *context,
                            const struct tcesim_container_info *info)
{
	unsigned int *containers = context;

	(void)info;
	++*containers;
}

/* Again: c0 is closed, and there is no container any more. */
static bool open_again(struct tcesim_machine *machine,
                       const struct bound_calls *calls)
{
	const struct tcesim_visitor visitor = { .container = count_container };
	unsigned int containers = 0;

	must(tcesim_visit(machine, &visitor, &containers));
	return !containers && open_container(machine) == calls->fd[0];
}

bool bound_make_call(struct tcesim_machine *machine,
                     const struct bound_calls *calls,
                     const struct bound_call *call,
                     struct tcesim_answer *answer)
{
	union bound_block block = call->block; /* CREATE writes to it */
	const struct tcesim_argument argument = {
		.value = call->value,
		.block = &block,
		.readable = call->size,
		.writable = call->size,
	};
	int fd = calls->fd[call->file];

	*answer = (struct tcesim_answer){ 0 };
	if (call->verb == VERB_CONTAINER)
		return open_again(machine, calls);
	if (call->verb == VERB_CLOSE)
		must(tcesim_close(machine, 0, fd, answer));
	else
		must(tcesim_ioctl(machine, 0, fd, call->request, &argument,
		                  answer));
	return true;
}

void bound_end_call(struct tcesim_machine *machine,
                    const struct bound_calls *calls,
                    const struct bound_call *call)
{
	int fd;

	if (call->verb != VERB_CLOSE || !call->file)
		return;
	fd = open_group(machine, call->file - 1);
	assert(fd == calls->fd[call->file]);
	(void)fd;
	(void)calls;
}
