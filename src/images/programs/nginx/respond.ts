import { isErrno, type Stat } from '../../../fs/index.ts';
import type { Op, Sys } from '../../../os/index.ts';
import { decodePath, httpDate, type Request } from '../http.ts';
import { REASONS, statusPage } from './http.ts';
import { listing } from './listing.ts';
import { findLocation, type Location, type Server, type Site } from './site.ts';

/** What is sent back, and what is noted. */
export interface Response {
  readonly status: number;
  readonly headers: readonly (readonly [string, string])[];
  readonly body: Uint8Array;
  /** A line for the error log, without its date and the request. */
  readonly error?: string;
  /** The body comes in chunks, as nginx sends what it makes up. */
  readonly chunked?: boolean;
}

export const VERSION = 'nginx/1.26.3';

const encoder = new TextEncoder();
const EMPTY = new Uint8Array(0);
/** Internal redirects that one request may make. */
const REDIRECTS = 10;

const serverName = (site: Site) => (site.tokens ? VERSION : 'nginx');

/** Answers a request for a server's files. */
export function* respond(sys: Sys, site: Site, server: Server, request: Request): Op<Response> {
  const path = decodePath(request.target.split('?')[0]!);
  if (path === undefined) return statusResponse(site, undefined, 400);
  const location = findLocation(server, path);
  return yield* answer(sys, site, server, location, request, path, REDIRECTS);
}

function* answer(
  sys: Sys,
  site: Site,
  server: Server,
  location: Location,
  request: Request,
  path: string,
  left: number,
): Op<Response> {
  const fail = (status: number, error?: string) => errorPage(sys, site, server, location, request, status, error, left);
  if (location.reply) return yield* reply(sys, site, server, location, request, left);
  if (location.tryFiles.length > 0 && left > 0) {
    const fallback = location.tryFiles.at(-1)!;
    const found = location.tryFiles
      .slice(0, -1)
      .map((name) => variables(name, request, path))
      .find((name) => exists(sys, location, name));
    const bare: Location = { ...location, tryFiles: [] };
    if (found !== undefined) return yield* answer(sys, site, server, bare, request, found, left - 1);
    if (fallback.startsWith('=')) return yield* fail(Number(fallback.slice(1)));
    const next = variables(fallback, request, path).split('?')[0]!;
    const target = findLocation(server, next);
    const again = target.path === location.path ? bare : target;
    return yield* answer(sys, site, server, again, request, next, left - 1);
  }
  if (!['GET', 'HEAD'].includes(request.method)) return yield* fail(405);
  const file = filePath(location, path);
  let stat: Stat;
  try {
    stat = sys.stat(file);
    if (stat.type === 'directory') return yield* directory(sys, site, server, location, request, path, file, left);
    return yield* sendFile(sys, site, location, request, file, stat);
  } catch (error) {
    if (!isErrno(error)) throw error;
    const why = `open() "${file}" failed (${numberOf(error.code)}: ${error.message})`;
    return yield* fail(error.code === 'EACCES' ? 403 : 404, why);
  }
}

const numberOf = (code: string): number =>
  ({ ENOENT: 2, EACCES: 13, ENOTDIR: 20, ELOOP: 40, ENAMETOOLONG: 36 })[code] ?? 5;

const filePath = ({ root, alias, path: prefix }: Location, path: string): string =>
  alias ? `${root}${path.slice(prefix.length)}` : `${root.replace(/\/$/, '')}${path}`;

const variables = (text: string, { target }: Request, path: string): string =>
  text
    .replaceAll('$uri', path)
    .replaceAll('$request_uri', target)
    .replaceAll('$is_args$args', target.includes('?') ? target.slice(target.indexOf('?')) : '');

function exists(sys: Sys, location: Location, name: string): boolean {
  try {
    const { type } = sys.stat(filePath(location, name));
    return name.endsWith('/') ? type === 'directory' : type === 'file';
  } catch (error) {
    if (isErrno(error)) return false;
    throw error;
  }
}

function* reply(
  sys: Sys,
  site: Site,
  server: Server,
  location: Location,
  request: Request,
  left: number,
): Op<Response> {
  const { status, text } = location.reply!;
  if ([301, 302, 303, 307, 308].includes(status)) return redirect(site, location, status, absoluteUrl(request, text));
  if (status >= 300 && text === '')
    return yield* errorPage(sys, site, server, location, request, status, undefined, left);
  return {
    status,
    headers: [['Content-Type', location.defaultType], ...location.headers],
    body: encoder.encode(text),
  };
}

function absoluteUrl({ headers }: Request, path: string): string {
  // nginx leaves the port out: it is its own, not the one that was published.
  return path.startsWith('/') ? `http://${(headers.host ?? 'localhost').split(':')[0]}${path}` : path;
}

function redirect(site: Site, location: Location, status: number, url: string): Response {
  const response = statusResponse(site, location, status);
  return { ...response, headers: [...response.headers.slice(0, 1), ['Location', url], ...response.headers.slice(1)] };
}

function statusResponse(site: Site, location: Location | undefined, status: number, error?: string): Response {
  const body = encoder.encode(statusPage(status, serverName(site)));
  // add_header is for successes and redirects.
  const added = status < 400 ? (location?.headers ?? []) : [];
  return {
    status,
    headers: [['Content-Type', 'text/html'], ...added],
    body,
    ...(error === undefined ? {} : { error }),
  };
}

