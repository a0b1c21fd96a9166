import type { DialectName } from '../dialect.ts';
import { type Mark, SyntaxFailure, type SyntaxProblem } from './problem.ts';

/*
 * The shells' own tokens. unbash reads bash alone and is tolerant; what a shell accepts, where a command ends, and the
 * words in which it complains are decided here, and the text is rewritten where dash or ash read it otherwise than bash.
 */

export interface Token {
  readonly type: 'word' | 'operator' | 'newline' | 'end';
  /** As written. */
  readonly text: string;
  readonly start: number;
  readonly end: number;
  readonly line: number;
  /** A word with no quoting and no expansion in it: may be a reserved word, a name or an alias. */
  readonly plain: boolean;
  /** A redirection's operator, with its descriptor. */
  readonly redirect?: string;
}

export interface ReadOptions {
  readonly dialect: DialectName;
  /** Nothing follows the text: its end is the end of the input. */
  readonly final: boolean;
  /** `shopt -s extglob` of bash. */
  readonly extglob: boolean;
  readonly aliases?: ReadonlyMap<string, string>;
}

interface HereDocument {
  readonly delimiter: string;
  readonly dashed: boolean;
  readonly line: number;
}

/** A change of the text on its way to the parser. */
interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

export interface HereDocumentWarning {
  readonly line: number;
  readonly startLine: number;
  readonly delimiter: string;
}

const OPERATORS = ['&&', '||', ';;&', ';;', ';&', ';', '&', '|&', '|', '(', ')'];
const REDIRECTS = ['<<<', '<<-', '<<', '<&', '<>', '<', '>>', '>&', '>|', '>'];

export class Lexer {
  /** Aliases and nothing else change it. */
  source: string;
  at: number;
  readonly warnings: HereDocumentWarning[] = [];
  /** The compound commands around the present place, innermost last. */
  readonly opened: { word: string; line: number }[] = [];
  /** Extended patterns are read whatever the option says: in `[[`. */
  patterns = false;
  /** Within the parentheses of an array's assignment. */
  inArray = false;
  /** How many commands are open around the present place. */
  nesting = 0;
  /** How deep in `$(`: bash words an error there otherwise. */
  depth = 0;
  private readonly pending: HereDocument[] = [];
  private readonly edits: Edit[] = [];
  private running: { name: string; end: number; blank: boolean }[] = [];
  /** The end of an alias whose value ended in a blank: the next word may be an alias too. */
  private blankAt = -1;
  private readonly start: number;
  /** How many lines were counted up to where. */
  private counted: { readonly offset: number; readonly line: number };

  constructor(
    source: string,
    at: number,
    readonly options: ReadOptions,
    /** Reads a command substitution's commands up to its `)`, which it leaves. */
    private readonly commands: (lexer: Lexer) => void,
  ) {
    this.source = source;
    this.at = at;
    this.start = at;
    this.counted = { offset: at, line: 1 };
  }

  get dialect(): DialectName {
    return this.options.dialect;
  }

  /** The line of an offset, counted from where reading began. */
  lineAt(offset: number): number {
    if (offset < this.counted.offset) this.counted = { offset: this.start, line: 1 };
    let { line } = this.counted;
    let i = this.source.indexOf('\n', this.counted.offset);
    for (; i >= 0 && i < offset; i = this.source.indexOf('\n', i + 1)) line++;
    this.counted = { offset, line };
    return line;
  }

  fail(problem: SyntaxProblem): never {
    throw new SyntaxFailure(problem);
  }

  unmatched(mark: Mark, from: number): never {
    const cut = this.dialect === 'bash' && this.source.endsWith('\n') ? 1 : 0;
    const endLine = this.lineAt(this.source.length - cut + (cut ? 0 : 1));
    return this.fail({ kind: 'unmatched', line: this.lineAt(from), endLine, mark });
  }

  /** The text between two offsets as bash would write it. */
  rewritten(from: number, to: number): string {
    let text = '';
    let at = from;
    for (const edit of this.edits) {
      if (edit.start < at || edit.end > to) continue;
      text += this.source.slice(at, edit.start) + edit.text;
      at = edit.end;
    }
    return text + this.source.slice(at, to);
  }

  edit(start: number, end: number, text: string): void {
    this.edits.push({ start, end, text });
  }

  /** Forgets the edits from an offset on, where the text is read once more. */
  forget(from: number): void {
    while (this.edits.length > 0 && this.edits.at(-1)!.start >= from) this.edits.pop();
  }

