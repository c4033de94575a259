/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * explore_report.h - what an exploration has found, for people and for
 * scripts, and the shortest scenario to each finding.
 */
#ifndef SIM_EXPLORE_REPORT_H
#define SIM_EXPLORE_REPORT_H

#include "sim/explore.h"

#include <stdio.h>

/* The same whenever it is run; false: something is not on the lists. */
bool explore_report(const struct explore *explore, enum explore_end end,
                    FILE *out);

/* One line for each verb and answer: "answer VERB RESULT COUNT". */
void explore_report_answers(const struct explore *explore, FILE *out);

/* The shortest scenario to what was found, with what it answers. */
void explore_scenario(const struct explore *explore, unsigned int finding,
                      FILE *out);

/* All of them, each in a file of FOLDER; false: errno tells. */
bool explore_scenarios(const struct explore *explore, const char *folder);

#endif
