# SPDX-License-Identifier: GPL-2.0-or-later
"""Many generated stories on one kernel, held against the model's digests.

Stories come from `tcesim generate --digest`, which knows what the model
answers.  The guest plays them as fast as it can and says a mark for each
step; only where marks differ is a story played again, step by step, compared
as kernel-diff compares, and shrunk to the shortest that shows the same.
"""

import collections
import os
import pathlib
import re
import shutil
import signal
import socket
import subprocess
import time

from kerneldiff import compare, guest, initramfs, model

AVOID = 'leaked_reference,stale_translation'
GROUPS = 4
# Stories that are made at a time, and that are on their way to the guest:
# their answers must fit into the socket while nobody reads it.
CHUNK, AHEAD = 250, 12
# Every so-manieth chunk is of short stories.
SHORT_CHUNKS, SHORTER = 10, 5
TABLES = 10
DIGITS = 4
STORY_SECONDS, SHRINK_SECONDS = 60, 90
# A guest that is lost again and again is given up.
LOST_MAX = 10
STEP = re.compile(r'^(?!#|=|machine\b|only\b)\S')

Story = collections.namedtuple('Story', 'number path text marks hazards')


def comment(text, name):
    """The words of a comment that the generator has left."""
    found = re.search(r'^# %s(.*)$' % name, text, re.MULTILINE)
    return found.group(1).split() if found else []


def read_story(number, path):
    text = path.read_text()
    return Story(number, path, text, ''.join(comment(text, 'marks')),
                 set(comment(text, 'hazards')))


def step_lines(text):
    return [line for line in text.splitlines() if STEP.match(line)]


def first_difference(expected, answered):
    """The number of the first step whose marks differ, or None."""
    for at in range(0, max(len(expected), len(answered)), DIGITS):
        if expected[at:at + DIGITS] != answered[at:at + DIGITS]:
            return at // DIGITS
    return None


def complaint_fits(story, complaint):
    """A kernel complains when the model knows why, and it must then."""
    if complaint and not compare.is_slow(complaint):
        return bool(story.hazards)
    return not story.hazards & compare.LOGGED


class Found:
    """A difference: its kind, and the words for it."""

    def __init__(self, kind, text):
        self.kind, self.text = kind, text

    @staticmethod
    def of(difference, name, kernel):
        kind = (difference.step.split()[0], tuple(sorted(difference.keys)),
                difference.expected.split()[0], difference.answered.split()[0])
        return Found(kind, difference.text(name, kernel))


