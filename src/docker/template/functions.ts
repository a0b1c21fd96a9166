import { marshal } from './json.ts';
import { format, printable, sprint, sprintf, sprintln } from './print.ts';
import {
  assignable,
  BOOL,
  elements,
  type GoType,
  type GoValue,
  INT,
  INTERFACE,
  indirect,
  indirectInterface,
  isNil,
  mapIndex,
  STRING,
  STRINGS,
  sortedKeys,
  string,
  zero,
} from './value.ts';

/** A failed call; the template's error says `error calling NAME: …`. */
export class CallError extends Error {}

/** A template function. `variadic`: the type of the arguments after the fixed ones. `reflect`: takes any value as it is. */
export interface TemplateFunction {
  readonly params: readonly (GoType | 'reflect')[];
  readonly variadic?: GoType | 'reflect';
  readonly call: (args: readonly (GoValue | undefined)[]) => GoValue | undefined;
}

/** Go's truth of a value: not the zero of its type. */
export function isTrue(value: GoValue | undefined): boolean {
  if (!value) return false;
  switch (value.type.kind) {
    case 'bool':
      return value.value === true;
    case 'string':
      return value.value !== '';
    case 'int':
    case 'uint':
    case 'float':
      return value.value !== 0;
    case 'slice':
      return elements(value).length > 0;
    case 'map':
      return sortedKeys(value).length > 0;
    case 'struct':
      return true;
    default:
      return !isNil(value);
  }
}

const bool = (value: boolean): GoValue => ({ type: BOOL, value });
const text = (value: GoValue | undefined): string => String(value?.value ?? '');
const bytes = (value: string): Uint8Array => new TextEncoder().encode(value);

function integerIndex(index: GoValue | undefined, limit: number): number {
  const value = indirectInterface(index);
  if (!value) throw new CallError('cannot index slice/array with nil');
  if (value.type.kind !== 'int' && value.type.kind !== 'uint')
    throw new CallError(`cannot index slice/array with type ${value.type.name}`);
  const number = Number(value.value);
  if (number < 0 || number > limit) throw new CallError(`index out of range: ${number}`);
  return number;
}

function index(args: readonly (GoValue | undefined)[]): GoValue | undefined {
  const item = indirectInterface(args[0]);
  if (!item) throw new CallError('index of untyped nil');
  let current: GoValue = item;
  for (const position of args.slice(1)) {
    const target = indirect(current);
    if (target.isNil || !target.value) throw new CallError('index of nil pointer');
    const { type } = target.value;
    if (type.kind === 'slice') {
      const items = elements(target.value);
      const at = integerIndex(position, items.length);
      if (at >= items.length) throw new CallError('reflect: slice index out of range');
      current = items[at]!;
    } else if (type.kind === 'string') {
      const data = bytes(text(target.value));
      const at = integerIndex(position, data.length);
      if (at >= data.length) throw new CallError('reflect: string index out of range');
      current = { type: { kind: 'uint', name: 'uint8' }, value: data[at] };
    } else if (type.kind === 'map') {
      const key = indirectInterface(position);
      if (!key) throw new CallError(`value is nil; should be of type ${type.key.name}`);
      if (!assignable(key.type, type.key))
        throw new CallError(`value has type ${key.type.name}; should be ${type.key.name}`);
      current = mapIndex(target.value, text(key)) ?? zero(type.elem);
    } else throw new CallError(`can't index item of type ${type.name}`);
  }
  return current;
}

function slice(args: readonly (GoValue | undefined)[]): GoValue | undefined {
  const item = indirectInterface(args[0]);
  if (!item) throw new CallError('slice of untyped nil');
  const { value, isNil: nil } = indirect(item);
  if (nil || !value) throw new CallError('slice of nil pointer');
  if (args.length > 4) throw new CallError(`too many slice indexes: ${args.length - 1}`);
  if (value.type.kind !== 'slice' && value.type.kind !== 'string')
    throw new CallError(`can't slice item of type ${value.type.name}`);
  if (value.type.kind === 'string' && args.length === 4) throw new CallError('cannot 3-index slice a string');
  const data = value.type.kind === 'string' ? bytes(text(value)) : elements(value).map((element) => element.value);
  const bounds = args.slice(1).map((position) => integerIndex(position, data.length));
  const [from = 0, to = data.length, max] = bounds;
  if (from > to) throw new CallError(`invalid slice index: ${from} > ${to}`);
  if (max !== undefined && to > max) throw new CallError(`invalid slice index: ${to} > ${max}`);
  if (data instanceof Uint8Array) return string(new TextDecoder().decode(data.slice(from, to)));
  return { type: value.type, value: data.slice(from, to) };
}

