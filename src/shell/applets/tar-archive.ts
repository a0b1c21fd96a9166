import { isErrno } from '../../fs/index.ts';
import type { Fd, Op } from '../../os/index.ts';
import { concat } from './applet.ts';
import { createGunzip, createGzip, type GunzipProblem, type Gzip } from './gzip-format.ts';
import { BLOCK, RECORD } from './tar-format.ts';
import type { TarPlan } from './tar-options.ts';
import type { Text } from './text.ts';

const FATAL = 2;
/** So much is written at once, in whole records. */
const BATCH = 16 * RECORD;
const PIECE = 16_384;

/** Ends GNU tar: the message, and that it can't go on. */
export function fatal(text: Text, message: string): never {
  return text.die(`${message}\ntar: Error is not recoverable: exiting now`, FATAL);
}

/** An archive that is read from its beginning to its end. */
export interface ArchiveReader {
  /** So many bytes, fewer at the end. */
  take(length: number): Op<Uint8Array>;
  /** Passes over bytes; how many there were. */
  skip(length: number): Op<number>;
  close(): Op<void>;
}

/** Opens the archive to read, through gunzip if need be. */
export function* openReader(text: Text, plan: TarPlan): Op<ArchiveReader> {
  const { gnu, sys } = text;
  const { file } = plan;
  if (gnu && plan.other) {
    const child = `tar (child): ${plan.other}: Cannot exec: No such file or directory`;
    yield* sys.write(2, `${child}\ntar (child): Error is not recoverable: exiting now\n`);
    fatal(text, 'Child returned status 2');
  }
  let fd: Fd;
  try {
    fd = file === undefined ? 0 : sys.open(file);
  } catch (error) {
    if (!isErrno(error)) throw error;
    if (!gnu) text.die(`can't open '${file}': ${error.message}`);
    const message = `${file}: Cannot open: ${error.message}`;
    if (!plan.gzip) fatal(text, message);
    yield* sys.write(2, `tar (child): ${message}\ntar (child): Error is not recoverable: exiting now\n`);
    fatal(text, 'Child returned status 2');
  }
  if (gnu && file === undefined && sys.isatty(0))
    fatal(text, 'Refusing to read archive contents from terminal (missing -f option?)');
  let gunzip = plan.gzip ? createGunzip() : undefined;
  let ended = false;
  let problem: GunzipProblem | undefined;
  let buffer: Uint8Array = new Uint8Array(0);
  let first = true;
  let closed = false;
  let read = 0;

  function* more(): Op<boolean> {
    if (ended) return false;
    let bytes: Uint8Array;
    try {
      bytes = yield* sys.read(fd, gunzip ? PIECE : undefined);
    } catch (error) {
      if (!isErrno(error, 'EISDIR')) throw error;
      if (gnu) {
        yield* text.say(`${file}: Cannot read: ${error.message}`);
        fatal(text, 'At beginning of tape, quitting now');
      }
      bytes = new Uint8Array(0);
    }
    if (first && gnu && !gunzip && bytes[0] === 0x1f && bytes[1] === 0x8b) {
      // A file is looked through, what comes by standard input is not.
      if (file === undefined) fatal(text, 'Archive is compressed. Use -z option');
      gunzip = createGunzip();
    }
    // busybox reads bzip2 itself; here it meets nothing that is.
    if (first && plan.other === 'bzip2' && !gnu && !(bytes[0] === 0x42 && bytes[1] === 0x5a)) {
      yield* text.say('invalid magic');
      bytes = new Uint8Array(0);
    }
    first = false;
    if (!gunzip) {
      ended = bytes.length === 0;
      buffer = buffer.length === 0 ? bytes : concat([buffer, bytes]);
    } else {
      read += bytes.length;
      const result = bytes.length === 0 ? { data: [], problem: gunzip.finish() } : gunzip.push(bytes);
      buffer = concat([buffer, ...result.data]);
      ended = bytes.length === 0 || result.problem !== undefined;
      problem = result.problem;
      if (problem && problem !== 'garbage') yield* complain(text, problem, read);
    }
    yield* sys.turn();
    return true;
  }

  return {
    *take(length) {
      while (buffer.length < length && (yield* more()));
      const taken = buffer.subarray(0, length);
      buffer = buffer.subarray(taken.length);
      return taken;
    },
    *skip(length) {
      let left = length;
      for (;;) {
        const step = Math.min(left, buffer.length);
        buffer = buffer.subarray(step);
        left -= step;
        if (left === 0 || !(yield* more())) return length - left;
      }
    },
    *close() {
      if (closed) return;
      closed = true;
      // What is behind the end is read too, so that whoever writes it isn't stopped.
      if (file === undefined || gunzip) {
        buffer = new Uint8Array(0);
        while (yield* more()) buffer = new Uint8Array(0);
      }
      if (problem && problem !== 'garbage' && gnu) fatal(text, 'Child returned status 1');
      if (fd !== 0) sys.close(fd);
    },
  };
}

