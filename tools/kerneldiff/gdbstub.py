# SPDX-License-Identifier: GPL-2.0-or-later
"""QEMU's gdb stub: breakpoints and registers of a running guest."""

import socket

# Numbers of the registers, as the stub counts them.
ARGUMENT, PC, LINK = 3, 64, 67
SECONDS = 30


class Stub:
    """Connecting stops the guest; run() lets it go."""

    def __init__(self, path):
        self.socket = socket.socket(socket.AF_UNIX)
        self.socket.settimeout(SECONDS)
        self.socket.connect(str(path))
        self.pending = b''
        self.running = False
        self.command('?')

    def close(self):
        self.socket.close()

    def fileno(self):
        return self.socket.fileno()

    # ---- packets ---------------------------------------------------------

    def read(self):
        data = self.socket.recv(4096)
        if not data:
            raise OSError('the gdb stub has closed the connection')
        self.pending += data

    def receive(self):
        while True:
            start = self.pending.find(b'$')
            end = self.pending.find(b'#', start)
            if start >= 0 and len(self.pending) >= end + 3 > 2:
                packet = self.pending[start + 1:end]
                self.pending = self.pending[end + 3:]
                self.socket.sendall(b'+')
                return packet.decode()
            self.read()

    def send(self, packet):
        """Waits for the acknowledgement, so that what comes next is news."""
        data = packet.encode()
        self.socket.sendall(b'$%s#%02x' % (data, sum(data) & 255))
        while b'+' not in self.pending:
            self.read()
        self.pending = self.pending.replace(b'+', b'', 1)

    def command(self, packet):
        self.send(packet)
        return self.receive()

    def news(self):
        """Something has come that select() does not know of."""
        return b'$' in self.pending

    # ---- the guest -------------------------------------------------------

    def run(self):
        self.send('c')
        self.running = True

    def stop(self):
        if self.running:
            self.socket.sendall(b'\x03')
            self.stopped()

    def stopped(self):
        """The guest has stopped, or is about to."""
        self.receive()
        self.running = False

    def step(self):
        self.command('s')

    def register(self, number):
        return int.from_bytes(bytes.fromhex(self.command('p%x' % number)),
                              'little')

    def set_register(self, number, value):
        data = (value & (1 << 64) - 1).to_bytes(8, 'little')
        self.command('P%x=%s' % (number, data.hex()))

    def memory(self, address, size):
        return bytes.fromhex(self.command('m%x,%x' % (address, size)))

    def set_breakpoint(self, address):
        self.command('Z1,%x,4' % address)

    def clear_breakpoint(self, address):
        self.command('z1,%x,4' % address)
