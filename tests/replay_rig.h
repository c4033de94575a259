/* SPDX-License-Identifier: GPL-2.0-or-later */
/* replay_rig.h - a story in a file, replayed on a fake backend. */
#ifndef TESTS_REPLAY_RIG_H
#define TESTS_REPLAY_RIG_H

#include "sim/record.h"
#include "sim/replay.h"
#include "tests/fake_backend.h"
#include "tests/tool_rig.h"

/* A report that keeps no more than what it was told how often. */
struct silent {
	struct report report;
	unsigned int begun, ended, stopped, dumped;
	enum stop stop;
	char message[BACKEND_MESSAGE_MAX];
};

struct replay_rig {
	struct fake_backend fake;
	struct silent silent;
	struct replay replay;
	struct record record;
	struct scenario scenario;
	struct reader *reader;
	struct tool_rig files;
	char path[TOOL_PATH_MAX]; /* of the story, a.scn */
};

void replay_rig_init(struct replay_rig *r);
void replay_rig_release(struct replay_rig *r);

/* Reads the file, which must be right. */
void replay_open(struct replay_rig *r);
/* Replays TEXT, which is the file then. */
enum replay_result replay_text(struct replay_rig *r, const char *text);

#endif
