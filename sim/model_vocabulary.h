/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * model_vocabulary.h - the model's names for the parser, and the parser's
 * machine for the model.
 */
#ifndef SIM_MODEL_VOCABULARY_H
#define SIM_MODEL_VOCABULARY_H

#include "model/tcesim.h"
#include "sim/command.h"
#include "sim/words.h"

#include <stdbool.h>

struct model_vocabulary {
	struct vocabulary vocabulary;
	void *lists; /* what it points to */
};

/* False: no memory. */
bool model_vocabulary_init(struct model_vocabulary *names);
void model_vocabulary_release(struct model_vocabulary *names);

void model_config_init(struct tcesim_config *config,
                       const struct machine_spec *spec);

#endif
