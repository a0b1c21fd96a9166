import type { Op } from '../../os/index.ts';
import type { LogLine, LogOptions, StreamName } from '../api.ts';
import { DockerError } from '../errors.ts';
import { findContainer } from './containers/find.ts';
import { containerFolder } from './containers/folder.ts';
import { logAttributes } from './containers/log-options.ts';
import type { Daemon } from './daemon.ts';
import { appendFile, DAEMON, readFile, statOf, writeFile } from './files.ts';
import type { ContainerRecord } from './state.ts';
import { parseTime, rfc3339Nano, rfc3339NanoFixed } from './time.ts';

/** A log file that has grown so large (bytes) loses its older half: a machine in a browser tab has an end. */
const LARGEST = 8 * 2 ** 20;

const decoder = new TextDecoder();
const encoder = new TextEncoder();

/** The log file's lines, as far as they have been read. */
interface Cache {
  readonly lines: LogLine[];
  /** Bytes of the file that are in the lines. */
  size: number;
}

export const logPath = (id: string): string => `${containerFolder(id)}/${id}-json.log`;

/** Makes the empty log file of a container that starts for the first time. */
export function createLog(daemon: Daemon, id: string): void {
  if (!statOf(daemon.host, logPath(id))) writeFile(daemon.host, logPath(id), '', 0o640);
}

/**
 * Writes output to a container's log, one JSON object a line as the driver json-file does. `partial` is what came before
 * without a newline; what is left over now is returned.
 */
export function writeLog(
  daemon: Daemon,
  id: string,
  stream: StreamName,
  partial: Uint8Array,
  data: Uint8Array,
): Uint8Array {
  const all = partial.length === 0 ? data : joinBytes(partial, data);
  const end = all.lastIndexOf(10) + 1;
  if (end > 0) append(daemon, id, stream, splitLines(all.subarray(0, end)));
  const rest = all.subarray(end);
  if (rest.length < LINE) return rest;
  append(daemon, id, stream, [rest.subarray(0, LINE)]);
  return rest.subarray(LINE);
}

/** json-file cuts longer lines. */
const LINE = 16 * 1024;

/** The last line, if the output ended without a newline. */
export function flushLog(daemon: Daemon, id: string, stream: StreamName, partial: Uint8Array): void {
  if (partial.length > 0) append(daemon, id, stream, [partial]);
}

function append(daemon: Daemon, id: string, stream: StreamName, lines: readonly Uint8Array[]): void {
  const time = rfc3339Nano(daemon.kernel.now());
  const container = daemon.state.containers.get(id);
  const attrs = container && logAttributes(container);
  const text = lines
    .map((line) => `${JSON.stringify({ log: decoder.decode(line), stream, ...(attrs && { attrs }), time })}\n`)
    .join('');
  const path = logPath(id);
  const stat = statOf(daemon.host, path);
  if (!stat) return;
  if (stat.size > LARGEST) cut(daemon, id);
  try {
    appendFile(daemon.host, path, encoder.encode(text));
  } catch {
    // A full disk loses the log, not the container: so does the real daemon, with a line in its own log.
  }
}

function cut(daemon: Daemon, id: string): void {
  const all = readFile(daemon.host, logPath(id)) ?? new Uint8Array(0);
  const middle = all.indexOf(10, all.length >> 1) + 1;
  const gone = splitLines(all.subarray(0, middle)).length;
  writeFile(daemon.host, logPath(id), all.subarray(middle), 0o640);
  daemon.state.logsCut.set(id, (daemon.state.logsCut.get(id) ?? 0) + gone);
  daemon.logs.delete(id);
}

function linesOf(daemon: Daemon, id: string): readonly LogLine[] {
  const path = logPath(id);
  const size = statOf(daemon.host, path)?.size ?? 0;
  let cache = daemon.logs.get(id) as Cache | undefined;
  if (!cache || cache.size > size) daemon.logs.set(id, (cache = { lines: [], size: 0 }));
  if (cache.size === size) return cache.lines;
  const { fs, ino } = daemon.host.at(daemon.host.resolve(path, DAEMON));
  for (const line of splitLines(fs.read(ino, cache.size, size - cache.size))) {
    const parsed = parseLine(decoder.decode(line));
    if (parsed) cache.lines.push(parsed);
  }
  cache.size = size;
  return cache.lines;
}

