/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * cmd_fingerprint.h - `tcesim fingerprint`.
 */
#ifndef SIM_CMD_FINGERPRINT_H
#define SIM_CMD_FINGERPRINT_H

#include "sim/cli.h"

extern const struct cli_command cmd_fingerprint;

#endif
