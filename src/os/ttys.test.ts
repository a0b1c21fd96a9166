import { describe, expect, test } from 'vitest';
import { isErrno } from '../fs/index.ts';
import type { GeneratorProgram, Signal, StepProgram } from './index.ts';
import { bench } from './testing.ts';

const program = (name: string, main: GeneratorProgram['main']): GeneratorProgram => ({ name, main });
const encoder = new TextEncoder();

/** Says each line that it reads. */
const lines = program('lines', function* (sys) {
  for (;;) {
    const bytes = yield* sys.read(0);
    if (bytes.length === 0) break;
    yield* sys.write(1, `[${new TextDecoder().decode(bytes).trimEnd()}]\n`);
  }
  yield* sys.write(1, 'end\n');
  return 0;
});
const sleeper = program('sleeper', function* () {
  for (;;) yield { on: [] };
});
/** Catches what a terminal sends and says it. */
const catcher = program('catcher', function* (sys) {
  for (const signal of ['INT', 'QUIT', 'TSTP', 'WINCH', 'HUP', 'CONT'] as Signal[]) sys.onSignal(signal, 'catch');
  for (;;) {
    yield { on: [] };
    for (let signal = sys.takeSignal(); signal; signal = sys.takeSignal()) {
      try {
        const { columns } = sys.windowSize(1);
        yield* sys.write(1, signal === 'WINCH' ? `${signal} ${columns};` : `${signal};`);
      } catch (error) {
        if (!isErrno(error, 'EIO')) throw error;
        return 5;
      }
    }
  }
});
/** A shell in miniature: starts a job in a group of its own, in the foreground or behind, and says how it ended. */
const shell = program('shell', function* (sys) {
  const [, where, ...command] = sys.argv;
  for (const signal of ['INT', 'TTOU', 'TTIN', 'TSTP'] as Signal[]) sys.onSignal(signal, 'ignore');
  const pid = sys.spawn({
    path: `/bin/${command[0]}`,
    argv: command,
    pgid: 0,
    ...(where === 'fg' ? { foreground: 0 } : {}),
  });
  for (;;) {
    const ended = sys.tryWait(pid, { stopped: true });
    if (!ended) {
      yield sys.childWait();
      continue;
    }
    sys.foreground(0, sys.pgid);
    yield* sys.write(1, `${JSON.stringify(Object.values(ended.status))}\n`);
    if (ended.status.kind !== 'stopped') return 0;
    sys.foreground(0, pid);
    sys.kill(-pid, 'CONT');
  }
});
/** Signals that children of ignoring shells ignore too are the default again. */
const restore = program('restore', function* (sys) {
  for (const signal of ['INT', 'TTOU', 'TTIN', 'TSTP'] as Signal[]) sys.onSignal(signal, 'default');
  const command = sys.argv.slice(1);
  sys.exec(`/bin/${command[0]}`, command);
  return 0;
});

const programs = [lines, sleeper, catcher, shell, restore];

/** A command on a terminal of its own. */
function onTerminal(command: string, size = { columns: 80, rows: 24 }) {
  const made = bench(programs);
  const { kernel, drain } = made;
  const { master, slave } = kernel.pty(size);
  const pid = made.start(command, { fds: { 0: slave, 1: slave, 2: slave }, tty: slave });
  kernel.close(slave);
  kernel.run(10_000);
  return {
    ...made,
    master,
    pid,
    type(typed: string) {
      kernel.write(master, encoder.encode(typed));
      kernel.run(10_000);
      return drain(master);
    },
    ended: () => JSON.stringify(Object.values(kernel.status(pid) ?? {})),
  };
}

test('what is typed is echoed and read line by line, until ^D', () => {
  const { type, ended } = onTerminal('lines');
  expect(type('hi')).toBe('hi');
  expect(type('!\r')).toBe('!\r\n[hi!]\r\n');
  expect(type('a\rb\r')).toBe('a\r\nb\r\n[a]\r\n[b]\r\n');
  expect(type('\x04')).toBe('end\r\n');
  expect(ended()).toBe('["exited",0]');
});

