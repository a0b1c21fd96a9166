/** What a `$name` means; undefined: it isn't set. */
export type Lookup = (name: string) => string | undefined;

/** A word that can't be expanded; the message is BuildKit's. */
export class WordError extends Error {}

export interface Expansion {
  readonly text: string;
  /** Names that were asked for and weren't set. */
  readonly unset: readonly string[];
}

interface Reader {
  readonly text: string;
  at: number;
  readonly lookup: Lookup;
  readonly escapeToken: string;
  /** For what is only shown: quotes and backslashes stay, and so do variables that aren't set. */
  readonly raw: boolean;
  readonly unset: Set<string>;
}

/**
 * Expands `$name`, `${name}` and its modifiers, and takes quotes and escapes away (BuildKit frontend/dockerfile/shell).
 * @throws {WordError}
 */
export function expandWord(text: string, lookup: Lookup, escapeToken: string, raw = false): Expansion {
  const reader: Reader = { text, at: 0, lookup, escapeToken, raw, unset: new Set() };
  try {
    return { text: until(reader, undefined), unset: [...reader.unset] };
  } catch (error) {
    if (error instanceof WordError) throw new WordError(`failed to process ${goQuote(text)}: ${error.message}`);
    throw error;
  }
}

const goQuote = (text: string): string => JSON.stringify(text);

function until(reader: Reader, stop: string | undefined): string {
  let out = '';
  while (reader.at < reader.text.length) {
    const char = reader.text[reader.at]!;
    if (char === stop) {
      reader.at++;
      return out;
    }
    if (char === "'") out += singleQuoted(reader);
    else if (char === '"') out += doubleQuoted(reader);
    else if (char === '$') out += dollar(reader);
    else if (char === reader.escapeToken) {
      reader.at++;
      const next = reader.text[reader.at];
      if (next === undefined) return reader.raw ? out + char : out;
      out += reader.raw ? char + next : next;
      reader.at++;
    } else {
      out += char;
      reader.at++;
    }
  }
  if (stop !== undefined) throw new WordError(`unexpected end of statement while looking for matching ${stop}`);
  return out;
}

function singleQuoted(reader: Reader): string {
  const end = reader.text.indexOf("'", reader.at + 1);
  if (end < 0) throw new WordError('unexpected end of statement while looking for matching single-quote');
  const inner = reader.text.slice(reader.at + 1, end);
  reader.at = end + 1;
  return reader.raw ? `'${inner}'` : inner;
}

function doubleQuoted(reader: Reader): string {
  let out = reader.raw ? '"' : '';
  for (reader.at++; reader.at < reader.text.length; ) {
    const char = reader.text[reader.at]!;
    if (char === '"') {
      reader.at++;
      return reader.raw ? `${out}"` : out;
    }
    if (char === '$') out += dollar(reader);
    else if (char === reader.escapeToken && reader.at + 1 < reader.text.length) {
      const next = reader.text[reader.at + 1]!;
      const escapes = next === '"' || next === '$' || next === reader.escapeToken;
      out += escapes && !reader.raw ? next : char + next;
      reader.at += 2;
    } else {
      out += char;
      reader.at++;
    }
  }
  throw new WordError('unexpected end of statement while looking for matching double-quote');
}

function valueFor(reader: Reader, name: string): string | undefined {
  const value = reader.lookup(name);
  if (value === undefined) reader.unset.add(name);
  return value;
}

