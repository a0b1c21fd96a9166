import { NumError, quote, readFloat, readInt, readUint, unquote } from '../go/strconv.ts';
import { lex, type Token, type TokenKind, tokenText } from './lex.ts';
import { type Command, type Node, type NumberValue, type Operand, operandText, type Pipe } from './node.ts';

/** A template that doesn't parse; the message is Go's, with `template: :LINE: ` in front. */
export class TemplateError extends Error {}

/** A parsed template: its own list of nodes and those of `define` and `block`, by name. */
export interface Template {
  readonly text: string;
  readonly root: readonly Node[];
  readonly defined: ReadonlyMap<string, readonly Node[]>;
}

const OPERANDS = new Set<TokenKind>([
  'bool',
  'charConstant',
  'dot',
  'field',
  'identifier',
  'number',
  'rawString',
  'string',
  'variable',
  'leftParen',
]);

/**
 * Parses as Go's text/template/parse does, with its errors.
 * @param functions the names that may be called
 * @throws {TemplateError}
 */
export function parse(text: string, functions: ReadonlySet<string>): Template {
  const tokens = lex(text);
  let next = 0;
  let read = 0;
  let actionLine = 0;
  let variables: string[] = ['$'];
  let loops = 0;
  const defined = new Map<string, readonly Node[]>();

  const take = (): Token => {
    const token = tokens[Math.min(next, tokens.length - 1)]!;
    next++;
    read = Math.max(read, next);
    return token;
  };
  const peek = (): Token => {
    read = Math.max(read, next + 1);
    return tokens[Math.min(next, tokens.length - 1)]!;
  };
  const peekNonSpace = (): Token => {
    while (peek().kind === 'space') next++;
    return peek();
  };
  const takeNonSpace = (): Token => {
    peekNonSpace();
    return take();
  };
  /** The line of an error is that of the last token read. */
  const fail = (message: string): never => {
    const last = tokens[Math.max(0, Math.min(read, tokens.length) - 1)]!;
    throw new TemplateError(`template: :${last.line}: ${message}`);
  };
  const unexpected = (token: Token, context: string): never => {
    if (token.kind !== 'error') return fail(`unexpected ${tokenText(token)} in ${context}`);
    let extra = '';
    if (actionLine !== 0 && actionLine !== token.line) {
      extra = ` in action started at :${actionLine}`;
      if (token.text.endsWith(' action')) extra = extra.slice(' in action'.length);
    }
    return fail(token.text + extra);
  };
  const expect = (kind: TokenKind, context: string): Token => {
    const token = takeNonSpace();
    if (token.kind !== kind) unexpected(token, context);
    return token;
  };
  const isKeyword = (token: Token, word: string) => token.kind === 'keyword' && token.text === word;

  function define(name: string, nodes: readonly Node[]): void {
    const before = defined.get(name);
    const empty = (list: readonly Node[]) => list.every((node) => node.kind === 'text' && node.text.trim() === '');
    if (!before || empty(before)) defined.set(name, nodes);
    else if (!empty(nodes)) fail(`template: multiple definition of template ${quote(name)}`);
  }

  function templateName(context: string): { readonly name: string; readonly at: number } {
    const token = takeNonSpace();
    if (token.kind !== 'string' && token.kind !== 'rawString') return unexpected(token, context);
    return { name: unquote(token.text) ?? fail('invalid syntax'), at: token.at };
  }

  /** A definition's or a block's body, which sees no variables of what is around it. */
  function body(context: string): readonly Node[] {
    const [outerVariables, outerLoops] = [variables, loops];
    variables = ['$'];
    loops = 0;
    const [list, end] = itemList();
    if (end.kind !== 'end') fail(`unexpected {{else}} in ${context}`);
    variables = outerVariables;
    loops = outerLoops;
    return list;
  }

  /** Up to `{{end}}` or `{{else}}`, which is returned separately. */
  function itemList(): readonly [readonly Node[], Node] {
    const list: Node[] = [];
    while (peekNonSpace().kind !== 'eof') {
      const node = textOrAction();
      if (node.kind === 'end' || node.kind === 'else') return [list, node];
      list.push(node);
    }
    return fail('unexpected EOF');
  }

  function textOrAction(): Node {
    const token = takeNonSpace();
    if (token.kind === 'text') return { kind: 'text', at: token.at, text: token.text };
    if (token.kind !== 'leftDelim') return unexpected(token, 'input');
    actionLine = token.line;
    const node = action();
    actionLine = 0;
    return node;
  }

  function action(): Node {
    const token = peekNonSpace();
    if (token.kind === 'keyword') {
      take();
      switch (token.text) {
        case 'block': {
          const { name, at } = templateName('block clause');
          const blockPipe = pipeline('block clause', 'rightDelim');
          define(name, body('block clause'));
          return { kind: 'template', at, name, pipe: blockPipe };
        }
        case 'break':
        case 'continue': {
          const after = takeNonSpace();
          if (after.kind !== 'rightDelim') unexpected(after, `{{${token.text}}}`);
          if (loops === 0) fail(`{{${token.text}}} outside {{range}}`);
          return { kind: token.text, at: token.at };
        }
        case 'else': {
          const following = peekNonSpace();
          if (isKeyword(following, 'if') || isKeyword(following, 'with')) return { kind: 'else', at: following.at };
          return { kind: 'else', at: expect('rightDelim', 'else').at };
        }
        case 'end':
          return { kind: 'end', at: expect('rightDelim', 'end').at };
        case 'if':
        case 'range':
        case 'with':
          return control(token.text);
        case 'template': {
          const { name, at } = templateName('template clause');
          if (peekNonSpace().kind === 'rightDelim') {
            take();
            return { kind: 'template', at, name, pipe: undefined };
          }
          return { kind: 'template', at, name, pipe: pipeline('template clause', 'rightDelim') };
        }
      }
      next--;
    }
    return { kind: 'action', at: peek().at, pipe: pipeline('command', 'rightDelim') };
  }

  function control(kind: 'if' | 'range' | 'with'): Node {
    const depth = variables.length;
    const pipe = pipeline(kind, 'rightDelim');
    if (kind === 'range') loops++;
    let [list, end] = itemList();
    if (kind === 'range') loops--;
    let otherwise: readonly Node[] | undefined;
    if (end.kind === 'else') {
      if (kind !== 'range' && isKeyword(peek(), kind)) {
        take();
        otherwise = [control(kind)];
      } else {
        [otherwise, end] = itemList();
        if (end.kind !== 'end') fail('expected end; found {{else}}');
      }
    }
    variables.length = depth;
    return { kind, at: pipe.at, pipe, list, otherwise };
  }

  function pipeline(context: string, end: TokenKind): Pipe {
    const at = peekNonSpace().at;
    const declared: string[] = [];
    const commands: Command[] = [];
    let assign = false;
    while (peekNonSpace().kind === 'variable') {
      const before = next;
      const variable = take();
      const after = peekNonSpace();
      if (after.kind === 'assign' || after.kind === 'declare') {
        assign = after.kind === 'assign';
        take();
        declared.push(variable.text);
        variables.push(variable.text);
        break;
      }
      if (after.kind === 'char' && after.text === ',') {
        take();
        declared.push(variable.text);
        variables.push(variable.text);
        if (context !== 'range' || declared.length >= 2) fail(`too many declarations in ${context}`);
        const kind = peekNonSpace().kind;
        if (kind !== 'variable' && kind !== 'rightDelim' && kind !== 'rightParen')
          fail('range can only initialize variables');
        continue;
      }
      next = before;
      break;
    }
    for (;;) {
      const token = peekNonSpace();
      if (token.kind === end) {
        take();
        if (commands.length === 0) fail(`missing value for ${context}`);
        commands.forEach((command, index) => {
          const first = command.args[0]!.kind;
          if (index > 0 && ['bool', 'dot', 'nil', 'number', 'string'].includes(first))
            fail(`non executable command in pipeline stage ${index + 1}`);
        });
        return { kind: 'pipe', at, assign, declared, commands };
      }
      if (OPERANDS.has(token.kind) || isKeyword(token, 'nil')) commands.push(command());
      else {
        take();
        unexpected(token, context);
      }
    }
  }

  function command(): Command {
    const at = peekNonSpace().at;
    const args: Operand[] = [];
    for (;;) {
      peekNonSpace();
      const node = operand();
      if (node) args.push(node);
      const token = take();
      if (token.kind === 'space') continue;
      if (token.kind === 'rightDelim' || token.kind === 'rightParen') next--;
      else if (token.kind !== 'pipe') unexpected(token, 'operand');
      break;
    }
    if (args.length === 0) fail('empty command');
    return { at, args };
  }

  function operand(): Operand | undefined {
    const node = term();
    if (!node || peek().kind !== 'field') return node;
    const at = peek().at;
    const names: string[] = [];
    while (peek().kind === 'field') names.push(take().text.slice(1));
    switch (node.kind) {
      case 'field':
        return { kind: 'field', at, names: [...node.names, ...names] };
      case 'variable':
        return { kind: 'variable', at, names: [...node.names, ...names] };
      case 'bool':
      case 'string':
      case 'number':
      case 'nil':
      case 'dot':
        return fail(`unexpected . after term ${quote(operandText(node))}`);
      default:
        return { kind: 'chain', at, node, names };
    }
  }

  function term(): Operand | undefined {
    const token = peekNonSpace();
    const { at } = token;
    take();
    switch (token.kind) {
      case 'identifier':
        if (!functions.has(token.text)) fail(`function ${quote(token.text)} not defined`);
        return { kind: 'identifier', at, name: token.text };
      case 'dot':
        return { kind: 'dot', at };
      case 'keyword':
        if (token.text === 'nil') return { kind: 'nil', at };
        break;
      case 'variable':
        if (!variables.includes(token.text)) fail(`undefined variable ${quote(token.text)}`);
        return { kind: 'variable', at, names: [token.text] };
      case 'field':
        return { kind: 'field', at, names: [token.text.slice(1)] };
      case 'bool':
        return { kind: 'bool', at, value: token.text === 'true' };
      case 'charConstant': {
        const value = unquote(token.text) ?? fail(`malformed character constant: ${token.text}`);
        const code = value.codePointAt(0)!;
        return { kind: 'number', at, text: token.text, number: { int: code, uint: code, float: code, isFloat: false } };
      }
      case 'number':
        return { kind: 'number', at, text: token.text, number: numberValue(token.text) };
      case 'leftParen':
        return pipeline('parenthesized pipeline', 'rightParen');
      case 'string':
      case 'rawString': {
        const value = unquote(token.text) ?? fail('invalid syntax');
        return { kind: 'string', at, literal: token.text, value };
      }
    }
    next--;
    return undefined;
  }

  function numberValue(literal: string): NumberValue {
    const attempt = (read: () => number): number | undefined => {
      try {
        return read();
      } catch (error) {
        if (error instanceof NumError) return undefined;
        throw error;
      }
    };
    let int = attempt(() => readInt(literal, 0));
    let uint = attempt(() => readUint(literal, 0));
    const float = int === undefined && uint === undefined ? attempt(() => readFloat(literal)) : (int ?? uint);
    const isFloat = int === undefined && uint === undefined;
    if (isFloat && float !== undefined) {
      if (!/[.eEpP]/.test(literal)) fail(`integer overflow: ${quote(literal)}`);
      if (Number.isInteger(float)) {
        int = float;
        if (float >= 0) uint = float;
      }
    }
    if (float === undefined) fail(`illegal number syntax: ${quote(literal)}`);
    return { int, uint, float, isFloat };
  }

  const root: Node[] = [];
  while (peek().kind !== 'eof') {
    if (peek().kind === 'leftDelim') {
      const before = next;
      take();
      if (isKeyword(peekNonSpace(), 'define')) {
        take();
        const { name } = templateName('define clause');
        expect('rightDelim', 'define clause');
        define(name, body('define clause'));
        continue;
      }
      next = before;
    }
    const node = textOrAction();
    if (node.kind === 'end' || node.kind === 'else') fail(`unexpected {{${node.kind}}}`);
    root.push(node);
  }
  define('', root);
  return { text, root, defined };
}
