/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "sim/digest.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

Suite *digest_suite(void);

/* The mark of ANSWER after nothing. */
static const char *mark_of(const struct answer *answer,
                           char mark[DIGEST_MARK + 1])
{
	struct digest digest = { 0 };

	digest_add(&digest, answer, mark);
	return mark;
}

static bool alike(const struct answer *a, const struct answer *b)
{
	char one[DIGEST_MARK + 1], other[DIGEST_MARK + 1];

	return !strcmp(mark_of(a, one), mark_of(b, other));
}

/* A line of CREATE that was answered. */
static struct answer created(void)
{
	return (struct answer){
		.verb = VERB_CREATE,
		.locked_vm_known = true,
		.locked_vm = 65536,
		.fields = 1,
		.field = { { .key = KEY_START_ADDR, .value = 1 } },
	};
}

START_TEST(what_a_kernel_tells_counts)
{
	const struct answer a = created();
	struct answer b;

	b = created();
	ck_assert(alike(&a, &b));
	b.reply.why = "no matter";
	b.reply.hazards = 3;
	ck_assert(alike(&a, &b));
	b = created();
	b.reply.ret = -22;
	ck_assert(!alike(&a, &b));
	b = created();
	b.locked_vm = 0;
	ck_assert(!alike(&a, &b));
	b = created();
	b.field[0].untouched = true;
	ck_assert(!alike(&a, &b));
	b = created();
	b.verb = VERB_REMOVE;
	ck_assert(!alike(&a, &b));
	b = created();
	strcpy(b.seen.data, "0x00*1");
	ck_assert(!alike(&a, &b));
}
END_TEST

static struct show_line tce(int memory, uint64_t offset)
{
	return (struct show_line){
		.kind = "tce",
		.object = 'c',
		.fields = 4,
		.field = { { .key = "index", .format = SHOW_HEX, .value = 3 },
		           { .key = "at",
		             .format = SHOW_PLACE,
		             .value = 7,
		             .place = { true, memory, offset } },
		           { .key = "perm", .format = SHOW_WORD, .word = "r" },
		           { .key = "view",
		             .format = SHOW_ADDRESS,
		             .place = { true, memory, offset } } },
	};
}

static struct answer shown(struct show_line *line)
{
	return (struct answer){ .verb = VERB_SHOW, .line = line, .lines = 1 };
}

START_TEST(lines_of_show_count)
{
	struct show_line line = tce(0, 4096), other = tce(0, 4096);
	const struct answer a = shown(&line), b = shown(&other);

	other.field[3].format = SHOW_UNKNOWN;
	ck_assert_msg(alike(&a, &b), "only the model has the view");
	other.field[1].value = 8;
	ck_assert_msg(alike(&a, &b), "a place has no other value");
	strcpy(other.field[2].word, "rw");
	ck_assert(!alike(&a, &b));
	other = tce(0, 0);
	ck_assert(!alike(&a, &b));
	other = tce(1, 4096);
	ck_assert(!alike(&a, &b));
	line = tce(-1, 0);
	other = tce(-1, 4096);
	ck_assert_msg(alike(&a, &b), "no buffer's memory has no name");
	other.kind = "tve";
	ck_assert(!alike(&a, &b));
}
END_TEST

/* A difference is not forgotten. */
START_TEST(marks_go_on)
{
	struct answer good = created(), bad = created();
	struct digest one = { 0 }, other = { 0 };
	char mark[DIGEST_MARK + 1], elsewhere[DIGEST_MARK + 1];

	bad.reply.ret = -12;
	digest_add(&one, &good, mark);
	digest_add(&other, &bad, elsewhere);
	ck_assert_str_ne(mark, elsewhere);
	digest_add(&one, &good, mark);
	digest_add(&other, &good, elsewhere);
	ck_assert_str_ne(mark, elsewhere);
	ck_assert_uint_eq(strlen(mark), DIGEST_MARK);
}
END_TEST

Suite *digest_suite(void)
{
	Suite *suite = suite_create("digest");
	TCase *tests = tcase_create("digest");

	tcase_add_test(tests, what_a_kernel_tells_counts);
	tcase_add_test(tests, lines_of_show_count);
	tcase_add_test(tests, marks_go_on);
	suite_add_tcase(suite, tests);
	return suite;
}
