import { ConfigError, type Directive } from './config.ts';

/** A `location`, with what it inherits. */
export interface Location {
  readonly match: 'prefix' | 'exact' | 'regexp';
  /** `^~`: no regular expression is asked once this prefix matches best. */
  readonly final: boolean;
  readonly path: string;
  readonly ignoreCase: boolean;
  readonly root: string;
  readonly alias: boolean;
  readonly index: readonly string[];
  readonly autoindex: boolean;
  readonly tryFiles: readonly string[];
  readonly reply?: { readonly status: number; readonly text: string };
  readonly headers: readonly (readonly [string, string])[];
  /** Status -> the page to show instead. */
  readonly errorPages: Readonly<Record<number, string>>;
  readonly defaultType: string;
}

/** A `server`: plain data. */
export interface Server {
  readonly ports: readonly number[];
  readonly names: readonly string[];
  readonly locations: readonly Location[];
  /** What applies where no location matches. */
  readonly base: Location;
}

/** All that the configuration says of what to serve. */
export interface Site {
  readonly servers: readonly Server[];
  /** Extension -> media type. */
  readonly types: Readonly<Record<string, string>>;
  /** The user of the worker processes. */
  readonly user: string;
  /** `server_tokens off` leaves the version out. */
  readonly tokens: boolean;
  readonly accessLog: string;
  readonly errorLog: string;
}

const PREFIX = '/usr/share/nginx/';

const BASE: Location = {
  match: 'prefix',
  final: false,
  path: '/',
  ignoreCase: false,
  root: `${PREFIX}html`,
  alias: false,
  index: ['index.html'],
  autoindex: false,
  tryFiles: [],
  headers: [],
  errorPages: {},
  defaultType: 'text/plain',
};

/** Where a directive may stand, and how many words it takes (at least, at most). */
type Rule = readonly [contexts: string, least: number, most: number];

const ANY = 99;
/** The directives that are known here: those that this server heeds, and those that change nothing of what it does. */
const RULES: Readonly<Record<string, Rule>> = {
  user: ['main', 1, 2],
  worker_processes: ['main', 1, 1],
  worker_cpu_affinity: ['main', 1, ANY],
  worker_rlimit_nofile: ['main', 1, 1],
  pid: ['main', 1, 1],
  daemon: ['main', 1, 1],
  master_process: ['main', 1, 1],
  events: ['main', 0, 0],
  http: ['main', 0, 0],
  worker_connections: ['events', 1, 1],
  multi_accept: ['events', 1, 1],
  use: ['events', 1, 1],
  error_log: ['main http server location', 1, 2],
  server: ['http', 0, 0],
  types: ['http server location', 0, 0],
  default_type: ['http server location', 1, 1],
  sendfile: ['http server location', 1, 1],
  tcp_nopush: ['http server location', 1, 1],
  tcp_nodelay: ['http server location', 1, 1],
  keepalive_timeout: ['http server location', 1, 2],
  types_hash_max_size: ['http server location', 1, 1],
  server_names_hash_bucket_size: ['http', 1, 1],
  server_tokens: ['http server location', 1, 1],
  client_max_body_size: ['http server location', 1, 1],
  ssl_protocols: ['http server', 1, ANY],
  ssl_prefer_server_ciphers: ['http server', 1, 1],
  access_log: ['http server location', 1, ANY],
  log_format: ['http', 2, ANY],
  log_not_found: ['http server location', 1, 1],
  gzip: ['http server location', 1, 1],
  gzip_vary: ['http server location', 1, 1],
  gzip_proxied: ['http server location', 1, ANY],
  gzip_comp_level: ['http server location', 1, 1],
  gzip_min_length: ['http server location', 1, 1],
  gzip_types: ['http server location', 1, ANY],
  charset: ['http server location', 1, 1],
  listen: ['server', 1, ANY],
  server_name: ['server', 1, ANY],
  location: ['server location', 1, 2],
  root: ['http server location', 1, 1],
  alias: ['location', 1, 1],
  index: ['http server location', 1, ANY],
  autoindex: ['http server location', 1, 1],
  autoindex_exact_size: ['http server location', 1, 1],
  autoindex_localtime: ['http server location', 1, 1],
  try_files: ['server location', 2, ANY],
  return: ['server location', 1, 2],
  error_page: ['http server location', 2, ANY],
  add_header: ['http server location', 2, 3],
  expires: ['http server location', 1, 2],
  internal: ['location', 0, 0],
};

