import { expect, test } from 'vitest';
import { Machine } from '../../src/machine/machine.ts';
import { loadMachine, saveMachine } from '../../src/machine/packing.ts';
import { ProbeReader } from '../../src/machine/probe.ts';
import { morePrograms } from '../../src/machine/programs.ts';
import { freshMachines } from '../../src/machine/script.ts';

const options = { epoch: Date.UTC(2026, 10, 24, 8, 0, 0), seed: 5 };
const fresh = freshMachines(options);

const WRITER = `docker run -d --name writer -v log:/log busybox sh -c 'i=0; while :; do i=$((i+1)); echo $i >> /log/n; sleep 0.05; done'`;

function logOf(machine: Machine): string {
  const bytes = new ProbeReader(machine.surveyed()).read({ volume: 'log' }, '/n');
  return new TextDecoder().decode(bytes);
}

test('a machine forked while a container writes in a loop: both write the same bytes', () => {
  const machine = fresh();
  machine.scriptShell().run(WRITER);
  machine.advance(machine.uptime() + 1_010);
  const fork = machine.fork();
  const before = logOf(fork);
  expect(before.split('\n').length).toBeGreaterThan(10);
  const until = machine.uptime() + 2_000;
  machine.advance(until);
  fork.advance(until);
  expect(logOf(machine).length).toBeGreaterThan(before.length);
  expect(logOf(fork)).toBe(logOf(machine));
  expect(machine.kernel.faults).toEqual([]);
});

test('what one fork does the other never sees', () => {
  const machine = fresh();
  const fork = machine.fork();
  fork.scriptShell().run('docker run --rm -v only:/d busybox touch /d/here; echo x > /root/lab/x');
  expect(fork.surveyed().engine.volumes.has('only')).toBe(true);
  expect(machine.surveyed().engine.volumes.has('only')).toBe(false);
  expect(new ProbeReader(machine.surveyed()).list({ host: true }, '/root/lab')).toEqual([]);
});

test('back to a checkpoint with a container running: the same future again', () => {
  const machine = fresh();
  machine.scriptShell().run(WRITER);
  const checkpoint = machine.checkpoint();
  const until = machine.uptime() + 1_000;
  machine.advance(until);
  const first = logOf(machine);
  machine.restore(checkpoint);
  expect(logOf(machine)).not.toBe(first);
  machine.advance(until);
  expect(logOf(machine)).toBe(first);
});

/** A terminal session at a person's pace: what is typed, and the milliseconds before it. */
const SESSION: readonly (readonly [wait: number, typed: string])[] = [
  [10, "docker run -d --name writer -v log:/log busybox sh -c 'while :; do date >> /log/n; sleep 0.2; done'\r"],
  [1_500, 'docker exec writer wc -l /log/n; echo $RANDOM\r'],
  [300, 'sleep 5\r'],
  [700, '\x03'],
  [200, 'docker rm -f writer && docker volume ls\r'],
  [900, 'echo done > ~/done\r'],
];

test('options and input log make the session again, byte for byte', () => {
  const machine = Machine.boot({ ...options, user: 'learner' }, morePrograms);
  const terminal = machine.openTerminal({ columns: 80, rows: 24 });
  for (const [wait, typed] of SESSION) {
    machine.advance(machine.uptime() + wait);
    machine.type(terminal, typed);
  }
  machine.advance(machine.uptime() + 500);
  const again = Machine.replay(machine.options, machine.log, morePrograms);
  again.advance(machine.uptime());
  expect(text(again)).toBe(text(machine));
  expect(saveMachine(again)).toEqual(saveMachine(machine));
  expect(new ProbeReader(machine.surveyed()).read({ host: true }, '~/done')).toBeDefined();
});

test('save, then load: the same state, and the same future', () => {
  const machine = Machine.boot({ ...options, user: 'learner' }, morePrograms);
  const terminal = machine.openTerminal({ columns: 80, rows: 24 });
  machine.advance(100);
  machine.type(terminal, `${WRITER}\r`);
  machine.advance(1_000);
  machine.takeOutput();
  const loaded = loadMachine(machine.options, saveMachine(machine), morePrograms);
  for (const each of [machine, loaded]) {
    each.advance(2_000);
    each.type(terminal, 'docker ps; docker exec writer tail -n 1 /log/n\r');
    each.advance(3_000);
  }
  expect(text(loaded)).toBe(text(machine));
  expect(logOf(loaded)).toBe(logOf(machine));
});

test('saved, or forked, in the middle of a command: it goes on as if nothing had been', () => {
  const line =
    'docker run --name c -v v:/v busybox sh -c "echo one; sleep 1; echo two | tee /v/f"; docker cp c:/v/f -\r';
  const machine = Machine.boot({ ...options, user: 'learner' }, morePrograms);
  const terminal = machine.openTerminal({ columns: 80, rows: 24 });
  machine.advance(100);
  text(machine);
  machine.type(terminal, line);
  let copies: { readonly shown: number; readonly copy: Machine }[] = [];
  let shown = '';
  for (let i = 0; i < 12; i++) {
    const loaded = loadMachine(machine.options, saveMachine(machine), morePrograms);
    copies = [...copies, { shown: shown.length, copy: loaded }, { shown: shown.length, copy: machine.fork() }];
    machine.kernel.run(100);
    if (machine.cycle() === 'idle') machine.advance(machine.uptime() + 250);
    shown += text(machine);
  }
  machine.advance(3_000);
  shown += text(machine);
  expect(shown).toContain('two');
  for (const { shown: before, copy } of copies) {
    copy.advance(3_000);
    expect(text(copy)).toBe(shown.slice(before));
    expect(copy.kernel.faults).toEqual([]);
  }
});

test.each([
  ['no bytes', new Uint8Array(0), 'This is no saved session, or it is damaged.'],
  ['other bytes', new TextEncoder().encode('hello'), 'This is no saved session, or it is damaged.'],
])('%s are refused in words', (_, bytes, message) => {
  expect(() => loadMachine({ ...options, user: 'learner' }, bytes, morePrograms)).toThrow(message);
});

function text(machine: Machine): string {
  const decoder = new TextDecoder();
  return machine
    .takeOutput()
    .map(({ data }) => decoder.decode(data, { stream: true }))
    .join('');
}
