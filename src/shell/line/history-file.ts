import { isErrno } from '../../fs/index.ts';
import { toBytes } from '../bytes.ts';
import { readFile } from '../files.ts';
import type { Shell } from '../state.ts';
import { getVariable } from '../variables.ts';

/** Lines kept in memory and in the file (HISTSIZE's default on Debian is 1000 in ~/.bashrc, 500 else). */
const LIMIT = 1000;

/** Where the history is kept: bash's HISTFILE, ash's too. */
function fileOf(shell: Shell): string | undefined {
  const home = getVariable(shell, 'HOME');
  const usual = shell.state.dialect === 'bash' ? '.bash_history' : '.ash_history';
  return getVariable(shell, 'HISTFILE') ?? (home === undefined ? undefined : `${home}/${usual}`);
}

/** Reads the history of earlier sessions, once. */
export function loadHistory(shell: Shell): void {
  const { state, sys } = shell;
  const file = fileOf(shell);
  const text = file === undefined ? undefined : readFile(sys, file);
  const lines = (text ?? '').split('\n').filter((line) => line !== '');
  state.history.unshift(...lines.slice(-LIMIT));
  state.saved = state.history.length;
}

/** One entry for a command of several lines, as bash's cmdhist has it: a `;` where the line could end. */
function joined(before: string, line: string): string {
  const open = before.replace(/\n$/, '');
  const within = /<<|(^|[^\\])(["'])(?:(?!\2).)*$/s.test(open);
  if (within) return `${open}\n${line}`;
  if (open.endsWith('\\')) return open.slice(0, -1) + line;
  return /(^|[\s;&|({])(then|do|else|elif|in|\{|\(|\||&&|\|\||;|&|;;)$/.test(open)
    ? `${open} ${line}`
    : `${open}; ${line}`;
}

/**
 * Adds a line to the history, and to its file at once, so that a closed page loses nothing. `before`: the lines of the
 * same command that were typed already.
 */
export function remember(shell: Shell, typed: string, before = ''): void {
  const { state, sys } = shell;
  const control = getVariable(shell, 'HISTCONTROL') ?? '';
  if (typed.trim() === '') return;
  if (/ignorespace|ignoreboth/.test(control) && typed.startsWith(' ') && before === '') return;
  const continues = before !== '' && state.history.length > 0;
  const line = continues ? joined(state.history.pop()!, typed) : typed;
  if (/ignoredups|ignoreboth/.test(control) && state.history.at(-1) === line) return;
  state.history.push(line);
  if (state.history.length > LIMIT) state.history.shift();
  state.saved = state.history.length;
  if (continues) {
    rewrite(shell);
    return;
  }
  const file = fileOf(shell);
  if (file === undefined) return;
  try {
    const fd = sys.open(file, { write: true, create: true, append: true }, 0o600);
    sys.tryWrite(fd, toBytes(`${line}\n`));
    sys.close(fd);
  } catch (error) {
    // A history that can't be kept is no reason to keep a person from working.
    if (!isErrno(error)) throw error;
  }
}

/** Writes the whole history: its last entry has grown. */
function rewrite(shell: Shell): void {
  const { state, sys } = shell;
  const file = fileOf(shell);
  if (file === undefined) return;
  try {
    const fd = sys.open(file, { write: true, create: true, truncate: true }, 0o600);
    sys.tryWrite(fd, toBytes(state.history.map((line) => `${line}\n`).join('')));
    sys.close(fd);
  } catch (error) {
    if (!isErrno(error)) throw error;
  }
}
