import { isErrno } from '../../fs/index.ts';
import type { Op } from '../../os/index.ts';
import type { StreamChunk, StreamId } from '../api.ts';
import { DockerError } from '../errors.ts';
import { type Daemon, patchContainer, patchExec, putStream, wake } from './daemon.ts';
import type { StreamRecord } from './state.ts';

/** How many bytes an attached client may be behind before the container has to wait (moby's BytesPipe). */
const BACKLOG = 2 ** 20;
/** A client that hasn't read a full backlog for so long (milliseconds) is taken for gone: its stream is cut off. */
const PATIENCE = 60_000;

/** Opens a stream: from now on what its source prints is kept for it. */
export function openStream(
  daemon: Daemon,
  of: StreamRecord['of'],
  { stdin, stdout, stderr }: { readonly stdin: boolean; readonly stdout: boolean; readonly stderr: boolean },
): StreamId {
  const id = `s${daemon.state.next++}`;
  putStream(daemon, { id, of, stdin, stdout, stderr, chunks: [], dropped: 0, kept: 0, ended: false, written: 0 });
  return id;
}

function streamById(daemon: Daemon, id: StreamId): StreamRecord {
  const stream = daemon.state.streams.get(id);
  if (!stream) throw new DockerError('notFound', `No such stream: ${id}`);
  return stream;
}

/** Gives output to the streams that want it. */
export function deliver(daemon: Daemon, ids: readonly StreamId[], chunk: StreamChunk): void {
  for (const id of ids) {
    const stream = daemon.state.streams.get(id);
    if (!stream || stream.ended || !stream[chunk.stream]) continue;
    const kept = stream.kept + chunk.data.length;
    const full = kept >= BACKLOG ? { fullSince: stream.fullSince ?? daemon.kernel.uptime() } : {};
    putStream(daemon, { ...stream, chunks: [...stream.chunks, chunk], kept, ...full });
    daemon.kernel.notify(`stream:${id}`);
  }
}

/** Must the source of these streams wait for a reader? */
export function isFull(daemon: Daemon, ids: readonly StreamId[]): boolean {
  return ids.some((id) => {
    const stream = daemon.state.streams.get(id);
    return stream !== undefined && !stream.ended && stream.kept >= BACKLOG;
  });
}

/** When the most patient of the full streams is cut off; virtual milliseconds. */
export function patienceEnds(daemon: Daemon, ids: readonly StreamId[]): number | undefined {
  const ends = ids.flatMap((id) => {
    const since = daemon.state.streams.get(id)?.fullSince;
    return since === undefined ? [] : [since + PATIENCE];
  });
  return ends.length > 0 ? Math.min(...ends) : undefined;
}

/** Cuts off the streams that nobody has read for too long. */
export function dropImpatient(daemon: Daemon, ids: readonly StreamId[]): void {
  const now = daemon.kernel.uptime();
  for (const id of ids) {
    const stream = daemon.state.streams.get(id);
    if (stream?.fullSince !== undefined && stream.fullSince + PATIENCE <= now) endStreams(daemon, [id]);
  }
}

/** Nothing more will come. */
export function endStreams(daemon: Daemon, ids: readonly StreamId[]): void {
  for (const id of ids) {
    const stream = daemon.state.streams.get(id);
    if (!stream || stream.ended) continue;
    putStream(daemon, { ...stream, ended: true });
    daemon.kernel.notify(`stream:${id}`);
  }
}

/** See {@link Engine.streamRead}. What the reader has had is forgotten. */
export function* readStream(daemon: Daemon, id: StreamId, seen: number): Op<StreamChunk | undefined> {
  for (;;) {
    const stream = daemon.state.streams.get(id);
    if (!stream) return undefined;
    const { chunks, dropped, kept } = forget(stream, seen);
    if (dropped !== stream.dropped) {
      const { fullSince: _, ...rest } = stream;
      putStream(daemon, { ...rest, chunks, dropped, kept });
      daemon.kernel.notify('dockerd');
    }
    const [first] = chunks;
    if (first) return { stream: first.stream, data: first.data.subarray(Math.max(0, seen - dropped)) };
    if (stream.ended) return undefined;
    yield { on: [`stream:${id}`] };
  }
}

