/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * explore_graph.h - the life of a container's windows as a picture.
 *
 * States that show the same windows are one node; calls that lead from node to
 * node are its edges, those that are refused among them where the windows
 * change all the same.
 */
#ifndef SIM_EXPLORE_GRAPH_H
#define SIM_EXPLORE_GRAPH_H

#include "sim/explore.h"

#include <stdio.h>

/* One group, the window of the bound and one that is refused; no failures. */
void graph_bound_init(struct bound *bound);

enum graph_format {
	GRAPH_DOT,
	GRAPH_MERMAID
};

/* Of an exploration that is over; false: it would be too large to be read. */
bool explore_graph(const struct explore *explore, enum graph_format format,
                   FILE *out);

#endif
