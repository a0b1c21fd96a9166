/** How keys are compared. */
export interface Order {
  readonly kind: 'text' | 'numeric' | 'general' | 'human' | 'month' | 'version' | 'random';
  readonly reverse: boolean;
  /** Leading blanks don't count, at a key's start and at its end. */
  readonly blanks: boolean;
  readonly fold: boolean;
  readonly dictionary: boolean;
  readonly printing: boolean;
}

/** `-k F[.C][OPTS][,F[.C][OPTS]]`: where a key begins and ends; field numbers from 0, an end character 0 is the field's end. */
export interface Key {
  readonly startField: number;
  readonly startChar: number;
  readonly endField: number | undefined;
  readonly endChar: number;
  readonly skipStart: boolean;
  readonly skipEnd: boolean;
  readonly order: Order;
  /** It has letters of its own; else the command's order is its order. */
  readonly own: boolean;
}

export interface Comparison {
  readonly keys: readonly Key[];
  readonly order: Order;
  readonly tab: string | undefined;
  /** Lines with equal keys are compared byte by byte. */
  readonly lastResort: boolean;
  readonly gnu: boolean;
}

const LETTERS: Readonly<Record<string, string>> = {
  'ignore-leading-blanks': 'b',
  'dictionary-order': 'd',
  'ignore-case': 'f',
  'general-numeric-sort': 'g',
  'ignore-nonprinting': 'i',
  'month-sort': 'M',
  'human-numeric-sort': 'h',
  'numeric-sort': 'n',
  reverse: 'r',
  'version-sort': 'V',
};

/** The letter of an ordering option; empty for others. */
export const keyOptions = (name: string): string => LETTERS[name] ?? '';

/** The order that letters say. */
export function orderOf(letters: string): Order {
  const kinds = { n: 'numeric', g: 'general', h: 'human', M: 'month', V: 'version', R: 'random' } as const;
  let kind: Order['kind'] = 'text';
  for (const letter of letters) if (letter in kinds) kind = kinds[letter as keyof typeof kinds];
  return {
    kind,
    reverse: letters.includes('r'),
    blanks: letters.includes('b'),
    fold: letters.includes('f'),
    dictionary: letters.includes('d'),
    printing: letters.includes('i'),
  };
}

const OPTION_LETTERS = /^[bdfgiMhnRrV]*/;

/** Reads a key; what is wrong with it comes back as an error in the dialect's words. */
export function parseKey(word: string, gnu: boolean): Key | { readonly error: string } {
  const fail = (error: string) => ({ error: gnu ? error : 'bad field specification' });
  const match = /^(\d*)(?:\.(\d*))?/.exec(word)!;
  const [head, field, char] = match as unknown as [string, string, string | undefined];
  if (field === '') return fail(`invalid number at field start: invalid count at start of '${word}'`);
  if (Number(field) === 0) return fail(`field number is zero: invalid field specification '${word}'`);
  if (char !== undefined && char === '')
    return fail(`invalid number after '.': invalid count at start of '${word.slice(head.length)}'`);
  if (char !== undefined && Number(char) === 0)
    return fail(`character offset is zero: invalid field specification '${word}'`);
  const letters = OPTION_LETTERS.exec(word.slice(head.length))![0];
  let rest = word.slice(head.length + letters.length);
  let endField: number | undefined;
  let endChar = 0;
  let endLetters = '';
  if (rest.startsWith(',')) {
    rest = rest.slice(1);
    const end = /^(\d*)(?:\.(\d*))?/.exec(rest)!;
    if (end[1] === '') return fail(`invalid number after ',': invalid count at start of '${rest}'`);
    if (Number(end[1]) === 0) return fail(`field number is zero: invalid field specification '${word}'`);
    endField = Number(end[1]) - 1;
    endChar = Number(end[2] ?? 0);
    rest = rest.slice(end[0].length);
    endLetters = OPTION_LETTERS.exec(rest)![0];
    rest = rest.slice(endLetters.length);
  }
  if (rest !== '') return fail(`stray character in field spec: invalid field specification '${word}'`);
  const all = letters + endLetters;
  return {
    startField: Number(field) - 1,
    startChar: char === undefined ? 0 : Number(char) - 1,
    endField,
    endChar,
    skipStart: letters.includes('b'),
    skipEnd: endLetters.includes('b'),
    order: orderOf(all),
    own: all !== '',
  };
}

const isBlank = (c: string | undefined): boolean => c === ' ' || c === '\t' || c === '\n';

/** Where a field begins: without -t each has the blanks before it. */
function fieldStart(line: string, field: number, tab: string | undefined): number {
  let at = 0;
  for (let left = field; left > 0 && at < line.length; left--) {
    if (tab !== undefined) {
      const next = line.indexOf(tab, at);
      if (next < 0) return line.length;
      at = next + 1;
    } else {
      while (at < line.length && isBlank(line[at])) at++;
      while (at < line.length && !isBlank(line[at])) at++;
    }
  }
  return at;
}

function fieldEnd(line: string, field: number, tab: string | undefined): number {
  let at = fieldStart(line, field, tab);
  if (tab !== undefined) {
    const next = line.indexOf(tab, at);
    return next < 0 ? line.length : next;
  }
  while (at < line.length && isBlank(line[at])) at++;
  while (at < line.length && !isBlank(line[at])) at++;
  return at;
}

function skipBlanks(line: string, from: number): number {
  let at = from;
  while (at < line.length && isBlank(line[at])) at++;
  return at;
}