/** Leaves out the chunks that lie before `seen`. */
function forget(
  { chunks, dropped, kept }: StreamRecord,
  seen: number,
): Pick<StreamRecord, 'chunks' | 'dropped' | 'kept'> {
  let count = 0;
  let gone = 0;
  while (count < chunks.length && dropped + gone + chunks[count]!.data.length <= seen)
    gone += chunks[count++]!.data.length;
  return count === 0
    ? { chunks, dropped, kept }
    : { chunks: chunks.slice(count), dropped: dropped + gone, kept: kept - gone };
}

/** Where a stream's input goes now: a file, `undefined` while it isn't open yet, `'closed'` when it never will be. */
function inputOf(daemon: Daemon, stream: StreamRecord): number | undefined | 'closed' {
  if (!stream.stdin || stream.ended) return 'closed';
  if ('exec' in stream.of) {
    const exec = daemon.state.execs.get(stream.of.exec);
    if (exec?.status === 'created') return undefined;
    return exec?.running?.stdin ?? 'closed';
  }
  const container = daemon.state.containers.get(stream.of.container);
  if (!container?.Config.OpenStdin) return 'closed';
  if (!container.running) return undefined;
  return container.running.stdin ?? 'closed';
}

/** See {@link Engine.streamWrite}. Input that nobody will read is dropped, as a socket's would be. */
export function* writeStream(daemon: Daemon, id: StreamId, data: Uint8Array, offset: number): Op<void> {
  for (;;) {
    const stream = streamById(daemon, id);
    const rest = data.subarray(Math.max(0, stream.written - offset));
    if (rest.length === 0) return;
    const file = inputOf(daemon, stream);
    if (file === 'closed') return;
    if (file === undefined) {
      yield { on: [`stream:${id}`, sourceName(stream)] };
      continue;
    }
    let taken: number;
    try {
      taken = daemon.kernel.write(file, rest);
    } catch (error) {
      if (isErrno(error, 'EPIPE', 'EIO', 'EBADF')) return;
      throw error;
    }
    putStream(daemon, { ...streamById(daemon, id), written: stream.written + taken });
    if (taken < rest.length) yield { on: [...daemon.kernel.writable(file).on, sourceName(stream)] };
  }
}

const sourceName = ({ of }: StreamRecord) => ('exec' in of ? `exec:${of.exec}` : `container:${of.container}`);

/** See {@link Engine.streamCloseInput}: the end of an exec's input, or of a container's that has it once. */
export function* closeInput(daemon: Daemon, id: StreamId): Op<void> {
  for (;;) {
    const stream = daemon.state.streams.get(id);
    if (!stream) return;
    const file = inputOf(daemon, stream);
    if (file === 'closed') return;
    if (file === undefined) {
      yield { on: [`stream:${id}`, sourceName(stream)] };
      continue;
    }
    if ('exec' in stream.of) {
      const exec = daemon.state.execs.get(stream.of.exec)!;
      if (exec.request.Tty || !exec.running) return;
      daemon.kernel.close(file);
      const { stdin: _, ...running } = exec.running;
      patchExec(daemon, exec.ID, { running });
      return;
    }
    const container = daemon.state.containers.get(stream.of.container)!;
    if (!container.Config.StdinOnce || container.Config.Tty || !container.running) return;
    daemon.kernel.close(file);
    const { stdin: _, ...running } = container.running;
    patchContainer(daemon, container.Id, { running });
    return;
  }
}

/** Detaches: the stream is forgotten. */
export function closeStream(daemon: Daemon, id: StreamId): void {
  const stream = daemon.state.streams.get(id);
  if (!stream) return;
  daemon.state.streams.delete(id);
  if ('container' in stream.of) {
    const container = daemon.state.containers.get(stream.of.container);
    if (container) patchContainer(daemon, container.Id, { streams: container.streams.filter((other) => other !== id) });
  }
  wake(daemon, `stream:${id}`);
}
