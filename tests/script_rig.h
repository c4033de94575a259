/* SPDX-License-Identifier: GPL-2.0-or-later */
/* script_rig.h - a story as the tools on stories have it. */
#ifndef TESTS_SCRIPT_RIG_H
#define TESTS_SCRIPT_RIG_H

#include "sim/model_vocabulary.h"
#include "sim/reader.h"
#include "sim/script.h"

struct script_rig {
	struct model_vocabulary names;
	const struct vocabulary *vocabulary;
	struct reader *reader;
	struct script script;
	struct scenario scenario;
	int errors;
};

void script_rig_init(struct script_rig *r);
void script_rig_release(struct script_rig *r);

/* For the reader, whose errors it counts; CONTEXT is a struct script_rig. */
void script_rig_error(void *context, const char *text);
/* TEXT is the script then. */
enum reader_status script_rig_read(struct script_rig *r, const char *text);

#endif
