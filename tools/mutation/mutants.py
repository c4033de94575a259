# SPDX-License-Identifier: GPL-2.0-or-later
"""The mutants of a seed, in their order."""

import difflib
import glob
import random

from .operators import OPERATORS, changes
from .source import Source

# No answer of a call depends on these: they watch, copy, tell and speed up.
NOT_PLAYED = {
    'model/arena.c': "the library's own memory; tests/check_memory.c",
    'model/check.c': 'the invariants; tests/check_invariants.c breaks each',
    'model/hash.c': 'tells states apart, for explore; tools/spin-twin',
    'model/translate.c': 'tcesim_translate(); tests/check_dma.c',
}
NOT_PLAYED_FUNCTIONS = {
    # copies of machines; tests/check_snapshot.c
    'is_same_kind', 'tcesim_snapshot', 'tcesim_snapshot_again',
    'tcesim_restore', 'tcesim_untouched', 'tcesim_snapshot_free',
    'tcesim_hash', 'tcesim_hash_parts',
    # for translate.c; tests/check_dma.c
    'tree_tce', 'tree_leaf', 'sparse_leaf',
    # the trace; tests/check_library.c
    'emit', 'word_of', 'tcesim_set_trace',
    # lists of names; tests/check_library.c, tests/check_profiles.c
    'tcesim_error_name', 'tcesim_error_number', 'tcesim_trait_word',
    'tcesim_hazard', 'tcesim_reason', 'tcesim_fault_site',
    'tcesim_invariant', 'tcesim_trait', 'tcesim_profile',
    # what the reader lets nobody ask; tests/check_corners.c
    'tcesim_config_init', 'config_is_sane', 'mapping_is_sane',
    'sizes_are_sane', 'tcesim_new', 'tcesim_dma', 'tcesim_device',
    'tcesim_fault', 'tcesim_passages', 'tcesim_visit', 'tcesim_check',
    'tcesim_limit', 'tcesim_locked_vm', 'tcesim_process',
    # traits that are changed; tests/mutants.c
    'trait_value',
    # the library's own memory; tests/check_memory.c
    'libc_resize', 'populate', 'tcesim_free', 'sparse_release',
    'release_under',
}
# Gives the library's memory back, which is no memory of the kernel.
NOT_UNDONE = ('FREE(', 'sparse_release(', 'arena_free(')


class Mutant:
    def __init__(self, number, source, change):
        self.number, self.source, self.change = number, source, change
        self.path, self.operator = source.path, change.operator
        self.function = source.function_of(change.start)
        self.line = source.line_of(change.start)
        text = source.text
        self.text = text[:change.start] + change.text + text[change.end:]

    def diff(self):
        lines = difflib.unified_diff(
            self.source.text.splitlines(True), self.text.splitlines(True),
            'a/' + self.path, 'b/' + self.path)
        return ''.join(lines)

    def key(self):
        """What an accepted survivor is known by: lines gone, lines come."""
        lines = self.diff().splitlines()[2:]
        gone = [line[1:].strip() for line in lines if line[0] == '-']
        come = [line[1:].strip() for line in lines if line[0] == '+']
        return (self.path, self.place(), self.operator, tuple(gone),
                tuple(line for line in come if line))

    def place(self):
        return self.function or 'a table'

    def title(self):
        return '%d %s:%d: %s: %s' % (self.number, self.path, self.line,
                                     self.place(), self.operator)


def sources():
    for path in sorted(glob.glob('model/*.c')):
        if path in NOT_PLAYED:
            continue
        with open(path, encoding='utf-8') as file:
            yield Source(path, file.read())


def places(source):
    for change in changes(source):
        if source.function_of(change.start) in NOT_PLAYED_FUNCTIONS:
            continue
        if change.operator == 'unwind' and \
                source.text.startswith(NOT_UNDONE, change.start):
            continue
        yield change


def shuffled(seed, operator, of_files):
    """All of OPERATOR; of a large file more than of a small one, but not as
    many more.  What is made of one file does not hang on another."""
    keyed = []
    for source, found in of_files:
        mine = [change for change in found if change.operator == operator]
        chance = random.Random('%d %s %s' % (seed, operator, source.path))
        chance.shuffle(mine)
        for rank, change in enumerate(mine):
            key = (rank + chance.random()) / len(mine) ** 0.5
            keyed.append((key, len(keyed), source, change))
    keyed.sort(key=lambda row: row[:2])
    return [row[2:] for row in keyed]


def mutants(seed):
    """Every mutant, one of each operator in turn while there are any."""
    of_files = [(source, list(places(source))) for source in sources()]
    queues = [shuffled(seed, operator, of_files) for operator in OPERATORS]
    number = 0
    while any(queues):
        for queue in queues:
            if queue:
                number += 1
                yield Mutant(number, *queue.pop(0))
