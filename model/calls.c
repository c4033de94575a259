/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * calls.c - the front door's calls: what processes and devices ask of a
 * machine.  Arguments are checked here, calls begin and end here.
 */
#include "model/dma.h"
#include "model/ioctl.h"

#include <string.h>

/* ---- a call -------------------------------------------------------------- */

/* What the body of a call may need. */
struct call {
	unsigned int process;
	int fd;
	unsigned int group;
	uint32_t request;
	const struct tcesim_argument *argument;
	const struct tcesim_mapping *mapping;
	const struct tcesim_dma *dma;
	struct tcesim_page *page;
	uint64_t vaddr, size;
	unsigned int memory;
	uint8_t byte;
	tcesim_data *data;
	void *context;
};

static const uint64_t dma_size_max = UINT64_C(1) << 40;

typedef int64_t call_body(struct tcesim_machine *m, struct call *call);

/*
 * Run BODY as process CALL->process.  When the library's own memory runs out
 * on the way the call ends here; what it left behind is no state.
 */
static enum tcesim_status run(struct tcesim_machine *m, call_body *body,
                              struct call *call, struct tcesim_answer *answer)
{
	jmp_buf out;
	int64_t ret;

	if (m->exhausted)
		return TCESIM_NO_MEMORY;
	m->task = process_numbered(m, call->process);
	if (!m->task)
		return TCESIM_BAD_ARGUMENT;
	m->why = WHY_NONE;
	m->hazards = 0;
	m->walked = false;
	memset(m->passages, 0, sizeof(m->passages));
	if (setjmp(out)) {
		m->exhausted = true;
		return TCESIM_NO_MEMORY;
	}
	m->arena.out = &out;
	ret = body(m, call);
	m->arena.out = NULL;
	answer->ret = ret;
	answer->why = ret ? m->why : WHY_NONE;
	answer->hazards = m->hazards;
	return TCESIM_OK;
}

/* ---- processes and memory ------------------------------------------------ */

static int64_t do_process(struct tcesim_machine *m, struct call *call)
{
	(void)call;
	return process_new(m)->id;
}

enum tcesim_status tcesim_process(struct tcesim_machine *m,
                                  struct tcesim_answer *answer)
{
	struct process *any = process_at(m, m->state->processes);
	struct call call = { .process = 0 };

	while (any && !any->alive)
		any = process_at(m, any->next);
	if (any)
		call.process = any->id;
	return run(m, do_process, &call, answer);
}

static int64_t do_fork(struct tcesim_machine *m, struct call *call)
{
	struct process *child = process_new(m);
	int err;

	(void)call;
	child->ipc_lock = m->task->ipc_lock;
	child->memlock = m->task->memlock;
	child->next_vaddr = m->task->next_vaddr;
	err = buffers_fork(m, m->task->self, child->self);
	if (err) {
		buffers_exit(m, child->self);
		child->alive = false;
		return err;
	}
	files_fork(m, m->task, child);
	return child->id;
}

enum tcesim_status tcesim_fork(struct tcesim_machine *m, unsigned int process,
                               struct tcesim_answer *answer)
{
	return run(m, do_fork, &(struct call){ .process = process }, answer);
}

/* The address space goes first, as in do_exit(); pinned pages stay. */
static int64_t do_exit(struct tcesim_machine *m, struct call *call)
{
	(void)call;
	buffers_exit(m, m->task->self);
	files_exit(m, m->task);
	m->task->alive = false;
	region_mm_ends(m, m->task);
	return 0;
}

enum tcesim_status tcesim_exit(struct tcesim_machine *m, unsigned int process,
                               struct tcesim_answer *answer)
{
	return run(m, do_exit, &(struct call){ .process = process }, answer);
}

enum tcesim_status tcesim_limit(struct tcesim_machine *m, unsigned int process,
                                uint64_t memlock, bool ipc_lock)
{
	struct process *task = process_numbered(m, process);

	if (!task)
		return TCESIM_BAD_ARGUMENT;
	task->memlock = memlock;
	task->ipc_lock = ipc_lock;
	return TCESIM_OK;
}

uint64_t tcesim_locked_vm(const struct tcesim_machine *m, unsigned int process)
{
	const struct process *p = process_at(m, m->state->processes);

	while (p && p->id != process)
		p = process_at(m, p->next);
	return p ? p->locked_vm << m->config.page_shift : 0;
}

