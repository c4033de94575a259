/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Answers that are written into the story. */
#include "sim/record.h"
#include "sim/replay.h"
#include "tests/fake_backend.h"
#include "tests/replay_rig.h"

#include <check.h>
#include <stdlib.h>
#include <sys/stat.h>

Suite *record_suite(void);

/* TEXT becomes AFTER. */
static void check_record(struct replay_rig *r, const char *text,
                         const char *after)
{
	ck_assert_int_ne(replay_text(r, text), REPLAY_BROKEN);
	ck_assert(record_write(&r->record, r->path));
	tool_rig_check(&r->files, "a.scn", after);
}

START_TEST(missing_lines_are_filled_in)
{
	struct replay_rig r;

	replay_rig_init(&r);
	fake_backend_reply(&r.fake, 10);
	fake_backend_reply(&r.fake, -22)->reply.why = "pgsize";
	fake_backend_reply(&r.fake, 0);
	check_record(&r,
	             "# a story\n"
	             "container c0\n"
	             "\n"
	             "\tset_iommu c0 type=7 # set\n"
	             "# and\n"
	             "  get_info c0",
	             "# a story\n"
	             "container c0\n"
	             "= 0\n"
	             "\n"
	             "\tset_iommu c0 type=7 # set\n"
	             "\t= -EINVAL why=pgsize\n"
	             "# and\n"
	             "  get_info c0\n"
	             "  = 0 flags=untouched dma32_window_start=untouched "
	             "dma32_window_size=untouched pgsizes=untouched "
	             "max_dynamic_windows_supported=untouched "
	             "levels=untouched\n");
	replay_rig_release(&r);
}
END_TEST

START_TEST(wrong_lines_are_corrected_and_right_ones_stay)
{
	struct replay_rig r;

	replay_rig_init(&r);
	fake_backend_reply(&r.fake, 10);
	fake_backend_reply(&r.fake, -22)->reply.why = "pgsize";
	fake_backend_reply(&r.fake, -12)->reply.why = "no_free_slot";
	r.fake.locked_vm = 65536;
	check_record(&r,
	             "container c0\n"
	             "=   0   locked_vm=0x10000  # odd, but right\n"
	             "set_iommu c0 type=7\n"
	             " =  @linux-6.12,v9   -ENOMEM  why=none # why\n"
	             "= 0\n"
	             "set_iommu c0 type=7\n"
	             "= 0 locked_vm=4K",
	             "container c0\n"
	             "=   0   locked_vm=0x10000  # odd, but right\n"
	             "set_iommu c0 type=7\n"
	             " =  @linux-6.12,v9   -EINVAL why=pgsize # why\n"
	             "= 0\n"
	             "set_iommu c0 type=7\n"
	             "= -ENOMEM why=no_free_slot locked_vm=64K");
	replay_rig_release(&r);
}
END_TEST

START_TEST(a_step_whose_lines_do_not_fit_gets_one_with_a_guard)
{
	struct replay_rig r;

	replay_rig_init(&r);
	check_record(&r,
	             "container c0\n"
	             "= @v9 -EINVAL\n"
	             "= @strict 0\n"
	             "close c0\n"
	             "= @v9 0",
	             "container c0\n"
	             "= @v9 -EINVAL\n"
	             "= @strict 0\n"
	             "= @linux-6.12 0\n"
	             "close c0\n"
	             "= @v9 0\n"
	             "= @linux-6.12 0\n");
	replay_rig_release(&r);
}
END_TEST

START_TEST(nothing_changes_when_all_is_right)
{
	static const char text[] = "container c0\n= 0\nshow\n= nothing\n";
	struct stat before, after;
	struct replay_rig r;

	replay_rig_init(&r);
	tool_rig_put(&r.files, "a.scn", "");
	ck_assert_int_eq(stat(r.path, &before), 0);
	check_record(&r, text, text);
	ck_assert_int_eq(stat(r.path, &after), 0);
	ck_assert(before.st_ino == after.st_ino);
	replay_rig_release(&r);
}
END_TEST

static void two_lines(struct replay_rig *r)
{
	struct show_line *line;

	line = fake_backend_line(&r->fake, "process", 'p', 0);
	fake_line_field(line, "locked_vm", SHOW_SIZE, 65536);
	line = fake_backend_line(&r->fake, "memory", 'm', 0);
	fake_line_field(line, "pins", SHOW_NUMBER, 7);
	fake_line_field(line, "dirty", SHOW_NUMBER, 0);
}

#define TWO_BUFFERS "memory m0 size=4K\n= 0\nmemory m1 size=4K\n= 0\n"

