/*
 * POSIX regular expressions as glibc has them (basic and extended, with GNU's \+ \? \| \< \> \b \w \s \` \'), over
 * strings of bytes. They are turned into JavaScript's, which differ in one thing: of several alternatives POSIX takes
 * the longest match, JavaScript the first. So where a pattern has alternatives, a longer match at the same place is
 * looked for.
 */

export interface RegexOptions {
  readonly extended?: boolean;
  readonly ignoreCase?: boolean;
  /** `^` and `$` match at newlines within the text too (sed's M flag). */
  readonly multiline?: boolean;
  /** The text is the rest of a line: `^` doesn't match at its beginning. */
  readonly notAtBeginning?: boolean;
  /** Matches words (grep -w) or whole lines (grep -x) only. */
  readonly whole?: 'word' | 'line' | undefined;
  /** The pattern is a text, not an expression. */
  readonly fixed?: boolean;
  /** Escapes of awk: `\t`, `\/`, `\"`, and in brackets too. */
  readonly awk?: boolean;
}

/** A match: where, and the groups; group 0 is the whole. */
export interface RegexMatch {
  readonly index: number;
  readonly end: number;
  readonly groups: readonly (string | undefined)[];
}

export interface Regex {
  /** For a plain search. */
  readonly search: RegExp;
  readonly groups: number;
  test(text: string): boolean;
  /** The leftmost match at or after `from`. */
  exec(text: string, from?: number): RegexMatch | undefined;
}

/** glibc's regerror texts. */
export interface RegexError {
  readonly error: string;
}

const ERRORS = {
  pattern: 'Invalid regular expression',
  bracket: 'Unmatched [, [^, [:, [., or [=',
  paren: 'Unmatched ( or \\(',
  closing: 'Unmatched ) or \\)',
  brace: 'Unmatched \\{',
  interval: 'Invalid content of \\{\\}',
  big: 'Regular expression too big',
  preceding: 'Invalid preceding regular expression',
  reference: 'Invalid back reference',
  class: 'Invalid character class name',
  range: 'Invalid range end',
  collation: 'Invalid collation character',
  backslash: 'Trailing backslash',
} as const;

class Problem extends Error {
  constructor(readonly kind: keyof typeof ERRORS) {
    super(ERRORS[kind]);
  }
}

const CLASSES: Readonly<Record<string, string>> = {
  alpha: 'A-Za-z',
  digit: '0-9',
  alnum: '0-9A-Za-z',
  upper: 'A-Z',
  lower: 'a-z',
  space: ' \\t-\\r',
  blank: ' \\t',
  punct: '!-\\/:-@\\[-`{-~',
  print: ' -~',
  graph: '!-~',
  cntrl: '\\0-\\x1f\\x7f',
  xdigit: '0-9A-Fa-f',
};

const SPACE = '[ \\t-\\r]';
const NOT_SPACE = '[^ \\t-\\r]';
const MAX_REPEAT = 32_767;

const hex = (c: string): string => `\\x${c.charCodeAt(0).toString(16).padStart(2, '0')}`;
/** A character that stands for itself, outside or inside brackets. */
const literal = (c: string): string => (/[A-Za-z0-9_ ]/.test(c) ? c : hex(c));

const AWK_ESCAPES: Readonly<Record<string, string>> = {
  n: '\n',
  t: '\t',
  r: '\r',
  f: '\f',
  v: '\v',
  a: '\x07',
  b: '\b',
};

interface Translation {
  readonly source: string;
  readonly groups: number;
  readonly alternatives: boolean;
}

/** Reads one expression and writes JavaScript's. */
class Translator {
  #at = 0;
  #groups = 0;
  #closed = new Set<number>();
  #alternatives = false;

  constructor(
    readonly pattern: string,
    readonly options: RegexOptions,
  ) {}

  translate(): Translation {
    const source = this.#alternation(0);
    if (this.#at < this.pattern.length) throw new Problem('closing');
    return { source, groups: this.#groups, alternatives: this.#alternatives };
  }

  /** Does an operator come next? In basic expressions it has a backslash. */
  #operator(c: string): boolean {
    const { pattern } = this;
    return this.options.extended ? pattern[this.#at] === c : pattern[this.#at] === '\\' && pattern[this.#at + 1] === c;
  }

  #skip(): void {
    this.#at += this.options.extended ? 1 : 2;
  }

  #alternation(depth: number): string {
    const branches = [this.#branch(depth)];
    while (this.#operator('|')) {
      this.#skip();
      this.#alternatives = true;
      branches.push(this.#branch(depth));
    }
    return branches.join('|');
  }

  #branch(depth: number): string {
    let out = '';
    let first = true;
    while (this.#at < this.pattern.length && !this.#operator('|')) {
      if (this.#operator(')') && (depth > 0 || !this.options.extended)) break;
      const atom = this.#atom(depth, first);
      // An anchor at the beginning leaves a following star literal in basic expressions.
      first = !this.options.extended && first && atom === this.#start();
      out += this.#repeated(atom, first);
    }
    return out;
  }

  #start(): string {
    if (this.options.notAtBeginning) return this.options.multiline ? '(?<=\n)' : '(?!)';
    return this.options.multiline ? '(?:^)' : '(?<![^])';
  }

  #end(): string {
    return this.options.multiline ? '(?:$)' : '(?![^])';
  }

