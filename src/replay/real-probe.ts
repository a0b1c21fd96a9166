import { lstatSync, readdirSync, readFileSync, statSync } from 'node:fs';
import type { ContainerInspect, ImageInspect, Volume } from '../engine/index.ts';
import type { Place, Probe, ProbeStat } from '../lesson/index.ts';
import type { Connection, Guard } from '../real/index.ts';
import { inContainer, inMemory, type Look, lookList, lookRead, lookStat, onHost } from './looking.ts';

/** Larger files are no concern of a lesson's checks. */
const READ_LIMIT = 8 * 2 ** 20;
/** Docker's folder of volumes: on a real engine's host it isn't ours to read. */
const VOLUMES = '/var/lib/docker/volumes';
/** A path that images lack, so that a helper's mount covers nothing. */
const HELPER_PATH = '/.drydock-probe';
const SYMLINK = 2 ** 27;
const MOST_LINKS = 10;
/** Go's marks for set-user-id, set-group-id and the sticky bit. */
const GO_MODES: readonly (readonly [number, number])[] = [
  [2 ** 23, 0o4000],
  [2 ** 22, 0o2000],
  [2 ** 20, 0o1000],
];

/**
 * A lesson's checks on the real engine. Files in volumes and containers come through the engine's API, and looking
 * changes nothing: a volume is seen through a container that is made, never started, and gone before the next line.
 */
