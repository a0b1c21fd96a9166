import type { DialectName } from '../dialect.ts';
import { Conditional } from './conditional.ts';
import { type HereDocumentWarning, Lexer, type ReadOptions, type Token, tokenName, tokenText } from './lexer.ts';
import { SyntaxFailure, type SyntaxProblem } from './problem.ts';

/** What the beginning of a text is to a shell. */
export type Reading =
  /** A complete command line: its text in bash's syntax, and where the next one begins. */
  | {
      readonly kind: 'command';
      readonly text: string;
      readonly source: string;
      readonly end: number;
      readonly warnings: readonly HereDocumentWarning[];
    }
  /** Blanks and comments. */
  | { readonly kind: 'blank'; readonly end: number }
  /** A beginning that more lines may complete. */
  | { readonly kind: 'incomplete' }
  | {
      readonly kind: 'error';
      readonly problem: SyntaxProblem;
      readonly end: number;
      readonly warnings: readonly HereDocumentWarning[];
      /** bash's status for it; the others' is always 2. */
      readonly status: number;
    };

/**
 * Reads one command line as the shell of a dialect would: as far as its newline, or further while a compound command, a
 * quotation or a here-document is open. `source` of the result differs from what was given where aliases were expanded.
 */
export function readCommand(source: string, at: number, options: ReadOptions): Reading {
  const lexer = new Lexer(source, at, options, substitutionCommands);
  try {
    const found = new Grammar(lexer).line();
    if (!found) return { kind: 'blank', end: lexer.at };
    return {
      kind: 'command',
      text: lexer.rewritten(at, lexer.at),
      source: lexer.source,
      end: lexer.at,
      warnings: lexer.warnings,
    };
  } catch (failure) {
    if (!(failure instanceof SyntaxFailure)) throw failure;
    const { problem } = failure;
    if (!options.final && (problem.kind === 'end' || problem.kind === 'unmatched')) return { kind: 'incomplete' };
    const newline = lexer.source.indexOf('\n', lexer.at);
    const end = newline < 0 ? lexer.source.length : newline + 1;
    return { kind: 'error', problem, end, warnings: lexer.warnings, status: statusOf(lexer, problem) };
  }
}

/** In an array's parentheses it is the assignment that fails, in a substitution a command that isn't found. */
function statusOf(lexer: Lexer, problem: SyntaxProblem): number {
  if (lexer.dialect !== 'bash') return 2;
  if (lexer.inArray) return 1;
  return problem.kind === 'token' && lexer.depth > 0 ? 127 : 2;
}

function substitutionCommands(lexer: Lexer): void {
  new Grammar(lexer).substitution();
}

/** Commands within commands; the shells themselves give up at some depth too. */
const NESTING = 400;

/** bash's words that may begin a command but do nothing there. */
const CLOSERS = new Set(['then', 'else', 'elif', 'fi', 'do', 'done', 'esac', 'in', '}']);
const BASH_RESERVED = new Set(['function', 'select', 'time', 'coproc', '[[']);
const DECLARATIONS = new Set(['declare', 'typeset', 'local', 'export', 'readonly', 'eval', 'let', 'alias']);

/**
 * A shell's grammar as dash's parser.c has it (list, andor, pipeline, command), with bash's additions. It builds
 * nothing: it finds ends, rewrites, and fails with the token at which the shell itself would.
 */
class Grammar {
  private ahead: Token | undefined;
  /** The end of the last token that was taken. */
  private lastEnd = 0;

  constructor(private readonly lexer: Lexer) {}

  private get dialect(): DialectName {
    return this.lexer.dialect;
  }

  private get bash(): boolean {
    return this.lexer.dialect === 'bash';
  }

  private peek(place: 'command' | 'word' | 'assignment' = 'word'): Token {
    return (this.ahead ??= this.lexer.next(place));
  }

  private take(place: 'command' | 'word' | 'assignment' = 'word'): Token {
    const token = this.peek(place);
    this.ahead = undefined;
    if (token.type !== 'newline' && token.type !== 'end') this.lastEnd = token.end;
    return token;
  }

  private skipNewlines(): void {
    while (this.peek('command').type === 'newline') this.take();
  }

