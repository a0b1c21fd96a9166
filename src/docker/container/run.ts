import type { Op } from '../../os/index.ts';
import type { Cli } from '../cli.ts';
import { atLeast, type Verb } from '../command.ts';
import { ApiError, CliError, withHelp } from '../errors.ts';
import { containerAttach, containerStart, containerWait, streamClose } from '../requests/containers.ts';
import { attachedTo, catchSignals, releaseSignals, resize, stayAttached } from './attached.ts';
import { createContainer, HIDDEN_FLAGS, wantedContainer } from './create.ts';
import { DETACH_KEYS, detachKeys } from './detach.ts';

/** The status of a failed run: 127 and 126 come from what the message says. */
function runError(error: CliError): CliError {
  const { message } = error;
  if (/executable file not found|no such file or directory|system cannot find the file specified/.test(message))
    return withHelp(message, 'run', 127);
  return withHelp(message, 'run', /permission denied|is a directory/.test(message) ? 126 : 125);
}

function* orRunError<T>(operation: Op<T>): Op<T> {
  try {
    return yield* operation;
  } catch (error) {
    if (error instanceof CliError) throw runError(error);
    throw error;
  }
}

/** The error of an input that must be a terminal and isn't. */
export function checkTty(cli: Cli, attachStdin: boolean, tty: boolean): void {
  if (attachStdin && tty && !cli.sys.isatty(0)) throw new CliError('the input device is not a TTY');
}

/** The keys of `--detach-keys`, or what becomes of the daemon's refusal of them. */
export function chosenKeys(text: string, refusal = 'unable to upgrade to tcp, received 400'): readonly number[] {
  if (text === '') return DETACH_KEYS;
  const keys = detachKeys(text);
  if (!keys) throw new CliError(refusal);
  return keys;
}

export const RUN: Verb = {
  name: 'run',
  args: atLeast(1),
  interspersed: false,
  hidden: HIDDEN_FLAGS,
  *run(cli, flags, args) {
    const { wanted, options } = yield* wantedContainer(cli, flags, args, 'run');
    const { config } = wanted;
    const detach = flags.bool('detach');
    if (detach && flags.list('attach').length > 0)
      throw new CliError('conflicting options: cannot specify both --attach and --detach');
    if (!detach) checkTty(cli, config.AttachStdin ?? false, config.Tty ?? false);
    const streams = {
      stdin: !detach && (config.AttachStdin ?? false),
      stdout: !detach && (config.AttachStdout ?? false),
      stderr: !detach && (config.AttachStderr ?? false),
    };
    const id = yield* orRunError(
      createContainer(
        cli,
        detach ? { config, request: { ...wanted.request, Config: detached(wanted.request.Config) } } : wanted,
        options,
      ),
    );
    const autoRemove = flags.bool('rm');
    if (!streams.stdin && !streams.stdout && !streams.stderr) {
      yield* cli.out(`${id}\n`);
      return yield* start(cli, id, autoRemove);
    }
    const keys = chosenKeys(flags.string('detach-keys'));
    const state = attachedTo({
      container: id,
      stream: yield* cli.call(containerAttach(id, streams)),
      tty: config.Tty ?? false,
      stdout: streams.stdout,
      stderr: streams.stderr,
      proxy: flags.bool('sig-proxy'),
      resize: (config.Tty ?? false) && cli.sys.isatty(1),
      onDetach: 'quiet',
      keys,
      autoRemove,
      input: streams.stdin,
    });
    catchSignals(cli, state);
    try {
      yield* start(cli, id, autoRemove);
    } catch (error) {
      if (error instanceof CliError) {
        releaseSignals(cli, state);
        yield* cli.call(streamClose(state.stream));
      }
      throw error;
    }
    if (state.resize) resize(cli, state);
    yield* stayAttached(cli, state);
  },
};

/** Starts it; one of `--rm` that fails to start is gone before the error is told. */
function* start(cli: Cli, id: string, autoRemove: boolean): Op<void> {
  try {
    yield* cli.call(containerStart(id));
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    if (autoRemove) yield* waitForRemoval(cli, id);
    throw runError(error);
  }
}

function* waitForRemoval(cli: Cli, id: string): Op<void> {
  try {
    yield* cli.call(containerWait(id, 'removed'));
  } catch (error) {
    // It is gone already.
    if (!(error instanceof ApiError && error.kind === 'notFound')) throw error;
  }
}

function detached<T extends object>(config: T): T {
  return { ...config, AttachStdin: false, AttachStdout: false, AttachStderr: false, StdinOnce: false };
}
