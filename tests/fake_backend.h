/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * fake_backend.h - a backend that writes down what it is asked and answers
 * what a test has put into its mouth.
 *
 * The log has one line for each call, without the checks and questions that
 * follow every step.  Replies are used up in order; without one a call answers
 * 0, and an open a new descriptor: 10, 11, ...
 */
#ifndef TESTS_FAKE_BACKEND_H
#define TESTS_FAKE_BACKEND_H

#include "sim/backend.h"

#include <stdbool.h>
#include <stdint.h>

enum {
	FAKE_LOG_MAX = 16384,
	FAKE_REPLIES_MAX = 32,
	FAKE_LINES_MAX = 16
};

struct fake_reply {
	enum backend_status status;
	struct reply reply;
	struct place place;
	uint64_t out; /* create: start_addr; get_info: all of pgsizes */
	bool writes;  /* the call writes its output members */
};

struct fake_backend {
	struct backend base;
	char log[FAKE_LOG_MAX];
	struct fake_reply reply[FAKE_REPLIES_MAX];
	unsigned int replies, next;
	int next_fd;
	uint64_t next_vaddr;
	struct show_line line[FAKE_LINES_MAX];
	unsigned int lines;
	uint64_t locked_vm;
	enum backend_status locked_vm_status, check_status, name_status;
};

void fake_backend_init(struct fake_backend *fake);
/* The next call without a reply of its own answers this. */
struct fake_reply *fake_backend_reply(struct fake_backend *fake, int64_t ret);
/* A call that is not made: DECLINED or BROKEN. */
void fake_backend_fail(struct fake_backend *fake, enum backend_status status);
/* A further line of the state. */
struct show_line *fake_backend_line(struct fake_backend *fake, const char *kind,
                                    char object, unsigned int number);
/* A further field of it. */
struct show_field *fake_line_field(struct show_line *line, const char *key,
                                   enum show_format format, uint64_t value);

#endif
