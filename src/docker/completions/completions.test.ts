import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { ContainerSummary } from '../../engine/index.ts';
import { completeDocker, type Present } from '../complete.ts';
import { NO_CONTAINER } from '../format/container.ts';

interface Recorded {
  readonly words: readonly string[];
  readonly offered: readonly string[] | null;
}

const recorded: readonly Recorded[] = JSON.parse(
  readFileSync(new URL('./recorded/completions.json', import.meta.url), 'utf8'),
);

const container = (name: string, State: ContainerSummary['State']): ContainerSummary => ({
  ...NO_CONTAINER,
  Names: [`/${name}`],
  State,
});

/** What was on the engine when the answers were recorded. */
const present: Present = {
  containers: () => [
    container('r1', 'running'),
    container('p1', 'paused'),
    container('s1', 'created'),
    container('e1', 'exited'),
  ],
  images: () => ['nginx', 'volimg', 'ubuntu', 'debian', 'alpine', 'busybox'].map((name) => `${name}:latest`),
  volumes: () => ['v1v', 'w2'],
  networks: () => ['bridge', 'host', 'none', 'nn'],
};

test.each(recorded)('docker $words', ({ words, offered }) => {
  const word = words.at(-1)!;
  const got = completeDocker(['docker', ...words], present, {});
  // The real command leaves it to the shell to look for the beginning of names that the machine has.
  const filtered = (all: readonly string[]) => all.filter((each) => each.startsWith(word)).sort();
  expect(got ? filtered(got) : null).toEqual(offered ? filtered(offered) : null);
});
