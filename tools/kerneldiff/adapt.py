# SPDX-License-Identifier: GPL-2.0-or-later
"""Stories about other machines, told of the one at hand.

Platform and page size of the `machine` line are those of the kernel; nothing
else changes, and no line moves.  What `=` lines say is then of another
machine: the model's answer on this one is what counts.
"""

import re

MACHINE = re.compile(r'^machine\b.*$', re.MULTILINE)
FREE_LINE = re.compile(r'^(#.*)?$', re.MULTILINE)


def page_of(kernel):
    """'64K' of '6.12-64k'."""
    return kernel.split('-')[1].upper()


def changed(line, values):
    """A machine line with these values."""
    kept = [word for word in line.split()
            if word.split('=')[0] not in values]
    return ' '.join(kept + ['%s=%s' % pair for pair in values.items()])


def adapted(text, kernel, machine):
    """None: there is no line to say it in."""
    values = {'platform': machine, 'page': page_of(kernel)}
    found = MACHINE.search(text) or FREE_LINE.search(text)
    if not found:
        return None
    line = found.group() if found.group().startswith('machine') else 'machine'
    return text[:found.start()] + changed(line, values) + text[found.end():]


def write(folder, texts, kernel, machine):
    """Writes them all below FOLDER; answers texts by their new names, and
    the old name of each."""
    told, names = {}, {}
    for file, text in texts.items():
        new = adapted(text.decode(), kernel, machine)
        if new is None:
            continue
        path = folder / file.lstrip('/')
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(new)
        told[str(path)], names[str(path)] = new.encode(), file
    return told, names
