import type { Fd, Op, Sys } from '../../os/index.ts';
import { createGunzip, createGzip, type GunzipProblem, type GzipOptions } from './gzip-format.ts';

/** So little compressed data is taken at once: a thousand times as much may come out of it. */
const PIECE = 16_384;

/** What came of a run: bytes in and out. */
export interface Copied {
  readonly read: number;
  readonly written: number;
  readonly problem?: GunzipProblem;
}

/** Where bytes go; undefined: nowhere. */
export type Sink = ((bytes: Uint8Array) => Op<void>) | undefined;

/** Decompresses all that a descriptor gives. What came out before a problem has been given away. */
export function* gunzipFrom(sys: Sys, from: Fd, sink: Sink): Op<Copied> {
  const gunzip = createGunzip();
  let read = 0;
  for (;;) {
    const bytes = yield* sys.read(from, PIECE);
    const { data, problem } = bytes.length === 0 ? { data: [], problem: gunzip.finish() } : gunzip.push(bytes);
    read += bytes.length;
    for (const part of data) if (sink) yield* sink(part);
    if (problem !== undefined) return { read, written: gunzip.size, problem };
    if (bytes.length === 0) return { read, written: gunzip.size };
    yield* sys.turn();
  }
}

/** Compresses all that a descriptor gives. */
export function* gzipFrom(sys: Sys, from: Fd, options: GzipOptions, sink: (bytes: Uint8Array) => Op<void>): Op<Copied> {
  const gzip = createGzip(options);
  let written = 0;
  function* pass(parts: readonly Uint8Array[]): Op<void> {
    for (const part of parts) {
      written += part.length;
      yield* sink(part);
    }
  }
  for (;;) {
    const bytes = yield* sys.read(from);
    if (bytes.length === 0) break;
    yield* pass(gzip.push(bytes));
    yield* sys.turn();
  }
  yield* pass(gzip.finish());
  return { read: gzip.size, written };
}
