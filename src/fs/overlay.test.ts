import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Errno, type Ino, isErrno, type MountNamespace, Overlay, Vfs } from './index.ts';
import { attempt, copyTree, machine, mkdir, NEW, put, removeTree, root, text, tree } from './testing.ts';

const LOWER = '/l2/d /l2/d/sub /l1/d /l1/e /l1/e/deep';
const LOWER_FILES = ['/l2/a', '/l2/d/f', '/l2/d/sub/g', '/l1/a', '/l1/d/h', '/l1/e/deep/i', '/l1/b'];

/** Two lower layers and an upper one, mounted as a namespace's root; and a plain copy of what they show. */
function layered() {
  const made = machine();
  const { vfs, host } = made;
  const [l1, l2, up] = [mkdir(host, '/l1'), mkdir(host, '/l2'), mkdir(host, '/up')];
  for (const path of LOWER.split(' ')) mkdir(host, path);
  for (const path of LOWER_FILES) put(host, path, `in ${path}`);
  const layer = (ino: Ino) => ({ fs: 'disk', ino });
  const overlay = vfs.overlay('overlay:1', { lower: [layer(l2), layer(l1)], upper: layer(up) });
  const box = vfs.namespace('box');
  box.mount('/', { fs: overlay });
  const plain = vfs.disk('plain');
  const copy = vfs.namespace('copy');
  copy.mount('/', { fs: plain });
  for (const path of ['/d', '/d/sub', '/e', '/e/deep']) mkdir(copy, path);
  for (const path of ['/l2/a', '/l2/d/f', '/l2/d/sub/g', '/l1/d/h', '/l1/e/deep/i', '/l1/b']) {
    put(copy, path.slice(3), `in ${path}`);
  }
  return { ...made, overlay, box, copy };
}

type Op = (ns: MountNamespace) => unknown;

const path = fc.oneof(
  fc.constantFrom('/a', '/d', '/e', '/n', '/d/f', '/d/h', '/d/sub', '/d/sub/g', '/e/deep', '/e/deep/i'),
  fc.array(fc.constantFrom('a', 'd', 'f', 'n'), { minLength: 1, maxLength: 3 }).map((parts) => `/${parts.join('/')}`),
);
const word = fc.stringMatching(/^[a-z]{0,9}$/);

/** An operation and how it reads in a counterexample. */
const op: fc.Arbitrary<[string, Op]> = fc.oneof(
  fc.tuple(path, word).map(([p, w]): [string, Op] => [`put ${p} ${w}`, (ns) => put(ns, p, w)]),
  fc.tuple(path, word).map(([p, w]): [string, Op] => [
    `append ${p} ${w}`,
    (ns) => {
      const { fs, ino } = ns.at(ns.open(p, { ...NEW, create: false, truncate: false }, 0, root));
      fs.write(ino, fs.stat(ino).size, new TextEncoder().encode(w));
    },
  ]),
  path.map((p): [string, Op] => [`mkdir ${p}`, (ns) => mkdir(ns, p)]),
  path.map((p): [string, Op] => [`unlink ${p}`, (ns) => ns.unlink(p, root)]),
  path.map((p): [string, Op] => [`rmdir ${p}`, (ns) => ns.rmdir(p, root)]),
  path.map((p): [string, Op] => [`rm -r ${p}`, (ns) => removeTree(ns, p)]),
  path.map((p): [string, Op] => [
    `replace ${p} by a new directory`,
    (ns) => {
      mkdir(ns, '/new');
      removeTree(ns, p);
      ns.rename('/new', p, root);
    },
  ]),
  fc.tuple(path, path).map(([p, q]): [string, Op] => [`rename ${p} ${q}`, (ns) => move(ns, p, q)]),
  fc.tuple(path, path).map(([p, q]): [string, Op] => [`link ${p} ${q}`, (ns) => ns.link(p, q, root)]),
  fc
    .tuple(path, path)
    .map(([p, q]): [string, Op] => [
      `symlink ${p} ${q}`,
      (ns) => ns.create(q, { type: 'symlink', mode: 0o777, target: p }, root),
    ]),
  fc
    .tuple(path, fc.constantFrom(0o600, 0o755))
    .map(([p, mode]): [string, Op] => [`chmod ${p} ${mode}`, (ns) => ns.setattr(p, { mode }, root)]),
  path.map((p): [string, Op] => [`chown ${p}`, (ns) => ns.setattr(p, { uid: 7 }, root, false)]),
);

let crossed = false;

/** mv: a directory that the overlay can't rename is copied and removed; then in the plain copy too, for its hard links. */
function move(ns: MountNamespace, from: string, to: string): void {
  try {
    if (ns.id === 'copy' && crossed) throw new Errno('EXDEV');
    crossed = false;
    ns.rename(from, to, root);
  } catch (error) {
    if (!isErrno(error, 'EXDEV')) throw error;
    crossed = ns.id === 'box';
    const exists = attempt(() => void ns.stat(to, root, false)) === undefined;
    if (exists) ns.rmdir(to, root);
    copyTree(ns, from, to);
    removeTree(ns, from);
  }
}

