/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Bus addresses: data that moves, and what the PHB has cached. */
#include "model/tcesim.h"
#include "model/uapi.h"
#include "sim/runs.h"
#include "tests/dma_rig.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

Suite *dma_suite(void);

/* ---- the walker follows every change ---------------------------------- */

static unsigned int why_at(struct dma_rig *r, uint64_t iova)
{
	struct tcesim_target target;

	HOLDS(tcesim_translate(r->machine, 0, iova, false, &target) ==
	      TCESIM_OK);
	return target.why;
}

START_TEST(translation_follows_the_machine)
{
	struct uapi_remove remove = { .argsz = 16 };
	struct tcesim_snapshot *before, *mapped;
	struct tcesim_config config;
	uint64_t start, buffer;
	struct dma_rig r;

	tcesim_config_init(&config);
	dma_rig_init(&r, "linux-6.12", &config);
	ck_assert(is_reason(why_at(&r, 0), "dma_no_tve"));
	ck_assert_int_eq(dma_create(&r, 12, 30, 2, &start), 0);
	buffer = dma_memory(&r, 65536, 0);
	tcesim_snapshot(r.machine, &before);
	ck_assert(is_reason(why_at(&r, 0), "dma_no_level"));
	ck_assert_int_eq(dma_map(&r, 0, buffer, 4096, 3), 0);
	ck_assert_uint_eq(why_at(&r, 0), 0);
	ck_assert(is_reason(why_at(&r, 0x1000), "dma_no_tce"));
	tcesim_snapshot(r.machine, &mapped);
	ck_assert_int_eq(dma_unmap(&r, 0, 4096), 0);
	ck_assert(is_reason(why_at(&r, 0), "dma_no_tce"));
	tcesim_restore(r.machine, mapped);
	ck_assert_uint_eq(why_at(&r, 0), 0);
	/* More often than a walker can count. */
	for (int i = 0; i < 1100; i++) {
		HOLDS(!dma_unmap(&r, 0, 4096));
		HOLDS(is_reason(why_at(&r, 0), "dma_no_tce"));
		HOLDS(!dma_map(&r, 0, buffer + (i % 2 ? 4096 : 0), 4096, 3));
		HOLDS(!why_at(&r, 0));
	}
	tcesim_restore(r.machine, mapped);
	tcesim_restore(r.machine, before);
	ck_assert(is_reason(why_at(&r, 0), "dma_no_level"));
	tcesim_restore(r.machine, mapped);
	ck_assert_int_eq(
		dma_call(&r, r.container, UAPI_TCE_REMOVE, &remove, 16, 0), 0);
	ck_assert(is_reason(why_at(&r, 0), "dma_no_tve"));
	ck_assert_int_eq(dma_call(&r, r.group, UAPI_GROUP_UNSET_CONTAINER, NULL,
	                          0, 0),
	                 0);
	ck_assert(is_reason(why_at(&r, 0), "dma_no_tce"));
	ck_assert_uint_eq(why_at(&r, UINT64_C(1) << 59), 0);
	ck_assert(is_reason(why_at(&r, (UINT64_C(1) << 59) + config.ram),
	                    "dma_beyond_table"));
	tcesim_snapshot_free(before);
	tcesim_snapshot_free(mapped);
	dma_rig_release(&r);
}
END_TEST

/* ---- what the caller may not ask -------------------------------------- */

static void ignore_data(void *context, uint64_t size, uint8_t byte)
{
	(void)byte;
	*(uint64_t *)context += size;
}

