/* SPDX-License-Identifier: GPL-2.0-or-later */
#define _GNU_SOURCE
#include "sim/vfio/worker.h"

#include "sim/vfio/calls.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

/* Descriptors that a new process may have inherited. */
enum {
	INHERITED_MAX = 256,
	/* Lower numbers are the story's: their order matters at its end. */
	OWN_DESCRIPTORS = 64,
	STATUS_MAX = 4096
};

/* Out of the way of the story's; FD as it was where there is no more room. */
static int put_away(int fd)
{
	int high = fd < 0 ? -1 : fcntl(fd, F_DUPFD_CLOEXEC, OWN_DESCRIPTORS);

	if (high < 0)
		return fd;
	close(fd);
	return high;
}

static bool make_sockets(int ends[2], unsigned int timeout_seconds)
{
	const struct timeval timeout = { .tv_sec = (time_t)timeout_seconds };

	if (socketpair(AF_UNIX, SOCK_SEQPACKET, 0, ends))
		return false;
	ends[0] = put_away(ends[0]);
	ends[1] = put_away(ends[1]);
	setsockopt(ends[0], SOL_SOCKET, SO_RCVTIMEO, &timeout, sizeof(timeout));
	return true;
}

/* ---- the process itself ------------------------------------------------ */

/* One packet; DESCRIPTOR travels with it unless it is -1. */
static void send_answer(int socket, const struct wire_answer *answer,
                        int descriptor)
{
	struct iovec part = { .iov_base = (void *)(uintptr_t)answer,
		              .iov_len = sizeof(*answer) };
	union {
		char bytes[CMSG_SPACE(sizeof(int))];
		struct cmsghdr aligned;
	} control = { .bytes = { 0 } };
	struct msghdr message = { .msg_iov = &part, .msg_iovlen = 1 };
	struct cmsghdr *header;

	if (descriptor >= 0) {
		message.msg_control = control.bytes;
		message.msg_controllen = sizeof(control.bytes);
		header = CMSG_FIRSTHDR(&message);
		header->cmsg_level = SOL_SOCKET;
		header->cmsg_type = SCM_RIGHTS;
		header->cmsg_len = CMSG_LEN(sizeof(int));
		memcpy(CMSG_DATA(header), &descriptor, sizeof(int));
	}
	if (sendmsg(socket, &message, MSG_NOSIGNAL) < 0)
		_exit(1);
}

/*
 * A copy of this process, as its sibling: whoever started this one can wait
 * for the other.  Answers 0 in the child, which listens on another socket.
 */
static pid_t fork_sibling(int *socket)
{
	struct wire_answer answer = { 0 };
	int ends[2];

	if (!make_sockets(ends, 0)) {
		answer.ret = -errno;
		send_answer(*socket, &answer, -1);
		return -1;
	}
	answer.pid = (pid_t)syscall(SYS_clone, CLONE_PARENT | SIGCHLD, 0, 0, 0,
	                            0);
	if (answer.pid == 0) {
		close(ends[0]);
		close(*socket);
		*socket = ends[1];
		return 0;
	}
	answer.ret = answer.pid < 0 ? -errno : 0;
	close(ends[1]);
	send_answer(*socket, &answer, answer.pid < 0 ? -1 : ends[0]);
	close(ends[0]);
	return answer.pid;
}

static _Noreturn void serve(int socket, struct caller *caller)
{
	struct wire_request request;
	struct wire_answer answer;

	while (recv(socket, &request, sizeof(request), 0) ==
	       (ssize_t)sizeof(request)) {
		if (request.call == WIRE_EXIT)
			break;
		if (request.call == WIRE_FORK) {
			fork_sibling(&socket);
			continue;
		}
		memset(&answer, 0, sizeof(answer));
		caller_make(caller, &request, &answer);
		send_answer(socket, &answer, -1);
	}
	_exit(0);
}

static _Noreturn void begin(int socket)
{
	struct caller caller;

	for (int fd = 3; fd < INHERITED_MAX; fd++)
		if (fd != socket)
			close(fd);
	if (!caller_init(&caller))
		_exit(1);
	serve(socket, &caller);
}

/* ---- the side of the one who tells ------------------------------------- */

bool worker_start(struct worker *worker, unsigned int timeout_seconds)
{
	int ends[2];

	if (!make_sockets(ends, timeout_seconds))
		return false;
	worker->pid = fork();
	if (worker->pid == 0)
		begin(ends[1]);
	close(ends[1]);
	worker->socket = ends[0];
	if (worker->pid > 0)
		return true;
	close(ends[0]);
	worker->pid = 0;
	return false;
}

