# SPDX-License-Identifier: GPL-2.0-or-later
"""A kernel in QEMU with an agent in it that plays scenarios."""

import collections
import ctypes
import json
import pathlib
import re
import select
import shutil
import signal
import socket
import subprocess
import tempfile
import time

from kerneldiff import edu, faults, sites

GROUPS = 6
EDU = 'edu,dma_mask=0xffffffffffffffff'
MEMORY = '3G'
BOOT_SECONDS = 180
END_SECONDS = 30
PR_SET_PDEATHSIG = 1

# QEMU's arguments for each machine, and the PCI host bridges it has.
Machine = collections.namedtuple('Machine', 'arguments bridges')
MACHINES = {
    'powernv8': Machine(['-M', 'powernv8'], 3),
    'powernv9': Machine(['-M', 'powernv9'], 6),
    'powernv10': Machine(['-M', 'powernv10'], 5),
    'pseries': Machine(['-M', 'pseries,x-vof=on,cap-cfpc=broken,'
                        'cap-sbbc=broken,cap-ibs=broken', '-cpu', 'power9',
                        '-vga', 'none'], 1),
}


class Lost(Exception):
    """The guest does not answer any more; says why, and what it had said."""

    def __init__(self, why, lines=()):
        super().__init__(why)
        self.lines = list(lines)


def switch_devices(bus, ends):
    """ENDS behind a PCIe switch on BUS, each on a bus of its own."""
    yield 'x3130-upstream,bus=%s,id=up' % bus
    for slot, device in enumerate(ends):
        yield ('xio3130-downstream,bus=up,id=down%d,chassis=%d,slot=%d'
               % (slot, slot + 1, slot + 1))
        yield '%s,bus=down%d' % (device, slot)


def bare_metal_devices(bridges):
    """Groups that find no host bridge of their own share the last one behind
    a switch, and so does the serial port."""
    alone = min(bridges - 1, GROUPS)
    for bridge in range(alone):
        yield '%s,bus=pcie.%d' % (EDU, bridge)
    behind = [EDU] * (GROUPS - alone) + ['virtio-serial-pci']
    yield from switch_devices('pcie.%d' % (bridges - 1), behind)


def virtual_devices():
    """A virtual machine has as many host bridges as it is told."""
    yield EDU + ',bus=pci.0'
    for index in range(1, GROUPS + 1):
        yield 'spapr-pci-host-bridge,index=%d,id=bridge%d' % (index, index)
        yield '%s,bus=bridge%d.0' % (
            EDU if index < GROUPS else 'virtio-serial-pci', index)


def devices(machine):
    """QEMU's -device arguments: an edu for each group, and the port."""
    if machine == 'pseries':
        yield from virtual_devices()
    else:
        yield from bare_metal_devices(MACHINES[machine].bridges)
    yield 'virtserialport,chardev=port,name=agent'


def command(qemu, machine, kernel, initramfs, folder, log):
    words = [qemu] + MACHINES[machine].arguments + [
             '-m', MEMORY, '-smp', '1',
             '-kernel', kernel / 'vmlinux', '-initrd', initramfs,
             '-append', 'console=hvc0 quiet panic=-1 iomem=relaxed',
             '-display', 'none', '-nic', 'none', '-monitor', 'none',
             '-no-reboot', '-serial', 'chardev:console',
             '-chardev', 'file,path=%s,append=on,id=console' % log,
             '-d', 'guest_errors', '-D', log.with_suffix('.errors'),
             '-chardev', 'socket,path=%s/port,server=on,wait=off,id=port'
             % folder, '-gdb', 'unix:%s/gdb,server=on,wait=off' % folder]
    for device in devices(machine):
        words += ['-device', device]
    return [str(word) for word in words]


def attach_all(hello):
    """A story in which each group goes into a container and out again."""
    groups = len(hello['groups'])
    lines = ['machine platform=%s page=%dK groups=%d' % (
        hello['platform'], hello['page'] >> 10, groups)]
    for group in range(groups):
        lines += ['container c%d' % group,
                  'attach g%d c%d' % (group, group),
                  'set_iommu c%d type=spapr_tce_v2' % group]
    return ('\n'.join(lines) + '\n').encode()


