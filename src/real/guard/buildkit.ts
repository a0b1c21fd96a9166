import * as http2 from 'node:http2';
import type { Duplex } from 'node:stream';
import { refusalWords } from './decision.ts';
import { noteImages } from './image-rules.ts';
import type { GuardOptions, Objects } from './objects.ts';
import { type Message, messages, readMessage, strings, textMap } from './protobuf.ts';

/*
 * BuildKit's own protocol, gRPC over HTTP/2 behind `POST /grpc`: docker build and compose build talk it. A build asks
 * for what it wants in one message, Solve (moby/buildkit, api/services/control/control.proto); that is read whole and
 * judged, everything else is passed on or refused by its name.
 */

/** Calls that only look, or that are part of a build. */
const HARMLESS =
  /^\/(grpc\.health\.v1\.Health\/|moby\.buildkit\.v1\.Control\/(DiskUsage|Status|Session|ListWorkers|Info|ListenBuildHistory)$|moby\.buildkit\.v1\.frontend\.LLBBridge\/|opentelemetry\.proto\.collector\.|containerd\.services\.content\.v1\.Content\/(Info|List|Read|Status|ListStatuses)$)/;
const SOLVE = '/moby.buildkit.v1.Control/Solve';
const PRUNE = '/moby.buildkit.v1.Control/Prune';
const UPDATE_HISTORY = '/moby.buildkit.v1.Control/UpdateBuildHistory';
const PERMISSION_DENIED = '7';

/** Stands between the command and BuildKit: an HTTP/2 server to the one, a client to the other. */
export function proxyBuildKit(
  socket: Duplex,
  stream: Duplex,
  objects: Objects,
  options: GuardOptions,
  refused: (message: string) => void,
): void {
  const server = http2.performServerHandshake(socket);
  const client = http2.connect('http://docker', { createConnection: () => stream });
  server.on('error', () => server.destroy());
  client.on('error', () => client.destroy());
  server.on('close', () => client.close());
  client.on('close', () => server.close());
  server.on('stream', (call, headers) => {
    call.on('error', () => call.destroy());
    answer(call, headers, client, objects, options).then(
      (reason) => {
        if (reason === undefined) return;
        refused(refusalWords(reason));
        deny(call, refusalWords(reason));
      },
      (error: Error) => deny(call, error.message),
    );
  });
}

/** Passes a call on; or says why not. */
async function answer(
  call: http2.ServerHttp2Stream,
  headers: http2.IncomingHttpHeaders,
  client: http2.ClientHttp2Session,
  objects: Objects,
  options: GuardOptions,
): Promise<string | undefined> {
  const path = headers[':path'] ?? '';
  if (HARMLESS.test(path) || (options.disposable && path === PRUNE)) {
    call.pipe(passOn(call, headers, client));
    return undefined;
  }
  if (path === PRUNE) return 'docker builder prune on an engine that is not --disposable';
  if (path !== SOLVE && path !== UPDATE_HISTORY) return `BuildKit's ${path}`;
  const body = await bytesOf(call);
  // A gRPC frame: one byte that says whether it is compressed, four of length.
  if (body.length < 5 || body[0] !== 0) return 'a compressed build request';
  const message = readMessage(body.subarray(5));
  if (path === UPDATE_HISTORY) {
    // Ref, Pinned, Delete, Finalize: a build tells that it is complete; it deletes nothing.
    if (message.has(2) || message.has(3)) return 'changes to the history of builds';
    passOn(call, headers, client).end(body);
    return undefined;
  }
  const { reason, names } = await judgeSolve(message, objects, options);
  if (reason !== undefined) return reason;
  passOn(call, headers, client, (answered) => noteResult(answered, names, objects, options)).end(body);
  return undefined;
}

