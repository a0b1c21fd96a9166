import type { ContainerInspect } from '../../engine/index.ts';
import { exactly, type Verb } from '../command.ts';
import { CliError } from '../errors.ts';
import { containerAttach, containerInspect } from '../requests/containers.ts';
import { attachedTo, catchSignals, resize, stayAttached } from './attached.ts';
import { checkTty, chosenKeys } from './run.ts';

function checkState({ State: state }: ContainerInspect): void {
  if (!state.Running) throw new CliError('You cannot attach to a stopped container, start it first');
  if (state.Paused) throw new CliError('You cannot attach to a paused container, unpause it first');
  if (state.Restarting) throw new CliError('You cannot attach to a restarting container, wait until it is running');
}

export const ATTACH: Verb = {
  name: 'attach',
  args: exactly(1),
  *run(cli, flags, [name]) {
    const container = yield* cli.call(containerInspect(name!));
    checkState(container);
    const { Tty: tty, OpenStdin: openStdin } = container.Config;
    const noStdin = flags.bool('no-stdin');
    checkTty(cli, !noStdin, tty);
    const input = !noStdin && openStdin;
    const keys = chosenKeys(flags.string('detach-keys'));
    const state = attachedTo({
      container: container.Id,
      stream: yield* cli.call(containerAttach(container.Id, { stdin: input, stdout: true, stderr: true })),
      tty,
      stdout: true,
      stderr: true,
      proxy: flags.bool('sig-proxy') && !tty,
      resize: tty && cli.sys.isatty(1),
      onDetach: 'error',
      keys,
      autoRemove: container.HostConfig.AutoRemove ?? false,
      input,
    });
    catchSignals(cli, state);
    if (state.resize) {
      // A change of size makes a shell show its prompt again.
      resize(cli, state, 1);
      resize(cli, state);
    }
    yield* stayAttached(cli, state);
  },
};
