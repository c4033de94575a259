/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * cmd_profiles.h - `tcesim profiles`.
 */
#ifndef SIM_CMD_PROFILES_H
#define SIM_CMD_PROFILES_H

#include "sim/cli.h"

extern const struct cli_command cmd_profiles;

#endif
