import type * as Un from 'unbash';
import { parse as unbash } from 'unbash';
import { ansiQuoted } from './ansi.ts';
import type { ReadOptions } from './lexer.ts';
import type {
  Argument,
  Arithmetic,
  ArrayElement,
  Assignment,
  CaseItem,
  Command,
  List,
  Operation,
  Parameter,
  Part,
  Redirect,
  RedirectOperator,
  Simple,
  Statement,
  Test,
  Word,
} from './nodes.ts';
import { readCommand } from './reader.ts';

/*
 * The adapter over unbash: its tree, which is lazy and has getters, becomes plain nodes. The text was read by
 * readCommand before and is in bash's syntax whatever the dialect.
 */

/** The parser disagrees with the reader; the text can't be run. */
export class ParseFailure extends Error {}

/**
 * The statements of a command line.
 * @throws {ParseFailure}
 */
export function parseCommand(text: string, firstLine: number, options: ReadOptions): List {
  const script = unbash(text);
  const error = script.errors?.[0];
  if (error) throw new ParseFailure(error.message);
  return new Converter(text, firstLine, options).script(script);
}

/**
 * A text that is expanded like a here-document, as a word.
 * @throws {ParseFailure}
 */
export function textWord(text: string, options: ReadOptions): Word {
  return new Converter('', 1, options).hereDocument(text);
}

class Converter {
  private readonly newlines: readonly number[];

  constructor(
    private readonly source: string,
    private readonly firstLine: number,
    private readonly options: ReadOptions,
  ) {
    const newlines: number[] = [];
    for (let i = source.indexOf('\n'); i >= 0; i = source.indexOf('\n', i + 1)) newlines.push(i);
    this.newlines = newlines;
  }

