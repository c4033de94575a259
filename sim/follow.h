/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * follow.h - a story that somebody else has played is played again by the
 * model, which must answer the same, or must be able to.
 *
 * What a kernel answers depends on more than the calls: on memory that is
 * there or not, on what the firmware says, on the order in which it keeps its
 * groups.  Where the model answers otherwise than the story, it is tried
 * again with each failure of its surroundings, there and at the steps before;
 * what fits the whole story goes on, as an assumption.
 *
 * A step that nothing explains is told, and the story goes on from several
 * guesses at once: that it happened as the model has it, or not at all.
 * Steps on the same containers that then do not fit either follow from it.
 */
#ifndef SIM_FOLLOW_H
#define SIM_FOLLOW_H

#include "sim/kernels.h"
#include "sim/player.h"
#include "sim/script.h"
#include "sim/trace_in.h"
#include "sim/verdict.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
	FOLLOW_ASSUMPTIONS_MAX = 64,
	FOLLOW_HYPOTHESES_MAX = 12,
	FOLLOW_ACCEPTABLE_MAX = 6,
	FOLLOW_PROCESSES_MAX = 16,
	FOLLOW_CONTAINERS_MAX = 64,
	FOLLOW_ALIASES_MAX = 16
};

enum assumption_kind {
	ASSUME_FAULT, /* this site failed in the step */
	ASSUME_SKIP,  /* the step did not happen */
	ASSUME_SWAP,  /* the step was that of ->other, and that this one */
};

/* About the step in line ->line of the script. */
struct assumption {
	enum assumption_kind kind;
	size_t line, other;
	unsigned int site; /* index in tcesim_fault_site() */
	uint64_t nth;
	int error; /* 0: the site's usual */
};

/* What may have happened, and a machine on which it has. */
struct hypothesis {
	struct assumption assumption[FOLLOW_ASSUMPTIONS_MAX];
	unsigned int assumptions;
	struct player player;
};

/* A window that is elsewhere in the story than in the model. */
struct alias {
	uint64_t told, model, size;
};

enum step_fate {
	STEP_FITS,
	STEP_ASSUMED,     /* with a new assumption */
	STEP_UNEXPLAINED, /* ->acceptable says what would have done */
	STEP_FOLLOWS,     /* from a step that was not explained */
};

struct follower;

/* CONTEXT is that of follow_story(); LINE is that of the script. */
typedef void follow_sink(void *context, const struct follower *follower,
                         size_t line, enum step_fate fate);

/* All zero but what the caller sets. */
struct follower {
	/* the caller's */
	const struct vocabulary *vocabulary;
	struct kernel kernel;
	bool as_is; /* no assumptions: the story fits, or it does not */

	const struct script *script; /* the story */
	const struct scenario *scenario;
	struct hypothesis hypothesis[FOLLOW_HYPOTHESES_MAX];
	unsigned int hypotheses;
	struct hypothesis found[FOLLOW_HYPOTHESES_MAX]; /* while searching */
	unsigned int founds;
	uint64_t tries;         /* steps left for the search */
	struct verdict verdict; /* of the last comparison */

	/* after steps that were not explained */
	bool shaken;
	bool tainted[FOLLOW_CONTAINERS_MAX];
	int64_t offset[FOLLOW_PROCESSES_MAX]; /* of locked_vm: story - model */
	struct alias alias[FOLLOW_ALIASES_MAX];
	unsigned int aliases;

	unsigned int acceptables;
	char acceptable[FOLLOW_ACCEPTABLE_MAX][ANSWER_TEXT_MAX];
};

/*
 * False: the model cannot be that machine.  Afterwards the assumptions of
 * hypothesis[0] are what explains the story.
 */
bool follow_story(struct follower *follower, const struct script *script,
                  const struct scenario *scenario, follow_sink *sink,
                  void *context);
void follow_release(struct follower *follower);

/* ---- between the files of the follower --------------------------------- */

enum fit {
	FIT_YES,
	FIT_BUT_LOCKED_VM, /* nothing else differs */
	FIT_NO,
	FIT_UNPLAYED, /* the step could not be played */
};

/* Plays line LINE on HYPOTHESIS as it assumes, and compares. */
enum fit follow_step(struct follower *follower, struct hypothesis *hypothesis,
                     size_t line);
/* What HYPOTHESIS answered last would have been acceptable too. */
void follow_note_acceptable(struct follower *follower,
                            const struct hypothesis *hypothesis);
/* Looks for assumptions with which all lines up to LINE fit: ->found. */
bool follow_search(struct follower *follower, size_t line);
/* COMMAND as the model knows its addresses. */
void follow_translate(const struct follower *follower, struct command *command);
/* The model's window of LINE is where the story has it, from now on. */
bool follow_accept_address(struct follower *follower, size_t line);
/* EXPECT with the groups in the model's order, if they are the same. */
void follow_order_groups(const struct show_line *line, struct command *expect);

#endif
