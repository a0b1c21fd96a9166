import { type Lexer, type Token, tokenText } from './lexer.ts';

const UNARY_TEST = /^-[abcdefghknoprstuvwxzGLNORS]$/;
const BINARY_TEST = /^(=|==|!=|=~|-eq|-ne|-lt|-le|-gt|-ge|-nt|-ot|-ef)$/;

/** bash's `[[ … ]]`, with its own messages. */
export class Conditional {
  private token: Token;

  constructor(private readonly lexer: Lexer) {
    this.token = this.advance();
  }

  private advance(): Token {
    const { lexer } = this;
    for (;;) {
      lexer.skipBlanks();
      const start = lexer.at;
      const letter = lexer.source[start];
      if (letter === '(' || letter === ')' || letter === '<' || letter === '>') {
        if ((letter === '<' || letter === '>') && lexer.source[start + 1] === '(') return (this.token = lexer.next());
        lexer.at++;
        return (this.token = {
          type: 'operator',
          text: letter,
          start,
          end: start + 1,
          line: lexer.lineAt(start),
          plain: false,
        });
      }
      return (this.token = lexer.next());
    }
  }

  private words(words: readonly string[], near: string): never {
    return this.lexer.fail({
      kind: 'words',
      line: this.token.line,
      words: [...words, `syntax error near \`${near}'`],
      quotesLine: true,
    });
  }

  private shown(): string {
    return tokenText(this.token);
  }

  private atEnd(): boolean {
    return this.token.type === 'end';
  }

  private ended(line: number): never {
    // More lines may come.
    if (!this.lexer.options.final) this.lexer.fail({ kind: 'end', line, expecting: undefined, opened: undefined });
    const opened = this.lexer.opened.at(-1)!;
    return this.lexer.fail({
      kind: 'words',
      line: line + 1,
      words: [
        "unexpected token `EOF' in conditional command",
        `syntax error: unexpected end of file from \`[[' command on line ${opened.line}`,
      ],
      quotesLine: false,
    });
  }

  read(): void {
    this.skipNewlines();
    this.or();
    if (this.isWord(']]')) return;
    const shown = this.shown();
    this.words([`syntax error in conditional expression: unexpected token \`${shown}'`], shown);
  }

  private isWord(text: string): boolean {
    return this.token.type === 'word' && this.token.plain && this.token.text === text;
  }

  private isOperator(text: string): boolean {
    return this.token.type === 'operator' && this.token.text === text;
  }

  private skipNewlines(): void {
    while (this.token.type === 'newline') this.advance();
  }

  private or(): void {
    for (;;) {
      this.and();
      if (!this.isOperator('||')) return;
      this.advance();
      this.skipNewlines();
    }
  }

  private and(): void {
    for (;;) {
      this.term();
      if (!this.isOperator('&&')) return;
      this.advance();
      this.skipNewlines();
    }
  }

  private term(): void {
    const first = this.token;
    if (this.atEnd()) {
      const { source } = this.lexer;
      this.ended(this.lexer.lineAt(source.endsWith('\n') ? source.length - 1 : source.length));
    }
    if (this.isWord(']]')) this.words([], ']]');
    if (this.isWord('!')) {
      this.advance();
      this.term();
      return;
    }
    if (this.isOperator('(')) {
      this.advance();
      this.skipNewlines();
      this.or();
      if (!this.isOperator(')')) this.words([`unexpected token \`${this.shown()}', expected \`)'`], this.near());
      this.advance();
      return;
    }
    if (first.type !== 'word') this.words([`unexpected token \`${this.shown()}' in conditional command`], this.near());
    if (UNARY_TEST.test(first.text)) {
      this.advance();
      if (this.token.type === 'word' && !this.isWord(']]')) {
        this.advance();
        return;
      }
      if (!this.isWord(']]') || this.unaryEnds())
        this.words([`unexpected argument \`${this.shown()}' to conditional unary operator`], this.near(first));
    }
    this.advance();
    this.binary(first);
  }

  /** `[[ -f ]]` is an error, not a word. */
  private unaryEnds(): boolean {
    return true;
  }

  private binary(left: Token): void {
    if (this.isWord(']]') || this.isOperator('&&') || this.isOperator('||') || this.isOperator(')')) return;
    const operator = this.token;
    const binary =
      operator.type === 'word' ? BINARY_TEST.test(operator.text) : operator.text === '<' || operator.text === '>';
    if (!binary) {
      if (this.atEnd() && !this.lexer.options.final) this.ended(left.line);
      const words = [`unexpected token \`${this.shown()}', conditional binary operator expected`];
      if (this.lexer.opened.length > 0 && this.atEnd() && this.inParentheses()) words.push("expected `)'");
      this.words(words, this.near(left));
    }
    const right = operator.text === '=~' ? (this.token = this.lexer.regularExpression()) : this.advance();
    if (right.type !== 'word' || this.isWord(']]')) {
      if (this.atEnd() && !this.lexer.options.final) this.ended(left.line);
      this.words([`unexpected argument \`${this.shown()}' to conditional binary operator`], this.near(operator));
    }
    this.advance();
  }

  private inParentheses(): boolean {
    const { source } = this.lexer;
    return /\[\[\s*(!\s*)*\(/.test(source);
  }

  /** The text that bash shows after `syntax error near`: at a line's end, the token before it. */
  private near(before?: Token): string {
    if (this.token.type === 'newline' || this.token.type === 'end') return before ? before.text : 'newline';
    return this.token.type === 'operator' ? this.token.text.slice(-1) : this.token.text;
  }
}
