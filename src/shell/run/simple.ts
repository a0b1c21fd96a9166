import type { Builtin } from '../builtins/builtin.ts';
import { type Context, context } from '../expand/context.ts';
import { expandFields, expandText } from '../expand/words.ts';
import { Failure } from '../failure.ts';
import { complain } from '../messages.ts';
import { traceCommand } from '../print/trace.ts';
import { type AssignedValue, flag, type Shell, type SimpleFrame, type Variable } from '../state.ts';
import type { Assignment, Simple } from '../syntax/nodes.ts';
import { setArray, setElement, setVariable, variable } from '../variables.ts';
import { callFunction } from './calls.ts';
import { runExternal } from './commands.ts';
import { afterCommand } from './exit.ts';
import { applyRedirect } from './redirect.ts';
import { closeUnused, pop } from './unwind.ts';

/** Puts a simple command on the stack. */
export function beginSimple(shell: Shell, command: Simple): void {
  const frame: SimpleFrame = {
    type: 'simple',
    command,
    phase: 'words',
    index: 0,
    fields: [],
    values: [],
    log: [],
  };
  shell.state.frames.push(frame);
  simpleStep(shell, frame);
}

/**
 * A simple command in its order: 1. words are expanded, 2. redirections are made, 3. assignments are expanded, 4. it is
 * run, 5. everything is put back. Each word is a step of its own where commands run in it.
 */
export function simpleStep(shell: Shell, frame: SimpleFrame): void {
  const { command } = frame;
  shell.state.line = command.line;
  if (frame.phase === 'words') {
    while (frame.index < command.words.length) {
      word(shell, frame, frame.index);
      frame.log = [];
      frame.index++;
    }
    frame.phase = 'redirects';
    frame.index = 0;
    // Without a command bash makes the assignments first.
    if (frame.fields.length === 0 && shell.state.dialect === 'bash') frame.phase = 'early assignments';
  }
  if (frame.phase === 'early assignments') {
    while (frame.index < command.assignments.length) assignment(shell, frame, command.assignments[frame.index]!);
    frame.phase = 'redirects';
    frame.index = 0;
  }
  if (frame.phase === 'redirects') {
    while (frame.index < command.redirects.length) {
      const redirect = command.redirects[frame.index]!;
      applyRedirect(shell, frame, redirect, redirect.target.commands && frame.log);
      frame.log = [];
      frame.index++;
    }
    frame.phase = frame.values.length > 0 ? 'run' : 'assignments';
    frame.index = 0;
  }
  if (frame.phase === 'assignments') {
    while (frame.index < command.assignments.length) assignment(shell, frame, command.assignments[frame.index]!);
    frame.phase = 'run';
  }
  if (frame.phase === 'run') {
    frame.phase = 'done';
    run(shell, frame);
    if (shell.state.frames.at(-1) !== frame) return;
  }
  done(shell, frame);
}

function done(shell: Shell, frame: SimpleFrame): void {
  const { state } = shell;
  // What the command printed goes where its redirections lead.
  if (state.output.length > 0 && frame.restore) return;
  if (frame.fields.length > 0) state.lastArgument = frame.fields.at(-1)!;
  state.pipeStatus = [state.status];
  pop(shell);
  afterCommand(shell);
}

function word(shell: Shell, frame: SimpleFrame, index: number): void {
  const node = frame.command.words[index]!;
  const ctx = context(shell, node.commands && frame.log);
  if (node.assignment && frame.fields.length > 0 && declares(shell, frame.fields)) {
    argument(ctx, frame, node.assignment);
    return;
  }
  if (node.plain !== undefined) frame.fields.push(node.plain);
  else frame.fields.push(...expandFields(ctx, node));
}

const DECLARATIONS = new Set(['declare', 'typeset', 'local', 'export', 'readonly']);

/** Is the command one whose arguments are assignments? */
function declares(shell: Shell, fields: readonly string[]): boolean {
  const name = fields.find((field) => field !== 'command' && field !== 'builtin') ?? '';
  if (shell.state.dialect !== 'bash') return name === 'export' || name === 'readonly' || name === 'local';
  return DECLARATIONS.has(name);
}

/** `export name=value`: the value is neither split nor globbed. */
function argument(ctx: Context, frame: SimpleFrame, node: Assignment): void {
  const { value } = node;
  const name = node.index ? `${node.name}[${expandText(ctx, node.index)}]` : node.name;
  const sign = node.append ? '+=' : '=';
  if ('parts' in value) {
    frame.fields.push(`${name}${sign}${expandText(ctx, value, 'assignment')}`);
    return;
  }
  const values = arrayValues(ctx, node);
  frame.arrays ??= [];
  frame.arrays.push({ field: frame.fields.length, name, append: node.append, values });
  frame.fields.push(`${name}${sign}(…)`);
}

function arrayValues(ctx: Context, node: Assignment): Exclude<AssignedValue, string> {
  if ('parts' in node.value) return [];
  return node.value.flatMap((element): (readonly [string | undefined, string, boolean?])[] => {
    if (element.index) {
      const key = expandText(ctx, element.index);
      return [[key, expandText(ctx, element.value, 'assignment'), element.append]];
    }
    return expandFields(ctx, element.value).map((field) => [undefined, field] as const);
  });
}

