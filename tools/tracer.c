/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * tracer.c - records the VFIO calls of a program that knows nothing of it.
 *
 *     tracer [-o FILE] PROGRAM [ARG]...
 *
 * Runs the program, and what it starts, under ptrace, and writes a line of
 * JSON for each call that matters, when it has been answered.  Linux 5.3 is
 * needed.  tools/kernel-record makes a scenario of the lines.  The first says
 * where this is:
 *
 *     {"tracer":1,"release":"6.12.1","platform":"powernv9","page":4096,
 *      "memory":3123445760,"big_endian":false,
 *      "groups":[{"id":3,"device":"0000:01:00.0"}]}
 *
 * then, numbers of processes and descriptors as the kernel has them:
 *
 *     {"pid":70,"call":"ioctl","args":[3,536886135,...],"ret":0,
 *      "file":"/dev/vfio/vfio","before":"28000000...","after":"28000000...",
 *      "locked_vm":4096,"memlock":8388608,"ipc_lock":true}
 *     {"pid":70,"call":"fork","child":71}
 *     {"pid":71,"call":"exec"}
 *     {"pid":71,"call":"exit","status":0}
 *     {"end":true,"status":0}
 *
 * "args" are the six of the system call.  "before" and "after" are what can
 * be read of 64 bytes behind the third argument, "area" the mapping in which
 * the vaddr of a block lies (as /proc/PID/maps has it), "perms" those of the
 * block itself where the answer was EFAULT.  "complaint" is what the kernel
 * logged.  Descriptors of other files than VFIO's are of no interest.
 */
#define _GNU_SOURCE
#include "tools/tracer_call.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/personality.h>
#include <sys/ptrace.h>
#include <sys/wait.h>
#include <unistd.h>

enum {
	TASKS_MAX = 256,
	EXIT_UNUSABLE_ARGUMENTS = 2,
	EXIT_NOT_STARTED = 127,
	KILLED = 128 /* and the signal: as a shell has it */
};

#define SYSCALL_STOP (SIGTRAP | 0x80)
#define OPTIONS                                                             \
	(PTRACE_O_TRACESYSGOOD | PTRACE_O_TRACEFORK | PTRACE_O_TRACEVFORK | \
	 PTRACE_O_TRACECLONE | PTRACE_O_TRACEEXEC | PTRACE_O_EXITKILL)

struct tracer {
	struct record record;
	struct task task[TASKS_MAX];
	unsigned int tasks; /* alive */
	pid_t first;
	int status; /* of the first process */
};

/* ---- tasks --------------------------------------------------------------- */

static struct task *find_task(struct tracer *t, pid_t tid)
{
	for (unsigned int i = 0; i < TASKS_MAX; i++)
		if (t->task[i].tid == tid)
			return &t->task[i];
	return NULL;
}

static struct task *add_task(struct tracer *t, pid_t tid)
{
	struct task *task = find_task(t, 0);
	struct look_status status = { .process = tid };

	if (!task) {
		fprintf(stderr, "tracer: too many threads\n");
		exit(EXIT_FAILURE);
	}
	look_at_status(tid, &status);
	*task = (struct task){ .tid = tid,
		               .process = status.process,
		               .fresh = true };
	t->tasks++;
	return task;
}

static void drop_task(struct tracer *t, struct task *task, int status)
{
	int code = WIFEXITED(status) ? WEXITSTATUS(status)
	                             : KILLED + WTERMSIG(status);

	if (task->tid == task->process) {
		record_line(&t->record, task->process, "exit");
		json_signed(&t->record.json, "status", code);
		record_end_line(&t->record);
	}
	if (task->tid == t->first)
		t->status = code;
	task->tid = 0;
	t->tasks--;
}

/* TASK has made another one, which may have been seen already. */
static void see_child(struct tracer *t, const struct task *task)
{
	unsigned long tid = 0;
	struct task *child;

	ptrace(PTRACE_GETEVENTMSG, task->tid, 0, &tid);
	child = find_task(t, (pid_t)tid);
	if (!child)
		child = add_task(t, (pid_t)tid);
	child->announced = true;
	if (child->process != task->process) {
		record_line(&t->record, task->process, "fork");
		json_unsigned(&t->record.json, "child", tid);
		record_end_line(&t->record);
	}
	if (child->waiting)
		ptrace(PTRACE_SYSCALL, child->tid, 0, 0);
	child->waiting = false;
}

