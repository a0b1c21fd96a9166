import { describe, expect, test } from 'vitest';
import { type MountNamespace, type SavedVfs, type SeenChange, Vfs } from './index.ts';
import { attempt, machine, mkdir, put, root, text, tree } from './testing.ts';

/** A host and a container: an overlay as its root, a bind of a volume, a tmpfs, /proc and /dev. */
function container() {
  const made = machine();
  const { vfs, disk, host } = made;
  for (const path of [
    '/image',
    '/image/etc',
    '/image/data',
    '/image/proc',
    '/image/dev',
    '/upper',
    '/work',
    '/volume',
  ]) {
    mkdir(host, path);
  }
  put(host, '/image/etc/passwd', 'root');
  const at = (path: string) => ({ fs: 'disk', ino: host.resolve(path, root).ino });
  const overlay = vfs.overlay('overlay:1', { lower: [at('/image')], upper: at('/upper'), work: at('/work') });
  const box = vfs.namespace('box');
  box.mount('/', { fs: overlay });
  box.mount('/data', { fs: disk, root: at('/volume').ino });
  box.mount('/proc', { fs: vfs.proc('proc:1', 4) });
  box.mount('/dev', { fs: vfs.dev('dev:1', 'container') });
  box.mount('/dev/shm', { fs: vfs.tmpfs('shm:1', { size: 65_536 }) });
  return { ...made, overlay, box };
}

function change(box: MountNamespace, word: string): void {
  put(box, '/etc/passwd', word);
  put(box, `/etc/${word}`, word);
  put(box, '/data/f', word);
  put(box, '/dev/shm/f', word);
}

function seen(vfs: Vfs): unknown {
  const namespaces = ['host', 'box'].map((id) => vfs.namespaceOf(id));
  return namespaces.map((ns) => [
    ns.mounts,
    tree(ns, ns.id === 'host' ? '/' : '/etc'),
    ns.id === 'box' && tree(ns, '/data'),
  ]);
}

describe('fork and restore', () => {
  test('a fork goes its own way in everything', () => {
    const { vfs, box } = container();
    change(box, 'before');
    const before = seen(vfs);
    const fork = vfs.fork();
    expect(seen(fork)).toEqual(before);
    const copy = fork.namespaceOf('box');
    change(copy, 'fork');
    copy.unmount('/data');
    expect(seen(vfs)).toEqual(before);
    change(box, 'original');
    expect(text(copy, '/etc/passwd')).toBe('fork');
    expect(text(copy, '/dev/shm/f')).toBe('fork');
    expect(attempt(() => copy.stat('/etc/original', root))).toBe('ENOENT');
  });

  test('restore gives back what was there, and takes away what was not; objects stay', () => {
    const { vfs, overlay, box } = container();
    change(box, 'before');
    const before = seen(vfs);
    const checkpoint = vfs.checkpoint();
    change(box, 'after');
    box.unmount('/dev/shm');
    vfs.remove('shm:1');
    vfs.tmpfs('late');
    vfs.namespace('other');
    vfs.restore(checkpoint);
    expect(seen(vfs)).toEqual(before);
    expect(text(box, '/dev/shm/f')).toBe('before');
    expect(vfs.has('late')).toBe(false);
    expect(attempt(() => vfs.namespaceOf('other'))).toBe('ENOENT');
    expect(vfs.fs('overlay:1')).toBe(overlay);
    vfs.restore(checkpoint);
    expect(seen(vfs)).toEqual(before);
  });

  test('an unchanged file system costs a checkpoint nothing', () => {
    const { vfs, box } = container();
    const first = vfs.checkpoint();
    put(box, '/dev/shm/f', 'x');
    const second = vfs.checkpoint();
    const same = first.systems.filter((system, index) => system === second.systems[index]);
    expect(same.map(({ id }) => id)).toEqual(['disk', 'overlay:1', 'proc:1', 'dev:1']);
  });
});

