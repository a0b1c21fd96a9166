import type { ContainerConfig } from '../../api.ts';
import { DockerError } from '../../errors.ts';
import { archiveTree } from '../archive/copy.ts';
import { packTar } from '../archive/tar.ts';
import { findContainer } from '../containers/find.ts';
import { withRootfs } from '../containers/rootfs.ts';
import { type Daemon, emit, emitContainer } from '../daemon.ts';
import { rfc3339Nano } from '../time.ts';
import { applyChanges } from './changes.ts';
import { keepLayer } from './layers.ts';
import { formatReference, parseReference } from './reference.ts';
import { layerFolders, putImage } from './store.ts';

/** See {@link Engine.containerCommit}: the writable layer becomes a layer of a new image; volumes stay out. @throws {DockerError} */
export function commitContainer(
  daemon: Daemon,
  name: string,
  options: {
    readonly reference: string;
    readonly comment: string;
    readonly author: string;
    readonly changes: readonly string[];
  },
): string {
  const container = findContainer(daemon, name);
  if (container.removal)
    throw new DockerError('conflict', `You cannot commit container ${container.Id} which is being removed`);
  const base = daemon.state.images.get(container.Image);
  if (!base) throw new DockerError('notFound', `No such image: ${container.Image}`);
  const config = applyChanges(container.Config, options.changes);
  const { diffId, size } = keepLayer(daemon, container.layer.id, layerFolders(daemon, base));
  const created = rfc3339Nano(daemon.kernel.now());
  const command = [container.Path, ...container.Args].join(' ');
  const reference = options.reference === '' ? undefined : formatReference(parseReference(options.reference));
  const image = putImage(
    daemon,
    {
      created,
      author: options.author,
      comment: options.comment,
      dockerVersion: '28.5.2',
      config: imageConfig(config),
      layers: [...base.layers, diffId],
      history: [...base.history, { created, createdBy: command, comment: options.comment, size }],
      parent: base.Id,
    },
    reference,
  );
  emit(daemon, 'image', 'create', image.Id, { name: image.Id });
  if (reference !== undefined) emit(daemon, 'image', 'tag', image.Id, { name: reference });
  emitContainer(daemon, container, 'commit', {
    comment: options.comment,
    imageID: image.Id,
    imageRef: reference ?? '',
  });
  return image.Id;
}

/** A container's configuration as an image has it: what belongs to the one container is left out. */
function imageConfig(config: ContainerConfig): Readonly<Record<string, unknown>> {
  const {
    Cmd,
    Entrypoint,
    Env,
    ExposedPorts,
    Healthcheck,
    Labels,
    OnBuild,
    Shell,
    StopSignal,
    User,
    Volumes,
    WorkingDir,
  } = config;
  return {
    Cmd,
    Entrypoint,
    Env,
    ...(ExposedPorts ? { ExposedPorts } : {}),
    ...(Healthcheck ? { Healthcheck } : {}),
    Labels,
    OnBuild,
    ...(Shell ? { Shell } : {}),
    ...(StopSignal ? { StopSignal } : {}),
    User,
    Volumes,
    WorkingDir,
  };
}

/** See {@link Engine.containerExport}: image and writable layer as one tree, without volumes. @throws {DockerError} */
export function exportContainer(daemon: Daemon, name: string): Uint8Array {
  const container = findContainer(daemon, name);
  const tar = withRootfs(daemon, container, (ns) => packTar(archiveTree(ns, '/', '', false)));
  emitContainer(daemon, container, 'export');
  return tar;
}
