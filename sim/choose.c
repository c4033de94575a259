/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "sim/choose.h"

#include "sim/room.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

/* ---- what can be told apart ------------------------------------------- */

enum {
	VALUES_MAX = 4, /* of a trait */
	PAIRS = CHOOSE_PROFILES_MAX * CHOOSE_PROFILES_MAX
};

static_assert(PAIRS + TCESIM_TRAITS_MAX * VALUES_MAX * CHOOSE_PROFILES_MAX <=
                      CHOOSE_WORDS * 64,
              "a set has room for every pair and every value");

static void set_bit(struct choose_set *set, unsigned int bit)
{
	set->word[bit / 64] |= UINT64_C(1) << bit % 64;
}

static bool has_bit(const struct choose_set *set, unsigned int bit)
{
	return set->word[bit / 64] >> bit % 64 & 1;
}

/* Profiles A and B, A older. */
static unsigned int pair_bit(unsigned int a, unsigned int b)
{
	return a * CHOOSE_PROFILES_MAX + b;
}

static unsigned int flip_bit(unsigned int profile, unsigned int trait,
                             unsigned int value)
{
	return PAIRS + (trait * VALUES_MAX + value) * CHOOSE_PROFILES_MAX +
	       profile;
}

/* ---- playing ---------------------------------------------------------- */

/* Any kernel's answers show these. */
static bool is_plain(const struct command *command)
{
	const struct value *of = command_value(command, KEY_OF);

	if (command->verb == VERB_SHOW)
		return of && of->choice == SHOW_KIND_PROCESS;
	return command->verb != VERB_DMA;
}

enum difference {
	SAME,
	DIFFERENT_LOOK,
	DIFFERENT
};

/*
 * Plays the script on KERNEL.  AGAINST: what it shows; NULL: it is written to
 * OUT.  *HAZARDS gathers what happens.
 */
static enum difference play(struct chooser *c, const struct kernel *kernel,
                            const uint64_t *against, uint64_t *out,
                            uint32_t *hazards)
{
	enum difference found = SAME;
	struct command command;

	/* A kernel that is not there shows nothing at all. */
	if (!player_start(&c->player, kernel, &c->scenario.machine))
		return DIFFERENT;
	for (size_t i = 0; i < c->script.lines && found != DIFFERENT; i++) {
		uint64_t shown = 0;

		if (!verb_is_step(c->script.line[i].verb))
			continue;
		script_command(&c->script, i, c->vocabulary, &command);
		/* What cannot go on is not seen to differ. */
		if (player_step(&c->player, &command))
			break;
		*hazards |= c->player.answer.reply.hazards;
		shown = behaviour_hash(&c->player.answer, c->vocabulary);
		if (out)
			out[i] = shown;
		else if (shown != against[i])
			found = is_plain(&command) ? DIFFERENT : DIFFERENT_LOOK;
	}
	return found;
}

static void note(struct choose_file *file, unsigned int bit,
                 enum difference found)
{
	if (found == DIFFERENT)
		set_bit(&file->tells, bit);
	if (found != SAME)
		set_bit(&file->looks, bit);
}

static void flip_traits(struct chooser *c, struct choose_file *file,
                        unsigned int profile)
{
	struct kernel kernel = { .profile = tcesim_profile(profile) };
	uint32_t hazards = 0;

	for (unsigned int t = 0; tcesim_trait(t); t++) {
		for (unsigned int v = 0; tcesim_trait_word(t, v); v++) {
			kernel.trait[t] = (uint8_t)(v + 1);
			note(file, flip_bit(profile, t, v),
			     play(c, &kernel, c->shown[profile], NULL,
			          &hazards));
		}
		kernel.trait[t] = 0;
	}
}

static void compare_profiles(struct chooser *c, struct choose_file *file,
                             unsigned int profile)
{
	const struct kernel kernel = { .profile = tcesim_profile(profile) };
	uint32_t hazards = 0;

	for (unsigned int other = 0; other < profile; other++)
		if (c->plays[other])
			note(file, pair_bit(other, profile),
			     play(c, &kernel, c->shown[other], NULL, &hazards));
}

/* ---- files ------------------------------------------------------------ */

static uint32_t dangerous_hazards(const struct vocabulary *vocabulary)
{
	static const char *const names[] = {
		"write_beyond_table", "read_beyond_table", "null_store",
		"null_read",          "runaway_kill",      "soft_lockup",
		"endless_loop",       "kernel_bug",        "use_after_free",
	};
	uint32_t hazards = 0;

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		hazards |= UINT32_C(1) << word_find(&vocabulary->hazards,
		                                    span_of(names[i]));
	return hazards;
}

static enum choose_class class_of(const struct chooser *c, uint32_t hazards)
{
	enum choose_class class = CHOOSE_PLAIN;

	for (size_t i = 0; i < c->script.lines; i++) {
		enum verb verb = c->script.line[i].verb;

		if (verb == VERB_FAULT)
			class = CHOOSE_FAULTS;
		if (verb == VERB_DMA && class == CHOOSE_PLAIN)
			class = CHOOSE_LOOKS;
	}
	return hazards & dangerous_hazards(c->vocabulary) ? CHOOSE_DANGEROUS
	                                                  : class;
}

