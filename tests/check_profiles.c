/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * check_profiles.c - kernels as the command line names them, what is known of
 * their traits, and which of them answer alike.
 */
#include "model/tcesim.h"
#include "sim/alike.h"
#include "sim/cmd_run.h"
#include "sim/kernels.h"
#include "sim/model_vocabulary.h"
#include "sim/profile_matrix.h"
#include "sim/trait_notes.h"
#include "tests/tool_rig.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

Suite *profiles_suite(void);

/* ---- kernels ----------------------------------------------------------- */

struct names {
	struct model_vocabulary model;
	struct kernels kernels;
	struct profile_error error;
};

static bool parse(struct names *n, const char *list)
{
	ck_assert(model_vocabulary_init(&n->model));
	return kernels_parse(&n->kernels, list, &n->model.vocabulary,
	                     &n->error);
}

static void release(struct names *n)
{
	kernels_release(&n->kernels);
	model_vocabulary_release(&n->model);
}

static unsigned int trait_index(const char *name)
{
	unsigned int i = 0;

	while (strcmp(tcesim_trait(i)->name, name) != 0)
		i++;
	return i;
}

static const struct {
	const char *list;
	const char *trait, *word; /* in the only kernel */
	const char *profile;
} changed[] = {
	{ "linux-6.12", "unmap_range", "first", "linux-6.12" },
	{ "linux-6.12+unmap_range", "unmap_range", "whole", "linux-6.12" },
	{ "linux-7.2", "unmap_range", "whole", "linux-7.2" },
	{ "linux-7.2-unmap_range", "unmap_range", "first", "linux-7.2" },
	{ "v9+map_range", "map_range", "whole", "v9" },
	{ "strict-map_range", "map_range", "first", "strict" },
	{ "linux-6.12+huge_shift=mapped", "huge_shift", "mapped",
	  "linux-6.12" },
	{ "linux-6.12+huge_shift=hugetlb+map_range", "huge_shift", "hugetlb",
	  "linux-6.12" },
	{ "linux-6.12+map_range-unmap_range", "map_range", "whole",
	  "linux-6.12" },
	{ "linux-6.11..linux-6.13-detach_clears", "detach_clears", "no",
	  "linux-6.12" },
	{ "linux-6.12.112", "unmap_range", "whole", "linux-6.12" },
	{ "linux-6.12.112+iova_answer=EINVAL", "unmap_range", "whole",
	  "linux-6.12" },
	{ "linux-6.12.112+iova_answer=EINVAL", "iova_answer", "EINVAL",
	  "linux-6.12" },
	{ "linux-7.2.0", "unmap_range", "first", "linux-7.2" },
	{ "linux-4.9.0", "write_reads", "no", "linux-4.9" },
	{ "linux-4.9.0", "address_bits", "unbounded", "linux-4.9" },
	{ "linux-4.19.0", "busy_at_close", "loops", "linux-4.19" },
};

START_TEST(suffixes_change_traits)
{
	struct names n = { .kernels = { .count = 0 } };
	const struct kernel *kernel;

	ck_assert_msg(parse(&n, changed[_i].list), "%s", n.error.text);
	ck_assert_uint_eq(n.kernels.count, 1);
	kernel = n.kernels.kernel;
	ck_assert_str_eq(kernel->profile->name, changed[_i].profile);
	ck_assert_str_eq(kernel_trait(kernel, trait_index(changed[_i].trait)),
	                 changed[_i].word);
	if (!strstr(changed[_i].list, ".."))
		ck_assert_str_eq(kernel->name, changed[_i].list);
	release(&n);
}
END_TEST

static const struct {
	const char *list, *kernels;
} lists[] = {
	{ "strict,v9", "v9 strict" },
	{ "linux-6.12,linux-6.12", "linux-6.12" },
	{ "linux-6.6..linux-6.12", "linux-6.6 linux-6.12" },
	{ "linux-6.6..linux-6.12+map_range",
	  "linux-6.6+map_range linux-6.12+map_range" },
	{ "linux-6.12+map_range,linux-6.6..linux-7.2",
	  "linux-6.6 linux-6.12 linux-6.12+map_range linux-7.2" },
	{ "linux-7.2.0,linux-7.2", "linux-7.2 linux-7.2.0" },
	{ "all",
	  "v9 linux-4.2 linux-4.9 linux-4.14 linux-4.19 linux-5.10 linux-6.1 "
	  "linux-6.6 linux-6.12 linux-7.2 strict" },
	{ "linux-6.13..linux-7.1", "" },
};

