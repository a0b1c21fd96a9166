import { passwd } from '../files.ts';
import type { Shell } from '../state.ts';
import { getVariable } from '../variables.ts';
import type { Sink } from './fields.ts';

/** Where a tilde may stand: at the word's beginning, and in assignments behind `=` and `:`. */
export type TildePlace = 'word' | 'assignment';

/**
 * Puts unquoted text into the sink with its tildes expanded. `first` and `last`: nothing comes before or after it in the
 * word; a tilde whose name goes on in quotes is none.
 */
export function tildeText(
  shell: Shell,
  text: string,
  first: boolean,
  last: boolean,
  place: TildePlace,
  sink: Sink,
): void {
  if (!text.includes('~')) {
    sink.literal(text);
    return;
  }
  let rest = text;
  let start = first;
  for (;;) {
    const colon = place === 'assignment' ? rest.indexOf(':') : -1;
    const piece = colon < 0 ? rest : rest.slice(0, colon);
    one(shell, piece, start, colon >= 0 || last, sink);
    if (colon < 0) return;
    sink.literal(':');
    rest = rest.slice(colon + 1);
    start = true;
  }
}

function one(shell: Shell, piece: string, start: boolean, whole: boolean, sink: Sink): void {
  const match = start ? /^~([A-Za-z0-9._+-]*)(?=\/|$)/.exec(piece) : null;
  const home = match && (whole || piece.length > match[0].length) ? homeOf(shell, match[1]!) : undefined;
  if (!match || home === undefined) {
    if (piece !== '') sink.literal(piece);
    return;
  }
  sink.quoted(home);
  if (piece.length > match[0].length) sink.literal(piece.slice(match[0].length));
}

function homeOf(shell: Shell, user: string): string | undefined {
  const { sys, state } = shell;
  if (user === '')
    return (
      getVariable(shell, 'HOME') ?? (state.dialect === 'bash' ? passwd(sys, sys.credentials.uid)?.home : undefined)
    );
  if (state.dialect === 'bash') {
    if (user === '+') return getVariable(shell, 'PWD') ?? sys.cwd;
    if (user === '-') return getVariable(shell, 'OLDPWD');
  }
  return passwd(sys, user)?.home;
}