describe('keys that send signals', () => {
  test.each([
    ['sleeper', '\x03', '^C', '["signaled","INT"]'],
    ['sleeper', '\x1c', '^\\', '["signaled","QUIT"]'],
    ['sleeper', 'x\x04\r', 'x\r\n', '[]'],
    ['catcher', '\x03', '^CINT;', '[]'],
    ['catcher', '\x1a\x1c', '^\\TSTP;QUIT;', '[]'],
    ['shell fg restore sleeper', '\x03', '^C["signaled","INT"]\r\n', '["exited",0]'],
    ['shell fg restore sleeper', '\x1a', '^Z["stopped","TSTP"]\r\n["continued"]\r\n', '["exited",0]'],
    ['shell bg restore sleeper', '\x03', '^C', '[]'],
  ])('%s, %j', (command, typed, shown, ended) => {
    const terminal = onTerminal(command);
    expect([terminal.type(typed), terminal.ended()]).toEqual([shown, ended]);
    expect(terminal.kernel.faults).toEqual([]);
  });

  test('a signal drops what was typed before and what was not shown yet', () => {
    const { type, kernel, master } = onTerminal('catcher');
    kernel.write(master, encoder.encode('typed'));
    expect(type('ahead\x03')).toBe('^CINT;');
  });
});

test('a background process that reads is stopped until it is brought to the foreground', () => {
  const { type, kernel, drain, master } = onTerminal('shell bg restore lines');
  // The shell waits for its job, which is stopped by SIGTTIN, and continues it in the foreground.
  kernel.run(10_000);
  expect(drain(master)).toBe('["stopped","TTIN"]\r\n["continued"]\r\n');
  expect(type('x\r')).toBe('x\r\n[x]\r\n');
});

test('a background process that ignores SIGTTIN gets EIO', () => {
  const { drain, master } = onTerminal('shell bg lines');
  expect(drain(master)).toBe('lines: Input/output error\r\n["exited",1]\r\n');
});

test('a new size is told to the foreground group, once', () => {
  const { kernel, master, type } = onTerminal('catcher');
  kernel.resize(master, { columns: 100, rows: 30 });
  kernel.resize(master, { columns: 100, rows: 30 });
  expect(type('')).toBe('WINCH 100;');
});

test('when the terminal goes, the session gets SIGHUP and reads an end', () => {
  for (const [command, ended] of [
    ['sleeper', '["signaled","HUP"]'],
    ['lines', '["signaled","HUP"]'],
    ['catcher', '["exited",5]'],
    ['shell fg restore sleeper', '["signaled","HUP"]'],
  ] as const) {
    const terminal = onTerminal(command);
    terminal.kernel.close(terminal.master);
    terminal.kernel.run(10_000);
    expect([command, terminal.ended()]).toEqual([command, ended]);
    expect(terminal.kernel.processes().length).toBe(1);
  }
});

test("when the session's leader ends, its foreground job gets SIGHUP", () => {
  const { kernel, pid } = onTerminal('shell fg restore sleeper');
  kernel.signal(pid, 'KILL');
  kernel.run(1000);
  expect(kernel.processes().length).toBe(1);
});

test('/dev/tty is the terminal of the session, and there is none without', () => {
  const say = program('say', function* (sys) {
    const fd = sys.open('/dev/tty', { read: true, write: true });
    yield* sys.write(fd, `${sys.isatty(fd)} ${sys.ttyname(fd)} ${sys.stat('/dev/pts/0').rdev}`);
    return 0;
  });
  const made = bench([say]);
  const { master, slave } = made.kernel.pty({ columns: 80, rows: 24 });
  const { stderr } = made.run('say', { tty: slave });
  expect([made.drain(master), stderr]).toEqual(['true /dev/pts/0 136,0', '']);
  expect(made.run('say').stderr).toBe('say: No such device or address\n');
});

