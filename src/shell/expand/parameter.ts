import { toBytes } from '../bytes.ts';
import { Failure } from '../failure.ts';
import { complain } from '../messages.ts';
import type { Operation, Parameter, Word } from '../syntax/nodes.ts';
import {
  arithmetic,
  elements,
  getElement,
  getVariable,
  isName,
  isUtf8,
  setElement,
  setVariable,
  variable,
  variableNames,
} from '../variables.ts';
import { type Context, effect } from './context.ts';
import { PatternSink, type Sink } from './fields.ts';
import { longestMatchAt, matches, matchPrefix, matchSuffix, type PatternOptions } from './pattern.ts';
import { transform } from './transform.ts';

/** What a parameter is: one value or a list; none: it is not set. */
export interface Value {
  readonly values: readonly string[];
  readonly list?: '@' | '*';
  /** The keys of an array's elements. */
  readonly keys?: readonly string[];
}

const NOTHING: Value = { values: [] };

/** `$name` or `${…}` into the sink. */
export function expandParameter(ctx: Context, node: Parameter, quoted: boolean, sink: Sink): void {
  const { operation } = node;
  if (!node.indirect && !node.length && !node.index && !operation && node.name !== '') {
    emit(ctx, checked(ctx, node, parameterValue(ctx, node.name, undefined)), quoted, sink);
    return;
  }
  if (!allowed(ctx, node)) throw badSubstitution(ctx, node);
  if (operation?.type === 'names') {
    const names = effect(ctx, () => variableNames(ctx.shell).filter((name) => name.startsWith(node.name)));
    emit(ctx, { values: names, list: operation.operator }, quoted, sink);
    return;
  }
  if (node.indirect && node.index && isAll(node.index) && !operation) {
    const found = parameterValue(ctx, node.name, node.index);
    emit(ctx, { ...found, values: found.keys ?? [] }, quoted, sink);
    return;
  }
  const target = node.indirect ? indirect(ctx, node) : { name: node.name, index: node.index };
  const value = parameterValue(ctx, target.name, target.index, target.subscript);
  if (node.length) {
    const found = checked(ctx, node, value);
    emit(ctx, { values: [String(lengthOf(ctx, found))] }, quoted, sink);
    return;
  }
  if (!operation) {
    emit(ctx, checked(ctx, node, value), quoted, sink);
    return;
  }
  operate(ctx, node, operation, target, value, quoted, sink);
}

interface Target {
  readonly name: string;
  readonly index?: Word | undefined;
  readonly subscript?: string;
}

function isAll(index: Word): boolean {
  return index.text === '@' || index.text === '*';
}

/** What the dialect knows of the forms. */
function allowed(ctx: Context, node: Parameter): boolean {
  const { dialect } = ctx.shell.state;
  if (node.name === '' || node.operation?.type === 'unknown') return false;
  if (dialect === 'bash') return !(node.length && node.operation);
  if (node.indirect || node.index) return false;
  const type = node.operation?.type;
  if (node.length && type) return false;
  if (type === undefined || type === 'default' || type === 'remove') return true;
  return dialect === 'ash' && (type === 'slice' || type === 'replace');
}

function badSubstitution(ctx: Context, node: Parameter): Failure {
  const { shell } = ctx;
  if (shell.state.dialect === 'bash') {
    complain(shell, `${node.text}: bad substitution`);
    return new Failure('line', 1);
  }
  complain(shell, shell.state.dialect === 'dash' ? 'Bad substitution' : 'syntax error: bad substitution');
  return new Failure('shell', 2);
}

