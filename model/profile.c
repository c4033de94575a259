/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "model/profile.h"

#include <assert.h>
#include <string.h>

static const struct tcesim_profile profiles[PROFILE_COUNT] = {
	{ "v9", "the patch series as posted in April 2015", 0, 0 },
	{ "linux-4.2", "Linux 4.2, the first with dynamic DMA windows", 4, 2 },
	{ "linux-4.9", "Linux 4.9.y, with its stable fixes", 4, 9 },
	{ "linux-4.14", "Linux 4.14.y", 4, 14 },
	{ "linux-4.19", "Linux 4.19.y", 4, 19 },
	{ "linux-5.10", "Linux 5.10.y", 5, 10 },
	{ "linux-6.1", "Linux 6.1.176 as Debian 12 builds it", 6, 1 },
	{ "linux-6.6", "Linux 6.6, which stands for 6.4 to 6.10", 6, 6 },
	{ "linux-6.12", "Linux 6.12.107 as Debian 13 builds it", 6, 12 },
	{ "linux-7.2", "Linux 7.2.13 as Debian sid builds it", 7, 2 },
	{ "strict", "the contract, without the defects", 0, 0 },
};

static_assert((int)TRAIT_COUNT <= (int)TCESIM_TRAITS_MAX,
              "the configuration has room for every trait");

static const struct {
	const char *words;
	size_t size; /* of all words, each with its NUL */
	uint8_t value[PROFILE_COUNT];
} traits[TRAIT_COUNT] = {
#define TRAIT_ROW(id, name, words, sentence, ...) \
	{ words, sizeof(words), { __VA_ARGS__ } },
	TRAIT_LIST(TRAIT_ROW)
#undef TRAIT_ROW
};

static const struct tcesim_named trait_names[TRAIT_COUNT] = {
#define TRAIT_NAME(id, name, words, sentence, ...) { name, sentence },
	TRAIT_LIST(TRAIT_NAME)
#undef TRAIT_NAME
};

const struct tcesim_profile *tcesim_profile(unsigned int index)
{
	return index < PROFILE_COUNT ? &profiles[index] : NULL;
}

const struct tcesim_profile *tcesim_profile_named(const char *name)
{
	for (unsigned int i = 0; i < PROFILE_COUNT; i++)
		if (!strcmp(profiles[i].name, name))
			return &profiles[i];
	return NULL;
}

static unsigned int column(const struct tcesim_profile *profile)
{
	return (unsigned int)(profile - profiles);
}

uint8_t profile_trait(const struct tcesim_profile *profile, enum trait trait)
{
	return traits[trait].value[column(profile)];
}

const char *tcesim_trait_word(unsigned int index, unsigned int value)
{
	const char *word, *end;

	if (index >= TRAIT_COUNT)
		return NULL;
	word = traits[index].words;
	end = word + traits[index].size;
	while (word < end && value--)
		word += strlen(word) + 1;
	return word < end ? word : NULL;
}

const struct tcesim_named *tcesim_trait(unsigned int index)
{
	return index < TRAIT_COUNT ? &trait_names[index] : NULL;
}

const char *tcesim_trait_value(const struct tcesim_profile *profile,
                               unsigned int index)
{
	if (index >= TRAIT_COUNT)
		return NULL;
	return tcesim_trait_word(index,
	                         profile_trait(profile, (enum trait)index));
}
