/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * cmd_explore.h - `tcesim explore`.
 */
#ifndef SIM_CMD_EXPLORE_H
#define SIM_CMD_EXPLORE_H

#include "sim/cli.h"

extern const struct cli_command cmd_explore;

#endif
