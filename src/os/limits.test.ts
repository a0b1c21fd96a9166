import { expect, test } from 'vitest';
import { isErrno } from '../fs/index.ts';
import type { GeneratorProgram, StepProgram } from './index.ts';
import { bench } from './testing.ts';

const program = (name: string, main: GeneratorProgram['main']): GeneratorProgram => ({ name, main });

/** `:(){ :|:& };:` as a program of steps: every copy forks for as long as it may. */
const bomb: StepProgram = {
  name: 'bomb',
  start: () => ({ refused: 0 }),
  step(sys, state) {
    const own = state as { refused: number };
    try {
      sys.fork(state);
    } catch (error) {
      if (!isErrno(error, 'EAGAIN')) throw error;
      own.refused++;
    }
    return 'continue';
  },
};
const sleeper = program('sleeper', function* () {
  for (;;) yield { on: [] };
});
const hello = program('hello', function* (sys) {
  yield* sys.write(1, 'hello');
  return 0;
});

test('a fork bomb meets EAGAIN, others go on, and it can be ended', () => {
  const made = bench([bomb, hello]);
  const { kernel, start } = made;
  const pid = start('bomb', { pidNamespace: 'new' });
  expect(kernel.run(20_000).state).toBe('busy');
  expect(kernel.processes(pid).length).toBe(256);
  const [out, stdout] = kernel.pipe();
  start('hello', { fds: { 1: stdout } });
  kernel.run(30_000);
  expect(made.drain(out)).toBe('hello');
  kernel.signal(pid, 'KILL');
  expect(kernel.run(1000)).toEqual({ state: 'idle', steps: 0 });
  expect(kernel.faults).toEqual([]);
});

test('a thousand containers fit, and the whole machine has a limit too', () => {
  const { kernel, start } = bench([sleeper], { limits: { processes: 1200 } });
  const begin = () => start('sleeper', { pidNamespace: 'new' });
  for (let i = 0; i < 1200; i++) begin();
  expect(begin).toThrow('Resource temporarily unavailable');
  expect(kernel.processes().length).toBe(1201);
});

test('descriptors: EMFILE, and what was open stays so', () => {
  const opener = program('opener', function* (sys) {
    const codes: string[] = [];
    for (const act of [() => sys.open('/dev/null'), () => sys.dup(0), () => sys.pipe(), () => sys.listen(1)]) {
      try {
        for (;;) act();
      } catch (error) {
        codes.push(isErrno(error) ? error.code : 'bug');
      }
    }
    yield* sys.write(1, `${sys.fds().length} ${codes}`);
    return 0;
  });
  expect(bench([opener], { limits: { files: 64 } }).run('opener').stdout).toBe('64 EMFILE,EMFILE,EMFILE,EMFILE');
});

test('who keeps more than the memory is killed; who checkpoints is not', () => {
  const hoard = program('hoard', function* (sys) {
    const fd = sys.open('/dev/zero');
    for (;;) {
      yield* sys.read(fd);
      yield* sys.turn();
    }
  });
  const stream = program('stream', function* (sys, saved) {
    const fd = (saved as number | undefined) ?? sys.open('/dev/zero');
    for (let i = 0; i < 500; i++) {
      sys.checkpoint(fd);
      yield* sys.read(fd);
      yield* sys.turn();
    }
    return 0;
  });
  const { start, kernel } = bench([hoard, stream, sleeper], { limits: { memory: 10_000_000 } });
  const pids = [start('hoard'), start('stream'), start('sleeper')];
  kernel.run(1_000_000);
  expect(pids.map((pid) => kernel.status(pid))).toEqual([
    { kind: 'signaled', signal: 'KILL' },
    { kind: 'exited', status: 0 },
    undefined,
  ]);
});

test('what is kept for the dead counts no more', () => {
  const reader = program('reader', function* (sys) {
    const fd = sys.open('/dev/zero');
    for (let i = 0; i < 20; i++) yield* sys.read(fd);
    const [, writing] = sys.pipe();
    yield* sys.write(writing, new Uint8Array(60_000));
    if (sys.argv[1] === 'exec') sys.exec('/bin/reader', ['reader']);
    return 0;
  });
  const { run, kernel } = bench([reader], { limits: { memory: 3_000_000 } });
  for (let i = 0; i < 10; i++) expect(run('reader exec').status).toEqual({ kind: 'exited', status: 0 });
  expect(kernel.memory).toBe(0);
});

test('repeated nothings are kept as a count', () => {
  const writer = program('writer', function* (sys) {
    for (let i = 0; i < 100_000; i++) yield* sys.write(1, 'y');
    for (;;) yield { on: [] };
  });
  const { start, kernel, host } = bench([writer]);
  start('writer', { fds: { 1: kernel.openFile(host, '/dev/null', { write: true }) } });
  kernel.run(1000);
  expect(kernel.memory).toBeLessThan(1000);
});
