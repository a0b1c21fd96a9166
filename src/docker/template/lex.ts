import { quote } from '../go/strconv.ts';

/** The kinds of tokens of Go's text/template. */
export type TokenKind =
  | 'error'
  | 'bool'
  | 'char'
  | 'charConstant'
  | 'assign'
  | 'declare'
  | 'eof'
  | 'field'
  | 'identifier'
  | 'leftDelim'
  | 'leftParen'
  | 'number'
  | 'pipe'
  | 'rawString'
  | 'rightDelim'
  | 'rightParen'
  | 'space'
  | 'string'
  | 'text'
  | 'variable'
  | 'dot'
  | 'keyword';

export interface Token {
  readonly kind: TokenKind;
  /** Index into the template's text. */
  readonly at: number;
  readonly text: string;
  readonly line: number;
}

const KEYWORDS = new Set([
  'block',
  'break',
  'continue',
  'define',
  'else',
  'end',
  'if',
  'nil',
  'range',
  'template',
  'with',
]);

/** The token as error messages name it. */
export function tokenText(token: Token): string {
  if (token.kind === 'eof') return 'EOF';
  if (token.kind === 'error') return token.text;
  if (token.kind === 'keyword' || token.kind === 'dot') return `<${token.text}>`;
  const characters = [...token.text];
  return characters.length > 10 ? `${quote(characters.slice(0, 10).join(''))}...` : quote(token.text);
}

/** `U+0021 '!'`, Go's %#U. */
function codePoint(character: string | undefined): string {
  if (character === undefined) return 'U+FFFFFFFFFFFFFFFF';
  const hex = character.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0');
  return `U+${hex} '${character}'`;
}

const isSpace = (character: string | undefined) => character !== undefined && /[ \t\r\n]/.test(character);
const isWord = (character: string | undefined) => character !== undefined && /[\p{L}\p{Nd}_]/u.test(character);

