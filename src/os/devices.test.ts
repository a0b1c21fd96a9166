import { describe, expect, test } from 'vitest';
import { isErrno } from '../fs/index.ts';
import type { GeneratorProgram } from './index.ts';
import { bench, SUPERUSER } from './testing.ts';

const program = (name: string, main: GeneratorProgram['main']): GeneratorProgram => ({ name, main });
const text = new TextDecoder();

/** `redirect PATH HOW COMMAND…`: runs a command with its standard output opened anew. */
const redirect = program('redirect', function* (sys) {
  const [, path = '', how = '', ...command] = sys.argv;
  try {
    const out = sys.open(path, { write: true, create: true, append: how === '>>', truncate: how === '>' });
    sys.spawn({ path: `/bin/${command[0]}`, argv: command, fds: { 0: 0, 1: out, 2: 2 } });
    yield* sys.wait(-1);
    return 0;
  } catch (error) {
    if (!isErrno(error)) throw error;
    yield* sys.write(2, error.code);
    return 1;
  }
});
const echo = program('echo', function* (sys) {
  yield* sys.write(1, sys.argv.slice(1).join(' '));
  return 0;
});
/** `stat PATH`: its type and mode, or the error. */
const stat = program('stat', function* (sys) {
  for (const path of sys.argv.slice(1)) {
    try {
      const { type, mode, rdev } = sys.stat(path);
      yield* sys.write(1, `${type} ${mode.toString(8)} ${rdev ?? ''};`);
    } catch (error) {
      if (!isErrno(error)) throw error;
      yield* sys.write(1, `${error.code};`);
    }
  }
  return 0;
});
const cat = program('cat', function* (sys) {
  for (const path of sys.argv.slice(1)) {
    const fd = sys.open(path);
    for (let bytes = yield* sys.read(fd); bytes.length > 0; bytes = yield* sys.read(fd)) yield* sys.write(1, bytes);
    sys.close(fd);
  }
  return 0;
});
const links = program('links', function* (sys) {
  sys.open('/tmp/f', { create: true, write: true });
  sys.pipe();
  sys.unlink('/tmp/f');
  for (const { name } of sys.readdir('/proc/self/fd')) {
    yield* sys.write(1, `${name} ${sys.readlink(`/proc/self/fd/${name}`).replace(/\d+/g, 'N')}\n`);
  }
  return 0;
});
const ps = program('ps', function* (sys) {
  for (const pid of sys.readdir('/proc').filter(({ name }) => /^\d+$/.test(name))) {
    const comm = yield* sys.read(sys.open(`/proc/${pid.name}/comm`));
    yield* sys.write(1, `${pid.name} ${text.decode(comm).trim()};`);
  }
  yield* sys.write(1, `self ${sys.readlink('/proc/self')}`);
  return 0;
});
const idle = program('idle', function* () {
  for (;;) yield { on: [] };
});
const programs = [redirect, echo, stat, cat, links, ps, idle];

describe('devices', () => {
  test.each([
    ['/dev/null', '', ''],
    ['/dev/zero', '', ''],
    ['/dev/full', '', 'echo: No space left on device\n'],
    ['/dev/random', '', ''],
    ['/dev/stdout', 'hi', ''],
    ['/dev/fd/1', 'hi', ''],
    ['/proc/self/fd/1', 'hi', ''],
    ['/dev/stderr', '', 'hi'],
    ['/dev/fd/9', '', 'ENOENT'],
    ['/dev/tty', '', 'ENXIO'],
    ['/dev/pts/0', '', 'ENOENT'],
  ])('writing to %s', (path, stdout, stderr) => {
    expect(bench(programs).run(`redirect ${path} > echo hi`)).toMatchObject({ stdout, stderr });
  });

  test('reading from them', () => {
    const reader = program('reader', function* (sys) {
      const sums: string[] = [];
      for (const name of ['null', 'zero', 'full', 'random']) {
        const bytes = yield* sys.read(sys.open(`/dev/${name}`), 1000);
        sums.push(`${name} ${bytes.length} ${new Set(bytes).size > 100 ? 'mixed' : [...new Set(bytes)]}`);
      }
      yield* sys.write(1, sums.join(', '));
      return 0;
    });
    expect(bench([reader]).run('reader').stdout).toBe('null 0 , zero 1000 0, full 1000 0, random 1000 mixed');
  });

  test('/dev/stdout with a file: opened anew, by the inode', () => {
    const nest = (how: string) => `redirect /tmp/out > redirect /dev/stdout ${how} echo second`;
    const made = bench(programs);
    for (const [how, expected] of [
      ['>', 'second'],
      ['>>', 'second'],
    ] as const) {
      made.run(nest(how));
      expect(made.text('/tmp/out')).toBe(expected);
    }
    made.write('/tmp/out', 'first ');
    made.run('redirect /tmp/out >> redirect /dev/stdout >> echo second');
    expect(made.text('/tmp/out')).toBe('first second');
    made.run('redirect /tmp/out >> redirect /dev/stdout > echo third');
    expect(made.text('/tmp/out')).toBe('third');
  });

  test('a link to /dev/stdout, as log files of images are', () => {
    const made = bench(programs);
    made.host.create('/tmp/access.log', { type: 'symlink', mode: 0o777, target: '/dev/stdout' }, SUPERUSER);
    made.host.create('/tmp/log', { type: 'symlink', mode: 0o777, target: '../tmp/access.log' }, SUPERUSER);
    for (const path of ['/tmp/access.log', '/tmp/log']) {
      expect(made.run(`redirect ${path} >> echo logged`).stdout).toBe('logged');
    }
  });
});