/** Those that may stand only once in a block. */
const ONCE = ['root', 'alias', 'autoindex', 'default_type', 'sendfile', 'user', 'pid', 'try_files', 'http', 'events'];

const FLAGS = ['sendfile', 'tcp_nopush', 'tcp_nodelay', 'autoindex', 'gzip', 'gzip_vary', 'multi_accept', 'daemon'];

/** What a parsed configuration says. @throws {ConfigError} in nginx's words. */
export function readSite(directives: readonly Directive[]): Site {
  check(directives, 'main');
  const http = directives.find(({ name }) => name === 'http');
  if (!directives.some(({ name }) => name === 'events')) throw new ConfigError('no "events" section in configuration');
  const block = http?.block ?? [];
  const base = inherit(BASE, block);
  const servers = block.filter(({ name }) => name === 'server').map((server) => readServer(server, base));
  return {
    servers,
    types: Object.fromEntries(
      (last(block, 'types')?.block ?? []).flatMap(({ name, args }) => args.map((extension) => [extension, name])),
    ),
    user: last(directives, 'user')?.args[0] ?? 'www-data',
    tokens: last(block, 'server_tokens')?.args[0] !== 'off',
    accessLog: last(block, 'access_log')?.args[0] ?? '/var/log/nginx/access.log',
    errorLog: last(directives, 'error_log')?.args[0] ?? 'stderr',
  };
}

const last = (directives: readonly Directive[], wanted: string) => directives.findLast(({ name }) => name === wanted);

function check(directives: readonly Directive[], context: string): void {
  const seen = new Set<string>();
  for (const { name, args, block, file, line } of directives) {
    const at = ` in ${file}:${line}`;
    const rule = RULES[name];
    if (!rule) throw new ConfigError(`unknown directive "${name}"${at}`);
    const [contexts, least, most] = rule;
    if (!contexts.split(' ').includes(context)) throw new ConfigError(`"${name}" directive is not allowed here${at}`);
    if (args.length < least || args.length > most)
      throw new ConfigError(`invalid number of arguments in "${name}" directive${at}`);
    const hasBlock = ['events', 'http', 'server', 'types', 'location'].includes(name);
    if (block && !hasBlock) throw new ConfigError(`directive "${name}" is not terminated by ";"${at}`);
    if (!block && hasBlock) throw new ConfigError(`directive "${name}" has no opening "{"${at}`);
    if (FLAGS.includes(name) && args[0] !== 'on' && args[0] !== 'off')
      throw new ConfigError(`invalid value "${args[0]}" in "${name}" directive, it must be "on" or "off"${at}`);
    if (ONCE.includes(name)) {
      if (seen.has(name)) throw new ConfigError(`"${name}" directive is duplicate${at}`);
      seen.add(name);
    }
    if (block && name !== 'types') check(block, name);
  }
}

function readServer({ block = [] }: Directive, http: Location): Server {
  const base = inherit(http, block);
  const ports: number[] = [];
  for (const { args, file, line } of block.filter(({ name }) => name === 'listen')) {
    const port = portOf(args[0]!, file, line);
    if (port === undefined) continue;
    if (ports.includes(port)) throw new ConfigError(`a duplicate listen 0.0.0.0:${port} in ${file}:${line}`);
    ports.push(port);
  }
  const locations: Location[] = [];
  for (const directive of block.filter(({ name }) => name === 'location')) {
    const location = readLocation(directive, base);
    if (locations.some(({ match, path }) => match === location.match && path === location.path))
      throw new ConfigError(`duplicate location "${location.path}" in ${directive.file}:${directive.line}`);
    locations.push(location);
  }
  return {
    ports: ports.length > 0 ? ports : [80],
    names: block.filter(({ name }) => name === 'server_name').flatMap(({ args }) => args),
    locations,
    base: withReply(base, block),
  };
}

