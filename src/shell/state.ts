import type { Fd, Pid, Sys, WaitStatus } from '../os/index.ts';
import type { DialectName } from './dialect.ts';
import type { LineState } from './line/line-state.ts';
import type { Recursion } from './recursion.ts';
import type { Command, List, Redirect, Simple } from './syntax/nodes.ts';

/*
 * Everything that a running shell is, as plain data: a fork or a checkpoint is a copy of it.
 */

/** A variable and its attributes. A value that is undefined: declared, not set. */
export interface Variable {
  value?: string;
  /** An indexed array; the keys are unordered. */
  items?: Map<number, string>;
  /** An associative array. */
  table?: Map<string, string>;
  exported?: boolean;
  readonly?: boolean;
  integer?: boolean;
  case?: 'upper' | 'lower';
  reference?: boolean;
  /** An array that was declared and not assigned: shown without `=()`. */
  declared?: boolean;
}

export interface FunctionDefinition {
  readonly body: Command;
  readonly line: number;
  /** As bash prints it, for functions in the environment. */
  readonly text?: string;
  /** The script that it stands in, for messages. */
  readonly source: string;
  readonly exported?: boolean;
}

/** What a descriptor number of the shell's scripts is to the kernel. */
export type Descriptors = Readonly<Record<number, Fd>>;

export interface JobProcess {
  readonly pid: Pid;
  status?: WaitStatus;
}

export interface Job {
  readonly id: number;
  /** The process group; 0 without job control. */
  readonly pgid: Pid;
  readonly processes: JobProcess[];
  readonly text: string;
  background: boolean;
  /** What the user was last told about it. */
  told: 'running' | 'stopped' | 'done';
  /** Counts up when a job is started or stopped: the current job is the highest. */
  order: number;
  disowned?: boolean;
  /** A subshell's parent's: it can be listed, not waited for. */
  inherited?: boolean;
}

/** A text that is read command by command. */
export interface Script {
  text: string;
  at: number;
  line: number;
  /** Nothing will be added to the text. */
  final: boolean;
}

export type InputKind =
  /** `-c` */
  | 'string'
  /** A script file, or standard input. */
  | 'file'
  /** A terminal, or the control descriptor. */
  | 'interactive'
  | 'eval'
  | 'source'
  | 'trap'
  /** `~/.bashrc` and the like. */
  | 'startup';

export interface InputFrame {
  readonly type: 'input';
  readonly kind: InputKind;
  readonly script: Script;
  /** The descriptor that more text comes from, and how it is read. */
  readonly feed?: {
    readonly fd: Fd;
    readonly how: 'bytes' | 'blocks' | 'control' | 'terminal';
    /** It was opened for this and is closed with it. */
    readonly owned?: boolean;
  };
  /** Standard input or a script: bytes that are no whole line yet. */
  pending?: Uint8Array;
  /** source with arguments: the parameters of before. */
  readonly positional?: readonly string[];
  /** `$0`-like name for messages. */
  readonly name?: string;
  /** What `$?` is when a trap has run. */
  readonly status?: number;
  /** The line that the shell was at, restored afterwards. */
  readonly outerLine?: number;
  /** Interactive: has the prompt been printed for the line that is awaited? */
  prompted?: boolean;
  /** Nothing is left to do but to wait for the next command. */
  waiting?: boolean;
  /** A command was run since the last prompt. */
  ran?: boolean;
  /** A command was found in it at all: else its status is 0. */
  ranAny?: boolean;
}

/** Frames that expand words keep what has been found out, so that a step can begin again after a command was run. */
export interface Expanding {
  /** Results in the order in which they were asked for, of the word that is being expanded. */
  log: unknown[];
}

/** Descriptors to put back when a command is done, and those opened for it. */
export interface Restore {
  readonly fds: Descriptors;
  readonly opened: readonly Fd[];
}

export interface SimpleFrame extends Expanding {
  readonly type: 'simple';
  readonly command: Simple;
  phase: 'words' | 'early assignments' | 'redirects' | 'assignments' | 'run' | 'done';
  index: number;
  readonly fields: string[];
  /** Values of the assignments so far. */
  readonly values: AssignedValue[];
  restore?: Restore;
  /** Variables to put back after a builtin or a function with assignments before it. */
  variables?: [string, Variable | undefined][];
  /** A command substitution ran: its status is that of a command without words. */
  substituted?: boolean;
  substitutionStatus?: number;
  /** Arguments that assign arrays (`declare x=(1 2)`), by their index in `fields`. */
  arrays?: {
    readonly field: number;
    readonly name: string;
    readonly append: boolean;
    readonly values: Exclude<AssignedValue, string>;
  }[];
  /** `command`, `builtin`: what must not be looked for. */
  skip?: 'functions' | 'all';
  /** The builtin's name while it runs, for messages. */
  builtin?: string;
}

