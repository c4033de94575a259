/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "sim/trait_notes.h"

#include "model/tcesim.h"

#include <string.h>

/*
 * A commit is "hash title"; a hash with a question mark is from memory.
 * Rows need no order; a row's trait is found by its name.
 */
/* clang-format off */
static const struct trait_note notes[] = {
	{ .trait = "pseries", .part = "Platforms",
	  .scenario = "pseries/what_each_kernel_can_do.scn",
	  .when = "none to 4.13, v1 from 4.14, borrowed from 6.4, ddw from "
	      "6.11",
	  .commit = "b6e1f6adce80 powerpc/pseries: Enable VFIO; "
	      "9d67c9433509 \"borrowing\" iommu_table_group_ops; "
	      "f431a8cde7f1 Reimplement the iommu_table_group_ops",
	  .where = "arch/powerpc/platforms/pseries/iommu.c: "
	      "spapr_tce_create_table(), spapr_tce_set_window()",
	  .evidence = EVIDENCE_TOLD,
	  .more = "ddw was measured on 6.12.107 and 7.2.13 guests; v1 may "
	      "be in 4.12 and 4.13 already." },
	{ .trait = "ioda1",
	  .scenario = "ioda1/v1_life.scn",
	  .when = "present to 6.4, removed by 6.6",
	  .where = "arch/powerpc/platforms/powernv/pci-ioda.c: "
	      "pnv_pci_ioda1_setup_dma_pe()",
	  .evidence = EVIDENCE_READ,
	  .more = "The release of the removal (6.5 or 6.6) is from memory." },
	{ .trait = "group_gate", .part = "Attach and ownership",
	  .scenario = "regress/no_group_gets_in.scn",
	  .when = "open to 5.18, closed 5.19 to 6.3, open from 6.4",
	  .commit = "70693f470848 vfio: Set DMA ownership for VFIO devices; "
	      "e8ae0e140c05 vfio: Require that devices support DMA cache "
	      "coherence; opened by a940904443e4 powerpc/iommu: Add "
	      "iommu_ops to report capabilities and allow blocking domains",
	  .where = "drivers/vfio/vfio_main.c: vfio_register_group_dev()",
	  .evidence = EVIDENCE_TOLD,
	  .more = "`machine gate=open` lets the driver behind the gate be "
	      "asked." },
	{ .trait = "ownership",
	  .scenario = "regress/when_the_host_loses_its_windows.scn",
	  .when = "attach to 6.3, container from 6.4",
	  .commit = "a940904443e4 powerpc/iommu: Add iommu_ops to report "
	      "capabilities and allow blocking domains",
	  .where = "arch/powerpc/kernel/iommu.c: "
	      "spapr_tce_blocked_iommu_attach_dev()",
	  .evidence = EVIDENCE_READ },
	{ .trait = "wrong_fd",
	  .scenario = "regress/wrong_file_for_a_container.scn",
	  .when = "EINVAL to 6.1, EBADFD by 6.6",
	  .where = "drivers/vfio/group.c: vfio_group_ioctl_set_container()",
	  .evidence = EVIDENCE_READ,
	  .more = "The release between them is not established; the answer "
	      "came with iommufd." },
	{ .trait = "default_window",
	  .scenario = "regress/when_the_default_window_is_made.scn",
	  .when = "attach to 4.9, demand from 4.10",
	  .commit = "d9c728949ddc? vfio/spapr: Postpone default window "
	      "creation",
	  .where = "drivers/vfio/vfio_iommu_spapr_tce.c: "
	      "tce_iommu_create_default_window()",
	  .evidence = EVIDENCE_READ },
	{ .trait = "no_ddw_v2",
	  .scenario = "regress/group_without_dynamic_windows.scn",
	  .when = "accepted to 4.11, EPERM 4.12 to 6.3, EINVAL from 6.4",
	  .commit = "vfio/powerpc/spapr_tce: Enforce IOMMU type "
	      "compatibility check (4.12); 9d67c9433509 (6.4)",
	  .where = "drivers/vfio/vfio_iommu_spapr_tce.c: "
	      "tce_iommu_attach_group()",
	  .evidence = EVIDENCE_READ },
	{ .trait = "v1_on_ddw",
	  .scenario = "regress/v1_container_on_ioda2.scn",
	  .when = "accepted to 4.11, EPERM 4.12 to 6.3, accepted from 6.4",
	  .commit = "vfio/powerpc/spapr_tce: Enforce IOMMU type "
	      "compatibility check (4.12); a940904443e4 (6.4)",
	  .where = "drivers/vfio/vfio_iommu_spapr_tce.c: "
	      "tce_iommu_attach_group()",
	  .evidence = EVIDENCE_READ },
	{ .trait = "null_group",
	  .scenario = "regress/group_that_can_do_no_dma.scn",
	  .when = "oops to 4.10, ENODEV from 4.11",
	  .commit = "bd00fdf198e2? vfio/spapr: fail "
	      "tce_iommu_attach_group() when iommu_data is null",
	  .where = "drivers/vfio/vfio_iommu_spapr_tce.c: "
	      "tce_iommu_attach_group()",
	  .evidence = EVIDENCE_READ },
	{ .trait = "v1_groups",
	  .scenario = "regress/groups_of_a_v1_container.scn",
	  .when = "many to 6.3, one from 6.4",
	  .commit = "a940904443e4 powerpc/iommu: Add iommu_ops to report "
	      "capabilities and allow blocking domains",
	  .where = "drivers/vfio/vfio_iommu_spapr_tce.c: "
	      "tce_iommu_attach_group()",
	  .evidence = EVIDENCE_READ,
	  .more = "Groups without dynamic windows were one to a container "
	      "before, too. From 4.12 to 6.3 no group with them got into a "
	      "v1 container: `v1_on_ddw` comes first." },
	{ .trait = "ops_at_attach",
	  .scenario = "regress/group_whose_platform_lacks_create_table.scn",
	  .when = "checked to 6.3, unchecked from 6.4",
	  .commit = "9d67c9433509 powerpc/iommu: Add \"borrowing\" "
	      "iommu_table_group_ops",
	  .where = "drivers/vfio/vfio_iommu_spapr_tce.c: "
	      "tce_iommu_take_ownership_ddw()",
	  .evidence = EVIDENCE_READ,
	  .more = "No platform of these kernels lacks a callback; `machine "
	      "lacks=` does." },
	{ .trait = "compatible",
	  .scenario = "regress/groups_with_other_callbacks.scn",
	  .when = "ops to 4.6, create_table from 4.7",
	  .commit = "5ed4aba1242d? vfio/spapr: Relax the IOMMU "
	      "compatibility check",
	  .where = "drivers/vfio/vfio_iommu_spapr_tce.c: "
	      "tce_iommu_attach_group()",
	  .evidence = EVIDENCE_RECALLED },
	{ .trait = "attach_frees",
	  .scenario = "regress/refused_group_frees_the_one_before.scn",
	  .when = "cursor to 5.3, new from 5.4",
	  .commit = "vfio/spapr_tce: Fix incorrect tce_iommu_group memory "
	      "free (5.4)",
	  .where = "drivers/vfio/vfio_iommu_spapr_tce.c: "
	      "tce_iommu_attach_group()",
	  .evidence = EVIDENCE_TOLD },
	{ .trait = "detach_clears",
	  .scenario = "regress/detach_of_one_group_of_two.scn",
	  .when = "no to 6.10, yes from 6.11",
	  .commit = "4ba2fdff2eb1 vfio/spapr: Always clear TCEs before "
	      "unsetting the window",
	  .where = "drivers/vfio/vfio_iommu_spapr_tce.c: "
	      "tce_iommu_release_ownership_ddw()",
	  .evidence = EVIDENCE_EXECUTED,
	  .more = "Several stable trees took the commit; which releases of "
	      "6.6.y is open." },
	{ .trait = "take_without_table",
	  .scenario = "regress/bypass_that_stays_on.scn",
	  .when = "bypass_off to 6.3, early_return from 6.4",
	  .commit = "a940904443e4 powerpc/iommu: Add iommu_ops to report "
	      "capabilities and allow blocking domains",
	  .where = "arch/powerpc/platforms/powernv/pci-ioda.c: "
	      "pnv_ioda2_take_ownership()",
	  .evidence = EVIDENCE_READ },
	{ .trait = "mm_binding", .part = "The address space",
	  .scenario = "regress/child_of_the_owner.scn",
	  .when = "none to 4.9, bound from 4.10",
	  .commit = "vfio/spapr: Reference mm in tce_container (4.10)",
	  .where = "drivers/vfio/vfio_iommu_spapr_tce.c: "
	      "tce_iommu_mm_set(), tce_iommu_ioctl()",
	  .evidence = EVIDENCE_READ },
	{ .trait = "binds_on_failure",
	  .scenario = "regress/failed_call_binds_the_container.scn",
	  .when = "yes from 4.10 on",
	  .where = "drivers/vfio/vfio_iommu_spapr_tce.c: tce_iommu_ioctl()",
	  .evidence = EVIDENCE_EXECUTED },
	{ .trait = "locked_vm_floor",
	  .scenario = "regress/locked_vm_below_zero.scn",
	  .when = "saturates to 5.2, wraps from 5.3",
	  .commit = "79eb597cba06? mm: add account_locked_vm utility "
	      "function",
	  .where = "mm/util.c: __account_locked_vm()",
	  .evidence = EVIDENCE_READ,
	  .more = "Either way the kernel warns." },
	{ .trait = "wide_shift", .part = "Windows",
	  .scenario = "regress/page_shift_beyond_63.scn",
	  .when = "modulo_128 in 6.12.107, refused in 7.2.13",
	  .where = "drivers/vfio/vfio_iommu_spapr_tce.c: "
	      "tce_iommu_create_window()",
	  .evidence = EVIDENCE_MEASURED,
	  .more = "The source line is the same and its meaning undefined: a "
	      "property of the build (gcc 14 and gcc 16). Other builds may "
	      "differ." },
	{ .trait = "small_window",
	  .scenario = "regress/window_smaller_than_an_iommu_page.scn",
	  .when = "wraps in every kernel",
	  .where = "arch/powerpc/platforms/powernv/pci-ioda-tce.c: "
	      "pnv_pci_ioda2_table_alloc_pages()",
	  .evidence = EVIDENCE_EXECUTED },
	{ .trait = "window_limit",
	  .scenario = "regress/window_larger_than_memory.scn",
	  .when = "memory to 4.15, none from 4.16",
	  .commit = "9003a2498 powerpc/powernv/ioda: Remove explicit max "
	      "window size check (4.14); ae677ff02f2d powerpc/powernv/ioda: "
	      "Finish removing explicit max window size check (4.16)",
	  .where = "arch/powerpc/platforms/powernv/pci-ioda.c: "
	      "pnv_pci_ioda2_get_table_size()",
	  .evidence = EVIDENCE_TOLD },
	{ .trait = "upper_levels",
	  .scenario = "regress/table_smaller_than_an_upper_entry.scn",
	  .when = "dropped to 4.9, counted by 4.14",
	  .where = "arch/powerpc/platforms/powernv/pci-ioda.c: "
	      "pnv_pci_ioda2_get_table_size()",
	  .evidence = EVIDENCE_READ,
	  .more = "When between them is not established." },
	{ .trait = "view_charge",
	  .scenario = "regress/view_of_user_addresses.scn",
	  .when = "create to 4.9, first_map 4.10 to 4.18, doubled from 4.19",
	  .commit = "39701e56f5f1 vfio/spapr: Postpone allocation of "
	      "userspace version of TCE table; 090bad39b237 "
	      "powerpc/powernv: Add indirect levels to it_userspace",
	  .where = "drivers/vfio/vfio_iommu_spapr_tce.c: "
	      "tce_iommu_userspace_view_alloc(); "
	      "arch/powerpc/platforms/powernv/pci-ioda.c: "
	      "pnv_pci_ioda2_get_table_size()",
	  .evidence = EVIDENCE_READ },
	{ .trait = "address_bits",
	  .scenario = "regress/three_levels_of_64k_pages_on_a_64k_host.scn",
	  .when = "unbounded to 4.11, bits_60 4.12 to 4.17, bits_55 from "
	      "4.18",
	  .commit = "7aafac11e308 powerpc/powernv/ioda2: Gracefully fail if "
	      "too many TCE levels requested; d3d4ffaae439? "
	      "powerpc/powernv/ioda2: Reduce upper limit for DMA window "
	      "size",
	  .where = "arch/powerpc/platforms/powernv/pci-ioda-tce.c: "
	      "pnv_pci_ioda2_table_alloc_pages()",
	  .evidence = EVIDENCE_READ,
	  .more = "4.4.y and 4.9.y took the bound of 60. The bound of 55 "
	      "was lost in a move and put back by 4.19." },
	{ .trait = "level_fill",
	  .scenario = "regress/when_lower_levels_are_made.scn",
	  .when = "eager to 4.18, demand from 4.19",
	  .commit = "a68bd1267b72? powerpc/powernv/ioda: Allocate indirect "
	      "TCE levels on demand",
	  .where = "arch/powerpc/platforms/powernv/pci-ioda-tce.c: "
	      "pnv_pci_ioda2_table_alloc_pages()",
	  .evidence = EVIDENCE_READ },
	{ .trait = "allocated_size",
	  .scenario = "regress/remove_gives_back_less.scn",
	  .when = "levels to 4.18, top 4.19 to 5.0, charge from 5.1",
	  .commit = "11f5acce2fa4 powerpc/powernv/ioda: Fix locked_vm "
	      "counting for memory used by IOMMU tables",
	  .where = "arch/powerpc/platforms/powernv/pci-ioda.c: "
	      "pnv_pci_ioda2_create_table()",
	  .evidence = EVIDENCE_TOLD },
	{ .trait = "failed_table",
	  .scenario = "regress/create_that_fails_keeps_its_charge.scn",
	  .when = "uncharged to 4.9, leaks from 4.10 on",
	  .commit = "39701e56f5f1 vfio/spapr: Postpone allocation of "
	      "userspace version of TCE table",
	  .where = "drivers/vfio/vfio_iommu_spapr_tce.c: "
	      "tce_iommu_create_table()",
	  .evidence = EVIDENCE_MEASURED,
	  .more = "Measured on 6.12.107 and 7.2.13; 4.9 and 4.14 by "
	      "reading." },
	{ .trait = "link_failure",
	  .scenario = "regress/window_without_its_link.scn",
	  .when = "ignored in every kernel",
	  .where = "arch/powerpc/platforms/powernv/pci-ioda-tce.c: "
	      "pnv_pci_link_table_and_group()",
	  .evidence = EVIDENCE_EXECUTED },
	{ .trait = "lost_answer",
	  .scenario = "regress/answer_of_create_that_is_lost.scn",
	  .when = "window_stays in every kernel",
	  .where = "drivers/vfio/vfio_iommu_spapr_tce.c: tce_iommu_ioctl(), "
	      "VFIO_IOMMU_SPAPR_TCE_CREATE",
	  .evidence = EVIDENCE_MEASURED,
	  .more = "Measured on 6.12.107 and 7.2.13; the others by reading." },
	{ .trait = "clear_order",
	  .scenario = "regress/remove_that_is_refused.scn",
	  .when = "unset_first to 6.10, clear_first from 6.11",
	  .commit = "4ba2fdff2eb1 vfio/spapr: Always clear TCEs before "
	      "unsetting the window",
	  .where = "drivers/vfio/vfio_iommu_spapr_tce.c: "
	      "tce_iommu_remove_window()",
	  .evidence = EVIDENCE_READ,
	  .more = "Several stable trees took the commit; which releases of "
	      "6.6.y is open." },
	{ .trait = "pgsizes",
	  .scenario = "regress/page_sizes.scn",
	  .when = "fixed to 4.16, device_tree from 4.17",
	  .commit = "7ef73cd39b4e powerpc/powernv/ioda: Use "
	      "ibm,supported-tce-sizes for IOMMU page size mask",
	  .where = "arch/powerpc/platforms/powernv/pci-ioda.c: "
	      "pnv_ioda_parse_tce_sizes()",
	  .evidence = EVIDENCE_TOLD,
	  .more = "The device-tree side was measured on 6.12.107 and "
	      "7.2.13, PHB3 to PHB5." },
	{ .trait = "levels_shown",
	  .scenario = "info/levels_that_work.scn",
	  .when = "five in every kernel",
	  .where = "drivers/vfio/vfio_iommu_spapr_tce.c: tce_iommu_ioctl(), "
	      "VFIO_IOMMU_SPAPR_TCE_GET_INFO",
	  .evidence = EVIDENCE_MEASURED,
	  .more = "Measured on 6.12.107 and 7.2.13; the others by reading." },
	{ .trait = "regions_of", .part = "Registered memory",
	  .scenario = "regress/memory_of_a_closed_container.scn",
	  .when = "mm to 4.9, container from 4.10",
	  .commit = "4b6fad7097f8 powerpc/mm/iommu, vfio/spapr: Put pages "
	      "on VFIO container shutdown",
	  .where = "drivers/vfio/vfio_iommu_spapr_tce.c: "
	      "tce_iommu_register_pages()",
	  .evidence = EVIDENCE_READ },
	{ .trait = "overlap_test",
	  .scenario = "regress/overlap_and_limit.scn",
	  .when = "first to 5.0, last from 5.1",
	  .commit = "eb9d7a62c386 powerpc/mm_iommu: Fix potential deadlock",
	  .where = "arch/powerpc/mm/book3s64/iommu_api.c: "
	      "mm_iommu_do_alloc()",
	  .evidence = EVIDENCE_EXECUTED },
	{ .trait = "short_pin",
	  .scenario = "regress/register_of_a_range_with_a_hole.scn",
	  .when = "EFAULT in 4.19, count by 5.10",
	  .commit = "7a3a4d763837 powerpc/mm_iommu: Allow pinning large "
	      "regions",
	  .where = "arch/powerpc/mm/book3s64/iommu_api.c: "
	      "mm_iommu_do_alloc()",
	  .evidence = EVIDENCE_MEASURED,
	  .more = "The count was measured on 6.12.107 and 7.2.13; what 4.2 "
	      "to 4.19 answer is by reading, and less sure." },
	{ .trait = "empty_region",
	  .scenario = "regress/register_of_nothing.scn",
	  .when = "ENOMEM in 5.10, warns in 6.1",
	  .where = "mm/vmalloc.c: __vmalloc_node_range(), from "
	      "mm_iommu_do_alloc()",
	  .evidence = EVIDENCE_MEASURED,
	  .more = "The warning was measured on 6.12.107 and 7.2.13. The "
	      "answer is -ENOMEM in all." },
	{ .trait = "region_shift",
	  .scenario = "regress/iommu_page_larger_than_the_page_below.scn",
	  .when = "none to 4.17, recorded from 4.18",
	  .commit = "76fa4975f3ed? KVM: PPC: Check if IOMMU page is "
	      "contained in the pinned physical page",
	  .where = "arch/powerpc/mm/book3s64/iommu_api.c: "
	      "mm_iommu_do_alloc()",
	  .evidence = EVIDENCE_READ },
	{ .trait = "huge_shift",
	  .scenario = "regress/huge_page_first_then_small_ones_or_the_other_way.scn",
	  .when = "mapped in 4.19, sticky by 5.10",
	  .commit = "eb9d7a62c386 powerpc/mm_iommu: Fix potential deadlock",
	  .where = "arch/powerpc/mm/book3s64/iommu_api.c: "
	      "mm_iommu_do_alloc()",
	  .evidence = EVIDENCE_EXECUTED,
	  .more = "Seen only where `region_shift` is recorded." },
	{ .trait = "busy_region",
	  .scenario = "regress/unregister_of_mapped_memory.scn",
	  .when = "EBUSY to 4.20, orphaned from 5.0",
	  .commit = "e0bf78b0f9ba powerpc/mm/iommu/vfio_spapr_tce: Change "
	      "mm_iommu_get to reference a region",
	  .where = "drivers/vfio/vfio_iommu_spapr_tce.c: "
	      "tce_iommu_unregister_pages(); "
	      "arch/powerpc/mm/book3s64/iommu_api.c: mm_iommu_put()",
	  .evidence = EVIDENCE_MEASURED,
	  .more = "Measured on 6.12.107 and 7.2.13; 4.19 and 5.10 by "
	      "reading." },
	{ .trait = "busy_at_close",
	  .scenario = "regress/close_with_a_region_in_use.scn",
	  .when = "loops 4.10 to 4.19, warns from 4.20",
	  .commit = "517ad4ae8aa9? vfio/spapr_tce: Get rid of possible "
	      "infinite loop",
	  .where = "drivers/vfio/vfio_iommu_spapr_tce.c: "
	      "tce_iommu_release()",
	  .evidence = EVIDENCE_TOLD,
	  .more = "4.19.y took the commit. To 4.9 regions belong to the mm, "
	      "and closing does not meet them." },
	{ .trait = "iova_answer", .part = "MAP and UNMAP",
	  .scenario = "regress/misaligned_iova.scn",
	  .when = "EINVAL to 4.11, one from 4.12 on",
	  .commit = "b1af23d836f8? KVM: PPC: iommu: Unify TCE checking",
	  .where = "arch/powerpc/include/asm/iommu.h: "
	      "iommu_tce_put_param_check()",
	  .evidence = EVIDENCE_MEASURED,
	  .more = "Measured on 6.12.107 and 7.2.13; 4.4 and 4.14 by "
	      "reading." },
	{ .trait = "map_range",
	  .scenario = "regress/map_past_the_end_of_the_window.scn",
	  .when = "first in every kernel",
	  .where = "drivers/vfio/vfio_iommu_spapr_tce.c: tce_iommu_ioctl(), "
	      "VFIO_IOMMU_MAP_DMA",
	  .evidence = EVIDENCE_MEASURED,
	  .more = "Measured on 6.12.107 and 7.2.13; the others by reading." },
	{ .trait = "unmap_range",
	  .scenario = "regress/unmap_past_the_end_of_the_window.scn",
	  .when = "whole to 4.11, first 4.12 to 7.2, whole from 7.3",
	  .commit = "b1af23d836f8? KVM: PPC: iommu: Unify TCE checking; "
	      "0b271f7d7f5e powerpc/iommu: Fix the overflow validation in "
	      "iommu_tce_check_ioba",
	  .where = "arch/powerpc/kernel/iommu.c: iommu_tce_check_ioba()",
	  .evidence = EVIDENCE_MEASURED,
	  .more = "7.2.13 and 6.12.112 have the fix, 6.12.107 has not: "
	      "measured on 6.12.107 and 7.2.13." },
	{ .trait = "write_reads",
	  .scenario = "regress/write_implies_read.scn",
	  .when = "no to 4.9, yes from 4.10",
	  .commit = "6ecad912a007? powerpc/ioda: Set \"read\" permission "
	      "when \"write\" is set",
	  .where = "arch/powerpc/platforms/powernv/pci-ioda-tce.c: "
	      "pnv_tce_xchg()",
	  .evidence = EVIDENCE_READ,
	  .more = "4.9.y took it. Measured on 6.12.107 and 7.2.13. Not on "
	      "pSeries, where a TCE for write only stays one." },
	{ .trait = "old_tce",
	  .scenario = "regress/replaced_mapping_on_a_little_endian_host.scn",
	  .when = "big_endian_only to 4.7, decoded from 4.8",
	  .commit = "802a345183c0 powerpc/powernv/ioda: Fix endianness when "
	      "reading TCEs",
	  .where = "arch/powerpc/platforms/powernv/pci.c: pnv_tce_xchg()",
	  .evidence = EVIDENCE_TOLD },
	{ .trait = "no_level_answer",
	  .scenario = "regress/level_that_cannot_be_made.scn",
	  .when = "EPERM to 5.8, ENOMEM from 5.9",
	  .commit = "5f202c1a1d42 powerpc/powernv/ioda: Return correct "
	      "error if TCE level allocation failed",
	  .where = "arch/powerpc/platforms/powernv/pci-ioda-tce.c: "
	      "pnv_tce_xchg()",
	  .evidence = EVIDENCE_TOLD },
	{ .trait = "failed_xchg",
	  .scenario = "regress/exchange_that_fails.scn",
	  .when = "loses_reference in every kernel",
	  .where = "drivers/vfio/vfio_iommu_spapr_tce.c: "
	      "tce_iommu_build_v2()",
	  .evidence = EVIDENCE_MEASURED,
	  .more = "Measured on 6.12.107 and 7.2.13 with an injected "
	      "failure; the others by reading." },
	{ .trait = "no_view_level",
	  .scenario = "regress/view_level_that_cannot_be_made.scn",
	  .when = "null_store from 4.19 on",
	  .where = "drivers/vfio/vfio_iommu_spapr_tce.c: "
	      "tce_iommu_build_v2()",
	  .evidence = EVIDENCE_MEASURED,
	  .more = "Measured on 6.12.107 and 7.2.13 with an injected "
	      "failure. A flat view (to 4.18) has no levels that could be "
	      "missing." },
	{ .trait = "failed_map",
	  .scenario = "regress/old_mappings_below_a_map_that_fails.scn",
	  .when = "clears in every kernel",
	  .where = "drivers/vfio/vfio_iommu_spapr_tce.c: "
	      "tce_iommu_build_v2(), tce_iommu_clear()",
	  .evidence = EVIDENCE_EXECUTED },
	{ .trait = "v1_pin",
	  .scenario = "v1/readonly_map_wants_a_writable_page.scn",
	  .when = "for_write in every kernel",
	  .where = "drivers/vfio/vfio_iommu_spapr_tce.c: "
	      "tce_iommu_use_page()",
	  .evidence = EVIDENCE_MEASURED,
	  .more = "Measured on 6.12.107 and 7.2.13; the others by reading." },
	{ .trait = "empty_kill",
	  .scenario = "regress/kill_of_no_pages.scn",
	  .when = "none to 5.3, runaway from 5.4 on",
	  .commit = "vfio/spapr_tce: Invalidate multiple TCEs at once (5.4)",
	  .where = "arch/powerpc/platforms/powernv/pci-ioda.c: "
	      "pnv_pci_phb3_tce_invalidate()",
	  .evidence = EVIDENCE_EXECUTED },
	{ .trait = "reschedule",
	  .scenario = "regress/remove_of_a_huge_empty_window.scn",
	  .when = "not_in_gaps in every kernel",
	  .where = "drivers/vfio/vfio_iommu_spapr_tce.c: tce_iommu_clear()",
	  .evidence = EVIDENCE_READ,
	  .more = "Up to 4.15 the loop never lets others run." },
	{ .trait = "block_alignment",
	  .scenario = "regress/huge_page_first_then_an_unaligned_folio.scn",
	  .when = "bug in every kernel",
	  .where = "arch/powerpc/platforms/powernv/pci-ioda-tce.c: "
	      "pnv_tce_xchg()",
	  .evidence = EVIDENCE_EXECUTED },
};
/* clang-format on */

const struct trait_note *trait_note(unsigned int index)
{
	static const struct trait_note unknown = {
		.scenario = "?",
		.when = "?",
		.where = "?",
		.evidence = EVIDENCE_RECALLED,
	};
	const struct trait_note *note = &unknown;
	const char *name = tcesim_trait(index)->name;

	for (size_t i = 0; i < sizeof(notes) / sizeof(notes[0]); i++)
		if (!strcmp(notes[i].trait, name))
			note = &notes[i];
	return note;
}

const char *evidence_name(enum evidence evidence)
{
	switch (evidence) {
	case EVIDENCE_MEASURED:
		return "measured";
	case EVIDENCE_EXECUTED:
		return "executed";
	case EVIDENCE_READ:
		return "by reading";
	case EVIDENCE_TOLD:
		return "told";
	case EVIDENCE_RECALLED:
		break;
	}
	return "recalled";
}
