import { isErrno } from '../../fs/index.ts';
import { complainAs, say } from '../messages.ts';
import { findCommand } from '../run/commands.ts';
import type { Shell } from '../state.ts';
import { type Builtin, print } from './builtin.ts';
import { readOptions, usage } from './options.ts';
import { quoteSingle, quoteSinglePosix } from './quote.ts';

export const alias: Builtin = {
  run(shell, args) {
    const { state } = shell;
    const bash = state.dialect === 'bash';
    const show = (name: string) =>
      bash
        ? `alias ${name}=${quoteSingle(state.aliases.get(name)!)}\n`
        : `${name}=${quoteSinglePosix(state.aliases.get(name)!)}\n`;
    const all = () => print(shell, 'alias', [...state.aliases.keys()].sort().map(show).join(''));
    let names = args;
    if (bash) {
      const options = readOptions(shell, 'alias', args, 'p');
      if (typeof options === 'number') return options;
      names = options.operands;
      if (options.has('p') || names.length === 0) all();
    } else if (names.length === 0) return all();
    let status = 0;
    for (const arg of names) {
      const equals = arg.indexOf('=', 1);
      const name = equals < 0 ? arg : arg.slice(0, equals);
      if (equals > 0) {
        if (bash && /[\s/$`"'\\|&;()<>]/.test(name)) {
          complainAs(shell, 'alias', `\`${name}': invalid alias name`);
          status = 1;
        } else state.aliases.set(name, arg.slice(equals + 1));
      } else if (state.aliases.has(name)) print(shell, 'alias', show(name));
      else {
        if (bash) complainAs(shell, 'alias', `${name}: not found`);
        else say(shell, `alias: ${name} not found`);
        status = 1;
      }
    }
    return status;
  },
};

export const unalias: Builtin = {
  run(shell, args) {
    const { state } = shell;
    const bash = state.dialect === 'bash';
    const options = readOptions(shell, 'unalias', args, 'a');
    if (typeof options === 'number') return options;
    if (options.has('a')) {
      state.aliases.clear();
      return 0;
    }
    if (options.operands.length === 0) return bash ? usage(shell, 'unalias') : 0;
    let status = 0;
    for (const name of options.operands) {
      if (state.aliases.delete(name)) continue;
      if (bash) complainAs(shell, 'unalias', `${name}: not found`);
      else say(shell, `unalias: ${name} not found`);
      status = 1;
    }
    return status;
  },
};

export const hash: Builtin = {
  run(shell, args) {
    const { state } = shell;
    const bash = state.dialect === 'bash';
    const options = readOptions(shell, 'hash', args, bash ? 'lrdt' : 'r', bash ? 'p' : '');
    if (typeof options === 'number') return options;
    if (options.has('r')) state.hashed.clear();
    const { operands } = options;
    if (options.values.p !== undefined) {
      for (const name of operands) state.hashed.set(name, { path: options.values.p, hits: 0 });
      return 0;
    }
    if (operands.length === 0) return options.has('r') ? 0 : showHash(shell, options.has('l'));
    let status = 0;
    for (const name of operands) if (!hashOne(shell, name, options.letters, operands.length > 1)) status = 1;
    return status;
  },
};

function showHash(shell: Shell, long: boolean): number {
  const { state } = shell;
  const entries = [...state.hashed];
  if (state.dialect !== 'bash') return print(shell, 'hash', entries.map(([, { path }]) => `${path}\n`).join(''));
  if (entries.length === 0) return print(shell, 'hash', long ? '' : 'hash: hash table empty\n');
  if (long)
    return print(shell, 'hash', entries.map(([name, { path }]) => `builtin hash -p ${path} ${name}\n`).join(''));
  return print(
    shell,
    'hash',
    `hits\tcommand\n${entries.map(([, { path, hits }]) => `${String(hits).padStart(4)}\t${path}\n`).join('')}`,
  );
}