  #atom(depth: number, first: boolean): string {
    const { pattern, options } = this;
    if (this.#operator('(')) return this.#group(depth);
    const c = pattern[this.#at++]!;
    if (c === '[') return this.#bracket();
    if (c === '.') return '[^]';
    if (c === '\\') return this.#escape();
    if (c === '^' && (options.extended || first)) return this.#start();
    if (c === '$' && (options.extended || this.#atEnd())) return this.#end();
    if (options.extended) {
      if (c === '*' || c === '+' || c === '?') {
        // A repetition of nothing: glibc lets it stand for nothing at the beginning.
        if (options.awk) return literal(c);
        return '(?:)';
      }
      if (c === '{' && first && /^\d*(,\d*)?\}/.test(pattern.slice(this.#at))) throw new Problem('preceding');
    }
    return literal(c);
  }

  /** In basic expressions `$` is an anchor only at the end of a branch. */
  #atEnd(): boolean {
    return this.#at >= this.pattern.length || this.#operator(')') || this.#operator('|');
  }

  #group(depth: number): string {
    this.#skip();
    const number = ++this.#groups;
    const inner = this.#alternation(depth + 1);
    if (!this.#operator(')')) throw new Problem('paren');
    this.#skip();
    this.#closed.add(number);
    return `(${inner})`;
  }

  #escape(): string {
    const c = this.pattern[this.#at++];
    if (c === undefined) throw new Problem('backslash');
    if (this.options.awk && AWK_ESCAPES[c]) return literal(AWK_ESCAPES[c]);
    switch (c) {
      case '<':
        return '(?:\\b(?=\\w))';
      case '>':
        return '(?:\\b(?<=\\w))';
      case 'b':
        return '(?:\\b)';
      case 'B':
        return '(?:\\B)';
      case 'w':
        return '\\w';
      case 'W':
        return '\\W';
      case 's':
        return SPACE;
      case 'S':
        return NOT_SPACE;
      case '`':
        return '(?<![^])';
      case "'":
        return '(?![^])';
      case 'n':
        return '\\n';
    }
    if (/[1-9]/.test(c) && !this.options.awk) {
      if (!this.#closed.has(Number(c))) throw new Problem('reference');
      return `(?:\\${c})`;
    }
    if (!this.options.extended) {
      if (c === '{') return literal('{');
      if (c === ')') throw new Problem('closing');
    }
    return literal(c);
  }

  /** The repetitions after an atom. */
  #repeated(atom: string, anchored: boolean): string {
    const { pattern, options } = this;
    let out = atom;
    let count = 0;
    for (;;) {
      let times: string | undefined;
      if (pattern[this.#at] === '*' && !anchored) {
        times = '*';
        this.#at++;
      } else if (this.#operator('+') || this.#operator('?')) {
        times = pattern[this.#at + (options.extended ? 0 : 1)]!;
        this.#skip();
      } else if (this.#operator('{')) times = this.#interval();
      if (times === undefined) return out;
      out = `${count++ > 0 ? `(?:${out})` : out}${times}`;
    }
  }

  #interval(): string | undefined {
    const { pattern, options } = this;
    const from = this.#at + (options.extended ? 1 : 2);
    const match = /^(\d*)(,?)(\d*)(\\?\}|$|[\s\S])/.exec(pattern.slice(from))!;
    const [whole, low, comma, high, end] = match as unknown as [string, string, string, string, string];
    const closes = end === (options.extended ? '}' : '\\}');
    if (!closes || (low === '' && comma === '')) {
      // An extended expression's brace that begins no interval stands for itself.
      if (options.extended) return undefined;
      throw new Problem(end === '' || !pattern.slice(from).includes('\\}') ? 'brace' : 'interval');
    }
    const least = low === '' ? 0 : Number(low);
    const most = comma === '' ? least : high === '' ? undefined : Number(high);
    if (Math.max(least, most ?? 0) > MAX_REPEAT) throw new Problem('big');
    if (most !== undefined && most < least) throw new Problem('interval');
    this.#at = from + whole.length;
    return `{${least},${most ?? ''}}`;
  }

  #bracket(): string {
    const { pattern, options } = this;
    const negated = pattern[this.#at] === '^';
    if (negated) this.#at++;
    let out = '';
    for (let first = true; ; first = false) {
      const c = pattern[this.#at];
      if (c === undefined) throw new Problem(first ? 'pattern' : 'bracket');
      if (c === ']' && !first) break;
      if (c === '[' && pattern[this.#at + 1] === ':') {
        const end = pattern.indexOf(':]', this.#at + 2);
        if (end < 0) throw new Problem('bracket');
        const name = pattern.slice(this.#at + 2, end);
        const set = CLASSES[options.ignoreCase && (name === 'upper' || name === 'lower') ? 'alpha' : name];
        if (set === undefined) throw new Problem('class');
        out += set;
        this.#at = end + 2;
        continue;
      }
      const low = this.#element();
      if (pattern[this.#at] === '-' && pattern[this.#at + 1] !== ']' && this.#at + 1 < pattern.length) {
        this.#at++;
        const high = this.#element();
        if (high < low) throw new Problem('range');
        out += `${literal(low)}-${literal(high)}`;
      } else out += literal(low);
    }
    this.#at++;
    return `[${negated ? '^' : ''}${out}]`;
  }

  /** One character of a bracket: itself, `[.x.]`, `[=x=]`. */
  #element(): string {
    const { pattern, options } = this;
    const c = pattern[this.#at]!;
    const kind = pattern[this.#at + 1];
    if (c === '[' && (kind === '.' || kind === '=')) {
      const end = pattern.indexOf(`${kind}]`, this.#at + 2);
      if (end < 0) throw new Problem('bracket');
      if (end - this.#at !== 3) throw new Problem('collation');
      const element = pattern[this.#at + 2]!;
      this.#at = end + 2;
      return element;
    }
    if (c === '\\' && options.awk && this.#at + 1 < pattern.length) {
      const escaped = pattern[this.#at + 1]!;
      this.#at += 2;
      return AWK_ESCAPES[escaped] ?? escaped;
    }
    this.#at++;
    return c;
  }
}

const LOOK_BACK = 2000;

/** A longer match at the same place, where alternatives have let JavaScript stop at a shorter one. */
function longest(whole: RegExp, text: string, index: number, found: RegExpExecArray): RegExpExecArray {
  const shortest = index + found[0].length;
  for (let end = Math.min(text.length, shortest + LOOK_BACK); end > shortest; end--) {
    whole.lastIndex = index;
    const longer = whole.exec(end === text.length ? text : text.slice(0, end));
    // Within a cut text `$` would match where the text goes on.
    if (longer && index + longer[0].length === end) return longer;
  }
  return found;
}

/** Translates a POSIX expression (bytes as of binary.ts). */
export function compileRegex(pattern: string, options: RegexOptions = {}): Regex | RegexError {
  let translation: Translation;
  try {
    translation = options.fixed
      ? { source: [...pattern].map(literal).join(''), groups: 0, alternatives: false }
      : new Translator(pattern, options).translate();
  } catch (error) {
    if (error instanceof Problem) return { error: error.message };
    throw error;
  }
  const { groups, alternatives } = translation;
  let { source } = translation;
  if (options.whole === 'word') source = `(?<!\\w)(?:${source})(?!\\w)`;
  if (options.whole === 'line') source = `(?<![^])(?:${source})(?![^])`;
  const flags = `${options.ignoreCase ? 'i' : ''}${options.multiline ? 'm' : ''}`;
  let search: RegExp;
  let sticky: RegExp;
  let whole: RegExp;
  try {
    search = new RegExp(source, flags);
    sticky = new RegExp(source, `g${flags}`);
    // The end of a cut text isn't the text's: `$` is left out there by asking for the end outside of the pattern.
    whole = new RegExp(`(?:${source})(?![^])`, `y${flags}`);
  } catch {
    return { error: ERRORS.big };
  }
  const anchoredEnd = source.includes(options.multiline ? '(?:$)' : '(?![^])');
  return {
    search,
    groups,
    test: (text) => search.test(text),
    exec(text, from = 0) {
      sticky.lastIndex = from;
      const found = sticky.exec(text);
      if (!found) return undefined;
      const best = alternatives && !anchoredEnd ? longest(whole, text, found.index, found) : found;
      return { index: found.index, end: found.index + best[0].length, groups: best };
    },
  };
}
