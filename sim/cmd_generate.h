/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * cmd_generate.h - `tcesim generate`.
 */
#ifndef SIM_CMD_GENERATE_H
#define SIM_CMD_GENERATE_H

#include "sim/cli.h"

extern const struct cli_command cmd_generate;

#endif