static bool is_pages(uint64_t size, uint64_t page)
{
	return size % page == 0;
}

static bool is_power(uint64_t size)
{
	return size && !(size & (size - 1));
}

/* The sizes that page=, folio= and align= may have. */
static bool sizes_are_sane(const struct tcesim_machine *m,
                           const struct tcesim_mapping *map)
{
	uint64_t page = host_page(m);

	return (!map->page_size ||
	        (is_power(map->page_size) && map->page_size >= page)) &&
	       (!map->folio_size ||
	        (is_power(map->folio_size) && map->folio_size >= page &&
	         !map->page_size)) &&
	       (!map->align || (is_power(map->align) && map->align >= page &&
	                        map->align <= UINT64_C(1) << 40));
}

static bool mapping_is_sane(const struct tcesim_machine *m,
                            const struct tcesim_mapping *map)
{
	uint64_t page = map->page_size ? map->page_size : host_page(m);
	uint64_t folio = map->folio_size ? map->folio_size : 1;

	return sizes_are_sane(m, map) && map->size &&
	       map->size <= UINT64_C(1) << 46 && is_pages(map->size, page) &&
	       is_pages(map->at, page) && is_pages(map->skew, host_page(m)) &&
	       map->skew < folio && map->at < UINT64_C(1) << 62;
}

static int64_t do_mmap(struct tcesim_machine *m, struct call *call)
{
	return buffer_mmap(m, m->task, call->mapping, &call->vaddr,
	                   &call->memory);
}

enum tcesim_status tcesim_mmap(struct tcesim_machine *m, unsigned int process,
                               const struct tcesim_mapping *mapping,
                               uint64_t *vaddr, unsigned int *memory,
                               struct tcesim_answer *answer)
{
	struct call call = { .process = process, .mapping = mapping };
	enum tcesim_status status;

	if (!mapping_is_sane(m, mapping))
		return TCESIM_BAD_ARGUMENT;
	status = run(m, do_mmap, &call, answer);
	*vaddr = call.vaddr;
	*memory = call.memory;
	return status;
}

static int64_t do_munmap(struct tcesim_machine *m, struct call *call)
{
	return buffer_munmap(m, m->task, call->vaddr);
}

enum tcesim_status tcesim_munmap(struct tcesim_machine *m, unsigned int process,
                                 uint64_t vaddr, struct tcesim_answer *answer)
{
	struct call call = { .process = process, .vaddr = vaddr };

	return run(m, do_munmap, &call, answer);
}

static int64_t do_fill(struct tcesim_machine *m, struct call *call)
{
	return buffer_fill(m, m->task, call->vaddr, call->size, call->byte);
}

enum tcesim_status tcesim_fill(struct tcesim_machine *m, unsigned int process,
                               uint64_t vaddr, uint64_t size, uint8_t byte,
                               struct tcesim_answer *answer)
{
	struct call call = {
		.process = process, .vaddr = vaddr, .size = size, .byte = byte
	};

	if (!size)
		return TCESIM_BAD_ARGUMENT;
	return run(m, do_fill, &call, answer);
}

static int64_t do_peek(struct tcesim_machine *m, struct call *call)
{
	return buffer_peek(m, m->task, call->vaddr, call->size, call->data,
	                   call->context);
}

enum tcesim_status tcesim_peek(struct tcesim_machine *m, unsigned int process,
                               uint64_t vaddr, uint64_t size, tcesim_data *data,
                               void *context, struct tcesim_answer *answer)
{
	struct call call = { .process = process,
		             .vaddr = vaddr,
		             .size = size,
		             .data = data,
		             .context = context };

	if (!size)
		return TCESIM_BAD_ARGUMENT;
	return run(m, do_peek, &call, answer);
}

/* ---- files ----------------------------------------------------------------
 */

static int64_t do_open_container(struct tcesim_machine *m, struct call *call)
{
	(void)call;
	return vfio_open_container(m);
}

enum tcesim_status tcesim_open_container(struct tcesim_machine *m,
                                         unsigned int process,
                                         struct tcesim_answer *answer)
{
	struct call call = { .process = process };

	return run(m, do_open_container, &call, answer);
}

static int64_t do_open_group(struct tcesim_machine *m, struct call *call)
{
	return vfio_open_group(m, group_numbered(m, call->group));
}

