/*
 * What the benchmark prints: a table in Markdown, as it stands in the README. A ratio of 1.00 is the limit, less is better.
 */

interface Row {
  readonly what: string;
  readonly measured: string;
  readonly budget: string;
  readonly ratio: number;
}

const rows: Row[] = [];

/** Notes a figure and its budget, both in `unit`. */
export function report(what: string, measured: number, budget: number, unit = 'ms'): void {
  const figure = (value: number) => `${value.toFixed(value < 10 ? 2 : value < 100 ? 1 : 0)} ${unit}`;
  rows.push({ what, measured: figure(measured), budget: figure(budget), ratio: measured / budget });
  console.error(`${(measured / budget).toFixed(2).padStart(6)}  ${what}`);
}

/** All that was noted. */
export function printTable(): void {
  console.log('| what | measured | budget | ratio |\n|---|---|---|---|');
  for (const { what, measured, budget, ratio } of rows)
    console.log(`| ${what} | ${measured} | ${budget} | ${ratio.toFixed(2)} |`);
}

/** The middle one: half of the runs were quicker. */
export function median(times: readonly number[]): number {
  return [...times].sort((a, b) => a - b)[times.length >> 1]!;
}
