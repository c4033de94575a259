/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Files, pipes and standard input: all that a story may come from. */
#include "sim/reader.h"
#include "sim/source.h"
#include "tests/count.h"
#include "tests/errors.h"
#include "tests/names.h"
#include "tests/tool_rig.h"

#include <check.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

Suite *input_suite(void);

struct file {
	struct tool_rig folder;
	char path[TOOL_PATH_MAX];
	struct reader *reader;
	struct scenario scenario;
	struct errors errors;
};

static void file_init(struct file *file)
{
	tool_rig_init(&file->folder);
	tool_rig_path(&file->folder, "a.scn", file->path);
	file->reader = reader_new(&test_names);
	file->errors.text[0] = '\0';
}

static void file_release(struct file *file)
{
	reader_free(file->reader);
	tool_rig_release(&file->folder);
}

/* Writes COUNT steps, each with an answer. */
static void file_write(const struct file *file, unsigned int count)
{
	FILE *out = fopen(file->path, "w");

	ck_assert_ptr_nonnull(out);
	for (unsigned int i = 0; i < count; i++)
		fprintf(out, "container c%u\n= 0\n", i);
	ck_assert_int_eq(fclose(out), 0);
}

static enum reader_status file_open(struct file *file, const char *path)
{
	return reader_open(file->reader, path, errors_collect, &file->errors,
	                   &file->scenario);
}

/* All COUNT steps come, in order. */
static void expect_steps(struct file *file, unsigned int count)
{
	struct command command;

	for (unsigned int i = 0; i < count; i++) {
		ck_assert_int_eq(reader_next(file->reader, &command),
		                 READER_COMMAND);
		ck_assert_uint_eq(command.object[0].number, i);
		ck_assert_uint_eq(command.line, 2 * i + 1);
		ck_assert_int_eq(reader_next(file->reader, &command),
		                 READER_COMMAND);
		ck_assert_int_eq(command.verb, VERB_EXPECT);
	}
	ck_assert_int_eq(reader_next(file->reader, &command), READER_END);
}

static const unsigned int lengths[] = { 0, 3, 20000 };

START_TEST(file_is_read_twice)
{
	struct file file;

	file_init(&file);
	file_write(&file, lengths[_i]);
	ck_assert_int_eq(file_open(&file, file.path), READER_OK);
	ck_assert_uint_eq(file.scenario.steps, lengths[_i]);
	expect_steps(&file, lengths[_i]);
	reader_rewind(file.reader);
	expect_steps(&file, lengths[_i]);
	file_release(&file);
}
END_TEST

START_TEST(standard_input_is_read_twice)
{
	struct file file;

	file_init(&file);
	file_write(&file, lengths[_i]);
	ck_assert_ptr_nonnull(freopen(file.path, "r", stdin));
	ck_assert_int_eq(file_open(&file, "-"), READER_OK);
	expect_steps(&file, lengths[_i]);
	reader_rewind(file.reader);
	expect_steps(&file, lengths[_i]);
	file_release(&file);
}
END_TEST

START_TEST(pipe_is_read_twice)
{
	enum {
		STEPS = 20000
	};
	struct file file;
	pid_t child;

	file_init(&file);
	ck_assert_int_eq(mkfifo(file.path, 0600), 0);
	child = fork();
	if (child == 0) {
		file_write(&file, STEPS);
		_exit(0);
	}
	ck_assert_int_eq(file_open(&file, file.path), READER_OK);
	ck_assert_int_eq(waitpid(child, NULL, 0), child);
	expect_steps(&file, STEPS);
	reader_rewind(file.reader);
	expect_steps(&file, STEPS);
	file_release(&file);
}
END_TEST

/* Opens a long standard input while RESOURCE is limited to CURRENT. */
static enum reader_status open_limited(struct file *file, int resource,
                                       rlim_t current)
{
	enum reader_status status;
	struct rlimit before, limit;

	file_write(file, 20000);
	ck_assert_ptr_nonnull(freopen(file->path, "r", stdin));
	ck_assert_int_eq(getrlimit(resource, &before), 0);
	limit = before;
	limit.rlim_cur = current;
	ck_assert_int_eq(setrlimit(resource, &limit), 0);
	status = file_open(file, "-");
	ck_assert_int_eq(setrlimit(resource, &before), 0);
	return status;
}