function assignment(shell: Shell, frame: SimpleFrame, node: Assignment): void {
  const { value } = node;
  const commands =
    (node.index?.commands ?? false) ||
    ('parts' in value ? value.commands : value.some((element) => element.value.commands || element.index?.commands));
  const ctx = context(shell, commands ? frame.log : undefined);
  const key = node.index && expandText(ctx, node.index);
  const found = 'parts' in value ? expandText(ctx, value, 'assignment') : arrayValues(ctx, node);
  frame.log = [];
  frame.index++;
  frame.values.push(found);
  // Without a command they are made one after the other: each sees those before it.
  if (frame.fields.length === 0 || shell.state.dialect !== 'bash') assign(shell, frame, node, key, found);
  else assignLocally(shell, frame, node, key, found);
}

function assign(
  shell: Shell,
  frame: SimpleFrame,
  node: Assignment,
  key: string | undefined,
  value: AssignedValue,
): void {
  if (frame.fields.length > 0) {
    assignLocally(shell, frame, node, key, value);
    return;
  }
  if (flag(shell, 'x') && shell.state.dialect === 'bash') traceCommand(shell, frame, [node], [value]);
  store(shell, node, key, value);
}

function store(shell: Shell, node: Assignment, key: string | undefined, value: AssignedValue): void {
  if (typeof value !== 'string') setArray(shell, node.name, value, node.append);
  else if (key !== undefined) setElement(shell, node.name, key, value, node.append);
  else setVariable(shell, node.name, value, node.append);
}

/** `name=value command`: for the command only. */
function assignLocally(
  shell: Shell,
  frame: SimpleFrame,
  node: Assignment,
  key: string | undefined,
  value: AssignedValue,
): void {
  const { state } = shell;
  const old = state.variables.get(node.name);
  if (old?.readonly && state.dialect === 'bash') {
    complain(shell, `${node.name}: readonly variable`);
    return;
  }
  frame.variables ??= [];
  frame.variables.push([node.name, old]);
  const copy: Variable = old ? { ...old, ...(old.items && { items: new Map(old.items) }) } : {};
  state.variables.set(node.name, copy);
  try {
    store(shell, node, key, value);
  } finally {
    const now = state.variables.get(node.name);
    if (now) now.exported = true;
  }
}

function run(shell: Shell, frame: SimpleFrame): void {
  const { state } = shell;
  const { fields } = frame;
  const name = fields[0];
  const traced = name !== undefined || (state.dialect !== 'bash' && frame.command.assignments.length > 0);
  if (flag(shell, 'x') && traced) traceCommand(shell, frame, frame.command.assignments, frame.values);
  if (name === undefined) {
    state.status = frame.substituted ? (frame.substitutionStatus ?? 0) : 0;
    return;
  }
  dispatch(shell, frame, fields);
}

/** Finds out what a name is, in the dialect's order, and runs it. */
export function dispatch(shell: Shell, frame: SimpleFrame, argv: readonly string[]): void {
  const { state } = shell;
  const name = argv[0]!;
  const builtin = frame.skip === 'all' ? undefined : shell.recursion.builtinOf(shell, name);
  const definition = frame.skip ? undefined : state.functions.get(name);
  if (definition && !(builtin?.special && state.dialect !== 'bash')) {
    callFunction(shell, frame, definition, argv);
    return;
  }
  if (builtin) {
    runBuiltin(shell, frame, builtin, argv);
    return;
  }
  runExternal(shell, frame, argv, {});
}

function runBuiltin(shell: Shell, frame: SimpleFrame, builtin: Builtin, argv: readonly string[]): void {
  const { state } = shell;
  frame.builtin = argv[0]!;
  // POSIX: assignments before a special builtin stay.
  if (builtin.special && state.dialect !== 'bash' && !frame.skip) keepVariables(shell, frame);
  const status = builtin.run(shell, argv.slice(1), frame);
  if (status !== undefined) state.status = status;
}

function keepVariables(shell: Shell, frame: SimpleFrame): void {
  for (const [name, old] of frame.variables ?? []) {
    const now = shell.state.variables.get(name);
    if (now) now.exported = old?.exported ?? false;
  }
  delete frame.variables;
}

/** `exec` without a command: its redirections stay. */
export function keepRedirections(shell: Shell, frame: SimpleFrame): void {
  const before = frame.restore?.fds;
  delete frame.restore;
  if (before) closeUnused(shell, before);
}

/** A failure of the command alone: it ends with a status. */
export function failSimple(shell: Shell, frame: SimpleFrame, failure: Failure): void {
  const { state } = shell;
  const special =
    frame.fields[0] !== undefined && shell.recursion.builtinOf(shell, frame.fields[0])?.special && !frame.skip;
  state.status = failure.status;
  if (special && state.dialect !== 'bash' && !state.interactive) throw new Failure('shell', failure.status);
  frame.phase = 'done';
  done(shell, frame);
}

/** Is the name known as a variable? For tests with -v. */
export function isSet(shell: Shell, name: string): boolean {
  const found = variable(shell, name);
  return found !== undefined && (found.value !== undefined || found.items !== undefined || found.table !== undefined);
}
