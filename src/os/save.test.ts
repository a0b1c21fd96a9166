import { describe, expect, test } from 'vitest';
import { isErrno } from '../fs/index.ts';
import type { GeneratorProgram, Op, Program, StepProgram, Sys } from './index.ts';
import { type Bench, bench } from './testing.ts';

/** Copies standard input to standard output. */
function* copy(sys: Sys): Op<number> {
  for (;;) {
    const bytes = yield* sys.read(0, 100);
    if (bytes.length === 0) return 0;
    yield* sys.write(1, bytes);
  }
}
const cat: GeneratorProgram = { name: 'cat', main: copy };

const program = (name: string, main: GeneratorProgram['main']): GeneratorProgram => ({ name, main });

/** Prints numbers with sleeps between, the times too. */
const ticker = program('ticker', function* (sys) {
  for (let i = 0; i < 5; i++) {
    yield* sys.sleep(30 + 10 * sys.random());
    yield* sys.write(1, `${i} ${sys.now()} ${sys.uptime()}\n`);
  }
  return 3;
});

/** Writes more than a pipe holds, in one go. */
const flood = program('flood', function* (sys) {
  yield* sys.write(
    1,
    new Uint8Array(100_000).map((_, i) => 97 + (i % 26)),
  );
  return 0;
});

/** Reads slowly. */
const slow = program('slow', function* (sys) {
  let sum = 0;
  for (;;) {
    const bytes = yield* sys.read(0, 7000);
    if (bytes.length === 0) break;
    for (const byte of bytes) sum = (sum * 31 + byte) % 1_000_003;
    yield* sys.sleep(1);
  }
  yield* sys.write(1, `${sum}\n`);
  return 0;
});

/** A copy of a file in small pieces, taking turns and keeping count in its environment. */
const copier = program('copier', function* (sys) {
  const from = sys.open('/tmp/big');
  const to = sys.open('/tmp/copy', { write: true, create: true, truncate: true });
  for (;;) {
    const bytes = yield* sys.read(from, 1000);
    if (bytes.length === 0) break;
    yield* sys.write(to, bytes);
    sys.env.COUNT = String(Number(sys.env.COUNT ?? 0) + 1);
    yield* sys.turn();
  }
  sys.close(from);
  sys.close(to);
  yield* sys.write(1, `${sys.env.COUNT} ${sys.cwd} ${sys.stat('/tmp/copy').size}\n`);
  return 0;
});

/** Goes on from its checkpoints. */
const counter = program('counter', function* (sys, saved) {
  let count = (saved as number | undefined) ?? 0;
  while (count < 20) {
    sys.checkpoint(count);
    yield* sys.write(1, `${count} `);
    yield* sys.sleep(1);
    count++;
  }
  return count;
});

/** Errors that it catches, children that it starts and waits for, a wait of its own. */
const parent = program('parent', function* (sys) {
  try {
    sys.open('/nosuch');
  } catch (error) {
    if (!isErrno(error, 'ENOENT')) throw error;
    yield* sys.write(1, 'no such\n');
  }
  const [reading, writing] = sys.pipe();
  sys.spawn({ path: '/bin/ticker', argv: ['ticker'], fds: { 1: writing } });
  sys.close(writing);
  for (;;) {
    const bytes = sys.tryRead(reading);
    if (bytes === undefined) yield sys.readable(reading);
    else if (bytes.length === 0) break;
    else yield* sys.write(1, bytes);
  }
  const { status } = yield* sys.wait(-1);
  yield* sys.write(1, JSON.stringify(status));
  return 0;
});

