/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "sim/kernels.h"

#include "sim/text.h"

#include <stdlib.h>
#include <string.h>

/* clang-format off */
static const struct kernel_release releases[] = {
	{ "linux-4.9.0", "linux-4.9-write_reads+address_bits=unbounded",
	  "before 4.9.y took the readable write and the limit on levels" },
	{ "linux-4.19.0", "linux-4.19-busy_at_close",
	  "before 4.19.y took the end of the endless loop at close" },
	{ "linux-6.12.112", "linux-6.12+unmap_range",
	  "6.12.y with the range check of UNMAP" },
	{ "linux-7.2.0", "linux-7.2-unmap_range",
	  "before 7.2.y took the range check of UNMAP" },
};
/* clang-format on */

enum {
	RELEASES = sizeof(releases) / sizeof(releases[0]),
	ITEMS_MAX = 24
};

const struct kernel_release *kernel_release(unsigned int index)
{
	return index < RELEASES ? &releases[index] : NULL;
}

/* What stands between two commas. */
struct item {
	struct span base;       /* the profiles */
	struct span suffix;     /* "+unmap_range", or empty */
	struct profile_set set; /* empty: all */
	bool changed;
	uint8_t trait[TCESIM_TRAITS_MAX];
};

struct parser {
	const struct vocabulary *vocabulary;
	struct profile_error *error;
	unsigned int items;
	struct item item[ITEMS_MAX];
};

/* ---- what is wrong ---------------------------------------------------- */

/* WRONG 'WORD', and what stands in *RIGHT. */
static bool fail(const struct parser *p, const char *wrong, struct span word,
                 const char *right)
{
	char shown[WORD_SHOWN_MAX];
	struct text text;

	p->error->offset = 0;
	text_init(&text, p->error->text, sizeof(p->error->text));
	text_add(&text, wrong);
	text_add(&text, " '");
	text_add(&text, word_shown(word, shown));
	text_add(&text, "'");
	text_add(&text, right);
	return false;
}

static bool fail_near(const struct parser *p, const char *wrong,
                      const struct nearest *nearest, const char *else_right)
{
	char right[96];
	struct text text;

	text_init(&text, right, sizeof(right));
	text_add(&text, "; did you mean ");
	text_add(&text, nearest->word ? nearest->word : "");
	text_add(&text, "?");
	return fail(p, wrong, nearest->meant,
	            nearest->word ? right : else_right);
}

static bool no_trait(const struct parser *p, struct span word)
{
	const struct tcesim_named *trait;
	struct nearest nearest;

	nearest_init(&nearest, word);
	for (unsigned int i = 0; (trait = tcesim_trait(i)); i++)
		nearest_offer(&nearest, trait->name);
	return fail_near(p, "unknown trait", &nearest,
	                 "; tcesim profiles linux-6.12 lists the traits");
}

static void list_words(char *right, size_t size, unsigned int trait)
{
	const char *word;
	struct text text;

	text_init(&text, right, size);
	text_add(&text, "; ");
	text_add(&text, tcesim_trait(trait)->name);
	text_add(&text, " is one of");
	for (unsigned int i = 0; (word = tcesim_trait_word(trait, i)); i++) {
		text_add(&text, " ");
		text_add(&text, word);
	}
}

static bool no_value(const struct parser *p, unsigned int trait,
                     struct span word)
{
	struct nearest nearest;
	const char *known;
	char right[128];

	nearest_init(&nearest, word);
	for (unsigned int i = 0; (known = tcesim_trait_word(trait, i)); i++)
		nearest_offer(&nearest, known);
	list_words(right, sizeof(right), trait);
	return fail_near(p, "unknown value", &nearest, right);
}

/* ---- suffixes --------------------------------------------------------- */

enum {
	NONE = -1
};

static int trait_named(struct span word)
{
	const struct tcesim_named *trait;

	for (int i = 0; (trait = tcesim_trait((unsigned int)i)); i++)
		if (span_is(word, trait->name))
			return i;
	return NONE;
}

static int value_named(unsigned int trait, struct span word)
{
	const char *known;

	for (int i = 0; (known = tcesim_trait_word(trait, (unsigned int)i));
	     i++)
		if (span_is(word, known))
			return i;
	return NONE;
}

/* Of a suffix without `=`: its value, if the trait has two. */
static bool take_sign(const struct parser *p, struct span word, char sign,
                      unsigned int trait, int *value)
{
	char right[128];

	*value = sign == '+';
	if (!tcesim_trait_word(trait, 2))
		return true;
	list_words(right, sizeof(right), trait);
	return fail(p, "no value behind", word, right);
}

static bool take_value(const struct parser *p, struct span word, char sign,
                       unsigned int trait, int *value)
{
	if (sign == '-')
		return fail(p, "a value behind '-', at", word,
		            "; write +TRAIT=VALUE");
	*value = value_named(trait, word);
	return *value != NONE || no_value(p, trait, word);
}

/* WORD is what stands behind SIGN: a trait, or trait=value. */
static bool change_trait(const struct parser *p, struct item *item, char sign,
                         struct span word)
{
	const char *equals = memchr(word.text, '=', word.length);
	struct span name = word, given = { NULL, 0 };
	int trait, value;

	if (equals) {
		name.length = (size_t)(equals - word.text);
		given.text = equals + 1;
		given.length = word.length - name.length - 1;
	}
	trait = trait_named(name);
	if (trait == NONE)
		return no_trait(p, name);
	if (equals ? !take_value(p, given, sign, (unsigned int)trait, &value)
	           : !take_sign(p, word, sign, (unsigned int)trait, &value))
		return false;
	item->trait[trait] = (uint8_t)(value + 1);
	item->changed = true;
	return true;
}

