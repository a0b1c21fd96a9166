import { Errno } from './errno.ts';
import type { DirEntry, FileSystem, FileType, Ino, Stat, StatFs } from './filesystem.ts';
import { dead, PROC_TREE, PROCESS_FILES, type ProcContext, type ProcProcess, type ProcSource } from './proc-files.ts';

export interface ProcOptions {
  readonly id: string;
  readonly dev: number;
  /** The pid namespace that it shows; 0: the host's. */
  readonly namespace: number;
  readonly now: () => number;
  /** The kernel, once there is one. */
  source(): ProcSource | undefined;
  fs(id: string): FileSystem;
}

/** A {@link ProcFs} as data: all that it shows is made when it is read. */
export interface SavedProc {
  readonly kind: 'proc';
  readonly id: string;
  readonly dev: number;
  readonly namespace: number;
}

/** What an inode number stands for. */
type Entry =
  | { readonly kind: 'global'; readonly index: number }
  | { readonly kind: 'process'; readonly pid: number }
  | { readonly kind: 'file' | 'link'; readonly pid: number; readonly name: string }
  | { readonly kind: 'fds'; readonly pid: number }
  | { readonly kind: 'fd'; readonly pid: number; readonly fd: number };

interface Global {
  readonly name: string;
  readonly parent: number;
  readonly content: ((context: ProcContext) => string) | undefined;
  readonly target?: string;
  readonly children: readonly number[];
}

/** Inode numbers of a process: from (pid + 1) * SPAN its directory, its files, its descriptors. */
const SPAN = 2 ** 20;
const FDS = 64;
const FIRST_FD = 1024;
const LINKS = ['cwd', 'exe', 'root'];
const NAMES = [...Object.keys(PROCESS_FILES), ...LINKS].sort();

/** proc(5), read-only: processes and the machine as files, made when they are read. */
export class ProcFs implements FileSystem {
  readonly id: string;
  readonly type = 'proc';
  readonly dev: number;
  readonly root: Ino = 1;
  /** It never changes, as far as listeners are concerned. */
  onChange: undefined;
  readonly #options: ProcOptions;
  readonly #saved: SavedProc;

  constructor(options: ProcOptions) {
    this.#options = options;
    this.id = options.id;
    this.dev = options.dev;
    const { id, dev, namespace } = options;
    this.#saved = { kind: 'proc', id, dev, namespace };
  }

  checkpoint(): SavedProc {
    return this.#saved;
  }

