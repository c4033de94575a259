/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "sim/generate_steps.h"

#include "sim/generate_values.h"

/* ---- names ------------------------------------------------------------ */

unsigned int some_below(struct generator *g, unsigned int bound)
{
	return (unsigned int)random_below(&g->random, bound);
}

int some_free_name(const enum generate_name *names)
{
	for (int i = 0; i < GENERATE_NAMES_MAX; i++)
		if (names[i] != NAME_MADE)
			return i;
	return NO_NAME;
}

int some_used_name(struct generator *g, const enum generate_name *names)
{
	unsigned int start = some_below(g, 2);
	int gone = NO_NAME;

	for (unsigned int i = 0; i < GENERATE_NAMES_MAX; i++) {
		unsigned int n = (start + i) % GENERATE_NAMES_MAX;

		if (names[n] == NAME_MADE && !rarely(g, 30))
			return (int)n;
		if (names[n] != NAME_NEVER)
			gone = (int)n;
	}
	return gone;
}

int some_process(struct generator *g)
{
	unsigned int start = some_below(g, GENERATE_NAMES_MAX);

	for (unsigned int i = 0; i < GENERATE_NAMES_MAX; i++) {
		unsigned int n = (start + i) % GENERATE_NAMES_MAX;

		if (g->process[n] == NAME_MADE)
			return (int)n;
	}
	return NO_NAME;
}

unsigned int some_group(struct generator *g)
{
	return some_below(g, g->player->machine.groups);
}

void put_as(struct generator *g)
{
	int process = 0;

	if (rarely(g, 4))
		process = some_process(g);
	if (process <= 0)
		return;
	put(g, " as=p");
	text_add_decimal(&g->line, (uint64_t)process);
}

bool spare_default_window(struct generator *g)
{
	return g->manner.safe && !rarely(g, host_page(g) == 4096 ? 150 : 30);
}

/* ---- the choice ------------------------------------------------------- */

typedef bool step_function(struct generator *g);

/* clang-format off */
static const struct {
	unsigned int weight;
	step_function *make;
} steps[] = {
	{ 40, step_map },         { 20, step_unmap },
	{ 24, step_create },      { 16, step_remove },
	{ 16, step_register },    { 10, step_unregister },
	{ 10, step_attach },      { 3, step_detach },
	{ 6, step_set_iommu },    { 4, step_enable },
	{ 4, step_get_info },     { 6, step_memory },
	{ 3, step_unmap_memory }, { 3, step_memory_again },
	{ 3, step_container },    { 2, step_close },
	{ 4, step_memlock },      { 8, step_fault },
	{ 10, step_dma },         { 2, step_show },
	{ 2, step_process },      { 1, step_exit },
	{ 1, step_group },        { 1, step_status },
	{ 1, step_device },       { 1, step_api_version },
	{ 1, step_check_extension }, { 1, step_eeh_op },
	{ 1, step_ioctl },        { 1, step_fill },
	{ 1, step_peek },
};
/* clang-format on */

enum {
	STEPS = sizeof(steps) / sizeof(steps[0])
};

bool generate_any_step(struct generator *g)
{
	unsigned int all = 0, at;

	for (int i = 0; i < STEPS; i++)
		all += steps[i].weight;
	at = some_below(g, all);
	for (int i = 0;; i++) {
		if (at < steps[i].weight)
			return steps[i].make(g);
		at -= steps[i].weight;
	}
}

/* ---- the way to mapped memory ----------------------------------------- */

static bool is_open(const struct generator *g, char letter, unsigned int name)
{
	const struct object object = { .letter = letter, .number = name };
	struct object_process *process =
		objects_process(&g->player->runner.objects, 0);

	return process && objects_fd(process, &object) >= 0;
}

static bool sensible_window(struct generator *g, unsigned int c)
{
	if (world_container(&g->world, c)->pending &&
	    (spare_default_window(g) || !rarely(g, 4))) {
		put(g, "remove");
		put_name(g, 'c', c);
		put_decimal(g, "start_addr", 0);
		return true;
	}
	put(g, "create");
	put_name(g, 'c', c);
	put_shape(g);
	return true;
}

static bool sensible_memory(struct generator *g, unsigned int c)
{
	int m = some_memory(g);

	if (m < 0 || g->memory[m].state != NAME_MADE || rarely(g, 4))
		return step_memory(g);
	put(g, "register");
	put_name(g, 'c', c);
	put_range(g);
	return true;
}

static bool sensible_driver(struct generator *g, unsigned int c,
                            const struct world_container *container)
{
	if (!container->groups) {
		put(g, "attach");
		put_name(g, 'g', some_group(g));
		put_name(g, 'c', c);
		return true;
	}
	put(g, "set_iommu");
	put_name(g, 'c', c);
	if (g->manner.safe)
		put_decimal(g, "type", spare_default_window(g) ? 7 : 2);
	else
		put_decimal(g, "type", rarely(g, 6) ? 2 : 7);
	return true;
}

bool generate_sensible_step(struct generator *g)
{
	int c = some_used_name(g, g->container);
	const struct world_container *container;

	if (c == NO_NAME || !is_open(g, 'c', (unsigned int)c))
		return step_container(g);
	container = world_container(&g->world, (unsigned int)c);
	if (!container)
		return false;
	if (container->type == '-')
		return sensible_driver(g, (unsigned int)c, container);
	if (container->type == '1' && !container->enabled) {
		put(g, "enable");
		put_name(g, 'c', (unsigned int)c);
		return true;
	}
	if (container->type == '2' && !g->world.regions)
		return sensible_memory(g, (unsigned int)c);
	if (container->type == '2' && !some_window(g, (unsigned int)c))
		return sensible_window(g, (unsigned int)c);
	return step_map(g);
}
