# SPDX-License-Identifier: GPL-2.0-or-later
"""Address spaces of a recorded program, and what of them becomes a buffer.

A program maps much more than it ever shows to a device.  What a call names
becomes a buffer: the piece that is mapped there then.  It is told where it
is first needed, by a call or by a fork that copies it; until then it may be
cut to size.
"""

from kerneldiff.blocks import size_text

PROT_READ, PROT_WRITE = 1, 2
MAP_SHARED, MAP_ANONYMOUS, MAP_HUGETLB = 0x1, 0x20, 0x40000
HUGE_SHIFT, HUGE_MASK = 26, 63
# Alignment beyond this is chance, and matters to nobody.
ALIGN_MAX = 1 << 40


class Piece:
    """Neighbouring pages that were mapped alike."""

    def __init__(self, start, end, prot, flags=MAP_ANONYMOUS, name=''):
        self.start, self.end = start, end
        self.prot, self.flags, self.name = prot, flags, name
        self.used = False
        self.index = self.owner = None  # event and process that need it
        self.number = None

    def part(self, start, end, prot=None):
        return Piece(start, end, self.prot if prot is None else prot,
                     self.flags, self.name)

    def fixed(self):
        return self.index is not None

    def fix(self, index, owner):
        if not self.fixed():
            self.index, self.owner = index, owner

    def huge_page(self):
        """Bytes, 0 for ordinary pages, None where nobody said how many."""
        if not self.flags & MAP_HUGETLB:
            return 0
        shift = self.flags >> HUGE_SHIFT & HUGE_MASK
        return 1 << shift if shift else None

    def odd(self):
        """What the language cannot say of it, or ''."""
        if self.name and not self.flags & MAP_ANONYMOUS:
            return 'a mapping of %s' % self.name
        if self.name:
            return 'memory of the program itself, %s' % self.name
        if self.flags & MAP_SHARED:
            return 'shared memory'
        if self.huge_page() is None:
            return 'huge pages of the usual size'
        if not self.prot & PROT_READ:
            return 'memory that cannot be read'
        return ''


class Space:
    """Pieces by address.  NOTES takes (index, piece, text)."""

    def __init__(self, notes, pieces=()):
        self.notes, self.pieces, self.gone = notes, list(pieces), []

    def forked(self):
        other = Space(self.notes, self.pieces)
        other.gone = list(self.gone)
        return other

    def copied(self):
        """Pieces of their own: nobody will say that they were copied."""
        return Space(self.notes, [p.part(p.start, p.end)
                                  for p in self.pieces])

    def fix_all(self, index, owner):
        for piece in self.pieces:
            piece.fix(index, owner)

    def overlapping(self, start, end):
        return [p for p in self.pieces if p.start < end and p.end > start]

    def cut(self, start, end, index):
        """Nothing is mapped there any more; answers the buffers that went."""
        went = []
        for piece in self.overlapping(start, end):
            if start <= piece.start and piece.end <= end:
                self.pieces.remove(piece)
                if piece.fixed():
                    self.gone.insert(0, piece)
                    went.append(piece)
            elif piece.fixed():
                self.notes.append((index, piece, 'a part of it is unmapped'))
            else:
                self.pieces.remove(piece)
                self.pieces += [piece.part(a, b) for a, b in (
                    (piece.start, start), (end, piece.end)) if a < b]
        return went

    def add(self, piece):
        self.pieces.append(piece)

    def protect(self, start, end, prot, index):
        for piece in self.overlapping(start, end):
            if prot == piece.prot:
                continue
            if piece.fixed():
                self.notes.append((index, piece, 'its protection changes'))
                continue
            a, b = max(start, piece.start), min(end, piece.end)
            self.cut(a, b, index)
            self.add(piece.part(a, b, prot))

    def holding(self, at):
        return next((p for p in self.pieces if p.start <= at < p.end), None)

    def fill(self, start, end, area):
        """What the kernel had mapped there, and no call that was seen."""
        at, end = start, min(end, area['end'])
        while at < end:
            piece = self.holding(at)
            if not piece:
                piece = piece_of(area)
                piece.start = max([p.end for p in self.pieces if p.end <= at]
                                  + [piece.start])
                piece.end = min([p.start for p in self.pieces
                                 if p.start > at] + [piece.end])
                self.add(piece)
            at = piece.end

    def find(self, start, size, area, index, owner):
        """The buffers of a range that a call names.  AREA is what the kernel
        had mapped where it begins."""
        end = start + max(size, 1)
        if area:
            self.fill(start, end, area)
        found = sorted(self.overlapping(start, end), key=lambda p: p.start)
        if not found:
            return [p for p in self.gone if p.used
                    and p.start < end and p.end > start][:1]
        for piece in found:
            piece.fix(index, owner)
            piece.used = True
        return found


def piece_of(area):
    """Of a line of /proc/PID/maps."""
    prot = sum(bit for letter, bit in (('r', PROT_READ), ('w', PROT_WRITE))
               if letter in area['perms'])
    flags = MAP_SHARED if 's' in area['perms'] else 0
    name = area['name'].strip()
    if not name.startswith('/'):
        flags |= MAP_ANONYMOUS
    return Piece(area['start'], area['end'], prot, flags,
                 name or 'no mmap was seen')


def place(piece, earlier, page):
    """Where the language is to put it: beside what is there, or free, with
    the alignment that it has."""
    for other in earlier:
        if piece.start <= other.end and piece.end >= other.start:
            offset = piece.start - other.start
            return ['at=' + address(other, offset)]
    align = min(piece.start & -piece.start, ALIGN_MAX)
    return ['align=' + size_text(align)] if align > page else []


def address(piece, offset):
    """`m0+4K`"""
    if not offset:
        return 'm%d' % piece.number
    return 'm%d%s%s' % (piece.number, '-' if offset < 0 else '+',
                        size_text(abs(offset)))
