# SPDX-License-Identifier: GPL-2.0-or-later
"""What mutants are held against: the shipped scenarios, then stories that the
true program made."""

import glob
import os
import shutil
import subprocess

from .workshop import play

SCENARIOS = 'scenarios'    # as they are when the work begins: a copy
PROFILES = ('v9', 'linux-4.2', 'linux-4.9', 'linux-4.14', 'linux-4.19',
            'linux-5.10', 'linux-6.1', 'linux-6.6', 'linux-6.12', 'linux-7.2',
            'strict')
OF_EACH = 1000    # stories of each profile, half of them without failures
SEED = 20150401

# How a run ends.
PASSES, DIFFERS, BREAKS, CRASHES, HANGS = (
    'passes', 'differs', 'breaks an invariant', 'crashes', 'hangs')


def make_stories(program, folder):
    """Stories of each profile, which end with all that there is to see."""
    for profile in PROFILES:
        for manner in ('faults', 'plain'):
            place = os.path.join(folder, profile + '-' + manner)
            os.makedirs(place, exist_ok=True)
            subprocess.run(
                [program, 'generate', '--profile', profile, '--seed',
                 str(SEED), '--count', str(OF_EACH // 2), '-o', place] +
                (['--no-faults'] if manner == 'plain' else []), check=True)
            for name in glob.glob(os.path.join(place, '*.scn')):
                with open(name, 'a', encoding='utf-8') as file:
                    file.write('show\n')
            subprocess.run([program, 'run', '--profile', profile, '--record',
                            place], check=True, stdout=subprocess.DEVNULL)


class Course:
    """A run of `tcesim run`, and what the true program says in it."""

    def __init__(self, name, arguments):
        self.name, self.arguments, self.expected = name, arguments, None

    def learn(self, program):
        true = play([program, 'run', *self.arguments])
        if true.status:
            raise SystemExit('mutate: %s: the true program fails (%s)' % (
                ' '.join(self.arguments), true.status))
        self.expected = true.output

    def ending(self, program):
        seen = play([program, 'run', *self.arguments])
        if seen.status is None or seen.status in (-9, -24):
            return HANGS
        if seen.status < 0:
            return CRASHES
        if seen.status == 3:
            return BREAKS
        if seen.status or seen.output != self.expected:
            return DIFFERS
        return PASSES


def copy_scenarios(folder):
    place = os.path.join(folder, 'scenarios')
    shutil.rmtree(place, ignore_errors=True)
    shutil.copytree(SCENARIOS, place)
    return place


def courses(scenarios, folder):
    yield Course('scenarios', [scenarios])
    for profile in PROFILES:
        for manner in ('plain', 'faults'):
            yield Course('fuzz', ['--profile', profile, '--dump',
                                  os.path.join(folder, profile + '-' +
                                               manner)])
