import { isErrno } from '../../fs/index.ts';
import type { Fd, Op } from '../../os/index.ts';
import type { OptionSpec, Parsed } from './applet.ts';
import { parseOptions, UsageError } from './applet.ts';
import { fromBinary, toBinary } from './binary.ts';
import { bodyOf, parseUrl, type ResponseHead, readBody, request, type Url } from './http-client.ts';
import { type Text, textApplet } from './text.ts';

/** What an Op returns. */
type OpResult<O> = O extends Op<infer T> ? T : never;

const VERSION = '8.23.0';
const HINT = "curl: try 'curl --help' or 'curl --manual' for more information\n";
const MAX_REDIRECTS = 50;

const OPTIONS: OptionSpec = {
  silent: ['s', 'flag'],
  'show-error': ['S', 'flag'],
  fail: ['f', 'flag'],
  'fail-with-body': [undefined, 'flag'],
  output: ['o', 'value'],
  'remote-name': ['O', 'flag'],
  'write-out': ['w', 'value'],
  include: ['i', 'flag'],
  head: ['I', 'flag'],
  verbose: ['v', 'flag'],
  location: ['L', 'flag'],
  request: ['X', 'value'],
  data: ['d', 'value'],
  'data-binary': [undefined, 'value'],
  header: ['H', 'value'],
  'user-agent': ['A', 'value'],
  'max-time': ['m', 'value'],
  'connect-timeout': [undefined, 'value'],
  'no-progress-meter': [undefined, 'flag'],
  insecure: ['k', 'flag'],
  'create-dirs': [undefined, 'flag'],
  version: ['V', 'flag'],
  help: ['h', 'flag'],
  url: [undefined, 'value'],
  ipv4: ['4', 'flag'],
  globoff: ['g', 'flag'],
};

function* main(text: Text): Op<number> {
  const { sys } = text;
  let parsed: Parsed;
  try {
    parsed = parseOptions(text.args, OPTIONS);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    const [, name] = /'(--[^']*|.)'/.exec(error.message) ?? [];
    const option = name?.startsWith('--') ? name : `-${name}`;
    const what = error.message.includes('requires') ? 'requires parameter' : 'is unknown';
    yield* sys.write(2, `curl: option ${option}: ${what}\n${HINT}`);
    return 2;
  }
  if (parsed.has('version')) {
    text.put(`curl ${VERSION} (x86_64-pc-linux-gnu)\nProtocols: http\n`);
    return 0;
  }
  const urls = [...(parsed.options.get('url') ?? []), ...parsed.operands];
  if (urls.length === 0) {
    yield* sys.write(2, HINT);
    return 2;
  }
  let status = 0;
  for (const [i, url] of urls.entries()) status = yield* transfer(text, parsed, url, parsed.options.get('output')?.[i]);
  return status;
}

/** A failure with curl's exit code and, unless -s says otherwise, its message. */
function* failed(text: Text, parsed: Parsed, code: number, message: string): Op<number> {
  yield* text.flush();
  if (!parsed.has('silent') || parsed.has('show-error')) yield* text.sys.write(2, `curl: (${code}) ${message}\n`);
  return code;
}

function* transfer(text: Text, parsed: Parsed, given: string, output: string | undefined): Op<number> {
  const { sys } = text;
  let url = parseUrl(given);
  if (!url) return yield* failed(text, parsed, 3, 'URL rejected: Malformed input to a URL function');
  if (!['http', 'https', 'ftp'].includes(url.scheme))
    return yield* failed(text, parsed, 1, `Protocol "${url.scheme}" not supported`);
  const began = sys.uptime();
  for (let redirects = 0; ; redirects++) {
    let answer: OpResult<ReturnType<typeof exchange>>;
    try {
      answer = yield* exchange(text, parsed, url);
    } catch (error) {
      if (!isErrno(error)) throw error;
      if (error.code === 'ENXIO') return yield* failed(text, parsed, 6, `Could not resolve host: ${url.host}`);
      if (error.code === 'ECONNRESET') return yield* failed(text, parsed, 52, 'Empty reply from server');
      const after = Math.floor(sys.uptime() - began);
      const message = `Failed to connect to ${url.host}:${url.port} after ${after} ms: Could not connect to server`;
      return yield* failed(text, parsed, 7, message);
    }
    const { head } = answer;
    const location = head.headers.get('location');
    if (parsed.has('location') && head.status >= 300 && head.status < 400 && location !== undefined) {
      sys.close(answer.connection.fd);
      if (redirects >= MAX_REDIRECTS)
        return yield* failed(text, parsed, 47, `Maximum (${MAX_REDIRECTS}) redirects followed`);
      url = location.startsWith('/') ? { ...url, path: location } : (parseUrl(location) ?? url);
      continue;
    }
    return yield* receive(text, parsed, url, answer, output);
  }
}

