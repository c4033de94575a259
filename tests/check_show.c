/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The lines of a state, compared with those that a story expects. */
#include "sim/verdict.h"
#include "tests/count.h"
#include "tests/fake_backend.h"
#include "tests/verdict_rig.h"

#include <check.h>
#include <string.h>

Suite *show_suite(void);

static struct show_line *line(struct fake_backend *fake, const char *kind,
                              char object, unsigned int number)
{
	return fake_backend_line(fake, kind, object, number);
}

static void word(struct show_line *line, const char *key, const char *word)
{
	strcpy(fake_line_field(line, key, SHOW_WORD, 0)->word, word);
}

static void place(struct show_line *line, const char *key,
                  enum show_format format, int memory, uint64_t offset)
{
	fake_line_field(line, key, format, offset)->place =
		(struct place){ true, memory, offset };
}

/* A process, a region of p1, a container, a window, a TCE. */
static void state(struct verdict_rig *r)
{
	struct fake_backend fake;
	struct show_line *at;

	fake_backend_init(&fake);
	at = line(&fake, "process", 'p', 0);
	fake_line_field(at, "locked_vm", SHOW_SIZE, 8 << 20);
	at = line(&fake, "region", 0, 0);
	at->place = (struct place){ true, 0, 65536 };
	fake_line_field(at, "size", SHOW_SIZE, 4 << 20);
	fake_line_field(at, "used", SHOW_UNKNOWN, 0);
	word(at, "process", "p1");
	at = line(&fake, "container", 'c', 0);
	word(at, "type", "spapr_tce_v2");
	word(at, "enabled", "yes");
	word(at, "groups", "g1,g0");
	at = line(&fake, "window", 'c', 0);
	fake_line_field(at, "slot", SHOW_NUMBER, 1);
	fake_line_field(at, "start_addr", SHOW_HEX, UINT64_C(1) << 59);
	at = line(&fake, "tce", 'c', 0);
	fake_line_field(at, "index", SHOW_HEX, 16);
	place(at, "at", SHOW_PLACE, 0, 4096);
	word(at, "perm", "rw");
	place(at, "view", SHOW_ADDRESS, -1, 0x900000000);
	verdict_rig_init(r, VERB_SHOW);
	for (unsigned int i = 0; i < fake.lines; i++)
		answer_add_line(&r->answer, &fake.line[i]);
}

static const char *const true_lines[] = {
	"= process p0 locked_vm=8M",
	"= region m0+64K size=4M used=77 process=p1",
	"= container c0 type=spapr_tce_v2 enabled=yes groups=g1,g0",
	"= window c0 slot=1 start_addr=1<<59",
	"= tce c0 index=0x10 at=m0+4K perm=rw view=0x900000000",
	NULL,
};

START_TEST(lines_of_the_state_are_compared_in_order)
{
	struct verdict_rig r;

	state(&r);
	ck_assert_int_eq(verdict_of(&r, true_lines), VERDICT_OK);
	ck_assert_int_eq(verdict_of(&r, true_lines + 5), VERDICT_UNCHECKED);
	answer_release(&r.answer);
}
END_TEST

/* Line number `at` says `line` instead. */
static const struct {
	unsigned int at;
	const char *line;
	const char *keys;
	const char *answered;
} wrong_lines[] = {
	{ 0, "= process p0 locked_vm=4M", "locked_vm",
	  "process p0 locked_vm=8M" },
	{ 0, "= process p1 locked_vm=8M", "line", "process p0 locked_vm=8M" },
	{ 0, "= memory m0 pins=0", "line", "process p0 locked_vm=8M" },
	{ 1, "= region m0 size=4M", "line",
	  "region m0+64K size=4M process=p1" },
	{ 1, "= region m0+64K process=p0", "process",
	  "region m0+64K process=p1" },
	{ 1, "= region m0+64K mapped=0", "mapped", "region m0+64K" },
	{ 2, "= container c0 type=none", "type",
	  "container c0 type=spapr_tce_v2" },
	{ 2, "= container c0 groups=g0,g1 enabled=no", "groups enabled",
	  "container c0 enabled=yes groups=g1,g0" },
	{ 3, "= window c0 slot=0", "slot", "window c0 slot=1" },
	{ 3, "= window c0 start_addr=0", "start_addr",
	  "window c0 start_addr=0x800000000000000" },
	{ 4, "= tce c0 at=m0 perm=r", "at perm", "tce c0 at=m0+4K perm=rw" },
	{ 4, "= tce c0 view=m0", "view", "tce c0 view=0x900000000" },
};

START_TEST(a_wrong_line_of_the_state_is_told)
{
	const char *lines[COUNT(true_lines)];
	struct verdict_rig r;

	memcpy(lines, true_lines, sizeof(lines));
	lines[wrong_lines[_i].at] = wrong_lines[_i].line;
	state(&r);
	ck_assert_int_eq(verdict_of(&r, lines), VERDICT_DIFFERENT);
	ck_assert_uint_eq(r.verdict.mismatches, 1);
	ck_assert_str_eq(r.verdict.mismatch[0].keys, wrong_lines[_i].keys);
	ck_assert_str_eq(r.verdict.mismatch[0].answered,
	                 wrong_lines[_i].answered);
	ck_assert_uint_eq(r.verdict.mismatch[0].line, wrong_lines[_i].at + 1);
	answer_release(&r.answer);
}
END_TEST

