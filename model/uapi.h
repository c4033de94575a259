/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * uapi.h - the argument blocks and numbers of the VFIO calls modelled here.
 *
 * An independent statement of the ABI: names, offsets and numbers are those of
 * Linux (include/uapi/linux/vfio.h, 4.2 to 7.2) as ppc64 lays them out; the
 * tests hold every line against the system's own <linux/vfio.h>.  Numbers are
 * _IO(';', 100 + n); powerpc encodes "no direction" as 1 << 29.
 */
#ifndef MODEL_UAPI_H
#define MODEL_UAPI_H

#include <stdint.h>

#define UAPI_REQUEST(n) (UINT32_C(0x20003b64) + (n))

enum uapi_request {
	UAPI_GET_API_VERSION = UAPI_REQUEST(0),
	UAPI_CHECK_EXTENSION = UAPI_REQUEST(1),
	UAPI_SET_IOMMU = UAPI_REQUEST(2),
	UAPI_GROUP_GET_STATUS = UAPI_REQUEST(3),
	UAPI_GROUP_SET_CONTAINER = UAPI_REQUEST(4),
	UAPI_GROUP_UNSET_CONTAINER = UAPI_REQUEST(5),
	UAPI_GROUP_GET_DEVICE_FD = UAPI_REQUEST(6),
	UAPI_TCE_GET_INFO = UAPI_REQUEST(12),
	UAPI_MAP_DMA = UAPI_REQUEST(13),
	UAPI_UNMAP_DMA = UAPI_REQUEST(14),
	UAPI_ENABLE = UAPI_REQUEST(15),
	UAPI_DISABLE = UAPI_REQUEST(16),
	UAPI_REGISTER_MEMORY = UAPI_REQUEST(17),
	UAPI_UNREGISTER_MEMORY = UAPI_REQUEST(18),
	UAPI_TCE_CREATE = UAPI_REQUEST(19),
	UAPI_TCE_REMOVE = UAPI_REQUEST(20),
	UAPI_EEH_PE_OP = UAPI_REQUEST(21)
};

/* What SET_IOMMU and CHECK_EXTENSION take. */
enum uapi_extension {
	UAPI_TYPE1 = 1,
	UAPI_SPAPR_TCE = 2,
	UAPI_TYPE1V2 = 3,
	UAPI_EEH = 5,
	UAPI_SPAPR_TCE_V2 = 7,
	UAPI_NOIOMMU = 8
};

enum {
	UAPI_MAP_READ = 1,
	UAPI_MAP_WRITE = 2,
	UAPI_INFO_DDW = 1,             /* tce_info.flags: ddw is filled */
	UAPI_STATUS_VIABLE = 1,        /* group_status.flags */
	UAPI_STATUS_CONTAINER_SET = 2, /* group_status.flags */
	UAPI_DEVICE_NAME_MAX = 64 /* bytes of a device name, with its NUL */
};

struct uapi_group_status {
	uint32_t argsz;
	uint32_t flags;
};

struct uapi_tce_info {
	uint32_t argsz;
	uint32_t flags;
	uint32_t dma32_window_start; /* bytes */
	uint32_t dma32_window_size;  /* bytes */
	uint64_t pgsizes;            /* bit n: IOMMU pages of 2^n bytes */
	uint32_t max_dynamic_windows_supported;
	uint32_t levels;
};

struct uapi_map {
	uint32_t argsz;
	uint32_t flags;
	uint64_t vaddr;
	uint64_t iova;
	uint64_t size; /* bytes */
};

struct uapi_unmap {
	uint32_t argsz;
	uint32_t flags;
	uint64_t iova;
	uint64_t size; /* bytes */
};

struct uapi_memory {
	uint32_t argsz;
	uint32_t flags;
	uint64_t vaddr;
	uint64_t size; /* bytes */
};

struct uapi_create {
	uint32_t argsz;
	uint32_t flags;
	uint32_t page_shift;
	uint32_t resv1;
	uint64_t window_size; /* bytes */
	uint32_t levels;
	uint32_t resv2;
	uint64_t start_addr; /* out: bus address */
};

struct uapi_remove {
	uint32_t argsz;
	uint32_t flags;
	uint64_t start_addr;
};

struct uapi_eeh_op {
	uint32_t argsz;
	uint32_t flags;
	uint32_t op;
	uint32_t resv;
	uint32_t err_type;
	uint32_t err_func;
	uint64_t err_addr;
	uint64_t err_mask;
};

/* The bytes that each call copies in before it looks at argsz. */
enum {
	UAPI_STATUS_MINSZ = 8,
	UAPI_INFO_MINSZ = 16,
	UAPI_INFO_DDWSZ = 32,
	UAPI_MAP_MINSZ = 32,
	UAPI_UNMAP_MINSZ = 24,
	UAPI_MEMORY_MINSZ = 24,
	UAPI_CREATE_MINSZ = 40,
	UAPI_REMOVE_MINSZ = 16,
	UAPI_EEH_MINSZ = 12,
	UAPI_EEH_INJECT_MINSZ = 40
};

#endif
