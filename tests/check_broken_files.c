/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Files that break below the reader, and files that change under a run. */
#include "sim/reader.h"
#include "sim/source.h"
#include "tests/fake_run.h"
#include "tests/names.h"
#include "tests/tool_rig.h"

#include <check.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

Suite *broken_files_suite(void);

/* ---- files that break ------------------------------------------------- */

/* @/NAME: TEXT, and blank lines to more than a buffer holds. */
static void put_long(struct tool_rig *rig, const char *name, const char *text)
{
	char *all = malloc(2 * SOURCE_BUFFER_SIZE + 1);

	ck_assert_ptr_nonnull(all);
	memset(all, '\n', 2 * SOURCE_BUFFER_SIZE);
	memcpy(all, text, strlen(text));
	all[2 * SOURCE_BUFFER_SIZE] = '\0';
	tool_rig_put(rig, name, all);
	free(all);
}

/* The descriptor that the next open() answers. */
static int next_fd(void)
{
	int fd = dup(STDIN_FILENO);

	ck_assert_int_ge(fd, 0);
	close(fd);
	return fd;
}

/* FD is a folder from now on. */
static void make_folder_of(int fd)
{
	int folder = open("/", O_RDONLY);

	ck_assert_int_ge(folder, 0);
	ck_assert_int_eq(dup2(folder, fd), fd);
	close(folder);
}

struct breaking {
	int fd;
	char last[128];
};

static void break_file(void *context, const char *text)
{
	struct breaking *breaking = context;

	snprintf(breaking->last, sizeof(breaking->last), "%s", text);
	make_folder_of(breaking->fd);
}

START_TEST(a_file_that_breaks_in_the_middle_is_unreadable)
{
	struct breaking breaking;
	struct scenario scenario;
	struct tool_rig rig;
	struct reader *reader = reader_new(&test_names);
	char path[TOOL_PATH_MAX];

	tool_rig_init(&rig);
	put_long(&rig, "long.scn", "nonsense\n");
	tool_rig_path(&rig, "long.scn", path);
	breaking.fd = next_fd();
	ck_assert_int_eq(reader_open(reader, path, break_file, &breaking,
	                             &scenario),
	                 READER_UNREADABLE);
	ck_assert(has(breaking.last, "long.scn: Is a directory"));
	reader_free(reader);
	tool_rig_release(&rig);
}
END_TEST

START_TEST(a_file_that_cannot_be_rewound_is_told)
{
	static struct source source;
	struct tool_rig rig;
	char path[TOOL_PATH_MAX];
	int ends[2];

	tool_rig_init(&rig);
	put_long(&rig, "long.scn", "");
	tool_rig_path(&rig, "long.scn", path);
	source_init(&source);
	ck_assert_int_eq(source_open(&source, path), 0);
	ck_assert_int_eq(pipe(ends), 0);
	ck_assert_int_eq(dup2(ends[0], source.fd), source.fd);
	ck_assert_int_eq(source_rewind(&source), ESPIPE);
	close(ends[0]);
	close(ends[1]);
	source_close(&source);
	tool_rig_release(&rig);
}
END_TEST

/* Memory as a file: it ends where nothing is mapped, and badly. */
START_TEST(standard_input_that_breaks_is_told)
{
	static struct source source;
	size_t size = SOURCE_BUFFER_SIZE;
	int zero = open("/dev/zero", O_RDONLY), usual = dup(STDIN_FILENO);
	int memory = open("/proc/self/mem", O_RDONLY), err;
	char *map;

	if (memory < 0)
		return;
	map = mmap(NULL, 2 * size, PROT_READ, MAP_PRIVATE, zero, 0);
	ck_assert(map != MAP_FAILED);
	ck_assert_int_eq(munmap(map + size, size), 0);
	ck_assert(lseek(memory, (off_t)(intptr_t)map, SEEK_SET) >= 0);
	ck_assert_int_eq(dup2(memory, STDIN_FILENO), STDIN_FILENO);
	source_init(&source);
	err = source_open(&source, "-");
	dup2(usual, STDIN_FILENO);
	ck_assert_int_eq(err, EIO);
	source_close(&source);
	munmap(map, size);
	close(memory);
	close(usual);
	close(zero);
}
END_TEST

