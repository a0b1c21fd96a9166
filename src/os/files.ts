import { capable, Errno, type FileSystem, isErrno, type Stat, withoutPrivileges } from '../fs/index.ts';
import type { Core } from './core.ts';
import type { FileId } from './kernel.ts';
import { listenerWake } from './networks.ts';
import { pipeWake } from './pipes.ts';
import { TURN, type Wait } from './program.ts';
import type { Inode, OpenFile, OpenKind, Process } from './state.ts';
import { masterWake, ttyWake } from './ttys.ts';

/** Open file descriptions: reading, writing, and the counting of who holds them. */
export interface Files {
  /** A new one with one reference. */
  create(kind: OpenKind, read: boolean, write: boolean): OpenFile;
  /** EBADF. */
  get(id: FileId): OpenFile;
  retain(id: FileId): void;
  release(id: FileId): void;
  /** undefined: would wait; empty: the end. EBADF, EISDIR, EIO. */
  read(id: FileId, max: number, reader?: Process): Uint8Array | undefined;
  /** How many bytes were taken. EBADF, EPIPE, ENOSPC, EIO. */
  write(id: FileId, data: Uint8Array, writer?: Process): number;
  readable(id: FileId): Wait;
  writable(id: FileId): Wait;
  stat(id: FileId): Stat;
  terminalStat(tty: number): Stat;
  seek(id: FileId, offset: number, whence: 'set' | 'current' | 'end'): number;
  truncate(id: FileId, size: number): void;
  fileSystem(at: Inode): FileSystem;
  /** Lets go of an inode. Its file system may be gone already, with a container's mounts. */
  releaseInode(at: Inode): void;
}