/** Catches signals while it sleeps. */
const catcher = program('catcher', function* (sys) {
  sys.onSignal('USR1', 'catch');
  for (let caught = 0; caught < 3; ) {
    try {
      yield* sys.sleep(1000);
      yield* sys.write(1, 'slept\n');
    } catch (error) {
      if (!isErrno(error, 'EINTR')) throw error;
      yield* sys.write(1, `${sys.takeSignal()}\n`);
      caught++;
    }
  }
  return 0;
});
const killer = program('killer', function* (sys) {
  const pid = sys.spawn({ path: '/bin/catcher', argv: ['catcher'] });
  for (let i = 0; i < 3; i++) {
    yield* sys.sleep(400 * i + 300);
    sys.kill(pid, 'USR1');
  }
  yield* sys.wait(pid);
  return 0;
});

/** A shell in miniature: a loop that forks a copy of itself for each number, which prints and exits. */
interface ShellState {
  number: number;
  child: boolean;
  seen: string[];
}
const forker: StepProgram<ShellState> = {
  name: 'forker',
  start: () => ({ number: 0, child: false, seen: [] }),
  step(sys, state) {
    if (state.child) {
      const line = new TextEncoder().encode(`${state.number} of ${state.seen.length}\n`);
      return sys.tryWrite(1, line) === line.length ? { exit: state.number } : sys.writable(1);
    }
    if (state.number < 6) {
      sys.fork({ ...state, child: true });
      state.seen.push(`child ${state.number++}`);
      return 'continue';
    }
    try {
      const ended = sys.tryWait(-1);
      if (!ended) return sys.childWait();
      state.seen.push(JSON.stringify(ended));
      return 'continue';
    } catch (error) {
      if (!isErrno(error, 'ECHILD')) throw error;
      return { exit: state.seen.length };
    }
  },
};

/** flood | slow, or any two. */
const join = program('join', function* (sys) {
  const [reading, writing] = sys.pipe();
  const [left = '', right = ''] = sys.argv.slice(1);
  sys.spawn({ path: `/bin/${left}`, argv: [left], fds: { 0: 0, 1: writing, 2: 2 } });
  sys.spawn({ path: `/bin/${right}`, argv: [right], fds: { 0: reading, 1: 1, 2: 2 } });
  sys.close(reading);
  sys.close(writing);
  yield* sys.wait(-1);
  const { status } = yield* sys.wait(-1);
  return status.kind === 'exited' ? status.status : 99;
});

const server = program('server', function* (sys) {
  const listener = sys.listen(80);
  for (let i = 0; i < 3; i++) {
    const connection = yield* sys.accept(listener);
    const request = yield* sys.read(connection);
    yield* sys.write(connection, `you said ${new TextDecoder().decode(request)}`);
    sys.close(connection);
  }
  return 0;
});
const client = program('client', function* (sys) {
  yield* sys.sleep(5);
  const connection = yield* sys.connect('localhost', 80);
  yield* sys.write(connection, `${sys.argv[1]}\n`);
  for (;;) {
    const bytes = yield* sys.read(connection);
    if (bytes.length === 0) return 0;
    yield* sys.write(1, bytes);
  }
});
const talk = program('talk', function* (sys) {
  sys.spawn({ path: '/bin/server', argv: ['server'] });
  for (const word of ['one', 'two', 'three']) sys.spawn({ path: '/bin/client', argv: ['client', word] });
  for (let i = 0; i < 4; i++) yield* sys.wait(-1);
  return 0;
});

const programs: readonly Program[] = [
  cat,
  ticker,
  flood,
  slow,
  copier,
  counter,
  parent,
  catcher,
  killer,
  forker as StepProgram,
  join,
  server,
  client,
  talk,
];

function machine(): Bench {
  const made = bench(programs);
  made.write('/tmp/big', 'The quick brown fox jumps over the lazy dog. '.repeat(300));
  return made;
}

/** Starts a command on a fresh machine; its standard output is the pipe whose reading end is given. */
function begin(command: string) {
  const made = machine();
  const [out, stdout] = made.kernel.pipe();
  const input = made.kernel.openFile(made.host, '/dev/null', { read: true });
  const pid = made.start(command, { fds: { 0: input, 1: stdout, 2: stdout } });
  made.kernel.close(stdout);
  made.kernel.close(input);
  return { made, out, pid };
}