function length(args: readonly (GoValue | undefined)[]): GoValue {
  const { value, isNil: nil } = indirect(args[0]);
  if (nil) throw new CallError('len of nil pointer');
  const size = (count: number): GoValue => ({ type: INT, value: count });
  switch (value?.type.kind) {
    case 'string':
      return size(bytes(text(value)).length);
    case 'slice':
      return size(elements(value).length);
    case 'map':
      return size(sortedKeys(value).length);
    case undefined:
      throw new CallError('reflect: call of reflect.Value.Type on zero Value');
    default:
      throw new CallError(`len of type ${value!.type.name}`);
  }
}

type BasicKind = 'bool' | 'int' | 'uint' | 'float' | 'string' | 'invalid';

function basicKind(value: GoValue | undefined): BasicKind {
  const kind = value?.type.kind;
  return kind === 'bool' || kind === 'int' || kind === 'uint' || kind === 'float' || kind === 'string'
    ? kind
    : 'invalid';
}

const bothIntegers = (a: BasicKind, b: BasicKind) => /^u?int$/.test(a) && /^u?int$/.test(b);

const incompatible = (a: GoValue, b: GoValue) =>
  new CallError(`incompatible types for comparison: ${a.type.name} and ${b.type.name}`);

function equals(one: GoValue | undefined, other: GoValue | undefined): boolean {
  const [a, b] = [indirectInterface(one), indirectInterface(other)];
  const [kindA, kindB] = [basicKind(a), basicKind(b)];
  if (kindA !== kindB && !bothIntegers(kindA, kindB)) {
    if (a && b) throw incompatible(a, b);
    return false;
  }
  if (kindA !== 'invalid') return a!.value === b!.value;
  const nil = (value: GoValue | undefined) => !value || (value.type.kind !== 'struct' && isNil(value));
  if (a && b && a.type.kind !== b.type.kind)
    throw new CallError(`non-comparable types ${format(a)}: ${a.type.name}, ${b.type.name}: ${format(b)}`);
  if (nil(a) || nil(b)) return nil(a) === nil(b);
  if (b!.type.kind === 'slice' || b!.type.kind === 'map')
    throw new CallError(`non-comparable type ${format(b)}: ${b!.type.name}`);
  return a!.value === b!.value || format(a) === format(b);
}

function equal(args: readonly (GoValue | undefined)[]): boolean {
  if (args.length < 2) throw new CallError('missing argument for comparison');
  return args.slice(1).some((other) => equals(args[0], other));
}

function less(one: GoValue | undefined, other: GoValue | undefined): boolean {
  const [a, b] = [indirectInterface(one), indirectInterface(other)];
  const [kindA, kindB] = [basicKind(a), basicKind(b)];
  if (kindA === 'invalid' || kindB === 'invalid') throw new CallError('invalid type for comparison');
  if (kindA !== kindB && !bothIntegers(kindA, kindB)) throw incompatible(a!, b!);
  if (kindA === 'bool') throw new CallError('invalid type for comparison');
  return kindA === 'string' ? text(a) < text(b) : Number(a!.value) < Number(b!.value);
}

/** What `html`, `js` and `urlquery` work on: the arguments as print shows them. */
function joined(args: readonly (GoValue | undefined)[]): string {
  return sprint(args.map((value) => printable(value)));
}

const HTML: Readonly<Record<string, string>> = {
  '"': '&#34;',
  "'": '&#39;',
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '\0': '\uFFFD',
};

const JS: Readonly<Record<string, string>> = {
  '\\': '\\\\',
  "'": "\\'",
  '"': '\\"',
  '<': '\\u003C',
  '>': '\\u003E',
  '&': '\\u0026',
  '=': '\\u003D',
};

function escapeJs(value: string): string {
  return [...value]
    .map((character) => {
      const code = character.codePointAt(0)!;
      return JS[character] ?? (code < 0x20 ? `\\u00${code.toString(16).toUpperCase().padStart(2, '0')}` : character);
    })
    .join('');
}

