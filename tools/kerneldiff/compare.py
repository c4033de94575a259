# SPDX-License-Identifier: GPL-2.0-or-later
"""A kernel's answers against the model's, step by step."""

import errno

# Hazards of the model that a kernel puts into its log at once.
LOGGED = {'kernel_warn', 'kernel_bug'}
# The words of a `show` line that are numbers of this machine only.
NOWHERE = '0x'


def is_slow(complaint):
    """A loop that is long without a pause; how long, is this machine's."""
    return 'soft lockup' in complaint


def is_damage(complaint):
    """A warning costs a line; all else may cost the kernel."""
    return bool(complaint) and not is_slow(complaint) \
        and not complaint.startswith(('WARNING', 'UBSAN', 'refcount_t'))


class Difference:
    """A step that was answered otherwise than the model says."""

    def __init__(self, line, step, expected, answered, keys):
        self.line, self.step = line, step
        self.expected, self.answered, self.keys = expected, answered, keys

    def text(self, file, kernel):
        return ('%s:%d: %s: different\n'
                '    step: %s\n'
                '    expected: %s\n'
                '    answered: %s\n'
                '    differs: %s\n' % (
                    file, self.line, kernel, self.step, self.expected,
                    self.answered, ' '.join(self.keys)))


def result(ret):
    return '-' + errno.errorcode.get(-ret, str(-ret)) if ret < 0 else str(ret)


def answer_text(step):
    """An answer as a `=` line has it."""
    if 'complaint' in step and 'ret' not in step:
        return step['complaint']
    words = [result(step['ret'])]
    for key, value in step.get('out', {}).items():
        words.append('%s=%s' % (key, value if isinstance(value, str)
                                else '%#x' % value))
    for key in ('at', 'data', 'pages', 'locked_vm'):
        if key in step:
            words.append('%s=%s' % (key, step[key]))
    return ' '.join(words)


def items(text):
    """A list as `data=` and `pages=` have it.  Why a page was refused only
    the model can tell; what was cut off nobody."""
    found = []
    for word in text.split(','):
        item, _, count = word.partition('*')
        if item != 'ok' and not item[0].isdigit() and item != '...':
            item = 'fault'
        found.append((item, count or '1'))
    return found


def same_items(there, here):
    there, here = merged(items(there)), merged(items(here))
    if ('...', '1') in there + here:
        known = min(len(there), len(here)) - 2
        return there[:known] == here[:known]
    return there == here


def merged(found):
    """Neighbours that are the same now were different reasons."""
    result = []
    for item, count in found:
        if result and result[-1][0] == item and count.isdigit():
            count = str(int(result.pop()[1]) + int(count))
        result.append((item, count))
    return result


def same_result(model, kernel):
    """How a transfer failed has no number."""
    if model.get('verb') == 'dma':
        return (model['ret'] < 0) == (kernel['ret'] < 0)
    return model['ret'] == kernel['ret']


def answer_keys(model, kernel):
    """What differs between two answers of an ordinary step."""
    if not same_result(model, kernel):
        yield 'result'
    for key in ('data', 'pages'):
        if key in model and key in kernel and not same_items(model[key],
                                                             kernel[key]):
            yield key
    if kernel.get('at', '').startswith('m') and model.get(
            'at', '') != kernel['at']:
        yield 'at'
    there, here = model.get('out', {}), kernel.get('out', {})
    for key in there:
        if key in here and there[key] != here[key]:
            yield key
    if 'locked_vm' in kernel and model.get(
            'locked_vm', kernel['locked_vm']) != kernel['locked_vm']:
        yield 'locked_vm'


def complaint_keys(model, kernel):
    """A kernel complains when, and only when, the model knows why."""
    hazards = set(model.get('hazards', ()))
    complaint = kernel.get('complaint', '')
    if complaint and not hazards and not is_slow(complaint):
        yield 'complaint'
    if 'complaint' not in kernel and hazards & LOGGED:
        yield 'complaint'


def fields(line):
    """A line of `show`: what it is about, and its keys."""
    words = line.split()
    return words[:2], dict(word.split('=', 1) for word in words[2:])


def same_value(key, there, here):
    if key == 'at' and there.startswith(NOWHERE):
        return not here.startswith('m')
    return there == here


def same_line(there, here):
    """A key that one side does not tell is not compared."""
    (name, values), (other_name, others) = fields(there), fields(here)
    return name == other_name and all(
        same_value(key, values[key], others[key])
        for key in values if key in others)


def show_differences(model, kernel):
    there, here = model['show'], kernel['show']
    for number in range(max(len(there), len(here))):
        expected = there[number] if number < len(there) else 'nothing'
        answered = here[number] if number < len(here) else 'nothing'
        if 'nothing' in (expected, answered) or not same_line(expected,
                                                              answered):
            yield Difference(model['line'], model['step'], expected,
                             answered, ['show'])


def complaint_difference(model, kernel):
    expected = ','.join(model.get('hazards', ())) or 'no complaint'
    return Difference(model['line'], model['step'], expected,
                      kernel.get('complaint', 'no complaint'),
                      ['complaint'])


def untrue(model, kernel):
    """A transfer of which QEMU's host bridges do not tell the truth: they do
    not look where a table ends, and cache no TCE."""
    return model.get('verb') == 'dma' and (
        'declined' in kernel
        or 'dma_beyond_table' in model.get('why', '') + model.get('pages', '')
        or 'stale_translation' in model.get('hazards', ()))


def step_differences(model, kernel):
    if 'declined' in kernel:
        return
    if 'show' in kernel:
        yield from show_differences(model, kernel)
        return
    keys = list(answer_keys(model, kernel))
    if keys:
        yield Difference(model['line'], model['step'], answer_text(model),
                         answer_text(kernel), keys)
    if list(complaint_keys(model, kernel)):
        yield complaint_difference(model, kernel)


def end_difference(model, end):
    """The processes have ended: does the kernel find something wrong?"""
    complaint = end.get('complaint', '')
    if not complaint or is_slow(complaint) or any(
            step.get('hazards') for step in model):
        return
    last = model[-1]
    yield Difference(last['line'], 'the end of the story', 'no complaint',
                     end['complaint'], ['complaint'])


def differences(model, answers):
    """MODEL: the model's steps; ANSWERS: what the agent said."""
    steps = {step['line']: step for step in model}
    bytes_are_known = True
    for kernel in answers:
        if kernel.get('line') not in steps:
            continue
        step = steps[kernel['line']]
        if untrue(step, kernel):
            bytes_are_known = False
            continue
        if not bytes_are_known:
            kernel = {key: value for key, value in kernel.items()
                      if key != 'data'}
        yield from step_differences(step, kernel)
    if answers and 'end' in answers[-1]:
        yield from end_difference(model, answers[-1])
