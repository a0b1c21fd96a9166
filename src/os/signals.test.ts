import { describe, expect, test } from 'vitest';
import { isErrno } from '../fs/index.ts';
import type { GeneratorProgram, Signal } from './index.ts';
import { SIGNALS, signalNamed } from './index.ts';
import { bench } from './testing.ts';

const program = (name: string, main: GeneratorProgram['main']): GeneratorProgram => ({ name, main });

/** A wait that only a signal ends. */
const FOREVER = { on: [] };

/** `victim ACTION SIGNAL…`: sets the action for the signals and waits; says what it caught. */
const victim = program('victim', function* (sys) {
  const [action = 'default', ...signals] = sys.argv.slice(1);
  for (const signal of signals) sys.onSignal(signal as Signal, action as 'default');
  for (;;) {
    yield FOREVER;
    for (let caught = sys.takeSignal(); caught; caught = sys.takeSignal()) yield* sys.write(1, `${caught} `);
  }
});

/** `send SIGNAL… PID`: kill(1). */
const send = program('send', function* (sys) {
  const pid = Number(sys.argv.at(-1));
  for (const signal of sys.argv.slice(1, -1)) sys.kill(pid, signal as Signal);
  return 0;
});

/** `init ACTION SIGNAL… -- COMMAND…`: a container's pid 1, which starts a command and waits for all its children. */
const init = program('init', function* (sys) {
  const dashes = sys.argv.includes('--') ? sys.argv.indexOf('--') : sys.argv.length;
  const [action = 'default', ...signals] = sys.argv.slice(1, dashes);
  for (const signal of signals) sys.onSignal(signal as Signal, action as 'default');
  const command = sys.argv.slice(dashes + 1);
  if (command.length > 0) sys.spawn({ path: `/bin/${command[0]}`, argv: command });
  for (;;) {
    for (let caught = sys.takeSignal(); caught; caught = sys.takeSignal()) yield* sys.write(1, `${caught} `);
    try {
      yield* sys.wait(-1);
    } catch (error) {
      if (!isErrno(error, 'ECHILD', 'EINTR')) throw error;
      if (error.code === 'ECHILD') yield FOREVER;
    }
  }
});

const programs = [victim, send, init];

/** What has become of a process a little later. */
function fate(command: string, act: (made: ReturnType<typeof bench>, pid: number) => void, container = false) {
  const made = bench(programs);
  const [out, stdout] = made.kernel.pipe();
  const pid = made.start(command, { fds: { 1: stdout, 2: stdout }, ...(container ? { pidNamespace: 'new' } : {}) });
  made.kernel.run(1000);
  act(made, pid);
  made.kernel.run(1000);
  const state = made.kernel.processes().find((process) => process.pid === pid)?.state;
  const status = made.kernel.status(pid);
  expect(made.kernel.faults).toEqual([]);
  return `${made.drain(out)}${status ? (status.kind === 'exited' ? status.status : 'signal' in status && status.signal) : state}`;
}

describe('what a signal does to a process', () => {
  test.each<[action: string, signals: Signal[], fate: string]>([
    ['default', ['TERM'], 'TERM'],
    ['default', ['HUP'], 'HUP'],
    ['default', ['INT'], 'INT'],
    ['default', ['QUIT'], 'QUIT'],
    ['default', ['USR1'], 'USR1'],
    ['default', ['PIPE'], 'PIPE'],
    ['default', ['ALRM'], 'ALRM'],
    ['default', ['KILL'], 'KILL'],
    ['default', ['CHLD'], 'S'],
    ['default', ['URG'], 'S'],
    ['default', ['WINCH'], 'S'],
    ['default', ['CONT'], 'S'],
    ['default', ['STOP'], 'T'],
    ['default', ['STOP', 'CONT'], 'S'],
    ['default', ['STOP', 'TERM'], 'T'],
    ['default', ['STOP', 'KILL'], 'KILL'],
    ['default', ['STOP', 'TERM', 'CONT'], 'TERM'],
    ['ignore', ['TERM'], 'S'],
    ['ignore', ['TERM', 'INT', 'KILL'], 'KILL'],
    ['ignore', ['CONT', 'STOP', 'CONT'], 'S'],
    ['catch', ['TERM'], 'TERM S'],
    ['catch', ['TERM', 'TERM'], 'TERM S'],
    ['catch', ['TERM', 'INT'], 'TERM INT S'],
    ['catch', ['CHLD'], 'CHLD S'],
    ['catch', ['STOP', 'USR1'], 'T'],
    ['catch', ['STOP', 'USR1', 'CONT'], 'USR1 CONT S'],
    ['catch', ['KILL'], 'KILL'],
  ])('%s %j -> %s', (action, signals, expected) => {
    const settable = signals.filter((signal) => signal !== 'KILL' && signal !== 'STOP');
    const result = fate(`victim ${action} ${settable.join(' ')}`, ({ kernel }, pid) => {
      for (const signal of signals) kernel.signal(pid, signal);
    });
    expect(result).toBe(expected);
  });
});

