import type { Op } from '../../../os/index.ts';
import { DockerError } from '../../errors.ts';
import { containerById, type Daemon, emitContainer, patchContainer, wake } from '../daemon.ts';
import { removeTree } from '../files.ts';
import { removeLayerFolder } from '../images/store.ts';
import { forgetLog } from '../logs.ts';
import { anonymousVolumes, removeUnused } from '../mounts/setup.ts';
import type { ContainerRecord } from '../state.ts';
import { endStreams } from '../streams.ts';
import { leaveVolume } from '../volumes.ts';
import { findContainer } from './find.ts';
import { containerFolder } from './folder.ts';
import { killProcess } from './kill.ts';
import { can } from './machine.ts';
import { overlayId } from './rootfs.ts';

/** See {@link Engine.containerRemove}. @throws {DockerError} */
export function* removeContainer(
  daemon: Daemon,
  name: string,
  { force, volumes }: { readonly force: boolean; readonly volumes: boolean },
): Op<void> {
  const { Id } = findContainer(daemon, name);
  begin(daemon, Id, name, force, volumes);
  while (daemon.state.containers.has(Id)) yield { on: [`container:${Id}`] };
}

function begin(daemon: Daemon, id: string, name: string, force: boolean, volumes: boolean): void {
  const container = findContainer(daemon, id);
  if (container.removal && !force)
    throw new DockerError('conflict', `removal of container ${name} is already in progress`);
  if (can(container.status, 'remove')) {
    discard(daemon, id, volumes);
    return;
  }
  if (!force) {
    const why = {
      paused: 'container is paused and must be unpaused first',
      restarting: 'container is restarting: stop the container before removing or force remove',
    }[container.status as string];
    throw new DockerError(
      'conflict',
      `cannot remove container ${JSON.stringify(name)}: ` +
        (why ?? 'container is running: stop the container before removing or force remove'),
    );
  }
  if (container.removal) return;
  patchContainer(daemon, id, { removal: { volumes } });
  killProcess(daemon, id, 'KILL');
  // It only waited for its next start.
  if (can(containerById(daemon, id).status, 'remove')) discard(daemon, id, volumes);
}

/** What is left of a container goes: its layer, its folder, its name; its volumes are let go. */
export function discard(daemon: Daemon, id: string, volumes: boolean): void {
  const { state } = daemon;
  const container = state.containers.get(id);
  if (!container) return;
  state.names.delete(container.Name);
  releaseVolumes(daemon, container, volumes);
  if (daemon.vfs.has(overlayId(id))) daemon.vfs.remove(overlayId(id));
  removeLayerFolder(daemon, container.layer.id);
  removeLayerFolder(daemon, `${container.layer.id}-init`);
  removeTree(daemon.host, containerFolder(id));
  endStreams(daemon, container.streams);
  for (const exec of container.execs) state.execs.delete(exec);
  state.containers.delete(id);
  state.active.delete(id);
  forgetLog(daemon, id);
  emitContainer(daemon, container, 'destroy');
  wake(daemon, `container:${id}`);
}

function releaseVolumes(daemon: Daemon, { Id, mounts }: ContainerRecord, volumes: boolean): void {
  for (const { Type, Name = '' } of mounts) if (Type === 'volume') leaveVolume(daemon, Name, Id);
  if (volumes) removeUnused(daemon, anonymousVolumes(mounts));
}
