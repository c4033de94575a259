/* SPDX-License-Identifier: GPL-2.0-or-later */
/* errors.h - what a reader says, a line each. */
#ifndef TESTS_ERRORS_H
#define TESTS_ERRORS_H

enum {
	ERRORS_TEXT_MAX = 4096
};

struct errors {
	char text[ERRORS_TEXT_MAX];
};

/* For the reader; CONTEXT is a struct errors. */
void errors_collect(void *context, const char *text);

#endif
