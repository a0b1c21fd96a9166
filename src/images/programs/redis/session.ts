import type { Op, Sys } from '../../../os/index.ts';
import { databaseNumber, dataCommand, runData } from './commands.ts';
import { type Config, DEFAULTS, directiveText, withDirective } from './config.ts';
import { infoText } from './info.ts';
import { beginAppending, saveDump } from './persistence.ts';
import { bulk, bulks, error, integer, OK, type Reply, status } from './resp.ts';
import { type Client, logOf, rewriteInBackground, type Server, saveInBackground } from './state.ts';

/** What a command came to: the answer, and the commands that changed data. */
export interface Done {
  readonly reply: Reply;
  readonly client: Client;
  readonly changes: readonly { readonly db: number; readonly words: readonly string[] }[];
  readonly closes?: boolean;
}

const arityError = (name: string) => error(`ERR wrong number of arguments for '${name}' command`);

/** Commands on the server itself: how many words they take. */
const SERVER: Readonly<Record<string, number>> = {
  auth: -2,
  bgrewriteaof: 1,
  bgsave: -1,
  client: -2,
  command: -1,
  config: -2,
  discard: 1,
  echo: 2,
  exec: 1,
  info: -1,
  lastsave: 1,
  multi: 1,
  ping: -1,
  quit: -1,
  save: 1,
  select: 2,
  shutdown: -1,
  time: 1,
};

const fits = (arity: number, words: number) => (arity < 0 ? words >= -arity : words === arity);

function problem(name: string): string {
  return name === 'appendonly' || name === 'protected-mode'
    ? "argument must be 'yes' or 'no'"
    : "argument couldn't be parsed";
}

/** Does one command of a client. */
export function* perform(sys: Sys, server: Server, client: Client, words: readonly string[]): Op<Done> {
  const [given = '', ...args] = words;
  const name = given.toLowerCase();
  const same = (reply: Reply): Done => ({ reply, client, changes: [] });
  const data = dataCommand(name);
  const own = Object.hasOwn(SERVER, name) ? SERVER[name] : undefined;
  const arity = data?.arity ?? own;
  if (arity === undefined) {
    const beginning = args.map((arg) => `'${arg}' `).join('');
    return same(error(`ERR unknown command '${given}', with args beginning with: ${beginning}`));
  }
  if (!fits(arity, words.length)) return same(arityError(name));
  if (server.config.requirepass !== '' && !client.allowed && name !== 'auth' && name !== 'quit')
    return same(error('NOAUTH Authentication required.'));
  if (client.queued && !['exec', 'discard', 'multi'].includes(name))
    return { reply: status('QUEUED'), client: { ...client, queued: [...client.queued, words] }, changes: [] };
  if (name === 'exec') return yield* execute(sys, server, client);
  if (!data) return yield* onServer(sys, server, client, name, args);
  const context = { data: server.data, db: client.db, now: sys.now(), random: () => sys.random() };
  const reply = runData(data, context, args);
  const changed = data.writes && reply.kind !== 'error';
  return { reply, client, changes: changed ? [{ db: client.db, words: durable(words, sys.now()) }] : [] };
}

/** Times from now on are kept as moments. */
function durable(words: readonly string[], now: number): readonly string[] {
  const [name = '', key = '', ...rest] = words;
  const lower = name.toLowerCase();
  if (lower === 'expire' || lower === 'pexpire')
    return ['PEXPIREAT', key, String(Math.round(now + Number(rest[0]) * (lower === 'expire' ? 1000 : 1)))];
  if (lower === 'setex' || lower === 'psetex')
    return ['SET', key, rest[1]!, 'PXAT', String(Math.round(now + Number(rest[0]) * (lower === 'setex' ? 1000 : 1)))];
  if (lower !== 'set') return words;
  const at = rest.findIndex((word, i) => i > 0 && /^(ex|px)$/i.test(word));
  if (at < 0) return words;
  const unit = /^ex$/i.test(rest[at]!) ? 1000 : 1;
  return ['SET', key, rest[0]!, 'PXAT', String(Math.round(now + Number(rest[at + 1]) * unit))];
}

function* execute(sys: Sys, server: Server, client: Client): Op<Done> {
  if (!client.queued) return { reply: error('ERR EXEC without MULTI'), client, changes: [] };
  const items: Reply[] = [];
  const changes: Done['changes'][number][] = [];
  let inside: Client = { ...client, queued: undefined };
  for (const words of client.queued) {
    const done: Done = yield* perform(sys, server, inside, words);
    items.push(done.reply);
    changes.push(...done.changes);
    inside = done.client;
  }
  return { reply: { kind: 'array', items }, client: inside, changes };
}

