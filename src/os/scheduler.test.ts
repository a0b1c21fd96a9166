import { expect, test } from 'vitest';
import type { GeneratorProgram, StepProgram } from './index.ts';
import { QUANTUM } from './scheduler.ts';
import { bench } from './testing.ts';

/** A program of steps that notes its turns: `spin N` counts to N and ends. */
function spinner(log: string[]): StepProgram {
  return {
    name: 'spin',
    start: () => ({ left: 0, begun: false }),
    step(sys, state) {
      const own = state as { left: number; begun: boolean };
      if (!own.begun) [own.left, own.begun] = [Number(sys.argv[2]), true];
      log.push(sys.argv[1] ?? '');
      return --own.left > 0 ? 'continue' : { exit: 0 };
    },
  };
}

/** `aaab`: 3 steps of a, one of b, as `a3 b1`. */
function runs(log: readonly string[]): string {
  return log
    .join('')
    .replace(/(.)\1*/g, (letters) => `${letters[0]}${letters.length} `)
    .trim();
}

test('ready processes take turns of a fixed length in pid order', () => {
  const log: string[] = [];
  const { start, settle } = bench([spinner(log)]);
  start(`spin a ${2 * QUANTUM}`);
  start(`spin b ${QUANTUM - 1}`);
  start(`spin c ${3 * QUANTUM}`);
  settle();
  // The first turn's first step only begins the program.
  const q = QUANTUM;
  expect(runs(log)).toBe(`a${q - 1} b${q - 1} c${q - 1} a${q} c${q} a1 c${q + 1}`);
});

test.each([1, 2, 7, QUANTUM - 1, QUANTUM, 1000])('in slices of %d steps the order is the same', (slice) => {
  const whole: string[] = [];
  const sliced: string[] = [];
  for (const [log, steps] of [
    [whole, 1e6],
    [sliced, slice],
  ] as const) {
    const { start, kernel } = bench([spinner(log)]);
    for (const [name, count] of Object.entries({ a: 200, b: 30, c: 150, d: 64 })) start(`spin ${name} ${count}`);
    while (kernel.run(steps).state === 'busy');
    log.push(String(kernel.uptime()));
  }
  expect(sliced).toEqual(whole);
});

test('who only takes turns lets others go first, but is never asleep', () => {
  const log: string[] = [];
  const polite: GeneratorProgram = {
    name: 'polite',
    *main(sys) {
      for (let i = 0; i < 3; i++) {
        log.push(sys.argv[1] ?? '');
        yield* sys.turn();
      }
      return 0;
    },
  };
  const { start, kernel } = bench([polite]);
  for (const name of ['a', 'b', 'c']) start(`polite ${name}`);
  expect(kernel.run(1000)).toEqual({ state: 'idle', steps: 12 });
  expect(log.join('')).toBe('abcabcabc');
});

test('time moves by the steps, leaps by advance, and never stands still for now()', () => {
  const sleepy: GeneratorProgram = {
    name: 'sleepy',
    *main(sys) {
      yield* sys.sleep(250.5);
      yield* sys.write(1, String(sys.uptime()));
      return 0;
    },
  };
  const { kernel, start, drain } = bench([sleepy]);
  const [out, stdout] = kernel.pipe();
  start('sleepy', { fds: { 1: stdout } });
  expect(kernel.run(100)).toEqual({ state: 'idle', steps: 1 });
  expect([kernel.uptime(), kernel.nextTimer()]).toEqual([0.001, 250.501]);
  kernel.advance(100);
  expect([kernel.run(100).steps, kernel.uptime()]).toEqual([0, 100]);
  kernel.advance(kernel.nextTimer() ?? 0);
  expect(kernel.run(100).steps).toBe(1);
  expect(drain(out)).toBe('250.502');
  expect(kernel.nextTimer()).toBeUndefined();
  const times = Array.from({ length: 1000 }, () => kernel.now());
  expect(times.every((time, i) => i === 0 || time > times[i - 1]!)).toBe(true);
  kernel.advance(100);
  expect(kernel.uptime()).toBe(250.502);
});

