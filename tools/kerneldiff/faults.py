# SPDX-License-Identifier: GPL-2.0-or-later
"""Failures in a running kernel: the Nth call of a function does not happen
and answers an error instead.

A `fault` line of a scenario names an edge of the driver.  Here every edge is
a call of a kernel function (sites.py); a breakpoint at its entry counts the
passages.
"""

import time

from kerneldiff import gdbstub
from kerneldiff.sites import (CONTEXTS, CONTEXT_SITES, FIRMWARE, FIXED,
                              GROUP_SITES, LEARNED, NATURAL, REACH, SITES,
                              USUAL_REACH)

# A process may have no way to the kernel's addresses just now; on powernv8 a
# processor knows those of modules only while it needs them.
ATTEMPTS, PAUSE_SECONDS = 100, 0.02


class Armed:
    """A failure that is still to come, after so many passages."""

    def __init__(self, name, answer, nth, group):
        self.name, self.site = name, SITES[name]
        self.answer, self.passages, self.group = answer, nth, group


class Call:
    """A call that has just been made."""

    def __init__(self, stub, context, in_context):
        self.stub, self.context, self.in_context = stub, context, in_context

    def argument(self, number):
        return self.stub.register(gdbstub.ARGUMENT + number)

    def caller(self):
        return self.stub.register(gdbstub.LINK)

    def memory(self, address, size):
        return self.stub.memory(address, size)


