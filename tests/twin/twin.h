/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * twin.h - a model and a mutant of it, step by step.
 */
#ifndef TESTS_TWIN_TWIN_H
#define TESTS_TWIN_TWIN_H

#include "sim/kernels.h"
#include "sim/model_vocabulary.h"
#include "sim/reader.h"
#include "sim/script.h"
#include "tests/twin/side.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* All zero before twin_init(). */
struct twin {
	struct model_vocabulary names;
	const struct vocabulary *vocabulary;
	struct reader *reader;
	struct kernel kernel;
	struct player model, mutant;
};

enum twin_result {
	TWIN_ALIKE,
	TWIN_DIFFERENT, /* so is a mutant that crashes, or does not return */
	TWIN_DECLINED,  /* there is no such machine, or no such step */
};

/* False: there is no such KERNEL. */
bool twin_init(struct twin *twin, const char *kernel);
void twin_release(struct twin *twin);

/* False: it has been told why. */
bool twin_read(struct twin *twin, const char *file, struct script *script,
               struct scenario *scenario);
/* Line TEXT is added to SCRIPT, if it can be there. */
bool twin_add(struct twin *twin, struct script *script, const char *text);

enum twin_result twin_start(struct twin *twin,
                            const struct machine_spec *machine);
enum twin_result twin_step(struct twin *twin, const struct command *step);

/* ---- search.c ------------------------------------------------------------ */

struct search_limits {
	unsigned int seconds;
	unsigned int states;
};

/* Prints what is the least number of steps to a difference.  FILE: the shrunk
 * story, that which it came from, and other steps. */
bool twin_search(struct twin *twin, const char *const *file,
                 const struct search_limits *limits);

#endif
