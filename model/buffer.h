/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * buffer.h - user memory: what one mmap gave a process.
 *
 * A buffer is made of folios of equal size (a host page, a huge page, a large
 * folio), laid out in memory in the opposite order, so that nobody takes
 * neighbours in user space for neighbours in memory:
 *
 *     vaddr ->  | page 0 | page 1 | ... | page n-1 |
 *     frames <- | n-1    | ...    | 1   | 0        |
 *
 * The first page may stand `skew` bytes into its folio.  Pins keep a buffer's
 * pages after munmap and after the end of its process.
 */
#ifndef MODEL_BUFFER_H
#define MODEL_BUFFER_H

#include "model/process.h"
#include "model/sparse.h"

struct buffer {
	ref next;
	ref process;
	uint32_t id; /* a copy made by fork keeps the number */
	uint8_t folio_shift;
	bool hugetlb, read_only;
	bool mapped;          /* until munmap */
	uint64_t vaddr, size; /* bytes */
	uint64_t skew;        /* bytes */
	uint64_t frame;       /* the first of all its folios */
	uint64_t pins;        /* of all its pages, once for each pin */
	struct sparse pinned; /* by page: pins that MAP of v1 made */
	struct sparse dirty;  /* by page: 1 when the driver dirtied it */
};
DEFINE_AT(buffer)

/* The buffer of PROCESS that holds VADDR, NULL for none. */
struct buffer *buffer_find(const struct tcesim_machine *m, ref process,
                           uint64_t vaddr);
/* Frames that its memory takes. */
uint64_t buffer_frames(const struct tcesim_machine *m,
                       const struct buffer *buffer);
/* The physical address of the page that holds VADDR, with the offset. */
uint64_t buffer_hpa(const struct tcesim_machine *m, const struct buffer *buffer,
                    uint64_t vaddr);
/* The buffer whose memory holds the physical address; *offset is in it. */
struct buffer *buffer_of_hpa(const struct tcesim_machine *m, uint64_t hpa,
                             uint64_t *offset);

/* COUNT more pins (fewer, if negative) on the pages of a buffer. */
void buffer_pin(struct tcesim_machine *m, struct buffer *buffer, int64_t count);
/* One more pin on the page at OFFSET; one less, which may free the buffer. */
void buffer_pin_page(struct tcesim_machine *m, struct buffer *buffer,
                     uint64_t offset);
void buffer_unpin_page(struct tcesim_machine *m, struct buffer *buffer,
                       uint64_t offset);
/* The driver marks the page at a physical address dirty. */
void buffer_dirty(struct tcesim_machine *m, uint64_t hpa);

/* The system calls; the arguments have been checked. */
int buffer_mmap(struct tcesim_machine *m, struct process *process,
                const struct tcesim_mapping *mapping, uint64_t *vaddr,
                unsigned int *memory);
int buffer_munmap(struct tcesim_machine *m, const struct process *process,
                  uint64_t vaddr);
int buffer_fill(struct tcesim_machine *m, const struct process *process,
                uint64_t vaddr, uint64_t size, uint8_t byte);
/* DATA is told of the bytes, run by run; SIZE is at least 1. */
int buffer_peek(struct tcesim_machine *m, const struct process *process,
                uint64_t vaddr, uint64_t size, tcesim_data *data,
                void *context);

/* A copy of all buffers of one process for another, at the same addresses. */
int buffers_fork(struct tcesim_machine *m, ref from, ref to);
/* The process ends: unmap all that it has. */
void buffers_exit(struct tcesim_machine *m, ref process);

#endif
