import { type Compared, difference } from './compare.ts';
import type { Replayed } from './replay.ts';

/** One result as a person reads it. */
export function resultText(result: Compared): string {
  if (result.kind === 'check') {
    if (result.same) return `  same      goals of “${result.title}”\n`;
    return `  DIFFERS   goals of “${result.title}”\n${indented(result.differences.join('\n'))}`;
  }
  const at = `$ ${result.cmd.replaceAll('\n', '\n              ')}\n`;
  if (result.same) return `  same      ${at}`;
  const why =
    result.refused.length > 0
      ? `  REFUSED   ${at}${indented([...new Set(result.refused)].join('\n'))}`
      : `  DIFFERS   ${at}`;
  return why + indented(difference(result));
}

function indented(text: string): string {
  return text === '' ? '' : `${text.replace(/^/gm, '            ')}\n`;
}

/** How one scenario went, in a sentence or a few. */
export function verdictText({ name, results, problems, leftovers, folder }: Replayed): string {
  const same = results.filter((result) => result.same).length;
  const lines = [
    ...problems.map((problem) => `  ${problem}`),
    ...leftovers.map(({ note, reason }) => `  Could not be removed: ${note.kind} ${note.id}: ${reason}`),
    ...(folder ? [`  Could not be removed: the folder ${folder}`] : []),
    `  ${name}: ${results.length === 0 ? 'not replayed' : `${same} of ${results.length} the same`}`,
  ];
  return `${lines.join('\n')}\n`;
}

/** Whether everything was the same and nothing stays behind. */
export function agrees({ results, problems, leftovers, folder, scenario }: Replayed): boolean {
  return (
    problems.length === 0 &&
    leftovers.length === 0 &&
    folder === undefined &&
    results.length === scenario.acts.length &&
    results.every(({ same }) => same)
  );
}

/** A scenario's replay as data. */
export function reportOf(replayed: Replayed, engine: unknown): object {
  const { name, file, title, results, problems, leftovers } = replayed;
  return { name, file, title, engine, agrees: agrees(replayed), results, problems, leftovers };
}

/** The last line. */
export function summaryText(all: readonly Replayed[]): string {
  const results = all.flatMap((each) => each.results);
  const same = results.filter((result) => result.same).length;
  const whole = all.filter(agrees).length;
  return `${same} of ${results.length} the same, ${whole} of ${all.length} scenarios agree\n`;
}