export type AssignedValue = string | readonly (readonly [key: string | undefined, value: string, append?: boolean])[];

export type Frame =
  | InputFrame
  | SimpleFrame
  | { readonly type: 'list'; readonly list: List; index: number }
  | { readonly type: 'and-or'; readonly command: Extract<Command, { type: 'and-or' }>; index: number }
  | { readonly type: 'invert' }
  /** Under a job: what follows from its failure. */
  | { readonly type: 'settle' }
  /** Ends the shell when what is above it is done (a trap before `set -e` ends it). */
  | { readonly type: 'exit'; readonly status: number }
  | { readonly type: 'time'; readonly started: number; readonly posix: boolean }
  | { readonly type: 'if'; readonly command: Extract<Command, { type: 'if' }>; index: number; condition: boolean }
  | {
      readonly type: 'while';
      readonly command: Extract<Command, { type: 'while' }>;
      condition: boolean;
      status: number;
      control?: LoopControl;
    }
  | ({
      readonly type: 'for';
      readonly command: Extract<Command, { type: 'for' | 'select' }>;
      index: number;
      collected?: string[];
      /** The values, once they are known. */
      values?: string[];
      words: number;
      control?: LoopControl;
      status: number;
      /** select: the menu was shown; an answer is read. */
      shown?: boolean;
      reading?: boolean;
    } & Expanding)
  | ({
      readonly type: 'arithmetic-for';
      readonly command: Extract<Command, { type: 'arithmetic-for' }>;
      phase: 'initialize' | 'test' | 'body' | 'update';
      control?: LoopControl;
      status: number;
    } & Expanding)
  | ({
      readonly type: 'case';
      readonly command: Extract<Command, { type: 'case' }>;
      subject?: string;
      item: number;
      pattern: number;
      /** A body runs; what follows it is decided when it is done. */
      running: boolean;
    } & Expanding)
  | ({ readonly type: 'test'; readonly command: Extract<Command, { type: 'test' }> } & Expanding)
  | ({ readonly type: 'arithmetic'; readonly command: Extract<Command, { type: 'arithmetic-command' }> } & Expanding)
  | ({
      readonly type: 'redirected';
      readonly command: Command;
      readonly redirects: readonly Redirect[];
      index: number;
      restore?: Restore;
      started: boolean;
    } & Expanding)
  /** A function's call. */
  | {
      readonly type: 'call';
      readonly name: string;
      readonly positional: readonly string[];
      readonly locals: [string, Variable | undefined][];
      readonly line: number;
      /** `local -` */
      flags?: string;
    }
  /** Reads what a command substitution prints. */
  | {
      readonly type: 'substitution';
      readonly fd: Fd;
      readonly pid: Pid;
      readonly chunks: Uint8Array[];
      ended: boolean;
    }
  /** Waits for the processes of a foreground job. */
  | { readonly type: 'wait-job'; readonly job: number; readonly quiet?: boolean }
  /** The wait builtin. */
  | {
      readonly type: 'wait';
      readonly pids: readonly Pid[];
      /** The status if the last operand was none. */
      readonly status?: number;
      /** `wait -n`: the first of them. */
      readonly any: boolean;
      readonly variable?: string;
    }
  | ReadFrame
  /** mapfile */
  | {
      readonly type: 'mapfile';
      readonly fd: Fd;
      readonly name: string;
      readonly strip: boolean;
      readonly count: number;
      readonly skip: number;
      readonly origin: number;
      readonly delimiter: number;
      readonly chunks: Uint8Array[];
    };

export interface ReadFrame {
  readonly type: 'read';
  readonly fd: Fd;
  readonly options: ReadOptions;
  readonly names: readonly string[];
  /** Letters so far, each with whether it was quoted by a backslash. */
  text: string;
  readonly quoted: number[];
  escaped: boolean;
  /** Virtual milliseconds since boot. */
  readonly until?: number;
  /** The terminal's mode of before. */
  readonly mode?: { readonly canonical: boolean; readonly echo: boolean };
  /** Bytes of a character that is not complete. */
  partial: number[];
}

export interface ReadOptions {
  readonly raw: boolean;
  readonly array?: string;
  readonly delimiter: string;
  readonly count?: number;
  readonly exact?: boolean;
  readonly silent: boolean;
}