test('an overlay behaves like a plain copy of what it shows, and its lower layers never change', () => {
  fc.assert(
    fc.property(fc.array(op, { maxLength: 40, size: 'max' }), (ops) => {
      const { host, box, copy } = layered();
      const lower = [tree(host, '/l1'), tree(host, '/l2')];
      for (const [label, run] of ops) {
        expect(`${label}: ${attempt(() => void run(box))}`).toBe(`${label}: ${attempt(() => void run(copy))}`);
      }
      expect(tree(box, '/')).toEqual(tree(copy, '/'));
      expect([tree(host, '/l1'), tree(host, '/l2')]).toEqual(lower);
    }),
    { seed: 28, numRuns: 120 },
  );
}, 60_000);

test('a fork and a loaded copy go on as the original does, and none sees another', () => {
  const ops = fc.array(op, { maxLength: 15, size: 'max' });
  fc.assert(
    fc.property(ops, ops, ops, (first, second, other) => {
      const { vfs, box } = layered();
      for (const [, run] of first) attempt(() => void run(box));
      const [fork, apart, loaded] = [vfs.fork(), vfs.fork(), new Vfs(vfs.now)];
      loaded.load(structuredClone(vfs.save()));
      const boxes = [box, fork.namespaceOf('box'), loaded.namespaceOf('box')];
      for (const [, run] of other) attempt(() => void run(apart.namespaceOf('box')));
      for (const [label, run] of second) {
        const [ours, ...theirs] = boxes.map((each) => `${label}: ${attempt(() => void run(each))}`);
        expect(theirs).toEqual([ours, ours]);
      }
      const seen = boxes.map((each) => [tree(each, '/'), numbers(each, '/')]);
      expect(seen.slice(1)).toEqual([seen[0], seen[0]]);
      expect(vfs.fs('overlay:1')).toBeInstanceOf(Overlay);
      const diffs = [vfs, fork, loaded].map((each) => (each.fs('overlay:1') as Overlay).diff().length);
      expect(new Set(diffs).size).toBe(1);
    }),
    { seed: 29, numRuns: 60 },
  );
}, 60_000);

/** What stat says of each name's inode: its number and how many names it has. */
function numbers(ns: MountNamespace, path: string): string[] {
  return ns.readdir(path, root).flatMap(({ name, type }) => {
    const at = `${path === '/' ? '' : path}/${name}`;
    const { ino, nlink } = ns.stat(at, root, false);
    return [`${at} ${ino} ${nlink}`, ...(type === 'directory' ? numbers(ns, at) : [])];
  });
}

const DAY = 86_400_000;

/** An overlay over one lower directory with a few files that belong to somebody, long ago. */
function old() {
  const made = machine();
  const { vfs, host } = made;
  const [lower, upper] = ['/lower', '/upper'].map((path) => ({ fs: 'disk', ino: mkdir(host, path) }));
  mkdir(host, '/lower/d');
  put(host, '/lower/d/f', 'lower');
  host.link('/lower/d/f', '/lower/d/same', root);
  put(host, '/lower/d/g', 'other');
  for (const path of ['/lower/d/f', '/lower/d/g', '/lower/d']) {
    host.setattr(path, { uid: 5, gid: 6 }, root);
    host.setattr(path, { mode: 0o4750, atime: DAY, mtime: DAY }, root);
  }
  const overlay = vfs.overlay('overlay', { lower: [lower!], upper: upper! });
  const box = vfs.namespace('box');
  box.mount('/', { fs: overlay });
  return { ...made, overlay, box };
}

test.each<[string, Op, object]>([
  ['chmod', (ns) => ns.setattr('/d/g', { mode: 0o600 }, root), { mode: 0o600 }],
  ['chown', (ns) => ns.setattr('/d/g', { uid: 9 }, root), { uid: 9, mode: 0o750 }],
  ['utimes', (ns) => ns.setattr('/d/g', { atime: 1, mtime: 2 }, root), { mtime: 2 }],
  ['opening for writing', (ns) => ns.open('/d/g', { ...NEW, create: false, truncate: false }, 0, root), {}],
  ['rename', (ns) => ns.rename('/d/g', '/d/n', root), {}],
  ['link', (ns) => ns.link('/d/g', '/d/n', root), {}],
])('%s copies up with owner, mode, times and bytes', (_, run, changed) => {
  const { host, box } = old();
  const before = box.stat('/d/g', root);
  run(box);
  const at = attempt(() => box.stat('/d/g', root)) === 'ENOENT' ? '/d/n' : '/d/g';
  expect(text(host, `/upper${at}`)).toBe('other');
  const kept = { uid: 5, gid: 6, mode: 0o4750, mtime: DAY, size: 5, ...changed };
  expect(host.stat(`/upper${at}`, root)).toMatchObject(kept);
  expect(box.stat(at, root)).toMatchObject({ ...kept, ino: before.ino, dev: before.dev });
  expect(host.stat('/upper/d', root)).toMatchObject({ uid: 5, gid: 6, mode: 0o4750 });
});

