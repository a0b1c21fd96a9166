import { expect, test, vi } from 'vitest';
import { Machine } from '../../src/machine/machine.ts';
import { morePrograms } from '../../src/machine/programs.ts';

/*
 * What a learner may type that never ends, or takes too much: the machine stays in hand, Ctrl-C works, and a limit
 * answers as Linux would.
 */

// Half a gigabyte takes its time.
vi.setConfig({ testTimeout: 120_000 });

const booted = Machine.boot({ epoch: Date.UTC(2026, 10, 24, 8, 0, 0), seed: 5, user: 'learner' }, morePrograms);
const decoder = new TextDecoder();

function terminal() {
  const machine = booted.fork();
  const number = machine.openTerminal({ columns: 80, rows: 24 });
  let screen = '';
  const read = () => {
    for (const { data } of machine.takeOutput()) screen = (screen + decoder.decode(data)).slice(-100_000);
    return screen;
  };
  return {
    machine,
    type: (data: string) => machine.type(number, data),
    /** Lets it work for so many cycles at most. */
    work(cycles: number) {
      for (let i = 0; i < cycles; i++) {
        if (machine.cycle() === 'idle') {
          const timer = machine.nextTimer();
          if (timer === undefined) return;
          machine.kernel.advance(timer);
        }
        if (i % 64 === 0) read();
      }
    },
    read,
  };
}

const ENDLESS = [
  'while :; do :; done',
  'yes',
  'cat /dev/zero > f',
  'cat /dev/zero | cat > /dev/null',
  'while :; do echo hello; done | while read x; do :; done',
  'sleep infinity',
  'cat',
  'tail -f /etc/passwd',
];

test.each(ENDLESS)('Ctrl-C ends: %s', (line) => interrupted(line, 1));

// A container's process 1 that has no handler for it never gets SIGINT: the third one ends the client.
test.each([
  'docker run --rm busybox sh -c "while :; do :; done"',
  'docker run --rm -v data:/d busybox sh -c "yes > /d/f"',
])('three times Ctrl-C end: %s', (line) => interrupted(line, 3));

function interrupted(line: string, times: number): void {
  const { machine, type, work, read } = terminal();
  work(200);
  type(`${line}\r`);
  work(300);
  for (let i = 0; i < times; i++) {
    type('\x03');
    work(100);
  }
  type('echo al""ive\r');
  work(300);
  expect(read()).toContain('alive');
  expect(machine.kernel.faults).toEqual([]);
}

test('a function that calls itself overflows the stack of its shell, and no other', () => {
  const { machine, type, work, read } = terminal();
  work(200);
  type('bash -c \'f() { f; }; f\'; echo st""atus $?\r');
  work(3_000);
  expect(read()).toContain('Segmentation fault');
  expect(read()).toContain('status 139');
  expect(machine.kernel.faults).toEqual([]);
});

test('a fork bomb meets the limit on processes, and the machine goes on', () => {
  const { machine, type, work, read } = terminal();
  work(500);
  type(':(){ :|:& };:\r');
  work(20_000);
  expect(read()).toContain('Resource temporarily unavailable');
  expect(machine.kernel.processes().length).toBeLessThan(1_000);
  expect(machine.kernel.faults).toEqual([]);
});

test('a full disk is told as such', () => {
  const { machine, type, work, read } = terminal();
  work(500);
  type('cat /dev/zero > f; rm f; echo sp""ace\r');
  work(200_000);
  expect(read()).toContain('No space left on device');
  expect(read()).toContain('space\r');
  expect(machine.kernel.faults).toEqual([]);
});

test('a paste of 100 MB waits outside, and Ctrl-C throws it away', () => {
  const { machine, type, work, read } = terminal();
  work(500);
  type('cat > /dev/null\r');
  work(100);
  const line = `${'x'.repeat(1023)}\r`;
  type(line.repeat(100 * 1024));
  work(300);
  type('\x03');
  work(500);
  type('echo al""ive\r');
  work(2_000);
  expect(read()).toContain('alive');
  expect(machine.kernel.faults).toEqual([]);
});
