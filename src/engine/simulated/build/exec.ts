import { isErrno, type MountNamespace } from '../../../fs/index.ts';
import type { FileId } from '../../../os/index.ts';
import type { BuildMount, BuildOperation } from '../../api.ts';
import { DockerError } from '../../errors.ts';
import { FRESH, makeInitFiles } from '../containers/create.ts';
import { exitCodeOf } from '../containers/exit.ts';
import { containerFolder } from '../containers/folder.ts';
import { completeHostConfig } from '../containers/hostconfig.ts';
import { confined } from '../containers/privileges.ts';
import { startProcess } from '../containers/process.ts';
import { overlayId, withRootfs } from '../containers/rootfs.ts';
import { resolveUser } from '../containers/users.ts';
import type { Daemon } from '../daemon.ts';
import { DAEMON, makeDirectories, removeTree, statOf, writeFile } from '../files.ts';
import { NO_CONFIG } from '../images/document.ts';
import { diffFolder, makeLayerFolder, OVERLAY_ROOT, removeLayerFolder } from '../images/store.ts';
import { buildNamespace, disposeNamespace } from '../mounts/namespace.ts';
import { prepareMounts, type Ready } from '../mounts/prepare.ts';
import { ownId } from '../mounts/system.ts';
import { parseTmpfs } from '../mounts/tmpfs.ts';
import { networkOf } from '../networks/attach.ts';
import { networkFileTexts } from '../networks/files.ts';
import { clean, dirname, join } from '../path.ts';
import type { BuildRecord, ContainerRecord, Snapshot } from '../state.ts';
import { putRecord } from './cache.ts';
import { foldersOf, newId, overlay } from './snapshot.ts';

/** How much of a pipe is taken in one go. */
const PIECE = 64 * 1024;
const HOSTNAME = 'buildkitsandbox';
const HOSTS = `127.0.0.1\tlocalhost ${HOSTNAME}\n::1\tlocalhost ip6-localhost ip6-loopback\n`;

export type Exec = Extract<BuildOperation, { readonly Type: 'exec' }>;

/** A process that couldn't be started: what its log says, if anything, and how the step's error ends. */
export interface NotStarted {
  readonly log?: string;
  readonly error: string;
}

type RunningStep = NonNullable<BuildRecord['running']>;

/** Starts the process of a RUN, in a container that nobody sees, on a new layer over its input. */
export function startExec(
  daemon: Daemon,
  op: Exec,
  input: Snapshot,
  results: BuildRecord['results'],
  fresh: boolean,
): Omit<RunningStep, 'vertex' | 'started' | 'key'> | NotStarted {
  const container = makeContainer(daemon, op, foldersOf(daemon, input));
  try {
    const credentials = withRootfs(daemon, container, (ns) => resolveUser(ns, op.User));
    const stubs = withRootfs(daemon, container, (ns) => missingPlaces(ns, op.Mounts));
    const pids = daemon.kernel.pidNamespace();
    const ns = buildNamespace(daemon, container, mountsOf(daemon, container, op, fresh), pids);
    for (const [index, mount] of op.Mounts.entries())
      if (mount.Type === 'bind') bindSnapshot(daemon, container, results, mount, index);
    const started = startProcess(daemon, {
      ns,
      argv: op.Args,
      env: op.Env,
      cwd: op.Cwd,
      credentials: confined({}, credentials),
      rlimits: {},
      tty: false,
      stdin: false,
      hostname: HOSTNAME,
      pidNamespace: { of: pids },
      network: networkOf(daemon, container),
      size: { columns: 80, rows: 24 },
    });
    if ('fault' in started) {
      removeContainer(daemon, container, true);
      const log = `runc run failed: unable to start container process: error during container init: ${started.fault}\n`;
      return { log, error: 'exit code: 1' };
    }
    const { pid, stdout, stderr } = started;
    return { container, pid, stubs, stdout, ...(stderr === undefined ? {} : { stderr }) };
  } catch (error) {
    removeContainer(daemon, container, true);
    if (error instanceof DockerError) return { error: error.message };
    throw error;
  }
}