/** All that the rest of a run comes to. */
function finish(made: Bench, out: number, pid: number) {
  made.settle();
  const printed = made.drain(out);
  const [status, uptime, now] = [made.kernel.status(pid), made.kernel.uptime(), made.kernel.now()];
  const copied = made.host.stat('/', { cwd: '/', credentials: { uid: 0, gid: 0, groups: [] } }).mtime;
  return { printed, status, uptime, now, copied, faults: made.kernel.faults };
}

/** Lets so many steps pass, time leaping as it would; false when nothing is left to do. */
function advance({ kernel }: Bench, steps: number): boolean {
  for (let left = steps; left > 0; ) {
    const { state, steps: done } = kernel.run(left);
    left -= done;
    if (state === 'busy') continue;
    const timer = kernel.nextTimer();
    if (timer === undefined) return false;
    kernel.advance(timer);
  }
  return true;
}

const commands = [
  'ticker',
  'join flood slow',
  'join ticker cat',
  'copier',
  'counter',
  'parent',
  'killer',
  'forker',
  'talk',
];

describe('a machine forked in the middle goes on as the first', () => {
  test.each(commands)('%s', (command) => {
    const whole = begin(command);
    const expected = finish(whole.made, whole.out, whole.pid);
    expect(expected.faults).toEqual([]);
    expect(expected.status?.kind).toBe('exited');
    const first = begin(command);
    // Every step for the beginning, then further and further apart.
    for (let gap = 1, count = 0; advance(first.made, gap); count++) {
      if (count > 25) gap = Math.ceil(gap * 1.4);
      const fork = first.made.fork();
      expect(finish(fork, first.out, first.pid)).toEqual(expected);
    }
    expect(finish(first.made, first.out, first.pid)).toEqual(expected);
  });

  test.each(commands)('%s, as a fork of a fork of a fork…', (command) => {
    const whole = begin(command);
    const expected = finish(whole.made, whole.out, whole.pid);
    const { made, out, pid } = begin(command);
    let latest = made;
    for (let count = 0; count < 100 && advance(latest, 1 + (count % 3)); count++) {
      latest = latest.fork(structuredClone);
    }
    expect(finish(latest, out, pid)).toEqual(expected);
  });
});

test('a fork leaves the machine that it was made of alone, and the reverse', () => {
  const { made, out, pid } = begin('copier');
  advance(made, 7);
  const [before, fork] = [made.kernel.save(), made.fork()];
  finish(fork, out, pid);
  expect(made.kernel.save()).toEqual(before);
  expect(made.text('/tmp/copy').length).toBeLessThan(fork.text('/tmp/copy').length);
});

test('one saved state can be loaded many times', () => {
  const { made, out, pid } = begin('parent');
  advance(made, 12);
  const saved = made.kernel.save();
  const kept = structuredClone(saved);
  const results = [made.fork(() => saved), made.fork(() => saved)].map((fork) => finish(fork, out, pid));
  expect(results[0]).toEqual(results[1]);
  expect(saved).toEqual(kept);
});

test('a saved state is plain data', () => {
  for (const command of commands) {
    const { made } = begin(command);
    advance(made, 20);
    expect(functionsIn(structuredClone(made.kernel.save()))).toEqual([]);
  }
});

/** Paths of everything that is neither a plain value, array, object, Map, Set nor bytes. */
function functionsIn(value: unknown, path = 'state'): string[] {
  if (value === null || typeof value !== 'object') return typeof value === 'function' ? [path] : [];
  if (value instanceof Uint8Array) return [];
  const prototypes = [Object.prototype, Array.prototype, Map.prototype, Set.prototype];
  if (!prototypes.includes(Object.getPrototypeOf(value))) return [path];
  const entries = value instanceof Map || value instanceof Set ? [...value.entries()] : Object.entries(value);
  return entries.flatMap(([key, item]) => functionsIn(item, `${path}.${String(key)}`));
}
