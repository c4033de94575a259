/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * cmd_list.h - the commands that print what there is: `tcesim reasons`,
 * `verbs`, `faults`, `hazards`, `invariants`, `profiles`.
 */
#ifndef SIM_CMD_LIST_H
#define SIM_CMD_LIST_H

#include "sim/cli.h"

extern const struct cli_command cmd_reasons;
extern const struct cli_command cmd_verbs;
extern const struct cli_command cmd_faults;
extern const struct cli_command cmd_hazards;
extern const struct cli_command cmd_invariants;

#endif
