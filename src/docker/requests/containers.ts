import type {
  Change,
  ContainerCreateRequest,
  ContainerInspect,
  ContainerStats,
  ContainerSummary,
  ExecCreateRequest,
  ExecInspect,
  Filters,
  HostConfig,
  LogLine,
  LogOptions,
  PathStat,
  PruneReport,
  StreamChunk,
  StreamId,
} from '../../engine/index.ts';
import type { WindowSize } from '../../os/index.ts';
import type { Request } from '../cli.ts';
import { emptyName, filtersQuery, query } from './query.ts';

const post = <T>(id: string, action: string, run: Request<T>['run']): Request<T> => ({
  method: 'Post',
  path: `/containers/${id}/${action}`,
  ...emptyName('container', id),
  run,
});

const get = <T>(id: string, what: string, run: Request<T>['run']): Request<T> => ({
  method: 'Get',
  path: `/containers/${id}/${what}`,
  ...emptyName('container', id),
  run,
});

export const containerCreate = (
  name: string,
  request: ContainerCreateRequest,
): Request<{ readonly Id: string; readonly Warnings: readonly string[] }> => ({
  method: 'Post',
  path: `/containers/create${query({ name })}`,
  run: (engine) => engine.containerCreate(name, request),
});

export const containerStart = (id: string): Request<void> => post(id, 'start', (engine) => engine.containerStart(id));

export interface StopOptions {
  readonly signal?: string;
  readonly timeout?: number;
}

export const containerStop = (id: string, options: StopOptions): Request<void> =>
  post(id, `stop${query({ signal: options.signal, t: options.timeout })}`, (engine) =>
    engine.containerStop(id, options),
  );

export const containerRestart = (id: string, options: StopOptions): Request<void> =>
  post(id, `restart${query({ signal: options.signal, t: options.timeout })}`, (engine) =>
    engine.containerRestart(id, options),
  );

export const containerKill = (id: string, signal: string): Request<void> =>
  post(id, `kill${query({ signal })}`, (engine) => engine.containerKill(id, signal));

export const containerPause = (id: string): Request<void> => post(id, 'pause', (engine) => engine.containerPause(id));

export const containerUnpause = (id: string): Request<void> =>
  post(id, 'unpause', (engine) => engine.containerUnpause(id));

export const containerRename = (id: string, name: string): Request<void> =>
  post(id, `rename${query({ name })}`, (engine) => engine.containerRename(id, name));

export const containerRemove = (
  id: string,
  options: { readonly force: boolean; readonly volumes: boolean; readonly link: boolean },
): Request<void> => ({
  method: 'Delete',
  path: `/containers/${id}${query({ force: options.force, link: options.link, v: options.volumes })}`,
  ...emptyName('container', id),
  run: (engine) => engine.containerRemove(id, options),
});

export const containerPrune = (filters: Filters): Request<PruneReport> => ({
  method: 'Post',
  path: `/containers/prune${query({ filters: filtersQuery(filters) })}`,
  run: (engine) => engine.containerPrune(filters),
});

export const containerWait = (
  id: string,
  condition: 'not-running' | 'next-exit' | 'removed',
): Request<{ readonly StatusCode: number; readonly Error?: string }> =>
  post(id, `wait${query({ condition: condition === 'not-running' ? undefined : condition })}`, (engine) =>
    engine.containerWait(id, condition),
  );

export const containerInspect = (id: string, size = false): Request<ContainerInspect> =>
  get(id, `json${query({ size })}`, (engine) => engine.containerInspect(id, size));

export const containerList = (options: {
  readonly all: boolean;
  readonly limit?: number;
  readonly size?: boolean;
  readonly filters: Filters;
}): Request<readonly ContainerSummary[]> => ({
  method: 'Get',
  path: `/containers/json${query({ all: options.all, filters: filtersQuery(options.filters), limit: options.limit, size: options.size })}`,
  run: (engine) => engine.containerList(options),
});

export const containerChanges = (id: string): Request<readonly Change[]> =>
  get(id, 'changes', (engine) => engine.containerChanges(id));

export const containerTop = (
  id: string,
  options: readonly string[],
): Request<{ readonly Titles: readonly string[]; readonly Processes: readonly (readonly string[])[] }> =>
  get(id, `top${query({ ps_args: options.join(' ') })}`, (engine) => engine.containerTop(id, options));

