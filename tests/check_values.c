/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What stands in a line: numbers, profiles, words, and how they are written. */
#include "sim/format.h"
#include "sim/grammar.h"
#include "sim/number.h"
#include "tests/count.h"
#include "tests/lines.h"
#include "tests/names.h"

#include <check.h>
#include <string.h>

Suite *values_suite(void);

/* ---- what commands answer --------------------------------------------- */

START_TEST(command_answers_by_key)
{
	struct command command;

	lines_parse_good("memory m7 size=1M as=p3", &command);
	ck_assert_int_eq(command.object[0].letter, 'm');
	ck_assert_uint_eq(command.object[0].number, 7);
	ck_assert_uint_eq(command.object[0].column, 8);
	ck_assert_uint_eq(command_number(&command, KEY_LENGTH, 5), 1048576);
	ck_assert_uint_eq(command_number(&command, KEY_ALIGN, 5), 5);
	ck_assert_ptr_null(command_value(&command, KEY_ALIGN));
	ck_assert_uint_eq(command_process(&command), 3);
	ck_assert(verb_is_step(command.verb));

	lines_parse_good("fault set_window error=-EIO", &command);
	ck_assert_str_eq(command.site, "set_window");
	ck_assert_uint_eq(command.site_index, 1);
	ck_assert_uint_eq(command_number(&command, KEY_ERROR, 0), (uint64_t)-5);
	ck_assert_uint_eq(command_process(&command), 0);

	lines_parse_good("= 0 why=pgsize hazard=kernel_warn", &command);
	ck_assert_uint_eq(command_value(&command, KEY_WHY)->choice, 1);
	ck_assert_uint_eq(command_number(&command, KEY_HAZARD, 0), 4);
	ck_assert(!verb_is_step(command.verb));
	ck_assert(!verb_is_step(VERB_COUNT));
}
END_TEST

START_TEST(machine_has_defaults)
{
	struct machine_spec spec;

	machine_spec_init(&spec, NULL);
	ck_assert_str_eq(platform_name(spec.platform), "powernv9");
	ck_assert_uint_eq(spec.page, 4096);
	ck_assert_uint_eq(spec.ram, UINT64_C(3) << 30);
	ck_assert_uint_eq(spec.groups, 1);
	ck_assert_uint_eq(spec.memlock, UINT64_MAX);
	ck_assert(spec.ipc_lock);
	ck_assert_uint_eq(spec.largest_block, 16777216);
	ck_assert(spec.eeh);
	ck_assert(!spec.big_endian);
	ck_assert(!spec.alias_beyond_table);
	ck_assert_uint_eq(spec.group[15].tce32, UINT32_C(1) << 31);
	ck_assert_uint_eq(spec.group[15].pgsizes, 0);
	ck_assert_uint_eq(spec.group[15].windows, 2);
	ck_assert(!spec.group[15].host_driver);
	ck_assert(spec.group[15].table_group);
	ck_assert_int_eq(spec.group[15].lacks, LACKS_NONE);
}
END_TEST

START_TEST(value_of_one_group_wins_wherever_it_stands)
{
	struct command command;
	struct machine_spec spec;

	lines_parse_good(
		"machine groups=2 tce32.g1=1G tce32=64M pgsizes=0x1000 "
		"pgsizes.g1=0x10000 windows=1 windows.g0=0 "
		"host_driver.g1=yes table_group.g1=no lacks=set_window "
		"lacks.g0=get_table_size endian=big beyond_table=alias",
		&command);
	machine_spec_init(&spec, &command);
	ck_assert_uint_eq(spec.group[0].tce32, 64 << 20);
	ck_assert_uint_eq(spec.group[1].tce32, 1 << 30);
	ck_assert_uint_eq(spec.group[0].pgsizes, 0x1000);
	ck_assert_uint_eq(spec.group[1].pgsizes, 0x10000);
	ck_assert_uint_eq(spec.group[0].windows, 0);
	ck_assert_uint_eq(spec.group[1].windows, 1);
	ck_assert(!spec.group[0].host_driver);
	ck_assert(spec.group[1].host_driver);
	ck_assert(spec.group[0].table_group);
	ck_assert(!spec.group[1].table_group);
	ck_assert_int_eq(spec.group[0].lacks, LACKS_GET_TABLE_SIZE);
	ck_assert_int_eq(spec.group[1].lacks, LACKS_SET_WINDOW);
	ck_assert(spec.big_endian);
	ck_assert(spec.alias_beyond_table);
}
END_TEST

/* ---- numbers ---------------------------------------------------------- */

