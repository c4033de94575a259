/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * tracer_call.h - a call of the program that is traced, and its line.
 */
#ifndef TOOLS_TRACER_CALL_H
#define TOOLS_TRACER_CALL_H

#include "sim/json.h"
#include "sim/vfio/kernel_log.h"
#include "tools/tracer_look.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

enum {
	ARGS = 6
};

struct known_call;

/* Where lines go. */
struct record {
	struct json json;
	struct kernel_log log;
};

/* A thread of the program's. */
struct task {
	pid_t tid; /* 0: none */
	pid_t process;
	const struct known_call *call; /* that it is in, if it matters */
	uint64_t args[ARGS];
	char path[LOOK_PATH_MAX];
	unsigned char before[LOOK_BYTES_MAX];
	size_t before_size;
	struct look_area area;
	bool area_known;

	bool fresh;     /* it has not stopped yet */
	bool announced; /* who made it has said so */
	bool waiting;   /* stopped until then */
};

/* The first line. */
void record_begin(struct record *record);
/* Another begins; what else is in it goes to ->json. */
void record_line(struct record *record, pid_t process, const char *call);
/* It ends with what the kernel has logged since the last. */
void record_end_line(struct record *record);

/* TASK has stopped at the beginning or the end of a system call. */
void record_call(struct record *record, struct task *task);

#endif
