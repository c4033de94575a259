/* SPDX-License-Identifier: GPL-2.0-or-later */
#define _GNU_SOURCE
#include "sim/vfio/worker.h"

#include "sim/vfio/calls.h"

#include <errno.h>
#include <sched.h>
#include <signal.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

/* Descriptors that a new process may have inherited. */
enum {
	INHERITED_MAX = 64
};

static bool make_sockets(int ends[2], unsigned int timeout_seconds)
{
	const struct timeval timeout = { .tv_sec = (time_t)timeout_seconds };

	if (socketpair(AF_UNIX, SOCK_SEQPACKET, 0, ends))
		return false;
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

static _Noreturn void serve(int socket)
{
	struct caller caller;
	struct wire_request request;
	struct wire_answer answer;

	if (!caller_init(&caller))
		_exit(1);
	while (recv(socket, &request, sizeof(request), 0) ==
	       (ssize_t)sizeof(request)) {
		if (request.call == WIRE_EXIT)
			break;
		if (request.call == WIRE_FORK) {
			fork_sibling(&socket);
			continue;
		}
		memset(&answer, 0, sizeof(answer));
		caller_make(&caller, &request, &answer);
		send_answer(socket, &answer, -1);
	}
	_exit(0);
}

static _Noreturn void begin(int socket)
{
	for (int fd = 3; fd < INHERITED_MAX; fd++)
		if (fd != socket)
			close(fd);
	serve(socket);
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
	if (header && header->cmsg_type == SCM_RIGHTS)
		memcpy(descriptor, CMSG_DATA(header), sizeof(int));
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

	return exchange(worker, request, answer, &descriptor);
}

enum worker_status worker_fork(const struct worker *worker,
                               unsigned int timeout_seconds,
                               struct worker *child, struct wire_answer *answer)
{
	const struct wire_request request = { .call = WIRE_FORK };
	const struct timeval timeout = { .tv_sec = (time_t)timeout_seconds };
	enum worker_status status;

	status = exchange(worker, &request, answer, &child->socket);
	if (status != WORKER_OK || answer->ret < 0)
		return status;
	child->pid = answer->pid;
	setsockopt(child->socket, SOL_SOCKET, SO_RCVTIMEO, &timeout,
	           sizeof(timeout));
	return WORKER_OK;
}

void worker_stop(struct worker *worker)
{
	if (!worker->pid)
		return;
	close(worker->socket);
	kill(worker->pid, SIGKILL);
	while (waitpid(worker->pid, NULL, 0) < 0 && errno == EINTR)
		;
	worker->pid = 0;
}
