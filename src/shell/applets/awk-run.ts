import type { Op } from '../../os/index.ts';
import {
  type AwkArray,
  clearArray,
  createArray,
  deleteElement,
  element,
  elementKeys,
  hasElement,
  loadArray,
  setElement,
} from './awk-arrays.ts';
import { type Checked, operandsOf } from './awk-check.ts';
import { FormatError, formatAwk } from './awk-format.ts';
import {
  closeNamed,
  createStreams,
  flushAll,
  flushNamed,
  readRecord,
  runSystem,
  type Separator,
  type Streams,
  sourceOf,
  writeTo,
} from './awk-streams.ts';
import type { Expression, Statement, Target } from './awk-syntax.ts';
import { isTarget } from './awk-targets.ts';
import { fromInput, leadingNumber, numberText, type Value } from './awk-values.ts';
import { compileRegex, type Regex } from './regex.ts';
import { closeOperand, type Input, inputOn, type Text } from './text.ts';
import { strftime } from './times.ts';

/** All that a running program knows, as plain data: what it can begin anew from between two records. */
export interface AwkState {
  readonly globals: Map<string, Value>;
  readonly arrays: Map<string, AwkArray>;
  readonly streams: Streams;
  record: string;
  /** The record has to be put together from its fields. */
  stale: boolean;
  /** undefined: the record isn't split yet. */
  fields: Value[] | undefined;
  input: Input | undefined;
  /** The next of ARGV; one file at least was read. */
  argument: number;
  read: boolean;
  readonly open: boolean[];
  seed: number;
  phase: 'BEGIN' | 'main';
}

/** A mistake while running; mawk tells where, busybox the line. */
export class AwkRuntimeError extends Error {}
/** One that is told as it is. */
export class AwkFatalError extends Error {}

type Flow = 'next' | 'nextfile' | 'break' | 'continue' | 'return' | 'exit' | undefined;

interface Frame {
  readonly values: Map<string, Value>;
  readonly arrays: Map<string, AwkArray>;
}

const TURN_EVERY = 512;
const DEPTH = 400;

const DEFAULTS: Readonly<Record<string, Value>> = {
  CONVFMT: '%.6g',
  OFMT: '%.6g',
  FS: ' ',
  OFS: ' ',
  ORS: '\n',
  RS: '\n',
  SUBSEP: '\x1c',
  NR: 0,
  FNR: 0,
  RSTART: 0,
  RLENGTH: -1,
  FILENAME: '',
};

/** A program's state before it runs. */
export function createState(mawk: boolean, random: number): AwkState {
  return {
    globals: new Map(Object.entries(DEFAULTS)),
    arrays: new Map([
      ['ENVIRON', createArray(mawk)],
      ['ARGV', createArray(mawk)],
    ]),
    streams: createStreams(),
    record: '',
    stale: false,
    fields: [],
    input: undefined,
    argument: 1,
    read: false,
    open: [],
    seed: Math.floor(random * 2 ** 31),
    phase: 'BEGIN',
  };
}

/** Runs programs over a state. */
export class AwkRun {
  readonly #mawk: boolean;
  readonly #regexes = new Map<string, Regex>();
  readonly #frames: Frame[] = [];
  #steps = 0;
  #returned: Value;
  status = 0;
  /** The line of the statement that runs. */
  line = 1;

  constructor(
    readonly text: Text,
    readonly checked: Checked,
    readonly state: AwkState,
  ) {
    this.#mawk = text.gnu;
  }

  // Values