  expectHereDocument(token: Token, dashed: boolean): void {
    this.pending.push({ delimiter: unquote(token.text), dashed, line: token.line });
  }

  /** The next token. `command`: aliases are expanded and bash's assignments of arrays read, as at a command's beginning. */
  next(place: 'command' | 'word' | 'assignment' = 'word'): Token {
    this.skipBlanks();
    const start = this.at;
    const line = this.lineAt(start);
    const { source } = this;
    const letter = source[start];
    const token = (type: Token['type'], end: number, plain = false): Token => {
      this.at = end;
      return { type, text: source.slice(start, end), start, end, line, plain };
    };
    if (letter === undefined) return token('end', start);
    if (letter === '\n') {
      const newline = token('newline', start + 1);
      this.readHereDocuments();
      return newline;
    }
    const redirect = this.redirectAt(start);
    if (redirect) {
      this.at = start + redirect.length;
      return { type: 'operator', text: redirect, start, end: this.at, line, plain: false, redirect };
    }
    const operator = OPERATORS.find((text) => source.startsWith(text, start) && this.knows(text));
    if (operator) return token('operator', start + operator.length);
    const plain = this.word(place);
    const word = { ...token('word', this.at, plain) };
    const alias = plain ? this.aliasFor(word, place) : undefined;
    if (alias === undefined) return word;
    this.at = start;
    this.source = `${source.slice(0, start)}${alias}${source.slice(word.end)}`;
    const end = start + alias.length;
    const grown = alias.length - (word.end - start);
    for (const running of this.running) running.end += grown;
    this.running.push({ name: word.text, end, blank: /[ \t]$/.test(alias) });
    return this.next(place);
  }

  private aliasFor(word: Token, place: 'command' | 'word' | 'assignment'): string | undefined {
    const { aliases } = this.options;
    if (!aliases || aliases.size === 0) return undefined;
    const ended = this.running.filter((alias) => alias.end <= word.start);
    if (ended.some((alias) => alias.blank)) this.blankAt = word.start;
    this.running = this.running.filter((alias) => alias.end > word.start);
    if (place !== 'command' && this.blankAt !== word.start) return undefined;
    if (this.running.some((alias) => alias.name === word.text)) return undefined;
    return aliases.get(word.text);
  }

  private knows(operator: string): boolean {
    if (this.dialect === 'bash') return true;
    return operator !== '|&' && operator !== ';;&' && operator !== ';&';
  }

  skipBlanks(): void {
    const { source } = this;
    for (;;) {
      const letter = source[this.at];
      if (letter === ' ' || letter === '\t') this.at++;
      else if (letter === '\\' && source[this.at + 1] === '\n') this.at += 2;
      else if (letter === '#') {
        const end = source.indexOf('\n', this.at);
        this.at = end < 0 ? source.length : end;
      } else return;
    }
  }

  private redirectAt(start: number): string | undefined {
    const { source, dialect } = this;
    const bash = dialect === 'bash';
    if (bash || dialect === 'ash') {
      const both = (bash ? ['&>>', '&>'] : ['&>']).find((text) => source.startsWith(text, start));
      if (both) return both;
    }
    let at = start;
    if (bash && source[start] === '{')
      at += /^\{[A-Za-z_]\w*\}(?=[<>])/.exec(source.slice(start, start + 80))?.[0].length ?? 0;
    while (at - start < 20 && source[at]! >= '0' && source[at]! <= '9') at++;
    if (source[at] !== '<' && source[at] !== '>') return undefined;
    if ((bash || dialect === 'ash') && source[at + 1] === '(') {
      if (at === start) return undefined;
    }
    if (dialect !== 'bash' && source.startsWith('<<<', at)) return source.slice(start, at + 2);
    const operator = REDIRECTS.find((text) => source.startsWith(text, at))!;
    return source.slice(start, at) + operator;
  }

