# SPDX-License-Identifier: GPL-2.0-or-later
"""What can be wrong in a model: places, and what stands there instead."""

import re

OPERATORS = ('flip', 'swap', 'constant', 'unwind')

OTHER_SIGN = {'<': '<=', '<=': '<', '>': '>=', '>=': '>', '==': '!=',
              '!=': '==', '&&': '||', '||': '&&', '!': ''}
SIGN = re.compile(r'->|<<=?|>>=?|[<>=!]=|&&|\|\||[<>!]')
NUMBER = re.compile(r'(?<![\w.])(?:0x[0-9a-fA-F]+|\d+)(?![\w.])')
ERROR = re.compile(r'(?<=-)E[A-Z]{3,}\b')
REASON = re.compile(r'\bWHY_[A-Z_]+\b')
TRUTH = re.compile(r'\b(?:true|false)\b')
ERRORS = ('EINVAL', 'EPERM', 'EBUSY', 'ENOENT', 'ENOMEM', 'ENODEV', 'EFAULT',
          'ENOSPC', 'ENXIO')

DECLARATION = re.compile(r'(?:const|static|struct|enum|unsigned|int|bool|'
                         r'u?int\d+_t|size_t|ref|return|break|continue|goto)'
                         r'\b')
UNDOES = re.compile(r'\b(?:\w*_)?(?:unaccount|put|clear\w*|unlink|free|unset'
                    r'\w*|unlock|release\w*|drop\w*|unpin\w*|undo|forgive|'
                    r'forget\w*|collect|give|unmap\w*|kill\w*|lose\w*|lost|'
                    r'unbind|unuse|take_back|prune\w*|wipe|FREE|leave|disable|'
                    r'erase\w*|destroy|leak|disarm|detach|fail_for_good)\s*\(')
RESETS = re.compile(r'=\s*(?:0|NULL|false|\(struct \w+\)\s*\{[^}]*\})\s*;$')
COUNTS_DOWN = re.compile(r'--|-=|^\*link = .*next;$')


class Change:
    """TEXT instead of what stands from START to END."""

    def __init__(self, operator, start, end, text):
        self.operator = operator
        self.start, self.end, self.text = start, end, text


def flips(source):
    for start, end, _ in source.functions:
        for match in SIGN.finditer(source.code, start, end):
            other = OTHER_SIGN.get(match.group())
            if other is not None:
                yield Change('flip', match.start(), match.end(), other)
    for statement in source.statements():
        if statement.kind == 'if':
            start, end = statement.condition
            yield Change('flip', start, end,
                         '(!%s)' % source.text[start:end])


# ---- rungs ----------------------------------------------------------------

def body_of(source, statement):
    """The one simple statement that an if has, as text; else ''."""
    if statement.kind != 'if' or statement.has_else:
        return ''
    body = statement.parts[0][0]
    if body.kind != 'simple':
        return ''
    return source.code[body.start:body.end]


def is_rung(source, statement):
    body = body_of(source, statement)
    return body.startswith('return') or \
        bool(re.match(r'\w+ = [^;]*\(', body))


def rungs(source, body):
    """(start, end) of each rung, and of what stands between: None.  A call
    whose error the next statement looks at belongs to that."""
    found = []
    i = 0
    while i < len(body):
        asks = re.match(r'(\w+) = [^;]*;$',
                        source.code[body[i].start:body[i].end])
        if asks and i + 1 < len(body) and is_rung(source, body[i + 1]) and \
                source.code[slice(*body[i + 1].condition)] == \
                '(%s)' % asks.group(1):
            found.append((body[i].start, body[i + 1].end))
            i += 1
        elif is_rung(source, body[i]):
            found.append((body[i].start, body[i].end))
        else:
            found.append(None)
        i += 1
    return found


def swaps(source):
    text = source.text
    for body in source.lists():
        ladder = rungs(source, body)
        for one, two in zip(ladder, ladder[1:]):
            if one and two:
                yield Change('swap', one[0], two[1],
                             text[slice(*two)] + text[one[1]:two[0]] +
                             text[slice(*one)])


# ---- constants ------------------------------------------------------------

def numbers(source):
    for match in NUMBER.finditer(source.code):
        old = match.group()
        form = '%#x' if old.startswith('0x') else '%d'
        value = int(old, 0)
        for new in (value + 1, value - 1):
            if new >= 0:
                yield Change('constant', match.start(), match.end(),
                             form % new)


def others(source, pattern, words):
    for match in pattern.finditer(source.code):
        old = match.group()
        rest = [word for word in words if word != old]
        if rest:
            at = words.index(old) if old in words else 0
            yield Change('constant', match.start(), match.end(),
                         rest[at % len(rest)])


def errors(source):
    """But for those that refuse() shows to the trace alone."""
    alone = [(statement.start, statement.end)
             for statement in source.statements()
             if source.code.startswith('refuse(', statement.start)]
    for change in others(source, ERROR, ERRORS):
        if not any(start < change.start < end for start, end in alone):
            yield change


def constants(source):
    yield from numbers(source)
    yield from errors(source)
    yield from others(source, TRUTH, ('true', 'false'))
    reasons = sorted(set(REASON.findall(source.code)) - {'WHY_NONE'})
    yield from others(source, REASON, reasons)


# ---- what is undone -------------------------------------------------------

def unwinds(source):
    for statement in source.statements():
        text = source.code[statement.start:statement.end]
        if statement.kind != 'simple' or DECLARATION.match(text):
            continue
        if UNDOES.search(text) or RESETS.search(text) or \
                COUNTS_DOWN.search(text):
            blank = '\n' * text.count('\n')
            yield Change('unwind', statement.start, statement.end,
                         ';' + blank)


def changes(source):
    for kind in (flips, swaps, constants, unwinds):
        yield from kind(source)