/** The letters of `$-`, in the order in which each shell has them. */
function flagLetters(ctx: Context): string {
  const { state } = ctx.shell;
  const on = (letter: string) => state.flags.includes(letter);
  if (state.dialect === 'bash') {
    const always = `${state.options.has('no-hashall') ? '' : 'h'}${state.shopt.has('braceexpand') ? 'B' : ''}`;
    const letters = [...'abefhikmnprtuvxBCEHPT'].filter(
      (letter) => always.includes(letter) || on(letter) || (letter === 'i' && state.interactive),
    );
    return `${letters.join('')}${state.fromString ? 'c' : state.fromText ? 's' : ''}`;
  }
  const c = state.dialect === 'ash' ? 'c' : '';
  return [...`pubaCEVvx${c}snmiIfe`]
    .filter((letter) => on(letter) || (letter === 'i' && state.interactive) || (letter === 'c' && state.fromString))
    .join('');
}

function special(ctx: Context, name: string): string | undefined {
  const { state } = ctx.shell;
  switch (name) {
    case '#':
      return String(state.positional.length);
    case '?':
      return String(state.status);
    case '$':
      return String(state.pid);
    case '!':
      return state.lastBackground === undefined ? undefined : String(state.lastBackground);
    case '-':
      return flagLetters(ctx);
    case '0':
      return state.name;
    case '_':
      return state.dialect === 'bash' ? state.lastArgument : getVariable(ctx.shell, '_');
    default:
      return state.positional[Number(name) - 1];
  }
}

/** The value of a parameter, by its index if it has one. */
function parameterValue(ctx: Context, name: string, index: Word | undefined, subscript?: string): Value {
  const { shell } = ctx;
  if (name === '@' || name === '*') {
    return effect(ctx, () => ({ values: shell.state.positional, list: name }));
  }
  if (!isName(name) || name === '_') {
    return effect(ctx, () => one(special(ctx, name)));
  }
  if (subscript !== undefined) {
    if (subscript === '@' || subscript === '*') return all(ctx, name, subscript);
    return effect(ctx, () => one(getElement(shell, name, subscript)));
  }
  if (!index) return effect(ctx, () => one(getVariable(shell, name)));
  if (index.text === '@' || index.text === '*') return all(ctx, name, index.text);
  const text = ctx.shell.recursion.expandText(ctx, index);
  return effect(ctx, () => one(getElement(shell, name, text)));
}

function all(ctx: Context, name: string, list: '@' | '*'): Value {
  return effect(ctx, () => {
    const found = elements(ctx.shell, name);
    if (!found) return { values: [], list, keys: [] };
    return { values: found.map(([, value]) => value), keys: found.map(([key]) => key), list };
  });
}

function one(value: string | undefined): Value {
  return value === undefined ? NOTHING : { values: [value] };
}

/** `set -u`: what is not set is an error. */
function checked(ctx: Context, node: Parameter, value: Value): Value {
  const { shell } = ctx;
  if (value.values.length > 0 || value.list || !shell.state.flags.includes('u')) return value;
  throw unbound(ctx, node);
}

function unbound(ctx: Context, node: Parameter): Failure {
  const { shell } = ctx;
  if (shell.state.dialect === 'bash') {
    const name = /^\d/.test(node.name) ? `$${node.name}` : node.name;
    complain(shell, `${name}${node.index ? `[${node.index.text}]` : ''}: unbound variable`);
    return new Failure('shell', shell.state.subshell > 0 ? 1 : 127);
  }
  complain(shell, `${node.name}: parameter not set`);
  return new Failure('shell', 2);
}

