# SPDX-License-Identifier: GPL-2.0-or-later
"""Plays stories on one kernel in one machine and compares with the model."""

import collections
import json
import pathlib
import time

from kerneldiff import adapt, compare, guest, initramfs, keep, model

INIT = pathlib.Path(__file__).resolve().parent.parent / 'guest-init'
# A guest that is lost again and again is given up.
LOST_MAX = 5

Outcome = collections.namedtuple('Outcome', 'file verdict reason')
# What one playing came to, and what there is to say about it.
Result = collections.namedtuple('Result', 'verdict reason report steps')


# A bridge of POWER8 is told of each entry that goes, one store after the other:
# QEMU takes minutes for a large window.
SLOW, NO_ANSWER = ('powernv8',), 'no answer within'


def say(block):
    """At once: a campaign takes minutes."""
    print(block, end='', flush=True)


def place(steps):
    """Stories that leave something behind come last, after them those that
    may not be waited for."""
    return model.is_slow(steps), model.taints(steps)


def suspect(answers):
    """Whether the kernel is not to be trusted with another story."""
    return answers[-1]['status'] == 'broken' or any(
        compare.is_damage(answer.get('complaint', '')) for answer in answers)


def came_back(answer):
    """Whether a step was done, or is one that a story can do without."""
    return 'declined' not in answer \
        or answer['step'].startswith(('show', 'dma'))


def general(reason):
    """The same reason at another line is the same reason."""
    if reason.startswith('line '):
        return reason.split(' ', 2)[2]
    return reason