START_TEST(input_that_cannot_be_spooled_is_told)
{
	struct command command;
	struct file file;

	file_init(&file);
	signal(SIGXFSZ, SIG_IGN);
	ck_assert_int_eq(open_limited(&file, RLIMIT_FSIZE, 1000),
	                 READER_UNREADABLE);
	signal(SIGXFSZ, SIG_DFL);
	ck_assert_str_eq(file.errors.text, "-: File too large\n");
	ck_assert_int_eq(reader_next(file.reader, &command), READER_CHANGED);

	file.errors.text[0] = '\0';
	ck_assert_int_eq(open_limited(&file, RLIMIT_NOFILE, 3),
	                 READER_UNREADABLE);
	ck_assert_str_eq(file.errors.text, "-: Too many open files\n");
	file_release(&file);
}
END_TEST

START_TEST(line_may_have_any_length_and_is_an_error)
{
	const size_t length = 3 * SOURCE_BUFFER_SIZE + 17;
	struct file file;
	FILE *out;

	file_init(&file);
	out = fopen(file.path, "w");
	fputs("show\n#", out);
	for (size_t i = 0; i < length; i++)
		fputc('x', out);
	fputs("\nshow\nshow x=1\n", out);
	fclose(out);

	ck_assert_int_eq(file_open(&file, file.path), READER_ILL_FORMED);
	ck_assert_ptr_nonnull(strstr(file.errors.text,
	                             ":2:1001: the line is too long; a line "
	                             "has at most 1000 characters\n"));
	ck_assert_ptr_nonnull(
		strstr(file.errors.text, ":4:6: show has no key 'x'; show ["));
	file_release(&file);
}
END_TEST

START_TEST(what_cannot_be_read_is_told)
{
	struct file file;

	file_init(&file);
	ck_assert_int_eq(file_open(&file, "/nonexistent/a.scn"),
	                 READER_UNREADABLE);
	ck_assert_str_eq(file.errors.text,
	                 "/nonexistent/a.scn: No such file or directory\n");
	file.errors.text[0] = '\0';
	ck_assert_int_eq(file_open(&file, "/"), READER_UNREADABLE);
	ck_assert_str_eq(file.errors.text, "/: Is a directory\n");
	file_release(&file);
}
END_TEST

START_TEST(file_that_changes_is_noticed)
{
	static const unsigned int after[] = { 10000, 30000 };
	struct command command;
	enum reader_next next;
	struct file file;

	file_init(&file);
	file_write(&file, 20000);
	ck_assert_int_eq(file_open(&file, file.path), READER_OK);
	file_write(&file, after[_i]);
	reader_rewind(file.reader);
	do {
		next = reader_next(file.reader, &command);
	} while (next == READER_COMMAND);
	ck_assert_int_eq(next, READER_CHANGED);
	file_release(&file);
}
END_TEST

START_TEST(file_that_becomes_ill_formed_is_noticed)
{
	struct command command;
	struct file file;
	FILE *out;

	file_init(&file);
	file_write(&file, 20000);
	ck_assert_int_eq(file_open(&file, file.path), READER_OK);
	out = fopen(file.path, "w");
	fputs("contaner c0\n", out);
	fclose(out);
	reader_rewind(file.reader);
	ck_assert_int_eq(reader_next(file.reader, &command), READER_CHANGED);
	file_release(&file);
}
END_TEST

Suite *input_suite(void)
{
	Suite *suite = suite_create("input");
	TCase *tcase = tcase_create("input");

	tcase_add_loop_test(tcase, file_is_read_twice, 0, COUNT(lengths));
	tcase_add_loop_test(tcase, standard_input_is_read_twice, 0,
	                    COUNT(lengths));
	tcase_add_test(tcase, pipe_is_read_twice);
	tcase_add_test(tcase, input_that_cannot_be_spooled_is_told);
	tcase_add_test(tcase, line_may_have_any_length_and_is_an_error);
	tcase_add_test(tcase, what_cannot_be_read_is_told);
	tcase_add_loop_test(tcase, file_that_changes_is_noticed, 0, 2);
	tcase_add_test(tcase, file_that_becomes_ill_formed_is_noticed);
	suite_add_tcase(suite, tcase);
	return suite;
}
