/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * cmd_run.h - `tcesim run`.
 */
#ifndef SIM_CMD_RUN_H
#define SIM_CMD_RUN_H

#include "sim/backend_model.h"
#include "sim/cli.h"

/* Who answers.  Only the model can be traced. */
struct run_backend {
	/* As backend_model_new() and backend_model_settle(). */
	struct backend *(*make)(const struct tcesim_config *config,
	                        const struct tcesim_profile *profile,
	                        enum backend_model_checks checks,
	                        enum tcesim_status *status);
	enum backend_status (*settle)(struct backend *b);
};

/* The command on another backend than the model. */
int cmd_run_on(const struct run_backend *backend, int argc, char **argv,
               const struct cli *cli);

extern const struct cli_command cmd_run;

#endif
