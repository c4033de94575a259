/* SPDX-License-Identifier: GPL-2.0-or-later */
#define _GNU_SOURCE
#include "tools/tracer_call.h"

#include "model/uapi.h"
#include "sim/vfio/host.h"

#include <errno.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/sysinfo.h>
#include <sys/utsname.h>
#include <unistd.h>

enum {
	VADDR_OFFSET = 8 /* in every block that has one */
};

/* What a call is about. */
enum interest {
	ABOUT_PATH,     /* its second argument */
	ABOUT_OLD_PATH, /* its first */
	ABOUT_FILE,     /* its first argument is a descriptor */
	ABOUT_IOCTL,
	ABOUT_MEMORY,
	ABOUT_MAPPING, /* its fifth argument may be a descriptor */
};

/* The calls that matter. */
struct known_call {
	long number;
	const char *name;
	enum interest interest;
};

static const struct known_call calls[] = {
	{ SYS_openat, "openat", ABOUT_PATH },
#ifdef SYS_openat2
	{ SYS_openat2, "openat2", ABOUT_PATH },
#endif
#ifdef SYS_open
	{ SYS_open, "open", ABOUT_OLD_PATH },
#endif
	{ SYS_close, "close", ABOUT_FILE },
#ifdef SYS_close_range
	{ SYS_close_range, "close_range", ABOUT_MEMORY },
#endif
	{ SYS_dup, "dup", ABOUT_FILE },
#ifdef SYS_dup2
	{ SYS_dup2, "dup2", ABOUT_FILE },
#endif
	{ SYS_dup3, "dup3", ABOUT_FILE },
	{ SYS_fcntl, "fcntl", ABOUT_FILE },
	{ SYS_ioctl, "ioctl", ABOUT_IOCTL },
	{ SYS_mmap, "mmap", ABOUT_MAPPING },
	{ SYS_munmap, "munmap", ABOUT_MEMORY },
	{ SYS_mremap, "mremap", ABOUT_MEMORY },
	{ SYS_mprotect, "mprotect", ABOUT_MEMORY },
};

/* ---- lines ------------------------------------------------------------- */

void record_line(struct record *record, pid_t process, const char *call)
{
	json_open(&record->json, NULL, '{');
	json_signed(&record->json, "pid", process);
	json_string(&record->json, "call", call);
}

void record_end_line(struct record *record)
{
	record->log.line[0] = '\0';
	kernel_log_read(&record->log);
	if (record->log.line[0])
		json_string(&record->json, "complaint", record->log.line);
	json_close(&record->json, '}');
	json_end_line(&record->json);
	fflush(record->json.out);
}

static void put_bytes(struct json *json, const char *key,
                      const unsigned char *bytes, size_t size)
{
	char text[2 * LOOK_BYTES_MAX + 1] = "";

	for (size_t i = 0; i < size; i++)
		snprintf(text + 2 * i, 3, "%02x", bytes[i]);
	json_string(json, key, text);
}

static void put_area(struct json *json, const struct look_area *area)
{
	json_open(json, "area", '{');
	json_unsigned(json, "start", area->start);
	json_unsigned(json, "end", area->end);
	json_string(json, "perms", area->perms);
	json_string(json, "name", area->name);
	json_close(json, '}');
}

static void put_status(struct json *json, pid_t tid)
{
	struct look_status status;

	if (!look_at_status(tid, &status))
		return;
	json_unsigned(json, "locked_vm", status.locked_vm);
	if (status.memlock == UINT64_MAX)
		json_string(json, "memlock", "unlimited");
	else
		json_unsigned(json, "memlock", status.memlock);
	json_bool(json, "ipc_lock", status.ipc_lock);
}

static void put_block(struct record *record, const struct task *task,
                      int64_t ret)
{
	unsigned char after[LOOK_BYTES_MAX];
	struct look_area area;

	put_bytes(&record->json, "before", task->before, task->before_size);
	put_bytes(&record->json, "after", after,
	          look_at_bytes(task->tid, task->args[2], after));
	if (task->area_known)
		put_area(&record->json, &task->area);
	if (ret == -EFAULT && look_at_area(task->tid, task->args[2], &area))
		json_string(&record->json, "perms", area.perms);
}

