/* SPDX-License-Identifier: GPL-2.0-or-later */
#define _GNU_SOURCE
#include "tools/tracer_look.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/uio.h>
#include <unistd.h>

enum {
	CAP_IPC_LOCK_BIT = 14,
	PROC_LINE_MAX = 1024
};

static FILE *open_proc(pid_t tid, const char *name)
{
	char path[64];

	snprintf(path, sizeof(path), "/proc/%d/%s", (int)tid, name);
	return fopen(path, "r");
}

bool look_at_status(pid_t tid, struct look_status *status)
{
	FILE *file = open_proc(tid, "status");
	uint64_t capabilities = 0, kilobytes = 0;
	struct rlimit limit = { 0, 0 };
	char line[PROC_LINE_MAX];
	int process = (int)tid;

	if (!file)
		return false;
	while (fgets(line, sizeof(line), file)) {
		sscanf(line, "Tgid: %d", &process);
		sscanf(line, "VmLck: %" SCNu64, &kilobytes);
		sscanf(line, "CapEff: %" SCNx64, &capabilities);
	}
	fclose(file);
	prlimit(tid, RLIMIT_MEMLOCK, NULL, &limit);
	status->process = process;
	status->locked_vm = kilobytes << 10;
	status->memlock = limit.rlim_cur == RLIM_INFINITY ? UINT64_MAX
	                                                  : limit.rlim_cur;
	status->ipc_lock = capabilities >> CAP_IPC_LOCK_BIT & 1;
	return true;
}

/* Page by page: what lies behind a hole is not the block's any more. */
size_t look_at_bytes(pid_t tid, uint64_t address,
                     unsigned char bytes[LOOK_BYTES_MAX])
{
	const uint64_t page = (uint64_t)sysconf(_SC_PAGESIZE);
	const uint64_t to_border = page - address % page;
	size_t first = to_border < LOOK_BYTES_MAX ? (size_t)to_border
	                                          : LOOK_BYTES_MAX;
	const struct iovec here = { bytes, LOOK_BYTES_MAX };
	const struct iovec there[] = {
		{ (void *)(uintptr_t)address, first },
		{ (void *)(uintptr_t)(address + first),
		  LOOK_BYTES_MAX - first },
	};
	ssize_t got = process_vm_readv(tid, &here, 1, there, 2, 0);

	return got < 0 ? 0 : (size_t)got;
}

void look_at_path(pid_t tid, uint64_t address, char path[LOOK_PATH_MAX])
{
	unsigned char bytes[LOOK_BYTES_MAX];
	size_t length = 0, got;

	do {
		got = look_at_bytes(tid, address + length, bytes);
		if (length + got >= LOOK_PATH_MAX)
			got = LOOK_PATH_MAX - 1 - length;
		memcpy(path + length, bytes, got);
		length += got;
	} while (got == LOOK_BYTES_MAX && !memchr(bytes, '\0', got));
	path[length] = '\0';
}

void look_at_file(pid_t tid, int fd, char path[LOOK_PATH_MAX])
{
	char link[64];
	ssize_t length;

	snprintf(link, sizeof(link), "/proc/%d/fd/%d", (int)tid, fd);
	length = readlink(link, path, LOOK_PATH_MAX - 1);
	path[length < 0 ? 0 : length] = '\0';
}

bool look_at_area(pid_t tid, uint64_t address, struct look_area *area)
{
	FILE *file = open_proc(tid, "maps");
	char line[PROC_LINE_MAX];
	bool found = false;

	while (file && !found && fgets(line, sizeof(line), file)) {
		area->name[0] = '\0';
		if (sscanf(line,
		           "%" SCNx64 "-%" SCNx64 " %7s %*s %*s %*s %511[^\n]",
		           &area->start, &area->end, area->perms,
		           area->name) >= 3)
			found = address - area->start < area->end - area->start;
	}
	if (file)
		fclose(file);
	return found;
}
