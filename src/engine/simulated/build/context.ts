import { digest } from '../../../images/index.ts';
import type { BuildRequest } from '../../api.ts';
import { transferBytes } from '../../transfer.ts';
import { type TarEntry, unpackTar } from '../archive/tar.ts';
import type { Daemon } from '../daemon.ts';
import { unpackLayer } from '../images/layer-tar.ts';
import { layerOf, makeLayerFolder, removeLayerFolder } from '../images/store.ts';
import type { Snapshot } from '../state.ts';
import { putRecord } from './cache.ts';
import { newId } from './snapshot.ts';

const signature = ({ mode, mtime, data, linkname = '' }: TarEntry): string =>
  digest(`${mode} ${mtime} ${data?.length ?? 0} ${linkname}`).slice(0, 16);

const keyOf = ({ Context }: BuildRequest): string => `context:${Context?.SharedKey ?? ''}`;

/** The files of a build's context as a snapshot; they are unpacked the first time. */
export function contextOf(daemon: Daemon, request: BuildRequest): Snapshot {
  const known = daemon.state.buildCache.get(`${keyOf(request)}:${request.Ref}`);
  const folder = known?.folder ?? unpackContext(daemon, request);
  return { key: `${keyOf(request)}:${request.Ref}`, layers: [], folder, created: daemon.kernel.now() };
}

function unpackContext(daemon: Daemon, request: BuildRequest): string {
  const folder = newId(daemon);
  makeLayerFolder(daemon, folder, []);
  const { fs, ino } = layerOf(daemon, folder);
  unpackLayer(daemon.vfs.fs(fs), ino, unpackTar(request.Context!.Tar));
  enter(daemon, request, `${keyOf(request)}:${request.Ref}`, folder, {});
  return folder;
}

function enter(
  daemon: Daemon,
  request: BuildRequest,
  key: string,
  folder: string,
  files: Readonly<Record<string, string>>,
): void {
  const Size = unpackTar(request.Context!.Tar).reduce((sum, { data }) => sum + (data?.length ?? 0), 0);
  const Description = 'local source for context';
  putRecord(daemon, { key, folder, files, Type: 'source.local', Description, Parents: [], Size, Mutable: true });
}

/** Takes a context in: it replaces what came from the same folder before, of which only what changed is sent. */
export function loadContext(daemon: Daemon, request: BuildRequest): { snapshot: Snapshot; bytes: number } {
  const snapshot = contextOf(daemon, request);
  const key = keyOf(request);
  const before = daemon.state.buildCache.get(key);
  const entries = unpackTar(request.Context!.Tar);
  const files = Object.fromEntries(entries.map((entry) => [entry.name, signature(entry)]));
  const bytes = transferBytes(entries, (entry) => before?.files?.[entry.name] !== files[entry.name]);
  if (before?.folder !== undefined && before.folder !== snapshot.folder) removeLayerFolder(daemon, before.folder);
  daemon.state.buildCache.delete(snapshot.key);
  enter(daemon, request, key, snapshot.folder!, files);
  return { snapshot: { ...snapshot, key }, bytes };
}
