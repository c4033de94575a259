/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * format.h - commands and values as text, in the one form that the language
 * has for each: sizes as 64K where that is exact, addresses in hexadecimal,
 * buffers by name, errors as the kernel names them.
 *
 * All work like snprintf(): they write at most SIZE bytes with the NUL, and
 * return the length of the whole.
 */
#ifndef SIM_FORMAT_H
#define SIM_FORMAT_H

#include "sim/command.h"
#include "sim/words.h"

#include <stddef.h>
#include <stdint.h>

/* 0, 4096 is 4K, 4097 is 4097. */
size_t format_size(uint64_t bytes, char *text, size_t size);

/* 0 is 0; all else is 0x... */
size_t format_hex(uint64_t number, char *text, size_t size);

/* m0, m0+4K, m0-4K; without a memory as format_hex(). */
size_t format_address(const struct address *address, char *text, size_t size);

/* 0, 5, -EINVAL, -44. */
size_t format_result(int64_t ret, const struct vocabulary *vocabulary,
                     char *text, size_t size);

/* leak,stale or none. */
size_t format_hazards(uint32_t hazards, const struct vocabulary *vocabulary,
                      char *text, size_t size);

/* The value alone, as it stands behind KEY=. */
size_t format_value(enum key key, const struct value *value,
                    const struct vocabulary *vocabulary, char *text,
                    size_t size);

/* v9,linux-6.11.. */
size_t format_profiles(const struct profile_set *set, char *text, size_t size);

/* The whole line without a newline, keys in the order they were given. */
size_t command_format(const struct command *command,
                      const struct vocabulary *vocabulary, char *text,
                      size_t size);

#endif