/* Of all threads one is left, and is the first then. */
static void see_exec(struct tracer *t, struct task *task)
{
	for (unsigned int i = 0; i < TASKS_MAX; i++) {
		struct task *other = &t->task[i];

		if (!other->tid || other == task ||
		    other->process != task->process)
			continue;
		other->tid = 0;
		t->tasks--;
	}
	task->call = NULL;
	record_line(&t->record, task->process, "exec");
	record_end_line(&t->record);
}

static void see_event(struct tracer *t, struct task *task, int event)
{
	switch (event) {
	case PTRACE_EVENT_FORK:
	case PTRACE_EVENT_VFORK:
	case PTRACE_EVENT_CLONE:
		see_child(t, task);
		break;
	case PTRACE_EVENT_EXEC:
		see_exec(t, task);
		break;
	default:
		break;
	}
}

/* A stop of TASK; answers the signal that it is to get. */
static int see_stop(struct tracer *t, struct task *task, int status)
{
	int signal = WSTOPSIG(status);

	if (signal == SYSCALL_STOP) {
		record_call(&t->record, task);
		return 0;
	}
	if (signal == SIGTRAP && status >> 16) {
		see_event(t, task, status >> 16);
		return 0;
	}
	return signal;
}

/* The stop with which a task begins.  It is to do nothing before it has been
 * told of. */
static void see_birth(struct task *task)
{
	task->fresh = false;
	task->waiting = !task->announced;
	if (task->announced)
		ptrace(PTRACE_SYSCALL, task->tid, 0, 0);
}

static void see(struct tracer *t, pid_t tid, int status)
{
	struct task *task = find_task(t, tid);

	if (!task)
		task = add_task(t, tid);
	if (!WIFSTOPPED(status))
		drop_task(t, task, status);
	else if (task->fresh && WSTOPSIG(status) == SIGSTOP)
		see_birth(task);
	else
		ptrace(PTRACE_SYSCALL, tid, 0, see_stop(t, task, status));
}

/* ---- the program --------------------------------------------------------- */

static void become(char **command)
{
	/* Addresses are the same every time, as under a debugger. */
	personality(ADDR_NO_RANDOMIZE);
	ptrace(PTRACE_TRACEME, 0, 0, 0);
	raise(SIGSTOP);
	execvp(command[0], command);
	fprintf(stderr, "tracer: %s: %s\n", command[0], strerror(errno));
	_exit(EXIT_NOT_STARTED);
}

static bool start(struct tracer *t, char **command)
{
	int status;

	t->first = fork();
	if (!t->first)
		become(command);
	if (t->first < 0 || waitpid(t->first, &status, 0) != t->first ||
	    !WIFSTOPPED(status) ||
	    ptrace(PTRACE_SETOPTIONS, t->first, 0, OPTIONS)) {
		perror("tracer");
		return false;
	}
	add_task(t, t->first)->fresh = false;
	ptrace(PTRACE_SYSCALL, t->first, 0, 0);
	return true;
}

static int trace(struct tracer *t, char **command)
{
	int status;
	pid_t tid;

	kernel_log_open(&t->record.log);
	record_begin(&t->record);
	if (!start(t, command))
		return EXIT_FAILURE;
	while (t->tasks && (tid = waitpid(-1, &status, __WALL)) > 0)
		see(t, tid, status);
	json_open(&t->record.json, NULL, '{');
	json_bool(&t->record.json, "end", true);
	json_signed(&t->record.json, "status", t->status);
	record_end_line(&t->record);
	return t->status;
}

int main(int argc, char **argv)
{
	struct tracer *tracer = calloc(1, sizeof(*tracer));
	const char *name = NULL;
	int first = 1, status;

	if (argc > 2 && !strcmp(argv[1], "-o")) {
		name = argv[2];
		first = 3;
	}
	if (argc <= first) {
		fprintf(stderr, "usage: tracer [-o FILE] PROGRAM [ARG]...\n");
		return EXIT_UNUSABLE_ARGUMENTS;
	}
	if (tracer)
		tracer->record.json.out = name ? fopen(name, "we") : stderr;
	if (!tracer || !tracer->record.json.out) {
		perror(name);
		return EXIT_FAILURE;
	}
	status = trace(tracer, argv + first);
	free(tracer);
	return status;
}
