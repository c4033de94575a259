/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Calls on files. */
#include "sim/generate_steps.h"

#include "sim/generate_values.h"

/* ---- the ends of lines ------------------------------------------------ */

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
		put(g, args[some_below(g, 3)]);
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

/* Windows that it has, as far as anyone has looked. */
static unsigned int count_windows(const struct generator *g, int container)
{
	unsigned int count = 0;

	for (unsigned int i = 0; i < g->world.windows; i++)
		count += g->world.window[i].container ==
		         (unsigned int)container;
	return count;
}

/*
 * On a real kernel: instead of a call that would make the default window,
 * which is large, one that cancels it; and instead of one more window, often
 * one less.
 */
static bool instead(struct generator *g, bool create)
{
	const struct world_container *container;
	int c;

	if (!g->manner.safe)
		return false;
	c = some_used_name(g, g->container);
	if (c == NO_NAME || !spare_default_window(g))
		return false;
	container = world_container(&g->world, (unsigned int)c);
	if (container && container->pending) {
		put(g, "remove");
		put_name(g, 'c', (unsigned int)c);
		put_decimal(g, "start_addr", 0);
		return true;
	}
	if (!create || count_windows(g, c) < 2 || rarely(g, 3))
		return false;
	put(g, "remove");
	put_name(g, 'c', (unsigned int)c);
	put_start_addr(g, (unsigned int)c);
	put_block(g);
	return true;
}

/* VERB and a container; false when there was never one. */
static bool on_container(struct generator *g, const char *verb, int *container)
{
	*container = some_used_name(g, g->container);
	if (*container == NO_NAME)
		return false;
	put(g, verb);
	put_name(g, 'c', (unsigned int)*container);
	return true;
}

/* ---- files ------------------------------------------------------------ */

bool step_container(struct generator *g)
{
	int name = some_free_name(g->container);

	if (name == NO_NAME)
		return false;
	put(g, "container");
	put_name(g, 'c', (unsigned int)name);
	put_as(g);
	return true;
}

bool step_group(struct generator *g)
{
	put(g, "group");
	put_name(g, 'g', some_group(g));
	put_as(g);
	return true;
}

bool step_attach(struct generator *g)
{
	int container = some_used_name(g, g->container);

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

bool step_detach(struct generator *g)
{
	put(g, "detach");
	put_name(g, 'g', some_group(g));
	put_as(g);
	return true;
}

bool step_status(struct generator *g)
{
	put(g, "status");
	put_name(g, 'g', some_group(g));
	put_block(g);
	return true;
}

bool step_device(struct generator *g)
{
	int name = some_free_name(g->device);

	/* A real device takes seconds to reset when it is closed. */
	if (name == NO_NAME || (g->manner.safe && !rarely(g, 25)))
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

bool step_close(struct generator *g)
{
	int container = some_used_name(g, g->container);
	int device = some_used_name(g, g->device);

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

bool step_api_version(struct generator *g)
{
	int c;

	if (!on_container(g, "api_version", &c))
		return false;
	put_as(g);
	return true;
}

bool step_check_extension(struct generator *g)
{
	int c;

	if (!on_container(g, "check_extension", &c))
		return false;
	put_decimal(g, "type", random_below(&g->random, 12));
	put_as(g);
	return true;
}

bool step_set_iommu(struct generator *g)
{
	int c;

	if (!on_container(g, "set_iommu", &c))
		return false;
	if (spare_default_window(g))
		put_decimal(g, "type", rarely(g, 10) ? 1 : 7);
	else
		put_decimal(g, "type", ONE_OF(g, 7, 7, 7, 2, 2, 1, 5, 8, 0));
	put_as(g);
	return true;
}

bool step_get_info(struct generator *g)
{
	int c;

	if (!on_container(g, "get_info", &c))
		return false;
	put_block(g);
	return true;
}

bool step_enable(struct generator *g)
{
	int c;

	if (!on_container(g, rarely(g, 3) ? "disable" : "enable", &c))
		return false;
	put_as(g);
	return true;
}

bool step_register(struct generator *g)
{
	int c;

	if (!on_container(g, "register", &c))
		return false;
	put_range(g);
	put_block(g);
	return true;
}

bool step_unregister(struct generator *g)
{
	int c;

	if (!on_container(g, "unregister", &c))
		return false;
	put_region(g);
	put_block(g);
	return true;
}

bool step_create(struct generator *g)
{
	int c;

	if (instead(g, true))
		return true;
	if (!on_container(g, "create", &c))
		return false;
	put_shape(g);
	put_block(g);
	return true;
}

bool step_remove(struct generator *g)
{
	int c;

	if (instead(g, false))
		return true;
	if (!on_container(g, "remove", &c))
		return false;
	put_start_addr(g, (unsigned int)c);
	put_block(g);
	return true;
}

bool step_map(struct generator *g)
{
	int c;

	if (instead(g, false))
		return true;
	if (!on_container(g, "map", &c))
		return false;
	put_mapping(g, (unsigned int)c);
	put_argsz(g);
	put_arg(g);
	put_as(g);
	return true;
}

bool step_unmap(struct generator *g)
{
	int c;

	if (instead(g, false))
		return true;
	if (!on_container(g, "unmap", &c))
		return false;
	put_unmapping(g, (unsigned int)c);
	put_block(g);
	return true;
}

bool step_eeh_op(struct generator *g)
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

bool step_ioctl(struct generator *g)
{
	int c;

	if (!on_container(g, "ioctl", &c))
		return false;
	/* What is no call of VFIO at all. */
	put_hex(g, "nr", ONE_OF(g, 0x7b, 0x7f, 0x80, 0xff));
	put_block(g);
	return true;
}
