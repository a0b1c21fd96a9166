/*
 * Shell patterns. A pattern is a text in which a backslash takes the next letter's meaning away; matching keeps the set
 * of places that a part can end at, so that no pattern takes more than polynomial time.
 */

type Node =
  | { readonly type: 'letter'; readonly letter: string }
  | { readonly type: 'any' }
  | { readonly type: 'star' }
  | { readonly type: 'set'; readonly negated: boolean; readonly members: readonly Member[] }
  | { readonly type: 'group'; readonly operator: string; readonly alternatives: readonly (readonly Node[])[] };

type Member = { readonly from: number; readonly to: number } | { readonly named: string };

export interface PatternOptions {
  /** `@(a|b)` and the like; always on the right of `==` in `[[`. */
  readonly extended?: boolean;
  readonly ignoreCase?: boolean;
}

const CLASSES: Readonly<Record<string, RegExp>> = {
  alpha: /\p{L}/u,
  digit: /[0-9]/,
  alnum: /[\p{L}0-9]/u,
  upper: /\p{Lu}/u,
  lower: /\p{Ll}/u,
  space: /\s/,
  blank: /[ \t]/,
  punct: /[!-/:-@[-`{-~]/,
  print: /[^\x00-\x1f\x7f]/,
  graph: /[^\x00-\x20\x7f]/,
  cntrl: /[\x00-\x1f\x7f]/,
  xdigit: /[0-9a-fA-F]/,
  word: /[\p{L}0-9_]/u,
};

/** Makes every letter of a text stand for itself. */
export function escapePattern(text: string): string {
  return text.replace(/[\\*?[\]!@+()|^-]/g, '\\$&');
}

/** Takes the backslashes of a pattern away: the text that it was written as. */
export function unescapePattern(pattern: string): string {
  return pattern.replace(/\\([\s\S])/g, '$1');
}

/** Is anything in it special? */
export function isPattern(pattern: string, extended: boolean): boolean {
  for (let i = 0; i < pattern.length; i++) {
    const letter = pattern[i]!;
    if (letter === '\\') i++;
    else if (letter === '*' || letter === '?') return true;
    else if (letter === '[' && bracketEnd(pattern, i) > 0) return true;
    else if (extended && '@+!'.includes(letter) && pattern[i + 1] === '(') return true;
  }
  return false;
}

/** Does the pattern match the whole text? */
export function matches(pattern: string, text: string, options: PatternOptions = {}): boolean {
  const compiled = compile(pattern, options);
  if (compiled.literal !== undefined && !options.ignoreCase) return compiled.literal === text;
  const letters = lettersOf(fold(text, options));
  return ends(compiled.nodes, letters, [0]).includes(letters.length);
}

/** How much of the text's beginning the pattern matches: the shortest or the longest; undefined: nothing does. */
export function matchPrefix(
  pattern: string,
  text: string,
  longest: boolean,
  options: PatternOptions = {},
): number | undefined {
  const compiled = compile(pattern, options);
  if (compiled.literal !== undefined) return text.startsWith(compiled.literal) ? compiled.literal.length : undefined;
  return extent(compiled.nodes, lettersOf(fold(text, options)), longest);
}

/** The same for the text's end. */
export function matchSuffix(
  pattern: string,
  text: string,
  longest: boolean,
  options: PatternOptions = {},
): number | undefined {
  const compiled = compile(pattern, options);
  if (compiled.literal !== undefined) return text.endsWith(compiled.literal) ? compiled.literal.length : undefined;
  return extent(reverse(compiled.nodes), lettersOf(fold(text, options)).toReversed(), longest);
}

/** The longest match that begins at a place of the text, in UTF-16 units; undefined: there is none. */
export function longestMatchAt(
  pattern: string,
  text: string,
  at: number,
  options: PatternOptions = {},
): number | undefined {
  return matchPrefix(pattern, text.slice(at), true, options);
}

function fold(text: string, options: PatternOptions): string {
  return options.ignoreCase ? text.toLowerCase() : text;
}

/** Letters as the shell counts them: code points. */
function lettersOf(text: string): readonly string[] {
  return /[\ud800-\udbff]/.test(text) ? Array.from(text) : text.split('');
}

function extent(nodes: readonly Node[], letters: readonly string[], longest: boolean): number | undefined {
  const found = ends(nodes, letters, [0]);
  if (found.length === 0) return undefined;
  const count = longest ? found.at(-1)! : found[0]!;
  let units = 0;
  for (let i = 0; i < count; i++) units += letters[i]!.length;
  return units;
}

interface Compiled {
  readonly nodes: readonly Node[];
  /** The text, if nothing in the pattern is special. */
  readonly literal: string | undefined;
}

const cache = new Map<string, Compiled>();

function compile(pattern: string, options: PatternOptions): Compiled {
  const key = `${options.extended ? 'x' : ' '}${options.ignoreCase ? 'i' : ' '}${pattern}`;
  const known = cache.get(key);
  if (known) return known;
  const nodes = new Compiler(
    options.ignoreCase ? pattern.toLowerCase() : pattern,
    options.extended ?? false,
  ).sequence();
  const literal = nodes.every((node) => node.type === 'letter') ? nodes.map((node) => node.letter).join('') : undefined;
  const compiled = { nodes, literal };
  if (cache.size > 500) cache.clear();
  cache.set(key, compiled);
  return compiled;
}

/** The index of the `]` that ends a bracket expression; -1: it is none. */
function bracketEnd(pattern: string, open: number): number {
  let i = open + 1;
  if (pattern[i] === '!' || pattern[i] === '^') i++;
  if (pattern[i] === ']') i++;
  for (; i < pattern.length; i++) {
    const letter = pattern[i]!;
    if (letter === '\\') i++;
    else if (letter === '[' && ':.='.includes(pattern[i + 1] ?? ' ')) {
      const close = pattern.indexOf(`${pattern[i + 1]}]`, i + 2);
      if (close > 0) i = close + 1;
    } else if (letter === ']') return i;
    else if (letter === '/') return -1;
  }
  return -1;
}

class Compiler {
  private at = 0;

  constructor(
    private readonly pattern: string,
    private readonly extended: boolean,
  ) {}

  sequence(inside = false): readonly Node[] {
    const nodes: Node[] = [];
    const { pattern } = this;
    while (this.at < pattern.length) {
      const letter = pattern[this.at]!;
      if (inside && (letter === '|' || letter === ')')) break;
      if (this.extended && '?*+@!'.includes(letter) && pattern[this.at + 1] === '(' && this.closes()) {
        nodes.push(this.group(letter));
      } else if (letter === '*') {
        if (nodes.at(-1)?.type !== 'star') nodes.push({ type: 'star' });
        this.at++;
      } else if (letter === '?') {
        nodes.push({ type: 'any' });
        this.at++;
      } else if (letter === '[' && bracketEnd(pattern, this.at) > 0) nodes.push(this.bracket());
      else nodes.push({ type: 'letter', letter: this.letter() });
    }
    return nodes;
  }

  private letter(): string {
    if (this.pattern[this.at] === '\\' && this.at + 1 < this.pattern.length) this.at++;
    const letter = String.fromCodePoint(this.pattern.codePointAt(this.at)!);
    this.at += letter.length;
    return letter;
  }

  /** Is the parenthesis that opens here closed? */
  private closes(): boolean {
    let depth = 0;
    for (let i = this.at + 1; i < this.pattern.length; i++) {
      if (this.pattern[i] === '\\') i++;
      else if (this.pattern[i] === '(') depth++;
      else if (this.pattern[i] === ')' && --depth === 0) return true;
    }
    return false;
  }

  private group(operator: string): Node {
    this.at += 2;
    const alternatives = [this.sequence(true)];
    while (this.pattern[this.at] === '|') {
      this.at++;
      alternatives.push(this.sequence(true));
    }
    this.at++;
    return { type: 'group', operator, alternatives };
  }

  private bracket(): Node {
    const { pattern } = this;
    const end = bracketEnd(pattern, this.at);
    this.at++;
    const negated = pattern[this.at] === '!' || pattern[this.at] === '^';
    if (negated) this.at++;
    const members: Member[] = [];
    const start = this.at;
    while (this.at < end || this.at === start) {
      const letter = pattern[this.at]!;
      if (letter === '[' && ':.='.includes(pattern[this.at + 1] ?? ' ')) {
        const kind = pattern[this.at + 1]!;
        const close = pattern.indexOf(`${kind}]`, this.at + 2);
        if (close > 0) {
          const name = pattern.slice(this.at + 2, close);
          this.at = close + 2;
          if (kind === ':') members.push({ named: name });
          else members.push({ from: name.codePointAt(0) ?? 0, to: name.codePointAt(0) ?? 0 });
          continue;
        }
      }
      const from = this.letter().codePointAt(0)!;
      if (pattern[this.at] === '-' && this.at + 1 < end) {
        this.at++;
        const to = this.letter().codePointAt(0)!;
        members.push({ from, to });
      } else members.push({ from, to: from });
    }
    this.at = end + 1;
    return { type: 'set', negated, members };
  }
}

function inSet(node: Extract<Node, { type: 'set' }>, letter: string): boolean {
  const code = letter.codePointAt(0)!;
  const found = node.members.some((member) =>
    'named' in member ? (CLASSES[member.named]?.test(letter) ?? false) : code >= member.from && code <= member.to,
  );
  return found !== node.negated;
}

/** All the places, ascending, where the nodes can end if they begin at one of `starts` (ascending). */
function ends(nodes: readonly Node[], letters: readonly string[], starts: readonly number[]): readonly number[] {
  let places = starts;
  for (const node of nodes) {
    if (places.length === 0) return places;
    places = step(node, letters, places);
  }
  return places;
}

function step(node: Node, letters: readonly string[], places: readonly number[]): readonly number[] {
  switch (node.type) {
    case 'letter':
      return places.filter((place) => letters[place] === node.letter).map((place) => place + 1);
    case 'any':
      return places.filter((place) => place < letters.length).map((place) => place + 1);
    case 'set':
      return places.filter((place) => place < letters.length && inSet(node, letters[place]!)).map((place) => place + 1);
    case 'star': {
      const first = places[0]!;
      return Array.from({ length: letters.length - first + 1 }, (_, i) => first + i);
    }
    case 'group':
      return group(node, letters, places);
    default:
      return node satisfies never;
  }
}

function group(
  node: Extract<Node, { type: 'group' }>,
  letters: readonly string[],
  places: readonly number[],
): readonly number[] {
  const once = (from: readonly number[]) => union(node.alternatives.map((nodes) => ends(nodes, letters, from)));
  switch (node.operator) {
    case '@':
      return once(places);
    case '?':
      return union([places, once(places)]);
    case '!': {
      const all = places.map((place) => {
        const taken = new Set(once([place]));
        return Array.from({ length: letters.length - place + 1 }, (_, i) => place + i).filter((end) => !taken.has(end));
      });
      return union(all);
    }
    default: {
      let found = node.operator === '*' ? places : once(places);
      for (let fresh = found; fresh.length > 0; ) {
        const known = new Set(found);
        fresh = once(fresh).filter((place) => !known.has(place));
        found = union([found, fresh]);
      }
      return found;
    }
  }
}

function union(sets: readonly (readonly number[])[]): readonly number[] {
  if (sets.length === 1) return sets[0]!;
  return [...new Set(sets.flat())].sort((a, b) => a - b);
}

function reverse(nodes: readonly Node[]): readonly Node[] {
  return nodes
    .map((node): Node => (node.type === 'group' ? { ...node, alternatives: node.alternatives.map(reverse) } : node))
    .reverse();
}
