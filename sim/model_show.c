/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "sim/model_show.h"

#include "model/uapi.h"
#include "sim/show_line.h"

#include <stdio.h>
#include <string.h>

struct shower {
	const struct model_names *names;
	show_sink *sink;
	void *context;
};

static void add_yes(struct show_line *line, const char *key, bool yes)
{
	show_line_add_word(line, key, yes ? "yes" : "no");
}

static void add_place(struct show_line *line, const char *key,
                      enum show_format format, struct place place)
{
	show_line_add(line, key, format, place.offset)->place = place;
}

/* Whose it is, where it is not p0's. */
static void add_process(struct show_line *line, const struct shower *shower,
                        unsigned int process)
{
	unsigned int name = model_names_process_name(shower->names, process);
	struct show_field *field;

	if (!name)
		return;
	field = show_line_add(line, "process", SHOW_WORD, name);
	snprintf(field->word, sizeof(field->word), "p%u", name);
}

/* A process that has ended is there as long as it is charged. */
static void process(void *context, const struct tcesim_process_info *info)
{
	const struct shower *shower = context;
	struct show_line line = { .kind = "process", .object = 'p' };

	if (!info->alive && !info->locked_vm)
		return;
	line.number = model_names_process_name(shower->names, info->process);
	show_line_add(&line, "locked_vm", SHOW_SIZE, info->locked_vm);
	shower->sink(shower->context, &line);
}

static void memory(void *context, const struct tcesim_memory_info *info)
{
	const struct shower *shower = context;
	const struct tcesim_page page = { .memory = info->memory };
	struct show_line line = { .kind = "memory", .object = 'm' };

	line.number =
		(unsigned int)model_names_place(shower->names, &page).memory;
	show_line_add(&line, "pins", SHOW_NUMBER, info->pins);
	show_line_add(&line, "dirty", SHOW_NUMBER, info->dirty);
	shower->sink(shower->context, &line);
}

static void region(void *context, const struct tcesim_region_info *info)
{
	const struct shower *shower = context;
	struct show_line line = { .kind = "region" };

	line.place = model_names_address(shower->names, info->process,
	                                 info->vaddr);
	show_line_add(&line, "size", SHOW_SIZE, info->size);
	show_line_add(&line, "used", SHOW_NUMBER, info->used);
	show_line_add(&line, "mapped", SHOW_NUMBER, info->mapped);
	show_line_add(&line, "page_shift", SHOW_NUMBER, info->page_shift);
	add_process(&line, shower, info->process);
	shower->sink(shower->context, &line);
}

static const char *type_name(unsigned int type)
{
	switch (type) {
	case UAPI_SPAPR_TCE:
		return "spapr_tce";
	case UAPI_SPAPR_TCE_V2:
		return "spapr_tce_v2";
	default:
		return "none";
	}
}

static void container(void *context, const struct tcesim_container_info *info)
{
	const struct shower *shower = context;
	struct show_line line = { .kind = "container", .object = 'c' };
	struct show_field *groups;
	size_t used = 0;

	line.number = model_names_container_name(shower->names,
	                                         info->container);
	show_line_add_word(&line, "type", type_name(info->type));
	add_yes(&line, "enabled", info->enabled);
	add_yes(&line, "pending", info->pending);
	show_line_add_word(&line, "groups", "none");
	groups = &line.field[line.fields - 1];
	for (unsigned int i = 0; i < info->groups; i++)
		used += (size_t)snprintf(groups->word + used,
		                         sizeof(groups->word) - used, "%sg%u",
		                         i ? "," : "", info->group[i]);
	shower->sink(shower->context, &line);
}

static void window(void *context, const struct tcesim_window_info *info)
{
	const struct shower *shower = context;
	struct show_line line = { .kind = "window", .object = 'c' };

	line.number = model_names_container_name(shower->names,
	                                         info->container);
	show_line_add(&line, "slot", SHOW_NUMBER, info->slot);
	show_line_add(&line, "start_addr", SHOW_HEX, info->start_addr);
	show_line_add(&line, "page_shift", SHOW_NUMBER, info->page_shift);
	show_line_add(&line, "levels", SHOW_NUMBER, info->levels);
	show_line_add(&line, "level_shift", SHOW_NUMBER, info->level_shift);
	show_line_add(&line, "entries", SHOW_NUMBER, info->entries);
	show_line_add(&line, "allocated", SHOW_SIZE, info->allocated);
	show_line_add(&line, "refs", SHOW_NUMBER, info->refs);
	show_line_add(&line, "blocks", SHOW_NUMBER, info->blocks);
	shower->sink(shower->context, &line);
}

static const char *tve_kind(enum tcesim_tve_kind kind)
{
	switch (kind) {
	case TCESIM_TVE_NONE:
		return "none";
	case TCESIM_TVE_WINDOW:
		return "window";
	case TCESIM_TVE_HOST:
		return "host";
	case TCESIM_TVE_BYPASS:
		break;
	}
	return "bypass";
}

