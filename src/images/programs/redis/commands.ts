import {
  DATABASES,
  type Database,
  type Databases,
  database,
  type Entry,
  isEmpty,
  lookUp,
  ranked,
  type Stored,
  scoreText,
} from './data.ts';
import { bulk, bulks, error, integer, NIL, OK, type Reply, status } from './resp.ts';

/** What a command on data works with. */
export interface Context {
  readonly data: Databases;
  /** The connection's present database. */
  readonly db: number;
  /** Milliseconds since the epoch. */
  readonly now: number;
  readonly random: () => number;
}

/** A command on data: how many words it takes (negative: at least), and whether it may change data. */
export interface DataCommand {
  readonly arity: number;
  readonly writes: boolean;
  run(context: Context, args: readonly string[]): Reply;
}

type Kind = Stored['type'];
type Of<K extends Kind> = Extract<Stored, { type: K }>;

const WRONG_TYPE = error('WRONGTYPE Operation against a key holding the wrong kind of value');
const NOT_INTEGER = error('ERR value is not an integer or out of range');
const SYNTAX = error('ERR syntax error');
const NOT_FLOAT = error('ERR value is not a valid float');

/** Leaves a command with an answer. */
class Answer extends Error {
  constructor(readonly reply: Reply) {
    super('answer');
  }
}

const refuse = (reply: Reply): never => {
  throw new Answer(reply);
};

const keysOf = ({ data, db }: Context): Database => database(data, db);

const EMPTY: { readonly [K in Kind]: () => Of<K> } = {
  string: () => ({ type: 'string', value: '' }),
  list: () => ({ type: 'list', items: [] }),
  set: () => ({ type: 'set', members: new Set() }),
  hash: () => ({ type: 'hash', fields: new Map() }),
  zset: () => ({ type: 'zset', scores: new Map() }),
};

/** A key's value of a kind; another kind is refused. */
function find<K extends Kind>(context: Context, key: string, kind: K): Of<K> | undefined {
  const stored = lookUp(keysOf(context), key, context.now)?.stored;
  if (stored && stored.type !== kind) refuse(WRONG_TYPE);
  return stored as Of<K> | undefined;
}

/** The same, made if it isn't there. */
function make<K extends Kind>(context: Context, key: string, kind: K): Of<K> {
  const found = find(context, key, kind);
  if (found) return found;
  const stored = EMPTY[kind]() as Of<K>;
  keysOf(context).set(key, { stored });
  return stored;
}

function put(context: Context, key: string, value: string, expires?: number): void {
  const stored: Stored = { type: 'string', value };
  keysOf(context).set(key, expires === undefined ? { stored } : { stored, expires });
}

/** A changed string keeps its time. */
function change(context: Context, key: string, value: string): void {
  put(context, key, value, lookUp(keysOf(context), key, context.now)?.expires);
}

function tidy(context: Context, key: string): void {
  const entry = keysOf(context).get(key);
  if (entry && isEmpty(entry.stored)) keysOf(context).delete(key);
}

function whole(text: string): number {
  if (!/^-?(0|[1-9]\d*)$/.test(text) || !Number.isSafeInteger(Number(text))) return refuse(NOT_INTEGER);
  return Number(text);
}

function real(text: string, message = NOT_FLOAT): number {
  const named = /^([-+]?)inf(inity)?$/i.exec(text);
  if (named) return named[1] === '-' ? -Infinity : Infinity;
  return text.trim() === '' || Number.isNaN(Number(text)) ? refuse(message) : Number(text);
}

/** `start stop` of a range, negative from the end. */
function between<T>(items: readonly T[], from: string, to: string): readonly T[] {
  const [first, last] = [whole(from), whole(to)];
  const start = first < 0 ? Math.max(0, items.length + first) : first;
  const end = last < 0 ? items.length + last : last;
  return items.slice(start, Math.max(start, end + 1));
}