  lookup(dir: Ino, name: string): Ino | undefined {
    const entry = decode(dir);
    switch (entry.kind) {
      case 'global': {
        if (dir === this.root && /^[1-9]\d*$/.test(name)) {
          const pid = Number(name);
          return this.#find(pid) && encode({ kind: 'process', pid });
        }
        const children = globalOf(entry.index).children.filter((child) => GLOBALS[child]?.name === name);
        return children[0] === undefined ? undefined : encode({ kind: 'global', index: children[0] });
      }
      case 'process':
        if (!this.#find(entry.pid)) return undefined;
        if (name === 'fd') return encode({ kind: 'fds', pid: entry.pid });
        return NAMES.includes(name) ? encode({ kind: 'file', pid: entry.pid, name }) : undefined;
      case 'fds': {
        const fd = /^\d+$/.test(name) ? Number(name) : -1;
        const open = this.#find(entry.pid)?.fds.some((each) => each.fd === fd);
        return open ? encode({ kind: 'fd', pid: entry.pid, fd }) : undefined;
      }
      default:
        throw new Errno('ENOTDIR');
    }
  }

  parent(dir: Ino): Ino {
    const entry = decode(dir);
    if (entry.kind === 'global') return encode({ kind: 'global', index: globalOf(entry.index).parent });
    if (entry.kind === 'process') return this.root;
    if (entry.kind === 'fds') return encode({ kind: 'process', pid: entry.pid });
    throw new Errno('ENOTDIR');
  }

  readdir(dir: Ino): readonly DirEntry[] {
    return this.#names(decode(dir)).flatMap((name) => {
      const ino = this.lookup(dir, name);
      return ino === undefined ? [] : [{ name, ino, type: this.#type(decode(ino)) }];
    });
  }

  stat(ino: Ino): Stat {
    const entry = decode(ino);
    const type = this.#type(entry);
    const process = entry.kind === 'global' ? undefined : this.#process(entry.pid);
    const now = this.#options.now();
    const times = { atime: now, mtime: now, ctime: now };
    const size = entry.kind === 'fd' ? 64 : entry.kind === 'fds' ? process!.fds.length : this.#linkLength(entry);
    const nlink = type === 'directory' ? 2 : 1;
    const { uid, gid } = process?.credentials ?? { uid: 0, gid: 0 };
    return { dev: this.dev, ino, type, mode: this.#mode(entry), nlink, uid, gid, size, blocks: 0, ...times };
  }

  readlink(ino: Ino): string {
    const entry = decode(ino);
    if (entry.kind === 'global') {
      const { name, target } = globalOf(entry.index);
      if (target === undefined) throw new Errno('EINVAL');
      if (name !== 'self') return target;
      const self = this.#options.source()?.self(this.#options.namespace);
      if (self === undefined) throw new Errno('ENOENT');
      return String(self);
    }
    const process = this.#process(entry.pid);
    if (entry.kind === 'fd') return this.#descriptor(entry).target;
    if (entry.kind !== 'link') throw new Errno('EINVAL');
    if (dead(process)) throw new Errno('ENOENT');
    return entry.name === 'root' ? '/' : entry.name === 'cwd' ? process.cwd : process.exe;
  }

  read(ino: Ino, offset: number, length: number): Uint8Array {
    const entry = decode(ino);
    const type = this.#type(entry);
    if (type === 'directory') throw new Errno('EISDIR');
    if (type !== 'file') throw new Errno('EINVAL');
    const bytes = new TextEncoder().encode(this.#content(entry));
    return bytes.slice(offset, offset + length);
  }

  statfs(): StatFs {
    return { type: this.type, size: 0, used: 0, available: 0 };
  }

  create(): never {
    throw new Errno('ENOENT');
  }

  link(): never {
    throw new Errno('EPERM');
  }

  unlink(): never {
    throw new Errno('EPERM');
  }

  rmdir(): never {
    throw new Errno('EPERM');
  }

  rename(): never {
    throw new Errno('EPERM');
  }

  /** Only truncating is let pass, as `> /proc/sys/…` begins with it; what is then written is refused. */
  setattr(_ino: Ino, { size }: { readonly size?: number }): void {
    if (size === undefined) throw new Errno('EPERM');
  }

  write(): never {
    throw new Errno('EIO');
  }

  accessed(): void {}

  retain(): void {}

  release(): void {}

  #context(): ProcContext {
    const source = this.#options.source();
    if (!source) throw new Errno('EIO');
    return { source, namespace: this.#options.namespace, fs: this.#options.fs };
  }

  #find(pid: number): ProcProcess | undefined {
    return this.#options.source()?.process(this.#options.namespace, pid);
  }

  /** ENOENT once it has ended. */
  #process(pid: number): ProcProcess {
    const process = this.#find(pid);
    if (!process) throw new Errno('ENOENT');
    return process;
  }

  #descriptor({ pid, fd }: { readonly pid: number; readonly fd: number }) {
    const open = this.#process(pid).fds.find((each) => each.fd === fd);
    if (!open) throw new Errno('ENOENT');
    return open;
  }

