import { describe, expect, test } from 'vitest';
import type { MountNamespace } from './index.ts';
import { attempt, machine, mkdir, NEW, OPEN, put, root, text, user } from './testing.ts';

/** `path` for a directory, `path=text` for a file, `path->target` for a link; `@mode` may follow a name. */
function make(host: MountNamespace, list: string): void {
  for (const item of list.trim().split(/\s+/)) {
    const [, path = '', mode, kind, target = ''] = /^([^=@>]+?)(?:@(\d+))?(?:(=|->)(.*))?$/.exec(item) ?? [];
    if (kind === '->') host.create(path, { type: 'symlink', mode: 0o777, target }, root);
    else if (kind === undefined) mkdir(host, path);
    else put(host, path, target);
    if (mode) host.setattr(path, { mode: Number.parseInt(mode, 8) }, root);
  }
}

const TREE = '/a /a/b /a/b/c /a/f=hi /rel->a/b /abs->/a /loop->loop /dangling->nowhere /tofile->a/f /out->../../a';

test.each([
  ['/', '/'],
  ['//', '/'],
  ['/.', '/'],
  ['/a/b', '/a/b'],
  ['/a//b/./c', '/a/b/c'],
  ['/a/b/', '/a/b'],
  ['/a/f/', 'ENOTDIR'],
  ['/a/f/.', 'ENOTDIR'],
  ['/a/f/..', 'ENOTDIR'],
  ['/a/b/../../a/f', '/a/f'],
  ['/../../a', '/a'],
  ['/nosuch', 'ENOENT'],
  ['/nosuch/', 'ENOENT'],
  ['/nosuch/..', 'ENOENT'],
  ['', 'ENOENT'],
  ['/rel', '/a/b'],
  ['/rel/../f', '/a/f'],
  ['/abs/b', '/a/b'],
  ['/out', '/a'],
  ['/loop', 'ELOOP'],
  ['/loop/x', 'ELOOP'],
  ['/dangling', 'ENOENT'],
  ['/tofile/', 'ENOTDIR'],
  ['b', '/a/b'],
  ['../rel', '/a/b'],
  ['.', '/a'],
  ['..', '/'],
  [`/${'n'.repeat(256)}`, 'ENAMETOOLONG'],
  [`/${'n'.repeat(255)}`, 'ENOENT'],
  [`/${'a/../'.repeat(900)}`, 'ENAMETOOLONG'],
])('realpath %s is %s', (path, expected) => {
  const { host } = machine();
  make(host, TREE);
  expect(attempt(() => host.realpath(path, { ...root, cwd: '/a' }))).toBe(expected);
});

test('forty links are followed, and no more', () => {
  const { host } = machine();
  make(host, '/l0=end');
  for (let n = 1; n <= 41; n++) make(host, `/l${n}->l${n - 1}`);
  expect(host.realpath('/l40', root)).toBe('/l0');
  expect(attempt(() => host.realpath('/l41', root))).toBe('ELOOP');
});

test('a relative path begins at the working directory itself, wherever that is now', () => {
  const { host } = machine();
  make(host, '/p@700 /p/q /p/q/f=x');
  const directory = host.resolve('/p/q', root);
  const inside = { ...user, cwd: '/p/q', directory };
  expect(attempt(() => host.stat('/p/q/f', user))).toBe('EACCES');
  expect(host.stat('f', inside).size).toBe(1);
  host.rename('/p/q', '/p/r', root);
  expect(host.stat('f', inside).size).toBe(1);
  expect(host.pathOf(directory)).toBe('/p/r');
  expect(host.pathOf(host.resolve('/p/r/f', root))).toBe('/p/r/f');
});

/** A host with a data disk on /mnt that holds /sub/deep and /file, and a tmpfs on /mnt/sub. */
function mounted() {
  const made = machine();
  const { vfs, host } = made;
  make(host, '/mnt /etc /etc/hosts=old /empty');
  const data = vfs.disk('data');
  host.mount('/mnt', { fs: data, source: '/dev/sdb1' });
  make(host, '/mnt/sub /mnt/sub/deep /mnt/file=data');
  host.mount('/mnt/sub', { fs: vfs.tmpfs('tmpfs:1', { size: 8192 }) });
  make(host, '/mnt/sub/inner=in');
  return { ...made, data };
}

