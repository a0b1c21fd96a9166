export { type Credentials, ROOT } from './credentials.ts';
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
export type { Location, Mount, MountNamespace, Walker } from './namespace.ts';
