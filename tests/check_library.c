/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * check_library.c - what model/tcesim.h promises whatever a kernel answers:
 * lists, machines side by side, and callers that break the rules.
 */
#include "model/tcesim.h"
#include "model/uapi.h"
#include "tests/count.h"
#include "tests/story.h"

#include <check.h>
#include <string.h>

Suite *library_suite(void);

#define OK(call)  ck_assert_int_eq((call), TCESIM_OK)
#define BAD(call) ck_assert_int_eq((call), TCESIM_BAD_ARGUMENT)

/* ---- lists ------------------------------------------------------------ */

static bool proper_name(const char *name)
{
	return name && *name &&
	       strspn(name, "abcdefghijklmnopqrstuvwxyz"
	                    "0123456789_.-") == strlen(name);
}

#define LIST_IS_GOOD(list)                                        \
	do {                                                      \
		unsigned int n = 0;                               \
                                                                  \
		for (; list(n); n++) {                            \
			ck_assert(proper_name(list(n)->name));    \
			ck_assert(strlen(list(n)->sentence) > 0); \
			for (unsigned int i = 0; i < n; i++)      \
				ck_assert_str_ne(list(i)->name,   \
				                 list(n)->name);  \
		}                                                 \
		ck_assert_uint_gt(n, 0);                          \
		ck_assert_ptr_null(list(n));                      \
		ck_assert_ptr_null(list(n + 1));                  \
		ck_assert_ptr_null(list(~0u));                    \
	} while (0)

START_TEST(lists_have_names_and_an_end)
{
	LIST_IS_GOOD(tcesim_reason);
	LIST_IS_GOOD(tcesim_hazard);
	LIST_IS_GOOD(tcesim_fault_site);
	LIST_IS_GOOD(tcesim_invariant);
	LIST_IS_GOOD(tcesim_profile);
	LIST_IS_GOOD(tcesim_trait);
	ck_assert_str_eq(tcesim_reason(0)->name, "none");
	ck_assert_ptr_null(tcesim_hazard(32));
}
END_TEST

START_TEST(errors_have_names)
{
	ck_assert_str_eq(tcesim_error_name(22), "EINVAL");
	ck_assert_int_eq(tcesim_error_number("EINVAL"), 22);
	ck_assert_int_eq(tcesim_error_number("EIO"), 5);
	ck_assert_int_eq(tcesim_error_number("ENOMEM"), 12);
	ck_assert_int_eq(tcesim_error_number("ENOSPC"), 28);
	ck_assert_int_eq(tcesim_error_number("ENXIO"), 6);
	ck_assert_int_eq(tcesim_error_number(""), 0);
	ck_assert_int_eq(tcesim_error_number("EWHAT"), 0);
	ck_assert_ptr_null(tcesim_error_name(0));
	ck_assert_ptr_null(tcesim_error_name(-22));
	ck_assert_ptr_null(tcesim_error_name(100000));
	for (int error = 1; error < 200; error++) {
		const char *name = tcesim_error_name(error);

		if (name)
			ck_assert_int_eq(tcesim_error_number(name), error);
	}
}
END_TEST

START_TEST(profiles_are_in_order_of_age)
{
	const struct tcesim_profile *older = tcesim_profile(0), *p = older;

	ck_assert_str_eq(p->name, "v9");
	for (unsigned int i = 0; tcesim_profile(i); i++) {
		p = tcesim_profile(i);
		ck_assert_ptr_eq(tcesim_profile_named(p->name), p);
		for (unsigned int t = 0; tcesim_trait(t); t++)
			ck_assert(strlen(tcesim_trait_value(p, t)) > 0);
		if (p->major && older->major)
			ck_assert(p->major > older->major ||
			          (p->major == older->major &&
			           p->minor > older->minor));
		older = p;
	}
	ck_assert_str_eq(p->name, "strict");
	ck_assert_ptr_null(tcesim_profile_named("linux-0.1"));
	ck_assert_uint_eq(story_profile()->major, 6);
	ck_assert_uint_eq(story_profile()->minor, 12);
}
END_TEST

/* ---- machines --------------------------------------------------------- */

