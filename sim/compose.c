/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "sim/compose.h"

/* What has been dropped has left its traces: from the beginning. */
static void play_again(struct composer *c)
{
	struct command command;

	player_start(&c->player, &c->kernel, &c->machine);
	for (size_t i = 0; i < c->script.lines; i++) {
		if (!verb_is_step(c->script.line[i].verb))
			continue;
		script_command(&c->script, i, c->vocabulary, &command);
		player_step(&c->player, &command);
	}
}

bool compose_begin(struct composer *c, const char *machine)
{
	generator_forget(&c->generator);
	script_cut(&c->script, 0);
	script_add(&c->script, c->vocabulary, machine, 0);
	if (c->script.lines)
		script_command(&c->script, 0, c->vocabulary, &c->command);
	machine_spec_init(&c->machine, c->script.lines ? &c->command : NULL);
	return player_start(&c->player, &c->kernel, &c->machine);
}

enum compose_result compose_line(struct composer *c, const char *text)
{
	size_t before = c->script.lines;
	enum backend_status status;

	script_add(&c->script, c->vocabulary, text, 0);
	if (c->script.lines == before)
		return COMPOSE_DROPPED;
	script_command(&c->script, before, c->vocabulary, &c->command);
	status = player_step(&c->player, &c->command);
	if (status == BACKEND_BROKEN)
		return COMPOSE_BROKEN;
	if (status == BACKEND_DECLINED ||
	    (c->player.answer.reply.hazards & c->avoid)) {
		script_cut(&c->script, before);
		play_again(c);
		return COMPOSE_DROPPED;
	}
	generator_learn(&c->generator, &c->command);
	return COMPOSE_STEP;
}

enum compose_result compose_step(struct composer *c)
{
	return compose_line(c, generator_propose(&c->generator, &c->player));
}

void compose_release(struct composer *c)
{
	script_release(&c->script);
	player_release(&c->player);
}
