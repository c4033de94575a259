/* SPDX-License-Identifier: GPL-2.0-or-later */
#define _GNU_SOURCE
#include "sim/vfio/private.h"

#include <string.h>
#include <unistd.h>

/* ---- whether a machine can be had here ----------------------------------- */

/* A group that the platform gives, with nothing changed about it. */
static bool plain_group(const struct machine_group *group,
                        const struct machine_group *usual)
{
	return group->tce32 == usual->tce32 &&
	       group->pgsizes == usual->pgsizes &&
	       group->windows == usual->windows &&
	       group->host_driver == usual->host_driver &&
	       group->table_group == usual->table_group &&
	       group->lacks == usual->lacks;
}

/* The machine that says nothing of itself but its platform. */
static void usual_machine(struct machine_spec *usual, enum platform platform)
{
	const struct command command = {
		.verb = VERB_MACHINE,
		.args = 1,
		.arg = { { .key = KEY_PLATFORM,
		           .group = ALL_GROUPS,
		           .value = { .number = platform,
		                      .choice = platform } } },
	};

	machine_spec_init(usual, &command);
}

/* What a story may say of its machine and this host is not, or NULL. */
static const char *unlike(const struct host *host,
                          const struct machine_spec *spec,
                          const struct machine_spec *usual)
{
	if (strcmp(platform_name(spec->platform), host->platform))
		return "the platform is another";
	if (spec->page != (uint64_t)sysconf(_SC_PAGESIZE))
		return "host pages are of another size";
	if (spec->groups > host->groups)
		return "there are not so many groups";
	if (spec->big_endian)
		return "the host is little endian";
	if (spec->ram != usual->ram)
		return "the memory is of another size";
	if (spec->largest_block != usual->largest_block)
		return "the largest block is another";
	if (spec->eeh != usual->eeh)
		return "EEH is as the platform has it";
	for (unsigned int g = 0; g < spec->groups; g++)
		if (!plain_group(&spec->group[g], &usual->group[g]))
			return "groups are as the platform has them";
	return NULL;
}

bool backend_vfio_fits(const struct host *host, const struct machine_spec *spec,
                       const char **why)
{
	struct machine_spec usual;

	usual_machine(&usual, spec->platform);
	*why = unlike(host, spec, &usual);
	return !*why;
}
