/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "sim/record.h"
#include "sim/replay.h"
#include "sim/rewrite.h"
#include "tests/fake_backend.h"
#include "tests/names.h"

#include <check.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

Suite *record_suite(void);

/* ---- a report that keeps nothing -------------------------------------- */

struct silent {
	struct report report;
	unsigned int begun, ended, stopped, dumped;
	enum stop stop;
	char message[BACKEND_MESSAGE_MAX];
};

static struct silent *silent(struct report *report)
{
	return (struct silent *)(void *)report;
}

static void story_begins(struct report *report, const struct story *story)
{
	(void)report;
	(void)story;
}

static void step_begins(struct report *report, const struct story *story,
                        const struct command *command)
{
	(void)story;
	(void)command;
	silent(report)->begun++;
}

static void step_ends(struct report *report, const struct finished_step *step)
{
	(void)step;
	silent(report)->ended++;
}

static void stopped(struct report *report, const struct stopped_step *step)
{
	silent(report)->stopped++;
	silent(report)->stop = step->stop;
	strcpy(silent(report)->message, step->message);
}

static void dump(struct report *report, const struct story *story,
                 const struct answer *state)
{
	(void)story;
	(void)state;
	silent(report)->dumped++;
}

static const struct report_ops silent_ops = {
	.story_begins = story_begins,
	.step_begins = step_begins,
	.step_ends = step_ends,
	.stopped = stopped,
	.dump = dump,
};

/* ---- a story on a fake backend ---------------------------------------- */

struct rig {
	struct fake_backend fake;
	struct silent silent;
	struct replay replay;
	struct record record;
	struct scenario scenario;
	struct reader *reader;
	char path[64];
	char text[4096];
};

static void rig_init(struct rig *r)
{
	int fd;

	memset(r, 0, sizeof(*r));
	fake_backend_init(&r->fake);
	r->silent.report.ops = &silent_ops;
	r->replay.report = &r->silent.report;
	r->replay.record = &r->record;
	r->replay.verdict.vocabulary = &test_names;
	r->replay.verdict.point = (struct profile_point){ "linux-6.12", 6, 12,
		                                          "powernv9" };
	r->reader = reader_new(&test_names);
	ck_assert_ptr_nonnull(r->reader);
	strcpy(r->path, "/tmp/check_record.XXXXXX");
	fd = mkstemp(r->path);
	ck_assert_int_ge(fd, 0);
	close(fd);
}

static void rig_release(struct rig *r)
{
	unlink(r->path);
	reader_free(r->reader);
	replay_release(&r->replay);
	record_release(&r->record);
}

static void write_file(struct rig *r, const char *text)
{
	FILE *file = fopen(r->path, "w");

	ck_assert_ptr_nonnull(file);
	fputs(text, file);
	fclose(file);
}

static const char *read_file(struct rig *r)
{
	FILE *file = fopen(r->path, "r");
	size_t got;

	ck_assert_ptr_nonnull(file);
	got = fread(r->text, 1, sizeof(r->text) - 1, file);
	r->text[got] = '\0';
	fclose(file);
	return r->text;
}

static void print_error(void *context, const char *text)
{
	(void)context;
	fprintf(stderr, "%s\n", text);
}

static enum replay_result replay(struct rig *r, const char *text)
{
	const struct story story = { r->path, "linux-6.12", NULL };

	write_file(r, text);
	ck_assert_int_eq(reader_open(r->reader, r->path, print_error, NULL,
	                             &r->scenario),
	                 READER_OK);
	return replay_story(&r->replay, r->reader, &r->scenario.machine,
	                    &r->fake.base, NULL, &story);
}

/* TEXT becomes AFTER. */
static void check_record(struct rig *r, const char *text, const char *after)
{
	ck_assert_int_ne(replay(r, text), REPLAY_BROKEN);
	ck_assert(record_write(&r->record, r->path));
	ck_assert_str_eq(read_file(r), after);
}

/* ---- recording -------------------------------------------------------- */

START_TEST(missing_lines_are_filled_in)
{
	struct rig r;

	rig_init(&r);
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
	rig_release(&r);
}
END_TEST

START_TEST(wrong_lines_are_corrected_and_right_ones_stay)
{
	struct rig r;

	rig_init(&r);
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
	rig_release(&r);
}
END_TEST