class Faults:
    """The failures that one guest has been told of."""

    def __init__(self, path, symbols, groups):
        self.stub = gdbstub.Stub(path)
        self.groups, self.begin = groups, symbols
        self.unseen = set()
        self.entry = dict(self.entries(symbols))
        self.name = {address: name for name, address in self.entry.items()}
        self.armed, self.breakpoints = [], set()
        self.context, self.in_context = None, 0
        # Where the driver's functions that are at work will return to.
        self.inside = []
        # Which group a struct iommu_table_group belongs to, by its address.
        self.table_groups, self.last_pointer = {}, None
        self.learning = False
        self.stub.run()

    def entries(self, symbols):
        """What cannot be seen is left out, and not waited for again."""
        for name, address in symbols.items():
            try:
                yield name, self.entry_of(address)
            except OSError:
                self.unseen.add(name)

    def code_at(self, address):
        for _ in range(1 if self.unseen else ATTEMPTS):
            try:
                return self.stub.memory(address, 8)
            except ValueError:
                self.stub.run()
                time.sleep(PAUSE_SECONDS)
                self.stub.stop()
        raise OSError('no code at %#x' % address)

    def entry_of(self, address):
        """Behind the two instructions that set up the TOC pointer, which
        calls from the same module do not run."""
        code = self.code_at(address)
        sets_toc = code[2:4] == b'\x4c\x3c' and code[6:8] == b'\x42\x38'
        return address + 8 if sets_toc else address

    # ---- breakpoints -----------------------------------------------------

    def standing(self):
        """As a context: the guest stands still, with the breakpoints set
        anew at the end."""
        return Standing(self)

    def there(self, names):
        return {self.entry[name] for name in names if name in self.entry}

    def watched(self, armed):
        """Functions whose calls are of interest for one failure."""
        if armed.site.owners:
            wanted = set(armed.site.owners)
            return wanted | set(armed.site.functions if self.inside else ())
        wanted = set(armed.site.functions)
        return wanted | set(CONTEXTS if armed.name in CONTEXT_SITES else ())

    def set_breakpoints(self):
        wanted = set(self.inside)
        for armed in self.armed:
            wanted |= self.there(self.watched(armed))
        if self.learning:
            wanted |= self.there(LEARNED)
        for address in wanted - self.breakpoints:
            self.stub.set_breakpoint(address)
        for address in self.breakpoints - wanted:
            self.stub.clear_breakpoint(address)
        self.breakpoints = wanted

    # ---- arming ----------------------------------------------------------

    def refuses(self, name, group):
        """Why a failure cannot be armed, or ''."""
        if name not in SITES:
            return 'no function of this kernel is the site %s' % name
        if group >= 0 and name not in GROUP_SITES:
            return 'the calls of %s do not tell their group' % name
        site = SITES[name]
        for functions in (site.functions, site.owners):
            if self.unseen.intersection(functions):
                return 'the debugger does not see %s now' % functions[0]
            if functions and not self.there(functions):
                return 'this kernel has no function %s' % functions[0]
        return ''

    def arm(self, request):
        """Answers why it cannot be done, or ''."""
        name, group = request['fault'], request['group']
        reason = self.refuses(name, group)
        if reason:
            return reason
        answer = SITES[name].answer
        if request['error'] not in (0, NATURAL.get(answer, request['error'])):
            return 'calls of %s cannot tell another error' % name
        if answer not in FIXED:
            answer = request['error'] or answer
        self.armed.append(Armed(name, answer, request['nth'], group))
        with self.standing():
            pass
        return ''

    def clear(self):
        """The story is over."""
        self.armed, self.inside = [], []
        self.context, self.in_context = None, 0
        if self.breakpoints:
            with self.standing():
                pass

    def learn(self, story):
        """STORY attaches every group, and so tells the addresses of all."""
        if self.table_groups or len(self.there(LEARNED)) < len(LEARNED):
            return
        self.learning = True
        with self.standing():
            pass
        story()
        self.learning = False
        with self.standing():
            pass

    # ---- calls -----------------------------------------------------------

    def of_group(self, armed, call):
        if armed.group < 0:
            return True
        if armed.name in FIRMWARE:
            told = call.argument(0), call.argument(1)
        else:
            told = self.table_groups.get(call.argument(0))
        wanted = self.groups[armed.group]
        return told == (wanted['domain'], wanted['endpoint'])

    def of_owner(self, site, call):
        if not site.owners:
            return True
        caller = call.caller()
        return any(0 < caller - self.begin[owner]
                   <= REACH.get(owner, USUAL_REACH)
                   for owner in site.owners if owner in self.begin)

    def strikes(self, armed, function, call):
        """Counts a passage; true when it is the one."""
        site = armed.site
        if function not in site.functions or not self.of_owner(site, call) \
                or not self.of_group(armed, call):
            return False
        if site.counts and not site.counts(call):
            return False
        armed.passages -= 1
        return armed.passages == 0

    def note_context(self, function, call):
        if function in CONTEXTS:
            self.context, self.in_context = CONTEXTS[function], 0
        elif function == 'pnv_alloc_tce_level':
            self.in_context += 1
        if any(function in armed.site.owners for armed in self.armed):
            self.inside.append(call.caller())
        if self.learning:
            self.note_pointer(function, call)

    def note_pointer(self, function, call):
        if function == LEARNED[0]:
            self.last_pointer = call.argument(0)
        elif function == LEARNED[1] and self.last_pointer:
            self.table_groups[self.last_pointer] = (call.argument(0),
                                                    call.argument(1))
            self.last_pointer = None

    def called(self, address, function):
        """The first of the failures that this call brings, or None."""
        self.note_context(function, Call(self.stub, None, 0))
        call = Call(self.stub, self.context, self.in_context)
        struck = [armed for armed in self.armed
                  if self.strikes(armed, function, call)]
        self.armed = [armed for armed in self.armed if armed not in struck]
        return struck[0] if struck else None

    def stopped(self):
        """The guest has stopped at a breakpoint."""
        self.stub.stopped()
        address = self.stub.register(gdbstub.PC)
        if address in self.inside:
            self.inside.remove(address)
        elif address in self.breakpoints:
            struck = self.called(address, self.name[address])
            if struck:
                self.answer(struck.answer)
            else:
                self.pass_over(address)
        self.set_breakpoints()
        self.stub.run()

    def answer(self, value):
        """The function returns at once."""
        self.stub.set_register(gdbstub.ARGUMENT, value)
        self.stub.set_register(gdbstub.PC,
                               self.stub.register(gdbstub.LINK))

    def pass_over(self, address):
        self.stub.clear_breakpoint(address)
        self.stub.step()
        self.stub.set_breakpoint(address)

    def close(self):
        self.stub.close()


class Standing:
    """The guest stands still meanwhile."""

    def __init__(self, faults):
        self.faults = faults

    def __enter__(self):
        self.faults.stub.stop()

    def __exit__(self, *_):
        self.faults.set_breakpoints()
        self.faults.stub.run()
