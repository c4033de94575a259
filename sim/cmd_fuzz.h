/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * cmd_fuzz.h - `tcesim fuzz`.
 */
#ifndef SIM_CMD_FUZZ_H
#define SIM_CMD_FUZZ_H

#include "sim/cli.h"

extern const struct cli_command cmd_fuzz;

#endif
