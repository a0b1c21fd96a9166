import type { StepProgram } from '../os/index.ts';
import { builtinNames, builtinOf } from './builtins/table.ts';
import type { DialectName } from './dialect.ts';
import { expandParts, expandText } from './expand/words.ts';
import type { Recursion } from './recursion.ts';
import { begin } from './run/begin.ts';
import { step } from './run/step.ts';
import { startProcessSubstitution, startSubstitution } from './run/substitution.ts';
import { startShell } from './start.ts';
import type { BashVersion, Completer, Entered, ShellState } from './state.ts';
import { readCommand } from './syntax/reader.ts';

export { byteCharacter, fromBytes, toBytes } from './bytes.ts';
export { CONTROL_FD } from './start.ts';
export type { Completer, CompletionRequest, Entered } from './state.ts';

const RECURSION: Recursion = {
  begin,
  builtinNames,
  builtinOf,
  expandParts,
  expandText,
  startProcessSubstitution,
  startSubstitution,
};

/** What the shells are given by whoever puts the machine together. */
export interface ShellOptions {
  readonly completer?: Completer;
}

/** The shells: bash (the host's 5.3, and `bash-5.2` of debian and ubuntu), dash, and busybox's ash. */
export function shellPrograms(options: ShellOptions = {}): StepProgram<ShellState>[] {
  const program = (name: string, dialect: DialectName, version: BashVersion = '5.3'): StepProgram<ShellState> => ({
    name,
    start: (sys) => startShell(sys, dialect, version, RECURSION),
    step: (sys, state) => step({ sys, state, completer: options.completer, recursion: RECURSION }),
  });
  return [
    program('bash', 'bash', '5.3'),
    program('bash-5.2', 'bash', '5.2'),
    program('dash', 'dash'),
    program('ash', 'ash'),
  ];
}

function isShell(state: unknown): state is ShellState {
  return typeof state === 'object' && state !== null && 'dialect' in state && 'frames' in state;
}

/** Does a shell wait for its next command: at a prompt, or for the next line on its control descriptor? */
export function atPrompt(state: unknown): boolean {
  if (!isShell(state)) return false;
  const frame = state.frames.at(-1);
  return frame?.type === 'input' && frame.kind === 'interactive' && frame.waiting === true;
}

/** `$?` of a shell. */
export function lastStatus(state: unknown): number {
  return isShell(state) ? state.status : 0;
}

/** The last command that was entered at a shell's prompt; undefined: none yet. */
export function lastEntered(state: unknown): Entered | undefined {
  return isShell(state) ? state.prompting.entered : undefined;
}

/** What stands at a shell's prompt, not yet entered; undefined if it isn't at its first prompt (PS1). */
export function typedAtPrompt(state: unknown): string | undefined {
  if (!isShell(state) || !atPrompt(state)) return undefined;
  const frame = state.frames.at(-1);
  const continued = frame?.type === 'input' && frame.script.text.slice(frame.script.at) !== '';
  return continued ? undefined : state.prompting.line?.text;
}

/** Whether bash would ask for more lines before it runs this text. */
export function isUnfinished(text: string): boolean {
  const continued = /(?<!\\)(?:\\\\)*\\\n$/.test(text);
  return continued || readCommand(text, 0, { dialect: 'bash', final: false, extglob: false }).kind === 'incomplete';
}