START_TEST(a_line_without_a_process_is_of_p0)
{
	struct show_line region = { .kind = "region", .place = { true, 0, 0 } };
	struct verdict_rig r;

	verdict_rig_init(&r, VERB_SHOW);
	answer_add_line(&r.answer, &region);
	ck_assert_int_eq(verdict_of_line(&r, "= region m0 process=p0"),
	                 VERDICT_OK);
	ck_assert_int_eq(verdict_of_line(&r, "= region m0 process=p1"),
	                 VERDICT_DIFFERENT);
	answer_release(&r.answer);
}
END_TEST

START_TEST(there_are_as_many_lines)
{
	static const char *const few[] = { "= @v9 process p3", "= process p0",
		                           NULL };
	static const char *const many[] = {
		"= process p0",   "= region m0+64K",
		"= container c0", "= window c0",
		"= tce c0",       "= tce c0 index=9",
		"= tce c1",       NULL
	};
	struct verdict_rig r;

	state(&r);
	ck_assert_int_eq(verdict_of(&r, few), VERDICT_DIFFERENT);
	ck_assert_uint_eq(r.verdict.mismatches, 4);
	ck_assert_str_eq(r.verdict.mismatch[0].expected, "");
	ck_assert_str_eq(r.verdict.mismatch[0].answered,
	                 "region m0+64K size=4M process=p1");
	ck_assert_uint_eq(r.verdict.mismatch[0].line, 0);
	ck_assert_int_eq(verdict_of(&r, many), VERDICT_DIFFERENT);
	ck_assert_uint_eq(r.verdict.mismatches, 2);
	ck_assert_str_eq(r.verdict.mismatch[0].expected, "tce c0 index=0x9");
	ck_assert_str_eq(r.verdict.mismatch[0].answered, "");
	answer_release(&r.answer);
}
END_TEST

START_TEST(nothing_means_no_line)
{
	struct verdict_rig r;

	verdict_rig_init(&r, VERB_SHOW);
	ck_assert_int_eq(verdict_of_line(&r, "= nothing"), VERDICT_OK);
	ck_assert_int_eq(verdict_of_line(&r, "= process p0"),
	                 VERDICT_DIFFERENT);
	state(&r);
	ck_assert_int_eq(verdict_of_line(&r, "= nothing"), VERDICT_DIFFERENT);
	ck_assert_uint_eq(r.verdict.mismatches, 5);
	answer_release(&r.answer);
}
END_TEST

/* The first eight are kept, all are counted. */
START_TEST(many_differences)
{
	const char *lines[21] = { NULL };
	struct show_line tce = { .kind = "tce", .object = 'c' };
	struct verdict_rig r;

	verdict_rig_init(&r, VERB_SHOW);
	for (int i = 0; i < 20; i++) {
		answer_add_line(&r.answer, &tce);
		lines[i] = "= tce c1";
	}
	ck_assert_int_eq(verdict_of(&r, lines), VERDICT_DIFFERENT);
	ck_assert_uint_eq(r.verdict.mismatches, 20);
	r.answer.lines = 0;
	ck_assert_int_eq(verdict_of(&r, lines), VERDICT_DIFFERENT);
	ck_assert_uint_eq(r.verdict.mismatches, 20);
	r.answer.lines = 20;
	lines[1] = NULL;
	r.verdict.hazards_are_errors = true;
	r.answer.reply.hazards = KERNEL_WARN;
	ck_assert_int_eq(verdict_of(&r, lines), VERDICT_DIFFERENT);
	ck_assert_uint_eq(r.verdict.mismatches, 21);
	answer_release(&r.answer);
}
END_TEST

START_TEST(fields_of_every_format)
{
	struct show_line line = { .kind = "tce", .object = 'c', .number = 2 };
	char text[256];

	fake_line_field(&line, "a", SHOW_NUMBER, 65536);
	fake_line_field(&line, "b", SHOW_HEX, 65536);
	fake_line_field(&line, "c", SHOW_SIZE, 65536);
	word(&line, "d", "yes");
	place(&line, "e", SHOW_PLACE, 3, 65536);
	place(&line, "f", SHOW_ADDRESS, -1, 65536);
	fake_line_field(&line, "g", SHOW_UNKNOWN, 0);
	show_line_format(&line, NULL, text, sizeof(text));
	ck_assert_str_eq(text, "tce c2 a=65536 b=0x10000 c=64K d=yes "
	                       "e=m3+64K f=0x10000");
	show_field_format(&line.field[6], text, sizeof(text));
	ck_assert_str_eq(text, "unknown");
}
END_TEST

Suite *show_suite(void)
{
	Suite *suite = suite_create("show");
	TCase *tcase = tcase_create("show");

	tcase_add_test(tcase, lines_of_the_state_are_compared_in_order);
	tcase_add_loop_test(tcase, a_wrong_line_of_the_state_is_told, 0,
	                    COUNT(wrong_lines));
	tcase_add_test(tcase, a_line_without_a_process_is_of_p0);
	tcase_add_test(tcase, there_are_as_many_lines);
	tcase_add_test(tcase, nothing_means_no_line);
	tcase_add_test(tcase, many_differences);
	tcase_add_test(tcase, fields_of_every_format);
	suite_add_tcase(suite, tcase);
	return suite;
}
