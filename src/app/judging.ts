import { judged, type Step, solutionOf } from '../lesson/index.ts';
import type { MachinePort } from '../machine/wire.ts';
import { probeOf } from './probe.ts';

/**
 * The right options of a step's question: its own commands are tried on a copy of the computer, so what the learner does
 * instead changes nothing, and nothing happens to the learner's computer. `points` of the timeline are where they may
 * begin; the first one from where they lead to the step's goals counts. Undefined if none does.
 */
export async function judgedOnCopies(
  step: Step,
  port: MachinePort,
  points: readonly number[],
): Promise<readonly number[] | undefined> {
  const commands = solutionOf(step).map(({ command }) => command);
  for (const point of new Set(points)) {
    // A point that is no longer kept, or a command that doesn't come to its end there: the next one may do.
    const trial = await port.request({ type: 'timeline.try', point, commands }).catch(() => undefined);
    const right = trial === undefined ? undefined : await judged(step, probeOf(port, trial));
    if (right) return right;
  }
  return undefined;
}
