# SPDX-License-Identifier: GPL-2.0-or-later
"""Makes the programs, and runs them where they can do no harm."""

import os
import resource
import subprocess

MEMORY = 2 << 30    # bytes of a mutant
SECONDS = 20        # of a processor; the true program needs less than one
# What a mutant reads before anything is written there is always the same.
FLAGS = ['-ftrivial-auto-var-init=zero', '-std=c11', '-O2', '-w', '-I.',
         '-D_POSIX_C_SOURCE=200809L']


class Outcome:
    def __init__(self, status, output):
        self.status = status    # None: out of time
        self.output = output


def confine():
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS + 5))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (MEMORY, MEMORY))


def play(command):
    try:
        done = subprocess.run(command, stdout=subprocess.PIPE,
                              stderr=subprocess.DEVNULL, timeout=20 * SECONDS,
                              preexec_fn=confine, check=False)
    except subprocess.TimeoutExpired:
        return Outcome(None, '')
    return Outcome(done.returncode, done.stdout.decode('utf-8', 'replace'))


class Workshop:
    """FOLDER has the objects of the true program; each mutant's differ in
    one."""

    def __init__(self, folder, compiler):
        self.folder, self.compiler = os.path.abspath(folder), compiler
        self.program = os.path.join(self.folder, 'tcesim')

    def prepare(self):
        os.makedirs(self.folder, exist_ok=True)
        subprocess.run(['make', 'BUILD=' + self.folder, 'CC=' + self.compiler,
                        'CFLAGS=' + ' '.join(FLAGS), self.program],
                       check=True, stdout=subprocess.DEVNULL)

    def true_object(self, path):
        return os.path.join(self.folder, path[:-2] + '.o')

    def objects(self, part):
        folder = os.path.join(self.folder, part)
        return sorted(os.path.join(folder, name)
                      for name in os.listdir(folder) if name.endswith('.o'))

    def place(self, mutant, name=''):
        return os.path.join(self.folder, 'mutant', str(mutant.number), name)

    def compile(self, mutant):
        """The mutant's object; None: it does not compile.  It has the name
        of the true one, which stands in it."""
        source = self.place(mutant, mutant.path)
        os.makedirs(os.path.dirname(source), exist_ok=True)
        with open(source, 'w', encoding='utf-8') as file:
            file.write(mutant.text)
        flags = [flag if flag != '-I.' else '-I' + os.getcwd()
                 for flag in FLAGS]
        done = subprocess.run(
            [self.compiler, *flags, '-c', mutant.path, '-o', 'mutant.o'],
            cwd=self.place(mutant), stderr=subprocess.DEVNULL, check=False)
        return self.place(mutant, 'mutant.o') if not done.returncode else None

    def is_same(self, mutant, made):
        with open(made, 'rb') as one, \
                open(self.true_object(mutant.path), 'rb') as two:
            return one.read() == two.read()

    def mixed(self, mutant, made):
        """The model's objects, MADE instead of the true one."""
        true = self.true_object(mutant.path)
        return [made if path == true else path
                for path in self.objects('model')]

    def link(self, mutant, made):
        program = self.place(mutant, 'tcesim')
        subprocess.run([self.compiler, '-pthread', *self.objects('sim'),
                        *self.mixed(mutant, made), '-o', program], check=True)
        return program
