/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "model/tcesim.h"
#include "sim/choose.h"
#include "sim/model_vocabulary.h"
#include "tests/count.h"
#include "tests/tool_rig.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

Suite *fingerprint_suite(void);

static const char list_name[] = "scenarios/fingerprint.list";

/* The scenarios of the list, with blanks between. */
static char *list_files(void)
{
	FILE *file = fopen(list_name, "r");
	char line[512], *files = calloc(1, 1 << 16);

	ck_assert_ptr_nonnull(file);
	while (fgets(line, sizeof(line), file)) {
		if (line[0] == '#')
			continue;
		line[strcspn(line, "\n")] = ' ';
		strcat(files, line);
	}
	fclose(file);
	return files;
}

/* The trace of the shipped set on KERNEL goes to @/t.json. */
static void trace_set(struct tool_rig *r, const char *kernel)
{
	char *files = list_files();

	for (char *file = strtok(files, " "); file; file = strtok(NULL, " ")) {
		char line[512];
		FILE *out;

		snprintf(line, sizeof(line),
		         "run --format json --profile %s %s", kernel, file);
		tool_rig_run(r, line);
		tool_rig_path(r, "t.json", line);
		out = fopen(line, "a");
		fputs(r->out, out);
		fclose(out);
	}
	free(files);
}

/* What is behind a trace, and what is said of it. */
static const struct {
	const char *kernel, *nearest, *but;
} kernels[] = {
	{ "linux-6.12", "nearest linux-6.12: 0 of ", NULL },
	{ "linux-7.2", "nearest linux-7.2: 0 of ", NULL },
	{ "linux-5.10", "nearest linux-5.10: 0 of ", NULL },
	{ "strict", "nearest strict: 0 of ", NULL },
	{ "linux-6.12.112", "nearest linux-6.12.112: 0 of ", NULL },
	{ "linux-6.6+unmap_range", "nearest linux-6.6: 1 of ",
	  "    but unmap_range=whole, not first: " },
};

START_TEST(kernels_are_recognised)
{
	struct tool_rig r;

	for (int i = 0; i < COUNT(kernels); i++) {
		tool_rig_init(&r);
		trace_set(&r, kernels[i].kernel);
		ck_assert_int_eq(tool_rig_run(&r, "fingerprint @/t.json"), 0);
		ck_assert_msg(has(r.out, kernels[i].nearest), "%s: %s",
		              kernels[i].kernel, r.out);
		ck_assert_int_eq(has(r.out, "    but "),
		                 kernels[i].but != NULL);
		if (kernels[i].but)
			ck_assert(has(r.out, kernels[i].but));
		ck_assert(has(r.out, "traits that show, "));
		ck_assert(has(r.out, "traits that do not show:\n"));
		tool_rig_release(&r);
	}
}
END_TEST

START_TEST(defects_are_named)
{
	struct tool_rig r;

	tool_rig_init(&r);
	trace_set(&r, "linux-7.2");
	ck_assert_int_eq(tool_rig_run(&r, "fingerprint @/t.json"), 0);
	ck_assert(has(r.out, "not as the contract has it:\n"));
	ck_assert(has(r.out, "\n    busy_region=orphaned, not EBUSY: "));
	ck_assert(has(r.out, "\n    short_pin=count, not EFAULT: "));
	ck_assert(!has(r.out, "\n    unmap_range=first"));
	tool_rig_release(&r);
}
END_TEST

START_TEST(what_no_kernel_does_is_said)
{
	struct tool_rig r;

	tool_rig_init(&r);
	tool_rig_put(&r, "t.json",
	             "{\"step\":\"container c0\",\"ret\":0}\n"
	             "{\"step\":\"api_version c0\",\"ret\":77}\n");
	ck_assert_int_eq(tool_rig_run(&r, "fingerprint @/t.json "
	                                  "--machine=groups=2"),
	                 1);
	ck_assert(has(r.out, "1 steps fit no kernel; tcesim check tells "
	                     "which\n"));
	tool_rig_put(&r, "t.json", "{\"step\":\"jump\",\"ret\":0}\n");
	ck_assert_int_eq(tool_rig_run(&r, "fingerprint @/t.json"), 2);
	tool_rig_release(&r);
}
END_TEST

/* ---- the shipped set ---------------------------------------------------- */

static void ignore(void *context, const char *text)
{
	(void)context;
	fprintf(stderr, "%s\n", text);
}

/* Two columns of the table of traits. */
static bool same_traits(const struct tcesim_profile *a,
                        const struct tcesim_profile *b)
{
	for (unsigned int i = 0; tcesim_trait(i); i++)
		if (strcmp(tcesim_trait_value(a, i), tcesim_trait_value(b, i)))
			return false;
	return true;
}

/* The value of a trait that the list says nobody can tell. */
static bool is_listed_as_untold(const char *list, unsigned int trait,
                                unsigned int value)
{
	char name[128];

	snprintf(name, sizeof(name), " %s=%s", tcesim_trait(trait)->name,
	         tcesim_trait_word(trait, value));
	return strstr(list, name);
}

