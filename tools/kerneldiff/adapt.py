# SPDX-License-Identifier: GPL-2.0-or-later
"""Stories about other machines, told of the one at hand.

The `machine` line gets the platform and the page size of the kernel and loses
what no machine here is; an `only` line that leaves this kernel out is taken
away.  A story about 4K pages that is told of 64K ones grows with them, memory,
windows and addresses alike, so that what was a page is one again.  No line
moves.  What `=` lines say is then of another machine: the model's answer on
this one is what counts.
"""

import re

MACHINE = re.compile(r'^machine\b.*$', re.MULTILINE)
ONLY = re.compile(r'^only\b.*$', re.MULTILINE)
FREE_LINE = re.compile(r'^(#.*)?$', re.MULTILINE)
# Only groups, limits and capabilities can be as a story wants them.
KEPT = {'machine', 'groups', 'memlock', 'ipc_lock', 'gate'}
USUAL_PLATFORM, USUAL_PAGE = 'powernv9', '4K'
# A guest has other windows, another firmware and no EEH here: stories of bare
# metal are not told of it.
PSERIES = 'pseries'

SUFFIXES = {'K': 10, 'M': 20, 'G': 30, 'T': 40, 'P': 50}
MASK = (1 << 64) - 1
SLOT_BIT = 59
# The default window stays as it is; what lies near its end stays there.
DEFAULT_WINDOW, NEAR_ITS_START = 2 << 30, 128 << 20
# A flat table that is larger takes long to clear, or is never had.
FLAT_TABLE_MAX = 4 << 20
# A page of 64K is sixteen transfers of the device, which take their time.
TRANSFER = '4K'
# Memory of a size of its own.
SPECIAL_MEMORY = ('page', 'folio', 'at')

SIZED = {
    'memory': ('size', 'align'), 'memlock': ('size',),
    'register': ('vaddr', 'size'), 'unregister': ('vaddr', 'size'),
    'map': ('vaddr', 'size'), 'unmap': ('size',),
    'fill': ('size',), 'peek': ('size',),
}


# ---- numbers as the language has them --------------------------------------

def number(text):
    """Of a product of sums: `1<<59+64K`, without a buffer."""
    total = 0
    for sign, term in re.findall(r'([+-]?)([^+-]+)', text):
        suffix = SUFFIXES.get(term[-1], 0)
        base, _, shift = (term[:-1] if suffix else term).partition('<<')
        value = int(base, 0) << int(shift or '0', 0) + suffix
        total += -value if sign == '-' else value
    return total & MASK


def grown_address(text, factor):
    """A buffer stays where it is, the distance from it grows."""
    buffer, sign, rest = re.match(r'(m\d+|)([+-]?)(.*)$', text).groups()
    if not buffer or not rest:
        return text
    return '%s%s%#x' % (buffer, sign, number(rest) * factor & MASK)


def grown_size(text, factor):
    value = number(text)
    return '%#x' % (value * factor if value * factor <= MASK
                    else value * factor & MASK if value >> 60 == 15
                    else value)


def grown_iova(text, factor, default_window):
    """DEFAULT_WINDOW: slot 0 may be the one that does not grow."""
    value = number(text)
    slot, offset = value >> SLOT_BIT, value & (1 << SLOT_BIT) - 1
    if default_window and not slot and offset >= NEAR_ITS_START:
        offset = DEFAULT_WINDOW - (DEFAULT_WINDOW - offset) * factor
    else:
        offset *= factor
    return '%#x' % ((slot << SLOT_BIT) + offset & MASK)


# ---- lines -------------------------------------------------------------------

def pairs(line):
    """The words of a line, its values by key."""
    words = line.split()
    return words, dict(w.split('=', 1) for w in words if '=' in w)


def joined(words, values):
    """The line anew, with these values."""
    return ' '.join('%s=%s' % (w.split('=')[0], values[w.split('=')[0]])
                    if '=' in w else w for w in words)


