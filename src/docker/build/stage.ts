import type { BuildOperation } from '../../engine/index.ts';
import type { Line } from './dockerfile.ts';
import type { Location } from './error.ts';
import type { Stage } from './instructions.ts';

/** A vertex on its way: what it is made of, and how it will be written once its inputs have their numbers. */
export interface Node {
  readonly key: string;
  readonly inputs: readonly Node[];
  readonly op: (indexes: readonly number[]) => BuildOperation;
  readonly name: string;
  readonly ignoreCache: boolean;
  readonly location: Location | undefined;
}

/** A stage while its instructions are taken in. */
export interface State {
  readonly stage: Stage;
  readonly title: string;
  readonly total: number;
  index: number;
  node: Node;
  config: Config;
  readonly history: { CreatedBy: string; node?: Node }[];
  author: string;
  readonly base: string;
  /** ARGs in the order of their declaration. */
  readonly args: Map<string, string | undefined>;
  shell: readonly string[];
  hasCmd: boolean;
  /** Its vertexes are never taken from the cache. */
  readonly ignoreCache: boolean;
}

/** An image's configuration, as far as instructions change it. */
export interface Config {
  Env: readonly string[];
  Cmd?: readonly string[] | null | undefined;
  Entrypoint?: readonly string[] | null | undefined;
  ExposedPorts?: Readonly<Record<string, object>> | undefined;
  Volumes?: Readonly<Record<string, object>> | null | undefined;
  Labels?: Readonly<Record<string, string>> | null | undefined;
  WorkingDir?: string | undefined;
  User?: string | undefined;
  OnBuild?: readonly string[] | null | undefined;
  StopSignal?: string | undefined;
  Shell?: readonly string[] | undefined;
  Healthcheck?: object | undefined;
  ArgsEscaped?: boolean | undefined;
}

/** One instruction at work. */
export interface Instruction {
  readonly state: State;
  readonly line: Line;
  /** A word with its variables' values. @throws {BuildError} */
  readonly word: (text: string) => string;
  /** Adds a vertex behind the stage's last one. `key`: vertexes of the same inputs and key are one. */
  readonly add: (op: Node['op'], inputs: readonly Node[], key: string, ignoreCache: boolean) => Node;
  /** Writes a line of the image's history. */
  readonly note: (createdBy: string, node?: Node) => void;
  /** The files that `--from` names; without a name the build context. `tooLate`: what is wrong with a stage after this one. */
  readonly files: (from: string | undefined, tooLate: (current: string) => string) => Node;
  /** Paths of the context that are copied from, to be added to. */
  readonly contextPaths: string[];
}
