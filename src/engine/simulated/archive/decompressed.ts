import { gunzipSync } from 'fflate';
import { TarError } from './tar.ts';

const XZ = [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00];

/**
 * An archive's bytes, unpacked if they are compressed by gzip.
 * @throws {TarError} `unexpected EOF`
 */
export function decompressed(bytes: Uint8Array): Uint8Array {
  if (XZ.every((byte, at) => bytes[at] === byte)) throw new TarError('exec: "xz": executable file not found in $PATH');
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes;
  try {
    return gunzipSync(bytes);
  } catch {
    throw new TarError('unexpected EOF');
  }
}