function add(context: Context, key: string, by: number): Reply {
  const before = whole(find(context, key, 'string')?.value ?? '0');
  if (!Number.isSafeInteger(before + by)) return error('ERR increment or decrement would overflow');
  change(context, key, String(before + by));
  return integer(before + by);
}

/** SET's options: NX, XX, GET, KEEPTTL, EX, PX, EXAT, PXAT. */
function set(context: Context, [key = '', value = '', ...options]: readonly string[]): Reply {
  const given = lookUp(keysOf(context), key, context.now);
  let expires: number | undefined;
  let [only, answers] = ['', false];
  for (let i = 0; i < options.length; i++) {
    const option = options[i]!.toUpperCase();
    if ((option === 'NX' || option === 'XX') && only === '') only = option;
    else if (option === 'GET') answers = true;
    else if (option === 'KEEPTTL' && expires === undefined) expires = given?.expires;
    else if (/^(EX|PX)(AT)?$/.test(option) && expires === undefined && i + 1 < options.length) {
      const time = whole(options[++i]!) * (option.startsWith('EX') ? 1000 : 1);
      if (time <= 0) return error("ERR invalid expire time in 'set' command");
      expires = option.endsWith('AT') ? time : context.now + time;
    } else return SYNTAX;
  }
  const before = answers ? find(context, key, 'string') : undefined;
  if (only !== '' && (only === 'NX') === (given !== undefined)) return before ? bulk(before.value) : NIL;
  put(context, key, value, expires);
  if (!answers) return OK;
  return before ? bulk(before.value) : NIL;
}

function expire(
  context: Context,
  [key = '', time = '', ...more]: readonly string[],
  unit: number,
  from: number,
): Reply {
  if (more.length > 0) return error(`ERR Unsupported option ${more[0]}`);
  const expires = from + whole(time) * unit;
  const entry = lookUp(keysOf(context), key, context.now);
  if (!entry) return integer(0);
  if (expires <= context.now) keysOf(context).delete(key);
  else keysOf(context).set(key, { ...entry, expires });
  return integer(1);
}

function timeLeft(context: Context, key: string, unit: number): Reply {
  const entry = lookUp(keysOf(context), key, context.now);
  if (!entry) return integer(-2);
  return integer(entry.expires === undefined ? -1 : Math.round((entry.expires - context.now) / unit));
}

/** A glob pattern as KEYS has it. */
function glob(pattern: string): RegExp {
  let source = '';
  for (let i = 0; i < pattern.length; i++) {
    const c = pattern[i]!;
    const end = c === '[' ? pattern.indexOf(']', i + 1) : -1;
    if (c === '*') source += '[^]*';
    else if (c === '?') source += '[^]';
    else if (end > i) {
      source += `[${pattern.slice(i + 1, end).replace(/\\/g, '\\\\')}]`;
      i = end;
    } else {
      const letter = c === '\\' && i + 1 < pattern.length ? pattern[++i]! : c;
      source += letter.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
    }
  }
  return new RegExp(`^${source}$`);
}

function living(context: Context): [string, Entry][] {
  const keys = keysOf(context);
  return [...keys].filter(([key]) => lookUp(keys, key, context.now) !== undefined);
}

function push(context: Context, [key = '', ...items]: readonly string[], front: boolean): Reply {
  const list = make(context, key, 'list').items;
  for (const item of items) front ? list.unshift(item) : list.push(item);
  return integer(list.length);
}

function pop(context: Context, [key = '', count]: readonly string[], front: boolean): Reply {
  const found = find(context, key, 'list');
  const many = count === undefined ? undefined : whole(count);
  if (many !== undefined && many < 0) return error('ERR value is out of range, must be positive');
  if (!found) return many === undefined ? NIL : { kind: 'nil-array' };
  const taken: string[] = [];
  for (let left = many ?? 1; left > 0 && found.items.length > 0; left--)
    taken.push((front ? found.items.shift() : found.items.pop())!);
  tidy(context, key);
  return many === undefined ? bulk(taken[0]!) : bulks(taken);
}

