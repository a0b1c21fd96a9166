import { expect, test } from 'vitest';
import type { EngineEvent } from '../engine/index.ts';
import { SurveyPace } from './survey-pace.ts';

/** A pace on a clock that is set by hand; `log` is when the World was drawn. */
function paced() {
  let now = 0;
  const due: { at: number; task: () => void }[] = [];
  const log: number[] = [];
  const pace: SurveyPace = new SurveyPace(
    {
      now: () => now,
      later: (task, ms) => {
        due.push({ at: now + ms, task });
        return () => {};
      },
    },
    () => {
      log.push(now);
      pace.drawn();
    },
  );
  const at = (time: number) => {
    for (const { at, task } of due.splice(0)) {
      now = at;
      task();
    }
    now = time;
  };
  return { pace, log, at };
}

const event = (Action: string) => ({ Type: 'container', Action }) as EngineEvent;

test('while it works the World is drawn every tenth of a second, and once more when it rests', () => {
  const { pace, log, at } = paced();
  pace.worked(false);
  for (const time of [40, 80, 120]) {
    at(time);
    pace.worked(false);
  }
  at(140);
  pace.worked(true);
  pace.worked(true);
  at(500);
  expect(log).toEqual([0, 120, 220]);
});

test("a container's first and last moments are drawn at once, some times for each command", () => {
  const { pace, log } = paced();
  pace.event(event('exec_start'));
  expect(log).toHaveLength(0);
  for (let i = 0; i < 100; i++) pace.event(event('start'));
  const some = log.length;
  expect(some).toBeGreaterThan(10);
  expect(some).toBeLessThan(100);
  pace.begin();
  pace.event(event('die'));
  expect(log).toHaveLength(some + 1);
});