function exchange(text: Text, parsed: Parsed, url: Url) {
  const data = [...(parsed.options.get('data') ?? []), ...(parsed.options.get('data-binary') ?? [])].join('&');
  const method = parsed.value('request') ?? (parsed.has('head') ? 'HEAD' : data !== '' ? 'POST' : 'GET');
  const body = toBinary(new TextEncoder().encode(data));
  const own = parsed.options.get('header') ?? [];
  const replaced = new Set(own.map((header) => header.slice(0, header.indexOf(':')).toLowerCase()));
  const standard = [
    `Host: ${url.host}${url.explicitPort ? `:${url.port}` : ''}`,
    `User-Agent: ${parsed.value('user-agent') ?? `curl/${VERSION}`}`,
    'Accept: */*',
    ...(data === '' ? [] : [`Content-Length: ${body.length}`, 'Content-Type: application/x-www-form-urlencoded']),
  ].filter((header) => !replaced.has(header.slice(0, header.indexOf(':')).toLowerCase()));
  return request(text.sys, url, method, [...standard, ...own.filter((header) => !/:\s*$/.test(header))], body);
}

/** Prints or stores the response, and what -w asks for. */
function* receive(
  text: Text,
  parsed: Parsed,
  url: Url,
  { connection, head }: { connection: { fd: Fd; buffered: string }; head: ResponseHead },
  output: string | undefined,
): Op<number> {
  const { sys } = text;
  const isHead = parsed.has('head');
  if (parsed.has('verbose')) yield* sys.write(2, verbose(url, parsed, head));
  if (parsed.has('fail') && head.status >= 400) {
    sys.close(connection.fd);
    return yield* failed(text, parsed, 22, `The requested URL returned error: ${head.status}`);
  }
  const name = parsed.has('remote-name')
    ? url.path.replace(/\?.*$/, '').replace(/^.*\//, '') || 'curl_response'
    : output;
  let fd: Fd = 1;
  if (name !== undefined && name !== '-') {
    try {
      fd = sys.open(name, { write: true, create: true, truncate: true }, 0o666);
    } catch (error) {
      if (!isErrno(error)) throw error;
      if (!parsed.has('silent')) yield* sys.write(2, `Warning: Failed to open the file ${name}: ${error.message}\n`);
      return yield* failed(text, parsed, 23, 'client returned ERROR on write, 1 requested');
    }
  }
  if (isHead || parsed.has('include')) yield* sys.write(fd, fromBinary(head.text));
  let size = 0;
  const body = bodyOf(head);
  while (!isHead) {
    const piece = yield* readBody(sys, connection, body);
    if (piece === undefined) break;
    size += piece.length;
    yield* sys.write(fd, fromBinary(piece));
  }
  sys.close(connection.fd);
  if (fd !== 1) sys.close(fd);
  const meter = !parsed.has('silent') && !parsed.has('no-progress-meter') && (fd !== 1 || !sys.isatty(1));
  if (meter) yield* sys.write(2, progress(size));
  const format = parsed.value('write-out');
  if (format !== undefined) text.put(written(format, url, head, size));
  if (parsed.has('fail-with-body') && head.status >= 400)
    return yield* failed(text, parsed, 22, `The requested URL returned error: ${head.status}`);
  return 0;
}

function progress(size: number): string {
  const count = String(size).padStart(6);
  return `  % Total    % Received % Xferd  Average Speed  Time    Time    Time   Current
                                 Dload  Upload  Total   Spent   Left   Speed
\r  0      0   0      0   0      0      0      0                              0\r100 ${count} 100 ${count}   0      0 ${count}      0                              0
`;
}

function verbose(url: Url, parsed: Parsed, head: ResponseHead): string {
  const host = `${url.host}${url.explicitPort ? `:${url.port}` : ''}`;
  const answer = head.text
    .trimEnd()
    .split('\r\n')
    .map((line) => `< ${line}\r\n`);
  return `*   Trying 127.0.0.1:${url.port}...
* Established connection to ${url.host} (127.0.0.1 port ${url.port})
> ${parsed.has('head') ? 'HEAD' : 'GET'} ${url.path} HTTP/1.1\r
> Host: ${host}\r
> User-Agent: curl/${VERSION}\r
> Accept: */*\r
>\u0020\r
${answer.join('')}<\u0020\r
`;
}

function written(format: string, url: Url, head: ResponseHead, size: number): string {
  const values: Readonly<Record<string, string>> = {
    http_code: String(head.status),
    response_code: String(head.status),
    size_download: String(size),
    content_type: head.headers.get('content-type') ?? '',
    url_effective: `${url.scheme}://${url.host}${url.explicitPort ? `:${url.port}` : ''}${url.path}`,
    num_redirects: '0',
    scheme: url.scheme,
    exitcode: '0',
    http_version: head.version.slice(5),
  };
  return format
    .replace(/%\{(\w+)\}/g, (_, name: string) => values[name] ?? '')
    .replace(/\\n/g, '\n')
    .replace(/\\t/g, '\t')
    .replace(/\\r/g, '\r')
    .replace(/%%/g, '%');
}

export const curl = textApplet('curl', main, { dialects: ['gnu'] });
