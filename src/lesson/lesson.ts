import type { Place } from './probe.ts';

/*
 * A lesson as data. `format.ts` reads it from Markdown, where every Text is Markdown; `compile.ts` turns each Text into
 * HTML and nothing else, so both have this one shape.
 */

/** Markdown as the author wrote it, or (compiled) HTML without anything that runs. */
export type Text = string;

/** A command of the reference solution and what a real engine printed: standard output and error, as on a screen. */
export interface ConsoleCommand {
  /** May hold line breaks: what was typed at the continuation prompt. */
  readonly command: string;
  /** Without the final line break; empty when it printed nothing. */
  readonly output: string;
  /** The line of lesson.md, counted from 1. */
  readonly line: number;
}

export type Block =
  | { readonly kind: 'prose'; readonly text: Text }
  /** `solution`: of a free task, shown only to who asks for it. */
  | { readonly kind: 'console'; readonly commands: readonly ConsoleCommand[]; readonly solution?: boolean };

/** What a file check asks of a path, wherever the path is. */
export interface FileGoal {
  readonly path: string;
  readonly absent?: boolean;
  readonly type?: 'file' | 'directory' | 'symlink';
  readonly contains?: readonly string[];
  readonly equals?: string;
  /** Permission bits in octal, as `stat -c %a` prints them: `644`, `1777`. */
  readonly mode?: string;
  /** `uid`, `uid:gid`, or one of the names root and learner in place of a number. */
  readonly owner?: string;
  /** Names that an archive must hold; `**` and a slash in front: at any depth. */
  readonly tarHas?: readonly string[];
}

export interface MountGoal {
  readonly destination: string;
  readonly type?: 'volume' | 'bind' | 'tmpfs';
  /** A volume's name or a host path. */
  readonly source?: string;
  readonly rw?: boolean;
}

/** A goal state. It says nothing of how to get there. `say` replaces the goal's words. */
export type Check = { readonly say?: string } & (
  | {
      readonly kind: 'volume';
      readonly name: string;
      readonly absent?: boolean;
      readonly labels?: Readonly<Record<string, string>>;
    }
  | {
      readonly kind: 'container';
      readonly name: string;
      readonly absent?: boolean;
      readonly state?: 'created' | 'running' | 'paused' | 'exited';
      readonly exitCode?: number;
      readonly image?: string;
      readonly mount?: MountGoal;
      /** Whether its root file system is read-only (`--read-only`). */
      readonly readOnly?: boolean;
    }
  | { readonly kind: 'image'; readonly name: string; readonly absent?: boolean }
  /** How many volumes there are: those with a name that somebody chose, and those with an id for a name. */
  | { readonly kind: 'volumes'; readonly named?: number; readonly anonymous?: number }
  | ({ readonly kind: 'file'; readonly place: Place } & FileGoal)
);

/**
 * A question before the commands run. It is judged on a copy of the machine, by the step's own commands: the first option
 * whose check holds after them is right; of `many`, each whose check holds.
 */
export interface Predict {
  readonly question: Text;
  /** Any number of options may be chosen, also none. */
  readonly many?: boolean;
  readonly options: readonly { readonly text: Text; readonly when: Check }[];
}

/** Said when the step is done, or as soon as `when` holds: the why, or what a common slip has led to. */
export interface Explain {
  readonly text: Text;
  readonly when?: Check;
}

export interface Step {
  readonly title: string;
  readonly blocks: readonly Block[];
  /** All must hold at the same moment. Empty: a step to read. */
  readonly checks: readonly Check[];
  /** In two stages: a nudge, then the way. */
  readonly hints: readonly Text[];
  readonly predict?: Predict;
  readonly explain: readonly Explain[];
  /** The line of lesson.md where it begins. */
  readonly line: number;
}

/** What the list of lessons shows. */
export interface LessonSummary {
  readonly title: string;
  /** The part of the course that it stands in; lessons that follow each other in the same part are shown together. */
  readonly part?: string;
  readonly summary: string;
  readonly minutes: number;
  readonly images: readonly string[];
  readonly teaches: readonly string[];
  /** Why it can't be opened: the mistake in its file, as `FILE:LINE: what was expected`. */
  readonly error?: string;
}

export interface Lesson extends LessonSummary {
  readonly user: 'learner' | 'root';
  /** Files that the host starts with, beside those in the lesson's host/ folder: path -> content. */
  readonly start: Readonly<Record<string, string>>;
  /** Before the first step. */
  readonly intro: Text;
  readonly steps: readonly Step[];
}

/** The commands that lead through a step: what "show me" shows. */
export function solutionOf(step: Step): readonly ConsoleCommand[] {
  return step.blocks.flatMap((block) => (block.kind === 'console' ? block.commands : []));
}

/** A step whose commands are kept back: any way to its goals counts, and who asks is shown one. */
export function isFreeTask(step: Step): boolean {
  return step.blocks.some((block) => block.kind === 'console' && block.solution === true);
}
