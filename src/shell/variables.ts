import type { DialectName } from './dialect.ts';
import { type ArithmeticVariables, evaluate } from './expand/arithmetic.ts';
import { Failure } from './failure.ts';
import { complain } from './messages.ts';
import { enabledOptions } from './options.ts';
import type { Shell, Variable } from './state.ts';

/** Is it a name for a variable? */
export function isName(text: string): boolean {
  return /^[A-Za-z_][A-Za-z0-9_]*$/.test(text);
}

type Dynamic = (shell: Shell) => string | undefined;

const COMMON: Readonly<Record<string, Dynamic>> = {
  LINENO: ({ state }) => String(state.line - (state.dialect === 'ash' && state.fromString ? 1 : 0)),
};

const BASH: Readonly<Record<string, Dynamic>> = {
  ...COMMON,
  RANDOM: ({ sys }) => String(Math.floor(sys.random() * 32768)),
  SRANDOM: ({ sys }) => String(Math.floor(sys.random() * 2 ** 32)),
  SECONDS: (shell) => String(seconds(shell)),
  EPOCHSECONDS: ({ sys }) => String(Math.floor(sys.now() / 1000)),
  EPOCHREALTIME: ({ sys }) => (sys.now() / 1000).toFixed(6),
  BASHPID: ({ sys }) => String(sys.pid),
  BASH_SUBSHELL: ({ state }) => String(state.subshell),
  HISTCMD: ({ state }) => String(state.history.length + 1),
  _: ({ state }) => state.lastArgument,
  SHELLOPTS: (shell) => enabledOptions(shell).join(':'),
  BASHOPTS: ({ state }) =>
    [...state.shopt]
      .filter((name) => name !== 'braceexpand')
      .sort()
      .join(':'),
};

const ASH: Readonly<Record<string, Dynamic>> = {
  ...COMMON,
  RANDOM: ({ sys }) => String(Math.floor(sys.random() * 32768)),
  EPOCHSECONDS: BASH.EPOCHSECONDS!,
  EPOCHREALTIME: BASH.EPOCHREALTIME!,
};

const DYNAMIC: Readonly<Record<DialectName, Readonly<Record<string, Dynamic>>>> = { bash: BASH, dash: {}, ash: ASH };

function seconds({ sys, state }: Shell): number {
  return Math.floor((sys.uptime() - state.started) / 1000) + (state.special.get('SECONDS') ?? 0);
}

function dynamic(shell: Shell, name: string): Dynamic | undefined {
  const { state } = shell;
  // Unset or, but for SECONDS, assigned: they are plain variables then, as far as anybody can see.
  if (state.special.get(`unset ${name}`)) return undefined;
  return Object.hasOwn(DYNAMIC[state.dialect], name) ? DYNAMIC[state.dialect][name] : undefined;
}

/** bash's arrays that it makes when they are asked for. */
function dynamicArray({ state, sys }: Shell, name: string): readonly string[] | undefined {
  if (state.dialect !== 'bash') return undefined;
  switch (name) {
    case 'BASH_ALIASES':
    case 'BASH_ARGC':
    case 'BASH_ARGV':
    case 'BASH_CMDS':
      return [];
    case 'PIPESTATUS':
      return state.pipeStatus.map(String);
    case 'FUNCNAME': {
      const names = state.frames.flatMap((frame) =>
        frame.type === 'call' ? [frame.name] : frame.type === 'input' && frame.kind === 'source' ? ['source'] : [],
      );
      if (names.length === 0) return undefined;
      return [...names.reverse(), ...(state.fromString || state.interactive ? [] : ['main'])];
    }
    case 'BASH_SOURCE': {
      const names = state.frames.flatMap((frame) => {
        if (frame.type === 'call') return [state.functions.get(frame.name)?.source ?? 'environment'];
        return frame.type === 'input' && frame.kind === 'source' ? [frame.name ?? ''] : [];
      });
      return [...names.reverse(), ...(state.fromString || state.interactive ? [] : [state.name])];
    }
    case 'BASH_LINENO':
      return [
        ...state.frames.flatMap((frame) => (frame.type === 'call' ? [String(frame.line)] : [])).reverse(),
        ...(state.fromText ? [] : ['0']),
      ];
    case 'DIRSTACK':
      return [sys.cwd, ...state.directories];
    case 'GROUPS':
      return sys.credentials.groups.map(String);
    default:
      return undefined;
  }
}

