import { capable, type DirEntry, Errno, type MountNamespace, type Stat, type Walker } from '../fs/index.ts';
import type { Core } from './core.ts';
import type { Device, Inode, OpenFile, OpenKind, Process } from './state.ts';
import type { OpenFlags } from './sys.ts';

/** Who opens: where paths begin, and whose descriptors and terminal are meant by /proc/self and /dev/tty. */
export interface Opener {
  readonly namespace: MountNamespace;
  readonly walker: Walker;
  readonly umask: number;
  readonly process: Process | undefined;
}

export interface Opening {
  open(opener: Opener, path: string, flags: OpenFlags, mode: number): OpenFile;
  /** stat(2), which sees through /proc/self/fd/N to what is open there. */
  stat(opener: Opener, path: string): Stat;
  /** lstat(2). */
  lstat(opener: Opener, path: string): Stat;
  /** Terminals have no inodes of their own in /dev/pts: they are listed beside what lies there. */
  readdir(opener: Opener, path: string): readonly DirEntry[];
  /** access(2); sees through /proc/self/fd/N too. EACCES, EROFS. */
  access(opener: Opener, path: string, mode: Access): void;
  /** May be written through the mount that it was opened by. */
  writableMount(at: Inode): boolean;
  directory(opener: Opener, path: string): Inode;
  retainDirectory(at: Inode): void;
  releaseDirectory(at: Inode): void;
}

export interface Access {
  readonly read?: boolean;
  readonly write?: boolean;
  readonly execute?: boolean;
}

/** Linux's character devices by `major:minor` (admin-guide/devices.txt). */
const DEVICES: Readonly<Record<string, Device>> = {
  '1:3': 'null',
  '1:5': 'zero',
  '1:7': 'full',
  '1:8': 'random',
  '1:9': 'random',
};

/** path_resolution(7): how many links are followed. */
const LINKS = 40;

type Special =
  | { readonly kind: 'descriptor'; readonly process: Process; readonly fd: number }
  | { readonly kind: 'terminal'; readonly index: number };

