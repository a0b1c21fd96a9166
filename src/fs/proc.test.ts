import { expect, test } from 'vitest';
import { type ProcProcess, type ProcSource, ROOT } from './index.ts';
import { mountInfoLine } from './mount-lines.ts';
import { pathWithin } from './paths.ts';
import { attempt, machine, mkdir, OPEN, put, root, text, user } from './testing.ts';

const process: ProcProcess = {
  pid: 7,
  ppid: 1,
  pgid: 7,
  sid: 1,
  state: 'S',
  credentials: { uid: 1000, gid: 1000, groups: [1000, 999] },
  argv: ['/bin/cat', 'a b', '-'],
  env: { HOME: '/root', A: 'b=c' },
  cwd: '/tmp',
  exe: '/bin/busybox',
  umask: 0o022,
  started: 1500,
  tty: [136, 3],
  fds: [
    { fd: 0, target: '/dev/pts/3', read: true, write: true },
    { fd: 1, target: 'pipe:[12]', read: false, write: true },
    { fd: 10, target: '/tmp/f', read: true, write: false },
  ],
  mounts: [],
  cgroup: '/docker/abc',
};

function proc() {
  const made = machine();
  const { vfs, host } = made;
  mkdir(host, '/proc');
  host.mount('/proc', { fs: vfs.proc('proc', 0), source: 'proc', options: 'rw,nosuid,nodev,noexec,relatime' });
  const processes = new Map([
    [1, { ...process, pid: 1, credentials: ROOT }],
    [7, { ...process, mounts: host.mounts }],
  ]);
  const source: ProcSource = {
    pids: () => [...processes.keys()],
    process: (_, pid) => processes.get(pid),
    self: () => 7,
    hostname: () => 'docker-host',
    uptime: () => 123_456,
    boot: Date.UTC(2025, 0, 2),
    machine: {
      release: '6.12.0',
      version: '#1 SMP',
      processors: 2,
      model: 'Dock',
      mhz: 2000,
      memory: { total: 4 * 2 ** 30, used: 2 ** 29, cached: 2 ** 28 },
    },
  };
  vfs.attachKernel(source);
  return { ...made, processes };
}

test.each([
  ['/proc/7/cmdline', '/bin/cat\0a b\0-\0'],
  ['/proc/7/comm', 'cat\n'],
  ['/proc/7/environ', 'HOME=/root\0A=b=c\0'],
  ['/proc/7/cgroup', '0::/docker/abc\n'],
  ['/proc/self/comm', 'cat\n'],
  ['/proc/uptime', '123.46 123.46\n'],
  ['/proc/version', 'Linux version 6.12.0 #1 SMP\n'],
  ['/proc/sys/kernel/hostname', 'docker-host\n'],
  ['/proc/sys/kernel/osrelease', '6.12.0\n'],
  ['/proc/mounts', 'disk-line\nproc /proc proc rw,nosuid,nodev,noexec,relatime 0 0\n'],
])('%s', (path, content) => {
  expect(text(proc().host, path)).toBe(content.replace('disk-line', '/dev/sda1 / ext4 rw,relatime 0 0'));
});

test('mountinfo tells a bind’s root within its file system', () => {
  const { host } = proc();
  for (const path of ['/a', '/a/b', '/m']) mkdir(host, path);
  put(host, '/a/f x', '');
  put(host, '/m/f', '');
  host.bind('/m/f', host, '/a/f x', { readonly: true });
  host.bind('/m', host, '/a/b');
  const lines = host.mounts.map((mount) =>
    mountInfoLine(mount, host.fs(mount.fs), pathWithin(host.fs(mount.fs), mount.root)),
  );
  expect(lines).toEqual([
    '1 1 0:1 / / rw,relatime - ext4 /dev/sda1 rw',
    '2 1 0:2 / /proc rw,nosuid,nodev,noexec,relatime - proc proc rw',
    '3 1 0:1 /a/f\\040x /m/f ro,relatime - ext4 /dev/sda1 rw',
    '4 1 0:1 /a/b /m rw,relatime - ext4 /dev/sda1 rw',
  ]);
});

test('links', () => {
  const { host } = proc();
  const link = (path: string) => host.readlink(path, root);
  expect(['self', 'mounts', '7/cwd', '7/exe', '7/root'].map((name) => link(`/proc/${name}`))).toEqual([
    '7',
    'self/mounts',
    '/tmp',
    '/bin/busybox',
    '/',
  ]);
  expect(host.readdir('/proc/7/fd', root).map(({ name }) => `${name} ${link(`/proc/7/fd/${name}`)}`)).toEqual([
    '0 /dev/pts/3',
    '1 pipe:[12]',
    '10 /tmp/f',
  ]);
  expect(host.stat('/proc/7/fd/1', root, false)).toMatchObject({ type: 'symlink', mode: 0o300, size: 64, uid: 1000 });
});

