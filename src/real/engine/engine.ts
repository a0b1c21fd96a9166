import type Docker from 'dockerode';
import type {
  BuildMessage,
  ContainerInspect,
  DiskUsage,
  Engine,
  EngineEvent,
  ExecInspect,
  JSONMessage,
  LogLine,
  LogOptions,
  PathStat,
  PullProgress,
  StreamName,
} from '../../engine/api.ts';
import { DockerError } from '../../engine/errors.ts';
import { beginBuild } from './build.ts';
import { type BuildLine, buildTrace } from './build-trace.ts';
import { ask, bytes, type Call, hijack, stream } from './calls.ts';
import { Arrivals, framed, Output } from './streams.ts';

/**
 * The Engine port over a real Docker Engine. Its operations wait for the network: {@link run} carries one out. Unlike
 * the simulated engine's they can't be copied in the middle, as nothing on a real engine can.
 */
export interface RealEngine extends Engine {
  /** Carries an operation of this engine out. */
  run<T>(operation: ReturnType<() => Generator<unknown, T, void>>): Promise<T>;
}

type Op<T> = Generator<{ readonly on: readonly string[] }, T, void>;
const WAIT = { on: ['engine'] } as const;
const LOG_PAUSE = 100;

interface Attached {
  readonly connection: NodeJS.ReadWriteStream;
  readonly output: Output;
  written: number;
}

