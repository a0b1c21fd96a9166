import type { Ino, MountNamespace } from '../../../fs/index.ts';
import { DockerError } from '../../errors.ts';
import { overlayId } from '../containers/rootfs.ts';
import type { Daemon } from '../daemon.ts';
import { makeDirectories } from '../files.ts';
import { imageByName, layerFolders, layerOf, linkName, OVERLAY_ROOT } from '../images/store.ts';
import { clean, join } from '../path.ts';
import type { ContainerRecord, MountRecord } from '../state.ts';

/** The id of a file system of a container's own that goes with its namespace. */
export const ownId = (container: string, name: string): string => `${name}:${container}`;

/** The root of a container: image and writable layer. */
export function mountRoot(daemon: Daemon, container: ContainerRecord, ns: MountNamespace): void {
  const { id, lower } = container.layer;
  const options = [
    'relatime',
    `lowerdir=${lower.map((folder) => `${OVERLAY_ROOT}/l/${linkName(folder)}`).join(':')}`,
    `upperdir=${OVERLAY_ROOT}/${id}/diff`,
    `workdir=${OVERLAY_ROOT}/${id}/work`,
  ];
  ns.mount('/', { fs: daemon.vfs.fs(overlayId(container.Id)), source: 'overlay', options: options.join(',') });
}

/** The files of an image, read-only, or what lies at a path in it. @throws {DockerError} `cannot access path …`. */
export function mountImage(
  daemon: Daemon,
  ns: MountNamespace,
  path: string,
  { id, mount }: { readonly id: string; readonly mount: MountRecord },
): void {
  const image = imageByName(daemon, mount.image!);
  const folders = layerFolders(daemon, image);
  const fs = daemon.vfs.overlay(id, { lower: folders.map((folder) => layerOf(daemon, folder)) });
  const options = [
    'relatime',
    `lowerdir=${folders.map((folder) => `${OVERLAY_ROOT}/l/${linkName(folder)}`).join(':')}`,
  ];
  let root: Ino | undefined = fs.root;
  for (const name of clean(mount.subpath ?? '')
    .split('/')
    .filter((part) => part !== '.')) {
    root = fs.stat(root).type === 'directory' ? fs.lookup(root, name) : undefined;
    if (root !== undefined) continue;
    daemon.vfs.remove(id);
    const missing = join(mount.Source, mount.subpath!);
    throw new DockerError('system', `cannot access path ${missing}: lstat ${missing}: no such file or directory`);
  }
  ns.mount(path, { fs, root, readonly: true, source: 'overlay', options: options.join(',') });
}

interface SystemMount {
  readonly path: string;
  readonly type: string;
  readonly source: string;
  readonly mode: number;
  readonly options: string;
  readonly readonly?: boolean;
  readonly size?: number;
}

/** What runc mounts into every container, but for the control groups. */
const SYSTEM_MOUNTS: readonly SystemMount[] = [
  { path: '/proc', type: 'proc', source: 'proc', mode: 0o555, options: 'nosuid,nodev,noexec,relatime' },
  { path: '/dev', type: 'tmpfs', source: 'tmpfs', mode: 0o755, options: 'nosuid,size=65536k,mode=755', size: 2 ** 26 },
  {
    path: '/dev/pts',
    type: 'devpts',
    source: 'devpts',
    mode: 0o755,
    options: 'nosuid,noexec,relatime,gid=5,mode=620,ptmxmode=666',
  },
  {
    path: '/sys',
    type: 'sysfs',
    source: 'sysfs',
    mode: 0o555,
    options: 'nosuid,nodev,noexec,relatime',
    readonly: true,
  },
  { path: '/dev/mqueue', type: 'mqueue', source: 'mqueue', mode: 0o1777, options: 'nosuid,nodev,noexec,relatime' },
  {
    path: '/dev/shm',
    type: 'tmpfs',
    source: 'shm',
    mode: 0o1777,
    options: 'nosuid,nodev,noexec,relatime',
  },
];

/** Mounts what every container has, but where the user mounts something. `pids`: its pid namespace's number. */
export function mountSystem(
  { vfs }: Daemon,
  { Id, HostConfig }: ContainerRecord,
  ns: MountNamespace,
  taken: ReadonlySet<string>,
  pids: number,
): void {
  const shared = (HostConfig.ShmSize as number | undefined) || 2 ** 26;
  for (const { path, type, source, mode, readonly = false, ...mount } of SYSTEM_MOUNTS) {
    const size = path === '/dev/shm' ? shared : mount.size;
    const options = path === '/dev/shm' ? `${mount.options},size=${Math.ceil(shared / 1024)}k` : mount.options;
    // What the user mounts there replaces it, and with /dev goes all below.
    if (taken.has(path) || (path.startsWith('/dev/') && taken.has('/dev'))) continue;
    const id = ownId(Id, path);
    const capacity = size === undefined ? {} : { capacity: size };
    const fs =
      path === '/proc'
        ? vfs.proc(id, pids)
        : path === '/dev'
          ? vfs.dev(id, 'container')
          : vfs.disk(id, { type, layout: 'memory', root: { mode }, ...capacity });
    makeDirectories(ns, path);
    ns.mount(path, { fs, source, options, readonly });
  }
}