  /** Reads a word to its end; true if it is plain. */
  private word(place: 'command' | 'word' | 'assignment'): boolean {
    const { source, dialect } = this;
    const bash = dialect === 'bash';
    const start = this.at;
    let plain = true;
    for (;;) {
      const letter = source[this.at];
      if (letter === undefined || ' \t\n;&|)'.includes(letter)) break;
      if (letter === '<' || letter === '>') {
        if (source[this.at + 1] !== '(' || dialect === 'dash') break;
        this.at += 2;
        this.substitution(this.at - 2);
        plain = false;
      } else if (letter === '(') {
        const before = source.slice(start, this.at);
        if (bash && (this.options.extglob || this.patterns) && this.at > start && '?*+@!'.includes(before.at(-1)!))
          this.parentheses(this.at);
        else if (bash && place !== 'word' && /^[A-Za-z_]\w*(\[[^\n]*\])?\+?=$/.test(before)) this.array();
        else break;
        plain = false;
      } else if (letter === '\\') {
        if (source[this.at + 1] === '\n') this.at += 2;
        else this.at = Math.min(this.at + 2, source.length);
        plain = false;
      } else if (letter === "'" || letter === '"' || letter === '`' || letter === '$') {
        this.quoted(letter);
        plain = false;
      } else if (letter === '[' && bash && place !== 'word' && /^[A-Za-z_]\w*$/.test(source.slice(start, this.at))) {
        this.subscript();
        plain = false;
      } else this.at++;
    }
    if (!bash && place !== 'word') this.hideArray(start);
    return plain;
  }