/** What a `break` or `continue` asks of a loop. */
export type LoopControl = 'break' | 'continue';

/** Which bash: the host's is newer than the images'. */
export type BashVersion = '5.2' | '5.3';

export interface Prompting {
  /** Line editing, while a line is typed. */
  line?: LineState;
  /** The last command that was entered, and how many there were: for who looks on from outside. */
  entered?: Entered;
}

/** A command as it was entered at a prompt; its lines, if it has several. */
export interface Entered {
  readonly text: string;
  /** Counts the commands that were entered in this shell. */
  readonly number: number;
}

export interface ShellState {
  readonly dialect: DialectName;
  /** `$0`, in front of messages. */
  name: string;
  /** What messages begin with before a line number: bash's `bash`, or the script's name. */
  interactive: boolean;
  readonly login: boolean;
  /** `-c`: messages about syntax say so; ash counts its lines from 0. */
  readonly fromString: boolean;
  /** `-c` or standard input: ash shows no lines then. */
  readonly fromText: boolean;
  /** `set -e` and the like: the letters that are on. */
  flags: string;
  /** Long options without a letter: pipefail, posix … */
  readonly options: Set<string>;
  readonly shopt: Set<string>;
  readonly variables: Map<string, Variable>;
  readonly functions: Map<string, FunctionDefinition>;
  readonly aliases: Map<string, string>;
  /** `hash`: where a command was found, and how often it was used. */
  readonly hashed: Map<string, { path: string; hits: number }>;
  positional: readonly string[];
  readonly frames: Frame[];
  fds: Descriptors;
  status: number;
  pipeStatus: readonly number[];
  lastArgument: string;
  line: number;
  /** `$$` */
  readonly pid: Pid;
  lastBackground: Pid | undefined;
  readonly jobs: Job[];
  /** Ended children that nobody has asked for yet. */
  readonly children: Map<Pid, WaitStatus | undefined>;
  orders: number;
  /** Condition -> command; an empty command ignores. */
  readonly traps: Map<string, string>;
  readonly pendingTraps: string[];
  /** Subshells don't run their parent's traps, but `trap` lists them until they set one. */
  inheritedTraps?: boolean;
  /** Signals that were ignored when the shell began: they stay so. */
  readonly ignored: readonly string[];
  subshell: number;
  /** How deep in eval and command substitutions: bash's PS4 is repeated so often. */
  evaluations: number;
  /** In a subshell: `set -e` was of no effect around it. */
  errexitIgnored: boolean;
  /** What could not be written yet, in order. */
  readonly output: { readonly fd: Fd; readonly data: Uint8Array; readonly builtin: string }[];
  readonly directories: string[];
  /** Within an argument: how far getopts is. */
  getopts: number;
  /** Milliseconds since boot when it began, and what `SECONDS` was set to. */
  started: number;
  readonly special: Map<string, number>;
  readonly history: string[];
  /** How many lines of the history are in the file. */
  saved: number;
  /** The exit that is going on: its status. */
  exiting?: number;
  /** Ctrl-C ended a foreground job: loops around it end too. */
  interruptedJob?: boolean;
  /** Ctrl-C came: the prompt begins on a new line. */
  interrupted?: boolean;
  /** Asked once to exit with stopped jobs. */
  warned?: boolean;
  readonly prompting: Prompting;
  /** The terminal, if there is one to control. */
  terminal: Fd | undefined;
  /** Depth of function calls, for limits. */
  depth: number;
  /** A child that has not run yet. */
  forked?: 'foreground' | 'background' | undefined;
  /** Of bash; messages differ. */
  readonly version: BashVersion;
}

/** What Tab asks about: the words of the command before the cursor; the last one is to be completed, quotes taken away. */
export interface CompletionRequest {
  readonly sys: Sys;
  readonly words: readonly string[];
}

/** Whoever knows what the arguments of a command may be (docker). undefined: file names, as for any other command. */
export type Completer = (request: CompletionRequest) => readonly string[] | undefined;

/** A shell's process: its state and its system calls. */
export interface Shell {
  readonly sys: Sys;
  readonly state: ShellState;
  readonly completer?: Completer | undefined;
  readonly recursion: Recursion;
}

/** The frame on top. */
export function top(shell: Shell): Frame | undefined {
  return shell.state.frames.at(-1);
}

export function flag(shell: Shell, letter: string): boolean {
  return shell.state.flags.includes(letter);
}
