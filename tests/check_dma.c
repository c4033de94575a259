/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Bus addresses: the walk of the tables against a dictionary kept beside it,
 * data that moves, and what the PHB has cached.
 */
#include "model/tcesim.h"
#include "model/uapi.h"
#include "sim/runs.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

Suite *dma_suite(void);

#define COUNT(list) ((int)(sizeof(list) / sizeof((list)[0])))

/* ck_assert() tells its parent at each call: too slow for millions. */
#define HOLDS(condition)                                              \
	do {                                                          \
		if (!(condition))                                     \
			ck_abort_msg("it is not so: %s", #condition); \
	} while (0)

/* ---- a container with a group -------------------------------------------- */

struct rig {
	struct tcesim_machine *machine;
	const struct tcesim_profile *profile;
	int container, group;
};

static int64_t call(struct rig *r, int fd, uint32_t request, void *block,
                    size_t size, uint64_t value)
{
	struct tcesim_argument argument = { value, block, size, size };
	struct tcesim_answer answer;

	HOLDS(tcesim_ioctl(r->machine, 0, fd, request, &argument, &answer) ==
	      TCESIM_OK);
	return answer.ret;
}

static void rig_init(struct rig *r, const char *profile,
                     const struct tcesim_config *config)
{
	struct uapi_remove block = { .argsz = 16 };
	struct tcesim_answer answer;

	memset(r, 0, sizeof(*r));
	r->profile = tcesim_profile_named(profile);
	ck_assert_int_eq(tcesim_new(config, r->profile, &r->machine),
	                 TCESIM_OK);
	tcesim_open_container(r->machine, 0, &answer);
	r->container = (int)answer.ret;
	tcesim_open_group(r->machine, 0, 0, &answer);
	r->group = (int)answer.ret;
	ck_assert_int_eq(call(r, r->group, UAPI_GROUP_SET_CONTAINER,
	                      &r->container, 4, 0),
	                 0);
	ck_assert_int_eq(call(r, r->container, UAPI_SET_IOMMU, NULL, 0,
	                      UAPI_SPAPR_TCE_V2),
	                 0);
	ck_assert_int_eq(call(r, r->container, UAPI_TCE_REMOVE, &block, 16, 0),
	                 0);
}

static void rig_release(struct rig *r)
{
	tcesim_free(r->machine);
}

static int64_t create(struct rig *r, unsigned int page_shift,
                      unsigned int window_shift, unsigned int levels,
                      uint64_t *start_addr)
{
	struct uapi_create block = { .argsz = sizeof(block),
		                     .page_shift = page_shift,
		                     .window_size = UINT64_C(1) << window_shift,
		                     .levels = levels };
	int64_t ret = call(r, r->container, UAPI_TCE_CREATE, &block,
	                   sizeof(block), 0);

	*start_addr = block.start_addr;
	return ret;
}

static uint64_t make_memory(struct rig *r, uint64_t size, uint64_t page_size)
{
	const struct tcesim_mapping mapping = { .size = size,
		                                .page_size = page_size };
	struct uapi_memory block = { .argsz = sizeof(block), .size = size };
	struct tcesim_answer answer;
	unsigned int memory;

	ck_assert_int_eq(tcesim_mmap(r->machine, 0, &mapping, &block.vaddr,
	                             &memory, &answer),
	                 TCESIM_OK);
	ck_assert_int_eq(answer.ret, 0);
	ck_assert_int_eq(call(r, r->container, UAPI_REGISTER_MEMORY, &block,
	                      sizeof(block), 0),
	                 0);
	return block.vaddr;
}

static int64_t map(struct rig *r, uint64_t iova, uint64_t vaddr, uint64_t size,
                   uint32_t flags)
{
	struct uapi_map block = { sizeof(block), flags, vaddr, iova, size };

	return call(r, r->container, UAPI_MAP_DMA, &block, sizeof(block), 0);
}

static int64_t unmap(struct rig *r, uint64_t iova, uint64_t size)
{
	struct uapi_unmap block = { sizeof(block), 0, iova, size };

	return call(r, r->container, UAPI_UNMAP_DMA, &block, sizeof(block), 0);
}

/* ---- a dictionary: IOMMU page -> page of the buffer ------------------------
 */

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
	struct rig rig;
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

/* ---- windows at random ----------------------------------------------------
 */

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
	if (window_shift > 54 || create(&s->rig, w->page_shift, window_shift,
	                                levels, &w->start_addr))
		return false;
	ck_assert_uint_eq(w->start_addr, (uint64_t)slot << 59);
	shape(w, window_shift, levels);
	w->memory = (int)slot;
	w->buffer = make_memory(&s->rig,
	                        (uint64_t)BUFFER_PAGES << w->page_shift,
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
	rig_init(&s->rig, profiles[seed % 4], &config);
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
		ck_assert_int_eq(map(&s->rig, iova,
		                     w->buffer + (from << w->page_shift), size,
		                     flags),
		                 0);
	else
		ck_assert_int_eq(unmap(&s->rig, iova, size), 0);
	s->used[s->uses++ % COUNT(s->used)] = iova;
	for (uint64_t i = 0; i < count; i++) {
		struct word *word = word_of(s, slot, page + i);

		word->flags = flags;
		word->page = from + i;
	}
}

/* ---- translations ---------------------------------------------------------
 */

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

static const char *why_of(unsigned int why)
{
	return tcesim_reason(why)->name;
}

static bool is(unsigned int why, const char *name)
{
	return !strcmp(why_of(why), name);
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
		HOLDS(is(why, "dma_beyond_table"));
	else if (!flags)
		HOLDS(is(why, "dma_no_tce") || is(why, "dma_no_level"));
	else
		HOLDS(is(why, write ? "dma_no_write" : "dma_no_read"));
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
		HOLDS(is(target.why, "dma_address"));
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
	rig_release(&s->rig);
	free(s);
}
END_TEST

/* ---- the walker follows every change ---------------------------------------
 */

static unsigned int why_at(struct rig *r, uint64_t iova)
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
	struct rig r;

	tcesim_config_init(&config);
	rig_init(&r, "linux-6.12", &config);
	ck_assert(is(why_at(&r, 0), "dma_no_tve"));
	ck_assert_int_eq(create(&r, 12, 30, 2, &start), 0);
	buffer = make_memory(&r, 65536, 0);
	tcesim_snapshot(r.machine, &before);
	ck_assert(is(why_at(&r, 0), "dma_no_level"));
	ck_assert_int_eq(map(&r, 0, buffer, 4096, 3), 0);
	ck_assert_uint_eq(why_at(&r, 0), 0);
	ck_assert(is(why_at(&r, 0x1000), "dma_no_tce"));
	tcesim_snapshot(r.machine, &mapped);
	ck_assert_int_eq(unmap(&r, 0, 4096), 0);
	ck_assert(is(why_at(&r, 0), "dma_no_tce"));
	tcesim_restore(r.machine, mapped);
	ck_assert_uint_eq(why_at(&r, 0), 0);
	/* More often than a walker can count. */
	for (int i = 0; i < 1100; i++) {
		HOLDS(!unmap(&r, 0, 4096));
		HOLDS(is(why_at(&r, 0), "dma_no_tce"));
		HOLDS(!map(&r, 0, buffer + (i % 2 ? 4096 : 0), 4096, 3));
		HOLDS(!why_at(&r, 0));
	}
	tcesim_restore(r.machine, mapped);
	tcesim_restore(r.machine, before);
	ck_assert(is(why_at(&r, 0), "dma_no_level"));
	tcesim_restore(r.machine, mapped);
	ck_assert_int_eq(call(&r, r.container, UAPI_TCE_REMOVE, &remove, 16, 0),
	                 0);
	ck_assert(is(why_at(&r, 0), "dma_no_tve"));
	ck_assert_int_eq(
		call(&r, r.group, UAPI_GROUP_UNSET_CONTAINER, NULL, 0, 0), 0);
	ck_assert(is(why_at(&r, 0), "dma_no_tce"));
	ck_assert_uint_eq(why_at(&r, UINT64_C(1) << 59), 0);
	ck_assert(is(why_at(&r, (UINT64_C(1) << 59) + config.ram),
	             "dma_beyond_table"));
	tcesim_snapshot_free(before);
	tcesim_snapshot_free(mapped);
	rig_release(&r);
}
END_TEST

