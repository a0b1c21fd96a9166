import { attributes } from '../expand/transform.ts';
import { Failure } from '../failure.ts';
import { complainAs } from '../messages.ts';
import type { Frame, Shell, SimpleFrame, Variable } from '../state.ts';
import {
  COMPUTED_READONLY,
  elements,
  evaluateIn,
  isName,
  isUtf8,
  setArray,
  setElement,
  setVariable,
  unsetVariable,
  variableNames,
} from '../variables.ts';
import { type Builtin, print } from './builtin.ts';
import { badName, usage } from './options.ts';
import { quoteBackslash, quoteDouble, quoteIfNeeded, quoteSinglePosix } from './quote.ts';

/** A variable as `declare -p` shows it; undefined: there is none. */
export function declaration(shell: Shell, name: string): string | undefined {
  const { state } = shell;
  const found = state.variables.get(name);
  const utf8 = isUtf8(shell);
  if (!found) {
    const made = elements(shell, name);
    if (!made) return undefined;
    if (COMPUTED_READONLY.includes(name)) return `declare -r ${name}=${quoteDouble(made[0]![1], utf8)}`;
    const items = made.map(([key, value]) => `[${key}]=${quoteDouble(value, utf8)}`).join(' ');
    if (isComputedArray(name)) return `declare -a ${name}=(${items})`;
    return made.length === 1 ? `declare -- ${name}=${quoteDouble(made[0]![1], utf8)}` : undefined;
  }
  const flags = `declare -${attributes(found) || '-'} ${name}`;
  if (found.items || found.table) {
    const quoteKey = (key: string) => (found.items || /^[A-Za-z0-9_.+-]+$/.test(key) ? key : quoteDouble(key, utf8));
    const list = elements(shell, name)!.map(([key, value]) => `[${quoteKey(key)}]=${quoteDouble(value, utf8)}`);
    if (list.length === 0 && found.declared) return flags;
    return `${flags}=(${list.join(' ')}${found.table && list.length > 0 ? ' ' : ''})`;
  }
  return found.value === undefined ? flags : `${flags}=${quoteDouble(found.value, utf8)}`;
}

/** A variable as `set` shows it. */
export function assignmentLine(shell: Shell, name: string): string | undefined {
  const found = shell.state.variables.get(name);
  const utf8 = isUtf8(shell);
  if (shell.state.dialect !== 'bash') {
    const value = found?.value ?? (found ? undefined : elements(shell, name)?.[0]?.[1]);
    return value === undefined ? undefined : `${name}=${quoteSinglePosix(value)}`;
  }
  const list = elements(shell, name);
  if (!list) return undefined;
  if (found?.items || found?.table || isComputedArray(name)) {
    const items = list.map(([key, value]) => `[${key}]=${quoteDouble(value, utf8)}`).join(' ');
    return `${name}=(${items}${found?.table && list.length > 0 ? ' ' : ''})`;
  }
  return list.length === 0 ? undefined : `${name}=${quoteIfNeeded(list[0]![1], utf8)}`;
}

/** bash's arrays without an entry in the table. */
function isComputedArray(name: string): boolean {
  return /^(BASH_(ALIASES|ARGC|ARGV|CMDS|LINENO|SOURCE)|DIRSTACK|GROUPS|PIPESTATUS)$/.test(name);
}

interface Flags {
  readonly on: string;
  readonly off: string;
  readonly operands: readonly string[];
}

function declareFlags(shell: Shell, name: string, args: readonly string[]): Flags | number {
  let [on, off] = ['', ''];
  let i = 0;
  for (; i < args.length; i++) {
    const arg = args[i]!;
    if (arg === '--') {
      i++;
      break;
    }
    if (!/^[-+]./.test(arg)) break;
    for (const letter of arg.slice(1)) {
      if (!'aAfFgiIlnprtux'.includes(letter)) {
        complainAs(shell, name, `${arg[0]}${letter}: invalid option`);
        return usage(shell, name);
      }
      if (arg[0] === '-') on += letter;
      else off += letter;
    }
  }
  return { on, off, operands: args.slice(i) };
}

/** The function that is running. */
function call(shell: Shell): Extract<Frame, { type: 'call' }> | undefined {
  const frame = shell.state.frames.findLast((each) => each.type === 'call');
  return frame?.type === 'call' ? frame : undefined;
}