START_TEST(machines_do_not_meet)
{
	enum {
		MACHINES = 32
	};
	static struct story alone, many[MACHINES];

	memset(&alone, 0, sizeof(alone));
	alone.machine = story_machine(NULL);
	OK(story_run(&alone, story_steps()));
	story_succeeded(&alone);

	memset(many, 0, sizeof(many));
	for (unsigned int i = 0; i < MACHINES; i++)
		many[i].machine = story_machine(NULL);
	for (unsigned int step = 0; step < story_steps(); step++)
		for (unsigned int i = 0; i < MACHINES; i++)
			OK(story_step(&many[i ^ (step & 1)]));
	for (unsigned int i = 0; i < MACHINES; i++) {
		ck_assert(story_same(&alone, &many[i], 0, story_steps()));
		ck_assert(story_same_hash(story_hash(alone.machine),
		                          story_hash(many[i].machine)));
		tcesim_free(many[i].machine);
	}
	tcesim_free(alone.machine);
}
END_TEST

START_TEST(invariants_hold_under_every_profile)
{
	const struct tcesim_profile *p;
	struct tcesim_config config;
	unsigned int broken = 0;

	story_config(&config, NULL);
	for (unsigned int i = 0; (p = tcesim_profile(i)); i++) {
		struct story story = { .next = 0 };

		OK(tcesim_new(&config, p, &story.machine));
		OK(tcesim_check(story.machine, &broken));
		while (story.next < story_steps()) {
			OK(story_step(&story));
			ck_assert_msg(tcesim_check(story.machine, &broken) ==
			                      TCESIM_OK,
			              "%s: step %u: %s", p->name, story.next,
			              tcesim_invariant(broken)->name);
		}
		tcesim_free(story.machine);
	}
}
END_TEST

START_TEST(free_takes_null)
{
	tcesim_free(NULL);
	tcesim_snapshot_free(NULL);
}
END_TEST

/* ---- broken rules ----------------------------------------------------- */

static void bad_config(const struct tcesim_config *config)
{
	struct tcesim_machine *machine = NULL;

	BAD(tcesim_new(config, story_profile(), &machine));
	ck_assert_ptr_null(machine);
}

#define BAD_WITH(change)                   \
	do {                               \
		struct tcesim_config with; \
                                           \
		tcesim_config_init(&with); \
		with.change;               \
		bad_config(&with);         \
	} while (0)

START_TEST(bad_machines)
{
	struct tcesim_machine *machine = NULL;
	struct tcesim_config config;

	BAD_WITH(page_shift = 13);
	BAD_WITH(page_shift = 0);
	BAD_WITH(groups = 0);
	BAD_WITH(groups = TCESIM_GROUPS_MAX + 1);
	BAD_WITH(ram = 0);
	BAD_WITH(ram = 32 << 20);
	BAD_WITH(ram = (64 << 20) + 4096);
	BAD_WITH(ram = UINT64_C(65) << 40);
	BAD_WITH(group[0].windows = 3);
	BAD_WITH(platform = (enum tcesim_platform)99);

	tcesim_config_init(&config);
	BAD(tcesim_new(&config, NULL, &machine));
}
END_TEST

START_TEST(bad_calls)
{
	struct tcesim_machine *m = story_machine(NULL);
	struct tcesim_mapping mapping = { .size = 4096 };
	struct tcesim_dma dma = { .group = 0, .size = 4096 };
	struct tcesim_argument argument = { .value = 0 };
	struct tcesim_answer answer;
	struct tcesim_page page;
	unsigned int memory;
	uint64_t vaddr;

	BAD(tcesim_mmap(m, 7, &mapping, &vaddr, &memory, &answer));
	BAD(tcesim_fork(m, 7, &answer));
	BAD(tcesim_exit(m, 7, &answer));
	BAD(tcesim_limit(m, 7, 0, false));
	BAD(tcesim_munmap(m, 7, 0, &answer));
	BAD(tcesim_fill(m, 7, 0, 1, 0, &answer));
	BAD(tcesim_fill(m, 0, 0, 0, 0, &answer));
	BAD(tcesim_open_container(m, 7, &answer));
	BAD(tcesim_open_group(m, 7, 0, &answer));
	BAD(tcesim_open_group(m, 0, 2, &answer));
	BAD(tcesim_close(m, 7, 0, &answer));
	BAD(tcesim_ioctl(m, 7, 0, UAPI_ENABLE, &argument, &answer));
	dma.size = 0;
	BAD(tcesim_dma(m, &dma, &page, &answer));
	dma.size = (UINT64_C(1) << 40) + 1;
	BAD(tcesim_dma(m, &dma, &page, &answer));
	dma.size = 4096;
	dma.group = 2;
	BAD(tcesim_dma(m, &dma, &page, &answer));
	BAD(tcesim_device(m, 2, 1, NULL, NULL));
	BAD(tcesim_device(m, 0, 0, NULL, NULL));
	BAD(tcesim_device(m, 0, (UINT64_C(1) << 40) + 1, NULL, NULL));
	tcesim_free(m);
}
END_TEST

