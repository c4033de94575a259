/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "sim/command.h"
#include "sim/grammar.h"

bool verb_is_step(enum verb verb)
{
	return verb != VERB_MACHINE && verb != VERB_ONLY &&
	       verb != VERB_EXPECT && verb != VERB_COUNT;
}

const struct value *command_value(const struct command *command, enum key key)
{
	for (unsigned int i = 0; i < command->args; i++) {
		const struct arg *arg = &command->arg[i];

		if (arg->key == key && arg->group == ALL_GROUPS)
			return &arg->value;
	}
	return NULL;
}

uint64_t command_number(const struct command *command, enum key key,
                        uint64_t otherwise)
{
	const struct value *value = command_value(command, key);

	return value ? value->number : otherwise;
}

unsigned int command_process(const struct command *command)
{
	return (unsigned int)command_number(command, KEY_AS, 0);
}

/* A list of groups is packed, four bits each, the first lowest. */
enum {
	GROUP_BITS = 4
};

unsigned int group_in_list(const struct value *list, unsigned int index)
{
	return (unsigned int)(list->number >> (GROUP_BITS * index) & 15);
}

void group_list_add(struct value *list, unsigned int group)
{
	list->number |= (uint64_t)group << (GROUP_BITS * list->choice);
	list->choice++;
}

const char *platform_name(enum platform platform)
{
	return key_row(KEY_PLATFORM)->words->word[platform];
}

static void set_of_group(struct machine_group *group, const struct arg *arg)
{
	uint64_t number = arg->value.number;

	/* Only these keys can be said of one group. */
	if (arg->key == KEY_TCE32)
		group->tce32 = (uint32_t)number;
	else if (arg->key == KEY_PGSIZES)
		group->pgsizes = number;
	else if (arg->key == KEY_WINDOWS)
		group->windows = (unsigned int)number;
	else if (arg->key == KEY_HOST_DRIVER)
		group->host_driver = number != 0;
	else if (arg->key == KEY_TABLE_GROUP)
		group->table_group = number != 0;
	else
		group->lacks = (enum lacks)arg->value.choice;
}

/* First what holds for all groups, then what is said of one. */
static void set_groups(struct machine_spec *spec, const struct command *command)
{
	for (unsigned int i = 0; i < command->args; i++) {
		const struct arg *arg = &command->arg[i];

		if (!key_of_group(arg->key) || arg->group != ALL_GROUPS)
			continue;
		for (unsigned int g = 0; g < SCENARIO_GROUPS_MAX; g++)
			set_of_group(&spec->group[g], arg);
	}
	for (unsigned int i = 0; i < command->args; i++) {
		const struct arg *arg = &command->arg[i];

		if (arg->group != ALL_GROUPS)
			set_of_group(&spec->group[arg->group], arg);
	}
}

static void set_defaults(struct machine_spec *spec)
{
	*spec = (struct machine_spec){
		.platform = PLATFORM_POWERNV9,
		.page = UINT64_C(4) << 10,
		.ram = UINT64_C(3) << 30,
		.groups = 1,
		.memlock = UINT64_MAX,
		.ipc_lock = true,
		.largest_block = UINT64_C(16) << 20,
		.eeh = true,
	};
	for (unsigned int g = 0; g < SCENARIO_GROUPS_MAX; g++) {
		spec->group[g] = (struct machine_group){
			.tce32 = UINT32_C(2) << 30,
			.windows = 2,
			.table_group = true,
			.lacks = LACKS_NONE,
		};
	}
}

static bool is_yes(const struct command *command, enum key key, bool otherwise)
{
	return command_number(command, key, otherwise ? 1 : 0) != 0;
}

void machine_spec_init(struct machine_spec *spec, const struct command *command)
{
	set_defaults(spec);
	if (!command)
		return;

	spec->platform = (enum platform)command_number(command, KEY_PLATFORM,
	                                               spec->platform);
	spec->page = command_number(command, KEY_MACHINE_PAGE, spec->page);
	spec->ram = command_number(command, KEY_RAM, spec->ram);
	spec->groups = (unsigned int)command_number(command, KEY_GROUPS,
	                                            spec->groups);
	spec->memlock = command_number(command, KEY_MEMLOCK, spec->memlock);
	spec->ipc_lock = is_yes(command, KEY_IPC_LOCK, spec->ipc_lock);
	spec->largest_block = command_number(command, KEY_LARGEST_BLOCK,
	                                     spec->largest_block);
	spec->eeh = is_yes(command, KEY_EEH, spec->eeh);
	spec->big_endian = command_number(command, KEY_ENDIAN, ENDIAN_LITTLE) ==
	                   ENDIAN_BIG;
	spec->open_gate = command_number(command, KEY_GATE, GATE_CLOSED) ==
	                  GATE_OPEN;
	spec->alias_beyond_table = command_number(command, KEY_BEYOND_TABLE,
	                                          BEYOND_TABLE_FAULT) ==
	                           BEYOND_TABLE_ALIAS;
	/* The default window of a guest is QEMU's: 1 GiB. */
	for (unsigned int g = 0;
	     spec->platform == PLATFORM_PSERIES && g < SCENARIO_GROUPS_MAX; g++)
		spec->group[g].tce32 = UINT32_C(1) << 30;
	set_groups(spec, command);
}
