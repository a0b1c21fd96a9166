import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import type { FileEntry } from './entry.ts';

const encoder = new TextEncoder();

/** The SHA-256 of bytes or of a text, 64 hexadecimal digits. */
export function digest(data: Uint8Array | string): string {
  return bytesToHex(sha256(typeof data === 'string' ? encoder.encode(data) : data));
}

const known = new WeakMap<readonly FileEntry[], string>();

/** A layer's DiffID without `sha256:`: a digest of all its files say. */
export function layerDigest(files: readonly FileEntry[]): string {
  const before = known.get(files);
  if (before !== undefined) return before;
  const hash = sha256.create();
  for (const { path, type, mode, uid, gid, ...rest } of files) {
    hash.update(encoder.encode(`${path}\0${type}\0${mode}\0${uid}\0${gid}\0`));
    if ('content' in rest) hash.update(rest.content);
    if ('target' in rest) hash.update(encoder.encode(rest.target));
  }
  const result = bytesToHex(hash.digest());
  known.set(files, result);
  return result;
}
