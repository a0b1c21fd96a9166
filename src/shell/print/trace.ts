import { quoteIfNeeded, quoteSinglePosix } from '../builtins/quote.ts';
import { expandPrompt } from '../line/prompt.ts';
import { say } from '../messages.ts';
import type { AssignedValue, Shell, SimpleFrame } from '../state.ts';
import type { Assignment } from '../syntax/nodes.ts';
import { getVariable, isUtf8 } from '../variables.ts';

/** What `set -x` puts in front: PS4, its first letter repeated for each level of subshells in bash. */
function tracePrefix(shell: Shell): string {
  const { state } = shell;
  const ps4 = getVariable(shell, 'PS4') ?? (state.dialect === 'bash' ? '' : '+ ');
  const text = state.dialect === 'bash' ? expandPrompt(shell, ps4) : ps4;
  if (state.dialect !== 'bash' || text === '') return text;
  return text[0]!.repeat(state.evaluations + 1) + text.slice(1);
}

/** A line of `set -x`. */
export function trace(shell: Shell, text: string): void {
  say(shell, `${tracePrefix(shell)}${text}`);
}

/** A word as `set -x` shows it in the dialect. */
export function traceWord(shell: Shell, text: string): string {
  switch (shell.state.dialect) {
    case 'bash':
      return text === '' ? "''" : quoteIfNeeded(text, isUtf8(shell));
    case 'dash':
      return text;
    default:
      return /^[A-Za-z0-9_./:%@,+-]+$/.test(text) || text === '' ? text : quoteSinglePosix(text);
  }
}

/** Traces a command, or assignments without one. */
export function traceCommand(
  shell: Shell,
  frame: SimpleFrame,
  assignments: readonly Assignment[],
  values: readonly AssignedValue[],
): void {
  const made = assignments.map((assignment, i) => {
    const value = values[i] ?? '';
    const sign = assignment.append ? '+=' : '=';
    const index = assignment.index ? `[${assignment.index.text}]` : '';
    const name = `${assignment.name}${index}${sign}`;
    if (typeof value === 'string') return `${name}${value === '' ? '' : traceWord(shell, value)}`;
    return `${name}(${value.map(([key, text]) => `${key === undefined ? '' : `[${key}]=`}${traceWord(shell, text)}`).join(' ')})`;
  });
  const words = frame.fields.map((field) => traceWord(shell, field)).join(' ');
  if (shell.state.dialect === 'bash') {
    for (const text of made) trace(shell, text);
    if (frame.fields.length > 0) trace(shell, words);
    return;
  }
  trace(shell, [...made, ...(frame.fields.length > 0 ? [words] : [])].join(' '));
}
