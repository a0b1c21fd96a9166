import { DockerError, type DockerErrorKind, type Engine } from '../engine/index.ts';
import type { Fd, Op, Sys, Wait } from '../os/index.ts';
import { ApiError } from './errors.ts';

/** A request to the engine: its HTTP method and path, which errors of the connection name, and the operation. */
export interface Request<T> {
  readonly method: 'Get' | 'Post' | 'Delete' | 'Head';
  readonly path: string;
  /** Why the client doesn't even send it. */
  readonly refused?: string;
  readonly run: (engine: Engine) => Op<T>;
}

/** How far a request has come. */
export type Poll<T> =
  | { readonly state: 'done'; readonly value: T }
  | { readonly state: 'failed'; readonly error: ApiError }
  | { readonly state: 'waiting'; readonly wait: Wait };

/** What a verb works with: its process, the engine and the standard streams. */
export interface Cli {
  readonly sys: Sys;
  out(data: string | Uint8Array): Op<void>;
  err(data: string | Uint8Array): Op<void>;
  /** Runs a request to its end. Throws {@link ApiError}. */
  call<T>(request: Request<T>): Op<T>;
  /** Begins or goes on with a request without waiting: ask again after one of the named wake-ups. */
  poll<T>(request: Request<T>): Poll<T>;
  /** The version check that some verbs begin with. Throws {@link ApiError} if the daemon can't be reached. */
  ping(): void;
  /** Keeps the state of something long-lived from which the program can go on after a restore (see Sys.checkpoint). */
  save(state: unknown): void;
  /** The address of the daemon. */
  readonly host: string;
  /** Who INT and TERM go to: nobody (they kill the process), the command as such, which ends, or the verb. */
  signals: 'nobody' | 'command' | 'verb';
  /** A plugin's process: the signals are nobody's while no verb has them. */
  readonly plugin: boolean;
}

export const API_VERSION = '1.51';
const SOCKET = '/var/run/docker.sock';
export const DEFAULT_HOST = `unix://${SOCKET}`;

type Outcome<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly kind: DockerErrorKind; readonly message: string };

function* attempt<T>(operation: Op<T>): Op<Outcome<T>> {
  try {
    return { ok: true, value: yield* operation };
  } catch (error) {
    if (!(error instanceof DockerError)) throw error;
    return { ok: false, kind: error.kind, message: error.message };
  }
}

function daemonError(kind: DockerErrorKind, message: string): ApiError {
  return new ApiError(`Error response from daemon: ${message}`, kind);
}

/**
 * Why the daemon can't be reached, if so: no socket, another host, or no right to write to it (the group docker has it).
 */
function connectionError(sys: Sys, host: string, method: string, path: string): ApiError | undefined {
  const gone = () =>
    new ApiError(`Cannot connect to the Docker daemon at ${host}. Is the docker daemon running?`, 'connection');
  if (host !== DEFAULT_HOST) return gone();
  if (!sys.access(SOCKET, {})) return gone();
  if (sys.access(SOCKET, { read: true, write: true })) return undefined;
  const url = `http://${encodeURIComponent(SOCKET)}${path.startsWith('/_ping') ? '' : `/v${API_VERSION}`}${path}`;
  return new ApiError(
    `permission denied while trying to connect to the Docker daemon socket at ${host}: ${method} "${url}": dial unix ${SOCKET}: connect: permission denied`,
    'connection',
  );
}

/** The context of a verb in a process. */
export function createCli(sys: Sys, engineOf: () => Engine, host: string, plugin = false): Cli {
  const write = function* (fd: Fd, data: string | Uint8Array): Op<void> {
    if (data.length > 0) yield* sys.write(fd, data);
  };
  const before = (request: Request<unknown>): ApiError | undefined =>
    request.refused === undefined
      ? connectionError(sys, host, request.method, request.path)
      : new ApiError(request.refused, 'client');
  return {
    sys,
    host,
    signals: 'nobody',
    plugin,
    out: (data) => write(1, data),
    err: (data) => write(2, data),
    *call<T>(request: Request<T>): Op<T> {
      const refused = before(request);
      if (refused) throw refused;
      const outcome = yield* sys.operate(() => attempt(request.run(engineOf())));
      if (!outcome.ok) throw daemonError(outcome.kind, outcome.message);
      return outcome.value;
    },
    poll<T>(request: Request<T>): Poll<T> {
      const refused = before(request);
      if (refused) return { state: 'failed', error: refused };
      const step = sys.call((): { value: Outcome<T> } | { wait: Wait } => {
        const next = attempt(request.run(engineOf())).next();
        return next.done ? { value: next.value } : { wait: next.value };
      });
      if ('wait' in step) return { state: 'waiting', wait: step.wait };
      if (step.value.ok) return { state: 'done', value: step.value.value };
      return { state: 'failed', error: daemonError(step.value.kind, step.value.message) };
    },
    save: (state) => sys.checkpoint({ host, plugin, state }),
    ping(): void {
      const refused = connectionError(sys, host, 'Head', '/_ping');
      if (refused) throw refused;
    },
  };
}

/** One wait for whichever of several comes first. */
export function anyOf(waits: readonly Wait[]): Wait {
  const moments = waits.flatMap((wait) => (wait.until === undefined ? [] : [wait.until]));
  const on = waits.flatMap((wait) => wait.on);
  return moments.length === 0 ? { on } : { on, until: Math.min(...moments) };
}

/**
 * Runs requests side by side, as the command does for `stop a b c`, and hands over each one's result in the order given,
 * as soon as those before it are through.
 */
export function* parallel<T>(
  cli: Cli,
  requests: readonly Request<T>[],
  each: (index: number, result: { readonly value: T } | { readonly error: ApiError }) => Op<void>,
): Op<void> {
  const results: ({ readonly value: T } | { readonly error: ApiError } | undefined)[] = requests.map(() => undefined);
  let next = 0;
  while (next < requests.length) {
    const waits: Wait[] = [];
    for (const [index, request] of requests.entries()) {
      if (results[index]) continue;
      const poll = cli.poll(request);
      if (poll.state === 'waiting') waits.push(poll.wait);
      else results[index] = poll.state === 'done' ? { value: poll.value } : { error: poll.error };
    }
    for (let result = results[next]; result; result = results[next]) yield* each(next++, result);
    if (next < requests.length) yield anyOf(waits);
  }
}

/** Lines as fmt.Fprintln writes them. */
export function line(text: string): string {
  return `${text}\n`;
}
