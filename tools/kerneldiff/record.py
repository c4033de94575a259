# SPDX-License-Identifier: GPL-2.0-or-later
"""What tools/tracer.c has recorded becomes steps of the language.

Descriptors become containers, groups and devices, addresses become buffers
with offsets, processes get numbers in the order in which they first do
something that matters.  What the language cannot say becomes a comment.
"""

import errno
import json

from kerneldiff import blocks
from kerneldiff.blocks import size_text
from kerneldiff.space import (MAP_ANONYMOUS, PROT_WRITE, Piece, Space,
                              address)

O_CLOEXEC, FD_CLOEXEC = 0o2000000, 1
F_DUPFD, F_SETFD, F_DUPFD_CLOEXEC = 0, 2, 1030
CLOSE_RANGE_CLOEXEC = 4
CONTAINER = '/dev/vfio/vfio'
GROUPS = '/dev/vfio/'
UNLIMITED = 'unlimited'


class Unusable(Exception):
    """This is no record of the tracer's; says why."""


class File:
    """An open file of VFIO, under the name that the language gives it."""

    def __init__(self, letter, number):
        self.letter, self.number = letter, number

    def __str__(self):
        return '%s%d' % (self.letter, self.number)


class Process:
    """As the kernel knows it; NAME is its number in the story."""

    def __init__(self, pid, space):
        self.pid, self.space = pid, space
        self.name = None
        self.files, self.closing = {}, set()
        self.memlock = self.ipc_lock = self.locked = None

    def forked(self, pid):
        child = Process(pid, self.space.forked())
        child.files, child.closing = dict(self.files), set(self.closing)
        child.memlock, child.ipc_lock = self.memlock, self.ipc_lock
        child.locked = 0
        return child


class Step:
    """WORDS are texts, and pairs of a piece and an offset."""

    def __init__(self, index, words, ret, out=(), locked_vm=None):
        self.index, self.words, self.ret = index, words, ret
        self.out, self.locked_vm = list(out), locked_vm

    def text(self):
        return ' '.join(w if isinstance(w, str)
                        else w[0] + address(w[1], w[2]) for w in self.words)


class Note:
    """Becomes a comment."""

    def __init__(self, index, text):
        self.index, self.text = index, text


