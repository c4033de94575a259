/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "tests/dma_rig.h"

#include "model/uapi.h"

#include <check.h>
#include <string.h>

int64_t dma_call(struct dma_rig *r, int fd, uint32_t request, void *block,
                 size_t size, uint64_t value)
{
	struct tcesim_argument argument = { value, block, size, size };
	struct tcesim_answer answer;

	HOLDS(tcesim_ioctl(r->machine, 0, fd, request, &argument, &answer) ==
	      TCESIM_OK);
	return answer.ret;
}

void dma_rig_init(struct dma_rig *r, const char *profile,
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
	ck_assert_int_eq(dma_call(r, r->group, UAPI_GROUP_SET_CONTAINER,
	                          &r->container, 4, 0),
	                 0);
	ck_assert_int_eq(dma_call(r, r->container, UAPI_SET_IOMMU, NULL, 0,
	                          UAPI_SPAPR_TCE_V2),
	                 0);
	ck_assert_int_eq(
		dma_call(r, r->container, UAPI_TCE_REMOVE, &block, 16, 0), 0);
}

void dma_rig_release(struct dma_rig *r)
{
	tcesim_free(r->machine);
}

int64_t dma_create(struct dma_rig *r, unsigned int page_shift,
                   unsigned int window_shift, unsigned int levels,
                   uint64_t *start_addr)
{
	struct uapi_create block = { .argsz = sizeof(block),
		                     .page_shift = page_shift,
		                     .window_size = UINT64_C(1) << window_shift,
		                     .levels = levels };
	int64_t ret = dma_call(r, r->container, UAPI_TCE_CREATE, &block,
	                       sizeof(block), 0);

	*start_addr = block.start_addr;
	return ret;
}

uint64_t dma_memory(struct dma_rig *r, uint64_t size, uint64_t page_size)
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
	ck_assert_int_eq(dma_call(r, r->container, UAPI_REGISTER_MEMORY, &block,
	                          sizeof(block), 0),
	                 0);
	return block.vaddr;
}

int64_t dma_map(struct dma_rig *r, uint64_t iova, uint64_t vaddr, uint64_t size,
                uint32_t flags)
{
	struct uapi_map block = { sizeof(block), flags, vaddr, iova, size };

	return dma_call(r, r->container, UAPI_MAP_DMA, &block, sizeof(block),
	                0);
}

int64_t dma_unmap(struct dma_rig *r, uint64_t iova, uint64_t size)
{
	struct uapi_unmap block = { sizeof(block), 0, iova, size };

	return dma_call(r, r->container, UAPI_UNMAP_DMA, &block, sizeof(block),
	                0);
}

bool is_reason(unsigned int why, const char *name)
{
	return !strcmp(tcesim_reason(why)->name, name);
}
