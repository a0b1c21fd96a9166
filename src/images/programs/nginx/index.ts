import { isErrno } from '../../../fs/index.ts';
import type { Fd, GeneratorProgram, Op, Sys } from '../../../os/index.ts';
import { logDate, parseRequest, type Request } from '../http.ts';
import { receive } from '../receive.ts';
import { ConfigError } from './config.ts';
import { errorDate } from './http.ts';
import { loadSite } from './load.ts';
import { CONFIG, type Options, PID_FILE, readOptions } from './options.ts';
import { type Response, respond, serialize } from './respond.ts';
import type { Server, Site } from './site.ts';

/** Where requests come from: the bridge, as every published port is reached through it. */
const CLIENT = '172.17.0.1';
/** Debian's www-data, whom the worker processes run as. */
const WWW_DATA = 33;
const BIND_ATTEMPTS = 5;

interface Connection {
  readonly fd: Fd;
  readonly port: number;
  /** Counts all connections, as the error log numbers them. */
  readonly number: number;
  readonly input: Uint8Array;
}

/** The running server's state: what it could begin anew from. */
interface State {
  readonly site: Site;
  readonly listeners: readonly { readonly fd: Fd; readonly port: number }[];
  readonly accessLog: Fd;
  readonly errorLog: Fd;
  readonly connections: readonly Connection[];
  readonly accepted: number;
  readonly stopping: boolean;
}

/** nginx as a server of files: it reads its configuration, serves, logs, and ends gracefully on QUIT and TERM. */
export const nginx: GeneratorProgram = {
  name: 'nginx',
  *main(sys: Sys, saved?: unknown): Op<number> {
    if (saved !== undefined) return yield* serve(sys, saved as State);
    const options = yield* readOptions(sys);
    if (typeof options === 'number') return options;
    const begun = yield* begin(sys, options);
    return typeof begun === 'number' ? begun : yield* serve(sys, begun);
  },
};

/** Up to the point where requests may come: configuration, folders, ports, logs, the pid file. */
function* begin(sys: Sys, options: Options): Op<State | number> {
  const emerg = (text: string) => sys.write(2, `${errorDate(sys.now())} [emerg] ${sys.pid}#${sys.pid}: ${text}\n`);
  const { config } = options;
  let site: Site;
  try {
    site = loadSite(sys, options.config);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    yield* emerg(error.message);
    if (options.test) yield* sys.write(2, `nginx: configuration file ${config} test failed\n`);
    return 1;
  }
  if (sys.credentials.uid !== 0)
    yield* sys.write(
      2,
      `${errorDate(sys.now())} [warn] ${sys.pid}#${sys.pid}: the "user" directive makes sense only if the master process runs with super-user privileges, ignored in ${config}:1\n`,
    );
  if (options.test) {
    yield* sys.write(
      2,
      `nginx: the configuration file ${config} syntax is ok\nnginx: configuration file ${config} test is successful\n`,
    );
    return 0;
  }
  const failed = makeFolders(sys);
  if (failed !== undefined) {
    yield* emerg(failed);
    return 1;
  }
  const listeners = yield* listen(sys, site);
  if (listeners === undefined) return 1;
  if (!/daemon\s+off\s*;/.test(options.global)) {
    // The daemon is a process of its own; this one's work is done.
    for (const { fd } of listeners) sys.close(fd);
    sys.spawn({
      path: sys.which(sys.argv[0]!),
      argv: ['nginx', '-c', config, '-g', `${options.global} daemon off;`],
      pgid: 0,
    });
    return 0;
  }
  const accessLog = openLog(sys, site.accessLog, 1);
  const errorLog = openLog(sys, site.errorLog, 2);
  writePid(sys);
  for (const signal of ['QUIT', 'TERM', 'INT', 'HUP', 'USR1'] as const) sys.onSignal(signal, 'catch');
  sys.onSignal('PIPE', 'ignore');
  if (sys.credentials.uid === 0) sys.setCredentials({ uid: WWW_DATA, gid: WWW_DATA, groups: [WWW_DATA] });
  return { site, listeners, accessLog, errorLog, connections: [], accepted: 0, stopping: false };
}

/** The folders for what nginx keeps aside, as Debian builds it; the text of what failed. */
function makeFolders(sys: Sys): string | undefined {
  for (const name of ['body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']) {
    const path = `/var/lib/nginx/${name}`;
    try {
      sys.mkdir(path, 0o700);
      sys.chown(path, WWW_DATA, 0);
    } catch (error) {
      if (isErrno(error, 'EEXIST')) continue;
      if (!isErrno(error)) throw error;
      const numbers: Readonly<Record<string, number>> = { EACCES: 13, EROFS: 30, ENOENT: 2, ENOTDIR: 20, ENOSPC: 28 };
      return `mkdir() "${path}" failed (${numbers[error.code] ?? 1}: ${error.message})`;
    }
  }
  return undefined;
}

function* listen(sys: Sys, site: Site): Op<State['listeners'] | undefined> {
  const ports = [...new Set(site.servers.flatMap((server) => server.ports))];
  const listeners: { fd: Fd; port: number }[] = [];
  for (const port of ports) {
    for (let attempt = 1; ; attempt++) {
      try {
        listeners.push({ fd: sys.listen(port), port });
        break;
      } catch (error) {
        if (!isErrno(error)) throw error;
        const number = error.code === 'EADDRINUSE' ? 98 : 13;
        yield* complain(sys, `bind() to 0.0.0.0:${port} failed (${number}: ${error.message})`);
        if (attempt < BIND_ATTEMPTS && number === 98) {
          yield* sys.sleep(500);
          continue;
        }
        if (number === 98) yield* complain(sys, 'still could not bind()');
        return undefined;
      }
    }
  }
  return listeners;
}

