import { complainAs, say } from '../messages.ts';
import type { Shell } from '../state.ts';
import { synopsis } from './usage.ts';

/** A builtin's options: letters in the order given, the values of those that take one, and the operands. */
export interface Options {
  readonly letters: string;
  readonly values: Readonly<Record<string, string>>;
  readonly operands: readonly string[];
  has(letter: string): boolean;
}

/** `name: usage: …` as bash prints it. */
export function usage(shell: Shell, name: string): number {
  say(shell, `${name}: usage: ${synopsis(name, shell.state.version)}`);
  return 2;
}

/**
 * Reads options up to the first operand or `--`. `flags` are letters without values, `valued` those with; a number is
 * the status after a message about a bad one.
 */
export function readOptions(
  shell: Shell,
  name: string,
  args: readonly string[],
  flags: string,
  valued = '',
): Options | number {
  let letters = '';
  const values: Record<string, string> = {};
  let i = 0;
  for (; i < args.length; i++) {
    const arg = args[i]!;
    if (arg === '--') {
      i++;
      break;
    }
    if (arg.length < 2 || arg[0] !== '-') break;
    for (let j = 1; j < arg.length; j++) {
      const letter = arg[j]!;
      if (flags.includes(letter)) letters += letter;
      else if (valued.includes(letter)) {
        const rest = arg.slice(j + 1);
        const value = rest !== '' ? rest : args[++i];
        if (value === undefined) return missing(shell, name, letter);
        letters += letter;
        values[letter] = value;
        break;
      } else return badOption(shell, name, letter);
    }
  }
  return { letters, values, operands: args.slice(i), has: (letter) => letters.includes(letter) };
}

/** An option that there isn't. */
export function badOption(shell: Shell, name: string, letter: string): number {
  switch (shell.state.dialect) {
    case 'bash':
      complainAs(shell, name, `-${letter}: invalid option`);
      return usage(shell, name);
    case 'dash':
      complainAs(shell, name, `Illegal option -${letter}`);
      return 2;
    default:
      complainAs(shell, name, `illegal option -${letter}`);
      return 2;
  }
}

function missing(shell: Shell, name: string, letter: string): number {
  switch (shell.state.dialect) {
    case 'bash':
      complainAs(shell, name, `-${letter}: option requires an argument`);
      return usage(shell, name);
    case 'dash':
      complainAs(shell, name, `No arg for -${letter} option`);
      return 2;
    default:
      complainAs(shell, name, `no arg for -${letter} option`);
      return 2;
  }
}

/** A name that is none for a variable. */
export function badName(shell: Shell, builtin: string, name: string): number {
  switch (shell.state.dialect) {
    case 'bash':
      complainAs(shell, builtin, `\`${name}': not a valid identifier`);
      return 1;
    default:
      complainAs(shell, builtin, `${name.replace(/=.*$/s, '')}: bad variable name`);
      return 2;
  }
}

/** `Illegal number: x` in dash and ash. */
export function badNumber(shell: Shell, builtin: string, text: string): number {
  if (shell.state.dialect === 'bash') complainAs(shell, builtin, `${text}: numeric argument required`);
  else complainAs(shell, builtin, `Illegal number: ${text}`);
  return 2;
}