/* Where a suffix begins: at a + or -, but for the - of "linux-". */
static size_t find_sign(struct span word)
{
	static const char linux_[] = "linux";
	const size_t length = sizeof(linux_) - 1;

	for (size_t i = 0; i < word.length; i++) {
		if (word.text[i] == '+')
			return i;
		if (word.text[i] == '-' &&
		    (i < length ||
		     memcmp(word.text + i - length, linux_, length) != 0))
			return i;
	}
	return word.length;
}

static struct span span_from(struct span span, size_t offset)
{
	return (struct span){ span.text + offset, span.length - offset };
}

static bool take_suffix(const struct parser *p, struct item *item,
                        struct span suffix)
{
	while (suffix.length) {
		struct span rest = span_from(suffix, 1);
		struct span word = { rest.text, find_sign(rest) };

		if (!change_trait(p, item, suffix.text[0], word))
			return false;
		suffix = span_from(rest, word.length);
	}
	return true;
}

/* ---- items ------------------------------------------------------------ */

/* BASE and SUFFIX go to ITEM, behind what is there. */
static bool take_words(const struct parser *p, struct item *item,
                       struct span base, struct span suffix)
{
	for (unsigned int i = 0; i < RELEASES; i++) {
		struct span means = span_of(releases[i].means);
		size_t sign = find_sign(means);

		if (!span_is(base, releases[i].name))
			continue;
		return take_words(p, item, (struct span){ means.text, sign },
		                  span_from(means, sign)) &&
		       take_suffix(p, item, suffix);
	}
	if (!span_is(base, "all") &&
	    !profile_set_parse(&item->set, base, false, p->vocabulary,
	                       p->error))
		return false;
	return take_suffix(p, item, suffix);
}

static bool take_item(struct parser *p, struct span word)
{
	struct item *item = &p->item[p->items];
	size_t sign = find_sign(word);

	if (p->items == ITEMS_MAX)
		return fail(p, "too many profiles from", word,
		            "; ranges say more");
	memset(item, 0, sizeof(*item));
	item->base = (struct span){ word.text, sign };
	item->suffix = span_from(word, sign);
	p->items++;
	return take_words(p, item, item->base, item->suffix);
}

static bool take_list(struct parser *p, const char *list)
{
	for (;;) {
		size_t length = strcspn(list, ",");

		if (!take_item(p, (struct span){ list, length }))
			return false;
		if (!list[length])
			return true;
		list += length + 1;
	}
}

/* ---- kernels ---------------------------------------------------------- */

static bool item_has(const struct item *item,
                     const struct tcesim_profile *profile)
{
	return profile_set_has(&item->set, profile->name, profile->major,
	                       profile->minor, NULL);
}

static bool same_name(const struct kernels *kernels, const char *name)
{
	for (unsigned int i = 0; i < kernels->count; i++)
		if (!strcmp(kernels->kernel[i].name, name))
			return true;
	return false;
}

/* PROFILE as ITEM asks for it; there is room.  Once is enough. */
static bool add_kernel(const struct parser *p, struct kernels *kernels,
                       const struct item *item,
                       const struct tcesim_profile *profile)
{
	struct kernel *kernel = &kernels->kernel[kernels->count];
	bool named = false;
	struct text text;

	for (unsigned int i = 0; i < RELEASES; i++)
		named = named || span_is(item->base, releases[i].name);
	text_init(&text, kernel->name, sizeof(kernel->name));
	if (named)
		text_add_span(&text, item->base);
	else
		text_add(&text, profile->name);
	text_add_span(&text, item->suffix);
	if (text.length >= sizeof(kernel->name))
		return fail(p, "too many traits in", item->suffix, "");
	kernel->profile = profile;
	kernel->changed = item->changed;
	memcpy(kernel->trait, item->trait, sizeof(kernel->trait));
	kernels->count += !same_name(kernels, kernel->name);
	return true;
}

/* PROFILE as it is, if any item asks for it, and then with its changes. */
static bool add_profile(const struct parser *p, struct kernels *kernels,
                        const struct tcesim_profile *profile)
{
	for (int changed = 0; changed <= 1; changed++)
		for (unsigned int i = 0; i < p->items; i++)
			if (p->item[i].changed == changed &&
			    item_has(&p->item[i], profile) &&
			    !add_kernel(p, kernels, &p->item[i], profile))
				return false;
	return true;
}

static bool add_kernels(struct parser *p, struct kernels *kernels)
{
	const struct tcesim_profile *profile;
	size_t room = (size_t)p->items * p->vocabulary->profiles;

	kernels->count = 0;
	kernels->kernel = calloc(room, sizeof(*kernels->kernel));
	if (!kernels->kernel)
		return fail(p, "out of memory for", span_of("profiles"), "");
	for (unsigned int i = 0; (profile = tcesim_profile(i)); i++)
		if (!add_profile(p, kernels, profile))
			return false;
	return true;
}

bool kernels_parse(struct kernels *kernels, const char *list,
                   const struct vocabulary *vocabulary,
                   struct profile_error *error)
{
	struct parser parser = { .vocabulary = vocabulary, .error = error };

	kernels_release(kernels);
	return take_list(&parser, list) && add_kernels(&parser, kernels);
}

void kernels_release(struct kernels *kernels)
{
	free(kernels->kernel);
	*kernels = (struct kernels){ .count = 0 };
}

const char *kernel_trait(const struct kernel *kernel, unsigned int index)
{
	if (kernel->trait[index])
		return tcesim_trait_word(index, kernel->trait[index] - 1u);
	return tcesim_trait_value(kernel->profile, index);
}