test('stat sees what is behind', () => {
  const made = bench(programs);
  made.write('/tmp/f', 'x', 0o640);
  const { stdout } = made.run('stat /dev/null /dev/stdout /dev/fd/0 /proc/self/fd/7 /dev/tty /tmp/f');
  expect(stdout).toBe('chardev 666 1,3;fifo 600 ;chardev 666 1,3;ENOENT;chardev 666 5,0;file 640 ;');
});

test('/proc/self/fd tells what is open', () => {
  const { stdout } = bench(programs).run('links');
  expect(stdout).toBe('0 /dev/null\n1 pipe:[N]\n2 pipe:[N]\n3 /tmp/f (deleted)\n4 pipe:[N]\n5 pipe:[N]\n');
});

test('/proc of a namespace shows its processes by their numbers there', () => {
  const made = bench(programs);
  const namespace = made.kernel.pidNamespace();
  const container = made.vfs.namespace('container', made.host);
  container.unmount('/proc');
  container.mount('/proc', { fs: made.vfs.proc('proc:c', namespace) });
  made.start('idle', { pidNamespace: { of: namespace }, namespace: container });
  made.kernel.run(100);
  const inside = { pidNamespace: 2, namespace: container };
  expect(made.run('ps', inside).stdout).toBe('1 idle;2 ps;self 2');
  expect(made.run('cat /proc/1/cmdline /proc/2/cmdline', inside).stdout).toBe('idle\0');
  expect(made.run('ps').stdout).toBe('1 init;2 idle;5 ps;self 5');
  const fork = made.fork();
  expect(fork.run('ps', { ...inside, namespace: fork.vfs.namespaceOf('container') }).stdout).toBe('1 idle;4 ps;self 4');
});

describe('working directories', () => {
  test('follow renames, and can be left behind', () => {
    const walker = program('walker', function* (sys) {
      sys.mkdir('/tmp/a');
      sys.mkdir('/tmp/a/b');
      sys.chdir('/tmp/a/b');
      const seen = [sys.cwd];
      sys.rename('/tmp/a', '/tmp/c');
      seen.push(sys.cwd);
      sys.open('here', { create: true, write: true });
      seen.push(sys.stat('/tmp/c/b/here').type);
      sys.unlink('here');
      sys.rmdir('../b');
      seen.push(sys.cwd);
      for (const act of [
        () => sys.open('x', { create: true, write: true }),
        () => sys.chdir('.'),
        () => sys.chdir('/bin/cat'),
      ]) {
        try {
          act();
          seen.push('done');
        } catch (error) {
          if (!isErrno(error)) throw error;
          seen.push(error.code);
        }
      }
      yield* sys.write(1, seen.join(' '));
      return 0;
    });
    const { run } = bench([walker, cat]);
    expect(run('walker').stdout).toBe('/tmp/a/b /tmp/c/b file /tmp/c/b ENOENT done ENOTDIR');
  });
});

test('a file lives as long as somebody has it open', () => {
  const holder = program('holder', function* (sys) {
    const fd = sys.open('/tmp/f', { read: true, write: true, create: true });
    sys.unlink('/tmp/f');
    yield* sys.write(fd, 'still here');
    yield* sys.sleep(10);
    sys.seek(fd, 6);
    yield* sys.write(1, yield* sys.read(fd));
    return 0;
  });
  const made = bench([holder]);
  const used = () => made.vfs.fs('disk').statfs().used;
  const before = used();
  const [out, stdout] = made.kernel.pipe();
  made.start('holder', { fds: { 1: stdout } });
  made.kernel.run(100);
  expect(used()).toBeGreaterThan(before);
  for (const machine of [made.fork(), made]) {
    machine.settle();
    expect(machine.drain(out)).toBe('here');
    expect(machine.vfs.fs('disk').statfs().used).toBe(before);
  }
});