START_TEST(a_step_whose_lines_do_not_fit_gets_one_with_a_guard)
{
	struct rig r;

	rig_init(&r);
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
	rig_release(&r);
}
END_TEST

START_TEST(nothing_changes_when_all_is_right)
{
	static const char text[] = "container c0\n= 0\nshow\n= nothing\n";
	struct stat before, after;
	struct rig r;

	rig_init(&r);
	write_file(&r, "");
	ck_assert_int_eq(stat(r.path, &before), 0);
	check_record(&r, text, text);
	ck_assert_int_eq(stat(r.path, &after), 0);
	ck_assert(before.st_ino == after.st_ino);
	rig_release(&r);
}
END_TEST

static void two_lines(struct rig *r)
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
	struct rig r;

	rig_init(&r);
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
	rig_release(&r);
}
END_TEST

START_TEST(a_state_of_nothing_is_recorded)
{
	struct rig r;

	rig_init(&r);
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
	rig_release(&r);
}
END_TEST

/* What is recorded is right when it is replayed. */
START_TEST(a_recorded_story_passes)
{
	struct rig r;
	char text[sizeof(r.text)];

	rig_init(&r);
	two_lines(&r);
	ck_assert_int_eq(replay(&r, TWO_BUFFERS
	                        "container c0\n= -EINVAL\nget_info c0\n"
	                        "show\ndma g0 read iova=0\n"),
	                 REPLAY_FAILED);
	ck_assert(record_write(&r.record, r.path));
	strcpy(text, read_file(&r));
	record_clear(&r.record);
	ck_assert_int_eq(replay(&r, text), REPLAY_PASSED);
	ck_assert(record_write(&r.record, r.path));
	ck_assert_str_eq(read_file(&r), text);
	rig_release(&r);
}
END_TEST

/* ---- the file --------------------------------------------------------- */

static const struct edit one_edit[] = { { EDIT_REPLACE, 1, (char[]){ "x" } } };

START_TEST(the_mode_of_the_file_stays)
{
	struct stat status;
	struct rig r;

	rig_init(&r);
	ck_assert_int_eq(chmod(r.path, 0640), 0);
	check_record(&r, "container c0\n", "container c0\n= 0\n");
	ck_assert_int_eq(stat(r.path, &status), 0);
	ck_assert_int_eq(status.st_mode & 07777, 0640);
	rig_release(&r);
}
END_TEST

START_TEST(a_link_stays_a_link)
{
	struct stat status;
	char name[80];
	struct rig r;

	rig_init(&r);
	write_file(&r, "a\nb\n");
	snprintf(name, sizeof(name), "%s.link", r.path);
	ck_assert_int_eq(symlink(r.path, name), 0);
	ck_assert(rewrite_file(name, one_edit, 1));
	ck_assert_int_eq(lstat(name, &status), 0);
	ck_assert(S_ISLNK(status.st_mode));
	ck_assert_str_eq(read_file(&r), "x\nb\n");
	unlink(name);
	rig_release(&r);
}
END_TEST

START_TEST(a_file_that_cannot_be_written_is_told)
{
	errno = 0;
	ck_assert(!rewrite_file("/nonexistent/file.scn", one_edit, 1));
	ck_assert_int_eq(errno, ENOENT);
	/* A folder can be found and not read as a file. */
	ck_assert(!rewrite_file("/proc/self", one_edit, 1));
	ck_assert(!rewrite_file("/tmp", one_edit, 1));
}
END_TEST

static const struct edit ends[] = {
	{ EDIT_DELETE, 1, NULL },
	{ EDIT_INSERT_BEHIND, 1, (char[]){ "one" } },
	{ EDIT_REPLACE, 2, (char[]){ "two" } },
	{ EDIT_DELETE, 3, NULL },
	{ EDIT_REPLACE, 5, (char[]){ "five" } },
	{ EDIT_INSERT_BEHIND, 5, (char[]){ "six" } },
};

START_TEST(edits_meet_the_end_of_the_file)
{
	struct rig r;

	rig_init(&r);
	write_file(&r, "1\n2\n3\n4\n5");
	ck_assert(rewrite_file(r.path, ends, 6));
	ck_assert_str_eq(read_file(&r), "one\ntwo\n4\nfive\nsix\n");
	write_file(&r, "1\n2\n3\n4\n5");
	ck_assert(rewrite_file(r.path, ends, 5));
	ck_assert_str_eq(read_file(&r), "one\ntwo\n4\nfive");
	write_file(&r, "1\n2");
	ck_assert(rewrite_file(r.path, ends, 3));
	ck_assert_str_eq(read_file(&r), "one\ntwo");
	rig_release(&r);
}
END_TEST