const read = (arity: number, run: DataCommand['run']): DataCommand => ({ arity, writes: false, run });
const write = (arity: number, run: DataCommand['run']): DataCommand => ({ arity, writes: true, run });
const erase = (context: Context, args: readonly string[]) =>
  integer(args.filter((key) => lookUp(keysOf(context), key, context.now) && keysOf(context).delete(key)).length);
const hset = (context: Context, args: readonly string[], name: string) => {
  if (args.length % 2 === 0) return refuse(error(`ERR wrong number of arguments for '${name}' command`));
  const { fields } = make(context, args[0]!, 'hash');
  const before = fields.size;
  for (let i = 1; i < args.length; i += 2) fields.set(args[i]!, args[i + 1]!);
  return fields.size - before;
};

const TABLE: Readonly<Record<string, DataCommand>> = {
  append: write(3, (context, [key = '', more = '']) => {
    const value = (find(context, key, 'string')?.value ?? '') + more;
    change(context, key, value);
    return integer(value.length);
  }),
  dbsize: read(1, (context) => integer(living(context).length)),
  decr: write(2, (context, [key = '']) => add(context, key, -1)),
  decrby: write(3, (context, [key = '', by = '']) => add(context, key, -whole(by))),
  del: write(-2, erase),
  exists: read(-2, (context, args) => integer(args.filter((key) => lookUp(keysOf(context), key, context.now)).length)),
  expire: write(-3, (context, args) => expire(context, args, 1000, context.now)),
  expireat: write(-3, (context, args) => expire(context, args, 1000, 0)),
  flushall: write(-1, ({ data }) => {
    data.clear();
    return OK;
  }),
  flushdb: write(-1, (context) => {
    keysOf(context).clear();
    return OK;
  }),
  get: read(2, (context, [key = '']) => {
    const found = find(context, key, 'string');
    return found ? bulk(found.value) : NIL;
  }),
  getdel: write(2, (context, [key = '']) => {
    const found = find(context, key, 'string');
    keysOf(context).delete(key);
    return found ? bulk(found.value) : NIL;
  }),
  getset: write(3, (context, [key = '', value = '']) => {
    const found = find(context, key, 'string');
    put(context, key, value);
    return found ? bulk(found.value) : NIL;
  }),
  hdel: write(-3, (context, [key = '', ...fields]) => {
    const found = find(context, key, 'hash');
    const count = fields.filter((field) => found?.fields.delete(field)).length;
    tidy(context, key);
    return integer(count);
  }),
  hexists: read(3, (context, [key = '', field = '']) => integer(find(context, key, 'hash')?.fields.has(field) ? 1 : 0)),
  hget: read(3, (context, [key = '', field = '']) => {
    const value = find(context, key, 'hash')?.fields.get(field);
    return value === undefined ? NIL : bulk(value);
  }),
  hgetall: read(2, (context, [key = '']) => bulks([...(find(context, key, 'hash')?.fields ?? [])].flat())),
  hincrby: write(4, (context, [key = '', field = '', by = '']) => {
    const step = whole(by);
    const { fields } = make(context, key, 'hash');
    const before = fields.get(field) ?? '0';
    if (!/^-?\d+$/.test(before)) return error('ERR hash value is not an integer');
    fields.set(field, String(Number(before) + step));
    return integer(Number(before) + step);
  }),
  hkeys: read(2, (context, [key = '']) => bulks([...(find(context, key, 'hash')?.fields.keys() ?? [])])),
  hlen: read(2, (context, [key = '']) => integer(find(context, key, 'hash')?.fields.size ?? 0)),
  hmset: write(-4, (context, args) => {
    hset(context, args, 'hmset');
    return OK;
  }),
  hset: write(-4, (context, args) => integer(hset(context, args, 'hset'))),
  hvals: read(2, (context, [key = '']) => bulks([...(find(context, key, 'hash')?.fields.values() ?? [])])),
  incr: write(2, (context, [key = '']) => add(context, key, 1)),
  incrby: write(3, (context, [key = '', by = '']) => add(context, key, whole(by))),
  keys: read(2, (context, [pattern = '']) => {
    const match = glob(pattern);
    return bulks(living(context).flatMap(([key]) => (match.test(key) ? [key] : [])));
  }),
  lindex: read(3, (context, [key = '', index = '']) => {
    const value = find(context, key, 'list')?.items.at(whole(index));
    return value === undefined ? NIL : bulk(value);
  }),
  llen: read(2, (context, [key = '']) => integer(find(context, key, 'list')?.items.length ?? 0)),
  lpop: write(-2, (context, args) => pop(context, args, true)),
  lpush: write(-3, (context, args) => push(context, args, true)),
  lrange: read(4, (context, [key = '', from = '', to = '']) => {
    const range = between(find(context, key, 'list')?.items ?? [], from, to);
    return bulks(range);
  }),
  lrem: write(4, (context, [key = '', count = '', value = '']) => {
    const limit = whole(count);
    const found = find(context, key, 'list');
    if (!found) return integer(0);
    let removed = 0;
    const kept: string[] = [];
    for (const item of limit < 0 ? [...found.items].reverse() : found.items)
      if (item === value && (limit === 0 || removed < Math.abs(limit))) removed++;
      else kept.push(item);
    found.items.splice(0, found.items.length, ...(limit < 0 ? kept.reverse() : kept));
    tidy(context, key);
    return integer(removed);
  }),
  lset: write(4, (context, [key = '', index = '', value = '']) => {
    const found = find(context, key, 'list');
    if (!found) return error('ERR no such key');
    const at = whole(index) < 0 ? found.items.length + whole(index) : whole(index);
    if (at < 0 || at >= found.items.length) return error('ERR index out of range');
    found.items[at] = value;
    return OK;
  }),
  ltrim: write(4, (context, [key = '', from = '', to = '']) => {
    const found = find(context, key, 'list');
    if (!found) return OK;
    const kept = between(found.items, from, to);
    found.items.splice(0, found.items.length, ...kept);
    tidy(context, key);
    return OK;
  }),
  mget: read(-2, (context, keys) => ({
    kind: 'array',
    items: keys.map((key) => {
      const stored = lookUp(keysOf(context), key, context.now)?.stored;
      return stored?.type === 'string' ? bulk(stored.value) : NIL;
    }),
  })),
  mset: write(-3, (context, args) => {
    if (args.length % 2 === 1) return error("ERR wrong number of arguments for 'mset' command");
    for (let i = 0; i < args.length; i += 2) put(context, args[i]!, args[i + 1]!);
    return OK;
  }),
  persist: write(2, (context, [key = '']) => {
    const entry = lookUp(keysOf(context), key, context.now);
    if (entry?.expires === undefined) return integer(0);
    keysOf(context).set(key, { stored: entry.stored });
    return integer(1);
  }),
  pexpire: write(-3, (context, args) => expire(context, args, 1, context.now)),
  pexpireat: write(-3, (context, args) => expire(context, args, 1, 0)),
  psetex: write(4, (context, [key = '', time = '', value = '']) => set(context, [key, value, 'PX', time])),
  pttl: read(2, (context, [key = '']) => timeLeft(context, key, 1)),
  randomkey: read(1, (context) => {
    const keys = living(context);
    return keys.length === 0 ? NIL : bulk(keys[Math.floor(context.random() * keys.length)]![0]);
  }),
  rename: write(3, (context, [from = '', to = '']) => {
    const entry = lookUp(keysOf(context), from, context.now);
    if (!entry) return error('ERR no such key');
    keysOf(context).delete(from);
    keysOf(context).set(to, entry);
    return OK;
  }),
  rpop: write(-2, (context, args) => pop(context, args, false)),
  rpush: write(-3, (context, args) => push(context, args, false)),
  sadd: write(-3, (context, [key = '', ...members]) => {
    const set = make(context, key, 'set').members;
    const before = set.size;
    for (const member of members) set.add(member);
    return integer(set.size - before);
  }),
  scard: read(2, (context, [key = '']) => integer(find(context, key, 'set')?.members.size ?? 0)),
  set: write(-3, set),
  setex: write(4, (context, [key = '', time = '', value = '']) => {
    if (whole(time) <= 0) return error("ERR invalid expire time in 'setex' command");
    return set(context, [key, value, 'EX', time]);
  }),
  setnx: write(3, (context, [key = '', value = '']) =>
    integer(set(context, [key, value, 'NX']).kind === 'nil' ? 0 : 1),
  ),
  sismember: read(3, (context, [key = '', member = '']) =>
    integer(find(context, key, 'set')?.members.has(member) ? 1 : 0),
  ),
  smembers: read(2, (context, [key = '']) => bulks([...(find(context, key, 'set')?.members ?? [])])),
  srem: write(-3, (context, [key = '', ...members]) => {
    const found = find(context, key, 'set');
    const count = members.filter((member) => found?.members.delete(member)).length;
    tidy(context, key);
    return integer(count);
  }),
  strlen: read(2, (context, [key = '']) => integer(find(context, key, 'string')?.value.length ?? 0)),
  ttl: read(2, (context, [key = '']) => timeLeft(context, key, 1000)),
  type: read(2, (context, [key = '']) => status(lookUp(keysOf(context), key, context.now)?.stored.type ?? 'none')),
  unlink: write(-2, erase),
  zadd: write(-4, (context, [key = '', ...pairs]) => {
    if (pairs.length % 2 === 1) return SYNTAX;
    const numbers = pairs.filter((_, i) => i % 2 === 0).map((text) => real(text));
    const { scores } = make(context, key, 'zset');
    const before = scores.size;
    for (const [i, score] of numbers.entries()) scores.set(pairs[2 * i + 1]!, score);
    return integer(scores.size - before);
  }),
  zcard: read(2, (context, [key = '']) => integer(find(context, key, 'zset')?.scores.size ?? 0)),
  zincrby: write(4, (context, [key = '', by = '', member = '']) => {
    const step = real(by);
    const { scores } = make(context, key, 'zset');
    const score = (scores.get(member) ?? 0) + step;
    scores.set(member, score);
    return bulk(scoreText(score));
  }),
  zrange: read(-4, (context, [key = '', from = '', to = '', ...options]) => {
    const words = options.map((word) => word.toUpperCase());
    if (words.some((word) => word !== 'WITHSCORES' && word !== 'REV')) return SYNTAX;
    const all = ranked(find(context, key, 'zset')?.scores ?? new Map());
    const range = between(words.includes('REV') ? all.reverse() : all, from, to);
    return bulks(
      range.flatMap(([member, score]) => (words.includes('WITHSCORES') ? [member, scoreText(score)] : [member])),
    );
  }),
  zrem: write(-3, (context, [key = '', ...members]) => {
    const found = find(context, key, 'zset');
    const count = members.filter((member) => found?.scores.delete(member)).length;
    tidy(context, key);
    return integer(count);
  }),
  zscore: read(3, (context, [key = '', member = '']) => {
    const score = find(context, key, 'zset')?.scores.get(member);
    return score === undefined ? NIL : bulk(scoreText(score));
  }),
};

export const dataCommand = (name: string): DataCommand | undefined =>
  Object.hasOwn(TABLE, name) ? TABLE[name] : undefined;

/** Runs a command on data. */
export function runData(command: DataCommand, context: Context, args: readonly string[]): Reply {
  try {
    return command.run(context, args);
  } catch (thrown) {
    if (thrown instanceof Answer) return thrown.reply;
    throw thrown;
  }
}

/** SELECT's number. */
export function databaseNumber(text: string): number | Reply {
  if (!/^-?\d+$/.test(text)) return NOT_INTEGER;
  const number = Number(text);
  return number < 0 || number >= DATABASES ? error('ERR DB index is out of range') : number;
}
