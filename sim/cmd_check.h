/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * cmd_check.h - `tcesim check`.
 */
#ifndef SIM_CMD_CHECK_H
#define SIM_CMD_CHECK_H

#include "sim/cli.h"

extern const struct cli_command cmd_check;

#endif
