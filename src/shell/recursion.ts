import type { Builtin } from './builtins/builtin.ts';
import type { DialectName } from './dialect.ts';
import type { Context } from './expand/context.ts';
import type { Sink } from './expand/fields.ts';
import type { TildePlace } from './expand/tilde.ts';
import type { PartOptions } from './expand/words.ts';
import type { Shell } from './state.ts';
import type { Command, List, Part, Word } from './syntax/nodes.ts';

/**
 * Where a shell is recursive, as its grammar has it: words run commands and commands expand words, a parameter's
 * alternative is a word, a function's body a command, and some builtins look builtins up. The lower side calls the upper
 * one through this, which whoever makes a shell fills in (index.ts).
 */
export interface Recursion {
  /** Puts a command on the stack. */
  readonly begin: (shell: Shell, command: Command) => void;
  readonly expandParts: (
    ctx: Context,
    parts: readonly Part[],
    quoted: boolean,
    sink: Sink,
    options?: PartOptions,
  ) => void;
  readonly expandText: (ctx: Context, word: Word, tilde?: TildePlace) => string;
  readonly startSubstitution: (shell: Shell, part: Extract<Part, { type: 'command' | 'late' }>) => void;
  readonly startProcessSubstitution: (shell: Shell, body: List, direction: '<' | '>') => string;
  readonly builtinOf: (shell: Shell, name: string) => Builtin | undefined;
  readonly builtinNames: (dialect: DialectName) => readonly string[];
}