function* errorPage(
  sys: Sys,
  site: Site,
  server: Server,
  location: Location,
  request: Request,
  status: number,
  error: string | undefined,
  left: number,
): Op<Response> {
  const page = location.errorPages[status];
  const plain = statusResponse(site, location, status, error);
  if (page === undefined || left === 0) return plain;
  const target: Location = { ...findLocation(server, page), errorPages: {} };
  const shown = yield* answer(sys, site, server, target, { ...request, method: 'GET', headers: {} }, page, 0);
  if (shown.status !== 200) return plain;
  const headers = shown.headers.filter(([name]) => name === 'Content-Type' || name === 'ETag');
  return { status, headers, body: shown.body, ...(error === undefined ? {} : { error }) };
}

function* directory(
  sys: Sys,
  site: Site,
  server: Server,
  location: Location,
  request: Request,
  path: string,
  folder: string,
  left: number,
): Op<Response> {
  if (!path.endsWith('/')) {
    const query = request.target.includes('?') ? request.target.slice(request.target.indexOf('?')) : '';
    return redirect(site, location, 301, absoluteUrl(request, `${encodeURI(path)}/${query}`));
  }
  for (const name of location.index) {
    const file = `${folder}${name}`;
    try {
      const stat = sys.stat(file);
      if (stat.type === 'file') return yield* sendFile(sys, site, location, request, file, stat);
    } catch (error) {
      if (!isErrno(error, 'ENOENT', 'ENOTDIR')) throw error;
    }
  }
  if (location.autoindex) {
    const body = encoder.encode(listing(sys, path, folder));
    return { status: 200, headers: [['Content-Type', 'text/html'], ...location.headers], body, chunked: true };
  }
  const why = `directory index of "${folder}" is forbidden`;
  return yield* errorPage(sys, site, server, location, request, 403, why, left);
}

function* sendFile(sys: Sys, site: Site, location: Location, request: Request, file: string, stat: Stat): Op<Response> {
  const fd = sys.open(file);
  const extension = /\.([^./]+)$/.exec(file)?.[1]?.toLowerCase() ?? '';
  const type = site.types[extension] ?? location.defaultType;
  const seconds = Math.floor(stat.mtime / 1000);
  const modified = ['Last-Modified', httpDate(stat.mtime)] as const;
  const tag = ['ETag', `"${seconds.toString(16)}-${stat.size.toString(16)}"`] as const;
  const { 'if-none-match': noneMatch, 'if-modified-since': since } = request.headers;
  const unchanged =
    noneMatch === undefined ? since !== undefined && since === modified[1] : noneMatch === tag[1] || noneMatch === '*';
  if (unchanged) {
    sys.close(fd);
    return { status: 304, headers: [modified, tag, ...location.headers], body: EMPTY };
  }
  const parts: Uint8Array[] = [];
  for (;;) {
    const part = yield* sys.read(fd);
    if (part.length === 0) break;
    parts.push(part);
  }
  sys.close(fd);
  const body = joined(parts);
  const range = rangeOf(request.headers.range, body.length);
  if (range === 'unsatisfiable') {
    const refused = statusResponse(site, location, 416);
    return { ...refused, headers: [...refused.headers, ['Content-Range', `bytes */${body.length}`]] };
  }
  if (range) {
    const [from, to] = range;
    const shown = ['Content-Range', `bytes ${from}-${to}/${body.length}`] as const;
    const headers = [['Content-Type', type] as const, modified, tag, ...location.headers, shown];
    return { status: 206, headers, body: body.subarray(from, to + 1) };
  }
  const headers = [
    ['Content-Type', type] as const,
    modified,
    tag,
    ...location.headers,
    ['Accept-Ranges', 'bytes'] as const,
  ];
  return { status: 200, headers, body };
}

/** One range of bytes, both ends included; several are answered with the whole. */
function rangeOf(header: string | undefined, size: number): readonly [number, number] | 'unsatisfiable' | undefined {
  const [, from = '', to = ''] = /^bytes=(\d*)-(\d*)$/.exec(header ?? '') ?? [];
  if (from === '' && to === '') return undefined;
  if (from === '') return [Math.max(0, size - Number(to)), size - 1];
  if (Number(from) >= size) return 'unsatisfiable';
  return [Number(from), Math.min(size - 1, to === '' ? size - 1 : Number(to))];
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

/** A response as bytes: head and body, in the order in which nginx writes its headers. */
export function serialize(site: Site, response: Response, request: Request | undefined, now: number): Uint8Array {
  const { status, headers, chunked } = response;
  const keep = request?.keepAlive ?? false;
  const body = request?.method === 'HEAD' ? EMPTY : response.body;
  const of = (...names: string[]) => headers.filter(([name]) => names.includes(name));
  const length: (readonly [string, string])[] =
    status === 304
      ? []
      : chunked
        ? [['Transfer-Encoding', 'chunked']]
        : [['Content-Length', String(response.body.length)]];
  const known = ['Content-Type', 'Last-Modified', 'Location', 'ETag', 'Accept-Ranges', 'Content-Range'];
  const ordered = [
    ['Server', serverName(site)],
    ['Date', httpDate(now)],
    ...of('Content-Type'),
    ...length,
    ...of('Last-Modified'),
    ...of('Location'),
    ['Connection', keep ? 'keep-alive' : 'close'],
    ...of('ETag'),
    ...headers.filter(([name]) => !known.includes(name)),
    ...of('Content-Range', 'Accept-Ranges'),
  ];
  const head = `HTTP/1.1 ${status} ${REASONS[status] ?? ''}\r\n${ordered.map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n`;
  if (!chunked || body.length === 0) return joined([encoder.encode(head), body]);
  return joined([encoder.encode(`${head}${body.length.toString(16)}\r\n`), body, encoder.encode('\r\n0\r\n\r\n')]);
}
