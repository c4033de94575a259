/* SPDX-License-Identifier: GPL-2.0-or-later */
/* count.h - how many rows a table has. */
#ifndef TESTS_COUNT_H
#define TESTS_COUNT_H

#include <stddef.h>

#define COUNT(table) ((int)(sizeof(table) / sizeof((table)[0])))

#endif
