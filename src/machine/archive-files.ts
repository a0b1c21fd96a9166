import { gunzipSync } from 'fflate';
import { unpackTar } from '../engine/simulated/archive/tar.ts';

/*
 * What an archive holds, for the picture: small ones only, as it is drawn often. In bytes, as it lies there and unzipped.
 */

const PACKED = 16 * 1024;
const UNPACKED = 256 * 1024;
const NAMED = /\.(tar|tar\.gz|tgz)$/;

/** Might a file with this name and size be an archive that is looked into? */
export function mayBeArchive(path: string, size: number): boolean {
  return size > 0 && size <= PACKED && NAMED.test(path);
}

/** The names of the files in a tar archive, gzipped or not, without `./` or a slash in front; undefined if it isn't one. */
export function filesInArchive(bytes: Uint8Array): readonly string[] | undefined {
  try {
    const files = unpackTar(gunzipped(bytes)).filter(({ type }) => type === 'file');
    return files.map(({ name }) => name.replace(/^(\.?\/)+/, ''));
  } catch {
    return undefined;
  }
}

function gunzipped(bytes: Uint8Array): Uint8Array {
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes;
  // The last four bytes say how long it was (RFC 1952): what would be long isn't unzipped at all.
  const length = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getUint32(bytes.length - 4, true);
  if (length > UNPACKED) throw new Error('too long');
  return gunzipSync(bytes);
}
