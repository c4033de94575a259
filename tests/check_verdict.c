/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "sim/parse.h"
#include "sim/verdict.h"
#include "tests/fake_backend.h"
#include "tests/names.h"

#include <check.h>
#include <stdio.h>
#include <string.h>

Suite *verdict_suite(void);

enum {
	LEAKED_CHARGE = 1,
	NULL_STORE = 2,
	KERNEL_WARN = 4
};

struct rig {
	struct verdict verdict;
	struct answer answer;
	struct command expect;
};

static void print_error(void *context, const struct parse_error *error)
{
	(void)context;
	fprintf(stderr, "%u: %s\n", error->column, error->text);
}

static void rig_init(struct rig *r, enum verb verb)
{
	memset(r, 0, sizeof(*r));
	r->verdict.vocabulary = &test_names;
	r->verdict.point = (struct profile_point){
		.name = "linux-6.12",
		.major = 6,
		.minor = 12,
		.platform = "powernv9",
	};
	answer_clear(&r->answer, verb);
}

/* Holds the answer against LINES, which end with NULL. */
static enum verdict_result judge(struct rig *r, const char *const *lines)
{
	verdict_begin(&r->verdict, &r->answer);
	for (unsigned int i = 0; lines[i]; i++) {
		ck_assert_int_eq(parse_line(lines[i], strlen(lines[i]),
		                            &test_names, &r->expect,
		                            print_error, NULL),
		                 PARSE_COMMAND);
		r->expect.line = i + 1;
		verdict_expect(&r->verdict, &r->expect);
	}
	return verdict_end(&r->verdict);
}

static enum verdict_result judge_line(struct rig *r, const char *line)
{
	const char *const lines[] = { line, NULL };

	return judge(r, lines);
}

/* The answers of a refused and of a granted create, and of a transfer. */
static void refused(struct rig *r)
{
	rig_init(r, VERB_CREATE);
	r->answer.reply = (struct reply){ .ret = -22,
		                          .why = "pgsize",
		                          .hazards = NULL_STORE,
		                          .hazards_known = true };
	r->answer.field[r->answer.fields++] = (struct answer_field){
		.key = KEY_START_ADDR, .value = 7, .untouched = true
	};
	r->answer.locked_vm = 8 << 20;
	r->answer.locked_vm_known = true;
}

static void granted(struct rig *r)
{
	rig_init(r, VERB_CREATE);
	r->answer.reply = (struct reply){ .why = "none",
		                          .hazards_known = true };
	r->answer.field[r->answer.fields++] = (struct answer_field){
		.key = KEY_START_ADDR, .value = UINT64_C(1) << 59
	};
	r->answer.locked_vm_known = true;
}

static void moved(struct rig *r)
{
	rig_init(r, VERB_DMA);
	r->answer.place =
		(struct place){ .known = true, .memory = 1, .offset = 4096 };
}

static void faulted(struct rig *r)
{
	rig_init(r, VERB_DMA);
	r->answer.reply.ret = -5;
	r->answer.reply.why = "pgsize";
}

/* KEYS: what differs; "": nothing does. */
static const struct {
	void (*answer)(struct rig *r);
	const char *line;
	const char *keys;
	const char *answered;
} facts[] = {
	{ refused, "= -EINVAL", "", "" },
	{ refused, "= -EINVAL why=pgsize locked_vm=8M hazard=null_store", "",
	  "" },
	{ refused, "= -EINVAL start_addr=untouched", "", "" },
	{ refused, "= -ENOMEM", "result", "-EINVAL" },
	{ refused, "= 0", "result", "-EINVAL why=pgsize hazard=null_store" },
	{ refused, "= 0 start_addr=0 locked_vm=0",
	  "result start_addr locked_vm",
	  "-EINVAL why=pgsize hazard=null_store locked_vm=8M" },
	{ refused, "= -EINVAL start_addr=0x7", "start_addr",
	  "-EINVAL start_addr=untouched" },
	{ refused, "= -EINVAL why=none", "why", "-EINVAL why=pgsize" },
	{ refused, "= -EINVAL hazard=none", "hazard",
	  "-EINVAL hazard=null_store" },
	{ refused, "= -EINVAL hazard=null_store,kernel_warn", "hazard",
	  "-EINVAL hazard=null_store" },
	{ refused, "= -EINVAL locked_vm=4K", "locked_vm",
	  "-EINVAL locked_vm=8M" },
	{ refused, "= -EINVAL pgsizes=0x1", "pgsizes", "-EINVAL" },
	{ refused, "= -EINVAL pgsizes=untouched", "", "" },
	{ granted, "= 0 start_addr=1<<59 why=none hazard=none locked_vm=0", "",
	  "" },
	{ granted, "= 0 start_addr=untouched", "start_addr",
	  "0 start_addr=0x800000000000000" },
	{ granted, "= 0 start_addr=0", "start_addr",
	  "0 start_addr=0x800000000000000" },
	{ granted, "= 1", "result", "0" },
	{ granted, "= -EINVAL", "result", "0 start_addr=0x800000000000000" },
	{ granted, "= -EINVAL why=pgsize hazard=kernel_warn",
	  "result why hazard",
	  "0 start_addr=0x800000000000000 why=none hazard=none" },
	{ granted, "= 0 hazard=kernel_warn", "hazard", "0 hazard=none" },
	{ moved, "= ok", "", "" },
	{ moved, "= ok at=m1+4K", "", "" },
	{ moved, "= ok at=m1", "at", "ok at=m1+4K" },
	{ moved, "= ok at=m0+4K", "at", "ok at=m1+4K" },
	{ moved, "= fault", "result", "ok at=m1+4K" },
	{ moved, "= fault why=pgsize hazard=none locked_vm=0", "result",
	  "ok at=m1+4K" },
	{ faulted, "= fault why=pgsize", "", "" },
	{ faulted, "= ok at=m1", "result", "fault why=pgsize" },
	{ faulted, "= fault why=none", "why", "fault why=pgsize" },
};

