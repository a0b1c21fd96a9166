import { isErrno } from '../../../fs/index.ts';
import type { Fd, Sys } from '../../../os/index.ts';
import { UsageError } from '../../applets/applet.ts';
import { compileRegex } from '../../applets/regex.ts';
import type { Source } from '../input.ts';
import { type Asking, below, type Less, last, regexOf, say, toRow } from './view.ts';

export const sourceOn = (fd: Fd): Source => ({ fd, text: '', ended: false });

export function open(sys: Sys, name: string): Fd {
  try {
    return name === '-' ? 0 : sys.open(name);
  } catch (error) {
    if (!isErrno(error)) throw error;
    throw new UsageError(`can't open '${name}': ${error.message}`, 1, false);
  }
}

export function matches(state: Less): readonly number[] {
  const regex = regexOf(state);
  return state.rows.flatMap(({ text }, index) => (regex?.test(text) ? [index] : []));
}

export function search(state: Less, { kind, text }: Asking): void {
  state.backwards = kind === '?';
  if (text === '') {
    if (state.pattern !== undefined) toMatch(state, state.match + 1);
    return;
  }
  const regex = compileRegex(text, { extended: true });
  if ('error' in regex) {
    say(state, regex.error);
    return;
  }
  state.pattern = text;
  const found = matches(state);
  const next = found.findIndex((row) => row > state.top);
  toMatch(state, (next < 0 ? found.length : next) - (state.backwards ? 1 : 0));
}

export function toMatch(state: Less, wanted: number): void {
  const found = matches(state);
  if (found.length === 0) {
    say(state, 'No matches found');
    return;
  }
  state.match = Math.max(0, Math.min(wanted, found.length - 1));
  toRow(state, found[state.match]!);
}

export function openAt(sys: Sys, state: Less, at: number): void {
  if (at < 0 || at >= state.names.length) {
    say(state, at < 0 ? 'No previous file' : 'No next file');
    return;
  }
  let fd: Fd;
  try {
    fd = open(sys, state.names[at]!);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    say(state, error.message);
    return;
  }
  if (state.source.fd !== 0) sys.close(state.source.fd);
  Object.assign(state, { at, source: sourceOn(fd), rows: [], cut: 0, lines: 0, top: 0, match: -1, shown: false });
}

/** The line that `=` shows. */
export function position(state: Less): string {
  const { names, at, top } = state;
  const to = Math.min(top + below(state.terminal!), last(state) - 1);
  const first = state.rows[top]?.line ?? 0;
  const end = state.rows[Math.max(to, 0)]?.line ?? 0;
  const total = Math.max(0, state.lines - 1);
  const of = names.length > 1 ? ` (file ${at + 1} of ${names.length})` : '';
  const percent =
    top + below(state.terminal!) >= last(state) ? '(END)' : `${Math.floor((100 * end) / Math.max(1, total))}%`;
  const next = names[at + 1] === undefined ? '' : ` - next: ${names[at + 1]}`;
  return `${names[at] ?? 'standard input'}${of} lines ${first}-${end}/${total} ${percent}${next}`;
}