describe("a namespace's init", () => {
  // From outside, as `docker kill` and `docker stop` send.
  test.each<[command: string, signals: Signal[], fate: string]>([
    ['init', ['TERM'], 'S'],
    ['init', ['INT', 'HUP', 'USR1', 'QUIT'], 'S'],
    ['init', ['KILL'], 'KILL'],
    ['init', ['STOP'], 'T'],
    ['init', ['TSTP'], 'S'],
    ['init catch TERM -- victim', ['TERM'], 'TERM S'],
    ['init ignore TERM', ['TERM'], 'S'],
  ])('%s, from outside: %j -> %s', (command, signals, expected) => {
    const result = fate(
      command,
      ({ kernel }, pid) => {
        for (const signal of signals) kernel.signal(pid, signal);
      },
      true,
    );
    expect(result).toBe(expected);
  });

  // From a process inside, as `docker exec c kill 1`.
  test.each([
    ['init default -- send KILL 1', 'S'],
    ['init default -- send STOP 1', 'S'],
    ['init default -- send TERM 1', 'S'],
    ['init catch USR1 -- send USR1 1', 'USR1 S'],
    ['init default -- victim default', 'S'],
  ])('%s, from inside', (command, expected) => {
    expect(fate(command, () => {}, true)).toBe(expected);
  });

  test('all the others of the namespace end with it, those that joined it too', () => {
    const made = bench(programs);
    const pid = made.start('init default -- victim', { pidNamespace: 'new' });
    const joined = made.start('victim', { pidNamespace: pid });
    made.kernel.run(1000);
    expect(made.kernel.processes(pid).map(({ argv }) => argv[0])).toEqual(['init', 'victim', 'victim']);
    made.kernel.signal(pid, 'KILL');
    expect(made.kernel.status(joined)).toEqual({ kind: 'signaled', signal: 'KILL' });
    expect(made.kernel.processes().map(({ argv }) => argv[0])).toEqual(['/sbin/init']);
  });

  test('numbers begin at 1, and what is outside cannot be seen', () => {
    const seen: unknown[] = [];
    const look = program('look', function* (sys) {
      seen.push([sys.pid, sys.ppid, sys.pgid, sys.processes().map(({ pid, ppid, argv }) => [pid, ppid, argv[0]])]);
      if (sys.pid === 1) {
        const child = sys.spawn({ path: '/bin/look', argv: ['look', 'child'], pgid: 0 });
        seen.push(child, yield* sys.wait(-1));
      }
      try {
        sys.kill(500, 0);
      } catch (error) {
        seen.push(isErrno(error) && error.code);
      }
      return 0;
    });
    const made = bench([look]);
    for (let i = 0; i < 5; i++) made.start('look child');
    made.settle();
    seen.length = 0;
    made.start('look', { pidNamespace: 'new' });
    made.settle();
    const both = [
      [1, 0, 'look'],
      [2, 1, 'look'],
    ];
    expect(seen).toEqual([
      [1, 0, 1, both.slice(0, 1)],
      [2, 1, 2, both],
      'ESRCH',
      2,
      { pid: 2, status: { kind: 'exited', status: 0 } },
      'ESRCH',
    ]);
  });
});

describe('who may send', () => {
  const learner = { uid: 1000, gid: 1000, groups: [1000] };
  test.each([
    [learner, 'victim', { uid: 0, gid: 0, groups: [0] }, 'send: Operation not permitted\nS'],
    [{ uid: 0, gid: 0, groups: [0] }, 'victim', learner, 'TERM'],
    [learner, 'victim', learner, 'TERM'],
    [learner, 'victim', { ...learner, uid: 1001 }, 'send: Operation not permitted\nS'],
  ])('%j to %s of %j: %j', (from, command, to, expected) => {
    const made = bench(programs);
    const pid = made.start(command, { credentials: to });
    made.kernel.run(100);
    const { stderr } = made.run(`send TERM ${pid}`, { credentials: from });
    const status = made.kernel.status(pid);
    const state = made.kernel.processes().find((process) => process.pid === pid)?.state;
    expect(stderr + (status ? 'signal' in status && status.signal : state)).toBe(expected);
  });
});