START_TEST(lines_of_show_are_recorded)
{
	struct replay_rig r;

	replay_rig_init(&r);
	two_lines(&r);
	check_record(&r,
	             TWO_BUFFERS "show\n"
	                         "show\n"
	                         "= nothing # yet\n"
	                         "show\n"
	                         "= process p0 locked_vm=64K\n"
	                         "show\n"
	                         "= process p0 locked_vm=0 # soft\n"
	                         "= memory m0 pins=6\n"
	                         "= memory m1 pins=6\n"
	                         "show\n"
	                         "= memory m1\n"
	                         "= @v9 memory m1 pins=0\n"
	                         "show\n"
	                         "= @v9 nothing\n",
	             TWO_BUFFERS "show\n"
	                         "= process p0 locked_vm=64K\n"
	                         "= memory m0 pins=7 dirty=0\n"
	                         "show\n"
	                         "= process p0 locked_vm=64K\n"
	                         "= memory m0 pins=7 dirty=0\n"
	                         "show\n"
	                         "= process p0 locked_vm=64K\n"
	                         "= memory m0 pins=7 dirty=0\n"
	                         "show\n"
	                         "= process p0 locked_vm=64K # soft\n"
	                         "= memory m0 pins=7\n"
	                         "show\n"
	                         "= process p0 locked_vm=64K\n"
	                         "= @v9 memory m1 pins=0\n"
	                         "= @linux-6.12 memory m0 pins=7 dirty=0\n"
	                         "show\n"
	                         "= @v9 nothing\n"
	                         "= @linux-6.12 process p0 locked_vm=64K\n"
	                         "= @linux-6.12 memory m0 pins=7 dirty=0\n");
	replay_rig_release(&r);
}
END_TEST

START_TEST(a_state_of_nothing_is_recorded)
{
	struct replay_rig r;

	replay_rig_init(&r);
	check_record(&r,
	             TWO_BUFFERS "show\n"
	                         "show\n"
	                         "= process p0\n"
	                         "= memory m0\n"
	                         "show\n"
	                         "= @v9 process p0",
	             TWO_BUFFERS "show\n"
	                         "= nothing\n"
	                         "show\n"
	                         "= nothing\n"
	                         "show\n"
	                         "= @v9 process p0\n"
	                         "= @linux-6.12 nothing\n");
	replay_rig_release(&r);
}
END_TEST

/* What is recorded is right when it is replayed. */
START_TEST(a_recorded_story_passes)
{
	struct replay_rig r;
	char *text;

	replay_rig_init(&r);
	two_lines(&r);
	ck_assert_int_eq(replay_text(&r, TWO_BUFFERS
	                             "container c0\n= -EINVAL\nget_info c0\n"
	                             "show\ndma g0 read iova=0\n"),
	                 REPLAY_FAILED);
	ck_assert(record_write(&r.record, r.path));
	text = tool_rig_get(&r.files, "a.scn");
	record_clear(&r.record);
	ck_assert_int_eq(replay_text(&r, text), REPLAY_PASSED);
	ck_assert(record_write(&r.record, r.path));
	tool_rig_check(&r.files, "a.scn", text);
	free(text);
	replay_rig_release(&r);
}
END_TEST

START_TEST(the_mode_of_the_file_stays)
{
	struct stat status;
	struct replay_rig r;

	replay_rig_init(&r);
	ck_assert_int_eq(chmod(r.path, 0640), 0);
	check_record(&r, "container c0\n", "container c0\n= 0\n");
	ck_assert_int_eq(stat(r.path, &status), 0);
	ck_assert_int_eq(status.st_mode & 07777, 0640);
	replay_rig_release(&r);
}
END_TEST

Suite *record_suite(void)
{
	Suite *suite = suite_create("record");
	TCase *tcase = tcase_create("record");

	tcase_add_test(tcase, missing_lines_are_filled_in);
	tcase_add_test(tcase, wrong_lines_are_corrected_and_right_ones_stay);
	tcase_add_test(tcase,
	               a_step_whose_lines_do_not_fit_gets_one_with_a_guard);
	tcase_add_test(tcase, nothing_changes_when_all_is_right);
	tcase_add_test(tcase, lines_of_show_are_recorded);
	tcase_add_test(tcase, a_state_of_nothing_is_recorded);
	tcase_add_test(tcase, a_recorded_story_passes);
	tcase_add_test(tcase, the_mode_of_the_file_stays);
	suite_add_tcase(suite, tcase);
	return suite;
}