export function createFiles(core: Core): Files {
  const { state, pipes, ttys } = core;

  const fileSystem = (at: Inode) => core.namespace(at.namespace).fs(at.fs);

  function releaseInode(at: Inode): void {
    try {
      fileSystem(at).release(at.ino);
    } catch (error) {
      if (!isErrno(error, 'ENODEV', 'ENOENT')) throw error;
    }
  }

  function get(id: FileId): OpenFile {
    const file = state.files.get(id);
    if (!file) throw new Errno('EBADF');
    return file;
  }

  function opened(file: OpenFile): void {
    switch (file.kind) {
      case 'file':
      case 'device':
        fileSystem(file.at).retain(file.at.ino);
        break;
      case 'pipe':
        if (file.read) pipes.open(file.pipe, 'read');
        if (file.write) pipes.open(file.pipe, 'write');
        if (file.at) fileSystem(file.at).retain(file.at.ino);
        break;
      case 'tty':
        ttys.open(file.tty, 'slave');
        break;
      case 'master':
        ttys.open(file.tty, 'master');
        break;
      case 'socket':
        pipes.open(file.incoming, 'read');
        pipes.open(file.outgoing, 'write');
        break;
      case 'listener':
        break;
      default:
        file satisfies never;
    }
  }

  function closed(file: OpenFile): void {
    switch (file.kind) {
      case 'file':
      case 'device':
        releaseInode(file.at);
        break;
      case 'pipe':
        if (file.read) pipes.close(file.pipe, 'read');
        if (file.write) pipes.close(file.pipe, 'write');
        if (file.at) releaseInode(file.at);
        break;
      case 'tty':
        ttys.close(file.tty, 'slave');
        break;
      case 'master':
        ttys.close(file.tty, 'master');
        break;
      case 'socket':
        pipes.close(file.incoming, 'read');
        pipes.close(file.outgoing, 'write');
        break;
      case 'listener':
        core.networks.closeListener(file);
        break;
      default:
        file satisfies never;
    }
  }

  function writeFile(file: OpenFile & { kind: 'file' }, data: Uint8Array, writer: Process | undefined): number {
    const namespace = core.namespace(file.at.namespace);
    const fs = fileSystem(file.at);
    const { ino } = file.at;
    if (file.append) file.offset = fs.stat(ino).size;
    const count = namespace.systems.through(namespace.id, () => {
      const written = fs.write(ino, file.offset, data);
      if (writer && !capable(writer.credentials, 'FSETID') && written > 0) {
        const { mode } = fs.stat(ino);
        if (withoutPrivileges(mode) !== mode) fs.setattr(ino, { mode: withoutPrivileges(mode) });
      }
      return written;
    });
    file.offset += count;
    return count;
  }

  /** devpts gives a terminal to its user and to the group tty, 5 (devpts(5), mode=0620,gid=5). */
  function terminalStat(id: number): Stat {
    const { index, owner } = ttys.get(id);
    return { ...synthetic('chardev', index + 3, 0o620, [136, index]), uid: owner, gid: 5 };
  }

  /** What has no inode: pipes, sockets and terminals. */
  function synthetic(type: Stat['type'], ino: number, mode: number, rdev?: readonly [number, number]): Stat {
    const time = core.options.epoch;
    const common = { dev: 0, ino, type, mode, nlink: 1, uid: 0, gid: 0, size: 0, blocks: 0 };
    return { ...common, atime: time, mtime: time, ctime: time, ...(rdev ? { rdev } : {}) };
  }

  function readFrom(id: FileId, max: number, reader: Process | undefined): Uint8Array | undefined {
    const file = get(id);
    if (!file.read) throw new Errno('EBADF');
    switch (file.kind) {
      case 'file': {
        const fs = fileSystem(file.at);
        if (fs.stat(file.at.ino).type === 'directory') throw new Errno('EISDIR');
        const bytes = fs.read(file.at.ino, file.offset, max);
        file.offset += bytes.length;
        if (bytes.length > 0 && core.opening.writableMount(file.at)) fs.accessed(file.at.ino);
        return bytes;
      }
      case 'device':
        if (file.device === 'null') return new Uint8Array(0);
        return file.device === 'random' ? core.clock.randomBytes(max) : new Uint8Array(max);
      case 'pipe':
        return pipes.read(file.pipe, max);
      case 'tty':
        return ttys.read(file.tty, max, reader);
      case 'master':
        return ttys.readMaster(file.tty, max);
      case 'socket':
        if (file.reset) throw new Errno('ECONNRESET');
        return pipes.read(file.incoming, max);
      case 'listener':
        throw new Errno('ENOTCONN');
      default:
        return file satisfies never;
    }
  }

  function writeTo(id: FileId, data: Uint8Array, writer: Process | undefined): number {
    const file = get(id);
    if (!file.write) throw new Errno('EBADF');
    switch (file.kind) {
      case 'file':
        return data.length === 0 ? 0 : writeFile(file, data, writer);
      case 'device':
        if (file.device === 'full' && data.length > 0) throw new Errno('ENOSPC');
        return data.length;
      case 'pipe':
        return pipes.write(file.pipe, data);
      case 'tty':
        return ttys.write(file.tty, data);
      case 'master':
        return ttys.writeMaster(file.tty, data);
      case 'socket':
        return file.reset ? data.length : pipes.write(file.outgoing, data);
      case 'listener':
        throw new Errno('ENOTCONN');
      default:
        return file satisfies never;
    }
  }

  for (const file of state.files.values()) if ('at' in file && file.at) core.hold(file.at.namespace);

  return {
    create(kind, read, write) {
      const file = { ...kind, id: state.nextId++, refs: 1, read, write } as OpenFile;
      opened(file);
      state.files.set(file.id, file);
      if ('at' in file && file.at) core.hold(file.at.namespace);
      return file;
    },
    get,
    retain(id) {
      get(id).refs++;
    },
    release(id) {
      const file = get(id);
      if (--file.refs > 0) return;
      state.files.delete(id);
      if ('at' in file && file.at) core.letGo(file.at.namespace);
      closed(file);
    },
    read(id, max, reader) {
      const bytes = readFrom(id, max, reader);
      core.moved += bytes?.length ?? 0;
      return bytes;
    },
    write(id, data, writer) {
      const count = writeTo(id, data, writer);
      core.moved += count;
      return count;
    },
    readable(id) {
      const file = get(id);
      switch (file.kind) {
        case 'file':
        case 'device':
          return TURN;
        case 'pipe':
          return { on: [pipeWake(file.pipe, 'read')] };
        case 'tty':
          return { on: [ttyWake(file.tty, 'read')] };
        case 'master':
          return { on: [masterWake(file.tty, 'read')] };
        case 'socket':
          return file.reset ? TURN : { on: [pipeWake(file.incoming, 'read')] };
        case 'listener':
          return { on: [listenerWake(file.id)] };
        default:
          return file satisfies never;
      }
    },
    writable(id) {
      const file = get(id);
      switch (file.kind) {
        case 'file':
        case 'device':
        case 'listener':
          return TURN;
        case 'pipe':
          return { on: [pipeWake(file.pipe, 'write')] };
        case 'tty':
          return { on: [ttyWake(file.tty, 'write')] };
        case 'master':
          return { on: [masterWake(file.tty, 'write')] };
        case 'socket':
          return { on: [pipeWake(file.outgoing, 'write')] };
        default:
          return file satisfies never;
      }
    },
    terminalStat,
    stat(id) {
      const file = get(id);
      switch (file.kind) {
        case 'file':
        case 'device':
          return fileSystem(file.at).stat(file.at.ino);
        case 'pipe':
          return file.at ? fileSystem(file.at).stat(file.at.ino) : synthetic('fifo', file.pipe, 0o600);
        case 'tty':
          return terminalStat(file.tty);
        case 'master':
          return synthetic('chardev', file.tty, 0o666, [5, 2]);
        case 'socket':
        case 'listener':
          return synthetic('socket', file.id, 0o777);
        default:
          return file satisfies never;
      }
    },
    seek(id, offset, whence) {
      const file = get(id);
      if (file.kind === 'device') return 0;
      if (file.kind !== 'file') throw new Errno('ESPIPE');
      const base =
        whence === 'set' ? 0 : whence === 'current' ? file.offset : fileSystem(file.at).stat(file.at.ino).size;
      if (base + offset < 0) throw new Errno('EINVAL');
      file.offset = base + offset;
      return file.offset;
    },
    truncate(id, size) {
      const file = get(id);
      if (!file.write || file.kind !== 'file' || size < 0) throw new Errno('EINVAL');
      const namespace = core.namespace(file.at.namespace);
      namespace.systems.through(namespace.id, () => fileSystem(file.at).setattr(file.at.ino, { size }));
    },
    fileSystem,
    releaseInode,
  };
}