test("each container's first terminal is /dev/pts/0", () => {
  const say = program('say', function* (sys) {
    yield* sys.write(1, `${sys.ttyname(0)} `);
    for (;;) yield { on: [] };
  });
  const made = bench([say]);
  const starts: (object | undefined)[] = [undefined, undefined, { pidNamespace: 'new' }, { pidNamespace: 'new' }];
  const masters = starts.map((options) => {
    const { master, slave } = made.kernel.pty({ columns: 80, rows: 24 });
    made.start('say', { fds: { 0: slave, 1: slave, 2: slave }, tty: slave, ...options });
    return master;
  });
  made.kernel.run(1000);
  expect(masters.map((master) => made.drain(master)).join('')).toBe('/dev/pts/0 /dev/pts/1 /dev/pts/0 /dev/pts/0 ');
});

describe('back-pressure', () => {
  test('who pastes more than is read has to wait; an interrupt gets through', () => {
    const { kernel, master, type, ended } = onTerminal('sleeper');
    const paste = encoder.encode(`${'x'.repeat(79)}\r`.repeat(1000));
    let taken = 0;
    for (let i = 0; i < 100; i++) taken += kernel.write(master, paste.subarray(taken));
    expect(taken).toBeLessThanOrEqual(4096);
    expect(kernel.write(master, paste)).toBe(0);
    expect(kernel.writable(master).on.length).toBe(1);
    type('\x03');
    expect(ended()).toBe('["signaled","INT"]');
  });

  test('a paste of any size arrives when it is read', () => {
    const { kernel, master, drain } = onTerminal('lines');
    let text = '';
    const paste = encoder.encode(`${'x'.repeat(99)}\r`.repeat(1000));
    for (let at = 0; at < paste.length; ) {
      at += kernel.write(master, paste.subarray(at));
      kernel.run(1000);
      text += drain(master);
    }
    expect(text.match(/\[x{99}\]/g)?.length).toBe(1000);
  });

  test('a raw terminal takes no more than a queue full either', () => {
    const raw = program('raw', function* (sys) {
      sys.ttyMode(0, { canonical: false, echo: false, signals: false, output: false });
      for (;;) yield { on: [] };
    });
    const made = bench([raw]);
    const { master, slave } = made.kernel.pty({ columns: 80, rows: 24 });
    made.start('raw', { fds: { 0: slave, 1: slave, 2: slave }, tty: slave });
    made.kernel.run(100);
    expect(made.kernel.write(master, new Uint8Array(10_000_000))).toBe(4096);
    expect(made.kernel.write(master, new Uint8Array(10))).toBe(0);
  });

  test('who prints more than is shown has to wait', () => {
    const yes: StepProgram = {
      name: 'yes',
      start: () => ({}),
      step: (sys) => (sys.tryWrite(1, encoder.encode('y\n')) > 0 ? 'continue' : sys.writable(1)),
    };
    const made = bench([yes]);
    const { master, slave } = made.kernel.pty({ columns: 80, rows: 24 });
    made.start('yes', { fds: { 1: slave }, tty: slave });
    expect(made.kernel.run(1_000_000).state).toBe('idle');
    expect(made.drain(master).length).toBeLessThan(100_000);
    expect(made.kernel.run(1_000_000).steps).toBeGreaterThan(1000);
  });
});

test('a terminal with things typed, shown and waiting is saved whole', () => {
  const first = onTerminal('shell fg restore lines', { columns: 33, rows: 7 });
  first.kernel.write(first.master, encoder.encode('half a li'));
  first.kernel.run(1000);
  const fork = first.fork();
  const results = [first, fork].map(({ kernel, drain }) => {
    kernel.write(first.master, encoder.encode('ne\rnext\r\x04'));
    kernel.run(10_000);
    return [drain(first.master), kernel.uptime(), kernel.status(first.pid)];
  });
  expect(results[0]).toEqual(results[1]);
  expect(results[0]?.[0]).toBe('half a line\r\nnext\r\n[half a line]\r\n[next]\r\nend\r\n["exited",0]\r\n');
});
