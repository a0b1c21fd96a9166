import * as http2 from 'node:http2';
import type { Duplex } from 'node:stream';
import { whole } from '../connection.ts';
import { type Message, readMessage } from '../protobuf.ts';
import { headersOf, refusalWords } from './decision.ts';

/*
 * gRPC over HTTP/2, as a guard stands in it: a server to the side that asks, a client to the side that answers.
 */

/** A call, as rules look at it. */
export interface Call {
  /** `/moby.buildkit.v1.Control/Solve` */
  readonly path: string;
  /** All that is sent: for calls with one message. */
  body(): Promise<Buffer>;
}

/** What becomes of a call: a text says why it is refused. */
export type CallDecision =
  | string
  | {
      /** Sees each part of the answer before it is passed on; a text ends the call. */
      readonly watch?: (part: Buffer) => Promise<string | undefined>;
      /** Sees the whole answer before any of it is passed on; a text ends the call. */
      readonly whole?: (answer: Buffer) => Promise<string | undefined>;
      /** Sees the whole answer before its end is passed on. */
      readonly after?: (answer: Buffer) => Promise<void>;
    };

const PERMISSION_DENIED = '7';

/** Passes the calls of one side on to the other, as far as they are allowed; `refused` is told of all others. */
export function proxyCalls(
  asking: Duplex,
  answering: Duplex,
  decide: (call: Call) => Promise<CallDecision>,
  refused: (message: string) => void,
): void {
  const server = http2.performServerHandshake(asking);
  const client = http2.connect('http://docker', { createConnection: () => answering });
  server.on('error', () => server.destroy());
  client.on('error', () => client.destroy());
  server.on('close', () => client.close());
  client.on('close', () => server.close());
  server.on('stream', (stream: http2.ServerHttp2Stream, _: unknown, __: unknown, rawHeaders: string[]) => {
    stream.on('error', () => stream.destroy());
    handle(stream, headersOf({ rawHeaders }), client, decide, refused).catch((error: Error) =>
      deny(stream, error.message),
    );
  });
}

async function handle(
  stream: http2.ServerHttp2Stream,
  headers: Readonly<Record<string, string | string[]>>,
  client: http2.ClientHttp2Session,
  decide: (call: Call) => Promise<CallDecision>,
  refused: (message: string) => void,
): Promise<void> {
  const refuse = (reason: string) => {
    refused(refusalWords(reason));
    deny(stream, refusalWords(reason));
  };
  let sent: Promise<Buffer> | undefined;
  const body = () => {
    sent ??= whole(stream);
    return sent;
  };
  const decision = await decide({ path: String(headers[':path']), body });
  if (typeof decision === 'string') {
    refuse(decision);
    return;
  }
  const onward = client.request(headers, { endStream: false });
  stream.on('aborted', () => onward.close(http2.constants.NGHTTP2_CANCEL));
  if (sent) onward.end(await sent);
  else stream.pipe(onward);
  let trailers: http2.OutgoingHttpHeaders = {};
  onward.on('trailers', (received) => {
    trailers = plain(received);
  });
  stream.on('wantTrailers', () => stream.sendTrailers(trailers));
  onward.on('response', (received, flags) => {
    const endStream = (flags & http2.constants.NGHTTP2_FLAG_END_STREAM) !== 0;
    if (!stream.destroyed) stream.respond(plain(received), { endStream, waitForTrailers: !endStream });
  });
  const parts: Buffer[] = [];
  const end = (reason: string) => {
    refused(refusalWords(reason));
    trailers = status(refusalWords(reason));
    onward.close(http2.constants.NGHTTP2_CANCEL);
  };
  const send = (part: Buffer) => (stream.destroyed || stream.write(part) ? undefined : drained(stream));
  /** Passes a part of the answer on; true if that ends it. */
  const pass = async (part: Buffer): Promise<boolean> => {
    if (decision.whole || decision.after) parts.push(part);
    if (decision.whole) return false;
    const reason = await decision.watch?.(part);
    if (reason === undefined) await send(part);
    else end(reason);
    return reason !== undefined || stream.destroyed;
  };
  try {
    // By events: reading in a loop, Node gives up when the other side is done with what it was sent before we are.
    await new Promise<void>((resolve, reject) => {
      onward.on('data', (part: Buffer) => {
        onward.pause();
        pass(part).then((ended) => (ended ? resolve() : void onward.resume()), reject);
      });
      onward.on('end', resolve);
      onward.on('error', reject);
      onward.on('close', () => reject(new Error('the call was cut off')));
    });
    const answer = Buffer.concat(parts);
    const reason = await decision.whole?.(answer);
    if (reason !== undefined) end(reason);
    else if (decision.whole) await send(answer);
    await decision.after?.(answer);
    stream.end();
  } catch {
    stream.close(http2.constants.NGHTTP2_INTERNAL_ERROR);
  }
}

/** Waits until a stream takes more, or never will. */
function drained(stream: http2.ServerHttp2Stream): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      stream.off('drain', done);
      stream.off('close', done);
      resolve();
    };
    stream.on('drain', done);
    stream.on('close', done);
  });
}

/** Headers without HTTP/2's own marks. */
function plain(headers: http2.IncomingHttpHeaders): http2.OutgoingHttpHeaders {
  return Object.fromEntries(Object.entries(headers));
}

/** An error in gRPC's form. */
function deny(stream: http2.ServerHttp2Stream, message: string): void {
  if (stream.destroyed || stream.headersSent) return;
  const headers = { ':status': 200, 'content-type': 'application/grpc', ...status(message) };
  stream.respond(headers, { endStream: true });
}

function status(message: string): http2.OutgoingHttpHeaders {
  const text = encodeURIComponent(message).replaceAll('%20', ' ');
  return { 'grpc-status': PERMISSION_DENIED, 'grpc-message': text };
}

/**
 * Cuts a stream into its messages: each is one byte that says whether it is compressed, four of length, and its content.
 * Give it bytes as they come; it gives the messages that are complete.
 * @throws {RangeError} for a compressed message.
 */
export function messageReader(): (part: Buffer) => readonly Message[] {
  let rest = Buffer.alloc(0);
  return (part) => {
    rest = Buffer.concat([rest, part]);
    const found: Message[] = [];
    while (rest.length >= 5) {
      const length = rest.readUInt32BE(1);
      if (rest[0] !== 0) throw new RangeError('a compressed message');
      if (rest.length < 5 + length) break;
      found.push(readMessage(rest.subarray(5, 5 + length)));
      rest = rest.subarray(5 + length);
    }
    return found;
  };
}
