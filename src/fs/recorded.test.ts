import { expect, test } from 'vitest';
import { Errno, type FileSystem, type MountNamespace, type Stat, type Walker } from './index.ts';
import { attempt, machine, mkdir, NEW, OPEN, recorded, root, text, user } from './testing.ts';

/** What recorded/record.py writes. */
interface Recording {
  readonly initial: readonly {
    readonly layer: 1 | 2;
    readonly path: string;
    readonly kind: string;
    readonly mode: number;
    readonly uid: number;
    readonly gid: number;
  }[];
  readonly runs: readonly {
    readonly seed: number;
    readonly calls: readonly string[];
    readonly tree: readonly string[];
    readonly upper?: readonly string[];
  }[];
}

const OLD = 1_000_000_000;

function initial(ns: MountNamespace, top: string, { initial }: Recording, layer?: number): void {
  const items = [...initial.entries()].filter(([, item]) => layer === undefined || item.layer === layer);
  for (const [, { path, kind }] of items) {
    const at = `${top}/${path}`;
    if (attempt(() => void ns.stat(at, root, false)) === undefined) continue;
    if (kind.startsWith('-> ')) ns.create(at, { type: 'symlink', mode: 0o777, target: kind.slice(3) }, root);
    else if (kind === 'dir') mkdir(ns, at);
    else write(ns, at, kind, { ...NEW }, root);
  }
  for (const [index, { path, mode, uid, gid }] of items.reverse()) {
    const time = OLD + index * 1000;
    ns.setattr(`${top}/${path}`, { uid, gid }, root, false);
    ns.setattr(`${top}/${path}`, { mode, atime: time, mtime: time }, root, false);
  }
}

function write(ns: MountNamespace, path: string, content: string, flags: typeof NEW, walker: Walker): void {
  const { fs, ino } = ns.at(ns.open(path, flags, 0o644, walker));
  const { type, size, mode } = fs.stat(ino);
  // Only the kernel knows who reads a FIFO.
  if (type === 'fifo') throw new Errno('ENXIO');
  fs.write(ino, flags.truncate ? 0 : size, new TextEncoder().encode(content));
  if (walker.credentials.uid !== 0 && mode & 0o6000) fs.setattr(ino, { mode: mode & ~0o6000 });
}

function show({ type, mode, uid, gid, nlink, size, mtime }: Stat): string {
  const shownSize = type === 'file' || type === 'symlink' ? size : '-';
  const time = mtime < OLD * 2 ? Math.floor((mtime - OLD) / 1000) : 'now';
  return `${type} ${mode.toString(8)} ${uid}:${gid} ${nlink} ${shownSize} ${time}`;
}

