/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * check_uapi.c - model/uapi.h against the system's <linux/vfio.h>, at compile
 * time.  The suite has one test so that the file shows in the list.
 */
#include "model/uapi.h"

#include <assert.h>
#include <check.h>
#include <linux/ioctl.h>
#include <linux/vfio.h>
#include <stddef.h>

Suite *uapi_suite(void);

#define SAME_FIELD(ours, theirs, field)                            \
	static_assert(offsetof(struct ours, field) ==              \
	                      offsetof(struct theirs, field),      \
	              #ours "." #field ": offset");                \
	static_assert(sizeof(((struct ours *)0)->field) ==         \
	                      sizeof(((struct theirs *)0)->field), \
	              #ours "." #field ": size")

/* A field that has another name, or another depth, over there. */
#define SAME_AS(ours, field, theirs, other)                        \
	static_assert(offsetof(struct ours, field) ==              \
	                      offsetof(struct theirs, other),      \
	              #ours "." #field ": offset");                \
	static_assert(sizeof(((struct ours *)0)->field) ==         \
	                      sizeof(((struct theirs *)0)->other), \
	              #ours "." #field ": size")

#define SAME_SIZE(ours, theirs) \
	static_assert(sizeof(struct ours) == sizeof(struct theirs), #ours)

/* Type and number; the direction bits are the architecture's. */
#define SAME_REQUEST(ours, theirs)                                    \
	static_assert(_IOC_TYPE(ours) == _IOC_TYPE(theirs) &&         \
	                      _IOC_NR(ours) == _IOC_NR(theirs) &&     \
	                      ((ours)&0xffffu) == ((theirs)&0xffffu), \
	              #ours);                                         \
	static_assert(((ours) & ~0xffffu) == 0x20000000u, #ours)

#define SAME(ours, theirs) static_assert((ours) == (theirs), #ours)

#define END_AFTER(type, field) \
	(offsetof(struct type, field) + sizeof(((struct type *)0)->field))

SAME_REQUEST(UAPI_GET_API_VERSION, VFIO_GET_API_VERSION);
SAME_REQUEST(UAPI_CHECK_EXTENSION, VFIO_CHECK_EXTENSION);
SAME_REQUEST(UAPI_SET_IOMMU, VFIO_SET_IOMMU);
SAME_REQUEST(UAPI_GROUP_GET_STATUS, VFIO_GROUP_GET_STATUS);
SAME_REQUEST(UAPI_GROUP_SET_CONTAINER, VFIO_GROUP_SET_CONTAINER);
SAME_REQUEST(UAPI_GROUP_UNSET_CONTAINER, VFIO_GROUP_UNSET_CONTAINER);
SAME_REQUEST(UAPI_GROUP_GET_DEVICE_FD, VFIO_GROUP_GET_DEVICE_FD);
SAME_REQUEST(UAPI_TCE_GET_INFO, VFIO_IOMMU_SPAPR_TCE_GET_INFO);
SAME_REQUEST(UAPI_MAP_DMA, VFIO_IOMMU_MAP_DMA);
SAME_REQUEST(UAPI_UNMAP_DMA, VFIO_IOMMU_UNMAP_DMA);
SAME_REQUEST(UAPI_ENABLE, VFIO_IOMMU_ENABLE);
SAME_REQUEST(UAPI_DISABLE, VFIO_IOMMU_DISABLE);
SAME_REQUEST(UAPI_REGISTER_MEMORY, VFIO_IOMMU_SPAPR_REGISTER_MEMORY);
SAME_REQUEST(UAPI_UNREGISTER_MEMORY, VFIO_IOMMU_SPAPR_UNREGISTER_MEMORY);
SAME_REQUEST(UAPI_TCE_CREATE, VFIO_IOMMU_SPAPR_TCE_CREATE);
SAME_REQUEST(UAPI_TCE_REMOVE, VFIO_IOMMU_SPAPR_TCE_REMOVE);
SAME_REQUEST(UAPI_EEH_PE_OP, VFIO_EEH_PE_OP);

SAME(UAPI_TYPE1, VFIO_TYPE1_IOMMU);
SAME(UAPI_SPAPR_TCE, VFIO_SPAPR_TCE_IOMMU);
SAME(UAPI_TYPE1V2, VFIO_TYPE1v2_IOMMU);
SAME(UAPI_EEH, VFIO_EEH);
SAME(UAPI_SPAPR_TCE_V2, VFIO_SPAPR_TCE_v2_IOMMU);
SAME(UAPI_NOIOMMU, VFIO_NOIOMMU_IOMMU);
SAME(UAPI_MAP_READ, VFIO_DMA_MAP_FLAG_READ);
SAME(UAPI_MAP_WRITE, VFIO_DMA_MAP_FLAG_WRITE);
SAME(UAPI_INFO_DDW, VFIO_IOMMU_SPAPR_INFO_DDW);
SAME(UAPI_STATUS_VIABLE, VFIO_GROUP_FLAGS_VIABLE);
SAME(UAPI_STATUS_CONTAINER_SET, VFIO_GROUP_FLAGS_CONTAINER_SET);

SAME_SIZE(uapi_group_status, vfio_group_status);
SAME_FIELD(uapi_group_status, vfio_group_status, argsz);
SAME_FIELD(uapi_group_status, vfio_group_status, flags);

SAME_SIZE(uapi_tce_info, vfio_iommu_spapr_tce_info);
SAME_FIELD(uapi_tce_info, vfio_iommu_spapr_tce_info, argsz);
SAME_FIELD(uapi_tce_info, vfio_iommu_spapr_tce_info, flags);
SAME_FIELD(uapi_tce_info, vfio_iommu_spapr_tce_info, dma32_window_start);
SAME_FIELD(uapi_tce_info, vfio_iommu_spapr_tce_info, dma32_window_size);
SAME_AS(uapi_tce_info, pgsizes, vfio_iommu_spapr_tce_info, ddw.pgsizes);
SAME_AS(uapi_tce_info, max_dynamic_windows_supported, vfio_iommu_spapr_tce_info,
        ddw.max_dynamic_windows_supported);
SAME_AS(uapi_tce_info, levels, vfio_iommu_spapr_tce_info, ddw.levels);

SAME_SIZE(uapi_map, vfio_iommu_type1_dma_map);
SAME_FIELD(uapi_map, vfio_iommu_type1_dma_map, argsz);
SAME_FIELD(uapi_map, vfio_iommu_type1_dma_map, flags);
SAME_FIELD(uapi_map, vfio_iommu_type1_dma_map, vaddr);
SAME_FIELD(uapi_map, vfio_iommu_type1_dma_map, iova);
SAME_FIELD(uapi_map, vfio_iommu_type1_dma_map, size);

/* Theirs may end in a flexible array, which has no size. */
SAME_SIZE(uapi_unmap, vfio_iommu_type1_dma_unmap);
SAME_FIELD(uapi_unmap, vfio_iommu_type1_dma_unmap, argsz);
SAME_FIELD(uapi_unmap, vfio_iommu_type1_dma_unmap, flags);
SAME_FIELD(uapi_unmap, vfio_iommu_type1_dma_unmap, iova);
SAME_FIELD(uapi_unmap, vfio_iommu_type1_dma_unmap, size);

SAME_SIZE(uapi_memory, vfio_iommu_spapr_register_memory);
SAME_FIELD(uapi_memory, vfio_iommu_spapr_register_memory, argsz);
SAME_FIELD(uapi_memory, vfio_iommu_spapr_register_memory, flags);
SAME_FIELD(uapi_memory, vfio_iommu_spapr_register_memory, vaddr);
SAME_FIELD(uapi_memory, vfio_iommu_spapr_register_memory, size);

SAME_SIZE(uapi_create, vfio_iommu_spapr_tce_create);
SAME_FIELD(uapi_create, vfio_iommu_spapr_tce_create, argsz);
SAME_FIELD(uapi_create, vfio_iommu_spapr_tce_create, flags);
SAME_FIELD(uapi_create, vfio_iommu_spapr_tce_create, page_shift);
SAME_AS(uapi_create, resv1, vfio_iommu_spapr_tce_create, __resv1);
SAME_FIELD(uapi_create, vfio_iommu_spapr_tce_create, window_size);
SAME_FIELD(uapi_create, vfio_iommu_spapr_tce_create, levels);
SAME_AS(uapi_create, resv2, vfio_iommu_spapr_tce_create, __resv2);
SAME_FIELD(uapi_create, vfio_iommu_spapr_tce_create, start_addr);

SAME_SIZE(uapi_remove, vfio_iommu_spapr_tce_remove);
SAME_FIELD(uapi_remove, vfio_iommu_spapr_tce_remove, argsz);
SAME_FIELD(uapi_remove, vfio_iommu_spapr_tce_remove, flags);
SAME_FIELD(uapi_remove, vfio_iommu_spapr_tce_remove, start_addr);

SAME_SIZE(uapi_eeh_op, vfio_eeh_pe_op);
SAME_FIELD(uapi_eeh_op, vfio_eeh_pe_op, argsz);
SAME_FIELD(uapi_eeh_op, vfio_eeh_pe_op, flags);
SAME_FIELD(uapi_eeh_op, vfio_eeh_pe_op, op);
SAME_AS(uapi_eeh_op, err_type, vfio_eeh_pe_op, err.type);
SAME_AS(uapi_eeh_op, err_func, vfio_eeh_pe_op, err.func);
SAME_AS(uapi_eeh_op, err_addr, vfio_eeh_pe_op, err.addr);
SAME_AS(uapi_eeh_op, err_mask, vfio_eeh_pe_op, err.mask);

SAME(UAPI_STATUS_MINSZ, END_AFTER(vfio_group_status, flags));
SAME(UAPI_INFO_MINSZ, END_AFTER(vfio_iommu_spapr_tce_info, dma32_window_size));
SAME(UAPI_INFO_DDWSZ, END_AFTER(vfio_iommu_spapr_tce_info, ddw));
SAME(UAPI_MAP_MINSZ, END_AFTER(vfio_iommu_type1_dma_map, size));
SAME(UAPI_UNMAP_MINSZ, END_AFTER(vfio_iommu_type1_dma_unmap, size));
SAME(UAPI_MEMORY_MINSZ, END_AFTER(vfio_iommu_spapr_register_memory, size));
SAME(UAPI_CREATE_MINSZ, END_AFTER(vfio_iommu_spapr_tce_create, start_addr));
SAME(UAPI_REMOVE_MINSZ, END_AFTER(vfio_iommu_spapr_tce_remove, start_addr));
SAME(UAPI_EEH_MINSZ, END_AFTER(vfio_eeh_pe_op, op));
SAME(UAPI_EEH_INJECT_MINSZ, sizeof(struct vfio_eeh_pe_op));

START_TEST(holds_against_the_system_header)
{
	ck_assert_uint_eq(UAPI_TCE_CREATE & 0xffffu,
	                  VFIO_IOMMU_SPAPR_TCE_CREATE & 0xffffu);
}
END_TEST

Suite *uapi_suite(void)
{
	Suite *suite = suite_create("uapi");
	TCase *tcase = tcase_create("system header");

	tcase_add_test(tcase, holds_against_the_system_header);
	suite_add_tcase(suite, tcase);
	return suite;
}