def die_with_parent():
    """In the child: nothing is left running when this program is killed."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


class Guest:
    """A booted kernel."""

    alive = set()

    def __init__(self, qemu, machine, kernel, initramfs, log):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix='kernel-diff-'))
        self.socket = self.faults = None
        self.errors = log.with_suffix('.errors')
        # How much of QEMU's log has been read, and what was found.
        self.read_to = self.refused = 0
        self.devices, self.chunk = {}, edu.chunk_of(qemu)
        self.pending = b''
        self.qemu_log = open(log.with_suffix('.qemu'), 'wb')
        self.process = subprocess.Popen(
            command(qemu, machine, kernel, initramfs, self.folder, log),
            stdin=subprocess.DEVNULL, stdout=self.qemu_log,
            stderr=subprocess.STDOUT, preexec_fn=die_with_parent)

    def start(self):
        """Waits for the agent to say what it can lend."""
        Guest.alive.add(self)
        try:
            self.connect(time.monotonic() + BOOT_SECONDS)
            self.hello = self.receive(time.monotonic() + BOOT_SECONDS)
        except BaseException:
            self.close()
            raise

    def close(self):
        self.process.kill()
        self.process.wait()
        for end in (self.socket, self.faults):
            if end:
                end.close()
        self.qemu_log.close()
        shutil.rmtree(self.folder, ignore_errors=True)
        Guest.alive.discard(self)

    def connect(self, deadline):
        self.socket = socket.socket(socket.AF_UNIX)
        while True:
            try:
                self.socket.connect(str(self.folder / 'port'))
                return
            except OSError:
                self.must_live(deadline)
                time.sleep(0.1)

    def must_live(self, deadline):
        if self.process.poll() is not None:
            raise Lost('QEMU ended with status %d' % self.process.returncode)
        if time.monotonic() > deadline:
            raise Lost('no answer in time')

    def wait(self):
        """Until there is something to read, for a second at most."""
        stub = self.faults.stub if self.faults else None
        if stub and stub.news():
            self.faults.stopped()
            return False
        ends = [self.socket] + ([stub] if stub else [])
        ready, _, _ = select.select(ends, [], [], 1)
        if stub in ready:
            self.faults.stopped()
        return self.socket in ready

    def receive(self, deadline):
        """The next line of the agent, as JSON."""
        while b'\n' not in self.pending:
            self.must_live(deadline)
            if not self.wait():
                continue
            data = self.socket.recv(1 << 16)
            if not data:
                self.process.wait(10)
                raise Lost('the machine has stopped')
            self.pending += data
        line, self.pending = self.pending.split(b'\n', 1)
        try:
            return json.loads(line)
        except ValueError:
            raise Lost('the agent says %r' % line[:80]) from None

    def refusals(self):
        """How often a host bridge has refused a device so far."""
        with open(self.errors, 'rb') as log:
            log.seek(self.read_to)
            data = log.read()
        self.read_to += len(data)
        self.refused += len(re.findall(rb'^phb\d\[', data, re.MULTILINE))
        return self.refused

    def move(self, request):
        """The device of a group reads or writes memory."""
        group = request['group']
        if group not in self.devices:
            self.devices[group] = edu.Device(
                self.faults.stub, request['bar'], self.refusals, self.chunk)
        self.socket.sendall(self.devices[group].answer(request).encode())

    def ask_faults(self, deadline):
        """The guest learns to fail when a story first asks for it."""
        order = 'symbols %s\n' % ' '.join(sites.SYMBOLS)
        self.socket.sendall(order.encode())
        symbols = self.receive(deadline)['symbols']
        self.faults = faults.Faults(self.folder / 'gdb', symbols,
                                    self.hello['groups'])

    def arm(self, request):
        reason = self.faults.arm(request)
        answer = 'declined %s\n' % reason if reason else 'armed\n'
        self.socket.sendall(answer.encode())

    def play(self, name, text, steps, seconds):
        """Plays a scenario of so many steps: the agent's lines, the end being
        the last.  The end itself is not waited for as long as a step."""
        lines = []
        deadline = time.monotonic() + seconds
        try:
            self.order(name, text, deadline)
            while not lines or 'end' not in lines[-1]:
                if len(lines) == steps:
                    deadline = time.monotonic() + END_SECONDS
                    self.disarm()
                self.take_line(lines, deadline)
        except OSError as error:
            raise Lost(str(error), lines) from None
        except Lost as lost:
            raise Lost(str(lost), lines) from None
        self.disarm()
        return lines

    def disarm(self):
        """What has not failed by the end is not to fail in it; and to watch
        the clearing of a window would take minutes."""
        if self.faults:
            self.faults.clear()

    def order(self, name, text, deadline):
        if not self.faults and (b'fault' in text or b'dma' in text):
            self.ask_faults(deadline)
        if re.search(rb'^fault set_window .*group=', text, re.MULTILINE):
            self.faults.learn(lambda: self.tell(
                'learn', attach_all(self.hello), deadline))
        self.devices.clear()
        self.send_story(name, text)

    def send_story(self, name, text):
        order = 'play %s %d\n' % (name.replace(' ', '_'), len(text))
        self.socket.sendall(order.encode() + text)

    def tell(self, name, text, deadline):
        """Plays a story that nobody looks at."""
        self.send_story(name, text)
        while 'end' not in self.receive(deadline):
            pass

    def take_line(self, lines, deadline):
        line = self.receive(deadline)
        if 'fault' in line:
            self.arm(line)
        elif 'dma' in line:
            self.move(line)
        else:
            lines.append(line)