  #names(entry: Entry): readonly string[] {
    switch (entry.kind) {
      case 'global': {
        const names = globalOf(entry.index).children.map((index) => globalOf(index).name);
        if (entry.index !== 0) return names;
        return [...(this.#options.source()?.pids(this.#options.namespace) ?? []).map(String), ...names];
      }
      case 'process':
        return this.#find(entry.pid) ? [...NAMES, 'fd'] : [];
      case 'fds':
        return this.#process(entry.pid).fds.map(({ fd }) => String(fd));
      default:
        throw new Errno('ENOTDIR');
    }
  }

  #type(entry: Entry): FileType {
    switch (entry.kind) {
      case 'global': {
        const { content, target } = globalOf(entry.index);
        return target !== undefined ? 'symlink' : content ? 'file' : 'directory';
      }
      case 'process':
      case 'fds':
        return 'directory';
      case 'file':
        return 'file';
      case 'link':
      case 'fd':
        return 'symlink';
      default:
        return entry satisfies never;
    }
  }

  #mode(entry: Entry): number {
    switch (entry.kind) {
      case 'global': {
        const type = this.#type(entry);
        return type === 'symlink' ? 0o777 : type === 'file' ? 0o444 : 0o555;
      }
      case 'process':
        return 0o555;
      case 'fds':
        return 0o500;
      case 'file':
        return PROCESS_FILES[entry.name]!.mode;
      case 'link':
        return 0o777;
      case 'fd': {
        const { read, write } = this.#descriptor(entry);
        return 0o100 | (read ? 0o400 : 0) | (write ? 0o200 : 0);
      }
      default:
        return entry satisfies never;
    }
  }

  #linkLength(entry: Entry): number {
    return entry.kind === 'global' ? (globalOf(entry.index).target?.length ?? 0) : 0;
  }

  #content(entry: Entry): string {
    const context = this.#context();
    if (entry.kind === 'global') return globalOf(entry.index).content?.(context) ?? '';
    if (entry.kind !== 'file') return '';
    return PROCESS_FILES[entry.name]!.content(this.#process(entry.pid), context);
  }
}

/** /proc's own entries as a list: 0 is its root. */
const GLOBALS: readonly Global[] = flatten();

function flatten(): readonly Global[] {
  const list: (Omit<Global, 'children'> & { children: number[] })[] = [];
  const add = (name: string, parent: number, node: unknown, target?: string): number => {
    const index = list.length;
    const content = typeof node === 'function' ? (node as Global['content']) : undefined;
    list.push({ name, parent, content, ...(target !== undefined && { target }), children: [] });
    if (!content && target === undefined) {
      for (const [child, below] of Object.entries(node as object)) list[index]!.children.push(add(child, index, below));
    }
    return index;
  };
  add('/', 0, PROC_TREE);
  for (const [name, target] of [
    ['mounts', 'self/mounts'],
    ['self', ''],
  ] as const) {
    list[0]!.children.push(add(name, 0, undefined, target));
  }
  return list;
}

function globalOf(index: number): Global {
  const found = GLOBALS[index];
  if (!found) throw new Errno('ENOENT');
  return found;
}

function encode(entry: Entry): Ino {
  if (entry.kind === 'global') return entry.index + 1;
  const base = (entry.pid + 1) * SPAN;
  switch (entry.kind) {
    case 'process':
      return base;
    case 'file':
    case 'link':
      return base + 1 + NAMES.indexOf(entry.name);
    case 'fds':
      return base + FDS;
    case 'fd':
      return base + FIRST_FD + entry.fd;
    default:
      return entry satisfies never;
  }
}

function decode(ino: Ino): Entry {
  if (ino < SPAN) return { kind: 'global', index: ino - 1 };
  const [pid, slot] = [Math.floor(ino / SPAN) - 1, ino % SPAN];
  if (slot === 0) return { kind: 'process', pid };
  if (slot === FDS) return { kind: 'fds', pid };
  if (slot >= FIRST_FD) return { kind: 'fd', pid, fd: slot - FIRST_FD };
  const name = NAMES[slot - 1];
  if (name === undefined) throw new Errno('ENOENT');
  return { kind: LINKS.includes(name) ? 'link' : 'file', pid, name };
}
