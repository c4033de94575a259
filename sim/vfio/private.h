/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * private.h - what the parts of the backend on a kernel share.
 */
#ifndef SIM_VFIO_PRIVATE_H
#define SIM_VFIO_PRIVATE_H

#include "sim/vfio/backend.h"
#include "sim/vfio/files.h"
#include "sim/vfio/memory_map.h"
#include "sim/vfio/tve.h"
#include "sim/vfio/worker.h"

#include <stdbool.h>
#include <stdint.h>

struct buffer {
	unsigned int process;
	uint64_t vaddr, size; /* size 0: there is none */
	uint64_t owners;      /* bit p: process p has it, or a copy */
};

struct backend_vfio {
	struct backend base;
	struct vfio_options options;
	struct machine_spec spec;
	bool damaged;
	struct worker *worker; /* by p-number */
	unsigned int workers;
	struct worker pristine; /* makes new ones when p0 is this process */
	struct buffer *buffer;  /* by m-number */
	unsigned int buffers;
	struct vfio_files files;
	struct tve_trace trace;
	struct memory_map map;
	uint64_t scratch[SCRATCH_PAGES]; /* 0: none yet */
};

static inline struct backend_vfio *vfio_self(struct backend *b)
{
	return (struct backend_vfio *)(void *)b;
}

/* Of the first 64 processes it is known which buffers they have. */
static inline uint64_t vfio_owner(unsigned int p)
{
	return UINT64_C(1) << (p & 63);
}

/* Says why a step was not OK; answers STATUS. */
__attribute__((format(printf, 3, 4))) enum backend_status
vfio_say(struct backend *b, enum backend_status status, const char *format,
         ...);

/* Process P while it lives, or NULL. */
struct worker *vfio_worker(struct backend_vfio *v, unsigned int p);
/* A call that did not come back. */
enum backend_status vfio_failed(struct backend *b, enum worker_status status);
/* A reply that is a number, and what the kernel has logged meanwhile. */
void vfio_reply(struct backend_vfio *v, int64_t ret, struct reply *reply);
/* One call of process P. */
enum backend_status vfio_call(struct backend *b, unsigned int p,
                              const struct wire_request *request,
                              struct wire_answer *answer);
/* The same, of a call that answers a number only. */
enum backend_status vfio_simple(struct backend *b, unsigned int p,
                                const struct wire_request *request,
                                struct reply *reply);

/* Where the pages of buffers are, before they may go.  False: no memory. */
bool vfio_learn_buffer(struct backend_vfio *v, unsigned int m);
bool vfio_learn_buffers(struct backend_vfio *v);

/* The operations of struct backend_ops. */
enum backend_status vfio_op_peek(struct backend *b, unsigned int p,
                                 uint64_t vaddr, uint64_t size,
                                 struct seen *seen, struct reply *reply);
enum backend_status vfio_op_process(struct backend *b, unsigned int p,
                                    struct reply *reply);
enum backend_status vfio_op_fork_process(struct backend *b, unsigned int p,
                                         unsigned int child,
                                         struct reply *reply);
enum backend_status vfio_op_exit_process(struct backend *b, unsigned int p,
                                         struct reply *reply);
enum backend_status vfio_op_limit(struct backend *b, unsigned int p,
                                  uint64_t memlock, bool ipc_lock,
                                  struct reply *reply);
enum backend_status vfio_op_memory(struct backend *b, unsigned int p,
                                   unsigned int m,
                                   const struct memory_request *request,
                                   uint64_t *vaddr, struct reply *reply);
enum backend_status vfio_op_unmap_memory(struct backend *b, unsigned int p,
                                         unsigned int m, struct reply *reply);
enum backend_status vfio_op_fill(struct backend *b, unsigned int p,
                                 uint64_t vaddr, uint64_t size, uint8_t byte,
                                 struct reply *reply);
enum backend_status vfio_op_open_container(struct backend *b, unsigned int p,
                                           unsigned int c, struct reply *reply);
enum backend_status vfio_op_open_group(struct backend *b, unsigned int p,
                                       unsigned int g, struct reply *reply);
enum backend_status vfio_op_close_file(struct backend *b, unsigned int p,
                                       int fd, struct reply *reply);
enum backend_status vfio_op_file_ioctl(struct backend *b, unsigned int p,
                                       int fd, uint32_t number,
                                       const struct argument *argument,
                                       struct reply *reply);
enum backend_status vfio_op_device_name(struct backend *b, unsigned int g,
                                        char *name, size_t size);
enum backend_status vfio_op_dma(struct backend *b,
                                const struct dma_request *request,
                                struct place *place, struct seen *seen,
                                struct reply *reply);
enum backend_status vfio_op_fault(struct backend *b,
                                  const struct fault_request *request);
enum backend_status vfio_op_locked_vm(struct backend *b, unsigned int p,
                                      uint64_t *bytes);
enum backend_status vfio_op_show(struct backend *b, const char *kind,
                                 show_sink *sink, void *context);

#endif
