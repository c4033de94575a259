# SPDX-License-Identifier: GPL-2.0-or-later
"""Is the shrunk story of a killed mutant as short as can be?

A program has the model and the mutant side by side (tests/twin).  It tells
the shrinker whether a story shows a difference, and then looks for a shorter
one, nearest first."""

import glob
import os
import re
import subprocess

from .stories import PROFILES
from .workshop import FLAGS, play

SIDE = ('model_names', 'model_show', 'runs')
STEPS = 'tests/twin/calls.scn'
SECONDS = 60    # of a search
FAILED = re.compile(r'^(\S+\.scn)(?::\d+)?: ([\w.]+): (?!skipped)',
                    re.MULTILINE)
FOUND = re.compile(r'shrunk=(\d+) least=(\d+) proof=(\w+) states=(\d+) '
                   r'alphabet=(\d+)')


class Minimum:
    """What became of one mutant."""

    def __init__(self, mutant, result, story=None, profile=None):
        self.mutant, self.result = mutant, result
        self.story, self.profile = story, profile
        self.shrunk = self.least = self.states = 0
        self.way = ''

    def more(self):
        return self.shrunk - self.least

    def text(self):
        return '%s: %s%s' % (
            self.mutant.title(), self.result,
            '' if not self.shrunk else
            ' shrunk=%d least=%d states=%d %s %s' % (
                self.shrunk, self.least, self.states, self.profile,
                self.story))


class Twins:
    def __init__(self, workshop):
        self.workshop = workshop
        self.folder = os.path.join(workshop.folder, 'twin')
        os.makedirs(self.folder, exist_ok=True)

    def made(self, name):
        return os.path.join(self.folder, name)

    def compile(self, name, made, *more):
        subprocess.run([self.workshop.compiler, *FLAGS, *more, '-c',
                        'tests/twin/%s.c' % name, '-o', self.made(made)],
                       check=True)

    def prepare(self):
        self.compile('twin', 'twin.o')
        self.compile('search', 'search.o')
        for side in ('true', 'mutant'):
            self.compile('side', side + '.o', '-DTWIN_SIDE=twin_' + side)
        self.one_side('true', self.workshop.objects('model'),
                      self.made('true-side.o'))

    def sim(self):
        return [path for path in self.workshop.objects('sim')
                if not path.endswith('/main.o')]

    def one_side(self, side, model, made):
        """Nothing but the side's own name is seen of it."""
        own = [path for path in self.sim()
               if os.path.basename(path)[:-2] in SIDE]
        subprocess.run([self.workshop.compiler, '-r', '-nostdlib',
                        self.made(side + '.o'), *own, *model, '-o', made],
                       check=True)
        subprocess.run(['objcopy', '--keep-global-symbol=twin_' + side, made],
                       check=True)

    def link(self, mutant, made):
        place = self.workshop.place(mutant, 'mutant-side.o')
        program = self.workshop.place(mutant, 'twin')
        self.one_side('mutant', self.workshop.mixed(mutant, made), place)
        subprocess.run([self.workshop.compiler, '-pthread',
                        self.made('twin.o'), self.made('search.o'),
                        self.made('true-side.o'), place, *self.sim(),
                        *self.workshop.objects('model'), '-o', program],
                       check=True)
        return program


def killers(mutant_program, folder):
    """Stories that end otherwise, each with its profile, as far as the
    program gets; then story by story, if it does not get far."""
    arguments = [folder]
    profile = os.path.basename(folder).rsplit('-', 1)[0]
    if profile in PROFILES:
        arguments = ['--profile', profile, folder]
    seen = play([mutant_program, 'run', *arguments])
    if seen.status in (1, 3):
        yield from dict.fromkeys(FAILED.findall(seen.output))
    if seen.status == 0 or seen.status == 1:
        return
    for story in sorted(glob.glob(folder + '/**/*.scn', recursive=True)):
        if play([mutant_program, 'run', story]).status in (0, 1, 4, 77):
            continue
        for name in [profile] if profile in PROFILES else PROFILES:
            yield story, name


def killer(twin, mutant_program, folders):
    """The first story whose answers differ, and its profile."""
    tried = 0
    for folder in folders:
        for story, profile in killers(mutant_program, folder):
            if play([twin, 'differ', profile, story]).status == 0:
                return story, profile
            tried += 1
            if tried > 40:
                return None
    return None


def minimum(twins, mutant, program, made, folders):
    workshop = twins.workshop
    twin = twins.link(mutant, made)
    case = killer(twin, program, folders)
    if not case:
        return Minimum(mutant, 'no answer differs')
    shrunk = workshop.place(mutant, 'shrunk.scn')
    subprocess.run([workshop.program, 'shrink', case[0], '--until',
                    '%s differ %s' % (twin, case[1]), '-o', shrunk],
                   check=True, stderr=subprocess.DEVNULL)
    told = subprocess.run([twin, 'search', case[1], str(SECONDS), shrunk,
                           case[0], STEPS], stdout=subprocess.PIPE,
                          stderr=subprocess.DEVNULL, check=False)
    text = told.stdout.decode()
    found = FOUND.match(text)
    if not found:
        return Minimum(mutant, 'not comparable', *case)
    result = Minimum(mutant, found.group(3), *case)
    result.shrunk, result.least, result.states = (
        int(found.group(i)) for i in (1, 2, 4))
    result.way = text[found.end():].strip('\n')
    return result