function* complain(sys: Sys, text: string): Op<void> {
  yield* sys.write(2, `${errorDate(sys.now())} [emerg] ${sys.pid}#${sys.pid}: ${text}\nnginx: [emerg] ${text}\n`);
}

function openLog(sys: Sys, path: string, fallback: Fd): Fd {
  if (path === 'stderr') return 2;
  if (path === 'off') return sys.open('/dev/null', { read: false, write: true });
  try {
    return sys.open(path, { read: false, write: true, create: true, append: true });
  } catch (error) {
    if (isErrno(error)) return fallback;
    throw error;
  }
}

function writePid(sys: Sys): void {
  const fd = sys.open(PID_FILE, { read: false, write: true, create: true, truncate: true });
  sys.tryWrite(fd, new TextEncoder().encode(`${sys.pid}\n`));
  sys.close(fd);
}

/** Serves until it is told to end. What it has after each round it could begin anew from. */
function* serve(sys: Sys, begun: State): Op<number> {
  let state = begun;
  for (;;) {
    sys.checkpoint(state);
    for (let signal = sys.takeSignal(); signal; signal = sys.takeSignal()) {
      if (signal === 'TERM' || signal === 'INT') return 0;
      if (signal === 'QUIT') state = { ...state, stopping: true };
      if (signal === 'HUP') state = yield* reload(sys, state);
    }
    if (state.stopping) {
      for (const { fd } of state.listeners) sys.close(fd);
      return 0;
    }
    let progress = false;
    for (const { fd, port } of state.listeners) {
      const connection = sys.tryAccept(fd);
      if (connection === undefined) continue;
      const number = state.accepted + 1;
      const added: Connection = { fd: connection, port, number, input: new Uint8Array(0) };
      state = { ...state, accepted: number, connections: [...state.connections, added] };
      progress = true;
    }
    const kept: Connection[] = [];
    for (const connection of state.connections) {
      const next = yield* attend(sys, state, connection);
      if (next !== connection) progress = true;
      if (next) kept.push(next);
    }
    state = { ...state, connections: kept };
    if (progress) continue;
    const waits = [...state.listeners, ...state.connections].map(({ fd }) => sys.readable(fd));
    yield { on: waits.flatMap(({ on }) => [...on]) };
  }
}

function* reload(sys: Sys, state: State): Op<State> {
  try {
    return { ...state, site: loadSite(sys, CONFIG) };
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    yield* sys.write(state.errorLog, `${errorDate(sys.now())} [emerg] ${sys.pid}#${sys.pid}: ${error.message}\n`);
    return state;
  }
}

/** Reads from a connection and answers what is whole; undefined: it is closed; the same: nothing came. */
function* attend(sys: Sys, state: State, connection: Connection): Op<Connection | undefined> {
  const data = receive(sys, connection.fd);
  if (data === undefined) return connection;
  if (data === 'closed') return undefined;
  let input = new Uint8Array(connection.input.length + data.length);
  input.set(connection.input);
  input.set(data, connection.input.length);
  for (let parsed = parseRequest(input); parsed; parsed = parseRequest(input)) {
    input = input.slice(parsed.length);
    const request = parsed.kind === 'request' ? parsed.request : undefined;
    const server = serverFor(state.site, connection.port, request);
    const bad: Request = { method: '', target: '/%', version: '1.1', line: '', headers: {}, keepAlive: false };
    const response = yield* respond(sys, state.site, server, request ?? bad);
    const closes = !request?.keepAlive || response.status === 400;
    const sent = request && { ...request, keepAlive: !closes };
    const line = parsed.kind === 'request' ? parsed.request.line : parsed.line;
    const gone = yield* send(sys, connection.fd, serialize(state.site, response, sent, sys.now()));
    yield* note(sys, state, connection, server, line, request, response);
    if (closes || gone) {
      sys.close(connection.fd);
      return undefined;
    }
  }
  return { ...connection, input };
}

function* send(sys: Sys, fd: Fd, data: Uint8Array): Op<boolean> {
  try {
    yield* sys.write(fd, data);
    return false;
  } catch (error) {
    if (isErrno(error)) return true;
    throw error;
  }
}

function serverFor({ servers }: Site, port: number, request: Request | undefined): Server {
  const here = servers.filter((server) => server.ports.includes(port));
  const host = request?.headers.host?.split(':')[0] ?? '';
  return here.find(({ names }) => names.includes(host)) ?? here[0]!;
}

function* note(
  sys: Sys,
  { accessLog, errorLog }: State,
  { number }: Connection,
  server: Server,
  line: string,
  request: Request | undefined,
  { status, body, error }: Response,
): Op<void> {
  const now = sys.now();
  if (error !== undefined) {
    const name = server.names[0] ?? '';
    const host = request?.headers.host === undefined ? '' : `, host: "${request.headers.host}"`;
    const where = `client: ${CLIENT}, server: ${name}, request: "${line}"${host}`;
    yield* sys.write(errorLog, `${errorDate(now)} [error] ${sys.pid}#${sys.pid}: *${number} ${error}, ${where}\n`);
  }
  const known = status === 400 ? undefined : request;
  const sent = request?.method === 'HEAD' || status === 304 ? 0 : body.length;
  const agent = known?.headers['user-agent'] ?? '-';
  const referer = known?.headers.referer ?? '-';
  yield* sys.write(accessLog, `${CLIENT} - - [${logDate(now)}] "${line}" ${status} ${sent} "${referer}" "${agent}"\n`);
}
