import { expect, test } from 'vitest';
import { isErrno } from '../fs/index.ts';
import type { GeneratorProgram, Op } from './index.ts';
import { bench } from './testing.ts';

const program = (name: string, main: GeneratorProgram['main']): GeneratorProgram => ({ name, main });

class Refused extends Error {
  constructor(
    readonly kind: string,
    message: string,
  ) {
    super(message);
    this.name = 'Refused';
  }
}

/** A service outside of the processes, like the engine: it counts how often it is asked. */
function service() {
  const asked: string[] = [];
  const state = { ready: false };
  return {
    asked,
    state,
    count: () => asked.push('count'),
    refuse(): never {
      asked.push('refuse');
      throw new Refused('conflict', 'no');
    },
    *wait(): Op<string> {
      asked.push('wait');
      while (!state.ready) yield { on: ['service'] };
      return 'ready';
    },
    *refuseLater(): Op<never> {
      while (!state.ready) yield { on: ['service'] };
      throw new Refused('late', 'not now either');
    },
  };
}

test('calls are not made again by a restored process; operations that wait are', () => {
  const engine = service();
  const client = program('client', function* (sys) {
    const number = sys.call(() => engine.count());
    let refusal = '';
    try {
      sys.call(() => engine.refuse());
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      refusal = `${error.name} ${error.kind} ${error.message}`;
    }
    const answer = yield* sys.operate(() => engine.wait());
    try {
      yield* sys.operate(() => engine.refuseLater());
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      refusal += `, ${error.kind}`;
    }
    yield* sys.sleep(1);
    yield* sys.write(1, `${number}, ${refusal}, ${answer}`);
    return 0;
  });
  const made = bench([client], { errors: [Refused] });
  const [out, stdout] = made.kernel.pipe();
  made.start('client', { fds: { 1: stdout } });
  made.settle();
  expect(engine.asked.splice(0)).toEqual(['count', 'refuse', 'wait']);
  const waiting = made.fork();
  expect(engine.asked.splice(0)).toEqual([]);
  waiting.kernel.notify('service');
  waiting.settle();
  expect(engine.asked.splice(0)).toEqual(['wait']);
  engine.state.ready = true;
  waiting.kernel.notify('service');
  waiting.kernel.run(100);
  const sleeping = waiting.fork();
  expect(engine.asked.splice(0)).toEqual([]);
  for (const { kernel, settle, drain } of [sleeping, waiting, made]) {
    kernel.notify('service');
    settle();
    expect(drain(out)).toBe('1, Refused conflict no, late, ready');
    expect(kernel.faults).toEqual([]);
  }
});

test('a caught signal interrupts an operation, which is then begun again', () => {
  const engine = service();
  const client = program('client', function* (sys) {
    sys.onSignal('INT', 'catch');
    for (;;) {
      try {
        yield* sys.write(1, yield* sys.operate(() => engine.wait()));
        return 0;
      } catch (error) {
        if (!isErrno(error, 'EINTR')) throw error;
        yield* sys.write(1, `${sys.takeSignal()} `);
      }
    }
  });
  const made = bench([client]);
  const [out, stdout] = made.kernel.pipe();
  const pid = made.start('client', { fds: { 1: stdout } });
  made.settle();
  made.kernel.signal(pid, 'INT');
  made.settle();
  const fork = made.fork();
  engine.state.ready = true;
  for (const { kernel, settle, drain } of [fork, made]) {
    kernel.signal(pid, 'INT');
    settle();
    expect(drain(out)).toBe('INT ready');
    expect(kernel.status(pid)).toEqual({ kind: 'exited', status: 0 });
  }
});

test('of an operation that uses system calls only the result is kept', () => {
  const client = program('client', function* (sys) {
    const [reading, writing] = sys.pipe();
    const got = yield* sys.operate(function* () {
      sys.stat('/');
      yield* sys.turn();
      yield* sys.write(writing, 'x');
      return (yield* sys.read(reading)).length;
    });
    yield* sys.sleep(1);
    yield* sys.write(1, String(got));
    return 0;
  });
  const made = bench([client]);
  const [out, stdout] = made.kernel.pipe();
  made.start('client', { fds: { 1: stdout } });
  made.kernel.run(100);
  for (const machine of [made.fork(), made]) {
    machine.settle();
    expect([machine.drain(out), machine.kernel.faults]).toEqual(['1', []]);
  }
});

test('an operation that ends its own process does not go on', () => {
  const client = program('client', function* (sys) {
    yield* sys.operate(function* () {
      made.kernel.signal(sys.pid, 'KILL');
      return 1;
    });
    return 0;
  });
  const made = bench([client]);
  expect(made.run('client').status).toEqual({ kind: 'signaled', signal: 'KILL' });
  expect(made.kernel.faults).toEqual([]);
});

test('a restored program that makes other calls than before is ended, and the fault is told', () => {
  let before = true;
  const forgetful = program('forgetful', function* (sys) {
    if (before) sys.stat('/');
    else sys.readdir('/');
    for (;;) yield* sys.sleep(10);
  });
  const quitter = program('quitter', function* (sys) {
    sys.stat('/');
    if (!before) return 0;
    yield* sys.sleep(10);
    return 0;
  });
  const early = program('early', function* (sys) {
    if (!before) yield* sys.turn();
    sys.stat('/');
    yield* sys.sleep(10);
    return 0;
  });
  const made = bench([forgetful, quitter, early]);
  for (const name of ['forgetful', 'quitter', 'early']) made.start(name);
  made.kernel.run(100);
  before = false;
  const { kernel } = made.fork();
  expect(kernel.faults.map(({ message }) => message.split('\n')[0])).toEqual([
    'Error: forgetful was restored and calls readdir; it had called stat there',
    'Error: quitter was restored and ended; it had waited there',
    'Error: early was restored and waits; it had gone on there',
  ]);
  expect(kernel.processes().length).toBe(1);
});