  private isReserved(token: Token, word: string): boolean {
    return token.type === 'word' && token.plain && token.text === word;
  }

  private isOperator(token: Token, ...texts: string[]): boolean {
    return token.type === 'operator' && !token.redirect && texts.includes(token.text);
  }

  private unexpected(token: Token, expecting?: string, reserved = true): never {
    const { lexer } = this;
    if (token.type === 'end') {
      const opened = lexer.opened.at(-1);
      const text = lexer.source;
      const line = lexer.lineAt(text.endsWith('\n') && this.bash ? text.length - 1 : text.length + 1);
      return lexer.fail({ kind: 'end', line, expecting, opened });
    }
    const within = this.bash && lexer.depth > 0 && token.type === 'word' && CLOSERS.has(token.text);
    return lexer.fail({
      kind: 'token',
      line: token.line,
      token: tokenText(token),
      name: tokenName(token, reserved),
      expecting,
      ...(within && { within }),
    });
  }

  /** Where bash wants a word on the same line, the end of the text is a newline to it. */
  private missingWord(token: Token, expecting?: string): never {
    if (token.type === 'end' && this.bash)
      return this.lexer.options.final
        ? this.lexer.fail({ kind: 'token', line: token.line, token: 'newline', name: 'newline', expecting })
        : this.unexpected(token, expecting);
    this.unexpected(token, expecting, false);
  }

  /** One command line; false: there is nothing on it. */
  line(): boolean {
    const first = this.peek('command');
    if (first.type === 'newline' || first.type === 'end') {
      this.take();
      return false;
    }
    for (;;) {
      this.andOr();
      let token = this.take();
      if (this.isOperator(token, ';', '&')) {
        token = this.peek('command');
        if (token.type === 'newline' || token.type === 'end') this.take();
        else continue;
      } else if (token.type !== 'newline' && token.type !== 'end') this.unexpected(token);
      this.lexer.finish();
      return true;
    }
  }

  /** What stands in `$(…)`, up to the closing parenthesis. */
  substitution(): void {
    this.list(true);
    if (this.ahead) this.lexer.at = this.ahead.start;
  }

  /** A list that may span lines, up to what can't be part of it. `empty`: nothing is a list too. */
  private list(empty = false): void {
    for (let first = !empty; ; first = false) {
      this.skipNewlines();
      const token = this.peek('command');
      if (token.type === 'end') return;
      if (!first && this.endsList(token)) return;
      this.andOr();
      const after = this.peek();
      if (after.type === 'end') return;
      if (this.isOperator(after, ';', '&')) this.take();
      else if (after.type !== 'newline') return;
    }
  }

  private endsList(token: Token): boolean {
    if (this.isOperator(token, ')', ';;', ';&', ';;&')) return true;
    return token.type === 'word' && token.plain && CLOSERS.has(token.text) && token.text !== 'in';
  }

  private andOr(): void {
    for (;;) {
      this.pipeline();
      if (!this.isOperator(this.peek(), '&&', '||')) return;
      this.take();
      this.skipNewlines();
    }
  }

  private pipeline(): void {
    let prefixed = false;
    for (;;) {
      const token = this.peek('command');
      if (this.isReserved(token, '!') && !(prefixed && !this.bash)) this.take();
      else if (this.bash && this.isReserved(token, 'time')) {
        this.take();
        if (this.isReserved(this.peek('command'), '-p')) this.take();
        if (this.isReserved(this.peek('command'), '--')) this.take();
      } else break;
      prefixed = true;
    }
    if (prefixed && this.bash) {
      const token = this.peek('command');
      if (token.type === 'newline' || token.type === 'end' || this.isOperator(token, ';')) return;
    }
    for (;;) {
      this.command();
      if (!this.isOperator(this.peek(), '|', '|&')) return;
      this.take();
      this.skipNewlines();
    }
  }

  private command(): void {
    if (++this.lexer.nesting > NESTING) this.tooDeep();
    const token = this.peek('command');
    if (this.isOperator(token, '(')) this.parenthesis(token);
    else if (token.redirect) this.simple();
    else if (token.type !== 'word') this.unexpected(token);
    else if (!token.plain || !this.reserved(token)) this.simple();
    this.lexer.nesting--;
  }

