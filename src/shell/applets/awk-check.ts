import type { AwkFunction, Expression, Program, Statement, Target } from './awk-syntax.ts';
import { indexOf, isTarget } from './awk-targets.ts';

/** What is known of a program before it runs. */
export interface Checked {
  readonly program: Program;
  /** Names that are arrays: of the whole program, and of each function's parameters. */
  readonly arrays: ReadonlySet<string>;
  readonly parameterArrays: ReadonlyMap<string, ReadonlySet<string>>;
  /** Expressions whose evaluation may wait. */
  readonly waiting: ReadonlySet<Expression>;
}

const WAITING = new Set(['system', 'close', 'fflush']);
const REGEX_ARGUMENT: Readonly<Record<string, number>> = { sub: 0, gsub: 0, gensub: 0, match: 1, split: 2 };

/** What of an expression is evaluated before it, in this order; undefined stands for what isn't evaluated. */
export function operandsOf(node: Expression, isArray: (name: string) => boolean): readonly (Expression | undefined)[] {
  switch (node.kind) {
    case 'match':
      return node.children.map((child, i) => (i === 1 && child.kind === 'regex' ? undefined : child));
    case 'builtin': {
      const regexAt = REGEX_ARGUMENT[node.name];
      const list: (Expression | undefined)[] = node.children.map((child, i) =>
        (i === regexAt && child.kind === 'regex') ||
        (node.name === 'split' && i === 1) ||
        (node.name === 'length' && child.kind === 'variable' && isArray(child.name))
          ? undefined
          : child,
      );
      const target = node.children[2];
      if ((node.name === 'sub' || node.name === 'gsub') && target && isTarget(target)) {
        list[2] = undefined;
        list.push(...indexOf(target));
      }
      return list;
    }
    case 'number':
    case 'string':
    case 'regex':
    case 'variable':
      return [];
    default:
      return node.children;
  }
}

const children = (node: Expression): readonly Expression[] =>
  node.kind === 'number' || node.kind === 'string' || node.kind === 'regex' || node.kind === 'variable'
    ? []
    : node.children;

/** All expressions of a statement, the inner ones first. */
function* expressionsIn(statement: Statement | undefined): Generator<Expression> {
  if (!statement) return;
  switch (statement.kind) {
    case 'expression':
      yield* below(statement.value);
      return;
    case 'print':
    case 'printf':
      for (const value of statement.values) yield* below(value);
      if (statement.redirection) yield* below(statement.redirection.to);
      return;
    case 'block':
      for (const one of statement.body) yield* expressionsIn(one);
      return;
    case 'if':
      yield* below(statement.condition);
      yield* expressionsIn(statement.body);
      yield* expressionsIn(statement.otherwise);
      return;
    case 'while':
    case 'do':
      yield* below(statement.condition);
      yield* expressionsIn(statement.body);
      return;
    case 'for':
      yield* expressionsIn(statement.first);
      if (statement.condition) yield* below(statement.condition);
      yield* expressionsIn(statement.next);
      yield* expressionsIn(statement.body);
      return;
    case 'each':
      yield* below({ kind: 'element', name: statement.array, children: [] });
      yield* expressionsIn(statement.body);
      return;
    case 'exit':
    case 'return':
      if (statement.value) yield* below(statement.value);
      return;
    case 'delete':
      yield* below({ kind: 'element', name: statement.name, children: statement.index ?? [] });
  }
}

function* below(node: Expression): Generator<Expression> {
  for (const child of children(node)) yield* below(child);
  if ('target' in node && node.target) yield node.target as Target;
  yield node;
}

const unwrapped = (node: Expression | undefined): Expression | undefined =>
  node?.kind === 'group' && node.children.length === 1 ? unwrapped(node.children[0]) : node;