/* ---- what the caller may not ask ------------------------------------------
 */

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
	struct rig r;

	tcesim_config_init(&config);
	rig_init(&r, "linux-6.12", &config);
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
	rig_release(&r);
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

/* ---- bytes ----------------------------------------------------------------
 */

enum {
	BYTES = 64 << 10
};

/* What a buffer should have, byte by byte. */
struct bytes {
	struct rig rig;
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
	rig_init(&b->rig, "linux-6.12", &config);
	ck_assert_int_eq(create(&b->rig, 12, 30, 1, &start), 0);
	b->vaddr = make_memory(&b->rig, _i & 1 ? 2 << 20 : BYTES,
	                       _i & 1 ? 2 << 20 : 0);
	ck_assert_int_eq(map(&b->rig, 0x40000, b->vaddr, BYTES, 3), 0);
	for (int i = 0; i < 200; i++) {
		move_bytes(b, &random);
		same_bytes(b);
	}
	rig_release(&b->rig);
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

/* ---- leaves ----------------------------------------------------------------
 */

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
	struct rig r;

	tcesim_config_init(&config);
	rig_init(&r, "linux-6.12", &config);
	ck_assert_int_eq(create(&r, 12, 40, 3, &start), 0);
	vaddr = make_memory(&r, 16384, 0);
	ck_assert_int_eq(map(&r, UINT64_C(5) << 30, vaddr, 8192, 3), 0);
	ck_assert_int_eq(tcesim_visit(r.machine, &visitor, sum), TCESIM_OK);
	ck_assert_uint_eq(sum[0], 2);
	ck_assert_uint_eq(sum[1], 2 * (UINT64_C(5) << 18) + 1);
	ck_assert_uint_eq(sum[2], 4096);
	rig_release(&r);
}
END_TEST

Suite *dma_suite(void)
{
	Suite *suite = suite_create("dma");
	TCase *tcase = tcase_create("dma");

	tcase_set_timeout(tcase, 60);
	tcase_add_loop_test(tcase, walk_equals_dictionary, 0, STORIES);
	tcase_add_test(tcase, translation_follows_the_machine);
	tcase_add_test(tcase, arguments_are_checked);
	tcase_add_test(tcase, no_memory_for_a_walker);
	tcase_add_loop_test(tcase, bytes_are_where_they_should_be, 0, 6);
	tcase_add_test(tcase, long_lists_are_cut);
	tcase_add_test(tcase, leaves_are_listed_by_tve);
	suite_add_tcase(suite, tcase);
	return suite;
}
