import { Failure } from '../failure.ts';
import { complain } from '../messages.ts';
import { commandText, functionText } from '../print/command.ts';
import type { Shell } from '../state.ts';
import type { Command } from '../syntax/nodes.ts';
import { isName } from '../variables.ts';
import { forkShell } from './fork.ts';
import { jobControl } from './job-control.ts';
import { addJob } from './jobs.ts';
import { startPipeline } from './pipeline.ts';
import { beginSimple } from './simple.ts';

/** Puts a command on the stack; simple ones without commands in their words are run at once. */
export function begin(shell: Shell, command: Command): void {
  const { state } = shell;
  const { frames } = state;
  switch (command.type) {
    case 'simple':
      beginSimple(shell, command);
      return;
    case 'group':
      frames.push({ type: 'list', list: command.body, index: 0 });
      return;
    case 'subshell':
      startSubshell(shell, command);
      return;
    case 'and-or':
      frames.push({ type: 'and-or', command, index: 1 });
      begin(shell, command.first);
      return;
    case 'pipeline':
      startPipeline(shell, command);
      return;
    case 'if':
      frames.push({ type: 'if', command, index: 0, condition: true });
      frames.push({ type: 'list', list: command.clauses[0]!.condition, index: 0 });
      return;
    case 'while':
      frames.push({ type: 'while', command, condition: true, status: 0 });
      frames.push({ type: 'list', list: command.condition, index: 0 });
      return;
    case 'for':
    case 'select':
      checkLoopVariable(shell, command.name);
      frames.push({ type: 'for', command, index: 0, words: 0, status: 0, log: [] });
      return;
    case 'arithmetic-for':
      frames.push({ type: 'arithmetic-for', command, phase: 'initialize', status: 0, log: [] });
      return;
    case 'case':
      frames.push({ type: 'case', command, item: 0, pattern: 0, running: false, log: [] });
      return;
    case 'test':
      frames.push({ type: 'test', command, log: [] });
      return;
    case 'arithmetic-command':
      frames.push({ type: 'arithmetic', command, log: [] });
      return;
    case 'redirected':
      frames.push({
        type: 'redirected',
        command: command.command,
        redirects: command.redirects,
        index: 0,
        started: false,
        log: [],
      });
      return;
    case 'function':
      define(shell, command);
      return;
    case 'coproc':
      state.line = command.line;
      complain(shell, 'coproc: not supported');
      state.status = 1;
      return;
    default:
      command satisfies never;
  }
}

function startSubshell(shell: Shell, command: Extract<Command, { type: 'subshell' }>): void {
  const { state } = shell;
  const pid = forkShell(shell, [{ type: 'list', list: command.body, index: 0 }], jobControl(shell));
  const job = addJob(shell, [pid], commandText(command), false);
  state.frames.push({ type: 'settle' });
  state.frames.push({ type: 'wait-job', job: job.id });
}

function checkLoopVariable(shell: Shell, name: string): void {
  if (isName(name)) return;
  complain(shell, `\`${name}': not a valid identifier`);
  throw new Failure('line', 1);
}

function define(shell: Shell, command: Extract<Command, { type: 'function' }>): void {
  const { state } = shell;
  const { name } = command;
  state.status = 0;
  if (state.dialect === 'bash' && /["'\\$`]/.test(name)) {
    state.line = command.line;
    complain(shell, `\`${name}': not a valid identifier`);
    state.status = 1;
    return;
  }
  const source = state.frames.findLast((frame) => frame.type === 'input' && frame.name !== undefined);
  state.functions.set(name, {
    body: command.body,
    line: command.line,
    text: state.dialect === 'bash' ? functionText(name, command.body) : '',
    source:
      source?.type === 'input' ? source.name! : state.fromString || state.interactive ? 'environment' : state.name,
  });
}