static void tve(void *context, const struct tcesim_tve_info *info)
{
	const struct shower *shower = context;
	struct show_line line = { .kind = "tve",
		                  .object = 'g',
		                  .number = info->group };

	show_line_add(&line, "slot", SHOW_NUMBER, info->slot);
	show_line_add_word(&line, "kind", tve_kind(info->kind));
	if (info->kind == TCESIM_TVE_WINDOW) {
		show_line_add(&line, "levels", SHOW_NUMBER, info->levels);
		show_line_add(&line, "page_shift", SHOW_NUMBER,
		              info->page_shift);
		show_line_add(&line, "level_bytes", SHOW_SIZE,
		              info->level_bytes);
	}
	shower->sink(shower->context, &line);
}

static const char *perm_name(unsigned int perm)
{
	static const char *const name[] = { "none", "r", "w", "rw" };

	return name[perm & 3];
}

static void tce(void *context, const struct tcesim_tce_info *info)
{
	const struct shower *shower = context;
	struct show_line line = { .kind = "tce", .object = 'c' };
	struct place view;

	line.number = model_names_container_name(shower->names,
	                                         info->container);
	show_line_add(&line, "slot", SHOW_NUMBER, info->slot);
	show_line_add(&line, "index", SHOW_HEX, info->index);
	show_line_add(&line, "count", SHOW_NUMBER, info->count);
	add_place(&line, "at", SHOW_PLACE,
	          model_names_place(shower->names, &info->page));
	show_line_add_word(&line, "perm", perm_name(info->perm));
	view = (struct place){ .known = true, .memory = -1 };
	if (info->view)
		view = model_names_view(shower->names, &info->page, info->view);
	add_place(&line, "view", SHOW_ADDRESS, view);
	shower->sink(shower->context, &line);
}

static void leaf(void *context, const struct tcesim_leaf_info *info)
{
	const struct shower *shower = context;
	struct show_line line = { .kind = "leaf",
		                  .object = 'g',
		                  .number = info->group };

	show_line_add(&line, "slot", SHOW_NUMBER, info->slot);
	show_line_add(&line, "index", SHOW_HEX, info->index);
	show_line_add(&line, "tce", SHOW_HEX, info->tce);
	show_line_add_word(&line, "perm", perm_name((unsigned int)info->tce));
	add_place(&line, "at", SHOW_PLACE,
	          model_names_place(shower->names, &info->page));
	shower->sink(shower->context, &line);
}

/* All that a dump of a real machine tells of a TVE. */
static void tve_in_memory(void *context, const struct tcesim_tve_info *info)
{
	const struct shower *shower = context;
	struct show_line line = { .kind = "tve",
		                  .object = 'g',
		                  .number = info->group };

	show_line_add(&line, "slot", SHOW_NUMBER, info->slot);
	show_line_add_word(&line, "kind", tve_kind(info->kind));
	show_line_add(&line, "pe", SHOW_HEX, info->group);
	show_line_add(&line, "window", SHOW_NUMBER, info->slot);
	if (info->kind == TCESIM_TVE_WINDOW) {
		show_line_add(&line, "levels", SHOW_NUMBER, info->levels);
		show_line_add(&line, "table", SHOW_HEX, info->table);
		show_line_add(&line, "level_bytes", SHOW_SIZE,
		              info->level_bytes);
		show_line_add(&line, "page_shift", SHOW_NUMBER,
		              info->page_shift);
		show_line_add(&line, "page_size", SHOW_SIZE,
		              UINT64_C(1) << info->page_shift);
	}
	shower->sink(shower->context, &line);
}

enum tcesim_status model_show(struct tcesim_machine *machine,
                              const struct model_names *names, const char *kind,
                              show_sink *sink, void *context)
{
	struct shower shower = { .names = names,
		                 .sink = sink,
		                 .context = context };
	struct tcesim_visitor visitor = { 0 };

	if (!kind || !strcmp(kind, "process"))
		visitor.process = process;
	if (!kind || !strcmp(kind, "memory"))
		visitor.memory = memory;
	if (!kind || !strcmp(kind, "region"))
		visitor.region = region;
	if (!kind || !strcmp(kind, "container"))
		visitor.container = container;
	if (!kind || !strcmp(kind, "window"))
		visitor.window = window;
	if (!kind || !strcmp(kind, "tve"))
		visitor.tve = tve;
	if (!kind || !strcmp(kind, "tce"))
		visitor.tce = tce;
	return tcesim_visit(machine, &visitor, &shower);
}

enum tcesim_status model_dump(struct tcesim_machine *machine,
                              const struct model_names *names, show_sink *sink,
                              void *context)
{
	struct shower shower = { .names = names,
		                 .sink = sink,
		                 .context = context };
	const struct tcesim_visitor visitor = {
		.process = process,
		.memory = memory,
		.region = region,
		.container = container,
		.window = window,
		.tve = tve_in_memory,
		.tce = tce,
		.leaf = leaf,
	};

	return tcesim_visit(machine, &visitor, &shower);
}
