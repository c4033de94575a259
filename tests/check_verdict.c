/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What is compared with a line that a story expects. */
#include "sim/verdict.h"
#include "tests/count.h"
#include "tests/names.h"
#include "tests/verdict_rig.h"

#include <check.h>
#include <string.h>

Suite *verdict_suite(void);

/* The answers of a refused and of a granted create, and of a transfer. */
static void refused(struct verdict_rig *r)
{
	verdict_rig_init(r, VERB_CREATE);
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

static void granted(struct verdict_rig *r)
{
	verdict_rig_init(r, VERB_CREATE);
	r->answer.reply = (struct reply){ .why = "none",
		                          .hazards_known = true };
	r->answer.field[r->answer.fields++] = (struct answer_field){
		.key = KEY_START_ADDR, .value = UINT64_C(1) << 59
	};
	r->answer.locked_vm_known = true;
}

static void moved(struct verdict_rig *r)
{
	verdict_rig_init(r, VERB_DMA);
	r->answer.place =
		(struct place){ .known = true, .memory = 1, .offset = 4096 };
}

static void faulted(struct verdict_rig *r)
{
	verdict_rig_init(r, VERB_DMA);
	r->answer.reply.ret = -5;
	r->answer.reply.why = "pgsize";
}

/* KEYS: what differs; "": nothing does. */
static const struct {
	void (*answer)(struct verdict_rig *r);
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
	struct verdict_rig r;
	bool fits = !facts[_i].keys[0];

	facts[_i].answer(&r);
	ck_assert_int_eq(verdict_of_line(&r, facts[_i].line),
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
	struct verdict_rig r;

	verdict_rig_init(&r, VERB_DMA);
	ck_assert_int_eq(verdict_of_line(&r,
	                                 "= ok at=m0 why=pgsize hazard=none "
	                                 "locked_vm=5"),
	                 VERDICT_OK);
	ck_assert_int_eq(verdict_of_line(&r, "= ok hazard=null_store"),
	                 VERDICT_OK);
	verdict_of_line(&r, "= fault why=pgsize hazard=none");
	ck_assert_str_eq(r.verdict.mismatch[0].answered, "ok");
	verdict_rig_init(&r, VERB_CREATE);
	verdict_of_line(&r, "= 1 why=pgsize hazard=none locked_vm=1");
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
	struct verdict_rig r;

	refused(&r);
	ck_assert_int_eq(verdict_of(&r, lines), VERDICT_OK);
	ck_assert_int_eq(verdict_of(&r, none), VERDICT_UNCHECKED);
	ck_assert_int_eq(verdict_of(&r, lines + 3), VERDICT_UNCHECKED);
	ck_assert_int_eq(verdict_of(&r, platform), VERDICT_DIFFERENT);
	ck_assert_str_eq(r.verdict.mismatch[0].expected, "0");
}
END_TEST

START_TEST(unnamed_hazards_can_be_errors)
{
	struct verdict_rig r;

	refused(&r);
	ck_assert_int_eq(verdict_of_line(&r, "= -EINVAL"), VERDICT_OK);
	ck_assert_uint_eq(r.verdict.unnamed, NULL_STORE);
	r.verdict.hazards_are_errors = true;
	ck_assert_int_eq(verdict_of_line(&r, "= -EINVAL"), VERDICT_DIFFERENT);
	ck_assert_str_eq(r.verdict.mismatch[0].keys, "hazard");
	ck_assert_str_eq(r.verdict.mismatch[0].expected, "");
	ck_assert_int_eq(verdict_of_line(&r, NULL), VERDICT_DIFFERENT);
	ck_assert_int_eq(verdict_of_line(&r, "= -EINVAL hazard=null_store"),
	                 VERDICT_OK);
	r.answer.reply.hazards |= LEAKED_CHARGE;
	ck_assert_int_eq(verdict_of_line(&r, "= -EINVAL hazard=null_store"),
	                 VERDICT_DIFFERENT);
}
END_TEST

START_TEST(an_answer_in_full)
{
	struct verdict_rig r;
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

Suite *verdict_suite(void)
{
	Suite *suite = suite_create("verdict");
	TCase *tcase = tcase_create("verdict");

	tcase_add_loop_test(tcase, only_what_is_named_is_compared, 0,
	                    COUNT(facts));
	tcase_add_test(tcase, what_is_unknown_is_not_compared);
	tcase_add_test(tcase, the_first_line_that_fits_counts);
	tcase_add_test(tcase, unnamed_hazards_can_be_errors);
	tcase_add_test(tcase, an_answer_in_full);
	suite_add_tcase(suite, tcase);
	return suite;
}
