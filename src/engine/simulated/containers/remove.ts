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
import { done, goneAt, note, resumed } from '../waiting.ts';
import { findContainer } from './find.ts';
import { containerFolder } from './folder.ts';
import { killProcess } from './kill.ts';
import { can } from './machine.ts';
import { overlayId } from './rootfs.ts';

/** See {@link Engine.containerRemove}. @throws {DockerError} */
export function* removeContainer(
  daemon: Daemon,
  name: string,
  { force, volumes, link = false }: { readonly force: boolean; readonly volumes: boolean; readonly link?: boolean },
): Op<void> {
  if (link) {
    findContainer(daemon, name);
    throw new DockerError('conflict', 'Conflict, cannot remove the default link name of the container');
  }
  const key = `remove:${name}`;
  const before = resumed(daemon, key, ({ container }) => goneAt(daemon, container));
  let id = before?.container;
  // Another container may have the name by now.
  if (id === undefined || (daemon.state.names.get(name) ?? id) !== id) {
    const container = findContainer(daemon, name);
    id = container.Id;
    begin(daemon, id, name, force, volumes);
    if (daemon.state.containers.has(id)) note(daemon, key, container);
  }
  while (daemon.state.containers.has(id)) yield { on: [`container:${id}`] };
  done(daemon, key);
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
  noteGone(daemon, container);
  state.containers.delete(id);
  state.active.delete(id);
  forgetLog(daemon, id);
  emitContainer(daemon, container, 'destroy');
  wake(daemon, `container:${id}`);
}

/** How many containers that are gone are remembered. */
const GONE_KEPT = 64;

function noteGone({ state, kernel }: Daemon, { Id, ExitCode, HostConfig }: ContainerRecord): void {
  state.gone.set(Id, { code: ExitCode, at: kernel.uptime(), auto: HostConfig.AutoRemove === true });
  for (const old of state.gone.keys()) {
    if (state.gone.size <= GONE_KEPT) break;
    state.gone.delete(old);
  }
}

function releaseVolumes(daemon: Daemon, { Id, mounts }: ContainerRecord, volumes: boolean): void {
  for (const { Type, Name = '' } of mounts) if (Type === 'volume') leaveVolume(daemon, Name, Id);
  if (volumes) removeUnused(daemon, anonymousVolumes(mounts));
}
