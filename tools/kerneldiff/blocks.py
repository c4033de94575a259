# SPDX-License-Identifier: GPL-2.0-or-later
"""The ioctls of VFIO, and what stands in their argument blocks."""

import collections
import struct

REQUEST = 0x20003b00    # powerpc's number of _IO(';', 0)
SET_CONTAINER, GET_DEVICE_FD = 104, 106
ANY_SIZE = 64
# Fields are (key, kind, offset); size is that of the whole block.
Row = collections.namedtuple('Row', 'verb size inputs outputs')


def row(verb, size=0, inputs=(), outputs=()):
    return Row(verb, size, inputs, outputs)


FLAGS = (('flags', 'flags', 4),)
MEMORY = FLAGS + (('vaddr', 'address', 8), ('size', 'size', 16))
TYPE = (('type', 'type', None),)
CONTAINER = {
    100: row('api_version'),
    101: row('check_extension', 0, TYPE),
    102: row('set_iommu', 0, TYPE),
    112: row('get_info', 32, (), (
        ('flags', 'word', 4), ('dma32_window_start', 'word', 8),
        ('dma32_window_size', 'word', 12), ('pgsizes', 'long', 16),
        ('max_dynamic_windows_supported', 'word', 24),
        ('levels', 'word', 28))),
    113: row('map', 32, (('iova', 'address', 16), ('vaddr', 'address', 8),
                         ('size', 'size', 24), ('flags', 'map_flags', 4))),
    114: row('unmap', 24, FLAGS + (('iova', 'address', 8),
                                   ('size', 'size', 16))),
    115: row('enable'),
    116: row('disable'),
    117: row('register', 24, MEMORY),
    118: row('unregister', 24, MEMORY),
    119: row('create', 40, FLAGS + (
        ('page_shift', 'word', 8), ('window_size', 'size', 16),
        ('levels', 'word', 24)), (('start_addr', 'long', 32),)),
    120: row('remove', 16, FLAGS + (('start_addr', 'address', 8),)),
    121: row('eeh_op', 40, FLAGS + (
        ('op', 'word', 8), ('err_type', 'option', 16),
        ('err_func', 'option', 20), ('err_addr', 'long option', 24),
        ('err_mask', 'long option', 32))),
}
GROUP = {
    103: row('status', 8, (), (('flags', 'word', 4),)),
    105: row('detach'),
}
ROWS = {'c': CONTAINER, 'g': GROUP}
NAMES = {
    'd': {107: 'GET_INFO', 108: 'GET_REGION_INFO', 109: 'GET_IRQ_INFO',
          110: 'SET_IRQS', 111: 'RESET', 112: 'GET_PCI_HOT_RESET_INFO',
          113: 'PCI_HOT_RESET', 117: 'FEATURE'},
    'g': {103: 'GET_STATUS', 104: 'SET_CONTAINER', 105: 'UNSET_CONTAINER',
          106: 'GET_DEVICE_FD'},
}
TYPES = {1: 'type1', 2: 'spapr_tce', 3: 'type1v2', 5: 'eeh',
         7: 'spapr_tce_v2', 8: 'noiommu'}
MAP_FLAGS = {1: 'r', 2: 'w', 3: 'rw'}
LONG = ('address', 'size', 'long', 'long option')


def number_of(request):
    """The same on every architecture."""
    return request & 0xff if request >> 8 & 0xff == ord(';') else -1


def name_of(request, letter):
    name = NAMES.get(letter, {}).get(number_of(request))
    return name or 'request %#x' % (request & 0xffffffff)


def text(kind, value):
    """A number as the language has it."""
    if kind == 'type':
        return TYPES.get(value, str(value))
    if kind == 'map_flags':
        return MAP_FLAGS.get(value, '%#x' % value)
    if kind == 'size':
        return size_text(value)
    if kind in ('address', 'flags', 'long', 'long option'):
        return '%#x' % value if value else '0'
    return str(value)


def size_text(number):
    """The largest unit in which it is a whole number."""
    for shift, letter in ((50, 'P'), (40, 'T'), (30, 'G'), (20, 'M'),
                          (10, 'K')):
        if number and number % (1 << shift) == 0:
            return '%d%s' % (number >> shift, letter)
    return str(number)


class Block:
    """Of one call: the bytes before, and after."""

    def __init__(self, event, big_endian=False):
        self.order = '>' if big_endian else '<'
        self.number = number_of(event['args'][1])
        self.request = REQUEST | event['args'][1] & 0xff \
            if self.number >= 0 else event['args'][1] & 0xffffffff
        self.value, self.ret = event['args'][2], event['ret']
        self.before = bytes.fromhex(event.get('before', ''))
        self.after = bytes.fromhex(event.get('after', ''))
        self.size = len(self.before)
        self.area, self.perms = event.get('area'), event.get('perms', '')

    def row(self, letter):
        return ROWS.get(letter, {}).get(self.number)

    def get(self, data, offset, form):
        size = struct.calcsize(form)
        part = data[offset:offset + size].ljust(size, b'\0')
        return struct.unpack(self.order + form, part)[0]

    def word(self, offset):
        return self.get(self.before, offset, 'I')

    def signed(self, offset):
        return self.get(self.before, offset, 'i')

    def string(self):
        return self.before.split(b'\0')[0].decode('ascii', 'replace')

    def tail(self):
        """What `ioctl` cannot say."""
        return any(self.before[8:])

    def length(self):
        """Of the range that the block names."""
        return self.get(self.before, 24 if self.number == 113 else 16, 'Q')

    def argument(self, size):
        """`arg=` and `argsz=`, where they are not as usual."""
        if not size:
            return []
        words = []
        if not self.value:
            words.append('arg=null')
        elif not self.before:
            words.append('arg=unmapped')
        elif self.size < size:
            words.append('arg=edge:%d' % self.size)
        elif self.perms and 'w' not in self.perms:
            words.append('arg=readonly')
        if self.size >= 4 and size != ANY_SIZE and self.word(0) != size:
            words.append('argsz=%d' % self.word(0))
        return words

    def inputs(self, letter):
        """(key, kind, value) of what the caller says."""
        for key, kind, offset in self.row(letter).inputs:
            if offset is None:
                yield key, kind, self.value
                continue
            value = self.get(self.before, offset,
                             'Q' if kind in LONG else 'I')
            optional = kind == 'flags' or kind.endswith('option')
            if value or not optional:
                yield key, kind, value

    def told(self, offset):
        """Whether the kernel was asked for what stands there."""
        return offset + 4 <= min(self.word(0), len(self.after))

    def outputs(self, letter):
        """(key, value) of what the kernel has said."""
        if self.ret < 0:
            return
        for key, kind, offset in self.row(letter).outputs:
            if not self.told(offset) or self.ret:
                continue
            value = self.get(self.after, offset,
                             'Q' if kind in LONG else 'I')
            yield key, value
