/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * text_out.h - a report for people.
 *
 * A block for each step that is not as expected; with `trace` every step, its
 * answer, and between them what the model did.
 */
#ifndef SIM_TEXT_OUT_H
#define SIM_TEXT_OUT_H

#include "model/tcesim.h"
#include "sim/report.h"
#include "sim/words.h"

#include <stdbool.h>
#include <stdio.h>

struct text_out {
	struct report report; /* to be given to the replay */
	FILE *out, *err;
	const struct vocabulary *vocabulary;
	bool trace;
	bool hazards; /* name hazards that no line names */
	bool colour;
};

void text_out_init(struct text_out *text, FILE *out, FILE *err,
                   const struct vocabulary *vocabulary);
/* A tcesim_trace; CONTEXT is a struct text_out. */
void text_out_event(void *context, const struct tcesim_event *event);

#endif
