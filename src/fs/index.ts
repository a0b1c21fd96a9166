export { CAPABILITIES, type Capability, type Credentials, capable, ROOT, withIds } from './credentials.ts';
export { Disk, type DiskCheckpoint, type DiskOptions } from './disk.ts';
export { Errno, type ErrnoCode, isErrno, strerror } from './errno.ts';
export type {
  DirEntry,
  FileSystem,
  FileType,
  FsChange,
  Ino,
  NewInode,
  Now,
  SetAttr,
  Stat,
  StatFs,
} from './filesystem.ts';
export { writeAll } from './filesystem.ts';
export { asLayer, isWhiteout, type Layer, type LayerFileSystem } from './layers.ts';
export { mountFlags, READ_ONLY, shownFlags } from './mount-flags.ts';
export { mountLine, mountOptions } from './mount-lines.ts';
export type { SavedNamespace } from './mount-tree.ts';
export type { Location, Mount } from './mounts.ts';
export { MountNamespace, type OpenHow } from './namespace.ts';
export { Overlay } from './overlay.ts';
export type { DiffEntry } from './overlay-diff.ts';
export { withoutPrivileges } from './permissions.ts';
export type { ProcDescriptor, ProcMachine, ProcProcess, ProcSource } from './proc-files.ts';
export { MEMORY, readTmpfs, shownTmpfs, type TmpfsOptions } from './tmpfs.ts';
export { type SavedVfs, type SeenChange, Vfs, type VfsCheckpoint } from './vfs.ts';
export type { Walked, Walker } from './walk.ts';