describe('mounts', () => {
  test('are crossed downwards, and upwards by ..', () => {
    const { host } = mounted();
    expect(host.stat('/mnt/sub/inner', root).dev).not.toBe(host.stat('/mnt/file', root).dev);
    expect(host.realpath('/mnt/sub/../file', root)).toBe('/mnt/file');
    expect(host.realpath('/mnt/sub/../..', root)).toBe('/');
    expect(attempt(() => host.stat('/mnt/sub/deep', root))).toBe('ENOENT');
    expect(host.pathOf(host.resolve('/mnt/sub/inner', root))).toBe('/mnt/sub/inner');
    expect(host.mounts.map(({ path, fs, source }) => `${source} ${path} ${fs}`)).toEqual([
      '/dev/sda1 / disk',
      '/dev/sdb1 /mnt data',
      'tmpfs /mnt/sub tmpfs:1',
    ]);
  });

  test('stack on one point: the last one shows, and unmounting uncovers the one below', () => {
    const { vfs, host } = mounted();
    host.mount('/mnt/sub', { fs: vfs.tmpfs('tmpfs:2') });
    expect(host.readdir('/mnt/sub', root)).toEqual([]);
    host.unmount('/mnt/sub');
    expect(text(host, '/mnt/sub/inner')).toBe('in');
    host.unmount('/mnt/sub');
    expect(host.stat('/mnt/sub/deep', root).type).toBe('directory');
  });

  test('one on / covers everything', () => {
    const { vfs, host } = machine();
    make(host, '/old');
    host.mount('/', { fs: vfs.tmpfs('tmpfs:1') });
    expect(host.readdir('/', root)).toEqual([]);
    expect(host.realpath('/..', root)).toBe('/');
  });

  test.each<[string, string, (host: MountNamespace) => unknown]>([
    ['EBUSY', 'rmdir of a mount point', (h) => h.rmdir('/mnt/sub', root)],
    ['EBUSY', 'renaming a mount point', (h) => h.rename('/mnt/sub', '/mnt/x', root)],
    ['EBUSY', 'renaming onto a mount point', (h) => h.rename('/empty', '/mnt', root)],
    ['EBUSY', 'unmounting under another mount', (h) => h.unmount('/mnt')],
    ['EINVAL', 'unmounting what is no mount point', (h) => h.unmount('/etc')],
    ['EINVAL', 'unmounting the root', (h) => h.unmount('/')],
    ['EISDIR', 'renaming a file onto a mount point', (h) => h.rename('/etc/hosts', '/mnt', root)],
    ['EXDEV', 'renaming across', (h) => h.rename('/etc/hosts', '/mnt/hosts', root)],
    ['EXDEV', 'linking across', (h) => h.link('/etc/hosts', '/mnt/hosts', root)],
    ['EINVAL', 'renaming into itself', (h) => h.rename('/etc', '/etc/x', root)],
    ['ENOTDIR', 'a file system on a file', (h) => h.bind('/etc/hosts', h, '/mnt')],
    ['ENOTDIR', 'a file on a directory', (h) => h.bind('/empty', h, '/mnt/file')],
    ['ENOENT', 'mounting on nothing', (h) => h.bind('/nosuch', h, '/mnt')],
    ['ENOENT', 'binding nothing', (h) => h.bind('/empty', h, '/nosuch')],
    ['ENOSPC', 'filling a small tmpfs', (h) => put(h, '/mnt/sub/big', 'x'.repeat(9000))],
  ])('%s: %s', (code, _, run) => {
    expect(attempt(() => run(mounted().host))).toBe(code);
  });

  test('statfs tells of the file system under a path', () => {
    const { host } = mounted();
    expect(host.statfs('/mnt/sub/inner', root)).toMatchObject({
      type: 'tmpfs',
      size: 8192,
      used: 4096,
      mount: { path: '/mnt/sub' },
    });
  });
});

