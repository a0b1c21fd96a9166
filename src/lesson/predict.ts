import { evaluate, evaluateAll } from './checks.ts';
import type { Predict, Step } from './lesson.ts';
import type { Probe } from './probe.ts';

/** Which options of a question are right: of `many`, all that hold; otherwise the first. Empty if none holds. */
export async function rightOptions({ options, many }: Predict, probe: Probe): Promise<readonly number[]> {
  const held = await Promise.all(options.map(async ({ when }) => (await evaluate(when, probe)).met));
  const right = held.flatMap((met, at) => (met ? [at] : []));
  return many ? right : right.slice(0, 1);
}

/**
 * The right options of a step's question where the step's commands have been tried; undefined if that says nothing: the
 * commands didn't lead to the step's goals there, or nothing that was offered came true.
 */
export async function judged({ checks, predict }: Step, probe: Probe): Promise<readonly number[] | undefined> {
  if (!predict || !(await evaluateAll(checks, probe)).every(({ met }) => met)) return undefined;
  const right = await rightOptions(predict, probe);
  return right.length > 0 || predict.many ? right : undefined;
}
