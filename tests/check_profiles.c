/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Profiles and their traits: what is known, and what the program tells. */
#include "model/tcesim.h"
#include "sim/trait_notes.h"
#include "tests/count.h"
#include "tests/tool_rig.h"

#include <check.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

Suite *profiles_suite(void);

/* ---- what is known ---------------------------------------------------- */

START_TEST(every_trait_has_a_note_and_a_scenario)
{
	const struct tcesim_named *trait;
	char path[256];

	ck_assert_ptr_nonnull(trait_note(0)->part);
	for (unsigned int i = 0; (trait = tcesim_trait(i)); i++) {
		const struct trait_note *note = trait_note(i);

		ck_assert_msg(note->trait, "%s: sim/trait_notes.c has no row",
		              trait->name);
		ck_assert_msg(strchr(note->where, ':'), "%s", trait->name);
		snprintf(path, sizeof(path), "scenarios/%s", note->scenario);
		ck_assert_msg(!access(path, R_OK), "%s: %s", trait->name, path);
	}
}
END_TEST

START_TEST(evidence_has_names)
{
	ck_assert_str_eq(evidence_name(EVIDENCE_MEASURED), "measured");
	ck_assert_str_eq(evidence_name(EVIDENCE_EXECUTED), "executed");
	ck_assert_str_eq(evidence_name(EVIDENCE_READ), "by reading");
	ck_assert_str_eq(evidence_name(EVIDENCE_TOLD), "told");
	ck_assert_str_eq(evidence_name(EVIDENCE_RECALLED), "recalled");
}
END_TEST

/*
 * ->when is for people, but made of phrases: "WORD to 4.9", "WORD 4.10 to
 * 4.18", "WORD from 4.19", "WORD in 6.12.107", "WORD by 5.10", "WORD in every
 * kernel".  What it says must be what the table of traits says.
 */
struct phrase {
	char word[32];
	unsigned int first, last; /* releases */
};

enum {
	OPEN = 0xffffff
};

static unsigned int read_release(const char **text)
{
	unsigned int major, minor;
	int length;

	ck_assert_msg(sscanf(*text, "%u.%u%n", &major, &minor, &length) == 2,
	              "%s", *text);
	*text += length;
	while (**text == '.' || (**text >= '0' && **text <= '9'))
		++*text;
	return major << 8 | minor;
}

static bool skip(const char **text, const char *word)
{
	size_t length = strlen(word);

	if (strncmp(*text, word, length) != 0)
		return false;
	*text += length;
	return true;
}

static void read_phrase(const char **text, struct phrase *phrase)
{
	size_t length = strcspn(*text, " ");

	memcpy(phrase->word, *text, length);
	phrase->word[length] = '\0';
	*text += length;
	phrase->first = 0;
	phrase->last = OPEN;
	if (skip(text, " in every kernel"))
		return;
	if (skip(text, " to ")) {
		phrase->last = read_release(text);
	} else if (skip(text, " from ")) {
		phrase->first = read_release(text);
	} else if (skip(text, " in ") || skip(text, " by ")) {
		phrase->first = phrase->last = read_release(text);
	} else {
		ck_assert(skip(text, " "));
		phrase->first = read_release(text);
		ck_assert(skip(text, " to "));
		phrase->last = read_release(text);
	}
	skip(text, " on");
}

/* Stable releases that have taken what a later release brought. */
static const struct {
	const char *trait, *profile;
} backports[] = {
	{ "address_bits", "linux-4.9" },
	{ "write_reads", "linux-4.9" },
	{ "busy_at_close", "linux-4.19" },
	{ "unmap_range", "linux-7.2" },
};

static bool is_backport(const char *trait, const char *profile)
{
	for (int i = 0; i < COUNT(backports); i++)
		if (!strcmp(trait, backports[i].trait) &&
		    !strcmp(profile, backports[i].profile))
			return true;
	return false;
}

static void check_phrase(unsigned int trait, const struct phrase *phrase)
{
	const struct tcesim_profile *profile;
	const char *name = tcesim_trait(trait)->name;

	for (unsigned int i = 0; (profile = tcesim_profile(i)); i++) {
		unsigned int release = profile->major << 8 | profile->minor;
		const char *word = tcesim_trait_value(profile, trait);
		bool inside = release >= phrase->first &&
		              release <= phrase->last;

		if (!strcmp(profile->name, "strict") || !inside)
			continue;
		ck_assert_msg(!strcmp(word, phrase->word) !=
		                      is_backport(name, profile->name),
		              "%s: %s in %s", name, word, profile->name);
	}
}

enum {
	PHRASES_MAX = 8
};

/* What begins without an end ends where the next begins. */
static unsigned int read_phrases(const char *text, struct phrase *phrase)
{
	unsigned int phrases = 0;

	do {
		ck_assert_uint_lt(phrases, PHRASES_MAX);
		read_phrase(&text, &phrase[phrases]);
		if (phrases && phrase[phrases - 1].last == OPEN)
			phrase[phrases - 1].last = phrase[phrases].first - 1;
		phrases++;
	} while (skip(&text, ", "));
	ck_assert_msg(!*text, "%s", text);
	return phrases;
}

START_TEST(when_agrees_with_the_traits)
{
	struct phrase phrase[PHRASES_MAX];

	for (unsigned int i = 0; tcesim_trait(i); i++) {
		unsigned int phrases = read_phrases(trait_note(i)->when,
		                                    phrase);

		for (unsigned int j = 0; j < phrases; j++)
			check_phrase(i, &phrase[j]);
	}
}
END_TEST

/* ---- the program ------------------------------------------------------ */

static unsigned int traits(void)
{
	unsigned int i = 0;

	while (tcesim_trait(i))
		i++;
	return i;
}

