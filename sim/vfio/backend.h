/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * backend.h - the backend that answers from the kernel it runs on.
 *
 * Every process of the scenario is a process of the kernel, every step a
 * system call of it on /dev/vfio.  Needs root, and groups to lend.
 */
#ifndef SIM_VFIO_BACKEND_H
#define SIM_VFIO_BACKEND_H

#include "sim/backend.h"
#include "sim/command.h"
#include "sim/vfio/host.h"
#include "sim/vfio/kernel_log.h"
#include "sim/vfio/tve.h"

#include <stdbool.h>
#include <stddef.h>

/* Whoever can make the kernel fail: true, or false and WHY not. */
typedef bool vfio_injector(void *context, const struct fault_request *request,
                           char *why, size_t size);

/* A transfer by the device of a group, for whoever can work that device. */
enum {
	SCRATCH_PAGES = 6
};

struct vfio_transfer {
	const struct dma_request *request;
	uint64_t bar; /* of the device's registers: physical address */
	uint64_t scratch[SCRATCH_PAGES]; /* 4K each, nobody else's: physical */
	const struct tve *tve;           /* TVE_SLOTS of them */
	bool host;                       /* the host has the group */
};

struct vfio_moved {
	bool good;         /* all of it went through */
	uint64_t physical; /* where it began; 0: nowhere */
	struct seen *seen;
};

/* True, or false and WHY not. */
typedef bool vfio_mover(void *context, const struct vfio_transfer *transfer,
                        struct vfio_moved *moved, char *why, size_t size);

struct vfio_options {
	const struct host *host;
	struct kernel_log *log;       /* read after each call; or NULL */
	unsigned int timeout_seconds; /* for one system call */
	/* p0 is the process that calls: fast, but it dies with p0, and what it
	 * has opened stays open when the backend is freed. */
	bool in_person;
	bool alone;     /* ... and no other will be made but by fork */
	bool no_tables; /* nobody will ask for tables, or where pages are */
	vfio_injector *inject; /* NULL: nobody can */
	vfio_mover *move;      /* likewise */
	void *context;         /* of both */
};

/* True when SPEC can be played here; else WHY says what does not fit. */
bool backend_vfio_fits(const struct host *host, const struct machine_spec *spec,
                       const char **why);

/* NULL: errno says why.  OPTIONS is copied, what it points to is not. */
struct backend *backend_vfio_new(const struct machine_spec *spec,
                                 const struct vfio_options *options);

/* True when a call did not come back or ended its process: the kernel may be
 * damaged. */
bool backend_vfio_damaged(const struct backend *b);

#endif
