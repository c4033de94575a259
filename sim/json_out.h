/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * json_out.h - a report for programs: JSON lines, one object for each step.
 *
 * The objects are described in docs/trace.md.  What has no place in them does
 * not exist for this report: it prints nothing else.
 */
#ifndef SIM_JSON_OUT_H
#define SIM_JSON_OUT_H

#include "model/tcesim.h"
#include "sim/json.h"
#include "sim/report.h"
#include "sim/words.h"

#include <stdbool.h>
#include <stdio.h>

enum {
	TRACE_VERSION = 1
};

struct json_out {
	struct report report; /* to be given to the replay */
	struct json json;
	FILE *err;
	const struct vocabulary *vocabulary;
	bool trace; /* with what the model did */
	bool open;  /* the object of a step has begun */
};

void json_out_init(struct json_out *json, FILE *out, FILE *err,
                   const struct vocabulary *vocabulary);
/* A tcesim_trace; CONTEXT is a struct json_out. */
void json_out_event(void *context, const struct tcesim_event *event);

#endif
