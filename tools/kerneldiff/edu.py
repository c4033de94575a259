# SPDX-License-Identifier: GPL-2.0-or-later
"""DMA by QEMU's edu device, driven from outside of the guest.

The device has 4 KiB of its own, which nobody can see but by DMA.  So what a
scenario's device reads is written again to a page of the agent's (and what it
is to write is read from there before), through a TCE that is put into an
unused place of the group's table for as long as that takes.
"""

import re
import subprocess
import time

# Registers, and the address of the device's memory as it sees it itself.
SOURCE, TARGET, COUNT, COMMAND = 0x80, 0x88, 0x90, 0x98
OWN_MEMORY, CHUNK = 0x40000, 4096
# QEMU before 8.0 takes a transfer that ends with the memory for a bug.
FIRST_WHOLE, OLD_CHUNK = 8, 2048
START, TO_MEMORY = 1, 2
# A transfer takes 0.1 seconds of the guest's time.
TRANSFER_SECONDS, PATIENCE_SECONDS = 0.12, 10
PACKET = 1024
SLOT_BIT = 59
READ_WRITE = 3
# What an answer has room for.
TEXT_MAX = 240


def chunk_of(qemu):
    """How much a device of this QEMU moves at a time."""
    told = subprocess.run([str(qemu), '--version'], check=False,
                          stdout=subprocess.PIPE).stdout.decode()
    version = re.search(r'version (\d+)', told)
    old = version and int(version.group(1)) < FIRST_WHOLE
    return OLD_CHUNK if old else CHUNK


class NoPath(Exception):
    """The group has no table to put a TCE into."""


class Memory:
    """Physical memory and registers, while the guest stands still."""

    def __init__(self, stub):
        self.stub = stub

    def physical(self, on):
        self.stub.command('Qqemu.PhyMemMode:%d' % on)

    def read(self, address, size):
        self.physical(1)
        data = b''
        while len(data) < size:
            data += self.stub.memory(address + len(data),
                                     min(PACKET, size - len(data)))
        self.physical(0)
        return data

    def write(self, address, data):
        self.physical(1)
        for at in range(0, len(data), PACKET):
            part = data[at:at + PACKET]
            self.stub.command('M%x,%x:%s' % (address + at, len(part),
                                             part.hex()))
        self.physical(0)

    def entry(self, address):
        return int.from_bytes(self.read(address, 8), 'big')

    def set_entry(self, address, value):
        self.write(address, value.to_bytes(8, 'big'))


class Window:
    """A table in a slot, as the firmware was told."""

    def __init__(self, told):
        self.slot, self.levels = told['slot'], told['levels']
        self.shift, self.table = told['page_shift'], told['table']
        self.entries = told['level_bytes'] // 8

    def bits(self):
        return self.entries.bit_length() - 1

    def unused(self, memory):
        """The last unused entry of the top level."""
        for index in range(self.entries - 1, -1, -1):
            if not memory.entry(self.table + 8 * index):
                return index
        raise NoPath

    def physical(self, memory, offset):
        """Where an offset in the slot leads, or None."""
        block, number = self.table, offset >> self.shift
        for level in range(self.levels - 1, -1, -1):
            index = number >> (level * self.bits()) & self.entries - 1
            entry = memory.entry(block + 8 * index)
            if not entry:
                return None
            block = entry & ~READ_WRITE
        page = (1 << self.shift) - 1
        return block & ~page | offset & page


class Path:
    """A way for the device to the agent's pages; use as a context."""

    def __init__(self, memory, request):
        self.memory, self.request = memory, request
        self.pages = request['scratch']
        self.undo = []

    def __enter__(self):
        if self.request['bypass']:
            self.iova = (1 << SLOT_BIT) + self.pages[0]
            return self
        if not self.request['windows']:
            raise NoPath
        self.through(Window(self.request['windows'][0]))
        return self

    def through(self, window):
        index = window.unused(self.memory)
        top = window.table + 8 * index
        page = (1 << window.shift) - 1
        leaf = self.pages[0] & ~page | READ_WRITE
        chain = [leaf]
        for block in self.pages[1:window.levels]:
            self.memory.set_entry(block, chain[-1])
            chain.append(block | READ_WRITE)
        self.memory.set_entry(top, chain[-1])
        self.undo.append(top)
        self.iova = ((window.slot << SLOT_BIT)
                     + (index << window.shift
                        + window.bits() * (window.levels - 1))
                     + (self.pages[0] & page))

    def __exit__(self, *_):
        for address in self.undo:
            self.memory.set_entry(address, 0)


