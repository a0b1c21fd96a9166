import { randomBytes } from 'node:crypto';
import { evaluateAll } from '../lesson/index.ts';
import {
  type Connection,
  cleanUp,
  type GuardOptions,
  type Leftover,
  type Reaper,
  removeFolder,
  startGuard,
  startReaper,
  tagged,
} from '../real/index.ts';
import { type Compared, compareChecks, compareLine } from './compare.ts';
import { keepImages, namedImages } from './kept-images.ts';
import { missingImages, obstacles } from './preflight.ts';
import type { Outcome } from './printed.ts';
import { realProbe } from './real-probe.ts';
import { type Broken, RealShell } from './real-shell.ts';
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

/** The learner's uid where root may choose one. */
const LEARNER_UID = 1000;

/** Runs a scenario on the simulated machine and on the real engine, and compares. Never leaves anything behind. */
export async function replay(source: Source, options: ReplayOptions): Promise<Replayed> {
  const { connection, disposable, signal } = options;
  const uid = process.getuid?.() ?? LEARNER_UID;
  const wanted = userOf(source) ?? (uid === 0 ? 'root' : 'learner');
  const becomes = uid === 0 && wanted === 'learner' ? LEARNER_UID : undefined;
  const scratch = makeScratch(options.scratch);
  const scenario = settle(source, wanted, scratch.home);
  const replayed = { name: source.name, file: source.file, title: scenario.title, scenario };
  let reaper: Reaper | undefined;
  const problems: string[] = [];
  try {
    if (wanted === 'root' && uid !== 0) problems.push('Its user is root, and you are not: run the replay as root.');
    const foretold = await foretell(scenario, becomes ?? uid);
    problems.push(...(await obstacles(connection, scenario, foretold, options)));
    const missing = await missingImages(connection, foretold.usedImages);
    if (options.pull && problems.length === 0) await pull(connection, missing, problems);
    else if (missing.length > 0)
      problems.push(
        `The engine lacks images. Get them (or say --pull): ${missing.map((image) => `docker pull ${image}`).join('; ')}`,
      );
    if (problems.length > 0) {
      await removeFolder(connection, scratch.folder, 'busybox');
      return { ...replayed, results: [], problems, leftovers: [], real: [], refused: true };
    }
    const image = foretold.usedImages[0] ?? 'busybox';
    reaper = startReaper();
    reaper.tell({ folder: scratch.folder, image });
    const owner = uid === 0 ? { uid: becomes ?? 0, gid: becomes ?? 0 } : undefined;
    layOut(scenario, owner);
    const prunesAll = scenario.acts.some((act) => act.kind === 'line' && /\bprune\b.*\s(-\w*a|--all)/.test(act.cmd));
    const restore = disposable
      ? await keepImages(connection, scratch.folder, prunesAll ? await namedImages(connection) : foretold.removedImages)
      : undefined;
    provideSudo(scratch.bin, becomes !== undefined);
    // Builds of others would be counted, and steps of ours found there.
    if (disposable) await connection.ask('POST', '/build/prune?all=true');
    const guard = await startGuard({
      connection,
      socket: scratch.socket,
      ...(owner && { owner }),
      home: scratch.home,
      run: randomBytes(8).toString('hex'),
      started: Date.now(),
      disposable,
      pull: options.pull,
      imagesAskedFor: options.imagesAskedFor,
      images: new Set(
        [...CATALOGUE, ...foretold.usedImages, ...(source.kind === 'script' ? ['volimg'] : [])].map(tagged),
      ),
    });
    const { tell } = reaper;
    guard.ledger.onChange(tell);
    const real: Outcome[] = [];
    const results: Compared[] = [];
    let shell: RealShell | undefined;
    const abort = () => shell?.kill();
    signal.addEventListener('abort', abort);
    try {
      shell = await RealShell.open({
        ...options,
        ...placed(scenario, scratch),
        ...(becomes !== undefined && { becomes }),
      });
      if (shell.group !== undefined) reaper.tell({ group: shell.group });
      const probe = realProbe(connection, guard, { image, scratch: scratch.folder, via: options.via });
      for (const [at, act] of scenario.acts.entries()) {
        if (signal.aborted) break;
        options.onAct?.(act, at + 1, scenario.acts.length);
        const outcome = await perform(act);
        if ('reason' in outcome) {
          if (signal.aborted) break;
          const lost = guard.lost();
          problems.push(
            lost
              ? `The connection to the engine was lost at \`${describe(act)}\`: ${lost.message}.`
              : `\`${describe(act)}\`: ${outcome.reason}.`,
          );
          break;
        }
        real.push(outcome);
        const result = compared(act, foretold, at, outcome, guard.takeRefusals());
        results.push(result);
        options.onResult?.(result);
        const lost = guard.lost();
        if (lost) {
          problems.push(`The connection to the engine was lost: ${lost.message}.`);
          break;
        }
      }

      async function perform(act: Act): Promise<Outcome | Broken> {
        if (act.kind === 'checks') return { kind: 'checks', results: await evaluateAll(act.checks, probe) };
        const printed = await shell!.run(act.cmd);
        return 'reason' in printed ? printed : { kind: 'line', ...printed };
      }
    } catch (error) {
      if (!signal.aborted) problems.push((error as Error).message);
    } finally {
      signal.removeEventListener('abort', abort);
      shell?.kill();
    }
    if (signal.aborted) problems.push('It was interrupted.');
    await guard.close();
    const leftovers = await cleanUp(connection, guard.ledger.all);
    await restore?.().catch((error: Error) => problems.push(`Images could not be put back: ${error.message}.`));
    const gone = await removeFolder(connection, scratch.folder, image).catch(() => false);
    await reaper.dismiss();
    return { ...replayed, results, problems, leftovers, real, ...(gone ? {} : { folder: scratch.folder }) };
  } catch (error) {
    await reaper?.dismiss();
    await removeFolder(connection, scratch.folder, 'busybox').catch(() => false);
    return { ...replayed, results: [], problems: [...problems, (error as Error).message], leftovers: [], real: [] };
  }

  function compared(act: Act, foretold: Foretold, at: number, outcome: Outcome, refusals: readonly string[]): Compared {
    const simulated = foretold.outcomes[at]!;
    if (act.kind === 'checks' && simulated.kind === 'checks' && outcome.kind === 'checks')
      return compareChecks(act, simulated.results, outcome.results);
    if (act.kind === 'line' && simulated.kind === 'line' && outcome.kind === 'line')
      return compareLine(act, simulated, named(outcome), refusals);
    throw new Error('the two sides did different things');
  }
}

/** The learner has another name on the real host, if that is somebody's own account. */
function named<T extends { readonly stdout: string; readonly stderr: string }>(outcome: T): T {
  const user = process.env.USER ?? '';
  if ((process.getuid?.() ?? 0) === 0 || !/^[a-z_][a-z0-9_-]{2,}$/.test(user)) return outcome;
  const rename = (text: string) => text.replace(new RegExp(`\\b${user}\\b`, 'g'), 'learner');
  return { ...outcome, stdout: rename(outcome.stdout), stderr: rename(outcome.stderr) };
}

function placed({ home, cwd, user }: Scenario, { socket, bin, config }: Scratch) {
  return { home, cwd, user, socket, bin, config };
}

function describe(act: Act): string {
  return act.kind === 'line' ? act.cmd : `the goals of “${act.title}”`;
}

async function pull(connection: Connection, images: readonly string[], problems: string[]): Promise<void> {
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
}
