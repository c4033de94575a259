/* SPDX-License-Identifier: GPL-2.0-or-later */
/* names.h - a small vocabulary for the tests of the language. */
#ifndef TESTS_NAMES_H
#define TESTS_NAMES_H

#include "sim/words.h"

/* Reasons none, pgsize, no_free_slot; hazards leaked_charge, null_store,
 * kernel_warn; sites page_alloc, set_window; profiles v9, linux-6.12,
 * linux-7.2, strict; errors EPERM, EIO, ENOMEM, EINVAL. */
extern const struct vocabulary test_names;

#endif
