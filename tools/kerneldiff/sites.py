# SPDX-License-Identifier: GPL-2.0-or-later
"""The edges of the driver, as calls of kernel functions.

Names are those of `tcesim faults`.  A Site has the functions whose calls are
passages; what such a call answers when it is made to fail (error= goes before
it where it is an error); which calls count (None: all); and, for functions
that all of the kernel uses, the functions of the driver that must have made
the call.
"""

import collections
import errno

Site = collections.namedtuple('Site', 'functions answer counts owners',
                              defaults=(None, ()))

NULL, NOT_COPIED = 0, 1
# enum dma_data_direction: the exchange takes a TCE away.
DMA_NONE = 3
KERNEL_ADDRESSES = 0xc << 60


def sets_window(call):
    """The firmware's call with levels is not one that clears."""
    return call.argument(3) != 0


def clears_window(call):
    return call.argument(3) == 0


def installs(call):
    """The direction of an exchange is behind its fourth argument."""
    return call.memory(call.argument(3), 4) != DMA_NONE.to_bytes(4, 'little')


def rtas(*tokens):
    """Calls of the firmware of a pSeries machine, by QEMU's numbers."""
    return lambda call: call.argument(0) & 0xffffffff in tokens


def charges(call):
    return call.argument(2) & 1 != 0


def to_kernel(call):
    return call.argument(0) >= KERNEL_ADDRESSES


def to_user(call):
    return call.argument(0) < KERNEL_ADDRESSES


def within(context, number=None):
    """Calls that come while the driver is at work on something; the Nth."""
    return lambda call: call.context == context and number in (
        None, call.in_context)


def allocation(owner):
    return Site(ALLOCATORS, NULL, None, (owner,))


QUERY, CREATE, REMOVE, RESET = range(0x2026, 0x202a)
LEVEL = ['pnv_alloc_tce_level']
ALLOCATORS = ['__kmalloc_cache_noprof', '__kmalloc_cache_node_noprof',
              '__kmalloc_noprof', '__kmalloc_node_noprof', 'vzalloc_noprof',
              '__kvmalloc_node_noprof']
COPIES = ['_copy_from_user', '_copy_to_user', '__copy_tofrom_user']
IOCTLS = ('tce_iommu_ioctl', 'vfio_fops_unl_ioctl',
          'vfio_group_fops_unl_ioctl')
OWNERS = ('tce_iommu_open', 'tce_iommu_attach_group', 'pnv_pci_table_alloc',
          'mm_iommu_do_alloc', 'pnv_pci_link_table_and_group')

SITES = {
    'set_window': Site(['pnv_pci_ioda2_set_window', 'spapr_tce_set_window'],
                       -errno.EIO),
    'opal_map': Site(['opal_pci_map_pe_dma_window'], -errno.ENXIO,
                     sets_window),
    'opal_unmap': Site(['opal_pci_map_pe_dma_window'], -errno.ENXIO,
                       clears_window),
    'create_table': Site(['pnv_pci_ioda2_create_table_userspace',
                          'spapr_tce_create_table'], -errno.ENOMEM),
    'rtas': Site(['rtas_call'], -errno.EIO,
                 rtas(QUERY, CREATE, REMOVE, RESET)),
    'rtas.query': Site(['rtas_call'], -errno.EIO, rtas(QUERY)),
    'rtas.create': Site(['rtas_call'], -errno.EIO, rtas(CREATE)),
    'rtas.remove': Site(['rtas_call'], -errno.EIO, rtas(REMOVE)),
    'rtas.reset': Site(['rtas_call'], -errno.EIO, rtas(RESET)),
    'tce_xchg': Site(['pnv_tce_xchg', 'tce_exchange_pseries'], -errno.ENOMEM,
                     installs),
    'locked_vm': Site(['account_locked_vm'], -errno.ENOMEM, charges),
    'pin': Site(['pin_user_pages', 'pin_user_pages_fast'], -errno.EFAULT),
    'page_alloc': Site(LEVEL, NULL),
    'page_alloc.hw_top': Site(LEVEL, NULL, within('create', 1)),
    'page_alloc.user_top': Site(LEVEL, NULL, within('create', 2)),
    'page_alloc.user_leaf': Site(LEVEL, NULL, within('view')),
    'page_alloc.hw_leaf': Site(LEVEL, NULL, within('exchange')),
    'page_alloc.host_window': Site(LEVEL, NULL, within('host')),
    'kmalloc': Site(ALLOCATORS, NULL, None, OWNERS + ('tce_iommu_ioctl',)),
    'kmalloc.container': allocation('tce_iommu_open'),
    'kmalloc.group': allocation('tce_iommu_attach_group'),
    'kmalloc.table': allocation('pnv_pci_table_alloc'),
    'kmalloc.prereg': allocation('tce_iommu_ioctl'),
    'kmalloc.link': allocation('pnv_pci_link_table_and_group'),
    'kmalloc.mem_item': Site([f for f in ALLOCATORS if 'kmalloc' in f], NULL,
                             None, ('mm_iommu_do_alloc',)),
    'kmalloc.hpas': Site(['vzalloc_noprof', '__kvmalloc_node_noprof'], NULL,
                         None, ('mm_iommu_do_alloc',)),
    'copy_in': Site(COPIES, NOT_COPIED, to_kernel, IOCTLS),
    'copy_out': Site(COPIES, NOT_COPIED, to_user, IOCTLS),
}
# These say nothing of an error: their callers have one.
FIXED = (NULL, NOT_COPIED)
NATURAL = {NULL: -errno.ENOMEM, NOT_COPIED: -errno.EFAULT}
# How far from its beginning a function may make calls; more than any is long,
# and what lies behind does not run meanwhile.
REACH = {'tce_iommu_ioctl': 0x2000}
USUAL_REACH = 0x800

# Functions whose entry tells what the driver is at work on.
CONTEXTS = {
    'pnv_pci_ioda2_create_table_userspace': 'create',
    'pnv_tce_useraddrptr': 'view',
    'pnv_tce_xchg': 'exchange',
    'pnv_pci_ioda2_setup_default_config': 'host',
}
CONTEXT_SITES = [name for name in SITES if name.startswith('page_alloc.')]

# Sites whose first arguments tell the group: as the firmware names it, or by
# the address of its table group.
FIRMWARE, TABLE_GROUP = ('opal_map', 'opal_unmap'), ('set_window',)
GROUP_SITES = FIRMWARE + TABLE_GROUP
# The table group comes in first, the firmware's name for it next.
LEARNED = ('pnv_pci_ioda2_unset_window', 'opal_pci_map_pe_dma_window')

# Symbols that the agent is asked for.
SYMBOLS = sorted({f for site in SITES.values() for f in site.functions}
                 | {f for site in SITES.values() for f in site.owners}
                 | set(CONTEXTS) | set(LEARNED))
