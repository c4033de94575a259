/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * wire.h - what a scenario's process is told to do, and what it answers.
 *
 * Every process of a scenario is a process of the kernel's.  It waits on a
 * socket for one system call after the other, makes it, and answers.  Both
 * ends are copies of one program, so structures travel as they are; one packet
 * is one request or one answer.
 */
#ifndef SIM_VFIO_WIRE_H
#define SIM_VFIO_WIRE_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

enum {
	WIRE_BLOCK_MAX = 2048, /* bytes of an ioctl's argument block */
	WIRE_PATH_MAX = 64
};

enum wire_call {
	WIRE_OPEN,   /* path */
	WIRE_CLOSE,  /* fd */
	WIRE_IOCTL,  /* fd, request, and value or block */
	WIRE_MMAP,   /* memory */
	WIRE_MUNMAP, /* vaddr, size */
	WIRE_FILL,   /* vaddr, size, byte */
	WIRE_LIMIT,  /* memlock, ipc_lock */
	WIRE_FORK,   /* the answer brings the child's socket */
	WIRE_EXIT,   /* no answer */
};

struct wire_memory {
	uint64_t size, align, at; /* align: a power of two; at: 0: any */
	uint64_t huge_page;       /* 0: ordinary pages */
	bool read_only;
};

struct wire_request {
	enum wire_call call;
	int fd;
	uint32_t request;
	bool by_value; /* ioctl: the argument is `value`, not `block` */
	bool ipc_lock;
	uint8_t byte;
	uint64_t value;
	uint64_t vaddr, size;
	uint64_t memlock; /* UINT64_MAX: unlimited */
	struct wire_memory memory;
	char path[WIRE_PATH_MAX];
	/* of the block; see struct argument */
	uint32_t block_size, readable, writable;
	uint8_t block[WIRE_BLOCK_MAX];
};

struct wire_answer {
	int64_t ret; /* 0, positive, or an error below 0 */
	uint64_t vaddr;
	pid_t pid;                     /* of a fork's child */
	bool declined;                 /* no system call can express it */
	uint8_t block[WIRE_BLOCK_MAX]; /* as the kernel left it */
};

#endif