static bool plays_on(const struct chooser *c,
                     const struct tcesim_profile *profile)
{
	return profile_set_has(&c->scenario.only, profile->name, profile->major,
	                       profile->minor, NULL);
}

static void look_at_profile(struct chooser *c, struct choose_file *file,
                            unsigned int p, uint32_t *hazards)
{
	const struct kernel kernel = { .profile = tcesim_profile(p) };

	c->plays[p] = plays_on(c, kernel.profile) &&
	              player_start(&c->player, &kernel, &c->scenario.machine);
	if (!c->plays[p])
		return;
	c->shown[p] = room_for(c->shown[p], &c->shown_room[p], c->script.lines,
	                       sizeof(**c->shown));
	memset(c->shown[p], 0, c->script.lines * sizeof(**c->shown));
	play(c, &kernel, NULL, c->shown[p], hazards);
	flip_traits(c, file, p);
	compare_profiles(c, file, p);
}

bool chooser_add(struct chooser *c, const char *path, reader_error *report,
                 void *context)
{
	struct choose_file *file;
	uint32_t hazards = 0;

	if (script_read(&c->script, c->reader, c->vocabulary, path, report,
	                context, &c->scenario))
		return false;
	c->file = room_for(c->file, &c->room, c->files + 1, sizeof(*c->file));
	file = &c->file[c->files++];
	*file = (struct choose_file){ .name = room_copy(path, strlen(path)) };
	for (unsigned int p = 0; p < CHOOSE_PROFILES_MAX && tcesim_profile(p);
	     p++)
		look_at_profile(c, file, p, &hazards);
	file->class = class_of(c, hazards);
	return true;
}

void chooser_release(struct chooser *c)
{
	for (size_t i = 0; i < c->files; i++)
		free(c->file[i].name);
	free(c->file);
	for (int p = 0; p < CHOOSE_PROFILES_MAX; p++)
		free(c->shown[p]);
	script_release(&c->script);
	player_release(&c->player);
}

/* ---- the choice ------------------------------------------------------- */

static unsigned int count_new(const struct choose_set *set,
                              const struct choose_set *told)
{
	unsigned int count = 0;

	for (unsigned int i = 0; i < CHOOSE_WORDS; i++)
		for (uint64_t word = set->word[i] & ~told->word[i]; word;
		     word &= word - 1)
			count++;
	return count;
}

static void take(struct chooser *c, struct choose_file *file,
                 const struct choose_set *set)
{
	file->chosen = true;
	for (unsigned int i = 0; i < CHOOSE_WORDS; i++)
		c->told.word[i] |= set->word[i];
}

/* In CLASS, what counts of FILE. */
static const struct choose_set *counts(const struct choose_file *file,
                                       enum choose_class class)
{
	return class == CHOOSE_PLAIN ? &file->tells : &file->looks;
}

/* The file that tells most that has not been told. */
static bool take_best(struct chooser *c, enum choose_class class)
{
	struct choose_file *best = NULL;
	unsigned int most = 0;

	for (size_t i = 0; i < c->files; i++) {
		struct choose_file *file = &c->file[i];
		unsigned int news = 0;

		if (file->class <= class)
			news = count_new(counts(file, class), &c->told);
		if (news > most) {
			most = news;
			best = file;
		}
	}
	if (best)
		take(c, best, counts(best, class));
	return best;
}

void chooser_choose(struct chooser *c)
{
	for (int class = CHOOSE_PLAIN; class < CHOOSE_CLASSES; class ++)
		while (take_best(c, (enum choose_class) class))
			;
}

void chooser_take_all(struct chooser *c)
{
	for (size_t i = 0; i < c->files; i++)
		take(c, &c->file[i], &c->file[i].looks);
}

/* ---- what is told ----------------------------------------------------- */

unsigned int chooser_pairs(const struct chooser *c)
{
	unsigned int pairs = 0;

	for (unsigned int bit = 0; bit < PAIRS; bit++)
		pairs += has_bit(&c->told, bit);
	return pairs;
}

bool chooser_pair(const struct chooser *c, unsigned int a, unsigned int b)
{
	return has_bit(&c->told, pair_bit(a, b));
}

unsigned int chooser_flips_of(const struct chooser *c, unsigned int trait,
                              unsigned int value)
{
	unsigned int flips = 0;

	for (unsigned int p = 0; p < CHOOSE_PROFILES_MAX; p++)
		flips += has_bit(&c->told, flip_bit(p, trait, value));
	return flips;
}

unsigned int chooser_flips(const struct chooser *c)
{
	unsigned int flips = 0;

	for (unsigned int t = 0; tcesim_trait(t); t++)
		for (unsigned int v = 0; tcesim_trait_word(t, v); v++)
			flips += chooser_flips_of(c, t, v);
	return flips;
}
