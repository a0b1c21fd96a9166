import { expect, test } from 'vitest';
import { isRisky, Trial } from './foresee.ts';
import { Machine } from './machine.ts';
import { morePrograms } from './programs.ts';
import type { Loss } from './wire.ts';
import { Surveyor } from './world.ts';

const base = Machine.boot({ epoch: Date.UTC(2026, 10, 24), seed: 3, user: 'learner' }, morePrograms);
const terminal = base.openTerminal({ columns: 80, rows: 24 });
for (const line of [
  'docker volume create empty',
  "docker run --name box -v notes:/data -v /seed busybox sh -c 'echo milk > /data/list; echo x > /own'",
  'docker volume create spare',
  'echo one > page; echo two > other; mkdir sub; echo three > sub/deep',
]) {
  base.type(terminal, `${line}\r`);
  base.settle();
}

/** The losses that a line would bring: `volume:notes`, `folder:~ -page` for a file that goes, `=page` for one that is overwritten. */
function foreseen(line: string): readonly string[] {
  const machine = base.fork();
  const world = new Surveyor(machine.surveyed()).survey()!;
  machine.type(terminal, line);
  machine.settle();
  const trial = new Trial(machine, terminal, world);
  let losses: readonly Loss[] | undefined;
  while (losses === undefined) losses = trial.work();
  const after = new Surveyor(machine.surveyed()).survey()!;
  // Trying leaves the machine as it is.
  expect({ ...after, number: 0 }).toEqual({ ...world, number: 0 });
  return losses.map(({ about, whole, gone, overwritten }) => {
    const [kind = '', name = ''] = about.split(/:(.*)/s);
    const short =
      kind === 'container'
        ? world.containers.find(({ id }) => id === name)!.name
        : name.length === 64
          ? 'anonymous'
          : name;
    const parts = [...gone.map((path) => `-${path}`), ...overwritten.map((path) => `=${path}`)];
    return [`${kind}:${short.replace('/home/learner', '~')}`, ...(whole ? [] : parts)].join(' ');
  });
}

test.each([
  ['docker rm box', ['container:box']],
  ['docker rm -v box', ['volume:anonymous', 'container:box']],
  ['docker rm nosuch', []],
  ['docker volume rm notes', []],
  ['docker volume rm empty spare', ['volume:empty', 'volume:spare']],
  ['docker volume prune -a', ['volume:empty', 'volume:spare']],
  ['docker container prune', ['container:box']],
  ['rm page', ['folder:~ -page']],
  ['rm -r sub', ['folder:~ -sub']],
  ['echo new > page', ['folder:~ =page']],
  ['echo more >> page', []],
  ['mv other page', ['folder:~ -other =page']],
  ['rm -i page', ['folder:~ -page']],
  ['docker rmi busybox', []],
  ['rm page; while :; do :; done', ['folder:~ -page']],
] as const)('%s', (line, losses) => {
  expect(foreseen(line)).toEqual(losses);
});

test.each([
  ['docker rm box', true],
  ['docker compose down -v', true],
  ['echo x > page', true],
  ['echo x >> log', false],
  ['docker ps 2>&1', false],
  ['docker run --rm busybox true', false],
  ['docker volume ls', false],
  ['cat form', false],
])('is %j worth a trial: %s', (line, risky) => {
  expect(isRisky(line)).toBe(risky);
});
