import { isErrno } from '../../../fs/index.ts';
import type { Fd, GeneratorProgram, Op, Sys } from '../../../os/index.ts';
import { receive } from '../receive.ts';
import { type Config, DEFAULTS, withDirective } from './config.ts';
import { append, loadData, saveDump } from './persistence.ts';
import { fromLatin, REDIS_VERSION, toLatin } from './rdb.ts';
import { decodeCommand, encodeCommand, encodeReply, splitArguments } from './resp.ts';
import { perform } from './session.ts';
import { type Client, type Connection, logLine, logOf, type Server, saveInBackground } from './state.ts';

const OVERCOMMIT =
  "WARNING Memory overcommit must be enabled! Without it, a background save or replication may fail under low memory condition. Being disabled, it can can also cause failures without low memory condition, see https://github.com/jemalloc/jemalloc/issues/1328. To fix this issue add 'vm.overcommit_memory = 1' to /etc/sysctl.conf and then reboot or run the command 'sysctl vm.overcommit_memory=1' for this to take effect.";
function* fatal(sys: Sys, line: number, directive: string): Op<number> {
  yield* sys.write(
    2,
    `\n*** FATAL CONFIG FILE ERROR (Redis ${REDIS_VERSION}) ***\nReading the configuration file, at line ${line}\n>>> '${directive}'\nBad directive or wrong number of arguments\n`,
  );
  return 1;
}

