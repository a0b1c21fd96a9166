import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { freshMachines, runScript, scriptLines } from '../../src/machine/script.ts';
import { type RecordedLine, signature } from './recorded-text.ts';

/*
 * Every recorded command line against the machine. passing.json lists, by scenario, the lines that are exact: "whole",
 * or their numbers (from 1). The test fails when a listed line is exact no more, and when an exact one isn't listed.
 * After a change that is meant: UPDATE_PASSING=1 npx vitest run test/conformance
 */

const here = fileURLToPath(new URL('./', import.meta.url));
const listFile = `${here}passing.json`;

const machine = freshMachines({ epoch: Date.UTC(2026, 10, 24, 8, 0, 0), seed: 1 });
const listed: Record<string, 'whole' | number[]> = JSON.parse(readFileSync(listFile, 'utf8'));
const passing: Record<string, 'whole' | number[]> = {};

const scenarios = readdirSync(`${here}recorded`).map((file) => file.replace(/\.json$/, ''));

test.each(scenarios)('%s', (name) => {
  const recorded: readonly RecordedLine[] = JSON.parse(readFileSync(`${here}recorded/${name}.json`, 'utf8'));
  const got = runScript(machine(), scriptLines(readFileSync(`${here}scenarios/${name}.sh`, 'utf8')));
  const numbers = recorded.map((_, i) => i + 1);
  const exact = numbers.filter((n) => {
    const line = got[n - 1];
    return line && signature({ ...line, cmd: recorded[n - 1]!.cmd }) === signature(recorded[n - 1]!);
  });
  passing[name] = exact.length === numbers.length ? 'whole' : exact;
  if (process.env.UPDATE_PASSING) return;
  const expected = listed[name] === 'whole' ? numbers : (listed[name] ?? []);
  const broken = expected.filter((n) => !exact.includes(n));
  expect(
    broken.map((n) => ({ line: n, want: recorded[n - 1], got: got[n - 1] })),
    'lines that passed before',
  ).toEqual([]);
  expect(
    exact.filter((n) => !expected.includes(n)),
    'lines that pass but are not listed',
  ).toEqual([]);
});

test.runIf(process.env.UPDATE_PASSING)('the list is written anew', () => {
  const rows = Object.entries(passing).map(([name, lines]) => `  ${JSON.stringify(name)}: ${JSON.stringify(lines)}`);
  writeFileSync(listFile, `{\n${rows.join(',\n')}\n}\n`);
});
