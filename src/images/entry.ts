import { executable } from '../os/index.ts';

/** One file of an image layer. Parents come before what is in them; whoever unpacks a layer needs no sorting. */
export type FileEntry = {
  /** Absolute within the image: `/etc/passwd`. */
  readonly path: string;
  /** Permission bits (07777). */
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
} & (
  | { readonly type: 'directory' }
  | { readonly type: 'file'; readonly content: Uint8Array }
  | { readonly type: 'symlink'; readonly target: string }
  /** Hides a file of a lower layer. */
  | { readonly type: 'whiteout' }
);

interface Owner {
  readonly uid?: number;
  readonly gid?: number;
}

const encoder = new TextEncoder();

/** A directory, 755 and root's unless said otherwise. */
export function directory(path: string, mode = 0o755, { uid = 0, gid = 0 }: Owner = {}): FileEntry {
  return { path, type: 'directory', mode, uid, gid };
}

/** A file with text, 644 and root's unless said otherwise. */
export function text(path: string, content: string, mode = 0o644, { uid = 0, gid = 0 }: Owner = {}): FileEntry {
  return { path, type: 'file', mode, uid, gid, content: encoder.encode(content) };
}

/** A symbolic link. */
export function symlink(path: string, target: string): FileEntry {
  return { path, type: 'symlink', mode: 0o777, uid: 0, gid: 0, target };
}

/** An executable file of a program of the machine. */
export function program(path: string, name: string, mode = 0o755): FileEntry {
  return { path, type: 'file', mode, uid: 0, gid: 0, content: executable(name) };
}

/** The mark that a layer removed a file. */
export function whiteout(path: string): FileEntry {
  return { path, type: 'whiteout', mode: 0, uid: 0, gid: 0 };
}
