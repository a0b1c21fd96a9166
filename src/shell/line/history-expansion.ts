/** What a typed line becomes by bash's `!` and `^`; an error is the event that isn't found. */
export type Expanded = { readonly text: string; readonly changed: boolean } | { readonly error: string };

/** Where a designator's words are taken from. */
interface Event {
  readonly text: string;
  readonly length: number;
}

/**
 * bash's history expansion: `!!`, `!n`, `!-n`, `!string`, `!?string?`, with `:n`, `:$`, `:^`, `:*`, `!$` and `!^` for
 * `!!:$` and `!!:^`, and `^old^new`. Not in single quotes, nor behind a backslash.
 */
export function expandHistory(line: string, history: readonly string[]): Expanded {
  const quick = /^\^([^^]+)\^([^^]*)(?:\^|$)/.exec(line);
  if (quick) {
    const [whole, old = '', fresh = ''] = quick;
    const last = history.at(-1);
    if (!last?.includes(old)) return { error: `:s${whole}: substitution failed` };
    return { text: last.replace(old, () => fresh) + line.slice(whole.length), changed: true };
  }
  let out = '';
  let changed = false;
  let single = false;
  let double = false;
  for (let i = 0; i < line.length; ) {
    const letter = line[i]!;
    if (letter === '\\' && !single) {
      out += line.slice(i, i + 2);
      i += 2;
      continue;
    }
    if (letter === "'" && !double) single = !single;
    if (letter === '"' && !single) double = !double;
    if (letter !== '!' || single || !designates(line, i, double)) {
      out += letter;
      i++;
      continue;
    }
    const found = event(line, i, history);
    if ('error' in found) return found;
    const words = wordDesignator(line.slice(i + found.length), found);
    if ('error' in words) return words;
    out += words.text;
    i += found.length + words.length;
    changed = true;
  }
  return { text: out, changed };
}

/** A `!` before a blank, `=`, `(`, a closing quotation mark or the end is itself. */
function designates(line: string, at: number, double: boolean): boolean {
  const next = line[at + 1];
  if (next === undefined || /[\s=(]/.test(next) || (double && next === '"')) return false;
  // `$!` and `[!…]` are the shell's.
  return !(at > 0 && line[at - 1] === '$') && !(at > 0 && line[at - 1] === '[' && line.indexOf(']', at) > 0);
}

function event(line: string, at: number, history: readonly string[]): Event | { readonly error: string } {
  const rest = line.slice(at);
  const missing = (name: string) => ({ error: `${name}: event not found` });
  const last = history.at(-1);
  if (rest.startsWith('!!')) return last === undefined ? missing('!!') : { text: last, length: 2 };
  if (/^!(?=[$^*:])/.test(rest)) return last === undefined ? missing(rest.slice(0, 2)) : { text: last, length: 1 };
  const number = /^!(-?)(\d+)/.exec(rest);
  if (number) {
    const count = Number(number[2]);
    const text = number[1] ? history.at(-count) : history[count - 1];
    return text === undefined || count === 0 ? missing(number[0]) : { text, length: number[0].length };
  }
  const inside = /^!\?([^?]+)\??/.exec(rest);
  if (inside) {
    const text = history.findLast((each) => each.includes(inside[1]!));
    return text === undefined ? missing(inside[0]) : { text, length: inside[0].length };
  }
  const name = /^![^\s:;&|()<>"']+/.exec(rest)?.[0] ?? '!';
  const text = history.findLast((each) => each.startsWith(name.slice(1)));
  return text === undefined ? missing(name) : { text, length: name.length };
}

function wordDesignator(rest: string, { text }: Event): Event | { readonly error: string } {
  const match = /^(?::?([$^*])|:(\d+)(?:-(\d+|\$))?)/.exec(rest);
  if (!match) return { text, length: 0 };
  const words = text.match(/"(?:[^"\\]|\\.)*"|'[^']*'|(?:\\.|[^\s"'])+/g) ?? [];
  const bad = { error: `${match[0]}: bad word specifier` };
  const [whole, sign, first, last] = match;
  if (sign === '*') return { text: words.slice(1).join(' '), length: whole.length };
  if (sign !== undefined) {
    const word = sign === '$' ? words.at(-1) : words[1];
    return word === undefined ? bad : { text: word, length: whole.length };
  }
  const from = Number(first);
  const to = last === undefined ? from : last === '$' ? words.length - 1 : Number(last);
  if (from >= words.length || to >= words.length) return bad;
  return { text: words.slice(from, to + 1).join(' '), length: whole.length };
}