/** Makes a variable the running function's own. */
function makeLocal(shell: Shell, name: string, keep: boolean): void {
  const frame = call(shell);
  if (!frame || frame.locals.some(([each]) => each === name)) return;
  const { variables } = shell.state;
  const old = variables.get(name);
  frame.locals.push([name, old]);
  if (keep && old) variables.set(name, { ...old });
  else variables.delete(name);
}

function declareBuiltin(name: 'declare' | 'typeset' | 'local'): Builtin {
  return {
    run(shell, args, frame) {
      const flags = declareFlags(shell, name, args);
      if (typeof flags === 'number') return flags;
      const inFunction = call(shell) !== undefined;
      if (name === 'local' && !inFunction) {
        complainAs(shell, name, 'can only be used in a function');
        return 1;
      }
      if (flags.on.includes('f') || flags.on.includes('F')) return functions(shell, name, flags);
      if (flags.operands.length === 0) return list(shell, name, flags);
      if (flags.on.includes('p')) return showAll(shell, name, flags.operands);
      let status = 0;
      for (const operand of flags.operands) {
        const local = inFunction && !flags.on.includes('g');
        if (!declareOne(shell, name, operand, flags, local, frame)) status = 1;
      }
      return status;
    },
  };
}

export const declare = declareBuiltin('declare');
export const typeset = declareBuiltin('typeset');
const bashLocal = declareBuiltin('local');

export const local: Builtin = {
  run(shell, args, frame) {
    if (shell.state.dialect === 'bash') return bashLocal.run(shell, args, frame);
    if (!call(shell)) {
      complainAs(shell, 'local', 'not in a function');
      throw new Failure('shell', 2);
    }
    for (const arg of args) {
      const [name, value] = splitAssignment(arg);
      if (name === '-') continue;
      if (!isName(name)) {
        badName(shell, 'local', arg);
        throw new Failure('shell', 2);
      }
      // dash keeps the value of outside.
      makeLocal(shell, name, shell.state.dialect === 'dash');
      if (value !== undefined) setVariable(shell, name, value);
    }
    return 0;
  },
};

/** `name=value` → [name, value]. */
function splitAssignment(arg: string): readonly [string, string | undefined] {
  const equals = arg.indexOf('=');
  return equals < 0 ? [arg, undefined] : [arg.slice(0, equals), arg.slice(equals + 1)];
}

function declareOne(
  shell: Shell,
  builtin: string,
  operand: string,
  flags: Flags,
  local: boolean,
  frame: SimpleFrame,
): boolean {
  const match = /^([A-Za-z_]\w*)(?:\[(.*?)\])?(?:(\+?)=(.*))?$/s.exec(operand);
  if (!match) {
    badName(shell, builtin, operand);
    return false;
  }
  const [, name = '', index, append, value] = match;
  const { variables } = shell.state;
  if (local) makeLocal(shell, name, flags.on.includes('I'));
  const array = frame.arrays?.find((each) => frame.fields[each.field] === operand && each.name === name);
  let found = variables.get(name);
  if (found?.readonly && (value !== undefined || flags.off.includes('r'))) {
    complainAs(shell, builtin, `${name}: readonly variable`);
    return false;
  }
  if (!found) {
    found = {};
    variables.set(name, found);
  }
  if (!applyFlags(shell, builtin, name, found, flags, index !== undefined)) return false;
  if (array) setArray(shell, name, array.values, array.append);
  else if (value !== undefined) {
    if (flags.on.includes('n')) found.value = value;
    else if (index !== undefined) setElement(shell, name, index, value, append === '+');
    else setVariable(shell, name, value, append === '+');
  }
  const now = variables.get(name)!;
  if (flags.on.includes('r')) now.readonly = true;
  if (flags.on.includes('n')) now.reference = true;
  return true;
}

function applyFlags(
  shell: Shell,
  builtin: string,
  name: string,
  found: Variable,
  flags: Flags,
  indexed: boolean,
): boolean {
  const { on, off } = flags;
  if (on.includes('A')) {
    if (found.items) {
      complainAs(shell, builtin, `${name}: cannot convert indexed to associative array`);
      return false;
    }
    if (!found.table) {
      found.table = new Map();
      found.declared = true;
      delete found.value;
    }
  } else if (on.includes('a') || indexed) {
    if (found.table) {
      complainAs(shell, builtin, `${name}: cannot convert associative to indexed array`);
      return !on.includes('a');
    }
    if (!found.items) {
      found.items = new Map(found.value === undefined ? [] : [[0, found.value]]);
      found.declared = true;
      delete found.value;
    }
  }
  if (on.includes('i')) {
    found.integer = true;
    if (found.value !== undefined) found.value = String(evaluateIn(shell, found.value));
  }
  if (on.includes('u')) found.case = 'upper';
  if (on.includes('l')) found.case = 'lower';
  if (on.includes('x')) found.exported = true;
  if (off.includes('i')) delete found.integer;
  if (off.includes('u') || off.includes('l')) delete found.case;
  if (off.includes('x')) delete found.exported;
  if (off.includes('n')) delete found.reference;
  return true;
}

