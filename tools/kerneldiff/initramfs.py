# SPDX-License-Identifier: GPL-2.0-or-later
"""The initramfs of a guest: busybox, VFIO's modules, the init, the agent."""

import gzip
import lzma
import pathlib
import subprocess

MODULES = ('irqbypass', 'vfio', 'vfio_iommu_spapr_tce', 'vfio-pci-core',
           'vfio-pci')
FILE, FOLDER = 0o100755, 0o040755


def entry(name, mode, data=b''):
    """A file of a cpio archive in the format "newc"."""
    numbers = (0, mode, 0, 0, 1, 0, len(data), 0, 0, 0, 0, len(name) + 1, 0)
    head = b'070701' + b''.join(b'%08X' % n for n in numbers)
    return padded(head + name.encode() + b'\0') + padded(data)


def padded(data):
    return data + bytes(-len(data) % 4)


def unpacked(path):
    """The bytes of a kernel module, which may be compressed."""
    if path.suffix == '.xz':
        return lzma.decompress(path.read_bytes())
    if path.suffix == '.gz':
        return gzip.decompress(path.read_bytes())
    if path.suffix == '.zst':
        return subprocess.run(['zstd', '-dc', path], check=True,
                              stdout=subprocess.PIPE).stdout
    return path.read_bytes()


def modules(folder):
    """The modules there are: what a kernel has built in is no file."""
    for name in MODULES:
        for path in pathlib.Path(folder).rglob(name + '.ko*'):
            yield 'modules/%s.ko' % name, unpacked(path)


def contents(kernel, busybox, init, agent, more):
    yield 'bin/busybox', busybox.read_bytes()
    yield 'bin/agent', agent.read_bytes()
    yield 'init', init.read_bytes()
    for name, path in more.items():
        yield name, path.read_bytes()
    yield from modules(kernel / 'modules')


def build(target, kernel, busybox, init, agent, more=None):
    """Writes TARGET for the unpacked kernel in folder KERNEL.  MORE: files
    by their names there."""
    archive = b''.join(entry(name, FOLDER) for name in ('bin', 'modules'))
    for name, data in contents(kernel, busybox, init, agent,
                               more or {}):
        archive += entry(name, FILE, data)
    target.write_bytes(gzip.compress(archive + entry('TRAILER!!!', 0), 1))
