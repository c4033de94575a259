/* SPDX-License-Identifier: GPL-2.0-or-later */
/* show_line.h - a line of `show` is made, key by key. */
#ifndef SIM_SHOW_LINE_H
#define SIM_SHOW_LINE_H

#include "sim/backend.h"

/* KEY is not copied.  The field is the line's. */
struct show_field *show_line_add(struct show_line *line, const char *key,
                                 enum show_format format, uint64_t value);
void show_line_add_word(struct show_line *line, const char *key,
                        const char *word);

#endif
