import { expect, test } from 'vitest';
import { Machine } from './machine.ts';
import { loadMachine, saveMachine } from './packing.ts';
import { morePrograms } from './programs.ts';

const options = { seed: 1, epoch: Date.UTC(2026, 10, 24), user: 'learner' } as const;

/** Types a line and lets some seconds pass; what the terminal shows. */
function enter(machine: Machine, line: string, seconds: number): string {
  machine.type(1, `${line}\r`);
  machine.advance(machine.uptime() + seconds * 1000);
  return machine
    .takeOutput()
    .map(({ data }) => new TextDecoder().decode(data))
    .join('');
}

test.each(['docker logs -f web', 'docker events', 'docker stats web', 'docker attach --sig-proxy=false web'])(
  '%s goes on in a machine that was saved, however long it has run',
  { timeout: 30_000 },
  (follows) => {
    const machine = Machine.boot(options, morePrograms);
    machine.openTerminal({ columns: 80, rows: 24 });
    enter(machine, "docker run -d --name web alpine sh -c 'while sleep 0.1; do echo tick; done'", 2);
    enter(machine, `${follows} > seen 2>&1 &`, 1);
    enter(machine, 'docker volume create one; docker volume rm one', 7);
    const other = loadMachine(options, saveMachine(machine), morePrograms);
    enter(other, 'docker volume create two; docker volume rm two', 2);
    expect(enter(other, 'jobs', 1)).toMatch(/Running +docker/);
    expect(other.kernel.faults).toEqual([]);
    const size = (of: Machine) => Number(/<(\d+)>/.exec(enter(of, 'echo "<$(wc -c < seen)>"', 1))?.[1]);
    expect(size(other)).toBeGreaterThan(size(machine));
  },
);

test('a command that pulled first, and told of that, goes on in a machine that was saved', () => {
  const machine = Machine.boot(options, morePrograms);
  machine.openTerminal({ columns: 80, rows: 24 });
  enter(machine, 'docker run --name web httpd > seen 2>&1 &', 30);
  const other = loadMachine(options, saveMachine(machine), morePrograms);
  expect(enter(other, 'jobs', 1)).toMatch(/Running +docker/);
  expect(other.kernel.faults).toEqual([]);
  expect(enter(other, 'docker stop web; wait; tail -n 1 seen', 20)).toContain('shutting down gracefully');
});