function list(shell: Shell, name: string, flags: Flags): number {
  const { state } = shell;
  const wanted = [...flags.on].filter((letter) => 'aAilnrux'.includes(letter));
  const names =
    name === 'local'
      ? (call(shell)
          ?.locals.map(([each]) => each)
          .sort() ?? [])
      : variableNames(shell);
  const lines: string[] = [];
  for (const each of names) {
    const found = state.variables.get(each);
    if (wanted.length > 0 && !wanted.every((letter) => found && attributes(found).includes(letter))) continue;
    const line = flags.on === '' || name === 'local' ? assignmentLine(shell, each) : declaration(shell, each);
    if (line !== undefined) lines.push(`${line}\n`);
  }
  if (flags.on === '' && name !== 'local') lines.push(...functionLines(shell));
  return print(shell, name, lines.join(''));
}

export function functionLines({ state }: Shell): readonly string[] {
  return [...state.functions].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, definition]) => `${definition.text}\n`);
}

function showAll(shell: Shell, name: string, operands: readonly string[]): number {
  let status = 0;
  for (const operand of operands) {
    const line = declaration(shell, operand);
    if (line !== undefined) print(shell, name, `${line}\n`);
    else {
      complainAs(shell, name, `${operand}: not found`);
      status = 1;
    }
  }
  return status;
}

function functions(shell: Shell, name: string, flags: Flags): number {
  const { state } = shell;
  const short = flags.on.includes('F');
  if (flags.operands.length === 0) {
    const names = [...state.functions.keys()].sort();
    return print(
      shell,
      name,
      short ? names.map((each) => `declare -f ${each}\n`).join('') : functionLines(shell).join(''),
    );
  }
  let status = 0;
  for (const operand of flags.operands) {
    const definition = state.functions.get(operand);
    if (!definition) status = 1;
    else if (flags.on.includes('x')) state.functions.set(operand, { ...definition, exported: true });
    else print(shell, name, short ? `${operand}\n` : `${definition.text}\n`);
  }
  return status;
}

/** export and readonly */
function attribute(name: 'export' | 'readonly'): Builtin {
  return {
    special: true,
    run(shell, args, frame) {
      const { state } = shell;
      const bash = state.dialect === 'bash';
      const known = bash
        ? name === 'export'
          ? 'fnp'
          : 'aAfp'
        : name === 'export' && state.dialect === 'ash'
          ? 'np'
          : 'p';
      let flags = '';
      let i = 0;
      for (; i < args.length && /^-./.test(args[i]!); i++) {
        if (args[i] === '--') {
          i++;
          break;
        }
        const bad = [...args[i]!.slice(1)].find((letter) => !known.includes(letter));
        if (bad !== undefined) return badFlag(shell, name, bad);
        flags += args[i]!.slice(1);
      }
      const operands = args.slice(i);
      if (operands.length === 0) return print(shell, name, attributeLines(shell, name));
      let status = 0;
      for (const operand of operands) if (!mark(shell, name, operand, flags, frame)) status = 1;
      return status;
    },
  };
}

export const exportVariable = attribute('export');
export const readonlyVariable = attribute('readonly');

function badFlag(shell: Shell, name: string, letter: string): number {
  const { dialect } = shell.state;
  complainAs(
    shell,
    name,
    dialect === 'bash'
      ? `-${letter}: invalid option`
      : `${dialect === 'dash' ? 'Illegal' : 'illegal'} option -${letter}`,
  );
  if (dialect === 'bash') return usage(shell, name);
  throw new Failure('shell', 2);
}

