import { Node } from '@jsonjoy.com/fs-core/lib/Node.js';
import fc from 'fast-check';
import { afterEach, expect, test, vi } from 'vitest';
import { Disk, type DiskOptions, type Ino } from './index.ts';
import { attempt } from './testing.ts';

const FILE = { type: 'file', mode: 0o644, uid: 0, gid: 0 } as const;
const DIRECTORY = { type: 'directory', mode: 0o755, uid: 0, gid: 0 } as const;
const bytes = (text: string) => new TextEncoder().encode(text);
const string = (data: Uint8Array) => new TextDecoder().decode(data);

function disk(options: Partial<DiskOptions> = {}): Disk {
  let now = 1000;
  return new Disk({ id: 'disk', dev: 1, now: () => (now += 0.3), ...options });
}

/** Small, and without a clock: what happens to it doesn't depend on what happens to others. */
function still(): Disk {
  return disk({ capacity: 200_000, now: () => 7 });
}

afterEach(() => vi.restoreAllMocks());

test("memfs's own permission checks, process and clock decide nothing", () => {
  const asked = [
    vi.spyOn(process, 'getuid').mockReturnValue(4321),
    vi.spyOn(process, 'getgid').mockReturnValue(4321),
    vi.spyOn(Node.prototype, 'canRead'),
    vi.spyOn(Node.prototype, 'canWrite'),
    vi.spyOn(Node.prototype, 'canExecute'),
  ];
  const d = disk();
  const ino = d.create(d.root, 'f', { ...FILE, mode: 0 });
  d.write(ino, 0, bytes('locked'));
  d.setattr(ino, { uid: 5, mode: 0o000 });
  expect(string(d.read(ino, 0, 99))).toBe('locked');
  d.fork().setattr(ino, { size: 2 });
  for (const spy of asked) expect(spy).not.toHaveBeenCalled();
  expect(d.stat(ino)).toMatchObject({ uid: 5, gid: 0, mode: 0 });
  const { atime, mtime, ctime } = d.stat(ino);
  for (const time of [atime, mtime, ctime]) expect(time).toBeLessThan(2000);
});

test('times keep their fractions, and follow POSIX', () => {
  const d = disk();
  const dir = d.create(d.root, 'd', DIRECTORY);
  const ino = d.create(dir, 'f', FILE);
  const made = d.stat(ino);
  expect(made.mtime % 1).not.toBe(0);
  d.setattr(ino, { mode: 0o600 });
  expect(d.stat(ino)).toMatchObject({ mtime: made.mtime, atime: made.atime });
  expect(d.stat(ino).ctime).toBeGreaterThan(made.ctime);
  const before = d.stat(dir).mtime;
  d.write(ino, 0, bytes('x'));
  expect(d.stat(ino).mtime).toBeGreaterThan(made.mtime);
  expect(d.stat(dir).mtime).toBe(before);
  d.unlink(dir, 'f');
  expect(d.stat(dir).mtime).toBeGreaterThan(before);
});

test('relatime: the first reading after a change moves atime', () => {
  const d = disk();
  const ino = d.create(d.root, 'f', FILE);
  d.accessed(ino);
  const { atime } = d.stat(ino);
  d.accessed(ino);
  expect(d.stat(ino).atime).toBe(atime);
  d.write(ino, 0, bytes('x'));
  d.accessed(ino);
  expect(d.stat(ino).atime).toBeGreaterThan(atime);
});

test('holes read as zeros and take no blocks', () => {
  const d = disk({ capacity: 2 ** 20 });
  const ino = d.create(d.root, 'f', FILE);
  d.write(ino, 0, bytes('abc'));
  d.setattr(ino, { size: 2 ** 30 });
  expect(d.stat(ino)).toMatchObject({ size: 2 ** 30, blocks: 8 });
  expect([...d.read(ino, 1, 4)]).toEqual([98, 99, 0, 0]);
  expect([...d.read(ino, 2 ** 30 - 2, 9)]).toEqual([0, 0]);
  d.setattr(ino, { size: 1 });
  d.setattr(ino, { size: 3 });
  expect([...d.read(ino, 0, 9)]).toEqual([97, 0, 0]);
  d.write(ino, 5, bytes('z'));
  expect([...d.read(ino, 0, 9)]).toEqual([97, 0, 0, 0, 0, 122]);
});

