import { expect, test } from 'vitest';
import type { GeneratorProgram, StepProgram } from './index.ts';
import { bench } from './testing.ts';

const cat: GeneratorProgram = {
  name: 'cat',
  *main(sys) {
    const fd = sys.argv[1] ? sys.open(sys.argv[1]) : 0;
    for (;;) {
      const bytes = yield* sys.read(fd);
      if (bytes.length === 0) return 0;
      yield* sys.write(1, bytes);
    }
  },
};
const echo: GeneratorProgram = {
  name: 'echo',
  *main(sys) {
    yield* sys.write(1, `${sys.argv.slice(1).join(' ')}\n`);
    return 0;
  },
};
/** Runs `echo … | cat` as a shell would, step by step. */
const pipeline: StepProgram<{ at: number; fds: number[] }> = {
  name: 'pipeline',
  start: () => ({ at: 0, fds: [] }),
  step(sys, state) {
    switch (state.at++) {
      case 0:
        state.fds = [...sys.pipe()];
        return 'continue';
      case 1:
        sys.spawn({ path: '/bin/echo', argv: sys.argv.slice(0), fds: { 1: state.fds[1]! } });
        sys.spawn({ path: '/bin/cat', argv: ['cat'], fds: { 0: state.fds[0]!, 1: 1, 2: 2 } });
        for (const fd of state.fds) sys.close(fd);
        return 'continue';
      default: {
        try {
          if (sys.tryWait(-1)) return 'continue';
        } catch {
          return { exit: 7 };
        }
        return sys.childWait();
      }
    }
  },
};

test('a step program joins two generators by a pipe', () => {
  const { run, kernel } = bench([cat, echo, pipeline]);
  expect(run('pipeline hello there')).toEqual({
    stdout: 'hello there\n',
    stderr: '',
    status: { kind: 'exited', status: 7 },
  });
  expect(kernel.faults).toEqual([]);
});

test('an uncaught Errno ends in a message and status 1', () => {
  const { run } = bench([cat]);
  expect(run('cat /nosuch')).toEqual({
    stdout: '',
    stderr: 'cat: No such file or directory\n',
    status: { kind: 'exited', status: 1 },
  });
});
