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

/** Adds a line, and writes it to the file at once, so that a closed page loses nothing. */
export function remember(shell: Shell, line: string): void {
  const { state, sys } = shell;
  const control = getVariable(shell, 'HISTCONTROL') ?? '';
  if (line.trim() === '') return;
  if (/ignorespace|ignoreboth/.test(control) && line.startsWith(' ')) return;
  if (/ignoredups|ignoreboth/.test(control) && state.history.at(-1) === line) return;
  state.history.push(line);
  if (state.history.length > LIMIT) state.history.shift();
  state.saved = state.history.length;
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
