/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "sim/generate.h"

#include "sim/generate_steps.h"
#include "sim/generate_values.h"

#include <string.h>

void generator_begin(struct generator *g, const struct generate_manner *manner,
                     const struct vocabulary *vocabulary, uint64_t seed,
                     uint64_t stream)
{
	*g = (struct generator){ .manner = *manner, .vocabulary = vocabulary };
	random_init(&g->random, seed, stream);
	generator_forget(g);
}

void generator_forget(struct generator *g)
{
	memset(g->container, 0, sizeof(g->container));
	memset(g->device, 0, sizeof(g->device));
	memset(g->process, 0, sizeof(g->process));
	memset(g->memory, 0, sizeof(g->memory));
	g->process[0] = NAME_MADE;
}

/* ---- the machine ------------------------------------------------------ */

/* One of 16 machines has it. */
static void put_oddity(struct generator *g, const char *text)
{
	if (rarely(g, 16))
		put(g, text);
}

const char *generator_machine(struct generator *g)
{
	static const char *const platforms[] = { "powernv8", "powernv9",
		                                 "powernv9", "powernv10",
		                                 "pseries" };

	text_init(&g->line, g->text, sizeof(g->text));
	if (rarely(g, 3))
		return g->text;
	put(g, "machine platform=");
	put(g, platforms[random_below(&g->random, 5)]);
	put(g, rarely(g, 3) ? " page=64K" : " page=4K");
	put_decimal(g, "groups", 1 + random_below(&g->random, 3));
	put_oddity(g, rarely(g, 3)   ? " tce32=0"
	              : rarely(g, 2) ? " tce32=1G"
	                             : " tce32=3G");
	put_oddity(g, rarely(g, 2) ? " windows.g0=0" : " windows=1");
	put_oddity(g, " pgsizes=0x11000");
	put_oddity(g, " host_driver=yes");
	put_oddity(g, " table_group.g0=no");
	put_oddity(g, rarely(g, 2) ? " lacks.g0=create_table"
	                           : " lacks.g0=get_table_size");
	put_oddity(g, " largest_block=1M");
	put_oddity(g, " memlock=16M ipc_lock=no");
	put_oddity(g, " endian=big");
	put_oddity(g, " eeh=no");
	put_oddity(g, " ram=64M");
	put_oddity(g, " gate=open");
	return g->text;
}

/* ---- steps ------------------------------------------------------------ */

const char *generator_propose(struct generator *g, struct player *player)
{
	bool sensible, made;

	g->player = player;
	world_look(&g->world, player);
	do {
		text_init(&g->line, g->text, sizeof(g->text));
		sensible = rarely(g, 2);
		made = sensible ? generate_sensible_step(g)
		                : generate_any_step(g);
	} while (!made);
	return g->text;
}

/* ---- names ------------------------------------------------------------ */

static void learn_name(enum generate_name *names, const struct object *object,
                       enum generate_name state)
{
	if (object->number < GENERATE_NAMES_MAX)
		names[object->number] = state;
}

static void learn_memory(struct generator *g, const struct command *command)
{
	unsigned int name = command->object[0].number;

	if (name >= GENERATE_MEMORY_MAX)
		return;
	g->memory[name].state = NAME_CLOSED;
	if (command->verb != VERB_MEMORY)
		return;
	g->memory[name].state = NAME_MADE;
	g->memory[name].size = command_number(command, KEY_LENGTH, 0);
}

void generator_learn(struct generator *g, const struct command *command)
{
	const struct object *first = &command->object[0];

	if (command->verb == VERB_CONTAINER)
		learn_name(g->container, first, NAME_MADE);
	else if (command->verb == VERB_DEVICE)
		learn_name(g->device, first, NAME_MADE);
	else if (command->verb == VERB_PROCESS)
		learn_name(g->process, first, NAME_MADE);
	else if (command->verb == VERB_FORK)
		learn_name(g->process, &command->object[1], NAME_MADE);
	else if (command->verb == VERB_EXIT)
		learn_name(g->process, first, NAME_CLOSED);
	else if (command->verb == VERB_CLOSE && first->letter == 'c')
		learn_name(g->container, first, NAME_CLOSED);
	else if (command->verb == VERB_CLOSE && first->letter == 'd')
		learn_name(g->device, first, NAME_CLOSED);
	else if (command->verb == VERB_MEMORY ||
	         command->verb == VERB_UNMAP_MEMORY)
		learn_memory(g, command);
}