/** The variable behind a name, references followed. */
export function variable(shell: Shell, name: string): Variable | undefined {
  let found = shell.state.variables.get(name);
  for (let hops = 0; found?.reference && found.value !== undefined && hops < 10; hops++) {
    found = shell.state.variables.get(found.value);
  }
  return found;
}

/** The name that assignments to a name go to. */
function target(shell: Shell, name: string): string {
  let at = name;
  for (let hops = 0; hops < 10; hops++) {
    const found = shell.state.variables.get(at);
    if (!found?.reference || found.value === undefined) return at;
    at = found.value;
  }
  return at;
}

/** The value of a variable as `$name` shows it; undefined: it is not set. */
export function getVariable(shell: Shell, name: string): string | undefined {
  const compute = dynamic(shell, name);
  if (compute) return compute(shell);
  const found = variable(shell, name);
  if (!found) return dynamicArray(shell, name)?.[0];
  if (found.items) return found.items.get(0);
  if (found.table) return found.table.get('0');
  return found.value;
}

/** The elements of an array, in order; of a plain variable its value as element 0; undefined: no such variable. */
export function elements(shell: Shell, name: string): readonly (readonly [key: string, value: string])[] | undefined {
  const found = variable(shell, name);
  if (found?.items) {
    return [...found.items].sort(([a], [b]) => a - b).map(([key, value]) => [String(key), value] as const);
  }
  if (found?.table) return orderTable(found.table);
  if (found) return found.value === undefined ? [] : [['0', found.value]];
  const made = dynamicArray(shell, name);
  if (made) return made.map((value, i) => [String(i), value] as const);
  const computed = dynamic(shell, name)?.(shell);
  return computed === undefined ? undefined : [['0', computed]];
}

/** bash lists an associative array by its hash table: 1024 buckets, the newest first in each. */
function orderTable(table: ReadonlyMap<string, string>): readonly (readonly [string, string])[] {
  return [...table]
    .map((entry, i) => ({ entry, i, bucket: fnv1(entry[0]) & 1023 }))
    .sort((a, b) => a.bucket - b.bucket || b.i - a.i)
    .map(({ entry }) => entry);
}

function fnv1(text: string): number {
  let hash = 2166136261;
  for (let i = 0; i < text.length; i++) hash = (Math.imul(hash, 16777619) ^ text.charCodeAt(i)) >>> 0;
  return hash >>> 0;
}

/** An element by its subscript as it was written (already expanded). */
export function getElement(shell: Shell, name: string, subscript: string): string | undefined {
  const found = variable(shell, name);
  if (found?.table) return found.table.get(subscript);
  const index = arithmetic(shell, subscript);
  if (found?.items) return found.items.get(absolute(found.items, index));
  const made = found ? undefined : dynamicArray(shell, name);
  if (made) return made.at(index);
  return index === 0 || index === -1 ? getVariable(shell, name) : undefined;
}

function lastIndex(items: ReadonlyMap<number, string>): number {
  let last = -1;
  for (const index of items.keys()) if (index > last) last = index;
  return last;
}

function absolute(items: ReadonlyMap<number, string>, index: number): number {
  return index < 0 ? lastIndex(items) + 1 + index : index;
}

/** Evaluates a number; errors end the command as the dialect has it. */
export function arithmetic(shell: Shell, text: string): number {
  return Number(evaluateIn(shell, text));
}

export function evaluateIn(shell: Shell, text: string): number | bigint {
  return evaluate(text, arithmeticVariables(shell), shell.state.dialect);
}

/** The variables as expressions see them. */
export function arithmeticVariables(shell: Shell): ArithmeticVariables {
  return {
    get(name, subscript) {
      const value =
        subscript === undefined
          ? getVariable(shell, name)
          : getElement(shell, name, arithmeticKey(shell, name, subscript));
      if (value === undefined && shell.state.flags.includes('u') && shell.state.dialect === 'bash') {
        complain(shell, `${subscript === undefined ? name : `${name}[${subscript}]`}: unbound variable`);
        throw new Failure('shell', 127);
      }
      return value;
    },
    set(name, value, subscript) {
      if (subscript === undefined) setVariable(shell, name, value);
      else setElement(shell, name, arithmeticKey(shell, name, subscript), value);
    },
  };
}

