/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The walk of the tables against a dictionary kept beside it. */
#include "model/tcesim.h"
#include "model/uapi.h"
#include "tests/count.h"
#include "tests/dma_rig.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

Suite *walk_suite(void);

/* ---- a dictionary: IOMMU page -> page of the buffer ------------------- */

enum {
	SLOTS = 2,
	BUFFER_PAGES = 64,
	DICTIONARY_BITS = 14,
	DICTIONARY = 1 << DICTIONARY_BITS
};

struct word {
	uint64_t key;       /* 2 * page + slot + 1; 0: free */
	unsigned int flags; /* 0: unmapped again */
	uint64_t page;
};

struct window {
	unsigned int page_shift;
	uint64_t entries; /* that may be mapped */
	uint64_t reach;   /* that the table decodes */
	uint64_t start_addr;
	uint64_t buffer;                 /* its address */
	int memory;                      /* its number */
	uint64_t physical[BUFFER_PAGES]; /* as first seen; 0: not yet */
};

struct story {
	struct dma_rig rig;
	uint64_t random;
	struct window window[SLOTS];
	struct word word[DICTIONARY];
	uint64_t used[512]; /* addresses that were mapped */
	unsigned int uses;
	uint64_t hits;
};

static uint64_t draw(struct story *s, uint64_t below)
{
	s->random ^= s->random << 13;
	s->random ^= s->random >> 7;
	s->random ^= s->random << 17;
	return (s->random >> 11) % below;
}

static struct word *word_of(struct story *s, unsigned int slot, uint64_t page)
{
	uint64_t key = 2 * page + slot + 1;
	uint64_t at = key * UINT64_C(0x9e3779b97f4a7c15) >>
	              (64 - DICTIONARY_BITS);

	while (s->word[at].key && s->word[at].key != key)
		at = (at + 1) % DICTIONARY;
	s->word[at].key = key;
	return &s->word[at];
}

static const struct word *find_word(struct story *s, unsigned int slot,
                                    uint64_t page)
{
	static const struct word none;
	uint64_t key = 2 * page + slot + 1;
	uint64_t at = key * UINT64_C(0x9e3779b97f4a7c15) >>
	              (64 - DICTIONARY_BITS);

	while (s->word[at].key && s->word[at].key != key)
		at = (at + 1) % DICTIONARY;
	return s->word[at].key ? &s->word[at] : &none;
}

/* ---- windows at random ------------------------------------------------ */

/* The shape that the kernel gives: kernel functions in powernv's pci-ioda. */
static void shape(struct window *w, unsigned int window_shift,
                  unsigned int levels)
{
	unsigned int entries = window_shift - w->page_shift;
	unsigned int level = (entries + levels - 1) / levels;

	if (level < 9) /* a page of 4K */
		level = 9;
	w->reach = UINT64_C(1) << (level * levels);
	w->entries = UINT64_C(1) << (entries < 9 ? 9 : entries);
}

static bool make_window(struct story *s, unsigned int slot, bool power8,
                        bool v9)
{
	static const unsigned int phb3[] = { 12, 16, 24, 28 };
	static const unsigned int phb4[] = { 12, 16, 21, 30 };
	struct window *w = &s->window[slot];
	unsigned int which = (unsigned int)draw(s, v9 ? 2 : 4);
	unsigned int levels = 1 + (unsigned int)draw(s, v9 ? 5 : 4);
	unsigned int window_shift;

	w->page_shift = power8 ? phb3[which] : phb4[which];
	window_shift = w->page_shift + 1 + (unsigned int)draw(s, v9 ? 14 : 36);
	if (window_shift > 54 ||
	    dma_create(&s->rig, w->page_shift, window_shift, levels,
	               &w->start_addr))
		return false;
	ck_assert_uint_eq(w->start_addr, (uint64_t)slot << 59);
	shape(w, window_shift, levels);
	w->memory = (int)slot;
	w->buffer = dma_memory(&s->rig, (uint64_t)BUFFER_PAGES << w->page_shift,
	                       UINT64_C(1) << w->page_shift);
	return true;
}

static void story_init(struct story *s, uint64_t seed)
{
	static const char *const profiles[] = { "linux-6.12", "v9", "linux-7.2",
		                                "strict" };
	static const enum tcesim_platform platforms[] = { TCESIM_POWERNV8,
		                                          TCESIM_POWERNV9,
		                                          TCESIM_POWERNV10 };
	struct tcesim_config config;

	memset(s, 0, sizeof(*s));
	s->random = seed * UINT64_C(0x9e3779b97f4a7c15) + 1;
	tcesim_config_init(&config);
	config.ram = UINT64_C(1) << 40;
	config.platform = platforms[seed % 3];
	config.alias_beyond_table = seed % 5 == 0;
	dma_rig_init(&s->rig, profiles[seed % 4], &config);
	for (unsigned int slot = 0; slot < SLOTS; slot++)
		while (!make_window(s, slot, config.platform == TCESIM_POWERNV8,
		                    seed % 4 == 1))
			;
}

/* Near the borders of levels and of the window, or anywhere. */
static uint64_t draw_page(struct story *s, const struct window *w)
{
	uint64_t border = UINT64_C(1) << draw(s, 40);

	switch (draw(s, 4)) {
	case 0:
		return draw(s, 64);
	case 1:
		return w->entries - 1 - draw(s, 8);
	case 2:
		return border - 4 + draw(s, 8);
	default:
		return draw(s, w->entries);
	}
}

