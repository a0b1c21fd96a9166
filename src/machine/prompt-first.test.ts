import { expect, test } from 'vitest';
import { morePrograms } from './programs.ts';
import { PromptFirst, type Rest } from './prompt-first.ts';
import { Session } from './session.ts';
import type { MachineEvent } from './wire.ts';

/** A session whose programs come when the test says so; real time stands still, but each look at it takes a little. */
function session() {
  let bring = () => {};
  const rest = new Promise<Rest>((resolve) => {
    bring = () => resolve({ Session, morePrograms });
  });
  const tasks: (() => void)[] = [];
  const events: MachineEvent[] = [];
  let now = 0;
  const host = {
    now: () => (now += 0.01),
    soon: (task: () => void) => void tasks.push(task),
    later: (task: () => void) => {
      tasks.push(task);
      return () => void tasks.splice(tasks.indexOf(task) >>> 0, 1);
    },
    emit: (event: MachineEvent) => void events.push(event),
  };
  const work = async () => {
    for (let turn = 0; turn < 2_000 && tasks.length > 0; turn++) {
      tasks.shift()!();
      await Promise.resolve();
    }
  };
  const shown = () => events.flatMap((event) => (event.type === 'terminal.output' ? [event.data] : [])).join('');
  const asked: string[] = [];
  const load = () => {
    asked.push(shown());
    return rest;
  };
  return { session: new PromptFirst(host, load), bring, work, shown, events, asked };
}

const options = { seed: 1, epoch: Date.UTC(2026, 10, 24), user: 'learner' } as const;
const input = (data: string) => ({ type: 'terminal.input', terminal: 1, data }) as const;

test('a prompt is there before the programs, and what is typed is shown; Enter waits for them', async () => {
  const { session: of, bring, work, shown, events, asked } = session();
  await of.handle({ type: 'boot', options });
  await of.handle({ type: 'terminal.open', columns: 80, rows: 24 });
  await work();
  await of.handle(input('docker volume ls'));
  await work();
  expect(shown()).toMatch(/learner@docker-host.*\$ .*docker volume ls$/s);
  // The rest is asked for once, and not before something is to be seen.
  expect(asked).toEqual([expect.stringMatching(/./)]);
  const before = shown();
  const entered = of.handle(input('\r'));
  const after = of.handle(input('x'));
  await work();
  expect(shown()).toBe(before);
  expect(events.some(({ type }) => type === 'world')).toBe(false);
  bring();
  await Promise.all([entered, after]);
  await work();
  // Nothing is shown twice, and nothing is lost.
  expect(shown().slice(before.length)).toMatch(/^\r\n.*DRIVER +VOLUME NAME\r\n.*x$/s);
  expect(events.some(({ type }) => type === 'world')).toBe(true);
  expect(events.flatMap((event) => (event.type === 'timeline' && event.added ? [event.added.kind] : []))).toEqual([
    'start',
    'command',
  ]);
  // The first point is the empty prompt.
  await of.handle({ type: 'timeline.go', point: 1 });
  const seen = shown().length;
  await of.handle(input('\r'));
  await work();
  expect(shown().slice(seen)).not.toContain('DRIVER');
});
