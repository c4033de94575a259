/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * model_show.h - the state of a model as lines of `show`.
 */
#ifndef SIM_MODEL_SHOW_H
#define SIM_MODEL_SHOW_H

#include "model/tcesim.h"
#include "sim/backend.h"
#include "sim/model_names.h"

/* KIND as for show of a backend. */
enum tcesim_status model_show(struct tcesim_machine *machine,
                              const struct model_names *names, const char *kind,
                              show_sink *sink, void *context);

/* All of show, and how TVEs and tables lie in memory: behind each TVE its
 * leaves, one by one, as a dump of a real machine lists them. */
enum tcesim_status model_dump(struct tcesim_machine *machine,
                              const struct model_names *names, show_sink *sink,
                              void *context);

#endif
