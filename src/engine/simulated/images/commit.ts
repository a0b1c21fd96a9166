import { digest } from '../../../images/index.ts';
import type { ContainerConfig } from '../../api.ts';
import { DockerError } from '../../errors.ts';
import { archiveTree } from '../archive/copy.ts';
import { packTar } from '../archive/tar.ts';
import { findContainer } from '../containers/find.ts';
import { withRootfs } from '../containers/rootfs.ts';
import { type Daemon, emit, emitContainer } from '../daemon.ts';
import { copyDirectory, treeSize } from '../files.ts';
import type { ContainerRecord, ImageRecord } from '../state.ts';
import { rfc3339Nano } from '../time.ts';
import { applyChanges } from './changes.ts';
import { formatReference, parseReference } from './reference.ts';
import { diffFolder, layerFolders, layerOf, makeLayerFolder, putImage } from './store.ts';

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
  const { diffId, size } = commitLayer(daemon, container, base);
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

/** Copies the writable layer to a folder of its own, unless a layer with the same content is there. */
function commitLayer(daemon: Daemon, container: ContainerRecord, base: ImageRecord): { diffId: string; size: number } {
  const upper = layerOf(daemon, container.layer.id);
  const source = daemon.vfs.fs(upper.fs);
  const size = treeSize(source, upper.ino);
  const content = packTar(archiveTree(daemon.host, diffFolder(container.layer.id), '.', true));
  const diffId = `sha256:${digest(content)}`;
  if (daemon.state.layers.has(diffId)) return { diffId, size };
  const folder = digest(`cache:${diffId}`);
  makeLayerFolder(daemon, folder, layerFolders(daemon, base));
  const target = layerOf(daemon, folder);
  copyDirectory(source, upper.ino, daemon.vfs.fs(target.fs), target.ino);
  daemon.state.layers.set(diffId, { diffId, folder, size });
  return { diffId, size };
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
