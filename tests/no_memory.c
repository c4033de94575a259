/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "tests/no_memory.h"

#include <errno.h>
#include <stdlib.h>

#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define SANITIZED
#endif
#endif
#if defined(__SANITIZE_ADDRESS__)
#define SANITIZED
#endif

#if defined(__GLIBC__) && !defined(SANITIZED)

/* Those of glibc under the names that stay when others are taken. */
void *__libc_malloc(size_t size);
void *__libc_calloc(size_t count, size_t size);
void *__libc_realloc(void *block, size_t size);

static _Thread_local bool armed, refused;
static _Thread_local unsigned long left;

static bool refuse(void)
{
	if (!armed || left-- > 0)
		return false;
	armed = false;
	refused = true;
	errno = ENOMEM;
	return true;
}

void *malloc(size_t size)
{
	return refuse() ? NULL : __libc_malloc(size);
}

void *calloc(size_t count, size_t size)
{
	return refuse() ? NULL : __libc_calloc(count, size);
}

void *realloc(void *block, size_t size)
{
	return refuse() ? NULL : __libc_realloc(block, size);
}

bool no_memory_works(void)
{
	return true;
}

void no_memory_after(unsigned long count)
{
	left = count;
	refused = false;
	armed = true;
}

bool no_memory_end(void)
{
	armed = false;
	return refused;
}

#else

bool no_memory_works(void)
{
	return false;
}

void no_memory_after(unsigned long count)
{
	(void)count;
}

bool no_memory_end(void)
{
	return false;
}

#endif
