import { quoteIfNeeded, quoteSinglePosix } from '../builtins/quote.ts';
import { expandPrompt } from '../line/prompt.ts';
import { say } from '../messages.ts';
import type { AssignedValue, Shell, SimpleFrame } from '../state.ts';
import type { Assignment } from '../syntax/nodes.ts';
import { getVariable, isUtf8 } from '../variables.ts';

/** How many texts within texts run here: eval, sourced files, traps. */
export function nestedTexts({ state }: Shell): number {
  return state.frames.filter((frame) => frame.type === 'input' && /^(eval|source|trap)$/.test(frame.kind)).length;
}

/** What `set -x` puts in front: PS4, its first letter repeated in bash for each text within a text. */
function tracePrefix(shell: Shell): string {
  const { state } = shell;
  const bash = state.dialect === 'bash';
  const text = expandPrompt(shell, getVariable(shell, 'PS4') ?? (bash ? '' : '+ '), bash);
  if (!bash || text === '') return text;
  return text[0]!.repeat(state.evaluations + nestedTexts(shell) + 1) + text.slice(1);
}

/** A line of `set -x`. */
export function trace(shell: Shell, text: string): void {
  say(shell, `${tracePrefix(shell)}${text}`);
}

/** ash quotes what it would take for a reserved word. */
const RESERVED = new Set('if then elif else fi while until do done for in case esac ! { } function'.split(' '));

/** A word as `set -x` shows it in the dialect. */
export function traceWord(shell: Shell, text: string): string {
  switch (shell.state.dialect) {
    case 'bash':
      return text === '' ? "''" : quoteIfNeeded(text, isUtf8(shell));
    case 'dash':
      return text;
    default:
      return /^[+,./0-9:@A-Z\]^_a-z-]*$/.test(text) && !RESERVED.has(text) ? text : quoteSinglePosix(text);
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
    const items = value.map(([key, text]) => `${key === undefined ? '' : `[${key}]=`}${traceWord(shell, text)}`);
    return `${name}(${items.join(' ')})`;
  });
  const words = frame.fields.map((field) => traceWord(shell, field)).join(' ');
  if (shell.state.dialect === 'bash') {
    for (const text of made) trace(shell, text);
    if (frame.fields.length > 0) trace(shell, words);
    return;
  }
  trace(shell, [...made, ...(frame.fields.length > 0 ? [words] : [])].join(' '));
}
