import type { Fd, Op, Sys } from '../../../os/index.ts';
import type { Config } from './config.ts';
import type { Databases } from './data.ts';
import { beginAppending, type Log, saveDump } from './persistence.ts';

/** What a connection is to the server. */
export interface Client {
  readonly db: number;
  readonly id: number;
  /** Commands kept between MULTI and EXEC. */
  readonly queued: readonly (readonly string[])[] | undefined;
  /** It has told the password. */
  readonly allowed: boolean;
}

/** An open connection; `input` is what isn't a whole command yet. */
export interface Connection {
  readonly fd: Fd;
  readonly input: string;
  readonly client: Client;
}

/** The running server: all that it could begin anew from. */
export interface Server {
  config: Config;
  readonly data: Databases;
  readonly listener: Fd;
  readonly started: number;
  /** Number of changes since the last save, and when that was (milliseconds). */
  dirty: number;
  saved: number;
  saves: number;
  /** The next number for what would be a child process. */
  child: number;
  sequence: number;
  /** The database that the append-only file was last told. */
  appended: number | undefined;
  /** The log's last lines are still to come: a save in the background. */
  ending: 'shutdown' | 'nosave' | undefined;
  commands: number;
  accepted: number;
  connections: readonly Connection[];
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const two = (value: number) => String(value).padStart(2, '0');

/** `1:M 24 Nov 2026 14:38:26.201 * text`. */
export function* logLine(sys: Sys, role: 'M' | 'C', mark: string, text: string, pid = sys.pid): Op<void> {
  const date = new Date(sys.now());
  const day = `${two(date.getUTCDate())} ${MONTHS[date.getUTCMonth()]} ${date.getUTCFullYear()}`;
  const clock = [date.getUTCHours(), date.getUTCMinutes(), date.getUTCSeconds()].map(two).join(':');
  const millis = String(date.getUTCMilliseconds()).padStart(3, '0');
  yield* sys.write(1, `${pid}:${role} ${day} ${clock}.${millis} ${mark} ${text}\n`);
}

/** The log of a configuration: `loglevel warning` leaves the notices out. */
export const logOf = (sys: Sys, config: Config): Log =>
  function* (mark, text) {
    if (mark === '#' || config.loglevel !== 'warning') yield* logLine(sys, 'M', mark, text);
  };

/** A save in the background, which here is over at once. */
export function* saveInBackground(sys: Sys, server: Server): Op<void> {
  const { config } = server;
  const log = logOf(sys, config);
  const child = server.child++;
  yield* log('*', `Background saving started by pid ${child}`);
  const childLog: Log = (mark, text) => logLine(sys, 'C', mark, text, child);
  if (yield* saveDump(sys, config, server.data, childLog)) {
    yield* childLog('*', 'Fork CoW for RDB: current 0 MB, peak 0 MB, average 0 MB');
    yield* log('*', 'Background saving terminated with success');
    Object.assign(server, { dirty: 0, saved: sys.now(), saves: server.saves + 1 });
  } else yield* log('#', 'Background saving error');
}

/** Rewrites the append-only files in the background. */
export function* rewriteInBackground(sys: Sys, server: Server): Op<void> {
  const log = logOf(sys, server.config);
  const child = server.child++;
  yield* log('*', `Background append only file rewriting started by pid ${child}`);
  if (yield* beginAppending(sys, server.config, server.data, server.sequence + 1, log, false)) {
    server.sequence++;
    server.appended = undefined;
    yield* logLine(
      sys,
      'C',
      '*',
      `Successfully created the temporary AOF base file temp-rewriteaof-bg-${child}.aof`,
      child,
    );
    yield* logLine(sys, 'C', '*', 'Fork CoW for AOF rewrite: current 0 MB, peak 0 MB, average 0 MB', child);
    yield* log('*', 'Background AOF rewrite terminated with success');
    yield* log('*', 'Background AOF rewrite finished successfully');
  }
}
