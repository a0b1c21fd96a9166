import { complainAs, say } from '../messages.ts';
import type { Shell } from '../state.ts';
import { getVariable, isName, setVariable, unsetVariable } from '../variables.ts';
import type { Builtin } from './builtin.ts';
import { badName, usage } from './options.ts';

/** POSIX's getopts: one option a call; how far it is stands in OPTIND and, within an argument, in the shell's state. */
export const getopts: Builtin = {
  run(shell, args) {
    const { state } = shell;
    const [letters, name, ...given] = args[0] === '--' ? args.slice(1) : args;
    if (letters === undefined || name === undefined) return getoptsUsage(shell);
    const words = given.length > 0 ? given : state.positional;
    const index = Math.max(1, Number.parseInt(getVariable(shell, 'OPTIND') ?? '1', 10) || 1);
    const silent = letters.startsWith(':');
    // Negative: dash and ash have counted the argument already that is not done yet.
    let at = index - 1 - (state.getopts < 0 ? 1 : 0);
    let within = Math.abs(state.getopts);
    const word = words[at];
    if (within > 0 && (word === undefined || within >= word.length)) within = 0;
    if (within === 0) {
      if (word === undefined || word === '-' || !word.startsWith('-') || word === '--') {
        if (word === '--') at++;
        return finish(shell, name, '?', undefined, at, 0, 1);
      }
      within = 1;
    }
    const current = words[at]!;
    const letter = current[within]!;
    within++;
    const known = letter === ':' ? -1 : letters.indexOf(letter, silent ? 1 : 0);
    const ends = within >= current.length;
    if (known < 0) {
      if (!silent) complainOption(shell, `illegal option -- ${letter}`, `Illegal option -${letter}`);
      return finish(shell, name, '?', silent ? letter : undefined, ends ? at + 1 : at, ends ? 0 : within, 0);
    }
    if (letters[known + 1] !== ':')
      return finish(shell, name, letter, undefined, ends ? at + 1 : at, ends ? 0 : within, 0);
    if (!ends) return finish(shell, name, letter, current.slice(within), at + 1, 0, 0);
    const value = words[at + 1];
    if (value !== undefined) return finish(shell, name, letter, value, at + 2, 0, 0);
    if (!silent) complainOption(shell, `option requires an argument -- ${letter}`, `No arg for -${letter} option`);
    return finish(shell, name, silent ? ':' : '?', silent ? letter : undefined, at + 1, 0, 0);
  },
};

function getoptsUsage(shell: Shell): number {
  switch (shell.state.dialect) {
    case 'bash':
      return usage(shell, 'getopts');
    case 'dash':
      complainAs(shell, 'getopts', 'Usage: getopts optstring var [arg...]');
      return 2;
    default:
      complainAs(shell, 'getopts', 'usage: getopts optstring var [arg]');
      return 2;
  }
}

function complainOption(shell: Shell, bash: string, others: string): void {
  const { state } = shell;
  if (getVariable(shell, 'OPTERR') === '0') return;
  say(shell, state.dialect === 'bash' ? `${state.name}: ${bash}` : others);
}

function finish(
  shell: Shell,
  name: string,
  letter: string,
  argument: string | undefined,
  at: number,
  within: number,
  status: number,
): number {
  if (argument === undefined) unsetVariable(shell, 'OPTARG');
  else setVariable(shell, 'OPTARG', argument);
  // dash counts an argument as used as soon as it is begun.
  const early = shell.state.dialect !== 'bash' && within > 0;
  setVariable(shell, 'OPTIND', String(at + (early ? 2 : 1)));
  shell.state.getopts = early ? -within : within;
  if (!isName(name)) return badName(shell, 'getopts', name);
  setVariable(shell, name, letter);
  return status;
}