def grown_window(values, factor):
    """More IOMMU pages, or as many larger ones where they get too many."""
    size = number(values['window_size']) * factor
    if size > MASK:
        return
    values['window_size'] = '%#x' % size
    if values['page_shift'] == '12' and size >> 12 << 3 > FLAT_TABLE_MAX:
        values['page_shift'] = str(12 + factor.bit_length() - 1)


def grown(line, factor, default_window):
    words, values = pairs(line)
    verb = words[0] if words else ''
    if verb == 'memory' and any(key in values for key in SPECIAL_MEMORY):
        return line
    for key in SIZED.get(verb, ()):
        if key in values:
            grow = grown_address if key == 'vaddr' else grown_size
            values[key] = grow(values[key], factor)
    if verb in ('map', 'unmap', 'dma') and 'iova' in values:
        values['iova'] = grown_iova(values['iova'], factor, default_window)
    if verb == 'create' and 'window_size' in values:
        grown_window(values, factor)
    if verb == 'dma' and 'size' not in values:
        words, values['size'] = words + ['size='], TRANSFER
    return joined(words, values)


def grown_story(text, factor):
    """A story whose default window is taken away may make windows there."""
    default_window = not re.search(r'^remove .*start_addr=0\b', text,
                                   re.MULTILINE)
    return '\n'.join(
        line if line.startswith(('#', '=', 'machine', 'only'))
        else grown(line, factor, default_window)
        for line in text.split('\n'))


# ---- the head ---------------------------------------------------------------

def page_of(kernel):
    """'64K' of '6.12-64k'."""
    return kernel.split('-')[1].upper()


def told_of(line):
    """Platform and page size of a machine line."""
    _, values = pairs(line)
    return {'platform': values.get('platform', USUAL_PLATFORM),
            'page': values.get('page', USUAL_PAGE)}


def changed(line, values, factor):
    """A machine line with these values, and nothing that cannot be had."""
    words, given = pairs(line)
    if 'memlock' in given and given['memlock'] != 'unlimited':
        given['memlock'] = grown_size(given['memlock'], factor)
    kept = [word for word in words if word.split('=')[0] in KEPT]
    return ' '.join([joined(kept, given)]
                    + ['%s=%s' % pair for pair in values.items()])


def fits(line, values):
    """Whether a machine line is of this machine as it stands."""
    words, _ = pairs(line)
    return told_of(line) == values and all(
        word.split('=')[0] in KEPT | {'platform', 'page', 'beyond_table'}
        for word in words)


def adapted(text, kernel, machine, left_out):
    """The same text where it is of this machine; None where it cannot be, or
    there is no line to say it in.  LEFT_OUT: `only` leaves this kernel out."""
    values = {'platform': machine, 'page': page_of(kernel)}
    found = MACHINE.search(text)
    line = found.group() if found else 'machine'
    if fits(line, values) and not left_out:
        return text
    if machine == PSERIES != told_of(line)['platform']:
        return None
    found = found or FREE_LINE.search(text)
    if not found:
        return None
    factor = number(values['page']) // number(told_of(line)['page']) or 1
    text = (text[:found.start()] + changed(line, values, factor)
            + text[found.end():])
    if left_out:
        text = ONLY.sub('#', text)
    return grown_story(text, factor) if factor > 1 else text


def write(folder, texts, kernel, machine, left_out):
    """Writes those that change below FOLDER; answers texts by their new names,
    and the old name of each.  LEFT_OUT: files that are not about the kernel
    as they stand."""
    told, names = {}, {}
    for file, text in texts.items():
        new = adapted(text.decode(), kernel, machine, file in left_out)
        if new is None or new.encode() == text:
            told[file] = text
            continue
        path = folder / file.lstrip('/')
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(new)
        told[str(path)], names[str(path)] = new.encode(), file
    return told, names