export function realProbe(
  connection: Connection,
  guard: Guard,
  { image, scratch, via }: { readonly image: string; readonly scratch: string; readonly via?: string | undefined },
): Probe {
  const { ledger } = guard;

  /** Runs with a container in which the volume lies at HELPER_PATH. */
  async function withHelper<T>(volume: string, look: (container: string) => Promise<T>): Promise<T | undefined> {
    const VolumeOptions = { NoCopy: true };
    const created = await connection.json<{ Id: string }>('POST', '/containers/create', {
      Image: image,
      HostConfig: { Mounts: [{ Type: 'volume', Source: volume, Target: HELPER_PATH, ReadOnly: true, VolumeOptions }] },
    });
    if (!created) return undefined;
    ledger.add({ kind: 'container', id: created.Id });
    try {
      return await look(created.Id);
    } finally {
      await connection.ask('DELETE', `/containers/${created.Id}?force=1`);
      ledger.drop('container', created.Id);
    }
  }

  async function inside<T>(
    place: Exclude<Place, { host: true }>,
    path: string,
    look: (container: string, path: string) => Promise<T | undefined>,
  ): Promise<T | undefined> {
    if ('container' in place) {
      const found = await container(place.container);
      return found && look(found.Id, path);
    }
    if (!ledger.has('volume', place.volume)) return undefined;
    return withHelper(place.volume, (id) => look(id, `${HELPER_PATH}/${path.replace(/^\/+/, '')}`));
  }

  async function container(name: string): Promise<ContainerInspect | undefined> {
    const found = await connection.json<ContainerInspect>('GET', `/containers/${encodeURIComponent(name)}/json`);
    return found && ledger.has('container', found.Id) ? found : undefined;
  }

  /** The entries of a path's archive, links followed; the first is the path itself. */
  async function archive(id: string, path: string): Promise<readonly Entry[] | undefined> {
    let at = path;
    for (let links = 0; links < MOST_LINKS; links++) {
      const query = `/containers/${id}/archive?path=${encodeURIComponent(at)}`;
      const { status, headers } = await connection.ask('HEAD', query);
      if (status !== 200) return undefined;
      const stat = JSON.parse(
        Buffer.from(String(headers['x-docker-container-path-stat']), 'base64').toString(),
      ) as GoStat;
      if (!isLink(stat)) {
        const answer = await connection.ask('GET', query);
        return answer.status === 200 ? entries(answer.body, stat) : undefined;
      }
      if (stat.linkTarget === '' || stat.linkTarget === at) return undefined;
      at = stat.linkTarget;
    }
    return undefined;
  }

  /** How to look with commands at a place that is reached by nothing else. */
  async function byCommand(place: Place, path: string): Promise<Look | undefined> {
    if ('host' in place) return via !== undefined && !path.startsWith(`${scratch}/`) ? onHost(via) : undefined;
    if (!('container' in place)) return undefined;
    const found = await container(place.container);
    return found && inMemory(found, path) ? inContainer(connection, found.Id) : undefined;
  }

  /** Those of the scenario that are still there: the engine removes anonymous ones by itself. */
  async function volumeNames(): Promise<readonly string[]> {
    const found = await connection.json<{ Volumes: { Name: string }[] | null }>('GET', '/volumes');
    const names = (found?.Volumes ?? []).map(({ Name }) => Name);
    return names.filter((name) => ledger.has('volume', name)).sort();
  }

  return {
    async stat(place, path) {
      const look = await byCommand(place, path);
      if (look) return lookStat(look, path);
      if ('host' in place) return hostStat(path);
      const found = await inside(place, path, archive);
      return found?.[0]?.stat;
    },
    async read(place, path) {
      const look = await byCommand(place, path);
      if (look) return lookRead(look, path);
      if ('host' in place) return hostRead(path);
      const [entry] = (await inside(place, path, archive)) ?? [];
      return entry?.stat.type === 'file' && entry.stat.size <= READ_LIMIT ? entry.content : undefined;
    },
    async list(place, path) {
      if ('host' in place && path === VOLUMES) return volumeNames();
      const look = await byCommand(place, path);
      if (look) return lookList(look, path);
      if ('host' in place) return hostList(path);
      const found = await inside(place, path, archive);
      if (found?.[0]?.stat.type !== 'directory') return undefined;
      const names = found.slice(1).map(({ name }) => name.replace(/^[^/]+\//, '').replace(/\/$/, ''));
      return names.filter((name) => !name.includes('/')).sort();
    },
    async volume(name) {
      if (!ledger.has('volume', name)) return undefined;
      return connection.json<Volume>('GET', `/volumes/${encodeURIComponent(name)}`);
    },
    container,
    image: async (name) => connection.json<ImageInspect>('GET', `/images/${encodeURIComponent(name)}/json`),
  };
}

interface GoStat {
  readonly name: string;
  readonly size: number;
  readonly mode: number;
  readonly linkTarget: string;
}

/** Bit operations in JavaScript are of 32 signed bits. */
const has = (mode: number, bit: number) => Math.floor(mode / bit) % 2 === 1;
const isLink = ({ mode }: GoStat) => has(mode, SYMLINK);

interface Entry {
  readonly name: string;
  readonly stat: ProbeStat;
  readonly content: Uint8Array;
}

/** A tar's entries. The first one's kind and mode come from the engine's own stat. */
function entries(tar: Buffer, first: GoStat): readonly Entry[] {
  const found: Entry[] = [];
  let long: string | undefined;
  for (let at = 0; at + 512 <= tar.length && tar[at] !== 0; ) {
    const header = tar.subarray(at, at + 512);
    const text = (from: number, length: number) => header.toString('utf8', from, from + length).replace(/\0.*$/s, '');
    const number = (from: number, length: number) => Number.parseInt(text(from, length).trim(), 8) || 0;
    const size = number(124, 12);
    const content = tar.subarray(at + 512, at + 512 + size);
    const flag = text(156, 1);
    at += 512 + Math.ceil(size / 512) * 512;
    if (flag === 'x' || flag === 'g') {
      long = /\d+ path=(.*)\n/.exec(content.toString())?.[1] ?? long;
      continue;
    }
    if (flag === 'L') {
      long = content.toString().replace(/\0.*$/s, '');
      continue;
    }
    const name = long ?? [text(345, 155), text(0, 100)].filter(Boolean).join('/');
    long = undefined;
    const type = flag === '5' ? 'directory' : flag === '2' ? 'symlink' : flag === '0' || flag === '' ? 'file' : 'other';
    const stat = { type, mode: number(100, 8) & 0o7777, uid: number(108, 8), gid: number(116, 8), size } as const;
    found.push({
      name,
      stat: found.length === 0 ? { ...stat, mode: modeOf(first) } : stat,
      content: new Uint8Array(content),
    });
  }
  return found;
}

function modeOf({ mode }: GoStat): number {
  return GO_MODES.reduce((sum, [go, bit]) => sum + (has(mode, go) ? bit : 0), mode % 0o1000);
}

function hostStat(path: string): ProbeStat | undefined {
  try {
    const stat = statSync(path);
    const type = stat.isFile() ? 'file' : stat.isDirectory() ? 'directory' : 'other';
    return { type, mode: stat.mode & 0o7777, uid: stat.uid, gid: stat.gid, size: stat.size };
  } catch {
    return undefined;
  }
}

function hostRead(path: string): Uint8Array | undefined {
  try {
    const stat = statSync(path);
    return stat.isFile() && stat.size <= READ_LIMIT ? new Uint8Array(readFileSync(path)) : undefined;
  } catch {
    return undefined;
  }
}

function hostList(path: string): readonly string[] | undefined {
  try {
    return lstatSync(path).isDirectory() ? readdirSync(path).sort() : undefined;
  } catch {
    return undefined;
  }
}