export function createOpening(core: Core): Opening {
  const { state } = core;

  function inodeAt(namespace: MountNamespace, location: { readonly mount: number; readonly ino: number }): Inode {
    const { fs, ino } = namespace.at(location);
    return { namespace: namespace.id, mount: location.mount, fs: fs.id, ino };
  }

  /**
   * /proc/PID/fd/N and /dev/pts/N aren't ordinary inodes: what they lead to is the kernel's. A path that ends there,
   * directly or over symbolic links (as /dev/stdout does), is found by following its last component.
   */
  function special({ namespace, walker, process }: Opener, path: string): Special | undefined {
    let at = normal(walker.cwd, path);
    for (let links = 0; links < LINKS; links++) {
      const [, who, fd] =
        /^\/proc\/(self|thread-self|\d+)\/fd\/(\d+)$/.exec(at) ?? /^\/dev(\/)fd\/(\d+)$/.exec(at) ?? [];
      if (who !== undefined) {
        const owner = /^\d/.test(who) ? core.processes.byNumber(process?.ns ?? 0, Number(who)) : process;
        return owner && { kind: 'descriptor', process: owner, fd: Number(fd) };
      }
      const index = terminalIndex(at);
      if (index !== undefined) return { kind: 'terminal', index };
      let target: string;
      try {
        const location = namespace.resolve(links === 0 ? path : at, walker, false);
        const { fs, ino } = namespace.at(location);
        if (fs.stat(ino).type !== 'symlink') return undefined;
        target = fs.readlink(ino);
      } catch {
        return undefined;
      }
      at = normal(at.slice(0, at.lastIndexOf('/')) || '/', target);
    }
    return undefined;
  }

  function terminalOf(opener: Opener, index: number): number {
    const tty = core.ttys.byIndex(opener.process?.ns ?? 0, index);
    if (!tty || tty.hungUp) throw new Errno('ENOENT');
    return tty.id;
  }

  function terminal(tty: number, path: string): OpenKind {
    if (!state.ttys.has(tty)) throw new Errno('ENXIO');
    return { kind: 'tty', tty, path };
  }

  /** Opening /proc/PID/fd/N: pipes and terminals anew, files by their inode from the beginning (proc_pid_fd(5)). */
  function reopen(opener: Opener, { process, fd }: Special & { kind: 'descriptor' }, flags: OpenFlags): OpenKind {
    const id = process.fds.get(fd);
    if (id === undefined) throw new Errno('ENOENT');
    const file = core.files.get(id);
    switch (file.kind) {
      case 'file': {
        const stat = core.files.fileSystem(file.at).stat(file.at.ino);
        if (stat.type === 'directory' && flags.write) throw new Errno('EISDIR');
        if (flags.write && !core.opening.writableMount(file.at)) throw new Errno('EROFS');
        checkMode(stat, opener.walker.credentials, { ...flags, read: flags.read ?? !flags.write });
        if (flags.truncate && stat.type === 'file') {
          const { systems } = core.namespace(file.at.namespace);
          systems.through(file.at.namespace, () => core.files.fileSystem(file.at).setattr(file.at.ino, { size: 0 }));
        }
        return { kind: 'file', at: file.at, offset: 0, append: flags.append ?? false, path: file.path };
      }
      case 'device':
        return { kind: 'device', device: file.device, at: file.at, path: file.path };
      case 'pipe':
        return {
          kind: 'pipe',
          pipe: file.pipe,
          ...(file.at ? { at: file.at } : {}),
          ...(file.path ? { path: file.path } : {}),
        };
      case 'tty':
        return terminal(file.tty, file.path);
      case 'master':
      case 'socket':
      case 'listener':
        throw new Errno('ENXIO');
      default:
        return file satisfies never;
    }
  }

  function device(opener: Opener, stat: Stat, at: Inode, path: string): OpenKind {
    const [major, minor] = stat.rdev ?? [0, 0];
    const simple = DEVICES[`${major}:${minor}`];
    if (simple) return { kind: 'device', device: simple, at, path };
    if (major === 5 && minor === 2) return { kind: 'master', tty: core.ttys.create({ columns: 80, rows: 24 }).id };
    if (major === 5 && minor <= 1) return terminal(opener.process?.tty ?? 0, path);
    if (major === 136) return terminal(core.ttys.byIndex(opener.process?.ns ?? 0, minor)?.id ?? 0, path);
    throw new Errno('ENXIO');
  }

  function find(opener: Opener, path: string, flags: OpenFlags, mode: number): OpenKind {
    const { namespace, walker } = opener;
    const found = flags.nofollow || flags.exclusive ? undefined : special(opener, path);
    if (found?.kind === 'descriptor') return reopen(opener, found, flags);
    if (found?.kind === 'terminal') return terminal(terminalOf(opener, found.index), `/dev/pts/${found.index}`);
    const how = {
      read: flags.read ?? !flags.write,
      write: flags.write ?? false,
      create: flags.create ?? false,
      exclusive: flags.exclusive ?? false,
      truncate: flags.truncate ?? false,
      directory: flags.directory ?? false,
      nofollow: flags.nofollow ?? false,
    };
    const location = namespace.open(path, how, mode & ~opener.umask, walker);
    const at = inodeAt(namespace, location);
    const stat = core.files.fileSystem(at).stat(at.ino);
    const full = normal(walker.cwd, path);
    switch (stat.type) {
      case 'chardev':
        return device(opener, stat, at, full);
      case 'fifo':
        return { kind: 'pipe', pipe: core.pipes.fifo(`${at.fs}:${at.ino}`).id, at, path: full };
      case 'socket':
        throw new Errno('ENXIO');
      default:
        return { kind: 'file', at, offset: 0, append: flags.append ?? false, path: full };
    }
  }

  return {
    open(opener, path, flags, mode) {
      return core.files.create(find(opener, path, flags, mode), flags.read ?? !flags.write, flags.write ?? false);
    },
    lstat(opener, path) {
      const index = terminalIndex(normal(opener.walker.cwd, path));
      if (index === undefined) return opener.namespace.stat(path, opener.walker, false);
      return core.files.terminalStat(terminalOf(opener, index));
    },
    readdir(opener, path) {
      const entries = opener.namespace.readdir(path, opener.walker);
      if (normal(opener.walker.cwd, path) !== '/dev/pts') return entries;
      const ttys = core.ttys.instance(opener.process?.ns ?? 0);
      const shown = ttys.map(({ index }) => ({ name: String(index), ino: index + 3, type: 'chardev' as const }));
      return [...entries, ...shown, { name: 'ptmx', ino: 2, type: 'chardev' as const }];
    },
    stat(opener, path) {
      const found = special(opener, path);
      if (found?.kind === 'terminal') return core.files.terminalStat(terminalOf(opener, found.index));
      if (found?.kind === 'descriptor') {
        const id = found.process.fds.get(found.fd);
        if (id === undefined) throw new Errno('ENOENT');
        return core.files.stat(id);
      }
      return opener.namespace.stat(path, opener.walker);
    },
    access(opener, path, mode) {
      const found = special(opener, path);
      if (found?.kind !== 'descriptor') {
        opener.namespace.access(path, mode, opener.walker);
        return;
      }
      const file = found.process.fds.get(found.fd);
      if (file === undefined) throw new Errno('ENOENT');
      checkMode(core.files.stat(file), opener.walker.credentials, mode);
    },
    writableMount(at) {
      return !core.namespace(at.namespace).mounts.some((mount) => mount.id === at.mount && mount.readonly);
    },
    directory(opener, path) {
      return inodeAt(opener.namespace, opener.namespace.resolve(path, opener.walker));
    },
    retainDirectory(at) {
      if (at.namespace !== '') core.files.fileSystem(at).retain(at.ino);
    },
    releaseDirectory(at) {
      if (at.namespace !== '') core.files.releaseInode(at);
    },
  };
}

function checkMode(stat: Stat, who: Walker['credentials'], wants: Access): void {
  const { uid, gid, groups } = who;
  if (capable(who, 'DAC_OVERRIDE') && !wants.execute) return;
  const shift = uid === stat.uid ? 6 : gid === stat.gid || groups.includes(stat.gid) ? 3 : 0;
  const wanted = (wants.read ? 4 : 0) | (wants.write ? 2 : 0) | (wants.execute ? 1 : 0);
  if (((stat.mode >> shift) & wanted) !== wanted) throw new Errno('EACCES');
}

/** N of /dev/pts/N. */
function terminalIndex(path: string): number | undefined {
  const index = /^\/dev\/pts\/(\d+)$/.exec(path)?.[1];
  return index === undefined ? undefined : Number(index);
}

/** A path made absolute, by its text alone. */
export function normal(cwd: string, path: string): string {
  const names: string[] = [];
  for (const name of (path.startsWith('/') ? path : `${cwd}/${path}`).split('/')) {
    if (name === '..') names.pop();
    else if (name !== '' && name !== '.') names.push(name);
  }
  return `/${names.join('/')}`;
}
