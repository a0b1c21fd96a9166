import { isErrno } from '../../../fs/index.ts';
import { DockerError } from '../../errors.ts';
import { type Daemon, DOCKER_ROOT, note } from '../daemon.ts';
import { makeDirectories, statOf } from '../files.ts';
import { clean } from '../path.ts';
import type { ContainerRecord, MountRecord } from '../state.ts';
import { goError } from './errors.ts';
import { volumePath } from './setup.ts';
import { ownId } from './system.ts';
import { parseTmpfs, type TmpfsMount } from './tmpfs.ts';

/** A mount with everything about it decided, as runc gets it. */
export type Ready =
  | {
      readonly kind: 'bind';
      readonly destination: string;
      readonly source: string;
      readonly readonly: boolean;
      readonly recursive: boolean;
    }
  | { readonly kind: 'image'; readonly destination: string; readonly mount: MountRecord; readonly id: string }
  | { readonly kind: 'tmpfs'; readonly destination: string; readonly tmpfs: TmpfsMount; readonly id: string };

/**
 * Sources of binds, made or checked as the daemon does when a container starts, in the order in which runc mounts:
 * by how deep the destination lies. Volumes with driver options must be mounted already.
 * @throws {DockerError}
 */
export function prepareMounts(daemon: Daemon, container: ContainerRecord): readonly Ready[] {
  const covered = new Set(Object.keys(container.HostConfig.Tmpfs ?? {}).map(clean));
  const mounts = container.mounts.flatMap((mount, index) =>
    covered.has(mount.Destination) ? [] : [prepare(daemon, container, mount, index)],
  );
  const tmpfs = Object.entries(container.HostConfig.Tmpfs ?? {}).map(
    ([destination, options], index): Ready => ({
      kind: 'tmpfs',
      destination: clean(destination),
      tmpfs: parseTmpfs(options.split(',')),
      id: ownId(container.Id, `tmpfs${index}`),
    }),
  );
  return sortByDepth([...mounts, ...networkFiles(container, mounts), ...tmpfs, ...initFile(container)]);
}

function prepare(daemon: Daemon, container: ContainerRecord, mount: MountRecord, index: number): Ready {
  const { Destination: destination } = mount;
  if (mount.image !== undefined) return { kind: 'image', destination, mount, id: ownId(container.Id, `image${index}`) };
  switch (mount.Type) {
    case 'tmpfs': {
      const tmpfs = parseTmpfs(mount.tmpfs ?? []);
      return { kind: 'tmpfs', destination, tmpfs, id: ownId(container.Id, `mount${index}`) };
    }
    case 'volume': {
      const source = volumePath(daemon, mount);
      if (!statOf(daemon.host, source))
        throw new DockerError(
          'system',
          `error evaluating symlinks from mount source "${source}": lstat ${source}: no such file or directory`,
        );
      return { kind: 'bind', destination, source, readonly: !mount.RW, recursive: true };
    }
    case 'bind':
      makeSource(daemon, container, mount);
      return {
        kind: 'bind',
        destination,
        source: mount.Source,
        readonly: !mount.RW,
        recursive: !mount.nonRecursive,
      };
  }
}

/** A bind's missing source: `-v` makes it, `--mount` doesn't. */
function makeSource(daemon: Daemon, { Id }: ContainerRecord, { Source, createSource }: MountRecord): void {
  try {
    if (statOf(daemon.host, Source)) return;
    if (createSource) {
      makeDirectories(daemon.host, Source);
      note(daemon, { type: 'made-source', container: Id, source: Source });
      return;
    }
  } catch (error) {
    if (!isErrno(error)) throw error;
    // runc says it better.
    if (error.code === 'ENOTDIR') return;
    throw new DockerError(
      'system',
      `error while creating mount source path '${Source}': mkdir ${Source}: ${goError(error)}`,
    );
  }
  throw new DockerError(
    'invalidParameter',
    `invalid mount config for type "bind": bind source path does not exist: ${Source}`,
  );
}

/** The files that the daemon keeps for every container, unless a mount of the user's is there. */
function networkFiles({ Id, HostConfig }: ContainerRecord, mounts: readonly Ready[]): readonly Ready[] {
  return ['resolv.conf', 'hostname', 'hosts'].flatMap((name): readonly Ready[] => {
    const destination = `/etc/${name}`;
    if (mounts.some((mount) => mount.destination === destination)) return [];
    const source = `${DOCKER_ROOT}/containers/${Id}/${name}`;
    return [{ kind: 'bind', destination, source, readonly: HostConfig.ReadonlyRootfs === true, recursive: true }];
  });
}

/** Where a container finds the init that `--init` brings, and where the host has it. */
export const INIT_PATH = '/sbin/docker-init';
export const HOST_INIT_PATH = '/usr/bin/docker-init';

function initFile({ HostConfig }: ContainerRecord): readonly Ready[] {
  if (HostConfig.Init !== true) return [];
  return [{ kind: 'bind', destination: INIT_PATH, source: HOST_INIT_PATH, readonly: true, recursive: true }];
}

function sortByDepth(mounts: readonly Ready[]): readonly Ready[] {
  const depth = ({ destination }: Ready) => destination.split('/').length;
  return [...mounts].sort((a, b) => depth(a) - depth(b));
}