START_TEST(lists_are_in_order_of_age)
{
	struct names n = { .kernels = { .count = 0 } };
	char text[512] = "";

	ck_assert_msg(parse(&n, lists[_i].list), "%s", n.error.text);
	for (unsigned int i = 0; i < n.kernels.count; i++) {
		strcat(text, i ? " " : "");
		strcat(text, n.kernels.kernel[i].name);
	}
	ck_assert_str_eq(text, lists[_i].kernels);
	release(&n);
}
END_TEST

static const struct {
	const char *list, *said;
} wrong[] = {
	{ "linux-6.13", "unknown profile 'linux-6.13'; did you mean" },
	{ "linux-6.12+unmap_rang",
	  "unknown trait 'unmap_rang'; did you mean unmap_range?" },
	{ "linux-6.12+qwertyuiop",
	  "unknown trait 'qwertyuiop'; tcesim profiles linux-6.12 lists" },
	{ "linux-6.12+", "unknown trait ''" },
	{ "linux-6.12+huge_shift",
	  "no value behind 'huge_shift'; huge_shift is one of mapped sticky "
	  "hugetlb" },
	{ "linux-6.12-huge_shift", "huge_shift is one of" },
	{ "linux-6.12+huge_shift=maped",
	  "unknown value 'maped'; did you mean mapped?" },
	{ "linux-6.12+huge_shift=x",
	  "unknown value 'x'; huge_shift is one of" },
	{ "linux-6.12-map_range=whole", "write +TRAIT=VALUE" },
	{ "v9,", "no name between the commas" },
	{ "powernv9", "powernv9" },
	{ "v9,v9,v9,v9,v9,v9,v9,v9,v9,v9,v9,v9,v9,v9,v9,v9,v9,v9,v9,v9,v9,v9,"
	  "v9,v9,strict",
	  "too many profiles from 'strict'" },
	{ "linux-6.12+map_range+map_range+map_range+map_range+map_range"
	  "+map_range+map_range+map_range+map_range+map_range+map_range"
	  "+map_range+map_range+map_range+map_range+map_range+map_range",
	  "too many traits in '" },
};

START_TEST(what_is_wrong_is_said)
{
	struct names n = { .kernels = { .count = 0 } };

	ck_assert(!parse(&n, wrong[_i].list));
	ck_assert_msg(has(n.error.text, wrong[_i].said), "%s", n.error.text);
	release(&n);
}
END_TEST

START_TEST(releases_mean_kernels)
{
	const struct kernel_release *release_;
	struct names n = { .kernels = { .count = 0 } };

	for (unsigned int i = 0; (release_ = kernel_release(i)); i++) {
		ck_assert(parse(&n, release_->means));
		ck_assert_uint_eq(n.kernels.count, 1);
		ck_assert(n.kernels.kernel->changed);
		release(&n);
		ck_assert(parse(&n, release_->name));
		ck_assert_uint_eq(n.kernels.count, 1);
		release(&n);
	}
	ck_assert_ptr_null(kernel_release(1000));
}
END_TEST

/* ---- what is known ----------------------------------------------------- */

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
	for (size_t i = 0; i < sizeof(backports) / sizeof(backports[0]); i++)
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

/* ---- the program ------------------------------------------------------- */

/* A folder with SCENARIO alone. */
static void rig_init(struct tool_rig *r, const char *scenario)
{
	tool_rig_init(r);
	tool_rig_put(r, "a.scn", scenario);
}

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

	rig_init(&r, "");
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

	rig_init(&r, "");
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

	rig_init(&r, "");
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

	rig_init(&r, "");
	ck_assert_int_eq(tool_rig_run(&r, unusable[_i].line), EXIT_UNUSABLE);
	ck_assert_msg(has(r.err, unusable[_i].said), "%s", r.err);
	ck_assert_str_eq(r.out, "");
	tool_rig_release(&r);
}
END_TEST

