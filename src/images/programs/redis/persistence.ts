import { isErrno } from '../../../fs/index.ts';
import type { Op, Sys } from '../../../os/index.ts';
import { type Context, dataCommand, runData } from './commands.ts';
import type { Config } from './config.ts';
import { type Databases, database } from './data.ts';
import { DumpError, fromLatin, readDump, toLatin, writeDump } from './rdb.ts';
import { decodeCommand } from './resp.ts';

/** A line for the log: its mark (`*` notice, `#` warning) and its text. */
export type Log = (mark: '*' | '#', text: string) => Op<void>;

/** What was read when the server began. */
export interface Loaded {
  readonly data: Databases;
  /** The number of the append-only files in use. */
  readonly sequence: number;
}

const aofName = (config: Config, sequence: number, kind: 'base.rdb' | 'incr.aof') =>
  `${config.appendfilename}.${sequence}.${kind}`;

function* readFile(sys: Sys, path: string): Op<Uint8Array | undefined> {
  try {
    const fd = sys.open(path);
    const parts: number[] = [];
    for (let part = yield* sys.read(fd); part.length > 0; part = yield* sys.read(fd)) parts.push(...part);
    sys.close(fd);
    return Uint8Array.from(parts);
  } catch (error) {
    if (isErrno(error, 'ENOENT')) return undefined;
    throw error;
  }
}

/** Writes a file beside another and puts it in its place. Throws Errno. */
export function* writeFile(sys: Sys, path: string, data: Uint8Array): Op<void> {
  const slash = path.lastIndexOf('/') + 1;
  const temporary = `${path.slice(0, slash)}temp-${sys.pid}.rdb`;
  const fd = sys.open(temporary, { read: false, write: true, create: true, truncate: true }, 0o666);
  yield* sys.write(fd, data);
  sys.close(fd);
  sys.rename(temporary, path);
}

/** Writes the dump; false: it failed, and the log says why. */
export function* saveDump(sys: Sys, config: Config, data: Databases, log: Log): Op<boolean> {
  try {
    yield* writeFile(sys, config.dbfilename, writeDump(data, sys.now()));
  } catch (error) {
    if (!isErrno(error)) throw error;
    yield* log(
      '#',
      `Failed opening the temp RDB file temp-${sys.pid}.rdb (in server root dir ${sys.cwd}) for saving: ${error.message}`,
    );
    return false;
  }
  yield* log('*', 'DB saved on disk');
  return true;
}

function* tellDump(sys: Sys, dump: ReturnType<typeof readDump>, base: boolean, log: Log): Op<void> {
  yield* log('*', `Loading RDB produced by version ${dump.version}`);
  yield* log('*', `RDB age ${Math.max(0, Math.floor(sys.now() / 1000) - dump.created)} seconds`);
  yield* log('*', `RDB memory usage when created ${(dump.memory / 2 ** 20).toFixed(2)} Mb`);
  if (base) yield* log('*', 'RDB is base AOF');
  yield* log('*', `Done loading RDB, keys loaded: ${dump.keys}, keys expired: ${dump.expired}.`);
}

/** Reads what is on the disk; undefined: it can't be read, and the server ends. */
export function* loadData(sys: Sys, config: Config, log: Log): Op<Loaded | undefined> {
  try {
    if (config.appendonly) return yield* loadAppended(sys, config, log);
    const bytes = yield* readFile(sys, config.dbfilename);
    if (!bytes) return { data: new Map(), sequence: 0 };
    const dump = readDump(bytes, sys.now());
    yield* tellDump(sys, dump, false, log);
    yield* log('*', 'DB loaded from disk: 0.000 seconds');
    return { data: dump.data, sequence: 0 };
  } catch (error) {
    if (error instanceof DumpError) yield* log('#', `${error.message}`);
    else if (isErrno(error)) yield* log('#', `Fatal error loading the DB: ${error.message}. Exiting.`);
    else throw error;
    return undefined;
  }
}

