/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Kernels as the command line names them. */
#include "model/tcesim.h"
#include "sim/kernels.h"
#include "sim/model_vocabulary.h"
#include "tests/count.h"
#include "tests/tool_rig.h"

#include <check.h>
#include <string.h>

Suite *kernels_suite(void);

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

Suite *kernels_suite(void)
{
	Suite *suite = suite_create("kernels");
	TCase *tcase = tcase_create("kernels");

	tcase_add_loop_test(tcase, suffixes_change_traits, 0, COUNT(changed));
	tcase_add_loop_test(tcase, lists_are_in_order_of_age, 0, COUNT(lists));
	tcase_add_loop_test(tcase, what_is_wrong_is_said, 0, COUNT(wrong));
	tcase_add_test(tcase, releases_mean_kernels);
	suite_add_tcase(suite, tcase);
	return suite;
}
