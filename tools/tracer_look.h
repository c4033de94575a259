/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * tracer_look.h - what can be seen of another process from outside.
 */
#ifndef TOOLS_TRACER_LOOK_H
#define TOOLS_TRACER_LOOK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

enum {
	LOOK_BYTES_MAX = 64, /* no argument block of VFIO is longer */
	LOOK_PATH_MAX = 512
};

/* Of /proc/PID/status. */
struct look_status {
	pid_t process;               /* that a thread belongs to */
	uint64_t locked_vm, memlock; /* bytes; UINT64_MAX: unlimited */
	bool ipc_lock;
};

/* A line of /proc/PID/maps. */
struct look_area {
	uint64_t start, end;
	char perms[8], name[LOOK_PATH_MAX];
};

/* False: there is no such task. */
bool look_at_status(pid_t tid, struct look_status *status);

/* What of LOOK_BYTES_MAX bytes at ADDRESS can be read; answers how many. */
size_t look_at_bytes(pid_t tid, uint64_t address,
                     unsigned char bytes[LOOK_BYTES_MAX]);

/* A path of the program's, cut where it cannot be read. */
void look_at_path(pid_t tid, uint64_t address, char path[LOOK_PATH_MAX]);

/* What FD stands for, as /proc has it; "" for nothing. */
void look_at_file(pid_t tid, int fd, char path[LOOK_PATH_MAX]);

/* False: nothing is mapped at ADDRESS. */
bool look_at_area(pid_t tid, uint64_t address, struct look_area *area);

#endif
