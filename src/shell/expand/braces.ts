import type { Part } from '../syntax/nodes.ts';

/** More words than this are refused as bash refuses what it has no memory for. */
const MOST = 1 << 20;

/** A brace expansion too big for the machine; `count` words. */
export class BraceOverflow extends Error {
  constructor(readonly count: number) {
    super(`brace expansion: failed to allocate memory for \`${count}' elements`);
  }
}

/** A letter of unquoted text, or a part that braces don't look into. */
type Item = string | Exclude<Part, { type: 'text' }>;

/**
 * bash's brace expansion of a word: the words that it stands for, in order.
 * @throws {BraceOverflow}
 */
export function expandBraces(parts: readonly Part[]): readonly (readonly Part[])[] {
  const items = parts.flatMap((part): Item[] => (part.type === 'text' ? part.value.split('') : [part]));
  return expand(items).map(join);
}

function join(items: readonly Item[]): readonly Part[] {
  const parts: Part[] = [];
  let text = '';
  const flush = () => {
    if (text !== '') parts.push({ type: 'text', value: text });
    text = '';
  };
  for (const item of items) {
    if (typeof item === 'string') text += item;
    else {
      flush();
      parts.push(item);
    }
  }
  flush();
  return parts;
}

function expand(items: readonly Item[]): readonly (readonly Item[])[] {
  for (let open = items.indexOf('{'); open >= 0; open = items.indexOf('{', open + 1)) {
    const close = closing(items, open);
    if (close < 0) continue;
    const inside = items.slice(open + 1, close);
    const choices = alternatives(inside);
    if (!choices) continue;
    const before = items.slice(0, open);
    const rest = expand(items.slice(close + 1));
    if (choices.length * rest.length > MOST) throw new BraceOverflow(choices.length * rest.length);
    return choices.flatMap((choice) => rest.map((after) => [...before, ...choice, ...after]));
  }
  return [items];
}

/** The brace that closes the one at `open`; -1: none does. */
function closing(items: readonly Item[], open: number): number {
  let depth = 0;
  for (let i = open; i < items.length; i++) {
    if (items[i] === '{') depth++;
    if (items[i] === '}' && --depth === 0) return i;
  }
  return -1;
}

/** What stands between two braces; undefined: no brace expression. */
function alternatives(inside: readonly Item[]): readonly (readonly Item[])[] | undefined {
  const pieces: Item[][] = [[]];
  let depth = 0;
  for (const item of inside) {
    if (item === '{') depth++;
    if (item === '}') depth--;
    if (item === ',' && depth === 0) pieces.push([]);
    else pieces.at(-1)!.push(item);
  }
  if (pieces.length > 1) return pieces.flatMap(expand);
  if (inside.some((item) => typeof item !== 'string')) return undefined;
  return sequence(inside.join(''))?.map((text) => text.split(''));
}

function sequence(text: string): readonly string[] | undefined {
  const numbers = /^(-?\d+)\.\.(-?\d+)(?:\.\.(-?\d+))?$/.exec(text);
  const letters = /^([A-Za-z])\.\.([A-Za-z])(?:\.\.(-?\d+))?$/.exec(text);
  const match = numbers ?? letters;
  if (!match) return undefined;
  const [, first = '', last = '', given] = match;
  const from = numbers ? Number(first) : first.charCodeAt(0);
  const to = numbers ? Number(last) : last.charCodeAt(0);
  const step = Math.max(1, Math.abs(Number(given ?? 1)));
  const count = Math.floor(Math.abs(to - from) / step) + 1;
  if (count > MOST) throw new BraceOverflow(count);
  const padded = numbers && [first, last].some((number) => /^-?0\d/.test(number));
  const width = padded ? Math.max(first.length, last.length) : 0;
  return Array.from({ length: count }, (_, i) => {
    const value = from + (to >= from ? i : -i) * step;
    if (!numbers) return String.fromCharCode(value);
    const digits = String(Math.abs(value));
    return value < 0 ? `-${digits.padStart(width - 1, '0')}` : digits.padStart(width, '0');
  });
}