function arithmeticKey(shell: Shell, name: string, subscript: string): string {
  return variable(shell, name)?.table ? subscript.replace(/^(["'])(.*)\1$/s, '$2') : subscript;
}

/** An assignment to a variable that may not be changed. */
export function readonlyFailure(shell: Shell, name: string): Failure {
  if (shell.state.dialect === 'bash') {
    complain(shell, `${name}: readonly variable`);
    return new Failure('line', 1);
  }
  complain(shell, `${name}: is read only`);
  return new Failure('shell', 2);
}

/** Changes the value as the variable's attributes want it. */
function convert(shell: Shell, found: Variable | undefined, value: string): string {
  if (found?.integer) return String(evaluateIn(shell, value));
  if (found?.case === 'upper') return value.toUpperCase();
  if (found?.case === 'lower') return value.toLowerCase();
  return value;
}

/**
 * Assigns a value; a new variable is exported if `set -a` is on.
 * @throws {Failure} if it is readonly.
 */
export function setVariable(shell: Shell, name: string, value: string, append = false): void {
  const { state } = shell;
  const real = target(shell, name);
  const bracket = real.indexOf('[');
  if (bracket > 0 && real.endsWith(']')) {
    setElement(shell, real.slice(0, bracket), real.slice(bracket + 1, -1), value, append);
    return;
  }
  let found = state.variables.get(real);
  if (found?.readonly) throw readonlyFailure(shell, real);
  if (COMPUTED_READONLY.includes(real) && state.dialect === 'bash') throw readonlyFailure(shell, real);
  if (assignDynamic(shell, real, value)) return;
  if (!found) {
    found = {};
    state.variables.set(real, found);
  }
  if (found.items || found.table) {
    const key = found.items ? 0 : '0';
    const old = found.items ? found.items.get(0) : found.table!.get('0');
    store(found, key, convert(shell, found, append ? combine(found, old, value) : value));
  } else found.value = convert(shell, found, append ? combine(found, found.value, value) : value);
  if (state.flags.includes('a')) found.exported = true;
  assigned(shell, real);
}

function combine(found: Variable, old: string | undefined, value: string): string {
  return found.integer ? `(${old || 0})+(${value || 0})` : `${old ?? ''}${value}`;
}

function store(found: Variable, key: number | string, value: string): void {
  if (typeof key === 'number') found.items!.set(key, value);
  else found.table!.set(key, value);
}

/** Variables that are more than their value. */
function assignDynamic(shell: Shell, name: string, value: string): boolean {
  const compute = dynamic(shell, name);
  if (!compute) return false;
  if (name === 'SECONDS') {
    shell.state.started = shell.sys.uptime();
    shell.state.special.set('SECONDS', Number.parseInt(value, 10) || 0);
  }
  return true;
}

/** What follows from an assignment. */
function assigned(shell: Shell, name: string): void {
  if (name === 'PATH') shell.state.hashed.clear();
  if (name === 'OPTIND') shell.state.getopts = 0;
}

/**
 * Assigns an element; a variable that is no array becomes one.
 * @throws {Failure}
 */
export function setElement(shell: Shell, name: string, subscript: string, value: string, append = false): void {
  const { state } = shell;
  const real = target(shell, name);
  let found = state.variables.get(real);
  if (found?.readonly) throw readonlyFailure(shell, real);
  if (!found) {
    found = { items: new Map() };
    state.variables.set(real, found);
  }
  delete found.declared;
  if (found.table) {
    if (subscript === '') throw badSubscript(shell, `${name}[${subscript}]`);
    found.table.set(
      subscript,
      convert(shell, found, append ? combine(found, found.table.get(subscript), value) : value),
    );
    return;
  }
  if (!found.items) {
    found.items = new Map(found.value === undefined ? [] : [[0, found.value]]);
    delete found.value;
  }
  if (subscript.trim() === '') throw badSubscript(shell, `${name}[${subscript}]`);
  const index = absolute(found.items, arithmetic(shell, subscript));
  if (index < 0) throw badSubscript(shell, `${name}[${subscript}]`);
  found.items.set(index, convert(shell, found, append ? combine(found, found.items.get(index), value) : value));
}

function badSubscript(shell: Shell, text: string): Failure {
  complain(shell, `${text}: bad array subscript`);
  return new Failure('line', 1);
}

/** The keys and values of `(…)` in an assignment: without a key, the next index. */
export type ArrayValues = readonly (readonly [key: string | undefined, value: string, append?: boolean])[];

/** `name=(…)` and `name+=(…)`. */
export function setArray(shell: Shell, name: string, values: ArrayValues, append: boolean): void {
  const { state } = shell;
  const real = target(shell, name);
  const before = state.variables.get(real);
  if (before?.readonly) throw readonlyFailure(shell, real);
  const found: Variable = before ?? {};
  delete found.declared;
  if (found.table) {
    if (!append) found.table = new Map();
    setTable(shell, name, found.table, values);
  } else {
    if (!found.items || !append) found.items = new Map(append && found.value !== undefined ? [[0, found.value]] : []);
    delete found.value;
    let next = lastIndex(found.items) + 1;
    for (const [key, value, more] of values) {
      if (key !== undefined) next = absolute(found.items, arithmetic(shell, key));
      if (next < 0) throw badSubscript(shell, `[${key}]=${value}`);
      found.items.set(next, convert(shell, found, more ? combine(found, found.items.get(next), value) : value));
      next++;
    }
  }
  state.variables.set(real, found);
  if (state.flags.includes('a')) found.exported = true;
}

function setTable(shell: Shell, name: string, table: Map<string, string>, values: ArrayValues): void {
  if (values.length > 0 && values.every(([key]) => key === undefined)) {
    for (let i = 0; i < values.length; i += 2) table.set(values[i]![1], values[i + 1]?.[1] ?? '');
    return;
  }
  for (const [key, value, more] of values) {
    if (key === undefined) {
      complain(shell, `${name}: ${value}: must use subscript when assigning associative array`);
      throw new Failure('line', 1);
    }
    table.set(key, more ? `${table.get(key) ?? ''}${value}` : value);
  }
}

/** Forgets a variable; false: it is readonly. */
export function unsetVariable(shell: Shell, name: string, reference = false): boolean {
  const { state } = shell;
  const real = reference ? name : target(shell, name);
  if (state.variables.get(real)?.readonly) return false;
  state.variables.delete(real);
  if (dynamic(shell, real)) state.special.set(`unset ${real}`, 1);
  assigned(shell, real);
  return true;
}

/** Forgets an element. */
export function unsetElement(shell: Shell, name: string, subscript: string): boolean {
  const found = variable(shell, name);
  if (!found) return true;
  if (found.readonly) return false;
  if (found.table) {
    if (subscript === '@' || subscript === '*') found.table.clear();
    else found.table.delete(subscript);
  } else if (found.items) {
    if (subscript === '@' || subscript === '*') found.items.clear();
    else found.items.delete(absolute(found.items, arithmetic(shell, subscript)));
  } else if (arithmetic(shell, subscript) === 0) unsetVariable(shell, name);
  return true;
}

/** The environment of the commands that the shell starts. */
export function environment(shell: Shell): Record<string, string> {
  const { state } = shell;
  const env: Record<string, string> = {};
  for (const [name, found] of state.variables) {
    if (found.exported && found.value !== undefined) env[name] = found.value;
  }
  for (const [name, text] of exportedFunctions(shell)) env[`BASH_FUNC_${name}%%`] = text;
  return env;
}

function exportedFunctions({ state }: Shell): readonly (readonly [string, string])[] {
  const found: (readonly [string, string])[] = [];
  for (const [name, definition] of state.functions) {
    if (definition.exported && definition.text !== undefined)
      found.push([name, `() ${definition.text.slice(definition.text.indexOf('\n') + 1)}`]);
  }
  return found;
}

/** Made when they are asked for, and yet always listed. */
const LISTED = {
  bash: [
    'BASHOPTS',
    'BASH_ALIASES',
    'BASH_ARGC',
    'BASH_ARGV',
    'BASH_CMDS',
    'BASH_LINENO',
    'BASH_SOURCE',
    'DIRSTACK',
    'GROUPS',
    'PIPESTATUS',
    'SHELLOPTS',
    '_',
  ],
  dash: [],
  ash: [],
} as const;

/** The names of all variables that are set, sorted. */
export function variableNames(shell: Shell): readonly string[] {
  const { state } = shell;
  const names = new Set([...state.variables.keys(), ...LISTED[state.dialect]]);
  if (state.pipeStatus.length === 0) names.delete('PIPESTATUS');
  return [...names].sort();
}

/** Those of them that can't be changed and have no entry of their own. */
export const COMPUTED_READONLY: readonly string[] = ['BASHOPTS', 'SHELLOPTS'];

/** Is the locale's character set UTF-8? */
export function isUtf8(shell: Shell): boolean {
  for (const name of ['LC_ALL', 'LC_CTYPE', 'LANG']) {
    const value = shell.state.variables.get(name)?.value;
    if (value) return /utf-?8/i.test(value);
  }
  return false;
}
