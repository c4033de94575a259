/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * bench.c - how fast tcesim_translate() is beside a walk with no model around
 * it, and what windows cost to make.
 *
 * Both sides translate the same addresses through tables of equal contents and
 * must agree on every one.  They take turns, ROUNDS times; told is the median
 * of CPU time, and of the ratios of turns that stood side by side.
 */
#include "model/tcesim.h"
#include "model/uapi.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum {
	ROUNDS = 7,
	ADDRESSES = 1 << 17,
	PAGE_SHIFT = 12,
	LEVELS_MAX = 5,
	WINDOW_SHIFT = 30,
	FAR_SHIFT = 36,
	FAR = 1025 /* pages that no two of a run, nor of a level, share */
};

/* What a measurement is of. */
struct set {
	unsigned int levels;
	uint64_t pages;
	uint64_t stride; /* pages from one to the next: 1, or FAR */
	bool random;
};

static void check(int good, const char *what)
{
	if (good)
		return;
	fprintf(stderr, "bench: %s\n", what);
	exit(EXIT_FAILURE);
}

static double seconds(void)
{
	struct timespec now;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
	return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static int compare(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

static double median(double *values)
{
	qsort(values, ROUNDS, sizeof(*values), compare);
	return values[ROUNDS / 2];
}

/* ---- the walk without a model -------------------------------------------- */

/* Memory from address 0 on, with big-endian tables in it. */
struct plain {
	unsigned char *memory;
	uint64_t used;
	uint64_t top;
	unsigned int levels, bits; /* index bits of each level */
};

/* One load and one swap, as compilers see it. */
static inline uint64_t load_be(const unsigned char *at)
{
	return (uint64_t)at[0] << 56 | (uint64_t)at[1] << 48 |
	       (uint64_t)at[2] << 40 | (uint64_t)at[3] << 32 |
	       (uint64_t)at[4] << 24 | (uint64_t)at[5] << 16 |
	       (uint64_t)at[6] << 8 | (uint64_t)at[7];
}

static void store_be(unsigned char *at, uint64_t word)
{
	for (int i = 7; i >= 0; i--) {
		at[i] = (unsigned char)word;
		word >>= 8;
	}
}

/* What hardware does: 0 for a fault. */
static inline uint64_t plain_walk(const struct plain *p, uint64_t iova,
                                  bool write)
{
	uint64_t index = iova >> PAGE_SHIFT;
	uint64_t mask = (UINT64_C(1) << p->bits) - 1;
	uint64_t entry, at = p->top;
	unsigned int level = p->levels;

	if (iova >> 59 || index >> (p->bits * level))
		return 0;
	for (;;) {
		level--;
		entry = load_be(p->memory + at +
		                8 * (index >> (level * p->bits) & mask));
		if (!(entry & (write ? 2u : 1u)))
			return 0;
		at = entry & ~UINT64_C(3);
		if (!level)
			return at | (iova & ((1u << PAGE_SHIFT) - 1));
	}
}

static uint64_t plain_table(struct plain *p)
{
	uint64_t at = p->used;

	p->used += UINT64_C(8) << p->bits;
	return at;
}

static void plain_map(struct plain *p, uint64_t iova, uint64_t tce)
{
	uint64_t index = iova >> PAGE_SHIFT, at = p->top;
	uint64_t mask = (UINT64_C(1) << p->bits) - 1;
	unsigned char *entry;

	for (unsigned int level = p->levels - 1;; level--) {
		entry = p->memory + at + 8 * (index >> level * p->bits & mask);
		if (!level)
			break;
		if (!load_be(entry))
			store_be(entry, plain_table(p) | 3);
		at = load_be(entry) & ~UINT64_C(3);
	}
	store_be(entry, tce);
}

/* ---- the model ----------------------------------------------------------- */

struct rig {
	struct tcesim_machine *machine;
	int container;
	uint64_t start_addr;
	struct plain plain;
	uint64_t *iova;
};

static int64_t call(struct rig *r, int fd, uint32_t request, void *block,
                    size_t size, uint64_t value)
{
	struct tcesim_argument argument = { value, block, size, size };
	struct tcesim_answer answer;

	check(tcesim_ioctl(r->machine, 0, fd, request, &argument, &answer) ==
	              TCESIM_OK,
	      "an ioctl does not work");
	return answer.ret;
}

static void must(struct rig *r, uint32_t request, void *block, size_t size)
{
	check(call(r, r->container, request, block, size, 0) == 0,
	      "the kernel refuses");
}

static void create(struct rig *r, unsigned int window_shift,
                   unsigned int levels)
{
	struct uapi_create block = { .argsz = sizeof(block),
		                     .page_shift = PAGE_SHIFT,
		                     .window_size = UINT64_C(1) << window_shift,
		                     .levels = levels };

	must(r, UAPI_TCE_CREATE, &block, sizeof(block));
	r->start_addr = block.start_addr;
}

static void remove_window(struct rig *r, uint64_t start_addr)
{
	struct uapi_remove block = { .argsz = 16, .start_addr = start_addr };

	must(r, UAPI_TCE_REMOVE, &block, 16);
}

/* A container with one group, and no window. */
static void rig_init(struct rig *r, const char *profile)
{
	struct tcesim_config config;
	struct tcesim_answer answer;
	int group;

	memset(r, 0, sizeof(*r));
	tcesim_config_init(&config);
	config.ram = UINT64_C(1) << 41;
	check(tcesim_new(&config, tcesim_profile_named(profile), &r->machine) ==
	              TCESIM_OK,
	      "there is no machine");
	tcesim_open_container(r->machine, 0, &answer);
	r->container = (int)answer.ret;
	tcesim_open_group(r->machine, 0, 0, &answer);
	group = (int)answer.ret;
	check(!call(r, group, UAPI_GROUP_SET_CONTAINER, &r->container, 4, 0),
	      "no attach");
	check(!call(r, r->container, UAPI_SET_IOMMU, NULL, 0,
	            UAPI_SPAPR_TCE_V2),
	      "no driver");
	if (call(r, r->container, UAPI_TCE_REMOVE,
	         &(struct uapi_remove){ .argsz = 16 }, 16, 0))
		check(0, "no default window");
}

static void rig_release(struct rig *r)
{
	tcesim_free(r->machine);
	free(r->plain.memory);
	free(r->iova);
}

static uint64_t translate(struct rig *r, uint64_t iova)
{
	struct tcesim_target target;

	tcesim_translate(r->machine, 0, iova, true, &target);
	return target.address;
}

/* The pages of a set, mapped on both sides. */
static void fill(struct rig *r, const struct set *set)
{
	unsigned int shift = set->stride > 1 ? FAR_SHIFT : WINDOW_SHIFT;
	unsigned int bits = (shift - PAGE_SHIFT + set->levels - 1) /
	                    set->levels;
	struct tcesim_mapping mapping = { .size = set->pages << PAGE_SHIFT };
	struct uapi_memory region = { .argsz = sizeof(region),
		                      .size = mapping.size };
	struct uapi_map map = { .argsz = sizeof(map),
		                .flags = UAPI_MAP_READ | UAPI_MAP_WRITE,
		                .size = UINT64_C(1) << PAGE_SHIFT };
	struct tcesim_answer answer;
	unsigned int memory;

	create(r, shift, set->levels);
	tcesim_mmap(r->machine, 0, &mapping, &map.vaddr, &memory, &answer);
	region.vaddr = map.vaddr;
	must(r, UAPI_REGISTER_MEMORY, &region, sizeof(region));
	r->plain.levels = set->levels;
	r->plain.bits = bits < 9 ? 9 : bits;
	r->plain.memory = calloc(1, UINT64_C(1) << 28);
	check(r->plain.memory != NULL, "out of memory");
	r->plain.top = plain_table(&r->plain);
	for (uint64_t i = 0; i < set->pages; i++) {
		map.iova = (i * set->stride) << PAGE_SHIFT;
		must(r, UAPI_MAP_DMA, &map, sizeof(map));
		map.vaddr += map.size;
	}
	for (uint64_t i = 0; i < set->pages; i++) {
		uint64_t iova = (i * set->stride) << PAGE_SHIFT;

		plain_map(&r->plain, iova, translate(r, iova) | 3);
	}
}

static void choose(struct rig *r, const struct set *set)
{
	uint64_t seed = 88172645463325252u;

	r->iova = malloc(ADDRESSES * sizeof(*r->iova));
	check(r->iova != NULL, "out of memory");
	for (uint64_t i = 0; i < ADDRESSES; i++) {
		uint64_t page;

		seed ^= seed << 13;
		seed ^= seed >> 7;
		seed ^= seed << 17;
		page = (set->random ? seed >> 20 : i) % set->pages;
		r->iova[i] = (page * set->stride) << PAGE_SHIFT |
		             (seed & 0xff8);
	}
}

/* ---- turns --------------------------------------------------------------- */

/* Nanoseconds for one translation; *SUM of all addresses. */
static double turn_of_model(struct rig *r, unsigned int times, uint64_t *sum)
{
	double start = seconds();

	*sum = 0;
	for (unsigned int t = 0; t < times; t++)
		for (unsigned int i = 0; i < ADDRESSES; i++)
			*sum += translate(r, r->iova[i]);
	return (seconds() - start) * 1e9 / times / ADDRESSES;
}

static double turn_of_walk(struct rig *r, unsigned int times, uint64_t *sum)
{
	double start = seconds();

	*sum = 0;
	for (unsigned int t = 0; t < times; t++)
		for (unsigned int i = 0; i < ADDRESSES; i++)
			*sum += plain_walk(&r->plain, r->iova[i], true);
	return (seconds() - start) * 1e9 / times / ADDRESSES;
}

static void measure(const struct set *set)
{
	/* The one profile whose tables may have five levels. */
	const char *profile = set->levels < LEVELS_MAX ? "linux-6.12" : "v9";
	double model[ROUNDS], walk[ROUNDS], ratio[ROUNDS];
	uint64_t sums[2];
	struct rig r;

	rig_init(&r, profile);
	fill(&r, set);
	choose(&r, set);
	for (int i = 0; i < ROUNDS; i++) {
		walk[i] = turn_of_walk(&r, 40, &sums[0]);
		model[i] = turn_of_model(&r, 40, &sums[1]);
		check(sums[0] == sums[1], "the two do not agree");
		ratio[i] = walk[i] / model[i];
	}
	printf("%5.2f  %u levels, %6" PRIu64 " pages %-9s, %-10s  "
	       "%7.1f M/s beside %7.1f M/s\n",
	       median(ratio), set->levels, set->pages,
	       set->stride > 1 ? "far apart" : "in a row",
	       set->random ? "random" : "sequential", 1e3 / median(model),
	       1e3 / median(walk));
	rig_release(&r);
}

static void measure_levels(unsigned int levels)
{
	static const uint64_t pages[] = { 512, 8192, 262144 };

	for (int random = 0; random < 2; random++) {
		for (int i = 0; i < 3; i++)
			measure(&(struct set){ levels, pages[i], 1, random });
		/* One level is no larger than 16 MiB, and v9 fills all. */
		if (levels > 1 && levels < LEVELS_MAX)
			measure(&(struct set){ levels, 8192, FAR, random });
	}
}

static void measure_window(unsigned int levels)
{
	enum {
		TIMES = 2000
	};
	double took[ROUNDS];
	struct rig r;

	rig_init(&r, "linux-6.12");
	for (int i = 0; i < ROUNDS; i++) {
		double start = seconds();

		for (int t = 0; t < TIMES; t++) {
			create(&r, 40, levels);
			remove_window(&r, r.start_addr);
		}
		took[i] = (seconds() - start) * 1e6 / TIMES;
	}
	printf("%8.2f us  %u levels\n", median(took), levels);
	rig_release(&r);
}

int main(void)
{
	printf("tcesim_translate() beside an inline walk: speed ratio\n");
	for (unsigned int levels = 1; levels <= LEVELS_MAX; levels++)
		measure_levels(levels);
	printf("create and remove a window of 2^40 bytes, 4K pages\n");
	for (unsigned int levels = 2; levels < LEVELS_MAX; levels++)
		measure_window(levels);
	return 0;
}
