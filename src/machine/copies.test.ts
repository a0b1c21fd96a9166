import { expect, test } from 'vitest';
import { Copies } from './copies.ts';
import { Machine } from './machine.ts';
import { packingOn } from './packing.ts';
import { ProbeReader } from './probe.ts';
import { morePrograms } from './programs.ts';
import { Timeline } from './timeline.ts';

const machine = Machine.boot({ epoch: Date.UTC(2026, 10, 24), seed: 3, user: 'learner' }, morePrograms);
machine.openTerminal({ columns: 80, rows: 24 });
machine.advance(100);
const timeline = new Timeline(packingOn(machine.base.vfs));
const { added } = timeline.add({ kind: 'start', command: '', sentences: [], at: 0, checkpoint: machine.checkpoint() });
const copies = new Copies({ now: () => 0, later: () => () => undefined }, machine, timeline);
const has = (at: Machine, volume: string) => new ProbeReader(at.surveyed()).inspect('volume', volume) !== undefined;

test('what is tried at a copy is seen there, and nowhere else', async () => {
  const trial = await copies.tryOut(added.id, ['docker volume create notes', 'docker volume create more']);
  expect(has(copies.trial(trial), 'notes') && has(copies.trial(trial), 'more')).toBe(true);
  expect(has(machine, 'notes')).toBe(false);
  const other = await copies.tryOut(added.id, []);
  expect(has(copies.trial(other), 'notes')).toBe(false);
  expect(() => copies.trial(trial)).toThrow('This trial is no longer kept.');
});

test('what can’t be tried is refused in words', async () => {
  await expect(copies.tryOut(7, [])).rejects.toThrow('no longer kept');
  await expect(copies.tryOut(added.id, ['while :; do :; done'])).rejects.toThrow('does not come to its end');
});
