import { isErrno } from '../../../fs/index.ts';
import type { Fd, GeneratorProgram, Op, Sys } from '../../../os/index.ts';
import { fromLatin, REDIS_VERSION, toLatin } from './rdb.ts';
import { decodeReply, encodeCommand, type Reply, splitArguments } from './resp.ts';

interface Options {
  host: string;
  port: number;
  raw: boolean;
  db: number;
  password: string | undefined;
  repeat: number;
  interval: number;
}

interface Link {
  fd: Fd | undefined;
  db: number;
}

const encoder = new TextEncoder();
const words = (text: string) => toLatin(encoder.encode(text));

/** redis-cli: one command of its arguments, or lines of commands from standard input. */
export const redisCli: GeneratorProgram = {
  name: 'redis-cli',
  *main(sys: Sys): Op<number> {
    const args = sys.argv.slice(1);
    const options: Options = {
      host: '127.0.0.1',
      port: 6379,
      raw: !sys.isatty(1),
      db: 0,
      password: sys.env.REDISCLI_AUTH,
      repeat: 1,
      interval: 0,
    };
    while (args[0]?.startsWith('-')) {
      const option = args.shift()!;
      if (option === '--raw' || option === '--no-raw') options.raw = option === '--raw';
      else if (option === '--version' || option === '-v') {
        yield* sys.write(1, `redis-cli ${REDIS_VERSION}\n`);
        return 0;
      } else if (option === '--no-auth-warning') continue;
      else if (/^-[hpnari]$/.test(option) && args.length > 0) setOption(options, option, args.shift()!);
      else {
        yield* sys.write(2, `Unrecognized option or bad number of args for: '${option}'\n`);
        return 1;
      }
    }
    const link: Link = { fd: undefined, db: options.db };
    if (args.length === 0) return yield* converse(sys, options, link);
    for (let i = 0; i < options.repeat; i++) {
      if (i > 0 && options.interval > 0) yield* sys.sleep(options.interval * 1000);
      const status = yield* command(sys, options, link, args.map(words));
      if (status !== 0) return status;
    }
    return 0;
  },
};

function setOption(options: Options, option: string, value: string): void {
  if (option === '-h') options.host = value;
  else if (option === '-p') options.port = Number(value);
  else if (option === '-n') options.db = Number(value);
  else if (option === '-a') options.password = value;
  else if (option === '-r') options.repeat = Number(value);
  else options.interval = Number(value);
}

function* connect(sys: Sys, options: Options, link: Link): Op<boolean> {
  if (link.fd !== undefined) return true;
  try {
    link.fd = yield* sys.connect(options.host, options.port);
  } catch (error) {
    if (!isErrno(error)) throw error;
    const reason = error.code === 'ENXIO' ? 'Name or service not known' : error.message;
    yield* sys.write(2, `Could not connect to Redis at ${options.host}:${options.port}: ${reason}\n`);
    return false;
  }
  if (options.password !== undefined) yield* ask(sys, link, ['AUTH', words(options.password)]);
  if (link.db !== 0) yield* ask(sys, link, ['SELECT', String(link.db)]);
  return true;
}

/** Sends a command and waits for the answer; undefined: the server is gone. */
function* ask(sys: Sys, link: Link, given: readonly string[]): Op<Reply | undefined> {
  let text = '';
  try {
    yield* sys.write(link.fd!, fromLatin(encodeCommand(given)));
    for (;;) {
      const decoded = text === '' ? undefined : decodeReply(text);
      if (decoded) return decoded.value;
      const part = yield* sys.read(link.fd!);
      if (part.length === 0) break;
      text += toLatin(part);
    }
  } catch (error) {
    if (!isErrno(error) || error.code === 'EINTR') throw error;
  }
  sys.close(link.fd!);
  link.fd = undefined;
  return undefined;
}

function* command(sys: Sys, options: Options, link: Link, given: readonly string[]): Op<number> {
  if (!(yield* connect(sys, options, link))) return 1;
  const reply = yield* ask(sys, link, given);
  const name = given[0]!.toLowerCase();
  if (!reply) {
    if (name === 'shutdown') return 0;
    yield* sys.write(2, 'Error: Server closed the connection\n');
    return 1;
  }
  if (name === 'select' && reply.kind === 'status') link.db = Number(given[1]);
  const plain = name === 'info' || (name === 'client' && given[1]?.toLowerCase() === 'list');
  const shown = options.raw || (plain && reply.kind === 'bulk') ? rawText(reply) : formatted(reply, '');
  yield* sys.write(1, fromLatin(plain && shown.endsWith('\n') ? shown : `${shown}\n`));
  return 0;
}

/** As it is written to what is no terminal. */
function rawText(reply: Reply): string {
  switch (reply.kind) {
    case 'status':
    case 'bulk':
      return reply.text;
    case 'error':
      return `${reply.text}\n`;
    case 'integer':
      return String(reply.value);
    case 'nil':
    case 'nil-array':
      return '';
    case 'array':
      return reply.items.map(rawText).join('\n');
  }
}

/** As it is shown on a terminal: kinds told, texts quoted, items numbered. */
function formatted(reply: Reply, prefix: string): string {
  switch (reply.kind) {
    case 'status':
      return reply.text;
    case 'error':
      return `(error) ${reply.text}`;
    case 'integer':
      return `(integer) ${reply.value}`;
    case 'bulk':
      return quoted(reply.text);
    case 'nil':
    case 'nil-array':
      return '(nil)';
    case 'array': {
      if (reply.items.length === 0) return '(empty array)';
      const width = String(reply.items.length).length;
      const blank = ' '.repeat(prefix.length);
      return reply.items
        .map((item, i) => {
          const label = `${String(i + 1).padStart(width)}) `;
          return `${i === 0 ? '' : blank}${label}${formatted(item, `${blank}${label}`)}`;
        })
        .join('\n');
    }
  }
}

const NAMED: Readonly<Record<string, string>> = {
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\x07': '\\a',
  '\b': '\\b',
  '"': '\\"',
  '\\': '\\\\',
};

function quoted(text: string): string {
  const inner = text.replace(/["\\]|[^ -~]/g, (c) => NAMED[c] ?? `\\x${c.charCodeAt(0).toString(16).padStart(2, '0')}`);
  return `"${inner}"`;
}

/** Lines of commands; on a terminal with a prompt in front of each. */
function* converse(sys: Sys, options: Options, link: Link): Op<number> {
  const prompts = sys.isatty(0);
  yield* connect(sys, options, link);
  let pending = '';
  for (;;) {
    if (prompts) {
      const db = link.db === 0 ? '' : `[${link.db}]`;
      yield* sys.write(1, link.fd === undefined ? 'not connected> ' : `${options.host}:${options.port}${db}> `);
    }
    while (!pending.includes('\n')) {
      const part = yield* sys.read(0);
      if (part.length === 0) {
        if (pending === '') {
          if (prompts) yield* sys.write(1, '\n');
          return 0;
        }
        pending += '\n';
      } else pending += toLatin(part);
    }
    const end = pending.indexOf('\n');
    const line = pending.slice(0, end).trim();
    pending = pending.slice(end + 1);
    const given = splitArguments(line);
    if (!given) yield* sys.write(1, 'Invalid argument(s)\n');
    else if (given.length > 0) {
      const name = given[0]!.toLowerCase();
      if (name === 'quit' || name === 'exit') return 0;
      if (name === 'clear') yield* sys.write(1, '\x1b[H\x1b[2J');
      else yield* command(sys, options, link, given);
    }
  }
}
