/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "sim/explore_graph.h"

#include "sim/explore_machine.h"
#include "sim/explore_way.h"
#include "sim/format.h"
#include "sim/grammar.h"
#include "sim/room.h"
#include "sim/text.h"

#include <stdlib.h>
#include <string.h>

enum {
	NODES_MAX = 40,
	EDGES_MAX = 120,
	LABEL_MAX = 200,
	SLOTS = 2
};

struct edge {
	unsigned int from, to;
	char label[LABEL_MAX];
};

struct graph {
	const struct explore *explore;
	struct tcesim_machine *machine;
	struct tcesim_snapshot *here;
	unsigned int nodes, edges;
	bool full;
	char node[NODES_MAX][LABEL_MAX];
	struct edge edge[EDGES_MAX];
};

void graph_bound_init(struct bound *bound)
{
	bound_init(bound);
	bound->groups = 1;
	bound->regions = 0;
	bound->pages = 0;
	bound->memlock = UINT64_MAX;
	bound_set_windows(bound, "16:32M:1,13:2M:1");
	bound_set_sites(bound, "none");
}

/* ---- what a state shows -------------------------------------------------- */

struct view {
	unsigned int groups, type;
	bool owed;
	char slot[SLOTS][64];
};

static void view_container(void *context,
                           const struct tcesim_container_info *info)
{
	struct view *view = context;

	view->groups = info->groups;
	view->type = info->type;
	view->owed = info->pending;
}

static void view_window(void *context, const struct tcesim_window_info *info)
{
	struct view *view = context;
	char page[16], size[32];

	format_size(UINT64_C(1) << info->page_shift, page, sizeof(page));
	format_size(info->entries << info->page_shift, size, sizeof(size));
	snprintf(view->slot[info->slot], sizeof(view->slot[0]), "%s of %s",
	         size, page);
}

static void name_state(struct graph *graph, char label[LABEL_MAX])
{
	const struct tcesim_visitor visitor = { .container = view_container,
		                                .window = view_window };
	struct view view = { .slot = { "free", "free" } };

	tcesim_visit(graph->machine, &visitor, &view);
	if (!view.groups)
		snprintf(label, LABEL_MAX, "no group");
	else if (!view.type)
		snprintf(label, LABEL_MAX, "no driver");
	else if (view.owed)
		snprintf(label, LABEL_MAX, "default window owed");
	else
		snprintf(label, LABEL_MAX, "slot 0 %s, slot 1 %s", view.slot[0],
		         view.slot[1]);
}

/* ---- nodes and edges ----------------------------------------------------- */

static unsigned int node_of(struct graph *graph)
{
	char label[LABEL_MAX];

	name_state(graph, label);
	for (unsigned int i = 0; i < graph->nodes; i++)
		if (!strcmp(graph->node[i], label))
			return i;
	if (graph->nodes == NODES_MAX) {
		graph->full = true;
		return 0;
	}
	strcpy(graph->node[graph->nodes], label);
	return graph->nodes++;
}

/* LABEL joins what the edge is called already, unless it is among it. */
static void call_edge(struct edge *edge, const char *label)
{
	struct text text = { edge->label, sizeof(edge->label),
		             strlen(edge->label) };

	if (strstr(edge->label, label))
		return;
	if (text.length)
		text_add(&text, ", ");
	text_add(&text, label);
}

static void add_edge(struct graph *graph, unsigned int from, unsigned int to,
                     const char *label)
{
	unsigned int i = 0;

	while (i < graph->edges &&
	       (graph->edge[i].from != from || graph->edge[i].to != to))
		i++;
	if (i == EDGES_MAX) {
		graph->full = true;
		return;
	}
	if (i == graph->edges)
		graph->edge[graph->edges++] = (struct edge){ .from = from,
			                                     .to = to };
	call_edge(&graph->edge[i], label);
}