/** A line of the file; undefined for what isn't one: root may have written to it. */
function parseLine(text: string): LogLine | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  const { log, stream, time, attrs } = value as Record<string, unknown>;
  if (typeof log !== 'string' || typeof time !== 'string' || (stream !== 'stdout' && stream !== 'stderr'))
    return undefined;
  const noted = typeof attrs === 'object' && attrs !== null ? (attrs as Record<string, string>) : undefined;
  return {
    stream,
    data: encoder.encode(log),
    time: rfc3339NanoFixed(parseTime(time)),
    ...(noted && { attrs: noted }),
  };
}

/** The drivers whose logs can be read. */
const READABLE = ['json-file', 'local', 'journald'];

function readable(daemon: Daemon, name: string): ContainerRecord {
  const container = findContainer(daemon, name);
  const { Type = 'json-file' } = (container.HostConfig.LogConfig as { readonly Type?: string } | undefined) ?? {};
  if (!READABLE.includes(Type))
    throw new DockerError('notImplemented', 'configured logging driver does not support reading');
  return container;
}

/** The log so far. */
export function readLog(daemon: Daemon, name: string, options: LogOptions): readonly LogLine[] {
  const { Id } = readable(daemon, name);
  return select(linesOf(daemon, Id), options);
}

function select(lines: readonly LogLine[], { tail, ...options }: LogOptions): readonly LogLine[] {
  const { since, until } = options;
  const chosen = lines.filter((line) => {
    const time = parseTime(line.time);
    return options[line.stream] && (since === undefined || time >= since) && (until === undefined || time <= until);
  });
  return tail === undefined || tail < 0 ? chosen : chosen.slice(Math.max(0, chosen.length - tail));
}

/**
 * Lines after the first `seen`, when there are some; none when the container has stopped. The first call (nothing seen)
 * fixes where `tail` begins, for those that come with the same options.
 */
export function* followLog(daemon: Daemon, name: string, options: LogOptions, seen: number): Op<readonly LogLine[]> {
  const { Id } = readable(daemon, name);
  const { tail, ...rest } = options;
  const all = () => select(linesOf(daemon, Id), rest);
  const cut = () => daemon.state.logsCut.get(Id) ?? 0;
  const key = `${Id}:${JSON.stringify(options)}`;
  if (seen === 0 && tail !== undefined) daemon.state.followed.set(key, Math.max(0, all().length + cut() - tail));
  const first = (tail === undefined ? 0 : daemon.state.followed.get(key)) ?? 0;
  for (;;) {
    const container = daemon.state.containers.get(Id);
    if (!container) return [];
    const more = all().slice(Math.max(0, first + seen - cut()));
    if (more.length > 0 || container.status === 'exited' || container.status === 'created') return more;
    if (options.until !== undefined && daemon.kernel.now() > options.until) return [];
    yield { on: [`log:${Id}`, `container:${Id}`] };
  }
}

/** The container is gone, and with it its log. */
export function forgetLog(daemon: Daemon, id: string): void {
  daemon.logs.delete(id);
  daemon.state.logsCut.delete(id);
  for (const key of daemon.state.followed.keys()) if (key.startsWith(`${id}:`)) daemon.state.followed.delete(key);
}

/** Text cut after each newline. */
function splitLines(data: Uint8Array): readonly Uint8Array[] {
  const lines: Uint8Array[] = [];
  for (let at = 0; at < data.length; ) {
    const newline = data.indexOf(10, at);
    const end = newline < 0 ? data.length : newline + 1;
    lines.push(data.subarray(at, end));
    at = end;
  }
  return lines;
}

function joinBytes(a: Uint8Array, b: Uint8Array): Uint8Array {
  const joined = new Uint8Array(a.length + b.length);
  joined.set(a);
  joined.set(b, a.length);
  return joined;
}
