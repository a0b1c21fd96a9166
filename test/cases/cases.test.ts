import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { freshMachines, runScript } from '../../src/machine/script.ts';
import { type RecordedLine, signature } from '../conformance/recorded-text.ts';

/*
 * Sessions about networks, devices, shells in containers and Compose: what a real Docker Engine 28.5 and Compose 2.40 printed for each line, in
 * /root/lab on a host with nothing in it, against what the machine prints. Every line is exact.
 */

const here = fileURLToPath(new URL('./', import.meta.url));
const machine = freshMachines({ epoch: Date.UTC(2026, 10, 24, 8, 0, 0), seed: 1 });
const sessions = readdirSync(here).filter((file) => file.endsWith('.json'));

test.each(sessions)(
  '%s',
  (file) => {
    const recorded: readonly RecordedLine[] = JSON.parse(readFileSync(`${here}${file}`, 'utf8'));
    const got = runScript(
      machine(),
      recorded.map(({ cmd }) => cmd),
    );
    const wrong = recorded.flatMap((want, index) => {
      const line = got[index];
      return line && signature({ ...line, cmd: want.cmd }) === signature(want) ? [] : [{ want, got: line }];
    });
    expect(wrong).toEqual([]);
  },
  30_000,
);
