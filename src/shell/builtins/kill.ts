import { isErrno } from '../../fs/index.ts';
import { SIGNALS, type Signal, signalNamed } from '../../os/index.ts';
import { complainAs, complainAsApplet } from '../messages.ts';
import { findJob } from '../run/jobs.ts';
import type { Shell } from '../state.ts';
import { type Builtin, print } from './builtin.ts';
import { usage } from './options.ts';

/** Linux's signals by number, the real-time ones too. */
function signalNames(): readonly (readonly [number, string])[] {
  const names: (readonly [number, string])[] = Object.entries(SIGNALS).map(([name, number]) => [number, name] as const);
  for (let number = 34; number <= 64; number++) {
    const up = number - 34;
    const down = 64 - number;
    const name = up <= 15 ? `RTMIN${up ? `+${up}` : ''}` : `RTMAX${down ? `-${down}` : ''}`;
    names.push([number, name]);
  }
  return names;
}

/** `kill -l` and `trap -l` of bash: five in a row. */
export function signalTable(): string {
  let text = '';
  for (const [i, [number, name]] of signalNames().entries()) {
    text += `${String(number).padStart(2)}) SIG${name}${i % 5 === 4 ? '\n' : '\t'}`;
  }
  return `${text}\n`;
}

/** `kill -l`: in the way of each shell. */
export function signalList(flavor: 'bash' | 'dash' | 'busybox'): string {
  if (flavor === 'bash') return signalTable();
  const names = signalNames();
  if (flavor === 'dash') return `0\n${names.map(([, name]) => `${name}\n`).join('')}`;
  return names.map(([number, name]) => `${String(number).padStart(2)}) ${name}\n`).join('');
}

/** `kill -l 137` → KILL, `kill -l TERM` → 15; undefined: no such signal. */
export function signalTranslation(word: string): string | undefined {
  if (/^\d+$/.test(word)) {
    const number = Number(word) > 128 ? Number(word) - 128 : Number(word);
    if (number === 0) return 'EXIT';
    return signalNames().find(([each]) => each === number)?.[1];
  }
  const name = word.toUpperCase().replace(/^SIG/, '');
  if (name === 'EXIT') return '0';
  const found = signalNames().find(([, each]) => each === name);
  return found && String(found[0]);
}

export const kill: Builtin = {
  run(shell, args) {
    const [first, second] = args;
    if (first === undefined) return noTargets(shell);
    if (first === '-l' || (first === '-L' && shell.state.dialect === 'bash')) return list(shell, args.slice(1));
    const { dialect } = shell.state;
    let word: string | undefined;
    let targets = args;
    if (first === '-s' || (first === '-n' && dialect === 'bash')) {
      if (dialect === 'ash' && second !== undefined && first === '-s') {
        word = second;
        targets = args.slice(2);
      } else if (dialect === 'ash') return badSignal(shell, 's');
      else if (second === undefined) return missingSignal(shell, first);
      else {
        word = second;
        targets = args.slice(2);
      }
    } else if (first === '--') targets = args.slice(1);
    else if (/^-./.test(first)) {
      word = first.slice(1);
      targets = args.slice(1);
    }
    const signal = word === undefined ? 'TERM' : signalOf(shell, word);
    if (signal === undefined) return badSignal(shell, word!);
    if (targets[0] === '--') targets = targets.slice(1);
    if (targets.length === 0) return noTargets(shell);
    let status = 0;
    for (const target of targets) {
      const result = send(shell, target, signal);
      if (result !== 0) status = result;
    }
    return status;
  },
};

/** dash knows names in capitals only, and none with SIG. */
function signalOf(shell: Shell, word: string): Signal | 0 | undefined {
  if (word === '0' || (shell.state.dialect !== 'dash' && word.toUpperCase() === 'EXIT')) return 0;
  if (shell.state.dialect === 'dash' && !/^\d+$/.test(word) && (word.startsWith('SIG') || word !== word.toUpperCase()))
    return undefined;
  return signalNamed(word);
}