/** Splits a template's text into tokens; the last is `eof` or `error`. */
export function lex(input: string): readonly Token[] {
  const tokens: Token[] = [];
  let position = 0;
  let start = 0;
  let line = 1;
  let parens = 0;

  const at = (index: number): string | undefined => {
    const code = input.codePointAt(index);
    return code === undefined ? undefined : String.fromCodePoint(code);
  };
  const emit = (kind: TokenKind): void => {
    const text = input.slice(start, position);
    tokens.push({ kind, at: start, text, line });
    line += text.split('\n').length - 1;
    start = position;
  };
  const ignore = (): void => {
    line += input.slice(start, position).split('\n').length - 1;
    start = position;
  };
  const fail = (message: string): false => {
    tokens.push({ kind: 'error', at: start, text: message, line });
    return false;
  };
  const rightTrim = (index: number) => isSpace(input[index]) && input[index + 1] === '-';
  const atRightDelim = (index: number) =>
    (rightTrim(index) && input.startsWith('}}', index + 2)) || input.startsWith('}}', index);

  /** Text up to the next action; false at the end. */
  function text(): boolean {
    const found = input.indexOf('{{', position);
    if (found < 0) {
      position = input.length;
      if (position > start) emit('text');
      emit('eof');
      return false;
    }
    const trim = input[found + 2] === '-' && isSpace(input[found + 3]);
    position = found;
    if (trim) while (position > start && isSpace(input[position - 1])) position--;
    if (position > start) emit('text');
    position = found;
    ignore();
    const afterMarker = trim ? 2 : 0;
    if (input.startsWith('/*', position + 2 + afterMarker)) return comment(position + 2 + afterMarker);
    position += 2;
    emit('leftDelim');
    position += afterMarker;
    ignore();
    parens = 0;
    return true;
  }

  function comment(from: number): boolean {
    const end = input.indexOf('*/', from + 2);
    if (end < 0) return fail('unclosed comment');
    position = end + 2;
    if (!atRightDelim(position)) return fail('comment ends before closing delimiter');
    closeDelim();
    ignore();
    return text();
  }

  /** Steps over the right delimiter, with its trim marker and what that trims. */
  function closeDelim(emitIt = false): void {
    const trim = rightTrim(position);
    if (trim) {
      position += 2;
      ignore();
    }
    position += 2;
    if (emitIt) emit('rightDelim');
    if (trim) {
      while (isSpace(input[position])) position++;
      ignore();
    }
  }

  const terminated = () =>
    position >= input.length || /[ \t\r\n.,|:)(]/.test(input[position]!) || input.startsWith('}}', position);
  const words = () => {
    while (isWord(at(position))) position += at(position)!.length;
  };

  function fieldOrVariable(kind: 'field' | 'variable'): boolean {
    if (terminated()) {
      emit(kind === 'variable' ? 'variable' : 'dot');
      return true;
    }
    words();
    if (!terminated()) return fail(`bad character ${codePoint(at(position))}`);
    emit(kind);
    return true;
  }

  function quoted(delimiter: '"' | "'", what: string): boolean {
    for (;;) {
      const character = input[position++];
      if (character === '\\' && position < input.length && input[position] !== '\n') position++;
      else if (character === delimiter) return true;
      else if (character === undefined || character === '\n' || character === '\\') return fail(`unterminated ${what}`);
    }
  }

  function number(): boolean {
    const match =
      /^[+-]?(0[xX][\da-fA-F_]*(\.[\da-fA-F_]*)?([pP][+-]?[\d_]*)?|0[bB][01_]*|0[oO][0-7_]*|[\d_]*(\.[\d_]*)?([eE][+-]?[\d_]*)?)i?/.exec(
        input.slice(position),
      )!;
    position += match[0].length;
    if (isWord(at(position))) {
      position += at(position)!.length;
      return fail(`bad number syntax: ${quote(input.slice(start, position))}`);
    }
    emit('number');
    return true;
  }

  /** One token inside an action; false after an error. */
  function inside(): boolean {
    if (atRightDelim(position)) {
      if (parens > 0) return fail('unclosed left paren');
      closeDelim(true);
      return text();
    }
    const character = at(position);
    if (character === undefined) return fail('unclosed action');
    if (isSpace(character)) {
      while (isSpace(input[position])) position++;
      if (input[position] === '-' && input.startsWith('}}', position + 1)) {
        position--;
        if (position === start) return true;
      }
      emit('space');
      return true;
    }
    if (isWord(character) && !/\d/.test(character)) {
      words();
      if (!terminated()) return fail(`bad character ${codePoint(at(position))}`);
      const word = input.slice(start, position);
      if (KEYWORDS.has(word)) emit('keyword');
      else emit(word === 'true' || word === 'false' ? 'bool' : 'identifier');
      return true;
    }
    position += character.length;
    switch (character) {
      case '=':
        emit('assign');
        return true;
      case ':':
        if (input[position] !== '=') return fail('expected :=');
        position++;
        emit('declare');
        return true;
      case '|':
        emit('pipe');
        return true;
      case '"':
        if (!quoted('"', 'quoted string')) return false;
        emit('string');
        return true;
      case '`': {
        const end = input.indexOf('`', position);
        if (end < 0) return fail('unterminated raw quoted string');
        position = end + 1;
        emit('rawString');
        return true;
      }
      case "'":
        if (!quoted("'", 'character constant')) return false;
        emit('charConstant');
        return true;
      case '$':
        return fieldOrVariable('variable');
      case '(':
        parens++;
        emit('leftParen');
        return true;
      case ')':
        parens--;
        if (parens < 0) return fail('unexpected right paren');
        emit('rightParen');
        return true;
    }
    if (character === '.' && position < input.length && !/\d/.test(input[position]!)) return fieldOrVariable('field');
    if (/[.+\-\d]/.test(character)) {
      position--;
      return number();
    }
    if (/^[\x20-\x7e]$/.test(character)) {
      emit('char');
      return true;
    }
    return fail(`unrecognized character in action: ${codePoint(character)}`);
  }

  if (text()) while (inside());
  return tokens;
}