test('lists processes first, and loses those that ended', () => {
  const { host, processes } = proc();
  const names = () => host.readdir('/proc', root).map(({ name }) => name);
  expect(names().slice(0, 2)).toEqual(['1', '7']);
  expect(names()).toEqual(expect.arrayContaining(['self', 'mounts', 'uptime', 'meminfo', 'cpuinfo', 'sys']));
  const at = host.resolve('/proc/7/status', root);
  processes.delete(7);
  expect(names()).not.toContain('7');
  expect(attempt(() => host.stat('/proc/7', root))).toBe('ENOENT');
  expect(attempt(() => host.at(at).fs.read(at.ino, 0, 9))).toBe('ENOENT');
});

test('every entry of every directory can be looked at, and leads back', () => {
  const { host } = proc();
  const fs = host.fs('proc');
  const visit = (dir: number): number =>
    fs.readdir(dir).reduce((count, { name, ino, type }) => {
      expect([name, fs.lookup(dir, name), fs.stat(ino).type]).toEqual([name, ino, type]);
      if (type === 'symlink') expect(fs.readlink(ino)).not.toBe('');
      if (type === 'file') expect(fs.read(ino, 0, 1e6)).toBeInstanceOf(Uint8Array);
      if (type !== 'directory') return count + 1;
      expect(fs.parent(ino)).toBe(dir);
      return count + 1 + visit(ino);
    }, 0);
  expect(visit(fs.root)).toBeGreaterThan(50);
});

test('who may look: environ and fd are the owner’s', () => {
  const { host } = proc();
  expect(attempt(() => host.open('/proc/1/environ', OPEN, 0, user))).toBe('EACCES');
  expect(attempt(() => host.readdir('/proc/1/fd', user))).toBe('EACCES');
  expect(attempt(() => host.open('/proc/7/environ', OPEN, 0, user))).toMatchObject({});
  expect(attempt(() => host.open('/proc/1/status', OPEN, 0, user))).toMatchObject({});
});

// As a real /proc answers root: mkdir ENOENT, rm EPERM, writing EIO.
test('it cannot be changed', () => {
  const { host } = proc();
  const { fs, ino } = host.at(host.resolve('/proc/uptime', root));
  expect(attempt(() => mkdir(host, '/proc/x'))).toBe('ENOENT');
  expect(attempt(() => host.unlink('/proc/uptime', root))).toBe('EPERM');
  expect(attempt(() => fs.write(ino, 0, new Uint8Array(1)))).toBe('EIO');
  expect(attempt(() => host.setattr('/proc/uptime', { mode: 0 }, root))).toBe('EPERM');
});

test('/dev of a host and of a container', () => {
  const { vfs, host } = machine();
  mkdir(host, '/dev');
  host.mount('/dev', { fs: vfs.dev('dev', 'host') });
  const list = host.readdir('/dev', root).map(({ name }) => {
    const { mode, rdev, type } = host.stat(`/dev/${name}`, root, false);
    const what = rdev?.join() ?? (type === 'symlink' ? host.readlink(`/dev/${name}`, root) : type);
    return `${name} ${mode.toString(8)} ${what}`;
  });
  expect(list.sort()).toEqual([
    'console 600 5,1',
    'fd 777 /proc/self/fd',
    'full 666 1,7',
    'null 666 1,3',
    'ptmx 666 5,2',
    'pts 755 directory',
    'random 666 1,8',
    'shm 1777 directory',
    'stderr 777 /proc/self/fd/2',
    'stdin 777 /proc/self/fd/0',
    'stdout 777 /proc/self/fd/1',
    'tty 666 5,0',
    'urandom 666 1,9',
    'zero 666 1,5',
  ]);
  expect(host.statfs('/dev', root)).toMatchObject({ type: 'devtmpfs', used: 0 });
  const inside = vfs.dev('dev:1', 'container');
  expect(inside.statfs()).toMatchObject({ type: 'tmpfs', size: 65_536 * 1024 });
  expect(inside.readdir(inside.root).map(({ name }) => name)).toContain('mqueue');
  expect(inside.stat(inside.root)).toMatchObject({ mode: 0o755, size: 40 + 14 * 20 });
});
