import { Errno, isErrno } from '../../fs/index.ts';
import type { Fd, Op, Sys } from '../../os/index.ts';
import { fromBinary, toBinary } from './binary.ts';

export interface Url {
  readonly scheme: string;
  readonly host: string;
  readonly port: number;
  /** Whether the port was written. */
  readonly explicitPort: boolean;
  /** Path and query, beginning with a slash. */
  readonly path: string;
}

export interface ResponseHead {
  readonly version: string;
  readonly status: number;
  /** Status line and headers as they came, with the blank line. */
  readonly text: string;
  /** Lower-case names. */
  readonly headers: ReadonlyMap<string, string>;
}

export interface Connection {
  readonly fd: Fd;
  /** What was read beyond the last piece that was taken, as of binary.ts. */
  buffered: string;
}

/** A URL as curl and wget take it: the scheme may be missing. Undefined for none. */
export function parseUrl(text: string): Url | undefined {
  const match =
    /^(?:([a-zA-Z][a-zA-Z0-9+.-]*):\/\/)?(?:[^/@?#]*@)?(\[[^\]]*\]|[^/:?#]+)(?::(\d*))?([/?][^#]*)?(?:#.*)?$/.exec(
      text,
    );
  if (!match) return undefined;
  const [, scheme = 'http', host = '', port = '', path = '/'] = match;
  const standard: Readonly<Record<string, number>> = { http: 80, https: 443, ftp: 21 };
  return {
    scheme: scheme.toLowerCase(),
    host: host.replace(/^\[|\]$/g, ''),
    port: port === '' ? (standard[scheme.toLowerCase()] ?? 0) : Number(port),
    explicitPort: port !== '',
    path: path.startsWith('/') ? path : `/${path}`,
  };
}

/** Sends a request and reads the response's head. Throws Errno: ECONNREFUSED, ENXIO (no such host), ECONNRESET. */
export function* request(
  sys: Sys,
  url: Url,
  method: string,
  headers: readonly string[],
  body: string,
): Op<{ connection: Connection; head: ResponseHead }> {
  const connection: Connection = { fd: yield* sys.connect(url.host, url.port), buffered: '' };
  yield* sys.write(
    connection.fd,
    fromBinary(`${method} ${url.path} HTTP/1.1\r\n${headers.join('\r\n')}\r\n\r\n${body}`),
  );
  let text = '';
  while (!text.endsWith('\r\n\r\n')) {
    const line = yield* readLine(sys, connection);
    if (line === undefined) throw new Errno('ECONNRESET');
    text += line;
  }
  const [first = '', ...lines] = text.trimEnd().split('\r\n');
  const status = /^(HTTP\/\d\.\d) (\d{3})/.exec(first);
  if (!status) throw new Errno('ECONNRESET');
  const fields = lines.map(
    (line) => [line.slice(0, line.indexOf(':')).toLowerCase(), line.slice(line.indexOf(':') + 1).trim()] as const,
  );
  return { connection, head: { version: status[1]!, status: Number(status[2]), text, headers: new Map(fields) } };
}

/** The pieces of the body as they come; undefined at its end. `left` is plain data: how much is still to come. */
export interface Body {
  left: number | 'chunked' | 'all';
}

export function bodyOf({ headers }: ResponseHead): Body {
  if (headers.get('transfer-encoding')?.toLowerCase() === 'chunked') return { left: 'chunked' };
  const length = headers.get('content-length');
  return { left: length === undefined ? 'all' : Number(length) };
}

export function* readBody(sys: Sys, connection: Connection, body: Body): Op<string | undefined> {
  if (body.left === 'chunked') {
    const size = Number.parseInt((yield* readLine(sys, connection)) ?? '0', 16);
    const piece = yield* readExactly(sys, connection, size);
    yield* readLine(sys, connection);
    if (size === 0) body.left = 0;
    return size === 0 ? undefined : piece;
  }
  if (body.left === 0) return undefined;
  if (connection.buffered === '' && !(yield* fill(sys, connection))) return undefined;
  const piece = body.left === 'all' ? connection.buffered : connection.buffered.slice(0, body.left);
  connection.buffered = connection.buffered.slice(piece.length);
  if (body.left !== 'all') body.left -= piece.length;
  return piece;
}

function* fill(sys: Sys, connection: Connection): Op<boolean> {
  try {
    const bytes = yield* sys.read(connection.fd);
    connection.buffered += toBinary(bytes);
    return bytes.length > 0;
  } catch (error) {
    if (isErrno(error, 'ECONNRESET')) return false;
    throw error;
  }
}

function* readLine(sys: Sys, connection: Connection): Op<string | undefined> {
  for (;;) {
    const end = connection.buffered.indexOf('\n');
    if (end >= 0) {
      const line = connection.buffered.slice(0, end + 1);
      connection.buffered = connection.buffered.slice(end + 1);
      return line;
    }
    if (!(yield* fill(sys, connection))) return undefined;
  }
}

function* readExactly(sys: Sys, connection: Connection, size: number): Op<string> {
  while (connection.buffered.length < size && (yield* fill(sys, connection)));
  const piece = connection.buffered.slice(0, size);
  connection.buffered = connection.buffered.slice(size);
  return piece;
}
