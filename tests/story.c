/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "tests/story.h"

#include "model/uapi.h"
#include "tests/count.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

enum {
	K = 1024,
	M = 1024 * K
};
#define G             (UINT64_C(1024) * M)
#define SECOND_WINDOW (UINT64_C(1) << 59)

void *story_resize(void *context, void *block, size_t size)
{
	struct story_heap *heap = context;

	if (size == 0) {
		heap->blocks -= block != NULL;
		free(block);
		return NULL;
	}
	heap->calls++;
	if (heap->calls == heap->fail ||
	    (heap->for_good && heap->fail && heap->calls > heap->fail))
		return NULL;
	heap->blocks += block == NULL;
	return realloc(block, size);
}

void story_config(struct tcesim_config *config, struct story_heap *heap)
{
	tcesim_config_init(config);
	config->groups = 2;
	config->group[1] = config->group[0];
	config->resize = heap ? story_resize : NULL;
	config->resize_context = heap;
}

const struct tcesim_profile *story_profile(void)
{
	return tcesim_profile_named("linux-6.12");
}

struct tcesim_machine *story_machine(struct story_heap *heap)
{
	struct tcesim_machine *machine = NULL;
	struct tcesim_config config;

	story_config(&config, heap);
	ck_assert_int_eq(tcesim_new(&config, story_profile(), &machine),
	                 TCESIM_OK);
	return machine;
}

struct tcesim_hash story_hash(struct tcesim_machine *machine)
{
	struct tcesim_hash hash;

	ck_assert_int_eq(tcesim_hash(machine, &hash), TCESIM_OK);
	return hash;
}

bool story_same_hash(struct tcesim_hash a, struct tcesim_hash b)
{
	return a.word[0] == b.word[0] && a.word[1] == b.word[1];
}

static struct tcesim_answer *here(struct story *s)
{
	return &s->answer[s->next];
}

static enum tcesim_status call(struct story *s, int fd, uint32_t request,
                               void *block, size_t size, uint64_t value)
{
	struct tcesim_argument argument = { value, block, size, size };

	return tcesim_ioctl(s->machine, 0, fd, request, &argument, here(s));
}

static enum tcesim_status container(struct story *s)
{
	enum tcesim_status status = tcesim_open_container(s->machine, 0,
	                                                  here(s));

	s->container = (int)here(s)->ret;
	return status;
}

static enum tcesim_status open_group(struct story *s, unsigned int group)
{
	enum tcesim_status status = tcesim_open_group(s->machine, 0, group,
	                                              here(s));

	s->group[group] = (int)here(s)->ret;
	return status;
}

static enum tcesim_status group0(struct story *s)
{
	return open_group(s, 0);
}

static enum tcesim_status group1(struct story *s)
{
	return open_group(s, 1);
}

static enum tcesim_status attach0(struct story *s)
{
	return call(s, s->group[0], UAPI_GROUP_SET_CONTAINER, &s->container,
	            sizeof(s->container), 0);
}

static enum tcesim_status attach1(struct story *s)
{
	return call(s, s->group[1], UAPI_GROUP_SET_CONTAINER, &s->container,
	            sizeof(s->container), 0);
}

static enum tcesim_status set_iommu(struct story *s)
{
	return call(s, s->container, UAPI_SET_IOMMU, NULL, 0,
	            UAPI_SPAPR_TCE_V2);
}

static enum tcesim_status device(struct story *s)
{
	char name[UAPI_DEVICE_NAME_MAX] = "0000:00:00.0";
	enum tcesim_status status = call(s, s->group[0],
	                                 UAPI_GROUP_GET_DEVICE_FD, name,
	                                 sizeof(name), 0);

	s->device = (int)here(s)->ret;
	return status;
}

static enum tcesim_status info(struct story *s)
{
	struct uapi_tce_info block = { .argsz = sizeof(block) };

	return call(s, s->container, UAPI_TCE_GET_INFO, &block, sizeof(block),
	            0);
}

