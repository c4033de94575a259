/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * no_memory.h - a host that has no memory, once.
 *
 * It stands before the allocator of the C library, where that lets itself be
 * stood before: glibc, without a sanitizer.
 */
#ifndef TESTS_NO_MEMORY_H
#define TESTS_NO_MEMORY_H

#include <stdbool.h>

/* Whether no_memory_after() does anything here. */
bool no_memory_works(void);
/* This thread is refused the allocation that follows the next COUNT. */
void no_memory_after(unsigned long count);
/* No more of that.  Whether an allocation was refused. */
bool no_memory_end(void);

#endif
