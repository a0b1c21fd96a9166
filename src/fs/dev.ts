import type { FileSystem, FileType, NewInode } from './filesystem.ts';

/** A container's /dev: the mode and the type of each entry, and what is special about it, as runc makes them. */
const CONTAINER: Readonly<Record<string, Entry>> = {
  null: device(1, 3),
  zero: device(1, 5),
  full: device(1, 7),
  random: device(1, 8),
  urandom: device(1, 9),
  tty: device(5, 0),
  ptmx: link('pts/ptmx'),
  pts: directory(0o755),
  shm: directory(0o1777),
  mqueue: directory(0o1777),
  fd: link('/proc/self/fd'),
  stdin: link('/proc/self/fd/0'),
  stdout: link('/proc/self/fd/1'),
  stderr: link('/proc/self/fd/2'),
};

const { mqueue: _, ...COMMON } = CONTAINER;

/** A host's: its console too, and a ptmx that is no link. */
const HOST: Readonly<Record<string, Entry>> = {
  ...COMMON,
  console: { ...device(5, 1), mode: 0o600 },
  ptmx: device(5, 2),
};

type Entry = Pick<NewInode, 'type' | 'mode' | 'target' | 'rdev'>;

/** Fills an empty file system with the devices of /dev. Char devices are only inodes here; what they do is the kernel's. */
export function makeDevices(fs: FileSystem, whose: 'host' | 'container'): void {
  for (const [name, entry] of Object.entries(whose === 'host' ? HOST : CONTAINER)) {
    fs.create(fs.root, name, { ...entry, uid: 0, gid: 0 });
  }
}

function device(major: number, minor: number): Entry {
  return { type: 'chardev', mode: 0o666, rdev: [major, minor] };
}

function directory(mode: number): Entry {
  return { type: 'directory' satisfies FileType, mode };
}

function link(target: string): Entry {
  return { type: 'symlink', mode: 0o777, target };
}
