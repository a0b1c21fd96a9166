import { Failure } from '../failure.ts';
import type { FunctionDefinition, Shell, SimpleFrame } from '../state.ts';

/** Deeper than this the shells themselves run out of stack, and crash. */
const DEEPEST = 5000;

/** Calls a function: its frame, then its body's. */
export function callFunction(
  shell: Shell,
  frame: SimpleFrame,
  definition: FunctionDefinition,
  argv: readonly string[],
): void {
  const { state, sys } = shell;
  if (state.depth >= DEEPEST) {
    sys.onSignal('SEGV', 'default');
    sys.kill(sys.pid, 'SEGV');
    throw new Failure('shell', 139);
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
  shell.recursion.begin(shell, definition.body);
}
