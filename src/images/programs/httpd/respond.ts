import { isErrno, type Stat } from '../../../fs/index.ts';
import type { Op, Sys } from '../../../os/index.ts';
import { decodePath, httpDate, type Request } from '../http.ts';
import { rulesFor, type Site } from './config.ts';

/** What is sent back. */
export interface Response {
  readonly status: number;
  readonly headers: readonly (readonly [string, string])[];
  readonly body: Uint8Array;
}

export const VERSION = 'Apache/2.4.65 (Unix)';

const REASONS: Readonly<Record<number, string>> = {
  200: 'OK',
  301: 'Moved Permanently',
  304: 'Not Modified',
  400: 'Bad Request',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
};

/** The sentences of httpd's own pages. */
const SENTENCES: Readonly<Record<number, string>> = {
  400: '<p>Your browser sent a request that this server could not understand.<br />\n</p>',
  403: "<p>You don't have permission to access this resource.</p>",
  404: '<p>The requested URL was not found on this server.</p>',
};

/** Of the image's mime.types, what web pages are made of. Other files come without a type. */
const TYPES: Readonly<Record<string, string>> = {
  css: 'text/css',
  gif: 'image/gif',
  htm: 'text/html',
  html: 'text/html',
  ico: 'image/x-icon',
  jpeg: 'image/jpeg',
  jpg: 'image/jpeg',
  js: 'text/javascript',
  json: 'application/json',
  pdf: 'application/pdf',
  png: 'image/png',
  svg: 'image/svg+xml',
  tar: 'application/x-tar',
  txt: 'text/plain',
  woff2: 'font/woff2',
  xml: 'application/xml',
  zip: 'application/zip',
};

const encoder = new TextEncoder();
const EMPTY = new Uint8Array(0);

/** httpd's own page for a status. */
function page(status: number, sentence: string): Uint8Array {
  const reason = REASONS[status] ?? '';
  return encoder.encode(
    `<!DOCTYPE HTML PUBLIC "-//IETF//DTD HTML 2.0//EN">\n<html><head>\n<title>${status} ${reason}</title>\n</head><body>\n` +
      `<h1>${reason}</h1>\n${sentence}\n</body></html>\n`,
  );
}

const HTML = ['Content-Type', 'text/html; charset=iso-8859-1'] as const;

function failure(status: number): Response {
  return { status, headers: [HTML], body: page(status, SENTENCES[status] ?? '') };
}

/** Answers a request for the site's files; undefined: what was sent makes no sense. */
export function* respond(sys: Sys, site: Site, request: Request | undefined): Op<Response> {
  const path = request && decodePath(request.target.split('?')[0]!);
  if (!request || path === undefined) return failure(400);
  if (!['GET', 'HEAD'].includes(request.method)) {
    const sentence = `<p>The requested method ${request.method} is not allowed for this URL.</p>`;
    return { status: 405, headers: [['Allow', 'GET,HEAD'], HTML], body: page(405, sentence) };
  }
  const answer = yield* answerFor(sys, site, request, path);
  const instead = answer.status >= 400 ? site.errors[answer.status] : undefined;
  if (instead === undefined) return answer;
  if (!instead.startsWith('/')) return { ...answer, body: encoder.encode(instead) };
  const shown = yield* answerFor(sys, site, request, instead);
  return shown.status === 200 ? { ...shown, status: answer.status } : answer;
}

