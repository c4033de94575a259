/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the host refuses: memory, and files that break below the reader. */
#include "sim/cmd_run.h"
#include "sim/objects.h"
#include "sim/parse.h"
#include "sim/reader.h"
#include "sim/run.h"
#include "sim/source.h"
#include "tests/fake_backend.h"
#include "tests/names.h"
#include "tests/no_memory.h"
#include "tests/tool_rig.h"

#include <check.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

Suite *host_suite(void);

#define COUNT(table) (int)(sizeof(table) / sizeof((table)[0]))

/* ---- the whole program without memory --------------------------------- */

enum {
	WORDS_MAX = 8,
	ALLOCATIONS_MAX = 20000
};

static const char story[] = "container c0\n= -EINVAL\ngroup g0\n"
			    "attach g0 c0\nset_iommu c0 type=spapr_tce_v2\n"
			    "memory m0 size=64K\nfork p0 p1\nprocess p2\n"
			    "api_version c0\n= -EINVAL\n";

/* The words of a command; @ is the file of the story, / its folder. */
static const struct {
	const char *word[WORDS_MAX];
	int status;
} lines[] = {
	{ { "run", "@" }, EXIT_DIFFERENT },
	{ { "run", "--format", "json", "--profile", "v9", "@" },
	  EXIT_DIFFERENT },
	{ { "run", "--matrix", "--profile", "v9,strict", "@" },
	  EXIT_DIFFERENT },
	{ { "run", "--record", "--profile", "v9", "@" }, EXIT_AS_EXPECTED },
	{ { "run", "--profile", "v9", "/" }, EXIT_DIFFERENT },
	{ { "profiles", "v9" }, EXIT_AS_EXPECTED },
};

/* A stream that asks for no memory when it is written to. */
static FILE *quiet_file(char *buffer, size_t size)
{
	FILE *file = fopen("/dev/null", "w");

	ck_assert_ptr_nonnull(file);
	ck_assert_int_eq(setvbuf(file, buffer, _IOFBF, size), 0);
	return file;
}

static char *word_of(const char *word, char *path, char *folder)
{
	switch (word[0]) {
	case '@':
		return path;
	case '/':
		return folder;
	default:
		return (char *)(void *)word;
	}
}

/* The allocation behind COUNT fails; *REFUSED: there was one. */
static int run_words(const char *const *words, char *path, unsigned long count,
                     bool *refused)
{
	char out[BUFSIZ], err[BUFSIZ], folder[128], *argv[WORDS_MAX + 1];
	struct cli cli = { .out = quiet_file(out, sizeof(out)),
		           .err = quiet_file(err, sizeof(err)) };
	int argc = 1, status;

	snprintf(folder, sizeof(folder), "%s", path);
	*strrchr(folder, '/') = '\0';
	argv[0] = path;
	for (; words[argc - 1]; argc++)
		argv[argc] = word_of(words[argc - 1], path, folder);
	no_memory_after(count);
	status = cli_main(argc, argv, &cli);
	*refused = no_memory_end();
	fclose(cli.out);
	fclose(cli.err);
	return status;
}

/* A stream does without its buffer: that is no failure of what writes it. */
static bool has_recorded(struct tool_rig *rig)
{
	char *text = tool_rig_get(rig, "story.scn");
	bool fine = !has(text, "-EINVAL") && has(text, "process p2\n= 0\n");

	free(text);
	return fine;
}

/* Whether COUNT allocations are not all that line I makes. */
static bool fails_after(struct tool_rig *rig, int i, unsigned long count)
{
	char path[TOOL_PATH_MAX];
	int status;
	bool refused;

	tool_rig_put(rig, "story.scn", story);
	tool_rig_path(rig, "story.scn", path);
	status = run_words(lines[i].word, path, count, &refused);
	if (!refused)
		ck_assert_int_eq(status, lines[i].status);
	else
		ck_assert_msg(status == EXIT_INTERNAL ||
		                      status == EXIT_UNUSABLE ||
		                      (!status && has_recorded(rig)),
		              "line %d, allocation %lu: %d", i, count, status);
	return refused;
}

START_TEST(every_allocation_may_fail)
{
	struct tool_rig rig;
	unsigned long count = 0;

	if (!no_memory_works())
		return;
	tool_rig_init(&rig);
	while (fails_after(&rig, _i, count))
		ck_assert_uint_lt(++count, ALLOCATIONS_MAX);
	tool_rig_release(&rig);
}
END_TEST

/* ---- the runner without memory ---------------------------------------- */

struct rig {
	struct fake_backend fake;
	struct machine_spec machine;
	struct runner runner;
	struct command command;
	struct answer answer;
};

static void rig_init(struct rig *r)
{
	memset(r, 0, sizeof(*r));
	fake_backend_init(&r->fake);
	machine_spec_init(&r->machine, NULL);
	ck_assert(runner_start(&r->runner, &r->fake.base, &r->machine));
}

static void rig_release(struct rig *r)
{
	runner_release(&r->runner);
	answer_release(&r->answer);
}

static void parse(struct rig *r, const char *line)
{
	ck_assert_int_eq(parse_line(line, strlen(line), &test_names,
	                            &r->command, NULL, NULL),
	                 PARSE_COMMAND);
}

static enum backend_status step(struct rig *r, const char *line)
{
	parse(r, line);
	return runner_step(&r->runner, &r->command, &r->answer);
}

