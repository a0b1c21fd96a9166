import { evaluateAll } from '../lesson/index.ts';
import type { Connection, Guard } from '../real/index.ts';
import { type Compared, compareChecks, compareLine } from './compare.ts';
import type { Outcome } from './printed.ts';
import { realProbe } from './real-probe.ts';
import { type Broken, RealShell, type ShellOptions } from './real-shell.ts';
import type { Act } from './scenario.ts';

/** Where a scenario's acts happen, and what they are compared with. */
export interface Stage {
  readonly connection: Connection;
  readonly guard: Guard;
  readonly shell: ShellOptions;
  readonly probe: { readonly image: string; readonly scratch: string; readonly via: string | undefined };
  /** What each act came to on the simulated machine. */
  readonly foretold: readonly Outcome[];
  /** Ends it early. */
  readonly signal: AbortSignal;
  /** Told the process group of the scenario's bash once that runs. */
  onGroup(group: number): void;
  /** Told of each act before it happens. */
  onAct?(act: Act, number: number, of: number): void;
  /** Told of each result. */
  onResult?(result: Compared): void;
}

/** What happened, as far as it came. */
export interface Performed {
  readonly results: readonly Compared[];
  readonly real: readonly Outcome[];
  /** Why it did not come to its end. */
  readonly problem?: string;
}

/** Performs a scenario's acts on the real engine, one after the other, and compares each with what was foretold. */
export async function perform(acts: readonly Act[], stage: Stage): Promise<Performed> {
  const { guard, signal } = stage;
  const real: Outcome[] = [];
  const results: Compared[] = [];
  const ended = (problem?: string): Performed => ({ results, real, ...(problem !== undefined && { problem }) });
  let shell: RealShell | undefined;
  const abort = () => shell?.kill();
  signal.addEventListener('abort', abort);
  try {
    shell = await RealShell.open(stage.shell);
    if (shell.group !== undefined) stage.onGroup(shell.group);
    const probe = realProbe(stage.connection, guard, stage.probe);
    for (const [at, act] of acts.entries()) {
      if (signal.aborted) break;
      stage.onAct?.(act, at + 1, acts.length);
      const outcome = await outcomeOf(act, shell, probe);
      if ('reason' in outcome && signal.aborted) break;
      const lost = guard.lost();
      if ('reason' in outcome)
        return ended(
          lost
            ? `The connection to the engine was lost at \`${describe(act)}\`: ${lost.message}.`
            : `\`${describe(act)}\`: ${outcome.reason}.`,
        );
      real.push(outcome);
      const result = compared(act, stage.foretold[at]!, outcome, guard.takeRefusals());
      results.push(result);
      stage.onResult?.(result);
      if (lost) return ended(`The connection to the engine was lost: ${lost.message}.`);
    }
  } catch (error) {
    if (!signal.aborted) return ended((error as Error).message);
  } finally {
    signal.removeEventListener('abort', abort);
    shell?.kill();
  }
  return ended(signal.aborted ? 'It was interrupted.' : undefined);
}

async function outcomeOf(act: Act, shell: RealShell, probe: ReturnType<typeof realProbe>): Promise<Outcome | Broken> {
  if (act.kind === 'checks') return { kind: 'checks', results: await evaluateAll(act.checks, probe) };
  const printed = await shell.run(act.cmd);
  return 'reason' in printed ? printed : { kind: 'line', ...printed };
}

function compared(act: Act, simulated: Outcome, real: Outcome, refusals: readonly string[]): Compared {
  if (act.kind === 'checks' && simulated.kind === 'checks' && real.kind === 'checks')
    return compareChecks(act, simulated.results, real.results);
  if (act.kind === 'line' && simulated.kind === 'line' && real.kind === 'line')
    return compareLine(act, simulated, named(real), refusals);
  throw new Error('the two sides did different things');
}

/** The learner has another name on the real host, if that is somebody's own account. */
function named<T extends { readonly stdout: string; readonly stderr: string }>(outcome: T): T {
  const user = process.env.USER ?? '';
  if ((process.getuid?.() ?? 0) === 0 || !/^[a-z_][a-z0-9_-]{2,}$/.test(user)) return outcome;
  const rename = (text: string) => text.replace(new RegExp(`\\b${user}\\b`, 'g'), 'learner');
  return { ...outcome, stdout: rename(outcome.stdout), stderr: rename(outcome.stderr) };
}

function describe(act: Act): string {
  return act.kind === 'line' ? act.cmd : `the goals of “${act.title}”`;
}
