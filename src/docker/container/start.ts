import type { Op } from '../../os/index.ts';
import type { Cli } from '../cli.ts';
import { atLeast, type Verb } from '../command.ts';
import { ApiError, CliError } from '../errors.ts';
import {
  containerAttach,
  containerInspect,
  containerStart,
  containerWait,
  streamClose,
} from '../requests/containers.ts';
import { attachedTo, catchSignals, releaseSignals, resize, stayAttached } from './attached.ts';
import { chosenKeys } from './run.ts';

const EXPERIMENTAL = 'is only supported on a Docker daemon with experimental features enabled';

function* startAttached(cli: Cli, name: string, stdin: boolean, keys: string): Op<void> {
  const container = yield* cli.call(containerInspect(name));
  const tty = container.Config.Tty;
  const autoRemove = container.HostConfig.AutoRemove ?? false;
  const input = stdin && container.Config.OpenStdin;
  const chosen = chosenKeys(keys);
  const stream = yield* cli.call(containerAttach(container.Id, { stdin: input, stdout: true, stderr: true }));
  const state = attachedTo({
    container: container.Id,
    stream,
    tty,
    stdout: true,
    stderr: true,
    proxy: !tty,
    resize: tty && cli.sys.isatty(1),
    onDetach: 'quiet',
    keys: chosen,
    autoRemove,
    input,
  });
  catchSignals(cli, state);
  try {
    yield* cli.call(containerStart(container.Id));
  } catch (error) {
    if (error instanceof ApiError) {
      releaseSignals(cli, state);
      if (autoRemove) yield* cli.call(containerWait(container.Id, 'removed'));
      yield* cli.call(streamClose(stream));
    }
    throw error;
  }
  if (state.resize) resize(cli, state);
  yield* stayAttached(cli, state);
}

export const START: Verb = {
  name: 'start',
  args: atLeast(1),
  hidden: [
    { name: 'checkpoint', type: 'string', unsupported: EXPERIMENTAL },
    { name: 'checkpoint-dir', type: 'string', unsupported: EXPERIMENTAL },
  ],
  *run(cli, flags, names) {
    const interactive = flags.bool('interactive');
    if (flags.bool('attach') || interactive) {
      if (names.length > 1) throw new CliError('you cannot start and attach multiple containers at once');
      return yield* startAttached(cli, names[0]!, interactive, flags.string('detach-keys'));
    }
    const failed: string[] = [];
    for (const name of names) {
      try {
        yield* cli.call(containerStart(name));
      } catch (error) {
        if (!(error instanceof ApiError)) throw error;
        if (error.kind !== 'notModified') {
          yield* cli.err(`${error.message}\n`);
          failed.push(name);
          continue;
        }
      }
      yield* cli.out(`${name}\n`);
    }
    if (failed.length > 0) throw new CliError(`Error: failed to start containers: ${failed.join(', ')}`);
  },
};
