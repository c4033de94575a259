/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * trait.h - everything in which kernels differ, one column for each profile.
 *
 * A trait is named for a behaviour and read in exactly one place.  Defects
 * are traits like any other.  The words, one behind the other, are the values
 * 0, 1, 2 of a trait; the columns are the profiles in order of age (profile.c),
 * and docs/profiles.md tells for each row where it is seen.
 *
 * X(id, name, words, sentence,
 *   v9, 4.2, 4.9, 4.14, 4.19, 5.10, 6.1, 6.6, 6.12, 7.2, strict)
 */
#ifndef MODEL_TRAIT_H
#define MODEL_TRAIT_H

/* clang-format off */
#define TRAIT_LIST(X)                                                         \
	/* what there is */                                                   \
	X(PSERIES, "pseries",                                                 \
	  "none\0v1\0borrowed\0ddw",                                          \
	  "what the driver can do on pSeries",                                \
	  0, 0, 0, 1, 1, 1, 1, 2, 3, 3, 3)                                    \
	X(IODA1, "ioda1",                                                     \
	  "removed\0present",                                                 \
	  "the kernel knows IODA1 PHBs",                                      \
	  1, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0)                                    \
	/* attach and ownership */                                            \
	X(GROUP_GATE, "group_gate",                                           \
	  "open\0closed",                                                     \
	  "whether VFIO lets any group of powerpc in",                        \
	  0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0)                                    \
	X(OWNERSHIP, "ownership",                                             \
	  "attach\0container",                                                \
	  "when the host's window goes: driver attach or SET_CONTAINER",      \
	  0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1)                                    \
	X(WRONG_FD, "wrong_fd",                                               \
	  "EINVAL\0EBADFD",                                                   \
	  "what SET_CONTAINER answers to a file that is no container",        \
	  0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1)                                    \
	X(DEFAULT_WINDOW, "default_window",                                   \
	  "attach\0demand",                                                   \
	  "when the default window is made: first attach, or first need",     \
	  0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1)                                    \
	X(NO_DDW_V2, "no_ddw_v2",                                             \
	  "accepted\0EPERM\0EINVAL",                                          \
	  "a v2 container and a group without dynamic windows",               \
	  0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2)                                    \
	X(V1_ON_DDW, "v1_on_ddw",                                             \
	  "accepted\0EPERM",                                                  \
	  "a v1 container and a group with dynamic windows",                  \
	  0, 0, 0, 1, 1, 1, 1, 0, 0, 0, 0)                                    \
	X(NULL_GROUP, "null_group",                                           \
	  "oops\0ENODEV",                                                     \
	  "attach of a group that can do no DMA",                             \
	  0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1)                                    \
	X(V1_GROUPS, "v1_groups",                                             \
	  "many\0one",                                                        \
	  "groups with dynamic windows that a v1 container takes",            \
	  0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1)                                    \
	X(OPS_AT_ATTACH, "ops_at_attach",                                     \
	  "checked\0unchecked",                                               \
	  "a group that lacks create_table or set_window: -EFAULT at attach", \
	  0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1)                                    \
	X(COMPATIBLE, "compatible",                                           \
	  "ops\0create_table",                                                \
	  "what must be equal in two groups of a container",                  \
	  0, 0, 1, 1, 1, 1, 1, 1, 1, 1, 1)                                    \
	X(ATTACH_FREES, "attach_frees",                                       \
	  "new\0cursor",                                                      \
	  "list element freed when a second attach is refused",               \
	  1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0)                                    \
	X(DETACH_CLEARS, "detach_clears",                                     \
	  "no\0yes",                                                          \
	  "detach of one group clears the TCEs of all",                       \
	  0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 0)                                    \
	X(TAKE_WITHOUT_TABLE, "take_without_table",                           \
	  "bypass_off\0early_return",                                         \
	  "taking a group whose host table is absent",                        \
	  0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 0)                                    \
	/* the address space */                                               \
	X(MM_BINDING, "mm_binding",                                           \
	  "none\0bound",                                                      \
	  "a container belongs to the first address space that uses it",      \
	  0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1)                                    \
	X(BINDS_ON_FAILURE, "binds_on_failure",                               \
	  "no\0yes",                                                          \
	  "a call that then fails binds the address space too",               \
	  0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 0)                                    \
	X(LOCKED_VM_FLOOR, "locked_vm_floor",                                 \
	  "saturates\0wraps",                                                 \
	  "giving back more locked_vm than there is",                         \
	  0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 0)                                    \
	/* windows */                                                         \
	X(WIDE_SHIFT, "wide_shift",                                           \
	  "modulo_128\0refused\0checked",                                     \
	  "1 << page_shift for page_shift of 64 and more",                    \
	  0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 2)                                    \
	X(SMALL_WINDOW, "small_window",                                       \
	  "wraps\0refused",                                                   \
	  "a window smaller than an IOMMU page",                              \
	  0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1)                                    \
	X(WINDOW_LIMIT, "window_limit",                                       \
	  "memory\0none",                                                     \
	  "the largest window",                                               \
	  0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1)                                    \
	X(UPPER_LEVELS, "upper_levels",                                       \
	  "dropped\0counted",                                                 \
	  "table size when the leaves fill less than one upper entry",        \
	  0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1)                                    \
	X(VIEW_CHARGE, "view_charge",                                         \
	  "create\0first_map\0doubled",                                       \
	  "the user address view: flat with its own charge, or a tree",       \
	  0, 0, 0, 1, 2, 2, 2, 2, 2, 2, 2)                                    \
	X(ADDRESS_BITS, "address_bits",                                       \
	  "unbounded\0bits_60\0bits_55",                                      \
	  "address bits from which a table is refused",                       \
	  0, 0, 1, 1, 2, 2, 2, 2, 2, 2, 2)                                    \
	X(LEVEL_FILL, "level_fill",                                           \
	  "eager\0demand",                                                    \
	  "when levels below the top are made",                               \
	  0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1)                                    \
	X(ALLOCATED_SIZE, "allocated_size",                                   \
	  "levels\0top\0charge",                                              \
	  "what is given back for a table: what was made, or charged",        \
	  0, 0, 0, 0, 1, 2, 2, 2, 2, 2, 2)                                    \
	X(FAILED_TABLE, "failed_table",                                       \
	  "uncharged\0leaks",                                                 \
	  "the charge for a table when create_table fails",                   \
	  0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 0)                                    \
	X(LINK_FAILURE, "link_failure",                                       \
	  "reported\0ignored",                                                \
	  "a window that cannot be linked to its group",                      \
	  1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0)                                    \
	X(LOST_ANSWER, "lost_answer",                                         \
	  "window_stays\0window_goes",                                        \
	  "CREATE when its answer cannot be copied out",                      \
	  0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1)                                    \
	X(CLEAR_ORDER, "clear_order",                                         \
	  "unset_first\0clear_first",                                         \
	  "REMOVE: the TVE goes before or after the TCEs",                    \
	  0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1)                                    \
	X(PGSIZES, "pgsizes",                                                 \
	  "fixed\0device_tree",                                               \
	  "IOMMU page sizes: 4K 64K 16M, or what the device tree says",       \
	  0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1)                                    \
	X(LEVELS_SHOWN, "levels_shown",                                       \
	  "five\0possible",                                                   \
	  "levels that GET_INFO tells",                                       \
	  0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1)                                    \
	/* registered memory */                                               \
	X(REGIONS_OF, "regions_of",                                           \
	  "mm\0container",                                                    \
	  "who owns registered memory",                                       \
	  0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1)                                    \
	X(OVERLAP_TEST, "overlap_test",                                       \
	  "first\0last",                                                      \
	  "REGISTER: overlap is tested before or after charge and pinning",   \
	  0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 0)                                    \
	X(SHORT_PIN, "short_pin",                                             \
	  "EFAULT\0count",                                                    \
	  "REGISTER when a later page cannot be pinned",                      \
	  0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 0)                                    \
	X(EMPTY_REGION, "empty_region",                                       \
	  "ENOMEM\0warns\0EINVAL",                                            \
	  "REGISTER of no pages",                                             \
	  0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2)                                    \
	X(REGION_SHIFT, "region_shift",                                       \
	  "none\0recorded",                                                   \
	  "a region remembers the largest IOMMU page that it can bear",       \
	  0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1)                                    \
	X(HUGE_SHIFT, "huge_shift",                                           \
	  "mapped\0sticky\0hugetlb",                                          \
	  "which huge pages a region counts: any, hugetlb up to its end",     \
	  0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 2)                                    \
	X(BUSY_REGION, "busy_region",                                         \
	  "EBUSY\0orphaned",                                                  \
	  "UNREGISTER of a region that TCEs point to",                        \
	  0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 0)                                    \
	X(BUSY_AT_CLOSE, "busy_at_close",                                     \
	  "loops\0warns",                                                     \
	  "release of a container whose region TCEs point to",                \
	  1, 1, 1, 0, 1, 1, 1, 1, 1, 1, 1)                                    \
	/* map and unmap */                                                   \
	X(IOVA_ANSWER, "iova_answer",                                         \
	  "EINVAL\0one",                                                      \
	  "what a misaligned iova is answered",                               \
	  0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 0)                                    \
	X(MAP_RANGE, "map_range",                                             \
	  "first\0whole",                                                     \
	  "MAP: the part of the range held against the window",               \
	  0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1)                                    \
	X(UNMAP_RANGE, "unmap_range",                                         \
	  "first\0whole",                                                     \
	  "UNMAP: the part of the range held against the window",             \
	  1, 1, 1, 0, 0, 0, 0, 0, 0, 1, 1)                                    \
	X(WRITE_READS, "write_reads",                                         \
	  "no\0yes",                                                          \
	  "a TCE for write lets the device read too",                         \
	  0, 0, 1, 1, 1, 1, 1, 1, 1, 1, 1)                                    \
	X(OLD_TCE, "old_tce",                                                 \
	  "big_endian_only\0decoded",                                         \
	  "the exchange tells the old mapping on a little-endian host",       \
	  0, 0, 1, 1, 1, 1, 1, 1, 1, 1, 1)                                    \
	X(NO_LEVEL_ANSWER, "no_level_answer",                                 \
	  "EPERM\0ENOMEM",                                                    \
	  "MAP when a level for the hardware cannot be made",                 \
	  0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1)                                    \
	X(FAILED_XCHG, "failed_xchg",                                         \
	  "loses_reference\0keeps",                                           \
	  "the region's count when the exchange of a TCE fails",              \
	  0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1)                                    \
	X(NO_VIEW_LEVEL, "no_view_level",                                     \
	  "null_store\0ENOMEM",                                               \
	  "MAP when a level of the user address view cannot be made",         \
	  0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1)                                    \
	X(FAILED_MAP, "failed_map",                                           \
	  "clears\0restores",                                                 \
	  "older mappings in the range of a MAP that fails",                  \
	  0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1)                                    \
	X(V1_PIN, "v1_pin",                                                   \
	  "for_write\0as_asked",                                              \
	  "v1 MAP pins for write even for READ",                              \
	  0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1)                                    \
	X(EMPTY_KILL, "empty_kill",                                           \
	  "none\0runaway",                                                    \
	  "PHB3: a cache kill of no pages at entry 0",                        \
	  0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 0)                                    \
	X(RESCHEDULE, "reschedule",                                           \
	  "not_in_gaps\0always",                                              \
	  "where the loop over a table's entries lets others run",            \
	  0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1)                                    \
	X(BLOCK_ALIGNMENT, "block_alignment",                                 \
	  "bug\0refused",                                                     \
	  "a page that is not aligned to the IOMMU page",                     \
	  0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1)