/* Steps that name something, behind others; see ROOM_FIRST in objects.c. */
static const struct {
	const char *before[4];
	const char *line;
} naming[] = {
	{ { NULL }, "container c0" },
	{ { NULL }, "close c0" },
	{ { NULL }, "memory m0 size=4K" },
	{ { "process p1", "process p2", "process p3" }, "process p4" },
	{ { "process p1", "process p2", "process p3" }, "fork p0 p4" },
	{ { "container c0" }, "fork p0 p1" },
	{ { "group g0" }, "fork p0 p1" },
};

START_TEST(a_name_wants_memory)
{
	enum backend_status status;
	struct rig r;

	if (!no_memory_works())
		return;
	rig_init(&r);
	for (int i = 0; naming[_i].before[i]; i++)
		ck_assert_int_eq(step(&r, naming[_i].before[i]), BACKEND_OK);
	parse(&r, naming[_i].line);
	no_memory_after(0);
	status = runner_step(&r.runner, &r.command, &r.answer);
	ck_assert(no_memory_end());
	ck_assert_int_eq(status, BACKEND_BROKEN);
	ck_assert_str_eq(r.fake.base.message, "out of memory");
	rig_release(&r);
}
END_TEST

START_TEST(a_story_wants_memory)
{
	struct rig r;
	bool started;

	if (!no_memory_works())
		return;
	rig_init(&r);
	rig_release(&r);
	no_memory_after(0);
	started = runner_start(&r.runner, &r.fake.base, &r.machine);
	ck_assert(no_memory_end());
	ck_assert(!started);
	ck_assert_str_eq(r.fake.base.message, "out of memory");
	rig_release(&r);
}
END_TEST

START_TEST(not_every_backend_can_look_at_memory)
{
	struct backend_ops ops;
	struct rig r;

	rig_init(&r);
	ck_assert_int_eq(step(&r, "memory m0 size=4K"), BACKEND_OK);
	ops = *r.fake.base.ops;
	ops.peek = NULL;
	r.fake.base.ops = &ops;
	ck_assert_int_eq(step(&r, "peek m0"), BACKEND_DECLINED);
	ck_assert_str_eq(r.fake.base.message,
	                 "memory cannot be looked at here");
	rig_release(&r);
}
END_TEST

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

static enum backend_status settle(struct backend *b)
{
	(void)b;
	return BACKEND_OK;
}

static struct fake_backend *new_fake(void)
{
	static struct fake_backend fake;

	fake_backend_init(&fake);
	return &fake;
}

/* The folder of the story is where the process is. */
static struct backend *shorten(const struct tcesim_config *config,
                               const struct tcesim_profile *profile,
                               enum backend_model_checks checks,
                               enum tcesim_status *status)
{
	(void)config;
	(void)profile;
	(void)checks;
	(void)status;
	ck_assert_int_eq(truncate("story.scn", 3), 0);
	return &new_fake()->base;
}

static struct backend *take_away(const struct tcesim_config *config,
                                 const struct tcesim_profile *profile,
                                 enum backend_model_checks checks,
                                 enum tcesim_status *status)
{
	(void)config;
	(void)profile;
	(void)checks;
	(void)status;
	ck_assert_int_eq(unlink("story.scn"), 0);
	return &new_fake()->base;
}

static int run_shorten(int argc, char **argv, const struct cli *cli)
{
	static const struct run_backend backend = { shorten, settle };

	return cmd_run_on(&backend, argc, argv, cli);
}

static int run_take_away(int argc, char **argv, const struct cli *cli)
{
	static const struct run_backend backend = { take_away, settle };

	return cmd_run_on(&backend, argc, argv, cli);
}

/* As tool_rig_call(), within the folder. */
static int call_inside(struct tool_rig *rig,
                       int (*command)(int argc, char **argv,
                                      const struct cli *cli),
                       const char *line)
{
	int usual = open(".", O_RDONLY), status;

	ck_assert_int_eq(chdir(rig->folder), 0);
	status = tool_rig_call(rig, command, line);
	ck_assert_int_eq(fchdir(usual), 0);
	close(usual);
	return status;
}

START_TEST(a_file_that_changes_is_told)
{
	struct tool_rig rig;

	tool_rig_init(&rig);
	put_long(&rig, "story.scn", "container c0\n= 0\n");
	ck_assert_int_eq(call_inside(&rig, run_shorten,
	                             "run --profile v9 story.scn"),
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
	ck_assert_int_eq(call_inside(&rig, run_take_away,
	                             "run --record --profile v9 story.scn"),
	                 EXIT_UNUSABLE);
	ck_assert(has(rig.err, "story.scn: cannot be written: "
	                       "No such file or directory\n"));
	tool_rig_release(&rig);
}
END_TEST

Suite *host_suite(void)
{
	Suite *suite = suite_create("host");
	TCase *tcase = tcase_create("host");

	tcase_set_timeout(tcase, 120);
	tcase_add_loop_test(tcase, every_allocation_may_fail, 0, COUNT(lines));
	tcase_add_loop_test(tcase, a_name_wants_memory, 0, COUNT(naming));
	tcase_add_test(tcase, a_story_wants_memory);
	tcase_add_test(tcase, not_every_backend_can_look_at_memory);
	tcase_add_test(tcase, a_file_that_breaks_in_the_middle_is_unreadable);
	tcase_add_test(tcase, a_file_that_cannot_be_rewound_is_told);
	tcase_add_test(tcase, standard_input_that_breaks_is_told);
	tcase_add_test(tcase, a_signal_does_not_end_a_file);
	tcase_add_test(tcase, a_file_that_changes_is_told);
	tcase_add_test(tcase, a_file_that_cannot_be_recorded_is_told);
	suite_add_tcase(suite, tcase);
	return suite;
}
