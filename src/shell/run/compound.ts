import { context } from '../expand/context.ts';
import { isZero } from '../expand/integer.ts';
import { matches } from '../expand/pattern.ts';
import { evaluateOrFail, expandArithmetic, expandFields, expandPatternWord, expandText } from '../expand/words.ts';
import { Failure } from '../failure.ts';
import { trace, traceWord } from '../print/trace.ts';
import { type Frame, flag, type Shell } from '../state.ts';
import type { Arithmetic } from '../syntax/nodes.ts';
import { setVariable } from '../variables.ts';
import { begin } from './begin.ts';
import { evaluateCondition } from './condition.ts';
import { afterCommand } from './exit.ts';
import { applyRedirect } from './redirect.ts';
import { startTrap } from './signals.ts';
import { pop } from './unwind.ts';

type Of<Type extends Frame['type']> = Extract<Frame, { type: Type }>;

export function ifStep(shell: Shell, frame: Of<'if'>): void {
  const { state } = shell;
  const { clauses, otherwise } = frame.command;
  if (!frame.condition) {
    pop(shell);
    return;
  }
  if (state.status === 0) {
    frame.condition = false;
    state.frames.push({ type: 'list', list: clauses[frame.index]!.body, index: 0 });
    return;
  }
  frame.index++;
  const next = clauses[frame.index];
  if (next) {
    state.frames.push({ type: 'list', list: next.condition, index: 0 });
    return;
  }
  frame.condition = false;
  if (otherwise) state.frames.push({ type: 'list', list: otherwise, index: 0 });
  else {
    state.status = 0;
    pop(shell);
  }
}

export function whileStep(shell: Shell, frame: Of<'while'>): void {
  const { state } = shell;
  const { command, control } = frame;
  delete frame.control;
  if (control === 'break') {
    pop(shell);
    return;
  }
  if (frame.condition && control === undefined) {
    if ((state.status === 0) === command.until) {
      state.status = frame.status;
      pop(shell);
      return;
    }
    frame.condition = false;
    state.frames.push({ type: 'list', list: command.body, index: 0 });
    return;
  }
  frame.status = state.status;
  frame.condition = true;
  state.frames.push({ type: 'list', list: command.condition, index: 0 });
}

export function forStep(shell: Shell, frame: Of<'for'>): void {
  const { state } = shell;
  const { command } = frame;
  if (!frame.values) {
    collectWords(shell, frame);
    if (!frame.values) return;
  }
  const { control } = frame;
  delete frame.control;
  if (control === 'break') {
    pop(shell);
    return;
  }
  if (state.pendingTraps.length > 0 && startTrap(shell)) return;
  if (frame.index >= frame.values.length) {
    if (frame.index === 0) state.status = 0;
    pop(shell);
    return;
  }
  state.line = command.line;
  if (flag(shell, 'x') && state.dialect === 'bash') {
    trace(shell, `for ${command.name} in ${command.words?.map((word) => word.text).join(' ') ?? '"$@"'}`);
  }
  setVariable(shell, command.name, frame.values[frame.index++]!);
  state.frames.push({ type: 'list', list: command.body, index: 0 });
}

/** Expands the words of `for … in`, one by one. */
export function collectWords(shell: Shell, frame: Of<'for'>): void {
  const { words } = frame.command;
  const { state } = shell;
  state.line = frame.command.line;
  if (!words) {
    frame.values = [...state.positional];
    return;
  }
  frame.collected ??= [];
  while (frame.words < words.length) {
    const word = words[frame.words]!;
    for (const field of expandFields(context(shell, word.commands && frame.log), word)) frame.collected.push(field);
    frame.log = [];
    frame.words++;
  }
  frame.values = frame.collected;
}

