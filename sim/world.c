/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "sim/world.h"

#include "sim/random.h"

#include <string.h>

/* ---- lines of show ---------------------------------------------------- */

static const struct show_field *field(const struct show_line *line,
                                      const char *key)
{
	const struct show_field *found = NULL;

	for (unsigned int i = 0; i < line->fields && !found; i++)
		if (!strcmp(line->field[i].key, key))
			found = &line->field[i];
	return found;
}

static uint64_t number(const struct show_line *line, const char *key)
{
	const struct show_field *found = field(line, key);

	return found ? found->value : 0;
}

static bool is(const struct show_line *line, const char *key, const char *word)
{
	const struct show_field *found = field(line, key);

	return found && !strcmp(found->word, word);
}

static unsigned int count_groups(const struct show_line *line)
{
	const struct show_field *found = field(line, "groups");
	unsigned int groups = 0;

	for (const char *at = found ? found->word : ""; *at; at++)
		groups += *at == 'g';
	return groups;
}

static void see_container(struct world *world, const struct show_line *line)
{
	struct world_container *container = &world->container[0];

	if (world->containers == WORLD_THINGS_MAX)
		return;
	container += world->containers++;
	container->number = line->number;
	container->type = is(line, "type", "none")        ? '-'
	                  : is(line, "type", "spapr_tce") ? '1'
	                                                  : '2';
	container->enabled = is(line, "enabled", "yes");
	container->pending = is(line, "pending", "yes");
	/* "none" has no g. */
	container->groups = count_groups(line);
}

static void see_window(struct world *world, const struct show_line *line)
{
	if (world->windows == WORLD_THINGS_MAX)
		return;
	world->window[world->windows++] = (struct world_window){
		.container = line->number,
		.start_addr = number(line, "start_addr"),
		.entries = number(line, "entries"),
		.page_shift = (unsigned int)number(line, "page_shift"),
		.levels = (unsigned int)number(line, "levels"),
		.level_shift = (unsigned int)number(line, "level_shift"),
	};
}

static void see_region(struct world *world, const struct show_line *line)
{
	if (world->regions == WORLD_THINGS_MAX)
		return;
	world->region[world->regions++] = (struct world_region){
		.place = line->place,
		.size = number(line, "size"),
		.mapped = number(line, "mapped") > 1,
	};
}

static void see(void *context, const struct show_line *line)
{
	struct world *world = context;

	if (!strcmp(line->kind, "container"))
		see_container(world, line);
	else if (!strcmp(line->kind, "window"))
		see_window(world, line);
	else
		see_region(world, line);
}

/* ---- the whole -------------------------------------------------------- */

void world_look(struct world *world, struct player *player)
{
	static const char *const kinds[] = { "container", "window", "region" };
	struct backend *b = player->backend;

	world->containers = 0;
	world->windows = 0;
	world->regions = 0;
	for (int i = 0; i < 3; i++)
		b->ops->show(b, kinds[i], see, world);
}

const struct world_container *world_container(const struct world *world,
                                              unsigned int number)
{
	for (unsigned int i = world->containers; i-- > 0;)
		if (world->container[i].number == number)
			return &world->container[i];
	return NULL;
}

static uint64_t add(uint64_t hash, uint64_t number)
{
	return random_mix(hash ^ number) + 1;
}

static unsigned int few(unsigned int count)
{
	return count < 3 ? count : 3;
}

uint64_t world_hash(const struct world *world)
{
	uint64_t hash = few(world->regions);

	for (unsigned int i = 0; i < world->containers; i++) {
		const struct world_container *c = &world->container[i];

		hash = add(hash, (uint64_t)c->type << 8 |
		                         (uint64_t)c->enabled << 1 |
		                         (uint64_t)c->pending);
		hash = add(hash, few(c->groups));
	}
	for (unsigned int i = 0; i < world->windows; i++) {
		const struct world_window *w = &world->window[i];

		hash = add(hash, (uint64_t)w->page_shift << 8 | w->levels);
		hash = add(hash, w->start_addr != 0);
	}
	for (unsigned int i = 0; i < world->regions; i++)
		hash = add(hash, world->region[i].mapped);
	return hash;
}
