import {
  type ContainerCreateRequest,
  type ContainerInspect,
  type ContainerSummary,
  DockerError,
  type Engine,
  type ImageInspect,
  type Network,
  type Volume,
  type VolumeCreateRequest,
} from '../../engine/index.ts';
import api from './api.json' with { type: 'json' };

/** A line that the real command was given, over the answers of api.json, and what came of it. */
export interface Recorded {
  readonly argv: readonly string[];
  /** When: seconds since the epoch. */
  readonly at: number;
  readonly stdout: string;
  readonly stderr: string;
  readonly exit: number;
  /** What the command asked of the engine. */
  readonly requests: readonly { readonly method: string; readonly path: string; readonly body?: unknown }[];
}

/** Files that were there, in the working folder. */
export const FILES: Readonly<Record<string, string>> = {
  env: '# comment\n\nA=1\n  B = 2\nFROM_ENV\nNOT_SET\nC=x y # z\n',
  'env.ok': '# comment\n\nA=1\n  B= 2 \nFROM_ENV\nNOT_SET\nC=x y # z\r\nEMPTY=\n',
  'env.noname': '=x\n',
  'env.space': 'A B=1\n',
  labels: 'a=1\nflag\nb=c=d\n',
  'seccomp.json': '{ "defaultAction": "SCMP_ACT_ALLOW" }',
};

const answers: Readonly<Record<string, unknown>> = api;
const known = (path: string) => answers[path];

function notFound(message: string): never {
  throw new DockerError('notFound', message);
}

function container(id: string, size?: boolean): ContainerInspect {
  const name = id.replace(/^\//, '');
  const found = (size ? known(`/containers/${name}/json?size=1`) : undefined) ?? known(`/containers/${name}/json`);
  if (found) return found as ContainerInspect;
  const byId = Object.values(answers).find((data) => (data as { Id?: string }).Id === id);
  return (byId as ContainerInspect | undefined) ?? notFound(`No such container: ${id}`);
}

/** What the command asked of the engine that changes something. */
export interface Asked {
  readonly create: ContainerCreateRequest[];
  readonly volume: VolumeCreateRequest[];
  readonly other: string[];
}

/** An engine that answers as the recording's did. */
export function recordedEngine(asked: Asked): Partial<Engine> {
  const done = (what: string) =>
    function* (id: string, ...rest: readonly unknown[]) {
      asked.other.push([what, id, ...rest.map((value) => JSON.stringify(value))].join(' '));
      container(id);
    };
  const tagged = (name: string) => (name.includes(':') ? name : `${name}:latest`);
  return {
    *version() {
      return known('/version') as Readonly<Record<string, unknown>>;
    },
    *info() {
      return known('/info') as Readonly<Record<string, unknown>>;
    },
    *volumeCreate(request) {
      asked.volume.push(request);
      return { ...(known('/volumes/ddrec-data') as Volume), Name: request.Name || 'f'.repeat(64) };
    },
    *volumeList() {
      return (known('/volumes') as { Volumes: readonly Volume[] }).Volumes;
    },
    *volumeInspect(name) {
      return (known(`/volumes/${name}`) as Volume | undefined) ?? notFound(`get ${name}: no such volume`);
    },
    *volumeRemove(name, force) {
      asked.other.push(`volumeRemove ${name} ${force}`);
      if (!force && !known(`/volumes/${name}`)) notFound(`get ${name}: no such volume`);
    },
    *containerCreate(_name, request) {
      asked.create.push(request);
      return notFound(`No such image: ${tagged(request.Config.Image ?? '')}`);
    },
    *containerInspect(id, size) {
      return container(id, size);
    },
    *containerList({ all, limit, size }) {
      const everything = known('/containers/json?all=1&size=1') as readonly ContainerSummary[];
      return everything
        .filter(({ State }) => all || limit || State === 'running')
        .slice(0, limit)
        .map(({ SizeRw, SizeRootFs, ...rest }) =>
          size ? { ...rest, SizeRw, SizeRootFs } : rest,
        ) as ContainerSummary[];
    },
    containerStart: done('start'),
    containerStop: done('stop'),
    containerRestart: done('restart'),
    containerKill: done('kill'),
    containerPause: done('pause'),
    containerUnpause: done('unpause'),
    containerRename: done('rename'),
    containerRemove: done('remove'),
    *containerWait(id) {
      container(id);
      return { StatusCode: 0 };
    },
    *containerChanges(id) {
      container(id);
      return known(`/containers/${id}/changes`) as never;
    },
    *containerTop(id) {
      container(id);
      return known(`/containers/${id}/top`) as never;
    },
    *containerExport(id) {
      container(id);
      return new Uint8Array();
    },
    *imageList({ filters }) {
      // The recording's engine knew no filters; what is pushed isn't there.
      const missing = filters.reference?.some((reference) => reference.includes('nosuch'));
      return (missing ? [] : known('/images/json')) as never;
    },
    *imageInspect(name) {
      return (known(`/images/${name}/json`) as ImageInspect | undefined) ?? notFound(`No such image: ${tagged(name)}`);
    },
    *imageHistory(name) {
      return (known(`/images/${name}/history`) ?? notFound(`No such image: ${tagged(name)}`)) as never;
    },
    *imageTag(name) {
      if (!known(`/images/${name}/json`)) notFound(`No such image: ${tagged(name)}`);
    },
    *networkList() {
      return known('/networks') as never;
    },
    *networkInspect(name) {
      const networks = known('/networks') as readonly Network[];
      return (
        networks.find(({ Name, Id }) => Name === name || Id.startsWith(name)) ?? notFound(`network ${name} not found`)
      );
    },
    *networkPrune() {
      return { Deleted: [], SpaceReclaimed: 0 };
    },
    *diskUsage() {
      return known('/system/df') as never;
    },
  };
}

/**
 * An object without what is empty in it: null, "", 0, false, [] and {} all mean that nothing was said. So does a
 * swappiness of -1, which the real command always sends.
 */
export function said(value: unknown): unknown {
  if (Array.isArray(value)) return value.length === 0 ? undefined : value.map((item) => said(item) ?? item);
  if (typeof value !== 'object' || value === null) return value || undefined;
  const entries = Object.entries(value)
    .map(([key, item]) => [key, said(item)] as const)
    .filter(([key, item]) => item !== undefined && !(key === 'MemorySwappiness' && item === -1))
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return entries.length === 0 ? undefined : Object.fromEntries(entries);
}