/** A real engine through dockerode. */
export function realEngine(docker: Docker): RealEngine {
  const pending = new Set<Promise<unknown>>();
  const streams = new Map<string, Attached>();
  const pulls = new Map<string, Arrivals<PullProgress>>();
  const subscriptions = new Map<string, Arrivals<EngineEvent>>();
  const builds = new Map<string, Arrivals<BuildMessage, BuildLine>>();
  let numbers = 0;

  /** An operation that ends when a promise is settled. */
  function* until<T>(start: () => Promise<T>): Op<T> {
    let settled: { readonly value: T } | { readonly error: unknown } | undefined;
    const promise = start().then(
      (value) => {
        settled = { value };
      },
      (error: unknown) => {
        settled = { error };
      },
    );
    pending.add(promise);
    promise.then(() => pending.delete(promise));
    while (settled === undefined) yield WAIT;
    const result = settled as { readonly value: T } | { readonly error: unknown };
    if ('error' in result) throw result.error;
    return result.value;
  }

  const get = <T>(path: string, query?: Call['query']) =>
    until(() => ask<T>(docker, { method: 'GET', path, ...(query && { query }) }));
  const post = <T>(path: string, query?: Call['query'], body?: unknown) =>
    until(() => ask<T>(docker, { method: 'POST', path, ...(query && { query }), ...(body !== undefined && { body }) }));
  const remove = <T>(path: string, query: Call['query']) =>
    until(() => ask<T>(docker, { method: 'DELETE', path, query: query ?? {} }));
  const of = (id: string) => `/containers/${encodeURIComponent(id)}`;
  const net = (name: string) => `/networks/${encodeURIComponent(name)}`;
  const image = (name: string) => `/images/${name.split('/').map(encodeURIComponent).join('/')}`;
  const filtered = (filters: Readonly<Record<string, readonly string[]>>) =>
    Object.keys(filters).length > 0 ? { filters } : {};

  /** Opens a connection to a process and keeps what comes. */
  async function attached(call: Call, tty: boolean): Promise<string> {
    const connection = await hijack(docker, call);
    const output = new Output();
    const take = tty
      ? (data: Buffer) => output.add('stdout', new Uint8Array(data))
      : framed((name: StreamName, data) => output.add(name, data));
    connection.on('data', (data: Buffer) => take(Buffer.from(data)));
    connection.on('end', () => output.end());
    connection.on('close', () => output.end());
    connection.on('error', (error: Error) => output.end(error));
    const id = `stream-${++numbers}`;
    streams.set(id, { connection, output, written: 0 });
    return id;
  }

  const attachedStream = (id: string): Attached => {
    const found = streams.get(id);
    if (!found) throw new DockerError('notFound', `No such stream: ${id}`);
    return found;
  };

  async function logs(
    id: string,
    { stdout, stderr, since, until: before, tail }: LogOptions,
  ): Promise<readonly LogLine[]> {
    const query = {
      stdout,
      stderr,
      timestamps: true,
      since: seconds(since),
      until: seconds(before),
      tail: tail ?? 'all',
    };
    const { Config } = await ask<ContainerInspect>(docker, { method: 'GET', path: `${of(id)}/json` });
    const raw = await bytes(docker, { method: 'GET', path: `${of(id)}/logs`, query });
    const lines: LogLine[] = [];
    const add = (name: StreamName, data: Uint8Array) => lines.push(logLine(name, data));
    if (Config.Tty) for (const row of rows(raw)) add('stdout', row);
    else framed(add)(Buffer.from(raw));
    return lines;
  }

  async function archiveStat(id: string, path: string): Promise<PathStat> {
    const call = { path: `${of(id)}/archive`, query: { path } };
    try {
      return pathStat(await stream(docker, { method: 'HEAD', ...call }));
    } catch (error) {
      // The answer to HEAD has no words.
      await bytes(docker, { method: 'GET', ...call });
      throw error;
    }
  }

  return {
    async run(operation) {
      for (;;) {
        const { done, value } = operation.next();
        if (done) return value;
        await Promise.race(pending);
      }
    },

    version: () => get('/version'),
    info: () => get('/info'),

    volumeCreate: (request) => post('/volumes/create', {}, { Name: '', ...request }),
    *volumeList(filters) {
      const { Volumes } = yield* get<{ Volumes: never[] | null }>('/volumes', filtered(filters));
      return Volumes ?? [];
    },
    volumeInspect: (name) => get(`/volumes/${encodeURIComponent(name)}`),
    volumeRemove: (name, force) => remove(`/volumes/${encodeURIComponent(name)}`, { force }),
    *volumePrune(filters) {
      const { VolumesDeleted, SpaceReclaimed } = yield* post<Pruned>('/volumes/prune', filtered(filters));
      return { Deleted: VolumesDeleted ?? [], SpaceReclaimed };
    },

    containerCreate: (name, { Config, ...rest }) => post('/containers/create', { name }, { ...Config, ...rest }),
    containerStart: (id) => post(`${of(id)}/start`),
    containerStop: (id, { signal, timeout }) => post(`${of(id)}/stop`, { signal, t: timeout }),
    containerRestart: (id, { signal, timeout }) => post(`${of(id)}/restart`, { signal, t: timeout }),
    containerKill: (id, signal) => post(`${of(id)}/kill`, { signal }),
    containerPause: (id) => post(`${of(id)}/pause`),
    containerUnpause: (id) => post(`${of(id)}/unpause`),
    containerRename: (id, name) => post(`${of(id)}/rename`, { name }),
    containerRemove: (id, { force, volumes, link }) => remove(of(id), { force, v: volumes, link }),
    *containerPrune(filters) {
      const { ContainersDeleted, SpaceReclaimed } = yield* post<Pruned>('/containers/prune', filtered(filters));
      return { Deleted: ContainersDeleted ?? [], SpaceReclaimed };
    },
    *containerWait(id, condition) {
      const { StatusCode, Error: failure } = yield* post<{ StatusCode: number; Error?: { Message: string } | null }>(
        `${of(id)}/wait`,
        {
          condition,
        },
      );
      return { StatusCode, ...(failure && { Error: failure.Message }) };
    },
    containerInspect: (id, size) => get(`${of(id)}/json`, { size }),
    containerList: ({ all, limit, size, filters }) =>
      get('/containers/json', { all, limit, size, ...filtered(filters) }),
    *containerChanges(id) {
      return (yield* get<never[] | null>(`${of(id)}/changes`)) ?? [];
    },
    containerTop: (id, options) => get(`${of(id)}/top`, { ps_args: options?.join(' ') }),
    containerStats: (id) => get(`${of(id)}/stats`, { stream: false }),
    containerResize: (id, { columns, rows: h }) => post(`${of(id)}/resize`, { h, w: columns }),
    *containerUpdate(id, update) {
      const { Warnings } = yield* post<{ Warnings: string[] | null }>(`${of(id)}/update`, {}, update);
      return Warnings ?? [];
    },
    containerLogs: (id, options) => until(() => logs(id, options)),
    containerLogsFollow: (id, options, seen) =>
      until(async () => {
        for (;;) {
          const { State } = await ask<ContainerInspect>(docker, { method: 'GET', path: `${of(id)}/json` });
          const lines = await logs(id, options);
          if (lines.length > seen) return lines.slice(seen);
          if (!State.Running) return [];
          await new Promise((resolve) => setTimeout(resolve, LOG_PAUSE));
        }
      }),

    containerAttach: (id, { stdin, stdout, stderr }) =>
      until(async () => {
        const { Config } = await ask<ContainerInspect>(docker, { method: 'GET', path: `${of(id)}/json` });
        const query = { stream: true, stdin, stdout, stderr };
        return attached({ method: 'POST', path: `${of(id)}/attach`, query }, Config.Tty);
      }),
    *execCreate(id, request) {
      return (yield* post<{ Id: string }>(`${of(id)}/exec`, {}, request)).Id;
    },
    execStart: (exec, { detach }) =>
      until(async () => {
        const path = `/exec/${exec}`;
        const { ProcessConfig } = await ask<{ ProcessConfig: { tty: boolean } }>(docker, {
          method: 'GET',
          path: `${path}/json`,
        });
        const body = { Detach: detach, Tty: ProcessConfig.tty };
        if (!detach) return attached({ method: 'POST', path: `${path}/start`, body }, ProcessConfig.tty);
        await ask(docker, { method: 'POST', path: `${path}/start`, body });
        return '';
      }),
    execInspect: (exec) => get<ExecInspect>(`/exec/${exec}/json`),
    execResize: (exec, { columns, rows: h }) => post(`/exec/${exec}/resize`, { h, w: columns }),
    streamRead: (id, seen) => until(() => attachedStream(id).output.after(seen)),
    streamWrite: (id, data, offset) =>
      until(async () => {
        const target = attachedStream(id);
        const fresh = data.subarray(Math.max(0, target.written - offset));
        target.written = offset + data.length;
        if (fresh.length > 0)
          await new Promise<void>((resolve) => target.connection.write(Buffer.from(fresh), () => resolve()));
      }),
    streamCloseInput: (id) =>
      until(async () => {
        attachedStream(id).connection.end();
      }),
    streamClose: (id) =>
      until(async () => {
        const { connection } = attachedStream(id);
        (connection as NodeJS.ReadWriteStream & { destroy(): void }).destroy();
        streams.delete(id);
      }),

    archiveStat: (id, path) => until(() => archiveStat(id, path)),
    archiveGet: (id, path) =>
      until(async () => {
        const answer = await stream(docker, { method: 'GET', path: `${of(id)}/archive`, query: { path } });
        const parts: Buffer[] = [];
        const stat = pathStat(answer);
        for await (const part of answer) parts.push(Buffer.from(part as Buffer));
        return { stat, tar: new Uint8Array(Buffer.concat(parts)) };
      }),
    archivePut: (id, path, tar, { noOverwriteDirNonDir, copyUIDGID }) =>
      until(async () => {
        const query = { path, noOverwriteDirNonDir, copyUIDGID };
        await ask(docker, { method: 'PUT', path: `${of(id)}/archive`, query, file: Buffer.from(tar) });
      }),
    containerExport: (id) => until(() => bytes(docker, { method: 'GET', path: `${of(id)}/export` })),
    *containerCommit(container, { reference, comment, author, changes, pause }) {
      const [, repo = reference, tag = ''] = /^(.*):([^/:]*)$/.exec(reference) ?? [];
      const query = { container, repo, tag, comment, author, changes: changes.join('\n'), pause };
      return (yield* post<{ Id: string }>('/commit', query)).Id;
    },

    imageList: ({ all, filters }) => get('/images/json', { all, ...filtered(filters) }),
    imageInspect: (name) => get(`${image(name)}/json`),
    imageHistory: (name) => get(`${image(name)}/history`),
    *imageTag(name, reference) {
      const [, repo = reference, tag = 'latest'] = /^(.*):([^/:]*)$/.exec(reference) ?? [];
      yield* post(`${image(name)}/tag`, { repo, tag });
    },
    imageRemove: (name, { force, prune }) => remove(image(name), { force, noprune: !prune }),
    *imagePrune(filters) {
      const { ImagesDeleted, SpaceReclaimed } = yield* post<Pruned>('/images/prune', filtered(filters));
      const Images = ImagesDeleted ?? [];
      return { Deleted: Images.map(({ Deleted, Untagged }) => Deleted ?? Untagged ?? ''), SpaceReclaimed, Images };
    },
    imagePull: (reference, seen) =>
      until(() => {
        let pull = pulls.get(reference);
        if (!pull) {
          pull = new Arrivals(
            stream(docker, { method: 'POST', path: '/images/create', query: { fromImage: reference } }),
          );
          pulls.set(reference, pull);
        }
        return pull.after(seen);
      }),

    imageSave: (names, platform) =>
      until(() => bytes(docker, { method: 'GET', path: '/images/get', query: { names, platform } })),
    imageLoad: (tar, { quiet, platform }) =>
      until(async () => {
        const call = {
          method: 'POST',
          path: '/images/load',
          query: { quiet, platform },
          file: Buffer.from(tar),
        } as const;
        return messages<JSONMessage>(await bytes(docker, call));
      }),
    imageImport: (source, { reference, message, changes, platform }) =>
      until(async () => {
        const [, repo = reference, tag = ''] = /^(.*):([^/:]*)$/.exec(reference) ?? [];
        const raw = source instanceof Uint8Array;
        const query = { fromSrc: raw ? '-' : source.url, repo, tag, message, changes, platform };
        const file = raw ? { file: Buffer.from(source) } : {};
        const told = messages<JSONMessage>(
          await bytes(docker, { method: 'POST', path: '/images/create', query, ...file }),
        );
        const failure = told.find(({ error }) => error !== undefined)?.error;
        if (failure !== undefined) throw new DockerError('system', failure);
        return told.at(-1)?.status ?? '';
      }),

    imageBuild: (request, seen) =>
      until(async () => {
        let build = builds.get(request.Ref);
        if (!build) {
          build = new Arrivals(beginBuild(docker, request), buildTrace(request));
          builds.set(request.Ref, build);
        }
        return build.after(seen);
      }),
    buildCancel: (ref) => post('/build/cancel', { id: ref }),
    *buildPrune({ all, filters }) {
      const { BuildCache } = yield* get<DiskUsage>('/system/df', { type: 'build-cache' });
      const { CachesDeleted } = yield* post<Pruned>('/build/prune', { all, ...filtered(filters) });
      return (BuildCache ?? []).filter(({ ID }) => CachesDeleted?.includes(ID));
    },

    networkCreate: (request) => post('/networks/create', {}, request),
    networkList: (filters) => get('/networks', filtered(filters)),
    networkInspect: (network) => get(net(network)),
    networkRemove: (network) => remove(net(network), {}),
    networkConnect: (network, Container, EndpointConfig) =>
      post(`${net(network)}/connect`, {}, { Container, EndpointConfig }),
    networkDisconnect: (network, Container, Force) => post(`${net(network)}/disconnect`, {}, { Container, Force }),
    *networkPrune(filters) {
      const { NetworksDeleted } = yield* post<Pruned>('/networks/prune', filtered(filters));
      return { Deleted: NetworksDeleted ?? [], SpaceReclaimed: 0 };
    },
    diskUsage: () => get('/system/df'),
    events: ({ since, until: before, filters }, seen) =>
      until(() => {
        const query = { since: seconds(since), until: seconds(before), ...filtered(filters) };
        const key = JSON.stringify(query);
        let subscription = subscriptions.get(key);
        if (!subscription) {
          subscription = new Arrivals(stream(docker, { method: 'GET', path: '/events', query }));
          subscriptions.set(key, subscription);
        }
        return subscription.after(seen);
      }),
  };
}