/* ---- who answers alike ------------------------------------------------- */

static const char story[] = "machine gate=open\n"
			    "container c0\n"
			    "attach g0 c0\n"
			    "= -EPERM\n"
			    "set_iommu c0 type=spapr_tce_v2\n"
			    "show of=container\n"
			    "show of=tce\n"
			    "show of=tve\n"
			    "memory m0 size=64K\n"
			    "register c0 vaddr=m0 size=64K\n"
			    "map c0 iova=0x10 vaddr=m0 size=4K\n";

START_TEST(steps_are_told_with_who_answers_how)
{
	struct tool_rig r;
	char *text;

	rig_init(&r, story);
	ck_assert_int_eq(tool_rig_run(&r, "run --matrix @"), EXIT_DIFFERENT);
	text = r.out;
	/* d9c728949ddc, 4.10: the default window is made, and charged, later */
	ck_assert(has(text, ":5: set_iommu c0 type=spapr_tce_v2\n"
	                    "    ..linux-4.9: 0 locked_vm=8M\n"
	                    "    linux-4.14..,strict: 0\n"));
	ck_assert(has(text, ":3: attach g0 c0\n"
	                    "    all: 0\n"
	                    "        (the file expects something else)\n"));
	ck_assert(has(text, ":7: show of=tce\n    all: nothing\n"));
	ck_assert(has(text, ":8: show of=tve\n"
	                    "    ..linux-4.9:\n"
	                    "        tve g0 slot=0 kind=window"));
	/* b1af23d836f8, 4.12: a misaligned iova answers 1; strict does not.
	 * The view is charged at the first MAP, from 4.19 with the table. */
	ck_assert(has(text, "    ..linux-4.9: -EINVAL why=iova_unaligned\n"
	                    "    linux-4.14: 1 why=iova_unaligned "
	                    "locked_vm=4160K\n"
	                    "    linux-4.19..: 1 why=iova_unaligned "
	                    "locked_vm=8256K\n"
	                    "    strict: -EINVAL why=iova_unaligned "
	                    "locked_vm=8256K\n"));
	ck_assert(has(text, "\n0 passed, 11 failed\n"));
	tool_rig_release(&r);
}
END_TEST

START_TEST(changed_kernels_are_told_by_name)
{
	struct tool_rig r;

	rig_init(&r, story);
	tool_rig_run(&r, "run --matrix --profile v9,linux-4.2,linux-6.12,"
	                 "linux-6.12+iova_answer=EINVAL @");
	ck_assert(has(r.out, "    ..linux-4.2: -EINVAL why=iova_unaligned\n"
	                     "    linux-6.12: 1 why=iova_unaligned "
	                     "locked_vm=8256K\n"
	                     "    linux-6.12+iova_answer=EINVAL: -EINVAL "
	                     "why=iova_unaligned locked_vm=8256K\n"));
	tool_rig_release(&r);
}
END_TEST

START_TEST(groups_in_json)
{
	struct tool_rig r;

	rig_init(&r, story);
	tool_rig_run(&r, "run --matrix --format json --profile v9,linux-7.2 @");
	ck_assert(has(r.out, "{\"v\":1,\"type\":\"matrix\",\"file\":\""));
	ck_assert(has(r.out,
	              "\"line\":5,\"step\":\"set_iommu c0 type=spapr_tce_v2"
	              "\",\"groups\":[{\"guard\":\"v9\",\"profiles\":[\"v9\""
	              "],\"answer\":[\"0 locked_vm=8M\"],\"expected\":true},"
	              "{\"guard\":\"linux-7.2\",\"profiles\":[\"linux-7.2\"]"
	              ",\"answer\":[\"0\"],\"expected\":true}]}\n"));
	ck_assert(has(r.out, "\"expected\":false}"));
	ck_assert(has(r.out, "\"type\":\"summary\",\"passed\":0"));
	tool_rig_release(&r);
}
END_TEST