START_TEST(arguments_are_checked)
{
	struct tcesim_target target;
	struct tcesim_config config;
	struct tcesim_answer answer;
	uint64_t told = 0;
	struct dma_rig r;

	tcesim_config_init(&config);
	dma_rig_init(&r, "linux-6.12", &config);
	ck_assert_int_eq(tcesim_translate(r.machine, 1, 0, false, &target),
	                 TCESIM_BAD_ARGUMENT);
	ck_assert_int_eq(tcesim_translate(r.machine, 99, 0, false, &target),
	                 TCESIM_BAD_ARGUMENT);
	ck_assert_int_eq(tcesim_device(r.machine, 1, 1, ignore_data, &told),
	                 TCESIM_BAD_ARGUMENT);
	ck_assert_int_eq(tcesim_device(r.machine, 0, 0, ignore_data, &told),
	                 TCESIM_BAD_ARGUMENT);
	ck_assert_int_eq(tcesim_peek(r.machine, 0, 0, 0, ignore_data, &told,
	                             &answer),
	                 TCESIM_BAD_ARGUMENT);
	ck_assert_int_eq(tcesim_peek(r.machine, 0, 4096, 1, ignore_data, &told,
	                             &answer),
	                 TCESIM_OK);
	ck_assert_int_eq(answer.ret, -tcesim_error_number("EFAULT"));
	ck_assert_uint_eq(told, 0);
	ck_assert_int_eq(tcesim_device(r.machine, 0, 10, ignore_data, &told),
	                 TCESIM_OK);
	ck_assert_uint_eq(told, 10);
	dma_rig_release(&r);
}
END_TEST

/* The library's own memory runs out at the Nth request. */
struct limit {
	unsigned int left;
};

static void *limited(void *context, void *block, size_t size)
{
	struct limit *limit = context;

	if (!size) {
		free(block);
		return NULL;
	}
	if (!limit->left)
		return NULL;
	limit->left--;
	return realloc(block, size);
}

START_TEST(no_memory_for_a_walker)
{
	const struct tcesim_mapping mapping = { .size = 4096 };
	struct limit limit = { .left = 1000 };
	struct tcesim_answer answer;
	unsigned int memory;
	uint64_t vaddr;
	struct tcesim_target target;
	struct tcesim_config config;
	struct tcesim_machine *m;

	tcesim_config_init(&config);
	config.resize = limited;
	config.resize_context = &limit;
	ck_assert_int_eq(tcesim_new(&config, tcesim_profile_named("v9"), &m),
	                 TCESIM_OK);
	limit.left = 0;
	ck_assert_int_eq(tcesim_translate(m, 0, 0, false, &target),
	                 TCESIM_NO_MEMORY);
	limit.left = 1;
	ck_assert_int_eq(tcesim_translate(m, 0, 0, false, &target), TCESIM_OK);
	while (tcesim_mmap(m, 0, &mapping, &vaddr, &memory, &answer) ==
	       TCESIM_OK)
		;
	ck_assert_int_eq(tcesim_translate(m, 0, 0, false, &target),
	                 TCESIM_NO_MEMORY);
	ck_assert_int_eq(tcesim_device(m, 0, 1, ignore_data, &vaddr),
	                 TCESIM_NO_MEMORY);
	tcesim_free(m);
}
END_TEST

/* ---- bytes ------------------------------------------------------------ */

enum {
	BYTES = 64 << 10
};

/* What a buffer should have, byte by byte. */
struct bytes {
	struct dma_rig rig;
	uint64_t vaddr;
	uint8_t memory[BYTES], device[BYTES];
	uint64_t at; /* how far a visit has come */
	const uint8_t *expected;
};

static void compare(void *context, uint64_t size, uint8_t byte)
{
	struct bytes *b = context;

	for (uint64_t i = 0; i < size; i++)
		HOLDS(b->expected[b->at + i] == byte);
	b->at += size;
}

static void same_bytes(struct bytes *b)
{
	struct tcesim_answer answer;

	b->at = 0;
	b->expected = b->memory;
	tcesim_peek(b->rig.machine, 0, b->vaddr, BYTES, compare, b, &answer);
	HOLDS(b->at == BYTES);
	b->at = 0;
	b->expected = b->device;
	tcesim_device(b->rig.machine, 0, BYTES, compare, b);
	HOLDS(b->at == BYTES);
}

static void move_bytes(struct bytes *b, uint64_t *random)
{
	struct tcesim_answer answer;
	struct tcesim_page page;
	uint64_t at, size;
	uint8_t byte;

	*random = *random * UINT64_C(6364136223846793005) +
	          1442695040888963407u;
	at = (*random >> 20) % BYTES;
	size = 1 + (*random >> 40) % (BYTES - at);
	byte = (uint8_t)(*random >> 36 & 3);
	if (*random >> 60 < 4) {
		tcesim_fill(b->rig.machine, 0, b->vaddr + at, size, byte,
		            &answer);
		memset(b->memory + at, byte, size);
	} else {
		const struct tcesim_dma dma = { .write = *random >> 60 & 1,
			                        .fill = *random >> 61 & 1,
			                        .byte = byte,
			                        .iova = 0x40000 + at,
			                        .size = size };

		tcesim_dma(b->rig.machine, &dma, &page, &answer);
		HOLDS(!answer.ret);
		if (dma.fill)
			memset(b->device, byte, size);
		if (dma.write)
			memcpy(b->memory + at, b->device, size);
		else
			memcpy(b->device, b->memory + at, size);
	}
}

