import { Failure } from '../failure.ts';
import { complain } from '../messages.ts';
import type { FunctionDefinition, Shell, SimpleFrame } from '../state.ts';
import { begin } from './begin.ts';

/** Deeper than this the shells themselves run out of stack. */
const DEEPEST = 1000;

/** Calls a function: its frame, then its body's. */
export function callFunction(
  shell: Shell,
  frame: SimpleFrame,
  definition: FunctionDefinition,
  argv: readonly string[],
): void {
  const { state } = shell;
  if (state.depth >= DEEPEST) {
    if (state.dialect === 'bash') complain(shell, `${argv[0]}: maximum function nesting level exceeded (${DEEPEST})`);
    else complain(shell, 'Maximum function recursion depth (1000) reached');
    throw new Failure(state.dialect === 'bash' ? 'line' : 'shell', state.dialect === 'bash' ? 1 : 2);
  }
  state.depth++;
  state.frames.push({
    type: 'call',
    name: argv[0]!,
    positional: state.positional,
    locals: [],
    line: frame.command.line,
  });
  state.positional = argv.slice(1);
  begin(shell, definition.body);
}