function mark(
  shell: Shell,
  builtin: 'export' | 'readonly',
  operand: string,
  flags: string,
  frame: SimpleFrame,
): boolean {
  const { state } = shell;
  const bash = state.dialect === 'bash';
  if (flags.includes('f')) {
    const definition = state.functions.get(operand);
    if (!definition) {
      complainAs(shell, builtin, `${operand}: not a function`);
      return false;
    }
    if (builtin === 'export') state.functions.set(operand, { ...definition, exported: !flags.includes('n') });
    return true;
  }
  const match = /^([^=+]*)(?:(\+?)=(.*))?$/s.exec(operand);
  const [, name = operand, append, value] = match ?? [];
  if (!isName(name)) {
    badName(shell, builtin, operand);
    if (!bash) throw new Failure('shell', 2);
    return false;
  }
  const array = frame.arrays?.find((each) => frame.fields[each.field] === operand);
  if (array) setArray(shell, name, array.values, array.append);
  else if (value !== undefined) {
    if (bash && state.variables.get(name)?.readonly) {
      complainAs(shell, '', `${name}: readonly variable`);
      return false;
    }
    setVariable(shell, name, value, append === '+');
  }
  const found = state.variables.get(name) ?? {};
  state.variables.set(name, found);
  if (builtin === 'readonly') found.readonly = true;
  else if (flags.includes('n')) delete found.exported;
  else found.exported = true;
  return true;
}

function attributeLines(shell: Shell, builtin: 'export' | 'readonly'): string {
  const { state } = shell;
  const lines: string[] = [];
  for (const name of variableNames(shell)) {
    const found = state.variables.get(name);
    const computed = builtin === 'readonly' && COMPUTED_READONLY.includes(name);
    if (!computed && !(builtin === 'export' ? found?.exported : found?.readonly)) continue;
    if (state.dialect === 'bash') lines.push(`${declaration(shell, name)}\n`);
    else lines.push(`${builtin} ${name}${found?.value === undefined ? '' : `=${quoteSinglePosix(found.value)}`}\n`);
  }
  return lines.join('');
}

export const unset: Builtin = {
  special: true,
  run(shell, args) {
    const { state } = shell;
    const bash = state.dialect === 'bash';
    let flags = '';
    let i = 0;
    for (; i < args.length && /^-./.test(args[i]!); i++) {
      if (args[i] === '--') {
        i++;
        break;
      }
      const bad = [...args[i]!.slice(1)].find((letter) => !(bash ? 'fvn' : 'fv').includes(letter));
      if (bad !== undefined) return badFlag(shell, 'unset', bad);
      flags += args[i]!.slice(1);
    }
    let status = 0;
    for (const name of args.slice(i)) {
      const result = unsetOne(shell, name, flags);
      if (result !== 0) status = result;
    }
    return status;
  },
};

function unsetOne(shell: Shell, name: string, flags: string): number {
  const { state } = shell;
  const bash = state.dialect === 'bash';
  if (flags.includes('f')) {
    state.functions.delete(name);
    return 0;
  }
  const element = bash ? /^([A-Za-z_]\w*)\[(.*)\]$/s.exec(name) : null;
  if (element) return unsetElementOf(shell, element[1]!, element[2]!);
  if (!isName(name)) {
    if (bash && !flags.includes('v')) return state.functions.delete(name) ? 0 : 0;
    badName(shell, 'unset', name);
    if (!bash) throw new Failure('shell', 2);
    return 1;
  }
  const had = state.variables.has(name) || elements(shell, name) !== undefined;
  if (!unsetVariable(shell, name, flags.includes('n'))) {
    complainAs(shell, 'unset', bash ? `${name}: cannot unset: readonly variable` : `${name}: is read only`);
    if (!bash) throw new Failure('shell', 2);
    return 1;
  }
  if (!had && bash && !flags.includes('v')) state.functions.delete(name);
  return 0;
}

function unsetElementOf(shell: Shell, name: string, index: string): number {
  const found = shell.state.variables.get(name);
  if (!found) return 0;
  if (found.readonly) {
    complainAs(shell, 'unset', `${name}: cannot unset: readonly variable`);
    return 1;
  }
  if (!found.items && !found.table && index !== '0' && index !== '@' && index !== '*') {
    complainAs(shell, 'unset', `${name}: not an array variable`);
    return 1;
  }
  if (index === '@' || index === '*') shell.state.variables.delete(name);
  else removeElement(shell, name, index);
  return 0;
}

function removeElement(shell: Shell, name: string, index: string): void {
  const found = shell.state.variables.get(name)!;
  if (found.table) found.table.delete(index);
  else if (found.items) {
    const at = Number(evaluateIn(shell, index));
    const last = elements(shell, name)?.at(-1)?.[0];
    found.items.delete(at < 0 ? Number(last ?? -1) + 1 + at : at);
  } else shell.state.variables.delete(name);
}

/** How completion and `printf %q` show a word. */
export function quoteWord(shell: Shell, text: string): string {
  return quoteBackslash(text, isUtf8(shell));
}
