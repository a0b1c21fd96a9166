import { chmodSync, chownSync, rmSync } from 'node:fs';
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { whole } from '../connection.ts';
import { guardBuildKit } from './buildkit.ts';
import { type Asked, askedOf, type Decision, headersOf } from './decision.ts';
import { Ledger } from './ledger.ts';
import { type GuardOptions, Objects } from './objects.ts';
import { decide } from './rules.ts';
import { upgrade } from './upgrade.ts';

/** A proxy before the engine, which a scenario's docker command talks to. */
export interface Guard {
  readonly ledger: Ledger;
  /** What was refused since the last call. */
  takeRefusals(): readonly string[];
  /** The first failure of the connection to the engine, if there was one. */
  lost(): Error | undefined;
  /** Ends every connection; nothing passes any more. */
  close(): Promise<void>;
}

/** Starts the guard; it listens when the promise resolves. */
export async function startGuard(options: GuardOptions): Promise<Guard> {
  const ledger = new Ledger();
  const objects = new Objects(options, ledger);
  const sockets = new Set<Duplex>();
  let refusals: string[] = [];
  let lost: Error | undefined;
  const judge = async (asked: Asked): Promise<Decision> => {
    const decision = await decide(asked, objects, options);
    if (decision.kind === 'refuse' && decision.status === 403) refusals.push(decision.message);
    return decision;
  };
  const buildKit = guardBuildKit(objects, options, (message) => refusals.push(message));
  const failed = (error: Error) => {
    lost ??= error;
  };

  const server = createServer((request, response) => {
    handle(request, response, judge, options).catch((error: Error) => {
      // A client that goes away takes its request along: that is no loss.
      const torn = 'code' in error || error.message === 'aborted';
      if (!response.destroyed && torn) failed(error);
      if (response.headersSent) response.destroy();
      else if (torn) sendError(response, 502, `the engine can't be reached: ${error.message}`);
      else sendError(response, 400, `the guard can't read this request: ${error.message}`);
    });
  });
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => socket.destroy());
  });
  server.on('upgrade', (request, socket, head) => {
    upgrade(request, socket, head, judge, buildKit, options).catch((error: Error) => {
      failed(error);
      socket.destroy();
    });
  });
  // A scenario may be silent for as long as it likes.
  server.requestTimeout = 0;
  server.timeout = 0;
  rmSync(options.socket, { force: true });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.socket, resolve);
  });
  chmodSync(options.socket, 0o600);
  if (options.owner) chownSync(options.socket, options.owner.uid, options.owner.gid);

  return {
    ledger,
    takeRefusals() {
      const taken = refusals;
      refusals = [];
      return taken;
    },
    lost: () => lost,
    async close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      for (const socket of sockets) socket.destroy();
      await closed;
      rmSync(options.socket, { force: true });
    },
  };
}

async function handle(
  request: IncomingMessage,
  response: ServerResponse,
  judge: (asked: Asked) => Promise<Decision>,
  { connection }: GuardOptions,
): Promise<void> {
  let read: Promise<Buffer> | undefined;
  const asked = askedOf(request, () => {
    read ??= whole(request);
    return read;
  });
  const decision = await judge(asked);
  if (decision.kind === 'refuse') {
    request.resume();
    sendError(response, decision.status, decision.message);
    return;
  }
  const body = decision.body ?? (read ? await read : undefined);
  const search = decision.query ? decision.query.toString() : new URL(request.url ?? '/', 'http://d').search.slice(1);
  const headers = headersOf(request);
  if (body) {
    delete headers['transfer-encoding'];
    headers['content-length'] = String(body.length);
  }
  const onward = connection.request({
    method: asked.method,
    path: `${asked.version}${asked.path}${search ? `?${search}` : ''}`,
    headers,
  });
  const answered = new Promise<IncomingMessage>((resolve, reject) => {
    onward.on('response', resolve);
    onward.on('error', reject);
  });
  // The client went away: so does the request (a followed log, a wait).
  response.on('close', () => {
    if (!response.writableFinished) onward.destroy();
  });
  if (body) onward.end(body);
  else request.pipe(onward);
  let answer: IncomingMessage;
  try {
    answer = await answered;
  } catch (error) {
    if (response.destroyed) return;
    throw error;
  }
  await passOn(answer, response, decision);
}

async function passOn(
  answer: IncomingMessage,
  response: ServerResponse,
  { edit, after, line, watch }: Extract<Decision, { kind: 'forward' }>,
): Promise<void> {
  const status = answer.statusCode ?? 502;
  if (edit || after) {
    const body = await whole(answer);
    await after?.({ status, headers: answer.headers, body });
    const text = edit && status < 300 && body.length > 0 ? Buffer.from(await edit(body.toString())) : body;
    const headers: IncomingHttpHeaders = { ...answer.headers };
    delete headers['transfer-encoding'];
    // A bodyless answer (204) has no length either; one to HEAD keeps the length that it tells.
    if (text.length > 0) headers['content-length'] = String(text.length);
    response.writeHead(status, answer.statusMessage, headers);
    response.end(text);
    return;
  }
  response.writeHead(status, answer.statusMessage, answer.headers);
  response.flushHeaders();
  if (line && status < 300) {
    let rest = '';
    for await (const chunk of answer) {
      const lines = (rest + String(chunk)).split('\n');
      rest = lines.pop() ?? '';
      for (const each of lines) {
        const kept = await line(each);
        if (kept !== undefined) response.write(`${kept}\n`);
      }
    }
    response.end();
    return;
  }
  let seen = '';
  if (watch)
    answer.on('data', (chunk) => {
      seen += String(chunk);
    });
  answer.pipe(response, { end: false });
  await new Promise<void>((resolve, reject) => {
    answer.on('end', resolve);
    answer.on('error', reject);
  });
  await watch?.(seen, status);
  response.end();
}

/** An error in Docker's form: the command prints `Error response from daemon: MESSAGE`. */
function sendError(response: ServerResponse, status: number, message: string): void {
  const body = Buffer.from(`${JSON.stringify({ message })}\n`);
  response.writeHead(status, { 'Content-Type': 'application/json', 'Content-Length': String(body.length) });
  response.end(body);
}
