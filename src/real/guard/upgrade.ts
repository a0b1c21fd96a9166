import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { whole } from '../connection.ts';
import type { BuildKitGuard } from './buildkit.ts';
import { type Asked, askedOf, type Decision, headersOf } from './decision.ts';
import type { GuardOptions } from './objects.ts';

/**
 * A connection that stops being HTTP: attach and exec become streams, which pass as they are; /session and /grpc become
 * HTTP/2, where every call is looked at.
 */
export async function upgrade(
  request: IncomingMessage,
  socket: Duplex,
  head: Buffer,
  judge: (asked: Asked) => Promise<Decision>,
  buildKit: BuildKitGuard,
  { connection }: GuardOptions,
): Promise<void> {
  socket.on('error', () => socket.destroy());
  if (head.length > 0) socket.unshift(head);
  const length = Number(request.headers['content-length'] ?? 0);
  if (request.headers['transfer-encoding'] !== undefined || !(length <= 1 << 20)) {
    endWith(socket, 400, 'an upgrade needs a body of known length');
    return;
  }
  const sent = await exactly(socket, length);
  const asked = askedOf(request, async () => sent);
  // The engine may take what it doesn't read of the body for input.
  const body = asked.path.endsWith('/attach') ? Buffer.alloc(0) : sent;
  const decision = asked.path === '/grpc' ? { kind: 'forward' as const } : await judge(asked);
  if (decision.kind === 'refuse') {
    endWith(socket, decision.status, decision.message);
    return;
  }
  const onward = connection.request({
    method: asked.method,
    path: request.url ?? '/',
    headers: { ...headersOf(request), 'content-length': String(body.length) },
  });
  await new Promise<void>((resolve, reject) => {
    onward.on('error', reject);
    onward.on('response', (answer) => {
      // No upgrade: an ordinary answer, after which this connection is of no more use.
      whole(answer).then((bytes) => {
        endWith(socket, answer.statusCode ?? 502, undefined, bytes, answer.headers['content-type']);
        resolve();
      }, reject);
    });
    onward.on('upgrade', (answer, stream, first) => {
      stream.on('error', () => stream.destroy());
      const headers = Object.entries(headersOf(answer)).flatMap(([name, value]) =>
        [value].flat().map((each) => `${name}: ${each}\r\n`),
      );
      socket.write(`HTTP/1.1 101 UPGRADED\r\n${headers.join('')}\r\n`);
      if (first.length > 0) stream.unshift(first);
      if (asked.path === '/grpc') buildKit.control(socket, stream);
      else if (asked.path === '/session')
        buildKit.session(socket, stream, String(request.headers['x-docker-expose-session-uuid'] ?? ''));
      else {
        socket.pipe(stream);
        stream.pipe(socket);
      }
      // One side gone for good takes the other along.
      socket.on('close', () => stream.destroy());
      stream.on('close', () => socket.destroy());
      resolve();
    });
    onward.end(body);
  });
}

/** Reads so many bytes and leaves the rest. */
async function exactly(socket: Duplex, length: number): Promise<Buffer> {
  if (length === 0) return Buffer.alloc(0);
  for (;;) {
    const data = socket.read(length) as Buffer | null;
    if (data?.length === length) return data;
    if (data || socket.readableEnded || socket.destroyed) throw new Error('the connection ended early');
    await new Promise<void>((resolve) => {
      socket.once('readable', resolve);
      socket.once('close', resolve);
    });
  }
}

const REASONS: Readonly<Record<number, string>> = { 400: 'Bad Request', 403: 'Forbidden', 404: 'Not Found' };

function endWith(socket: Duplex, status: number, message?: string, bytes?: Buffer, type?: string): void {
  const body = bytes ?? Buffer.from(`${JSON.stringify({ message })}\n`);
  socket.end(
    Buffer.concat([
      Buffer.from(
        `HTTP/1.1 ${status} ${REASONS[status] ?? 'Answer'}\r\nContent-Type: ${type ?? 'application/json'}\r\n` +
          `Content-Length: ${body.length}\r\nConnection: close\r\n\r\n`,
      ),
      body,
    ]),
  );
}
