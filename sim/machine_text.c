/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "sim/machine_text.h"

#include "sim/format.h"

static void add(struct command *line, enum key key, int group, uint64_t number)
{
	line->arg[line->args++] = (struct arg){
		.key = key,
		.group = group,
		.value = { .number = number,
		           .memory = NO_MEMORY_NAMED,
		           .choice = (unsigned int)number },
	};
}

static void add_unusual(struct command *line, enum key key, uint64_t number,
                        uint64_t usual)
{
	if (number != usual)
		add(line, key, ALL_GROUPS, number);
}

/* ---- what can be said of one group ------------------------------------ */

static uint64_t of_group(const struct machine_group *group, enum key key)
{
	if (key == KEY_TCE32)
		return group->tce32;
	if (key == KEY_PGSIZES)
		return group->pgsizes;
	if (key == KEY_WINDOWS)
		return group->windows;
	if (key == KEY_HOST_DRIVER)
		return group->host_driver;
	if (key == KEY_TABLE_GROUP)
		return group->table_group;
	return group->lacks;
}

static bool all_have(const struct machine_spec *spec, enum key key,
                     uint64_t number)
{
	for (unsigned int g = 0; g < spec->groups; g++)
		if (of_group(&spec->group[g], key) != number)
			return false;
	return true;
}

static void add_groups(struct command *line, const struct machine_spec *spec,
                       enum key key, uint64_t usual)
{
	uint64_t first = of_group(&spec->group[0], key);

	if (all_have(spec, key, first)) {
		add_unusual(line, key, first, usual);
		return;
	}
	for (unsigned int g = 0; g < spec->groups; g++) {
		uint64_t number = of_group(&spec->group[g], key);

		if (number != usual)
			add(line, key, (int)g, number);
	}
}

/* ---- the machine ------------------------------------------------------ */

size_t machine_format(const struct machine_spec *spec,
                      const struct vocabulary *vocabulary, char *text,
                      size_t size)
{
	struct command line = { .verb = VERB_MACHINE };
	struct machine_spec usual;

	/* Some defaults are the platform's. */
	add(&line, KEY_PLATFORM, ALL_GROUPS, spec->platform);
	machine_spec_init(&usual, &line);
	add(&line, KEY_MACHINE_PAGE, ALL_GROUPS, spec->page);
	add_unusual(&line, KEY_RAM, spec->ram, usual.ram);
	add(&line, KEY_GROUPS, ALL_GROUPS, spec->groups);
	add_unusual(&line, KEY_MEMLOCK, spec->memlock, usual.memlock);
	add_unusual(&line, KEY_IPC_LOCK, spec->ipc_lock, usual.ipc_lock);
	add_unusual(&line, KEY_LARGEST_BLOCK, spec->largest_block,
	            usual.largest_block);
	add_unusual(&line, KEY_EEH, spec->eeh, usual.eeh);
	add_unusual(&line, KEY_ENDIAN, spec->big_endian, usual.big_endian);
	add_unusual(&line, KEY_GATE, spec->open_gate, usual.open_gate);
	add_unusual(&line, KEY_BEYOND_TABLE, spec->alias_beyond_table,
	            usual.alias_beyond_table);
	for (unsigned int key = KEY_TCE32; key <= KEY_LACKS; key++)
		add_groups(&line, spec, (enum key)key,
		           of_group(&usual.group[0], (enum key)key));
	return command_format(&line, vocabulary, text, size);
}