class Player:
    """All scenarios on one kernel in one machine."""

    def __init__(self, options, kernel, machine):
        self.options, self.kernel, self.machine = options, kernel, machine
        self.folder = options.kernels_dir / kernel
        self.version = (self.folder / 'version').read_text().strip()
        self.name = '%s/%s' % (kernel, machine)
        self.log = options.out / ('%s-%s.log' % (kernel, machine))
        self.initramfs = self.log.with_suffix('.cpio.gz')
        self.outcomes, self.took = [], {}
        self.steps = self.lost = self.boots = 0
        # What was said first of those that were played again.
        self.again = {}
        self.guest = None
        self.texts, self.names = options.texts, {}

    # ---- guests ----------------------------------------------------------

    def boot(self):
        self.boots += 1
        self.guest = guest.Guest(
            self.options.kernels_dir / 'qemu', self.machine, self.folder,
            self.initramfs, self.log)
        self.guest.start()

    def booted(self):
        """A boot that fails is tried again: the machine may be busy."""
        if self.guest:
            return self.guest
        try:
            self.boot()
        except guest.Lost:
            self.boot()
        return self.guest

    def shut(self):
        if self.guest:
            self.guest.close()
        self.guest = None

    # ---- scenarios -------------------------------------------------------

    def named(self, file):
        return self.names.get(file, file)

    def note(self, file, verdict, reason=''):
        self.outcomes.append(Outcome(file, verdict, reason))

    def compared(self, file, steps, answers):
        """A block of text for each step that was answered otherwise."""
        return ''.join(difference.text(self.named(file), self.name)
                       for difference in compare.differences(steps, answers))

    def judged(self, file, steps, answers):
        """ANSWERS is all that the agent said, the end being the last."""
        report = self.compared(file, steps, answers)
        end, count = answers[-1], sum('line' in a for a in answers)
        if not report and self.machine in SLOW and NO_ANSWER in end.get(
                'why', ''):
            return Result('skipped', 'too slow: ' + end['why'], '', count)
        if end['status'] not in ('played', 'declined'):
            told = [a['error'] for a in answers if 'error' in a]
            report += '%s: %s: %s: %s\n' % (
                self.named(file), self.name, end['status'],
                end.get('why') or '; '.join(told))
            return Result('failed', end['status'], report, count)
        if report:
            return Result('failed', '', report, count)
        if end['status'] == 'declined':
            return Result('skipped', end['why'], '', count)
        return Result('passed', '', '', count)

    def judged_lost(self, file, steps, lost):
        """The kernel may take longer to clean up than anyone waits."""
        report = self.compared(file, steps, lost.lines)
        count = len(lost.lines)
        if not report and count == len(steps) \
                and came_back(lost.lines[-1]):
            return Result('passed', '', '%s: %s: all steps agree; the end of '
                          'the processes was not waited for\n' % (
                              self.named(file), self.name), count)
        if not report and self.machine in SLOW:
            return Result('skipped', 'too slow: %s' % lost, '', count)
        self.lost += 1
        return Result('failed', 'the guest is lost',
                      '%s%s: %s: the guest is lost: %s\n' % (
                          report, self.named(file), self.name, lost), count)

    def keep(self, file, answers):
        """As a trace, where traces are asked for."""
        if self.options.keep:
            keep.write(self.options.keep / self.log.stem, self.named(file),
                       self.texts[file],
                       {'profile': self.profile, 'kernel': self.kernel,
                        'guest': self.machine, 'version': self.version},
                       answers)

    def attempt(self, file, steps):
        try:
            answers = self.booted().play(file, self.texts[file], len(steps),
                                         self.options.timeout)
        except guest.Lost as lost:
            self.shut()
            self.keep(file, lost.lines)
            return self.judged_lost(file, steps, lost)
        self.keep(file, answers)
        if suspect(answers) or (self.machine == 'pseries'
                                and model.poisons(steps)):
            self.shut()
        return self.judged(file, steps, answers)

    def play(self, file, steps):
        """What earlier stories have left behind is no answer to this one: a
        difference is one that a fresh kernel shows."""
        started = time.monotonic()
        fresh = not self.guest
        result = self.attempt(file, steps)
        if result.verdict == 'failed' and not fresh:
            self.shut()
            self.again[file] = result.report
            result = self.attempt(file, steps)
        say(result.report)
        self.note(file, result.verdict, result.reason)
        self.steps += result.steps
        self.took[file] = time.monotonic() - started

    def consider(self, file, steps):
        """Plays what may be played, and says of the rest why not."""
        danger = model.dangers(steps) if steps else ''
        if not steps:
            self.note(file, 'skipped', 'not about this profile')
        elif model.skipped(steps):
            self.note(file, 'skipped', 'model: ' + model.skipped(steps))
        elif danger and not self.options.unsafe:
            self.note(file, 'skipped', danger)
        elif self.lost > LOST_MAX:
            self.note(file, 'failed', 'too many guests were lost')
        elif danger:
            self.shut()
            self.play(file, steps)
            self.shut()
        else:
            self.play(file, steps)

    def told(self, profile):
        """The steps of every story, as it is told here."""
        stories = model.stories(self.options.tcesim, profile,
                                list(self.texts))
        if self.options.as_told:
            return stories
        left_out = [file for file in self.texts if file not in stories]
        self.texts, self.names = adapt.write(
            self.log.with_suffix(''), self.texts, self.kernel, self.machine,
            left_out)
        return model.stories(self.options.tcesim, profile, list(self.texts))

    def run(self):
        started = time.monotonic()
        self.profile, self.odd = model.nearest_profile(self.options.tcesim,
                                                       self.version)
        stories = self.told(self.profile)
        self.log.unlink(missing_ok=True)
        initramfs.build(self.initramfs, self.folder,
                        self.options.kernels_dir / 'busybox',
                        INIT, self.options.agent)
        try:
            for file in sorted(self.texts, key=lambda file: place(
                    stories.get(file, ()))):
                self.consider(file, stories.get(file))
        finally:
            self.shut()
        self.seconds = time.monotonic() - started
        self.write()
        return self

    # ---- the end ---------------------------------------------------------

    def count(self, verdict):
        return sum(1 for o in self.outcomes if o.verdict == verdict)

    def adapted(self):
        """How many of those that were played to the end."""
        return sum(1 for o in self.outcomes
                   if o.verdict != 'skipped' and o.file in self.names)

    def write(self):
        """What became of each scenario, for programs."""
        with open(self.log.with_suffix('.json'), 'w') as out:
            for file, verdict, reason in self.outcomes:
                json.dump({'file': self.named(file), 'kernel': self.kernel,
                           'machine': self.machine, 'version': self.version,
                           'verdict': verdict, 'reason': reason,
                           'adapted': file in self.names,
                           'first': self.again.get(file),
                           'seconds': round(self.took.get(file, 0), 2)}, out)
                out.write('\n')

    def report(self):
        if self.odd:
            print('%s: %s: %s' % (self.name, self.version, self.odd))
        if self.again:
            print('%s: %d played again in a fresh guest: %s' % (
                self.name, len(self.again),
                ' '.join(map(self.named, self.again))))
        reasons = collections.defaultdict(list)
        for outcome in self.outcomes:
            if outcome.verdict == 'skipped':
                reasons[general(outcome.reason)].append(
                    self.named(outcome.file))
        for reason, files in sorted(reasons.items()):
            print('%s: %d skipped: %s' % (self.name, len(files), reason))
            if self.options.verbose:
                for file in files:
                    print('    %s' % file)