class Campaign:
    """One kernel, stories FIRST to FIRST + SEQUENCES of a seed."""

    def __init__(self, options, kernel):
        self.options, self.kernel = options, kernel
        self.folder = options.kernels_dir / kernel
        self.version = (self.folder / 'version').read_text().strip()
        self.profile, self.odd = model.nearest_profile(options.tcesim,
                                                       self.version)
        self.log = options.out / ('campaign-%s.log' % kernel)
        self.stories_folder = options.out / ('stories-%s' % kernel)
        self.guest = None
        self.sequences = self.answers = self.lost = self.declined = 0
        self.next = options.first
        self.kinds = collections.Counter()
        self.seconds = 0.0

    def say(self, text):
        print('%s: %s' % (self.kernel, text), flush=True)

    # ---- guests ----------------------------------------------------------

    def booted(self):
        if not self.guest:
            self.guest = guest.Guest(
                self.options.kernels_dir / 'qemu', 'powernv9', self.folder,
                self.log.with_suffix('.cpio.gz'), self.log)
            self.guest.start()
        return self.guest

    def shut(self):
        if self.guest:
            self.guest.close()
        self.guest = None

    # ---- stories ---------------------------------------------------------

    def steps_of(self, number):
        short = (number // CHUNK) % SHORT_CHUNKS == SHORT_CHUNKS - 1
        return max(1, self.options.steps // (SHORTER if short else 1))

    def make(self, first, end):
        """Stories FIRST to END, as the seed has them."""
        shutil.rmtree(self.stories_folder, ignore_errors=True)
        self.stories_folder.mkdir(parents=True)
        seed = self.options.seed
        done = subprocess.run(
            [self.options.tcesim, 'generate', '--safe', '--digest',
             '--avoid', AVOID, '--profile', self.profile,
             '--machine', 'page=%s groups=%d' % (
                 self.kernel.split('-')[1].upper(), GROUPS),
             '--seed', str(seed), '--first', str(first),
             '--count', str(end - first), '--tables', str(TABLES),
             '--steps', str(self.steps_of(first)),
             '-o', self.stories_folder], check=False)
        for number in range(first, end):
            path = self.stories_folder / ('%d-%06d.scn' % (seed, number))
            story = read_story(number, path) if path.exists() else None
            if not story or not story.marks:
                self.note_unmade(number, done.returncode)
                return
            yield story

    def note_unmade(self, number, status):
        """The model itself has failed: the rest of the lot is left out."""
        self.kinds[('generate', status)] += 1
        self.say('story %d and the rest of its lot cannot be made: '
                 'tcesim generate ended with %d' % (number, status))

    def chunks(self):
        end = self.options.first + self.options.sequences
        while self.next < end:
            lot = min(end, (self.next // CHUNK + 1) * CHUNK)
            yield list(self.make(self.next, lot))
            self.next = lot

    def send(self, story):
        text = story.text.encode()
        self.booted().socket.sendall(
            b'story %d %d\n' % (story.number, len(text)) + text)

    def play(self, stories):
        """Plays them in order, AHEAD of them under way; stops at the first
        that is to be looked at: that one and its answer, or None."""
        sent = 0
        for at, story in enumerate(stories):
            while sent < min(len(stories), at + AHEAD):
                self.send(stories[sent])
                sent += 1
            answer = self.guest.receive(time.monotonic() + STORY_SECONDS)
            self.take(story, answer)
            if not self.agrees(story, answer):
                self.drain(sent - at - 1)
                return story, answer
            if self.is_over():
                self.drain(sent - at - 1)
                return None
        return None

    def drain(self, count):
        """Stories that were under way are played again."""
        for _ in range(count):
            self.guest.receive(time.monotonic() + STORY_SECONDS)

    def take(self, story, answer):
        self.next = story.number + 1
        self.sequences += 1
        self.answers += len(answer['marks']) // DIGITS
        if answer['status'] == 'declined':
            self.declined += 1

    def agrees(self, story, answer):
        if answer['status'] == 'declined':
            return story.marks.startswith(answer['marks'])
        return (answer['status'] == 'played'
                and answer['marks'] == story.marks
                and complaint_fits(story, answer['complaint']))

    def is_over(self):
        limit = self.options.seconds
        return limit and time.monotonic() - self.started > limit

    # ---- differences -----------------------------------------------------

    def again(self, path, expected=False):
        """Plays a story step by step; differences, the first being first.
        EXPECTED: the model knows why the kernel complains in the end."""
        steps = model.stories(self.options.tcesim, self.profile,
                              [str(path)])[str(path)]
        if not steps or model.skipped(steps) or model.dangers(
                steps) or model.taints(steps):
            return []
        answers = self.booted().play('again', path.read_bytes(), len(steps),
                                     STORY_SECONDS)
        found = [Found.of(difference, path.name, self.kernel)
                 for difference in compare.differences(steps, answers)]
        return [f for f in found if f.kind[0] != 'the' or not expected]

    def guess(self, story, answer):
        """What can be said of a difference that does not come again."""
        step = first_difference(story.marks, answer['marks'])
        lines = step_lines(story.text)
        what = '%s %s' % (answer['status'], answer['why'])
        if step is None:
            what += answer['complaint'] or 'no complaint of the kernel'
        elif step < len(lines):
            what += 'step %d: %s' % (step + 1, lines[step])
        return Found(('once', what.split(':')[0]),
                     '%s: different once, not again: %s\n' % (
                         story.path.name, what))

    def look_at(self, story, answer):
        kept = self.options.out / 'differences'
        kept.mkdir(exist_ok=True)
        path = kept / ('%s-%s' % (self.kernel, story.path.name))
        path.write_text(story.text)
        found = self.again_or_lost(path, bool(story.hazards)) or [
            self.guess(story, answer)]
        kind = found[0].kind
        self.kinds[kind] += 1
        if self.kinds[kind] > 1:
            path.unlink()
            return
        self.say('story %d differs' % story.number)
        print(found[0].text, end='', flush=True)
        if kind[0] != 'once':
            self.confirm(path, kind, bool(story.hazards))
        if self.options.shrink and kind[0] not in ('once', 'the'):
            self.shrink(path, kind)

    def again_or_lost(self, path, expected):
        try:
            return self.again(path, expected)
        except guest.Lost as lost:
            self.say('%s, step by step: %s' % (path.name, lost))
            self.shut()
            return []

    def confirm(self, path, kind, expected):
        """An earlier story may have left something behind."""
        self.shut()
        found = self.again_or_lost(path, expected)
        print('    a fresh guest: %s' % (
            'the same' if any(f.kind == kind for f in found)
            else 'no such difference'), flush=True)

    # ---- shrinking -------------------------------------------------------

    def shrink(self, path, kind):
        """Asks the guest about every shorter story that tcesim thinks of."""
        small = path.with_suffix('.min.scn')
        place = self.options.out / ('ask-%s' % self.kernel)
        place.unlink(missing_ok=True)
        ear = socket.socket(socket.AF_UNIX)
        ear.bind(str(place))
        ear.listen()
        ear.settimeout(0.5)
        process = subprocess.Popen(
            [self.options.tcesim, 'shrink', path, '-o', small, '--until',
             '%s --ask %s' % (self.options.program, place)],
            stderr=subprocess.DEVNULL, start_new_session=True)
        self.listen(ear, process, kind)
        ear.close()
        place.unlink()
        if process.returncode == 0:
            print(''.join('    %s\n' % line
                          for line in small.read_text().splitlines()),
                  end='', flush=True)

    def listen(self, ear, process, kind):
        deadline = time.monotonic() + SHRINK_SECONDS
        while process.poll() is None:
            if time.monotonic() > deadline:
                os.killpg(process.pid, signal.SIGKILL)
            try:
                end, _ = ear.accept()
            except TimeoutError:
                continue
            with end:
                path = end.recv(4096).decode()
                end.sendall(b'y' if self.shows(path, kind) else b'n')

    def shows(self, path, kind):
        try:
            return any(f.kind == kind for f in self.again(pathlib.Path(path)))
        except guest.Lost:
            self.shut()
            return False

    # ---- the whole -------------------------------------------------------

    def note_lost(self, story, why):
        self.shut()
        self.lost += 1
        self.next = story.number + 1
        kept = self.options.out / 'differences'
        kept.mkdir(exist_ok=True)
        (kept / ('%s-lost-%s' % (self.kernel, story.path.name))).write_text(
            story.text)
        self.say('story %d: the guest is lost: %s' % (story.number, why))

    def play_chunk(self, stories):
        """All of them, whatever happens."""
        first = self.next
        while self.next - first < len(stories) and not self.is_over():
            if self.lost > LOST_MAX:
                return
            rest = stories[self.next - first:]
            try:
                strange = self.play(rest)
                if strange:
                    self.look_at(*strange)
            except (guest.Lost, OSError) as lost:
                self.note_lost(stories[min(self.next - first,
                                           len(stories) - 1)], lost)

    def progress(self):
        seconds = time.monotonic() - self.started
        self.say('next %d, %d answers, %.0f s, %.0f/s, %d differences' % (
            self.next, self.answers, seconds, self.answers / seconds,
            sum(self.kinds.values())))

    def run(self):
        self.log.unlink(missing_ok=True)
        initramfs.build(self.log.with_suffix('.cpio.gz'), self.folder,
                        self.options.kernels_dir / 'busybox',
                        self.options.init, self.options.agent)
        self.started = time.monotonic()
        try:
            for stories in self.chunks():
                self.play_chunk(stories)
                self.progress()
                if self.is_over() or self.lost > LOST_MAX:
                    break
        finally:
            self.seconds = time.monotonic() - self.started
            self.shut()
            shutil.rmtree(self.stories_folder, ignore_errors=True)
        return self

    def row(self):
        return (self.kernel, self.version, self.profile, self.sequences,
                self.answers, self.seconds, sum(self.kinds.values()),
                self.lost)
