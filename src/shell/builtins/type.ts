import { isErrno } from '../../fs/index.ts';
import { complainAs } from '../messages.ts';
import { findCommand } from '../run/commands.ts';
import type { Shell } from '../state.ts';
import { getVariable } from '../variables.ts';
import { type Builtin, print } from './builtin.ts';
import { readOptions } from './options.ts';
import { quoteSingle } from './quote.ts';

const KEYWORDS = new Set('if then else elif fi case esac for while until do done in { } !'.split(' '));
const BASH_KEYWORDS = new Set('select function time [[ ]] coproc'.split(' '));

type Meaning =
  | { readonly kind: 'alias'; readonly value: string }
  | { readonly kind: 'keyword' | 'function' | 'builtin' | 'special' }
  | { readonly kind: 'file'; readonly path: string; readonly hashed: boolean };

/** All that a name means to the shell, the first is what runs. */
function meanings(shell: Shell, name: string, all: boolean): readonly Meaning[] {
  const { state } = shell;
  const found: Meaning[] = [];
  const alias = state.aliases.get(name);
  if (alias !== undefined && (state.dialect !== 'bash' || state.shopt.has('expand_aliases')))
    found.push({ kind: 'alias', value: alias });
  if (
    KEYWORDS.has(name) ||
    (state.dialect === 'bash' && BASH_KEYWORDS.has(name)) ||
    (state.dialect === 'ash' && name === 'function')
  )
    found.push({ kind: 'keyword' });
  if (state.functions.has(name)) found.push({ kind: 'function' });
  const builtin = shell.recursion.builtinOf(shell, name);
  if (builtin) found.push({ kind: builtin.special ? 'special' : 'builtin' });
  if (found.length === 0 || all) found.push(...files(shell, name, all));
  return found;
}

function files(shell: Shell, name: string, all: boolean): readonly Meaning[] {
  const { state } = shell;
  if (all) return everywhere(shell, name).map((path) => ({ kind: 'file', path, hashed: false }));
  const hashed = state.hashed.get(name);
  try {
    const path = lookUp(shell, name);
    return [{ kind: 'file', path, hashed: hashed?.path === path }];
  } catch (error) {
    if (isErrno(error)) return [];
    throw error;
  }
}

/** Without remembering it. */
function lookUp(shell: Shell, name: string): string {
  const known = shell.state.hashed.get(name);
  const path = findCommand(shell, name);
  if (known) known.hits--;
  else if (shell.state.dialect !== 'dash') shell.state.hashed.delete(name);
  if (!shell.sys.access(path, { execute: true })) findCommand(shell, '');
  return path;
}

function everywhere(shell: Shell, name: string): readonly string[] {
  const { sys } = shell;
  if (name.includes('/')) return [name];
  return (getVariable(shell, 'PATH') ?? '').split(':').flatMap((folder) => {
    const path = `${folder === '' ? '.' : folder}/${name}`;
    try {
      return sys.stat(path).type === 'file' && sys.access(path, { execute: true }) ? [path] : [];
    } catch (error) {
      if (isErrno(error)) return [];
      throw error;
    }
  });
}

/** busybox's shell runs its own applets without looking for them: a file that is busybox itself goes by its name. */
function shownPath(shell: Shell, name: string, path: string): string {
  if (shell.state.dialect !== 'ash' || name.includes('/')) return path;
  try {
    return shell.sys.realpath(path).endsWith('/busybox') ? name : path;
  } catch (error) {
    if (isErrno(error)) return path;
    throw error;
  }
}

/** Prints what a name is, long (`command -V`) or short (`command -v`); false: nothing. */
export function describeName(shell: Shell, name: string, form: 'long' | 'short', builtin: string): boolean {
  const { state } = shell;
  const [meaning] = meanings(shell, name, false);
  if (!meaning) {
    if (form === 'long') {
      if (state.dialect === 'bash') complainAs(shell, builtin, `${name}: not found`);
      else if (state.dialect === 'dash') print(shell, builtin, `${name}: not found\n`);
      else print(shell, builtin, `${name}: not found\n`);
    }
    return false;
  }
  print(shell, builtin, `${form === 'long' ? long(shell, name, meaning) : short(shell, name, meaning)}\n`);
  return true;
}

function short(shell: Shell, name: string, meaning: Meaning): string {
  if (meaning.kind === 'alias')
    return shell.state.dialect === 'bash'
      ? `alias ${name}=${quoteSingle(meaning.value)}`
      : `alias ${name}=${quoteSingle(meaning.value)}`;
  return meaning.kind === 'file' ? shownPath(shell, name, meaning.path) : name;
}

function long(shell: Shell, name: string, meaning: Meaning): string {
  const { state } = shell;
  const bash = state.dialect === 'bash';
  switch (meaning.kind) {
    case 'alias':
      return bash ? `${name} is aliased to \`${meaning.value}'` : `${name} is an alias for ${meaning.value}`;
    case 'keyword':
      return `${name} is a shell keyword`;
    case 'function':
      if (bash) return `${name} is a function\n${state.functions.get(name)!.text}`;
      return state.dialect === 'dash' ? `${name} is a shell function` : `${name} is a function`;
    case 'special':
      return bash ? `${name} is a shell builtin` : `${name} is a special shell builtin`;
    case 'builtin':
      return `${name} is a shell builtin`;
    case 'file': {
      const path = shownPath(shell, name, meaning.path);
      if (meaning.hashed && bash) return `${name} is hashed (${path})`;
      return meaning.hashed && state.dialect === 'dash'
        ? `${name} is a tracked alias for ${path}`
        : `${name} is ${path}`;
    }
    default:
      return meaning satisfies never;
  }
}

const WORDS = {
  alias: 'alias',
  keyword: 'keyword',
  function: 'function',
  builtin: 'builtin',
  special: 'builtin',
  file: 'file',
};

export const type: Builtin = {
  run(shell, args) {
    if (shell.state.dialect === 'bash') return bashType(shell, args);
    // ash takes one option for bash's sake, dash none.
    const names = shell.state.dialect === 'ash' && args[0]?.startsWith('-') ? args.slice(1) : args;
    const form = names === args ? 'long' : 'short';
    let status = 0;
    for (const name of names) if (!describeName(shell, name, form, 'type')) status = 127;
    return status;
  },
};

function bashType(shell: Shell, args: readonly string[]): number {
  const options = readOptions(shell, 'type', args, 'afptP');
  if (typeof options === 'number') return options;
  let status = 0;
  for (const name of options.operands) {
    if (!typeOne(shell, name, options.letters)) status = 1;
  }
  return status;
}

function typeOne(shell: Shell, name: string, letters: string): boolean {
  const all = letters.includes('a');
  let found = meanings(shell, name, all || letters.includes('P'));
  if (letters.includes('f')) found = found.filter((meaning) => meaning.kind !== 'function');
  if (letters.includes('P')) found = found.filter((meaning) => meaning.kind === 'file');
  if (letters.includes('p') && found[0]?.kind !== 'file') return found.length > 0;
  if (!all) found = found.slice(0, 1);
  if (found.length === 0) {
    if (!/[tpP]/.test(letters)) complainAs(shell, 'type', `${name}: not found`);
    return false;
  }
  for (const meaning of found) {
    if (letters.includes('t')) print(shell, 'type', `${WORDS[meaning.kind]}\n`);
    else if (/[pP]/.test(letters)) print(shell, 'type', meaning.kind === 'file' ? `${meaning.path}\n` : '');
    else print(shell, 'type', `${long(shell, name, meaning)}\n`);
  }
  return true;
}
