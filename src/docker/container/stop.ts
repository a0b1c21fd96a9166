import type { Cli } from '../cli.ts';
import { atLeast, type Verb } from '../command.ts';
import { ApiError, CliError, throwAll } from '../errors.ts';
import type { FlagSpec, Flags } from '../flags.ts';
import {
  containerKill,
  containerPause,
  containerRestart,
  containerStop,
  containerUnpause,
  type StopOptions,
} from '../requests/containers.ts';
import { forEach, unlessModified } from './each.ts';

/** The older name of `--timeout`. */
const TIME: FlagSpec = { name: 'time', type: 'int', deprecated: 'use --timeout instead' };

function stopOptions(flags: Flags): StopOptions {
  if (flags.changed('time') && flags.changed('timeout'))
    throw new CliError('conflicting options: cannot specify both --timeout and --time');
  const signal = flags.string('signal');
  const name = flags.changed('time') ? 'time' : 'timeout';
  return { ...(signal !== '' && { signal }), ...(flags.changed(name) && { timeout: flags.number(name) }) };
}

export const STOP: Verb = {
  name: 'stop',
  args: atLeast(1),
  hidden: [TIME],
  *run(cli, flags, names) {
    const options = stopOptions(flags);
    yield* forEach(cli, names, (name) => unlessModified(containerStop(name, options)));
  },
};

/** One after the other, unlike stop. */
function* restartAll(cli: Cli, names: readonly string[], options: StopOptions) {
  const errors: string[] = [];
  for (const name of names) {
    try {
      yield* cli.call(containerRestart(name, options));
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      errors.push(error.message);
      continue;
    }
    yield* cli.out(`${name}\n`);
  }
  throwAll(errors);
}

export const RESTART: Verb = {
  name: 'restart',
  args: atLeast(1),
  hidden: [TIME],
  *run(cli, flags, names) {
    yield* restartAll(cli, names, stopOptions(flags));
  },
};

export const KILL: Verb = {
  name: 'kill',
  args: atLeast(1),
  *run(cli, flags, names) {
    yield* forEach(cli, names, (name) => containerKill(name, flags.string('signal')));
  },
};

export const PAUSE: Verb = {
  name: 'pause',
  args: atLeast(1),
  *run(cli, _flags, names) {
    yield* forEach(cli, names, containerPause);
  },
};

export const UNPAUSE: Verb = {
  name: 'unpause',
  args: atLeast(1),
  *run(cli, _flags, names) {
    yield* forEach(cli, names, containerUnpause);
  },
};