describe('binds', () => {
  test('show the same inodes, without the mounts below unless recursive', () => {
    const { host } = mounted();
    make(host, '/b /rb');
    host.bind('/b', host, '/mnt');
    host.bind('/rb', host, '/mnt', { recursive: true });
    expect(host.stat('/b/file', root)).toEqual(host.stat('/mnt/file', root));
    expect(host.readdir('/b/sub', root).map(({ name }) => name)).toEqual(['deep']);
    expect(host.readdir('/rb/sub', root).map(({ name }) => name)).toEqual(['inner']);
    expect(host.mounts.at(-1)).toMatchObject({ path: '/rb/sub', fs: 'tmpfs:1', source: 'tmpfs' });
    put(host, '/b/new', 'seen');
    expect(text(host, '/rb/new')).toBe('seen');
  });

  test('of a subdirectory take only the mounts below that', () => {
    const { vfs, host } = mounted();
    make(host, '/mnt/other /mnt/other/m /b');
    host.mount('/mnt/other/m', { fs: vfs.tmpfs('tmpfs:2') });
    host.bind('/b', host, '/mnt/other', { recursive: true });
    expect(host.mounts.slice(-2).map(({ path, fs }) => `${path} ${fs}`)).toEqual(['/b data', '/b/m tmpfs:2']);
  });

  test('of one file: changes show on both sides, removing the name does not reach it', () => {
    const { vfs, host } = mounted();
    const box = vfs.namespace('box');
    box.mount('/', { fs: vfs.tmpfs('tmpfs:root') });
    make(box, '/hosts=covered');
    box.bind('/hosts', host, '/etc/hosts');
    put(host, '/etc/hosts', 'new');
    expect(text(box, '/hosts')).toBe('new');
    put(host, '/etc/tmp', 'another inode');
    host.rename('/etc/tmp', '/etc/hosts', root);
    expect(text(box, '/hosts')).toBe('new');
    expect(attempt(() => box.unlink('/hosts', root))).toBe('EBUSY');
    expect(attempt(() => box.rename('/hosts', '/x', root))).toBe('EBUSY');
    put(box, '/other', 'x');
    expect(attempt(() => box.rename('/other', '/hosts', root))).toBe('EBUSY');
    expect(box.stat('/hosts', root).nlink).toBe(0);
    box.unmount('/hosts');
    expect(text(box, '/hosts')).toBe('covered');
  });

  test('of one file system are two to rename and link, and a mount point is busy through each', () => {
    const { host } = mounted();
    make(host, '/b');
    host.bind('/b', host, '/mnt');
    expect(attempt(() => host.rename('/mnt/file', '/b/moved', root))).toBe('EXDEV');
    expect(attempt(() => host.link('/mnt/file', '/b/linked', root))).toBe('EXDEV');
    expect(attempt(() => host.rmdir('/b/sub', root))).toBe('EBUSY');
  });

  test('that are read-only say EROFS to root too, their source stays writable', () => {
    const { host } = mounted();
    make(host, '/b /b2');
    host.bind('/b', host, '/mnt', { readonly: true, recursive: true });
    const refused: [string, () => unknown][] = [
      ['open', () => host.open('/b/file', { ...NEW, create: false }, 0, root)],
      ['create', () => put(host, '/b/n', '')],
      ['mkdir', () => mkdir(host, '/b/n')],
      ['unlink', () => host.unlink('/b/file', root)],
      ['unlink of nothing', () => host.unlink('/b/nosuch', root)],
      ['rmdir', () => host.rmdir('/b/sub', root)],
      ['rename', () => host.rename('/b/file', '/b/x', root)],
      ['link', () => host.link('/b/file', '/b/x', root)],
      ['link from elsewhere', () => host.link('/etc/hosts', '/b/x', root)],
      ['chmod', () => host.setattr('/b/file', { mode: 0 }, root)],
      ['access', () => host.access('/b/file', { write: true }, root)],
    ];
    for (const [name, run] of refused) expect([name, attempt(run)]).toEqual([name, 'EROFS']);
    expect(attempt(() => host.open('/b/nosuch', { ...OPEN }, 0, root))).toBe('ENOENT');
    expect(attempt(() => mkdir(host, '/b/file'))).toBe('EEXIST');
    expect(attempt(() => host.setattr('/b/sub', { size: 0 }, root))).toBe('EISDIR');
    expect(attempt(() => host.rename('/b/file', '/etc/x', root))).toBe('EXDEV');
    put(host, '/b/sub/w', 'the mount below is writable');
    put(host, '/mnt/file', 'changed');
    expect(text(host, '/b/file')).toBe('changed');
    host.bind('/b2', host, '/mnt', { readonly: true, recursive: true, readonlySubmounts: true });
    expect(attempt(() => put(host, '/b2/sub/w', ''))).toBe('EROFS');
    host.remount('/b', { readonly: false });
    put(host, '/b/file', 'writable again');
  });
});