/** SolveRequest: 3, 4 exporter; 7 frontend's options; 8 caches; 9 entitlements; 13 exporters. */
async function judgeSolve(
  solve: Message,
  objects: Objects,
  { disposable, pull }: GuardOptions,
): Promise<{ readonly reason?: string; readonly names: readonly string[] }> {
  const exporters = [
    { type: strings(solve, 3)[0] ?? '', attributes: textMap(solve, 4) },
    ...messages(solve, 13).map((each) => ({ type: strings(each, 1)[0] ?? '', attributes: textMap(each, 2) })),
  ];
  const names = exporters.flatMap(({ attributes }) => (attributes.name ?? '').split(',').filter(Boolean));
  for (const name of names) {
    const reason = await objects.imageTag(name);
    if (reason !== undefined) return { reason, names };
  }
  const options = textMap(solve, 7);
  const [entitlement] = strings(solve, 9);
  const remote = Object.entries(options).find(
    ([key, value]) => /^(context|input:)/.test(key) && /^(https?|git|ssh):|^git@/.test(value),
  );
  const caches = messages(solve, 8).flatMap((cache) => messages(cache, 4).map((each) => strings(each, 1)[0] ?? ''));
  const reasons: readonly (readonly [boolean, string])[] = [
    [entitlement !== undefined && !disposable, `docker build --allow ${entitlement}`],
    [options['force-network-mode'] === 'host' && !disposable, 'docker build --network host'],
    [options['cgroup-parent'] !== undefined && !disposable, 'docker build --cgroup-parent'],
    [exporters.some(({ attributes }) => attributes.push === 'true'), 'docker build --push'],
    [caches.some((type) => type !== 'inline' && type !== 'local'), 'a cache of builds elsewhere'],
    [remote !== undefined && !pull, 'a build from the network (no --pull)'],
    [options['image-resolve-mode'] === 'pull' && !pull, 'docker build --pull (no --pull)'],
  ];
  const found = reasons.find(([applies]) => applies);
  return found ? { reason: found[1], names } : { names };
}

/** SolveResponse: 1, what the exporters tell. */
async function noteResult(
  body: Buffer,
  names: readonly string[],
  objects: Objects,
  options: GuardOptions,
): Promise<void> {
  const told = body.length > 5 && body[0] === 0 ? textMap(readMessage(body.subarray(5)), 1) : {};
  const ids = [told['containerimage.digest'], told['containerimage.config.digest']].filter((id) => id !== undefined);
  await noteImages(objects, names, ids, options.started);
}

/** Opens the same call at BuildKit and brings its answer back; `whole` sees the answer before its end does. */
function passOn(
  call: http2.ServerHttp2Stream,
  headers: http2.IncomingHttpHeaders,
  client: http2.ClientHttp2Session,
  whole?: (body: Buffer) => Promise<void>,
): http2.ClientHttp2Stream {
  const onward = client.request(headers, { endStream: false });
  const parts: Buffer[] = [];
  let trailers: http2.OutgoingHttpHeaders = {};
  onward.on('error', () => call.close(http2.constants.NGHTTP2_INTERNAL_ERROR));
  call.on('aborted', () => onward.close(http2.constants.NGHTTP2_CANCEL));
  onward.on('trailers', (received) => {
    trailers = plain(received);
  });
  onward.on('response', (received, flags) => {
    const ended = (flags & http2.constants.NGHTTP2_FLAG_END_STREAM) !== 0;
    if (call.destroyed) return;
    call.respond(plain(received), { endStream: ended, waitForTrailers: !ended });
    if (ended) return;
    call.on('wantTrailers', () => call.sendTrailers(trailers));
    onward.on('data', (chunk: Buffer) => {
      if (whole) parts.push(chunk);
      if (!call.write(chunk)) {
        onward.pause();
        call.once('drain', () => onward.resume());
      }
    });
    onward.on('end', () => {
      const noted = whole ? whole(Buffer.concat(parts)) : Promise.resolve();
      noted.finally(() => call.end());
    });
  });
  return onward;
}

/** Headers without HTTP/2's own marks. */
function plain(headers: http2.IncomingHttpHeaders): http2.OutgoingHttpHeaders {
  return Object.fromEntries(Object.entries(headers));
}

/** An error in gRPC's form. */
function deny(call: http2.ServerHttp2Stream, message: string): void {
  if (call.destroyed || call.headersSent) return;
  call.respond(
    {
      ':status': 200,
      'content-type': 'application/grpc',
      'grpc-status': PERMISSION_DENIED,
      'grpc-message': encodeURIComponent(message).replaceAll('%20', ' '),
    },
    { endStream: true },
  );
}

async function bytesOf(call: Duplex): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of call) parts.push(part as Buffer);
  return Buffer.concat(parts);
}
