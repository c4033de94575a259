/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What processes do with their memory and their host, and devices. */
#include "sim/generate_steps.h"

#include "sim/generate_values.h"

/* ---- memory and processes --------------------------------------------- */

bool step_memory(struct generator *g)
{
	unsigned int name = 0;
	uint64_t size = host_page(g) * ONE_OF(g, 1, 2, 3, 16, 16, 64, 256);
	bool ordinary = g->manner.safe || size != UINT64_C(4) << 20;

	while (name < GENERATE_MEMORY_MAX && g->memory[name].state)
		name++;
	if (name == GENERATE_MEMORY_MAX)
		return false;
	put(g, "memory");
	put_name(g, 'm', name);
	if (g->manner.safe && size > 1 << 20)
		size >>= 4;
	if (!g->manner.safe && rarely(g, 4)) {
		size = UINT64_C(4) << 20;
		ordinary = false;
	}
	put_size(g, "size", size);
	if (!ordinary)
		put(g, rarely(g, 3)   ? " page=2M"
		       : rarely(g, 2) ? " folio=2M skew=64K"
		                      : " folio=2M");
	else if (rarely(g, 4))
		put_size(g, "align", ONE_OF(g, 65536, 1 << 20, 1 << 21));
	if (rarely(g, 20))
		put(g, " prot=r");
	/* Where buffers of several processes lie is each kernel's own. */
	if (!g->manner.safe)
		put_as(g);
	return true;
}

bool step_unmap_memory(struct generator *g)
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
bool step_memory_again(struct generator *g)
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

bool step_fill(struct generator *g)
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

bool step_process(struct generator *g)
{
	int name = some_free_name(g->process);
	int parent = some_process(g);

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

bool step_exit(struct generator *g)
{
	int name = some_process(g);

	/* Without p0 most lines would need as=. */
	if (name <= 0)
		return false;
	put(g, "exit");
	put_name(g, 'p', (unsigned int)name);
	return true;
}

/* Room for a few pages more than are locked now, or for less. */
bool step_memlock(struct generator *g)
{
	int name = some_process(g);
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

bool step_fault(struct generator *g)
{
	const struct word_list *sites = &g->vocabulary->sites;

	if (g->manner.safe || g->manner.no_faults)
		return false;
	put(g, "fault ");
	put(g, sites->word[some_below(g, sites->count)]);
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

bool step_dma(struct generator *g)
{
	if (g->manner.safe)
		return false;
	put(g, "dma");
	put_name(g, 'g', some_group(g));
	put(g, rarely(g, 2) ? " read" : " write");
	put_transfer(g);
	if (rarely(g, 2))
		put_hex(g, "byte", ONE_OF(g, 0x11, 0x22));
	return true;
}

bool step_peek(struct generator *g)
{
	int m = some_memory(g);

	if (m < 0 || g->manner.safe)
		return false;
	put(g, "peek");
	put_name(g, 'm', (unsigned int)m);
	put_as(g);
	return true;
}

bool step_show(struct generator *g)
{
	static const char *const kinds[] = { "process",   "tve",    "region",
		                             "container", "window", "memory" };

	put(g, "show of=");
	put(g, kinds[some_below(g, g->manner.safe ? 2 : 6)]);
	return true;
}
