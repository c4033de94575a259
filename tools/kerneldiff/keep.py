# SPDX-License-Identifier: GPL-2.0-or-later
"""What a kernel answered, kept as a trace that tcesim can read.

One file for each story: a line of type `story`, then the agent's lines as
they came.  `tcesim check` and `tcesim fingerprint` read them.
"""

import json
import re

MACHINE = re.compile(rb'^machine\b[^#\n]*', re.MULTILINE)


def machine_of(text):
    """The machine line of a scenario."""
    found = MACHINE.search(text)
    return found.group().decode().strip() if found else 'machine'


def write(folder, file, text, about, answers):
    """Below FOLDER, as the story lies below its own.  ABOUT: who has
    answered, its profile first of all."""
    path = folder / (file.lstrip('/') + '.json')
    path.parent.mkdir(parents=True, exist_ok=True)
    story = dict(v=1, type='story', file=file, machine=machine_of(text),
                 **about)
    with open(path, 'w') as out:
        for line in [story] + answers:
            out.write(json.dumps(line, separators=(',', ':')) + '\n')
