import type {
  BuildCopy,
  BuildMount,
  BuildOperation,
  BuildRequest,
  BuildVertex,
  ImageInspect,
} from '../../engine/index.ts';
import { clean, join } from '../go/path.ts';
import { PortError, parsePortSpec } from '../opts/ports.ts';
import { type Dockerfile, type Line, readDockerfile } from './dockerfile.ts';
import { BuildError, type Location } from './error.ts';
import {
  flagOf,
  flagsOf,
  isLegacyPair,
  pairs,
  readHealthcheck,
  readStages,
  type Stage,
  suggestion,
} from './instructions.ts';
import type { Lint } from './lint.ts';
import { expandWord, jsonWords, type Lookup, splitWords, WordError } from './words.ts';

/*
 * A Dockerfile as a build of vertexes (BuildKit frontend/dockerfile/dockerfile2llb): each stage's instructions change its
 * configuration, and RUN, COPY, ADD and WORKDIR add a vertex. Only what the wanted stage needs is built.
 */

/** What a build is asked for beyond its Dockerfile. */
export interface ConvertOptions {
  readonly target: string;
  readonly args: Readonly<Record<string, string>>;
  readonly labels: Readonly<Record<string, string>>;
  readonly noCache: boolean;
  readonly noCacheFilter: readonly string[];
  readonly platform: string;
}

/** The build, and where in the Dockerfile its vertexes come from. */
export interface Converted {
  readonly vertexes: readonly BuildVertex[];
  readonly locations: readonly (Location | undefined)[];
  readonly result: number;
  readonly image: BuildRequest['Image'];
  /** Paths of the context that are copied from. */
  readonly contextPaths: readonly string[];
}

/** Where an image's configuration comes from; told of each reference once. @throws {BuildError} */
export type ResolveImage = (reference: string, location: Location) => ImageInspect;

interface Node {
  readonly key: string;
  readonly inputs: readonly Node[];
  readonly op: (indexes: readonly number[]) => BuildOperation;
  readonly name: string;
  readonly ignoreCache: boolean;
  readonly location: Location | undefined;
}

