import { isErrno, type Op, SIGNALS, type Signal } from '../os/index.ts';
import type { Cli } from './cli.ts';
import { CliError } from './errors.ts';

/** What asks the command to end. */
export const ENDING: readonly Signal[] = ['INT', 'TERM'];

/** How often it was asked to end since the last call. */
export function timesAsked({ sys }: Cli): number {
  let count = 0;
  for (let signal = sys.takeSignal(); signal; signal = sys.takeSignal()) if (ENDING.includes(signal)) count++;
  return count;
}

/** From now on the verb has the signals. Gives who had them before, for {@link giveSignals}. */
export function takeSignals(cli: Cli): Cli['signals'] {
  const before = cli.signals;
  cli.signals = 'verb';
  for (const signal of ENDING) cli.sys.onSignal(signal, 'catch');
  return before;
}

/** Gives the signals back. */
export function giveSignals(cli: Cli, to: Cli['signals']): void {
  cli.signals = to;
  if (to === 'nobody') for (const signal of ENDING) cli.sys.onSignal(signal, 'default');
}

/**
 * Runs a command so that a signal ends it with 128 + n, without a word, as the real command ends itself: it doesn't die of
 * the signal, which a shell would tell. While the verb has the signals (see {@link takeSignals}), they are left to it.
 */
export function* untilAsked(cli: Cli, command: Op<void>): Op<void> {
  cli.signals = 'command';
  for (const signal of ENDING) cli.sys.onSignal(signal, 'catch');
  yield* stillUntilAsked(cli, command);
}

/** {@link untilAsked} for a command that goes on after a restore: its process catches the signals already. */
export function* stillUntilAsked(cli: Cli, command: Op<void>): Op<void> {
  const asked = () => {
    const signal = cli.signals === 'command' ? cli.sys.takeSignal() : undefined;
    if (signal !== undefined && ENDING.includes(signal)) throw new CliError('', 128 + SIGNALS[signal]);
  };
  try {
    for (let step = command.next(); !step.done; step = command.next()) {
      yield step.value;
      asked();
    }
  } catch (error) {
    if (isErrno(error, 'EINTR')) asked();
    throw error;
  }
}