const GNU_PROBLEMS: Readonly<Record<GunzipProblem, string>> = {
  magic: 'not in gzip format',
  method: 'unknown method -- not supported',
  end: 'unexpected end of file',
  data: 'invalid compressed data--format violated',
  crc: 'invalid compressed data--crc error',
  length: 'invalid compressed data--length error',
  garbage: '',
};

/** What gzip says of its standard input. */
function* complain(text: Text, problem: GunzipProblem, read: number): Op<void> {
  yield* text.flush();
  if (text.gnu) yield* text.sys.write(2, `\ngzip: stdin: ${GNU_PROBLEMS[problem]}\n`);
  else if (problem === 'magic' || (problem === 'end' && read === 0)) yield* text.say('invalid magic');
  else if (problem === 'end' && read < 18) yield* text.say('corrupted data');
  else
    yield* text.say(problem === 'end' ? 'unexpected end of file' : problem === 'crc' ? 'crc error' : 'corrupted data');
}

/** An archive that is written. */
export interface ArchiveWriter {
  put(bytes: Uint8Array): Op<void>;
  /** The end: empty blocks, filled up to a record by GNU. */
  finish(): Op<void>;
  /** Is this file the archive itself? */
  is(dev: number, ino: number): boolean;
  readonly size: number;
}

/** Makes the archive, through gzip if asked. */
export function* openWriter(text: Text, plan: TarPlan): Op<ArchiveWriter> {
  const { gnu, sys } = text;
  const { file } = plan;
  if (gnu && file === undefined && sys.isatty(1))
    fatal(text, 'Refusing to write archive contents to terminal (missing -f option?)');
  let fd: Fd;
  try {
    fd = file === undefined ? 1 : sys.open(file, { write: true, create: true, truncate: true }, 0o666);
  } catch (error) {
    if (!isErrno(error)) throw error;
    if (!gnu) text.die(`can't open '${file}': ${error.message}`);
    if (!plan.gzip && !plan.other) fatal(text, `${file}: Cannot open: ${error.message}`);
    yield* sys.write(
      2,
      `tar (child): ${file}: Cannot open: ${error.message}\ntar (child): Error is not recoverable: exiting now\n`,
    );
    fatal(text, 'Child returned status 2');
  }
  if (plan.other) {
    if (!gnu) text.die(`can't execute '${plan.other}': No such file or directory`);
    yield* sys.write(2, `/bin/sh: 1: ${plan.other}: not found\n`);
    fatal(text, 'Child returned status 127');
  }
  return writerOn(text, plan, fd, plan.gzip ? createGzip({ level: 6, mtime: 0, name: undefined }) : undefined);
}

/** Writes on an open descriptor; GNU record by record. */
export function writerOn(text: Text, plan: TarPlan, fd: Fd, gzip: Gzip | undefined): ArchiveWriter {
  const { gnu, sys } = text;
  let waiting: Uint8Array[] = [];
  let held = 0;
  let total = 0;
  const stat = sys.fstat(fd);

  function* write(bytes: Uint8Array): Op<void> {
    const before = stat.type === 'file' && gnu ? sys.fstat(fd).size : 0;
    try {
      yield* sys.write(fd, bytes);
    } catch (error) {
      if (!isErrno(error) || error.code === 'EPIPE') throw error;
      const name = plan.file ?? '-';
      if (!gnu) text.die(`write error: ${error.message}`);
      // The record that didn't fit any more.
      const written = stat.type === 'file' ? (sys.fstat(fd).size - before) % RECORD : 0;
      fatal(
        text,
        written > 0 ? `${name}: Wrote only ${written} of ${RECORD} bytes` : `${name}: Cannot write: ${error.message}`,
      );
    }
  }

  /** Whole records go out; the rest waits. */
  function* drain(all: boolean): Op<void> {
    if (held < BATCH && !all) return;
    const bytes = concat(waiting);
    const end = all ? bytes.length : bytes.length - (bytes.length % RECORD);
    if (gzip) for (const piece of gzip.push(bytes.subarray(0, end))) yield* write(piece);
    else if (end > 0) yield* write(bytes.subarray(0, end));
    waiting = end < bytes.length ? [bytes.subarray(end)] : [];
    held = bytes.length - end;
    yield* sys.turn();
  }

  function* put(bytes: Uint8Array): Op<void> {
    if (bytes.length === 0) return;
    waiting.push(bytes);
    held += bytes.length;
    total += bytes.length;
    yield* drain(false);
  }

  return {
    put,
    *finish() {
      yield* put(new Uint8Array(2 * BLOCK));
      if (gnu) yield* put(new Uint8Array((RECORD - (total % RECORD)) % RECORD));
      yield* drain(true);
      if (gzip) for (const piece of gzip.finish()) yield* write(piece);
      if (fd !== 1) sys.close(fd);
    },
    // Behind a compressor GNU doesn't know its archive.
    is: (dev, ino) => stat.type === 'file' && stat.dev === dev && stat.ino === ino && !(gnu && gzip !== undefined),
    get size() {
      return total;
    },
  };
}