  toNumber(value: Value): number {
    if (typeof value === 'number') return value;
    if (value === undefined) return 0;
    return typeof value === 'string' ? leadingNumber(value, !this.#mawk) : value.number;
  }

  toText(value: Value, format = 'CONVFMT'): string {
    if (typeof value === 'string') return value;
    if (value === undefined) return '';
    if (typeof value === 'object') return value.text;
    if (Number.isInteger(value) && Math.abs(value) < 1e15) return value === 0 ? '0' : String(value);
    if (!Number.isFinite(value)) {
      // What x86 makes of 0/0 has its sign set.
      const minus = value < 0 || Number.isNaN(value);
      return `${minus ? '-' : this.#mawk ? '+' : ''}${Number.isNaN(value) ? 'nan' : 'inf'}`;
    }
    return numberText(value, this.toText(this.state.globals.get(format)));
  }

  toBoolean(value: Value): boolean {
    if (typeof value === 'number') return value !== 0;
    if (value === undefined) return false;
    return typeof value === 'string' ? value !== '' : value.number !== 0;
  }

  input(text: string): Value {
    return fromInput(text, !this.#mawk);
  }

  regex(source: string): Regex {
    const found = this.#regexes.get(source);
    if (found) return found;
    const compiled = compileRegex(source, { extended: true, awk: true });
    if ('error' in compiled) throw new AwkFatalError(this.badRegex(source, compiled.error));
    this.#regexes.set(source, compiled);
    return compiled;
  }

  badRegex(source: string, error: string): string {
    if (!this.#mawk) return `bad regex '${source}': ${error}`;
    const reason = error.includes('( or') ? "missing ')'" : error.includes(') or') ? "extra ')'" : 'syntax error';
    return `line ${this.line}: regular expression compile failed (${reason})\n${source}`;
  }

  // Variables

  get #frame(): Frame | undefined {
    return this.#frames.at(-1);
  }

  array(name: string): AwkArray {
    const local = this.#frame?.arrays.get(name);
    if (local) return local;
    const found = this.state.arrays.get(name);
    if (found) return found;
    const made = createArray(this.#mawk);
    this.state.arrays.set(name, made);
    return made;
  }

  #isArray = (name: string): boolean => this.#frame?.arrays.has(name) || this.checked.arrays.has(name);

  variable(name: string): Value {
    const frame = this.#frame;
    if (frame?.values.has(name)) return frame.values.get(name);
    if (name === 'NF') return this.#split().length;
    return this.state.globals.get(name);
  }

  setVariable(name: string, value: Value): void {
    const frame = this.#frame;
    if (frame?.values.has(name)) {
      frame.values.set(name, value);
      return;
    }
    if (name === 'NF') {
      const fields = this.#split();
      const count = Math.max(0, Math.trunc(this.toNumber(value)));
      while (fields.length < count) fields.push('');
      fields.length = count;
      this.state.stale = true;
      return;
    }
    // What a separator was when the record was read splits it.
    if (name === 'FS') this.#split();
    this.state.globals.set(name, value);
  }

  // Fields

  #split(): Value[] {
    this.state.fields ??= this.pieces(this.record(), this.toText(this.state.globals.get('FS')), true).map((piece) =>
      this.input(piece),
    );
    return this.state.fields;
  }

  record(): string {
    const { state } = this;
    if (state.stale) {
      state.record = state.fields!.map((field) => this.toText(field)).join(this.toText(state.globals.get('OFS')));
      state.stale = false;
    }
    return state.record;
  }

  setRecord(text: string): void {
    Object.assign(this.state, { record: text, stale: false, fields: undefined });
  }

  field(number: number): Value {
    if (number < 0)
      throw new AwkRuntimeError(this.#mawk ? `negative field index $${number}` : 'Access to negative field');
    if (number === 0) return this.input(this.record());
    return this.#split()[number - 1];
  }

  setField(number: number, value: Value): void {
    if (number < 0) this.field(number);
    if (number === 0) {
      this.setRecord(this.toText(value));
      return;
    }
    const fields = this.#split();
    while (fields.length < number) fields.push('');
    fields[number - 1] = value;
    this.state.stale = true;
  }

  /** A text split as FS splits records. */
  pieces(text: string, separator: string, record = false): string[] {
    if (text === '') return [];
    const paragraph = record && this.toText(this.state.globals.get('RS')) === '';
    if (separator === ' ') return text.split(/[ \t\n\r\f\v]+/).filter((piece) => piece !== '');
    if (separator === '') return [...text];
    if (separator.length === 1 && separator !== '\\' && !paragraph) {
      return text.split(separator);
    }
    const source = separator.length === 1 ? `[${separator}]` : separator;
    return this.#splitBy(text, this.regex(paragraph ? `(${source})|\n` : source));
  }

  #splitBy(text: string, regex: Regex): string[] {
    const pieces: string[] = [];
    let from = 0;
    for (let at = 0; at <= text.length; ) {
      const found = regex.exec(text, at);
      if (!found) break;
      if (found.end === found.index) {
        at = found.index + 1;
        continue;
      }
      pieces.push(text.slice(from, found.index));
      from = at = found.end;
    }
    pieces.push(text.slice(from));
    return pieces;
  }

  // Targets

  key(values: readonly Value[]): { key: string; whole: boolean } {
    const [only] = values;
    if (values.length === 1) {
      const whole = typeof only === 'number' && Number.isInteger(only);
      return { key: this.toText(only), whole };
    }
    const separator = this.toText(this.state.globals.get('SUBSEP'));
    return { key: values.map((value) => this.toText(value)).join(separator), whole: false };
  }

  get(target: Target, index: readonly Value[]): Value {
    switch (target.kind) {
      case 'variable':
        return this.variable(target.name);
      case 'field':
        return this.field(Math.trunc(this.toNumber(index[0])));
      case 'element': {
        const { key, whole } = this.key(index);
        return element(this.array(target.name), key, whole);
      }
    }
  }

  set(target: Target, index: readonly Value[], value: Value): void {
    switch (target.kind) {
      case 'variable':
        this.setVariable(target.name, value);
        return;
      case 'field':
        this.setField(Math.trunc(this.toNumber(index[0])), value);
        return;
      case 'element': {
        const { key, whole } = this.key(index);
        setElement(this.array(target.name), key, whole, value);
      }
    }
  }

  // Expressions

  /** An expression that can't wait. */
  value(node: Expression): Value {
    switch (node.kind) {
      case 'number':
      case 'string':
        return node.value;
      case 'regex':
        return this.regex(node.source).test(this.record()) ? 1 : 0;
      case 'variable':
        return this.variable(node.name);
      case 'logic': {
        const left = this.toBoolean(this.value(node.children[0]));
        if (left === (node.operator === '||')) return left ? 1 : 0;
        return this.toBoolean(this.value(node.children[1])) ? 1 : 0;
      }
      case 'choice':
        return this.value(node.children[this.toBoolean(this.value(node.children[0])) ? 1 : 2]);
    }
    return this.apply(
      node,
      operandsOf(node, this.#isArray).map((operand) => (operand ? this.value(operand) : undefined)),
    );
  }

  /** Any expression. */
  *evaluate(node: Expression): Op<Value> {
    if (!this.checked.waiting.has(node)) return this.value(node);
    switch (node.kind) {
      case 'logic': {
        const left = this.toBoolean(yield* this.evaluate(node.children[0]));
        if (left === (node.operator === '||')) return left ? 1 : 0;
        return this.toBoolean(yield* this.evaluate(node.children[1])) ? 1 : 0;
      }
      case 'choice': {
        const yes = this.toBoolean(yield* this.evaluate(node.children[0]));
        return yield* this.evaluate(node.children[yes ? 1 : 2]);
      }
      case 'call':
        return yield* this.#call(node);
    }
    const values: Value[] = [];
    for (const operand of operandsOf(node, this.#isArray)) values.push(operand && (yield* this.evaluate(operand)));
    if (node.kind === 'getline') return yield* this.#getline(node, values);
    if (node.kind === 'builtin') {
      const { text, state } = this;
      const name = this.toText(values[0]);
      if (node.name === 'system') return yield* runSystem(text, state.streams, name);
      if (node.name === 'close') return yield* closeNamed(text, state.streams, name);
      if (node.name === 'fflush') {
        if (values.length > 0) return yield* flushNamed(text, state.streams, name);
        yield* flushAll(text, state.streams);
        return 0;
      }
    }
    return this.apply(node, values);
  }

  apply(node: Expression, values: readonly Value[]): Value {
    switch (node.kind) {
      case 'field':
      case 'element':
        return this.get(node, values);
      case 'in': {
        const { key, whole } = this.key(values);
        return hasElement(this.array(node.name), key, whole) ? 1 : 0;
      }
      case 'unary':
        if (node.operator === '!') return this.toBoolean(values[0]) ? 0 : 1;
        return node.operator === '-' ? -this.toNumber(values[0]) : this.toNumber(values[0]);
      case 'binary':
        return this.#binary(node.operator, values[0], values[1]);
      case 'match':
        return this.#regexOf(node.children[1], values[1]).test(this.toText(values[0])) !== node.negated ? 1 : 0;
      case 'assign': {
        const index = values.slice(0, -1);
        const right = values.at(-1);
        const value = node.operator === '=' ? right : this.#binary(node.operator, this.get(node.target, index), right);
        this.set(node.target, index, value);
        return value;
      }
      case 'step': {
        const before = this.toNumber(this.get(node.target, values));
        this.set(node.target, values, before + node.by);
        return node.before ? before + node.by : before;
      }
      case 'builtin':
        return this.#builtin(node, values);
      case 'group':
        return values.length === 1 ? values[0] : values.map((value) => this.toText(value)).join('');
    }
    throw new Error(`awk: ${node.kind} has no value`);
  }

  #regexOf(node: Expression, value: Value): Regex {
    return this.regex(node.kind === 'regex' ? node.source : this.toText(value));
  }

  #binary(operator: string, left: Value, right: Value): Value {
    switch (operator) {
      case ' ':
        return this.toText(left) + this.toText(right);
      case '+':
        return this.toNumber(left) + this.toNumber(right);
      case '-':
        return this.toNumber(left) - this.toNumber(right);
      case '*':
        return this.toNumber(left) * this.toNumber(right);
      case '/':
      case '%': {
        const divisor = this.toNumber(right);
        if (divisor === 0 && !this.#mawk) throw new AwkRuntimeError('Division by zero');
        return operator === '/' ? this.toNumber(left) / divisor : this.toNumber(left) % divisor;
      }
      case '^':
        this.#needsMath();
        return this.toNumber(left) ** this.toNumber(right);
    }
    return this.#compare(operator, left, right) ? 1 : 0;
  }

  #needsMath(): void {
    if (!this.#mawk) throw new AwkRuntimeError('Math support is not compiled in');
  }

  #compare(operator: string, left: Value, right: Value): boolean {
    const texts = typeof left === 'string' || typeof right === 'string';
    const [a, b] = texts ? [this.toText(left), this.toText(right)] : [this.toNumber(left), this.toNumber(right)];
    switch (operator) {
      case '<':
        return a < b;
      case '<=':
        return a <= b;
      case '==':
        return a === b;
      case '!=':
        return a !== b;
      case '>=':
        return a >= b;
      default:
        return a > b;
    }
  }

  #builtin(node: Extract<Expression, { kind: 'builtin' }>, values: readonly Value[]): Value {
    const text = (i: number) => this.toText(values[i]);
    const number = (i: number) => this.toNumber(values[i]);
    switch (node.name) {
      case 'length': {
        const [argument] = node.children;
        if (!argument) return this.record().length;
        if (argument.kind === 'variable' && this.#isArray(argument.name)) return this.array(argument.name).values.size;
        return text(0).length;
      }
      case 'substr':
        return this.#substring(text(0), number(1), node.children.length > 2 ? number(2) : undefined);
      case 'index':
        return !this.#mawk && text(1) === '' ? 0 : text(0).indexOf(text(1)) + 1;
      case 'tolower':
        return text(0).replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
      case 'toupper':
        return text(0).replace(/[a-z]+/g, (letters) => letters.toUpperCase());
      case 'sprintf':
        return this.format(values, 'sprintf');
      case 'split':
        return this.#splitInto(node, values);
      case 'match': {
        const found = this.#regexOf(node.children[1]!, values[1]).exec(text(0));
        this.setVariable('RSTART', found ? found.index + 1 : 0);
        this.setVariable('RLENGTH', found ? found.end - found.index : -1);
        return found ? found.index + 1 : 0;
      }
      case 'sub':
      case 'gsub':
        return this.#substitute(node, values);
      case 'gensub':
        return this.#general(node, values);
      case 'int':
        return Math.trunc(number(0));
      case 'rand':
        this.state.seed = (Math.imul(this.state.seed, 1103515245) + 12345) & 0x7fffffff;
        return this.state.seed / 2 ** 31;
      case 'srand': {
        const before = this.variable('\0seed');
        const seed = node.children.length > 0 ? number(0) : Math.floor(this.text.sys.now() / 1000);
        this.state.globals.set('\0seed', seed);
        this.state.seed = Math.trunc(seed) & 0x7fffffff;
        return before ?? (this.#mawk ? '#srandom' : 1);
      }
      case 'systime':
        return Math.floor(this.text.sys.now() / 1000);
      case 'strftime': {
        const format = node.children.length > 0 ? text(0) : '%c';
        return strftime(format, (node.children.length > 1 ? number(1) : Math.floor(this.text.sys.now() / 1000)) * 1000);
      }
      case 'mktime': {
        const [year, month, day, hour, minute, second] = text(0)
          .split(/[ \t]+/)
          .map(Number);
        if (second === undefined || Number.isNaN(second)) return -1;
        return Date.UTC(year!, month! - 1, day, hour, minute, second) / 1000;
      }
      case 'sqrt':
      case 'exp':
      case 'log':
      case 'sin':
      case 'cos':
        this.#needsMath();
        return Math[node.name](number(0));
      case 'atan2':
        this.#needsMath();
        return Math.atan2(number(0), number(1));
    }
    const [a, b] = [number(0) >>> 0, number(1) >>> 0];
    switch (node.name) {
      case 'and':
        return (a & b) >>> 0;
      case 'or':
        return (a | b) >>> 0;
      case 'xor':
        return (a ^ b) >>> 0;
      case 'lshift':
        return (a << b) >>> 0;
      case 'rshift':
        return a >>> b;
      default:
        return ~a >>> 0;
    }
  }

  #substring(text: string, from: number, count: number | undefined): string {
    const first = Math.trunc(from);
    const start = Math.min(text.length, Math.max(0, first - 1));
    if (count === undefined) return text.slice(start);
    // This mawk counts a beginning before the text's to the length.
    const length = Math.trunc(count) - (this.#mawk && first < 1 ? first : 0);
    return text.slice(start, start + Math.max(0, length));
  }

  #splitInto(node: Extract<Expression, { kind: 'builtin' }>, values: readonly Value[]): number {
    const name = node.children[1]!;
    const text = this.toText(values[0]);
    const third = node.children[2];
    const pieces = !third
      ? this.pieces(text, this.toText(this.state.globals.get('FS')))
      : third.kind === 'regex'
        ? text === ''
          ? []
          : this.#splitBy(text, this.regex(third.source))
        : this.pieces(text, this.toText(values[2]));
    if (name.kind === 'variable')
      loadArray(
        this.array(name.name),
        pieces.map((piece) => this.input(piece)),
      );
    return pieces.length;
  }

  #substitute(node: Extract<Expression, { kind: 'builtin' }>, values: readonly Value[]): number {
    const regex = this.#regexOf(node.children[0]!, values[0]);
    const replacement = this.toText(values[1]);
    const given = node.children[2];
    const target: Target =
      given && isTarget(given) ? given : { kind: 'field', children: [{ kind: 'number', value: 0 }] };
    const index = given && isTarget(given) ? values.slice(3) : [0];
    const text = given && !isTarget(given) ? this.toText(values[2]) : this.toText(this.get(target, index));
    const only = node.name === 'sub' ? 1 : 0;
    const { out, count } = this.#replace(text, regex, only, (found) => expandReplacement(replacement, found[0] ?? ''));
    if (count > 0 && (!given || isTarget(given))) this.set(target, index, out);
    return count;
  }

  /** Replaces a text's matches, or only the one of a number. */
  #replace(text: string, regex: Regex, only: number, by: (groups: readonly (string | undefined)[]) => string) {
    let out = '';
    let from = 0;
    let count = 0;
    let behind = false;
    while (from <= text.length) {
      const found = regex.exec(text, from);
      if (!found) break;
      const whole = text.slice(found.index, found.end);
      out += text.slice(from, found.index);
      // An empty match right behind another one is none; busybox takes it for one.
      if (whole !== '' || found.index > from || !behind || !this.#mawk) {
        count++;
        out += only === 0 || only === count ? by([whole, ...found.groups.slice(1)]) : whole;
      }
      from = found.end;
      behind = whole !== '';
      if (whole === '') out += text.slice(from, ++from);
      if (only > 0 && only === count) break;
    }
    return { out: out + text.slice(from), count };
  }

  /** gensub(): the result; the n-th match or all are replaced, `\\1` is a group. */
  #general(node: Extract<Expression, { kind: 'builtin' }>, values: readonly Value[]): string {
    const regex = this.#regexOf(node.children[0]!, values[0]);
    const replacement = this.toText(values[1]);
    const how = this.toText(values[2]);
    const only = /^[gG]/.test(how) ? 0 : Math.max(1, Math.trunc(this.toNumber(values[2])));
    const text = node.children.length > 3 ? this.toText(values[3]) : this.record();
    const expand = (groups: readonly (string | undefined)[]) =>
      replacement.replace(/\\([0-9&\\])|&/g, (sign: string, after: string | undefined) =>
        sign === '&' ? groups[0]! : /[0-9]/.test(after!) ? (groups[Number(after)] ?? '') : after!,
      );
    return this.#replace(text, regex, only, expand).out;
  }

