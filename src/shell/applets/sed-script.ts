import { compileRegex, type Regex } from './regex.ts';

/** A regular expression of a script; an empty one stands for the one used last. */
export interface SedRegex {
  readonly pattern: string;
  readonly ignoreCase: boolean;
  readonly multiline: boolean;
}

export type Address =
  | { readonly kind: 'line'; readonly line: number }
  | { readonly kind: 'step'; readonly first: number; readonly step: number }
  | { readonly kind: 'last' }
  | { readonly kind: 'regex'; readonly regex: SedRegex }
  /** As a second address only: so many lines more, or up to the next multiple. */
  | { readonly kind: 'plus'; readonly lines: number }
  | { readonly kind: 'multiple'; readonly of: number };

/** A piece of a replacement: text, a group (0 is the whole match), or a change of case from here on. */
export type Piece =
  | { readonly text: string }
  | { readonly group: number }
  | { readonly letters: 'U' | 'L' | 'u' | 'l' | 'E' };

export interface Substitution {
  readonly regex: SedRegex;
  readonly pieces: readonly Piece[];
  /** The first match that is replaced, from 1 on. */
  readonly number: number;
  readonly all: boolean;
  /** How often the pattern space is printed after a replacement. */
  readonly print: number;
  readonly execute: boolean;
  readonly file: string | undefined;
}

export interface Command {
  readonly name: string;
  readonly from: Address | undefined;
  readonly to: Address | undefined;
  readonly negated: boolean;
  /** Text of a, i and c; a label; a file's name; a command for e. */
  readonly text: string;
  /** Exit status of q and Q, width of l. */
  readonly number: number | undefined;
  readonly substitution?: Substitution;
  readonly map?: readonly string[];
  /** Of `{`: the index of its `}`; of a jump: where to. */
  target: number;
}

export interface Script {
  readonly commands: readonly Command[];
  /** The script begins with `#n`. */
  readonly silent: boolean;
}

/** What stands before a command's letter. */
export type Where = Pick<Command, 'from' | 'to' | 'negated'>;

/** One piece of a script: an argument of -e, or a file's content. */
export interface Source {
  readonly text: string;
  readonly file: string | undefined;
}

/** What is wrong with a script; the whole message. */
export class ScriptError extends Error {
  constructor(
    message: string,
    readonly status = 1,
  ) {
    super(message);
  }
}

export interface ScriptOptions {
  readonly gnu: boolean;
  readonly extended: boolean;
}

const compiled = new Map<string, Regex>();

/** The compiled form of an expression, made once. Its syntax has been checked before. */
export function regexOf(regex: SedRegex, extended: boolean, notAtBeginning = false): Regex {
  const key = `${extended}${regex.ignoreCase}${regex.multiline}${notAtBeginning}${regex.pattern}`;
  let found = compiled.get(key);
  if (!found) {
    const made = compileRegex(regex.pattern, { ...regex, extended, notAtBeginning });
    if ('error' in made) throw new ScriptError(made.error);
    if (compiled.size > 200) compiled.clear();
    compiled.set(key, made);
    found = made;
  }
  return found;
}
