/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Replaying: what skips a story, what breaks it, what it leaves. */
#include "sim/record.h"
#include "sim/replay.h"
#include "tests/fake_backend.h"
#include "tests/replay_rig.h"

#include <check.h>
#include <stdio.h>
#include <string.h>

Suite *replay_suite(void);

START_TEST(a_declined_step_skips_the_story)
{
	struct replay_rig r;

	replay_rig_init(&r);
	fake_backend_reply(&r.fake, 0);
	fake_backend_fail(&r.fake, BACKEND_DECLINED);
	ck_assert_int_eq(replay_text(&r, "process p1\nexit p1\nprocess p2\n"),
	                 REPLAY_SKIPPED);
	ck_assert_uint_eq(r.silent.begun, 2);
	ck_assert_uint_eq(r.silent.ended, 1);
	ck_assert_int_eq(r.silent.stop, STOP_SKIPPED);
	ck_assert_str_eq(r.silent.message, "as the test says");
	replay_rig_release(&r);
}
END_TEST

START_TEST(what_was_different_before_a_skip_has_failed)
{
	struct replay_rig r;

	replay_rig_init(&r);
	fake_backend_reply(&r.fake, 0);
	fake_backend_fail(&r.fake, BACKEND_DECLINED);
	ck_assert_int_eq(replay_text(&r, "process p1\n= 1\nexit p1\n"),
	                 REPLAY_FAILED);
	replay_rig_release(&r);
}
END_TEST

START_TEST(a_broken_step_ends_the_story)
{
	struct replay_rig r;

	replay_rig_init(&r);
	r.fake.check_status = BACKEND_BROKEN;
	ck_assert_int_eq(replay_text(&r, "process p1\n"), REPLAY_BROKEN);
	ck_assert_int_eq(r.silent.stop, STOP_BROKEN);
	replay_rig_release(&r);
}
END_TEST

static enum backend_status bad_end(struct backend *b)
{
	strcpy(b->message, "in the end");
	return BACKEND_BROKEN;
}

START_TEST(the_last_word_can_break_the_story)
{
	const struct story story = { "x", "linux-6.12", NULL };
	struct replay_rig r;

	replay_rig_init(&r);
	ck_assert_int_eq(replay_text(&r, "process p1\n"), REPLAY_PASSED);
	reader_rewind(r.reader);
	ck_assert_int_eq(replay_story(&r.replay, r.reader, &r.scenario.machine,
	                              &r.fake.base, bad_end, &story),
	                 REPLAY_BROKEN);
	ck_assert_str_eq(r.silent.message, "in the end");
	replay_rig_release(&r);
}
END_TEST

START_TEST(the_state_is_dumped_at_the_end)
{
	struct replay_rig r;

	replay_rig_init(&r);
	r.replay.dump = true;
	r.replay.record = NULL;
	ck_assert_int_eq(replay_text(&r, "process p1\n"), REPLAY_PASSED);
	ck_assert_uint_eq(r.silent.dumped, 1);
	fake_backend_reply(&r.fake, 0);
	fake_backend_fail(&r.fake, BACKEND_DECLINED);
	ck_assert_int_eq(replay_text(&r, "process p1\n"), REPLAY_SKIPPED);
	replay_rig_release(&r);
}
END_TEST

START_TEST(a_file_that_changes_is_noticed)
{
	const struct story story = { "x", "linux-6.12", NULL };
	struct replay_rig r;
	FILE *file;

	replay_rig_init(&r);
	file = fopen(r.path, "w");
	for (int i = 0; i < 100000; i++)
		fprintf(file, "process p%d\n= 0\nexit p%d\n= 0\n", i + 1,
		        i + 1);
	fclose(file);
	replay_open(&r);
	tool_rig_put(&r.files, "a.scn", "nonsense\n");
	reader_rewind(r.reader);
	ck_assert_int_eq(replay_story(&r.replay, r.reader, &r.scenario.machine,
	                              &r.fake.base, NULL, &story),
	                 REPLAY_UNREADABLE);
	replay_rig_release(&r);
}
END_TEST

Suite *replay_suite(void)
{
	Suite *suite = suite_create("replay");
	TCase *tcase = tcase_create("replay");

	tcase_add_test(tcase, a_declined_step_skips_the_story);
	tcase_add_test(tcase, what_was_different_before_a_skip_has_failed);
	tcase_add_test(tcase, a_broken_step_ends_the_story);
	tcase_add_test(tcase, the_last_word_can_break_the_story);
	tcase_add_test(tcase, the_state_is_dumped_at_the_end);
	tcase_add_test(tcase, a_file_that_changes_is_noticed);
	suite_add_tcase(suite, tcase);
	return suite;
}