static void ignore(int number)
{
	(void)number;
}

static _Noreturn void disturb_and_write(int fd)
{
	const struct timespec moment = { .tv_nsec = 50 * 1000 * 1000 };
	static const char text[] = "container c0\n";

	nanosleep(&moment, NULL);
	kill(getppid(), SIGUSR1);
	nanosleep(&moment, NULL);
	_exit(write(fd, text, sizeof(text) - 1) < 0);
}

START_TEST(a_signal_does_not_end_a_file)
{
	static struct source source;
	struct sigaction action = { .sa_handler = ignore }, usual;
	int ends[2], input = dup(STDIN_FILENO), err;
	struct span line;
	pid_t child;

	ck_assert_int_eq(pipe(ends), 0);
	sigaction(SIGUSR1, &action, &usual);
	child = fork();
	if (!child)
		disturb_and_write(ends[1]);
	close(ends[1]);
	dup2(ends[0], STDIN_FILENO);
	source_init(&source);
	err = source_open(&source, "-");
	dup2(input, STDIN_FILENO);
	close(input);
	close(ends[0]);
	waitpid(child, NULL, 0);
	sigaction(SIGUSR1, &usual, NULL);
	ck_assert_int_eq(err, 0);
	ck_assert_int_eq(source_line(&source, &line, &err), SOURCE_LINE);
	ck_assert_uint_eq(line.length, strlen("container c0"));
	source_close(&source);
}
END_TEST

/* ---- files that change under a run ------------------------------------ */

static void shorten(void *path)
{
	ck_assert_int_eq(truncate(path, 3), 0);
}

static void take_away(void *path)
{
	ck_assert_int_eq(unlink(path), 0);
}

/* HAPPENS to @/story.scn when the backend for it is made. */
static int run_while(struct tool_rig *rig, void (*happens)(void *path),
                     const char *line)
{
	struct fake_run *fake_run = fake_run_init();
	char path[TOOL_PATH_MAX];

	tool_rig_path(rig, "story.scn", path);
	fake_run->when_made = happens;
	fake_run->context = path;
	return tool_rig_call(rig, fake_run_command, line);
}

START_TEST(a_file_that_changes_is_told)
{
	struct tool_rig rig;

	tool_rig_init(&rig);
	put_long(&rig, "story.scn", "container c0\n= 0\n");
	ck_assert_int_eq(run_while(&rig, shorten,
	                           "run --profile v9 @/story.scn"),
	                 EXIT_UNUSABLE);
	ck_assert(has(rig.err, "story.scn: the file has changed\n"));
	tool_rig_release(&rig);
}
END_TEST

START_TEST(a_file_that_cannot_be_recorded_is_told)
{
	struct tool_rig rig;

	tool_rig_init(&rig);
	tool_rig_put(&rig, "story.scn", "container c0\n= -EINVAL\n");
	ck_assert_int_eq(run_while(&rig, take_away,
	                           "run --record --profile v9 @/story.scn"),
	                 EXIT_UNUSABLE);
	ck_assert(has(rig.err, "story.scn: cannot be written: "
	                       "No such file or directory\n"));
	tool_rig_release(&rig);
}
END_TEST

Suite *broken_files_suite(void)
{
	Suite *suite = suite_create("broken_files");
	TCase *tcase = tcase_create("broken_files");

	tcase_set_timeout(tcase, 120);
	tcase_add_test(tcase, a_file_that_breaks_in_the_middle_is_unreadable);
	tcase_add_test(tcase, a_file_that_cannot_be_rewound_is_told);
	tcase_add_test(tcase, standard_input_that_breaks_is_told);
	tcase_add_test(tcase, a_signal_does_not_end_a_file);
	tcase_add_test(tcase, a_file_that_changes_is_told);
	tcase_add_test(tcase, a_file_that_cannot_be_recorded_is_told);
	suite_add_tcase(suite, tcase);
	return suite;
}
