import { evaluateAll, type Probe } from '../lesson/index.ts';
import { Machine } from '../machine/machine.ts';
import { ProbeReader } from '../machine/probe.ts';
import { morePrograms } from '../machine/programs.ts';
import { hostChanges, hostListing } from './host-changes.ts';
import type { Outcome } from './printed.ts';
import type { Scenario } from './scenario.ts';

/** The images that a simulated machine comes with. */
export const CATALOGUE = ['busybox', 'alpine', 'debian', 'ubuntu', 'nginx', 'volimg'];

/** What a scenario does, as the simulated machine tells before anything real happens. */
export interface Foretold {
  readonly outcomes: readonly Outcome[];
  /** Names that it gives to things. */
  readonly containers: readonly string[];
  readonly volumes: readonly string[];
  readonly networks: readonly string[];
  /** References that it makes: builds, tags, imports. */
  readonly madeImages: readonly string[];
  /** References that it uses and doesn't make. */
  readonly usedImages: readonly string[];
  /** References of images that it removes and did not make. */
  readonly removedImages: readonly string[];
  /** Paths of the host that it writes to, outside its home and Docker's own folders. */
  readonly writes: readonly string[];
}

/** Runs a scenario on a fresh simulated machine. */
export async function foretell(scenario: Scenario, uid: number | undefined, seed = 1): Promise<Foretold> {
  const { user, home, cwd, files } = scenario;
  const machine = Machine.boot(
    {
      epoch: Date.now(),
      seed,
      user,
      home,
      cwd,
      files,
      hiddenImages: true,
      ...(user === 'learner' && uid !== undefined && { uid }),
    },
    morePrograms,
  );
  const names = { container: new Set<string>(), volume: new Set<string>(), network: new Set<string>() };
  const madeImages = new Set<string>();
  const usedImages = new Set(scenario.images);
  const removedImages = new Set<string>();
  /** What builds begin with and copy from: BuildKit would fetch those that the engine lacks. */
  const noteBases = () => {
    const { builds, tags } = machine.surveyed().engine;
    const sources = [...builds.values()].flatMap(({ request }) =>
      request.Vertexes.flatMap(({ Op }) => (Op.Type === 'source' ? [Op.Image] : [])),
    );
    for (const [tag, id] of tags)
      if (sources.includes(id) && !madeImages.has(tag)) usedImages.add(tag.replace(/:latest$/, ''));
  };
  machine.onEngineEvent = ({ Type, Action, Actor: { ID, Attributes } }) => {
    if (Type === 'image') noteBases();
    if (Action === 'create' && Type === 'container') {
      names.container.add(Attributes.name ?? '');
      const image = Attributes.image ?? '';
      if (!madeImages.has(tagged(image)) && !/^(sha256:)?[0-9a-f]{12,64}$/.test(image)) usedImages.add(image);
    }
    if (Action === 'create' && Type === 'volume') names.volume.add(ID);
    if (Action === 'create' && Type === 'network') names.network.add(Attributes.name ?? '');
    if (Type === 'image' && (Action === 'tag' || Action === 'import' || Action === 'build'))
      madeImages.add(tagged(Attributes.name ?? ID));
  };
  const hasImage = (name: string) => machine.surveyed().inspect('image', name) !== undefined;
  const catalogue = CATALOGUE.filter(hasImage);
  const shell = machine.scriptShell();
  const before = hostListing(machine.surveyed().host, home);
  const outcomes: Outcome[] = [];
  for (const act of scenario.acts) {
    if (act.kind === 'line') outcomes.push({ kind: 'line', ...shell.run(act.cmd) });
    else outcomes.push({ kind: 'checks', results: await evaluateAll(act.checks, probeOf(machine)) });
    noteBases();
    for (const name of catalogue) if (!hasImage(name)) removedImages.add(name);
  }
  return {
    outcomes,
    // Docker makes up names for what has none; those are others on the real engine.
    containers: [...names.container].filter((name) => name !== '' && isWritten(name, scenario)),
    volumes: [...names.volume].filter((name) => !/^[0-9a-f]{64}$/.test(name)),
    networks: [...names.network].filter((name) => name !== ''),
    madeImages: [...madeImages],
    usedImages: [...usedImages],
    removedImages: [...removedImages],
    writes: hostChanges(before, hostListing(machine.surveyed().host, home)),
  };
}

/** A name that the scenario's text holds, or that Compose makes from it. */
function isWritten(name: string, { acts }: Scenario): boolean {
  if (!/^[a-z]+_[a-z]+$/.test(name)) return true;
  return acts.some((act) => act.kind === 'line' && act.cmd.includes(name));
}

const tagged = (reference: string) => (/:[^/]*$/.test(reference) ? reference : `${reference}:latest`);

/** The lessons' view of a machine as it is now. */
export function probeOf(machine: Machine): Probe {
  const reader = new ProbeReader(machine.surveyed());
  const inspect = (kind: 'volume' | 'container' | 'image') => async (name: string) =>
    reader.inspect(kind, name) as never;
  return {
    stat: async (place, path) => reader.stat(place, path),
    read: async (place, path) => reader.read(place, path),
    list: async (place, path) => reader.list(place, path),
    volume: inspect('volume'),
    container: inspect('container'),
    image: inspect('image'),
  };
}