test('sleepers wake in the order of their moments, at one moment in pid order', () => {
  const log: string[] = [];
  const sleeper: GeneratorProgram = {
    name: 'sleeper',
    *main(sys) {
      for (const ms of sys.argv.slice(2)) {
        yield { on: ['nothing'], until: Number(ms) };
        log.push(`${sys.argv[1]}${ms}`);
      }
      return 0;
    },
  };
  const { start, settle } = bench([sleeper]);
  start('sleeper a 30 50');
  start('sleeper b 10 50 60');
  start('sleeper c 20 30 55');
  settle();
  expect(log).toEqual(['b10', 'c20', 'a30', 'c30', 'a50', 'b50', 'c55', 'b60']);
});

test('a wake-up wakes those who wait for its name, and a wait may have several', () => {
  const log: string[] = [];
  const waiter: GeneratorProgram = {
    name: 'waiter',
    *main(sys) {
      for (;;) {
        yield { on: sys.argv.slice(2), until: 1000 };
        log.push(`${sys.argv[1]}@${Math.floor(sys.uptime())}`);
        if (sys.uptime() >= 1000) return 0;
      }
    },
  };
  const { start, kernel, settle } = bench([waiter]);
  start('waiter a x y');
  start('waiter b y');
  kernel.run(100);
  // The turns go round: after a comes b.
  for (const [name, woken] of [
    ['x', 'a@0'],
    ['z', ''],
    ['y', 'b@0 a@0'],
    ['y', 'b@0 a@0'],
    ['x', 'a@0'],
  ] as const) {
    kernel.notify(name);
    kernel.run(100);
    expect(log.splice(0).join(' ')).toBe(woken);
  }
  settle();
  expect(log.join(' ')).toBe('b@1000 a@1000');
});

test('one process looks after a thousand pipes at the cost of those that are written to', () => {
  const log: string[] = [];
  const keeper: GeneratorProgram = {
    name: 'keeper',
    *main(sys) {
      for (;;) {
        for (const name of sys.call(() => made.kernel.fired('keeper'))) log.push(name);
        yield { on: ['keeper'] };
      }
    },
  };
  const made = bench([keeper]);
  const { kernel, start } = made;
  start('keeper');
  const pipes = Array.from({ length: 1000 }, () => kernel.pipe());
  const names = pipes.map(([reading]) => kernel.readable(reading).on[0] ?? '');
  for (const name of names) kernel.watch(name, 'keeper');
  kernel.run(10);
  const write = (i: number) => kernel.write(pipes[i]![1], Uint8Array.of(1));
  for (const i of [5, 900, 5]) write(i);
  expect([kernel.run(10).steps, log.splice(0)]).toEqual([1, [names[5], names[900]]]);
  kernel.unwatch(names[5]!);
  write(5);
  expect(kernel.run(10).steps).toBe(0);
  write(7);
  const saved = structuredClone(kernel.save()) as { fired: Map<string, Set<string>> };
  expect(saved.fired).toEqual(new Map([['keeper', new Set([names[7]])]]));
});

test('a thousand sleepers cost the others no steps', () => {
  const sleeper: GeneratorProgram = {
    name: 'sleeper',
    *main(sys) {
      yield* sys.sleep(1e9);
      return 0;
    },
  };
  const log: string[] = [];
  const { start, kernel } = bench([sleeper, spinner(log)]);
  for (let i = 0; i < 1000; i++) start('sleeper', { pidNamespace: 'new' });
  expect(kernel.run(10_000)).toEqual({ state: 'idle', steps: 1000 });
  start('spin a 500');
  expect(kernel.run(10_000)).toEqual({ state: 'idle', steps: 501 });
});

test('the same seed gives the same random numbers', () => {
  const dice: GeneratorProgram = {
    name: 'dice',
    *main(sys) {
      const numbers = Array.from({ length: 5 }, () => sys.random());
      const bytes = yield* sys.read(sys.open('/dev/urandom'), 8);
      yield* sys.write(1, `${numbers.every((n) => n >= 0 && n < 1)} ${numbers} ${bytes}`);
      return 0;
    },
  };
  const rolls = [1, 1, 2].map((seed) => bench([dice], { seed }).run('dice').stdout);
  expect(rolls[0]).toMatch(/^true /);
  expect(rolls[0]).toBe(rolls[1]);
  expect(rolls[0]).not.toBe(rolls[2]);
});
