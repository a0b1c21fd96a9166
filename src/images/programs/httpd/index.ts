import { isErrno } from '../../../fs/index.ts';
import type { Fd, GeneratorProgram, Op, Sys } from '../../../os/index.ts';
import { clock, DAYS, logDate, MONTHS, parseRequest, two } from '../http.ts';
import { receive } from '../receive.ts';
import { ConfigError, parseConfig, type Site } from './config.ts';
import { respond, serialize, VERSION } from './respond.ts';

/** Where requests come from: the bridge, as every published port is reached through it. */
const CLIENT = '172.17.0.1';
/** www-data, whom httpd's workers run as. */
const WWW_DATA = 33;
const CONFIG = '/usr/local/apache2/conf/httpd.conf';
const PID_FILE = '/usr/local/apache2/logs/httpd.pid';
const NOTHING = new Uint8Array(0);

interface Connection {
  readonly fd: Fd;
  readonly input: Uint8Array;
}

/** The running server's state: what it could begin anew from. */
interface State {
  readonly site: Site;
  readonly listeners: readonly Fd[];
  readonly connections: readonly Connection[];
}

/** Apache's httpd as a server of files: it stays in the foreground and logs to standard output, as its image has it. */
export const httpd: GeneratorProgram = {
  name: 'httpd',
  *main(sys, saved): Op<number> {
    if (saved !== undefined) return yield* serve(sys, saved as State);
    const begun = yield* begin(sys);
    return typeof begun === 'number' ? begun : yield* serve(sys, begun);
  },
};

/** `[Tue Nov 24 10:15:35.123456 2026]`, as the error log has it. */
function errorDate(ms: number): string {
  const date = new Date(ms);
  const micro = String(Math.floor((ms % 1000) * 1000)).padStart(6, '0');
  return `[${DAYS[date.getUTCDay()]} ${MONTHS[date.getUTCMonth()]} ${two(date.getUTCDate())} ${clock(date)}.${micro} ${date.getUTCFullYear()}]`;
}

function* notice(sys: Sys, module: string, text: string): Op<void> {
  yield* sys.write(2, `${errorDate(sys.now())} [${module}:notice] [pid ${sys.pid}:tid ${sys.pid}] ${text}\n`);
}

function* begin(sys: Sys): Op<State | number> {
  const args = sys.argv.slice(1);
  let config = CONFIG;
  let test = false;
  for (let i = 0; i < args.length; i++) {
    const arg = args[i]!;
    if (arg === '-v') {
      yield* sys.write(1, `Server version: ${VERSION}\nServer built:   Jul 29 2025 00:00:00\n`);
      return 0;
    }
    if (arg === '-t') test = true;
    else if (arg === '-f') config = args[++i] ?? CONFIG;
    else if (arg === '-D') i++;
    else if (!/^-(D.+|X)$/.test(arg)) {
      yield* sys.write(2, `httpd: illegal option -- ${arg.replace(/^-/, '')}\n`);
      return 1;
    }
  }
  let site: Site;
  try {
    site = parseConfig(config, yield* read(sys, config));
  } catch (error) {
    if (isErrno(error)) {
      yield* sys.write(2, `httpd: Could not open configuration file ${config}: ${error.message}\n`);
      return 1;
    }
    if (!(error instanceof ConfigError)) throw error;
    yield* sys.write(2, `${error.message}\n`);
    return 1;
  }
  const root = stat(sys, site.root);
  if (root !== 'directory') {
    yield* sys.write(
      2,
      `AH00526: Syntax error in ${config}:\nDocumentRoot '${site.root}' is not a directory, or is not readable\n`,
    );
    return 1;
  }
  if (site.name === undefined) {
    const address = sys.lookup(sys.hostname) ?? '127.0.0.1';
    const told = `AH00558: httpd: Could not reliably determine the server's fully qualified domain name, using ${address}. Set the 'ServerName' directive globally to suppress this message\n`;
    yield* sys.write(2, test ? told : told.repeat(2));
  }
  if (test) {
    yield* sys.write(2, 'Syntax OK\n');
    return 0;
  }
  const listeners: Fd[] = [];
  for (const port of site.ports)
    try {
      listeners.push(sys.listen(port));
    } catch (error) {
      if (!isErrno(error)) throw error;
      const [number, text] = error.code === 'EADDRINUSE' ? [98, 'Address already in use'] : [13, 'Permission denied'];
      yield* sys.write(
        2,
        `(${number})${text}: AH00072: make_sock: could not bind to address 0.0.0.0:${port}\nno listening sockets available, shutting down\nAH00015: Unable to open logs\n`,
      );
      return 1;
    }
  const failed = writePid(sys);
  if (failed !== undefined) {
    yield* sys.write(2, failed);
    return 1;
  }
  for (const signal of ['WINCH', 'TERM', 'INT', 'HUP', 'USR1'] as const) sys.onSignal(signal, 'catch');
  sys.onSignal('PIPE', 'ignore');
  yield* notice(sys, 'mpm_event', `AH00489: ${VERSION} configured -- resuming normal operations`);
  yield* notice(sys, 'core', "AH00094: Command line: 'httpd -D FOREGROUND'");
  if (sys.credentials.uid === 0) sys.setCredentials({ uid: WWW_DATA, gid: WWW_DATA, groups: [WWW_DATA] });
  return { site, listeners, connections: [] };
}

