import { type ContainerSummary, DockerError, type Engine } from '../engine/index.ts';
import type { Op, Sys } from '../os/index.ts';
import { verbFlags } from './command.ts';
import { flagValues } from './completions/flag-values.ts';
import type { FlagSpec } from './flags.ts';
import { helpFlags, listedCommands } from './help/help.ts';
import { UNLISTED } from './root.ts';
import { TREE } from './tree.ts';

/*
 * What the real command's `docker __complete` offers for a command line. `undefined` leaves it to the shell, which then
 * offers files (cobra's ShellCompDirectiveDefault); an empty list offers nothing.
 */

/** What completion asks the engine for, each once at most. */
export interface Present {
  readonly containers: () => readonly ContainerSummary[];
  readonly images: () => readonly string[];
  readonly volumes: () => readonly string[];
  readonly networks: () => readonly string[];
}

type Offer = readonly string[] | undefined;

const nameOf = ({ Names, Id }: ContainerSummary) => Names[0]?.slice(1) ?? Id.slice(0, 12);
const named = (wanted: (state: string) => boolean) => (present: Present) =>
  present
    .containers()
    .filter((container) => wanted(container.State))
    .map(nameOf);

const all = named(() => true);
const alive = named((state) => state === 'running' || state === 'paused' || state === 'restarting');
const running = named((state) => state === 'running');
const images = (present: Present) => present.images();
const volumes = (present: Present) => present.volumes();
const networks = (present: Present) => present.networks();
const files = () => undefined;

type Arguments = (present: Present, before: readonly string[], flags: ReadonlySet<string>) => Offer;

/** What the arguments of the verbs may be. A verb that isn't here has none to offer. */
const ARGUMENTS: Readonly<Record<string, Arguments>> = {
  attach: running,
  commit: alive,
  cp: files,
  diff: alive,
  exec: (present, before) => (before.length === 0 ? running(present) : []),
  export: all,
  kill: alive,
  logs: all,
  pause: running,
  port: alive,
  rename: all,
  restart: all,
  rm: (present, _before, flags) =>
    flags.has('force') ? all(present) : named((state) => state === 'exited' || state === 'created')(present),
  start: named((state) => state === 'exited' || state === 'created'),
  stats: alive,
  stop: alive,
  top: alive,
  unpause: named((state) => state === 'paused'),
  update: all,
  wait: alive,
  history: images,
  import: files,
  images: files,
  pull: images,
  push: images,
  rmi: images,
  run: (present, before) => (before.length === 0 ? images(present) : []),
  create: (present, before) => (before.length === 0 ? images(present) : []),
  save: images,
  tag: images,
  build: files,
  help: files,
  'volume inspect': volumes,
  'volume rm': volumes,
  'volume update': volumes,
  'network connect': (present, before) => (before.length === 0 ? networks(present) : all(present)),
  'network disconnect': networks,
  'network inspect': networks,
  'network rm': networks,
  'image inspect': images,
  'image rm': images,
  'image history': images,
  'image tag': images,
  'image save': images,
  'image push': images,
  'image pull': images,
  'image ls': files,
  'image import': files,
  'image build': files,
  'container inspect': all,
};

/** Verbs of other groups that take something else than those of the same short name. */
const OWN = ['volume', 'network', 'image', 'system', 'builder', 'context', 'compose'];

function argumentsOf(group: string | undefined, verb: string): Arguments | undefined {
  const own = ARGUMENTS[group === undefined ? verb : `${group} ${verb}`];
  return own ?? (group === undefined || OWN.includes(group) ? undefined : ARGUMENTS[verb]);
}

/** What comes after a flag that takes a value. */
function ofFlag(
  path: string,
  flag: FlagSpec,
  present: Present,
  env: Readonly<Record<string, string>>,
  word: string,
): Offer {
  const known = flagValues(path, flag.name, present, env, all, word);
  if (known) return known;
  const makes = /^docker (container )?(run|create)$/.test(path);
  if (flag.name === 'env-file') return undefined;
  return makes || (flag.name === 'format' && path.endsWith('inspect')) ? [] : undefined;
}

/** A command line's flags and arguments before the word that is completed. */
interface Read {
  readonly args: readonly string[];
  readonly flags: ReadonlySet<string>;
  /** A flag whose value is to be completed. */
  readonly open?: FlagSpec;
  readonly ended: boolean;
}