/** The configuration of a command line; a number: it ends with that. */
function* configure(sys: Sys): Op<{ readonly config: Config; readonly given: boolean } | number> {
  const args = sys.argv.slice(1);
  if (args[0] === '-v' || args[0] === '--version') {
    yield* sys.write(
      1,
      `Redis server v=${REDIS_VERSION} sha=00000000:0 malloc=jemalloc-5.3.0 bits=64 build=ae4d7c971a948f0\n`,
    );
    return 0;
  }
  let text = '';
  if (args[0] !== undefined && !args[0].startsWith('--')) {
    const file = args.shift()!;
    try {
      const fd = sys.open(file);
      for (let part = yield* sys.read(fd); part.length > 0; part = yield* sys.read(fd)) text += toLatin(part);
      sys.close(fd);
    } catch (error) {
      if (!isErrno(error)) throw error;
      yield* logLine(sys, 'C', '#', `Fatal error, can't open config file '${file}': ${error.message}`);
      return 1;
    }
  }
  text += '\n';
  for (const arg of args)
    text += arg.startsWith('--') ? `${text.endsWith('\n') ? '' : '\n'}${arg.slice(2)}` : ` "${arg}"`;
  let config = DEFAULTS;
  for (const [i, line] of text.split('\n').entries()) {
    const words = /^\s*(#|$)/.test(line) ? [] : splitArguments(line);
    if (words?.length === 0) continue;
    const next = words && withDirective(config, words[0]!, words.slice(1));
    if (!next) return yield* fatal(sys, i + 1, line.trim());
    config = next;
  }
  return { config, given: sys.argv.length > 1 };
}

/** redis-server: keys in memory, kept in a dump or an append-only file. */
export const redisServer: GeneratorProgram = {
  name: 'redis-server',
  *main(sys: Sys, saved?: unknown): Op<number> {
    if (saved !== undefined) return yield* serve(sys, saved as Server);
    const configured = yield* configure(sys);
    if (typeof configured === 'number') return configured;
    const begun = yield* begin(sys, configured.config, configured.given);
    return typeof begun === 'number' ? begun : yield* serve(sys, begun);
  },
};

function* begin(sys: Sys, given: Config, told: boolean): Op<Server | number> {
  yield* logLine(sys, 'C', '#', 'oO0OoO0OoO0Oo Redis is starting oO0OoO0OoO0Oo');
  yield* logLine(
    sys,
    'C',
    '#',
    `Redis version=${REDIS_VERSION}, bits=64, commit=00000000, modified=0, pid=${sys.pid}, just started`,
  );
  yield* logLine(
    sys,
    'C',
    '#',
    told
      ? 'Configuration loaded'
      : 'Warning: no config file specified, using the default config. In order to specify a config file use redis-server /path/to/redis.conf',
  );
  if (given.dir !== '')
    try {
      sys.chdir(given.dir);
    } catch (error) {
      if (!isErrno(error)) throw error;
      yield* logLine(sys, 'C', '#', `Can't chdir to '${given.dir}': ${error.message}`);
      return 1;
    }
  const config = { ...given, dir: sys.cwd };
  const log = logOf(sys, config);
  yield* log('*', 'monotonic clock: POSIX clock_gettime');
  let listener: Fd;
  try {
    listener = sys.listen(config.port);
  } catch (error) {
    if (!isErrno(error)) throw error;
    yield* log('#', `Warning: Could not create server TCP listening socket *:${config.port}: bind: ${error.message}`);
    yield* log('#', `Failed listening on port ${config.port} (TCP), aborting.`);
    return 1;
  }
  yield* log('*', `Running mode=standalone, port=${config.port}.`);
  yield* log('#', 'Server initialized');
  yield* log('#', OVERCOMMIT);
  const loaded = yield* loadData(sys, config, log);
  if (!loaded) return 1;
  yield* log('*', 'Ready to accept connections');
  for (const signal of ['TERM', 'INT'] as const) sys.onSignal(signal, 'catch');
  sys.onSignal('PIPE', 'ignore');
  sys.onSignal('HUP', 'ignore');
  return {
    config,
    data: loaded.data,
    listener,
    started: sys.now(),
    dirty: 0,
    saved: sys.now(),
    saves: 0,
    child: sys.pid + 19,
    sequence: loaded.sequence,
    appended: undefined,
    ending: undefined,
    commands: 0,
    accepted: 0,
    connections: [],
  };
}

/** The last words, and the last save. */
function* shutDown(sys: Sys, server: Server): Op<number | undefined> {
  const log = logOf(sys, server.config);
  yield* log('#', 'User requested shutdown...');
  if (server.config.appendonly) yield* log('*', 'Calling fsync() on the AOF file.');
  if (server.config.save.length > 0 && server.ending !== 'nosave') {
    yield* log('*', 'Saving the final RDB snapshot before exiting.');
    if (!(yield* saveDump(sys, server.config, server.data, log))) {
      yield* log('#', "Error trying to save the DB, can't exit.");
      server.ending = undefined;
      return undefined;
    }
  }
  yield* log('#', 'Redis is now ready to exit, bye bye...');
  return 0;
}

/** When the next save is due, in milliseconds since the epoch. */
function nextSave({ config, dirty, saved }: Server): { at: number; seconds: number } | undefined {
  let next: { at: number; seconds: number } | undefined;
  for (const [seconds, changes] of config.save) {
    const at = saved + seconds * 1000;
    if (dirty >= changes && (!next || at < next.at)) next = { at, seconds };
  }
  return next;
}

function* serve(sys: Sys, server: Server): Op<number> {
  for (;;) {
    sys.checkpoint(server);
    for (let signal = sys.takeSignal(); signal; signal = sys.takeSignal()) {
      const now = Math.floor(sys.now() / 1000);
      yield* sys.write(1, `${sys.pid}:signal-handler (${now}) Received SIG${signal} scheduling shutdown...\n`);
      server.ending ??= 'shutdown';
    }
    if (server.ending) {
      const status = yield* shutDown(sys, server);
      if (status !== undefined) return status;
    }
    let due = nextSave(server);
    if (due && due.at <= sys.now()) {
      yield* logOf(sys, server.config)('*', `${server.dirty} changes in ${due.seconds} seconds. Saving...`);
      yield* saveInBackground(sys, server);
      due = nextSave(server);
    }
    let progress = false;
    const accepted = sys.tryAccept(server.listener);
    if (accepted !== undefined) {
      const client: Client = { db: 0, id: ++server.accepted, queued: undefined, allowed: false };
      server.connections = [...server.connections, { fd: accepted, input: '', client }];
      progress = true;
    }
    const kept: Connection[] = [];
    for (const connection of server.connections) {
      const next = yield* attend(sys, server, connection);
      if (next !== connection) progress = true;
      if (next) kept.push(next);
    }
    server.connections = kept;
    if (progress || server.ending) continue;
    const waits = [server.listener, ...kept.map(({ fd }) => fd)].flatMap((fd) => sys.readable(fd).on);
    yield due ? { on: waits, until: sys.uptime() + Math.max(1, due.at - sys.now()) } : { on: waits };
  }
}

/** Reads from a client and answers whole commands; undefined: it is gone; the same: nothing came. */
function* attend(sys: Sys, server: Server, connection: Connection): Op<Connection | undefined> {
  const data = receive(sys, connection.fd);
  if (data === undefined) return connection;
  if (data === 'closed') return undefined;
  let input = connection.input + toLatin(data);
  let { client } = connection;
  for (let next = decodeCommand(input); next; next = decodeCommand(input)) {
    input = input.slice(next.length);
    if (next.value.length === 0) continue;
    server.commands++;
    const done = yield* perform(sys, server, client, next.value);
    client = done.client;
    for (const { db, words } of done.changes) {
      server.dirty++;
      if (!server.config.appendonly) continue;
      const select = server.appended === db ? '' : encodeCommand(['SELECT', String(db)]);
      server.appended = db;
      yield* append(sys, server.config, server.sequence, select + encodeCommand(words));
    }
    if (server.ending) break;
    try {
      yield* sys.write(connection.fd, fromLatin(encodeReply(done.reply)));
    } catch (error) {
      if (!isErrno(error)) throw error;
      sys.close(connection.fd);
      return undefined;
    }
    if (done.closes) {
      sys.close(connection.fd);
      return undefined;
    }
  }
  return { ...connection, input, client };
}
