import { expect, test } from 'vitest';
import { Machine } from './machine.ts';
import { morePrograms } from './programs.ts';
import { Repetition } from './repetition.ts';
import { Surveyor } from './world.ts';

const base = Machine.boot({ epoch: Date.UTC(2026, 10, 24), seed: 3, user: 'learner' }, morePrograms);
base.openTerminal({ columns: 80, rows: 24 });
base.advance(100);

/** The World after some lines, typed at a copy. */
function repeated(lines: readonly string[], change: { withoutStores?: boolean } = {}) {
  const repetition = new Repetition(base.at(base.checkpoint(), change), 1, lines);
  for (let i = 0; i < 1e6; i++) {
    const machine = repetition.work();
    if (machine) return new Surveyor(machine.surveyed()).survey()!;
  }
  throw new Error('no end');
}

const LINES = [
  'docker run --name one -v notes:/data -v "$PWD":/host --tmpfs /run alpine sh -c "echo kept > /data/f; echo seen > /host/g"',
  'docker run --name two --volumes-from one alpine sh -c "cat /data/f > /copy"',
];

test('without volumes and folders the same lines leave their files in the containers', () => {
  const world = repeated(LINES, { withoutStores: true });
  const [one, two] = ['one', 'two'].map((name) => world.containers.find((container) => container.name === name)!);
  expect(one!.mounts.map(({ type }) => type)).toEqual(['tmpfs']);
  expect(one!.layer.entries.map(({ path }) => path)).toEqual(expect.arrayContaining(['data/f', 'host/g']));
  expect(two!.status).toBe('exited');
  expect(two!.exitCode).toBe(1);
  expect(world.volumes).toEqual([]);
});

test('with them, a repetition comes to the same', () => {
  const world = repeated(LINES);
  expect(world.volumes.map(({ name }) => name)).toEqual(['notes']);
  expect(world.containers.map(({ exitCode }) => exitCode)).toEqual([0, 0]);
});

test('a line that waits is answered, and one that never ends is given up', () => {
  const names = (lines: readonly string[]) => repeated(lines).volumes.map(({ name }) => name);
  expect(names(['docker volume create aa', 'docker volume prune --all', 'docker run -it -v bb:/b alpine'])).toEqual([
    'bb',
  ]);
  expect(() => repeated(['while :; do :; done'])).toThrow('does not come to its end');
});