/** What is made for mounts and goes with them, the deepest first. */
function missingPlaces(ns: MountNamespace, mounts: readonly BuildMount[]): readonly string[] {
  const missing = new Set<string>();
  for (const { Target } of mounts)
    for (let path = clean(Target); path !== '/' && !statOf(ns, path); path = dirname(path)) missing.add(path);
  return [...missing].sort((a, b) => b.length - a.length);
}

/** Takes the empty places of mounts away. */
function removePlaces(daemon: Daemon, { container, stubs }: RunningStep): void {
  withRootfs(daemon, container, (ns) => {
    for (const path of stubs) {
      const stat = statOf(ns, path, false);
      const { fs, ino } = ns.at(ns.resolve(dirname(path), DAEMON));
      const name = path.slice(path.lastIndexOf('/') + 1);
      if (stat?.type === 'directory') {
        const own = fs.lookup(ino, name);
        if (own !== undefined && fs.readdir(own).length === 0) fs.rmdir(ino, name);
      } else if (stat?.type === 'file' && stat.size === 0) fs.unlink(ino, name);
    }
  });
}

/** What a container of a RUN has in place before its mounts. */
function makeContainer(daemon: Daemon, { Args, Cwd, User, Env }: Exec, folders: readonly string[]): ContainerRecord {
  const layer = newId(daemon);
  const init = `${layer}-init`;
  makeLayerFolder(daemon, init, folders);
  makeInitFiles(daemon, init, folders, false);
  const lower = [init, ...folders];
  makeLayerFolder(daemon, layer, lower);
  const container: ContainerRecord = {
    Id: `build-${layer}`,
    Name: '',
    created: daemon.kernel.now(),
    Path: Args[0] ?? '',
    Args: Args.slice(1),
    Image: '',
    Config: {
      ...NO_CONFIG,
      Hostname: HOSTNAME,
      User,
      AttachStdout: true,
      AttachStderr: true,
      Env,
      Cmd: Args,
      WorkingDir: Cwd,
    },
    HostConfig: completeHostConfig({}),
    networks: {},
    mounts: [],
    layer: { id: layer, lower },
    ...FRESH,
  };
  overlay(daemon, overlayId(container.Id), lower, layer);
  const folder = containerFolder(container.Id);
  makeDirectories(daemon.host, folder, 0o710);
  const texts = { ...networkFileTexts(daemon, container, undefined), hosts: HOSTS };
  for (const [name, text] of Object.entries(texts)) writeFile(daemon.host, `${folder}/${name}`, text);
  return container;
}

function mountsOf(daemon: Daemon, container: ContainerRecord, { Mounts }: Exec, fresh: boolean): readonly Ready[] {
  const own = Mounts.flatMap((mount, index): readonly Ready[] => {
    const destination = clean(mount.Target);
    if (mount.Type === 'tmpfs')
      return [{ kind: 'tmpfs', destination, tmpfs: parseTmpfs([]), id: ownId(container.Id, `tmpfs${index}`) }];
    if (mount.Type === 'cache') {
      const source = cacheFolder(daemon, mount.ID ?? destination, fresh);
      return [{ kind: 'bind', destination, source, readonly: mount.ReadOnly === true, recursive: true }];
    }
    // The place for a bind, which is mounted over it.
    return [{ kind: 'tmpfs', destination, tmpfs: parseTmpfs([]), id: ownId(container.Id, `place${index}`) }];
  });
  return [...prepareMounts(daemon, container), ...own];
}

/** The folder of a cache mount. `fresh`: a build without the cache has an empty one of its own. */
function cacheFolder(daemon: Daemon, id: string, fresh: boolean): string {
  const key = `cachemount:${id}${fresh ? ':fresh' : ''}`;
  const kept = daemon.state.buildCache.get(key);
  if (fresh && kept?.folder !== undefined) removeLayerFolder(daemon, kept.folder);
  const before = fresh ? undefined : kept;
  const folder = before?.folder ?? newId(daemon);
  if (!before) makeLayerFolder(daemon, folder, []);
  putRecord(daemon, {
    key,
    folder,
    Type: 'exec.cachemount',
    Description: `cached mount ${id}`,
    Parents: [],
    Size: 0,
    Mutable: true,
  });
  return diffFolder(folder);
}

