/*
 * Commands as the shell runs them: plain data without references to the parser, so that a frame can hold a node, and a
 * fork or a checkpoint copies it. Lines count from 1 within the script.
 */

/** A word before any expansion. */
export interface Word {
  /** As written. */
  readonly text: string;
  readonly parts: readonly Part[];
  /** The word's value if nothing in it is ever expanded: no quoting, pattern, tilde, brace or `$`. */
  readonly plain?: string;
  /** Commands run in it. */
  readonly commands?: true;
  /** bash: an unquoted brace that may be an expansion. */
  readonly braces?: true;
}

export type Part =
  /** Unquoted text: split never, but a pattern, a tilde or a brace expansion perhaps. */
  | { readonly type: 'text'; readonly value: string }
  /** Quoted text. */
  | { readonly type: 'quoted'; readonly value: string }
  /** What stands in double quotes; its texts are all `quoted`. */
  | { readonly type: 'double'; readonly parts: readonly Part[] }
  | Parameter
  | { readonly type: 'command'; readonly body: List; readonly input?: Word; readonly here?: true }
  /** A backquoted or otherwise late-read command that bash finds wrong only when it runs it. */
  | { readonly type: 'late'; readonly source: string }
  | { readonly type: 'arithmetic'; readonly text: string; readonly parts?: readonly Part[] }
  | { readonly type: 'process'; readonly direction: '<' | '>'; readonly body: List };

/** `$name` and `${…}`. */
export interface Parameter {
  readonly type: 'parameter';
  /** As written, for messages. */
  readonly text: string;
  readonly name: string;
  /** `${!name}` */
  readonly indirect?: true;
  /** `${#name}` */
  readonly length?: true;
  /** `[index]` of an array. */
  readonly index?: Word;
  readonly operation?: Operation;
}

export type Operation =
  | { readonly type: 'default'; readonly operator: '-' | '=' | '+' | '?'; readonly colon: boolean; readonly word: Word }
  | { readonly type: 'remove'; readonly operator: '#' | '##' | '%' | '%%'; readonly pattern: Word }
  | {
      readonly type: 'replace';
      readonly operator: '/' | '//' | '/#' | '/%';
      readonly pattern: Word;
      readonly replacement: Word;
    }
  | { readonly type: 'slice'; readonly offset: Word; readonly length?: Word }
  | { readonly type: 'case'; readonly operator: '^' | '^^' | ',' | ',,' | '~' | '~~'; readonly pattern?: Word }
  | { readonly type: 'transform'; readonly letter: string }
  /** `${!prefix*}`, `${!prefix@}` */
  | { readonly type: 'names'; readonly operator: '@' | '*' }
  | { readonly type: 'unknown' };

export interface Assignment {
  readonly name: string;
  readonly index?: Word;
  readonly append: boolean;
  readonly value: Word | readonly ArrayElement[];
  readonly text: string;
}

/** An element of `name=(…)`; with an index where it was written `[index]=value`. */
export interface ArrayElement {
  readonly index?: Word;
  readonly append: boolean;
  readonly value: Word;
}

export type RedirectOperator = '>' | '>>' | '<' | '<>' | '<&' | '>&' | '>|' | '&>' | '&>>' | '<<<' | '<<';

export interface Redirect {
  readonly operator: RedirectOperator;
  /** The descriptor before the operator, or `{name}`; undefined: the operator's own. */
  readonly fd?: number | string;
  /** The file, the descriptor, the here-string; of a here-document its text. */
  readonly target: Word;
  /** How it was written, for `type` and job lists. */
  readonly heredoc?: { readonly delimiter: string; readonly dashed: boolean; readonly body: string };
}

/** An argument: an assignment too, for commands such as `export`. */
export interface Argument extends Word {
  readonly assignment?: Assignment;
}

export interface Simple {
  readonly type: 'simple';
  readonly line: number;
  readonly assignments: readonly Assignment[];
  readonly words: readonly Argument[];
  readonly redirects: readonly Redirect[];
}

export type Command =
  | Simple
  | { readonly type: 'group'; readonly body: List }
  | { readonly type: 'subshell'; readonly body: List }
  | {
      readonly type: 'if';
      readonly clauses: readonly { readonly condition: List; readonly body: List }[];
      readonly otherwise?: List;
    }
  | { readonly type: 'while'; readonly until: boolean; readonly condition: List; readonly body: List }
  | {
      readonly type: 'for' | 'select';
      readonly line: number;
      readonly name: string;
      readonly words?: readonly Word[];
      readonly body: List;
    }
  | {
      readonly type: 'arithmetic-for';
      readonly line: number;
      readonly initialize: Arithmetic;
      readonly test: Arithmetic;
      readonly update: Arithmetic;
      readonly body: List;
    }
  | { readonly type: 'case'; readonly line: number; readonly word: Word; readonly items: readonly CaseItem[] }
  | { readonly type: 'test'; readonly line: number; readonly expression: Test }
  | { readonly type: 'arithmetic-command'; readonly line: number; readonly expression: Arithmetic }
  | { readonly type: 'function'; readonly line: number; readonly name: string; readonly body: Command }
  | { readonly type: 'redirected'; readonly command: Command; readonly redirects: readonly Redirect[] }
  | { readonly type: 'coproc'; readonly line: number }
  | Pipeline
  | {
      readonly type: 'and-or';
      readonly first: Command;
      readonly rest: readonly { readonly operator: '&&' | '||'; readonly command: Command }[];
    };

export interface Pipeline {
  readonly type: 'pipeline';
  readonly commands: readonly Command[];
  readonly negated: boolean;
  readonly time?: 'bash' | 'posix';
}

/** An expression's text, and its parts if something in it is expanded first. */
export interface Arithmetic {
  readonly text: string;
  readonly parts?: readonly Part[];
}

export interface CaseItem {
  readonly patterns: readonly Word[];
  readonly body: List;
  readonly end: ';;' | ';&' | ';;&';
}

export interface Statement {
  readonly command: Command;
  readonly background: boolean;
  readonly line: number;
}

export type List = readonly Statement[];

export type Test =
  | { readonly type: 'unary'; readonly operator: string; readonly word: Word }
  | { readonly type: 'binary'; readonly operator: string; readonly left: Word; readonly right: Word }
  | { readonly type: 'and' | 'or'; readonly operands: readonly Test[] }
  | { readonly type: 'not'; readonly operand: Test }
  | { readonly type: 'group'; readonly operand: Test };