function perform(ns: MountNamespace, walker: Walker, kind: string, a: string, b = '', c = ''): string | undefined {
  const mode = Number.parseInt(b, 8);
  switch (kind) {
    case 'mkdir':
      return void ns.create(a, { type: 'directory', mode }, walker);
    case 'rmdir':
    case 'unlink':
      return ns[kind](a, walker) as undefined;
    case 'rename':
    case 'link':
      return ns[kind](a, b, walker) as undefined;
    case 'symlink':
      return void ns.create(b, { type: 'symlink', mode: 0o777, target: a }, walker);
    case 'fifo':
      return void ns.create(a, { type: 'fifo', mode: 0o644 }, walker);
    case 'chmod':
      return ns.setattr(a, { mode }, walker) as undefined;
    case 'chown':
    case 'lchown':
      return ns.setattr(a, { uid: Number(b), gid: Number(c) }, walker, kind === 'chown') as undefined;
    case 'truncate':
      return ns.setattr(a, { size: Number(b) }, walker) as undefined;
    case 'readlink':
      return ns.readlink(a, walker);
    case 'stat':
      return show(ns.stat(a, walker));
    case 'lstat':
      return show(ns.stat(a, walker, false));
    case 'list':
      return ns
        .readdir(a, walker)
        .map(({ name }) => name)
        .sort()
        .join(' ');
    case 'settime':
      return ns.setattr(a, { atime: OLD + 500_000, mtime: OLD + 500_000 }, walker) as undefined;
    case 'touch':
      return ns.setattr(a, { atime: OLD * 3, mtime: OLD * 3, now: true }, walker) as undefined;
    case 'access': {
      const wants = { read: b.includes('r'), write: b.includes('w'), execute: b.includes('x') };
      return attempt(() => ns.access(a, wants, walker)) === undefined ? 'yes' : 'no';
    }
    case 'create':
      return write(ns, a, b, NEW, walker) as undefined;
    case 'append':
      return write(ns, a, b, { ...NEW, create: false, truncate: false }, walker) as undefined;
    case 'exclusive':
      return void ns.open(a, { ...NEW, read: true, exclusive: true }, 0o644, walker);
    case 'directory':
    case 'nofollow':
      return void ns.open(a, { ...OPEN, [kind]: true }, 0, walker);
    case 'read': {
      const { fs, ino } = ns.at(ns.open(a, OPEN, 0, walker));
      return fs.stat(ino).type === 'file' ? new TextDecoder().decode(fs.read(ino, 0, 100)) : undefined;
    }
    default:
      throw new Error(`no call ${kind}`);
  }
}

function answer(ns: MountNamespace, line: string): string {
  const [uid, kind = '', ...args] = line.split(' ');
  const walker = uid === '0' ? root : user;
  return attempt(() => perform(ns, walker, kind, args[0]!, args[1], args[2]) ?? 'ok');
}

function listing(ns: MountNamespace, top: string, opaque: (fs: FileSystem, ino: number) => boolean): string[] {
  const lines = (path: string): string[] =>
    ns.readdir(`${top}/${path}`, root).flatMap(({ name }) => {
      const at = path === '' ? name : `${path}/${name}`;
      const stat = ns.stat(`${top}/${at}`, root, false);
      const { fs, ino } = ns.at(ns.resolve(`${top}/${at}`, root, false));
      const line = `${at} ${show(stat)}`;
      if (stat.type === 'directory') return [opaque(fs, ino) ? `${line} opaque` : line, ...lines(at)];
      if (stat.type === 'symlink') return [`${line} -> ${fs.readlink(ino)}`];
      return [stat.type === 'file' ? `${line} ${text(ns, `${top}/${at}`)}` : line];
    });
  return lines('').sort();
}

const plain = recorded<Recording>('ext4.json.txt');

test.each(plain.runs)('a disk answers as Linux: run $seed', ({ calls, tree }) => {
  const { host } = machine();
  initial(host, '', plain);
  expect(calls.map((line) => `${line.split(' = ')[0]} = ${answer(host, line.split(' = ')[0]!)}`)).toEqual(calls);
  expect(listing(host, '', () => false)).toEqual(tree);
});

const layered = recorded<Recording>('overlay.json.txt');

test.each(layered.runs)('an overlay answers as Linux: run $seed', ({ calls, tree, upper }) => {
  const { vfs, disk, host } = machine();
  const [l1, l2, upper_, work] = ['/l1', '/l2', '/u', '/w'].map((path) => ({ fs: 'disk', ino: mkdir(host, path) }));
  initial(host, '/l1', layered, 1);
  initial(host, '/l2', layered, 2);
  const box = vfs.namespace('box');
  box.mount('/', { fs: vfs.overlay('overlay', { lower: [l2!, l1!], upper: upper_!, work: work! }) });
  expect(calls.map((line) => `${line.split(' = ')[0]} = ${answer(box, line.split(' = ')[0]!)}`)).toEqual(calls);
  expect(listing(box, '', () => false)).toEqual(tree);
  expect(listing(host, '/u', (_, ino) => disk.opaque(ino))).toEqual(upper);
});