  private tooDeep(): never {
    return this.lexer.fail({ kind: 'words', line: 1, words: ['memory exhausted'], quotesLine: false });
  }

  /** A command that begins with a reserved word; false: the word is none. */
  private reserved(token: Token): boolean {
    switch (token.text) {
      case 'if':
        this.compound(token, () => this.ifClause());
        return true;
      case 'while':
      case 'until':
        this.compound(token, () => {
          this.list();
          this.expect('do');
          this.list();
          this.expect('done');
        });
        return true;
      case 'for':
        this.compound(token, () => this.forClause());
        return true;
      case 'case':
        this.compound(token, () => this.caseClause());
        return true;
      case '{':
        this.compound(token, () => {
          this.list();
          this.expect('}');
        });
        return true;
      case '!':
        return this.unexpected(token);
    }
    if (CLOSERS.has(token.text)) this.unexpected(token);
    if (!BASH_RESERVED.has(token.text) && token.text !== ']]') return false;
    if (this.bash) {
      this.bashCommand(token);
      return true;
    }
    if (token.text === 'function' && this.dialect === 'ash') {
      this.ashFunction();
      return true;
    }
    // An ordinary word to dash and ash.
    this.lexer.edit(token.start, token.start, '\\');
    return false;
  }

  /** Words, assignments, redirections; or a function's definition. */
  private simple(): void {
    let words = 0;
    let assignments = 0;
    let redirects = 0;
    let declares = false;
    let brackets = false;
    for (;;) {
      const place =
        words === 0 ? (assignments + redirects === 0 ? 'command' : 'assignment') : declares ? 'assignment' : 'word';
      const token = this.peek(words === 0 ? 'command' : place);
      if (token.redirect) {
        this.take();
        this.redirectTarget(token);
        redirects++;
      } else if (token.type === 'word') {
        this.take();
        if (words === 0 && /^[A-Za-z_]\w*(\[.*\])?\+?=/s.test(token.text) && this.assigns(token)) assignments++;
        else {
          if (words === 0) declares = token.plain && DECLARATIONS.has(token.text);
          if (token.plain && this.dialect === 'ash' && (token.text === '[[' || token.text === ']]'))
            brackets = token.text === '[[' && (words === 0 || brackets);
          words++;
        }
        if (this.isOperator(this.peekRaw(), '(') && words + assignments + redirects === 1) {
          if (words === 1) {
            this.functionDefinition(token);
            return;
          }
        }
      } else if (brackets && this.isOperator(token, '&&', '||')) {
        // ash's `[[` is its `[`, in which these are words.
        this.take();
        this.lexer.edit(token.start, token.end, token.text === '&&' ? ' -a ' : ' -o ');
      } else {
        if (words + assignments + redirects === 0) this.unexpected(token);
        return;
      }
    }
  }

  /** The next token without expanding aliases: a parenthesis is one either way. */
  private peekRaw(): Token {
    if (this.ahead) return this.ahead;
    const { lexer } = this;
    const { at } = lexer;
    lexer.skipBlanks();
    if (lexer.source[lexer.at] === '(') return this.peek();
    lexer.at = at;
    return { type: 'end', text: '', start: at, end: at, line: 0, plain: false };
  }

  private assigns(token: Token): boolean {
    return this.bash || /^[A-Za-z_]\w*=/.test(token.text);
  }

  private redirectTarget(operator: Token): void {
    const target = this.take();
    if (target.type !== 'word') {
      if (target.type === 'end') this.missingWord(target);
      this.unexpected(target, undefined, false);
    }
    const kind = operator.text.replace(/^(\d+|\{\w+\})/, '');
    if (kind === '<<' || kind === '<<-') {
      if (this.ahead) throw new Error('a token was read before its here-document');
      this.lexer.expectHereDocument(target, kind === '<<-');
    }
  }

