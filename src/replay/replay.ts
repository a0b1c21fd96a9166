import { randomBytes } from 'node:crypto';
import {
  type Connection,
  cleanUp,
  type GuardOptions,
  type Leftover,
  removeFolder,
  startGuard,
  startReaper,
  tagged,
} from '../real/index.ts';
import { perform } from './acts.ts';
import type { Compared } from './compare.ts';
import { keepImages, namedImages } from './kept-images.ts';
import { missingImages, obstacles } from './preflight.ts';
import type { Outcome } from './printed.ts';
import { type Act, type Scenario, type Source, settle, userOf } from './scenario.ts';
import { layOut, makeScratch, type Scratch } from './scratch.ts';
import { CATALOGUE, type Foretold, foretell } from './simulated.ts';
import { provideSudo } from './sudo.ts';

/** What a replay is allowed and told. */
export interface ReplayOptions {
  readonly connection: Connection;
  readonly via?: string;
  readonly scratch?: string;
  readonly disposable: boolean;
  readonly pull: boolean;
  /** Seconds that a line may take. */
  readonly limit: number;
  /** The guard's: the images that a builder would look for. */
  readonly imagesAskedFor: GuardOptions['imagesAskedFor'];
  /** Ends the replay early: everything is cleaned up all the same. */
  readonly signal: AbortSignal;
  /** Told of each act before it happens on the real engine. */
  onAct?(act: Act, number: number, of: number): void;
  /** Told of each result. */
  onResult?(result: Compared): void;
}

/** What came of a replay. */
export interface Replayed {
  readonly name: string;
  readonly file: string;
  readonly title: string;
  /** In the scenario's order; shorter than the scenario if it broke off. */
  readonly results: readonly Compared[];
  /** Why it did not run, or not to its end. */
  readonly problems: readonly string[];
  /** Nothing ran: it can't be replayed here, for the problems' reasons. */
  readonly refused?: boolean;
  /** What is still on the engine. */
  readonly leftovers: readonly Leftover[];
  /** The folder, if it could not be removed. */
  readonly folder?: string;
  /** What the real side printed, with the scenario's own paths: for records. */
  readonly real: readonly Outcome[];
  readonly scenario: Scenario;
}

/** Runs a scenario on the simulated machine and on the real engine, and compares. Never leaves anything behind. */
export async function replay(source: Source, options: ReplayOptions): Promise<Replayed> {
  const { connection } = options;
  const worker = workerOf(source);
  const scratch = makeScratch(options.scratch);
  const scenario = settle(source, worker.user, scratch.home);
  const about = { name: source.name, file: source.file, title: scenario.title, scenario };
  const nothing = { ...about, results: [], real: [], leftovers: [] };
  try {
    const foretold = await foretell(scenario, worker.uid);
    const problems = await whyNot(scenario, foretold, worker, options);
    if (problems.length === 0)
      return { ...about, ...(await replayGuarded({ source, scenario, foretold, scratch, worker, options })) };
    await removeFolder(connection, scratch.folder, CLEANING_IMAGE);
    return { ...nothing, problems, refused: true };
  } catch (error) {
    await removeFolder(connection, scratch.folder, CLEANING_IMAGE).catch(() => false);
    return { ...nothing, problems: [(error as Error).message] };
  }
}

/** Who works at the scenario's prompt. */
interface Worker {
  readonly user: 'learner' | 'root';
  readonly uid: number;
  /** Root gives its power away and works under the learner's uid. */
  readonly becomes?: number;
  /** What the files that it starts with belong to, if they may be given away. */
  readonly owner?: { readonly uid: number; readonly gid: number };
  readonly problems: readonly string[];
}

/** The learner's uid where root may choose one. */
const LEARNER_UID = 1000;

function workerOf(source: Source): Worker {
  const own = process.getuid?.() ?? LEARNER_UID;
  const user = userOf(source) ?? (own === 0 ? 'root' : 'learner');
  const problems = user === 'root' && own !== 0 ? ['Its user is root, and you are not: run the replay as root.'] : [];
  if (own !== 0) return { user, uid: own, problems };
  const uid = user === 'learner' ? LEARNER_UID : own;
  return { user, uid, owner: { uid, gid: uid }, ...(uid !== own && { becomes: uid }), problems };
}

