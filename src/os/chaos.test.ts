import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isErrno } from '../fs/index.ts';
import type { GeneratorProgram, Op, Sys } from './index.ts';
import { type Bench, bench } from './testing.ts';

/*
 * Programs that do whatever their random numbers say: files, pipes, children, signals, sleeps, checkpoints. However it
 * goes, a machine forked at any moment goes on as the first does.
 */

const text = new TextDecoder();

function* act(sys: Sys, depth: number, pipe: readonly [number, number]): Op<void> {
  const choice = Math.floor(sys.random() * 14);
  const log = (line: string) => sys.write(1, `${sys.pid} ${line}\n`);
  switch (choice) {
    case 0:
      return yield* sys.sleep(sys.random() * 20);
    case 1:
      return yield* sys.turn();
    case 2:
      return yield* log(`at ${sys.now()}`);
    case 3:
      return void sys.tryWrite(pipe[1], new Uint8Array(Math.floor(sys.random() * 5000)).fill(65));
    case 4:
      return yield* log(`read ${sys.tryRead(pipe[0], 3000)?.length}`);
    case 5:
      yield { ...sys.readable(pipe[0]), until: sys.uptime() + 5 };
      return;
    case 6: {
      const fd = sys.open(`/tmp/${sys.pid}`, { read: true, write: true, create: true, append: true });
      yield* sys.write(fd, 'x'.repeat(Math.floor(sys.random() * 3000)));
      sys.seek(fd, 10);
      yield* log(`file ${(yield* sys.read(fd, 100)).length} ${sys.fstat(fd).size}`);
      return void (sys.random() < 0.8 && sys.close(fd));
    }
    case 7:
    case 8:
      if (depth < 3) yield* log(`child ${sys.spawn({ path: '/bin/chaos', argv: ['chaos', String(depth + 1)] })}`);
      return;
    case 9: {
      const ended = sys.tryWait(-1, { stopped: true });
      return yield* log(`ended ${JSON.stringify(ended)}`);
    }
    case 10: {
      const { pid } = yield* sys.wait(-1);
      return yield* log(`waited for ${pid}`);
    }
    case 11: {
      const others = sys.processes().filter(({ pid }) => pid > 2);
      const victim = others[Math.floor(sys.random() * others.length)];
      const signals = ['USR1', 'TERM', 'STOP', 'CONT', 'CONT'] as const;
      if (victim) sys.kill(victim.pid, signals[Math.floor(sys.random() * signals.length)]!);
      return;
    }
    case 12:
      sys.onSignal('USR1', sys.random() < 0.5 ? 'catch' : 'ignore');
      return yield* log(`caught ${sys.takeSignal()}`);
    default:
      return yield* log(text.decode(yield* sys.read(sys.open('/dev/urandom'), 8)).length.toString());
  }
}

const chaos: GeneratorProgram = {
  name: 'chaos',
  *main(sys, saved) {
    const state = (saved as { left: number; pipe: readonly [number, number] } | undefined) ?? {
      left: 25,
      pipe: sys.pipe(),
    };
    while (state.left-- > 0) {
      try {
        yield* act(sys, Number(sys.argv[1]), state.pipe);
      } catch (error) {
        if (!isErrno(error)) throw error;
        yield* sys.write(1, `${error.code}\n`);
      }
      if (state.left % 5 === 0) sys.checkpoint(state);
    }
    return Math.floor(sys.random() * 256);
  },
};

function begin(seed: number) {
  const made = bench([chaos], { seed });
  const [out, stdout] = made.kernel.pipe();
  // Its own pid 1, as children that outlive it would go on.
  const pid = made.start('chaos 0', { pidNamespace: 'new', fds: { 1: stdout } });
  made.kernel.close(stdout);
  return { made, out, pid };
}

function advance({ kernel }: Bench, steps: number): void {
  for (let left = steps; left > 0; ) {
    const done = kernel.run(left);
    left -= done.steps;
    const timer = kernel.nextTimer();
    if (done.state === 'busy') continue;
    if (timer === undefined) return;
    kernel.advance(timer);
  }
}

function finish(made: Bench, out: number, pid: number) {
  made.settle();
  const { kernel } = made;
  const used = made.vfs.fs('disk').statfs().used;
  return { text: made.drain(out), status: kernel.status(pid), uptime: kernel.uptime(), used, faults: kernel.faults };
}

test('a fork at any moment goes on as the first', () => {
  let printed = 0;
  fc.assert(
    fc.property(
      fc.integer(),
      fc.array(fc.integer({ min: 1, max: 60 }), { minLength: 1, maxLength: 6 }),
      (seed, gaps) => {
        const whole = begin(seed);
        const expected = finish(whole.made, whole.out, whole.pid);
        expect(expected.faults).toEqual([]);
        printed += expected.text.length;
        const { made, out, pid } = begin(seed);
        let latest = made;
        for (const gap of gaps) {
          advance(latest, gap);
          latest = latest.fork();
        }
        expect(finish(latest, out, pid)).toEqual(expected);
      },
    ),
    { seed: 7, numRuns: 40 },
  );
  expect(printed).toBeGreaterThan(10_000);
}, 60_000);