enum tcesim_status tcesim_open_group(struct tcesim_machine *m,
                                     unsigned int process, unsigned int group,
                                     struct tcesim_answer *answer)
{
	struct call call = { .process = process, .group = group };

	if (group >= m->config.groups)
		return TCESIM_BAD_ARGUMENT;
	return run(m, do_open_group, &call, answer);
}

static int64_t do_close(struct tcesim_machine *m, struct call *call)
{
	return vfio_close(m, call->fd);
}

enum tcesim_status tcesim_close(struct tcesim_machine *m, unsigned int process,
                                int fd, struct tcesim_answer *answer)
{
	struct call call = { .process = process, .fd = fd };

	return run(m, do_close, &call, answer);
}

/* _IO(';', 100 + nr), as powerpc encodes it or as others do. */
static bool is_vfio_request(uint32_t request, unsigned int *nr)
{
	*nr = (request & 0xff) - 100;
	return (request & ~UINT32_C(0x200000ff)) == 0x3b00 &&
	       (request & 0xff) >= 100;
}

static int64_t do_ioctl(struct tcesim_machine *m, struct call *call)
{
	ref object = file_find(m, call->fd);
	const struct file *file = file_at(m, object);
	unsigned int nr;

	if (!file)
		return refuse(m, WHY_BAD_FD, -EBADF);
	if (!is_vfio_request(call->request, &nr))
		nr = 255; /* a request that no file knows */
	switch ((enum file_kind)file->kind) {
	case FILE_CONTAINER:
		return container_ioctl(m, vfio_container_at(m, file->object),
		                       nr, call->argument);
	case FILE_GROUP:
		return group_ioctl(m, object, nr, call->argument);
	case FILE_DEVICE:
		break;
	}
	return refuse(m, WHY_UNKNOWN_REQUEST, -ENOTTY);
}

enum tcesim_status tcesim_ioctl(struct tcesim_machine *m, unsigned int process,
                                int fd, uint32_t request,
                                const struct tcesim_argument *argument,
                                struct tcesim_answer *answer)
{
	struct call call = { .process = process,
		             .fd = fd,
		             .request = request,
		             .argument = argument };

	return run(m, do_ioctl, &call, answer);
}

/* ---- DMA and faults ------------------------------------------------------ */

static int64_t do_dma(struct tcesim_machine *m, struct call *call)
{
	return dma_transfer(m, call->dma, call->page);
}

enum tcesim_status tcesim_dma(struct tcesim_machine *m,
                              const struct tcesim_dma *dma,
                              struct tcesim_page *page,
                              struct tcesim_answer *answer)
{
	struct call call = { .dma = dma, .page = page };
	struct process *any = process_at(m, m->state->processes);

	if (dma->group >= m->config.groups || !dma->size ||
	    dma->size > dma_size_max)
		return TCESIM_BAD_ARGUMENT;
	while (any && !any->alive)
		any = process_at(m, any->next);
	if (any)
		call.process = any->id;
	return run(m, do_dma, &call, answer);
}

enum tcesim_status tcesim_device(const struct tcesim_machine *m,
                                 unsigned int group, uint64_t size,
                                 tcesim_data *data, void *context)
{
	if (group >= m->config.groups || !size || size > dma_size_max)
		return TCESIM_BAD_ARGUMENT;
	if (m->exhausted)
		return TCESIM_NO_MEMORY;
	dma_device(m, group_numbered(m, group), size, data, context);
	return TCESIM_OK;
}

enum tcesim_status tcesim_fault(struct tcesim_machine *m,
                                const struct tcesim_fault *fault)
{
	if (fault->site >= SITE_COUNT || !fault->nth || fault->error > 0 ||
	    fault->error < INT16_MIN || fault->group >= (int)m->config.groups)
		return TCESIM_BAD_ARGUMENT;
	if (!fault_arm(&m->state->faults, (enum site)fault->site, fault->nth,
	               fault->group, fault->error))
		return TCESIM_BAD_ARGUMENT;
	return TCESIM_OK;
}

unsigned int tcesim_faults_armed(const struct tcesim_machine *m)
{
	return m->state->faults.armed;
}

unsigned int tcesim_passages(const struct tcesim_machine *m, unsigned int site)
{
	return site < SITE_COUNT ? m->passages[site] : 0;
}
