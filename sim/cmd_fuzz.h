/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * cmd_fuzz.h - `tcesim fuzz`.
 */
#ifndef SIM_CMD_FUZZ_H
#define SIM_CMD_FUZZ_H

#include "sim/cli.h"
#include "sim/player.h"

/* The command on what MAKER makes. */
int cmd_fuzz_on(const struct player_maker *maker, int argc, char **argv,
                const struct cli *cli);

extern const struct cli_command cmd_fuzz;

#endif
