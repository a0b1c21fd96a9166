import { isErrno, type MountNamespace } from '../../../fs/index.ts';
import { digest } from '../../../images/index.ts';
import type { Op } from '../../../os/index.ts';
import type { BuildMessage, BuildRequest, BuildVertex } from '../../api.ts';
import { DockerError } from '../../errors.ts';
import type { Daemon } from '../daemon.ts';
import { makeDirectories, statOf } from '../files.ts';
import { fetchFailure } from '../images/import.ts';
import { goError } from '../mounts/errors.ts';
import type { BuildRecord, Snapshot } from '../state.ts';
import { cachedResult, keepResult, useRecord } from './cache.ts';
import { contextOf, loadContext } from './context.ts';
import { checksum, copyFiles } from './copy.ts';
import { drain, endExec, exitOf, mergedFolder, startExec } from './exec.ts';
import { exportImage } from './export.ts';
import { commitFolder, newSnapshot, withSnapshot } from './snapshot.ts';

/*
 * The solver: a build's vertexes one after another, each with its result from the cache or by doing it. A build is a
 * record, and what the daemon's loop does is one vertex, or one look at the process of a RUN.
 *
 * The order in which a build tells of itself: 1. the images it begins with; 2. steps without the context that have to be
 * done; 3. the context; 4. all other steps.
 */

/** See {@link Engine.imageBuild}. */
export function* buildImage(daemon: Daemon, request: BuildRequest, seen: number): Op<readonly BuildMessage[]> {
  const { builds } = daemon.state;
  if (!builds.has(request.Ref)) {
    for (const [ref, { done }] of [...builds]) if (done) builds.delete(ref);
    builds.set(request.Ref, { request, messages: [], results: {}, done: false });
    daemon.kernel.notify('dockerd');
  }
  for (;;) {
    const build = builds.get(request.Ref)!;
    if (build.messages.length > seen || build.done) return build.messages.slice(seen);
    yield { on: [`build:${request.Ref}`] };
  }
}

/** See {@link Engine.buildCancel}. */
export function cancelBuild(daemon: Daemon, ref: string): void {
  const build = daemon.state.builds.get(ref);
  if (!build || build.done) return;
  if (build.running) {
    if (build.running.pid >= 0) daemon.kernel.signal(build.running.pid, 'KILL');
    endRunning(daemon, build.running);
  }
  put(daemon, ref, { running: undefined, done: true }, [
    { Type: 'error', Vertex: build.running?.vertex ?? 'export', Message: 'context canceled' },
  ]);
}

function endRunning(daemon: Daemon, running: NonNullable<BuildRecord['running']>): void {
  // A killed process is no zombie yet: the kernel takes it away when it has ended.
  endExec(daemon, daemon.kernel.status(running.pid) ? running : { ...running, pid: -1 }, false);
}

type Change = { readonly [Field in keyof BuildRecord]?: BuildRecord[Field] | undefined };

function put(daemon: Daemon, ref: string, change: Change, messages: readonly BuildMessage[] = []): BuildRecord {
  const before = daemon.state.builds.get(ref)!;
  const { running, ...rest } = { ...before, ...change };
  const { Context, ...light } = rest.request ?? before.request;
  const after: BuildRecord = {
    request: rest.done || !Context ? light : { ...light, Context },
    results: rest.results ?? before.results,
    done: rest.done ?? false,
    messages: messages.length > 0 ? [...before.messages, ...messages] : before.messages,
    ...(running ? { running } : {}),
  };
  daemon.state.builds.set(ref, after);
  if (messages.length > 0 || after.done) daemon.kernel.notify(`build:${ref}`);
  return after;
}

/** Goes on with builds. True if there may be more to do at once. */
export function pumpBuilds(daemon: Daemon): boolean {
  let more = false;
  for (const [ref, build] of [...daemon.state.builds]) {
    if (build.done) continue;
    more = (build.running ? watch(daemon, ref, build) : advance(daemon, ref, build)) || more;
  }
  return more;
}