START_TEST(bytes_are_where_they_should_be)
{
	struct bytes *b = calloc(1, sizeof(*b));
	uint64_t random = (uint64_t)_i, start;
	struct tcesim_config config;

	ck_assert_ptr_nonnull(b);
	tcesim_config_init(&config);
	dma_rig_init(&b->rig, "linux-6.12", &config);
	ck_assert_int_eq(dma_create(&b->rig, 12, 30, 1, &start), 0);
	b->vaddr = dma_memory(&b->rig, _i & 1 ? 2 << 20 : BYTES,
	                      _i & 1 ? 2 << 20 : 0);
	ck_assert_int_eq(dma_map(&b->rig, 0x40000, b->vaddr, BYTES, 3), 0);
	for (int i = 0; i < 200; i++) {
		move_bytes(b, &random);
		same_bytes(b);
	}
	dma_rig_release(&b->rig);
	free(b);
}
END_TEST

START_TEST(long_lists_are_cut)
{
	char text[32];
	struct runs runs;

	runs_init(&runs, true, text, sizeof(text));
	for (unsigned int i = 0; i < 100; i++)
		runs_add_byte(&runs, (uint8_t)(i & 1), 4096);
	runs_end(&runs);
	ck_assert_str_eq(text, "0*4K,0x1*4K,0*4K,0x1*4K,...");
	ck_assert(!runs_fit(text, "0"));
	ck_assert(runs_fit("0*4K", "0"));
	ck_assert(!runs_fit("0*4K", "0*8K"));
	ck_assert(!runs_fit("0x10*4K", "0x1"));
}
END_TEST

/* ---- leaves ----------------------------------------------------------- */

static void see_leaf(void *context, const struct tcesim_leaf_info *info)
{
	uint64_t *sum = context;

	ck_assert_uint_eq(info->group, 0);
	ck_assert_uint_eq(info->tce & 3, 3);
	sum[0]++;
	sum[1] += info->index;
	sum[2] += info->page.offset;
}

START_TEST(leaves_are_listed_by_tve)
{
	const struct tcesim_visitor visitor = { .leaf = see_leaf };
	struct tcesim_config config;
	uint64_t start, vaddr, sum[3] = { 0 };
	struct dma_rig r;

	tcesim_config_init(&config);
	dma_rig_init(&r, "linux-6.12", &config);
	ck_assert_int_eq(dma_create(&r, 12, 40, 3, &start), 0);
	vaddr = dma_memory(&r, 16384, 0);
	ck_assert_int_eq(dma_map(&r, UINT64_C(5) << 30, vaddr, 8192, 3), 0);
	ck_assert_int_eq(tcesim_visit(r.machine, &visitor, sum), TCESIM_OK);
	ck_assert_uint_eq(sum[0], 2);
	ck_assert_uint_eq(sum[1], 2 * (UINT64_C(5) << 18) + 1);
	ck_assert_uint_eq(sum[2], 4096);
	dma_rig_release(&r);
}
END_TEST

Suite *dma_suite(void)
{
	Suite *suite = suite_create("dma");
	TCase *tcase = tcase_create("dma");

	tcase_set_timeout(tcase, 60);
	tcase_add_test(tcase, translation_follows_the_machine);
	tcase_add_test(tcase, arguments_are_checked);
	tcase_add_test(tcase, no_memory_for_a_walker);
	tcase_add_loop_test(tcase, bytes_are_where_they_should_be, 0, 6);
	tcase_add_test(tcase, long_lists_are_cut);
	tcase_add_test(tcase, leaves_are_listed_by_tve);
	suite_add_tcase(suite, tcase);
	return suite;
}