function noTargets(shell: Shell): number {
  switch (shell.state.dialect) {
    case 'bash':
      return usage(shell, 'kill');
    case 'dash':
      complainAs(
        shell,
        'kill',
        'Usage: kill [-s sigspec | -signum | -sigspec] [pid | job]... or\nkill -l [exitstatus]',
      );
      return 2;
    default:
      complainAsApplet(shell, 'you need to specify whom to kill');
      return 1;
  }
}

function missingSignal(shell: Shell, option: string): number {
  if (shell.state.dialect === 'bash') {
    complainAs(shell, 'kill', `${option}: option requires an argument`);
    return 1;
  }
  complainAs(shell, 'kill', `No arg for ${option} option`);
  return 2;
}

function badSignal(shell: Shell, word: string): number {
  switch (shell.state.dialect) {
    case 'bash':
      complainAs(shell, 'kill', `${word}: invalid signal specification`);
      return 1;
    case 'dash':
      complainAs(shell, 'kill', `Illegal option -${word[0]}`);
      return 2;
    default:
      complainAsApplet(shell, `bad signal name '${word}'`);
      return 1;
  }
}

function list(shell: Shell, words: readonly string[]): number {
  const { dialect } = shell.state;
  if (words.length === 0) return print(shell, 'kill', signalList(dialect === 'ash' ? 'busybox' : dialect));
  let status = 0;
  // dash looks at the first only.
  for (const word of dialect === 'dash' ? words.slice(0, 1) : words) {
    const found = signalTranslation(word);
    if (dialect === 'dash' && (!/^\d+$/.test(word) || found === undefined || found === 'EXIT')) {
      complainAs(
        shell,
        'kill',
        /^\d+$/.test(word) ? `invalid signal number or exit status: ${word}` : `Illegal number: ${word}`,
      );
      return 2;
    }
    if (found !== undefined) print(shell, 'kill', `${found}\n`);
    else {
      if (dialect === 'bash') complainAs(shell, 'kill', `${word}: invalid signal specification`);
      else complainAsApplet(shell, `unknown signal '${word}'`);
      status = 1;
    }
  }
  return status;
}

function send(shell: Shell, target: string, signal: Signal | 0): number {
  const { state, sys } = shell;
  let pid: number;
  if (target.startsWith('%')) {
    const job = findJob(shell, target);
    if (!job || job === 'ambiguous') {
      if (state.dialect === 'dash') complainAs(shell, 'kill', `No such job: ${target}`);
      else complainAs(shell, 'kill', `${target}: ${job ? 'ambiguous job spec' : 'no such job'}`);
      return state.dialect === 'dash' ? 2 : 1;
    }
    // dash takes every job for a process group.
    pid = job.pgid > 0 ? -job.pgid : job.processes[0]!.pid * (state.dialect === 'dash' ? -1 : 1);
  } else if (/^-?\d+$/.test(target)) pid = Number(target);
  else {
    if (state.dialect === 'bash') {
      const what =
        state.version === '5.3'
          ? `\`${target}': not a pid or valid job spec`
          : `${target}: arguments must be process or job IDs`;
      complainAs(shell, 'kill', what);
    } else if (state.dialect === 'dash') complainAs(shell, 'kill', `Illegal number: ${target}`);
    else complainAsApplet(shell, `invalid number '${target}'`);
    return state.dialect === 'dash' ? 2 : 1;
  }
  try {
    sys.kill(pid, signal);
    // A stopped job must go on to die.
    if (target.startsWith('%') && (signal === 'TERM' || signal === 'HUP')) sys.kill(pid, 'CONT');
    return 0;
  } catch (error) {
    if (!isErrno(error)) throw error;
    if (state.dialect === 'bash') complainAs(shell, 'kill', `(${target}) - ${error.message}`);
    else if (state.dialect === 'dash') complainAs(shell, 'kill', `${error.message}\n`);
    else complainAsApplet(shell, `can't kill pid ${target}: ${error.message}`);
    return 1;
  }
}