export const containerStats = (id: string): Request<ContainerStats> =>
  get(id, 'stats?stream=0', (engine) => engine.containerStats(id));

export const containerResize = (id: string, size: WindowSize): Request<void> =>
  post(id, `resize${query({ h: size.rows, w: size.columns })}`, (engine) => engine.containerResize(id, size));

export const containerUpdate = (id: string, update: HostConfig): Request<readonly string[]> =>
  post(id, 'update', (engine) => engine.containerUpdate(id, update));

export const containerLogs = (id: string, options: LogOptions): Request<readonly LogLine[]> =>
  get(id, 'logs', (engine) => engine.containerLogs(id, options));

export const containerLogsFollow = (id: string, options: LogOptions, seen: number): Request<readonly LogLine[]> =>
  get(id, 'logs?follow=1', (engine) => engine.containerLogsFollow(id, options, seen));

export const containerAttach = (
  id: string,
  streams: { readonly stdin: boolean; readonly stdout: boolean; readonly stderr: boolean },
): Request<StreamId> =>
  post(id, `attach${query({ ...streams, stream: true })}`, (engine) => engine.containerAttach(id, streams));

export const execCreate = (id: string, request: ExecCreateRequest): Request<string> =>
  post(id, 'exec', (engine) => engine.execCreate(id, request));

const exec = <T>(id: string, action: string, run: Request<T>['run']): Request<T> => ({
  method: action === 'json' ? 'Get' : 'Post',
  path: `/exec/${id}/${action}`,
  run,
});

export const execStart = (id: string, detach: boolean): Request<StreamId> =>
  exec(id, 'start', (engine) => engine.execStart(id, { detach }));

export const execInspect = (id: string): Request<ExecInspect> => exec(id, 'json', (engine) => engine.execInspect(id));

export const execResize = (id: string, size: WindowSize): Request<void> =>
  exec(id, `resize${query({ h: size.rows, w: size.columns })}`, (engine) => engine.execResize(id, size));

const stream = <T>(run: Request<T>['run']): Request<T> => ({ method: 'Post', path: '/containers/attach', run });

export const streamRead = (id: StreamId, seen: number): Request<StreamChunk | undefined> =>
  stream((engine) => engine.streamRead(id, seen));

export const streamWrite = (id: StreamId, data: Uint8Array, offset: number): Request<void> =>
  stream((engine) => engine.streamWrite(id, data, offset));

export const streamCloseInput = (id: StreamId): Request<void> => stream((engine) => engine.streamCloseInput(id));

export const streamClose = (id: StreamId): Request<void> => stream((engine) => engine.streamClose(id));

export const archiveStat = (id: string, path: string): Request<PathStat> => ({
  method: 'Head',
  path: `/containers/${id}/archive${query({ path })}`,
  ...emptyName('container', id),
  run: (engine) => engine.archiveStat(id, path),
});

export const archiveGet = (id: string, path: string): Request<{ readonly stat: PathStat; readonly tar: Uint8Array }> =>
  get(id, `archive${query({ path })}`, (engine) => engine.archiveGet(id, path));

export const archivePut = (
  id: string,
  path: string,
  tar: Uint8Array,
  options: { readonly noOverwriteDirNonDir: boolean; readonly copyUIDGID: boolean },
): Request<void> => ({
  method: 'Post',
  path: `/containers/${id}/archive${query({ noOverwriteDirNonDir: options.noOverwriteDirNonDir ? 'true' : '', path })}`,
  ...emptyName('container', id),
  run: (engine) => engine.archivePut(id, path, tar, options),
});

export const containerExport = (id: string): Request<Uint8Array> =>
  get(id, 'export', (engine) => engine.containerExport(id));

export const containerCommit = (
  id: string,
  options: {
    readonly reference: string;
    readonly comment: string;
    readonly author: string;
    readonly changes: readonly string[];
    readonly pause: boolean;
  },
): Request<string> => ({
  method: 'Post',
  path: `/commit${query({ container: id })}`,
  ...emptyName('container', id),
  run: (engine) => engine.containerCommit(id, options),
});
