# SPDX-License-Identifier: GPL-2.0-or-later
"""Survivors that are as they should be, with the reason for each.

    model/map.c: note_lockup: constant
        - MANY_PROBES_SHIFT = 26
        + MANY_PROBES_SHIFT = 27
        : why nobody can tell
"""


class Accepted:
    def __init__(self, path):
        self.path, self.reasons, self.bad = path, {}, []
        with open(path, encoding='utf-8') as file:
            self.read(file)

    def read(self, file):
        head, gone, come, reason = None, [], [], []

        def end():
            if head:
                self.reasons[(*head, tuple(gone), tuple(come))] = \
                    ' '.join(reason)
                if not reason:
                    self.bad.append('%s: %s: no reason' % (self.path, head))

        for line in file:
            text = line.strip()
            if not text or line.startswith('#'):
                continue
            if not line[0].isspace():
                end()
                head = tuple(text.split(': '))
                gone, come, reason = [], [], []
            else:
                {'-': gone, '+': come, ':': reason}[text[0]].append(
                    text[1:].strip())
        end()

    def reason(self, mutant):
        return self.reasons.get(mutant.key())

    def check(self, all_mutants):
        """Rows that no mutant has any more."""
        keys = {mutant.key() for mutant in all_mutants}
        for key in self.reasons:
            if key not in keys:
                self.bad.append('%s: %s: %s: no such mutant' % (
                    self.path, ': '.join(key[:3]), ' '.join(key[3])))


def row(mutant):
    """A row for MUTANT, but for the reason."""
    path, place, operator, gone, come = mutant.key()
    return '\n'.join(['%s: %s: %s' % (path, place, operator)] +
                     ['    - ' + line for line in gone] +
                     ['    + ' + line for line in come] + ['    : '])
