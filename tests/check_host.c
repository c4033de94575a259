/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A host that refuses memory: the whole program, and the runner alone. */
#include "sim/run.h"
#include "tests/count.h"
#include "tests/lines.h"
#include "tests/no_memory.h"
#include "tests/run_rig.h"
#include "tests/tool_rig.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

Suite *host_suite(void);

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
	struct run_rig r;

	if (!no_memory_works())
		return;
	run_rig_init(&r);
	for (int i = 0; naming[_i].before[i]; i++)
		ck_assert_int_eq(run_step(&r, naming[_i].before[i]),
		                 BACKEND_OK);
	lines_parse_good(naming[_i].line, &r.command);
	no_memory_after(0);
	status = runner_step(&r.runner, &r.command, &r.answer);
	ck_assert(no_memory_end());
	ck_assert_int_eq(status, BACKEND_BROKEN);
	ck_assert_str_eq(r.fake.base.message, "out of memory");
	run_rig_release(&r);
}
END_TEST

START_TEST(a_story_wants_memory)
{
	struct run_rig r;
	bool started;

	if (!no_memory_works())
		return;
	run_rig_init(&r);
	run_rig_release(&r);
	no_memory_after(0);
	started = runner_start(&r.runner, &r.fake.base, &r.machine);
	ck_assert(no_memory_end());
	ck_assert(!started);
	ck_assert_str_eq(r.fake.base.message, "out of memory");
	run_rig_release(&r);
}
END_TEST

START_TEST(not_every_backend_can_look_at_memory)
{
	struct backend_ops ops;
	struct run_rig r;

	run_rig_init(&r);
	ck_assert_int_eq(run_step(&r, "memory m0 size=4K"), BACKEND_OK);
	ops = *r.fake.base.ops;
	ops.peek = NULL;
	r.fake.base.ops = &ops;
	ck_assert_int_eq(run_step(&r, "peek m0"), BACKEND_DECLINED);
	ck_assert_str_eq(r.fake.base.message,
	                 "memory cannot be looked at here");
	run_rig_release(&r);
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
	suite_add_tcase(suite, tcase);
	return suite;
}
