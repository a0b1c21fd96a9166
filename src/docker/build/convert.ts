import type { BuildRequest, BuildVertex, ImageInspect } from '../../engine/index.ts';
import { clean, join } from '../go/path.ts';
import { quoteRune } from '../go/strconv.ts';
import { durationString } from '../go/time.ts';
import { PortError, parsePortSpec } from '../opts/ports.ts';
import { copy } from './copy.ts';
import { type Dockerfile, type Line, readDockerfile } from './dockerfile.ts';
import { BuildError, type Location } from './error.ts';
import { pairs, readHealthcheck, readStages, type Stage, suggestion } from './instructions.ts';
import type { Lint } from './lint.ts';
import { checkReferences, stageNamed, stageTitle } from './references.ts';
import { run } from './run.ts';
import type { Config, Instruction, Node, State } from './stage.ts';
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

/**
 * Looks at what every FROM and `--from` names, also of stages that aren't built.
 * @throws {BuildError} for a FROM that names nothing, and as {@link checkReferences} does
 */
export function checkBases(file: Dockerfile, options: ConvertOptions, lint: Lint): void {
  const { globals, stages } = readStages(file);
  const args = globalArguments(file, globals, options);
  for (const stage of stages) {
    const base = expand(stage.base, (name) => args.get(name), file.escapeToken, stage.from).text;
    lint.from(stage, [...args.keys()], base);
    if (base === '') throw new BuildError(`base name (${stage.base}) should not be blank`, stage.from.location);
  }
  checkReferences(stages);
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

  const stateOf = (index: number): State => {
    const known = states.get(index);
    if (known) return known;
    const stage = stages[index]!;
    const base = expand(stage.base, (name) => globalArgs.get(name), escapeToken, stage.from).text;
    const title = stages.length === 1 ? '' : stageTitle(stages, index);
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
  const fromNode = (reference: string, line: Line, tooLate: (current: string) => string): Node => {
    const index = stageNamed(stages, reference);
    const own = stages.findIndex((stage) => stage.lines.includes(line));
    // A trigger's line is in no stage: it sees them all.
    if (index !== undefined && own >= 0 && index > own)
      throw new BuildError(tooLate(stageTitle(stages, own)), line.location);
    if (index !== undefined) return stateOf(index).node;
    const known = images.get(reference);
    if (known) return known;
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
    const note = (CreatedBy: string, node?: Node) =>
      void state.history.push(node ? { CreatedBy, node } : { CreatedBy });
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
    const instruction: Instruction = {
      state,
      line,
      word,
      add,
      note,
      files: (from, tooLate) => (from === undefined ? contextNode() : fromNode(from, line, tooLate)),
      contextPaths,
    };
    switch (name) {
      case 'RUN':
        run(instruction);
        return;
      case 'ADD':
      case 'COPY': {
        const json = jsonWords(text);
        copy(instruction, (json ?? splitWords(text, escapeToken)).map(json ? (value) => word(value) : word));
        return;
      }
      case 'WORKDIR': {
        const given = word(text);
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
        const times = [Interval, Timeout, StartPeriod, StartInterval]
          .map((time) => `"${durationString(time)}"`)
          .join(' ');
        note(
          `HEALTHCHECK &{[${Test.map((part) => JSON.stringify(part)).join(' ')}] ${times} ${quoteRune(String.fromCharCode(Retries))}}`,
        );
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

/** `["a" "b c"]`, as Go's %q writes a list. */
const goList = (words: readonly string[]): string => `[${words.map((word) => JSON.stringify(word)).join(' ')}]`;

/** `443/udp` for each port of a specification. */
function exposed(spec: string, line: Line): readonly string[] {
  try {
    return parsePortSpec(spec).map(({ port }) => port);
  } catch (error) {
    if (error instanceof PortError) throw new BuildError(error.message.replace(/^Invalid/, 'invalid'), line.location);
    throw error;
  }
}
