import { isErrno } from '../../fs/index.ts';
import { type Op, type ProcessInfo, SIGNALS, type Signal, signalNamed } from '../../os/index.ts';
import { readOwners } from './owners.ts';
import { compileRegex } from './regex.ts';
import { type Text, textApplet } from './text.ts';

const nameOf = ({ argv }: ProcessInfo) => (argv[0] ?? '').replace(/^-/, '').replace(/^.*\//, '');
/** busybox's name of a signal that has two. */
const shownName = (name: string) => (name === 'IO' ? 'POLL' : name);

/** Takes a signal off the front of the options: `-9`, `-KILL`, `-SIGTERM`. */
function leadingSignal(args: readonly string[]): { readonly signal: Signal; readonly rest: readonly string[] } {
  const found = args.findIndex((arg) => /^-(\d+|[A-Z][A-Z0-9]+)$/.test(arg) && signalNamed(arg.slice(1)) !== undefined);
  const signal = found < 0 ? undefined : signalNamed(args[found]!.slice(1));
  return { signal: signal ?? 'TERM', rest: signal ? args.filter((_, i) => i !== found) : args };
}

/** procps' pgrep, and pkill by the name it is called by: processes by a pattern of their names. */
function* grepProcesses(text: Text): Op<number> {
  const { sys } = text;
  const kills = sys.argv[0]?.endsWith('pkill') ?? false;
  const name = kills ? 'pkill' : 'pgrep';
  const { signal, rest } = kills ? leadingSignal(text.args) : { signal: 'TERM' as const, rest: text.args };
  const parsed = text.parse(
    {
      full: ['f', 'flag'],
      exact: ['x', 'flag'],
      'list-name': ['l', 'flag'],
      'list-full': ['a', 'flag'],
      count: ['c', 'flag'],
      newest: ['n', 'flag'],
      oldest: ['o', 'flag'],
      inverse: ['v', 'flag'],
      'ignore-case': ['i', 'flag'],
      parent: ['P', 'value'],
      euid: ['u', 'value'],
      delimiter: ['d', 'value'],
      signal: [undefined, 'value'],
      echo: ['e', 'flag'],
    },
    { args: rest, status: 2 },
  );
  const [pattern, extra] = parsed.operands;
  const hint = `Try \`${name} --help' for more information.\n`;
  const selects = ['parent', 'euid'].some((option) => parsed.has(option));
  if (extra !== undefined || (pattern === undefined && !selects)) {
    const why = extra !== undefined ? 'only one pattern can be provided' : 'no matching criteria specified';
    yield* sys.write(2, `${name}: ${why}\n${hint}`);
    return 2;
  }
  const exact = parsed.has('exact');
  const regex = compileRegex(exact ? `^(${pattern ?? ''})$` : (pattern ?? ''), {
    extended: true,
    ignoreCase: parsed.has('ignore-case'),
  });
  if ('error' in regex) {
    yield* sys.write(2, `${name}: ${regex.error}\n`);
    return 2;
  }
  const owners = yield* readOwners(sys);
  const users = (parsed.value('euid') ?? '').split(',').map((user) => owners.uid(user) ?? Number(user));
  const parents = (parsed.value('parent') ?? '').split(',').map(Number);
  let found = sys.processes().filter((process) => {
    if (process.pid === sys.pid || process.state === 'Z') return false;
    const matches =
      regex.test(parsed.has('full') ? process.argv.join(' ') : nameOf(process).slice(0, 15)) &&
      (!parsed.has('euid') || users.includes(process.uid)) &&
      (!parsed.has('parent') || parents.includes(process.ppid));
    return matches !== parsed.has('inverse');
  });
  if (parsed.has('newest')) found = found.slice(-1);
  if (parsed.has('oldest')) found = found.slice(0, 1);
  if (kills) {
    const sent = signalNamed(parsed.value('signal') ?? '') ?? signal;
    for (const { pid, ...process } of found)
      try {
        sys.kill(pid, sent);
        if (parsed.has('echo')) text.put(`${nameOf({ pid, ...process })} killed (pid ${pid})\n`);
      } catch (error) {
        if (!isErrno(error)) throw error;
        yield* sys.write(2, `pkill: killing pid ${pid} failed: ${error.message}\n`);
      }
  } else if (parsed.has('count')) text.put(`${found.length}\n`);
  else {
    const lines = found.map((process) => {
      if (parsed.has('list-full')) return `${process.pid} ${process.argv.join(' ')}`;
      return parsed.has('list-name') ? `${process.pid} ${nameOf(process)}` : String(process.pid);
    });
    if (lines.length > 0) text.put(`${lines.join(parsed.value('delimiter') ?? '\n')}\n`);
  }
  return found.length > 0 ? 0 : 1;
}

export const pgrep = textApplet('pgrep', grepProcesses, { dialects: ['gnu'] });

/** The numbers of the processes of some names, the newest first. */
function* pidsOf(text: Text): Op<number> {
  const parsed = text.parse({ s: ['s', 'flag'], o: ['o', 'value'], x: ['x', 'flag'] });
  const omitted = (parsed.options.get('o') ?? []).map((word) => (word === '%PPID' ? text.sys.ppid : Number(word)));
  const pids = text.sys
    .processes()
    .filter((process) => parsed.operands.some((name) => nameOf(process) === name || process.argv[0] === name))
    .map(({ pid }) => pid)
    .filter((pid) => !omitted.includes(pid) && pid !== text.sys.pid)
    .reverse();
  const shown = parsed.has('s') ? pids.slice(0, 1) : pids;
  if (shown.length > 0) text.put(`${shown.join(' ')}\n`);
  return shown.length > 0 ? 0 : 1;
}

export const pidof = textApplet('pidof', pidsOf);
/** sysvinit's killall5 is pidof by that name; as itself it would end all other processes. */
export const killall5 = textApplet(
  'killall5',
  function* (text) {
    if (text.sys.argv[0]?.endsWith('pidof')) return yield* pidsOf(text);
    const { signal } = leadingSignal(text.args);
    for (const { pid, sid } of text.sys.processes())
      if (pid !== 1 && pid !== text.sys.pid && sid !== text.sys.pgid) {
        try {
          text.sys.kill(pid, signal);
        } catch (error) {
          if (!isErrno(error)) throw error;
        }
      }
    return 0;
  },
  { dialects: ['gnu'] },
);

/** busybox's killall: processes by their whole names. */
export const killall = textApplet(
  'killall',
  function* (text) {
    const { sys } = text;
    if (text.args[0] === '-l') {
      const all = Object.entries(SIGNALS);
      text.put(all.map(([name, number]) => `${String(number).padStart(2)}) ${shownName(name)}\n`).join(''));
      return 0;
    }
    const args = [...text.args];
    const quiet = args[0] === '-q';
    if (quiet) args.shift();
    let signal: Signal = 'TERM';
    if (args[0]?.startsWith('-')) {
      const word = args.shift()!.slice(1);
      const found = signalNamed(word === 's' ? (args.shift() ?? '') : word);
      if (!found) return text.die(`bad signal name '${word}'`);
      signal = found;
    }
    if (args.length === 0) text.die('you need to specify whom to kill');
    for (const name of args) {
      const found = sys.processes().filter((process) => process.pid !== sys.pid && nameOf(process) === name);
      if (found.length === 0) {
        if (!quiet) yield* text.say(`${name}: no process killed`);
        text.status = 1;
      }
      for (const { pid } of found)
        try {
          sys.kill(pid, signal);
        } catch (error) {
          if (!isErrno(error)) throw error;
          yield* text.fail(`can't kill pid ${pid}: ${error.message}`);
        }
    }
    return text.status;
  },
  { dialects: ['busybox'] },
);
