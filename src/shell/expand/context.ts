import type { Shell } from '../state.ts';

/**
 * The expansion of one word. Where commands run in it, everything that is found out on the way is kept in `log`: the
 * step that expands it ends when a command must run, and begins again at the word's start when the result is there.
 */
export interface Context {
  readonly shell: Shell;
  readonly log: unknown[] | undefined;
  at: number;
}

export function context(shell: Shell, log?: unknown[]): Context {
  return { shell, log, at: 0 };
}

/** Finds something out, or remembers it from the time before. Effects happen once. */
export function effect<T>(ctx: Context, compute: () => T): T {
  const { log } = ctx;
  if (!log) return compute();
  if (ctx.at < log.length) return log[ctx.at++] as T;
  const value = compute();
  log.push(value);
  ctx.at++;
  return value;
}