function hashOne(shell: Shell, name: string, letters: string, several: boolean): boolean {
  const { state } = shell;
  const known = state.hashed.get(name);
  const missing = () => {
    complainAs(shell, 'hash', `${name}: not found`);
    return false;
  };
  if (letters.includes('d')) return state.hashed.delete(name) || missing();
  if (letters.includes('t')) {
    if (!known) return missing();
    print(shell, 'hash', several ? `${name}\t${known.path}\n` : `${known.path}\n`);
    return true;
  }
  try {
    state.hashed.delete(name);
    const path = findCommand(shell, name);
    if (!name.includes('/') && state.dialect !== 'ash') state.hashed.set(name, { path, hits: 0 });
    return true;
  } catch (error) {
    if (!isErrno(error)) throw error;
    return missing();
  }
}

export const umask: Builtin = {
  run(shell, args) {
    const { sys, state } = shell;
    const bash = state.dialect === 'bash';
    const options = readOptions(shell, 'umask', args, bash ? 'pS' : 'S');
    if (typeof options === 'number') return options;
    const [text] = options.operands;
    const mask = sys.umask();
    if (text === undefined) {
      const shown = options.has('S') ? symbolic(mask) : mask.toString(8).padStart(4, '0');
      return print(
        shell,
        'umask',
        options.has('p') ? `umask ${options.has('S') ? '-S ' : ''}${shown}\n` : `${shown}\n`,
      );
    }
    const next = /^\d/.test(text) ? octal(text, state.dialect === 'ash') : symbolicMask(text, mask);
    if (typeof next === 'number') {
      sys.umask(next);
      return 0;
    }
    return badMask(shell, text, next);
  },
};

type MaskProblem = { readonly kind: 'number' } | { readonly kind: 'character' | 'operator'; readonly letter: string };

function badMask(shell: Shell, text: string, problem: MaskProblem): number {
  switch (shell.state.dialect) {
    case 'bash':
      if (problem.kind === 'number') complainAs(shell, 'umask', `${text}: octal number out of range`);
      else complainAs(shell, 'umask', `\`${problem.letter}': invalid symbolic mode ${problem.kind}`);
      return 1;
    case 'dash':
      complainAs(shell, 'umask', problem.kind === 'number' ? `Illegal number: ${text}` : `Illegal mode: ${text}`);
      return 2;
    default:
      complainAs(shell, 'umask', `illegal mode: ${text}`);
      return 2;
  }
}

function octal(text: string, strict: boolean): number | MaskProblem {
  if (!/^[0-7]+$/.test(text)) return { kind: 'number' };
  const value = Number.parseInt(text, 8);
  if (strict && value > 0o777) return { kind: 'number' };
  return value > 0o7777 ? { kind: 'number' } : value & 0o777;
}

function symbolic(mask: number): string {
  const letters = (bits: number) => `${bits & 4 ? 'r' : ''}${bits & 2 ? 'w' : ''}${bits & 1 ? 'x' : ''}`;
  const allowed = ~mask & 0o777;
  return `u=${letters(allowed >> 6)},g=${letters((allowed >> 3) & 7)},o=${letters(allowed & 7)}`;
}

function symbolicMask(text: string, mask: number): number | MaskProblem {
  let allowed = ~mask & 0o777;
  for (const clause of text.split(',')) {
    const match = /^([ugoa]*)(.*)$/.exec(clause)!;
    const who = match[1] === '' || match[1]!.includes('a') ? 'ugo' : match[1]!;
    let rest = match[2]!;
    if (!/^[-+=]/.test(rest)) return { kind: 'operator', letter: rest[0] ?? '' };
    while (rest !== '') {
      const operator = rest[0]!;
      const run = /^[^-+=]*/.exec(rest.slice(1))![0];
      rest = rest.slice(1 + run.length);
      let bits = 0;
      for (const letter of run) {
        const copied = 'ugo'.indexOf(letter);
        if (copied >= 0) bits |= (allowed >> (6 - 3 * copied)) & 7;
        else if (letter === 'r') bits |= 4;
        else if (letter === 'w') bits |= 2;
        else if (letter === 'x' || letter === 'X') bits |= 1;
        else if (letter !== 's' && letter !== 't') return { kind: 'character', letter };
      }
      for (const each of who) {
        const shift = 6 - 3 * 'ugo'.indexOf(each);
        if (operator === '=') allowed = (allowed & ~(7 << shift)) | (bits << shift);
        else if (operator === '+') allowed |= bits << shift;
        else allowed &= ~(bits << shift);
      }
    }
  }
  return ~allowed & 0o777;
}