class Recorder:
    """Follows a record, event by event."""

    def __init__(self, head):
        self.head = head
        self.items, self.notes, self.buffers = [], [], []
        self.processes = {}
        self.names = self.containers = self.devices = 0
        self.groups_used = 0
        self.alive, self.last = set(), None
        self.first_memlock = self.first_ipc_lock = None
        self.index = 0
        self.groups = {g['id']: n for n, g in enumerate(head['groups'])}

    # ---- processes -------------------------------------------------------

    def process(self, pid):
        if pid not in self.processes:
            self.processes[pid] = Process(pid, Space(self.notes))
        return self.processes[pid]

    def name(self, process):
        process.name, self.names = self.names, self.names + 1
        self.alive.add(process.name)
        if process.locked is None:
            process.locked = 0

    def named(self, process, event):
        """It is about to do something that the story tells."""
        if process.name is None:
            self.name(process)
            if process.name:
                self.step(0, ['process p%d' % process.name], 0)
            self.end_last()
            self.begin_limits(process, event)
        self.see_limits(process, event)

    def end_last(self):
        """The story goes on, without whoever was the last for a while."""
        if self.last is not None:
            self.step(0, ['exit p%d' % self.last], 0)
        self.last = None

    def begin_limits(self, process, event):
        if 'memlock' not in event:
            return
        if self.first_memlock is None:
            self.first_memlock = event['memlock']
            self.first_ipc_lock = event['ipc_lock']
        process.memlock = self.first_memlock
        process.ipc_lock = self.first_ipc_lock
        process.locked = 0
        if event['locked_vm'] and event['call'].startswith('open'):
            process.locked = event['locked_vm']
            self.note('%s of memory are locked by the program itself; they '
                      'are left out' % size_text(process.locked))

    def see_limits(self, process, event):
        words = []
        if event.get('memlock', process.memlock) != process.memlock:
            process.memlock = event['memlock']
            words.append('size=' + limit_text(process.memlock))
        if event.get('ipc_lock', process.ipc_lock) != process.ipc_lock:
            process.ipc_lock = event['ipc_lock']
            words.append('ipc_lock=' + yes_no(process.ipc_lock))
        if words:
            self.step(0, ['memlock p%d' % process.name] + words, 0)

    # ---- what is told ----------------------------------------------------

    def note(self, text):
        self.items.append(Note(self.index, text))

    def step(self, name, words, ret, out=(), locked_vm=None):
        words = words + (['as=p%d' % name] if name else [])
        self.items.append(Step(self.index, words, ret, out, locked_vm))

    def call(self, process, event, words, ret=None, out=()):
        """A step of PROCESS that EVENT has answered."""
        self.named(process, event)
        locked = event.get('locked_vm')
        if locked is not None:
            locked -= process.locked
        self.step(process.name, words,
                  event['ret'] if ret is None else ret, out, locked)

    # ---- events ----------------------------------------------------------

    def event(self, event):
        process = self.process(event['pid'])
        handler = getattr(self, 'on_' + event['call'], None)
        if handler:
            handler(process, event)
        if event.get('complaint'):
            self.note('the kernel has logged: ' + event['complaint'])
        self.index += 1

    def on_fork(self, process, event):
        if process.name is None:
            child = process.forked(event['child'])
            child.space = process.space.copied()
        else:
            process.space.fix_all(self.index, process.name)
            child = process.forked(event['child'])
            self.name(child)
            self.step(0, ['fork p%d p%d' % (process.name, child.name)], 0)
        self.processes[event['child']] = child

    def on_exit(self, process, event):
        del self.processes[event['pid']]
        if process.name is None:
            return
        if len(self.alive) > 1:
            self.step(0, ['exit p%d' % process.name], 0)
        else:
            self.note('p%d ends' % process.name)
            self.last = process.name
        self.alive.discard(process.name)

    def on_exec(self, process, _):
        """Another program: it has the files, and no memory yet."""
        process.space = Space(self.notes)
        if process.name is None or not process.files:
            return
        old = process.name
        self.note('p%d runs another program; it goes on as p%d' % (
            old, self.names))
        self.name(process)
        self.step(0, ['fork p%d p%d' % (old, process.name)], 0)
        self.step(0, ['exit p%d' % old], 0)
        self.alive.discard(old)
        process.locked = 0
        for fd in sorted(process.closing & set(process.files)):
            self.drop(process, fd, {'ret': 0, 'call': 'exec'})

    # ---- files -----------------------------------------------------------

    def on_openat(self, process, event):
        self.opened(process, event, event['args'][2])

    def on_open(self, process, event):
        self.opened(process, event, event['args'][1])

    def on_openat2(self, process, event):
        self.note('openat2: whether it asks for close-on-exec is not known')
        self.opened(process, event, 0)

    def opened(self, process, event, flags):
        path, file = event['file'], None
        if path == CONTAINER:
            file = File('c', self.containers)
            if event['ret'] < 0:
                self.note('open %s: %s' % (path, result(event['ret'])))
                return
            self.containers += 1
            self.call(process, event, ['container %s' % file], 0)
        elif self.group_of(path) is not None:
            file = File('g', self.group_of(path))
            self.groups_used = max(self.groups_used, file.number + 1)
            self.call(process, event, ['group %s' % file],
                      min(event['ret'], 0))
        elif path.startswith(GROUPS):
            self.note('open %s: %s; it is none of the groups' % (
                path, result(event['ret'])))
            return
        if file and event['ret'] >= 0:
            self.hold(process, event['ret'], file, flags & O_CLOEXEC)

    def group_of(self, path):
        number = path[len(GROUPS):]
        if path.startswith(GROUPS) and number.isdigit():
            return self.groups.get(int(number))
        return None

    @staticmethod
    def hold(process, fd, file, closing):
        process.files[fd] = file
        process.closing.discard(fd)
        if closing:
            process.closing.add(fd)

    def drop(self, process, fd, event):
        """A descriptor is closed; the file may have others."""
        file = process.files.pop(fd)
        process.closing.discard(fd)
        if file in process.files.values():
            self.note('descriptor %d of %s is closed; it has another' % (
                fd, file))
        else:
            self.call(process, event, ['close %s' % file])

    def on_close(self, process, event):
        fd = event['args'][0]
        if fd in process.files:
            self.drop(process, fd, event)

    def on_close_range(self, process, event):
        first, last, flags = event['args'][:3]
        for fd in sorted(process.files):
            if event['ret'] or not first <= fd <= last & 0xffffffff:
                continue
            if flags & CLOSE_RANGE_CLOEXEC:
                process.closing.add(fd)
            else:
                self.drop(process, fd, event)

    def dup(self, process, event, closing):
        old, new = event['args'][0], event['ret']
        if old not in process.files or new < 0 or new == old:
            return
        if new in process.files:
            self.drop(process, new, event)
        file = process.files[old]
        self.hold(process, new, file, closing)
        self.note('descriptor %d is %s, too' % (new, file))

    def on_dup(self, process, event):
        self.dup(process, event, False)

    on_dup2 = on_dup

    def on_dup3(self, process, event):
        self.dup(process, event, event['args'][2] & O_CLOEXEC)

    def on_fcntl(self, process, event):
        fd, command, argument = event['args'][:3]
        if command in (F_DUPFD, F_DUPFD_CLOEXEC):
            self.dup(process, event, command == F_DUPFD_CLOEXEC)
        elif command == F_SETFD and fd in process.files:
            self.hold(process, fd, process.files[fd], argument & FD_CLOEXEC)

    # ---- memory ----------------------------------------------------------

    def on_mmap(self, process, event):
        start, size = event['ret'], page_up(event['args'][1], self.page())
        _, _, prot, flags = event['args'][:4]
        if event['ret'] < 0 and event['ret'] >= -4095:
            return
        self.unmapped(process, start, start + size)
        file = process.files.get(event['args'][4] & 0xffffffff)
        if file and not flags & MAP_ANONYMOUS:
            self.note('a region of %s is mapped' % file)
        name = event.get('file', '') or ('' if flags & MAP_ANONYMOUS
                                         else 'a file')
        process.space.add(Piece(start, start + size, prot, flags, name))

    def on_munmap(self, process, event):
        start, size = event['args'][:2]
        if event['ret'] == 0:
            self.unmapped(process, start,
                          start + page_up(size, self.page()))

    def unmapped(self, process, start, end):
        for piece in process.space.cut(start, end, self.index):
            self.items.append(Gone(self.index, process, piece))

    def on_mremap(self, process, event):
        start, size, wanted = event['args'][:3]
        if event['ret'] < 0 and event['ret'] >= -4095:
            return
        old = process.space.overlapping(start, start + 1)
        self.notes += [(self.index, piece, 'it moves') for piece in old]
        self.unmapped(process, start, start + page_up(size, self.page()))
        piece = old[0].part(0, 0) if old else Piece(0, 0, PROT_WRITE)
        piece.start = event['ret']
        piece.end = piece.start + page_up(wanted, self.page())
        process.space.add(piece)

    def on_mprotect(self, process, event):
        start, size, prot = event['args'][:3]
        if event['ret'] == 0:
            process.space.protect(start, start + page_up(size, self.page()),
                                  prot, self.index)

    def page(self):
        return self.head['page']

    # ---- ioctl -----------------------------------------------------------

    def on_ioctl(self, process, event):
        file = process.files.get(event['args'][0])
        name = blocks.name_of(event['args'][1], file.letter if file else '')
        if not file:
            self.note('%s on a file of which nothing is known: %s' % (
                name, result(event['ret'])))
        elif file.letter == 'd':
            self.note('%s %s: %s; what a device is asked is not told' % (
                file, name, result(event['ret'])))
        else:
            self.request(process, event, file)

    def request(self, process, event, file):
        block = blocks.Block(event, self.head['big_endian'])
        if block.number == blocks.SET_CONTAINER and file.letter == 'g':
            self.attach(process, event, file, block)
        elif block.number == blocks.GET_DEVICE_FD and file.letter == 'g':
            self.device(process, event, file, block)
        elif block.row(file.letter):
            words, out = self.words(process, block, file.letter)
            verb = block.row(file.letter).verb
            self.call(process, event, ['%s %s' % (verb, file)] + words,
                      out=out)
        else:
            self.any_request(process, event, file, block)

    def attach(self, process, event, file, block):
        other = process.files.get(block.signed(0)) if block.size >= 4 \
            else None
        if other:
            self.call(process, event, ['attach %s %s' % (file, other)])
        else:
            self.note('SET_CONTAINER of %s: %s; what it is given is no file '
                      'of VFIO' % (file, result(event['ret'])))

    def device(self, process, event, file, block):
        name = block.string()
        device = File('d', self.devices)
        words = ['device %s %s' % (device, file)]
        if name != self.head['groups'][file.number]['device']:
            words.append('name=' + (name or 'none'))
        self.devices += 1
        self.call(process, event, words, min(event['ret'], 0))
        if event['ret'] >= 0:
            self.hold(process, event['ret'], device, True)

    def any_request(self, process, event, file, block):
        if block.tail():
            self.note('the argument has more than can be told')
        self.call(process, event,
                  ['ioctl %s nr=%#x' % (file, block.request)]
                  + block.argument(blocks.ANY_SIZE)
                  + ['%s=%#x' % (key, block.word(at))
                     for key, at in (('argsz', 0), ('flags', 4))
                     if block.word(at)])

    def words(self, process, block, letter):
        """The keys of a step, and what was answered."""
        words = block.argument(block.row(letter).size)
        for key, kind, value in block.inputs(letter):
            if key == 'vaddr':
                words.append(self.vaddr(process, block, value))
            else:
                words.append('%s=%s' % (key, blocks.text(kind, value)))
        return words, block.outputs(letter)

    def vaddr(self, process, block, value):
        found = process.space.find(value, block.length(), block.area,
                                   self.index, process.name)
        self.buffers += found
        if not found:
            return 'vaddr=%#x' % value
        return ('vaddr=', found[0], value - found[0].start)


class Gone:
    """A buffer was unmapped, should it turn out to be one."""

    def __init__(self, index, process, piece):
        self.index, self.process, self.piece = index, process, piece
        self.name = process.name


# ---- small things -----------------------------------------------------------

def page_up(size, page):
    return (size + page - 1) & -page


def limit_text(value):
    return UNLIMITED if value == UNLIMITED else size_text(value)


def yes_no(value):
    return 'yes' if value else 'no'


def result(ret):
    return '-' + errno.errorcode.get(-ret, str(-ret)) if ret < 0 else str(ret)


# ---- the whole --------------------------------------------------------------

def read(path):
    """The lines of a record, the first being about the machine."""
    with open(path) as lines:
        try:
            events = [json.loads(line) for line in lines]
        except ValueError as wrong:
            raise Unusable('%s: %s' % (path, wrong)) from None
    if not events or events[0].get('tracer') != 1:
        raise Unusable('%s: this is no record of the tracer' % path)
    return events