/** Finds out which names are arrays, through calls too, and which expressions may wait. */
export function checkAwk(program: Program): Checked {
  const globals = new Set<string>(['ENVIRON', 'ARGV']);
  const locals = new Map<string, Set<string>>();
  const waiting = new Set<Expression>();
  const calls: { call: Extract<Expression, { kind: 'call' }>; inside: AwkFunction | undefined }[] = [];
  for (const name of program.functions.keys()) locals.set(name, new Set());
  const mark = (name: string, inside: AwkFunction | undefined): boolean => {
    const set = inside?.parameters.includes(name) ? locals.get(inside.name)! : globals;
    if (set.has(name)) return false;
    set.add(name);
    return true;
  };
  const look = (nodes: Iterable<Expression>, inside: AwkFunction | undefined) => {
    for (const node of nodes) {
      if (node.kind === 'element' || node.kind === 'in') mark(node.name, inside);
      const split = node.kind === 'builtin' && node.name === 'split' ? unwrapped(node.children[1]) : undefined;
      if (split?.kind === 'variable') mark(split.name, inside);
      if (node.kind === 'call') calls.push({ call: node, inside });
      if (
        node.kind === 'getline' ||
        node.kind === 'call' ||
        (node.kind === 'builtin' && WAITING.has(node.name)) ||
        children(node).some((child) => waiting.has(child))
      )
        waiting.add(node);
    }
  };
  for (const rule of program.rules) {
    if (rule.pattern) look(below(rule.pattern), undefined);
    if (rule.to) look(below(rule.to), undefined);
    look(expressionsIn(rule.body), undefined);
  }
  for (const one of program.functions.values()) look(expressionsIn(one.body), one);
  for (let changed = true; changed; ) {
    changed = false;
    for (const { call, inside } of calls) {
      const callee = program.functions.get(call.name);
      if (!callee) continue;
      for (const [i, child] of call.children.entries()) {
        const argument = unwrapped(child);
        const parameter = callee.parameters[i];
        if (argument?.kind !== 'variable' || parameter === undefined) continue;
        const set = inside?.parameters.includes(argument.name) ? locals.get(inside.name)! : globals;
        if (locals.get(call.name)!.has(parameter)) changed = mark(argument.name, inside) || changed;
        else if (set.has(argument.name)) {
          locals.get(call.name)!.add(parameter);
          changed = true;
        }
      }
    }
  }
  return { program, arrays: globals, parameterArrays: locals, waiting };
}

/** What mawk says of a name that is used as what it is not, or of a statement at the wrong place. */
export function misuse(checked: Checked): { readonly message: string; readonly line: number } | undefined {
  const { program, arrays } = checked;
  const lines = program.lines;
  const visit = (
    statement: Statement | undefined,
    inside: AwkFunction | undefined,
    where: 'BEGIN' | 'main',
  ): { message: string; line: number } | undefined => {
    if (!statement) return undefined;
    const line = lines.get(statement) ?? 1;
    const isArray = (name: string) =>
      inside?.parameters.includes(name) ? checked.parameterArrays.get(inside.name)!.has(name) : arrays.has(name);
    if (statement.kind === 'return' && !inside) return { message: 'return outside function body', line };
    if ((statement.kind === 'next' || statement.kind === 'nextfile') && where === 'BEGIN' && !inside)
      return { message: `improper use of ${statement.kind}`, line };
    switch (statement.kind) {
      case 'block':
        for (const one of statement.body) {
          const found = visit(one, inside, where);
          if (found) return found;
        }
        return undefined;
      case 'if':
        return visit(statement.body, inside, where) ?? visit(statement.otherwise, inside, where);
      case 'while':
      case 'do':
      case 'each':
        return visit(statement.body, inside, where);
      case 'for':
        return visit(statement.body, inside, where);
      case 'expression':
      case 'print':
      case 'printf': {
        const skipped = new Set<Expression>();
        for (const node of expressionsIn(statement)) {
          if (node.kind === 'call' || (node.kind === 'builtin' && (node.name === 'length' || node.name === 'split')))
            for (const child of children(node)) skipped.add(unwrapped(child)!);
        }
        for (const node of expressionsIn(statement)) {
          if (node.kind !== 'variable' || skipped.has(node) || !isArray(node.name)) continue;
          const assigned = statement.kind === 'expression' && statement.value.kind === 'assign';
          return { message: `illegal reference to ${assigned ? 'variable' : 'array'} ${node.name}`, line };
        }
      }
    }
    return undefined;
  };
  for (const { kind, body } of program.rules) {
    const found = visit(body, undefined, kind === 'BEGIN' || kind === 'END' ? 'BEGIN' : 'main');
    if (found) return found;
  }
  for (const one of program.functions.values()) {
    const found = visit(one.body, one, 'main');
    if (found) return found;
  }
  return undefined;
}
