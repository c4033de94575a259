/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * run_options.h - the command line of `tcesim run`.
 */
#ifndef SIM_RUN_OPTIONS_H
#define SIM_RUN_OPTIONS_H

#include "model/tcesim.h"
#include "sim/files.h"
#include "sim/kernels.h"
#include "sim/words.h"

#include <stdbool.h>
#include <stdio.h>

/* All zero before parsing. */
struct run_options {
	struct kernels kernels;
	bool chosen; /* they were named; else: what each file allows */
	bool json, trace, record, dump, matrix, hazards_error, hazards_report;
	struct file_names files; /* at least one; with record, no "-" */
};

enum run_options_result {
	RUN_OPTIONS_OK,
	RUN_OPTIONS_HELP,
	RUN_OPTIONS_BAD, /* it has been told */
};

enum run_options_result run_options_parse(struct run_options *run, int argc,
                                          char **argv,
                                          const struct vocabulary *vocabulary,
                                          FILE *err);
void run_options_release(struct run_options *run);

#endif