/* clang-format off */
static const struct {
	const char *text;
	uint64_t number;
} numbers[] = {
	{ "0", 0 },
	{ "18446744073709551615", UINT64_MAX },
	{ "0xffffffffffffffff", UINT64_MAX },
	{ "0xABCdef", 0xabcdef },
	{ "1K", 1024 },
	{ "2M", 2097152 },
	{ "3G", UINT64_C(3221225472) },
	{ "1T", UINT64_C(1099511627776) },
	{ "16383P", UINT64_C(16383) << 50 },
	{ "0x10K", 16384 },
	{ "1<<59", UINT64_C(1) << 59 },
	{ "3<<63", UINT64_C(1) << 63 },
	{ "4K<<1", 8192 },
	{ "1<<12+1", 4097 },
	{ "1G-4K", 1073737728 },
	{ "0-4K", UINT64_C(0xfffffffffffff000) },
	{ "0xffffffffffffffff+2", 1 },
	{ "010", 10 },
};
/* clang-format on */

START_TEST(number_has_its_value)
{
	uint64_t number;

	ck_assert_int_eq(number_parse(span_of(numbers[_i].text), &number),
	                 NUMBER_OK);
	ck_assert_uint_eq(number, numbers[_i].number);
}
END_TEST

/* ---- profiles --------------------------------------------------------- */

/* clang-format off */
static const struct {
	const char *set;
	const char *name;
	unsigned int major, minor;
	const char *platform;
	bool has;
} guards[] = {
	{ "linux-6.12",            "linux-6.12", 6, 12, NULL,       true  },
	{ "linux-6.12",            "linux-7.2",  7, 2,  NULL,       false },
	{ "linux-6.11..",          "linux-6.12", 6, 12, NULL,       true  },
	{ "linux-6.12..",          "linux-6.12", 6, 12, NULL,       true  },
	{ "linux-6.13..",          "linux-6.12", 6, 12, NULL,       false },
	{ "linux-4.2..",           "v9",         0, 0,  NULL,       false },
	{ "linux-4.2..",           "strict",     0, 0,  NULL,       false },
	{ "..linux-4.20",          "v9",         0, 0,  NULL,       true  },
	{ "..linux-4.20",          "strict",     0, 0,  NULL,       false },
	{ "..linux-4.20",          "linux-4.9",  4, 9,  NULL,       true  },
	{ "..linux-4.20",          "linux-4.20", 4, 20, NULL,       true  },
	{ "..linux-4.20",          "linux-5.0",  5, 0,  NULL,       false },
	{ "linux-4.12..linux-6.3", "linux-4.12", 4, 12, NULL,       true  },
	{ "linux-4.12..linux-6.3", "linux-6.4",  6, 4,  NULL,       false },
	{ "linux-4.12..linux-6.3", "linux-4.11", 4, 11, NULL,       false },
	{ "linux-4.12..linux-6.3", "v9",         0, 0,  NULL,       false },
	{ "v9",                    "v9",         0, 0,  NULL,       true  },
	{ "v9,strict",             "strict",     0, 0,  NULL,       true  },
	{ "powernv8",              "v9",         0, 0,  "powernv8", true  },
	{ "powernv8",              "v9",         0, 0,  "powernv9", false },
	{ "powernv8",              "v9",         0, 0,  NULL,       false },
	{ "strict,powernv8",       "v9",         0, 0,  "powernv8", true  },
};
/* clang-format on */

START_TEST(guard_fits)
{
	struct profile_set set = { .count = 0 };
	struct profile_error error;

	ck_assert(profile_set_has(&set, "v9", 0, 0, NULL));
	ck_assert(profile_set_parse(&set, span_of(guards[_i].set), true,
	                            &test_names, &error));
	ck_assert_int_eq(profile_set_has(&set, guards[_i].name,
	                                 guards[_i].major, guards[_i].minor,
	                                 guards[_i].platform),
	                 guards[_i].has);
}
END_TEST

/* ---- words ------------------------------------------------------------ */

START_TEST(distance_counts_letters)
{
	static const char far[] =
		"a_word_of_more_than_forty_letters_is_not_compared";

	ck_assert_uint_eq(word_distance(span_of("map"), span_of("map")), 0);
	ck_assert_uint_eq(word_distance(span_of("map"), span_of("unmap")), 2);
	ck_assert_uint_eq(word_distance(span_of("mpa"), span_of("map")), 1);
	ck_assert_uint_eq(word_distance(span_of("mxp"), span_of("map")), 1);
	ck_assert_uint_eq(word_distance(span_of(""), span_of("map")), 3);
	ck_assert_uint_eq(word_distance(span_of(far), span_of("map")), 1000);
	ck_assert_uint_eq(word_distance(span_of("map"), span_of(far)), 1000);
}
END_TEST

