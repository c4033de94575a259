/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "sim/run.h"

#include "sim/blocks.h"

#include <stdio.h>
#include <string.h>

/* A step on its way to the backend. */
struct call {
	struct runner *runner;
	struct backend *backend;
	const struct backend_ops *ops;
	const struct command *command;
	const struct object *object; /* the objects of the command */
	struct object_process *process;
	unsigned int p; /* its name */
	struct answer *answer;
	struct reply *reply;
};

static enum backend_status broken(struct backend *b, const char *message)
{
	snprintf(b->message, sizeof(b->message), "%s", message);
	return BACKEND_BROKEN;
}

static enum backend_status no_memory(struct call *call)
{
	return broken(call->backend, "out of memory");
}

static uint64_t address_of(const struct call *call, enum key key)
{
	const struct value *value = command_value(call->command, key);

	return value ? objects_address(&call->runner->objects, value) : 0;
}

/*
 * A call that answers a descriptor: NAME means it from now on.  Numbers of
 * descriptors are nobody's business, so the step answers 0.
 */
static enum backend_status name_file(struct call *call,
                                     const struct object *name)
{
	int64_t fd = call->reply->ret;

	if (fd < 0)
		return BACKEND_OK;
	call->reply->ret = 0;
	if (!objects_set_fd(call->process, name, (int)fd))
		return no_memory(call);
	return BACKEND_OK;
}

/* ---- files ------------------------------------------------------------ */

static enum backend_status step_container(struct call *call)
{
	enum backend_status status = call->ops->open_container(
		call->backend, call->p, call->object[0].number, call->reply);

	return status ? status : name_file(call, &call->object[0]);
}

static enum backend_status open_group(struct call *call,
                                      const struct object *group)
{
	enum backend_status status = call->ops->open_group(
		call->backend, call->p, group->number, call->reply);

	return status ? status : name_file(call, group);
}

static enum backend_status step_group(struct call *call)
{
	return open_group(call, &call->object[0]);
}

static enum backend_status step_close(struct call *call)
{
	const struct object *file = &call->object[0];
	enum backend_status status = call->ops->close_file(
		call->backend, call->p, objects_fd(call->process, file),
		call->reply);

	if (!status && call->reply->ret >= 0 &&
	    !objects_set_fd(call->process, file, -1))
		return no_memory(call);
	return status;
}

/* ---- ioctls ----------------------------------------------------------- */

static enum backend_status send(struct call *call, const struct object *file,
                                struct block *block)
{
	enum backend_status status = call->ops->ioctl(
		call->backend, call->p, objects_fd(call->process, file),
		block->request, &block->argument, call->reply);

	if (!status)
		block_read(block, call->command, call->answer);
	return status;
}

static enum backend_status step_ioctl(struct call *call)
{
	struct block block;

	block_init(&block, call->command, &call->runner->objects);
	return send(call, &call->object[0], &block);
}

/*
 * A step about a group that this process has not open opens it first.  When
 * that fails the step has its answer: *DONE.
 */
static enum backend_status need_group(struct call *call,
                                      const struct object *group, bool *done)
{
	enum backend_status status;

	*done = false;
	if (group->letter != 'g' || objects_fd(call->process, group) >= 0)
		return BACKEND_OK;
	status = open_group(call, group);
	*done = !status && call->reply->ret < 0;
	return status;
}

static enum backend_status step_group_ioctl(struct call *call)
{
	bool done;
	enum backend_status status = need_group(call, &call->object[0], &done);

	return status || done ? status : step_ioctl(call);
}

static enum backend_status step_attach(struct call *call)
{
	struct block block;
	bool done;
	enum backend_status status = need_group(call, &call->object[0], &done);
	int fd = objects_fd(call->process, &call->object[1]);

	if (status || done)
		return status;
	block_init(&block, call->command, &call->runner->objects);
	block_set_bytes(&block, call->command, &fd, sizeof(fd));
	return send(call, &call->object[0], &block);
}

static enum backend_status device_name(struct call *call, char *name,
                                       size_t size)
{
	if (command_value(call->command, KEY_NAME)) {
		snprintf(name, size, "%s", call->command->name);
		return BACKEND_OK;
	}
	return call->ops->device_name(call->backend, call->object[1].number,
	                              name, size);
}

static enum backend_status step_device(struct call *call)
{
	char name[COMMAND_NAME_MAX] = "";
	struct block block;
	bool done;
	enum backend_status status = need_group(call, &call->object[1], &done);

	if (status || done)
		return status;
	status = device_name(call, name, sizeof(name));
	if (status)
		return status;
	block_init(&block, call->command, &call->runner->objects);
	block_set_bytes(&block, call->command, name, strlen(name) + 1);
	status = send(call, &call->object[1], &block);
	return status ? status : name_file(call, &call->object[0]);
}

/* ---- memory ----------------------------------------------------------- */