/* "remove 0", "create", and the error of what was refused. */
static void name_call(const struct bound_call *call, int64_t ret, char *label,
                      size_t size)
{
	const char *name = verb_row(call->verb)->name;
	const char *error = ret < 0 ? tcesim_error_name((int)-ret) : NULL;

	if (call->verb == VERB_REMOVE)
		snprintf(label, size, "%s slot %d", name,
		         call->block.remove.start_addr != 0);
	else
		snprintf(label, size, "%s%s%s", name, error ? " -" : "",
		         error ? error : "");
}

/* ---- the walk ------------------------------------------------------------ */

static void follow_call(struct graph *graph, unsigned int from, uint16_t number)
{
	const struct explore *e = graph->explore;
	const struct explore_step step = { number, EXPLORE_NO_SITE, 0 };
	struct tcesim_answer answer;
	char label[LABEL_MAX / 2];
	unsigned int to;

	tcesim_restore(graph->machine, graph->here);
	if (!explore_make(graph->machine, e->options.bound, &e->calls, step,
	                  &answer, NULL))
		return;
	to = node_of(graph);
	name_call(&e->calls.call[number], answer.ret, label, sizeof(label));
	if (to != from)
		add_edge(graph, from, to, label);
}

/* The machine goes to STATE from its first one. */
static void go(struct graph *graph, const struct tcesim_snapshot *first,
               uint32_t state)
{
	const struct explore *e = graph->explore;
	unsigned int calls = explore_distance(e, state);
	struct explore_step *steps = room_zeroed((calls + 1) * sizeof(*steps));
	struct tcesim_answer answer;

	explore_path(e, state, steps);
	tcesim_restore(graph->machine, first);
	for (unsigned int i = 0; i < calls; i++)
		explore_make(graph->machine, e->options.bound, &e->calls,
		             steps[i], &answer, NULL);
	free(steps);
	tcesim_snapshot_again(graph->machine, graph->here);
}

static void walk(struct graph *graph)
{
	const struct explore *e = graph->explore;
	struct tcesim_snapshot *first;

	tcesim_snapshot(graph->machine, &first);
	tcesim_snapshot(graph->machine, &graph->here);
	for (uint32_t state = 0; state < e->states; state++) {
		unsigned int from;

		go(graph, first, state);
		from = node_of(graph);
		for (unsigned int i = 0; i < e->calls.count; i++)
			follow_call(graph, from, (uint16_t)i);
	}
	tcesim_snapshot_free(graph->here);
	tcesim_snapshot_free(first);
}

/* ---- the picture --------------------------------------------------------- */

static void print_dot(const struct graph *graph, FILE *out)
{
	fprintf(out, "digraph windows {\n\tnode [shape=box];\n");
	for (unsigned int i = 0; i < graph->nodes; i++)
		fprintf(out, "\tn%u [label=\"%s\"];\n", i, graph->node[i]);
	for (unsigned int i = 0; i < graph->edges; i++)
		fprintf(out, "\tn%u -> n%u [label=\"%s\"];\n",
		        graph->edge[i].from, graph->edge[i].to,
		        graph->edge[i].label);
	fprintf(out, "}\n");
}

static void print_mermaid(const struct graph *graph, FILE *out)
{
	fprintf(out, "stateDiagram-v2\n    [*] --> n0\n");
	for (unsigned int i = 0; i < graph->nodes; i++)
		fprintf(out, "    n%u : %s\n", i, graph->node[i]);
	for (unsigned int i = 0; i < graph->edges; i++)
		fprintf(out, "    n%u --> n%u : %s\n", graph->edge[i].from,
		        graph->edge[i].to, graph->edge[i].label);
}

bool explore_graph(const struct explore *e, enum graph_format format, FILE *out)
{
	const struct explore_options *options = &e->options;
	struct graph *graph = room_zeroed(sizeof(*graph));
	struct bound_calls calls;
	bool fine;

	graph->explore = e;
	graph->machine = bound_machine(options->bound, options->kernel,
	                               options->vocabulary, &calls);
	walk(graph);
	fine = !graph->full;
	if (fine && format == GRAPH_DOT)
		print_dot(graph, out);
	else if (fine)
		print_mermaid(graph, out);
	tcesim_free(graph->machine);
	free(graph);
	return fine;
}
