# SPDX-License-Identifier: GPL-2.0-or-later
"""What the model says: `tcesim run`, its profiles, its hazards."""

import collections
import json
import re
import subprocess

# Steps with these may damage the kernel, or end it.
DANGEROUS = {'write_beyond_table', 'read_beyond_table', 'null_store',
             'null_read', 'runaway_kill', 'kernel_bug', 'use_after_free',
             'soft_lockup'}
# After steps with these the kernel may touch pages that are not its own any
# more when the processes end: whoever gets them next suffers.
TAINTING = {'leaked_reference', 'stale_translation'}
# 4P and more.
SLOW_WINDOW = re.compile(r'window_size=(\d+P|1<<5\d)\b')
# A command line has an end.
FILES_AT_ONCE = 1000
# The releases that the profiles of a whole series have been held against.
KNOWN = {'linux-6.12': '6.12.107', 'linux-7.2': '7.2.13'}


class Failed(Exception):
    """The model cannot be asked; says why."""


def lines(command):
    """The JSON lines that COMMAND prints."""
    done = subprocess.run(command, stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE, check=False)
    if done.returncode not in (0, 1, 77):
        raise Failed(done.stderr.decode(errors='replace').strip())
    return [json.loads(line) for line in done.stdout.splitlines()]


def stories(tcesim, profile, files):
    """The steps of each file that the profile plays; a list by file."""
    found = collections.defaultdict(list)
    command = [tcesim, 'run', '--profile', profile, '--format', 'json']
    for at in range(0, len(files), FILES_AT_ONCE):
        for line in lines(command + files[at:at + FILES_AT_ONCE]):
            if line['type'] in ('step', 'skipped'):
                found[line['file']].append(line)
    return found


def dangers(steps):
    """The first step that is not to be sent to a kernel, as text, or ''."""
    for step in steps:
        hazards = DANGEROUS.intersection(step.get('hazards', ()))
        if hazards:
            return 'line %d is dangerous: %s' % (
                step['line'], ','.join(sorted(hazards)))
    return ''


def taints(steps):
    """Whether a story leaves a kernel that others should not use."""
    return any(TAINTING.intersection(s.get('hazards', ())) for s in steps)


def is_slow(steps):
    """Whether a story makes a window that takes long to take away."""
    return any(step.get('verb') == 'create' and step['ret'] == 0
               and SLOW_WINDOW.search(step['step']) for step in steps)


def poisons(steps):
    """Whether a story makes a kernel refuse what others ask for: once the
    firmware of a pSeries machine has failed, the group gets no window."""
    return any(step.get('why') == 'ddw_failed'
               or step.get('step', '').startswith('fault rtas')
               for step in steps)


def skipped(steps):
    """Why the model itself did not play to the end, or ''."""
    last = steps[-1]
    if 'skipped' in (last['type'], last.get('verdict')):
        return last['message']
    return ''


def release(text):
    """(6, 12, 107) of '6.12.107+deb13-powerpc64le'."""
    numbers = re.match(r'(\d+)\.(\d+)(?:\.(\d+))?', text)
    return tuple(int(number or 0) for number in numbers.groups())


def releases(tcesim):
    """The names that the model has for releases, by version."""
    found = {}
    for line in lines([tcesim, 'profiles', '--format', 'json']):
        name = line.get('profile') or line['release']
        if name.startswith('linux-'):
            found[release(KNOWN.get(name, name[len('linux-'):]))] = name
    return found


def nearest_profile(tcesim, kernel):
    """The profile for a kernel of that version, and what is odd about it."""
    wanted = release(kernel)
    names = releases(tcesim)
    same = [version for version in names if version[:2] == wanted[:2]]
    older = [version for version in same or names if version <= wanted]
    version = max(older) if older else min(same or names)
    if version == wanted:
        return names[version], ''
    return names[version], '%s is the nearest, %s' % (
        names[version], '.'.join(map(str, version)))