static void check_told(const struct chooser *c, const char *untold)
{
	const struct tcesim_profile *a, *b;

	for (unsigned int i = 0; (b = tcesim_profile(i)); i++)
		for (unsigned int k = 0; k < i; k++) {
			a = tcesim_profile(k);
			ck_assert_msg(chooser_pair(c, k, i) ||
			                      same_traits(a, b),
			              "%s and %s", a->name, b->name);
		}
	for (unsigned int t = 0; tcesim_trait(t); t++)
		for (unsigned int v = 0; tcesim_trait_word(t, v); v++)
			ck_assert_msg(chooser_flips_of(c, t, v) ||
			                      is_listed_as_untold(untold, t, v),
			              "%s=%s", tcesim_trait(t)->name,
			              tcesim_trait_word(t, v));
}

/* The second line of the list. */
static void read_untold(char *line, int size)
{
	FILE *file = fopen(list_name, "r");

	ck_assert_ptr_nonnull(file);
	while (fgets(line, size, file) && !strstr(line, "# not told by any:"))
		;
	fclose(file);
}

START_TEST(shipped_set_tells_all_apart)
{
	struct model_vocabulary names;
	struct chooser c = { .file = NULL };
	char *files = list_files(), untold[4096];

	ck_assert(model_vocabulary_init(&names));
	c.vocabulary = &names.vocabulary;
	c.reader = reader_new(c.vocabulary);
	for (char *file = strtok(files, " "); file; file = strtok(NULL, " "))
		ck_assert(chooser_add(&c, file, ignore, NULL));
	chooser_take_all(&c);
	read_untold(untold, sizeof(untold));
	check_told(&c, untold);
	ck_assert_uint_gt(chooser_flips(&c), 400);
	ck_assert_uint_gt(chooser_pairs(&c), 50);
	chooser_release(&c);
	reader_free(c.reader);
	model_vocabulary_release(&names);
	free(files);
}
END_TEST

/* ---- the choice --------------------------------------------------------- */

START_TEST(few_do_for_many)
{
	struct tool_rig r;

	tool_rig_init(&r);
	tool_rig_put(&r, "1.scn", "container c0\napi_version c0\n");
	tool_rig_put(&r, "2.scn", "container c0\nattach g0 g0\n");
	tool_rig_put(&r, "3.scn",
	             "container c0\nattach g0 g0\ngroup g0\nshow of=process\n");
	tool_rig_put(&r, "4.scn",
	             "only linux-6.12..\ncontainer c0\nattach g0 c0\n"
	             "set_iommu c0 type=7\nfault kmalloc.link\n"
	             "create c0 page_shift=12 window_size=1M levels=1\n");
	tool_rig_put(&r, "5.scn",
	             "machine platform=ioda1\ncontainer c0\nattach g0 c0\n"
	             "dma g0 read iova=0\n");
	tool_rig_put(&r, "6.scn",
	             "container c0\nattach g0 c0\nset_iommu c0 type=7\n"
	             "memory m0 size=64K\nregister c0 vaddr=m0 size=64K\n"
	             "map c0 iova=2G-4K vaddr=m0 size=8K\n");
	tool_rig_put(&r, "7.scn", "memory m0 size=1<<63\n");
	ck_assert_int_eq(tool_rig_run(&r, "fingerprint --choose @"), 0);
	ck_assert(!has(r.out, "1.scn"));
	ck_assert(!has(r.out, "7.scn"));
	ck_assert(has(r.out, "2.scn") != has(r.out, "3.scn"));
	ck_assert(has(r.out, "# in these something must fail\n"));
	ck_assert(has(r.out, "# these may break the kernel\n"));
	ck_assert(has(r.out, "# not told apart: v9-linux-4.2 "));
	ck_assert_int_eq(tool_rig_run(&r, "fingerprint --choose --all @"), 0);
	ck_assert(has(r.out, "1.scn"));
	tool_rig_release(&r);
}
END_TEST

START_TEST(folders_that_cannot_be_read)
{
	struct tool_rig r;
	struct rlimit usual, few;

	tool_rig_init(&r);
	ck_assert_int_eq(getrlimit(RLIMIT_NOFILE, &usual), 0);
	few = usual;
	few.rlim_cur = 0;
	ck_assert_int_eq(setrlimit(RLIMIT_NOFILE, &few), 0);
	ck_assert_int_eq(tool_rig_run(&r, "fingerprint --choose @"), 2);
	ck_assert_int_eq(setrlimit(RLIMIT_NOFILE, &usual), 0);
	ck_assert(has(r.err, "Too many open files"));
	tool_rig_release(&r);
}
END_TEST

Suite *fingerprint_suite(void)
{
	Suite *suite = suite_create("fingerprint");
	TCase *tcase = tcase_create("fingerprint");

	tcase_set_timeout(tcase, 120);
	tcase_add_test(tcase, kernels_are_recognised);
	tcase_add_test(tcase, defects_are_named);
	tcase_add_test(tcase, what_no_kernel_does_is_said);
	tcase_add_test(tcase, shipped_set_tells_all_apart);
	tcase_add_test(tcase, few_do_for_many);
	tcase_add_test(tcase, folders_that_cannot_be_read);
	suite_add_tcase(suite, tcase);
	return suite;
}