function* onServer(sys: Sys, server: Server, client: Client, name: string, args: readonly string[]): Op<Done> {
  const log = logOf(sys, server.config);
  const same = (reply: Reply): Done => ({ reply, client, changes: [] });
  switch (name) {
    case 'auth':
      if (server.config.requirepass === '')
        return same(
          error(
            'ERR AUTH <password> called without any password configured for the default user. Are you sure your configuration is correct?',
          ),
        );
      if (args.at(-1) !== server.config.requirepass)
        return same(error('WRONGPASS invalid username-password pair or user is disabled.'));
      return { reply: OK, client: { ...client, allowed: true }, changes: [] };
    case 'bgrewriteaof':
      yield* rewriteInBackground(sys, server);
      return same(status('Background append only file rewriting started'));
    case 'bgsave':
      yield* saveInBackground(sys, server);
      return same(status('Background saving started'));
    case 'client':
      return same(clientReply(args, client));
    case 'command':
      return same({ kind: 'array', items: [] });
    case 'config':
      return same(yield* configuration(sys, server, args));
    case 'discard':
      if (!client.queued) return same(error('ERR DISCARD without MULTI'));
      return { reply: OK, client: { ...client, queued: undefined }, changes: [] };
    case 'echo':
      return same(bulk(args[0]!));
    case 'info':
      return same(bulk(infoText(sys, server, args)));
    case 'lastsave':
      return same(integer(Math.floor(server.saved / 1000)));
    case 'multi':
      if (client.queued) return same(error('ERR MULTI calls can not be nested'));
      return { reply: OK, client: { ...client, queued: [] }, changes: [] };
    case 'ping':
      if (args.length > 1) return same(arityError('ping'));
      return same(args[0] === undefined ? status('PONG') : bulk(args[0]));
    case 'quit':
      return { ...same(OK), closes: true };
    case 'save':
      if (!(yield* saveDump(sys, server.config, server.data, log))) return same(error('ERR'));
      Object.assign(server, { dirty: 0, saved: sys.now(), saves: server.saves + 1 });
      return same(OK);
    case 'select': {
      const number = databaseNumber(args[0]!);
      if (typeof number !== 'number') return same(number);
      return { reply: OK, client: { ...client, db: number }, changes: [] };
    }
    case 'shutdown': {
      const words = args.map((arg) => arg.toLowerCase());
      if (words.some((word) => !['save', 'nosave', 'now', 'force'].includes(word)))
        return same(error('ERR syntax error'));
      server.ending = words.includes('nosave') ? 'nosave' : 'shutdown';
      return same(OK);
    }
    default: {
      const now = sys.now();
      return same(bulks([String(Math.floor(now / 1000)), String(Math.floor((now % 1000) * 1000))]));
    }
  }
}

function clientReply(args: readonly string[], client: Client): Reply {
  switch (args[0]?.toLowerCase()) {
    case 'id':
      return integer(client.id);
    case 'getname':
      return { kind: 'nil' };
    case 'setname':
      return OK;
  }
  return error(`ERR unknown subcommand '${args[0]}'. Try CLIENT HELP.`);
}

function* configuration(sys: Sys, server: Server, args: readonly string[]): Op<Reply> {
  const [verb = '', ...rest] = args;
  if (verb.toLowerCase() === 'get' && rest.length > 0) {
    const names = Object.keys(DEFAULTS) as (keyof Config)[];
    const asked = names.filter((name) =>
      rest.some((pattern) => new RegExp(`^${pattern.replace(/[^\w-*]/g, '').replaceAll('*', '.*')}$`, 'i').test(name)),
    );
    return bulks(asked.flatMap((name) => [name, directiveText(server.config, name)]));
  }
  if (verb.toLowerCase() === 'set' && rest.length >= 2 && rest.length % 2 === 0) {
    let { config } = server;
    for (let i = 0; i < rest.length; i += 2) {
      const name = rest[i]!.toLowerCase();
      if (!Object.hasOwn(DEFAULTS, name))
        return error(`ERR Unknown option or number of arguments for CONFIG SET - '${rest[i]}'`);
      if (['port', 'bind', 'appendfilename', 'appenddirname'].includes(name))
        return error(`ERR CONFIG SET failed (possibly related to argument '${rest[i]}') - can't set immutable config`);
      const value = rest[i + 1]!;
      const next = name === 'save' && value === '' ? { ...config, save: [] } : withDirective(config, name, [value]);
      if (!next) return error(`ERR CONFIG SET failed (possibly related to argument '${rest[i]}') - ${problem(name)}`);
      config = next;
    }
    const begins = config.appendonly && !server.config.appendonly;
    server.config = config;
    if (begins) {
      if (!(yield* beginAppending(sys, config, server.data, server.sequence + 1, logOf(sys, config), false)))
        return error(
          "ERR CONFIG SET failed (possibly related to argument 'appendonly') - Unable to turn on AOF. Check server logs.",
        );
      server.sequence++;
      server.appended = undefined;
    }
    return OK;
  }
  return error(`ERR unknown subcommand or wrong number of arguments for '${verb}'. Try CONFIG HELP.`);
}