test('reading copies nothing up', () => {
  const { host, box } = old();
  text(box, '/d/f');
  box.readdir('/d', root);
  expect(attempt(() => box.open('/d/f', { ...NEW, write: false, read: true, truncate: false }, 0, root))).toMatchObject(
    {},
  );
  expect(host.readdir('/upper', root)).toEqual([]);
  expect(host.stat('/lower/d/f', root).atime).toBe(DAY);
});

test('a lower file with two names: one copies up without the other, both are one to stat', () => {
  const { box } = old();
  const [f, same] = ['/d/f', '/d/same'].map((path) => box.stat(path, root));
  expect(f).toEqual(same);
  put(box, '/d/f', 'changed');
  expect([text(box, '/d/f'), text(box, '/d/same')]).toEqual(['changed', 'lower']);
  expect(box.stat('/d/same', root).ino).toBe(same!.ino);
});

test('an open file outlives its name, from below and from above', () => {
  const { overlay, box } = old();
  for (const path of ['/d/g', '/d/n']) {
    if (path === '/d/n') put(box, path, 'new');
    const { ino } = box.resolve(path, root);
    overlay.retain(ino);
    box.unlink(path, root);
    expect(new TextDecoder().decode(overlay.read(ino, 0, 9))).toBe(path === '/d/n' ? 'new' : 'other');
    expect(overlay.stat(ino).nlink).toBe(0);
    overlay.setattr(ino, { mode: 0o600 });
    expect(overlay.stat(ino)).toMatchObject({ mode: 0o600, nlink: 0 });
    overlay.release(ino);
    expect(attempt(() => overlay.stat(ino))).toBe('ENOENT');
  }
  expect(tree(box, '/').map((line) => line.split(' ')[0])).toEqual(['/d', '/d/f', '/d/same']);
});

test('a held directory that was removed is empty', () => {
  const { overlay, box } = old();
  const { ino } = box.resolve('/d', root);
  overlay.retain(ino);
  removeTree(box, '/d');
  expect(overlay.readdir(ino)).toEqual([]);
  expect(attempt(() => overlay.create(ino, 'x', { type: 'file', mode: 0o644, uid: 0, gid: 0 }))).toBe('ENOENT');
  mkdir(box, '/d');
  expect(box.resolve('/d', root).ino).not.toBe(ino);
});

test('without an upper layer everything is read-only', () => {
  const { vfs, host } = old();
  const lower = [{ fs: 'disk', ino: host.resolve('/lower', root).ino }];
  const ro = vfs.namespace('ro');
  ro.mount('/', { fs: vfs.overlay('ro', { lower }) });
  expect(text(ro, '/d/f')).toBe('lower');
  expect(attempt(() => put(ro, '/d/n', ''))).toBe('EROFS');
  expect(attempt(() => ro.unlink('/d/f', root))).toBe('EROFS');
});

test('layers must be directories apart from one another', () => {
  const { vfs, host } = old();
  const at = (path: string) => ({ fs: 'disk', ino: host.resolve(path, root).ino });
  expect(attempt(() => vfs.overlay('x', { lower: [at('/lower')], upper: at('/lower/d') }))).toBe('ELOOP');
  expect(attempt(() => vfs.overlay('x', { lower: [at('/lower/d/f')] }))).toBe('EINVAL');
  expect(attempt(() => vfs.overlay('overlay', { lower: [at('/lower')] }))).toBe('EEXIST');
});

test('a copy-up that does not fit leaves nothing behind', () => {
  const { vfs, host } = machine();
  const small = vfs.disk('small', { capacity: 12 * 4096 });
  const ns = vfs.namespace('small');
  ns.mount('/', { fs: small });
  const [lower, upper] = ['/lower', '/upper'].map((path) => ({ fs: 'small', ino: mkdir(ns, path) }));
  put(ns, '/lower/f', 'x'.repeat(7 * 4096));
  const box = vfs.namespace('box');
  box.mount('/', { fs: vfs.overlay('overlay', { lower: [lower!], upper: upper! }) });
  expect(attempt(() => box.setattr('/f', { mode: 0o600 }, root))).toBe('ENOSPC');
  expect(ns.readdir('/upper', root)).toEqual([]);
  expect(box.stat('/f', root)).toMatchObject({ mode: 0o644, size: 7 * 4096 });
  put(box, '/f', 'short');
  expect(text(box, '/f')).toBe('short');
  expect(host.readdir('/', root)).toEqual([]);
});