/** The port of a `listen`; undefined for IPv6, which listens along. */
function portOf(text: string, file: string, line: number): number | undefined {
  if (text.startsWith('[')) return undefined;
  const [, port] = /^(?:[\d.]+:|\*:|localhost:)?(\d+)$/.exec(text) ?? [];
  if (port !== undefined && Number(port) > 0 && Number(port) < 65536) return Number(port);
  if (port !== undefined)
    throw new ConfigError(`invalid port in "${text}" of the "listen" directive in ${file}:${line}`);
  if (/^[\d.]+$/.test(text) && text.includes('.')) return 80;
  throw new ConfigError(`host not found in "${text}" of the "listen" directive in ${file}:${line}`);
}

function readLocation({ args, block = [], file, line }: Directive, base: Location): Location {
  const [first = '', second] = args;
  const path = second ?? first;
  const kind = second === undefined ? '' : first;
  if (!['', '=', '^~', '~', '~*'].includes(kind))
    throw new ConfigError(`invalid location modifier "${kind}" in ${file}:${line}`);
  const match = kind === '=' ? 'exact' : kind.startsWith('~') ? 'regexp' : 'prefix';
  if (match === 'regexp') checkRegexp(path, file, line);
  const own = inherit(base, block);
  const alias = last(block, 'alias')?.args[0];
  return withReply(
    {
      ...own,
      match,
      path,
      final: kind === '^~',
      ignoreCase: kind === '~*',
      ...(alias === undefined ? {} : { alias: true, root: absolute(alias) }),
    },
    block,
  );
}

function checkRegexp(path: string, file: string, line: number): void {
  try {
    new RegExp(path);
  } catch {
    // PCRE2 says what is wrong in words of its own; an unclosed class is the one that people meet.
    const why = /\[[^\]]*$/.test(path) ? 'missing terminating ] for character class' : 'unmatched closing parenthesis';
    throw new ConfigError(`pcre2_compile() failed: ${why} in "${path}" in ${file}:${line}`);
  }
}

function inherit(from: Location, block: readonly Directive[]): Location {
  const root = last(block, 'root')?.args[0];
  const headers = block.filter(({ name }) => name === 'add_header').map(({ args }) => [args[0]!, args[1]!] as const);
  const errorPages = block
    .filter(({ name }) => name === 'error_page')
    .flatMap(({ args }) =>
      args
        .slice(0, -1)
        .filter((status) => /^\d+$/.test(status))
        .map((status) => [status, args.at(-1)!] as const),
    );
  const autoindex = last(block, 'autoindex')?.args[0];
  return {
    ...from,
    ...(root === undefined ? {} : { root: absolute(root), alias: false }),
    index: last(block, 'index')?.args ?? from.index,
    autoindex: autoindex === undefined ? from.autoindex : autoindex === 'on',
    tryFiles: last(block, 'try_files')?.args ?? [],
    headers: headers.length > 0 ? headers : from.headers,
    errorPages: errorPages.length > 0 ? Object.fromEntries(errorPages) : from.errorPages,
    defaultType: last(block, 'default_type')?.args[0] ?? from.defaultType,
  };
}

function withReply(location: Location, block: readonly Directive[]): Location {
  const directive = block.find(({ name }) => name === 'return');
  if (!directive) return location;
  const [first = '', second] = directive.args;
  if (!/^\d{3}$/.test(first) && second !== undefined)
    throw new ConfigError(`invalid return code "${first}" in ${directive.file}:${directive.line}`);
  const reply = /^\d{3}$/.test(first) ? { status: Number(first), text: second ?? '' } : { status: 302, text: first };
  return { ...location, reply };
}

const absolute = (path: string) => (path.startsWith('/') ? path : `${PREFIX}${path}`);

/** The location that a path belongs to: an exact one, else the first matching expression, else the longest prefix. */
export function findLocation({ locations, base }: Server, path: string): Location {
  const exact = locations.find((location) => location.match === 'exact' && location.path === path);
  if (exact) return exact;
  const longest = locations
    .filter((location) => location.match === 'prefix' && path.startsWith(location.path))
    .sort((a, b) => b.path.length - a.path.length)[0];
  if (longest?.final) return longest;
  const expression = locations.find(
    (location) => location.match === 'regexp' && new RegExp(location.path, location.ignoreCase ? 'i' : '').test(path),
  );
  return expression ?? longest ?? base;
}