START_TEST(only_what_is_named_is_compared)
{
	struct rig r;
	bool fits = !facts[_i].keys[0];

	facts[_i].answer(&r);
	ck_assert_int_eq(judge_line(&r, facts[_i].line),
	                 fits ? VERDICT_OK : VERDICT_DIFFERENT);
	ck_assert_uint_eq(r.verdict.mismatches, fits ? 0 : 1);
	if (fits)
		return;
	ck_assert_str_eq(r.verdict.mismatch[0].keys, facts[_i].keys);
	ck_assert_str_eq(r.verdict.mismatch[0].answered, facts[_i].answered);
	ck_assert_str_eq(r.verdict.mismatch[0].expected,
	                 facts[_i].line + strlen("= "));
	ck_assert_uint_eq(r.verdict.mismatch[0].line, 1);
}
END_TEST

START_TEST(what_is_unknown_is_not_compared)
{
	struct rig r;

	rig_init(&r, VERB_DMA);
	ck_assert_int_eq(judge_line(&r, "= ok at=m0 why=pgsize hazard=none "
	                                "locked_vm=5"),
	                 VERDICT_OK);
	ck_assert_int_eq(judge_line(&r, "= ok hazard=null_store"), VERDICT_OK);
	judge_line(&r, "= fault why=pgsize hazard=none");
	ck_assert_str_eq(r.verdict.mismatch[0].answered, "ok");
	rig_init(&r, VERB_CREATE);
	judge_line(&r, "= 1 why=pgsize hazard=none locked_vm=1");
	ck_assert_str_eq(r.verdict.mismatch[0].answered, "0");
}
END_TEST

START_TEST(the_first_line_that_fits_counts)
{
	static const char *const lines[] = { "= @v9 -ENOMEM",
		                             "= @linux-6.11.. -EINVAL", "= 0",
		                             NULL };
	static const char *const none[] = { "= @v9 0", "= @linux-7.2.. 0",
		                            "= @powernv8 0", NULL };
	static const char *const platform[] = { "= @powernv9 0", "= -EINVAL",
		                                NULL };
	struct rig r;

	refused(&r);
	ck_assert_int_eq(judge(&r, lines), VERDICT_OK);
	ck_assert_int_eq(judge(&r, none), VERDICT_UNCHECKED);
	ck_assert_int_eq(judge(&r, lines + 3), VERDICT_UNCHECKED);
	ck_assert_int_eq(judge(&r, platform), VERDICT_DIFFERENT);
	ck_assert_str_eq(r.verdict.mismatch[0].expected, "0");
}
END_TEST

START_TEST(unnamed_hazards_can_be_errors)
{
	struct rig r;

	refused(&r);
	ck_assert_int_eq(judge_line(&r, "= -EINVAL"), VERDICT_OK);
	ck_assert_uint_eq(r.verdict.unnamed, NULL_STORE);
	r.verdict.hazards_are_errors = true;
	ck_assert_int_eq(judge_line(&r, "= -EINVAL"), VERDICT_DIFFERENT);
	ck_assert_str_eq(r.verdict.mismatch[0].keys, "hazard");
	ck_assert_str_eq(r.verdict.mismatch[0].expected, "");
	ck_assert_int_eq(judge_line(&r, NULL), VERDICT_DIFFERENT);
	ck_assert_int_eq(judge_line(&r, "= -EINVAL hazard=null_store"),
	                 VERDICT_OK);
	r.answer.reply.hazards |= LEAKED_CHARGE;
	ck_assert_int_eq(judge_line(&r, "= -EINVAL hazard=null_store"),
	                 VERDICT_DIFFERENT);
}
END_TEST