function escapeQuery(value: string): string {
  return encodeURIComponent(value)
    .replaceAll(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`)
    .replaceAll('%20', '+');
}

const compare = (call: (a: GoValue | undefined, b: GoValue | undefined) => boolean): TemplateFunction => ({
  params: ['reflect', 'reflect'],
  call: ([a, b]) => bool(call(a, b)),
});

const textual = (call: (value: string) => string): TemplateFunction => ({
  params: [STRING],
  call: ([value]) => string(call(text(value))),
});

/** Stands for the text of a call's first argument in its error. */
export const EXPRESSION = '\0';

/** The functions that Go's text/template has by itself. */
export const BUILTINS: Readonly<Record<string, TemplateFunction>> = {
  // `and` and `or` are evaluated by the interpreter, which stops at the first that decides.
  and: { params: ['reflect'], variadic: 'reflect', call: (args) => args.at(-1) },
  or: { params: ['reflect'], variadic: 'reflect', call: (args) => args.at(-1) },
  call: {
    params: ['reflect'],
    variadic: 'reflect',
    // Nothing that a template sees is a function. The interpreter puts the expression in.
    call: ([fn]) => {
      if (!fn) throw new CallError('call of nil');
      throw new CallError(`non-function ${EXPRESSION} of type ${indirectInterface(fn)?.type.name ?? 'nil'}`);
    },
  },
  html: {
    params: [],
    variadic: INTERFACE,
    call: (args) => string(joined(args).replaceAll(/["'&<>\0]/g, (character) => HTML[character]!)),
  },
  index: { params: ['reflect'], variadic: 'reflect', call: index },
  slice: { params: ['reflect'], variadic: 'reflect', call: slice },
  js: { params: [], variadic: INTERFACE, call: (args) => string(escapeJs(joined(args))) },
  len: { params: ['reflect'], call: length },
  not: { params: ['reflect'], call: ([value]) => bool(!isTrue(indirectInterface(value))) },
  print: { params: [], variadic: INTERFACE, call: (args) => string(sprint(args)) },
  printf: {
    params: [STRING],
    variadic: INTERFACE,
    call: ([pattern, ...values]) => string(sprintf(text(pattern), values)),
  },
  println: { params: [], variadic: INTERFACE, call: (args) => string(sprintln(args)) },
  urlquery: { params: [], variadic: INTERFACE, call: (args) => string(escapeQuery(joined(args))) },
  eq: { params: ['reflect'], variadic: 'reflect', call: (args) => bool(equal(args)) },
  ne: compare((a, b) => !equals(a, b)),
  lt: compare(less),
  le: compare((a, b) => less(a, b) || equals(a, b)),
  gt: compare((a, b) => !(less(a, b) || equals(a, b))),
  ge: compare((a, b) => !less(a, b)),
};

/** strings.Title: an upper case letter at the start of each word. */
function title(value: string): string {
  return value.replaceAll(/(?<![\p{L}\p{Nd}_'])\p{L}/gu, (letter) => letter.toUpperCase());
}

function split(value: string, separator: string): string[] {
  return separator === '' ? [...value] : value.split(separator);
}

/** The functions that the docker command adds. */
export const DOCKER: Readonly<Record<string, TemplateFunction>> = {
  json: { params: [INTERFACE], call: ([value]) => string(marshal(value)) },
  split: {
    params: [STRING, STRING],
    call: ([value, separator]) => ({ type: STRINGS, value: split(text(value), text(separator)) }),
  },
  join: {
    params: [STRINGS, STRING],
    call: ([list, separator]) =>
      string(
        elements(list ?? zero(STRINGS))
          .map(text)
          .join(text(separator)),
      ),
  },
  title: textual(title),
  lower: textual((value) => value.toLowerCase()),
  upper: textual((value) => value.toUpperCase()),
  pad: {
    params: [STRING, INT, INT],
    call: ([value, before, after]) => {
      if (text(value) === '') return string('');
      const counts = [Number(before?.value), Number(after?.value)];
      if (counts.some((count) => count < 0)) throw new CallError('strings: negative Repeat count');
      return string(' '.repeat(counts[0]!) + text(value) + ' '.repeat(counts[1]!));
    },
  },
  truncate: {
    params: [STRING, INT],
    call: ([value, limit]) => {
      const data = bytes(text(value));
      const size = Number(limit?.value);
      if (data.length < size) return string(text(value));
      if (size < 0) throw new CallError(`runtime error: slice bounds out of range [:${size}]`);
      return string(new TextDecoder().decode(data.slice(0, size)));
    },
  },
};

const same = (extra: readonly GoType[]): TemplateFunction => ({
  params: [STRING, ...extra],
  call: ([value]) => string(text(value)),
});

/** What replaces {@link DOCKER} when the header of a table is made: the column's name stays as it is. */
export const HEADER: Readonly<Record<string, TemplateFunction>> = {
  ...DOCKER,
  json: same([]),
  split: same([STRING]),
  join: same([STRING]),
  title: same([]),
  lower: same([]),
  upper: same([]),
  truncate: same([INT]),
};
