import { evaluate } from './checks.ts';
import type { Predict } from './lesson.ts';
import type { Probe } from './probe.ts';

/** Which options of a question are right: of `many`, all that hold; otherwise the first. Empty if none holds. */
export async function rightOptions({ options, many }: Predict, probe: Probe): Promise<readonly number[]> {
  const held = await Promise.all(options.map(async ({ when }) => (await evaluate(when, probe)).met));
  const right = held.flatMap((met, at) => (met ? [at] : []));
  return many ? right : right.slice(0, 1);
}