bool worker_start_here(struct worker *worker)
{
	worker->caller = malloc(sizeof(*worker->caller));
	if (!worker->caller || !caller_init(worker->caller))
		return false;
	worker->pid = getpid();
	worker->socket = -1;
	return true;
}

/* The answer's packet; *descriptor, if one came with it, else -1. */
static enum worker_status receive(int socket, struct wire_answer *answer,
                                  int *descriptor)
{
	struct iovec part = { .iov_base = answer, .iov_len = sizeof(*answer) };
	union {
		char bytes[CMSG_SPACE(sizeof(int))];
		struct cmsghdr aligned;
	} control;
	struct msghdr message = { .msg_iov = &part,
		                  .msg_iovlen = 1,
		                  .msg_control = control.bytes,
		                  .msg_controllen = sizeof(control.bytes) };
	struct cmsghdr *header;
	ssize_t size = recvmsg(socket, &message, 0);

	*descriptor = -1;
	if (size < 0 && (errno == EAGAIN || errno == EWOULDBLOCK))
		return WORKER_SILENT;
	if (size != (ssize_t)sizeof(*answer))
		return WORKER_DIED;
	header = CMSG_FIRSTHDR(&message);
	if (header && header->cmsg_type == SCM_RIGHTS) {
		memcpy(descriptor, CMSG_DATA(header), sizeof(int));
		*descriptor = put_away(*descriptor);
	}
	return WORKER_OK;
}

static enum worker_status exchange(const struct worker *worker,
                                   const struct wire_request *request,
                                   struct wire_answer *answer, int *descriptor)
{
	if (send(worker->socket, request, sizeof(*request), MSG_NOSIGNAL) !=
	    (ssize_t)sizeof(*request))
		return WORKER_DIED;
	return receive(worker->socket, answer, descriptor);
}

enum worker_status worker_call(const struct worker *worker,
                               const struct wire_request *request,
                               struct wire_answer *answer)
{
	int descriptor;

	if (!worker->caller)
		return exchange(worker, request, answer, &descriptor);
	answer->ret = 0;
	answer->declined = false;
	caller_make(worker->caller, request, answer);
	return WORKER_OK;
}

/* A copy of this process, with its files, that only makes calls. */
static enum worker_status fork_here(const struct worker *worker,
                                    unsigned int timeout_seconds,
                                    struct worker *child,
                                    struct wire_answer *answer)
{
	int ends[2];

	answer->ret = make_sockets(ends, timeout_seconds) ? 0 : -errno;
	if (answer->ret)
		return WORKER_OK;
	child->pid = fork();
	if (child->pid == 0) {
		close(ends[0]);
		serve(ends[1], worker->caller);
	}
	answer->ret = child->pid < 0 ? -errno : 0;
	close(ends[1]);
	child->socket = ends[0];
	if (child->pid > 0)
		return WORKER_OK;
	close(ends[0]);
	child->pid = 0;
	return WORKER_OK;
}

enum worker_status worker_fork(const struct worker *worker,
                               unsigned int timeout_seconds,
                               struct worker *child, struct wire_answer *answer)
{
	const struct wire_request request = { .call = WIRE_FORK };
	const struct timeval timeout = { .tv_sec = (time_t)timeout_seconds };
	enum worker_status status;

	if (worker->caller)
		return fork_here(worker, timeout_seconds, child, answer);
	status = exchange(worker, &request, answer, &child->socket);
	if (status != WORKER_OK || answer->ret < 0)
		return status;
	child->pid = answer->pid;
	setsockopt(child->socket, SOL_SOCKET, SO_RCVTIMEO, &timeout,
	           sizeof(timeout));
	return WORKER_OK;
}

/* Kept open: to open it costs more than to read it. */
bool worker_locked_vm(struct worker *worker, uint64_t *bytes)
{
	char text[STATUS_MAX], *found;
	ssize_t size;

	if (!worker->status) {
		snprintf(text, sizeof(text), "/proc/%d/status",
		         (int)worker->pid);
		worker->status = put_away(open(text, O_RDONLY | O_CLOEXEC));
	}
	size = pread(worker->status, text, sizeof(text) - 1, 0);
	text[size > 0 ? size : 0] = '\0';
	found = strstr(text, "\nVmLck:");
	if (found)
		*bytes = strtoull(found + 7, NULL, 10) << 10;
	return found != NULL;
}

void worker_stop(struct worker *worker)
{
	if (!worker->pid)
		return;
	if (worker->status > 0)
		close(worker->status);
	worker->status = 0;
	if (worker->caller) {
		free(worker->caller);
		worker->caller = NULL;
		worker->pid = 0;
		return;
	}
	close(worker->socket);
	kill(worker->pid, SIGKILL);
	while (waitpid(worker->pid, NULL, 0) < 0 && errno == EINTR)
		;
	worker->pid = 0;
}