/** What stands in the way of a replay. Images that are missing are pulled, if that is allowed and nothing else stands there. */
async function whyNot(
  scenario: Scenario,
  foretold: Foretold,
  worker: Worker,
  options: ReplayOptions,
): Promise<readonly string[]> {
  const { connection } = options;
  const problems = [...worker.problems, ...(await obstacles(connection, scenario, foretold, options))];
  const missing = await missingImages(connection, foretold.usedImages);
  if (missing.length === 0) return problems;
  if (options.pull && problems.length === 0) return pull(connection, missing);
  const pulls = missing.map((image) => `docker pull ${image}`).join('; ');
  return [...problems, `The engine lacks images. Get them (or say --pull): ${pulls}`];
}

/** Removes what a container's root left in the folder, where the scenario names no image. */
const CLEANING_IMAGE = 'busybox';

/** Runs the scenario's acts on the real engine behind a guard, and removes what they made. */
async function replayGuarded({
  source,
  scenario,
  foretold,
  scratch,
  worker,
  options,
}: {
  readonly source: Source;
  readonly scenario: Scenario;
  readonly foretold: Foretold;
  readonly scratch: Scratch;
  readonly worker: Worker;
  readonly options: ReplayOptions;
}): Promise<Pick<Replayed, 'results' | 'real' | 'problems' | 'leftovers' | 'folder'>> {
  const { connection, disposable } = options;
  const { folder, home, socket, bin, config } = scratch;
  const image = foretold.usedImages[0] ?? CLEANING_IMAGE;
  const reaper = startReaper();
  try {
    reaper.tell({ folder, image });
    layOut(scenario, worker.owner);
    provideSudo(bin, worker.becomes !== undefined);
    const restore = disposable
      ? await keepImages(connection, folder, await endangeredImages(connection, scenario, foretold))
      : undefined;
    // Builds of others would be counted, and steps of ours found there.
    if (disposable) await connection.ask('POST', '/build/prune?all=true');
    const guard = await startGuard({
      connection,
      socket,
      ...(worker.owner && { owner: worker.owner }),
      home,
      run: randomBytes(8).toString('hex'),
      started: Date.now(),
      disposable,
      pull: options.pull,
      imagesAskedFor: options.imagesAskedFor,
      images: new Set(
        [...CATALOGUE, ...foretold.usedImages, ...(source.kind === 'script' ? ['volimg'] : [])].map(tagged),
      ),
    });
    guard.ledger.onChange(reaper.tell);
    const { via, limit } = options;
    const { results, real, problem } = await perform(scenario.acts, {
      ...options,
      guard,
      shell: { via, limit, home, cwd: scenario.cwd, user: scenario.user, socket, bin, config, becomes: worker.becomes },
      probe: { image, scratch: folder, via },
      foretold: foretold.outcomes,
      onGroup: (group) => reaper.tell({ group }),
    });
    const problems = problem === undefined ? [] : [problem];
    await guard.close();
    const leftovers = await cleanUp(connection, guard.ledger.all);
    await restore?.().catch((error: Error) => problems.push(`Images could not be put back: ${error.message}.`));
    const gone = await removeFolder(connection, folder, image).catch(() => false);
    return { results, real, problems, leftovers, ...(gone ? {} : { folder }) };
  } finally {
    await reaper.dismiss();
  }
}

/** The images that a scenario may take away from a disposable engine. */
async function endangeredImages(
  connection: Connection,
  { acts }: Scenario,
  foretold: Foretold,
): Promise<readonly string[]> {
  const prunesAll = acts.some((act) => act.kind === 'line' && /\bprune\b.*\s(-\w*a|--all)/.test(act.cmd));
  return prunesAll ? namedImages(connection) : foretold.removedImages;
}

/** Pulls images. @returns what failed, for a person */
async function pull(connection: Connection, images: readonly string[]): Promise<readonly string[]> {
  const problems: string[] = [];
  for (const image of images) {
    const docker = connection.docker();
    try {
      const stream = await docker.pull(tagged(image));
      await new Promise<void>((resolve, reject) =>
        docker.modem.followProgress(stream, (error) => (error ? reject(error) : resolve())),
      );
    } catch (error) {
      problems.push(`docker pull ${image} failed: ${(error as Error).message}.`);
    }
  }
  return problems;
}