  private functionDefinition(name: Token): void {
    this.take();
    const close = this.take();
    if (!this.isOperator(close, ')')) {
      if (close.type === 'end') this.missingWord(close, '")"');
      this.unexpected(close, '")"', false);
    }
    if (this.dialect === 'dash' && !/^[A-Za-z_]\w*$/.test(name.text))
      this.lexer.fail({ kind: 'words', line: name.line, words: ['Bad function name'], quotesLine: false });
    this.functionBody();
  }

  private functionBody(): void {
    this.skipNewlines();
    const token = this.peek('command');
    if (this.bash) {
      const compound =
        this.isOperator(token, '(') ||
        (token.plain && ['{', 'if', 'while', 'until', 'for', 'case', 'select', '[['].includes(token.text));
      if (!compound) this.unexpected(token);
      this.command();
      return;
    }
    // Any command will do; the parser wants a compound one.
    const braces = this.isOperator(token, '(') || (token.plain && /^(\{|if|while|until|for|case)$/.test(token.text));
    if (!braces) this.lexer.edit(token.start, token.start, '{ ');
    this.command();
    if (!braces) this.lexer.edit(this.lastEnd, this.lastEnd, '; }');
  }

  private ashFunction(): void {
    this.take();
    const name = this.take();
    if (name.type !== 'word') this.unexpected(name, 'word', false);
    if (this.isOperator(this.peek(), '(')) {
      this.take();
      const close = this.take();
      if (!this.isOperator(close, ')')) this.unexpected(close, '")"', false);
    } else if (!this.isReserved(this.peekAfterNewlines(), '{')) this.unexpected(this.peek(), undefined, false);
    this.functionBody();
  }

  private peekAfterNewlines(): Token {
    this.skipNewlines();
    return this.peek('command');
  }

  private compound(token: Token, body: () => void): void {
    this.take();
    this.lexer.opened.push({ word: token.text, line: token.line });
    body();
    this.lexer.opened.pop();
    this.redirects();
  }

  /** Redirections behind a compound command. */
  private redirects(): void {
    while (this.peek('command').redirect) this.redirectTarget(this.take());
  }

  private expect(word: string): void {
    const token = this.take('command');
    if (!this.isReserved(token, word)) this.unexpected(token, `"${word}"`);
  }

  private ifClause(): void {
    this.list();
    this.expect('then');
    this.list();
    for (;;) {
      const token = this.take('command');
      if (this.isReserved(token, 'fi')) return;
      if (this.isReserved(token, 'elif')) {
        this.list();
        this.expect('then');
        this.list();
      } else if (this.isReserved(token, 'else')) {
        this.list();
        this.expect('fi');
        return;
      } else this.unexpected(token, '"fi"');
    }
  }

  private parenthesis(open: Token): void {
    this.take();
    if (this.lexer.source[open.end] === '(') {
      if (this.bash) {
        this.lexer.at = open.end + 1;
        if (this.lexer.arithmeticCommand()) {
          this.redirects();
          return;
        }
        this.lexer.at = open.end;
      } else this.lexer.edit(open.end, open.end, ' ');
    }
    this.lexer.opened.push({ word: '(', line: open.line });
    this.list();
    const close = this.take();
    if (!this.isOperator(close, ')')) this.unexpected(close, '")"', true);
    this.lexer.opened.pop();
    this.redirects();
  }

  private forClause(): void {
    const { lexer, bash } = this;
    const name = this.take();
    if (bash && this.isOperator(name, '(') && lexer.source[name.end] === '(') {
      this.arithmeticFor(name);
    } else {
      if (name.type !== 'word' || (!bash && !/^[A-Za-z_]\w*$/.test(name.text))) {
        if (bash) this.missingWord(name);
        lexer.fail({ kind: 'words', line: name.line, words: ['Bad for loop variable'], quotesLine: false });
      }
      this.wordList();
    }
    const token = this.peekAfterNewlines();
    if (bash && this.isReserved(token, '{')) {
      this.take();
      this.list();
      this.expect('}');
      return;
    }
    this.expect('do');
    this.list();
    this.expect('done');
  }

  /** `in words ;` of for and select. */
  private wordList(): void {
    this.skipNewlines();
    const token = this.peek('command');
    if (!this.isReserved(token, 'in')) {
      if (this.isOperator(token, ';')) this.take();
      return;
    }
    this.take();
    while (this.peek().type === 'word') this.take();
    const end = this.take();
    if (end.type !== 'newline' && !this.isOperator(end, ';')) this.unexpected(end);
  }

  private arithmeticFor(open: Token): void {
    const { lexer } = this;
    this.ahead = undefined;
    lexer.at = open.end + 1;
    const start = lexer.at;
    if (!lexer.arithmeticCommand()) {
      const near = lexer.source.slice(start, lexer.source.indexOf(')', start) + 1);
      lexer.fail({
        kind: 'words',
        line: open.line,
        words: [`syntax error near \`${near.slice(-2)}'`],
        quotesLine: true,
      });
    }
    const inside = lexer.source.slice(start, lexer.at - 2);
    const count = inside.split(';').length;
    if (count !== 3) {
      const what = count < 3 ? 'arithmetic expression required' : "`;' unexpected";
      const words = [`syntax error: ${what}`, `syntax error: \`((${inside}))'`];
      lexer.fail({ kind: 'words', line: open.line, words, quotesLine: false });
    }
    if (this.isOperator(this.peek(), ';')) this.take();
  }

  private caseClause(): void {
    const subject = this.take();
    if (subject.type !== 'word') this.missingWord(subject, 'word');
    this.skipNewlines();
    const word = this.take();
    if (!this.isReserved(word, 'in')) this.unexpected(word, '"in"', false);
    for (;;) {
      this.skipNewlines();
      let token = this.take();
      if (this.isReserved(token, 'esac')) return;
      if (this.isOperator(token, '(')) token = this.take();
      else if (token.type === 'end') this.patternEnd(token, undefined);
      // 1. Patterns: dash looks at what follows a pattern, not at the pattern itself.
      for (;;) {
        if (this.bash && token.type !== 'word') this.missingWord(token);
        const after = this.take();
        if (!this.isOperator(after, '|')) {
          if (!this.isOperator(after, ')')) this.patternEnd(after, token);
          break;
        }
        token = this.take();
      }
      // 2. Commands, up to `;;` or `esac`.
      this.list(true);
      const end = this.take('command');
      if (this.isReserved(end, 'esac')) return;
      if (!this.isOperator(end, ';;', ';&', ';;&')) this.unexpected(end, '";;"');
    }
  }

  private patternEnd(token: Token, pattern: Token | undefined): never {
    if (token.type === 'end' && pattern === undefined && this.bash) return this.unexpected(token, '")"');
    return token.type === 'end' ? this.missingWord(token, '")"') : this.unexpected(token, '")"', false);
  }

  private bashCommand(token: Token): void {
    switch (token.text) {
      case 'function': {
        this.take();
        const name = this.take();
        if (name.type !== 'word') this.missingWord(name);
        if (this.isOperator(this.peek(), '(')) {
          this.take();
          const close = this.take();
          if (!this.isOperator(close, ')')) this.missingWord(close);
        }
        this.functionBody();
        return;
      }
      case 'select':
        this.compound(token, () => {
          const name = this.take();
          if (name.type !== 'word') this.missingWord(name);
          this.wordList();
          if (this.isReserved(this.peekAfterNewlines(), '{')) {
            this.take();
            this.list();
            this.expect('}');
            return;
          }
          this.expect('do');
          this.list();
          this.expect('done');
        });
        return;
      case 'coproc': {
        this.take();
        const next = this.peek('command');
        if (next.type !== 'word' && !this.isOperator(next, '(') && !next.redirect) this.missingWord(next);
        const following = /^\s+[{(]/.test(this.lexer.source.slice(next.end, next.end + 20));
        if (next.plain && following && !/^(\{|if|while|until|for|case|select)$/.test(next.text)) this.take();
        this.command();
        return;
      }
      case '[[':
        this.take();
        this.lexer.opened.push({ word: '[[', line: token.line });
        this.lexer.patterns = true;
        new Conditional(this.lexer).read();
        this.lexer.patterns = false;
        this.lexer.opened.pop();
        this.redirects();
        return;
      default:
        this.unexpected(token);
    }
  }
}
