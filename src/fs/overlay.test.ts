import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Disk, Errno, type Ino, isErrno, type MountNamespace, ROOT, Vfs, type Walker } from './index.ts';

const root: Walker = { cwd: '/', credentials: ROOT };
const NEW = { read: false, write: true, create: true, exclusive: false, truncate: true };
let clock = 0;

function machine(): { vfs: Vfs; disk: Disk; host: MountNamespace } {
  clock = 0;
  const vfs = new Vfs(() => ++clock);
  const disk = vfs.disk('disk');
  const host = vfs.namespace('host');
  host.mount('/', { fs: disk });
  return { vfs, disk, host };
}

function mkdir(ns: MountNamespace, path: string): Ino {
  return ns.create(path, { type: 'directory', mode: 0o755 }, root).ino;
}

function put(ns: MountNamespace, path: string, text: string): void {
  const { fs, ino } = ns.at(ns.open(path, NEW, 0o644, root));
  fs.write(ino, 0, new TextEncoder().encode(text));
}

function text(ns: MountNamespace, path: string): string {
  const { fs, ino } = ns.at(ns.resolve(path, root));
  return new TextDecoder().decode(fs.read(ino, 0, 1e6));
}

/** A tree as lines that say everything but times and numbers: what two equal trees have in common. */
function tree(ns: MountNamespace, path: string): string[] {
  return ns
    .readdir(path, root)
    .map(({ name }) => name)
    .sort()
    .flatMap((name) => {
      const at = path === '/' ? `/${name}` : `${path}/${name}`;
      const { type, mode, uid, size } = ns.stat(at, root, false);
      const line = `${at} ${type} ${mode.toString(8)} ${uid}`;
      if (type === 'directory') return [line, ...tree(ns, at)];
      if (type === 'symlink') return [`${line} -> ${ns.readlink(at, root)}`];
      return [`${line} ${size} ${text(ns, at)}`];
    });
}

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

type Op = (ns: MountNamespace) => void;

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

function removeTree(ns: MountNamespace, path: string): void {
  if (ns.stat(path, root, false).type !== 'directory') ns.unlink(path, root);
  else {
    for (const { name } of ns.readdir(path, root)) removeTree(ns, `${path}/${name}`);
    ns.rmdir(path, root);
  }
}

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

function copyTree(ns: MountNamespace, from: string, to: string): void {
  const { type, mode, uid } = ns.stat(from, root, false);
  if (type === 'directory') {
    mkdir(ns, to);
    for (const { name } of ns.readdir(from, root)) copyTree(ns, `${from}/${name}`, `${to}/${name}`);
  } else if (type === 'symlink') ns.create(to, { type, mode, target: ns.readlink(from, root) }, root);
  else put(ns, to, text(ns, from));
  ns.setattr(to, type === 'symlink' ? { uid } : { uid, mode }, root, false);
}

function attempt(run: () => void): string | undefined {
  try {
    run();
    return undefined;
  } catch (error) {
    if (isErrno(error)) return error.code;
    throw error;
  }
}

test('an overlay behaves like a plain copy of what it shows, and its lower layers never change', () => {
  fc.assert(
    fc.property(fc.array(op, { maxLength: 40, size: 'max' }), (ops) => {
      const { host, box, copy } = layered();
      const lower = [tree(host, '/l1'), tree(host, '/l2')];
      for (const [label, run] of ops) {
        expect(`${label}: ${attempt(() => run(box))}`).toBe(`${label}: ${attempt(() => run(copy))}`);
      }
      expect(tree(box, '/')).toEqual(tree(copy, '/'));
      expect([tree(host, '/l1'), tree(host, '/l2')]).toEqual(lower);
    }),
    { seed: 28, numRuns: 300 },
  );
});