static enum tcesim_status mmap_(struct story *s, unsigned int process,
                                uint64_t size, uint64_t page_size,
                                uint64_t *vaddr)
{
	struct tcesim_mapping mapping = { .size = size,
		                          .page_size = page_size };
	unsigned int memory;

	return tcesim_mmap(s->machine, process, &mapping, vaddr, &memory,
	                   here(s));
}

static enum tcesim_status small(struct story *s)
{
	return mmap_(s, 0, 1 * M, 0, &s->small);
}

static enum tcesim_status huge(struct story *s)
{
	return mmap_(s, 0, 4 * M, 2 * M, &s->huge);
}

static enum tcesim_status fill(struct story *s)
{
	return tcesim_fill(s->machine, 0, s->small, 64 * K, 0xa5, here(s));
}

static enum tcesim_status memory(struct story *s, uint32_t request,
                                 uint64_t vaddr, uint64_t size)
{
	struct uapi_memory block = { .argsz = sizeof(block),
		                     .vaddr = vaddr,
		                     .size = size };

	return call(s, s->container, request, &block, sizeof(block), 0);
}

static enum tcesim_status register_small(struct story *s)
{
	return memory(s, UAPI_REGISTER_MEMORY, s->small, 1 * M);
}

static enum tcesim_status register_huge(struct story *s)
{
	return memory(s, UAPI_REGISTER_MEMORY, s->huge, 4 * M);
}

static enum tcesim_status unregister_small(struct story *s)
{
	return memory(s, UAPI_UNREGISTER_MEMORY, s->small, 1 * M);
}

static enum tcesim_status remove_at(struct story *s, uint64_t start_addr)
{
	struct uapi_remove block = { .argsz = sizeof(block),
		                     .start_addr = start_addr };

	return call(s, s->container, UAPI_TCE_REMOVE, &block, sizeof(block), 0);
}

static enum tcesim_status remove0(struct story *s)
{
	return remove_at(s, 0);
}

static enum tcesim_status remove1(struct story *s)
{
	return remove_at(s, SECOND_WINDOW);
}

static enum tcesim_status create(struct story *s, uint32_t page_shift,
                                 uint64_t window_size, uint32_t levels)
{
	struct uapi_create block = { .argsz = sizeof(block),
		                     .page_shift = page_shift,
		                     .window_size = window_size,
		                     .levels = levels };

	return call(s, s->container, UAPI_TCE_CREATE, &block, sizeof(block), 0);
}

static enum tcesim_status create0(struct story *s)
{
	return create(s, 12, 256 * M, 2);
}

static enum tcesim_status create1(struct story *s)
{
	return create(s, 16, 4 * G, 1);
}

static enum tcesim_status map(struct story *s, uint64_t iova, uint64_t vaddr,
                              uint64_t size)
{
	struct uapi_map block = { .argsz = sizeof(block),
		                  .flags = UAPI_MAP_READ | UAPI_MAP_WRITE,
		                  .vaddr = vaddr,
		                  .iova = iova,
		                  .size = size };

	return call(s, s->container, UAPI_MAP_DMA, &block, sizeof(block), 0);
}

static enum tcesim_status map0(struct story *s)
{
	return map(s, 1 * M, s->small, 256 * K);
}

static enum tcesim_status map1(struct story *s)
{
	return map(s, SECOND_WINDOW, s->huge, 1 * M);
}

static enum tcesim_status unmap0(struct story *s)
{
	struct uapi_unmap block = { .argsz = sizeof(block),
		                    .iova = 1 * M,
		                    .size = 256 * K };

	return call(s, s->container, UAPI_UNMAP_DMA, &block, sizeof(block), 0);
}

static enum tcesim_status dma(struct story *s)
{
	struct tcesim_dma request = {
		.group = 1, .write = true, .iova = 1 * M, .size = 8 * K
	};
	struct tcesim_page page;

	return tcesim_dma(s->machine, &request, &page, here(s));
}

static enum tcesim_status arm(struct story *s)
{
	struct tcesim_fault fault = { .nth = 3, .group = TCESIM_ANY_GROUP };
	const struct tcesim_named *site;

