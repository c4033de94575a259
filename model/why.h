/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * why.h - everything that can be refused: the rungs of all ladders.
 *
 * In the order in which a call meets them.  A reason is evidence, never
 * semantics: nothing in the model branches on one.
 *
 * X(id, name, of the host, kernel function, sentence); "of the host" means
 * that the same request may succeed on another host or at another time.
 */
#ifndef MODEL_WHY_H
#define MODEL_WHY_H

/* clang-format off */
#define WHY_LIST(X)                                                           \
	X(NONE, "none", false, "", "nothing was refused")                     \
	/* files */                                                           \
	X(BAD_FD, "bad_fd", false, "fdget",                                   \
	  "the process has no such file open")                                \
	X(NO_NODE, "no_node", false, "vfio_register_group_dev",               \
	  "no device of the group could be bound to VFIO")                    \
	X(GROUP_OPEN, "group_open", false, "vfio_group_fops_open",            \
	  "a group can be open only once")                                    \
	X(UNKNOWN_REQUEST, "unknown_request", false, "tce_iommu_ioctl",       \
	  "the file knows no such request")                                   \
	/* user memory */                                                     \
	X(COPY_IN, "copy_in", false, "copy_from_user",                        \
	  "the argument cannot be read")                                      \
	X(COPY_OUT, "copy_out", false, "copy_to_user",                        \
	  "the argument cannot be written")                                   \
	X(ARGSZ, "argsz", false, "tce_iommu_ioctl",                           \
	  "argsz is smaller than the block")                                  \
	X(FLAGS, "flags", false, "tce_iommu_ioctl",                           \
	  "flags has a bit that means nothing here")                          \
	/* the group and its container */                                     \
	X(GROUP_HAS_CONTAINER, "group_has_container", false,                  \
	  "vfio_group_ioctl_set_container",                                   \
	  "the group is in a container already")                              \
	X(NOT_A_CONTAINER, "not_a_container", false,                          \
	  "vfio_group_ioctl_set_container",                                   \
	  "the file is no VFIO container")                                    \
	X(DMA_OWNED, "dma_owned", true, "iommu_group_claim_dma_owner",        \
	  "a host driver owns the group's DMA")                               \
	X(NOT_IN_CONTAINER, "not_in_container", false,                        \
	  "vfio_group_ioctl_unset_container",                                 \
	  "the group is in no container")                                     \
	X(DEVICE_OPEN, "device_open", false,                                  \
	  "vfio_group_ioctl_unset_container",                                 \
	  "a device of the group is open")                                    \
	X(NO_DEVICE, "no_device", false, "vfio_device_get_from_name",         \
	  "the group has no device of that name")                             \
	X(DEVICE_NOT_READY, "device_not_ready", false,                        \
	  "vfio_device_open_file",                                            \
	  "the group's container has no IOMMU driver")                        \
	/* the container and its driver */                                    \
	X(NO_DRIVER, "no_driver", false, "vfio_fops_unl_ioctl",               \
	  "the container has no IOMMU driver")                                \
	X(NO_GROUP, "no_group", false, "vfio_ioctl_set_iommu",                \
	  "the container holds no group")                                     \
	X(DRIVER_SET, "driver_set", false, "vfio_ioctl_set_iommu",            \
	  "the container has its IOMMU driver already")                       \
	X(NO_BACKEND, "no_backend", false, "vfio_ioctl_set_iommu",            \
	  "no driver serves this IOMMU type")                                 \
	X(NOT_A_TYPE, "not_a_type", false, "tce_iommu_open",                  \
	  "the extension is no IOMMU type")                                   \
	X(NO_TABLE_GROUP, "no_table_group", true, "tce_iommu_attach_group",   \
	  "the group can do no DMA")                                          \
	X(NO_WINDOWS, "no_windows", true, "tce_iommu_attach_group",           \
	  "a v2 container needs a group that can create windows")             \
	X(SECOND_GROUP, "second_group", false, "tce_iommu_attach_group",      \
	  "the container takes no second group")                                   \
	X(INCOMPATIBLE, "incompatible", true, "tce_iommu_attach_group",       \
	  "the group makes its tables otherwise than those attached")         \
	X(OTHER_MM, "other_mm", false, "tce_iommu_ioctl",                     \
	  "the container belongs to another address space")                   \
	X(OTHER_VERSION, "other_version", false, "tce_iommu_ioctl",           \
	  "the request belongs to the other container version")               \
	X(NO_MM, "no_mm", false, "tce_iommu_ioctl",                           \
	  "the container belongs to no address space yet")                    \
	X(NOT_ENABLED, "not_enabled", false, "tce_iommu_ioctl",               \
	  "the container is not enabled")                                     \
	/* v1 */                                                              \
	X(ENABLED, "enabled", false, "tce_iommu_enable",                      \
	  "the container is enabled already")                                 \
	X(NO_DEFAULT, "no_default", true, "tce_iommu_enable",                 \
	  "the group has no default window")                                  \
	/* windows */                                                         \
	X(NO_FREE_SLOT, "no_free_slot", false, "tce_iommu_find_free_table",   \
	  "both window slots are taken")                                      \
	X(PGSIZE, "pgsize", false, "tce_iommu_create_window",                 \
	  "the group has no IOMMU pages of this size")                        \
	X(NO_DEFAULT_AGAIN, "no_default_again", true,                         \
	  "spapr_tce_create_table",                                           \
	  "slot 0 cannot be filled while a dynamic window exists")            \
	X(DDW_BLOCKS, "ddw_blocks", true, "spapr_tce_create_table",           \
	  "the firmware has no block of as many pages")                       \
	X(DDW_FAILED, "ddw_failed", true, "spapr_tce_create_table",           \
	  "the firmware refused a window of this PE, now or before")          \
	X(OTHERS_TABLE, "others_table", false, "spapr_tce_set_window",        \
	  "the table belongs to another group")                               \
	X(HOST_MAPPINGS, "host_mappings", true, "iommu_take_ownership",       \
	  "the host has mappings in its window")                              \
	X(V1_REFUSED, "v1_refused", true, "tce_iommu_attach_group",           \
	  "a v1 container takes no group that can create windows")            \
	X(MISSING_OP, "missing_op", true, "tce_iommu_create_window",          \
	  "the platform lacks a callback that this needs")                    \
	X(LEVELS, "levels", false, "pnv_pci_ioda2_get_table_size",            \
	  "a table has 1 to 5 levels")                                        \
	X(NOT_POW2, "not_pow2", false, "pnv_pci_ioda2_get_table_size",        \
	  "window_size is not a power of two")                                \
	X(WINDOW_OVER_RAM, "window_over_ram", true,                           \
	  "pnv_pci_ioda2_get_table_size",                                     \
	  "the window is larger than memory can ever be")                     \
	X(NO_SHAPE, "no_shape", false, "pnv_pci_ioda2_get_table_size",        \
	  "the window is too small for an IOMMU page and these levels")       \
	X(LOCKED_VM, "locked_vm", true, "account_locked_vm",                  \
	  "locked_vm would pass RLIMIT_MEMLOCK")                              \
	X(CREATE_TABLE, "create_table", true,                                 \
	  "pnv_pci_ioda2_create_table_userspace",                             \
	  "the platform could not make the table")                            \
	X(TOO_WIDE, "too_wide", false, "pnv_pci_ioda2_table_alloc_pages",     \
	  "the levels decode more address bits than there are")               \
	X(NO_MEMORY, "no_memory", true, "alloc_pages",                        \
	  "the host has no block of memory of that size")                     \
	X(SET_WINDOW, "set_window_failed", true, "pnv_pci_ioda2_set_window",  \
	  "the platform could not set the window of a group")                 \
	X(FIRMWARE, "firmware", true, "opal_pci_map_pe_dma_window",           \
	  "the firmware refused the window")                                  \
	X(NO_SUCH_WINDOW, "no_such_window", false, "tce_iommu_find_table",    \
	  "no window contains the address")                                   \
	/* registered memory */                                               \
	X(MEMORY_RANGE, "memory_range", false, "tce_iommu_register_pages",    \
	  "vaddr and size are not whole pages, or wrap")                      \
	X(REGISTERED, "registered", false, "tce_iommu_register_pages",        \
	  "the container has registered this already")                        \
	X(EMPTY_RANGE, "empty_range", false, "mm_iommu_do_alloc",             \
	  "there are no pages to register")                                   \
	X(TOO_MANY_PAGES, "too_many_pages", true, "vzalloc",                  \
	  "the list of pages would be larger than memory")                    \
	X(NOT_PINNED, "not_pinned", true, "pin_user_pages",                   \
	  "a page is not mapped, or not writable")                            \
	X(SHORT_PIN, "short_pin", true, "mm_iommu_do_alloc",                  \
	  "only the first pages could be pinned; their count is the answer")  \
	X(OVERLAP, "overlap", false, "mm_iommu_do_alloc",                     \
	  "the range overlaps registered memory")                             \
	X(NO_REGION, "no_region", false, "tce_iommu_unregister_pages",        \
	  "no such range is registered")                                      \
	X(NOT_OURS, "not_ours", false, "tce_iommu_unregister_pages",          \
	  "another container registered the range")                           \
	X(REGION_BUSY, "region_busy", false, "mm_iommu_put",                  \
	  "TCEs point into the region")                                       \
	/* map and unmap */                                                   \
	X(NO_WINDOW_AT, "no_window_at", false, "tce_iommu_find_table",        \
	  "no window contains iova")                                          \
	X(UNALIGNED, "unaligned", false, "tce_iommu_ioctl",                   \
	  "size or vaddr is not a multiple of the IOMMU page")                \
	X(NO_DIRECTION, "no_direction", false, "tce_iommu_ioctl",             \
	  "neither READ nor WRITE is asked for")                              \
	X(IOVA_UNALIGNED, "iova_unaligned", false, "iommu_tce_check_ioba",    \
	  "iova is not a multiple of the IOMMU page")                         \
	X(BEYOND_WINDOW, "beyond_window", false, "iommu_tce_check_ioba",      \
	  "the range passes the end of the window")                           \
	X(NOT_REGISTERED, "not_registered", false,                            \
	  "tce_iommu_prereg_ua_to_hpa",                                       \
	  "an IOMMU page is not inside one registered region")                \
	X(REGION_PGSIZE, "region_pgsize", false, "mm_iommu_ua_to_hpa",        \
	  "the region allows only smaller IOMMU pages")                       \
	X(NOT_CONTAINED, "not_contained", true, "tce_page_is_contained",      \
	  "an IOMMU page is larger than the page of memory below it")         \
	X(NO_LEVEL, "no_level", true, "pnv_tce",                              \
	  "a level of the table could not be made")                           \
	X(HYPERVISOR, "hypervisor", true, "tce_exchange_pSeries",             \
	  "the hypervisor refused the TCE; its code is the answer")           \
	X(TCE_XCHG, "tce_xchg_failed", true, "iommu_tce_xchg_no_kill",        \
	  "the TCE could not be exchanged")                                   \
	/* EEH */                                                             \
	X(EEH_OP, "eeh_op", false, "vfio_spapr_iommu_eeh_ioctl",              \
	  "there is no such EEH operation, or it cannot be done")             \
	/* processes */                                                       \
	X(MMAP, "mmap", true, "mmap", "the memory cannot be had there")       \
	X(NO_BUFFER, "no_buffer", false, "munmap",                            \
	  "no buffer begins at the address")                                  \
	X(ACCESS, "access", false, "page fault",                              \
	  "the process may not write there")                                  \
	/* what the PHB refuses a device */                                   \
	X(DMA_ADDRESS, "dma_address", false, "the PHB",                       \
	  "the bus address is beyond what the PHB decodes")                   \
	X(DMA_NO_TVE, "dma_no_tve", false, "the PHB",                         \
	  "no window is set where the bus address points")                    \
	X(DMA_BEYOND, "dma_beyond_table", false, "the PHB",                   \
	  "the bus address is beyond the table")                              \
	X(DMA_NO_LEVEL, "dma_no_level", false, "the PHB",                     \
	  "a level of the table is absent")                                   \
	X(DMA_NO_TCE, "dma_no_tce", false, "the PHB",                         \
	  "the TCE is invalid")                                               \
	X(DMA_NO_READ, "dma_no_read", false, "the PHB",                       \
	  "the TCE does not let the device read")                             \
	X(DMA_NO_WRITE, "dma_no_write", false, "the PHB",                     \
	  "the TCE does not let the device write")
/* clang-format on */

#define WHY_ENUM(id, name, host, where, sentence) WHY_##id,
enum why {
	WHY_LIST(WHY_ENUM) WHY_COUNT
};
#undef WHY_ENUM

#endif