export function arithmeticForStep(shell: Shell, frame: Of<'arithmetic-for'>): void {
  const { state } = shell;
  const { command } = frame;
  if (frame.control === 'break') {
    pop(shell);
    return;
  }
  delete frame.control;
  state.line = command.line;
  const value = (expression: Arithmetic) => {
    if (flag(shell, 'x') && expression.text !== '') trace(shell, `(( ${expression.text} ))`);
    if (expression.text.trim() === '') return 1;
    const found = arithmeticValue(shell, frame, expression);
    frame.log = [];
    return found;
  };
  switch (frame.phase) {
    case 'initialize':
      value(command.initialize);
      frame.phase = 'test';
      return;
    case 'test':
      if (isZero(value(command.test))) {
        state.status = frame.status;
        pop(shell);
        return;
      }
      frame.phase = 'body';
      state.frames.push({ type: 'list', list: command.body, index: 0 });
      return;
    case 'body':
      frame.status = state.status;
      frame.phase = 'update';
      return;
    case 'update':
      value(command.update);
      frame.phase = 'test';
      return;
    default:
      frame.phase satisfies never;
  }
}

/** A number in `((…))`: an error there ends only the command, with status 1. */
function arithmeticValue(shell: Shell, frame: { log: unknown[] }, expression: Arithmetic): number | bigint {
  try {
    if (!expression.parts) return evaluateOrFail(shell, expression.text, '((');
    return expandArithmetic(context(shell, frame.log), expression);
  } catch (failure) {
    if (failure instanceof Failure && failure.scope === 'line') throw new Failure('command', 1);
    throw failure;
  }
}

export function arithmeticStep(shell: Shell, frame: Of<'arithmetic'>): void {
  const { state } = shell;
  state.line = frame.command.line;
  if (flag(shell, 'x')) trace(shell, `(( ${frame.command.expression.text} ))`);
  const value = arithmeticValue(shell, frame, frame.command.expression);
  pop(shell);
  state.status = isZero(value) ? 1 : 0;
  afterCommand(shell);
}

export function testStep(shell: Shell, frame: Of<'test'>): void {
  const { state } = shell;
  state.line = frame.command.line;
  const status = evaluateCondition(context(shell, frame.log), frame.command.expression);
  pop(shell);
  state.status = status;
  afterCommand(shell);
}

export function caseStep(shell: Shell, frame: Of<'case'>): void {
  const { state } = shell;
  const { command } = frame;
  state.line = command.line;
  if (frame.subject === undefined) {
    const { word } = command;
    frame.subject = expandText(context(shell, word.commands && frame.log), word);
    frame.log = [];
    state.status = 0;
    if (flag(shell, 'x') && state.dialect === 'bash') trace(shell, `case ${traceWord(shell, frame.subject)} in`);
  }
  if (frame.running) {
    const { end } = command.items[frame.item]!;
    frame.running = false;
    frame.item++;
    frame.pattern = 0;
    const next = command.items[frame.item];
    if (end === ';;' || !next) {
      pop(shell);
      return;
    }
    if (end === ';&') {
      frame.running = true;
      state.frames.push({ type: 'list', list: next.body, index: 0 });
      return;
    }
  }
  const options = {
    extended: state.dialect === 'bash' && state.shopt.has('extglob'),
    ignoreCase: state.shopt.has('nocasematch'),
  };
  for (let item = command.items[frame.item]; item; item = command.items[++frame.item]) {
    for (let word = item.patterns[frame.pattern]; word; word = item.patterns[++frame.pattern]) {
      const pattern = expandPatternWord(context(shell, word.commands && frame.log), word);
      frame.log = [];
      if (!matches(pattern, frame.subject, options)) continue;
      frame.running = true;
      state.frames.push({ type: 'list', list: item.body, index: 0 });
      return;
    }
    frame.pattern = 0;
  }
  pop(shell);
}

export function redirectedStep(shell: Shell, frame: Of<'redirected'>): void {
  const { state } = shell;
  if (frame.started) {
    // What it printed goes where its redirections lead.
    if (state.output.length > 0) return;
    pop(shell);
    return;
  }
  while (frame.index < frame.redirects.length) {
    const redirect = frame.redirects[frame.index]!;
    applyRedirect(shell, frame, redirect, redirect.target.commands && frame.log);
    frame.log = [];
    frame.index++;
  }
  frame.started = true;
  begin(shell, frame.command);
}