	while ((site = tcesim_fault_site(fault.site)) &&
	       strcmp(site->name, "tce_xchg"))
		fault.site++;
	return tcesim_fault(s->machine, &fault);
}

static enum tcesim_status fork_(struct story *s)
{
	enum tcesim_status status = tcesim_fork(s->machine, 0, here(s));

	s->child = (unsigned int)here(s)->ret;
	return status;
}

static enum tcesim_status mmap_child(struct story *s)
{
	return mmap_(s, s->child, 64 * K, 0, &s->copy);
}

static enum tcesim_status process(struct story *s)
{
	enum tcesim_status status = tcesim_process(s->machine, here(s));

	s->other = (unsigned int)here(s)->ret;
	return status;
}

static enum tcesim_status limit(struct story *s)
{
	return tcesim_limit(s->machine, s->other, 64 * K, false);
}

static enum tcesim_status exit_child(struct story *s)
{
	return tcesim_exit(s->machine, s->child, here(s));
}

static enum tcesim_status munmap_(struct story *s)
{
	return tcesim_munmap(s->machine, 0, s->huge, here(s));
}

static enum tcesim_status close_device(struct story *s)
{
	return tcesim_close(s->machine, 0, s->device, here(s));
}

static enum tcesim_status close_container(struct story *s)
{
	return tcesim_close(s->machine, 0, s->container, here(s));
}

static enum tcesim_status exit_all(struct story *s)
{
	return tcesim_exit(s->machine, 0, here(s));
}

struct step {
	enum tcesim_status (*run)(struct story *s);
	bool works; /* answers 0 or more */
};

static const struct step steps[] = {
	{ container, true },
	{ group0, true },
	{ attach0, true },
	{ set_iommu, true },
	{ group1, true },
	{ attach1, true },
	{ device, true },
	{ info, true },
	{ remove0, true },
	{ small, true },
	{ huge, true },
	{ fill, true },
	{ register_small, true },
	{ register_huge, true },
	{ create0, true },
	{ create1, true },
	{ map0, true },
	{ map1, true },
	{ dma, true },
	{ fork_, true },
	{ mmap_child, true },
	{ process, true },
	{ limit, true },
	{ exit_child, true },
	{ arm, true },
	{ unmap0, true },
	{ map0, false }, /* the third TCE fails */
	{ map0, false }, /* nothing is asked of this one */
	{ unmap0, true },
	{ unregister_small, true },
	{ munmap_, true },
	{ remove1, true },
	{ create0, true },
	{ create0, false }, /* both slots are taken */
	{ close_device, true },
	{ close_container, true },
	{ exit_all, true },
};

unsigned int story_steps(void)
{
	return COUNT(steps);
}

enum tcesim_status story_step(struct story *s)
{
	enum tcesim_status status;

	ck_assert_uint_lt(s->next, story_steps());
	status = steps[s->next].run(s);
	if (status != TCESIM_OK)
		return status;
	s->locked_vm[s->next] = tcesim_locked_vm(s->machine, 0);
	s->next++;
	return TCESIM_OK;
}

enum tcesim_status story_run(struct story *s, unsigned int until)
{
	enum tcesim_status status = TCESIM_OK;

	while (s->next < until && status == TCESIM_OK)
		status = story_step(s);
	return status;
}

bool story_same(const struct story *a, const struct story *b, unsigned int from,
                unsigned int until)
{
	for (unsigned int i = from; i < until; i++) {
		if (a->answer[i].ret != b->answer[i].ret ||
		    a->answer[i].why != b->answer[i].why ||
		    a->answer[i].hazards != b->answer[i].hazards ||
		    a->locked_vm[i] != b->locked_vm[i])
			return false;
	}
	return true;
}

void story_succeeded(const struct story *s)
{
	for (unsigned int i = 0; i < story_steps(); i++)
		ck_assert_msg(!steps[i].works || s->answer[i].ret >= 0,
		              "step %u answers %d", i, (int)s->answer[i].ret);
}