static void change(struct story *s)
{
	unsigned int slot = (unsigned int)draw(s, SLOTS);
	struct window *w = &s->window[slot];
	uint64_t page = draw_page(s, w), count = 1 + draw(s, 8);
	uint64_t from = draw(s, BUFFER_PAGES - count);
	unsigned int flags = (unsigned int)draw(s, 4);
	uint64_t iova = w->start_addr + (page << w->page_shift);
	uint64_t size = count << w->page_shift;

	if (page >= w->entries || count > w->entries - page)
		return;
	if (flags)
		ck_assert_int_eq(dma_map(&s->rig, iova,
		                         w->buffer + (from << w->page_shift),
		                         size, flags),
		                 0);
	else
		ck_assert_int_eq(dma_unmap(&s->rig, iova, size), 0);
	s->used[s->uses++ % COUNT(s->used)] = iova;
	for (uint64_t i = 0; i < count; i++) {
		struct word *word = word_of(s, slot, page + i);

		word->flags = flags;
		word->page = from + i;
	}
}

/* ---- translations ----------------------------------------------------- */

static uint64_t draw_address(struct story *s)
{
	uint64_t noise = draw(s, UINT64_C(1) << 36);

	switch (draw(s, 16)) {
	case 0:
		return draw(s, UINT64_C(1) << 52) << 8 | (noise & 0xff);
	case 1:
		return (draw(s, UINT64_C(1) << 52) << 12) ^ noise;
	case 2:
	case 3:
		return (draw(s, 2) << 59) + noise;
	default:
		return s->used[draw(s, s->uses < 512 ? s->uses : 512)] +
		       (noise & ((UINT64_C(1) << (12 + draw(s, 20))) - 1));
	}
}

/* The first time that a page is seen, a transfer tells where it is. */
static void look_at_page(struct story *s, struct window *w, uint64_t page,
                         uint64_t iova, bool write, uint64_t address)
{
	uint64_t mask = (UINT64_C(1) << w->page_shift) - 1;
	const struct tcesim_dma dma = { .write = write,
		                        .iova = iova,
		                        .size = 1 };
	struct tcesim_page seen;
	struct tcesim_answer answer;

	if (!w->physical[page]) {
		tcesim_dma(s->rig.machine, &dma, &seen, &answer);
		ck_assert_int_eq(answer.ret, 0);
		ck_assert_uint_eq(answer.hazards, 0);
		ck_assert_int_eq(seen.memory, w->memory);
		ck_assert_uint_eq(seen.offset,
		                  (page << w->page_shift) | (iova & mask));
		w->physical[page] = address & ~mask;
	}
	HOLDS(address == (w->physical[page] | (iova & mask)));
}

static void look_at_fault(const struct window *w, unsigned int flags,
                          uint64_t page, bool write, bool alias,
                          unsigned int why)
{
	if (page >= w->reach && !alias)
		HOLDS(is_reason(why, "dma_beyond_table"));
	else if (!flags)
		HOLDS(is_reason(why, "dma_no_tce") ||
		      is_reason(why, "dma_no_level"));
	else
		HOLDS(is_reason(why, write ? "dma_no_write" : "dma_no_read"));
}

static void translate(struct story *s, bool alias)
{
	uint64_t iova = draw_address(s);
	unsigned int slot = iova >> 59 & 1;
	struct window *w = &s->window[slot];
	uint64_t page = (iova & ((UINT64_C(1) << 59) - 1)) >> w->page_shift;
	bool write = draw(s, 2), allowed;
	const struct word *word;
	struct tcesim_target target;

	HOLDS(tcesim_translate(s->rig.machine, 0, iova, write, &target) ==
	      TCESIM_OK);
	if (iova >> 60) {
		HOLDS(is_reason(target.why, "dma_address"));
		return;
	}
	word = find_word(s, slot, alias ? page % w->reach : page);
	allowed = word->flags & (write ? UAPI_MAP_WRITE : UAPI_MAP_READ);
	/* Kernels since 4.3 or so add READ to WRITE. */
	if (!target.why && word->flags == UAPI_MAP_WRITE)
		allowed = true;
	HOLDS(allowed == !target.why);
	if (allowed) {
		look_at_page(s, w, word->page, iova, write, target.address);
		s->hits++;
	} else {
		HOLDS(!target.address);
		look_at_fault(w, word->flags, page, write, alias, target.why);
	}
}

/* 60 stories of 17,000 and more: over a million translations. */
enum {
	STORIES = 60,
	CHANGES = 170,
	TRANSLATIONS = 100
};

START_TEST(walk_equals_dictionary)
{
	struct story *s = malloc(sizeof(*s));
	uint64_t seed = (uint64_t)_i;
	bool alias = seed % 5 == 0;

	ck_assert_ptr_nonnull(s);
	story_init(s, seed);
	while (s->uses < 4)
		change(s);
	for (int i = 0; i < CHANGES; i++) {
		change(s);
		for (int j = 0; j < TRANSLATIONS; j++)
			translate(s, alias);
	}
	ck_assert_uint_gt(s->hits, CHANGES * TRANSLATIONS / 20);
	dma_rig_release(&s->rig);
	free(s);
}
END_TEST

Suite *walk_suite(void)
{
	Suite *suite = suite_create("walk");
	TCase *tcase = tcase_create("walk");

	tcase_set_timeout(tcase, 60);
	tcase_add_loop_test(tcase, walk_equals_dictionary, 0, STORIES);
	suite_add_tcase(suite, tcase);
	return suite;
}