/** The part of a line that a key compares. */
function keyText(line: string, key: Key, tab: string | undefined): string {
  let start = fieldStart(line, key.startField, tab);
  if (key.skipStart || (!key.own && key.order.blanks)) start = skipBlanks(line, start);
  start = Math.min(line.length, start + key.startChar);
  let end = line.length;
  if (key.endField !== undefined) {
    if (key.endChar === 0) end = fieldEnd(line, key.endField, tab);
    else {
      end = fieldStart(line, key.endField, tab);
      if (key.skipEnd || (!key.own && key.order.blanks)) end = skipBlanks(line, end);
      end = Math.min(line.length, end + key.endChar);
    }
  }
  return line.slice(start, Math.max(start, end));
}

const MONTHS = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];
const HUMAN = ' KMGTPEZYRQ';

/** A number as -n reads it: no exponent, no plus sign. */
function numeric(text: string): number {
  const match = /^[ \t\n]*(-?)(\d*)(\.\d*)?/.exec(text)!;
  const value = Number(`${match[2] || '0'}${match[3] && match[3] !== '.' ? match[3] : ''}`);
  return match[1] ? -value : value;
}

/** A number as strtod reads it; undefined: none. */
function general(text: string): number | undefined {
  const match = /^\s*([-+]?(?:0[xX][0-9a-fA-F]+|(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?|inf(?:inity)?|nan))/i.exec(text);
  if (!match) return undefined;
  const word = match[1]!.toLowerCase();
  if (word.includes('nan')) return Number.NaN;
  if (word.includes('inf')) return word.startsWith('-') ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  return word.startsWith('-') ? -Number(word.slice(1)) : Number(word.replace('+', ''));
}

const sign = (value: number): number => (value < 0 ? -1 : value > 0 ? 1 : 0);
const order3 = <T>(a: T, b: T): number => (a < b ? -1 : a > b ? 1 : 0);

function human(text: string): readonly [number, number] {
  const match = /^[ \t\n]*(-?)(\d*(?:\.\d*)?)([kKMGTPEZYRQ]?)/.exec(text)!;
  const value = Number(match[2] || '0') || 0;
  const power = value === 0 ? 0 : Math.max(0, HUMAN.indexOf(match[3]!.toUpperCase() || ' '));
  return match[1] ? [-power, -value] : [power, value];
}

/** Debian's rank of a character: `~` before the end, the end before letters, letters before the rest. */
const rank = (c: string | undefined): number =>
  c === undefined || /\d/.test(c) ? 0 : c === '~' ? -1 : /[A-Za-z]/.test(c) ? c.charCodeAt(0) : c.charCodeAt(0) + 256;

/** strverscmp-like order of names with numbers in them (filevercmp without its suffixes). */
export function compareVersions(a: string, b: string): number {
  let i = 0;
  let j = 0;
  while (i < a.length || j < b.length) {
    while ((i < a.length && !/\d/.test(a[i]!)) || (j < b.length && !/\d/.test(b[j]!))) {
      const difference = rank(a[i]) - rank(b[j]);
      if (difference !== 0) return sign(difference);
      i++;
      j++;
    }
    const one = /^\d*/.exec(a.slice(i))![0];
    const two = /^\d*/.exec(b.slice(j))![0];
    const left = one.replace(/^0+/, '');
    const right = two.replace(/^0+/, '');
    if (left.length !== right.length) return left.length - right.length;
    if (left !== right) return order3(left, right);
    i += one.length;
    j += two.length;
  }
  return 0;
}

function prepared(text: string, order: Order): string {
  let out = text;
  if (order.dictionary) out = out.replace(/[^A-Za-z0-9 \t]/g, '');
  else if (order.printing) out = out.replace(/[^ -~]/g, '');
  return order.fold ? out.replace(/[a-z]+/g, (run) => run.toUpperCase()) : out;
}

function compareKeys(a: string, b: string, order: Order, gnu: boolean): number {
  switch (order.kind) {
    case 'numeric':
      // busybox's -n is its -g.
      return gnu ? sign(numeric(a) - numeric(b)) : sign((general(a) ?? 0) - (general(b) ?? 0));
    case 'general': {
      const [x, y] = [general(a), general(b)];
      if (x === undefined || y === undefined) return x === y ? 0 : x === undefined ? -1 : 1;
      if (Number.isNaN(x) || Number.isNaN(y)) return Number(Number.isNaN(y)) - Number(Number.isNaN(x));
      return sign(x - y);
    }
    case 'human': {
      const [x, y] = [human(a), human(b)];
      return sign(x[0] - y[0]) || sign(x[1] - y[1]);
    }
    case 'month': {
      const month = (text: string) => MONTHS.indexOf(text.trimStart().slice(0, 3).toUpperCase());
      return sign(month(a) - month(b));
    }
    case 'version':
      return compareVersions(a, b);
    default:
      return order3(prepared(a, order), prepared(b, order));
  }
}

/** The comparison of two lines, in the C locale. */
export function compareLines({ keys, order, tab, lastResort, gnu }: Comparison): (a: string, b: string) => number {
  const plain = keys.length === 0 && order.kind === 'text' && !order.fold && !order.dictionary && !order.printing;
  if (plain && !order.blanks) return order.reverse ? (a, b) => order3(b, a) : order3;
  return (a, b) => {
    if (keys.length === 0) {
      const from = (line: string) => (order.blanks ? line.slice(skipBlanks(line, 0)) : line);
      const difference = compareKeys(from(a), from(b), order, gnu);
      if (difference !== 0) return order.reverse ? -difference : difference;
    }
    for (const key of keys) {
      const difference = compareKeys(keyText(a, key, tab), keyText(b, key, tab), key.order, gnu);
      if (difference !== 0) return key.order.reverse ? -difference : difference;
    }
    if (!lastResort) return 0;
    return order.reverse ? order3(b, a) : order3(a, b);
  };
}