describe('save and load', () => {
  const clone = (saved: SavedVfs): SavedVfs => structuredClone(saved);

  test('whole: another machine from plain data', () => {
    const { vfs, box } = container();
    change(box, 'saved');
    const copy = new Vfs(() => 0);
    copy.load(clone(vfs.save()));
    expect(copy.save()).toEqual(vfs.save());
    expect(seen(copy)).toEqual(seen(vfs));
    change(copy.namespaceOf('box'), 'copy');
    expect(text(box, '/etc/passwd')).toBe('saved');
  });

  test('as what changed since a base, onto an equal machine', () => {
    const [ours, theirs] = [container(), container()];
    const [base, theirBase] = [ours.vfs.checkpoint(), theirs.vfs.checkpoint()];
    change(ours.box, 'session');
    change(theirs.box, 'something else');
    const delta = clone(ours.vfs.save(base));
    theirs.vfs.load(delta, theirBase);
    expect(seen(theirs.vfs)).toEqual(seen(ours.vfs));
    const saved = delta.systems.map((system) => (system.kind === 'disk' ? system.changed.length : system.kind));
    expect(saved).toEqual([6, 'overlay', 'same', 'same', 2]);
  });

  test('what is held and has no name any more comes back as well', () => {
    const { vfs, overlay, box } = container();
    const { ino } = box.resolve('/etc/passwd', root);
    overlay.retain(ino);
    box.unlink('/etc/passwd', root);
    const copy = new Vfs(() => 0);
    copy.load(clone(vfs.save()));
    const fs = copy.fs('overlay:1');
    expect(new TextDecoder().decode(fs.read(ino, 0, 9))).toBe('root');
    fs.release(ino);
    expect(attempt(() => fs.stat(ino))).toBe('ENOENT');
  });

  test('numbers stay over copy-up, save and load', () => {
    const { vfs, box } = container();
    const before = box.stat('/etc/passwd', root).ino;
    put(box, '/etc/passwd', 'x');
    const copy = new Vfs(() => 0);
    copy.load(clone(vfs.save()));
    expect(copy.namespaceOf('box').stat('/etc/passwd', root).ino).toBe(before);
  });
});

test('the feed tells what changed, on which file system, through which namespace', () => {
  const { vfs, disk, box } = container();
  const feed: SeenChange[] = [];
  const end = vfs.subscribe((each) => feed.push(each));
  const { ino } = box.create('/data/d', { type: 'directory', mode: 0o755 }, root);
  put(box, '/etc/n', '');
  disk.setattr(ino, { mode: 0o700 });
  end();
  box.rmdir('/data/d', root);
  const lines = feed.map(({ fs, kind, name = '-', namespace = '-' }) => `${fs} ${kind} ${name} ${namespace}`);
  expect(lines).toEqual(
    expect.arrayContaining(['disk create d box', 'overlay:1 create n box', 'disk create n box', 'disk attributes - -']),
  );
  expect(lines.some((line) => line.includes('remove'))).toBe(false);
});

test('a file system that is mounted cannot be removed, an overlay lets its layers go', () => {
  const { vfs, disk, host, box } = container();
  expect(attempt(() => vfs.remove('overlay:1'))).toBe('EBUSY');
  const { ino } = host.resolve('/upper', root);
  vfs.removeNamespace('box');
  vfs.remove('overlay:1');
  host.rmdir('/upper', root);
  expect(disk.has(ino)).toBe(false);
  expect(attempt(() => vfs.fs('overlay:1'))).toBe('ENODEV');
  expect(attempt(() => box.readdir('/', root))).toBe('ENOENT');
  expect(attempt(() => vfs.disk('disk'))).toBe('EEXIST');
});

test('a hard link through the overlay is one inode', () => {
  const { box } = container();
  box.link('/etc/passwd', '/etc/second', root);
  put(box, '/etc/second', 'both');
  expect(text(box, '/etc/passwd')).toBe('both');
  expect(box.stat('/etc/passwd', root)).toEqual(box.stat('/etc/second', root));
  expect(box.stat('/etc/passwd', root).nlink).toBe(2);
});