test('what read gave does not change later', () => {
  const d = disk();
  const ino = d.create(d.root, 'f', FILE);
  d.write(ino, 0, bytes('before'));
  const read = d.read(ino, 0, 99);
  d.write(ino, 0, bytes('after!'));
  expect(string(read)).toBe('before');
});

test('a full disk: ENOSPC, and what is freed can be used again', () => {
  const d = disk({ capacity: 4 * 4096 });
  const ino = d.create(d.root, 'f', FILE);
  expect(attempt(() => d.write(ino, 0, new Uint8Array(3 * 4096)))).toBe(3 * 4096);
  expect(attempt(() => d.write(ino, 3 * 4096, bytes('x')))).toBe('ENOSPC');
  expect(attempt(() => d.create(d.root, 'd', DIRECTORY))).toBe('ENOSPC');
  expect(attempt(() => d.write(ino, 3 * 4096 - 1, bytes('xyz')))).toBe(1);
  expect(attempt(() => d.write(ino, 9 * 4096, bytes('x')))).toBe('ENOSPC');
  expect(d.stat(ino).size).toBe(3 * 4096);
  expect(d.statfs()).toMatchObject({ size: 16384, used: 16384, available: 0 });
  d.setattr(ino, { size: 4096 });
  expect(d.statfs().available).toBe(8192);
  d.unlink(d.root, 'f');
  expect(d.statfs().available).toBe(12288);
  expect(attempt(() => disk({ inodes: 1 }).create(2, 'f', FILE))).toBe('ENOSPC');
});

test('an unlinked inode lives as long as it is held', () => {
  const d = disk();
  const ino = d.create(d.root, 'f', FILE);
  d.write(ino, 0, bytes('still here'));
  d.retain(ino);
  d.retain(ino);
  d.unlink(d.root, 'f');
  d.release(ino);
  expect(string(d.read(ino, 0, 99))).toBe('still here');
  expect(d.stat(ino).nlink).toBe(0);
  expect(attempt(() => d.link(d.root, 'g', ino))).toBe('ENOENT');
  d.release(ino);
  expect(attempt(() => d.stat(ino))).toBe('ENOENT');
  expect(d.statfs().used).toBe(4096);
});

test('names: 255 bytes, not characters', () => {
  const d = disk();
  expect(attempt(() => d.create(d.root, 'é'.repeat(127), FILE))).toBe(11);
  expect(attempt(() => d.create(d.root, 'é'.repeat(128), FILE))).toBe('ENAMETOOLONG');
});

test('a directory in memory grows by 20 bytes a name and takes no blocks', () => {
  const d = disk({ layout: 'memory' });
  expect(d.stat(d.root)).toMatchObject({ size: 40, blocks: 0 });
  d.create(d.root, 'a', FILE);
  d.create(d.root, 'b', DIRECTORY);
  expect(d.stat(d.root)).toMatchObject({ size: 80, blocks: 0, nlink: 3 });
  expect(d.statfs().used).toBe(0);
});

// A step is three numbers: what to do, where, and how much.
type Step = readonly [number, number, number];
const steps = fc.array(fc.tuple(fc.nat(7), fc.nat(200), fc.nat(5000)), { maxLength: 40, size: 'max' });

function everything(d: Disk): unknown {
  const visit = (ino: Ino): unknown => {
    const stat = d.stat(ino);
    if (stat.type === 'directory') return [stat, d.readdir(ino).map(({ name, ino }) => [name, visit(ino)])];
    return [stat, stat.type === 'symlink' ? d.readlink(ino) : [...d.read(ino, 0, 1e5)].join()];
  };
  return [visit(d.root), d.statfs()];
}