static enum backend_status step_memory(struct call *call)
{
	const struct command *command = call->command;
	const struct memory_request request = {
		.size = command_number(command, KEY_LENGTH, 0),
		.align = command_number(command, KEY_ALIGN, 0),
		.at = address_of(call, KEY_AT),
		.page_size = command_number(command, KEY_PAGE, 0),
		.folio_size = command_number(command, KEY_FOLIO, 0),
		.skew = command_number(command, KEY_SKEW, 0),
		.read_only = command_value(command, KEY_PROT),
	};
	struct object_memory memory = { .size = request.size };
	enum backend_status status = call->ops->memory(call->backend, call->p,
	                                               call->object[0].number,
	                                               &request, &memory.vaddr,
	                                               call->reply);

	if (!status && call->reply->ret >= 0 &&
	    !objects_set_memory(&call->runner->objects, call->object[0].number,
	                        memory))
		return no_memory(call);
	return status;
}

static enum backend_status step_unmap_memory(struct call *call)
{
	return call->ops->unmap_memory(call->backend, call->p,
	                               call->object[0].number, call->reply);
}

static enum backend_status step_fill(struct call *call)
{
	struct object_memory memory = objects_memory(&call->runner->objects,
	                                             call->object[0].number);

	return call->ops->fill(
		call->backend, call->p, memory.vaddr,
		command_number(call->command, KEY_LENGTH, memory.size),
		(uint8_t)command_number(call->command, KEY_BYTE, 0),
		call->reply);
}

static enum backend_status step_peek(struct call *call)
{
	struct object_memory memory = objects_memory(&call->runner->objects,
	                                             call->object[0].number);

	if (!call->ops->peek) {
		broken(call->backend, "memory cannot be looked at here");
		return BACKEND_DECLINED;
	}
	return call->ops->peek(call->backend, call->p, memory.vaddr,
	                       command_number(call->command, KEY_LENGTH,
	                                      memory.size),
	                       &call->answer->seen, call->reply);
}

/* ---- processes -------------------------------------------------------- */

static enum backend_status step_process(struct call *call)
{
	unsigned int name = call->object[0].number;
	const struct machine_spec *machine = call->runner->machine;
	struct object_process *process;
	enum backend_status status = call->ops->process(call->backend, name,
	                                                call->reply);

	if (status || call->reply->ret < 0)
		return status;
	call->reply->ret = 0;
	process = objects_add_process(&call->runner->objects, name);
	if (!process)
		return no_memory(call);
	process->memlock = machine->memlock;
	process->ipc_lock = machine->ipc_lock;
	return BACKEND_OK;
}

static enum backend_status step_fork(struct call *call)
{
	unsigned int parent = call->object[0].number;
	unsigned int child = call->object[1].number;
	enum backend_status status = call->ops->fork(call->backend, parent,
	                                             child, call->reply);

	if (status || call->reply->ret < 0)
		return status;
	call->reply->ret = 0;
	if (!objects_fork(&call->runner->objects, parent, child))
		return no_memory(call);
	return BACKEND_OK;
}

static struct object_process *process_named(struct call *call)
{
	return objects_process(&call->runner->objects, call->object[0].number);
}

static enum backend_status step_exit(struct call *call)
{
	struct object_process *process = process_named(call);
	enum backend_status status = call->ops->exit(
		call->backend, call->object[0].number, call->reply);

	if (!status && process && call->reply->ret >= 0)
		process->alive = false;
	return status;
}

static enum backend_status step_memlock(struct call *call)
{
	struct object_process *process = process_named(call);
	const struct command *command = call->command;

	if (!process)
		return broken(call->backend, "no such process");
	process->memlock = command_number(command, KEY_LIMIT, process->memlock);
	process->ipc_lock = command_number(command, KEY_IPC_LOCK,
	                                   process->ipc_lock) != 0;
	return call->ops->limit(call->backend, call->object[0].number,
	                        process->memlock, process->ipc_lock,
	                        call->reply);
}

/* ---- the rest --------------------------------------------------------- */

static enum backend_status step_fault(struct call *call)
{
	const struct command *command = call->command;
	const struct value *group = command_value(command, KEY_GROUP);
	const struct fault_request request = {
		.site = command->site,
		.nth = command_number(command, KEY_NTH, 1),
		.group = group ? (int)group->number : -1,
		.error = (int)(int64_t)command_number(command, KEY_ERROR, 0),
	};

	return call->ops->fault(call->backend, &request);
}

static enum backend_status step_dma(struct call *call)
{
	const struct dma_request request = {
		.group = call->object[0].number,
		.write = call->command->write,
		.fill = command_value(call->command, KEY_BYTE),
		.byte = (uint8_t)command_number(call->command, KEY_BYTE, 0),
		.iova = address_of(call, KEY_IOVA),
		.size = command_number(call->command, KEY_LENGTH,
		                       call->runner->machine->page),
	};