/* ---- replaying -------------------------------------------------------- */

START_TEST(a_declined_step_skips_the_story)
{
	struct rig r;

	rig_init(&r);
	fake_backend_reply(&r.fake, 0);
	fake_backend_fail(&r.fake, BACKEND_DECLINED);
	ck_assert_int_eq(replay(&r, "process p1\nexit p1\nprocess p2\n"),
	                 REPLAY_SKIPPED);
	ck_assert_uint_eq(r.silent.begun, 2);
	ck_assert_uint_eq(r.silent.ended, 1);
	ck_assert_int_eq(r.silent.stop, STOP_SKIPPED);
	ck_assert_str_eq(r.silent.message, "as the test says");
	rig_release(&r);
}
END_TEST

START_TEST(what_was_different_before_a_skip_has_failed)
{
	struct rig r;

	rig_init(&r);
	fake_backend_reply(&r.fake, 0);
	fake_backend_fail(&r.fake, BACKEND_DECLINED);
	ck_assert_int_eq(replay(&r, "process p1\n= 1\nexit p1\n"),
	                 REPLAY_FAILED);
	rig_release(&r);
}
END_TEST

START_TEST(a_broken_step_ends_the_story)
{
	struct rig r;

	rig_init(&r);
	r.fake.check_status = BACKEND_BROKEN;
	ck_assert_int_eq(replay(&r, "process p1\n"), REPLAY_BROKEN);
	ck_assert_int_eq(r.silent.stop, STOP_BROKEN);
	rig_release(&r);
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
	struct rig r;

	rig_init(&r);
	ck_assert_int_eq(replay(&r, "process p1\n"), REPLAY_PASSED);
	reader_rewind(r.reader);
	ck_assert_int_eq(replay_story(&r.replay, r.reader, &r.scenario.machine,
	                              &r.fake.base, bad_end, &story),
	                 REPLAY_BROKEN);
	ck_assert_str_eq(r.silent.message, "in the end");
	rig_release(&r);
}
END_TEST

START_TEST(the_state_is_dumped_at_the_end)
{
	struct rig r;

	rig_init(&r);
	r.replay.dump = true;
	r.replay.record = NULL;
	ck_assert_int_eq(replay(&r, "process p1\n"), REPLAY_PASSED);
	ck_assert_uint_eq(r.silent.dumped, 1);
	fake_backend_reply(&r.fake, 0);
	fake_backend_fail(&r.fake, BACKEND_DECLINED);
	ck_assert_int_eq(replay(&r, "process p1\n"), REPLAY_SKIPPED);
	rig_release(&r);
}
END_TEST

START_TEST(a_file_that_changes_is_noticed)
{
	const struct story story = { "x", "linux-6.12", NULL };
	struct rig r;
	FILE *file;

	rig_init(&r);
	file = fopen(r.path, "w");
	for (int i = 0; i < 100000; i++)
		fprintf(file, "process p%d\n= 0\nexit p%d\n= 0\n", i + 1,
		        i + 1);
	fclose(file);
	ck_assert_int_eq(reader_open(r.reader, r.path, print_error, NULL,
	                             &r.scenario),
	                 READER_OK);
	write_file(&r, "nonsense\n");
	reader_rewind(r.reader);
	ck_assert_int_eq(replay_story(&r.replay, r.reader, &r.scenario.machine,
	                              &r.fake.base, NULL, &story),
	                 REPLAY_UNREADABLE);
	rig_release(&r);
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
	tcase_add_test(tcase, a_link_stays_a_link);
	tcase_add_test(tcase, a_file_that_cannot_be_written_is_told);
	tcase_add_test(tcase, edits_meet_the_end_of_the_file);
	tcase_add_test(tcase, a_declined_step_skips_the_story);
	tcase_add_test(tcase, what_was_different_before_a_skip_has_failed);
	tcase_add_test(tcase, a_broken_step_ends_the_story);
	tcase_add_test(tcase, the_last_word_can_break_the_story);
	tcase_add_test(tcase, the_state_is_dumped_at_the_end);
	tcase_add_test(tcase, a_file_that_changes_is_noticed);
	suite_add_tcase(suite, tcase);
	return suite;
}