/* clang-format off */
static const struct tcesim_mapping bad_mapping[] = {
	{ .size = 0 },
	{ .size = 4097 },
	{ .size = UINT64_C(1) << 47 },
	{ .size = 4096, .align = 4096 * 3 },
	{ .size = 4096, .align = 2048 },
	{ .size = 4096, .align = UINT64_C(1) << 41 },
	{ .size = 4096, .page_size = 2048 },
	{ .size = 12288, .page_size = 12288 },
	{ .size = 4096, .page_size = 2 << 20 },
	{ .size = 4096, .folio_size = 2048 },
	{ .size = 4096, .folio_size = 12288 },
	{ .size = 2 << 20, .folio_size = 65536, .page_size = 2 << 20 },
	{ .size = 4096, .at = 1 },
	{ .size = 4096, .at = UINT64_C(1) << 62 },
	{ .size = 65536, .folio_size = 65536, .skew = 1 },
	{ .size = 65536, .folio_size = 65536, .skew = 65536 },
};
/* clang-format on */

START_TEST(bad_mappings)
{
	struct tcesim_machine *m = story_machine(NULL);
	struct tcesim_answer answer;
	unsigned int memory;
	uint64_t vaddr;

	BAD(tcesim_mmap(m, 0, &bad_mapping[_i], &vaddr, &memory, &answer));
	tcesim_free(m);
}
END_TEST

START_TEST(bad_faults)
{
	struct tcesim_machine *m = story_machine(NULL);
	struct tcesim_fault fault = { .nth = 1, .group = TCESIM_ANY_GROUP };
	struct tcesim_fault bad;

	bad = fault;
	bad.site = ~0u;
	BAD(tcesim_fault(m, &bad));
	bad = fault;
	bad.nth = 0;
	BAD(tcesim_fault(m, &bad));
	bad = fault;
	bad.group = 2;
	BAD(tcesim_fault(m, &bad));
	bad = fault;
	bad.error = 5;
	BAD(tcesim_fault(m, &bad));
	bad.error = -40000;
	BAD(tcesim_fault(m, &bad));
	ck_assert_uint_eq(tcesim_faults_armed(m), 0);
	OK(tcesim_fault(m, &fault));
	ck_assert_uint_eq(tcesim_faults_armed(m), 1);
	tcesim_free(m);
}
END_TEST

START_TEST(a_rule_broken_changes_nothing)
{
	struct story story = { .machine = story_machine(NULL) };
	struct tcesim_answer answer;
	struct tcesim_hash before;

	OK(story_run(&story, story_steps() / 2));
	before = story_hash(story.machine);
	BAD(tcesim_exit(story.machine, 99, &answer));
	BAD(tcesim_open_group(story.machine, 0, 99, &answer));
	ck_assert(story_same_hash(before, story_hash(story.machine)));
	OK(story_run(&story, story_steps()));
	tcesim_free(story.machine);
}
END_TEST

Suite *library_suite(void)
{
	const TTest *const tests[] = {
		lists_have_names_and_an_end,
		errors_have_names,
		profiles_are_in_order_of_age,
		machines_do_not_meet,
		invariants_hold_under_every_profile,
		free_takes_null,
		bad_machines,
		bad_calls,
		bad_faults,
		a_rule_broken_changes_nothing,
	};
	Suite *suite = suite_create("library");
	TCase *tcase = tcase_create("front door");

	tcase_set_timeout(tcase, 60);
	for (int i = 0; i < COUNT(tests); i++)
		tcase_add_test(tcase, tests[i]);
	tcase_add_loop_test(tcase, bad_mappings, 0, COUNT(bad_mapping));
	suite_add_tcase(suite, tcase);
	return suite;
}
