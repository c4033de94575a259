/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * machine_text.h - a machine as the line that asks for it.
 */
#ifndef SIM_MACHINE_TEXT_H
#define SIM_MACHINE_TEXT_H

#include "sim/command.h"
#include "sim/words.h"

#include <stddef.h>

/* "machine platform=powernv9 page=4K groups=1 ...": what is not as it would be
 * without saying.  As snprintf(). */
size_t machine_format(const struct machine_spec *spec,
                      const struct vocabulary *vocabulary, char *text,
                      size_t size);

#endif