START_TEST(long_word_is_cut_short_in_messages)
{
	char word[200];
	char shown[WORD_SHOWN_MAX];

	memset(word, 'x', sizeof(word));
	word_shown((struct span){ word, sizeof(word) }, shown);
	ck_assert_uint_lt(strlen(shown), WORD_SHOWN_MAX);
	ck_assert_str_eq(shown + strlen(shown) - 4, "x...");
	ck_assert_str_eq(word_shown(span_of("a\x7f"), shown), "a\\x7f");
}
END_TEST

/* ---- formatters ------------------------------------------------------- */

START_TEST(values_have_one_form)
{
	const struct address bare = { NO_MEMORY_NAMED, 0x1000 };
	const struct address below = { 3, (uint64_t)-4096 };
	char text[64];

	format_size(0, text, sizeof(text));
	ck_assert_str_eq(text, "0");
	format_size(1536, text, sizeof(text));
	ck_assert_str_eq(text, "1536");
	format_size(1536 * 1024, text, sizeof(text));
	ck_assert_str_eq(text, "1536K");
	format_size(UINT64_C(4096) << 50, text, sizeof(text));
	ck_assert_str_eq(text, "4096P");
	format_size(UINT64_C(0) - 4096, text, sizeof(text));
	ck_assert_str_eq(text, "0xfffffffffffff000");
	format_hex(0, text, sizeof(text));
	ck_assert_str_eq(text, "0");
	format_hex(255, text, sizeof(text));
	ck_assert_str_eq(text, "0xff");
	format_address(&bare, text, sizeof(text));
	ck_assert_str_eq(text, "0x1000");
	format_address(&below, text, sizeof(text));
	ck_assert_str_eq(text, "m3-4K");
	format_result(5, &test_names, text, sizeof(text));
	ck_assert_str_eq(text, "5");
	format_result(-22, &test_names, text, sizeof(text));
	ck_assert_str_eq(text, "-EINVAL");
	format_result(INT64_MIN, &test_names, text, sizeof(text));
	ck_assert_str_eq(text, "-9223372036854775808");
	format_hazards(5, &test_names, text, sizeof(text));
	ck_assert_str_eq(text, "leaked_charge,kernel_warn");
}
END_TEST

START_TEST(what_does_not_fit_is_cut_off_but_counted)
{
	struct profile_set set = { .count = 0 };
	struct profile_error error;
	char text[5] = "####";

	ck_assert_uint_eq(format_hazards(1, &test_names, text, 5), 13);
	ck_assert_str_eq(text, "leak");
	ck_assert_uint_eq(format_hazards(1, &test_names, text, 0), 13);
	ck_assert_str_eq(text, "leak");
	ck_assert_uint_eq(format_hazards(0, &test_names, text, 1), 4);
	ck_assert_str_eq(text, "");

	ck_assert(profile_set_parse(&set, span_of("v9,linux-6.1..linux-6.2"),
	                            true, &test_names, &error));
	ck_assert_uint_eq(format_profiles(&set, text, 3), 23);
	ck_assert_str_eq(text, "v9");
}
END_TEST

START_TEST(every_verb_has_a_usage_that_fits)
{
	char text[512];

	for (unsigned int i = 0; i < VERB_COUNT; i++) {
		size_t length = verb_usage((enum verb)i, text, sizeof(text));

		ck_assert_uint_lt(length, sizeof(text));
		ck_assert_uint_eq(length, strlen(text));
		ck_assert_uint_gt(strlen(verb_row((enum verb)i)->help), 4);
	}
	verb_usage(VERB_FORK, text, sizeof(text));
	ck_assert_str_eq(text, "fork pN pN");
}
END_TEST

Suite *values_suite(void)
{
	Suite *suite = suite_create("values");
	TCase *tcase = tcase_create("values");

	tcase_add_test(tcase, command_answers_by_key);
	tcase_add_test(tcase, machine_has_defaults);
	tcase_add_test(tcase, value_of_one_group_wins_wherever_it_stands);
	tcase_add_loop_test(tcase, number_has_its_value, 0, COUNT(numbers));
	tcase_add_loop_test(tcase, guard_fits, 0, COUNT(guards));
	tcase_add_test(tcase, distance_counts_letters);
	tcase_add_test(tcase, long_word_is_cut_short_in_messages);
	tcase_add_test(tcase, values_have_one_form);
	tcase_add_test(tcase, what_does_not_fit_is_cut_off_but_counted);
	tcase_add_test(tcase, every_verb_has_a_usage_that_fits);
	suite_add_tcase(suite, tcase);
	return suite;
}