interface State {
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

interface Config {
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

const PATH = 'PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';
const COUNTED = ['RUN', 'COPY', 'ADD', 'WORKDIR'];
const SIGNALS =
  'ABRT ALRM BUS CHLD CLD CONT FPE HUP ILL INT IO IOT KILL PIPE POLL PROF PWR QUIT SEGV STKFLT STOP SYS TERM TRAP TSTP TTIN TTOU URG USR1 USR2 VTALRM WINCH XCPU XFSZ'.split(
    ' ',
  );

const platformArgs = (platform: string, stage: string): Readonly<Record<string, string>> => {
  const [os = 'linux', arch = 'amd64', variant = ''] = platform.split('/');
  return {
    BUILDPLATFORM: 'linux/amd64',
    BUILDOS: 'linux',
    BUILDARCH: 'amd64',
    BUILDVARIANT: '',
    TARGETPLATFORM: platform,
    TARGETOS: os,
    TARGETARCH: arch,
    TARGETVARIANT: variant,
    TARGETSTAGE: stage,
  };
};

/** The ARGs before the first FROM, and those that are always there. */
function globalArguments(
  file: Dockerfile,
  globals: readonly Line[],
  options: ConvertOptions,
): Map<string, string | undefined> {
  const args = new Map<string, string | undefined>(
    Object.entries(platformArgs(options.platform, options.target || 'default')),
  );
  for (const line of globals)
    for (const [key, value] of argPairs(line, file.escapeToken)) {
      const text =
        value === undefined ? undefined : expand(value, (name) => args.get(name), file.escapeToken, line).text;
      args.set(key, options.args[key] ?? text);
    }
  return args;
}

/** Looks at what every FROM names, also of stages that aren't built. @throws {BuildError} for one that names nothing. */
export function checkBases(file: Dockerfile, options: ConvertOptions, lint: Lint): void {
  const { globals, stages } = readStages(file);
  const args = globalArguments(file, globals, options);
  for (const stage of stages) {
    const base = expand(stage.base, (name) => args.get(name), file.escapeToken, stage.from).text;
    lint.from(stage, [...args.keys()], base);
    if (base === '') throw new BuildError(`base name (${stage.base}) should not be blank`, stage.from.location);
  }
}

/** @throws {BuildError} */
export function convert(file: Dockerfile, options: ConvertOptions, resolve: ResolveImage, lint: Lint): Converted {
  const { escapeToken } = file;
  const { globals, stages } = readStages(file);
  const globalArgs = globalArguments(file, globals, options);
  const target = targetOf(stages, options.target);
  const states = new Map<number, State>();
  const images = new Map<string, Node>();
  let context: Node | undefined;
  const contextPaths: string[] = [];
  const pending = new Set<number>();

  const sourceNode = (
    reference: string,
    location: Location,
    title: string,
  ): { node: Node; image: ImageInspect | undefined } => {
    if (reference === 'scratch')
      return {
        node: {
          key: 'scratch',
          inputs: [],
          op: () => ({ Type: 'source', Image: '' }),
          name: '',
          ignoreCache: false,
          location,
        },
        image: undefined,
      };
    const image = resolve(reference, location);
    const name = `${title}FROM ${canonical(reference)}`;
    return {
      node: {
        key: `image:${image.Id}`,
        inputs: [],
        op: () => ({ Type: 'source', Image: image.Id }),
        name,
        ignoreCache: options.noCache,
        location,
      },
      image,
    };
  };

  const stateOf = (index: number, asked?: Line): State => {
    const known = states.get(index);
    if (known) return known;
    const stage = stages[index]!;
    if (pending.has(index))
      throw new BuildError(
        `circular dependency detected on stage: ${stage.name || `stage-${index}`}`,
        (asked ?? stage.from).location,
      );
    pending.add(index);
    const base = expand(stage.base, (name) => globalArgs.get(name), escapeToken, stage.from).text;
    const title = stages.length === 1 ? '' : stage.name || `stage-${index}`;
    const parentIndex = stages.findLastIndex(
      ({ name }, at) => at < index && name !== '' && name === base.toLowerCase(),
    );
    const total = 1 + stage.lines.filter(({ name }) => COUNTED.includes(name)).length;
    let state: State;
    const ignoreCache = options.noCache || options.noCacheFilter.includes(stage.name);
    if (parentIndex >= 0) {
      const parent = stateOf(parentIndex);
      state = {
        ...parent,
        stage,
        title,
        total,
        index: 0,
        config: { ...parent.config, Labels: { ...parent.config.Labels } },
        history: [...parent.history],
        args: new Map(),
        hasCmd: false,
        ignoreCache,
      };
    } else {
      const prefix = { title, total, index: 0 };
      const { node, image } = sourceNode(base, stage.from.location, numbered(prefix));
      const config = (image?.Config ?? {}) as Partial<Config>;
      state = {
        stage,
        title,
        total,
        index: prefix.index,
        node,
        config: { ...config, Env: config.Env ?? [PATH] },
        history: [],
        author: image?.Author ?? '',
        base: image?.Id ?? '',
        args: new Map(),
        shell: config.Shell ?? ['/bin/sh', '-c'],
        hasCmd: false,
        ignoreCache,
      };
      const triggers = state.config.OnBuild ?? [];
      state.config = { ...state.config, OnBuild: null };
      const own = triggers.flatMap((text) => readDockerfile(`${text}\n`).lines);
      state = { ...state, total: total + own.filter(({ name }) => COUNTED.includes(name)).length };
      for (const line of own) dispatch(state, { ...line, location: stage.from.location }, 'ONBUILD ');
    }
    for (const line of stage.lines) dispatch(state, line, '');
    pending.delete(index);
    states.set(index, state);
    return state;
  };

  const contextNode = (): Node => {
    context ??= {
      key: 'context',
      inputs: [],
      op: () => ({ Type: 'context' }),
      name: '[internal] load build context',
      ignoreCache: false,
      location: undefined,
    };
    return context;
  };

  /** The files that `--from` names: a stage by name or number, or an image. */
  const fromNode = (reference: string, line: Line): Node => {
    const name = reference.toLowerCase();
    if (/^\d+$/.test(reference)) {
      if (Number(reference) >= stages.length) throw new BuildError(`invalid stage index ${reference}`);
      return stateOf(Number(reference), line).node;
    }
    const index = stages.findLastIndex(
      (stage) =>
        stage.name === name &&
        stage.lines.every((other) => other !== line) &&
        (stages.findIndex((own) => own.lines.includes(line)) > stages.indexOf(stage) ||
          !stages.some((own) => own.lines.includes(line))),
    );
    if (index >= 0) return stateOf(index, line).node;
    const own = images.get(reference);
    if (own) return own;
    const { node } = sourceNode(reference, line.location, '');
    images.set(reference, node);
    return node;
  };

  const dispatch = (state: State, line: Line, trigger: string): void => {
    const { name, text } = line;
    const envLookup: Lookup = (variable) => lookupIn(state, variable);
    const word = (value: string) => {
      const { text: expanded, unset } = expand(value, envLookup, escapeToken, line);
      lint.undefinedVariables(line, unset, [...envNames(state)]);
      return expanded;
    };
    lint.instruction(line, state.stage, escapeToken);
    const note = (CreatedBy: string, node?: Node) => state.history.push(node ? { CreatedBy, node } : { CreatedBy });
    const add = (op: Node['op'], inputs: readonly Node[], key: string, ignoreCache: boolean): Node => {
      const shown = expandShown(line, envLookup, escapeToken);
      state.node = {
        key: `${key}\0${inputs.map((input) => input.key).join('\0')}`,
        inputs,
        op,
        name: `${numbered(state)}${trigger}${shown}`,
        ignoreCache: ignoreCache && state.ignoreCache,
        location: line.location,
      };
      return state.node;
    };
    switch (name) {
      case 'RUN': {
        run(
          state,
          line,
          add,
          note,
          (mount) => (mount === undefined ? contextNode() : fromNode(mount, line)),
          contextPaths,
          word,
        );
        return;
      }
      case 'ADD':
      case 'COPY': {
        const json = jsonWords(text);
        const words = (json ?? splitWords(text, escapeToken)).map(json ? (value) => word(value) : word);
        copy(
          state,
          line,
          words,
          word,
          add,
          note,
          (from) => (from === undefined ? contextNode() : fromNode(from, line)),
          contextPaths,
        );
        return;
      }
      case 'WORKDIR': {
        const given = word(unquoteOnly(text));
        lint.workdir(line, given, state.config.WorkingDir ?? '', state.base);
        const path = given.startsWith('/') ? clean(given) : clean(join('/', state.config.WorkingDir ?? '', given));
        state.config = { ...state.config, WorkingDir: path };
        if (path === '/') {
          note(`WORKDIR ${path}`);
          return;
        }
        const node = add(
          ([Input]) => ({ Type: 'mkdir', Input: Input!, Path: path }),
          [state.node],
          `mkdir ${path}`,
          false,
        );
        note(`WORKDIR ${path}`, node);
        return;
      }
      case 'ENV': {
        const variables = pairs(line, escapeToken).map(([key, value]) => [word(key), word(value)] as const);
        state.config = { ...state.config, Env: variables.reduce(setVariable, state.config.Env) };
        note(`ENV ${variables.map(([key, value]) => `${key}=${value}`).join(' ')}`);
        return;
      }
      case 'LABEL': {
        const labels = pairs(line, escapeToken).map(([key, value]) => [word(key), word(value)] as const);
        state.config = { ...state.config, Labels: { ...state.config.Labels, ...Object.fromEntries(labels) } };
        note(`LABEL ${labels.map(([key, value]) => `${key}=${value}`).join(' ')}`);
        return;
      }
      case 'ARG': {
        const declared = argPairs(line, escapeToken).map(([key, value]) => {
          const own = value === undefined ? (globalArgs.has(key) ? globalArgs.get(key) : undefined) : word(value);
          const given = options.args[key] ?? own;
          state.args.set(key, given);
          return given === undefined ? key : `${key}=${given}`;
        });
        note(`ARG ${declared.join(' ')}`);
        return;
      }
      case 'EXPOSE': {
        const ports = splitWords(text, escapeToken)
          .map(word)
          .filter(Boolean)
          .flatMap((spec) => exposed(spec, line));
        state.config = {
          ...state.config,
          ExposedPorts: { ...state.config.ExposedPorts, ...Object.fromEntries(ports.map((port) => [port, {}])) },
        };
        note(`EXPOSE [${[...new Set(ports)].sort().join(' ')}]`);
        return;
      }
      case 'VOLUME': {
        const paths = (jsonWords(text) ?? splitWords(text, escapeToken)).map(word);
        if (paths.includes('')) throw new BuildError('VOLUME specified can not be an empty string', line.location);
        state.config = {
          ...state.config,
          Volumes: { ...state.config.Volumes, ...Object.fromEntries(paths.map((path) => [path, {}])) },
        };
        note(`VOLUME [${paths.join(' ')}]`);
        return;
      }
      case 'USER': {
        const user = word(text);
        state.config = { ...state.config, User: user };
        note(`USER ${user}`);
        return;
      }
      case 'CMD': {
        const Cmd = commandOf(state, text);
        state.config = { ...state.config, Cmd, ArgsEscaped: true };
        state.hasCmd = true;
        note(`CMD ${goList(Cmd)}`);
        return;
      }
      case 'ENTRYPOINT': {
        const Entrypoint = commandOf(state, text);
        state.config = { ...state.config, Entrypoint, ...(state.hasCmd ? {} : { Cmd: null }) };
        note(`ENTRYPOINT ${goList(Entrypoint)}`);
        return;
      }
      case 'SHELL': {
        state.shell = jsonWords(text) ?? state.shell;
        state.config = { ...state.config, Shell: state.shell };
        note(`SHELL [${state.shell.join(' ')}]`);
        return;
      }
      case 'STOPSIGNAL': {
        const signal = word(text);
        const plain = signal.toUpperCase().replace(/^SIG/, '');
        const known =
          SIGNALS.includes(plain) ||
          /^RTM(IN(\+\d+)?|AX(-\d+)?)$/.test(plain) ||
          (/^\d+$/.test(signal) && Number(signal) > 0);
        if (!known) throw new BuildError(`invalid signal: ${signal}`, line.location);
        state.config = { ...state.config, StopSignal: signal };
        note(`STOPSIGNAL ${signal}`);
        return;
      }
      case 'HEALTHCHECK': {
        const health = readHealthcheck(line);
        const { Test, Interval, Timeout, StartPeriod, StartInterval, Retries } = health;
        const given = Object.fromEntries(Object.entries(health).filter(([, value]) => value !== 0));
        state.config = { ...state.config, Healthcheck: given };
        const times = [Interval, Timeout, StartPeriod, StartInterval].map((time) => `"${goDuration(time)}"`).join(' ');
        note(`HEALTHCHECK &{[${Test.map((part) => JSON.stringify(part)).join(' ')}] ${times} ${goRune(Retries)}}`);
        return;
      }
      case 'ONBUILD':
        state.config = { ...state.config, OnBuild: [...(state.config.OnBuild ?? []), text] };
        return;
      case 'MAINTAINER':
        state.author = text;
        note(`MAINTAINER ${text}`);
        return;
    }
  };

  const state = stateOf(target);
  return finish(state, options, contextPaths);
}

/** The vertexes that the wanted one needs, the inputs first; equal ones are one. */
function finish(state: State, { labels }: ConvertOptions, contextPaths: readonly string[]): Converted {
  const vertexes: (BuildVertex & { readonly location: Location | undefined })[] = [];
  const indexes = new Map<string, number>();
  const visit = (node: Node): number => {
    const inputs = node.inputs.map(visit);
    const known = indexes.get(node.key);
    if (known !== undefined) {
      vertexes[known] = { ...vertexes[known]!, Name: node.name };
      return known;
    }
    vertexes.push({ Name: node.name, Op: node.op(inputs), IgnoreCache: node.ignoreCache, location: node.location });
    indexes.set(node.key, vertexes.length - 1);
    return vertexes.length - 1;
  };
  const result = visit(state.node);
  const all = { ...state.config.Labels, ...labels };
  const Labels =
    Object.keys(all).length > 0 ? Object.fromEntries(Object.entries(all).sort(([a], [b]) => (a < b ? -1 : 1))) : null;
  return {
    vertexes: vertexes.map(({ location: _, ...vertex }) => vertex),
    locations: vertexes.map(({ location }) => location),
    result,
    contextPaths,
    image: {
      Config: { ...state.config, Labels },
      Author: state.author,
      Base: state.base,
      History: state.history.map(({ CreatedBy, node }) =>
        node ? { CreatedBy, Vertex: indexes.get(node.key)! } : { CreatedBy },
      ),
    },
  };
}

function targetOf(stages: readonly Stage[], target: string): number {
  if (target === '') return stages.length - 1;
  const index = stages.findLastIndex(({ name }) => name === target.toLowerCase());
  if (index >= 0) return index;
  if (/^\d+$/.test(target) && Number(target) < stages.length) return Number(target);
  const names = stages.map(({ name }) => name).filter((name) => name !== '');
  throw new BuildError(`target stage ${JSON.stringify(target)} could not be found${suggestion(target, names)}`);
}

function expand(text: string, lookup: Lookup, escapeToken: string, line: Line) {
  try {
    return expandWord(text, lookup, escapeToken);
  } catch (error) {
    if (error instanceof WordError) throw new BuildError(error.message, line.location);
    throw error;
  }
}

/** An instruction as the progress shows it: with the values of what is known. */
function expandShown(line: Line, lookup: Lookup, escapeToken: string): string {
  const text = `${line.name} ${line.original.slice(line.keyword.length).trimStart()}`;
  const whole = line.name === 'RUN' && line.heredocs.length > 0 ? runShown(line) : text;
  try {
    return expandWord(whole, lookup, escapeToken, true).text;
  } catch (error) {
    if (error instanceof WordError) return whole;
    throw error;
  }
}

function runShown(line: Line): string {
  const first = line.heredocs[0]!;
  return /^<<-?\s*["']?\w+["']?$/.test(line.text)
    ? `RUN ${`<<${first.name}`} (${first.content.split('\n')[0]}...)`
    : `RUN ${line.text}`;
}

/** `[build 2/4] `, counting up. */
function numbered(state: { readonly title: string; readonly total: number; index: number }): string {
  state.index++;
  const width = String(state.total).length;
  return `[${state.title === '' ? '' : `${state.title} `}${String(state.index).padStart(width)}/${state.total}] `;
}

/** `docker.io/library/busybox:latest` */
export function canonical(reference: string): string {
  const [name = '', digest] = reference.split('@');
  const slash = name.indexOf('/');
  const first = slash < 0 ? '' : name.slice(0, slash);
  const domain =
    slash >= 0 && (/[.:]/.test(first) || first === 'localhost') ? '' : `docker.io/${slash < 0 ? 'library/' : ''}`;
  const tagged = name.lastIndexOf(':') > name.lastIndexOf('/');
  return `${domain}${name}${tagged || digest !== undefined ? '' : ':latest'}${digest === undefined ? '' : `@${digest}`}`;
}

function lookupIn(state: State, name: string): string | undefined {
  const entry = state.config.Env.findLast((variable) => variable.startsWith(`${name}=`));
  return entry === undefined ? state.args.get(name) : entry.slice(name.length + 1);
}

function envNames(state: State): readonly string[] {
  return [...state.config.Env.map((variable) => variable.split('=')[0]!), ...state.args.keys()];
}

function setVariable(env: readonly string[], [name, value]: readonly [string, string]): readonly string[] {
  const at = env.findIndex((entry) => entry.startsWith(`${name}=`));
  return at < 0 ? [...env, `${name}=${value}`] : env.with(at, `${name}=${value}`);
}

/** ARG's names, with their defaults. */
function argPairs(line: Line, escapeToken: string): readonly (readonly [name: string, value: string | undefined])[] {
  return splitWords(line.text, escapeToken).map((word) => {
    const equals = word.indexOf('=');
    return equals < 0 ? [word, undefined] : [word.slice(0, equals), word.slice(equals + 1)];
  });
}

/** CMD and ENTRYPOINT in either form. */
function commandOf(state: State, text: string): readonly string[] {
  return jsonWords(text) ?? (text === '' ? [] : [...state.shell, text]);
}

const unquoteOnly = (text: string): string => text;

/** `["a" "b c"]`, as Go's %q writes a list. */
const goList = (words: readonly string[]): string => `[${words.map((word) => JSON.stringify(word)).join(' ')}]`;

/** A number as Go's %q writes it: as a character. */
function goRune(value: number): string {
  const named: Readonly<Record<number, string>> = {
    7: '\\a',
    8: '\\b',
    9: '\\t',
    10: '\\n',
    11: '\\v',
    12: '\\f',
    13: '\\r',
    39: "\\'",
    92: '\\\\',
  };
  const plain = value >= 32 && value < 127 ? String.fromCharCode(value) : `\\x${value.toString(16).padStart(2, '0')}`;
  return `'${named[value] ?? plain}'`;
}

/** Nanoseconds as Go writes a duration: `1m30s`. */
function goDuration(nanoseconds: number): string {
  if (nanoseconds === 0) return '0s';
  const seconds = nanoseconds / 1e9;
  if (seconds < 1)
    return nanoseconds >= 1e6
      ? `${nanoseconds / 1e6}ms`
      : nanoseconds >= 1e3
        ? `${nanoseconds / 1e3}µs`
        : `${nanoseconds}ns`;
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor((seconds % 3600) / 60);
  const rest = `${Number((seconds % 60).toFixed(9))}s`;
  return `${hours > 0 ? `${hours}h` : ''}${hours > 0 || minutes > 0 ? `${minutes}m` : ''}${rest}`;
}

/** `443/udp` for each port of a specification. */
function exposed(spec: string, line: Line): readonly string[] {
  try {
    return parsePortSpec(spec).map(({ port }) => port);
  } catch (error) {
    if (error instanceof PortError) throw new BuildError(error.message.replace(/^Invalid/, 'invalid'), line.location);
    throw error;
  }
}

type Add = (op: Node['op'], inputs: readonly Node[], key: string, ignoreCache: boolean) => Node;
type Note = (createdBy: string, node?: Node) => void;

function run(
  state: State,
  line: Line,
  add: Add,
  note: Note,
  fileNode: (from: string | undefined) => Node,
  contextPaths: string[],
  word: (text: string) => string,
): void {
  const { text, heredocs } = line;
  const alone = heredocs.length > 0 && /^<<-?\s*["']?\w+["']?$/.test(text);
  const script = alone
    ? heredocs[0]!.content
    : [text, ...heredocs.map(({ content, name }) => `${content}${name}`)].join('\n');
  const Args = (heredocs.length === 0 ? jsonWords(text) : undefined) ?? [...state.shell, script];
  const inputs: Node[] = [state.node];
  const mounts = flagsOf(line, 'mount').map((spec) => {
    const { mount, from } = readMount(word(spec), line, state);
    if (mount.Type !== 'bind') return { mount, input: undefined };
    if (from === undefined) contextPaths.push(mount.Source ?? '/');
    inputs.push(fileNode(from));
    return { mount, input: inputs.length - 1 };
  });
  const declared = [...state.args];
  const Env = [
    ...state.config.Env,
    ...declared.flatMap(([name, value]) =>
      value === undefined || state.config.Env.some((entry) => entry.startsWith(`${name}=`)) ? [] : [`${name}=${value}`],
    ),
  ];
  const Cwd = state.config.WorkingDir || '/';
  const User = state.config.User ?? '';
  const node = add(
    (indexes) => ({
      Type: 'exec',
      Input: indexes[0]!,
      Args,
      Env,
      Cwd,
      User,
      Mounts: mounts.map(({ mount, input }) => (input === undefined ? mount : { ...mount, From: indexes[input]! })),
    }),
    inputs,
    JSON.stringify(['exec', Args, Env, Cwd, User, mounts.map(({ mount }) => mount)]),
    true,
  );
  const args =
    declared.length === 0
      ? ''
      : `|${declared.length} ${declared.map(([name, value]) => `${name}=${value ?? ''}`).join(' ')} `;
  note(`RUN ${args}${Args.join(' ')} # buildkit`, node);
}

/** `--mount=type=bind,from=x,source=a,target=b`. */
function readMount(
  spec: string,
  line: Line,
  state: State,
): { readonly mount: BuildMount; readonly from: string | undefined } {
  const fields = new Map(
    spec.split(',').map((part) => {
      const equals = part.indexOf('=');
      return equals < 0 ? [part.toLowerCase(), 'true'] : [part.slice(0, equals).toLowerCase(), part.slice(equals + 1)];
    }),
  );
  const type = fields.get('type') ?? 'bind';
  if (!['bind', 'cache', 'tmpfs', 'secret', 'ssh'].includes(type))
    throw new BuildError(`unsupported mount type ${JSON.stringify(type)}`, line.location);
  if (type === 'secret' || type === 'ssh')
    throw new BuildError(`mount type ${JSON.stringify(type)} is not part of this simulator yet`, line.location);
  const target = fields.get('target') ?? fields.get('dst') ?? fields.get('destination');
  if (target === undefined && type !== 'bind')
    throw new BuildError(`${JSON.stringify('target')} is required for mount type`, line.location);
  const Target = join('/', target?.startsWith('/') ? '' : (state.config.WorkingDir ?? ''), target ?? '');
  const Source = fields.get('source') ?? fields.get('src') ?? '/';
  const ReadOnly = fields.has('ro') || fields.has('readonly');
  if (type === 'tmpfs') return { mount: { Type: 'tmpfs', Target }, from: undefined };
  if (type === 'cache')
    return { mount: { Type: 'cache', Target, ID: fields.get('id') ?? Target, ReadOnly }, from: undefined };
  return { mount: { Type: 'bind', Target, Source }, from: fields.get('from') };
}

function copy(
  state: State,
  line: Line,
  words: readonly string[],
  word: (text: string) => string,
  add: Add,
  note: Note,
  fileNode: (from: string | undefined) => Node,
  contextPaths: string[],
): void {
  const { name, heredocs } = line;
  const sources = words.slice(0, -1);
  const given = words.at(-1)!;
  const base = state.config.WorkingDir || '/';
  const path = given.startsWith('/') ? clean(given) : join(base, given);
  const Destination =
    /(^|\/)\.?\.?$/.test(given) && path !== '/' && /(\/|^\.\.?|\/\.\.?)$/.test(given)
      ? `${path}/`
      : path === '/'
        ? '/'
        : path;
  const chown = flagOf(line, 'chown');
  const chmod = flagOf(line, 'chmod');
  const Owner = chown === undefined ? undefined : word(chown);
  const Mode = chmod === undefined ? undefined : modeOf(word(chmod), line);
  const from = name === 'COPY' ? flagOf(line, 'from') : undefined;
  const Exclude = flagsOf(line, 'exclude').map(word);
  const common = {
    Destination,
    ...(Owner === undefined ? {} : { Owner }),
    ...(Mode === undefined ? {} : { Mode }),
    ...(Exclude.length > 0 ? { Exclude } : {}),
  };
  const plain = sources.filter((source) => !source.startsWith('<<'));
  const url = plain.find((source) => name === 'ADD' && /^https?:\/\//.test(source));
  if (plain.some((source) => name === 'ADD' && /^(git|ssh):\/\/|^git@/.test(source)))
    throw new BuildError('ADD of a repository is not part of this simulator yet', line.location);
  const files = heredocs.map(({ name: Name, content, expand: expands }) => ({
    Name,
    Data: expands ? expandHeredoc(content, word) : content,
  }));
  const inputs = [state.node];
  if (plain.length > 0) {
    inputs.push(fileNode(from === undefined ? undefined : word(from)));
    if (from === undefined) contextPaths.push(...plain.map((source) => clean(`/${source}`)));
  }
  const copies: Omit<BuildCopy, 'From'>[] = plain.map((source) => ({
    ...common,
    Source: source === url ? source : clean(`/${source}`),
    Unpack: name === 'ADD',
  }));
  const node = add(
    ([Input, From]) => ({
      Type: 'copy',
      Input: Input!,
      Copies: [
        ...(files.length > 0 ? [{ ...common, Source: '', Unpack: false, Files: files }] : []),
        ...copies.map((each) => ({ ...each, From: From! })),
      ],
    }),
    inputs,
    JSON.stringify(['copy', copies, files, common]),
    true,
  );
  const shown = [
    name,
    ...(Owner === undefined ? [] : [`--chown=${Owner}`]),
    ...(chmod === undefined ? [] : [`--chmod=${word(chmod)}`]),
    ...plain,
    ...heredocs.map((heredoc) => `<<${heredoc.name}`),
    given,
  ];
  note(`${shown.join(' ')} # buildkit`, node);
}

function expandHeredoc(content: string, word: (text: string) => string): string {
  return word(content.replaceAll(/['"]/g, (quote) => `\\${quote}`));
}

function modeOf(text: string, line: Line): number {
  if (!/^[0-9]+$/.test(text)) throw new BuildError('invalid syntax', line.location);
  if (!/^[0-7]+$/.test(text) || Number.parseInt(text, 8) > 0o7777)
    throw new BuildError(
      `invalid chmod parameter: '${text}'. it should be octal string and between 0 and 07777`,
      line.location,
    );
  return Number.parseInt(text, 8);
}

export { isLegacyPair };
