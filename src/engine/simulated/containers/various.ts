import { Overlay } from '../../../fs/index.ts';
import type { WindowSize } from '../../../os/index.ts';
import type { Change, HostConfig } from '../../api.ts';
import { DockerError } from '../../errors.ts';
import { type Daemon, emitContainer, patchContainer } from '../daemon.ts';
import { findContainer } from './find.ts';
import { completeHostConfig, validateRestartPolicy } from './hostconfig.ts';
import { reserveName } from './names.ts';
import { validateResources } from './resources.ts';
import { overlayId } from './rootfs.ts';

const KINDS = { C: 0, A: 1, D: 2 } as const;

/** See {@link Engine.containerChanges}. @throws {DockerError} */
export function changesOf(daemon: Daemon, name: string): readonly Change[] {
  const { Id } = findContainer(daemon, name);
  const overlay = daemon.vfs.fs(overlayId(Id));
  if (!(overlay instanceof Overlay)) throw new DockerError('system', `no layers for container ${Id}`);
  return overlay.diff().map(({ path, kind }) => ({ Path: path, Kind: KINDS[kind] }));
}

/** See {@link Engine.containerRename}. @throws {DockerError} */
export function renameContainer(daemon: Daemon, name: string, newName: string): void {
  const container = findContainer(daemon, name);
  if (newName === '') throw new DockerError('invalidParameter', 'Neither old nor new names may be empty');
  if (newName.replace(/^\//, '') === container.Name)
    throw new DockerError('invalidParameter', 'Renaming a container with the same name as its current name');
  let Name: string;
  try {
    Name = reserveName(daemon, newName.startsWith('/') ? newName : `/${newName}`, container.Id);
  } catch (error) {
    if (error instanceof DockerError)
      throw new DockerError(error.kind, `Error when allocating new name: ${error.message}`);
    throw error;
  }
  daemon.state.names.delete(container.Name);
  const renamed = patchContainer(daemon, container.Id, { Name });
  emitContainer(daemon, renamed, 'rename', { oldName: `/${container.Name}` });
}

/** See {@link Engine.containerResize}. @throws {DockerError} */
export function resizeContainer(daemon: Daemon, name: string, size: WindowSize): void {
  const { Id, running } = findContainer(daemon, name);
  patchContainer(daemon, Id, { size });
  const terminal = running?.tty ? (running.stdout ?? running.stdin) : undefined;
  if (terminal !== undefined) daemon.kernel.resize(terminal, size);
}

/** See {@link Engine.containerUpdate}. @throws {DockerError} */
export function updateContainer(daemon: Daemon, name: string, update: HostConfig): readonly string[] {
  // What is wrong with the request itself is said first, whether or not there is such a container.
  if (update.RestartPolicy?.Name) validateRestartPolicy(update);
  validateResources(update, true);
  const container = findContainer(daemon, name);
  const refuse = (kind: DockerError['kind'], why: string) =>
    new DockerError(kind, `Cannot update container ${container.Id}: ${why}`);
  if (container.removal) throw refuse('conflict', 'container is marked for removal and cannot be "update"');
  if (container.HostConfig.AutoRemove && update.RestartPolicy && !['', 'no'].includes(update.RestartPolicy.Name))
    throw refuse(
      'invalidParameter',
      'Restart policy cannot be updated because AutoRemove is enabled for the container',
    );
  const { Memory = 0 } = update;
  const swap = (update.MemorySwap as number | undefined) ?? 0;
  const oldSwap = (container.HostConfig.MemorySwap as number | undefined) ?? 0;
  if (Memory > 0 && swap === 0 && oldSwap >= 0 && Memory > oldSwap)
    throw refuse(
      'invalidParameter',
      'Memory limit should be smaller than already set memoryswap limit, update the memoryswap at the same time',
    );
  const shares = (update.CpuShares as number | undefined) ?? 0;
  if (container.status === 'running' && shares !== 0 && (shares < 2 || shares > 262144)) {
    const limit = shares < 2 ? 'minimum allowed cpu-shares is 2' : 'maximum allowed cpu-shares is 262144';
    throw refuse('system', `runc did not terminate successfully: exit status 1: the ${limit}`);
  }
  const set = Object.fromEntries(
    Object.entries(update).filter(([, value]) => value !== 0 && value !== '' && value !== null),
  );
  if (update.RestartPolicy?.Name === '') delete set.RestartPolicy;
  const HostConfig = { ...completeHostConfig(container.HostConfig), ...set } as HostConfig;
  const updated = patchContainer(daemon, container.Id, { HostConfig });
  emitContainer(daemon, updated, 'update');
  return [];
}