/** Other vertexes' files, or the context's, at a place of the process. */
function bindSnapshot(
  daemon: Daemon,
  container: ContainerRecord,
  results: BuildRecord['results'],
  mount: BuildMount,
  index: number,
): void {
  const ns = daemon.vfs.namespaceOf(`container:${container.Id}`);
  const id = ownId(container.Id, `bind${index}`);
  const fs = overlay(daemon, id, foldersOf(daemon, results[mount.From!]!), undefined);
  let root: number | undefined = fs.root;
  for (const name of clean(`/${mount.Source ?? ''}`)
    .split('/')
    .filter(Boolean))
    root = root !== undefined && fs.stat(root).type === 'directory' ? fs.lookup(root, name) : undefined;
  if (root === undefined) {
    daemon.vfs.remove(id);
    throw new DockerError(
      'notFound',
      `failed to calculate checksum of ref: ${JSON.stringify(clean(`/${mount.Source}`))}: not found`,
    );
  }
  const path = clean(mount.Target);
  if (fs.stat(root).type !== 'directory') {
    ns.unmount(path);
    const parent = path.slice(0, path.lastIndexOf('/')) || '/';
    if (!statOf(ns, path)) makeDirectories(ns, parent);
  }
  ns.mount(path, { fs, root, readonly: true, source: 'overlay', options: 'relatime' });
}

/** Takes what the process has printed. `more`: there may be more at once. */
export function drain(
  daemon: Daemon,
  running: RunningStep,
): { running: RunningStep; data: Uint8Array[]; more: boolean } {
  let next = running;
  const data: Uint8Array[] = [];
  for (const name of ['stdout', 'stderr'] as const) {
    const file = next[name];
    if (file === undefined) continue;
    const read = readFrom(daemon, file);
    if (read === undefined) continue;
    if (read.length > 0) {
      data.push(read);
      continue;
    }
    daemon.kernel.close(file);
    const { [name]: _, ...rest } = next;
    next = rest;
  }
  return { running: next, data, more: data.length > 0 };
}

function readFrom(daemon: Daemon, file: FileId): Uint8Array | undefined {
  try {
    return daemon.kernel.read(file, PIECE);
  } catch (error) {
    if (isErrno(error, 'EIO')) return new Uint8Array();
    throw error;
  }
}

/** The exit code of a process that has ended. */
export function exitOf(daemon: Daemon, { pid }: RunningStep): number | undefined {
  if (pid < 0) return 255;
  const status = daemon.kernel.status(pid);
  return status && exitCodeOf(status);
}

/** The container goes; its layer stays if it is wanted. Gives the layer's folder. */
export function endExec(daemon: Daemon, running: RunningStep, keep: boolean): string {
  for (const file of [running.stdout, running.stderr]) if (file !== undefined) daemon.kernel.close(file);
  if (running.pid >= 0) daemon.kernel.reap(running.pid);
  if (keep) disposeNamespace(daemon, running.container.Id);
  if (keep && running.stubs.length > 0) removePlaces(daemon, running);
  removeContainer(daemon, running.container, !keep);
  return running.container.layer.id;
}

function removeContainer(daemon: Daemon, container: ContainerRecord, withLayer: boolean): void {
  const { Id, layer } = container;
  try {
    disposeNamespace(daemon, Id);
  } catch (error) {
    // It was never made, or undone already.
    if (!isErrno(error, 'ENOENT')) throw error;
  }
  daemon.vfs.remove(overlayId(Id));
  removeLayerFolder(daemon, `${layer.id}-init`);
  if (withLayer) removeLayerFolder(daemon, layer.id);
  removeTree(daemon.host, containerFolder(Id));
}

/** Where messages say that a layer's files lie together with those below. */
export const mergedFolder = (folder: string): string => join(OVERLAY_ROOT, `${folder}/merged`);
