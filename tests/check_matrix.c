/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * check_matrix.c - every row of tests/data/create-matrix-4k.csv: CREATE for
 * 16 page shifts, 64 window sizes and 7 numbers of levels.
 */
#include "model/tcesim.h"
#include "model/uapi.h"

#include <check.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

Suite *matrix_suite(void);

enum {
	ROWS = 7168,
	PAGE = 4096
};

struct row {
	unsigned int page_shift, log2_size, levels;
	int error;
	uint64_t locked_pages;
	uint64_t entries, level_entries, allocated;
};

struct bench {
	struct tcesim_machine *machine;
	struct tcesim_snapshot *empty;
	int container;
	unsigned int windows; /* seen by the visitor */
	struct tcesim_window_info window;
};

static int64_t call(struct bench *b, int fd, uint32_t request, void *block,
                    size_t size, uint64_t value)
{
	struct tcesim_argument argument = { .value = value,
		                            .block = block,
		                            .readable = size,
		                            .writable = size };
	struct tcesim_answer answer;

	ck_assert_int_eq(tcesim_ioctl(b->machine, 0, fd, request, &argument,
	                              &answer),
	                 TCESIM_OK);
	return answer.ret;
}

static void open_files(struct bench *b)
{
	struct uapi_remove remove = { .argsz = sizeof(remove) };
	struct tcesim_answer answer;
	int group;

	ck_assert_int_eq(tcesim_open_container(b->machine, 0, &answer),
	                 TCESIM_OK);
	b->container = (int)answer.ret;
	ck_assert_int_eq(tcesim_open_group(b->machine, 0, 0, &answer),
	                 TCESIM_OK);
	group = (int)answer.ret;
	ck_assert_int_ge(b->container, 0);
	ck_assert_int_ge(group, 0);
	ck_assert_int_eq(call(b, group, UAPI_GROUP_SET_CONTAINER, &b->container,
	                      sizeof(b->container), 0),
	                 0);
	ck_assert_int_eq(call(b, b->container, UAPI_SET_IOMMU, NULL, 0,
	                      UAPI_SPAPR_TCE_V2),
	                 0);
	ck_assert_int_eq(call(b, b->container, UAPI_TCE_REMOVE, &remove,
	                      sizeof(remove), 0),
	                 0);
}

static void bench_init(struct bench *b)
{
	struct tcesim_config config;

	memset(b, 0, sizeof(*b));
	tcesim_config_init(&config);
	config.ram = UINT64_C(64) << 40;
	ck_assert_int_eq(tcesim_new(&config, tcesim_profile_named("linux-6.12"),
	                            &b->machine),
	                 TCESIM_OK);
	open_files(b);
	ck_assert_int_eq(tcesim_snapshot(b->machine, &b->empty), TCESIM_OK);
}

static void bench_release(struct bench *b)
{
	tcesim_snapshot_free(b->empty);
	tcesim_free(b->machine);
}

static void see_window(void *context, const struct tcesim_window_info *info)
{
	struct bench *b = context;

	b->windows++;
	b->window = *info;
}

static bool parse_row(const char *line, struct row *row)
{
	char error[16];
	int fields;

	memset(row, 0, sizeof(*row));
	fields = sscanf(line,
	                "%u,%u,%u,%15[^,],%" SCNu64 ",%" SCNu64 ",%" SCNu64
	                ",%" SCNu64,
	                &row->page_shift, &row->log2_size, &row->levels, error,
	                &row->locked_pages, &row->entries, &row->level_entries,
	                &row->allocated);
	if (fields == 8 && strcmp(error, "0") == 0)
		return true;
	if (fields != 5 || error[0] != '-')
		return false;
	row->error = tcesim_error_number(error + 1);
	return row->error > 0;
}

static bool window_is(const struct bench *b, const struct row *row)
{
	const struct tcesim_window_info *w = &b->window;

	return b->windows == 1 && w->slot == 0 && w->start_addr == 0 &&
	       w->page_shift == row->page_shift && w->levels == row->levels &&
	       w->entries == row->entries && w->level_shift < 64 &&
	       UINT64_C(1) << w->level_shift == row->level_entries * 8 &&
	       w->allocated == row->allocated;
}

/* One row; true when all of it is so. */
static bool replay(struct bench *b, const struct row *row)
{
	static const struct tcesim_visitor visitor = { .window = see_window };
	struct uapi_create create = {
		.argsz = sizeof(create),
		.page_shift = row->page_shift,
		.window_size = UINT64_C(1) << row->log2_size,
		.levels = row->levels,
	};
	uint64_t before, locked;
	unsigned int broken;
	int64_t ret;

	ck_assert_int_eq(tcesim_restore(b->machine, b->empty), TCESIM_OK);
	before = tcesim_locked_vm(b->machine, 0);
	ret = call(b, b->container, UAPI_TCE_CREATE, &create, sizeof(create),
	           0);
	locked = tcesim_locked_vm(b->machine, 0) - before;
	b->windows = 0;
	ck_assert_int_eq(tcesim_visit(b->machine, &visitor, b), TCESIM_OK);
	ck_assert_int_eq(tcesim_check(b->machine, &broken), TCESIM_OK);

	if (ret != -row->error || locked != row->locked_pages * PAGE)
		return false;
	return row->error ? b->windows == 0 : window_is(b, row);
}

static void complain(const struct row *row, const struct bench *b)
{
	fprintf(stderr,
	        "matrix: page_shift=%u window_size=1<<%u levels=%u: differs"
	        " (wanted -%d, locked %" PRIu64
	        " pages; windows %u, entries %" PRIu64
	        ", level_shift %u, allocated %" PRIu64 ")\n",
	        row->page_shift, row->log2_size, row->levels, row->error,
	        row->locked_pages, b->windows, b->window.entries,
	        b->window.level_shift, b->window.allocated);
}

START_TEST(every_row)
{
	FILE *file = fopen("tests/data/create-matrix-4k.csv", "r");
	unsigned int rows = 0, same = 0;
	struct bench bench;
	struct row row;
	char line[256];

	ck_assert_ptr_nonnull(file);
	bench_init(&bench);
	while (fgets(line, sizeof(line), file)) {
		if (line[0] == '#' || line[0] == 'p')
			continue;
		rows++;
		ck_assert_msg(parse_row(line, &row), "row %s", line);
		if (replay(&bench, &row))
			same++;
		else if (rows - same <= 10)
			complain(&row, &bench);
	}
	bench_release(&bench);
	fclose(file);
	ck_assert_uint_eq(rows, ROWS);
	ck_assert_uint_eq(same, ROWS);
}
END_TEST

Suite *matrix_suite(void)
{
	Suite *suite = suite_create("matrix");
	TCase *tcase = tcase_create("create");

	tcase_set_timeout(tcase, 60);
	tcase_add_test(tcase, every_row);
	suite_add_tcase(suite, tcase);
	return suite;
}
