# SPDX-License-Identifier: GPL-2.0-or-later
"""A record told as a scenario, or as a trace."""

import itertools

from kerneldiff import record
from kerneldiff.blocks import size_text
from kerneldiff.space import PROT_WRITE, place

USUAL_MEMORY = 3 << 30


def number_buffers(recorder):
    """In the order in which they are first needed."""
    ordered = sorted(set(recorder.buffers), key=lambda p: (p.index, p.start))
    for number, piece in enumerate(ordered):
        piece.number = number
    return ordered


def memory_step(piece, earlier, page):
    words = ['memory m%d size=%s' % (piece.number,
                                     size_text(piece.end - piece.start))]
    if piece.huge_page():
        words.append('page=' + size_text(piece.huge_page()))
    if not piece.prot & PROT_WRITE:
        words.append('prot=r')
    words += place(piece, earlier, max(page, piece.huge_page() or 0))
    if piece.owner:
        words.append('as=p%d' % piece.owner)
    return record.Step(piece.index, words, 0)


def memory_items(buffers, page):
    for number, piece in enumerate(buffers):
        if piece.odd():
            yield record.Note(piece.index, 'm%d is %s in the program' % (
                piece.number, piece.odd()))
        yield memory_step(piece, buffers[:number], page)


def later_items(recorder):
    """All but the making of buffers; what is about none is left out."""
    for index, piece, text in recorder.notes:
        if piece.number is not None:
            yield record.Note(index, 'm%d: %s' % (piece.number, text))
    for item in recorder.items:
        if not isinstance(item, record.Gone):
            yield item
        elif item.piece.number is not None and item.name is not None:
            words = ['unmap_memory m%d' % item.piece.number]
            if item.name:
                words.append('as=p%d' % item.name)
            yield record.Step(item.index, words, 0)


def story(events):
    """What is told of a record: the recorder, and its items in order."""
    recorder = record.Recorder(events[0])
    for event in events[1:]:
        if 'call' in event:
            recorder.event(event)
        elif event.get('complaint'):
            recorder.note('the kernel has logged: ' + event['complaint'])
    if not recorder.names:
        raise record.Unusable('no call of VFIO has been recorded')
    buffers = number_buffers(recorder)
    items = list(memory_items(buffers, recorder.page()))
    items += later_items(recorder)
    return recorder, sorted(items, key=lambda item: item.index)


# ---- as a scenario, as a trace ----------------------------------------------

def machine_line(recorder):
    head = recorder.head
    words = ['machine platform=%s page=%dK' % (head['platform'],
                                               head['page'] >> 10)]
    ram = record.page_up(head['memory'], 1 << 30)
    if ram != USUAL_MEMORY:
        words.append('ram=' + size_text(ram))
    if recorder.groups_used > 1:
        words.append('groups=%d' % recorder.groups_used)
    if recorder.first_memlock not in (None, record.UNLIMITED):
        words.append('memlock=' + size_text(recorder.first_memlock))
    if recorder.first_ipc_lock is False:
        words.append('ipc_lock=no')
    if head['big_endian']:
        words.append('endian=big')
    return ' '.join(words)


def answer(step):
    words = [record.result(step.ret)]
    words += ['%s=%s' % (key, out_text(key, value))
              for key, value in step.out]
    if step.locked_vm is not None:
        words.append('locked_vm=' + size_text(step.locked_vm))
    return '= ' + ' '.join(words)


def out_text(key, value):
    if key in ('dma32_window_size',):
        return size_text(value)
    if key in ('pgsizes', 'start_addr') and value:
        return '%#x' % value
    return str(value)


def counted(lines):
    """Comments that come again and again are told once."""
    for line, same in itertools.groupby(lines):
        times = len(list(same))
        if not line.startswith('#'):
            yield from [line] * times
        else:
            yield line + (' (%d times)' % times if times > 1 else '')


def scenario(events, about, only):
    """The lines of a scenario file."""
    recorder, items = story(events)
    head = recorder.head
    lines = ['# ' + line for line in about]
    lines.append('# Recorded on Linux %s, %s.' % (head['release'],
                                                  head['platform']))
    if only:
        lines.append('only ' + only)
    lines += [machine_line(recorder), '']
    told = []
    for item in items:
        if isinstance(item, record.Note):
            told.append('# ' + item.text)
        else:
            told += [item.text(), answer(item)]
    return lines + list(counted(told))


def trace(events, file, profile):
    """The same as JSON lines, as tcesim check reads them."""
    recorder, items = story(events)
    where = {'file': file, 'profile': profile}
    yield dict(v=1, type='story', **where, machine=machine_line(recorder),
               version=recorder.head['release'])
    steps = [item for item in items if isinstance(item, record.Step)]
    for number, step in enumerate(steps, 1):
        line = dict(v=1, type='step', **where, line=number, step=step.text(),
                    ret=step.ret)
        if step.out:
            line['out'] = dict(step.out)
        if step.locked_vm is not None:
            line['locked_vm'] = step.locked_vm
        yield line