describe('children and parents', () => {
  test('an orphan goes to init, which reaps it', () => {
    const orphan = program('orphan', function* (sys) {
      if (sys.argv[1] === 'child') {
        yield* sys.sleep(10);
        yield* sys.write(1, `${sys.ppid}`);
      } else {
        sys.spawn({ path: '/bin/orphan', argv: ['orphan', 'child'] });
      }
      return 0;
    });
    const made = bench([orphan]);
    expect(made.run('orphan').stdout).toBe('1');
    expect(made.kernel.processes().length).toBe(1);
  });

  test('a zombie stays until it is waited for, unless SIGCHLD is ignored', () => {
    const parent = program('parent', function* (sys) {
      if (sys.argv[1] === 'ignore') sys.onSignal('CHLD', 'ignore');
      sys.spawn({ path: '/bin/send', argv: ['send', String(sys.pid)] });
      yield* sys.sleep(10);
      const states = () =>
        sys
          .processes()
          .map(({ state }) => state)
          .join('');
      yield* sys.write(1, states());
      try {
        yield* sys.wait(-1);
      } catch (error) {
        yield* sys.write(1, ` ${isErrno(error) && error.code}`);
      }
      yield* sys.write(1, ` ${states()}`);
      return 0;
    });
    const made = bench([...programs, parent]);
    expect(made.run('parent').stdout).toBe('SRZ SR');
    expect(made.run('parent ignore').stdout).toBe('SR ECHILD SR');
  });

  test('waiting tells how each ended, stopped and went on', () => {
    const told: unknown[] = [];
    const parent = program('parent', function* (sys) {
      const pid = sys.spawn({ path: '/bin/victim', argv: ['victim'], pgid: 0 });
      yield* sys.sleep(1);
      for (const signal of ['STOP', 'CONT', 'TERM'] as const) {
        sys.kill(-pid, signal);
        told.push(sys.tryWait(pid, { stopped: true })?.status);
      }
      told.push(sys.spawn({ path: '/bin/send', argv: ['send', '1'] }) > 0);
      told.push((yield* sys.wait(-1)).status);
      return 7;
    });
    const made = bench([...programs, parent]);
    expect(made.run('parent').status).toEqual({ kind: 'exited', status: 7 });
    expect(told).toEqual([
      { kind: 'stopped', signal: 'STOP' },
      { kind: 'continued' },
      { kind: 'signaled', signal: 'TERM' },
      true,
      { kind: 'exited', status: 0 },
    ]);
  });

  test('over exec and spawn ignored signals stay ignored, caught ones are default again', () => {
    const show = program('show', function* (sys) {
      yield* sys.write(1, (['HUP', 'INT', 'TERM'] as const).map((signal) => sys.signalAction(signal)).join(' '));
      return 0;
    });
    const wrap = program('wrap', function* (sys) {
      sys.onSignal('HUP', 'ignore');
      sys.onSignal('INT', 'catch');
      if (sys.argv[1] === 'exec') sys.exec('/bin/show', ['show']);
      sys.spawn({ path: '/bin/show', argv: ['show'] });
      yield* sys.wait(-1);
      return 0;
    });
    const made = bench([show, wrap]);
    expect(made.run('wrap exec').stdout).toBe('ignore default default');
    expect(made.run('wrap').stdout).toBe('ignore default default');
  });
});

test('a process that ends itself ends there', () => {
  const suicide = program('suicide', function* (sys) {
    yield* sys.write(1, 'before');
    sys.kill(sys.pid, 'TERM');
    yield* sys.write(1, 'after');
    return 0;
  });
  const made = bench([suicide]);
  expect(made.run('suicide')).toEqual({ stdout: 'before', stderr: '', status: { kind: 'signaled', signal: 'TERM' } });
});

test('a frozen namespace stands still until it is let go', () => {
  const made = bench(programs);
  const [out, stdout] = made.kernel.pipe();
  const pid = made.start('victim catch TERM', { pidNamespace: 'new', fds: { 1: stdout } });
  made.kernel.run(1000);
  made.kernel.freeze(pid, true);
  made.kernel.signal(pid, 'TERM');
  expect([made.kernel.run(1000).steps, made.drain(out)]).toEqual([0, '']);
  const fork = made.fork();
  for (const { kernel, drain } of [made, fork]) {
    kernel.freeze(pid, false);
    kernel.run(1000);
    expect(drain(out)).toBe('TERM ');
    kernel.freeze(pid, true);
    kernel.signal(pid, 'KILL');
    expect(kernel.status(pid)).toEqual({ kind: 'signaled', signal: 'KILL' });
  }
});

test.each([
  ['TERM', 'TERM'],
  ['SIGTERM', 'TERM'],
  ['sigterm', 'TERM'],
  ['15', 'TERM'],
  ['9', 'KILL'],
  ['0', undefined],
  ['NOSUCH', undefined],
  ['toString', undefined],
  ['', undefined],
])('signalNamed(%j) is %s', (text, expected) => {
  expect(signalNamed(text)).toBe(expected);
  expect(Object.keys(SIGNALS).length).toBe(31);
});