START_TEST(profiles_are_listed)
{
	struct tool_rig r;

	tool_rig_init(&r);
	ck_assert_int_eq(tool_rig_run(&r, "profiles"), EXIT_AS_EXPECTED);
	ck_assert(has(r.out, "v9               the patch series"));
	ck_assert(has(r.out, "linux-6.12.112   linux-6.12+unmap_range:"));
	ck_assert_int_eq(tool_rig_run(&r, "profiles --format json"),
	                 EXIT_AS_EXPECTED);
	ck_assert(has(r.out, "{\"v\":1,\"profile\":\"v9\",\"sentence\":"));
	ck_assert(has(r.out, "{\"v\":1,\"release\":\"linux-7.2.0\",\"means\":"
	                     "\"linux-7.2-unmap_range\",\"sentence\":"));
	ck_assert_int_eq(tool_rig_run(&r, "profiles --help"), EXIT_AS_EXPECTED);
	ck_assert(has(r.out, "usage: tcesim profiles [NAME"));
	tool_rig_release(&r);
}
END_TEST

START_TEST(a_kernel_has_traits)
{
	struct tool_rig r;

	tool_rig_init(&r);
	ck_assert_int_eq(tool_rig_run(&r, "profiles linux-7.2"),
	                 EXIT_AS_EXPECTED);
	ck_assert_uint_eq(times(r.out, "\n"), 1 + traits());
	ck_assert_uint_eq(times(r.out, "  * "), 0);
	ck_assert_int_eq(tool_rig_run(&r, "profiles linux-6.12.112"),
	                 EXIT_AS_EXPECTED);
	ck_assert_uint_eq(times(r.out, "  * "), 1);
	ck_assert(has(r.out, "  * unmap_range          whole "));
	ck_assert_int_eq(
		tool_rig_run(&r, "profiles --format=json v9+map_range"), 0);
	ck_assert_uint_eq(times(r.out, "\n"), 1);
	ck_assert(has(r.out, "\"profile\":\"v9+map_range\""));
	ck_assert(has(r.out, "\"base\":\"v9\",\"traits\":{"));
	ck_assert(has(r.out, "\"map_range\":\"whole\""));
	tool_rig_release(&r);
}
END_TEST

START_TEST(the_matrix_has_every_trait)
{
	struct tool_rig r;
	char text[64];

	tool_rig_init(&r);
	ck_assert_int_eq(tool_rig_run(&r, "profiles --matrix"),
	                 EXIT_AS_EXPECTED);
	ck_assert_uint_eq(times(r.out, "shown by scenarios/"), traits());
	ck_assert(has(r.out,
	              "unmap_range           1   1   1    0    0    0   0"
	              "   0    0   1      1\n"));
	ck_assert_int_eq(tool_rig_run(&r, "profiles --matrix --format json"),
	                 0);
	ck_assert_uint_eq(times(r.out, "\n"), traits());
	ck_assert_uint_eq(times(r.out, "\"part\":null"), 0);
	ck_assert(has(r.out, "\"trait\":\"unmap_range\",\"part\":\"MAP and "
	                     "UNMAP\""));
	ck_assert(has(r.out, "\"values\":[\"first\",\"whole\"],\"profiles\":"
	                     "{\"v9\":\"whole\",\"linux-4.2\":\"whole\""));
	ck_assert_int_eq(
		tool_rig_run(&r, "profiles --matrix --format markdown"), 0);
	for (unsigned int i = 0; i < traits(); i++) {
		snprintf(text, sizeof(text), "\n### %s\n",
		         tcesim_trait(i)->name);
		ck_assert_uint_eq(times(r.out, text), 1);
	}
	ck_assert(has(r.out, "| [wrong_fd](#wrong_fd) | EINVAL | · | · | · "
	                     "| · | · | · | EBADFD | · | · | · |\n"));
	tool_rig_release(&r);
}
END_TEST

static const struct {
	const char *line, *said;
} unusable[] = {
	{ "profiles linux-6.13", "unknown profile" },
	{ "profiles v9 strict", "one name at most" },
	{ "profiles --matrix v9", "--matrix is about all, not v9" },
	{ "profiles --format csv", "text, json or markdown, not csv" },
	{ "profiles --format markdown", "markdown is the format of --matrix" },
	{ "profiles --nonsense", "unknown option" },
	{ "run --matrix --trace @", "--matrix goes without" },
	{ "run --matrix --dump @", "--matrix goes without" },
	{ "run --record --profile v9+map_range @", "guards cannot tell" },
	{ "run --profile v9+nonsense @", "unknown trait" },
};

START_TEST(what_is_unusable_is_said)
{
	struct tool_rig r;

	tool_rig_init(&r);
	tool_rig_put(&r, "a.scn", "");
	ck_assert_int_eq(tool_rig_run(&r, unusable[_i].line), EXIT_UNUSABLE);
	ck_assert_msg(has(r.err, unusable[_i].said), "%s", r.err);
	ck_assert_str_eq(r.out, "");
	tool_rig_release(&r);
}
END_TEST

Suite *profiles_suite(void)
{
	Suite *suite = suite_create("profiles");
	TCase *tcase = tcase_create("profiles");

	tcase_add_test(tcase, every_trait_has_a_note_and_a_scenario);
	tcase_add_test(tcase, evidence_has_names);
	tcase_add_test(tcase, when_agrees_with_the_traits);
	tcase_add_test(tcase, profiles_are_listed);
	tcase_add_test(tcase, a_kernel_has_traits);
	tcase_add_test(tcase, the_matrix_has_every_trait);
	tcase_add_loop_test(tcase, what_is_unusable_is_said, 0,
	                    COUNT(unusable));
	suite_add_tcase(suite, tcase);
	return suite;
}