	return call->ops->dma(call->backend, &request, &call->answer->place,
	                      &call->answer->seen, call->reply);
}

/* The lines of KIND, or all; DUMP: and more. */
static enum backend_status show(struct backend *b, const char *kind, bool dump,
                                struct answer *answer)
{
	enum backend_status status;

	answer_clear(answer, VERB_SHOW);
	if (dump && b->ops->dump)
		status = b->ops->dump(b, answer_add_line, answer);
	else
		status = b->ops->show(b, kind, answer_add_line, answer);
	return answer->lines_lost ? broken(b, "out of memory") : status;
}

static enum backend_status step_show(struct call *call)
{
	const struct value *of = command_value(call->command, KEY_OF);

	return show(call->backend, of ? of->word : NULL, false, call->answer);
}

enum backend_status runner_show(struct runner *runner, struct answer *answer)
{
	return show(runner->backend, NULL, true, answer);
}

/* ---- all steps -------------------------------------------------------- */

typedef enum backend_status step_function(struct call *call);

/* clang-format off */
static step_function *const steps[VERB_COUNT] = {
	[VERB_CONTAINER]       = step_container,
	[VERB_GROUP]           = step_group,
	[VERB_ATTACH]          = step_attach,
	[VERB_DETACH]          = step_group_ioctl,
	[VERB_STATUS]          = step_group_ioctl,
	[VERB_DEVICE]          = step_device,
	[VERB_CLOSE]           = step_close,
	[VERB_API_VERSION]     = step_ioctl,
	[VERB_CHECK_EXTENSION] = step_ioctl,
	[VERB_SET_IOMMU]       = step_ioctl,
	[VERB_GET_INFO]        = step_ioctl,
	[VERB_ENABLE]          = step_ioctl,
	[VERB_DISABLE]         = step_ioctl,
	[VERB_REGISTER]        = step_ioctl,
	[VERB_UNREGISTER]      = step_ioctl,
	[VERB_CREATE]          = step_ioctl,
	[VERB_REMOVE]          = step_ioctl,
	[VERB_MAP]             = step_ioctl,
	[VERB_UNMAP]           = step_ioctl,
	[VERB_EEH_OP]          = step_ioctl,
	[VERB_IOCTL]           = step_ioctl,
	[VERB_MEMORY]          = step_memory,
	[VERB_UNMAP_MEMORY]    = step_unmap_memory,
	[VERB_FILL]            = step_fill,
	[VERB_PEEK]            = step_peek,
	[VERB_PROCESS]         = step_process,
	[VERB_FORK]            = step_fork,
	[VERB_EXIT]            = step_exit,
	[VERB_MEMLOCK]         = step_memlock,
	[VERB_FAULT]           = step_fault,
	[VERB_DMA]             = step_dma,
	[VERB_SHOW]            = step_show,
};
/* clang-format on */

bool runner_start(struct runner *runner, struct backend *backend,
                  const struct machine_spec *machine)
{
	struct object_process *process;

	runner->backend = backend;
	runner->machine = machine;
	objects_clear(&runner->objects);
	process = objects_add_process(&runner->objects, 0);
	if (!process) {
		broken(backend, "out of memory");
		return false;
	}
	process->memlock = machine->memlock;
	process->ipc_lock = machine->ipc_lock;
	return true;
}

void runner_release(struct runner *runner)
{
	objects_release(&runner->objects);
}

/* What can be asked of the step's process afterwards, if it still lives. */
static enum backend_status ask_locked_vm(struct call *call)
{
	struct answer *answer = call->answer;
	enum backend_status status;

	if (!objects_process(&call->runner->objects, call->p))
		return BACKEND_OK;
	status = call->ops->locked_vm(call->backend, call->p,
	                              &answer->locked_vm);
	answer->locked_vm_known = status == BACKEND_OK;
	return status == BACKEND_DECLINED ? BACKEND_OK : status;
}

/* No process of the story makes or ends processes: it goes on without p0. */
static bool is_about_process(const struct command *command)
{
	return command->objects && command->object[0].letter == 'p';
}

enum backend_status runner_step(struct runner *runner,
                                const struct command *command,
                                struct answer *answer)
{
	struct backend *b = runner->backend;
	struct call call = { .runner = runner,
		             .backend = b,
		             .ops = b->ops,
		             .command = command,
		             .object = command->object,
		             .p = command_process(command),
		             .answer = answer,
		             .reply = &answer->reply };
	enum backend_status status;

	answer_clear(answer, command->verb);
	call.process = objects_process(&runner->objects, call.p);
	if (!call.process && !is_about_process(command))
		return broken(b, "the step's process has ended");
	status = steps[command->verb](&call);
	if (!status)
		status = ask_locked_vm(&call);
	return status ? status : b->ops->check(b);
}