void record_begin(struct record *record)
{
	const int one = 1;
	struct utsname system;
	struct sysinfo memory;
	struct host host;

	uname(&system);
	sysinfo(&memory);
	host_find(&host);
	json_open(&record->json, NULL, '{');
	json_unsigned(&record->json, "tracer", 1);
	json_string(&record->json, "release", system.release);
	json_string(&record->json, "platform", host.platform);
	json_unsigned(&record->json, "page", (uint64_t)sysconf(_SC_PAGESIZE));
	json_unsigned(&record->json, "memory",
	              (uint64_t)memory.totalram * memory.mem_unit);
	json_bool(&record->json, "big_endian", *(const char *)&one != 1);
	json_open(&record->json, "groups", '[');
	for (unsigned int g = 0; g < host.groups; g++) {
		json_open(&record->json, NULL, '{');
		json_unsigned(&record->json, "id", host.group[g].id);
		json_string(&record->json, "device", host.group[g].device);
		json_close(&record->json, '}');
	}
	json_close(&record->json, ']');
	json_close(&record->json, '}');
	json_end_line(&record->json);
	fflush(record->json.out);
}

/* ---- calls --------------------------------------------------------------- */

static bool is_vfio(const char *path)
{
	return strstr(path, "vfio");
}

static bool is_vfio_request(uint64_t request)
{
	return (request >> 8 & 0xff) == ';';
}

static bool has_vaddr(uint64_t request)
{
	return (uint32_t)request == UAPI_MAP_DMA ||
	       (uint32_t)request == UAPI_REGISTER_MEMORY ||
	       (uint32_t)request == UAPI_UNREGISTER_MEMORY;
}

static void look_at_block(struct task *task)
{
	uint64_t vaddr;

	task->before_size = look_at_bytes(task->tid, task->args[2],
	                                  task->before);
	if (!has_vaddr(task->args[1]) ||
	    task->before_size < VADDR_OFFSET + sizeof(vaddr))
		return;
	memcpy(&vaddr, task->before + VADDR_OFFSET, sizeof(vaddr));
	task->area_known = look_at_area(task->tid, vaddr, &task->area);
}

/* Whether the call of TASK matters; looks at what its answer may change. */
static bool look_at_call(struct task *task)
{
	task->path[0] = '\0';
	task->area_known = false;
	switch (task->call->interest) {
	case ABOUT_PATH:
	case ABOUT_OLD_PATH:
		look_at_path(
			task->tid,
			task->args[task->call->interest == ABOUT_PATH ? 1 : 0],
			task->path);
		return is_vfio(task->path);
	case ABOUT_FILE:
		look_at_file(task->tid, (int)task->args[0], task->path);
		return is_vfio(task->path);
	case ABOUT_IOCTL:
		look_at_file(task->tid, (int)task->args[0], task->path);
		look_at_block(task);
		return is_vfio(task->path) || is_vfio_request(task->args[1]);
	case ABOUT_MEMORY:
		return true;
	case ABOUT_MAPPING:
		if ((int)task->args[4] >= 0)
			look_at_file(task->tid, (int)task->args[4], task->path);
		return true;
	}
	return false;
}

static void enter(struct task *task, const struct __ptrace_syscall_info *info)
{
	task->call = NULL;
	for (size_t i = 0; i < sizeof(calls) / sizeof(calls[0]); i++)
		if (calls[i].number == (long)info->entry.nr)
			task->call = &calls[i];
	for (int i = 0; i < ARGS; i++)
		task->args[i] = info->entry.args[i];
	if (task->call && !look_at_call(task))
		task->call = NULL;
}

static void leave(struct record *record, struct task *task, int64_t ret)
{
	struct json *json = &record->json;

	record_line(record, task->process, task->call->name);
	json_open(json, "args", '[');
	for (int i = 0; i < ARGS; i++)
		json_unsigned(json, NULL, task->args[i]);
	json_close(json, ']');
	json_signed(json, "ret", ret);
	if (task->path[0])
		json_string(json, "file", task->path);
	if (task->call->interest == ABOUT_IOCTL)
		put_block(record, task, ret);
	if (is_vfio(task->path))
		put_status(json, task->tid);
	record_end_line(record);
	task->call = NULL;
}

void record_call(struct record *record, struct task *task)
{
	struct __ptrace_syscall_info info;

	if (ptrace(PTRACE_GET_SYSCALL_INFO, task->tid, sizeof(info), &info) <=
	    0)
		return;
	if (info.op == PTRACE_SYSCALL_INFO_ENTRY)
		enter(task, &info);
	else if (info.op == PTRACE_SYSCALL_INFO_EXIT && task->call)
		leave(record, task, info.exit.rval);
}
