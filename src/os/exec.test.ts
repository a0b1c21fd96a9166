import { describe, expect, test } from 'vitest';
import { isErrno } from '../fs/index.ts';
import type { GeneratorProgram, MultiCallProgram, StepProgram } from './index.ts';
import { executable } from './index.ts';
import { bench, SUPERUSER } from './testing.ts';

const program = (name: string, main: GeneratorProgram['main']): GeneratorProgram => ({ name, main });

/** Prints what it is called with. */
const show = program('show', function* (sys) {
  const { uid, realUid } = sys.credentials;
  yield* sys.write(1, `${sys.argv.join('|')} uid=${uid}${realUid === undefined ? '' : ` for ${realUid}`}`);
  return 0;
});

/** Prints what a call comes to: `try spawn PATH ARG…`, `try exec …`, `try which NAME [PATH]`. */
const attempt = program('try', function* (sys) {
  const [, how, path = '', ...rest] = sys.argv;
  try {
    if (how === 'which') yield* sys.write(1, sys.which(path, rest[0]));
    else if (how === 'exec') sys.exec(path, [path, ...rest]);
    else {
      sys.spawn({ path, argv: [path, ...rest] });
      yield* sys.wait(-1);
    }
  } catch (error) {
    if (!isErrno(error)) throw error;
    yield* sys.write(1, error.code);
  }
  return 0;
});

const box: MultiCallProgram = {
  name: 'box',
  select: (argv) => ({ ...show, name: `box ${argv[0]}` }),
};

const learner = { uid: 1000, gid: 1000, groups: [1000] };

function machine() {
  const made = bench([show, attempt, box]);
  made.write('/tmp/plain', 'echo hi\n', 0o755);
  made.write('/tmp/empty', '', 0o755);
  made.write('/tmp/unknown', executable('nosuch'), 0o755);
  made.write('/tmp/noexec', executable('show'), 0o644);
  made.write('/tmp/private', executable('show'), 0o700);
  made.write('/tmp/setuid', executable('show'), 0o4755);
  made.write('/tmp/script', '#!/bin/show\n', 0o755);
  made.write('/tmp/script-arg', '#! /bin/show  one two  \nrest', 0o755);
  made.write('/tmp/script-lost', '#!/bin/nosuch\n', 0o755);
  made.write('/tmp/script-nothing', '#!\n', 0o755);
  made.write('/tmp/script-script', '#!/tmp/script -x\n', 0o755);
  made.write('/tmp/script-loop', '#!/tmp/script-loop\n', 0o755);
  made.host.create('/tmp/dir', { type: 'directory', mode: 0o755 }, SUPERUSER);
  made.host.create('/tmp/link', { type: 'symlink', mode: 0o777, target: '/bin/show' }, SUPERUSER);
  made.host.create('/tmp/dangling', { type: 'symlink', mode: 0o777, target: 'nowhere' }, SUPERUSER);
  return made;
}

describe.each(['spawn', 'exec'])('%s', (how) => {
  test.each([
    ['/bin/show a b', '/bin/show|a|b uid=0'],
    ['bin/show', 'bin/show uid=0'],
    ['/tmp/link x', '/tmp/link|x uid=0'],
    ['/tmp/script x', '/bin/show|/tmp/script|x uid=0'],
    ['/tmp/script-arg x', '/bin/show|one two|/tmp/script-arg|x uid=0'],
    ['/tmp/script-script', '/bin/show|/tmp/script|-x|/tmp/script-script uid=0'],
    ['/tmp/script-loop', 'ELOOP'],
    ['/tmp/script-lost', 'ENOENT'],
    ['/tmp/script-nothing', 'ENOEXEC'],
    ['/tmp/plain', 'ENOEXEC'],
    ['/tmp/empty', 'ENOEXEC'],
    ['/tmp/unknown', 'ENOEXEC'],
    ['/tmp/noexec', 'EACCES'],
    ['/tmp/private', '/tmp/private uid=0'],
    ['/tmp/dir', 'EACCES'],
    ['/tmp/plain/x', 'ENOTDIR'],
    ['/tmp/dangling', 'ENOENT'],
    ['/nosuch', 'ENOENT'],
    ['/dev/null', 'EACCES'],
  ])('%s -> %s', (command, expected) => {
    const { run, kernel } = machine();
    expect(run(`try ${how} ${command}`).stdout).toBe(expected);
    expect(kernel.faults).toEqual([]);
  });

  test.each([
    ['/tmp/private', 'EACCES'],
    ['/tmp/setuid', '/tmp/setuid uid=0 for 1000'],
    ['/bin/show', '/bin/show uid=1000'],
  ])('as a user, %s -> %s', (command, expected) => {
    const { run } = machine();
    expect(run(`try ${how} ${command}`, { credentials: learner }).stdout).toBe(expected);
  });
});