/** The objects of an answer that is a stream of them, one a line. */
function messages<T>(data: Uint8Array): readonly T[] {
  const lines = new TextDecoder().decode(data).split('\n');
  return lines.filter((line) => line.trim() !== '').map((line) => JSON.parse(line) as T);
}

/** What the engine tells of a path, in a header. */
function pathStat(answer: NodeJS.ReadableStream): PathStat {
  const { headers } = answer as NodeJS.ReadableStream & { readonly headers: Readonly<Record<string, string>> };
  return JSON.parse(Buffer.from(headers['x-docker-container-path-stat'] ?? '', 'base64').toString()) as PathStat;
}

interface Pruned {
  readonly CachesDeleted?: readonly string[] | null;
  readonly VolumesDeleted?: readonly string[] | null;
  readonly NetworksDeleted?: readonly string[] | null;
  readonly ContainersDeleted?: readonly string[] | null;
  readonly ImagesDeleted?: readonly { readonly Untagged?: string; readonly Deleted?: string }[] | null;
  readonly SpaceReclaimed: number;
}

/** Milliseconds as the API takes times: seconds with a fraction. */
const seconds = (ms: number | undefined) => (ms === undefined ? undefined : (ms / 1000).toFixed(3));

function rows(data: Uint8Array): readonly Uint8Array[] {
  const found: Uint8Array[] = [];
  for (let at = 0; at < data.length; ) {
    const end = data.indexOf(10, at);
    const next = end < 0 ? data.length : end + 1;
    found.push(data.subarray(at, next));
    at = next;
  }
  return found;
}

/** A line as `timestamps` gives it: the time, a space, the line. */
function logLine(stream: StreamName, data: Uint8Array): LogLine {
  const space = data.indexOf(32);
  return { stream, time: new TextDecoder().decode(data.subarray(0, space)), data: data.subarray(space + 1) };
}