function take(d: Disk, [what, where, much]: Step): void {
  const all: [Ino, string, Ino][] = [];
  const dirs = [d.root];
  for (const dir of dirs) {
    for (const { name, ino, type } of d.readdir(dir)) {
      all.push([dir, name, ino]);
      if (type === 'directory') dirs.push(ino);
    }
  }
  const dir = dirs[where % dirs.length]!;
  const [in_ = d.root, name = '', ino = d.root] = all[where % Math.max(1, all.length)] ?? [];
  attempt(() => {
    if (what === 0) d.create(dir, `n${much % 9}`, FILE);
    else if (what === 1) d.create(dir, `n${much % 9}`, DIRECTORY);
    else if (what === 2) d.write(ino, much % 3000, new Uint8Array(much).fill(where));
    else if (what === 3) d.setattr(ino, much % 2 ? { size: much } : { mode: much % 512, uid: much });
    else if (what === 4) d.link(dir, `n${much % 9}`, ino);
    else if (what === 5) d.rename(in_, name, dir, `n${much % 9}`);
    else if (d.stat(ino).type === 'directory') d.rmdir(in_, name);
    else d.unlink(in_, name);
  });
}

test('fork: neither side ever sees what the other does; restore gives the moment back', () => {
  fc.assert(
    fc.property(steps, steps, steps, (first, left, right) => {
      const d = still();
      for (const step of first) take(d, step);
      const then = everything(d);
      const checkpoint = d.checkpoint();
      const fork = d.fork();
      const [alone, other] = [still(), d.fork()];
      for (const step of first) take(alone, step);
      for (const step of left) take(d, step);
      for (const step of right) take(fork, step);
      for (const step of left) take(alone, step);
      expect(everything(d)).toEqual(everything(alone));
      expect(everything(other)).toEqual(then);
      d.restore(checkpoint);
      expect(everything(d)).toEqual(then);
      for (const step of right) take(d, step);
      for (const step of left) take(other, step);
      expect(everything(checkpointed(checkpoint))).toEqual(then);
    }),
    { seed: 5, numRuns: 60 },
  );
});

function checkpointed(checkpoint: ReturnType<Disk['checkpoint']>): Disk {
  return Disk.from(checkpoint, () => 0);
}

test('save then load is identity, whole and as what changed since a base', () => {
  fc.assert(
    fc.property(steps, steps, (first, second) => {
      const d = still();
      for (const step of first) take(d, step);
      const [base, whole] = [d.checkpoint(), structuredClone(d.save())];
      for (const step of second) take(d, step);
      const delta = structuredClone(d.save(base));
      const [fresh, onBase] = [disk(), disk()];
      fresh.load(whole);
      onBase.restore(base);
      expect(everything(fresh)).toEqual(everything(onBase));
      onBase.load(delta);
      fresh.load(delta);
      expect(everything(onBase)).toEqual(everything(d));
      expect(everything(fresh)).toEqual(everything(d));
      expect(structuredClone(fresh.save(base)).changed.length).toBeGreaterThanOrEqual(0);
    }),
    { seed: 6, numRuns: 60 },
  );
});

test('a delta holds what changed and no bytes that did not', () => {
  const d = disk();
  const [a, b, c] = ['a', 'b', 'c'].map((name) => d.create(d.root, name, FILE));
  for (const ino of [a!, b!, c!]) d.write(ino, 0, bytes('content'));
  const base = d.checkpoint();
  d.setattr(a!, { mode: 0o600 });
  d.write(b!, 0, bytes('changed'));
  d.unlink(d.root, 'c');
  const { changed, removed } = d.save(base);
  expect(changed.map(({ ino, bytes }) => [ino, bytes && string(bytes)])).toEqual([
    [d.root, undefined],
    [a, undefined],
    [b, 'changed'],
  ]);
  expect(removed).toEqual([c]);
});
