import type { Errno } from '../../fs/index.ts';
import { toBytes } from '../bytes.ts';

/** What a command says on standard error when it could not write standard output, and how it ends then. */
interface Complaint {
  /** Lines after `NAME: `; `%` stands for the error's words. */
  readonly lines: readonly string[];
  readonly status: number;
  /** The lines when stdio's buffer of 4096 bytes had to be written before the end. */
  readonly early?: readonly string[];
}

const GNU: Complaint = { lines: ['write error: %'], status: 1 };
const GNU_WITHOUT_REASON: Complaint = { lines: ['write error'], status: 1 };
const GNU_COPIES = ["error writing 'standard output': %"];
const GNU_STDOUT: Complaint = { lines: ['standard output: %'], status: 2 };

/** Recorded on a full tmpfs; the programs whose close is not gnulib's `write error: REASON`, status 1. */
const GNU_COMPLAINTS: Readonly<Record<string, Complaint>> = {
  awk: {
    lines: ['close failed on file "/dev/stdout" (%)'],
    early: ['write failure (%)', 'close failed on file "/dev/stdout" (%)'],
    status: 2,
  },
  cksum: GNU_WITHOUT_REASON,
  cmp: GNU_STDOUT,
  diff: GNU_STDOUT,
  du: GNU_WITHOUT_REASON,
  env: { ...GNU, status: 125 },
  expr: { ...GNU, status: 3 },
  find: { lines: ["'standard output': %", 'write error'], status: 1 },
  grep: { ...GNU, status: 2 },
  gzip: { lines: ['stdout: %'], status: 1 },
  head: { ...GNU, early: GNU_COPIES },
  hostname: { lines: [], status: 0 },
  ls: { ...GNU, status: 2 },
  md5sum: GNU_WITHOUT_REASON,
  sed: { lines: ["couldn't flush stdout: %"], status: 4 },
  sha1sum: GNU_WITHOUT_REASON,
  sha256sum: GNU_WITHOUT_REASON,
  sha512sum: GNU_WITHOUT_REASON,
  sort: {
    lines: ["fflush failed: 'standard output': %", 'write error'],
    early: ["write failed: 'standard output': %", 'write error'],
    status: 2,
  },
  tail: { ...GNU, early: GNU_COPIES },
  tar: { lines: ['-: Cannot write: %', 'Error is not recoverable: exiting now'], status: 2 },
  wc: GNU_WITHOUT_REASON,
  yes: { lines: ['standard output: %'], status: 1 },
};

const BUSYBOX: Complaint = { lines: ['standard output: %'], status: 1 };
/** Those that write as they go, without stdio. */
const BUSYBOX_COPIES: Complaint = { lines: ['write error: %'], status: 1 };
/** Those that don't look whether the last write succeeded. */
const BUSYBOX_SILENT: Complaint = { lines: [], status: 0 };
const BUSYBOX_SILENT_1: Complaint = { lines: [], status: 1 };
/** Those that give back what fflush(3) did. */
const BUSYBOX_SILENT_255: Complaint = { lines: [], status: 255 };

/** Recorded on a full tmpfs; the applets whose end is not busybox's `standard output: REASON`, status 1. */
const BUSYBOX_COMPLAINTS: Readonly<Record<string, Complaint>> = {
  awk: BUSYBOX_SILENT,
  basename: BUSYBOX_SILENT_1,
  cat: BUSYBOX_COPIES,
  cmp: { ...BUSYBOX, status: 2 },
  date: BUSYBOX_SILENT,
  df: BUSYBOX_SILENT,
  diff: BUSYBOX_SILENT_1,
  dirname: BUSYBOX_SILENT_255,
  echo: BUSYBOX_COPIES,
  expr: { ...BUSYBOX, status: 2 },
  find: BUSYBOX_SILENT,
  grep: BUSYBOX_SILENT,
  gzip: BUSYBOX_COPIES,
  head: { ...BUSYBOX, early: ['standard output: I/O error'] },
  hexdump: BUSYBOX_SILENT,
  hostname: BUSYBOX_SILENT,
  ls: BUSYBOX_SILENT,
  md5sum: BUSYBOX_SILENT,
  mktemp: BUSYBOX_SILENT,
  mount: BUSYBOX_SILENT,
  od: { lines: [], status: 0, early: ['write error'] },
  ps: BUSYBOX_SILENT,
  readlink: BUSYBOX_SILENT_1,
  sed: { lines: [], status: 0, early: ['write error'] },
  seq: BUSYBOX_SILENT_255,
  sha1sum: BUSYBOX_SILENT,
  sha256sum: BUSYBOX_SILENT,
  sha512sum: BUSYBOX_SILENT,
  sort: { ...BUSYBOX, status: 2 },
  stat: BUSYBOX_SILENT,
  tac: BUSYBOX_COPIES,
  tail: BUSYBOX_COPIES,
  tr: BUSYBOX_COPIES,
  which: BUSYBOX_SILENT,
  whoami: BUSYBOX_SILENT_255,
  xxd: BUSYBOX_SILENT,
  yes: { lines: [': %'], status: 1 },
};

/**
 * The complaint of a command that could not write its standard output: bytes for standard error, and its exit status.
 * `early`: more than stdio's buffer was printed.
 */
export function writeComplaint(
  name: string,
  gnu: boolean,
  error: Errno,
  early = false,
): { text: Uint8Array; status: number } {
  const table = gnu ? GNU_COMPLAINTS : BUSYBOX_COMPLAINTS;
  const complaint = Object.hasOwn(table, name) ? table[name]! : gnu ? GNU : BUSYBOX;
  const { status } = complaint;
  const lines = (early && complaint.early) || complaint.lines;
  // GNU gzip begins with an empty line.
  const blank = gnu && name === 'gzip' ? '\n' : '';
  const text = lines.map((line) => `${blank}${name}: ${line.replace('%', error.message)}\n`).join('');
  return { text: toBytes(text), status };
}