  private line(offset: number): number {
    let low = 0;
    let high = this.newlines.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.newlines[middle]! < offset) low = middle + 1;
      else high = middle;
    }
    return this.firstLine + low;
  }

  script(script: Un.ParsedScript): List {
    return this.statements(script.commands);
  }

  private list(list: Un.CompoundList): List {
    return this.statements(list.commands);
  }

  private statements(statements: readonly Un.Statement[]): List {
    return statements.map(
      (statement): Statement => ({
        command: this.command(statement.command),
        background: statement.background ?? false,
        line: this.line(statement.pos),
      }),
    );
  }

  private command(node: Un.PipelineNode | Un.AndOr | Un.CompoundList): Command {
    switch (node.type) {
      case 'Command':
        return this.simple(node);
      case 'Pipeline':
        return this.pipeline(node);
      case 'AndOr': {
        const [first, ...rest] = node.commands.map((command) => this.command(command));
        return {
          type: 'and-or',
          first: first!,
          rest: rest.map((command, i) => ({ operator: node.operators[i]!, command })),
        };
      }
      case 'CompoundList':
      case 'BraceGroup':
        return { type: 'group', body: node.type === 'BraceGroup' ? this.list(node.body) : this.list(node) };
      case 'Subshell':
        return { type: 'subshell', body: this.list(node.body) };
      case 'If': {
        const clauses = [node, ...node.elif].map((branch) => ({
          condition: this.list(branch.clause),
          body: this.list(branch.then),
        }));
        return { type: 'if', clauses, ...(node.else && { otherwise: this.list(node.else) }) };
      }
      case 'While':
        return {
          type: 'while',
          until: node.kind === 'until',
          condition: this.list(node.clause),
          body: this.list(node.body),
        };
      case 'For':
      case 'Select':
        return {
          type: node.type === 'For' ? 'for' : 'select',
          line: this.line(node.pos),
          name: node.name.text,
          ...(node.wordlist && { words: node.wordlist.map((word) => this.word(word)) }),
          body: this.list(node.body),
        };
      case 'ArithmeticFor':
        return this.arithmeticFor(node);
      case 'Case':
        return {
          type: 'case',
          line: this.line(node.pos),
          word: this.word(node.word),
          items: node.items.map(
            (item): CaseItem => ({
              patterns: item.pattern.map((pattern) => this.word(pattern)),
              body: this.list(item.body),
              end: item.terminator ?? ';;',
            }),
          ),
        };
      case 'TestCommand':
        return { type: 'test', line: this.line(node.pos), expression: this.test(node.expression) };
      case 'ArithmeticCommand':
        return { type: 'arithmetic-command', line: this.line(node.pos), expression: this.arithmetic(node.body) };
      case 'Function':
        return {
          type: 'function',
          line: this.line(node.pos),
          name: node.name.text,
          body: this.command(node.body),
        };
      case 'Redirected':
        return {
          type: 'redirected',
          command: this.command(node.command),
          redirects: node.redirects.map((redirect) => this.redirect(redirect)),
        };
      case 'Coproc':
        return { type: 'coproc', line: this.line(node.pos) };
      default:
        return node satisfies never;
    }
  }

  private pipeline(node: Un.Pipeline): Command {
    const commands = node.commands.map((command, i) => {
      const converted = this.command(command);
      if (node.operators[i] !== '|&') return converted;
      const both: Redirect = { operator: '>&', fd: 2, target: literal('1') };
      if (converted.type === 'simple') return { ...converted, redirects: [...converted.redirects, both] };
      if (converted.type === 'redirected') return { ...converted, redirects: [...converted.redirects, both] };
      return { type: 'redirected', command: converted, redirects: [both] } as const;
    });
    const time = node.prefixes.find((prefix) => prefix.type === 'Time');
    const negated = node.prefixes.filter((prefix) => prefix.type === 'Negation').length % 2 === 1;
    return {
      type: 'pipeline',
      commands,
      negated,
      ...(time?.type === 'Time' && { time: time.posix ? ('posix' as const) : ('bash' as const) }),
    };
  }

  /** unbash keeps the expressions as trees; the shell wants the text between the parentheses. */
  private arithmeticFor(node: Un.ArithmeticFor): Command {
    const text = this.source.slice(node.pos, node.end);
    const open = text.indexOf('((') + 2;
    let depth = 0;
    const parts = [''];
    for (let i = open; i < text.length; i++) {
      const letter = text[i]!;
      if (letter === ')' && depth === 0) break;
      if (letter === '(') depth++;
      if (letter === ')') depth--;
      if (letter === ';' && depth === 0) parts.push('');
      else parts[parts.length - 1] += letter;
    }
    const [initialize = '', test = '', update = ''] = parts;
    return {
      type: 'arithmetic-for',
      line: this.line(node.pos),
      initialize: this.arithmetic(initialize),
      test: this.arithmetic(test),
      update: this.arithmetic(update),
      body: this.list(node.body),
    };
  }

  private simple(node: Un.Command): Simple {
    const assignments: Assignment[] = [];
    const words: Argument[] = [];
    const redirects: Redirect[] = [];
    for (const item of node.prefix) {
      if (item.type === 'Assignment') assignments.push(this.assignment(item));
      else redirects.push(this.redirect(item));
    }
    if (node.name) words.push(this.word(node.name));
    for (const item of node.suffix) {
      if (item.type === 'Word') words.push(this.word(item));
      else if (item.type === 'Assignment') words.push(this.argument(item));
      else redirects.push(this.redirect(item));
    }
    return { type: 'simple', line: this.line((node.name ?? node).pos), assignments, words, redirects };
  }

  /** `name=value` behind a command such as export: a word as well. */
  private argument(node: Un.Assignment): Argument {
    const assignment = this.assignment(node);
    const { value } = assignment;
    if (!('parts' in value)) return { ...literal(node.text), assignment };
    const index = node.index ? `[${node.index.text}]` : '';
    const name = `${node.name}${index}${node.append ? '+' : ''}=`;
    if (value.plain !== undefined && !index) return { ...literal(`${name}${value.plain}`), assignment };
    const parts = [{ type: 'text', value: name } as const, ...value.parts];
    return {
      text: node.text,
      parts,
      ...(value.commands && { commands: true }),
      ...(value.braces && { braces: true }),
      assignment,
    };
  }

  private assignment(node: Un.Assignment): Assignment {
    return {
      name: node.name,
      append: node.append ?? false,
      ...(node.index && { index: this.word(node.index) }),
      value:
        node.value.type === 'Word' ? this.word(node.value) : node.value.elements.map((word) => this.arrayElement(word)),
      text: node.text,
    };
  }

  private arrayElement(node: Un.Word): ArrayElement {
    const match = /^\[((?:[^\]"'$`\\]|"[^"]*"|'[^']*'|\\.|\$\{[^}]*\}|\$\([^)]*\)|\$)+)\](\+?)=/s.exec(node.text);
    if (!match) return { append: false, value: this.word(node) };
    const value = node.text.slice(match[0].length);
    return { index: this.subword(match[1]!), append: match[2] === '+', value: this.subword(value) };
  }

  /** A part of a word as a word of its own. */
  private subword(text: string): Word {
    if (text === '') return literal('');
    const source = `: ${text}`;
    const command = unbash(source).commands[0]?.command;
    const word = command?.type === 'Command' ? command.suffix[0] : undefined;
    if (word?.type !== 'Word' || word.text !== text) return literal(text);
    return new Converter(source, this.firstLine, this.options).word(word);
  }

  private redirect(node: Un.Redirection): Redirect {
    const { descriptor } = node;
    const fd = descriptor && { fd: descriptor.type === 'FileDescriptor' ? descriptor.value : descriptor.name };
    if (node.type !== 'HereDoc') {
      const target = node.target ? this.word(node.target) : literal('');
      return { operator: node.operator as RedirectOperator, ...fd, target };
    }
    const dashed = node.operator === '<<-';
    let body = dashed ? node.body.text.replace(/^\t+/gm, '') : node.body.text;
    // bash ends an unfinished last line.
    if (this.options.dialect === 'bash' && body !== '' && !body.endsWith('\n')) body += '\n';
    const heredoc = { delimiter: node.delimiter?.text ?? '', dashed, body };
    const target = node.delimiter?.quoted ? quotedWord(body) : this.hereDocument(body);
    return { operator: '<<', ...fd, target, heredoc };
  }

  /** Text in which only `$`, backquotes and backslashes are special. */
  hereDocument(body: string): Word {
    if (!/[$`\\]/.test(body)) return quotedWord(body);
    const parts = this.textParts(body);
    return { text: body, parts: [{ type: 'double', parts }], ...(runsCommands(parts) && { commands: true }) };
  }

  /** The parts of a text that is read like a here-document. */
  private textParts(body: string): readonly Part[] {
    const end = 'end-of-text';
    const source = `<<${end}\n${body}${body.endsWith('\n') ? '' : '\n'}${end}\n`;
    const command = unbash(source).commands[0]?.command;
    const document = command?.type === 'Command' ? command.prefix[0] : undefined;
    if (document?.type !== 'HereDoc') throw new ParseFailure('no here-document');
    const converter = new Converter(source, this.firstLine, this.options);
    const parts = document.body.parts
      ? converter.parts(document.body.parts, true, true)
      : [{ type: 'quoted' as const, value: unescapeText(document.body.text) }];
    if (body.endsWith('\n')) return parts;
    const last = parts.at(-1);
    if (last?.type !== 'quoted') throw new ParseFailure('no newline');
    return [...parts.slice(0, -1), { type: 'quoted', value: last.value.slice(0, -1) }];
  }

  arithmetic(text: string): Arithmetic {
    const body = text.replace(/\\\n/g, '');
    if (!/[$`"\\]/.test(body)) return { text: body };
    // bash takes quotation marks away; to the others they are a mistake.
    const strip = (text: string) => (this.options.dialect === 'bash' ? text.replaceAll('"', '') : text);
    const parts = this.textParts(body).map((part) =>
      part.type === 'quoted' ? { ...part, value: strip(part.value) } : part,
    );
    return { text: body, parts };
  }

  word(node: Un.Word): Word {
    const nodes = node.parts;
    const parts = nodes ? this.parts(nodes, false) : unquotedParts(node.text);
    return finishWord(node.text, parts, this.options.dialect === 'bash');
  }

  private parts(nodes: readonly Un.WordPart[], quoted: boolean, hereDocument = false): readonly Part[] {
    return nodes.flatMap((node): readonly Part[] => this.part(node, quoted, hereDocument));
  }

  private part(node: Un.WordPart, quoted: boolean, hereDocument: boolean): readonly Part[] {
    switch (node.type) {
      case 'Literal':
        if (!quoted) return unquotedParts(node.text);
        return [{ type: 'quoted', value: hereDocument ? unescapeText(node.text) : unescapeDouble(node.text) }];
      case 'Glob':
        if (node.kind !== 'bracket') return [{ type: 'text', value: node.text }];
        return [{ type: 'text', value: '[' }, ...this.parts(node.parts, quoted), { type: 'text', value: ']' }];
      case 'SingleQuoted':
        return [{ type: 'quoted', value: node.value }];
      case 'DoubleQuoted':
      case 'LocaleString':
        return [{ type: 'double', parts: this.parts(node.parts, true) }];
      case 'AnsiCQuoted':
        return [{ type: 'quoted', value: ansiQuoted(node.text.slice(2, -1), this.options.dialect === 'bash') }];
      case 'SimpleExpansion':
        return [{ type: 'parameter', text: node.text, name: node.text.slice(1) }];
      case 'ParameterExpansion':
        return [this.parameter(node, quoted)];
      case 'CommandExpansion':
        return [this.commandPart(node)];
      case 'ArithmeticExpansion': {
        const text = node.text.startsWith('$[') ? node.text.slice(2, -1) : node.text.slice(3, -2);
        return [{ type: 'arithmetic', ...this.arithmetic(text) }];
      }
      case 'ProcessSubstitution':
        return [{ type: 'process', direction: node.operator, body: node.script ? this.script(node.script) : [] }];
      case 'ExtendedGlob': {
        const inner = node.parts ? this.parts(node.parts, quoted) : unquotedParts(node.pattern);
        return [{ type: 'text', value: `${node.operator}(` }, ...inner, { type: 'text', value: ')' }];
      }
      case 'BraceExpansion': {
        if (!node.parts) return unquotedParts(node.text);
        return [{ type: 'text', value: '{' }, ...this.parts(node.parts, quoted), { type: 'text', value: '}' }];
      }
      default:
        return node satisfies never;
    }
  }

  private commandPart(node: Un.CommandExpansionPart): Part {
    const { script } = node;
    if (node.text.startsWith('`')) {
      const source = script?.source ?? node.text.slice(1, -1);
      if (this.options.dialect === 'bash' && !readable(source, this.options)) return { type: 'late', source };
      const converter = new Converter(source, this.line(node.pos), this.options);
      return { type: 'command', body: script ? converter.script(script) : [] };
    }
    const body = script ? this.script(script) : [];
    if (node.text.startsWith('${'))
      return { type: 'parameter', text: node.text, name: '', operation: { type: 'unknown' } };
    const [only] = body;
    const input = body.length === 1 && only!.command.type === 'simple' ? only!.command : undefined;
    if (input && input.words.length === 0 && input.assignments.length === 0 && input.redirects.length === 1) {
      const redirect = input.redirects[0]!;
      if (redirect.operator === '<' && redirect.fd === undefined)
        return { type: 'command', body, input: redirect.target };
    }
    return { type: 'command', body };
  }

  private parameter(node: Un.ParameterExpansionPart, quoted: boolean): Parameter {
    const toggle =
      node.operation?.type === 'Unknown'
        ? /^(~~?)(.*)\}$/s.exec(this.source.slice(node.operation.pos, node.end))
        : null;
    const operation: Operation | undefined = toggle
      ? { type: 'case', operator: toggle[1] as '~' | '~~', ...(toggle[2] && { pattern: this.subword(toggle[2]) }) }
      : node.operation && this.operation(node.operation, quoted);
    return {
      type: 'parameter',
      text: node.text,
      name: node.parameter,
      ...(node.prefix === '!' && { indirect: true }),
      ...(node.prefix === '#' && { length: true }),
      ...(node.index && { index: this.word(node.index) }),
      ...(operation && { operation }),
    };
  }

  private operation(node: Un.ParameterOperation, quoted: boolean): Operation {
    switch (node.type) {
      case 'Default': {
        const { operator } = node;
        return {
          type: 'default',
          operator: operator.at(-1) as '-' | '=' | '+' | '?',
          colon: operator.length === 2,
          word: this.operand(node.operand, quoted),
        };
      }
      case 'Remove':
        return { type: 'remove', operator: node.operator, pattern: this.word(node.operand) };
      case 'Replace':
        return {
          type: 'replace',
          operator: node.operator,
          pattern: this.word(node.pattern),
          replacement: this.word(node.replacement),
        };
      case 'Slice':
        return {
          type: 'slice',
          offset: this.word(node.offset),
          ...(node.length && { length: this.word(node.length) }),
        };
      case 'CaseModification':
        return {
          type: 'case',
          operator: node.operator,
          ...(node.operand && node.operand.text !== '' && { pattern: this.word(node.operand) }),
        };
      case 'Transform':
        return { type: 'transform', letter: node.operand.text };
      case 'Names':
        return { type: 'names', operator: node.operator };
      case 'Unknown':
        return { type: 'unknown' };
      default:
        return node satisfies never;
    }
  }

  /** The word of `:-` and the like: within double quotes its texts are quoted, a single quote is a letter. */
  private operand(node: Un.Word, quoted: boolean): Word {
    if (!quoted) return this.word(node);
    const nodes = node.parts;
    const parts = nodes
      ? nodes.flatMap((part) =>
          part.type === 'Glob' || part.type === 'BraceExpansion'
            ? [quotedPart(part.text)]
            : this.part(part, true, false),
        )
      : [quotedPart(unescapeDouble(node.text).replaceAll('\\}', '}'))];
    return finishWord(node.text, parts, false);
  }

  private test(node: Un.TestExpression): Test {
    switch (node.type) {
      case 'TestUnary':
        return { type: 'unary', operator: node.operator, word: this.word(node.operand) };
      case 'TestBinary':
        return { type: 'binary', operator: node.operator, left: this.word(node.left), right: this.word(node.right) };
      case 'TestLogical':
        return { type: node.operator === '&&' ? 'and' : 'or', operands: node.operands.map((each) => this.test(each)) };
      case 'TestNot': {
        const operand = this.test(node.operand);
        return node.negations.length % 2 === 1 ? { type: 'not', operand } : operand;
      }
      case 'TestGroup':
        return { type: 'group', operand: this.test(node.expression) };
      default:
        return node satisfies never;
    }
  }
}

/** Can all of it be read? */
function readable(source: string, options: ReadOptions): boolean {
  for (let at = 0; at < source.length; ) {
    const reading = readCommand(source, at, { dialect: options.dialect, final: true, extglob: options.extglob });
    if (reading.kind === 'error' || reading.kind === 'incomplete') return false;
    at = reading.end;
  }
  return true;
}

/** A word that is never expanded. */
export function literal(text: string): Word {
  return { text, parts: [{ type: 'text', value: text }], plain: text };
}

function quotedPart(value: string): Part {
  return { type: 'quoted', value };
}

function quotedWord(value: string): Word {
  return { text: value, parts: [quotedPart(value)], plain: value };
}

/** Unquoted text with backslashes: each takes the next letter's meaning away. */
function unquotedParts(text: string): readonly Part[] {
  if (!text.includes('\\')) return text === '' ? [] : [{ type: 'text', value: text }];
  const parts: Part[] = [];
  for (const [run, escaped] of text.matchAll(/\\([\s\S])|(?:[^\\]|\\$)+/g)) {
    if (escaped === undefined) parts.push({ type: 'text', value: run });
    else if (escaped !== '\n') parts.push(quotedPart(escaped));
  }
  return parts;
}

function unescapeDouble(text: string): string {
  return text.replace(/\\([$`"\\\n])/g, (_, letter: string) => (letter === '\n' ? '' : letter));
}

function unescapeText(text: string): string {
  return text.replace(/\\([$`\\\n])/g, (_, letter: string) => (letter === '\n' ? '' : letter));
}

function runsCommands(parts: readonly Part[]): boolean {
  return parts.some((part) => {
    switch (part.type) {
      case 'command':
      case 'late':
      case 'process':
        return true;
      case 'double':
      case 'arithmetic':
        return part.parts !== undefined && runsCommands(part.parts);
      case 'parameter':
        return (part.index?.commands ?? false) || (part.operation !== undefined && operationRuns(part.operation));
      default:
        return false;
    }
  });
}

function operationRuns(operation: Operation): boolean {
  return Object.values(operation).some((value) => typeof value === 'object' && value.commands);
}

function finishWord(text: string, parts: readonly Part[], braces: boolean): Word {
  const plain = parts.every((part) => part.type === 'text') && !/[*?{}~=\\]|\[.*\]|[!@+]\(/s.test(text);
  return {
    text,
    parts,
    ...(plain && { plain: parts.map((part) => (part.type === 'text' ? part.value : '')).join('') }),
    ...(runsCommands(parts) && { commands: true }),
    ...(braces && parts.some((part) => part.type === 'text' && part.value.includes('{')) && { braces: true }),
  };
}
