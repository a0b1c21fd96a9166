import type { Op } from '../../os/index.ts';
import type { Cli } from '../cli.ts';
import { atLeast, type Verb } from '../command.ts';
import type { Flags } from '../flags.ts';
import { readKeyValues } from '../opts/kvfile.ts';
import { containerInspect, execCreate, execStart } from '../requests/containers.ts';
import { attachedTo, catchSignals, resize, stayAttached } from './attached.ts';
import { checkTty, chosenKeys } from './run.ts';

export const EXEC: Verb = {
  name: 'exec',
  args: atLeast(2),
  interspersed: false,
  *run(cli, flags, [name, ...command]) {
    const files = yield* readKeyValues(cli.sys, flags.list('env-file'), cli.sys.env);
    const env = [...files, ...flags.list('env')];
    const detach = flags.bool('detach');
    const tty = flags.bool('tty');
    const stdin = !detach && flags.bool('interactive');
    // A container that isn't there is told before a terminal that isn't.
    const container = yield* cli.call(containerInspect(name!));
    if (!detach) checkTty(cli, stdin, tty);
    const text = flags.string('detach-keys');
    // The daemon looks at them once it knows that something can be run there at all.
    const refusal = `Error response from daemon: Invalid escape keys (${text}) provided`;
    const keys = chosenKeys(container.State.Running ? text : '', refusal);
    yield* execIn(cli, flags, { container: container.Id, name: name!, command, env, stdin, tty, detach, keys });
  },
};

/** What is run in a container, and how its client is tied to it. */
export interface ExecIn {
  /** The container's id, and what it was called by. */
  readonly container: string;
  readonly name: string;
  readonly command: readonly string[];
  readonly env: readonly string[];
  readonly stdin: boolean;
  readonly tty: boolean;
  readonly detach: boolean;
  /** The keys that detach. */
  readonly keys: readonly number[];
}

/** Runs a command in a container, with the flags that `docker exec` and `docker compose exec` share. @throws {CliError} with the command's status. */
export function* execIn(cli: Cli, flags: Flags, what: ExecIn): Op<void> {
  const { container, name, command, env, stdin, tty, detach, keys } = what;
  const exec = yield* cli.call(
    execCreate(name, {
      AttachStdin: stdin,
      AttachStdout: !detach,
      AttachStderr: !detach,
      Tty: tty,
      Cmd: command,
      Privileged: flags.bool('privileged'),
      User: flags.string('user'),
      WorkingDir: flags.string('workdir'),
      ...(env.length > 0 && { Env: env }),
    }),
  );
  const stream = yield* cli.call(execStart(exec, detach));
  if (detach) return;
  const state = attachedTo({
    container,
    exec,
    stream,
    tty,
    stdout: true,
    stderr: true,
    proxy: false,
    resize: tty && cli.sys.isatty(0),
    onDetach: 'error',
    keys,
    autoRemove: false,
    input: stdin,
  });
  catchSignals(cli, state);
  if (state.resize) resize(cli, state);
  yield* stayAttached(cli, state);
}
