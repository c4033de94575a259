/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * cmd_shrink.h - `tcesim shrink`.
 */
#ifndef SIM_CMD_SHRINK_H
#define SIM_CMD_SHRINK_H

#include "sim/cli.h"

extern const struct cli_command cmd_shrink;

#endif
