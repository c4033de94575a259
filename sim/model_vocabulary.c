/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "sim/model_vocabulary.h"

#include <stdlib.h>

/* ---- names ------------------------------------------------------------ */

/* Entry INDEX of a list, or NULL past the last. */
typedef const char *name_function(unsigned int index);

static const char *reason_name(unsigned int index)
{
	const struct tcesim_reason *reason = tcesim_reason(index);

	return reason ? reason->name : NULL;
}

static const char *hazard_name(unsigned int index)
{
	const struct tcesim_named *hazard = tcesim_hazard(index);

	return hazard ? hazard->name : NULL;
}

static const char *site_name(unsigned int index)
{
	const struct tcesim_named *site = tcesim_fault_site(index);

	return site ? site->name : NULL;
}

static unsigned int count_names(name_function *name)
{
	unsigned int count = 0;

	while (name(count))
		count++;
	return count;
}

/* The names go to ROOM; what is left of it is answered. */
static const char **list_names(struct word_list *list, name_function *name,
                               const char **room)
{
	list->word = room;
	list->count = count_names(name);
	for (unsigned int i = 0; i < list->count; i++)
		*room++ = name(i);
	return room;
}

static unsigned int count_profiles(void)
{
	unsigned int count = 0;

	while (tcesim_profile(count))
		count++;
	return count;
}

static void list_profiles(struct vocabulary *vocabulary,
                          struct vocabulary_profile *room)
{
	for (unsigned int i = 0; i < vocabulary->profiles; i++) {
		const struct tcesim_profile *profile = tcesim_profile(i);

		room[i].name = profile->name;
		room[i].major = profile->major;
		room[i].minor = profile->minor;
	}
	vocabulary->profile = room;
}

bool model_vocabulary_init(struct model_vocabulary *names)
{
	struct vocabulary *vocabulary = &names->vocabulary;
	struct vocabulary_profile *profile;
	const char **word;
	size_t words = (size_t)count_names(reason_name) +
	               count_names(hazard_name) + count_names(site_name);
	size_t profiles = count_profiles();

	/* The profiles first: nothing needs a stricter alignment. */
	names->lists =
		malloc(profiles * sizeof(*profile) + words * sizeof(*word));
	if (!names->lists)
		return false;
	*vocabulary = (struct vocabulary){
		.profiles = (unsigned int)profiles,
		.error_name = tcesim_error_name,
		.error_number = tcesim_error_number,
	};
	profile = names->lists;
	list_profiles(vocabulary, profile);
	word = (const char **)(void *)(profile + profiles);
	word = list_names(&vocabulary->reasons, reason_name, word);
	word = list_names(&vocabulary->hazards, hazard_name, word);
	list_names(&vocabulary->sites, site_name, word);
	return true;
}

void model_vocabulary_release(struct model_vocabulary *names)
{
	free(names->lists);
	names->lists = NULL;
}

/* ---- the machine ------------------------------------------------------ */

static enum tcesim_platform platform_of(enum platform platform)
{
	switch (platform) {
	case PLATFORM_POWERNV8:
		return TCESIM_POWERNV8;
	case PLATFORM_POWERNV9:
		return TCESIM_POWERNV9;
	case PLATFORM_POWERNV10:
		return TCESIM_POWERNV10;
	case PLATFORM_PSERIES:
		return TCESIM_PSERIES;
	case PLATFORM_IODA1:
		break;
	}
	return TCESIM_IODA1;
}

static enum tcesim_op op_of(enum lacks lacks)
{
	switch (lacks) {
	case LACKS_NONE:
		return TCESIM_OP_NONE;
	case LACKS_GET_TABLE_SIZE:
		return TCESIM_OP_GET_TABLE_SIZE;
	case LACKS_CREATE_TABLE:
		return TCESIM_OP_CREATE_TABLE;
	case LACKS_SET_WINDOW:
		return TCESIM_OP_SET_WINDOW;
	case LACKS_UNSET_WINDOW:
		break;
	}
	return TCESIM_OP_UNSET_WINDOW;
}

static void group_config(struct tcesim_group_config *config,
                         const struct machine_group *group)
{
	config->tce32_size = group->tce32;
	config->pgsizes = group->pgsizes;
	config->windows = group->windows;
	config->host_driver = group->host_driver;
	config->no_table_group = !group->table_group;
	config->lacks = op_of(group->lacks);
}

void model_config_init(struct tcesim_config *config,
                       const struct machine_spec *spec)
{
	tcesim_config_init(config);
	config->platform = platform_of(spec->platform);
	config->page_shift = spec->page == 4096 ? 12 : 16;
	config->ram = spec->ram;
	config->groups = spec->groups;
	config->memlock = spec->memlock;
	config->ipc_lock = spec->ipc_lock;
	config->largest_block = spec->largest_block;
	config->eeh = spec->eeh;
	config->big_endian = spec->big_endian;
	config->open_gate = spec->open_gate;
	config->alias_beyond_table = spec->alias_beyond_table;
	for (unsigned int i = 0; i < spec->groups; i++)
		group_config(&config->group[i], &spec->group[i]);
}
