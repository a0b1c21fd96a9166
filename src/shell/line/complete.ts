import { isErrno } from '../../fs/index.ts';
import { builtinNames } from '../builtins/table.ts';
import type { Shell } from '../state.ts';
import { getVariable, variableNames } from '../variables.ts';

/** What a word may become. `start`: where in the line the completed part begins. */
export interface Completion {
  readonly start: number;
  /** The whole words, as they would be typed. */
  readonly words: readonly string[];
  /** The same for a list: the last component of a path, with a slash behind folders. */
  readonly names: readonly string[];
}

const RESERVED = [
  'if',
  'then',
  'else',
  'elif',
  'fi',
  'for',
  'while',
  'until',
  'do',
  'done',
  'case',
  'esac',
  'function',
];

/** The names that may stand where the cursor is: variables, commands or files. */
export function complete(shell: Shell, line: string): Completion {
  const start = wordStart(line);
  const word = line.slice(start);
  const variable = /\$\{?(\w*)$/.exec(word);
  if (variable) {
    const at = line.length - variable[1]!.length;
    const names = variableNames(shell).filter((name) => name.startsWith(variable[1]!));
    return { start: at, words: [...names].sort(), names: [...names].sort() };
  }
  const first = /(?:^|[;&|(]|\b(?:then|do|else|sudo))\s*$/.test(line.slice(0, start));
  if (first && !word.includes('/')) {
    const names = [...new Set([...commands(shell), ...RESERVED])].filter((name) => name.startsWith(word)).sort();
    return { start, words: names, names };
  }
  const offered = shell.completer?.({ sys: shell.sys, words: commandWords(line, start) });
  if (offered) {
    const found = offered.filter((each) => each.startsWith(unquoted(word)));
    return { start, words: found.map(quoted), names: found };
  }
  const files = fileNames(shell, word, first);
  return { start, words: files.map(({ path }) => path), names: files.map(({ name }) => name) };
}

/** Where the word that the line ends with begins. */
function wordStart(line: string): number {
  let start = 0;
  let quote = '';
  for (let i = 0; i < line.length; i++) {
    const letter = line[i]!;
    if (letter === '\\') i++;
    else if (quote) {
      if (letter === quote) quote = '';
    } else if (letter === '"' || letter === "'") quote = letter;
    else if (/[\s;&|<>()=:]/.test(letter)) start = i + 1;
  }
  return start;
}

/** The words of the command that the cursor is in, assignments before it left out; the last is the one to complete. */
function commandWords(line: string, start: number): readonly string[] {
  const before = line.slice(0, start);
  const begin = Math.max(
    ...[...before.matchAll(/[;&|(]|\b(?:then|do|else|sudo)\s/g)].map((match) => match.index + match[0].length),
    0,
  );
  const words = before.slice(begin).match(/(?:[^\s"'\\]|\\.|"[^"]*"|'[^']*')+/g) ?? [];
  const first = words.findIndex((word) => !/^[A-Za-z_]\w*=/.test(word));
  return [...(first < 0 ? [] : words.slice(first)), line.slice(start)].map(unquoted);
}

function unquoted(word: string): string {
  return word.replace(/\\(.)|["']/g, '$1');
}

function quoted(word: string): string {
  return word.replace(/[\s'"\\$&|;<>()*?[\]{}!#`~]/g, '\\$&');
}

function commands(shell: Shell): readonly string[] {
  const { sys, state } = shell;
  const found = [...builtinNames(state.dialect), ...state.functions.keys(), ...state.aliases.keys()];
  for (const folder of (getVariable(shell, 'PATH') ?? '').split(':')) {
    try {
      for (const { name } of sys.readdir(folder === '' ? '.' : folder)) found.push(name);
    } catch (error) {
      if (!isErrno(error)) throw error;
    }
  }
  return found;
}

function fileNames(
  shell: Shell,
  word: string,
  executable: boolean,
): readonly { readonly path: string; readonly name: string }[] {
  const { sys } = shell;
  const opened = /^["']/.exec(word)?.[0] ?? '';
  const plain = word.slice(opened.length).replace(/\\(.)/g, '$1');
  const slash = plain.lastIndexOf('/');
  const folder = plain.slice(0, slash + 1);
  const prefix = plain.slice(slash + 1);
  const home = getVariable(shell, 'HOME') ?? '/';
  const place = folder === '' ? '.' : folder.replace(/^~\//, `${home}/`);
  try {
    const entries = sys
      .readdir(place)
      .filter(({ name }) => name.startsWith(prefix) && (prefix !== '' || !name.startsWith('.')))
      .sort((a, b) => (a.name < b.name ? -1 : 1));
    return entries.flatMap(({ name }) => {
      const stat = attempt(() => sys.stat(`${place}/${name}`));
      const directory = stat?.type === 'directory';
      if (executable && !directory && ((stat?.mode ?? 0) & 0o111) === 0) return [];
      const end = directory ? '/' : '';
      const path = opened ? opened + folder + name : folder + name.replace(/[\s'"\\$&|;<>()*?[\]{}!#`~]/g, '\\$&');
      return [{ path: path + end, name: name + end }];
    });
  } catch (error) {
    if (isErrno(error)) return [];
    throw error;
  }
}

function attempt<T>(call: () => T): T | undefined {
  try {
    return call();
  } catch (error) {
    if (isErrno(error)) return undefined;
    throw error;
  }
}

/** The longest beginning that all words share. */
export function commonPrefix(words: readonly string[]): string {
  let prefix = words[0] ?? '';
  for (const word of words) while (!word.startsWith(prefix)) prefix = prefix.slice(0, -1);
  return prefix;
}