describe('namespaces', () => {
  test('clone: mounts of one are none of the other', () => {
    const { vfs, host } = mounted();
    const copy = vfs.namespace('copy', host);
    expect(copy.mounts).toEqual(host.mounts);
    copy.unmount('/mnt/sub');
    copy.mount('/empty', { fs: vfs.tmpfs('tmpfs:2') });
    expect(text(host, '/mnt/sub/inner')).toBe('in');
    expect(attempt(() => copy.stat('/mnt/sub/inner', root))).toBe('ENOENT');
    vfs.removeNamespace('copy');
    expect(host.mounts).toHaveLength(3);
  });

  test('hold what they mount: a directory that is removed lives on as a root', () => {
    const { vfs, disk, host } = machine();
    make(host, '/v /v/d /v/d/f=x');
    const box = vfs.namespace('box');
    const { ino } = host.resolve('/v/d', root);
    box.mount('/', { fs: disk, root: ino });
    host.unlink('/v/d/f', root);
    host.rmdir('/v/d', root);
    expect(box.readdir('/', root)).toEqual([]);
    expect(attempt(() => put(box, '/n', ''))).toBe('ENOENT');
    vfs.removeNamespace('box');
    expect(disk.has(ino)).toBe(false);
  });

  test('a bind shows no more than its part: .. ends at its root', () => {
    const { vfs, disk, host } = machine();
    make(host, '/v /v/d /v/secret=x /v/d/up->../secret');
    const box = vfs.namespace('box');
    box.mount('/', { fs: disk, root: host.resolve('/v/d', root).ino });
    expect(attempt(() => box.stat('/../secret', root))).toBe('ENOENT');
    expect(attempt(() => box.stat('/up', root))).toBe('ENOENT');
  });
});

test.each<[string, string, (host: MountNamespace) => unknown]>([
  ['EACCES', 'creating in a directory of others', (h) => h.open('/d/n', NEW, 0o644, user)],
  ['EACCES', 'reading what only others may', (h) => h.open('/secret', OPEN, 0, user)],
  ['EACCES', 'executing without x, even as root', (h) => h.access('/d/f', { execute: true }, root)],
  ['EPERM', 'removing from a sticky directory', (h) => h.unlink('/tmp/f', user)],
  ['EPERM', 'renaming in a sticky directory', (h) => h.rename('/tmp/f', '/tmp/g', user)],
  ['EPERM', 'chmod of what is not yours', (h) => h.setattr('/tmp/f', { mode: 0o777 }, user)],
  ['EPERM', 'giving away', (h) => h.setattr('/own', { uid: 0 }, user)],
  ['EPERM', 'a group that is not yours', (h) => h.setattr('/own', { gid: 7 }, user)],
  ['EPERM', 'setting times of what you may only write', (h) => h.setattr('/any', { mtime: 1 }, user)],
  ['EACCES', 'touching what you may not write', (h) => h.setattr('/d/f', { mtime: 1, now: true }, user)],
  ['EPERM', 'mknod', (h) => h.create('/tmp/dev', { type: 'chardev', mode: 0o666, rdev: [1, 3] }, user)],
  ['EPERM', 'a hard link to what you may not write', (h) => h.link('/d/f', '/tmp/l', user)],
])('%s: %s', (code, _, run) => {
  const { host } = machine();
  make(host, '/d /d/f=x /tmp@1777 /tmp/f=x /secret@600=x /any@666=x /own=x');
  host.setattr('/own', { uid: 1000, gid: 1000 }, root);
  expect(attempt(() => run(host))).toBe(code);
});

test('a setgid directory hands its group down', () => {
  const { host } = machine();
  make(host, '/s');
  host.setattr('/s', { gid: 50, mode: 0o2777 }, root);
  host.create('/s/d', { type: 'directory', mode: 0o755 }, user);
  host.open('/s/f', NEW, 0o644, user);
  expect(host.stat('/s/d', root)).toMatchObject({ uid: 1000, gid: 50, mode: 0o2755 });
  expect(host.stat('/s/f', root)).toMatchObject({ uid: 1000, gid: 50, mode: 0o644 });
});
