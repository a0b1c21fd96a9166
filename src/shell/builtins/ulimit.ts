import { isErrno, strerror } from '../../fs/index.ts';
import { type Resource, type Rlimit, UNLIMITED } from '../../os/index.ts';
import { complainAs, complainAsApplet, say } from '../messages.ts';
import type { Shell } from '../state.ts';
import { type Builtin, print } from './builtin.ts';
import { badOption } from './options.ts';

/** A limit as a shell shows it: its letter, its words, and how many of the resource's unit make one of the shell's. */
interface Shown {
  readonly letter: string;
  readonly words: string;
  readonly resource: Resource | 'pipe';
  readonly unit: number;
}

const table = (text: string): readonly Shown[] =>
  text
    .trim()
    .split('\n')
    .map((line) => {
      const [letter, resource, unit, words] = line.trim().split('|') as [string, Shown['resource'], string, string];
      return { letter, resource, unit: Number(unit), words };
    });

const BASH = table(`
  R|rttime|1|real-time non-blocking time  (microseconds, -R)
  c|core|1024|core file size              (blocks, -c)
  d|data|1024|data seg size               (kbytes, -d)
  e|nice|1|scheduling priority                 (-e)
  f|fsize|1024|file size                   (blocks, -f)
  i|sigpending|1|pending signals                     (-i)
  l|memlock|1024|max locked memory           (kbytes, -l)
  m|rss|1024|max memory size             (kbytes, -m)
  n|nofile|1|open files                          (-n)
  p|pipe|512|pipe size                (512 bytes, -p)
  q|msgqueue|1|POSIX message queues         (bytes, -q)
  r|rtprio|1|real-time priority                  (-r)
  s|stack|1024|stack size                  (kbytes, -s)
  t|cpu|1|cpu time                   (seconds, -t)
  u|nproc|1|max user processes                  (-u)
  v|as|1024|virtual memory              (kbytes, -v)
  x|locks|1|file locks                          (-x)`);

const DASH = table(`
  t|cpu|1|time(seconds)
  f|fsize|512|file(blocks)
  d|data|1024|data(kbytes)
  s|stack|1024|stack(kbytes)
  c|core|512|coredump(blocks)
  m|rss|1024|memory(kbytes)
  l|memlock|1024|locked memory(kbytes)
  p|nproc|1|process
  n|nofile|1|nofiles
  v|as|1024|vmemory(kbytes)
  w|locks|1|locks
  r|rtprio|1|rtprio`);

const ASH = table(`
  c|core|512|core file size (blocks)
  d|data|1024|data seg size (kb)
  e|nice|1|scheduling priority
  f|fsize|512|file size (blocks)
  i|sigpending|1|pending signals
  l|memlock|1024|max locked memory (kb)
  m|rss|1024|max memory size (kb)
  n|nofile|1|open files
  q|msgqueue|1|POSIX message queues (bytes)
  r|rtprio|1|real-time priority
  s|stack|1024|stack size (kb)
  t|cpu|1|cpu time (seconds)
  u|nproc|1|max user processes
  v|as|1024|virtual memory (kb)
  x|locks|1|file locks`);

const PIPE: Rlimit = { soft: 4096, hard: 4096 };

const limitOf = (shell: Shell, { resource }: Shown) => (resource === 'pipe' ? PIPE : shell.sys.rlimit(resource));

function shownValue(shell: Shell, shown: Shown, which: 'soft' | 'hard'): string {
  const value = limitOf(shell, shown)[which];
  return value === UNLIMITED ? 'unlimited' : String(Math.floor(value / shown.unit));
}

function line(shell: Shell, shown: Shown, which: 'soft' | 'hard'): string {
  const value = shownValue(shell, shown, which);
  const { letter, words } = shown;
  if (shell.state.dialect === 'bash') return `${words} ${value}\n`;
  return shell.state.dialect === 'dash'
    ? `${words.padEnd(20)} ${value}\n`
    : `${words.padEnd(32)}(-${letter}) ${value}\n`;
}

/** The new limit that a word means; undefined if it is none. */
function wanted(shell: Shell, shown: Shown, word: string, flags: string): Rlimit | undefined {
  const before = limitOf(shell, shown);
  let value: number;
  if (word === 'unlimited') value = UNLIMITED;
  else if (word === 'hard' || word === 'soft') value = before[word];
  else if (/^\d+$/.test(word)) value = Number(word) * shown.unit;
  else return undefined;
  const only = (name: string) => flags.includes(name) && !(flags.includes('H') && flags.includes('S'));
  return { soft: only('H') ? before.soft : value, hard: only('S') ? before.hard : value };
}

function change(shell: Shell, shown: Shown, word: string, flags: string): number {
  const { dialect } = shell.state;
  const limit = wanted(shell, shown, word, flags);
  if (limit === undefined) {
    if (dialect === 'ash') complainAsApplet(shell, `invalid number '${word}'`);
    else complainAs(shell, 'ulimit', dialect === 'bash' ? `${word}: invalid number` : 'bad number');
    return dialect === 'dash' ? 2 : 1;
  }
  try {
    if (shown.resource !== 'pipe') shell.sys.rlimit(shown.resource, limit);
    return 0;
  } catch (error) {
    if (!isErrno(error)) throw error;
    const why = strerror(error.code);
    if (dialect === 'ash') complainAsApplet(shell, `error setting limit: ${why}`);
    else if (dialect === 'dash') complainAs(shell, 'ulimit', `error setting limit (${why})`);
    else complainAs(shell, 'ulimit', `${shown.words.replace(/ *\(.*/, '')}: cannot modify limit: ${why}`);
    return dialect === 'dash' ? 2 : 1;
  }
}

export const ulimit: Builtin = {
  run(shell, args) {
    const { dialect } = shell.state;
    const known = dialect === 'bash' ? BASH : dialect === 'dash' ? DASH : ASH;
    const flags = args
      .filter((arg) => arg.startsWith('-'))
      .join('')
      .replaceAll('-', '');
    const letters = flags.replace(/[HS]/g, '');
    const bad = [...letters].find((letter) => letter !== 'a' && !known.some((shown) => shown.letter === letter));
    if (bad !== undefined && dialect === 'ash') {
      say(shell, `ulimit: invalid option -- '${bad}'`);
      return 1;
    }
    if (bad !== undefined) return badOption(shell, 'ulimit', bad);
    const which = flags.includes('H') && !flags.includes('S') ? 'hard' : 'soft';
    if (letters.includes('a')) return print(shell, 'ulimit', known.map((each) => line(shell, each, which)).join(''));
    const asked = [...(letters || 'f')].map((letter) => known.find((shown) => shown.letter === letter)!);
    const word = args.find((arg) => !arg.startsWith('-'));
    if (word !== undefined) return change(shell, asked.at(-1)!, word, flags);
    if (dialect === 'bash' && asked.length > 1)
      return print(shell, 'ulimit', asked.map((each) => line(shell, each, which)).join(''));
    return print(shell, 'ulimit', `${shownValue(shell, asked.at(-1)!, which)}\n`);
  },
};
