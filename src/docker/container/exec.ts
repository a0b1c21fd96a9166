import { atLeast, type Verb } from '../command.ts';
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
    const keys = chosenKeys(flags.string('detach-keys'));
    const exec = yield* cli.call(
      execCreate(name!, {
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
      container: container.Id,
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
  },
};
