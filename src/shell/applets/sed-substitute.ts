import type { Regex } from './regex.ts';
import type { Substitution } from './sed-script.ts';

export const upper = (text: string): string => text.replace(/[a-z]+/g, (run) => run.toUpperCase());
export const lower = (text: string): string => text.replace(/[A-Z]+/g, (run) => run.toLowerCase());

/** The replacement of one match, with its changes of case. */
function replacementOf(substitution: Substitution, groups: readonly (string | undefined)[]): string {
  let out = '';
  let mode: 'U' | 'L' | undefined;
  let once: 'u' | 'l' | undefined;
  for (const piece of substitution.pieces) {
    if ('letters' in piece) {
      if (piece.letters === 'E') mode = undefined;
      else if (piece.letters === 'U' || piece.letters === 'L') mode = piece.letters;
      else once = piece.letters;
      continue;
    }
    let part = 'text' in piece ? piece.text : (groups[piece.group] ?? '');
    if (mode === 'U') part = upper(part);
    else if (mode === 'L') part = lower(part);
    if (once && part !== '') {
      part = (once === 'u' ? upper(part[0]!) : lower(part[0]!)) + part.slice(1);
      once = undefined;
    }
    out += part;
  }
  return out;
}

/**
 * Replaces in a line what the expression matches; undefined: nothing was replaced. `rest` is the expression for what is
 * left of a line, where that is looked at as a text of its own (busybox).
 */
export function substituted(line: string, substitution: Substitution, regex: Regex, rest?: Regex): string | undefined {
  let out = '';
  let at = 0;
  let count = 0;
  let done = false;
  let previous = -1;
  while (at <= line.length) {
    const own = rest !== undefined && at > 0;
    const found = own ? rest.exec(line.slice(at)) : regex.exec(line, at);
    if (!found) break;
    const index = own ? found.index + at : found.index;
    const end = own ? found.end + at : found.end;
    out += line.slice(at, index);
    const empty = end === index;
    // An empty match right behind another one is none.
    if (!(empty && index === previous)) {
      count++;
      if (count >= substitution.number) {
        out += replacementOf(substitution, found.groups);
        done = true;
      } else out += line.slice(index, end);
    }
    previous = end;
    at = end;
    if (empty) out += line[at++] ?? '';
    if (done && !substitution.all) break;
  }
  return done ? out + line.slice(at) : undefined;
}