  format(values: readonly Value[], name: string): string {
    const format = this.toText(values[0]);
    const args = values.slice(1).map((value) => ({
      number: () => this.toNumber(value),
      text: () => this.toText(value),
      numeric: typeof value === 'number' || typeof value === 'object',
    }));
    try {
      return formatAwk(format, args, this.#mawk);
    } catch (error) {
      if (!(error instanceof FormatError)) throw error;
      throw new AwkRuntimeError(this.#mawk ? `${error.message} ${name}("${format}")` : error.message);
    }
  }

  *#call(node: Extract<Expression, { kind: 'call' }>): Op<Value> {
    const callee = this.checked.program.functions.get(node.name)!;
    const arrays = this.checked.parameterArrays.get(node.name)!;
    const frame: Frame = { values: new Map(), arrays: new Map() };
    for (const [i, child] of node.children.entries()) {
      const parameter = callee.parameters[i];
      if (parameter === undefined) {
        if (this.#mawk) throw new AwkFatalError(`line ${this.line}: too many arguments in call to ${node.name}`);
        yield* this.evaluate(child);
      } else if (arrays.has(parameter) && child.kind === 'variable')
        frame.arrays.set(parameter, this.array(child.name));
      else frame.values.set(parameter, yield* this.evaluate(child));
    }
    for (const parameter of callee.parameters.slice(node.children.length)) {
      if (arrays.has(parameter)) frame.arrays.set(parameter, createArray(this.#mawk));
      else frame.values.set(parameter, undefined);
    }
    if (this.#frames.length >= DEPTH) throw new AwkFatalError('function calls are nested too deep');
    this.#frames.push(frame);
    this.#returned = undefined;
    const flow = yield* this.run(callee.body);
    this.#frames.pop();
    if (flow === 'exit' || flow === 'next' || flow === 'nextfile') throw new Leave(flow);
    const value = this.#returned;
    this.#returned = undefined;
    return value;
  }

  *#getline(node: Extract<Expression, { kind: 'getline' }>, values: readonly Value[]): Op<Value> {
    const { state, text } = this;
    let record: string | undefined;
    let index = values;
    if (node.from === 'main') record = yield* this.nextRecord(undefined);
    else {
      index = values.slice(1);
      const input = yield* sourceOf(text, state.streams, this.toText(values[0]), node.from === 'command');
      if (!input) return -1;
      record = yield* readRecord(text, input, this.separator(), undefined);
      if (record === undefined && input.error) return -1;
      if (record !== undefined && node.from === 'command') this.#count('NR');
    }
    if (record === undefined) return 0;
    if (node.target) this.set(node.target, index, this.input(record));
    else this.setRecord(record);
    return 1;
  }

  #count(name: string): void {
    this.state.globals.set(name, this.toNumber(this.state.globals.get(name)) + 1);
  }

  separator(): Separator {
    const separator = this.toText(this.state.globals.get('RS'));
    if (separator === '') return { kind: 'paragraph' };
    if (separator.length === 1) return { kind: 'character', character: separator };
    return { kind: 'regex', regex: this.regex(separator) };
  }

  /** The next record of the files that the program was given. `saved`: see fill. */
  *nextRecord(saved: unknown): Op<string | undefined> {
    const { state, text } = this;
    for (;;) {
      if (!state.input && !(yield* this.#openNext())) return undefined;
      const record = yield* readRecord(text, state.input!, this.separator(), saved);
      if (record !== undefined) {
        this.#count('NR');
        this.#count('FNR');
        return record;
      }
      closeOperand(text, state.input!.fd);
      state.input = undefined;
    }
  }

  /** The rest of the present file is left. */
  skipFile(): void {
    if (!this.state.input) return;
    closeOperand(this.text, this.state.input.fd);
    this.state.input = undefined;
  }

  *#openNext(): Op<boolean> {
    const { state, text } = this;
    const argv = state.arrays.get('ARGV')!;
    for (;;) {
      if (state.argument >= this.toNumber(state.globals.get('ARGC'))) {
        if (state.read) return false;
        state.read = true;
        state.input = inputOn(0);
        state.globals.set('FNR', 0);
        return true;
      }
      const argument = this.toText(argv.values.get(String(state.argument++)));
      if (argument === '') continue;
      const assignment = /^([A-Za-z_]\w*)=([\s\S]*)$/.exec(argument);
      if (assignment) {
        this.assignText(assignment[1]!, assignment[2]!);
        continue;
      }
      state.read = true;
      try {
        const fd = argument === '-' || argument === '/dev/stdin' ? 0 : text.sys.open(argument);
        state.input = inputOn(fd);
      } catch (error) {
        if (!(error instanceof Error && 'code' in error)) throw error;
        throw new AwkFatalError(
          this.#mawk ? `cannot open "${argument}" (${error.message})` : `${argument}: ${error.message}`,
        );
      }
      state.globals.set('FILENAME', this.input(argument));
      state.globals.set('FNR', 0);
      return true;
    }
  }

  /** `name=text` of the command line, its escapes read. */
  assignText(name: string, text: string): void {
    this.setVariable(name, this.input(text));
  }

  // Statements

  *run(statement: Statement): Op<Flow> {
    if (++this.#steps % TURN_EVERY === 0) yield* this.text.sys.turn();
    switch (statement.kind) {
      case 'block':
        for (const one of statement.body) {
          const flow = yield* this.run(one);
          if (flow) return flow;
        }
        return undefined;
      case 'if': {
        const yes = this.toBoolean(yield* this.evaluate(statement.condition));
        if (yes) return yield* this.run(statement.body);
        return statement.otherwise ? yield* this.run(statement.otherwise) : undefined;
      }
      case 'while':
        while (this.toBoolean(yield* this.evaluate(statement.condition))) {
          const flow = yield* this.run(statement.body);
          if (flow === 'break') break;
          if (flow && flow !== 'continue') return flow;
        }
        return undefined;
      case 'do':
        do {
          const flow = yield* this.run(statement.body);
          if (flow === 'break') break;
          if (flow && flow !== 'continue') return flow;
        } while (this.toBoolean(yield* this.evaluate(statement.condition)));
        return undefined;
      case 'for':
        if (statement.first) yield* this.run(statement.first);
        while (!statement.condition || this.toBoolean(yield* this.evaluate(statement.condition))) {
          const flow = yield* this.run(statement.body);
          if (flow === 'break') break;
          if (flow && flow !== 'continue') return flow;
          if (statement.next) yield* this.run(statement.next);
        }
        return undefined;
      case 'each':
        for (const key of elementKeys(this.array(statement.array))) {
          this.setVariable(statement.variable, this.input(key));
          const flow = yield* this.run(statement.body);
          if (flow === 'break') break;
          if (flow && flow !== 'continue') return flow;
        }
        return undefined;
    }
    this.line = this.checked.program.lines.get(statement) ?? this.line;
    switch (statement.kind) {
      case 'expression':
        yield* this.evaluate(statement.value);
        return undefined;
      case 'print':
      case 'printf':
        yield* this.#print(statement);
        return undefined;
      case 'break':
      case 'continue':
      case 'next':
      case 'nextfile':
        return statement.kind;
      case 'exit':
        if (statement.value) this.status = Math.trunc(this.toNumber(yield* this.evaluate(statement.value))) & 255;
        return 'exit';
      case 'return':
        this.#returned = statement.value ? yield* this.evaluate(statement.value) : undefined;
        return 'return';
      case 'delete': {
        const array = this.array(statement.name);
        if (!statement.index) {
          clearArray(array);
          return undefined;
        }
        const index: Value[] = [];
        for (const one of statement.index) index.push(yield* this.evaluate(one));
        const { key, whole } = this.key(index);
        deleteElement(array, key, whole);
      }
    }
    return undefined;
  }

  *#print(statement: Extract<Statement, { kind: 'print' | 'printf' }>): Op<void> {
    const { state, text } = this;
    const values: Value[] = [];
    let put = '';
    if (statement.kind === 'print' && !this.#mawk) {
      // busybox prints each value before it evaluates the next.
      const separator = this.toText(state.globals.get('OFS'));
      for (const [i, one] of statement.values.entries()) {
        try {
          put += (i > 0 ? separator : '') + this.toText(yield* this.evaluate(one), 'OFMT');
        } catch (error) {
          text.put(i > 0 ? put + separator : put);
          throw error;
        }
      }
    } else for (const one of statement.values) values.push(yield* this.evaluate(one));
    if (statement.kind === 'printf') {
      try {
        put = this.format(values, 'printf');
      } catch (error) {
        if (this.#mawk && error instanceof AwkRuntimeError) text.put(this.#begun(values));
        throw error;
      }
    } else if (statement.values.length === 0) put = this.record() + this.toText(state.globals.get('ORS'));
    else {
      if (this.#mawk)
        put = values.map((value) => this.toText(value, 'OFMT')).join(this.toText(state.globals.get('OFS')));
      put += this.toText(state.globals.get('ORS'));
    }
    const { redirection } = statement;
    if (redirection) {
      const name = this.toText(yield* this.evaluate(redirection.to));
      yield* writeTo(text, state.streams, redirection.kind, name, put);
      return;
    }
    text.put(put);
    if (text.full) yield* text.flush();
  }

  /** What mawk has printed of a format before it runs out of arguments. */
  #begun(values: readonly Value[]): string {
    const format = this.toText(values[0]);
    for (let end = format.length; end >= 0; end--)
      if (end === 0 || format[end] === '%')
        try {
          return this.format([format.slice(0, end), ...values.slice(1)], 'printf');
        } catch (error) {
          if (!(error instanceof AwkRuntimeError)) throw error;
        }
    return '';
  }

  /** A rule's body, or a function's way out of it. */
  *perform(statement: Statement): Op<Flow> {
    try {
      return yield* this.run(statement);
    } catch (error) {
      if (!(error instanceof Leave)) throw error;
      this.#frames.length = 0;
      return error.flow;
    }
  }
}

/** next and exit leave functions too. */
class Leave extends Error {
  constructor(readonly flow: 'next' | 'nextfile' | 'exit') {
    super(flow);
  }
}

/** `&` and `\&` of a replacement. */
function expandReplacement(replacement: string, whole: string): string {
  return replacement.replace(/\\\\|\\&|&/g, (sign) => (sign === '&' ? whole : sign === '\\&' ? '&' : '\\'));
}
