import type { Op, Wait } from '../../os/index.ts';
import { anyOf, type Cli, type Request } from '../cli.ts';
import { logLine } from '../command.ts';
import type { ApiError } from '../errors.ts';
import type { ProjectOptions } from './model/load.ts';
import type { Progress } from './progress.ts';

/** What a Compose command works with. */
export interface Compose {
  readonly cli: Cli;
  readonly options: ProjectOptions;
  readonly progress: Progress;
  /** `--progress`, or `auto`. */
  readonly progressMode: string;
  /** `--ansi`: are colours wanted on standard output? */
  readonly colours: boolean;
  readonly ignoreOrphans: boolean;
}

/** The release whose words these are. */
export const COMPOSE_VERSION = '2.40.3';

/** A request that others may run beside: see {@link all}. Throws {@link ApiError}. */
export function* ask<T>(cli: Cli, request: Request<T>): Op<T> {
  for (;;) {
    const poll = cli.poll(request);
    if (poll.state === 'done') return poll.value;
    if (poll.state === 'failed') throw poll.error;
    yield poll.wait;
  }
}

/**
 * The same command context for work that is done side by side: nothing in it waits within a call of the kernel, where
 * nothing else of this process could go on (and be told apart when it is run again).
 */
export function polled(cli: Cli): Cli {
  const write = function* (fd: 1 | 2, data: string | Uint8Array): Op<void> {
    const bytes = typeof data === 'string' ? new TextEncoder().encode(data) : data;
    for (let at = 0; at < bytes.length; ) {
      const taken = cli.sys.tryWrite(fd, bytes.subarray(at));
      at += taken;
      if (taken === 0) yield cli.sys.writable(fd);
    }
  };
  return { ...cli, out: (data) => write(1, data), err: (data) => write(2, data), call: (request) => ask(cli, request) };
}

/** Runs several side by side to their ends; the first error is thrown when all have ended (errgroup). */
export function* all(tasks: readonly Op<void>[]): Op<void> {
  let running = [...tasks];
  let failure: { readonly error: unknown } | undefined;
  while (running.length > 0) {
    const waits: Wait[] = [];
    const left: Op<void>[] = [];
    for (const task of running) {
      try {
        const next = task.next();
        if (next.done) continue;
        waits.push(next.value);
        left.push(task);
      } catch (error) {
        failure ??= { error };
      }
    }
    running = left;
    if (running.length > 0) yield anyOf(waits);
  }
  if (failure) throw failure.error;
}

export function* warn({ cli }: Pick<Compose, 'cli'>, message: string): Op<void> {
  yield* cli.err(`${logLine(cli, 'warning', message)}\n`);
}

export const isKind = (error: unknown, ...kinds: readonly ApiError['kind'][]): boolean =>
  error instanceof Error && 'kind' in error && kinds.includes((error as ApiError).kind);