/* 6.5 or 6.6 has removed IODA1. */
START_TEST(skipped_kernels_are_a_group)
{
	struct tool_rig r;

	rig_init(&r, "machine platform=ioda1 gate=open\n"
	             "container c0\n"
	             "memory m0 size=1K\n"
	             "container c1\n");
	ck_assert_int_eq(tool_rig_run(&r, "run --matrix @"), EXIT_ALL_SKIPPED);
	ck_assert(has(r.out, ": the machine\n"
	                     "    linux-6.6..,strict: skipped: "));
	ck_assert(has(r.out, ":2: container c0\n    ..linux-6.1: 0\n"));
	ck_assert(has(r.out, ":3: memory m0 size=1K\n"
	                     "    ..linux-6.1: skipped: "));
	ck_assert(!has(r.out, ":4:"));
	tool_rig_release(&r);
}
END_TEST

START_TEST(kernels_may_stop_early)
{
	struct tool_rig r;

	rig_init(&r, "only linux-6.12,strict\n"
	             "container c0\n"
	             "process p1\n");
	ck_assert_int_eq(
		tool_rig_run(&r, "run --matrix --profile strict,linux-6.12,v9 "
	                         "@"),
		EXIT_AS_EXPECTED);
	ck_assert(has(r.out, ":2: container c0\n    all: 0\n"));
	ck_assert(has(r.out, "2 passed, 0 failed, 1 skipped\n"));
	tool_rig_release(&r);
}
END_TEST

/* A backend that breaks is told where it was told before. */
static struct backend *no_backend(const struct tcesim_config *config,
                                  const struct tcesim_profile *profile,
                                  enum backend_model_checks checks,
                                  enum tcesim_status *status)
{
	(void)config;
	(void)profile;
	(void)checks;
	*status = TCESIM_NO_MEMORY;
	return NULL;
}

START_TEST(nothing_is_told_of_a_dump)
{
	static const struct answer state;
	struct alike alike;

	alike_init(&alike, NULL, NULL, false, NULL);
	alike.report.ops->dump(&alike.report, NULL, &state);
	ck_assert(alike_print(&alike, "a.scn"));
	alike_release(&alike);
}
END_TEST

static int run_broken(int argc, char **argv, const struct cli *cli)
{
	static const struct run_backend broken = { no_backend, NULL };

	return cmd_run_on(&broken, argc, argv, cli);
}

START_TEST(what_breaks_is_told)
{
	struct tool_rig r;

	rig_init(&r, "container c0\n");
	ck_assert_int_eq(tool_rig_call(&r, run_broken, "run --matrix @"),
	                 EXIT_INTERNAL);
	ck_assert(has(r.err, "v9: internal error: out of memory\n"));
	tool_rig_release(&r);
}
END_TEST

#define LOOP(test, table) \
	tcase_add_loop_test(tcase, test, 0, sizeof(table) / sizeof((table)[0]))

Suite *profiles_suite(void)
{
	Suite *suite = suite_create("profiles");
	TCase *tcase = tcase_create("profiles");

	suite_add_tcase(suite, tcase);
	LOOP(suffixes_change_traits, changed);
	LOOP(lists_are_in_order_of_age, lists);
	LOOP(what_is_wrong_is_said, wrong);
	tcase_add_test(tcase, releases_mean_kernels);
	tcase_add_test(tcase, every_trait_has_a_note_and_a_scenario);
	tcase_add_test(tcase, evidence_has_names);
	tcase_add_test(tcase, when_agrees_with_the_traits);
	tcase_add_test(tcase, profiles_are_listed);
	tcase_add_test(tcase, a_kernel_has_traits);
	tcase_add_test(tcase, the_matrix_has_every_trait);
	LOOP(what_is_unusable_is_said, unusable);
	tcase_add_test(tcase, steps_are_told_with_who_answers_how);
	tcase_add_test(tcase, changed_kernels_are_told_by_name);
	tcase_add_test(tcase, groups_in_json);
	tcase_add_test(tcase, skipped_kernels_are_a_group);
	tcase_add_test(tcase, kernels_may_stop_early);
	tcase_add_test(tcase, nothing_is_told_of_a_dump);
	tcase_add_test(tcase, what_breaks_is_told);
	return suite;
}
