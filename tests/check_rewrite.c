/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Edits of a file: it is written anew, or stays as it was. */
#include "sim/rewrite.h"
#include "tests/tool_rig.h"

#include <check.h>
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

Suite *rewrite_suite(void);

static const struct edit one_edit[] = { { EDIT_REPLACE, 1, (char[]){ "x" } } };

START_TEST(a_link_stays_a_link)
{
	struct stat status;
	char path[TOOL_PATH_MAX], name[TOOL_PATH_MAX];
	struct tool_rig r;

	tool_rig_init(&r);
	tool_rig_put(&r, "a.scn", "a\nb\n");
	tool_rig_path(&r, "a.scn", path);
	tool_rig_path(&r, "link", name);
	ck_assert_int_eq(symlink(path, name), 0);
	ck_assert(rewrite_file(name, one_edit, 1));
	ck_assert_int_eq(lstat(name, &status), 0);
	ck_assert(S_ISLNK(status.st_mode));
	tool_rig_check(&r, "a.scn", "x\nb\n");
	tool_rig_release(&r);
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
	char path[TOOL_PATH_MAX];
	struct tool_rig r;

	tool_rig_init(&r);
	tool_rig_path(&r, "a.scn", path);
	tool_rig_put(&r, "a.scn", "1\n2\n3\n4\n5");
	ck_assert(rewrite_file(path, ends, 6));
	tool_rig_check(&r, "a.scn", "one\ntwo\n4\nfive\nsix\n");
	tool_rig_put(&r, "a.scn", "1\n2\n3\n4\n5");
	ck_assert(rewrite_file(path, ends, 5));
	tool_rig_check(&r, "a.scn", "one\ntwo\n4\nfive");
	tool_rig_put(&r, "a.scn", "1\n2");
	ck_assert(rewrite_file(path, ends, 3));
	tool_rig_check(&r, "a.scn", "one\ntwo");
	tool_rig_release(&r);
}
END_TEST

static char behind[] = "= 0";
static const struct edit edit = { .kind = EDIT_INSERT_BEHIND,
	                          .line = 1,
	                          .text = behind };

START_TEST(a_file_that_cannot_be_opened_stays)
{
	struct sockaddr_un name = { .sun_family = AF_UNIX };
	struct tool_rig r;
	struct stat there;
	int fd = socket(AF_UNIX, SOCK_STREAM, 0);

	tool_rig_init(&r);
	snprintf(name.sun_path, sizeof(name.sun_path), "%s/s", r.folder);
	ck_assert_int_ge(fd, 0);
	ck_assert_int_eq(bind(fd, (struct sockaddr *)&name, sizeof(name)), 0);
	ck_assert(!rewrite_file(name.sun_path, &edit, 1));
	ck_assert_int_eq(errno, ENXIO);
	ck_assert_int_eq(stat(name.sun_path, &there), 0);
	ck_assert(S_ISSOCK(there.st_mode));
	close(fd);
	tool_rig_release(&r);
}
END_TEST

/* The disk is full when the last of the new file is written. */
START_TEST(a_file_without_room_stays)
{
	struct rlimit old, least;
	struct tool_rig r;
	char path[TOOL_PATH_MAX];
	bool written;

	tool_rig_init(&r);
	tool_rig_put(&r, "a.scn", "container c0\n");
	tool_rig_path(&r, "a.scn", path);
	signal(SIGXFSZ, SIG_IGN);
	ck_assert_int_eq(getrlimit(RLIMIT_FSIZE, &old), 0);
	least = old;
	least.rlim_cur = 1;
	ck_assert_int_eq(setrlimit(RLIMIT_FSIZE, &least), 0);
	written = rewrite_file(path, &edit, 1);
	setrlimit(RLIMIT_FSIZE, &old);
	signal(SIGXFSZ, SIG_DFL);
	ck_assert(!written);
	tool_rig_check(&r, "a.scn", "container c0\n");
	tool_rig_release(&r);
}
END_TEST

Suite *rewrite_suite(void)
{
	Suite *suite = suite_create("rewrite");
	TCase *tcase = tcase_create("rewrite");

	tcase_add_test(tcase, a_link_stays_a_link);
	tcase_add_test(tcase, a_file_that_cannot_be_written_is_told);
	tcase_add_test(tcase, edits_meet_the_end_of_the_file);
	tcase_add_test(tcase, a_file_that_cannot_be_opened_stays);
	tcase_add_test(tcase, a_file_without_room_stays);
	suite_add_tcase(suite, tcase);
	return suite;
}