test.each([
  ['show', '/bin/show'],
  ['show /tmp:/bin', '/bin/show'],
  ['link /bin:/tmp', '/tmp/link'],
  ['noexec /bin:/tmp', 'EACCES'],
  ['dir /bin:/tmp', 'EACCES'],
  ['nosuch', 'ENOENT'],
  ['plain /nosuch:/bin', 'ENOENT'],
  ['/bin/show', '/bin/show'],
  ['/tmp/noexec', 'EACCES'],
  ['/bin/nosuch', 'ENOENT'],
  ['./bin/show', './bin/show'],
])('which %s -> %s', (command, expected) => {
  expect(machine().run(`try which ${command}`).stdout).toBe(expected);
});

test('programs may come later', () => {
  const programs = [attempt];
  const made = bench(programs);
  made.write('/bin/show', executable('show'), 0o755);
  expect(made.run('try spawn /bin/show').stdout).toBe('ENOEXEC');
  programs.push(show);
  expect(made.run('try spawn /bin/show').stdout).toBe('/bin/show uid=0');
});

test('one executable is many programs by its name', () => {
  const made = machine();
  for (const name of ['/bin/box', '/bin/ls']) {
    if (name !== '/bin/box') made.host.link('/bin/box', name, SUPERUSER);
    expect(made.run(`try spawn ${name}`).stdout).toBe(`${name} uid=0`);
  }
  expect(made.fork().run('box').stdout).toBe('box uid=0');
});

test('after exec a process keeps its number, descriptors and environment, and is the other program', () => {
  const before = program('before', function* (sys) {
    sys.env.WORD = 'kept';
    sys.chdir('/tmp');
    yield* sys.write(1, `${sys.pid}`);
    sys.exec('/bin/after', ['after']);
    yield* sys.write(1, 'never');
    return 1;
  });
  const after: StepProgram<{ done: boolean }> = {
    name: 'after',
    start: () => ({ done: false }),
    step(sys, state) {
      if (state.done) return { exit: 9 };
      state.done = true;
      sys.tryWrite(1, new TextEncoder().encode(` ${sys.pid} ${sys.env.WORD} ${sys.cwd}`));
      return 'continue';
    },
  };
  const { run } = bench([before, after as StepProgram]);
  const { stdout, status } = run('before');
  expect(stdout).toMatch(/^(\d+) \1 kept \/tmp$/);
  expect(status).toEqual({ kind: 'exited', status: 9 });
});

test('what Kernel.start refuses', () => {
  const { start, kernel, host } = machine();
  const code = (act: () => unknown) => {
    try {
      return act();
    } catch (error) {
      return isErrno(error) && error.code;
    }
  };
  expect(code(() => start('nosuch'))).toBe('ENOENT');
  expect(code(() => start('show', { path: '/tmp/noexec' }))).toBe('EACCES');
  expect(code(() => start('show', { path: '/tmp/plain' }))).toBe('ENOEXEC');
  expect(code(() => start('show', { cwd: '/nosuch' }))).toBe('ENOENT');
  expect(code(() => start('show', { cwd: '/tmp/plain' }))).toBe('ENOTDIR');
  expect(code(() => start('show', { pidNamespace: 12345 }))).toBe('ESRCH');
  expect(code(() => kernel.signal(12345, 'TERM'))).toBe('ESRCH');
  expect(code(() => kernel.openFile(host, '/nosuch', { read: true }))).toBe('ENOENT');
  expect(kernel.processes().length).toBe(1);
});

test("a program's bug ends its process by SIGABRT and is noted", () => {
  const buggy = program('buggy', function* () {
    throw new TypeError('undefined is not a function');
  });
  const steps: StepProgram = {
    name: 'steps',
    start: () => ({}),
    step: () => {
      throw new RangeError('too deep');
    },
  };
  const { run, kernel } = bench([buggy, steps]);
  expect(run('buggy').status).toEqual({ kind: 'signaled', signal: 'ABRT' });
  expect(run('steps').status).toEqual({ kind: 'signaled', signal: 'ABRT' });
  expect(kernel.faults.map(({ program, message }) => [program, message.split('\n')[0]])).toEqual([
    ['buggy', 'TypeError: undefined is not a function'],
    ['steps', 'RangeError: too deep'],
  ]);
});
