/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "sim/player.h"

#include "sim/format.h"
#include "sim/grammar.h"
#include "sim/model_vocabulary.h"
#include "sim/random.h"
#include "sim/text.h"

#include <string.h>

static const struct player_maker *maker_of(const struct player *player)
{
	static const struct player_maker model = { backend_model_new,
		                                   backend_model_settle };

	return player->maker ? player->maker : &model;
}

bool player_start(struct player *player, const struct kernel *kernel,
                  const struct machine_spec *machine)
{
	struct tcesim_config config;
	enum tcesim_status status;

	player_stop(player);
	player->machine = *machine;
	model_config_init(&config, machine);
	memcpy(config.trait, kernel->trait, sizeof(config.trait));
	player->backend = maker_of(player)->make(&config, kernel->profile,
	                                         CHECK_STEPS, &status);
	return player->backend &&
	       runner_start(&player->runner, player->backend, &player->machine);
}

enum backend_status player_step(struct player *player,
                                const struct command *command)
{
	enum backend_status status = runner_step(&player->runner, command,
	                                         &player->answer);

	return status ? status : maker_of(player)->settle(player->backend);
}

void player_stop(struct player *player)
{
	if (player->backend)
		player->backend->ops->free(player->backend);
	player->backend = NULL;
}

void player_release(struct player *player)
{
	player_stop(player);
	runner_release(&player->runner);
	answer_release(&player->answer);
}

/* ---- what is seen of an answer ---------------------------------------- */

static void add_pair(struct text *text, const char *key, const char *value)
{
	text_add_char(text, ' ');
	text_add(text, key);
	text_add_char(text, '=');
	text_add(text, value);
}

static void add_fields(struct text *text, const struct answer *answer,
                       const struct vocabulary *vocabulary)
{
	char number[64];

	for (unsigned int i = 0; i < answer->fields; i++) {
		const struct answer_field *field = &answer->field[i];
		const struct value value = { .number = field->value,
			                     .memory = NO_MEMORY_NAMED,
			                     .untouched = field->untouched };

		format_value(field->key, &value, vocabulary, number,
		             sizeof(number));
		add_pair(text, key_row(field->key)->name, number);
	}
}

static void add_answer(struct text *text, const struct answer *answer,
                       const struct vocabulary *vocabulary)
{
	const struct address place = { .memory = answer->place.memory,
		                       .offset = answer->place.offset };
	char word[64];

	if (answer->verb == VERB_DMA) {
		text_add(text, answer->reply.ret < 0 ? "fault" : "ok");
	} else {
		format_result(answer->reply.ret, vocabulary, word,
		              sizeof(word));
		text_add(text, word);
	}
	add_fields(text, answer, vocabulary);
	if (answer->place.known) {
		format_address(&place, word, sizeof(word));
		add_pair(text, "at", word);
	}
	if (answer->seen.data[0])
		add_pair(text, "data", answer->seen.data);
	if (answer->locked_vm_known) {
		format_size(answer->locked_vm, word, sizeof(word));
		add_pair(text, "locked_vm", word);
	}
}

size_t behaviour_format(const struct answer *answer,
                        const struct vocabulary *vocabulary, char *at,
                        size_t size)
{
	char line[ANSWER_TEXT_MAX];
	struct text text;

	text_init(&text, at, size);
	if (answer->verb != VERB_SHOW)
		add_answer(&text, answer, vocabulary);
	for (size_t i = 0; i < answer->lines; i++) {
		show_line_format(&answer->line[i], NULL, line, sizeof(line));
		if (i)
			text_add_char(&text, '\n');
		text_add(&text, line);
	}
	return text.length;
}

static uint64_t hash_text(uint64_t hash, const char *text)
{
	for (; *text; text++)
		hash = random_mix(hash ^ (unsigned char)*text);
	return hash;
}

uint64_t behaviour_hash(const struct answer *answer,
                        const struct vocabulary *vocabulary)
{
	char line[ANSWER_TEXT_MAX];
	uint64_t hash = answer->verb;

	if (answer->verb != VERB_SHOW) {
		behaviour_format(answer, vocabulary, line, sizeof(line));
		hash = hash_text(hash, line);
	}
	for (size_t i = 0; i < answer->lines; i++) {
		show_line_format(&answer->line[i], NULL, line, sizeof(line));
		hash = random_mix(hash_text(hash, line) + i);
	}
	return hash;
}
