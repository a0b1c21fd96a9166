/*
 * How many bytes the client sends for a file tree (fsutil's protocol: a protobuf message for each file's metadata, one
 * for each piece of its content, and one that ends it all), which is what the progress tells.
 */

/** A file as far as its transfer is concerned: a member of an archive. */
export interface Transferred {
  readonly name: string;
  readonly type: 'file' | 'link' | 'symlink' | 'chardev' | 'directory' | 'fifo';
  readonly mode: number;
  /** Milliseconds since the epoch. */
  readonly mtime: number;
  readonly linkname?: string;
  readonly data?: Uint8Array;
}

const CHUNK = 32 * 1024;
const END = 2;

function varint(value: number): number {
  let bytes = 1;
  for (let rest = Math.floor(value / 128); rest > 0; rest = Math.floor(rest / 128)) bytes++;
  return bytes;
}

const field = (length: number): number => (length === 0 ? 0 : 1 + varint(length) + length);
const number = (value: number): number => (value === 0 ? 0 : 1 + varint(value));

/** Go's os.FileMode bits above the permissions. */
const KINDS = { directory: 2 ** 31, symlink: 2 ** 27, chardev: 2 ** 26 + 2 ** 21, fifo: 2 ** 25, file: 0, link: 0 };

const encoder = new TextEncoder();

/** The bytes of a file's metadata. */
function statBytes({ name, type, mode, data, linkname = '', mtime }: Transferred): number {
  const path = encoder.encode(name.replace(/\/$/, '')).length;
  const size = type === 'symlink' ? linkname.length : (data?.length ?? 0);
  const stat =
    field(path) +
    number(KINDS[type] + (mode & 0o777)) +
    number(type === 'directory' ? 0 : size) +
    number(mtime * 1e6) +
    field(encoder.encode(linkname).length);
  return field(stat);
}

function contentBytes(size: number, id: number): number {
  const head = 2 + number(id);
  let bytes = head;
  for (let rest = size; rest > 0; rest -= CHUNK) bytes += head + field(Math.min(rest, CHUNK));
  return bytes;
}

/** The bytes of a whole transfer. `wanted`: is the content of a file asked for, or does the other side have it? */
export function transferBytes<File extends Transferred>(
  entries: readonly File[],
  wanted: (entry: File) => boolean = () => true,
): number {
  return entries.reduce(
    (sum, entry, id) =>
      sum + statBytes(entry) + (entry.type === 'file' && wanted(entry) ? contentBytes(entry.data?.length ?? 0, id) : 0),
    END,
  );
}
