import { expect, test } from 'vitest';
import { isErrno } from '../fs/index.ts';
import type { GeneratorProgram } from './index.ts';
import { bench } from './testing.ts';

const program = (name: string, main: GeneratorProgram['main']): GeneratorProgram => ({ name, main });

function attempt<T>(act: () => T): T | string {
  try {
    return act();
  } catch (error) {
    if (isErrno(error)) return error.code;
    throw error;
  }
}

/** pipe(7): 65536 bytes fit; up to 4096 are written whole or not at all. */
test.each<[writes: number[], taken: number[]]>([
  [[1], [1]],
  [[65_536], [65_536]],
  [[65_537], [65_536]],
  [
    [65_000, 600],
    [65_000, 0],
  ],
  [
    [65_000, 536],
    [65_000, 536],
  ],
  [
    [65_000, 4096],
    [65_000, 0],
  ],
  [
    [65_000, 4097],
    [65_000, 536],
  ],
  [
    [65_536, 1],
    [65_536, 0],
  ],
  [[0], [0]],
])('of writes of %j bytes %j are taken', (writes, taken) => {
  const { kernel } = bench([]);
  const [, writing] = kernel.pipe();
  expect(writes.map((length) => kernel.write(writing, new Uint8Array(length)))).toEqual(taken);
});

test('bytes come out in order, whatever the sizes', () => {
  const { kernel } = bench([]);
  const [reading, writing] = kernel.pipe();
  const [sent, got]: [number[], number[]] = [[], []];
  let next = 0;
  for (let round = 0; round < 200; round++) {
    const length = [1, 3, 4095, 4096, 4097, 10_000, 70_000][(round * 7 + (round >> 3)) % 7]!;
    const data = Uint8Array.from({ length }, () => next++ & 0xff);
    const taken = kernel.write(writing, data);
    next -= length - taken;
    sent.push(taken);
    for (const byte of kernel.read(reading, [2, 5000, 64, 4096, 100_000][round % 5]!) ?? []) got.push(byte);
  }
  for (let bytes = kernel.read(reading); bytes; bytes = kernel.read(reading)) got.push(...bytes);
  expect(got.length).toBe(sent.reduce((sum, count) => sum + count, 0));
  expect(got.every((byte, i) => byte === (i & 0xff))).toBe(true);
});

test('what a writer changes afterwards does not change what was written', () => {
  const { kernel, drain } = bench([]);
  const [reading, writing] = kernel.pipe();
  for (const length of [10, 5000]) {
    const data = new Uint8Array(length).fill(97);
    kernel.write(writing, data);
    data.fill(98);
    expect(drain(reading)).toBe('a'.repeat(length));
  }
});

test('the end comes when the last writer has closed, EPIPE when the last reader has', () => {
  const { kernel } = bench([]);
  const [reading, writing] = kernel.pipe();
  expect(kernel.read(reading)).toBeUndefined();
  kernel.write(writing, Uint8Array.of(1));
  kernel.close(writing);
  expect([kernel.read(reading), kernel.read(reading)]).toEqual([Uint8Array.of(1), new Uint8Array(0)]);
  const other = kernel.pipe();
  kernel.close(other[0]);
  expect(attempt(() => kernel.write(other[1], Uint8Array.of(1)))).toBe('EPIPE');
});

const yes = program('yes', function* (sys) {
  for (;;) yield* sys.write(1, 'y\n');
});
const head = program('head', function* (sys) {
  yield* sys.write(1, yield* sys.read(0, 4));
  return 0;
});
/** `join ACTION`: yes | head; says how yes ended. */
const join = program('join', function* (sys) {
  if (sys.argv[1] === 'ignore') sys.onSignal('PIPE', 'ignore');
  const [reading, writing] = sys.pipe();
  const pid = sys.spawn({ path: '/bin/yes', argv: ['yes'], fds: { 1: writing, 2: 2 } });
  sys.spawn({ path: '/bin/head', argv: ['head'], fds: { 0: reading, 1: 1 } });
  sys.close(reading);
  sys.close(writing);
  const { status } = yield* sys.wait(pid);
  yield* sys.write(1, JSON.stringify(status));
  return 0;
});

test('a writer without reader gets SIGPIPE; EPIPE if it ignores that', () => {
  const { run } = bench([yes, head, join]);
  expect(run('join').stdout).toBe('y\ny\n{"kind":"signaled","signal":"PIPE"}');
  expect(run('join ignore')).toMatchObject({
    stdout: 'y\ny\n{"kind":"exited","status":1}',
    stderr: 'yes: Broken pipe\n',
  });
});

test('a writer waits for its reader: no more than a pipe is ahead', () => {
  const { kernel, start } = bench([yes]);
  const [reading, stdout] = kernel.pipe();
  start('yes', { fds: { 1: stdout } });
  kernel.close(stdout);
  expect(kernel.run(1_000_000).state).toBe('idle');
  let read = 0;
  for (let bytes = kernel.read(reading); bytes; bytes = kernel.read(reading)) read += bytes.length;
  expect(read).toBe(65_536);
  expect(kernel.run(1_000_000).state).toBe('idle');
  expect(kernel.read(reading)?.length).toBe(65_536);
});

test('a FIFO joins two that open it, whoever comes first', () => {
  const writer = program('writer', function* (sys) {
    const fd = sys.open('/tmp/fifo', { write: true });
    yield* sys.write(fd, 'over the fifo\n');
    return 0;
  });
  const reader = program('reader', function* (sys) {
    const fd = sys.open('/tmp/fifo');
    for (;;) {
      const bytes = yield* sys.read(fd);
      if (bytes.length === 0) return 0;
      yield* sys.write(1, bytes);
    }
  });
  for (const order of [
    ['writer', 'reader'],
    ['reader', 'writer'],
  ]) {
    const both = program('both', function* (sys) {
      sys.mknod('/tmp/fifo', 'fifo', 0o666);
      for (const name of order) sys.spawn({ path: `/bin/${name}`, argv: [name] });
      yield* sys.wait(-1);
      yield* sys.wait(-1);
      yield* sys.write(1, `${sys.stat('/tmp/fifo').type}`);
      return 0;
    });
    const made = bench([writer, reader, both]);
    expect(made.run('both')).toMatchObject({ stdout: 'over the fifo\nfifo', stderr: '' });
  }
});
