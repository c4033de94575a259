/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Cases with changed lines, and on kernels with changed traits. */
#include "sim/fuzz.h"

#include "sim/format.h"
#include "sim/grammar.h"
#include "sim/room.h"

/* ---- lines ------------------------------------------------------------ */

static bool is_plain_number(enum key key)
{
	enum key_type type = key_row(key)->type;

	return type == TYPE_NUMBER || type == TYPE_ADDRESS;
}

static uint64_t other_number(struct fuzz *fuzz, uint64_t number)
{
	static const uint64_t odd[] = { 0,       1,         2,     12,
		                        16,      4096,      65536, 1 << 20,
		                        1 << 30, UINT64_MAX };
	struct random *random = &fuzz->random;

	switch (random_below(random, 6)) {
	case 0:
		return number + 1;
	case 1:
		return number - 1;
	case 2:
		return number << 1;
	case 3:
		return number >> 1;
	case 4:
		return number ^ UINT64_C(1) << random_below(random, 64);
	default:
		return odd[random_below(random, sizeof(odd) / sizeof(odd[0]))];
	}
}

static void change_line(struct fuzz *fuzz, struct script *script, size_t index)
{
	char text[2048];
	struct command command;
	struct arg *arg;

	script_command(script, index, fuzz->vocabulary, &command);
	if (!command.args)
		return;
	arg = &command.arg[random_below(&fuzz->random, command.args)];
	if (!is_plain_number(arg->key))
		return;
	arg->value.number = other_number(fuzz, arg->value.number);
	command_format(&command, fuzz->vocabulary, text, sizeof(text));
	script_replace(script, index, text);
}

void fuzz_mutate(struct fuzz *fuzz, struct script *script)
{
	for (size_t i = script->lines; i-- > 1;) {
		if (random_hit(&fuzz->random, 1, 12))
			change_line(fuzz, script, i);
		else if (random_hit(&fuzz->random, 1, 12))
			script_remove(script, i);
	}
	script_repair(script, fuzz->reader, &fuzz->scenario);
}

/* ---- traits ----------------------------------------------------------- */

/* The last answer, and what happened behind it. */
static uint64_t shown_by(const struct fuzz *fuzz)
{
	const struct answer *answer = &fuzz->player.answer;

	return behaviour_hash(answer, fuzz->vocabulary) +
	       random_mix(answer->reply.hazards);
}

/* What each step of the story shows on the kernel as it is: ->shown. */
static void look_at_own(struct fuzz *fuzz)
{
	const struct composer *c = &fuzz->composer;
	struct command command;

	fuzz->shown = room_for(fuzz->shown, &fuzz->shown_room, c->script.lines,
	                       sizeof(*fuzz->shown));
	player_start(&fuzz->player, &c->kernel, &c->machine);
	for (size_t i = 0; i < c->script.lines; i++) {
		fuzz->shown[i] = 0;
		if (!verb_is_step(c->script.line[i].verb))
			continue;
		script_command(&c->script, i, fuzz->vocabulary, &command);
		player_step(&fuzz->player, &command);
		fuzz->shown[i] = shown_by(fuzz);
	}
}

/* Whether the story looks otherwise on KERNEL. */
static bool differs(struct fuzz *fuzz, const struct kernel *kernel)
{
	const struct composer *c = &fuzz->composer;
	struct command command;
	bool played;

	if (!player_start(&fuzz->player, kernel, &c->machine))
		return false;
	for (size_t i = 0; i < c->script.lines; i++) {
		if (!verb_is_step(c->script.line[i].verb))
			continue;
		script_command(&c->script, i, fuzz->vocabulary, &command);
		/* What cannot go on is not seen to differ. */
		played = !player_step(&fuzz->player, &command);
		if (!played || shown_by(fuzz) != fuzz->shown[i])
			return played;
	}
	return false;
}

unsigned int fuzz_flip_traits(struct fuzz *fuzz)
{
	struct kernel kernel = fuzz->composer.kernel;
	unsigned int count = 0;

	look_at_own(fuzz);
	for (unsigned int i = 0; tcesim_trait(i); i++) {
		const uint8_t own = kernel.trait[i];

		for (unsigned int v = 0; tcesim_trait_word(i, v); v++) {
			if (fuzz->coverage.trait[i] >> v & 1)
				continue;
			kernel.trait[i] = (uint8_t)(v + 1);
			if (!differs(fuzz, &kernel))
				continue;
			fuzz->coverage.trait[i] |= (uint8_t)(1u << v);
			count++;
		}
		kernel.trait[i] = own;
	}
	return count;
}
