/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "sim/generate_steps.h"

#include "sim/generate_values.h"

#include <string.h>

enum {
	NO_NAME = -1
};

/* ---- names ------------------------------------------------------------ */

static unsigned int below(struct generator *g, unsigned int bound)
{
	return (unsigned int)random_below(&g->random, bound);
}

/* A name that may be made now, or NO_NAME. */
static int free_name(const enum generate_name *names)
{
	for (int i = 0; i < GENERATE_NAMES_MAX; i++)
		if (names[i] != NAME_MADE)
			return i;
	return NO_NAME;
}

/* A name that has been made, mostly one that is there; or NO_NAME. */
static int used_name(struct generator *g, const enum generate_name *names)
{
	unsigned int start = below(g, 2);
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

static int living_process(struct generator *g)
{
	unsigned int start = below(g, GENERATE_NAMES_MAX);

	for (unsigned int i = 0; i < GENERATE_NAMES_MAX; i++) {
		unsigned int n = (start + i) % GENERATE_NAMES_MAX;

		if (g->process[n] == NAME_MADE)
			return (int)n;
	}
	return NO_NAME;
}

static unsigned int some_group(struct generator *g)
{
	return below(g, g->player->machine.groups);
}

/* ---- the ends of lines ------------------------------------------------ */

static void put_as(struct generator *g)
{
	int process = 0;

	if (rarely(g, 4))
		process = living_process(g);
	if (process <= 0)
		return;
	put(g, " as=p");
	text_add_decimal(&g->line, (uint64_t)process);
}

/* A wrong pointer. */
static void put_arg(struct generator *g)
{
	static const char *const args[] = { "null", "unmapped", "readonly" };

	if (!rarely(g, 40))
		return;
	put(g, " arg=");
	if (rarely(g, 3)) {
		put(g, "edge:");
		text_add_decimal(&g->line, 8 * random_below(&g->random, 6));
	} else {
		put(g, args[below(g, 3)]);
	}
}

static void put_argsz(struct generator *g)
{
	if (rarely(g, 40))
		put_decimal(g, "argsz",
		            ONE_OF(g, 0, 8, 16, 20, 24, 31, 32, 33, 40, 48,
		                   0xffffffff));
}

/* Of an argument block that has flags. */
static void put_block(struct generator *g)
{
	put_argsz(g);
	if (rarely(g, 40))
		put_hex(g, "flags", ONE_OF(g, 1, 2, 0x80000000, 0xffffffff));
	put_arg(g);
	put_as(g);
}

/* VERB and a container; false when there was never one. */
static bool on_container(struct generator *g, const char *verb, int *container)
{
	*container = used_name(g, g->container);
	if (*container == NO_NAME)
		return false;
	put(g, verb);
	put_name(g, 'c', (unsigned int)*container);
	return true;
}

/* ---- files ------------------------------------------------------------ */

static bool step_container(struct generator *g)
{
	int name = free_name(g->container);

	if (name == NO_NAME)
		return false;
	put(g, "container");
	put_name(g, 'c', (unsigned int)name);
	put_as(g);
	return true;
}

static bool step_group(struct generator *g)
{
	put(g, "group");
	put_name(g, 'g', some_group(g));
	put_as(g);
	return true;
}

static bool step_attach(struct generator *g)
{
	int container = used_name(g, g->container);

	if (container == NO_NAME)
		return false;
	put(g, "attach");
	put_name(g, 'g', some_group(g));
	if (rarely(g, 40))
		put_name(g, 'g', some_group(g));
	else
		put_name(g, 'c', (unsigned int)container);
	put_arg(g);
	put_as(g);
	return true;
}

static bool step_detach(struct generator *g)
{
	put(g, "detach");
	put_name(g, 'g', some_group(g));
	put_as(g);
	return true;
}

static bool step_status(struct generator *g)
{
	put(g, "status");
	put_name(g, 'g', some_group(g));
	put_block(g);
	return true;
}

static bool step_device(struct generator *g)
{
	int name = free_name(g->device);

	if (name == NO_NAME)
		return false;
	put(g, "device");
	put_name(g, 'd', (unsigned int)name);
	put_name(g, 'g', some_group(g));
	if (rarely(g, 20))
		put(g, " name=nobody");
	put_arg(g);
	put_as(g);
	return true;
}

static bool step_close(struct generator *g)
{
	int container = used_name(g, g->container);
	int device = used_name(g, g->device);

	put(g, "close");
	if (device != NO_NAME && rarely(g, 2))
		put_name(g, 'd', (unsigned int)device);
	else if (container != NO_NAME && rarely(g, 2))
		put_name(g, 'c', (unsigned int)container);
	else
		put_name(g, 'g', some_group(g));
	put_as(g);
	return true;
}

/* ---- calls on a container --------------------------------------------- */

static bool step_api_version(struct generator *g)
{
	int c;

	if (!on_container(g, "api_version", &c))
		return false;
	put_as(g);
	return true;
}

static bool step_check_extension(struct generator *g)
{
	int c;

	if (!on_container(g, "check_extension", &c))
		return false;
	put_decimal(g, "type", random_below(&g->random, 12));
	put_as(g);
	return true;
}

static bool step_set_iommu(struct generator *g)
{
	int c;

	if (!on_container(g, "set_iommu", &c))
		return false;
	put_decimal(g, "type", ONE_OF(g, 7, 7, 7, 2, 2, 1, 5, 8, 0));
	put_as(g);
	return true;
}

static bool step_get_info(struct generator *g)
{
	int c;

	if (!on_container(g, "get_info", &c))
		return false;
	put_block(g);
	return true;
}

static bool step_enable(struct generator *g)
{
	int c;

	if (!on_container(g, rarely(g, 3) ? "disable" : "enable", &c))
		return false;
	put_as(g);
	return true;
}

static bool step_register(struct generator *g)
{
	int c;

	if (!on_container(g, "register", &c))
		return false;
	put_range(g);
	put_block(g);
	return true;
}

static bool step_unregister(struct generator *g)
{
	int c;

	if (!on_container(g, "unregister", &c))
		return false;
	put_region(g);
	put_block(g);
	return true;
}

static bool step_create(struct generator *g)
{
	int c;

	if (!on_container(g, "create", &c))
		return false;
	put_shape(g);
	put_block(g);
	return true;
}

static bool step_remove(struct generator *g)
{
	int c;

	if (!on_container(g, "remove", &c))
		return false;
	put_start_addr(g, (unsigned int)c);
	put_block(g);
	return true;
}

static bool step_map(struct generator *g)
{
	int c;

	if (!on_container(g, "map", &c))
		return false;
	put_mapping(g, (unsigned int)c);
	put_argsz(g);
	put_arg(g);
	put_as(g);
	return true;
}

static bool step_unmap(struct generator *g)
{
	int c;

	if (!on_container(g, "unmap", &c))
		return false;
	put_unmapping(g, (unsigned int)c);
	put_block(g);
	return true;
}

static bool step_eeh_op(struct generator *g)
{
	int c;

	if (!on_container(g, "eeh_op", &c))
		return false;
	put_decimal(g, "op",
	            g->manner.safe ? ONE_OF(g, 2, 10, 99)
	                           : random_below(&g->random, 13));
	put_block(g);
	return true;
}

static bool step_ioctl(struct generator *g)
{
	int c;

	if (!on_container(g, "ioctl", &c))
		return false;
	/* What is no call of VFIO at all. */
	put_hex(g, "nr", ONE_OF(g, 0x7b, 0x7f, 0x80, 0xff));
	put_block(g);
	return true;
}

/* ---- memory and processes --------------------------------------------- */

static bool step_memory(struct generator *g)
{
	unsigned int name = 0;
	uint64_t size = host_page(g) * ONE_OF(g, 1, 2, 3, 16, 16, 64, 256);

	while (name < GENERATE_MEMORY_MAX && g->memory[name].state)
		name++;
	if (name == GENERATE_MEMORY_MAX)
		return false;
	put(g, "memory");
	put_name(g, 'm', name);
	if (!g->manner.safe && rarely(g, 4))
		size = UINT64_C(4) << 20;
	put_size(g, "size", size);
	if (size == 4 << 20)
		put(g, rarely(g, 3)   ? " page=2M"
		       : rarely(g, 2) ? " folio=2M skew=64K"
		                      : " folio=2M");
	else if (rarely(g, 4))
		put_size(g, "align", ONE_OF(g, 65536, 1 << 20, 1 << 21));
	if (rarely(g, 20))
		put(g, " prot=r");
	put_as(g);
	return true;
}

static bool step_unmap_memory(struct generator *g)
{
	int m = some_memory(g);

	if (m < 0)
		return false;
	put(g, "unmap_memory");
	put_name(g, 'm', (unsigned int)m);
	put_as(g);
	return true;
}

/* Other memory where a buffer was. */
static bool step_memory_again(struct generator *g)
{
	int m = some_memory(g);
	unsigned int name = 0;

	while (name < GENERATE_MEMORY_MAX && g->memory[name].state)
		name++;
	if (m < 0 || g->memory[m].state != NAME_CLOSED ||
	    name == GENERATE_MEMORY_MAX)
		return false;
	put(g, "memory");
	put_name(g, 'm', name);
	put_size(g, "size", g->memory[m].size);
	put_address(g, "at", m, 0);
	return true;
}

static bool step_fill(struct generator *g)
{
	int m = some_memory(g);

	if (m < 0)
		return false;
	put(g, "fill");
	put_name(g, 'm', (unsigned int)m);
	put_hex(g, "byte", 0xa5);
	put_as(g);
	return true;
}

static bool step_process(struct generator *g)
{
	int name = free_name(g->process);
	int parent = living_process(g);

	if (name == NO_NAME)
		return false;
	if (parent != NO_NAME && rarely(g, 2)) {
		put(g, "fork");
		put_name(g, 'p', (unsigned int)parent);
	} else {
		put(g, "process");
	}
	put_name(g, 'p', (unsigned int)name);
	return true;
}

static bool step_exit(struct generator *g)
{
	int name = living_process(g);

	/* Without p0 most lines would need as=. */
	if (name <= 0)
		return false;
	put(g, "exit");
	put_name(g, 'p', (unsigned int)name);
	return true;
}

/* Room for a few pages more than are locked now, or for less. */
static bool step_memlock(struct generator *g)
{
	int name = living_process(g);
	uint64_t locked = 0;

	if (name == NO_NAME)
		return false;
	put(g, "memlock");
	put_name(g, 'p', (unsigned int)name);
	g->player->backend->ops->locked_vm(g->player->backend,
	                                   (unsigned int)name, &locked);
	if (rarely(g, 3))
		put(g, " size=unlimited");
	else
		put_size(g, "size",
		         locked % (UINT64_C(1) << 40) +
		                 host_page(g) * ONE_OF(g, 0, 1, 2, 3, 4, 16, 17,
		                                       255, 256, 257, 2048));
	put(g, rarely(g, 3) ? " ipc_lock=yes" : " ipc_lock=no");
	return true;
}

/* ---- what only a model can do ----------------------------------------- */

static bool step_fault(struct generator *g)
{
	const struct word_list *sites = &g->vocabulary->sites;

	if (g->manner.safe || g->manner.no_faults)
		return false;
	put(g, "fault ");
	put(g, sites->word[below(g, sites->count)]);
	if (rarely(g, 2))
		put_decimal(g, "nth", 1 + random_below(&g->random, 4));
	if (rarely(g, 6)) {
		put(g, " group=g");
		text_add_decimal(&g->line, some_group(g));
	}
	if (rarely(g, 6))
		put(g, rarely(g, 2) ? " error=-EIO" : " error=-EBUSY");
	return true;
}

static bool step_dma(struct generator *g)
{
	if (g->manner.safe)
		return false;
	put(g, "dma");
	put_name(g, 'g', some_group(g));
	put(g, rarely(g, 2) ? " read" : " write");
	put_transfer(g);
	return true;
}

static bool step_show(struct generator *g)
{
	static const char *const kinds[] = { "process",   "tve",    "region",
		                             "container", "window", "memory" };

	put(g, "show of=");
	put(g, kinds[below(g, g->manner.safe ? 2 : 6)]);
	return true;
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
	at = below(g, all);
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
	if (world_container(&g->world, c)->pending && !rarely(g, 4)) {
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
	put_decimal(g, "type", rarely(g, 6) ? 2 : 7);
	return true;
}

bool generate_sensible_step(struct generator *g)
{
	int c = used_name(g, g->container);
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
