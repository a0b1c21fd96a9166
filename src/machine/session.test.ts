import { expect, test } from 'vitest';
import { morePrograms } from './programs.ts';
import { Session } from './session.ts';
import type { MachineEvent, SavedMachine } from './wire.ts';

const options = { seed: 1, epoch: Date.UTC(2026, 10, 24), user: 'learner' } as const;

/** A session with one terminal, whose real time passes with each look at it. */
async function session(saved?: SavedMachine) {
  const tasks: (() => void)[] = [];
  const events: MachineEvent[] = [];
  let now = 0;
  const of = new Session(
    {
      now: () => (now += 0.01),
      soon: (task) => void tasks.push(task),
      later: (task, ms) => {
        if (ms < 5_000) tasks.push(task);
        return () => void tasks.splice(tasks.indexOf(task) >>> 0, 1);
      },
      emit: (event) => void events.push(event),
    },
    morePrograms,
  );
  const work = () => {
    for (let turn = 0; turn < 5_000 && tasks.length > 0; turn++) tasks.shift()!();
  };
  await of.handle({ type: 'boot', options, ...(saved && { saved }) });
  if (!saved) await of.handle({ type: 'terminal.open', columns: 80, rows: 24 });
  work();
  /** Enters a line; the events that follow. */
  const enter = async (line: string) => {
    const from = events.length;
    await of.handle({ type: 'terminal.input', terminal: 1, data: `${line}\r` });
    work();
    return events.slice(from);
  };
  const resize = async (columns: number) => {
    await of.handle({ type: 'terminal.resize', terminal: 1, columns, rows: 24 });
    work();
  };
  return { enter, resize, save: () => of.handle({ type: 'save' }) };
}

const shown = (events: readonly MachineEvent[]) =>
  events.flatMap((event) => (event.type === 'terminal.output' ? [event.data] : [])).join('');
const added = (events: readonly MachineEvent[]) =>
  events.flatMap((event) => (event.type === 'timeline' && event.added ? [event.added.command] : []));

test('a shell in a container is saved with what was entered there, and its end is the end of its command', async () => {
  const first = await session();
  const run = 'docker run -it --name box alpine';
  expect((await first.enter(run)).map(({ type }) => type)).toContain('terminal.quiet');
  const events = await first.enter('cd /srv; echo milk > list');
  // So many keys that the client has forgotten how it began.
  for (let i = 0; i < 60; i++) await first.enter(':');
  expect(events.map(({ type }) => type)).toContain('terminal.quiet');
  const second = await session(await first.save());
  await second.resize(100);
  expect(shown(await second.enter('cat list'))).toContain('milk\r\n');
  const after = await second.enter('exit');
  expect(added(after)).toEqual([run]);
  expect(after.find((event) => event.type === 'told' && event.told.done)).toMatchObject({ told: { command: run } });
  expect(added(await second.enter('docker rm box'))).toEqual(['docker rm box']);
});

test('each line in a container’s shell costs a saved session little', async () => {
  const { enter, save } = await session();
  await enter('docker run -it alpine');
  await enter('seq 1 200');
  const short = (await save()).machine.length;
  for (let i = 0; i < 20; i++) await enter('seq 1 200');
  const each = ((await save()).machine.length - short) / 20;
  expect(each).toBeLessThan(1024);
});

test('at a prompt nothing is quiet: that is told by itself', async () => {
  const { enter } = await session();
  const events = await enter('true');
  expect(events.map(({ type }) => type)).not.toContain('terminal.quiet');
});