/* clang-format on */

#define TRAIT_ENUM(id, name, words, sentence, ...) TRAIT_##id,
enum trait {
	TRAIT_LIST(TRAIT_ENUM) TRAIT_COUNT
};
#undef TRAIT_ENUM

enum {
	PROFILE_COUNT = 11
};

/* The values, where the code asks for them. */
enum {
	PSERIES_NONE,
	PSERIES_V1,
	PSERIES_BORROWED,
	PSERIES_DDW
};
enum {
	IODA1_REMOVED,
	IODA1_PRESENT
};
enum {
	GROUP_GATE_OPEN,
	GROUP_GATE_CLOSED
};
enum {
	OWNERSHIP_ATTACH,
	OWNERSHIP_CONTAINER
};
enum {
	WRONG_FD_EINVAL,
	WRONG_FD_EBADFD
};
enum {
	DEFAULT_WINDOW_ATTACH,
	DEFAULT_WINDOW_DEMAND
};
enum {
	NO_DDW_V2_ACCEPTED,
	NO_DDW_V2_EPERM,
	NO_DDW_V2_EINVAL
};
enum {
	V1_ON_DDW_ACCEPTED,
	V1_ON_DDW_EPERM
};
enum {
	NULL_GROUP_OOPS,
	NULL_GROUP_ENODEV
};
enum {
	V1_GROUPS_MANY,
	V1_GROUPS_ONE
};
enum {
	OPS_AT_ATTACH_CHECKED,
	OPS_AT_ATTACH_UNCHECKED
};
enum {
	COMPATIBLE_OPS,
	COMPATIBLE_CREATE_TABLE
};
enum {
	ATTACH_FREES_NEW,
	ATTACH_FREES_CURSOR
};
enum {
	DETACH_CLEARS_NO,
	DETACH_CLEARS_YES
};
enum {
	TAKE_WITHOUT_TABLE_BYPASS_OFF,
	TAKE_WITHOUT_TABLE_EARLY_RETURN
};
enum {
	MM_BINDING_NONE,
	MM_BINDING_BOUND
};
enum {
	BINDS_ON_FAILURE_NO,
	BINDS_ON_FAILURE_YES
};
enum {
	LOCKED_VM_FLOOR_SATURATES,
	LOCKED_VM_FLOOR_WRAPS
};
enum {
	WIDE_SHIFT_MODULO_128,
	WIDE_SHIFT_REFUSED,
	WIDE_SHIFT_CHECKED
};
enum {
	SMALL_WINDOW_WRAPS,
	SMALL_WINDOW_REFUSED
};
enum {
	WINDOW_LIMIT_MEMORY,
	WINDOW_LIMIT_NONE
};
enum {
	UPPER_LEVELS_DROPPED,
	UPPER_LEVELS_COUNTED
};
enum {
	VIEW_CHARGE_CREATE,
	VIEW_CHARGE_FIRST_MAP,
	VIEW_CHARGE_DOUBLED
};
enum {
	ADDRESS_BITS_UNBOUNDED,
	ADDRESS_BITS_BITS_60,
	ADDRESS_BITS_BITS_55
};
enum {
	LEVEL_FILL_EAGER,
	LEVEL_FILL_DEMAND
};
enum {
	ALLOCATED_SIZE_LEVELS,
	ALLOCATED_SIZE_TOP,
	ALLOCATED_SIZE_CHARGE
};
enum {
	FAILED_TABLE_UNCHARGED,
	FAILED_TABLE_LEAKS
};
enum {
	LINK_FAILURE_REPORTED,
	LINK_FAILURE_IGNORED
};
enum {
	LOST_ANSWER_WINDOW_STAYS,
	LOST_ANSWER_WINDOW_GOES
};
enum {
	CLEAR_ORDER_UNSET_FIRST,
	CLEAR_ORDER_CLEAR_FIRST
};
enum {
	PGSIZES_FIXED,
	PGSIZES_DEVICE_TREE
};
enum {
	LEVELS_SHOWN_FIVE,
	LEVELS_SHOWN_POSSIBLE
};
enum {
	REGIONS_OF_MM,
	REGIONS_OF_CONTAINER
};
enum {
	OVERLAP_TEST_FIRST,
	OVERLAP_TEST_LAST
};
enum {
	SHORT_PIN_EFAULT,
	SHORT_PIN_COUNT
};
enum {
	EMPTY_REGION_ENOMEM,
	EMPTY_REGION_WARNS,
	EMPTY_REGION_EINVAL
};
enum {
	REGION_SHIFT_NONE,
	REGION_SHIFT_RECORDED
};
enum {
	HUGE_SHIFT_MAPPED,
	HUGE_SHIFT_STICKY,
	HUGE_SHIFT_HUGETLB
};
enum {
	BUSY_REGION_EBUSY,
	BUSY_REGION_ORPHANED
};
enum {
	BUSY_AT_CLOSE_LOOPS,
	BUSY_AT_CLOSE_WARNS
};
enum {
	IOVA_ANSWER_EINVAL,
	IOVA_ANSWER_ONE
};
enum {
	MAP_RANGE_FIRST,
	MAP_RANGE_WHOLE
};
enum {
	UNMAP_RANGE_FIRST,
	UNMAP_RANGE_WHOLE
};
enum {
	WRITE_READS_NO,
	WRITE_READS_YES
};
enum {
	OLD_TCE_BIG_ENDIAN_ONLY,
	OLD_TCE_DECODED
};
enum {
	NO_LEVEL_ANSWER_EPERM,
	NO_LEVEL_ANSWER_ENOMEM
};
enum {
	FAILED_XCHG_LOSES_REFERENCE,
	FAILED_XCHG_KEEPS
};
enum {
	NO_VIEW_LEVEL_NULL_STORE,
	NO_VIEW_LEVEL_ENOMEM
};
enum {
	FAILED_MAP_CLEARS,
	FAILED_MAP_RESTORES
};
enum {
	V1_PIN_FOR_WRITE,
	V1_PIN_AS_ASKED
};
enum {
	EMPTY_KILL_NONE,
	EMPTY_KILL_RUNAWAY
};
enum {
	RESCHEDULE_NOT_IN_GAPS,
	RESCHEDULE_ALWAYS
};
enum {
	BLOCK_ALIGNMENT_BUG,
	BLOCK_ALIGNMENT_REFUSED
};

#endif