/* ---- show ------------------------------------------------------------- */

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
static void state(struct rig *r)
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
	rig_init(r, VERB_SHOW);
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
	struct rig r;

	state(&r);
	ck_assert_int_eq(judge(&r, true_lines), VERDICT_OK);
	ck_assert_int_eq(judge(&r, true_lines + 5), VERDICT_UNCHECKED);
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
	const char *lines[sizeof(true_lines) / sizeof(true_lines[0])];
	struct rig r;

	memcpy(lines, true_lines, sizeof(lines));
	lines[wrong_lines[_i].at] = wrong_lines[_i].line;
	state(&r);
	ck_assert_int_eq(judge(&r, lines), VERDICT_DIFFERENT);
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
	struct rig r;

	rig_init(&r, VERB_SHOW);
	answer_add_line(&r.answer, &region);
	ck_assert_int_eq(judge_line(&r, "= region m0 process=p0"), VERDICT_OK);
	ck_assert_int_eq(judge_line(&r, "= region m0 process=p1"),
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
	struct rig r;

	state(&r);
	ck_assert_int_eq(judge(&r, few), VERDICT_DIFFERENT);
	ck_assert_uint_eq(r.verdict.mismatches, 4);
	ck_assert_str_eq(r.verdict.mismatch[0].expected, "");
	ck_assert_str_eq(r.verdict.mismatch[0].answered,
	                 "region m0+64K size=4M process=p1");
	ck_assert_uint_eq(r.verdict.mismatch[0].line, 0);
	ck_assert_int_eq(judge(&r, many), VERDICT_DIFFERENT);
	ck_assert_uint_eq(r.verdict.mismatches, 2);
	ck_assert_str_eq(r.verdict.mismatch[0].expected, "tce c0 index=0x9");
	ck_assert_str_eq(r.verdict.mismatch[0].answered, "");
	answer_release(&r.answer);
}
END_TEST

START_TEST(nothing_means_no_line)
{
	struct rig r;

	rig_init(&r, VERB_SHOW);
	ck_assert_int_eq(judge_line(&r, "= nothing"), VERDICT_OK);
	ck_assert_int_eq(judge_line(&r, "= process p0"), VERDICT_DIFFERENT);
	state(&r);
	ck_assert_int_eq(judge_line(&r, "= nothing"), VERDICT_DIFFERENT);
	ck_assert_uint_eq(r.verdict.mismatches, 5);
	answer_release(&r.answer);
}
END_TEST

/* The first eight are kept, all are counted. */
START_TEST(many_differences)
{
	const char *lines[21] = { NULL };
	struct show_line tce = { .kind = "tce", .object = 'c' };
	struct rig r;

	rig_init(&r, VERB_SHOW);
	for (int i = 0; i < 20; i++) {
		answer_add_line(&r.answer, &tce);
		lines[i] = "= tce c1";
	}
	ck_assert_int_eq(judge(&r, lines), VERDICT_DIFFERENT);
	ck_assert_uint_eq(r.verdict.mismatches, 20);
	r.answer.lines = 0;
	ck_assert_int_eq(judge(&r, lines), VERDICT_DIFFERENT);
	ck_assert_uint_eq(r.verdict.mismatches, 20);
	r.answer.lines = 20;
	lines[1] = NULL;
	r.verdict.hazards_are_errors = true;
	r.answer.reply.hazards = KERNEL_WARN;
	ck_assert_int_eq(judge(&r, lines), VERDICT_DIFFERENT);
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

START_TEST(an_answer_in_full)
{
	struct rig r;
	char text[256];

	granted(&r);
	r.answer.reply.hazards = LEAKED_CHARGE | KERNEL_WARN;
	answer_format(&r.answer, NULL, &test_names, text, sizeof(text));
	ck_assert_str_eq(text, "0 start_addr=0x800000000000000 "
	                       "hazard=leaked_charge,kernel_warn");
	r.answer.reply.ret = -44;
	answer_format(&r.answer, NULL, &test_names, text, sizeof(text));
	ck_assert_str_eq(text, "-44 start_addr=0x800000000000000 "
	                       "hazard=leaked_charge,kernel_warn");
}
END_TEST

#define COUNT(table) ((int)(sizeof(table) / sizeof((table)[0])))

Suite *verdict_suite(void)
{
	Suite *suite = suite_create("verdict");
	TCase *tcase = tcase_create("verdict");

	tcase_add_loop_test(tcase, only_what_is_named_is_compared, 0,
	                    COUNT(facts));
	tcase_add_test(tcase, what_is_unknown_is_not_compared);
	tcase_add_test(tcase, the_first_line_that_fits_counts);
	tcase_add_test(tcase, unnamed_hazards_can_be_errors);
	tcase_add_test(tcase, lines_of_the_state_are_compared_in_order);
	tcase_add_loop_test(tcase, a_wrong_line_of_the_state_is_told, 0,
	                    COUNT(wrong_lines));
	tcase_add_test(tcase, a_line_without_a_process_is_of_p0);
	tcase_add_test(tcase, there_are_as_many_lines);
	tcase_add_test(tcase, nothing_means_no_line);
	tcase_add_test(tcase, many_differences);
	tcase_add_test(tcase, fields_of_every_format);
	tcase_add_test(tcase, an_answer_in_full);
	suite_add_tcase(suite, tcase);
	return suite;
}