function stat(sys: Sys, path: string): string | undefined {
  try {
    return sys.stat(path).type;
  } catch (error) {
    if (isErrno(error)) return undefined;
    throw error;
  }
}

function* read(sys: Sys, path: string): Op<string> {
  const fd = sys.open(path);
  let text = '';
  const decoder = new TextDecoder();
  for (let part = yield* sys.read(fd); part.length > 0; part = yield* sys.read(fd)) text += decoder.decode(part);
  sys.close(fd);
  return text;
}

/** What went wrong, in httpd's words. */
function writePid(sys: Sys): string | undefined {
  try {
    const fd = sys.open(PID_FILE, { read: false, write: true, create: true, truncate: true });
    sys.tryWrite(fd, new TextEncoder().encode(`${sys.pid}\n`));
    sys.close(fd);
    return undefined;
  } catch (error) {
    if (!isErrno(error)) throw error;
    return `(${error.code === 'EROFS' ? 30 : 13})${error.message}: AH00099: could not create ${PID_FILE}\n`;
  }
}

/** Serves until it is told to end. What it has after each round it could begin anew from. */
function* serve(sys: Sys, begun: State): Op<number> {
  let state = begun;
  for (;;) {
    sys.checkpoint(state);
    const signal = sys.takeSignal();
    if (signal === 'TERM' || signal === 'INT') {
      yield* notice(sys, 'mpm_event', 'AH00491: caught SIGTERM, shutting down');
      return 0;
    }
    if (signal === 'WINCH') {
      yield* notice(sys, 'mpm_event', 'AH00492: caught SIGWINCH, shutting down gracefully');
      return 0;
    }
    let progress = signal !== undefined;
    for (const listener of state.listeners) {
      const fd = sys.tryAccept(listener);
      if (fd === undefined) continue;
      state = { ...state, connections: [...state.connections, { fd, input: NOTHING }] };
      progress = true;
    }
    const kept: Connection[] = [];
    for (const connection of state.connections) {
      const next = yield* attend(sys, state.site, connection);
      if (next !== connection) progress = true;
      if (next) kept.push(next);
    }
    state = { ...state, connections: kept };
    if (progress) continue;
    const fds = [...state.listeners, ...state.connections.map(({ fd }) => fd)];
    yield { on: fds.flatMap((fd) => [...sys.readable(fd).on]) };
  }
}

/** Reads from a connection and answers what is whole; undefined: it is closed; the same: nothing came. */
function* attend(sys: Sys, site: Site, connection: Connection): Op<Connection | undefined> {
  const data = receive(sys, connection.fd);
  if (data === undefined) return connection;
  if (data === 'closed') return undefined;
  let input = new Uint8Array(connection.input.length + data.length);
  input.set(connection.input);
  input.set(data, connection.input.length);
  for (let parsed = parseRequest(input); parsed; parsed = parseRequest(input)) {
    input = input.slice(parsed.length);
    const request = parsed.kind === 'request' ? parsed.request : undefined;
    const line = parsed.kind === 'request' ? parsed.request.line : parsed.line;
    const response = yield* respond(sys, site, request);
    const keep = request?.keepAlive ?? false;
    let gone = false;
    try {
      yield* sys.write(connection.fd, serialize(response, request, keep, sys.now()));
    } catch (error) {
      if (!isErrno(error)) throw error;
      gone = true;
    }
    const size = request?.method === 'HEAD' || response.body.length === 0 ? '-' : String(response.body.length);
    yield* sys.write(1, `${CLIENT} - - [${logDate(sys.now())}] "${line}" ${response.status} ${size}\n`);
    if (!keep || gone) {
      sys.close(connection.fd);
      return undefined;
    }
  }
  return { ...connection, input };
}