class Device:
    """An edu device, its memory as large as a transfer needs."""

    def __init__(self, stub, bar, errors, chunk):
        self.stub, self.bar, self.errors = stub, bar, errors
        self.chunk = chunk
        self.memory = Memory(stub)
        self.own = bytearray()

    # ---- the device's registers ------------------------------------------

    def set_register(self, number, value):
        self.memory.write(self.bar + number, value.to_bytes(8, 'big'))

    def busy(self):
        return self.memory.entry(self.bar + COMMAND) & START

    def move(self, source, target, size, command):
        """True when the host bridge let the transfer through."""
        before = self.errors()
        self.set_register(SOURCE, source)
        self.set_register(TARGET, target)
        self.set_register(COUNT, size)
        self.set_register(COMMAND, command | START)
        deadline = time.monotonic() + PATIENCE_SECONDS
        while True:
            self.stub.run()
            time.sleep(TRANSFER_SECONDS)
            self.stub.stop()
            if not self.busy():
                return self.errors() == before
            if time.monotonic() > deadline:
                raise OSError('a DMA transfer does not end')

    def fetch(self, iova, size):
        return self.move(iova, OWN_MEMORY, size, 0)

    def store(self, iova, size):
        return self.move(OWN_MEMORY, iova, size, TO_MEMORY)

    # ---- a part of a transfer -------------------------------------------

    def read(self, request, iova, at, size):
        good = self.fetch(iova, size)
        data = bytes(size)
        if good:
            with Path(self.memory, request) as path:
                self.store(path.iova, size)
            data = self.memory.read(request['scratch'][0], size)
        self.own[at:at + size] = data
        return good

    def write(self, request, iova, at, size):
        try:
            with Path(self.memory, request) as path:
                self.memory.write(request['scratch'][0],
                                  bytes(self.own[at:at + size]))
                self.fetch(path.iova, size)
        except NoPath:
            pass
        return self.store(iova, size)

    # ---- a transfer ------------------------------------------------------

    def prepare(self, request):
        size = request['size']
        self.own.extend(bytes(max(0, size - len(self.own))))
        if request['fill'] >= 0:
            self.own[:] = bytes([request['fill']]) * len(self.own)

    def transfer(self, request):
        """Answers whether each IOMMU page was let through, in order."""
        self.prepare(request)
        part = self.write if request['dma'] == 'write' else self.read
        pages = []
        for iova, at, size, new in parts(request, self.chunk):
            good = part(request, iova, at, size)
            if new:
                pages.append(good)
            pages[-1] &= good
        return pages

    def first(self, request):
        """The physical address of the first byte, or 0."""
        offset = request['iova'] & (1 << SLOT_BIT) - 1
        window = window_at(request, request['iova'])
        if window:
            return window.physical(self.memory, offset) or 0
        through = request['bypass'] and request['iova'] >> SLOT_BIT == 1
        return offset if through else 0

    def answer(self, request):
        """The line that the agent waits for."""
        self.stub.stop()
        try:
            physical = self.first(request)
            pages = self.transfer(request)
        finally:
            self.stub.run()
        return 'moved %d %s %s %s\n' % (
            physical, 'ok' if all(pages) else 'fault',
            runs_text(self.own[:request['size']], hex_text, size_text),
            runs_text(pages, lambda good: 'ok' if good else 'fault', str))


def window_at(request, iova):
    for told in request['windows']:
        if told['slot'] == iova >> SLOT_BIT:
            return Window(told)
    return None


def parts(request, chunk):
    """(address, offset in the device, size, begins an IOMMU page) of each."""
    iova, left, at, new = request['iova'], request['size'], 0, True
    while left:
        window = window_at(request, iova)
        size = min(chunk - at % chunk, left)
        if window:
            page = 1 << window.shift
            size = min(size, page - iova % page)
        yield iova, at, size, new
        iova, at, left = iova + size, at + size, left - size
        new = bool(window) and iova % page == 0


def runs(items):
    """Neighbours that are equal, with how many there are."""
    found = []
    for item in items:
        if found and found[-1][0] == item:
            found[-1][1] += 1
        else:
            found.append([item, 1])
    return found


def hex_text(byte):
    return '%#x' % byte if byte else '0'


def size_text(size):
    for shift, letter in ((30, 'G'), (20, 'M'), (10, 'K')):
        if size % (1 << shift) == 0:
            return '%d%s' % (size >> shift, letter)
    return str(size)


def runs_text(items, name, count_name):
    """As `data=` and `pages=` have it, cut short where it is long."""
    text = ','.join('%s*%s' % (name(item), count_name(count))
                    for item, count in runs(items))
    if len(text) < TEXT_MAX:
        return text
    return text[:text.rindex(',', 0, TEXT_MAX - 4)] + ',...'
