import { diffLines } from 'diff';
import type { CheckResult } from '../lesson/index.ts';
import { masked, norm, sig } from './masking.mjs';
import type { Printed } from './printed.ts';
import type { Act } from './scenario.ts';

/** Both sides of one act. */
export type Compared = {
  readonly same: boolean;
  /** What was masked, so that both could be the same: ids, times and the like. */
  readonly masked: readonly string[];
} & (
  | {
      readonly kind: 'line';
      readonly cmd: string;
      readonly line?: number;
      readonly simulated: Printed;
      readonly real: Printed;
      /** What the guard refused meanwhile: the difference is its doing. */
      readonly refused: readonly string[];
    }
  | {
      readonly kind: 'check';
      readonly goal: string;
      readonly line: number;
      readonly title: string;
      readonly differences: readonly string[];
    }
);

/** Compares what a line printed on both sides, all that varies masked. */
export function compareLine(
  { cmd, line }: Extract<Act, { kind: 'line' }>,
  simulated: Printed,
  real: Printed,
  refused: readonly string[],
): Compared {
  const sides = [simulated, real].map(({ stdout, stderr, exit }) => ({ cmd, stdout, stderr, exit }));
  return {
    kind: 'line',
    cmd,
    ...(line !== undefined && { line }),
    simulated,
    real,
    refused,
    same: sig(sides[0]!) === sig(sides[1]!),
    masked: masked(sides[1]!),
  };
}

/** A step's goals: all must hold on both sides. */
export function compareChecks(
  { title, line }: Extract<Act, { kind: 'checks' }>,
  simulated: readonly CheckResult[],
  real: readonly CheckResult[],
): Compared {
  const differences = simulated.flatMap((result, at) => {
    const other = real[at]!;
    if (result.met && other.met) return [];
    const side = ({ met, seen }: CheckResult) => (met ? 'met' : `not met: ${seen}`);
    return [`${result.goal}: simulated ${side(result)}; real ${side(other)}`];
  });
  const goal = simulated.map(({ goal }) => goal).join('; ');
  return { kind: 'check', goal, line, title, differences, same: differences.length === 0, masked: [] };
}

/** The difference of a line, as unified text: `-` simulated, `+` real. */
export function difference({ cmd, simulated, real }: Extract<Compared, { kind: 'line' }>): string {
  const parts: string[] = [];
  for (const stream of ['stdout', 'stderr'] as const) {
    const [one, other] = [norm(simulated[stream], cmd), norm(real[stream], cmd)];
    if (one === other) continue;
    parts.push(`${stream}:`);
    for (const { value, added, removed } of diffLines(ended(one), ended(other)))
      for (const row of value.replace(/\n$/, '').split('\n')) parts.push(`${added ? '+' : removed ? '-' : ' '} ${row}`);
  }
  if (simulated.exit !== real.exit) parts.push(`exit: - ${simulated.exit}  + ${real.exit}`);
  return parts.join('\n');
}

const ended = (text: string) => (text === '' || text.endsWith('\n') ? text : `${text}\n`);