/** What the daemon's loop waits for: output and ends of the processes of builds. */
export function buildWaits(daemon: Daemon): readonly string[] {
  return [...daemon.state.builds.values()].flatMap(({ running }) =>
    running
      ? [
          `exit:${running.pid}`,
          ...[running.stdout, running.stderr].flatMap((file) =>
            file === undefined ? [] : daemon.kernel.readable(file).on,
          ),
        ]
      : [],
  );
}

const inputOf = ({ Op: op }: BuildVertex): number | undefined => ('Input' in op ? op.Input : undefined);

function needs({ Op: op }: BuildVertex): readonly number[] {
  if (op.Type === 'exec') return [op.Input, ...op.Mounts.flatMap(({ From }) => (From === undefined ? [] : [From]))];
  if (op.Type === 'copy') return [op.Input, ...op.Copies.flatMap(({ From }) => (From === undefined ? [] : [From]))];
  return op.Type === 'mkdir' ? [op.Input] : [];
}

/** The results that the cache has, as far as they can be known before anything is done. */
function cachedResults(daemon: Daemon, { request, results }: BuildRecord): Readonly<Record<number, Snapshot>> {
  const found: Record<number, Snapshot> = { ...results };
  for (const [index, vertex] of request.Vertexes.entries()) {
    if (found[index] || needs(vertex).some((need) => !found[need])) continue;
    if (vertex.Op.Type === 'source') found[index] = sourceOf(daemon, vertex.Op.Image);
    else if (vertex.Op.Type === 'context') found[index] = contextOf(daemon, request);
    else {
      const key = tryKey(daemon, vertex, found);
      const cached = vertex.IgnoreCache || key === undefined ? undefined : cachedResult(daemon, key);
      if (cached) found[index] = cached;
    }
  }
  return found;
}

function sourceOf(daemon: Daemon, id: string): Snapshot {
  const image = daemon.state.images.get(id);
  const layers = image?.layers ?? [];
  const created = image ? Date.parse(image.created) : daemon.kernel.now();
  return { key: `source:${layers.join(' ')}`, layers, created };
}

/** What a vertex does on what, as one digest. @throws {DockerError} when a copy's source isn't there. */
function keyOf(daemon: Daemon, { Op: op }: BuildVertex, results: BuildRecord['results']): string {
  const input = 'Input' in op ? results[op.Input]!.key : '';
  if (op.Type === 'copy') {
    const sums = op.Copies.map((copy) => {
      const { From, Source, ...rest } = copy;
      const sum = copy.Files
        ? checksum(undefined, copy)
        : withSnapshot(daemon, results[From!]!, (ns) => checksum(ns, copy));
      return { ...rest, Source, sum };
    });
    return digest(JSON.stringify([input, 'copy', sums]));
  }
  if (op.Type === 'exec') {
    const { Input, Mounts, ...rest } = op;
    const mounts = Mounts.map(({ From, ...mount }) => [mount, From === undefined ? '' : results[From]!.key]);
    return digest(JSON.stringify([input, rest, mounts]));
  }
  return digest(JSON.stringify([input, op.Type === 'mkdir' ? op.Path : op]));
}