function* loadAppended(sys: Sys, config: Config, log: Log): Op<Loaded | undefined> {
  const folder = config.appenddirname;
  const manifest = yield* readFile(sys, `${folder}/${config.appendfilename}.manifest`);
  if (!manifest) {
    const bytes = yield* readFile(sys, config.dbfilename);
    const data: Databases = bytes ? readDump(bytes, sys.now()).data : new Map();
    if (bytes) yield* log('*', 'DB loaded from disk: 0.000 seconds');
    const began = yield* beginAppending(sys, config, data, 1, log, true);
    return began ? { data, sequence: 1 } : undefined;
  }
  const sequence = Number(/ seq (\d+) type i/.exec(toLatin(manifest))?.[1] ?? 1);
  const [base, increment] = [aofName(config, sequence, 'base.rdb'), aofName(config, sequence, 'incr.aof')];
  let data: Databases = new Map();
  const bytes = yield* readFile(sys, `${folder}/${base}`);
  if (bytes) {
    yield* log('*', 'Reading RDB base file on AOF loading...');
    const dump = readDump(bytes, sys.now());
    data = dump.data;
    yield* tellDump(sys, dump, true, log);
    yield* log('*', `DB loaded from base file ${base}: 0.000 seconds`);
  }
  const commands = yield* readFile(sys, `${folder}/${increment}`);
  if (commands && commands.length > 0) {
    replay(data, toLatin(commands), sys.now());
    yield* log('*', `DB loaded from incr file ${increment}: 0.000 seconds`);
  }
  yield* log('*', 'DB loaded from append only file: 0.000 seconds');
  yield* log('*', `Opening AOF incr file ${increment} on server start`);
  return { data, sequence };
}

/** Does the commands of an append-only file. */
function replay(data: Databases, text: string, now: number): void {
  let db = 0;
  let rest = text;
  for (let next = decodeCommand(rest); next; next = decodeCommand(rest)) {
    rest = rest.slice(next.length);
    const [name = '', ...args] = next.value;
    if (name.toLowerCase() === 'select') db = Number(args[0]);
    const command = dataCommand(name.toLowerCase());
    const context: Context = { data, db, now, random: () => 0 };
    database(data, db);
    if (command) runData(command, context, args);
  }
}

/** Begins new append-only files on the data as they are; false: it failed. */
export function* beginAppending(
  sys: Sys,
  config: Config,
  data: Databases,
  sequence: number,
  log: Log,
  atStart: boolean,
): Op<boolean> {
  const folder = config.appenddirname;
  try {
    try {
      sys.mkdir(folder, 0o755);
    } catch (error) {
      if (!isErrno(error, 'EEXIST')) throw error;
    }
    const [base, increment] = [aofName(config, sequence, 'base.rdb'), aofName(config, sequence, 'incr.aof')];
    yield* writeFile(sys, `${folder}/${base}`, writeDump(data, sys.now(), true));
    if (atStart) yield* log('*', `Creating AOF base file ${base} on server start`);
    yield* writeFile(sys, `${folder}/${increment}`, new Uint8Array(0));
    if (atStart) yield* log('*', `Creating AOF incr file ${increment} on server start`);
    const manifest = `file ${base} seq ${sequence} type b\nfile ${increment} seq ${sequence} type i\n`;
    yield* writeFile(sys, `${folder}/${config.appendfilename}.manifest`, fromLatin(manifest));
    if (sequence > 1)
      for (const kind of ['base.rdb', 'incr.aof'] as const) {
        try {
          sys.unlink(`${folder}/${aofName(config, sequence - 1, kind)}`);
        } catch (error) {
          if (!isErrno(error)) throw error;
        }
      }
    return true;
  } catch (error) {
    if (!isErrno(error)) throw error;
    yield* log('#', `Can't open or create append-only dir ${folder}: ${error.message}`);
    return false;
  }
}

/** Adds commands to the append-only file. */
export function* append(sys: Sys, config: Config, sequence: number, text: string): Op<void> {
  const path = `${config.appenddirname}/${aofName(config, sequence, 'incr.aof')}`;
  const fd = sys.open(path, { read: false, write: true, create: true, append: true }, 0o666);
  yield* sys.write(fd, fromLatin(text));
  sys.close(fd);
}