  /** bash reads `a[…]=` in front of a command as an assignment, blanks and all, if it ends so. */
  private subscript(): void {
    const start = this.at;
    let depth = 0;
    const { source } = this;
    try {
      for (; this.at < source.length; ) {
        const letter = source[this.at]!;
        if (letter === '\n') break;
        if (letter === '[') depth++;
        if (letter === ']' && --depth === 0) {
          if (/^\]\+?=/.test(source.slice(this.at, this.at + 3))) {
            this.at++;
            return;
          }
          break;
        }
        if (letter === '\\') this.at += 2;
        else if (`'"\`$`.includes(letter)) this.quoted(letter);
        else this.at++;
      }
    } catch (failure) {
      if (!(failure instanceof SyntaxFailure)) throw failure;
    }
    this.at = start + 1;
  }

  /** To dash and ash `a+=b` and `a[1]=b` are no assignments. */
  private hideArray(start: number): void {
    const match = /^[A-Za-z_]\w*(\+=|\[)/.exec(this.source.slice(start, this.at));
    if (match) this.edit(start + match[0].length - match[1]!.length, start + match[0].length - match[1]!.length, '\\');
  }

  /** One quotation or expansion, from its first letter. */
  private quoted(letter: string): void {
    const start = this.at;
    switch (letter) {
      case "'":
        this.to("'", "'");
        return;
      case '"':
        this.at++;
        this.doubleQuotes(start);
        return;
      case '`':
        this.backquotes();
        return;
      default:
        this.dollar(false);
    }
  }

  private to(end: string, mark: Mark): void {
    const found = this.source.indexOf(end, this.at + 1);
    if (found < 0) this.unmatched(mark, this.at);
    this.at = found + 1;
  }

  private doubleQuotes(start: number): void {
    const { source } = this;
    for (;;) {
      const letter = source[this.at];
      if (letter === undefined) this.unmatched('"', start);
      if (letter === '"') {
        this.at++;
        return;
      }
      if (letter === '\\') this.at += 2;
      else if (letter === '`') this.backquotes();
      else if (letter === '$') this.dollar(true);
      else this.at++;
    }
  }

  private backquotes(): void {
    const start = this.at;
    const { source } = this;
    this.at++;
    while (source[this.at] !== '`') {
      if (source[this.at] === undefined) this.unmatched('`', start);
      this.at += source[this.at] === '\\' ? 2 : 1;
    }
    this.at++;
    if (this.dialect === 'bash') return;
    // dash and ash read the commands at once, bash when it runs them.
    const inner = source.slice(start + 1, this.at - 1).replace(/\\([\\`$])/g, '$1');
    const lexer = new Lexer(inner, 0, { ...this.options, final: true }, this.commands);
    lexer.nesting = this.nesting;
    const line = this.lineAt(start) - 1;
    try {
      this.commands(lexer);
      lexer.skipBlanks();
    } catch (failure) {
      if (!(failure instanceof SyntaxFailure)) throw failure;
      const { problem } = failure;
      this.fail({
        ...problem,
        line: problem.line + line,
        ...('endLine' in problem && { endLine: problem.endLine + line }),
      });
    }
    const rewritten = lexer.rewritten(0, inner.length);
    if (rewritten !== inner) this.edit(start, this.at, `$(${rewritten}\n)`);
  }

  /** From a `$`. */
  private dollar(quoted: boolean): void {
    const { source, dialect } = this;
    const start = this.at;
    const next = source[start + 1];
    if (next === '(' && source[start + 2] === '(') {
      if (this.arithmetic(start + 3, start)) return;
      this.at = start + 2;
      this.substitution(start);
    } else if (next === '(') {
      this.at = start + 2;
      this.substitution(start);
    } else if (next === '{') {
      this.at = start + 2;
      this.braces(start, quoted);
    } else if (next === "'" && !quoted) {
      if (dialect === 'dash') this.edit(start, start + 1, '\\$');
      this.at++;
      if (dialect === 'dash') return;
      const open = this.at++;
      while (source[this.at] !== "'") {
        if (source[this.at] === undefined) this.unmatched("'", open);
        this.at += source[this.at] === '\\' ? 2 : 1;
      }
      this.at++;
    } else if (next === '[') {
      if (dialect !== 'bash') this.edit(start, start + 1, '\\$');
      this.at += dialect === 'bash' ? 2 : 1;
    } else if (next === '"' && !quoted && dialect !== 'bash') {
      this.edit(start, start + 1, '\\$');
      this.at++;
    } else this.at++;
  }

  /** `$((…))`: true if it is one. bash takes an unbalanced one for a subshell in a substitution. */
  private arithmetic(from: number, start: number): boolean {
    const { source } = this;
    const bash = this.dialect === 'bash';
    let depth = 0;
    this.at = from;
    for (;;) {
      const letter = source[this.at];
      if (letter === undefined) {
        if (bash && source.indexOf(')', from) >= 0 && !this.options.final) return false;
        this.unmatched('))', start);
      }
      if (letter === '(') depth++;
      if (letter === ')' && depth-- === 0) {
        if (source[this.at + 1] === ')') {
          this.at += 2;
          return true;
        }
        if (bash && source.indexOf(')', this.at + 1) >= 0) {
          this.forget(from);
          return false;
        }
        if (bash) this.unmatched('))', start);
        // dash and ash take it for a part of the expression, which then is wrong.
        depth = 0;
      }
      if (letter === '\\') this.at += 2;
      else if (letter === '`') this.backquotes();
      else if (letter === '"' || (bash && letter === "'")) this.quoted(letter);
      else if (letter === '$') this.dollar(true);
      else this.at++;
    }
  }

  /** After `$(`, `<(` or `>(`. */
  private substitution(start: number): void {
    this.depth++;
    const pending = this.pending.splice(0);
    const opened = this.opened.splice(0);
    try {
      this.commands(this);
    } catch (failure) {
      if (!(failure instanceof SyntaxFailure) || this.dialect !== 'bash') throw failure;
      if (failure.problem.kind === 'end') this.unmatched(')', start);
      throw failure;
    }
    this.opened.push(...opened);
    this.skipBlanks();
    if (this.source[this.at] !== ')') {
      if (this.at >= this.source.length) this.unmatched(')', start);
      const token = this.next();
      this.fail({
        kind: 'token',
        line: token.line,
        token: tokenText(token),
        name: tokenName(token),
        expecting: '")"',
        within: true,
      });
    }
    this.pending.push(...pending);
    this.depth--;
    this.at++;
  }

  /** After `${`. */
  private braces(start: number, quoted: boolean): void {
    const { source } = this;
    const bash = this.dialect === 'bash';
    if (bash && (source[this.at] === ' ' || source[this.at] === '\n' || source[this.at] === '|')) {
      // bash 5.3: commands that run in this shell.
      const close = /[;\n]\s*\}/.exec(source.slice(this.at));
      if (!close) this.unmatched('}', start);
    }
    if (source[this.at] === '#' && source[this.at + 1] !== '}') this.at++;
    while (/[A-Za-z0-9_@*#?$!-]/.test(source[this.at] ?? '')) this.at++;
    // A quotation mark within double quotes is special only after an operator that takes a pattern.
    const pattern = /[#%/^,]/.test(source[this.at] ?? '');
    for (;;) {
      const letter = source[this.at];
      if (letter === undefined) this.unmatched('}', start);
      if (letter === '}') {
        this.at++;
        return;
      }
      if (letter === '\\') this.at += 2;
      else if (letter === "'" && (!quoted || pattern)) this.quoted(letter);
      else if (letter === '"') this.quoted(letter);
      else if (letter === '`') this.backquotes();
      else if (letter === '$') this.dollar(quoted);
      else this.at++;
    }
  }

  /** An extended pattern's parentheses. */
  private parentheses(start: number): void {
    let depth = 0;
    const { source } = this;
    for (;;) {
      const letter = source[this.at];
      if (letter === undefined) this.unmatched(')', start);
      if (letter === '(') depth++;
      if (letter === ')' && --depth === 0) {
        this.at++;
        return;
      }
      if (letter === '\\') this.at += 2;
      else if (`'"\`$`.includes(letter)) this.quoted(letter);
      else this.at++;
    }
  }

  /** `(…)` of an array's assignment. */
  private array(): void {
    const start = this.at++;
    this.inArray = true;
    for (;;) {
      const token = this.next();
      if (token.type === 'end') this.unmatched('array', start);
      if (token.type === 'operator' && token.text === ')') {
        this.inArray = false;
        return;
      }
      if (token.type === 'operator')
        this.fail({ kind: 'token', line: token.line, token: token.text, name: tokenName(token), expecting: undefined });
    }
  }

  /** Takes the text of the here-documents whose line has ended. */
  readHereDocuments(): void {
    for (const { delimiter, dashed, line } of this.pending.splice(0)) {
      for (;;) {
        if (this.at >= this.source.length) {
          if (!this.options.final) this.fail({ kind: 'end', line, expecting: undefined, opened: undefined });
          const last = this.lineAt(this.source.length - (this.source.endsWith('\n') ? 1 : 0));
          this.warnings.push({ line: last, startLine: line, delimiter });
          break;
        }
        const found = this.source.indexOf('\n', this.at);
        const end = found < 0 ? this.source.length : found;
        const text = this.source.slice(this.at, end);
        if (found < 0 && !this.options.final) this.fail({ kind: 'end', line, expecting: undefined, opened: undefined });
        this.at = Math.min(end + 1, this.source.length);
        if ((dashed ? text.replace(/^\t+/, '') : text) === delimiter) break;
      }
    }
  }

  /** At the end of the text: here-documents without any text. */
  finish(): void {
    if (this.pending.length > 0) this.readHereDocuments();
  }

  /** `((…))` as bash's command, from behind its parentheses: true if it is one. */
  arithmeticCommand(): boolean {
    const start = this.at;
    const edits = this.edits.length;
    let depth = 0;
    const { source } = this;
    for (; this.at < source.length; ) {
      const letter = source[this.at]!;
      if (letter === '(') depth++;
      if (letter === ')' && depth-- === 0) {
        if (source[this.at + 1] === ')') {
          this.at += 2;
          return true;
        }
        this.at = start;
        this.edits.length = edits;
        return false;
      }
      if (letter === '\\') this.at += 2;
      else if (`'"\`$`.includes(letter)) this.quoted(letter);
      else this.at++;
    }
    return this.unmatched('))', start - 2);
  }

  /** The word right of `=~` in `[[`: parentheses and bars belong to it. */
  regularExpression(): Token {
    this.skipBlanks();
    const start = this.at;
    let depth = 0;
    const { source } = this;
    for (; this.at < source.length; ) {
      const letter = source[this.at]!;
      if (letter === '(') depth++;
      if (letter === ')' && depth-- === 0) break;
      if (depth <= 0 && (' \t\n'.includes(letter) || source.startsWith('&&', this.at))) break;
      if (letter === '\\') this.at += 2;
      else if (`'"\`$`.includes(letter) && !(letter === '$' && /[\s)|]/.test(source[this.at + 1] ?? ' ')))
        this.quoted(letter);
      else this.at++;
    }
    if (depth > 0) this.unmatched('))', start);
    const text = source.slice(start, this.at);
    return { type: text === '' ? 'end' : 'word', text, start, end: this.at, line: this.lineAt(start), plain: false };
  }
}

/** The token as bash shows it. */
export function tokenText(token: Token): string {
  if (token.redirect) return token.text.replace(/^(\d+|\{\w+\})/, '');
  return token.type === 'newline' || token.type === 'end' ? 'newline' : token.text;
}

const NAMED = new Set('if then else elif fi case esac while until for do done in { } !'.split(' '));

/** The token as dash and ash name it. */
export function tokenName(token: Token, reserved = true): string {
  if (token.redirect) return 'redirection';
  switch (token.type) {
    case 'newline':
      return 'newline';
    case 'end':
      return 'end of file';
    case 'operator':
      return `"${token.text}"`;
    default:
      return reserved && token.plain && NAMED.has(token.text) ? `"${token.text}"` : 'word';
  }
}

/** A here-document's delimiter without its quotes. */
function unquote(text: string): string {
  return text.replace(
    /\\(.)|'([^']*)'|"((?:[^"\\]|\\.)*)"/gs,
    (_, escaped?: string, single?: string, double?: string) =>
      escaped ?? single ?? (double ?? '').replace(/\\([$`"\\])/g, '$1'),
  );
}