/** `${!name}`: the parameter that is named by another's value. */
function indirect(ctx: Context, node: Parameter): Target {
  const { shell } = ctx;
  const value = parameterValue(ctx, node.name, node.index);
  const name = value.list ? value.values.join(' ') : value.values[0];
  if (name === undefined) {
    complain(shell, `${node.name}: invalid indirect expansion`);
    throw new Failure('line', 1);
  }
  const match = /^([A-Za-z_]\w*)(?:\[(.*)\])?$|^(\d+|[@*#?$!-])$/s.exec(name);
  if (!match) {
    complain(shell, `${name}: invalid variable name`);
    throw new Failure('line', 1);
  }
  return { name: match[1] ?? match[3]!, ...(match[2] !== undefined && { subscript: match[2] }) };
}

function lengthOf(ctx: Context, value: Value): number {
  if (value.list) return value.values.length;
  return letters(ctx, value.values[0] ?? '').length;
}

/** Letters as the locale counts them: code points, or bytes. */
function letters(ctx: Context, text: string): readonly string[] {
  if (/^[\x00-\x7f]*$/.test(text)) return text.split('');
  if (isUtf8(ctx.shell)) return Array.from(text);
  return Array.from(toBytes(text), (byte) => String.fromCharCode(byte < 0x80 ? byte : 0xdc00 + byte));
}

function emit(ctx: Context, value: Value, quoted: boolean, sink: Sink): void {
  const { values, list } = value;
  if (!list) {
    const text = values[0] ?? '';
    if (quoted) sink.quoted(text);
    else sink.expanded(text);
    return;
  }
  if (list === '*' && quoted) {
    sink.quoted(values.join(joiner(ctx)));
    return;
  }
  const between = list === '*' ? joiner(ctx) : ' ';
  for (const [i, text] of values.entries()) {
    if (i > 0) sink.next(between);
    if (quoted) sink.quoted(text);
    else sink.expanded(text);
  }
}

/** The first letter of IFS: what `$*` is joined by. */
function joiner(ctx: Context): string {
  const ifs = getVariable(ctx.shell, 'IFS');
  return ifs === undefined ? ' ' : ifs.slice(0, 1);
}

function operate(
  ctx: Context,
  node: Parameter,
  operation: Operation,
  target: Target,
  value: Value,
  quoted: boolean,
  sink: Sink,
): void {
  switch (operation.type) {
    case 'default':
      defaults(ctx, node, operation, target, value, quoted, sink);
      return;
    case 'remove': {
      checked(ctx, node, value);
      const pattern = expandPattern(ctx, operation.pattern);
      emit(
        ctx,
        each(value, (text) => remove(text, operation.operator, pattern, options(ctx))),
        quoted,
        sink,
      );
      return;
    }
    case 'replace': {
      checked(ctx, node, value);
      emit(ctx, replace(ctx, operation, value), quoted, sink);
      return;
    }
    case 'slice':
      checked(ctx, node, value);
      emit(ctx, slice(ctx, node, operation, value), quoted, sink);
      return;
    case 'case': {
      checked(ctx, node, value);
      const pattern = operation.pattern && expandPattern(ctx, operation.pattern);
      emit(
        ctx,
        each(value, (text) => changeCase(text, operation.operator, pattern, options(ctx))),
        quoted,
        sink,
      );
      return;
    }
    case 'transform': {
      const values = effect(ctx, () => transform(ctx.shell, operation.letter, target.name, value));
      if (!values) throw badSubstitution(ctx, node);
      emit(ctx, values, quoted, sink);
      return;
    }
    case 'names':
    case 'unknown':
      throw badSubstitution(ctx, node);
    default:
      operation satisfies never;
  }
}

function options(ctx: Context): PatternOptions {
  const { state } = ctx.shell;
  return { extended: state.shopt.has('extglob'), ignoreCase: false };
}

function each(value: Value, change: (text: string) => string): Value {
  return { ...value, values: value.values.map(change) };
}

function expandPattern(ctx: Context, word: Word): string {
  const sink = new PatternSink();
  ctx.shell.recursion.expandParts(ctx, word.parts, false, sink, { tilde: 'word' });
  return sink.pattern;
}

function defaults(
  ctx: Context,
  node: Parameter,
  operation: Extract<Operation, { type: 'default' }>,
  target: Target,
  value: Value,
  quoted: boolean,
  sink: Sink,
): void {
  const { shell } = ctx;
  const set = value.values.length > 0;
  const empty = !set || (operation.colon && value.values.every((text) => text === ''));
  if (operation.operator === '+') {
    if (!empty) operand(ctx, operation.word, quoted, sink);
    else if (quoted) sink.quoted('');
    return;
  }
  if (!empty) {
    emit(ctx, value, quoted, sink);
    return;
  }
  switch (operation.operator) {
    case '-':
      operand(ctx, operation.word, quoted, sink);
      return;
    case '=': {
      const text = ctx.shell.recursion.expandText(ctx, operation.word);
      effect(ctx, () => {
        if (target.index) setElement(shell, target.name, ctx.shell.recursion.expandText(ctx, target.index), text);
        else if (isName(target.name)) setVariable(shell, target.name, text);
        else throw cannotAssign(ctx, node);
        return true;
      });
      emit(ctx, { values: [text] }, quoted, sink);
      return;
    }
    default:
      throw missing(ctx, node, operation);
  }
}

function cannotAssign(ctx: Context, node: Parameter): Failure {
  const { shell } = ctx;
  if (shell.state.dialect === 'bash') {
    complain(shell, `$${node.name}: cannot assign in this way`);
    return new Failure('line', 1);
  }
  complain(shell, `${node.name}: bad variable name`);
  return new Failure('shell', 2);
}

/** `${name?message}` */
function missing(ctx: Context, node: Parameter, operation: Extract<Operation, { type: 'default' }>): Failure {
  const { shell } = ctx;
  const bash = shell.state.dialect === 'bash';
  const given = ctx.shell.recursion.expandText(ctx, operation.word);
  const nothing = bash ? 'parameter null or not set' : 'parameter not set or null';
  const text = given !== '' ? given : operation.colon ? nothing : 'parameter not set';
  const name = `${node.name}${node.index ? `[${node.index.text}]` : ''}`;
  complain(shell, `${name}: ${text}`);
  return new Failure('shell', !bash ? 2 : shell.state.subshell > 0 ? 1 : 127);
}

/** The word behind `:-` and the like: unquoted, its texts are split as the parameter's value would be. */
function operand(ctx: Context, word: Word, quoted: boolean, sink: Sink): void {
  if (word.parts.length === 0) {
    if (quoted) sink.quoted('');
    return;
  }
  ctx.shell.recursion.expandParts(ctx, word.parts, quoted, quoted ? sink : splitting(sink), { tilde: 'word' });
}

function splitting(sink: Sink): Sink {
  return {
    quoted: (text) => sink.quoted(text),
    literal: (text) => sink.expanded(text),
    expanded: (text) => sink.expanded(text),
    next: (between) => sink.next(between),
  };
}

function remove(text: string, operator: '#' | '##' | '%' | '%%', pattern: string, settings: PatternOptions): string {
  const longest = operator.length === 2;
  if (operator[0] === '#') return text.slice(matchPrefix(pattern, text, longest, settings) ?? 0);
  return text.slice(0, text.length - (matchSuffix(pattern, text, longest, settings) ?? 0));
}

/** The replacement of `${x/pattern/…}`: an unquoted `&` is what was found (bash 5.2 and later). */
class ReplacementSink implements Sink {
  text = '';

  quoted(text: string): void {
    this.text += text.replace(/[&\\]/g, '\\$&');
  }

  literal(text: string): void {
    this.text += text;
  }

  expanded(text: string): void {
    this.text += text;
  }

  next(between: string): void {
    this.text += between;
  }

  apply(found: string, ampersand: boolean): string {
    return this.text.replace(/\\([&\\])|&/g, (whole, escaped?: string) => escaped ?? (ampersand ? found : whole));
  }
}

function replace(ctx: Context, operation: Extract<Operation, { type: 'replace' }>, value: Value): Value {
  const { state } = ctx.shell;
  const bash = state.dialect === 'bash';
  let { operator } = operation;
  let pattern = expandPattern(ctx, operation.pattern);
  const replacement = new ReplacementSink();
  ctx.shell.recursion.expandParts(ctx, operation.replacement.parts, false, replacement, { tilde: 'word' });
  if (!bash && (operator === '/#' || operator === '/%')) {
    pattern = `${operator[1]}${pattern}`;
    operator = '/';
  }
  const settings = options(ctx);
  const put = (found: string) => replacement.apply(found, bash && state.shopt.has('patsub_replacement'));
  if (pattern === '' && operator !== '/#' && operator !== '/%') return value;
  return each(value, (text) => {
    if (operator === '/#') {
      const length = matchPrefix(pattern, text, true, settings);
      return length === undefined ? text : put(text.slice(0, length)) + text.slice(length);
    }
    if (operator === '/%') {
      const length = matchSuffix(pattern, text, true, settings);
      const at = text.length - (length ?? 0);
      return length === undefined ? text : text.slice(0, at) + put(text.slice(at));
    }
    let out = '';
    for (let at = 0; at <= text.length; ) {
      const length = longestMatchAt(pattern, text, at, settings);
      if (length === undefined || (length === 0 && text !== '')) {
        out += text[at] ?? '';
        at++;
        continue;
      }
      out += put(text.slice(at, at + length));
      at += length;
      if (operator === '/') return out + text.slice(at);
      if (length === 0) break;
      if (at === text.length) break;
    }
    return out;
  });
}

function slice(ctx: Context, node: Parameter, operation: Extract<Operation, { type: 'slice' }>, value: Value): Value {
  const { shell } = ctx;
  const number = (word: Word) => {
    const text = ctx.shell.recursion.expandText(ctx, word);
    return effect(ctx, () => arithmetic(shell, text));
  };
  const offset = number(operation.offset);
  const length = operation.length && number(operation.length);
  const negative = (text: string) => {
    complain(shell, `${text}: substring expression < 0`);
    return new Failure('line', 1);
  };
  if (value.list && shell.state.dialect === 'ash') {
    return slice(ctx, node, operation, { values: [value.values.join(' ')] });
  }
  if (value.list) {
    const positional = node.name === '@' || node.name === '*';
    const keys = value.keys?.map(Number);
    // $0 is counted before the parameters; a sparse array's elements by their index.
    const items = positional ? [shell.state.name, ...value.values] : value.values;
    if (length !== undefined && length < 0) throw negative(operation.length!.text);
    let from = offset < 0 ? items.length + offset : offset;
    if (offset < 0 && keys && keys.length > 0) from = keys.at(-1)! + 1 + offset;
    if (from < 0) return { ...value, values: [] };
    if (keys && !positional) {
      const first = keys.findIndex((key) => key >= from);
      from = first < 0 ? items.length : first;
    }
    return { ...value, values: items.slice(from, length === undefined ? undefined : from + length) };
  }
  const all = letters(ctx, value.values[0] ?? '');
  const from = offset < 0 ? all.length + offset : offset;
  if (from < 0 || from > all.length) return { values: [''] };
  if (length === undefined) return { values: [all.slice(from).join('')] };
  const to = length < 0 ? all.length + length : from + length;
  if (to < from) {
    if (shell.state.dialect === 'bash') throw negative(operation.length!.text);
    return { values: [all.slice(from).join('')] };
  }
  return { values: [all.slice(from, to).join('')] };
}

function changeCase(text: string, operator: string, pattern: string | undefined, settings: PatternOptions): string {
  const change = (letter: string) => {
    const lower = letter.toLowerCase();
    if (operator[0] === ',') return lower;
    return operator[0] === '^' || letter === lower ? letter.toUpperCase() : lower;
  };
  const wanted = (letter: string) => pattern === undefined || matches(pattern, letter, settings);
  const all = Array.from(text);
  return all
    .map((letter, i) => ((operator.length === 2 || i === 0) && wanted(letter) ? change(letter) : letter))
    .join('');
}

/** Is the parameter an array or list of none at all? Then `"$@"` makes no field. */
export function isEmptyList(ctx: Context, node: Parameter): boolean {
  if (node.length) return false;
  const { state } = ctx.shell;
  if (node.name === '@') return state.positional.length === 0 && node.operation?.type !== 'default';
  if (node.index?.text !== '@' || node.operation?.type === 'default') return false;
  return (variable(ctx.shell, node.name) ? elements(ctx.shell, node.name)?.length : 0) === 0;
}