function read(words: readonly string[], specs: readonly FlagSpec[], interspersed: boolean): Read {
  const args: string[] = [];
  const flags = new Set<string>();
  for (let i = 0; i < words.length; i++) {
    const word = words[i]!;
    if (word === '--' || !/^-./.test(word) || (!interspersed && args.length > 0)) {
      if (word === '--') return { args: [...args, ...words.slice(i + 1)], flags, ended: true };
      args.push(word);
      continue;
    }
    const [name = '', value] = word.split(/=(.*)/s);
    const letters = /^-(\w+)$/.exec(name)?.[1];
    const spec = letters
      ? specs.find(({ short }) => short === letters.at(-1))
      : specs.find((each) => `--${each.name}` === name);
    for (const letter of letters ?? '') {
      const found = specs.find(({ short }) => short === letter);
      if (found) flags.add(found.name);
    }
    if (!spec) continue;
    flags.add(spec.name);
    if (spec.type === '') continue;
    // The shell cuts words at `=`, so that the value may be a word of its own, or the one that is completed.
    if (value === undefined || value === '') {
      if (i === words.length - 1) return { args, flags, open: spec, ended: false };
      i++;
    }
  }
  return { args, flags, ended: !interspersed && args.length > 0 };
}

const flagNames = (specs: readonly FlagSpec[], word: string): readonly string[] => {
  const shorts = word === '-' ? specs.flatMap(({ short }) => (short ? [`-${short}`] : [])) : [];
  return [...specs.map(({ name }) => `--${name}`), ...shorts].sort();
};

/** What may stand at the end of a command line. `words`: its words; the last, perhaps empty, is the one to complete. */
export function completeDocker(
  words: readonly string[],
  present: Present,
  env: Readonly<Record<string, string>>,
): Offer {
  const word = words.at(-1) ?? '';
  const global = helpFlags('docker');
  const head = read(words.slice(1, -1), global, false);
  if (head.open)
    return head.open.name === 'log-level' || head.open.name === 'context'
      ? flagValues('docker', head.open.name, present, env, all)
      : undefined;
  const [first, ...rest] = head.args;
  if (first === undefined) {
    if (word.startsWith('-')) return flagNames(global, word);
    return [...new Set([...listedCommands('docker'), ...UNLISTED, 'help'])].sort();
  }
  const group = TREE.groups.find(({ name }) => name === first);
  if (group && rest.length === 0) {
    if (word.startsWith('-')) return [];
    return [...new Set([...listedCommands(`docker ${first}`), ...group.verbs.map(({ name }) => name)])].sort();
  }
  const verbName = group ? rest[0]! : first;
  const verb = (group ?? TREE).verbs.find(({ name }) => name === verbName);
  if (!verb)
    return listedCommands(`docker ${first}`).length > 0 && rest.length === 0
      ? listedCommands(`docker ${first}`)
      : undefined;
  const path = group ? `docker ${first} ${verbName}` : `docker ${verbName}`;
  const specs = verbFlags(path, verb).filter(
    ({ name, aliasOf }) => aliasOf === undefined && (name !== 'help' || /(run|create)$/.test(path)),
  );
  const { args, flags, open, ended } = read(group ? rest.slice(1) : rest, specs, verb.interspersed ?? true);
  if (open) return ofFlag(path, open, present, env, word);
  if (word.startsWith('-') && !ended) return flagNames(specs, word);
  const offer = argumentsOf(group?.name, verbName);
  return offer ? offer(present, args, flags) : [];
}

/** Runs a request that is answered at once; nothing if the engine refuses it. */
function answerOf<T>(op: Op<readonly T[]>): readonly T[] {
  try {
    const { done, value } = op.next();
    return done ? value : [];
  } catch (error) {
    if (error instanceof DockerError) return [];
    throw error;
  }
}

function presentOf(engine: Engine): Present {
  return {
    containers: () => answerOf(engine.containerList({ all: true, size: false, filters: {} })),
    images: () => answerOf(engine.imageList({ all: false, filters: {} })).flatMap(({ RepoTags }) => RepoTags ?? []),
    volumes: () => answerOf(engine.volumeList({})).map(({ Name }) => Name),
    networks: () => answerOf(engine.networkList({})).map(({ Name }) => Name),
  };
}

/** Completes docker's command lines from the present state; undefined for other commands' and where files may stand. */
export function dockerCompleter(engineOf: (sys: Sys) => Engine) {
  return ({ sys, words }: { readonly sys: Sys; readonly words: readonly string[] }): Offer => {
    if (words.length < 2 || !/(^|\/)docker$/.test(words[0]!)) return undefined;
    // The shell's words end at colons, an image's name doesn't.
    const before = words.at(-2)!;
    const joined = before.endsWith(':') ? [...words.slice(0, -2), before + words.at(-1)!] : words;
    const offer = completeDocker(joined, presentOf(engineOf(sys)), sys.env);
    if (joined === words) return offer;
    return offer?.filter((each) => each.startsWith(before)).map((each) => each.slice(before.length));
  };
}