function dollar(reader: Reader): string {
  const start = reader.at++;
  const written = () => reader.text.slice(start, reader.at);
  if (reader.text[reader.at] !== '{') {
    const name = /^([a-zA-Z_][a-zA-Z0-9_]*|[0-9]+|[@*#?\-$!])/.exec(reader.text.slice(reader.at))?.[1];
    if (name === undefined) return '$';
    reader.at += name.length;
    const value = valueFor(reader, name);
    return value ?? (reader.raw ? written() : '');
  }
  reader.at++;
  if (reader.text[reader.at] === '{' || reader.text[reader.at] === '}' || reader.text[reader.at] === ':') {
    const what = reader.text[reader.at];
    throw new WordError(what === '}' ? 'syntax error: bad substitution' : 'syntax error: bad substitution');
  }
  const name = /^([a-zA-Z_][a-zA-Z0-9_]*|[0-9]+|[@*#?\-$!])/.exec(reader.text.slice(reader.at))?.[1] ?? '';
  reader.at += name.length;
  const modifier = reader.text[reader.at];
  if (modifier === '}') {
    reader.at++;
    const value = valueFor(reader, name);
    return value ?? (reader.raw ? written() : '');
  }
  const substitute = (colon: string) => {
    const kind = reader.text[reader.at];
    if (kind === undefined || !'+-?'.includes(kind))
      throw new WordError(`unsupported modifier (${colon}${kind ?? '\ufffd'}) in substitution`);
    reader.at++;
    const word = until(
      {
        ...reader,
        raw: false,
        get at() {
          return reader.at;
        },
        set at(value) {
          reader.at = value;
        },
      },
      '}',
    );
    const value = reader.lookup(name);
    const empty = value === undefined || (colon === ':' && value === '');
    if (reader.raw && value === undefined) return written();
    if (kind === '+') return empty ? '' : word;
    if (!empty) return value;
    if (kind === '-') return word;
    throw new WordError(`${name}: ${word || (colon === ':' ? 'not allowed to be empty' : 'not allowed to be unset')}`);
  };
  if (modifier === ':') {
    reader.at++;
    return substitute(':');
  }
  if (modifier !== undefined && '+-?'.includes(modifier)) return substitute('');
  if (modifier !== undefined && '#%/'.includes(modifier)) return cutOrReplace(reader, name, modifier, written);
  throw new WordError(`unsupported modifier (${modifier ?? '\ufffd'}) in substitution`);
}

/** `${x#pattern}`, `${x%pattern}`, `${x/pattern/new}`, doubled for the longest or for all. */
function cutOrReplace(reader: Reader, name: string, modifier: string, written: () => string): string {
  reader.at++;
  const greedy = reader.text[reader.at] === modifier;
  if (greedy) reader.at++;
  const plain = {
    ...reader,
    raw: false,
    get at() {
      return reader.at;
    },
    set at(value: number) {
      reader.at = value;
    },
  };
  const pattern = until(plain, modifier === '/' ? '/' : '}');
  const replacement = modifier === '/' ? until(plain, '}') : '';
  const value = valueFor(reader, name);
  if (value === undefined) return reader.raw ? written() : '';
  const wild = (lazy: boolean) =>
    pattern
      .replace(/[.+^${}()|[\]\\]/g, '\\$&')
      .replaceAll('?', '.')
      .replaceAll('*', lazy ? '.*?' : '.*');
  if (modifier === '/') return value.replace(new RegExp(wild(false), greedy ? 'gs' : 's'), () => replacement);
  if (modifier === '#') return value.replace(new RegExp(`^${wild(!greedy)}`, 's'), '');
  const suffix = new RegExp(`^${wild(false)}$`, 's');
  const starts = Array.from({ length: value.length + 1 }, (_, i) => (greedy ? i : value.length - i));
  const start = starts.find((at) => suffix.test(value.slice(at)));
  return start === undefined ? value : value.slice(0, start);
}

/** Words as blanks separate them, quotes and escapes kept (BuildKit parser.parseWords). */
export function splitWords(text: string, escapeToken: string): readonly string[] {
  const words: string[] = [];
  let word = '';
  let quote = '';
  let inside = false;
  for (let at = 0; at < text.length; at++) {
    const char = text[at]!;
    if (quote !== '') {
      word += char;
      if (char === quote) quote = '';
      else if (char === escapeToken && quote === '"' && at + 1 < text.length) word += text[++at]!;
    } else if (/\s/.test(char)) {
      if (inside) words.push(word);
      word = '';
      inside = false;
    } else {
      inside = true;
      word += char;
      if (char === '"' || char === "'") quote = char;
      else if (char === escapeToken && at + 1 < text.length) word += text[++at]!;
    }
  }
  if (inside) words.push(word);
  return words;
}

/** A JSON array of strings; undefined if the text isn't one. */
export function jsonWords(text: string): readonly string[] | undefined {
  const trimmed = text.trimStart();
  if (!trimmed.startsWith('[')) return undefined;
  try {
    const value: unknown = JSON.parse(trimmed);
    return Array.isArray(value) && value.every((item) => typeof item === 'string') ? value : undefined;
  } catch {
    return undefined;
  }
}