function* answerFor(sys: Sys, site: Site, request: Request, path: string): Op<Response> {
  const file = `${site.root}${path}`.replace(/(.)\/$/, '$1');
  const rules = rulesFor(site, file);
  if (!rules.granted || /\/\.ht[^/]*$/.test(file)) return failure(403);
  const stat = look(sys, file);
  if (typeof stat === 'number') return failure(stat);
  if (stat.type === 'file') return path.endsWith('/') ? failure(404) : yield* send(sys, request, file, stat);
  if (stat.type !== 'directory') return failure(403);
  if (!path.endsWith('/')) {
    const host = request.headers.host ?? 'localhost';
    const location = `http://${host}${path}/`;
    const sentence = `<p>The document has moved <a href="${location}">here</a>.</p>`;
    return { status: 301, headers: [['Location', location], HTML], body: page(301, sentence) };
  }
  for (const name of site.index) {
    const index = look(sys, `${file}/${name}`);
    if (typeof index !== 'number' && index.type === 'file') return yield* send(sys, request, `${file}/${name}`, index);
  }
  if (!rules.listing || !sys.access(file, { read: true })) return failure(403);
  return { status: 200, headers: [['Content-Type', 'text/html;charset=ISO-8859-1']], body: listing(sys, path, file) };
}

function look(sys: Sys, path: string): Stat | 403 | 404 {
  try {
    return sys.stat(path);
  } catch (error) {
    if (!isErrno(error)) throw error;
    return error.code === 'EACCES' ? 403 : 404;
  }
}

/** mod_autoindex's page of a folder, plain as the image's conf leaves it. */
function listing(sys: Sys, path: string, folder: string): Uint8Array {
  const names = sys
    .readdir(folder)
    .filter(({ name }) => !name.startsWith('.'))
    .map(({ name, type }) => (type === 'directory' ? `${name}/` : name))
    .sort();
  const up = path === '/' ? [] : [`<li><a href="${path.replace(/[^/]+\/$/, '')}"> Parent Directory</a></li>\n`];
  const lines = names.map((name) => `<li><a href="${encodeURI(name)}"> ${name}</a></li>\n`);
  const title = `Index of ${path.replace(/(.)\/$/, '$1')}`;
  return encoder.encode(
    `<!DOCTYPE HTML PUBLIC "-//W3C//DTD HTML 3.2 Final//EN">\n<html>\n <head>\n  <title>${title}</title>\n </head>\n <body>\n` +
      `<h1>${title}</h1>\n<ul>${[...up, ...lines].join('')}</ul>\n</body></html>\n`,
  );
}

function* send(sys: Sys, request: Request, path: string, stat: Stat): Op<Response> {
  let fd: number;
  try {
    fd = sys.open(path);
  } catch (error) {
    if (!isErrno(error)) throw error;
    return failure(403);
  }
  const parts: Uint8Array[] = [];
  for (let part = yield* sys.read(fd); part.length > 0; part = yield* sys.read(fd)) parts.push(part);
  sys.close(fd);
  const tag = `"${stat.size.toString(16)}-${Math.floor(stat.mtime * 1000).toString(16)}"`;
  const modified = httpDate(stat.mtime);
  const extension = /\.([^./]+)$/.exec(path)?.[1]?.toLowerCase() ?? '';
  const type = TYPES[extension];
  const known = [
    ['Last-Modified', modified],
    ['ETag', tag],
    ['Accept-Ranges', 'bytes'],
  ] as const;
  const { 'if-none-match': noneMatch, 'if-modified-since': since } = request.headers;
  const same = noneMatch === undefined ? since === modified : noneMatch === tag || noneMatch === '*';
  if (same) return { status: 304, headers: known, body: EMPTY };
  return { status: 200, headers: type ? [...known, ['Content-Type', type]] : known, body: joined(parts) };
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

/** A response as bytes, with the headers in httpd's order. */
export function serialize(response: Response, request: Request | undefined, keep: boolean, now: number): Uint8Array {
  const { status, headers, body } = response;
  const type = headers.filter(([name]) => name === 'Content-Type');
  const lines = [
    ['Date', httpDate(now)],
    ['Server', VERSION],
    ...headers.filter(([name]) => name !== 'Content-Type'),
    ...(status === 304 ? [] : [['Content-Length', String(body.length)] as const]),
    ...(keep ? [] : [['Connection', 'close'] as const]),
    ...type,
  ];
  const head = `HTTP/1.1 ${status} ${REASONS[status] ?? ''}\r\n${lines.map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n`;
  return joined([encoder.encode(head), request?.method === 'HEAD' ? EMPTY : body]);
}
