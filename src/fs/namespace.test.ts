import { expect, test } from 'vitest';
import { isErrno, Vfs, type Walker } from './index.ts';

const root: Walker = { cwd: '/', credentials: { uid: 0, gid: 0, groups: [] } };
const user: Walker = { cwd: '/', credentials: { uid: 1000, gid: 1000, groups: [] } };

let clock = 0;
function machine() {
  clock = 0;
  const vfs = new Vfs(() => ++clock);
  const disk = vfs.disk('disk');
  const host = vfs.namespace('host');
  host.mount('/', { fs: disk, source: '/dev/sda1' });
  return { vfs, disk, host };
}

/** `path` for a directory, `path=text` for a file, `path->target` for a link; `@mode` and `:uid` may follow a name. */
function make(host: ReturnType<typeof machine>['host'], list: string): void {
  for (const item of list.trim().split(/\s+/)) {
    const [, path = '', mode, uid, kind, text = ''] =
      /^([^=@:>]+?)(?:@(\d+))?(?::(\d+))?(?:(=|->)(.*))?$/.exec(item) ?? [];
    if (kind === '->') host.create(path, { type: 'symlink', mode: 0o777, target: text }, root);
    else if (kind === undefined) host.create(path, { type: 'directory', mode: 0o755 }, root);
    else {
      const flags = { read: false, write: true, create: true, exclusive: false, truncate: true };
      const { fs, ino } = host.at(host.open(path, flags, 0o644, root));
      fs.write(ino, 0, new TextEncoder().encode(text));
    }
    if (mode) host.setattr(path, { mode: Number.parseInt(mode, 8) }, root);
    if (uid) host.setattr(path, { uid: Number(uid), gid: Number(uid) }, root);
  }
}

function attempt<T>(run: () => T): T | string {
  try {
    return run();
  } catch (error) {
    if (isErrno(error)) return error.code;
    throw error;
  }
}

test.each([
  ['/', '/'],
  ['/a/b', '/a/b'],
  ['/a//b/./c', '/a/b/c'],
  ['/a/f/', 'ENOTDIR'],
  ['/a/f/..', 'ENOTDIR'],
  ['/a/b/../../a/f', '/a/f'],
  ['/../../a', '/a'],
  ['/nosuch', 'ENOENT'],
  ['/nosuch/x', 'ENOENT'],
  ['', 'ENOENT'],
  ['/rel', '/a/b'],
  ['/rel/../f', '/a/f'],
  ['/abs/b', '/a/b'],
  ['/loop', 'ELOOP'],
  ['/dangling', 'ENOENT'],
  ['/tofile/', 'ENOTDIR'],
  [`/${'n'.repeat(256)}`, 'ENAMETOOLONG'],
  [`/${'n'.repeat(255)}`, 'ENOENT'],
  [`/${'x/'.repeat(2100)}`, 'ENAMETOOLONG'],
])('realpath %s is %s', (path, expected) => {
  const { host } = machine();
  make(host, '/a /a/b /a/b/c /a/f=hi /rel->a/b /abs->/a /loop->loop /dangling->nowhere /tofile->a/f');
  expect(attempt(() => host.realpath(path, root))).toBe(expected);
});

test('search permission is asked of each directory', () => {
  const { host } = machine();
  make(host, '/p@700 /p/q /p/q/f=x');
  expect(attempt(() => host.resolve('/p/q/f', user))).toBe('EACCES');
  expect(host.stat('/p/q/f', root).size).toBe(1);
});