/** What an ADD would have to fetch. */
const urlOf = ({ Op: op }: BuildVertex): string | undefined =>
  op.Type === 'copy' ? op.Copies.find(({ Source }) => /^https?:\/\//.test(Source))?.Source : undefined;

function tryKey(daemon: Daemon, vertex: BuildVertex, results: BuildRecord['results']): string | undefined {
  if (urlOf(vertex) !== undefined) return undefined;
  try {
    return keyOf(daemon, vertex, results);
  } catch (error) {
    if (error instanceof DockerError) return undefined;
    throw error;
  }
}

/** Does the next vertex of a build. */
function advance(daemon: Daemon, ref: string, build: BuildRecord): boolean {
  const { request, results } = build;
  const { Vertexes } = request;
  const cached = cachedResults(daemon, build);
  const todo = Vertexes.flatMap((_, index) => (results[index] ? [] : [index]));
  const isSource = (index: number) => Vertexes[index]!.Op.Type === 'source';
  const context = todo.find((index) => Vertexes[index]!.Op.Type === 'context');
  const ready = (index: number) => needs(Vertexes[index]!).every((need) => results[need]);
  // Whether a step that needs the context is cached, is known once the context is there: what comes before it waits.
  const waits =
    context !== undefined && !Vertexes.some((vertex) => vertex.IgnoreCache && needs(vertex).includes(context));
  const next =
    todo.find(isSource) ??
    todo.find((index) => index !== context && ready(index) && !(waits && cached[index])) ??
    context;
  const uptime = daemon.kernel.uptime();
  if (next === undefined) {
    exportAll(daemon, ref, build);
    return true;
  }
  const vertex = Vertexes[next]!;
  const done = (snapshot: Snapshot, isCached: boolean) =>
    put(daemon, ref, { results: { ...results, [next]: snapshot } }, [
      { Type: 'vertex', Vertex: next, Started: uptime, Completed: daemon.kernel.uptime(), Cached: isCached },
    ]);
  if (vertex.Op.Type === 'source') {
    const snapshot = cached[next]!;
    // A step from the cache needs no input: the base is only taken where something is done on it.
    const executes =
      request.Result === next || Vertexes.some((other, index) => !cached[index] && needs(other).includes(next));
    const known = daemon.state.buildCache.has(snapshot.key);
    if (executes && vertex.Op.Image !== '') keepResult(daemon, snapshot, 'from local ', undefined);
    done(snapshot, known && executes);
    return true;
  }
  if (vertex.Op.Type === 'context') {
    const { snapshot, bytes } = loadContext(daemon, request);
    put(daemon, ref, { results: { ...results, [next]: snapshot } }, [
      { Type: 'vertex', Vertex: next, Started: uptime },
      { Type: 'status', Vertex: next, ID: 'transferring context:', Current: bytes, Started: uptime, Completed: uptime },
      { Type: 'vertex', Vertex: next, Started: uptime, Completed: uptime },
    ]);
    return true;
  }
  const hit = cached[next];
  if (hit) {
    useRecord(daemon, hit.key);
    done(hit, true);
    return true;
  }
  perform(daemon, ref, build, next, uptime);
  return true;
}

function perform(daemon: Daemon, ref: string, build: BuildRecord, index: number, started: number): void {
  const { request, results } = build;
  const vertex = request.Vertexes[index]!;
  const fail = (message: string, prefix = '') => failed(daemon, ref, index, started, message, prefix);
  const url = urlOf(vertex);
  if (url !== undefined) {
    fail(fetchFailure(daemon, url), 'failed to load cache key: ');
    return;
  }
  let key: string;
  try {
    key = keyOf(daemon, vertex, results);
  } catch (error) {
    if (!(error instanceof DockerError)) throw error;
    const state = `${digest(`session:${request.Ref.slice(0, 4)}`)}`;
    const session = `${state.slice(0, 8)}-${state.slice(8, 12)}-4${state.slice(13, 16)}-8${state.slice(17, 20)}-${state.slice(20, 32)}`;
    const id = digest(`ref:${request.Ref}`).slice(0, 25);
    fail(`failed to calculate checksum of ref ${session}::${id}: ${error.message}`, 'failed to compute cache key: ');
    return;
  }
  const { Op: op } = vertex;
  if (op.Type === 'exec') {
    const begun = startExec(daemon, op, results[op.Input]!, results, vertex.IgnoreCache);
    if ('container' in begun) {
      put(daemon, ref, { running: { ...begun, vertex: index, started, key } }, [
        { Type: 'vertex', Vertex: index, Started: started },
      ]);
      return;
    }
    if (begun.log !== undefined)
      put(daemon, ref, {}, [
        { Type: 'vertex', Vertex: index, Started: started },
        { Type: 'log', Vertex: index, Data: new TextEncoder().encode(begun.log), Time: daemon.kernel.uptime() },
      ]);
    fail(processError(op.Args, begun.error));
    return;
  }
  try {
    const input = results[inputOf(vertex)!]!;
    const snapshot = newSnapshot(daemon, input, key, (ns, folder) => {
      if (op.Type === 'mkdir') {
        makeFolder(ns, op.Path);
      } else if (op.Type === 'copy')
        for (const copy of op.Copies) {
          if (copy.Files) copyFiles(undefined, ns, copy, mergedFolder(folder));
          else withSnapshot(daemon, results[copy.From!]!, (from) => copyFiles(from, ns, copy, mergedFolder(folder)));
        }
    });
    const parent = results[inputOf(vertex)!]?.key;
    keepResult(daemon, snapshot, vertex.Name, parent);
    put(daemon, ref, { results: { ...results, [index]: snapshot } }, [
      { Type: 'vertex', Vertex: index, Started: started, Completed: daemon.kernel.uptime() },
    ]);
  } catch (error) {
    if (isErrno(error)) fail(goError(error));
    else if (error instanceof DockerError) fail(error.message);
    else throw error;
  }
}

function makeFolder(ns: MountNamespace, path: string): void {
  const refused = () => new DockerError('system', `mkdir ${path}: not a directory`);
  try {
    makeDirectories(ns, path);
  } catch (error) {
    if (isErrno(error, 'ENOTDIR', 'EEXIST')) throw refused();
    throw error;
  }
  if (statOf(ns, path)?.type !== 'directory') throw refused();
}

const quoted = (words: readonly string[]): string =>
  JSON.stringify(words.join(' ')).replace(/\\u00([01][0-9a-f])/g, '\\x$1');

const processError = (args: readonly string[], why: string): string =>
  `process ${quoted(args)} did not complete successfully: ${why}`;

function failed(daemon: Daemon, ref: string, vertex: number, started: number, message: string, prefix: string): void {
  put(daemon, ref, { running: undefined, done: true }, [
    { Type: 'vertex', Vertex: vertex, Started: started, Completed: daemon.kernel.uptime(), Error: message },
    { Type: 'error', Vertex: vertex, Message: prefix + message },
  ]);
}

/** Looks after the process of a RUN. */
function watch(daemon: Daemon, ref: string, build: BuildRecord): boolean {
  const { request, results } = build;
  const before = build.running!;
  const code = exitOf(daemon, before);
  let { running, data, more } = drain(daemon, before);
  while (code !== undefined && more) {
    const again = drain(daemon, running);
    running = again.running;
    more = again.more;
    data = [...data, ...again.data];
  }
  const { vertex, started, key } = running;
  const Time = daemon.kernel.uptime();
  put(
    daemon,
    ref,
    { running },
    data.map((Data) => ({ Type: 'log', Vertex: vertex, Data, Time })),
  );
  if (code === undefined) return data.length > 0;
  const folder = endExec(daemon, running, code === 0);
  const { Op: op, Name } = request.Vertexes[vertex]!;
  if (op.Type !== 'exec') return true;
  if (code !== 0) {
    failed(daemon, ref, vertex, started, processError(op.Args, `exit code: ${code}`), '');
    return true;
  }
  const input = results[op.Input]!;
  const snapshot = commitFolder(daemon, input, key, folder);
  keepResult(daemon, snapshot, `mount / from exec ${op.Args.join(' ')}` || Name, input.key);
  put(daemon, ref, { running: undefined, results: { ...results, [vertex]: snapshot } }, [
    { Type: 'vertex', Vertex: vertex, Started: started, Completed: daemon.kernel.uptime() },
  ]);
  return true;
}

function exportAll(daemon: Daemon, ref: string, { request, results }: BuildRecord): void {
  const now = daemon.kernel.uptime();
  const id = exportImage(daemon, request, results);
  const status = (ID: string): BuildMessage => ({ Type: 'status', Vertex: 'export', ID, Started: now, Completed: now });
  put(daemon, ref, { done: true }, [
    { Type: 'vertex', Vertex: 'export', Started: now },
    status('exporting layers'),
    status(`writing image ${id}`),
    ...request.Tags.map((tag) => status(`naming to ${tag}`)),
    { Type: 'vertex', Vertex: 'export', Started: now, Completed: now },
    { Type: 'done', Image: id },
  ]);
}
