# SPDX-License-Identifier: GPL-2.0-or-later
"""Enough of C to know where a statement begins and ends."""

import re

BLANK = re.compile(r'''
    /\*.*?\*/                             # comments
  | "(?:\\.|[^"\\\n])*"                   # strings
  | '(?:\\.|[^'\\\n])*'                   # characters
  | ^[ \t]*\#(?:[^\n]*\\\n)*[^\n]*        # lines of the preprocessor
''', re.VERBOSE | re.DOTALL | re.MULTILINE)
ASSERT = re.compile(r'\b(?:static_)?assert\s*\(')
LOOP = re.compile(r'(while|for|switch|for_each\w*)\s*\(')
WORD = re.compile(r'\w+')
CLOSES = {'(': ')', '[': ']', '{': '}'}


def spaces(match):
    return re.sub(r'[^\n]', ' ', match.group())


def closing(text, at):
    """The place behind the bracket that closes the one at AT."""
    depth = 0
    for i in range(at, len(text)):
        if text[i] in CLOSES:
            depth += 1
        elif text[i] in ')]}':
            depth -= 1
            if not depth:
                return i + 1
    raise ValueError('a bracket is not closed')


def masked(text):
    """TEXT, of equal length, without what is no code, and without asserts."""
    text = BLANK.sub(spaces, text)
    for match in reversed(list(ASSERT.finditer(text))):
        end = closing(text, match.end() - 1)
        text = text[:match.start()] + \
            re.sub(r'[^\n]', ' ', text[match.start():end]) + text[end:]
    return text


class Statement:
    """KIND is simple, if, loop, block or label; PARTS are statements in it,
    lists of those that follow each other."""

    def __init__(self, kind, start):
        self.kind, self.start, self.end = kind, start, start
        self.condition = None  # of if: from ( to )
        self.parts = []
        self.has_else = False


class Parser:
    def __init__(self, code):
        self.code, self.at = code, 0

    def skip(self):
        while self.at < len(self.code) and self.code[self.at].isspace():
            self.at += 1

    def starts(self, word):
        end = self.at + len(word)
        return self.code.startswith(word, self.at) and \
            not WORD.match(self.code[end:end + 1])

    def bracket(self):
        start = self.code.index('(', self.at)
        self.at = closing(self.code, start)
        return start, self.at

    def block(self):
        """Behind a brace: all up to its counterpart."""
        found = []
        self.skip()
        while self.code[self.at] != '}':
            found.append(self.statement())
            self.skip()
        self.at += 1
        return found

    def simple(self, stop):
        while self.code[self.at] != stop:
            if self.code[self.at] in CLOSES:
                self.at = closing(self.code, self.at)
            else:
                self.at += 1
        self.at += 1

    def choice(self, found):
        found.condition = self.bracket()
        found.parts.append([self.statement()])
        behind = self.at
        self.skip()
        if not self.starts('else'):
            self.at = behind
            return
        found.has_else = True
        self.at += len('else')
        found.parts.append([self.statement()])

    def statement(self):
        self.skip()
        found = Statement('simple', self.at)
        if self.code[self.at] == '{':
            found.kind = 'block'
            self.at += 1
            found.parts.append(self.block())
        elif self.starts('if'):
            found.kind = 'if'
            self.choice(found)
        elif LOOP.match(self.code, self.at):
            found.kind = 'loop'
            self.bracket()
            found.parts.append([self.statement()])
        elif self.starts('do'):
            found.kind = 'loop'
            self.at += len('do')
            found.parts.append([self.statement()])
            self.simple(';')
        elif self.starts('case') or self.starts('default'):
            found.kind = 'label'
            self.simple(':')
        else:
            self.simple(';')
        found.end = self.at
        return found


class Source:
    """A file: its text, its code, and the statements of its functions."""

    def __init__(self, path, text):
        self.path, self.text = path, text
        self.code = masked(text)
        self.functions = []  # (start, end, statements)
        for match in re.finditer(r'^\{$', self.code, re.MULTILINE):
            parser = Parser(self.code)
            parser.at = match.end()
            statements = parser.block()
            self.functions.append((match.start(), parser.at, statements))

    def lists(self):
        """All lists of statements that follow each other."""
        todo = [body for _, _, body in self.functions]
        while todo:
            body = todo.pop()
            yield body
            for statement in body:
                todo.extend(statement.parts)

    def statements(self):
        for body in self.lists():
            yield from body

    def function_of(self, at):
        """The name of the function that AT is in, or ''."""
        for start, end, _ in self.functions:
            if start <= at < end:
                head = self.code[:start].rstrip()
                head = head[head.rfind('\n\n') + 1:]
                found = re.search(r'(\w+)\s*\(', head)
                return found.group(1) if found else ''
        return ''

    def line_of(self, at):
        return self.text.count('\n', 0, at) + 1
